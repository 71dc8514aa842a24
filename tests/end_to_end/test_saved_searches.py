"""A saved search tells what new fits, each story once: whatever came before, was hidden, or is told again by another outlet."""

from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.cli.command_line import main
from newsfold.operate import content_alerts
from newsfold.pipeline import steps
from newsfold.store.connection import connect

UTC_ZONE = ZoneInfo("UTC")
FERRY = """Ferry crews of {place} end their strike

{place}, Sep 26 (MNA) - Ferry crews of {place} went back to work on Friday after {n} days on strike, their union said.

"The boats leave on time from tomorrow," Marta Vilela of the union told reporters at quay {n}, where {n} passengers had waited.
"""
OTHER = """Library of {place} opens a hall

{place}, Sep 26 (MNA) - The library of {place} opened a reading hall with {n} desks on Friday, the mayor said.

"We had no room for {n} readers before," the mayor, Rui Salgado, told reporters among shelves that are still empty.
"""


@pytest.fixture
def loader(newsroom):
    with closing(connect(newsroom.role_url("loader"))) as connection:
        yield connection


@pytest.fixture
def desk(newsroom):
    newsroom.source("mna", language="en", country="PT")
    newsroom.source("paper", language="en")
    newsroom.deliver("mna", "old.txt", FERRY.format(place="Lisbon", n=11))
    newsroom.run()
    return newsroom


def save(newsroom, name: str, *options: str) -> int:
    return main(["searches", name, "--save", *options, "--database-url", newsroom.role_url("operator")])


def told(loader, now: datetime | None = None) -> dict[str, list[str]]:
    """The lines of each message that is due, which are told by that."""
    now = now or steps.utc_now()
    found = {}
    for alert in content_alerts.due(loader, UTC_ZONE, now):
        found[alert.search] = [line.split(" (")[0] for line in alert.message.body.splitlines()]
        content_alerts.note_sent(loader, alert, now)
    return found


def test_what_was_held_is_not_told_and_what_comes_is_told_once(desk, loader):
    assert save(desk, "boats", "ferry OR boat") == 0
    assert told(loader) == {}
    desk.deliver("mna", "new.txt", FERRY.format(place="Porto", n=24))
    desk.deliver("mna", "other.txt", OTHER.format(place="Braga", n=30))
    desk.run()
    assert told(loader) == {"boats": ["- Ferry crews of Porto end their strike"]}
    assert told(loader) == {}


def test_a_story_is_told_once_however_many_outlets_carry_it(desk, loader):
    save(desk, "boats", "ferry")
    desk.deliver("mna", "new.txt", FERRY.format(place="Porto", n=24))
    desk.run()
    assert told(loader) == {"boats": ["- Ferry crews of Porto end their strike"]}
    desk.deliver("paper", "copy.txt", FERRY.format(place="Porto", n=24).replace("quay 24", "quay two dozen"))
    desk.run()
    assert told(loader) == {}


def test_filters_narrow_and_need_no_words(desk, loader):
    save(desk, "portugal", "--country", "pt")
    save(desk, "papers-only", "ferry", "--source", "paper")
    save(desk, "french", "ferry", "--language", "fr")
    desk.deliver("mna", "new.txt", FERRY.format(place="Porto", n=24))
    desk.run()
    assert told(loader) == {"portugal": ["- Ferry crews of Porto end their strike"]}


def test_what_is_under_embargo_is_told_once_it_may_be_seen(desk, loader):
    save(desk, "boats", "ferry")
    until = datetime.now(UTC) + timedelta(hours=2)
    desk.deliver(
        "mna", "held.txt", f"EMBARGOED UNTIL {until:%d %B %Y %H:%M} GMT\n\n" + FERRY.format(place="Faro", n=9)
    )
    desk.run()
    assert told(loader) == {}
    [held] = desk.query("select article_id from news.hidden where embargoed is not null")
    desk.query(
        "update news.hidden set embargoed = now() - interval '1 minute' where article_id = %s returning 1",
        held.article_id,
    )
    desk.query(
        "update news.change set embargoed = now() - interval '1 minute' where article_id = %s returning 1",
        held.article_id,
    )
    # As it is for a search that was kept two hours ago.
    desk.query(
        "update ops.saved_search set token = regexp_replace(token, '^1\\.(\\d+)\\..*', '1.\\1.1.0') returning 1"
    )
    assert told(loader) == {"boats": ["- Ferry crews of Faro end their strike"]}


