"""What is measured: each step of the way, on a batch of new articles, with a certain number stored already."""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.invented_news import Newsroom, Report, as_page, as_text, days_back
from newsfold import dedup, steps
from newsfold.dedup import placement
from newsfold.model import Article, Fingerprint, SourceFile
from newsfold.sources import Source
from newsfold.steps import Workspace
from newsfold.store import comparison, ledger, loading
from newsfold.store.staging import StagingWriter

LAST_DAY = date(2025, 9, 27)
NOW = datetime(2025, 9, 28, 3, 0, tzinfo=UTC)
STOCK_PER_DAY = 1_000
STOCK_TEXTS = (
    5_000  # different texts in the stock; the same one comes back after five days, with another number in it
)
STOCK_BATCH = 10_000
SHARES = {"copy": 0.10, "near_copy": 0.08, "rewrite": 0.05}
WIRES = ("bench-wire", "bench-agency")
PAPERS = ("bench-courier", "bench-herald")


@dataclass(slots=True)
class Timings:
    """Seconds by step, and what they were spent on."""

    stored: int
    articles: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    outcomes: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the time that the block takes."""
        started = time.perf_counter()
        yield
        self.seconds[name] += time.perf_counter() - started


def sources(inbox: Path) -> dict[str, Source]:
    """Two wires that send text, two papers whose pages are HTML."""
    return {
        slug: Source(slug=slug, location=str(inbox / slug), language="en", settle_seconds=0.0)
        for slug in WIRES + PAPERS
    }


# --- what is stored already ------------------------------------------------------------------------------------------


class Stock:
    """Puts articles into the database by the staging tables and the real load, without reading files or comparing."""

    def __init__(self, seed: int) -> None:
        newsroom = Newsroom(seed)
        self.texts: list[tuple[Report, Fingerprint]] = []
        for number in range(STOCK_TEXTS):
            report = newsroom.report(number, LAST_DAY)
            self.texts.append((report, dedup.fingerprint(report.body, "en")))
        self.stored = 0

    def grow(self, work: Workspace, total: int) -> None:
        """Bring the number of stored articles to `total`, the newer ones first, `STOCK_PER_DAY` on a day."""
        days = days_back(LAST_DAY, total, STOCK_PER_DAY)[::-1]
        while self.stored < total:
            end = min(self.stored + STOCK_BATCH, total)
            self.load(work, range(self.stored, end), days)
            self.stored = end

    def load(self, work: Workspace, numbers: range, days: Sequence[date]) -> None:
        """One run: all of it originals."""
        source = Source(slug="bench-stock", location="/stock")
        source_id = ledger.register_source(work.connection, source, now=NOW)
        run_id = steps.begin(work, f"bench:stock:{numbers.start}", "command", None, dry_run=False)
        digest = hashlib.sha256(str(numbers).encode()).hexdigest()
        name = f"stock-{numbers.start}.feed"
        file = SourceFile(source.slug, name, f"file:///stock/{name}", digest, 1, NOW, NOW)
        (file_id,) = ledger.record_files(work.connection, source_id, [file])
        ledger.assign_files(work.connection, run_id, [file_id], 1)
        writer = StagingWriter(run_id, 1)
        for position, number in enumerate(numbers):
            report, found = self.texts[number % STOCK_TEXTS]
            article = stock_article(source.slug, file.uri, position, number, report, days[number])
            unique = replace(found, content_sha256=hashlib.sha256(article.body.encode()).digest())
            writer.add_article(file_id, source_id, NOW, article, unique, dedup.publisher(article))
        writer.add_file(file_id, "text", len(numbers))
        writer.copy(work.connection)
        with work.connection:
            plan = placement.plan(comparison.staged_arrivals(work.connection, run_id), {}, {})
            loading.stage_plan(work.connection, run_id, plan)
            load_number = comparison.last_load(work.connection)
            comparison.note_deduplicated(
                work.connection, run_id, load_number=load_number, method=dedup.METHOD
            )
        steps.load(work, run_id, NOW)


def stock_article(
    source: str, file_uri: str, position: int, number: int, report: Report, day: date
) -> Article:
    """A stored article. Its number stands in the text, so that no two are copies."""
    body = f"{report.body}\n\nFiled under {number}."
    return Article(
        source=source, uri=f"https://stock.invalid/{number}", file_uri=file_uri, record_position=position, format="text",
        body=body, word_count=len(body.split()), headline=report.headline, language="en", published_on=day,
        published_precision="day", dateline_place=report.city,
    )  # fmt: skip


# --- what is new ---------------------------------------------------------------------------------------------------------


def write_inbox(inbox: Path, newsroom: Newsroom, count: int, first_number: int) -> None:
    """Files for `count` articles, half text and half HTML, with the shares of copies, near copies and rewrites."""
    originals: list[Report] = []
    for number in range(first_number, first_number + count):
        day = LAST_DAY - timedelta(days=int(newsroom.random.integers(0, 2)))
        report = retold(newsroom, originals) or newsroom.report(number, day)
        if report.number == number:
            originals.append(report)
        write_file(inbox, newsroom, report, number)


def retold(newsroom: Newsroom, originals: list[Report]) -> Report | None:
    """Perhaps an earlier report once more, told anew."""
    chance = newsroom.random.random()
    if not originals or chance >= sum(SHARES.values()):
        return None
    report = originals[int(newsroom.random.integers(0, len(originals)))]
    if chance < SHARES["copy"]:
        return report
    return (
        newsroom.near_copy(report)
        if chance < SHARES["copy"] + SHARES["near_copy"]
        else newsroom.rewrite(report)
    )


def write_file(inbox: Path, newsroom: Newsroom, report: Report, number: int) -> None:
    """One file, from a wire or a paper."""
    wire = number % 2 == 0
    slug = (WIRES if wire else PAPERS)[int(newsroom.random.integers(0, 2))]
    path = inbox / slug / f"{number}.{'txt' if wire else 'html'}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_text(report) if wire else as_page(report, f"https://{slug}.invalid/{number}"))
    written = NOW.timestamp() - 600
    os.utime(path, (written, written))


def measure(work: Workspace, stored: int) -> Timings:
    """Take in what is in the inbox, step by step, in this process."""
    timings = Timings(stored)
    run_id = steps.begin(work, f"bench:{stored}", "command", None, dry_run=False)
    with timings.step("fetch"):
        batches = steps.fetch(work, run_id, list(WIRES + PAPERS), [LAST_DAY], NOW)
    for batch in batches:
        normalize(work, run_id, batch.batch, timings)
    with timings.step("deduplicate"):
        steps.deduplicate(work, run_id)
    with timings.step("load"):
        totals = steps.load(work, run_id, NOW)
    with timings.step("check"):
        steps.check(work, run_id, NOW)
    timings.outcomes = {name: totals[name] for name in ("found", "original", *SHARES, "quarantined")}
    for name in ("fetch", "stage", "deduplicate", "load", "check"):
        timings.articles[name] = totals["found"]
    return timings


def normalize(work: Workspace, run_id: int, batch: int, timings: Timings) -> None:
    """`steps.normalize`, with text, HTML and the COPY into staging timed apart."""
    writer = StagingWriter(run_id, batch)
    for due in ledger.batch_files(work.connection, run_id, batch):
        name = "normalize, HTML" if due.file.name.endswith(".html") else "normalize, text"
        with timings.step(name):
            steps.normalize_file(work, writer, due)
        timings.articles[name] += 1
    with timings.step("stage"):
        writer.copy(work.connection)
