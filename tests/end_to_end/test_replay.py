"""Reading again with newer rules: what was refused is taken in, what is read better changes, and a dry run only says so."""

import uuid
from datetime import date

import pytest

from newsfold.analytics import marts
from newsfold.pipeline import replay_choices, replaying, running, steps
from newsfold.store import dismissals, reports
from newsfold.store.connection import connect

GOOD = """The bridge at Setubal opens

Setubal, Sep 26 (MNA) The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said.

Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March.
"""
AMBIGUOUS = """Date: 04/03/2025
Headline: Ferry of Aldermoor runs again

The ferry between Aldermoor and Westfelde runs again after eleven weeks, said harbour master Odo Lindqvist. Nine mechanics
from Port Saranne had rebuilt its engine, and the crossing takes fourteen minutes.
"""


def replay(newsroom, *, dry_run: bool = False, **chosen: object) -> dict:
    """A replay as the DAG does it; its report."""
    choice = replay_choices.choice_of(chosen)
    with newsroom.workspace() as work:
        return running.run(
            work,
            f"replay:{uuid.uuid4()}",
            "replay",
            lambda run_id: replaying.assign(work, run_id, choice),
            dry_run=dry_run,
            processes=0,
            counted=False,
        )


def change_rules(newsroom, old: str, new: str) -> None:
    """Another sources.toml: newer rules for the same bytes."""
    toml = newsroom.root / "dags" / "sources.toml"
    assert old in toml.read_text()
    toml.write_text(toml.read_text().replace(old, new))


@pytest.fixture
def limited(newsroom, once):
    """A source that refuses a file by its size, one that reads another, and a file of noise."""

    def fill() -> None:
        newsroom.source("mna", max_file_bytes=100)
        newsroom.source("wire")
        newsroom.deliver("mna", "large.txt", GOOD)
        newsroom.deliver("wire", "noise.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
        newsroom.deliver("wire", "bridge.txt", GOOD.replace("Setubal", "Alcacer"))
        newsroom.run()
        # What was too large was not kept: the file's bytes come as a person would bring them.
        newsroom.store_bytes(GOOD)
        with newsroom.workspace() as work, work.connection, work.connection.cursor() as cursor:
            cursor.execute(
                "update ops.file set sha256 = sha256(%s) where name = 'large.txt'", (GOOD.encode(),)
            )

    once(fill)
    return newsroom


def test_a_dry_run_says_what_would_change_and_changes_nothing(limited):
    change_rules(limited, "max_file_bytes = 100", "max_file_bytes = 100000")
    before = limited.query("select count(*) as n from news.version")[0].n
    report = replay(limited, dry_run=True)
    assert report["trigger"] == "replay"
    assert limited.query("select state from ops.run order by run_id desc limit 1")[0].state == "rehearsed"
    assert {
        (each["refused_as"], each["becomes"]): each["records"] for each in report["changes"]["records"]
    } == {
        ("too_large", "copy"): 1,
        ("binary", "binary"): 1,
    }
    (file,) = report["changes"]["listed_files"]
    assert (file["quarantined_before"], file["quarantined_after"], file["new_articles"]) == (1, 0, 1)
    assert limited.query("select count(*) as n from news.version")[0].n == before
    assert limited.query("select count(*) as n from ops.quarantine where is_open")[0].n == 2


def test_what_a_rule_change_mends_leaves_the_quarantine_and_is_an_article(limited):
    change_rules(limited, "max_file_bytes = 100", "max_file_bytes = 100000")
    report = replay(limited, reason="too_large")
    assert report["state"] == "published"
    assert report["totals"] == {**report["totals"], "files": 1, "copy": 1, "balanced": True}
    assert [
        row.reason_code for row in limited.query("select reason_code from ops.quarantine where is_open")
    ] == ["binary"]
    again = replay(limited, reason="too_large")
    assert again["totals"]["files"] == 0


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({}, {"large.txt", "noise.txt"}),
        ({"source": "wire"}, {"noise.txt"}),
        ({"reason": "binary", "source": "mna"}, set()),
        ({"run_id": 1}, {"large.txt", "noise.txt"}),
        ({"run_id": 2}, set()),
        ({"first_day": "2000-01-01", "last_day": "2100-01-01"}, {"large.txt", "noise.txt", "bridge.txt"}),
        (
            {"first_day": "2000-01-01", "last_day": "2100-01-01", "source": "wire"},
            {"noise.txt", "bridge.txt"},
        ),
        ({"first_day": "2000-01-01", "last_day": "2100-01-01", "reason": "binary"}, {"noise.txt"}),
        ({"first_day": "2000-01-01"}, set()),
        ({"first_day": "2000-01-01", "last_day": "2100-01-01", "refused": True}, {"large.txt", "noise.txt"}),
        ({"format": "text", "first_day": "2000-01-01", "last_day": "2100-01-01"}, {"bridge.txt"}),
    ],
)
def test_what_is_chosen_is_what_all_choices_together_say(limited, chosen, names):
    with limited.workspace() as work:
        ids = replaying.choose_files(work, replay_choices.choice_of(chosen))
    held = {row.file_id: row.name for row in limited.query("select file_id, name from ops.file")}
    assert {held[each] for each in ids} == names


