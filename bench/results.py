"""`python -m bench.results`: each step and the whole, beside other people's tools on the same files; writes bench/RESULTS.md.

All in one run on one machine, in turns, so that its ratios hold elsewhere. The files are invented (bench/invented_news.py),
the same for the same seed. The peers are installed by pip into virtual environments of their own; one that can't be is named as
such. `--pages FILE_OR_FOLDER` measures real HTML pages as well, of which nothing is written but the figures.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import peers
from bench.__main__ import described, run_rounds
from bench.invented_news import Newsroom, Report, as_page, as_text
from bench.results_page import as_markdown
from bench.stock import LAST_DAY
from newsfold.local import postgres
from newsfold.store.migrations import migrate

progress = Console(stderr=True)
RESULTS = Path(__file__).with_name("RESULTS.md")
#: Each piece of work: ours first, then the others.
WORK = {
    "pages": ("newsfold pages", "trafilatura", "news-please"),
    "pairs": ("newsfold pairs", "datasketch"),
    "load": ("newsfold load", "dlt"),
}
RETOLD = {"copy": 0.10, "near_copy": 0.08, "rewrite": 0.10}


def main() -> int:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.results", description=__doc__)
    parser.add_argument(
        "--stored", type=int, nargs="+", default=[10_000, 100_000],
        help="articles stored when a round begins; 1000000 takes an hour (default: 10000 100000)",
    )  # fmt: skip
    parser.add_argument(
        "--new", type=int, default=500, help="new articles in each round (default: %(default)s)"
    )
    parser.add_argument(
        "--whole", type=int, default=2_000, help="text files for `newsfold ingest` (default: %(default)s)"
    )
    parser.add_argument(
        "--articles", type=int, default=400, help="pages and articles for the peers (default: %(default)s)"
    )
    parser.add_argument(
        "--turns", type=int, default=3, help="how often each one's turn comes (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=Path, help="a folder or a WARC file of further HTML pages")
    parser.add_argument(
        "--peers", type=Path, default=Path(".newsfold/bench-peers"),
        help="where the peers are installed (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--no-peers", action="store_true", help="measure only Newsfold")
    parser.add_argument(
        "--output", default=str(RESULTS), help="the page; - for standard output (default: %(default)s)"
    )
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    page = as_markdown(measured(arguments))
    if arguments.output == "-":
        print(page, end="")
    else:
        Path(arguments.output).write_text(page, encoding="utf-8")
        progress.print(f"written: {arguments.output}")
    return 0


def measured(arguments: argparse.Namespace) -> dict[str, Any]:
    """All figures of the page."""
    there = {} if arguments.no_peers else installed(arguments.peers.resolve())
    with tempfile.TemporaryDirectory(prefix="newsfold-results-") as folder:
        home = Path(folder)
        files = home / "files"
        write_files(files, arguments.articles, arguments.seed)
        with database(home / "whole") as server:
            whole = whole_way(home, server.url("owner"), arguments.whole, arguments.seed)
        with database(home / "contests") as server:
            contests = {
                work: in_turns(names, there, files, server, arguments.turns) for work, names in WORK.items()
            }
            if arguments.pages:
                write_real_pages(home / "real", arguments.pages)
                contests["real pages"] = in_turns(
                    WORK["pages"], there, home / "real", server, arguments.turns
                )
        with database(home / "rounds") as server:
            rounds = run_rounds(server.url("loader"), server.url("owner"), home, arguments)
    return {
        "steps": described(rounds, None),
        "whole": whole,
        "contests": contests,
        "peers": {name: (peer.version, peer.problem) for name, peer in there.items()},
        "arguments": {
            name: getattr(arguments, name) for name in ("articles", "turns", "whole", "new", "seed")
        },
        "processors": len(os.sched_getaffinity(0)),
    }


@contextmanager
def database(home: Path) -> Iterator[postgres.Server]:
    """A Postgres of its own, stopped at the end."""
    home.mkdir()
    server = postgres.start(home)
    try:
        migrate(server.url("owner"))
        yield server
    finally:
        postgres.stop(home)


def installed(folder: Path) -> dict[str, peers.Peer]:
    """All peers, installed or not."""
    found = {}
    for name in peers.PACKAGES:
        progress.print(f"installing {name} …")
        found[name] = peers.install(name, folder)
    return found


def in_turns(
    names: tuple[str, ...], there: dict[str, peers.Peer], files: Path, server: postgres.Server, turns: int
) -> dict[str, dict[str, Any]]:
    """What each contender measured, one after the other, several times: the medians, and the ratio to ours turn by turn."""
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for turn in range(turns):
        for name in names:
            progress.print(f"turn {turn + 1}: {name} …")
            peer = there.get(name)
            if name.startswith("newsfold"):
                told[name].append(peers.run_ours(name, files, server.url("loader")))
            elif peer is None or peer.problem:
                told[name].append({"problem": peer.problem if peer else "not asked for"})
            else:
                told[name].append(peers.run(name, peer.python, files, server.url("owner")))
    return {name: summed_up(rows, told[names[0]]) for name, rows in told.items()}


def summed_up(rows: list[dict[str, Any]], ours: list[dict[str, Any]]) -> dict[str, Any]:
    """Medians of milliseconds an item, by this process's CPU and by the clock, and the medians of the ratios to ours."""
    problem = next((row["problem"] for row in rows if "problem" in row), None)
    if problem is not None:
        return {"problem": problem}
    summary = dict(rows[-1])
    for figure in ("cpu", "seconds"):
        summary[f"{figure}_ms"] = statistics.median(1000 * row[figure] / row["items"] for row in rows)
        ratios = [row[figure] / own[figure] for row, own in zip(rows, ours, strict=True) if own.get(figure)]
        summary[f"{figure}_ratio"] = statistics.median(ratios) if ratios else None
    return summary


