"""`python -m bench.mart_speed`: seconds of a refresh of the marts after a day's articles, with little and with much stored.

Beside them: a full refresh, what a reader waits for meanwhile, and what common questions and checks cost. The stock is that
of `python -m bench`. The day's articles go from staging through the real load: four sources, and a quarter of them reprints.
"""

import argparse
import hashlib
import json
import multiprocessing
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.measure import PAPERS, WIRES, sources
from bench.stock import LAST_DAY, NOW, Stock
from newsfold import dedup
from newsfold.analytics import marts
from newsfold.config.sources import Settings
from newsfold.dedup import placement, versions
from newsfold.local import postgres
from newsfold.model import Article, Fingerprint, SourceFile, StoredStories
from newsfold.pipeline import steps
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import checks, deduplication, ledger, loading
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate
from newsfold.store.staging import StagingWriter

#: Shares of the day's articles.
REPRINTS, LATE = 0.25, 0.01
UNIQUE = "from analytics.unique_articles where"
QUESTIONS = {
    "a day's volume by source": "select * from analytics.daily_volume where grain = 'source' and day = %(day)s",
    "a unique article by its id": f"select * {UNIQUE} article_id = %(article_id)s",
    "a unique article by its story": f"select * {UNIQUE} story_id = %(story_id)s",
    "a source's unique articles of a day": f"select * {UNIQUE} source = 'bench-wire' and day = %(day)s",
    "a day's unique articles, headlines": f"select story_id, headline, article_count {UNIQUE} day = %(day)s",
    "a day's most carried stories": (
        "select * from analytics.story_spread where day = %(day)s order by source_count desc limit 20"
    ),
    "a month's carriage": (
        "select * from analytics.carriage where period = 'month' and period_start = %(month)s"
    ),
    "a day's rising terms": (
        "select * from analytics.rising_terms where day = %(day)s and language = 'en' order by rank"
    ),
    "a day's places": "select * from analytics.places where day = %(day)s",
    "a day's quiet sources": "select * from analytics.source_activity where day = %(day)s and is_quiet",
}
progress = Console(stderr=True)


