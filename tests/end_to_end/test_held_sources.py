"""A source that is far outside of what is expected is held back at the gate, and the rest of its run is loaded."""

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.cli.command_line import main
from newsfold.config.sources import Settings
from newsfold.operate import incidents, operating
from newsfold.operate.alerts import Links
from newsfold.operate.gates import Evidence, Refusals, judge
from newsfold.pipeline import steps
from newsfold.store import expectations

from .test_deliveries import GOOD, remember


@contextmanager
def at_its_gate(newsroom, key: str = "airflow:news_ingest:1"):
    """A run that has come to its gate: the workspace, its id and what became of it there."""
    now = steps.utc_now()
    with newsroom.workspace() as opened:
        tight = replace(opened.settings, gate_least=3, gate_high=4.0)
        work = replace(opened, settings=tight)
        run_id = steps.begin(work, key, "airflow", None, dry_run=False)
        for batch in steps.fetch(work, run_id, [], [], now):
            steps.normalize(work, run_id, batch.batch)
        steps.deduplicate(work, run_id)
        yield work, run_id, operating.at_gate(work, run_id, Links(report="https://newsfold.test/runs/1"), now)


def end(work, run_id: int) -> dict:
    """The steps after the gate; the run's report."""
    now = steps.utc_now()
    steps.load(work, run_id, now)
    steps.check(work, run_id, now)
    return steps.publish(work, run_id, now)


def deliver(newsroom, slug: str, articles: int, broken: int = 0) -> None:
    for number in range(articles):
        newsroom.deliver(slug, f"{number:03}.txt", f"{slug} " + GOOD.format(number=1000 + number))
    for number in range(broken):
        newsroom.deliver(slug, f"broken-{number:03}.txt", b"\0")


@pytest.fixture
def flooded(newsroom):
    """Three sources that bring five articles a day: today one brings thirty, and one nothing that can be read."""
    for slug in ("flood", "paper", "broken"):
        newsroom.source(slug)
    newsroom.run()
    remember(newsroom, 5)
    deliver(newsroom, "flood", 30)
    deliver(newsroom, "paper", 5)
    deliver(newsroom, "broken", 0, broken=5)
    return newsroom


def loaded(newsroom) -> dict[str, int]:
    return {
        row.source: row.n
        for row in newsroom.query("select source, count(*)::int as n from analytics.articles group by source")
    }


def due(newsroom) -> int:
    return newsroom.query(
        "select count(*)::int as n from ops.file where loaded_at is null and held_run_id is null and discarded_at is null"
    )[0].n


def test_the_others_are_loaded_published_and_balance_and_the_message_names_what_waits(flooded):
    with at_its_gate(flooded) as (work, run_id, verdict):
        assert verdict.question is None
        assert "goes on without flood, broken" in verdict.message.title
        assert "5 of 5 records refused" in verdict.message.body
        assert "30 files" in verdict.message.body
        assert "https://newsfold.test/runs/1" in verdict.message.body
        report = end(work, run_id)
        open_now = incidents.present(work.connection, work.sources, steps.utc_now())
    assert loaded(flooded) == {"paper": 5}
    assert (report["state"], report["totals"]["files"], report["totals"]["balanced"]) == (
        "published",
        5,
        True,
    )
    assert due(flooded) == 0
    titles = {each.kind: each.title for each in open_now if each.slug == "broken"}
    assert titles["held_back"] == (
        f"broken: 5 files of run {run_id} wait for your decision: 5 of 5 records refused"
    )
    (kept,) = flooded.query(
        "select staged from ops.held_source join news.source using (source_id) where slug = 'flood'"
    )
    assert kept.staged["records"] == 30
    assert len(kept.staged["samples"]) == 3
    assert flooded.query("select 1 from staging.article") == []


def test_released_files_come_with_the_next_run_which_does_not_hold_them_back_again(flooded, capsys):
    with at_its_gate(flooded) as (work, run_id, _):
        end(work, run_id)
    url = ("--database-url", flooded.role_url("operator"))
    assert main(["held", *url, "--json"]) == 0
    assert {each["slug"]: each["files"] for each in json.loads(capsys.readouterr().out)} == {
        "flood": 30,
        "broken": 5,
    }
    assert main(["held", str(run_id), "--release", "--by", "bo", "--source", "paper", *url]) == 2
    for slug in ("flood", "broken"):
        assert main(["held", str(run_id), "--release", "--by", "bo", "--source", slug, *url]) == 0
    with at_its_gate(flooded, "airflow:news_ingest:2") as (work, later, verdict):
        assert (verdict.question, verdict.message) == (None, None)
        report = end(work, later)
    assert (report["totals"]["files"], report["totals"]["balanced"]) == (35, True)
    assert loaded(flooded)["flood"] == 30
    settled = flooded.query(
        "select distinct settled, settled_by, staged -> 'samples' as samples from ops.held_source"
    )
    assert [tuple(row) for row in settled] == [("released", "bo", None)]
    # What was delivered counts once, in the run that had it first.
    counted = flooded.query(
        "select run_id, files, records from ops.run_source join news.source using (source_id)"
        " where slug = 'flood' and run_id >= %s order by run_id", run_id,
    )  # fmt: skip
    assert [tuple(row) for row in counted] == [(run_id, 30, 30), (later, 0, None)]