def whole_way(home: Path, url: str, count: int, seed: int) -> dict[str, Any]:
    """`newsfold ingest` on text files, with all processors: articles a second, its start and the marts included."""
    inbox, newsroom = home / "texts", Newsroom(seed + 77)
    inbox.mkdir()
    for number in range(count):
        (inbox / f"{number}.txt").write_bytes(as_text(newsroom.report(50_000_000 + number, LAST_DAY)))
    progress.print(f"newsfold ingest on {count:,} texts …")
    command = [
        sys.executable,
        "-m",
        "newsfold.cli",
        "ingest",
        str(inbox),
        "--database-url",
        url,
        "--json",
    ]
    environment = {
        **os.environ,
        "NEWSFOLD_HOME": str(home / "ingest"),
        "PYTHONPATH": str(peers.PROJECT / "plugins"),
    }
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 1):
        return {"problem": done.stderr.strip()[-300:]}
    return {"articles": count, "seconds": seconds}


# --- the files ------------------------------------------------------------------------------------------------------------


def write_files(folder: Path, count: int, seed: int) -> None:
    """Pages with their titles and days, news with who tells which report again, and articles with their fields."""
    folder.mkdir(parents=True)
    newsroom = Newsroom(seed + 99)
    told = list(tellings(newsroom, count))
    pages, news, articles = [], [], []
    for number, (report, kind) in enumerate(told):
        url = f"https://courier.invalid/news/{number}"
        (folder / f"{number}.html").write_bytes(as_page(report, url))
        day = report.day.isoformat()
        pages.append({"file": f"{number}.html", "url": url, "title": report.headline, "day": day})
        news.append(
            {
                "report": report.number,
                "kind": kind,
                "day": day,
                "publisher": f"paper-{number % 7}",
                "text": report.body,
            }
        )
        articles.append({
            "uri": url, "headline": report.headline, "body": report.body, "language": "en", "published_on": day,
            "place": report.city,
        })  # fmt: skip
    for name, rows in (("pages", pages), ("news", news), ("articles", articles)):
        write_rows(folder / f"{name}.jsonl", rows)


def tellings(newsroom: Newsroom, count: int) -> Iterator[tuple[Report, str]]:
    """Reports, a part of them told again later."""
    originals: list[Report] = []
    for number in range(count):
        kind = str(
            newsroom.random.choice([*RETOLD, "original"], p=[*RETOLD.values(), 1 - sum(RETOLD.values())])
        )
        if not originals or kind == "original":
            report = newsroom.report(number, LAST_DAY - timedelta(days=int(newsroom.random.integers(0, 3))))
            originals.append(report)
            yield report, "original"
            continue
        report = originals.pop(int(newsroom.random.integers(0, len(originals))))
        yield (report if kind == "copy" else getattr(newsroom, kind)(report)), kind


def write_real_pages(folder: Path, given: Path) -> None:
    """The HTML pages of a folder or of a WARC file, side by side, without a statement what is right."""
    folder.mkdir()
    rows = []
    for number, (url, data) in enumerate(read_pages(given)):
        (folder / f"{number}.html").write_bytes(data)
        rows.append({"file": f"{number}.html", "url": url})
    write_rows(folder / "pages.jsonl", rows)


def read_pages(given: Path) -> Iterator[tuple[str, bytes]]:
    """Address and bytes of each page."""
    if given.is_dir():
        for path in sorted(given.rglob("*.htm*")):
            yield path.as_uri(), path.read_bytes()
        return
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with given.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            if "html" in (record.http_content_type or ""):
                yield (
                    record.headers.get("WARC-Target-URI") or f"record {record.record_id}",
                    record.reader.read(),
                )


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    """JSON Lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
