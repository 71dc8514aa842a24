"""A named state is told the same for ever, and a database of a past evening answers each question as that evening did."""

import json
import re
from contextlib import closing
from datetime import timedelta

import psycopg2
import pytest

from newsfold.analytics import export, marts, questions, snapshot_export
from newsfold.pipeline import deciding, steps, workspaces
from newsfold.store import journal, loading, snapshots
from newsfold.store.connection import connect, transaction
from newsfold.store.migrations import migrate
from newsfold.upkeep import past_states, rebuilding, retention
from tests.sql.histories import History
from tests.sql.recount import compared

#: What tells when it was counted, how a source does now, and when an embargo ends that held then.
OF_NOW = {"freshness_of_the_marts", "quiet_sources", "killed_and_embargoed"}


def refresh(newsroom) -> None:
    with newsroom.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())


def answers(url: str) -> dict[str, list[tuple]]:
    with closing(connect(url)) as connection:
        found = {}
        for each in questions.questions():
            with connection, connection.cursor() as cursor:
                cursor.execute("set local time zone 'UTC'")
                cursor.execute(each.sql)
                found[each.name] = [tuple(row) for row in cursor.fetchall()]
        return found


def name_it(newsroom, name: str) -> None:
    with newsroom.workspace() as work, transaction(work.connection, lock=loading.lock_loads):
        held = journal.last_digest(work.connection)
        snapshots.save(work.connection, name, digest=held.text, note="for a paper", by="ana")


def build(newsroom, url: str, name: str) -> past_states.PastState:
    migrate(url)
    with (
        closing(connect(newsroom.role_url("operator"))) as live,
        workspaces.open_workspace(url, newsroom.root / "raw", newsroom.root) as work,
    ):
        with live:
            at = snapshots.moment(live, name)
        return past_states.build(work, live, at, lambda *told: None)


def exported(newsroom, folder: str, name: str = "paper-1") -> dict[str, bytes]:
    path = newsroom.root / "exports" / folder
    with closing(connect(newsroom.role_url("analyst"))) as connection:
        snapshot_export.export_snapshot(connection, path, name, "parquet")
    return {str(each.relative_to(path)): each.read_bytes() for each in path.rglob("*") if each.is_file()}


def article_of(newsroom, source: str) -> int:
    (row,) = newsroom.query(
        "select min(article_id) as article_id from analytics.articles where source = %s", source
    )
    return int(row.article_id)


def rows(url: str) -> dict[str, list[tuple]]:
    """All that the views show, but for when it was counted."""
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        found = {}
        for name in sorted(compared.VIEWS.keys() - {"sources"}):
            cursor.execute(f"select * from analytics.{name}")
            found[name] = sorted(map(repr, cursor.fetchall()))
        return found


@pytest.fixture
def evening(newsroom, once):
    """What was seen on an evening that has a name, and what came and was decided since, without a kill."""

    def fill() -> dict[str, list[tuple]]:
        history = History(newsroom, 3)
        history.load()
        history.rise()
        history.load_late()
        refresh(newsroom)
        seen = rows(newsroom.role_url("analyst"))
        name_it(newsroom, "paper-1")
        exported(newsroom, "first")
        history.correct()
        history.load()
        history.part_or_join()
        refresh(newsroom)
        return seen

    return once(fill)


def test_a_database_of_a_past_evening_shows_what_was_seen_then(newsroom, evening, empty_database_url):
    assert rows(newsroom.role_url("analyst")) != evening
    done = build(newsroom, empty_database_url, "paper-1")
    assert done.same
    assert done.covered == 0
    again = rows(empty_database_url)
    assert {name: (again[name], evening[name]) for name in again if again[name] != evening[name]} == {}
    with (
        workspaces.open_workspace(empty_database_url, newsroom.root / "raw", newsroom.root) as work,
        pytest.raises(psycopg2.errors.ObjectNotInPrerequisiteState, match="past evening"),
    ):
        steps.begin(work, "late", "command", None, dry_run=False, now=steps.utc_now())


def test_a_database_with_loads_of_its_own_is_left_as_it_is(newsroom, evening):
    """Whatever its address looks like: also the one that the state is of."""
    seen = rows(newsroom.role_url("analyst"))
    with pytest.raises(snapshots.SnapshotError, match="holds loads of its own"):
        build(newsroom, f"{newsroom.role_url('owner')}?application_name=x", "paper-1")
    assert rows(newsroom.role_url("analyst")) == seen
    assert newsroom.run()["totals"]["balanced"]


def test_a_build_that_was_killed_shows_nothing_and_goes_on(
    newsroom, evening, empty_database_url, postgres_server
):
    analyst = postgres_server.url("analyst", empty_database_url.rpartition("/")[2])
    hidden = article_of(newsroom, "wire")
    (row,) = newsroom.query("select uri from analytics.articles where article_id = %s", hidden)
    with newsroom.workspace() as work:
        deciding.hide(work, hidden, decided_by="ana", note=None, now=steps.utc_now())

    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    for place in ("note_built", "cover", "keep_embargoes", "close"):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(snapshots, place, die)
            with pytest.raises(KeyboardInterrupt):
                build(newsroom, empty_database_url, "paper-1")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            rows(analyst)
    assert build(newsroom, empty_database_url, "paper-1").covered == 1
    shown = rows(analyst)["articles"]
    assert shown
    assert not [each for each in shown if row.uri in each]
    with pytest.raises(snapshots.SnapshotError, match="already"):
        build(newsroom, empty_database_url, "paper-1")