def test_discarded_files_never_come_and_those_of_the_other_source_still_wait(flooded):
    with at_its_gate(flooded) as (work, run_id, _):
        end(work, run_id)
        assert expectations.settle(
            work.connection, run_id, "discarded", "bo", now=steps.utc_now(), slug="broken"
        ) == 5  # fmt: skip
        assert [row.slug for row in expectations.held_files(work.connection)] == ["flood"]
    flooded.run()
    assert loaded(flooded) == {"paper": 5}


def test_without_a_decision_in_time_they_are_released_where_the_default_is_to_load(flooded):
    with at_its_gate(flooded) as (work, run_id, _):
        end(work, run_id)
        soon, later = steps.utc_now() + timedelta(hours=5), steps.utc_now() + timedelta(hours=7)
        assert operating.release_overdue(work, soon) == {}
        holding = replace(work, settings=replace(work.settings, gate_default="hold"))
        assert operating.release_overdue(holding, later) == {}
        assert operating.release_overdue(work, later) == {"broken": 5, "flood": 30}
        assert operating.release_overdue(work, later) == {}
    (row,) = flooded.query("select distinct settled, settled_by from ops.held_source")
    assert tuple(row) == ("released", "nobody in time")
    assert due(flooded) == 35


def test_a_source_that_is_declared_no_more_is_released_and_not_asked(flooded):
    with at_its_gate(flooded) as (work, run_id, _):
        end(work, run_id)
        gone = replace(work, sources={slug: each for slug, each in work.sources.items() if slug != "broken"})
        released = operating.release_overdue(gone, steps.utc_now() + timedelta(hours=7))
        assert sorted(released) == ["broken", "flood"]
        assert operating.may_be_asked(gone, released) == ["flood"]


def test_a_gate_that_dies_before_it_has_told_is_told_for_by_the_watch(flooded):
    """Killed behind the commit: the next try goes on without a word, and the incident is there."""
    later = steps.utc_now() + timedelta(hours=2)
    with at_its_gate(flooded) as (work, run_id, verdict):
        assert len(verdict.message.incident_ids) == 2
        end(work, run_id)
        _, message = operating.overdue_message(work.connection, work.sources, later)
        assert "files of run" in message.body + message.title
        assert set(verdict.message.incident_ids) <= set(message.incident_ids)
        operating.note_told(work.connection, verdict.message, later)
        _, message = operating.overdue_message(work.connection, work.sources, later)
        told = () if message is None else message.incident_ids
        assert set(verdict.message.incident_ids).isdisjoint(told)


def test_a_gate_that_is_cleared_before_the_load_says_nothing_twice_and_reading_again_leaves_them_out(flooded):
    with at_its_gate(flooded) as (work, run_id, _):
        again = operating.at_gate(work, run_id, Links(), steps.utc_now())
        assert (again.question, again.message) == (None, None)
        for batch in steps.fetch(work, run_id, [], [], steps.utc_now()):
            steps.normalize(work, run_id, batch.batch)
        end(work, run_id)
    assert loaded(flooded) == {"paper": 5}


def test_what_is_forgotten_while_it_waits_leaves_nothing_of_its_text(flooded):
    with at_its_gate(flooded) as (work, run_id, _):
        end(work, run_id)
    url = ("--database-url", flooded.role_url("loader"))
    assert main(["forget", "flood", "--yes", *url]) == 0
    kept = flooded.query(
        "select slug, staged ? 'samples' as shown from ops.held_source join news.source using (source_id)"
    )
    assert {row.slug: row.shown for row in kept} == {"flood": False, "broken": True}
    with flooded.workspace() as work:
        assert [row.slug for row in expectations.held_files(work.connection)] == ["broken"]


BROUGHT = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.tuples(st.integers(0, 3000), st.integers(0, 3000), st.sampled_from([10, 100, 400])),
    min_size=1,
)


@given(brought=BROUGHT)
def test_what_is_left_of_a_run_is_never_far_outside_and_nothing_is_held_without_a_reason(brought):
    """Whatever sources bring: after the judgement the run waits whole, or what goes on would be let through by itself."""
    rows = [
        SimpleNamespace(
            slug=slug, weekday=1, holiday=None, earlier_days=20, days_known=8, declared_files=None, files=records,
            typical_files=usual, records=records, typical_records=usual,
            state="high" if records > 2 * usual else "low" if records < usual / 2 else "as_expected",
        )
        for slug, (records, _, usual) in brought.items()
    ]  # fmt: skip
    evidence = Evidence(
        rows,
        {slug: records for slug, (records, _, _) in brought.items()},
        [Refusals(slug, "too_short", min(bad, records)) for slug, (records, bad, _) in brought.items()],
    )
    found = judge(Settings(), evidence, set(brought))
    assert not (found.waits and found.held_back)
    assert all(found.held_back.values())
    if not found.waits:
        left = evidence.without(found.held_back)
        again = judge(Settings(), left, set(brought) - found.held_back.keys())
        assert (list(again.waits), dict(again.held_back)) == ([], {})
