"""The database built again from the raw store alone, from a dump, and from both."""

import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newsfold.local.postgres_programs import run_program
from newsfold.pipeline import deciding, journal, steps, workspaces
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import decisions, dismissals
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate
from newsfold.upkeep import maintenance, rebuilding, refolding, retention

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
#: What must be the same by the names that things have everywhere. Times of loading included: they are replayed.
HELD = """
select
  a.source, a.uri, a.outcome, matched.uri as matched, a.similarity, a.is_representative, a.version, a.headline, a.published_on,
  a.body, a.file_uri, a.record_position, a.first_seen_at,
  array(select member.uri from analytics.articles as member where member.story_id = a.story_id order by 1) as story
from analytics.articles as a
left join analytics.articles as matched on matched.article_id = a.matched_article_id
order by a.source, a.uri
"""
ORIGINS = """
select a.source, a.uri, here.sentence_number, here.sentence, origin.source as of_source, origin.uri as of_uri,
  here.origin_sentence_number, here.kind, here.similarity
from analytics.sentence_origins as here
join analytics.articles as a using (article_id)
left join analytics.articles as origin on origin.article_id = here.origin_article_id
order by 1, 2, 3
"""
LEDGER = """
select run.run_key, run.trigger, run.load_number, ledger.source, ledger.file_uri, ledger.found, ledger.original, ledger.copy,
  ledger.near_copy, ledger.rewrite, ledger.version, ledger.unchanged, ledger.quarantined, ledger.loaded_at
from ops.ledger join ops.run using (run_id) where ledger.loaded_at is not null order by 1, 4, 5
"""
DECISIONS = """
select
  decision_id, verdict, day, slug, decided_by, note, decided_at, revoked_at, revoked_by, rejected_record_id is null,
  article_id is null as of_none, other_article_id is null as of_one
from ops.decision order by decision_id
"""
FOUND = """
select run.run_key, ledger.source, ledger.file_uri, ledger.found, ledger.quarantined, ledger.loaded_at, ledger.balanced
from ops.ledger join ops.run using (run_id) where ledger.loaded_at is not null order by 1, 2, 3
"""
REMOVED = "select uri_sha256, versions_sha256, reason, last_seen_at, removed_at from news.removed_article order by 1"
REFUSED = "select reason_code, detail, record_position, resolved_at is null as open from ops.rejected_record order by 1, 2, 3"
ENTRIES = "select entry_number, entry_id, at from ops.journal_entry order by 1"


def text(headline: str, body: str, place: str = "Setubal") -> str:
    return f"{headline}\n\n{place}, Sep 26, 2025 (MNA) {body}\n"


def rows(url: str, query: str) -> list[tuple]:
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(query)
        return [tuple(row) for row in cursor.fetchall()]


def ids(newsroom) -> dict[str, int]:
    found = newsroom.query("select uri, article_id from analytics.articles")
    return {row.uri.rpartition(":")[2]: row.article_id for row in found}


def rebuild(newsroom, url: str, raw=None) -> rebuilding.Rebuilt:
    migrate(url)
    raw = raw or newsroom.root / "raw"
    with workspaces.open_workspace(url, raw, newsroom.root) as work:
        return rebuilding.rebuild(work, lambda *told: None)


def assert_rebuilt(newsroom, url: str, done: rebuilding.Rebuilt, *queries: str) -> None:
    assert done.is_same, done
    assert done.recorded is not None
    assert (done.differing_files, done.decisions_left_out, done.first_differing_entry) == (0, 0, None), done
    assert done.checks == {}
    for query in (HELD, ORIGINS, LEDGER, DECISIONS, REFUSED, ENTRIES, *queries):
        assert rows(url, query) == rows(newsroom.role_url("owner"), query)