def test_what_may_not_be_shown_by_now_is_in_no_past_state(newsroom, evening, empty_database_url):
    hidden, gone = article_of(newsroom, "wire"), "tokyo"
    (row,) = newsroom.query("select source, uri, body from analytics.articles where article_id = %s", hidden)
    assert newsroom.query("select from analytics.articles where source = %s", gone)
    before = newsroom.query("select articles from analytics.snapshots")[0].articles
    with newsroom.workspace() as work:
        deciding.hide(work, hidden, decided_by="ana", note=None, now=steps.utc_now())
        retention.forget(work, gone, now=steps.utc_now())
    written = sorted((newsroom.root / "raw" / "journal").iterdir())
    build(newsroom, empty_database_url, "paper-1")
    assert sorted((newsroom.root / "raw" / "journal").iterdir()) == written
    shown = rows(empty_database_url)
    assert shown["articles"]
    assert not [each for each in shown["articles"] if row.uri in each or "urn:tokyo" in each]
    path = newsroom.root / "exports" / "after"
    with closing(connect(newsroom.role_url("analyst"))) as connection:
        done = snapshot_export.export_snapshot(connection, path, "paper-1", "csv")
    text = "".join(each.read_text() for each in path.rglob("*.csv"))
    assert row.uri in text
    assert row.body[:60] not in text
    assert "urn:tokyo" not in text
    assert (done.withheld, done.articles + done.gone) == (1, before)


def test_an_export_of_a_snapshot_is_the_same_whenever_it_is_written(newsroom, evening):
    path = newsroom.root / "exports" / "first"
    first = {str(each.relative_to(path)): each.read_bytes() for each in path.rglob("*") if each.is_file()}
    assert first == exported(newsroom, "again")
    assert json.loads(first[export.MANIFEST])["token"] == "snapshot paper-1"
    with pytest.raises(export.ExportError, match="empty folder"):
        exported(newsroom, "again")
    with pytest.raises(snapshots.SnapshotError, match="no snapshot"):
        exported(newsroom, "none", "paper-2")


def test_an_export_that_was_killed_is_written_anew(newsroom, evening):
    written = exported(newsroom, "whole")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export, "write_manifest", die)
        with pytest.raises(KeyboardInterrupt):
            exported(newsroom, "killed")
    assert exported(newsroom, "killed") == written
    with pytest.raises(export.ExportError, match="holds something"):
        exported(newsroom, "killed")
    (newsroom.root / "exports" / "mine" / "articles").mkdir(parents=True)
    (newsroom.root / "exports" / "mine" / "articles" / "notes.txt").write_text("mine")
    with pytest.raises(export.ExportError, match="holds something"):
        exported(newsroom, "mine")


@pytest.mark.long
def test_each_question_of_the_cookbook_is_answered_as_on_that_evening(sample_newsroom, empty_database_url):
    later = [
        path
        for path in sorted((sample_newsroom.root / "inbox").rglob("*"))[::4]
        if path.is_file() and not re.search(rb"(?i)cancel|kill|embargo", path.read_bytes())
    ]
    for path in later:
        path.rename(sample_newsroom.root / f"{path.name}.waits")
    sample_newsroom.run()
    refresh(sample_newsroom)
    evening = answers(sample_newsroom.role_url("analyst"))
    name_it(sample_newsroom, "paper-1")
    for path in later:
        (sample_newsroom.root / f"{path.name}.waits").rename(path)
    sample_newsroom.run()
    refresh(sample_newsroom)
    assert answers(sample_newsroom.role_url("analyst")) != evening
    assert build(sample_newsroom, empty_database_url, "paper-1").covered == 0
    again = answers(empty_database_url)
    assert {name for name in again if again[name] != evening[name]} <= OF_NOW


def test_a_name_is_given_once(newsroom, evening):
    with pytest.raises(snapshots.SnapshotError, match="already"):
        name_it(newsroom, "paper-1")
    with pytest.raises(snapshots.SnapshotError, match="no name"):
        name_it(newsroom, "Paper 1; drop")
    with newsroom.workspace() as work, pytest.raises(psycopg2.errors.InsufficientPrivilege), work.connection:
        work.connection.cursor().execute("update ops.snapshot set at = now()")


def test_a_load_that_was_under_way_is_told(newsroom, evening):
    newsroom.query(
        "update ops.run set loaded_at = (select at - interval '1 second' from ops.snapshot)"
        " where load_number = (select max(load_number) from ops.run) returning 1"
    )
    with pytest.raises(snapshots.SnapshotError, match="under way"):
        exported(newsroom, "late")


def test_nothing_was_held_before_the_first_load(newsroom, evening, empty_database_url):
    migrate(empty_database_url)
    (row,) = newsroom.query("select min(loaded_at) as at from ops.run")
    with (
        workspaces.open_workspace(empty_database_url, newsroom.root / "raw", newsroom.root) as work,
        pytest.raises(rebuilding.RebuildError, match="nothing was held"),
    ):
        rebuilding.rebuild(work, lambda *told: None, until=row.at - timedelta(seconds=1))
