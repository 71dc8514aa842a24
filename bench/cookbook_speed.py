"""`python -m bench.cookbook_speed`: milliseconds of each question of sql/cookbook, and whether it reads a large table as a whole.

The stock is that of `python -m bench`, with a day's reprints on top; the questions run as newsfold_analyst. The days that the
questions name are days of the stock. What a function does inside is not in the plan: its time is.
"""

import argparse
import json
import re
import signal
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.mart_speed import load_day, vacuum
from bench.measure import sources
from bench.stock import NOW, Stock
from newsfold.analytics import marts
from newsfold.config.home import project_root
from newsfold.config.sources import Settings
from newsfold.local import postgres
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import Connection, connect
from newsfold.store.migrations import migrate

#: Tables with a row for each article or more; partitions are named after their month.
LARGE = re.compile(
    r"^(news|marts)\.(article|version|content|membership|story|search_document)(_\d{4}_\d{2}|_from_\d+)?$"
)
TIMES = 3
progress = Console(stderr=True)


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.cookbook_speed", description=__doc__)
    parser.add_argument("--stored", type=int, default=100_000, help="articles stored (default: %(default)s)")
    parser.add_argument(
        "--new", type=int, default=2_000, help="articles of the day on top (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    with tempfile.TemporaryDirectory(prefix="newsfold-bench-") as folder:
        server = postgres.start(Path(folder))
        try:
            fill(server, arguments)
            with closing(connect(server.url("analyst"))) as connection:
                figures = [measure(connection, path) for path in sorted(cookbook_files())]
        finally:
            postgres.stop(Path(folder))
    if arguments.json:
        print(json.dumps({"stored": arguments.stored, "new": arguments.new, "questions": figures}, indent=2))
    else:
        print_table(arguments.stored + arguments.new, figures)
    return 0


def cookbook_files() -> list[Path]:
    """The questions."""
    return list((project_root() / "sql" / "cookbook").glob("*.sql"))


def fill(server: postgres.Server, arguments: argparse.Namespace) -> None:
    """The stock, a day on top, and the marts."""
    migrate(server.url("owner"))
    with closing(connect(server.url("loader"))) as connection:
        work = Workspace(
            connection, RawStore(server.home / "raw"), Settings(), sources(server.home / "inbox"), server.home
        )
        progress.print(f"storing {arguments.stored:,} …")
        stock = Stock(arguments.seed)
        stock.grow(work, server.url("owner"), arguments.stored)
        load_day(work, stock, arguments.new, 1)
        progress.print("refreshing the marts …")
        marts.refresh(connection, now=NOW, full=True)
    vacuum(server.url("owner"))
    with closing(connect(server.url("owner"))) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("vacuum (analyze)")


def measure(connection: Connection, path: Path) -> dict[str, Any]:
    """One question: the middle of some times, its rows, and the large tables that its plan reads as a whole."""
    text = path.read_text(encoding="utf-8").rstrip().rstrip(";")
    times = []
    with connection.cursor() as cursor:
        for _ in range(TIMES):
            started = time.perf_counter()
            cursor.execute(text)
            found = len(cursor.fetchall())
            times.append(1000 * (time.perf_counter() - started))
            connection.rollback()
        cursor.execute(f"explain (verbose, format json) {text}")
        plan = cursor.fetchall()[0][0]
        connection.rollback()
    return {
        "question": path.stem,
        "rows": found,
        "ms": round(statistics.median(times), 1),
        "read_as_a_whole": sorted(set(scanned(plan[0]["Plan"]))),
    }


def scanned(plan: dict[str, Any]) -> list[str]:
    """The large tables that a plan reads from end to end."""
    found = []
    name = f"{plan.get('Schema')}.{plan.get('Relation Name')}"
    if plan["Node Type"] == "Seq Scan" and LARGE.match(name):
        found.append(name)
    for child in plan.get("Plans", []):
        found += scanned(child)
    return found


def print_table(stored: int, figures: list[dict[str, Any]]) -> None:
    """The slowest first."""
    table = Table("question", "rows", "ms", "read as a whole", title=f"{stored:,} articles")
    for each in sorted(figures, key=lambda figure: -figure["ms"]):
        table.add_row(
            each["question"], str(each["rows"]), f"{each['ms']:.1f}", ", ".join(each["read_as_a_whole"])
        )
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())