def test_in_quiet_hours_nothing_is_told_and_all_of_it_after_them(desk, loader):
    save(desk, "boats", "ferry", "--quiet", "22:00-07:00")
    desk.deliver("mna", "new.txt", FERRY.format(place="Porto", n=24))
    desk.run()
    day = steps.utc_now().date()
    assert told(loader, datetime.combine(day, time(23, 30), UTC)) == {}
    assert told(loader, datetime.combine(day, time(7, 0), UTC)) == {
        "boats": ["- Ferry crews of Porto end their strike"]
    }


def test_an_event_is_followed(desk, loader):
    [event] = desk.query(
        "insert into news.event (oldest_story_id, created_at, run_id) select story_id, now(), run_id from news.story limit 1"
        " returning event_id"
    )
    assert save(desk, "saga", "--event", str(event.event_id)) == 0
    assert told(loader) == {}
    desk.deliver("mna", "new.txt", FERRY.format(place="Porto", n=24))
    desk.run()
    assert told(loader) == {}
    desk.query(
        "update news.event_story set event_id = %s where story_id = (select max(story_id) from news.story) returning 1",
        event.event_id,
    )
    assert told(loader) == {"saga": ["- Ferry crews of Porto end their strike"]}


def test_a_search_that_has_not_looked_for_too_long_says_so_until_it_is_heard_and_goes_on(
    desk, loader, capsys
):
    save(desk, "boats", "ferry")
    desk.query(
        "insert into news.change_horizon (change_id, removed_at, pruned_at) values (1000, now(), now()) returning 1"
    )
    desk.query("update ops.saved_search set token = '1.1.1.1' returning 1")
    command = ["searches", "boats", "--database-url", desk.role_url("loader")]
    assert main(command) == 1
    assert "`newsfold searches boats --told` goes on from now" in capsys.readouterr().out
    for _ in range(2):  # a message that was not sent is due again
        [gap] = content_alerts.due(loader, UTC_ZONE, steps.utc_now())
        assert gap.message.is_problem
        assert "boats has a gap" in gap.message.title
    content_alerts.note_sent(loader, gap, steps.utc_now())
    assert list(content_alerts.due(loader, UTC_ZONE, steps.utc_now())) == []
    desk.query("update ops.saved_search set token = '1.1.1.1' returning 1")
    assert main([*command, "--told"]) == 0
    assert main(command) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-ferry",), "asks for no word"),
        (("ferry", "--source", "nobody"), "there is no source nobody"),
        (("ferry", "--event", "77"), "there is no event 77"),
        (("ferry", "--language", "english"), "language must be two or three small letters"),
        (("ferry", "--country", "UK"), "country must be two capital letters"),
        (("fer\x00ry",), "query must have no control characters"),
        (("ferry", "--quiet", "25:00-07:00"), "no quiet hours"),
        (("ferry", "--quiet", "07:00-07:00"), "no quiet hours"),
        ((), "a search needs words"),
        (("x" * 1001,), "at most 1,000 characters"),
    ],
)
def test_what_can_not_be_kept_is_refused_with_a_reason(newsroom, capsys, options, said):
    options = tuple(f"--save={each}" if each == "-ferry" else each for each in options)
    given = options if options[:1] == ("--save=-ferry",) else ("--save", *options)
    url = newsroom.role_url("operator")
    assert main(["searches", "boats", *given, "--database-url", url]) == 2
    assert said in capsys.readouterr().err


def test_a_search_is_listed_shown_and_removed_by_command(desk, capsys):
    save(desk, "boats", "ferry")
    assert save(desk, "boats", "ferry") == 2
    desk.deliver("mna", "new.txt", FERRY.format(place="Porto", n=24))
    desk.run()
    capsys.readouterr()
    url = ("--database-url", desk.role_url("loader"))
    assert main(["searches", "boats", *url]) == 0
    assert "Ferry crews of Porto end their strike" in capsys.readouterr().out
    assert main(["searches", "boats", "--told", *url]) == 0
    assert main(["searches", "boats", *url]) == 0
    assert "nothing new" in capsys.readouterr().out
    assert main(["searches", "--database-url", desk.role_url("operator")]) == 0
    assert "boats: query ferry; 1 story so far" in capsys.readouterr().out
    assert main(["searches", "boats", "--remove", "--database-url", desk.role_url("operator")]) == 0
    assert main(["searches", "boats", *url]) == 1


@given(st.times(), st.times(), st.times())
def test_quiet_hours_and_their_complement_make_a_day(start, end, at):
    if start != end:
        assert content_alerts.is_quiet(start, end, at) != content_alerts.is_quiet(end, start, at)
    assert not content_alerts.is_quiet(None, None, at)