def main() -> int:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.mart_speed", description=__doc__)
    parser.add_argument("--stored", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--new", type=int, default=10_000, help="articles of the day (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the server is stopped
    with tempfile.TemporaryDirectory(prefix="newsfold-bench-") as folder:
        home = Path(folder)
        server = postgres.start(home)
        try:
            migrate(server.url("owner"))
            urls = {role: server.url(role) for role in ("owner", "loader", "analyst")}
            with closing(connect(urls["loader"])) as connection:
                work = Workspace(
                    connection, RawStore(home / "raw"), Settings(), sources(home / "inbox"), home
                )
                stock = Stock(arguments.seed)
                for number, stored in enumerate(sorted(arguments.stored)):
                    progress.print(f"{stored:,} stored …")
                    stock.grow(work, urls["owner"], stored)
                    print(json.dumps(measure(work, urls, stock, stored, arguments.new, number)), flush=True)
        finally:
            postgres.stop(home)
    return 0


def measure(
    work: Workspace, urls: dict[str, str], stock: Stock, stored: int, new: int, number: int
) -> dict[str, Any]:
    """One size of the stock: a full refresh, then one after a day, with a reader beside each."""
    full, full_wait = timed_refresh(work, urls["analyst"], full=True)
    vacuum(urls["owner"])
    run_id, outcomes = load_day(work, stock, new, number + 1)
    day, day_wait = timed_refresh(work, urls["analyst"], full=False)
    nothing, _ = timed_refresh(work, urls["analyst"], full=False)
    return {
        "stored": stored,
        "outcomes": outcomes,
        "full": full,
        "day": day,
        "nothing": nothing,
        "longest_wait_of_a_reader_ms": {"full": full_wait, "day": day_wait},
        "questions_ms": questions(urls["analyst"]),
        "checks_ms": timed_checks(work, run_id),
        "bytes": sizes(urls["owner"]),
    }


def load_day(work: Workspace, stock: Stock, count: int, number: int) -> tuple[int, dict[str, int]]:
    """A day's articles by the real load, a quarter of them reprints of the others; run, and how many have each outcome."""
    run_id = steps.begin(work, f"bench:day:{number}", "command", None, dry_run=False)
    ids: dict[str, tuple[int, int]] = {}
    for slug, source in sources(work.base / "inbox").items():
        source_id = ledger.register_source(work.connection, source, now=NOW)
        digest = hashlib.sha256(f"{slug} {number}".encode()).hexdigest()
        file = SourceFile(slug, f"{number}.feed", f"file:///{slug}/{number}.feed", digest, 1, NOW, NOW)
        (file_id,) = ledger.record_files(work.connection, source_id, [file])
        ids[slug] = (file_id, source_id)
    ledger.assign_files(work.connection, run_id, [file_id for file_id, _ in ids.values()], len(ids))
    with StagingWriter(run_id, 1) as writer:
        positions = Counter[str]()
        for article, fingerprint in day_articles(stock, count, number):
            placed = replace(article, record_position=positions[article.source])
            writer.add_article(*ids[article.source], NOW, placed, fingerprint, dedup.publisher(article))
            positions[article.source] += 1
        for slug, (file_id, _) in ids.items():
            writer.add_file(file_id, "text", positions[slug])
        writer.copy(work.connection)
    with work.connection:
        arrivals = deduplication.staged_arrivals(work.connection, run_id)
        loading.stage_plan(
            work.connection, run_id, placement.plan(versions.identify(arrivals), {}, {}, StoredStories())
        )
        load_number = deduplication.last_load(work.connection)
        deduplication.note_deduplicated(work.connection, run_id, load_number=load_number, method=dedup.METHOD)
    totals = steps.load(work, run_id, NOW)
    return run_id, {name: totals[name] for name in ("found", "original", "copy", "quarantined")}


def day_articles(stock: Stock, count: int, number: int) -> Iterator[tuple[Article, Fingerprint]]:
    """The stock's texts under new numbers, from four sources; one article in a hundred is of an earlier day of the month."""
    chance = random.Random(number)
    for place in range(count):
        text = int(place * chance.random()) if chance.random() < REPRINTS else place
        slug = chance.choice(WIRES + PAPERS)
        report, fingerprint = stock.texts[text % len(stock.texts)]
        days_ago = chance.randrange(2, 30) if chance.random() < LATE else chance.randrange(2)
        published = datetime.combine(LAST_DAY - timedelta(days=days_ago), datetime.min.time(), UTC)
        published += timedelta(minutes=chance.randrange(24 * 60))
        body = f"{report.body}\n\nDay {number}, text {text}."
        article = Article(
            source=slug, uri=f"https://{slug}.invalid/{number}/{place}", file_uri=f"file:///{slug}/{number}.feed",
            record_position=0, format="text", body=body, word_count=len(body.split()), headline=report.headline,
            language="en", published_on=published.date(), published_at=published, published_precision="instant",
            dateline_place=report.city,
        )  # fmt: skip
        yield article, replace(fingerprint, content_sha256=hashlib.sha256(body.encode()).digest())


def timed_checks(work: Workspace, run_id: int) -> dict[str, float]:
    """Milliseconds of each check of a run; those of less than 20 are left out."""
    found = {}
    for check in checks.all_checks():
        started = time.perf_counter()
        with work.connection:
            checks.run_check(work.connection, check, run_id)
        found[check.name] = round(1000 * (time.perf_counter() - started))
    return {name: took for name, took in found.items() if took >= 20}


def timed_refresh(work: Workspace, reader_url: str, *, full: bool) -> tuple[dict[str, Any], float]:
    """A refresh with its seconds, and the longest that a reader waited meanwhile, in milliseconds."""
    with reading(reader_url) as waits:
        started = time.perf_counter()
        done = marts.refresh(work.connection, now=NOW, full=full)
        seconds = round(time.perf_counter() - started, 2)
    return {**done.as_dict(), "total_seconds": seconds}, round(max(waits, default=0.0), 1)


@contextmanager
def reading(url: str) -> Iterator[list[float]]:
    """A reader in a process of its own that asks for a day's volume and some stories every 50 ms; milliseconds of each answer."""
    context = multiprocessing.get_context("spawn")
    ready, stop, answers = context.Event(), context.Event(), context.Queue()
    process = context.Process(target=read_on, args=(url, ready, stop, answers))
    process.start()
    ready.wait()
    waits: list[float] = []
    try:
        yield waits
    finally:
        stop.set()
        waits.extend(answers.get())
        process.join()


def read_on(url: str, ready: Event, stop: Event, answers: "multiprocessing.Queue[list[float]]") -> None:
    """Ask until told to stop; then give the milliseconds of each answer."""
    waits: list[float] = []
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        while not stop.wait(0.05):
            started = time.perf_counter()
            cursor.execute(QUESTIONS["a day's volume by source"], {"day": LAST_DAY})
            cursor.fetchall()
            cursor.execute(f"select headline {UNIQUE} day = %s limit 10", (LAST_DAY,))
            cursor.fetchall()
            waits.append(1000 * (time.perf_counter() - started))
            ready.set()
    answers.put(waits)


def questions(url: str) -> dict[str, float]:
    """Milliseconds of each question, the median of five."""
    with closing(connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute(
            "select article_id, story_id from analytics.unique_articles where day = %s limit 1", (LAST_DAY,)
        )
        row = cursor.fetchone()
        parameters = {
            "day": LAST_DAY,
            "month": LAST_DAY.replace(day=1),
            "article_id": row.article_id,
            "story_id": row.story_id,
        }
        found = {}
        for name, question in QUESTIONS.items():
            times = []
            for _ in range(5):
                started = time.perf_counter()
                cursor.execute(question, parameters)
                cursor.fetchall()
                times.append(1000 * (time.perf_counter() - started))
            found[name] = round(statistics.median(times), 1)
        return found


def vacuum(owner_url: str) -> None:
    """What autovacuum does within minutes."""
    with closing(connect(owner_url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for table in (
            "article",
            "story",
            "volume",
            "carriage",
            "date_quality",
            "story_term",
            "term_day",
            "rising_term",
        ):
            cursor.execute(f"vacuum (analyze) marts.{table}")


def sizes(owner_url: str) -> dict[str, int]:
    """Bytes of each mart with its indexes, and of everything."""
    with closing(connect(owner_url)) as connection, connection.cursor() as cursor:
        cursor.execute(
            "select relname::text as name, pg_total_relation_size(oid)::bigint as bytes from pg_class"
            " where relnamespace = 'marts'::regnamespace and relkind = 'r'"
            " union all select 'everything', pg_database_size(current_database()) order by 2 desc"
        )
        return {row.name: row.bytes for row in cursor.fetchall()}


if __name__ == "__main__":
    sys.exit(main())
