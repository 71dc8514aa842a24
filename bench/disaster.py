"""How long the disaster plan takes: `python -m bench.disaster` (docs/disaster.md).

Takes in invented articles, or the sample inbox (`--samples`), in several loads, into a database of its own; then dumps and
restores it, and rebuilds it from the raw store. Each must give the same digest. The cost of the journal is told as a share
of the load step.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bench.invented_news import Newsroom
from bench.measure import PAPERS, WIRES, sources, write_inbox
from bench.stock import NOW
from newsfold.config.home import project_root
from newsfold.local import postgres, roles
from newsfold.local.postgres_programs import run_program
from newsfold.pipeline import journal, steps, workspaces
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import journal as load_journal
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate
from newsfold.upkeep import rebuilding

SECONDS: dict[str, float] = {}


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Add the time that the block takes."""
    started = time.perf_counter()
    yield
    SECONDS[name] = SECONDS.get(name, 0.0) + time.perf_counter() - started


def main() -> int:
    """Measure, and print what was found. 1 where a digest differs."""
    parser = argparse.ArgumentParser(prog="python -m bench.disaster", description=__doc__.split("\n\n")[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--loads", type=int, default=5, help="in so many loads")
    parser.add_argument("--samples", action="store_true", help="the sample inbox instead")
    arguments = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="newsfold-bench-"))
    os.environ["NEWSFOLD_HOME"] = str(home)
    try:
        return measure(home, arguments)
    finally:
        postgres.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def measure(home: Path, arguments: argparse.Namespace) -> int:
    """Fill, dump, restore, rebuild."""
    postgres.start(home)
    admin = postgres.database_url(home, roles.ADMIN, "postgres")
    urls = {}
    for name in ("filled", "restored", "rebuilt"):
        roles.ensure_database(admin, name, "owner", roles.NEWS_ROLES)
        urls[name] = postgres.database_url(home, "owner", name)
    migrate(urls["filled"])
    with workspaces.open_workspace(urls["filled"], home / "raw", project_root()) as work:
        if arguments.samples:
            ingest_samples(work)
        else:
            ingest_invented(replace(work, sources=sources(home / "inbox")), home, arguments)
        wanted = journal.verify(work.connection)
    data, dump = home / "postgres" / "data", home / "news.dump"
    with timed("dump"):
        run_program(data, ["pg_dump", "--format=custom", f"--file={dump}", urls["filled"]])
    with timed("restore"):
        run_program(
            data,
            ["pg_restore", "--single-transaction", "--no-owner", f"--dbname={urls['restored']}", str(dump)],
        )
    migrate(urls["rebuilt"])
    with timed("rebuild"), workspaces.open_workspace(urls["rebuilt"], home / "raw", project_root()) as work:
        done = rebuilding.rebuild(work, lambda *told: None)
    with closing(connect(urls["restored"])) as connection:
        restored = journal.verify(connection)
    print_found(home, dump, done, {"filled": wanted, "restored": restored})
    same = wanted["same"] and restored == wanted and done.is_same and done.result == wanted["result"]
    print("all the same" if same else "NOT THE SAME")
    return 0 if same else 1


def ingest_samples(work: Workspace) -> None:
    """The sample inbox, in one load."""
    run_id = steps.begin(work, "bench:samples", "command", None, dry_run=False)
    files = workspaces.find_files([project_root() / "tests" / "samples" / "inbox"])
    with timed("ingest"):
        for source, found in workspaces.by_source(files, work.sources, work.base, None).items():
            steps.fetch_named(work, run_id, source, found, steps.utc_now())
        go_on(work, run_id, steps.utc_now())


def ingest_invented(work: Workspace, home: Path, arguments: argparse.Namespace) -> None:
    """Invented articles, in some loads."""
    newsroom, each = Newsroom(seed=7), arguments.articles // arguments.loads
    for number in range(arguments.loads):
        write_inbox(home / "inbox", newsroom, each, number * each)
        now = NOW + timedelta(hours=number)
        with timed("ingest"):
            run_id = steps.begin(work, f"bench:{number}", "command", None, dry_run=False)
            steps.fetch(work, run_id, list(WIRES + PAPERS), [], now)
            go_on(work, run_id, now)


def go_on(work: Workspace, run_id: int, now) -> None:
    """normalize to check, in this process; load, and what of it is the journal's, timed apart."""
    from newsfold.store import ledger

    for batch in ledger.due_batches(work.connection, run_id):
        steps.normalize(work, run_id, batch.batch)
    steps.deduplicate(work, run_id)
    plain = {
        name: getattr(load_journal, name)
        for name in ("touched_stories", "stories_digest", "new_stories", "new_versions_digest", "note_load")
    }
    for name, function in plain.items():
        setattr(load_journal, name, timing("journal, digest", function))
    write, journal.write_due = journal.write_due, timing("journal, object", journal.write_due)
    try:
        with timed("load"):
            steps.load(work, run_id, now)
    finally:
        journal.write_due = write
        for name, function in plain.items():
            setattr(load_journal, name, function)
    steps.check(work, run_id, now)
    steps.publish(work, run_id, now)


def timing(name: str, function):
    """The function, timed."""

    def timed_function(*given, **named):
        with timed(name):
            return function(*given, **named)

    return timed_function


def print_found(home: Path, dump: Path, done: rebuilding.Rebuilt, results: dict[str, dict]) -> None:
    """What was found, a line each."""
    raw = RawStore(home / "raw")
    names = raw.journal_names()
    size = sum(len(raw.read_journal(name)) for name in names)
    held = sum(path.stat().st_size for path in (home / "raw").rglob("*") if path.is_file())
    print(
        f"{done.totals['articles']:,} articles, {done.totals['stories']:,} stories, {done.files:,} files, {len(names)} loads"
    )
    for name, seconds in SECONDS.items():
        print(f"{name:18}{seconds:9.2f} s")
    share = (SECONDS["journal, digest"] + SECONDS["journal, object"]) / SECONDS["load"]
    each, of_store = size / max(done.files, 1), size / held
    print(
        f"the journal: {share:.1%} of the load step, {each:,.0f} bytes a file, {of_store:.1%} of the raw store"
    )
    print(f"{'dump':18}{dump.stat().st_size / 1e6:9.1f} MB")
    print(
        {
            "rebuilt": done.result,
            "recorded": done.recorded,
            "differing files": done.differing_files,
            **results,
        }
    )


if __name__ == "__main__":
    raise SystemExit(main())
