"""Independent reports of one thing that happened are one event: in any order, over removals and decisions, with ids that hold."""

import json
import random
from datetime import UTC, date, datetime, time, timedelta

import pytest

from newsfold.analytics import brief, marts
from newsfold.cli.command_line import main
from newsfold.pipeline import deciding, steps
from newsfold.ui import brief_page
from newsfold.upkeep import refolding, retention
from tests.dedup.test_event_bonds import EVENTS, NAMES
from tests.end_to_end.test_retention import item, later

FERRY = {"ferry.mail", "ferry.courier", "ferry.zeitung", "ferry.diario"}
BUDGET = {"budget.mail", "budget.courier"}
QUAKE = {"quake.agency", "quake.foglio"}
EXPECTED = {frozenset(FERRY), frozenset(BUDGET), frozenset(QUAKE)}

MEMBERS = """
select events.event_id, array_agg(split_part(articles.uri, ':', 3)) as names
from analytics.events
join analytics.articles using (event_id)
group by events.event_id
"""


def as_item(name: str, **fields: object) -> str:
    event, outlet = name.split(".")
    text = EVENTS[event][outlet]
    published = datetime.combine(text["day"], time(6 + NAMES.index(name) % 16), UTC).isoformat()
    values = {"headline": text["headline"], "language": text["language"], **fields}
    return item(f"urn:x:{name}", text["body"], published, **values)


def deliver(newsroom, *runs) -> None:
    """Each group of names is one run; each outlet is a source."""
    for outlet in sorted({name.split(".")[1] for names in runs for name in names}):
        if not (newsroom.root / "inbox" / outlet).exists():
            newsroom.source(outlet)
    for names in runs:
        add(newsroom, *names)


def add(newsroom, *names, **fields) -> None:
    for name in names:
        newsroom.deliver(name.split(".")[1], f"{name}{len(fields)}.json", as_item(name, **fields))
    newsroom.run()


def events(newsroom) -> dict[frozenset[str], int]:
    """The members of each event, with its id."""
    return {frozenset(row.names): row.event_id for row in newsroom.query(MEMBERS)}


def story(newsroom, name: str) -> int:
    return newsroom.query("select story_id from analytics.articles where uri = %s", f"urn:x:{name}")[
        0
    ].story_id


def article(newsroom, name: str) -> int:
    return newsroom.query("select article_id from analytics.articles where uri = %s", f"urn:x:{name}")[
        0
    ].article_id


def decide(newsroom, verdict: str, one: str, other: str) -> dict:
    with newsroom.workspace() as work:
        return deciding.decide(
            work,
            verdict,
            (article(newsroom, one), article(newsroom, other)),
            decided_by="ana",
            note=None,
            now=steps.utc_now(),
        )


def refold(newsroom) -> None:
    with newsroom.workspace() as work:
        refolding.refold(work, now=steps.utc_now())


def test_reports_of_one_event_in_three_languages_are_one_event(newsroom, assert_whole):
    deliver(newsroom, NAMES)
    found = events(newsroom)
    assert found.keys() == EXPECTED
    (ferry,) = newsroom.query("select * from analytics.event(%s)", found[frozenset(FERRY)])
    assert (ferry.story_count, ferry.article_count, ferry.source_count, ferry.independent_reports) == (
        4,
        4,
        4,
        4,
    )
    assert ferry.languages == ["de", "en", "es"]
    assert str(ferry.first_published_on) == "2025-09-26"
    assert str(ferry.last_published_on) == "2025-09-27"
    assert ferry.name in {EVENTS["ferry"][outlet]["headline"] for outlet in EVENTS["ferry"]}
    members = newsroom.query("select * from analytics.event_members where event_id = %s", ferry.event_id)
    assert len(members) == 4
    assert all(row.reason and row.valid_to is None for row in members)
    assert any("Sandvorn" in row.reason or "Krakholm" in row.reason for row in members)
    assert sum(row.story_id == row.joined_by_story_id for row in members) == 1
    views = newsroom.query(
        "select a.event_id = one.event_id and a.event_id = s.event_id and a.event_id = told.event_id as same"
        " from analytics.articles as a"
        " cross join lateral analytics.article(a.article_id) as one"
        " join analytics.stories as s on s.story_id = a.story_id"
        " cross join lateral analytics.story(a.story_id) as told"
        " where a.event_id is not null"
    )
    assert len(views) == 8
    assert all(row.same for row in views)
    assert_whole(newsroom)


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_arrival_ends_in_the_same_events(newsroom, once, seed):
    order = random.Random(seed).sample(NAMES, len(NAMES))
    size = (1, 2, 5, len(order) - 1, len(order))[seed]
    deliver(newsroom, *(order[start : start + size] for start in range(0, len(order), size)))
    assert events(newsroom).keys() == EXPECTED
    reasons = newsroom.query(
        "select array_agg(distinct reason order by reason) as all from analytics.event_members where valid_to is null"
    )[0].all
    refold(newsroom)
    assert events(newsroom).keys() == EXPECTED
    assert (
        reasons
        == newsroom.query(
            "select array_agg(distinct reason order by reason) as all from analytics.event_members where valid_to is null"
        )[0].all
    )


def test_an_event_keeps_its_id_while_it_grows(newsroom):
    deliver(newsroom, ["ferry.mail"], ["ferry.courier", "budget.mail"])
    before = events(newsroom)
    assert before.keys() == {frozenset({"ferry.mail", "ferry.courier"})}
    deliver(newsroom, ["ferry.zeitung", "ferry.diario", "budget.courier"])
    after = events(newsroom)
    assert after[frozenset(FERRY)] == before[frozenset({"ferry.mail", "ferry.courier"})]
    assert frozenset(BUDGET) in after


