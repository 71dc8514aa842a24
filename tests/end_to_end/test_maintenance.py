"""The upkeep: each task does what it says, once, and nothing to what is needed."""

import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from newsfold.analytics import marts
from newsfold.pipeline import steps
from newsfold.store import upkeep
from newsfold.upkeep import maintenance, retention

BRIDGE = (
    "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March. "
    "The toll stays at 3.20 euros for cars, and buses of the Setubal line cross free until December."
)
SARDINES = (
    "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "Joao Abrantes, who runs the auction, called it the best September in eleven years. "
    "Prices fell to 1.10 euros a kilo, and two canneries took on 60 workers."
)
TRAMS = (
    "Vienna ordered 64 low-floor trams from the works at Graz, deputy mayor Eva Lindner said in the Rathaus. "
    "The first will run on line 18 in spring, and the oldest cars go to a museum in Mariazell. "
    "The order is worth 212 million euros, with an option for 30 more vehicles."
)


def item(uri: str, body: str, published: str = "2025-09-26T06:00:00Z", **fields: object) -> str:
    """One ninjs item."""
    values = {
        "uri": uri,
        "type": "text",
        "firstcreated": published,
        "versioncreated": published,
        "headline": "A headline",
        "language": "en",
        "body_text": body,
        **fields,
    }
    return json.dumps(values)


def later(days: float) -> datetime:
    """So many days from now."""
    return steps.utc_now() + timedelta(days=days)


def uris(newsroom) -> list[str]:
    return [row.uri for row in newsroom.query("select uri from analytics.articles order by uri")]


def perform(newsroom, task: str, *, now: datetime | None = None, dry_run: bool = False) -> maintenance.Report:
    with newsroom.workspace() as work:
        return maintenance.perform(work, task, now=now or steps.utc_now(), dry_run=dry_run)


def blobs(newsroom) -> set[str]:
    """What is in the raw store."""
    return {path.name for path in (newsroom.root / "raw").glob("??/??/*") if len(path.name) == 64}


def make_old(newsroom) -> None:
    """All that is in the raw store was written two days ago."""
    then = time.time() - 2 * 86_400
    for path in (newsroom.root / "raw").rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


@pytest.fixture
def wires(newsroom, once):
    """alpha may be kept for 30 days, beta for ever; both delivered the same bytes once."""

    def fill() -> None:
        newsroom.source("alpha", retention_days=30)
        newsroom.source("beta")
        newsroom.deliver("alpha", "1.json", item("urn:a:1", BRIDGE))
        newsroom.deliver("alpha", "shared.json", item("urn:a:2", SARDINES))
        newsroom.deliver("beta", "shared.json", item("urn:a:2", SARDINES))
        newsroom.deliver("beta", "2.json", item("urn:b:2", TRAMS))
        newsroom.run()

    once(fill)
    return newsroom


def test_bytes_that_no_file_needs_go_and_shared_ones_stay(wires):
    held = blobs(wires)
    perform(wires, "retention", now=later(31))
    assert perform(wires, "raw_store")["too_young"] == 1  # somebody may be adding them again
    assert blobs(wires) == held
    make_old(wires)
    assert perform(wires, "raw_store", dry_run=True)["due"] == 1
    assert blobs(wires) == held
    report = perform(wires, "raw_store")
    assert (report["due"], report["deleted"]) == (1, 1)
    assert len(blobs(wires)) == len(held) - 1
    assert perform(wires, "raw_store")["due"] == 0
    rows = wires.query(
        "select slug, file.name, bytes_released_at is not null as released, bytes_deleted_at is not null as deleted"
        " from ops.file join news.source using (source_id) order by slug, file.name"
    )
    assert [tuple(row) for row in rows] == [
        ("alpha", "1.json", True, True),
        ("alpha", "shared.json", True, False),
        ("beta", "2.json", False, False),
        ("beta", "shared.json", False, False),
    ]


def test_bytes_that_come_again_count_as_needed(wires):
    perform(wires, "retention", now=later(31))
    make_old(wires)
    perform(wires, "raw_store")
    wires.deliver("alpha", "1.json", item("urn:a:1", BRIDGE), hours_ago=0.5)
    wires.run()
    make_old(wires)
    assert perform(wires, "raw_store")["due"] == 0
    (row,) = wires.query("select encode(sha256, 'hex') as sha256 from ops.file where name = '1.json'")
    assert row.sha256 in blobs(wires)


def test_bytes_that_no_file_has_go_once_a_week_but_not_young_ones(wires):
    held = blobs(wires)
    wires.store_bytes("what a killed fetch left")
    make_old(wires)
    wires.store_bytes("what a fetch is about to note")
    (wires.root / "raw" / "incoming" / "torn").write_bytes(b"half")
    os.utime(wires.root / "raw" / "incoming" / "torn", (0, 0))
    report = perform(wires, "raw_store")
    assert (report["searched"], report["unknown"], report["unknown_deleted"], report["leftovers"]) == (
        len(held) + 1,
        1,
        1,
        1,
    )
    assert len(blobs(wires)) == len(held) + 1
    assert "searched" not in perform(wires, "raw_store")