@pytest.fixture
def eventful(newsroom, once):
    """Runs, corrections, copies, refusals, people's decisions taken and taken back, a refold."""

    def fill() -> None:
        for slug in ("alpha", "beta", "gamma"):
            newsroom.source(slug)
        newsroom.deliver("alpha", "1.txt", text("Bridge opens", BRIDGE))
        newsroom.deliver("alpha", "3.txt", text("Sardines", SARDINES, "Peniche"))
        newsroom.deliver(
            "beta", "2.txt", text("Bridge at Setubal open", BRIDGE + " A ceremony is planned for Sunday.")
        )
        newsroom.deliver("gamma", "empty.txt", "")
        newsroom.run()
        known = ids(newsroom)
        with newsroom.workspace() as work:
            deciding.decide(
                work,
                "different",
                (known["1.txt"], known["2.txt"]),
                decided_by="ana",
                note="two bridges",
                now=steps.utc_now(),
            )
            deciding.decide_day(
                work, known["3.txt"], date(2025, 9, 20), decided_by="rui", note=None, now=steps.utc_now()
            )
            with work.connection:
                record = newsroom.query("select rejected_record_id from ops.rejected_record")[
                    0
                ].rejected_record_id
                dismissals.dismiss(
                    work.connection,
                    [record],
                    decided_by="ana",
                    note=None,
                    now=steps.utc_now(),
                    take_back=False,
                )
        newsroom.deliver("gamma", "4.txt", text("The bridge", BRIDGE))
        newsroom.deliver("alpha", "3.txt", text("Many sardines", SARDINES, "Peniche"))
        newsroom.deliver("beta", "5.txt", text("Trams", TRAMS, "Vienna"))
        newsroom.run()
        with newsroom.workspace() as work:
            decided = newsroom.query("select decision_id from ops.decision where verdict = 'different'")[0]
            deciding.revoke(work, decided.decision_id, revoked_by="rui", now=steps.utc_now())
            refolding.refold(work, now=steps.utc_now(), learn=True)
        newsroom.reread()

    once(fill)
    return newsroom


def test_the_raw_store_alone_gives_the_same_database(eventful, empty_database_url):
    done = rebuild(eventful, empty_database_url)
    assert done.replayed == done.entries == 7
    assert_rebuilt(eventful, empty_database_url, done)


@pytest.fixture
def of_two_minds(newsroom, once):
    """A refusal that was dismissed and opened again between two loads."""

    def fill() -> None:
        newsroom.source("alpha")
        newsroom.deliver("alpha", "1.txt", text("Bridge opens", BRIDGE))
        newsroom.deliver("alpha", "empty.txt", "")
        newsroom.run()
        record = newsroom.query("select rejected_record_id from ops.rejected_record")[0].rejected_record_id
        with newsroom.workspace() as work, work.connection:
            for take_back in (False, True):
                dismissals.dismiss(
                    work.connection,
                    [record],
                    decided_by="ana",
                    note=None,
                    now=steps.utc_now(),
                    take_back=take_back,
                )
        newsroom.deliver("alpha", "2.txt", text("Trams", TRAMS, "Vienna"))
        newsroom.run()
        newsroom.deliver("alpha", "3.txt", text("Sardines", SARDINES, "Peniche"))
        newsroom.run()

    once(fill)
    return newsroom


def test_a_decision_that_was_taken_and_taken_back_between_two_loads_is_told_once(
    of_two_minds, empty_database_url
):
    assert_rebuilt(of_two_minds, empty_database_url, rebuild(of_two_minds, empty_database_url))
    numbers = of_two_minds.query("select journal_number, revocation_journal_number from ops.decision")
    assert [tuple(each) for each in numbers] == [(2, 2)]


