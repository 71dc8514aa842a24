"""Databases as earlier versions left them are brought to the schema of today, with all that is in them.

The dumps are made by `tests/samples/make_upgrades.py`, each by the code of its own version: a run that is loaded, and one that
has got as far as normalize.
"""

import io
import json
import os
import shutil
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from newsfold.analytics import marts
from newsfold.config.home import project_root
from newsfold.local.postgres_programs import run_program
from newsfold.pipeline import journal, running, steps, workspaces
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import checks, ledger
from newsfold.store.connection import connect
from newsfold.store.migrations import available, has_pending, migrate
from newsfold.ui.application import create_application
from newsfold.ui.host import Host
from newsfold.upkeep import rebuilding

SAMPLES = Path(__file__).parents[1] / "samples"
ARCHIVE = SAMPLES / "upgrades.tar.xz"
#: What later versions of the schema hold elsewhere, or work out anew.
ELSEWHERE = {"news.term"}
TABLES = """
select relnamespace::regnamespace::text || '.' || relname as name
from pg_class
where relkind in ('r', 'p') and not relispartition and relnamespace::regnamespace::text in ('news', 'ops', 'staging')
order by 1
"""
ARTICLES = """
select source.slug, article.uri, article.outcome, article.seen_count, version.version, encode(version.version_sha256, 'hex'),
  version.headline, version.published_on, md5(content.body), article.first_seen_at
from news.article
join news.source using (source_id)
join news.version using (article_id)
join news.content on content.content_id = version.content_id and content.month = version.content_month
order by 1, 2, 5
"""
STORIES = """
select array_agg(source.slug || ' ' || article.uri order by source.slug, article.uri) as members,
  max(article.uri) filter (where article.article_id = story.representative_article_id) as representative
from news.story
join news.membership on membership.story_id = story.story_id and membership.valid_to is null
join news.article on article.article_id = membership.article_id
join news.source using (source_id)
group by story.story_id
order by 1
"""


def dumps() -> dict[str, bytes]:
    """What each version left, by its commit."""
    with tarfile.open(ARCHIVE) as archive:
        members = {member.name: archive.extractfile(member).read() for member in archive}
    return {name.removesuffix(".sql"): data for name, data in members.items() if name.endswith(".sql")}


DUMPS = dumps()
with tarfile.open(ARCHIVE) as opened:
    VERSIONS = json.load(opened.extractfile("versions.json"))


def rows(url: str, query: str) -> list[tuple]:
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(query)
        return [tuple(row) for row in cursor.fetchall()]


def counts(url: str) -> dict[str, int]:
    return {name: rows(url, f"select count(*) from {name}")[0][0] for (name,) in rows(url, TABLES)}


def restore(url: str, data: bytes) -> None:
    """Run a dump with psql: it holds COPY."""
    folder = Path(os.environ["NEWSFOLD_HOME"]) / "postgres" / "data"
    run_program(
        folder,
        ["psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--dbname={url}"],
        given=data.decode(),
    )


@pytest.fixture(params=sorted(DUMPS, key=list(VERSIONS).index), ids=lambda name: f"{name}: {VERSIONS[name]}")
def old(request, empty_database_url):
    """A database that an earlier version left."""
    restore(empty_database_url, DUMPS[request.param])
    return empty_database_url


@pytest.fixture
def room(tmp_path):
    """A checkout with the sample sources, and a raw store with the bytes of the samples."""
    (tmp_path / "dags").mkdir()
    text = (project_root() / "dags" / "sources.toml").read_text(encoding="utf-8")
    (tmp_path / "dags" / "sources.toml").write_text(
        text.replace("tests/samples/inbox", "inbox"), encoding="utf-8"
    )
    shutil.copytree(SAMPLES / "inbox", tmp_path / "inbox")
    raw = RawStore(tmp_path / "raw")
    for folder in ("inbox", "inbox_corrections"):
        for path in (SAMPLES / folder).rglob("*"):
            if path.is_file():
                raw.add(io.BytesIO(path.read_bytes()))
    return tmp_path


def open_room(room: Path, url: str):
    return workspaces.open_workspace(url, room / "raw", room)


def finish(work, run_id: int) -> dict:
    steps.deduplicate(work, run_id)
    steps.load(work, run_id, steps.utc_now())
    steps.check(work, run_id, steps.utc_now())
    return steps.publish(work, run_id, steps.utc_now())


def read_again(work, key: str) -> dict:
    """A run over every file that is known."""

    def take_in(run_id: int) -> list[ledger.Batch]:
        with work.connection, work.connection.cursor() as cursor:
            cursor.execute("select file_id from ops.file order by file_id")
            file_ids = [row.file_id for row in cursor.fetchall()]
        ledger.assign_files(work.connection, run_id, file_ids, 500)
        return ledger.due_batches(work.connection, run_id)

    return running.run(work, key, "command", take_in, processes=0, decisions=False, counted=False)