def test_a_file_and_a_record_are_chosen_by_their_ids(limited):
    file = limited.query("select file_id from ops.file where name = 'bridge.txt'")[0].file_id
    record = limited.query("select quarantine_id, file_id from ops.quarantine where reason_code = 'binary'")[
        0
    ]
    with limited.workspace() as work:
        assert replaying.choose_files(work, replay_choices.choice_of({"files": [file]})) == [file]
        assert replaying.choose_files(
            work, replay_choices.choice_of({"records": [record.quarantine_id]})
        ) == [record.file_id]


@pytest.mark.parametrize(
    "chosen",
    [
        {"first_day": "26 September"},
        {"last_day": "2025-09-26"},
        {"first_day": "2025-09-26", "last_day": "2025-09-25"},
    ],
)
def test_days_that_make_no_sense_are_refused(chosen):
    with pytest.raises(replay_choices.ChoiceError):
        replay_choices.choice_of(chosen)


def test_another_reading_of_the_same_bytes_is_a_version_and_no_correction(newsroom):
    newsroom.source("gazette", date_order="DMY")
    newsroom.deliver("gazette", "ferry.txt", AMBIGUOUS)
    newsroom.run()
    change_rules(newsroom, "'DMY'", "'MDY'")
    report = replay(newsroom, first_day="2000-01-01", last_day="2100-01-01")
    assert report["totals"]["version"] == 1
    assert {"field": "day", "articles": 1} in report["changes"]["articles"]
    (changed,) = report["changes"]["listed_articles"]
    assert (changed["day_before"], changed["day_after"]) == ("2025-03-04", "2025-04-03")
    with newsroom.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())
    assert newsroom.query("select count(*) as n from analytics.corrections")[0].n == 0


def test_reading_again_by_the_same_rules_changes_nothing(limited):
    report = replay(limited, first_day="2000-01-01", last_day="2100-01-01", dry_run=True)
    assert report["changes"]["found"] == {"records": 2, "articles": 0, "files": 0}
    assert report["totals"]["unchanged"] == 1


def test_a_dismissed_record_stays_so_when_it_is_refused_again_and_comes_back_for_another_reason(limited):
    record = limited.query("select quarantine_id from ops.quarantine where reason_code = 'too_large'")[
        0
    ].quarantine_id
    with connect(limited.role_url("operator")) as connection:
        done = dismissals.dismiss(connection, [record], decided_by="ada", note="known", now=steps.utc_now())
        assert done == [record]
        assert dismissals.dismiss(connection, [record], decided_by="bo", note=None, now=steps.utc_now()) == []
    (row,) = limited.query("select * from ops.quarantine where quarantine_id = %s", record)
    assert (row.dismissed_by, row.note, row.is_open) == ("ada", "known", False)
    with limited.workspace() as work:
        assert reports.status(work.connection)["quarantined"] == 1
        assert replaying.choose_files(work, replay_choices.choice_of({"reason": "too_large"})) == []
    replay(limited, records=[record])
    assert (
        limited.query("select is_open from ops.quarantine where quarantine_id = %s", record)[0].is_open
        is False
    )
    for path in (limited.root / "raw").rglob("*"):
        if path.is_file():
            path.unlink()
    change_rules(limited, "max_file_bytes = 100", "max_file_bytes = 100000")
    replay(limited, records=[record], files=[])
    opened = limited.query(
        "select reason_code from ops.quarantine where is_open and file_uri like '%%large.txt'"
    )
    assert [row.reason_code for row in opened] == ["missing_bytes"]
    with connect(limited.role_url("operator")) as connection:
        dismissals.dismiss(
            connection, [record], decided_by="ada", note=None, now=steps.utc_now(), take_back=True
        )
    assert limited.query("select count(*) as n from ops.decision where revoked_by = 'ada'")[0].n == 1


def test_an_old_file_that_is_read_again_does_not_bring_back_what_a_later_one_has_corrected(newsroom):
    newsroom.source("gazette", date_order="DMY")
    newsroom.deliver("gazette", "ferry.txt", AMBIGUOUS, hours_ago=5)
    newsroom.run()
    newsroom.deliver("gazette", "ferry.txt", AMBIGUOUS.replace("eleven weeks", "twelve weeks"), hours_ago=2)
    assert newsroom.run()["totals"]["version"] == 1
    change_rules(newsroom, "'DMY'", "'MDY'")
    first = newsroom.query("select min(file_id) as id from ops.file")[0].id
    assert replay(newsroom, files=[first])["totals"]["version"] == 1
    (article,) = newsroom.query("select body, published_on from analytics.articles")
    assert "twelve weeks" in article.body
    replay(newsroom, first_day="2000-01-01", last_day="2100-01-01")
    (article,) = newsroom.query("select body, published_on from analytics.articles")
    assert "twelve weeks" in article.body
    assert article.published_on == date(2025, 4, 3)
    with newsroom.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())
    assert newsroom.query("select count(*) as n from analytics.corrections")[0].n == 1