def test_a_journal_that_told_it_in_two_entries_is_understood(of_two_minds, empty_database_url):
    """As earlier versions wrote it: first taken back without `taken`, then, in the next entry, taken."""
    raw = RawStore(of_two_minds.root / "raw")
    names = raw.journal_names()
    second, third = (journal.read_entry(raw, name) for name in names[1:])
    told = next(line["decision"] for line in second if "decision" in line)
    taken = {key: value for key, value in told.items() if not key.startswith("revoked")}
    del told["taken"]
    for name, lines in ((names[1], second), (names[2], [third[0], {"decision": taken}, *third[1:]])):
        (of_two_minds.root / "raw" / "journal" / name).unlink()
        raw.write_journal(name, journal.encode(lines))
    assert_rebuilt(of_two_minds, empty_database_url, rebuild(of_two_minds, empty_database_url))


def test_the_digest_that_loads_carry_is_that_of_all_that_is_held(eventful):
    with eventful.workspace() as work:
        found = journal.verify(work.connection)
        assert found["same"]
        eventful.query("update news.article set uri_sha256 = sha256('x') where article_id = 1 returning 1")
        assert not journal.verify(work.connection)["same"]


def test_a_rebuilt_database_goes_on_with_the_same_journal(eventful, empty_database_url):
    rebuild(eventful, empty_database_url)
    eventful.deliver("gamma", "6.txt", text("Trams again", TRAMS, "Vienna"))
    names = RawStore(eventful.root / "raw").journal_names()
    with workspaces.open_workspace(empty_database_url, eventful.root / "raw", eventful.root) as work:
        run_id = steps.begin(work, "test:next", "command", None, dry_run=False)
        for batch in steps.fetch(work, run_id, [], [], steps.utc_now()):
            steps.normalize(work, run_id, batch.batch)
        steps.deduplicate(work, run_id)
        assert steps.load(work, run_id, steps.utc_now())["copy"] == 1
        assert journal.verify(work.connection)["same"]
    after = RawStore(eventful.root / "raw").journal_names()
    assert len(after) == len(names) + 1
    assert after[:-1] == names
    assert journal.find_chain(RawStore(eventful.root / "raw")) == after


def test_a_rebuild_that_is_killed_goes_on_where_it_was(eventful, empty_database_url):
    migrate(empty_database_url)
    kill_at = (
        "import os, sys\nfrom newsfold.pipeline import steps, workspaces\nfrom newsfold.upkeep import rebuilding\n"
        "url, root = sys.argv[1:]\nloads = []\nreal = steps.deduplicate\n"
        "def dying(work, run_id, progress):\n    loads.append(run_id)\n    if len(loads) == 2: os.kill(os.getpid(), 9)\n"
        "    return real(work, run_id, progress)\nsteps.deduplicate = dying\n"
        "from pathlib import Path\n"
        "with workspaces.open_workspace(url, Path(root) / 'raw', Path(root)) as work:\n"
        "    rebuilding.rebuild(work, lambda *told: None)\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", kill_at, empty_database_url, str(eventful.root)],
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -9, killed.stderr
    done = rebuild(eventful, empty_database_url)
    assert 0 < done.replayed < done.entries
    assert_rebuilt(eventful, empty_database_url, done)


def test_a_database_that_holds_something_else_is_refused(eventful, empty_database_url, tmp_path):
    migrate(empty_database_url)
    with workspaces.open_workspace(empty_database_url, tmp_path / "other", eventful.root) as work:
        steps.begin(work, "test:own", "command", None, dry_run=False)
        run_id = steps.begin(work, "test:own", "command", None, dry_run=False)
        steps.load(work, run_id, steps.utc_now())
    with pytest.raises(rebuilding.RebuildError, match="something else"):
        rebuild(eventful, empty_database_url)


def test_nothing_happens_to_the_database_that_wrote_the_journal(eventful):
    assert rebuild(eventful, eventful.role_url("owner")).replayed == 0