def test_whoever_adds_bytes_while_they_are_discarded_finds_them_there(wires, tmp_path):
    """Adding touches: what was added since is not discarded."""
    with wires.workspace() as work:
        stored = work.raw_store.add(io.BytesIO(b"news"))
        make_old(wires)
        work.raw_store.add(io.BytesIO(b"news"))
        assert not work.raw_store.discard(stored.sha256, steps.utc_now() - timedelta(days=1))
        assert work.raw_store.read(stored.sha256) == b"news"
        assert work.raw_store.discard(stored.sha256, steps.utc_now() + timedelta(days=1))
        assert work.raw_store.discard(stored.sha256, steps.utc_now())  # gone already
        with pytest.raises(FileNotFoundError):
            work.raw_store.read(stored.sha256)


def months(newsroom) -> set[str]:
    return {
        row.name[-7:]
        for row in newsroom.query(
            "select relname as name from pg_class where relnamespace = 'news'::regnamespace and relispartition and relkind = 'r'"
        )
    }


def test_partitions_of_the_next_month_are_made_and_empty_old_ones_dropped(wires):
    now = steps.utc_now()
    next_month = (now.replace(day=1) + timedelta(days=32)).strftime("%Y_%m")
    wires.query("select ops.create_month_partitions('2019-05-01')")
    wires.query("select ops.create_month_partitions('2019-06-01')")
    wires.query("insert into news.content values (999999, '2019-06-01', 'x', 1, now()) returning 1")
    assert len(perform(wires, "partitions", dry_run=True)["would_drop"]) >= 8
    assert {"2019_05", "2019_06"} <= months(wires)
    report = perform(wires, "partitions")
    assert {"version_2019_05", "content_2019_05", "version_2019_06"} <= set(report["dropped"])
    held = months(wires)
    assert "2019_05" not in held
    assert {"2019_06", now.strftime("%Y_%m"), next_month} <= held
    assert perform(wires, "partitions") == {"dropped": [], "busy": []}


def test_a_partition_with_rows_or_of_a_month_that_goes_on_is_never_dropped(wires):
    this_month = steps.utc_now().strftime("%Y_%m")
    with wires.workspace() as work:
        for name in (f"version_{this_month}", "article", "version_1999_01"):
            with pytest.raises(psycopg2.Error, match="no partition of a month that is over"):
                upkeep.drop_partition(work.connection, name)


def test_staging_of_runs_that_died_is_cleared_and_that_of_living_ones_kept(wires):
    wires.deliver("beta", "3.json", item("urn:b:3", BRIDGE + " It rained."))
    with wires.workspace() as work:
        run_id = steps.begin(work, "dies", "command", None, dry_run=False)
        for batch in steps.fetch(work, run_id, [], [], steps.utc_now()):
            steps.normalize(work, run_id, batch.batch)
    assert perform(wires, "staging") == {"runs": []}
    assert perform(wires, "staging", now=later(15), dry_run=True) == {"runs": [run_id]}
    assert wires.query("select 1 from staging.article")
    assert perform(wires, "staging", now=later(15)) == {"runs": [run_id]}
    assert not wires.query("select 1 from staging.article union all select 1 from staging.file")
    assert wires.run()["totals"]["found"] == 1
    assert "urn:b:3" in uris(wires)


def test_old_changes_are_pruned_to_one_for_each_article(wires):
    wires.deliver(
        "beta",
        "2.json",
        item("urn:b:2", TRAMS, headline="Another one", versioncreated="2025-09-27T06:00:00Z"),
    )
    wires.run()
    wires.query("update news.change set changed_at = now() - interval '500 days' returning 1")
    assert perform(wires, "changes", dry_run=True)["older"] >= 4
    assert perform(wires, "changes")["pruned"] == 1
    rows = wires.query("select article_id, count(*)::int as n from news.change group by 1")
    assert {row.article_id for row in rows} == {
        row.article_id for row in wires.query("select article_id from news.article")
    }
    assert {row.n for row in rows} == {1}


def test_boilerplate_is_learned_once_a_week_and_what_was_deduplicated_before_is_done_again(wires):
    with wires.workspace() as work:
        before = work.connection.cursor()
        before.execute("select max(load_number) as n from ops.run")
        number = before.fetchone().n
        work.connection.commit()
    assert "skipped" in perform(wires, "boilerplate", dry_run=True)
    report = perform(wires, "boilerplate")
    assert (report["new"], report["ended"]) == (0, 0)
    assert wires.query("select max(load_number) as n from ops.run")[0].n == number + 1
    assert "skipped" in perform(wires, "boilerplate")
    assert "new" in perform(wires, "boilerplate", now=later(8))


def test_marts_and_briefs_follow_what_left(wires):
    perform(wires, "marts")
    (before,) = wires.query("select html from ops.brief order by day desc limit 1")
    assert "A headline" in before.html
    with wires.workspace() as work:
        retention.forget(work, "alpha", now=steps.utc_now())
        retention.forget(work, "beta", now=steps.utc_now())
    assert perform(wires, "marts")["kind"] == "incremental"
    assert not wires.query("select 1 from ops.brief")
    for table in ("article", "story", "volume", "carriage", "correction", "date_quality", "story_term"):
        assert not wires.query(f"select 1 from marts.{table}"), table


