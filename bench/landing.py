"""`python -m bench.landing`: from a file's landing in a folder to its article's row in `analytics`, through real Airflow.

A local stack of its own is started as `make run` starts it, with one source that says `schedule = "on_arrival"`. Files land at a
steady rate; of each it is noted when it was there under its name, and when its article was seen in `analytics.articles` (which is
asked four times a second). Of each load one article is looked for by `analytics.search`. At the end nothing lands for a while:
what the stack takes then is the CPU of an idle one, by component; without a watched source with `--unwatched`.
"""

import argparse
import json
import shutil
import signal
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from bench.invented_news import Newsroom, as_text
from bench.measure import retold
from bench.stock import Stock
from newsfold.config.home import project_root
from newsfold.local import child_processes, postgres, supervisor
from newsfold.local import run as local
from newsfold.pipeline import workspaces
from newsfold.store.connection import Connection, connect
from newsfold.store.migrations import migrate

progress = Console(stderr=True)
POLL_SECONDS = 0.25
PATIENCE_SECONDS = 300.0
SOURCE = "bench-landing"
LOADED = """
select run_id, load_number, (select count(*) from ops.run_file where run_file.run_id = run.run_id) as files
from ops.run
where load_number > %s
order by load_number
"""
ARTICLES = "select file_uri, headline from analytics.articles where run_id = %s"