def test_every_schema_that_has_landed_has_a_dump():
    """Each migration but the newest ones, which this version brings, was the newest of a dump once."""
    held = {number for numbers in VERSIONS.values() for number in numbers_in(numbers)}
    assert held == set(range(1, max(held) + 1))
    assert max(held) <= len(available())


def numbers_in(text: str) -> list[int]:
    """`0001-0003, 0005` as numbers."""
    found: list[int] = []
    for part in text.split(", "):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def test_no_dump_names_the_machine_that_made_it():
    for data in DUMPS.values():
        assert b"file:///srv/newsfold/tests/samples/inbox/" in data
        assert b"/tmp/" not in data
        assert b"/home/" not in data


def test_nothing_is_lost(old):
    before, articles, stories = counts(old), rows(old, ARTICLES), rows(old, STORIES)
    assert before["news.article"] > 50
    assert before["staging.article"] > 0
    done = migrate(old)
    assert done[-1] == "views"
    assert not has_pending(old)
    after = counts(old)
    lost = {name: count for name, count in before.items() if after.get(name) != count} if before else {}
    lost = {name: count for name, count in lost.items() if name not in ELSEWHERE and name != "ops.migration"}
    grown = {"ops.reason"}
    assert lost.keys() <= grown, {name: (count, after.get(name)) for name, count in lost.items()}
    assert (rows(old, ARTICLES), rows(old, STORIES)) == (articles, stories)
    assert migrate(old) == []


def test_it_works_on_as_if_it_had_always_been_so(old, room):
    """The staged run is finished, all is read again, the checks pass, the marts are made, the digest is right."""
    migrate(old)
    with open_room(room, old) as work:
        (staged,) = rows(old, "select run_id from ops.run where run_key = 'upgrades:staged'")
        report = finish(work, staged[0])
        assert report["totals"]["balanced"]
        assert report["totals"]["version"] > 0
        assert report["totals"]["original"] == 0
        assert rows(old, "select count(*) from staging.article") == [(0,)]
        assert journal.verify(work.connection)["same"]
        again = read_again(work, "test:again")
        assert again["totals"]["balanced"]
        last = read_again(work, "test:once more")
        outcomes = {
            name: last["totals"][name] for name in ("original", "copy", "near_copy", "rewrite", "version")
        }
        assert set(outcomes.values()) == {0}
        assert last["totals"]["unchanged"] > 70
        for result in checks.run_checks(work.connection, last["run_id"], now=steps.utc_now()):
            assert not steps.fails(result), result
        assert marts.refresh(work.connection, now=steps.utc_now()).articles > 0
        assert rows(old, "select count(*) > 0 from analytics.search('harbour')") == [(True,)]
        assert journal.verify(work.connection)["same"]


def test_the_pages_show_what_an_earlier_version_left(old, room, postgres_server):
    migrate(old)
    addresses = [
        "/",
        "/quarantine",
        "/sources",
        "/review?kind=pairs",
        "/review?kind=dates",
        "/articles",
        "/brief",
    ]
    for form, query in {
        "/runs/{}": "select run_id from ops.run",
        "/quarantine/{}": "select rejected_record_id from ops.rejected_record",
        "/articles/{}": "select article_id from news.article order by article_id % 10, article_id limit 20",
    }.items():
        addresses += [form.format(row[0]) for row in rows(old, query)]
    assert len(addresses) > 30
    name = old.rpartition("/")[2]
    host = Host(
        lambda: postgres_server.url("operator", name), project=room, raw_store=lambda: RawStore(room / "raw")
    )
    with TestClient(create_application(host)) as client:
        answers = {address: client.get(address) for address in addresses}
    assert {address: answer.status_code for address, answer in answers.items() if not answer.is_success} == {}
    assert "published" in answers["/"].text


def test_its_raw_store_gets_the_journal_of_all_that_was_loaded_before(old, room, postgres_server):
    """Rebuilt by the readers of today: the files and stories are those that today's version would make of them."""
    migrate(old)
    with open_room(room, old) as work:
        assert journal.write_due(work, steps.utc_now()) > 0
        chain = journal.find_chain(work.raw_store)
        assert rows(old, "select count(*) from ops.journal_entry where written_at is null") == [(0,)]
    name = f"{old.rpartition('/')[2]}_again"
    with closing(connect(postgres_server.url("admin", "postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f'create database "{name}" owner newsfold_owner template template0')
        try:
            url = postgres_server.url("owner", name)
            migrate(url)
            with open_room(room, url) as work:
                done = rebuilding.rebuild(work, lambda *told: None)
            assert (done.entries, done.checks) == (len(chain), {})
            files = "select name, encode(sha256, 'hex'), fetched_at from ops.file where loaded_at is not null order by 1, 2"
            assert rows(url, files) == rows(old, files)
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f'drop database "{name}" with (force)')
