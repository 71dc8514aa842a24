"""`python -m bench.natural_joins`: seconds of the forty joins of bench/natural_joins.sql, as somebody new would write them.

On a database that has just been made and into which articles were ingested, with nothing done by hand: no vacuum, no analyze,
no maintenance. They run as newsfold_analyst. Exit code 1 where one takes more than two seconds.
"""

import argparse
import json
import signal
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg2.errors
import psycopg2.extensions
from rich.console import Console
from rich.table import Table

from bench.measure import own_server
from bench.reused_news import AGENCIES, FIRST, PAPERS, printed_day
from newsfold.analytics import marts
from newsfold.config.sources import Settings, Source
from newsfold.local import postgres
from newsfold.pipeline import running, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import ledger
from newsfold.store.connection import connect

JOINS = Path(__file__).with_suffix(".sql")
A_DAY = 1_000
#: Nobody waits longer.
PATIENCE = 20
LIMIT = 2.0
progress = Console(stderr=True)


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.natural_joins", description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000, help="to ingest (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    with own_server() as server:
        ingest(server, arguments.articles, arguments.seed)
        figures = {name: seconds(server.url("analyst"), text) for name, text in joins()}
    if arguments.json:
        print(json.dumps({"articles": arguments.articles, "seconds": figures}, indent=2))
    else:
        table = Table("join", "seconds", title=f"{arguments.articles:,} articles")
        for name, spent in sorted(figures.items(), key=lambda each: -(each[1] or PATIENCE)):
            table.add_row(name, f"{spent:.2f}" if spent is not None else f"more than {PATIENCE}")
        Console().print(table)
    return 0 if all(spent is not None and spent <= LIMIT for spent in figures.values()) else 1


def joins() -> list[tuple[str, str]]:
    """Name and statement of each."""
    parts = JOINS.read_text(encoding="utf-8").split("-- ")[1:]
    return [(name, text.strip()) for name, _, text in (part.partition("\n") for part in parts)]


def ingest(server: postgres.Server, count: int, seed: int) -> None:
    """Take in so many articles, a day a run, and the marts after each."""
    inbox = server.home / "inbox"
    slugs = [*AGENCIES, *PAPERS]
    known = {
        slug: Source(slug=slug, location=str(inbox / slug), language="en", settle_seconds=0.0)
        for slug in slugs
    }
    with closing(connect(server.url("loader"))) as connection:
        work = Workspace(connection, RawStore(server.home / "raw"), Settings(), known, server.home)
        for number in range(-(-count // A_DAY)):
            shift = timedelta(days=number - count // A_DAY + 1)
            lines: dict[str, list[str]] = {slug: [] for slug in slugs}
            for printed in printed_day(min(A_DAY, count), seed * 1000 + number):
                item = json.loads(printed.as_item())
                at = f"{printed.at + shift:%Y-%m-%dT%H:%M:%SZ}"
                item |= {"uri": f"{printed.uri}/{number}", "firstCreated": at, "versionCreated": at}
                lines[printed.source].append(json.dumps(item))
            for slug, each in lines.items():
                path = inbox / slug / f"{number:04}.jsonl"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("\n".join(each), encoding="utf-8")

            def take_in(run_id: int) -> list[ledger.Batch]:
                return steps.fetch(work, run_id, [], [], steps.utc_now())

            running.run(
                work, f"bench {number}", "command", take_in, processes=0, decisions=False, counted=False
            )
            marts.refresh(connection, now=steps.utc_now())
            progress.print(f"{FIRST + shift:%Y-%m-%d}: {(number + 1) * A_DAY:,} articles")


def seconds(url: str, text: str) -> float | None:
    """How long one takes from the question to the last row; None where nobody would have waited."""
    # Plain rows: some joins give two columns of one name.
    rows = psycopg2.extensions.cursor
    with closing(connect(url)) as connection, connection.cursor(cursor_factory=rows) as cursor:
        cursor.execute(f"set statement_timeout = '{PATIENCE}s'")
        connection.commit()
        started = time.perf_counter()
        try:
            cursor.execute(text)
            cursor.fetchall()
        except psycopg2.errors.QueryCanceled:
            return None
        return round(time.perf_counter() - started, 3)


if __name__ == "__main__":
    sys.exit(main())