def test_what_a_retention_removed_stays_away_though_its_bytes_are_gone(eventful, empty_database_url):
    with eventful.workspace() as work:
        later = steps.utc_now() + timedelta(days=40)
        removed = retention.forget(work, "alpha", now=later)
        assert sum(removed.articles.values()) == 2
        assert maintenance.perform(work, "raw_store", now=later)
    raw = RawStore(eventful.root / "raw")
    gone = eventful.query(
        "select encode(sha256, 'hex') as sha256 from ops.file where bytes_deleted_at is not null"
    )
    assert gone
    with pytest.raises(FileNotFoundError):
        raw.read(gone[0].sha256)
    done = rebuild(eventful, empty_database_url)
    assert done.bytes_gone > 0
    assert done.is_same, done
    assert done.checks == {}
    # What repeated an article that can't be read any more was met as an original.
    assert {each["then"]["found"] for each in done.examples} == {1}
    for query in (HELD.replace("a.outcome, matched.uri as matched, a.similarity, ", ""), FOUND, REMOVED):
        assert rows(empty_database_url, query) == rows(eventful.role_url("owner"), query)


def test_articles_that_may_come_again_come_again(eventful, empty_database_url):
    with eventful.workspace() as work:
        retention.forget(work, "beta", now=steps.utc_now() + timedelta(days=40))
        assert retention.lift(work, "beta", now=steps.utc_now()) == 2
    totals = eventful.reread()["totals"]
    assert sum(totals[outcome] for outcome in ("original", "copy", "near_copy", "rewrite")) == 2
    assert_rebuilt(eventful, empty_database_url, rebuild(eventful, empty_database_url), REMOVED)


def test_a_load_that_was_killed_before_the_journal_is_made_up_for(newsroom, empty_database_url):
    newsroom.source("alpha")
    newsroom.deliver("alpha", "1.txt", text("Bridge opens", BRIDGE))
    folder = newsroom.root / "raw" / "journal"
    folder.parent.mkdir(parents=True)
    folder.write_text("in the way")
    newsroom.run()
    assert [row.written_at for row in newsroom.query("select written_at from ops.journal_entry")] == [None]
    folder.unlink()
    newsroom.deliver("alpha", "2.txt", text("Trams", TRAMS, "Vienna"))
    newsroom.run()
    assert len(RawStore(newsroom.root / "raw").journal_names()) == 2
    assert_rebuilt(newsroom, empty_database_url, rebuild(newsroom, empty_database_url))


def test_an_entry_is_the_same_each_time_it_is_written(eventful):
    raw = RawStore(eventful.root / "raw")
    before = {name: raw.read_journal(name) for name in raw.journal_names()}
    for name in before:
        (eventful.root / "raw" / "journal" / name).unlink()
    with eventful.workspace() as work:
        eventful.query("update ops.journal_entry set written_at = null returning 1")
        journal.write_due(work, steps.utc_now())
    assert {name: raw.read_journal(name) for name in raw.journal_names()} == before