@dataclass(slots=True)
class Landings:
    """When each file was there, and when its article was seen, by the file's name; seconds since 1970."""

    landed: dict[str, float] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    runs: list[int] = field(default_factory=list)
    searched: int = 0

    @property
    def waits(self) -> list[float]:
        """Seconds from landing to row, in order."""
        return sorted(self.seen[name] - at for name, at in self.landed.items() if name in self.seen)


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.landing", description=__doc__)
    parser.add_argument("--rate", type=float, default=5.0, help="files a second (default: %(default)s)")
    parser.add_argument(
        "--seconds", type=float, default=120.0, help="how long files land (default: %(default)s)"
    )
    parser.add_argument("--stored", type=int, default=0, help="articles stored before (default: %(default)s)")
    parser.add_argument(
        "--idle", type=float, default=60.0, help="seconds without files (default: %(default)s)"
    )
    parser.add_argument("--settle", type=float, default=5.0, help="settle_seconds (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the texts (default: %(default)s)")
    parser.add_argument(
        "--unwatched", action="store_true", help="only measure the idle stack, without a watch"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that all is stopped
    with tempfile.TemporaryDirectory(prefix="newsfold-landing-") as folder:
        root, home = make_project(Path(folder), arguments), Path(folder) / "home"
        try:
            report = measure(root, home, arguments)
        finally:
            local.stop(home)
    print(json.dumps(report, indent=2)) if arguments.json else print_table(report)
    return 0


def make_project(folder: Path, arguments: argparse.Namespace) -> Path:
    """A checkout with the DAGs of this one, and one source."""
    root = folder / "project"
    shutil.copytree(project_root() / "dags", root / "dags", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("plugins", "sql"):
        (root / name).symlink_to(project_root() / name)
    schedule = "daily" if arguments.unwatched else "on_arrival"
    (root / "landing").mkdir()
    (root / "dags" / "sources.toml").write_text(
        f"[source.{SOURCE}]\nlocation = 'landing'\nlanguage = 'en'\nschedule = '{schedule}'\n"
        f"settle_seconds = {arguments.settle}\n"
    )
    return root


def measure(root: Path, home: Path, arguments: argparse.Namespace) -> dict[str, object]:
    """Start the stack, let files land, and wait until it has had nothing to do for a while."""
    server = postgres.start(home)
    migrate(server.url("owner"))
    if arguments.stored:
        progress.print(f"{arguments.stored:,} articles are stored …")
        fill(server, root, home, arguments)
    local.run(home, migrate=migrate, project=root)
    report: dict[str, object] = {"rate": arguments.rate, "stored": arguments.stored}
    if not arguments.unwatched:
        with closing(connect(server.url("owner"))) as connection:
            newsroom = Newsroom(arguments.seed)
            progress.print("the first file …")
            land(root, connection, newsroom, 1, 1.0, first=0)
            progress.print(f"{arguments.rate:g} files a second for {arguments.seconds:g} s …")
            before = cpu_seconds(home)
            began = time.monotonic()
            count = round(arguments.rate * arguments.seconds)
            found = land(root, connection, newsroom, count, arguments.rate, first=1)
            report |= described(found) | {"cpu": shares(before, cpu_seconds(home), time.monotonic() - began)}
    progress.print("nothing lands any more …")
    time.sleep(20)
    before, began = cpu_seconds(home), time.monotonic()
    time.sleep(arguments.idle)
    report["idle_cpu"] = shares(before, cpu_seconds(home), time.monotonic() - began)
    return report


def fill(server: postgres.Server, root: Path, home: Path, arguments: argparse.Namespace) -> None:
    """Store articles that are no part of what is measured."""
    with workspaces.open_workspace(server.url("owner"), home / "raw", root) as work:
        Stock(arguments.seed).grow(work, server.url("owner"), arguments.stored)


def land(
    root: Path, connection: Connection, newsroom: Newsroom, count: int, rate: float, *, first: int
) -> Landings:
    """Let files land, and see their articles come."""
    found = Landings()
    writer = threading.Thread(
        target=write, args=(root / "landing", newsroom, count, rate, first, found), daemon=True
    )
    loads = last_load(connection)
    writer.start()
    ends_at = time.monotonic() + count / rate + PATIENCE_SECONDS
    while len(found.seen) < count and time.monotonic() < ends_at:
        time.sleep(POLL_SECONDS)
        with connection, connection.cursor() as cursor:
            cursor.execute(LOADED, (loads,))
            for run in cursor.fetchall():
                loads = run.load_number
                cursor.execute(ARTICLES, (run.run_id,))
                rows, at = cursor.fetchall(), time.time()
                for row in rows:
                    found.seen.setdefault(row.file_uri.rpartition("/")[2], at)
                if rows:
                    found.runs.append(run.files)
                    found.searched += is_found(connection, rows[-1].headline)
    writer.join()
    return found


def write(folder: Path, newsroom: Newsroom, count: int, rate: float, first: int, found: Landings) -> None:
    """Files that come under their names when they are whole."""
    began, originals = time.monotonic(), []
    for number in range(first, first + count):
        report = retold(newsroom, originals) or newsroom.report(number, datetime.now(UTC).date())
        if report.number == number:
            originals.append(report)
        time.sleep(max(began + (number - first) / rate - time.monotonic(), 0))
        name = f"{number:06}.txt"
        (folder / f".{name}").write_bytes(as_text(report))
        (folder / f".{name}").rename(folder / name)
        found.landed[name] = time.time()


def last_load(connection: Connection) -> int:
    """The number of the last load."""
    with connection, connection.cursor() as cursor:
        cursor.execute("select coalesce(max(load_number), 0) as number from ops.run")
        return int(cursor.fetchone().number)


def is_found(connection: Connection, headline: str) -> bool:
    """Whether a search for all words of a headline finds something."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) as hits from analytics.search(%s)", (headline,))
        return bool(cursor.fetchone().hits)


def cpu_seconds(home: Path) -> dict[str, float]:
    """CPU seconds of each component with all that it has started, and of Postgres."""
    found = {}
    for name, started in supervisor.running_components(home).items():
        found[name] = sum(map(spent, child_processes.members({started.pid}, None)))
    found["postgres"] = sum(map(spent, postgres.find_processes((home / "postgres" / "data").resolve())))
    return found


def spent(process: psutil.Process) -> float:
    """CPU seconds of a process and of its children that have ended."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system + times.children_user + times.children_system)


def shares(before: dict[str, float], after: dict[str, float], seconds: float) -> dict[str, float]:
    """Shares of a core."""
    found = {name: round((after[name] - before.get(name, 0.0)) / seconds, 4) for name in after}
    return found | {"all": round(sum(found.values()), 4)}


def described(found: Landings) -> dict[str, object]:
    """The figures."""
    waits = found.waits or [float("nan")]

    def at(share: float) -> float:
        return round(waits[min(int(share * len(waits)), len(waits) - 1)], 2)

    return {
        "files": len(found.landed),
        "arrived": len(found.seen),
        "p50": at(0.5),
        "p95": at(0.95),
        "longest": at(1.0),
        "runs": len(found.runs),
        "files_of_a_run": round(sum(found.runs) / max(len(found.runs), 1), 1),
        "loads_found_by_search": found.searched,
    }


def print_table(report: dict[str, object]) -> None:
    """The figures, for people."""
    table = Table("figure", "value")
    for name, value in report.items():
        if isinstance(value, dict):
            for part, share in value.items():
                table.add_row(f"{name}: {part}", f"{share:.1%} of a core")
        else:
            table.add_row(name, str(value))
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
