"""The DAG news_ingest, run by Airflow itself on a small inbox, into a real database."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from newsfold.config.home import project_root
from newsfold.config.sources_file import load_sources
from newsfold.store.connection import connect
from newsfold.store.dictionary import schemas

# Between them: originals, a rewrite, copies in other words, and two files that nobody can read.
SOURCES = ("meridian-news-agency", "pan-pacific-desk")
OUTCOMES = ("original", "copy", "near_copy", "rewrite", "version", "unchanged", "quarantined")

pytestmark = pytest.mark.airflow


@pytest.fixture
def project(make_project) -> Path:
    """Two sources whose files take several batches."""
    return make_project("batch_files = 9")


def query(url: str, statement: str) -> list:
    connection = connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def held(url: str) -> dict[str, str]:
    """A digest of the rows of each table of `news`."""
    digests = {}
    connection = connect(url)
    (news,) = (schema for schema in schemas(connection) if schema.name == "news")
    connection.close()
    for table in news.relations:
        rows = query(url, f"select t::text as line from {table.name} as t order by 1")
        digests[table.name] = hashlib.sha256("\n".join(row.line for row in rows).encode()).hexdigest()
    assert len(digests) > 10
    return digests


def totals(url: str) -> dict[str, int]:
    """The outcomes of the last run, with `found` and `files`."""
    sums = ", ".join(f"coalesce(sum({name}), 0)::int as {name}" for name in ("found", *OUTCOMES))
    last = "(select max(run_id) from ops.run)"
    (row,) = query(url, f"select count(*)::int as files, {sums} from ops.ledger where run_id = {last}")
    return row._asdict()


def last_run(url: str):
    return query(url, "select * from ops.run order by run_id desc limit 1")[0]


def test_a_rehearsal_then_the_first_run_then_one_with_nothing_to_do(
    project, airflow_for, run_script, role_url, database_url
):
    settings = airflow_for(project, role_url("loader"))
    dags = str(project / "dags")
    files = sum(path.is_file() for path in (project / "inbox").rglob("*"))
    empty = held(database_url)

    ended = run_script("run_dag.py", settings, dags, "news_ingest", json.dumps({"dry_run": True}))
    assert ended["state"] == "success", ended
    rehearsed = last_run(database_url)
    assert (rehearsed.state, rehearsed.dry_run) == ("rehearsed", True)
    assert {t for t, digest in held(database_url).items() if digest != empty[t]} == {"news.source"}
    assert query(database_url, "select count(*) as rows from staging.article")[0].rows == 0

    ended = run_script("run_dag.py", settings, dags, "news_ingest", "{}")
    assert ended["state"] == "success", ended
    published = last_run(database_url)
    assert published.run_key == f"airflow:news_ingest:{ended['run_id']}"
    assert (published.trigger, published.state) == ("airflow", "published")
    counts = totals(database_url)
    assert counts["files"] == counts["found"] == files == sum(counts[name] for name in OUTCOMES)
    assert (
        counts["quarantined"] == query(database_url, "select count(*)::int as n from ops.quarantine")[0].n > 0
    )
    assert counts["rewrite"] > 0
    assert {name: rehearsed.report["totals"][name] for name in OUTCOMES} == {
        name: counts[name] for name in OUTCOMES
    }
    (articles,) = query(
        database_url, "select count(*)::int as n, count(distinct story_id)::int as s from analytics.articles"
    )
    assert articles.n == files - counts["quarantined"] - counts["unchanged"] - counts["version"]
    assert articles.s == counts["original"]
    loaded = held(database_url)

    ended = run_script("run_dag.py", settings, dags, "news_ingest", "{}")
    assert ended["state"] == "success", ended
    assert last_run(database_url).state == "published"
    assert totals(database_url)["files"] == 0
    assert held(database_url) == loaded


def test_a_source_that_is_not_there_is_named_and_does_not_stop_the_others(
    project, airflow_for, run_script, role_url, database_url
):
    shutil.rmtree(project / "inbox" / SOURCES[0])
    settings = airflow_for(project, role_url("loader"))
    ended = run_script("run_dag.py", settings, str(project / "dags"), "news_ingest", "{}")
    assert ended["state"] == "success", ended
    assert [row.slug for row in query(database_url, "select slug from ops.source_failure")] == [SOURCES[0]]
    assert totals(database_url)["files"] == sum(1 for _ in (project / "inbox" / SOURCES[1]).iterdir())

    # Where no source is there, nobody waits for a second try.
    shutil.rmtree(project / "inbox" / SOURCES[1])
    again = {**settings, "RUN_DAG_RETRIES": "2"}
    ended = run_script("run_dag.py", again, str(project / "dags"), "news_ingest", "{}")
    assert (ended["state"], ended["tasks"]["fetch[-1]"], ended["tries"]["fetch[-1]"]) == (
        "failed",
        "failed",
        1,
    )


def test_the_small_inbox_is_made_of_sources_that_the_project_declares():
    _, sources = load_sources(project_root() / "dags" / "sources.toml")
    assert set(SOURCES) <= set(sources)