def test_a_missing_entry_and_a_damaged_one_are_named(eventful, empty_database_url):
    folder = eventful.root / "raw" / "journal"
    names = RawStore(eventful.root / "raw").journal_names()
    data = (folder / names[2]).read_bytes()
    (folder / names[2]).write_bytes(data[: len(data) // 2])
    with pytest.raises(journal.JournalError, match=names[2]):
        rebuild(eventful, empty_database_url)
    (folder / names[2]).unlink()
    with pytest.raises(journal.JournalError, match="lacks the entry before number 4"):
        rebuild(eventful, empty_database_url)


def dump(newsroom, target) -> None:
    data = postgres_data()
    run_program(data, ["pg_dump", "--format=custom", f"--file={target}", newsroom.role_url("owner")])


def postgres_data() -> Path:
    return Path(os.environ["NEWSFOLD_HOME"]) / "postgres" / "data"


def restore(newsroom, source, url: str) -> None:
    run_program(
        postgres_data(),
        ["pg_restore", "--single-transaction", "--no-owner", f"--dbname={url}", str(source)],
    )


def test_a_restored_dump_is_the_same_and_goes_on(eventful, empty_database_url, tmp_path):
    dump(eventful, tmp_path / "news.dump")
    restore(eventful, tmp_path / "news.dump", empty_database_url)
    assert migrate(empty_database_url) == []
    for query in (HELD, ORIGINS, LEDGER, DECISIONS, REFUSED, ENTRIES):
        assert rows(empty_database_url, query) == rows(eventful.role_url("owner"), query)
    with closing(connect(empty_database_url)) as connection:
        assert journal.verify(connection)["same"]


def test_an_older_dump_is_brought_up_to_the_last_load(eventful, empty_database_url, tmp_path):
    dump(eventful, tmp_path / "news.dump")
    eventful.deliver("gamma", "6.txt", text("Trams again", TRAMS, "Vienna"))
    eventful.run()
    with eventful.workspace() as work:
        with work.connection:
            decisions.insert_pair(
                work.connection, "unsure", (1, 2), decided_by="ana", note=None, now=steps.utc_now()
            )
        deciding.apply_pending(work, steps.utc_now())
    restore(eventful, tmp_path / "news.dump", empty_database_url)
    done = rebuild(eventful, empty_database_url)
    assert done.replayed == 2
    assert_rebuilt(eventful, empty_database_url, done)


def test_of_two_branches_the_one_that_was_written_last_is_followed(eventful, empty_database_url, tmp_path):
    """A dump is restored, its database goes on by itself, and is lost in its turn."""
    dump(eventful, tmp_path / "news.dump")
    eventful.deliver("gamma", "6.txt", text("Trams again", TRAMS, "Vienna"))
    eventful.run()
    restore(eventful, tmp_path / "news.dump", empty_database_url)
    raw = eventful.root / "raw"
    eventful.deliver("gamma", "7.txt", text("Sardines again", SARDINES, "Peniche"))
    with workspaces.open_workspace(empty_database_url, raw, eventful.root) as work:
        run_id = steps.begin(work, "test:branch", "command", None, dry_run=False)
        for batch in steps.fetch(work, run_id, [], [], datetime.now(UTC)):
            steps.normalize(work, run_id, batch.batch)
        steps.deduplicate(work, run_id)
        steps.load(work, run_id, datetime.now(UTC))
    names = RawStore(raw).journal_names()
    chain = journal.find_chain(RawStore(raw))
    assert len(names) == len(chain) + 1
    last = rows(
        empty_database_url, "select entry_id from ops.journal_entry order by entry_number desc limit 1"
    )
    assert journal.parse_name(chain[-1])[1] == str(last[0][0])


def test_a_correction_that_was_taken_back_is_taken_back_again(newsroom, empty_database_url):
    newsroom.source("alpha")
    newsroom.deliver("alpha", "1.txt", text("Bridge opens", BRIDGE), hours_ago=30)
    newsroom.run()
    newsroom.deliver("alpha", "1.txt", text("Bridge opens", BRIDGE.replace("3.20", "32.0")), hours_ago=20)
    newsroom.run()
    newsroom.deliver("alpha", "1.txt", text("Bridge opens", BRIDGE), hours_ago=10)
    newsroom.run()
    newsroom.deliver("alpha", "2.txt", text("Sardines", SARDINES, "Peniche"))
    newsroom.run()
    held = newsroom.query("select version, body like '%3.20%' as is_first from analytics.articles order by 1")
    assert [tuple(row) for row in held] == [(1, False), (3, True)]
    assert_rebuilt(newsroom, empty_database_url, rebuild(newsroom, empty_database_url))


def test_articles_that_share_an_address_are_told_apart_again(newsroom, empty_database_url):
    newsroom.source("alpha")
    for number, body in enumerate((BRIDGE, SARDINES, TRAMS)):
        newsroom.deliver("alpha", "latest.txt", text(f"Report {number}", body), hours_ago=30 - number)
        newsroom.run()
    assert newsroom.query("select count(*)::int as n from analytics.articles") == [(3,)]
    assert_rebuilt(newsroom, empty_database_url, rebuild(newsroom, empty_database_url))