def test_tables_with_many_dead_rows_are_vacuumed_where_the_server_allows_it(wires):
    wires.query("alter table staging.link set (autovacuum_enabled = false); select 1")
    wires.query(
        "insert into staging.link (run_id, relation, score, evidence)"
        " select n, 'x', 0, '{}' from generate_series(1, 5000) as n returning 1"
    )
    wires.query("delete from staging.link returning 1")
    wires.query("select pg_stat_force_next_flush()")
    assert "staging.link" in perform(wires, "statistics", dry_run=True)["vacuumed"]
    report = perform(wires, "statistics")
    allowed = wires.query("select current_setting('server_version_num')::int >= 170000 as it")[0].it
    assert ("staging.link" in report["vacuumed"]) == allowed
    assert ("staging.link" in report["not_allowed"]) != allowed
    if allowed:
        assert {"news.version", "news.content"} <= set(report["analyzed"])
        assert report["not_allowed"] == []


def test_each_task_leaves_a_row_and_an_unknown_one_is_refused(wires):
    for task in maintenance.TASKS:
        perform(wires, task)
    assert {row.task for row in wires.query("select task from ops.upkeep")} >= set(maintenance.TASKS)
    with pytest.raises(maintenance.UnknownTask, match="retention, partitions"):
        perform(wires, "partition")


RETAIN = """
import sys
from datetime import datetime
from pathlib import Path
from newsfold.upkeep import retention
from newsfold.pipeline import workspaces
retention.ARTICLES_AT_ONCE = 3
root, url, now = Path(sys.argv[1]), sys.argv[2], datetime.fromisoformat(sys.argv[3])
with workspaces.open_workspace(url, root / "raw", root) as work:
    print("begins", flush=True)
    retention.enforce(work, now=now)
"""


def test_a_retention_that_is_killed_again_and_again_comes_to_the_same_end(newsroom, assert_whole):
    newsroom.source("alpha", retention_days=30)
    newsroom.source("beta")
    words = [BRIDGE, SARDINES, TRAMS]
    for number in range(45):
        body = f"{words[number % 3]} Notice {number} of the day."
        newsroom.deliver("alpha" if number % 5 else "beta", f"{number}.json", item(f"urn:{number}", body))
    newsroom.run()
    kept = {row.uri for row in newsroom.query("select uri from analytics.articles where source = 'beta'")}
    now = later(31).isoformat()
    chance = random.Random(7)
    kills = 0
    for _ in range(8):
        process = subprocess.Popen(
            [sys.executable, "-c", RETAIN, str(newsroom.root), newsroom.role_url("loader"), now],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.02, 0.4))
        process.send_signal(signal.SIGKILL)
        kills += process.wait() == -signal.SIGKILL
        process.stdout.close()
        assert_no_half(newsroom)
    assert kills > 0
    perform(newsroom, "retention", now=later(31))
    assert set(uris(newsroom)) == kept
    assert newsroom.query("select count(*)::int as n from news.removed_article")[0].n == 36
    assert_whole(newsroom)


def assert_no_half(newsroom) -> None:
    """Each article is held wholly, or removed with a trace."""
    (found,) = newsroom.query(
        "select (select count(*) from news.article)::int as held, (select count(*) from news.removed_article)::int as gone,"
        " (select count(*) from news.change where change = 'removed')::int as told"
    )
    assert found.held + found.gone == 45
    assert found.told == found.gone


@pytest.mark.parametrize("seed", [1])
def test_the_sources_of_the_samples_can_be_forgotten_in_any_order_until_nothing_is_left(
    sample_newsroom, seed, assert_whole
):
    sample_newsroom.run()
    with sample_newsroom.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())
        slugs = [row.slug for row in sample_newsroom.query("select slug from news.source order by slug")]
        random.Random(seed).shuffle(slugs)
        half = len(slugs) // 2
        for number, slug in enumerate(slugs):
            retention.forget(work, slug, before=datetime(2200, 1, 1, tzinfo=UTC), now=steps.utc_now())
            if number in (1, half, len(slugs) - 1):
                assert_whole(sample_newsroom)
        marts.refresh(work.connection, now=steps.utc_now())
    for table in ("article", "version", "content", "content_key", "content_appearance", "content_features", "link", "membership",
                  "search_document", "search_day", "hidden", "amendment", "version_agency", "date_candidate"):  # fmt: skip
        assert sample_newsroom.query(f"select count(*)::int as n from news.{table}")[0].n == 0, table
    assert sample_newsroom.query("select count(*)::int as n from marts.volume")[0].n == 0
    assert (
        sample_newsroom.query("select count(*)::int as n from news.search_name where kind <> 'word'")[0].n
        == 0
    )
    assert all(row.balanced for row in sample_newsroom.query("select balanced from ops.ledger"))