def test_a_decision_merges_two_events_and_redirects_and_taken_back_it_parts_them_with_their_ids(newsroom):
    deliver(newsroom, [*FERRY], [*BUDGET])
    before = events(newsroom)
    decide(newsroom, "same_event", "ferry.mail", "budget.mail")
    merged = events(newsroom)
    together = next(names for names in merged if {"ferry.mail", "budget.mail"} <= names)
    assert merged[together] == before[frozenset(FERRY)]
    refold(newsroom)
    assert events(newsroom) == merged
    with newsroom.workspace() as work:
        decision = newsroom.query("select decision_id from ops.decision")[0].decision_id
        deciding.revoke(work, decision, revoked_by="rui", now=steps.utc_now())
    assert events(newsroom).keys() == before.keys()
    assert events(newsroom)[frozenset(FERRY)] == before[frozenset(FERRY)]


def test_what_people_keep_apart_stays_apart_whatever_comes(newsroom):
    deliver(newsroom, ["ferry.mail", "ferry.courier"])
    decide(newsroom, "different_event", "ferry.mail", "ferry.courier")
    assert events(newsroom) == {}
    deliver(newsroom, ["ferry.zeitung", "ferry.diario"])
    refold(newsroom)
    assert not any({"ferry.mail", "ferry.courier"} <= names for names in events(newsroom))
    assert events(newsroom)


def test_a_killed_report_leaves_its_event_and_is_not_told_of(newsroom):
    deliver(newsroom, NAMES)
    held = events(newsroom)[frozenset(FERRY)]
    add(newsroom, "ferry.mail", pubstatus="canceled", versioncreated="2025-09-28T06:00:00Z")
    assert held in events(newsroom).values()
    assert not any("ferry.mail" in names for names in events(newsroom))
    kill = newsroom.query("select story_id from analytics.hidden_articles where uri = 'urn:x:ferry.mail'")[
        0
    ].story_id
    told = newsroom.query(
        "select * from analytics.event_members where %s in (story_id, joined_by_story_id)", kill
    )
    assert told == []


def test_what_is_removed_leaves_no_word_and_an_event_of_one_report_ends(newsroom, assert_whole):
    newsroom.source("mail", retention_days=30)
    deliver_known = [name for name in NAMES if not name.endswith(".mail")]
    for outlet in sorted({name.split(".")[1] for name in deliver_known}):
        newsroom.source(outlet)
    add(newsroom, *NAMES)
    before = events(newsroom)
    with newsroom.workspace() as work:
        retention.enforce(work, now=later(40))
    found = events(newsroom)
    assert not any(name.endswith(".mail") for names in found for name in names)
    assert found[frozenset(QUAKE)] == before[frozenset(QUAKE)]
    assert before[frozenset(FERRY)] in found.values()
    ended = newsroom.query("select * from news.event where event_id = %s", before[frozenset(BUDGET)])[0]
    assert ended.ended_at is not None
    gone = newsroom.query(
        "select reason from news.event_member where article_id in (select article_id from news.removed_article)"
    )
    assert {row.reason for row in gone} == {""}
    assert_whole(newsroom)


def test_as_of_knows_the_event_of_then(newsroom):
    deliver(newsroom, ["ferry.mail"])
    then = datetime.now(UTC)
    deliver(newsroom, ["ferry.courier"])
    sql = "select count(event_id) as events from analytics.articles_as_of(%s)"
    assert newsroom.query(sql, then)[0].events == 0
    assert newsroom.query(sql, datetime.now(UTC) + timedelta(seconds=1))[0].events == 2


def test_whoever_follows_is_told_of_an_event(newsroom):
    deliver(newsroom, ["ferry.mail"])
    token = newsroom.query("select max(change_id) as last from news.change")[0].last
    deliver(newsroom, ["ferry.courier"])
    told = newsroom.query(
        "select split_part(uri, ':', 3) as name, change from news.change join news.article using (article_id)"
        " where change_id > %s",
        token,
    )
    assert {tuple(row) for row in told} == {("ferry.mail", "changed"), ("ferry.courier", "added")}


def test_the_brief_and_the_command_show_an_event_and_why(newsroom, capsys):
    deliver(newsroom, NAMES)
    with newsroom.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())
        made = brief.collect(work.connection, date(2025, 9, 26))
    assert [line.independent_reports for line in made.events] == [4, 2, 2]
    assert made.events[0].article_id in made.article_ids
    assert "What happened" in brief_page.brief_page(made)
    database = ["--database-url", newsroom.role_url("owner")]
    event_id = events(newsroom)[frozenset(FERRY)]
    assert main(["event", str(event_id), *database]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "4 stories in 4 articles of 4 sources" in shown
    assert "the most central report of the event" in shown
    assert "names in both" in shown
    assert main(["event", str(event_id), *database, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["stories"]) == 4
    assert main(["event", "9999", *database]) == 2


def test_turned_off_there_are_none_and_turned_on_a_refold_makes_them(newsroom, monkeypatch):
    monkeypatch.setenv("NEWSFOLD_EVENTS", "off")
    deliver(newsroom, NAMES)
    assert events(newsroom) == {}
    monkeypatch.delenv("NEWSFOLD_EVENTS")
    refold(newsroom)
    assert events(newsroom).keys() == EXPECTED
