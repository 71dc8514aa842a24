"""`python -m bench`: milliseconds per article for each step, articles a second, peak memory, with little and with much stored.

Everything runs in this one process, on an embedded Postgres in a temporary home. Compare runs on one machine as ratios.
"""

import argparse
import json
import platform
import resource
import shutil
import signal
import sys
import tempfile
import time
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.dense_day import DenseDay, measure_dense_day
from bench.invented_news import Newsroom, as_page, as_text
from bench.measure import Timings, measure, sources, write_inbox
from bench.reading_speed import measure_formats
from bench.stock import LAST_DAY, NOW, Stock, bytes_stored
from newsfold import __version__, dedup, formats, headers
from newsfold.config.sources import Settings, Source
from newsfold.local import postgres
from newsfold.model import Record, SourceFile
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate

PARTS = ("arrivals", "candidates", "features", "judge", "explain", "place", "stage the plan")
STEPS = ("fetch", "normalize, text", "normalize, HTML", "stage", "deduplicate", "load", "check")
progress = Console(stderr=True)


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--new", type=int, default=500, help="new articles in each round (default: %(default)s)"
    )
    parser.add_argument(
        "--stored", type=int, nargs="+", default=[1_000, 10_000, 100_000],
        help="articles stored when a round begins (default: 1000 10000 100000)",
    )  # fmt: skip
    parser.add_argument(
        "--seed", type=int, default=1, help="another seed gives other articles (default: %(default)s)"
    )
    parser.add_argument(
        "--dense-day", type=int, default=20_000,
        help="articles with one day's dates in the round for it; 0 leaves it out (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument(
        "--formats", action="store_true", help="measure only how fast each format is read; needs no database"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    if arguments.formats:
        print_formats(arguments)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    with tempfile.TemporaryDirectory(prefix="newsfold-bench-") as folder:
        home = Path(folder)
        server = postgres.start(home)
        try:
            migrate(server.url("owner"))
            urls = server.url("loader"), server.url("owner")
            rounds = run_rounds(*urls, home, arguments)
            dense = dense_day(urls[0], home, arguments) if arguments.dense_day else None
        finally:
            postgres.stop(home)
    report = described(rounds, dense)
    if arguments.json:
        print(json.dumps(report, indent=2))
    else:
        print_table(report)
        print_formats(arguments)
    return 0


def dense_day(url: str, home: Path, arguments: argparse.Namespace) -> DenseDay:
    """A day with very many articles, beside the stock."""
    progress.print(f"a day of {arguments.dense_day:,} articles …")
    with closing(connect(url)) as connection:
        work = Workspace(connection, RawStore(home / "raw"), Settings(), {}, home)
        return measure_dense_day(work, arguments.seed, arguments.dense_day)


def run_rounds(url: str, owner_url: str, home: Path, arguments: argparse.Namespace) -> list[Timings]:
    """One round for each size of the stock. Each round's new articles stay, and count to the next one's stock."""
    inbox, rounds = home / "inbox", []
    with closing(connect(url)) as connection:
        work = Workspace(connection, RawStore(home / "raw"), Settings(), sources(inbox), home)
        progress.print("writing the stock's texts …")
        stock = Stock(arguments.seed)
        warm_up()
        for number, stored in enumerate(sorted(arguments.stored)):
            progress.print(f"{stored:,} stored …")
            started = time.perf_counter()
            stock.grow(work, owner_url, stored)
            progress.print(f"  the stock took {time.perf_counter() - started:.0f} s")
            sizes = bytes_stored(owner_url)
            shutil.rmtree(inbox, ignore_errors=True)
            write_inbox(
                inbox, Newsroom(arguments.seed * 1000 + number), arguments.new, 10_000_000 * (number + 1)
            )
            rounds.append(measure(work, stored))
            rounds[-1].bytes_stored = sizes
    return rounds


def warm_up() -> None:
    """What each process does once: word lists, language profiles, place names."""
    report = Newsroom(0).report(0, LAST_DAY)
    source = Source(slug="bench", location="/")
    for name, data in (("a.txt", as_text(report)), ("a.html", as_page(report, "https://bench.invalid/0"))):
        file = SourceFile("bench", name, f"file:///{name}", "", len(data), NOW, NOW)
        for record in formats.read(data, name=name):
            if isinstance(record, Record):
                headers.normalize(record, source, file)
    dedup.relate(dedup.features(report.body, "en"), dedup.features(report.body, "en"))


def described(rounds: list[Timings], dense: DenseDay | None) -> dict[str, object]:
    """All figures, ready for JSON. Memory is the most that this process ever held, the generator's included."""
    return {
        "newsfold": __version__,
        "method": dedup.METHOD,
        "python": platform.python_version(),
        "last_day": LAST_DAY.isoformat(),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "rounds": [
            {
                "stored": each.stored,
                "outcomes": each.outcomes,
                "seconds": dict(each.seconds),
                "articles": dict(each.articles),
                "ms_per_article": {name: 1000 * each.seconds[name] / each.articles[name] for name in STEPS},
                "articles_per_second": each.outcomes["found"] / sum(each.seconds.values()),
                "deduplicate_parts_ms_per_article": {
                    name: 1000 * each.parts[name] / each.outcomes["found"] for name in PARTS
                },
                "candidates_per_article": each.candidates / each.outcomes["found"],
                "most_candidates": each.most_candidates,
                "bytes_per_article": {
                    name: size / max(each.stored, 1) for name, size in each.bytes_stored.items()
                },
            }
            for each in rounds
        ],
        "dense_day": asdict(dense) if dense else None,
    }


def print_formats(arguments: argparse.Namespace) -> None:
    """What reading each format costs."""
    warm_up()
    speeds = measure_formats(min(arguments.new, 500), arguments.seed)
    if arguments.json:
        print(json.dumps([asdict(speed) for speed in speeds], indent=2))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in (
        "format",
        "articles",
        "refused",
        "ms read",
        "ms normalize",
        "articles a second",
        "MB a second",
    ):
        table.add_column(column, justify="left" if column == "format" else "right")
    for speed in speeds:
        total, each = speed.seconds_read + speed.seconds_normalized, max(speed.articles, 1)
        table.add_row(
            speed.name,
            str(speed.articles),
            str(speed.refused),
            f"{1000 * speed.seconds_read / each:.2f}",
            f"{1000 * speed.seconds_normalized / each:.2f}",
            f"{speed.articles / total:.0f}",
            f"{speed.megabytes / total:.1f}",
        )
    Console().print(table)


def print_table(report: dict) -> None:
    """For a person: a column for each size of the stock, and the ratio of the last two.

    The first rounds are no measure of growth: until a few thousand are stored, the window of days is not full yet.
    """
    rounds = report["rounds"]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("ms per article")
    for each in rounds:
        table.add_column(f"{each['stored']:,} stored", justify="right")
    before, last = rounds[-2:] if len(rounds) > 1 else (rounds[0], rounds[0])
    table.add_column(f"{last['stored']:,} / {before['stored']:,}", justify="right")
    for name in STEPS:
        values = [each["ms_per_article"][name] for each in rounds]
        ratio = last["ms_per_article"][name] / before["ms_per_article"][name]
        table.add_row(name, *(f"{value:.2f}" for value in values), f"{ratio:.2f}")
        if name == "deduplicate":
            add_details(table, rounds)
    speeds = [each["articles_per_second"] for each in rounds]
    ratio = last["articles_per_second"] / before["articles_per_second"]
    table.add_row("articles a second", *(f"{speed:.0f}" for speed in speeds), f"{ratio:.2f}", style="bold")
    Console().print(table)
    if report["dense_day"]:
        print(
            "dense day: "
            + ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in report["dense_day"].items())
        )
    for each in rounds:
        found = ", ".join(f"{count:,} {name}" for name, count in each["outcomes"].items())
        print(f"{each['stored']:,} stored: {found}")
    print(
        f"peak memory {report['peak_memory_mb']} MB; one process; Python {report['python']}; method {report['method']}"
    )


def add_details(table: Table, rounds: list[dict]) -> None:
    """The parts of the deduplicate step, measured apart, and what candidates cost in the database."""
    for title, group, names, digits in (
        ("  {}", "deduplicate_parts_ms_per_article", PARTS, 3),
        ("  bytes, {}", "bytes_per_article", rounds[0]["bytes_per_article"], 0),
    ):
        for name in names:
            values = [each[group][name] for each in rounds]
            ratio = values[-1] / values[-2 if len(values) > 1 else -1]
            table.add_row(
                title.format(name), *(f"{value:,.{digits}f}" for value in values), f"{ratio:.2f}", style="dim"
            )
    for name in ("candidates_per_article", "most_candidates"):
        values = [each[name] for each in rounds]
        table.add_row(f"  {name.replace('_', ' ')}", *(f"{value:.1f}" for value in values), style="dim")


if __name__ == "__main__":
    sys.exit(main())
