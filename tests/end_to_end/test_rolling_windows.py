"""A source's window rolls on: in the end there is one article for each report, with its last wording, in a story of its own."""

import importlib.util
import itertools
import sys
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location(
    "rolling_windows", Path(__file__).with_name("rolling_windows.py")
)
assert SPEC is not None
assert SPEC.loader is not None
rolling = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = rolling
SPEC.loader.exec_module(rolling)

EVERY = list(itertools.product(rolling.FORMATS, rolling.IDS))
#: Each format and each kind of id several times, each pair of them in the long form.
SOME = sorted({*EVERY[::4], ("mbox", "none"), ("csv", "none"), ("rss", "shared"), ("rss", "changing")})


def deliver(newsroom, archive, states, form, ids) -> None:
    """Show the window's states one after the other under one name, each later than the one before, and take each in."""
    newsroom.source("wire", language="en")
    for number, window in enumerate(states):
        data = rolling.written(archive, window, form, ids, number)
        newsroom.deliver("wire", f"window.{form}", data, hours_ago=100 - number)
        report = newsroom.run()
        assert report["totals"]["balanced"]
        assert report["totals"]["found"] == len(window)


def holds(newsroom, archive, states) -> None:
    """What an editor expects of articles, stories and the feed of changes."""
    final, changed = rolling.final_wordings(states), rolling.changes_of(states)
    rows = newsroom.query("select article_id, story_id, headline, body, version, uri from analytics.articles")
    by_headline = {archive.headline(item): item for item in final.values()}
    assert sorted(row.headline for row in rows) == sorted(by_headline)
    assert len({row.story_id for row in rows}) == len({row.uri for row in rows}) == len(rows)
    for row in rows:
        item = by_headline[row.headline]
        assert row.body.split() == archive.body(item).split(), row.headline
        assert row.version == 1 + changed[item.number], row.headline
        told = newsroom.query(
            "select change from news.change where article_id = %s order by change_id", row.article_id
        )
        assert [each.change for each in told] == ["added", *["changed"] * changed[item.number]]


def check(newsroom, form: str, ids: str, seed: int) -> None:
    states = rolling.windows(seed)
    archive = rolling.Archive(seed, 2 + max(rolling.final_wordings(states)))
    deliver(newsroom, archive, states, form, ids)
    holds(newsroom, archive, states)
    before = newsroom.query("select article_id, story_id, uri, version from analytics.articles order by 1")
    totals = newsroom.reread()["totals"]
    assert totals["found"] == totals["unchanged"]
    assert (
        newsroom.query("select article_id, story_id, uri, version from analytics.articles order by 1")
        == before
    )


@pytest.mark.parametrize(("form", "ids"), SOME)
def test_a_window_ends_with_its_reports(newsroom, assert_whole, form: str, ids: str) -> None:
    check(newsroom, form, ids, seed=EVERY.index((form, ids)))
    assert_whole(newsroom)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 103))
@pytest.mark.parametrize(("form", "ids"), EVERY)
def test_any_window_ends_with_its_reports(newsroom, assert_whole, form: str, ids: str, seed: int) -> None:
    check(newsroom, form, ids, seed)
    assert_whole(newsroom)


def texts_at_one_address(seed: int):
    """`latest.txt`: another report each day, some of them corrected before the next one comes, some corrected back."""
    return rolling.windows(seed, days=6, size=1)


@pytest.mark.parametrize("seed", [1, 5, 8])
def test_one_address_with_another_report_each_day(newsroom, assert_whole, seed: int) -> None:
    states = texts_at_one_address(seed)
    assert len(states) > 2
    archive = rolling.Archive(seed, 12)
    newsroom.source("wire", language="en")
    for number, (item,) in enumerate(states):
        text = f"{archive.headline(item)}\n\n{archive.body(item)}\n"
        newsroom.deliver("wire", "latest.txt", text, hours_ago=100 - number)
        totals = newsroom.run()["totals"]
        assert totals["found"] == totals["original"] + totals["version"] == 1
    holds(newsroom, archive, states)
    assert_whole(newsroom)


def states_in_runs(newsroom, archive, states, form, ids, order, together) -> None:
    """The states as files of their own, in an order and so many to a run."""
    newsroom.source("wire", language="en")
    names = []
    for number in order:
        data = rolling.written(archive, states[number], form, ids, 0)
        names.append(f"state-{number}")
        newsroom.deliver("wire", f"state-{number}.{form}", data, hours_ago=100 - number)
        if len(names) % together == 0 or len(names) == len(states):
            newsroom.run(batch_files=1)


@pytest.mark.parametrize("form", ["rss", "csv"])
@pytest.mark.parametrize("ids", ["own", "none", "shared"])
@pytest.mark.parametrize(("backwards", "together"), [(False, 5), (True, 5), (False, 2)])
def test_files_of_several_days_in_any_batches_end_in_one_state(
    newsroom, form: str, ids: str, backwards: bool, together: int
) -> None:
    """What was delivered last, by the times of the files, is what each article says."""
    if form == "csv" and ids == "none":
        return  # files of different names whose rows state nothing: a correction is an article of its own
    states = rolling.windows(7)
    archive = rolling.Archive(7, 2 + max(rolling.final_wordings(states)))
    order = list(range(len(states)))
    states_in_runs(newsroom, archive, states, form, ids, order[::-1] if backwards else order, together)
    final = rolling.final_wordings(states)
    rows = newsroom.query("select headline, story_id, body from analytics.articles")
    if ids != "none":
        assert {row.headline: row.body.split() for row in rows} == {
            archive.headline(item): archive.body(item).split() for item in final.values()
        }
        assert len(rows) == len(final)
    assert len({row.story_id for row in rows}) == len(final)
