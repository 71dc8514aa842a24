"""What is measured: each step of the way, on a batch of new articles, with a certain number stored already."""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil

from bench.invented_news import Newsroom, Report, as_page, as_text
from bench.stock import LAST_DAY, NOW
from newsfold.config.sources import Source
from newsfold.dedup import batch as comparing
from newsfold.dedup import placement
from newsfold.local import postgres
from newsfold.pipeline import matching, normalizing, recognizing, running, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store import deduplication, ledger, loading, stories
from newsfold.store.migrations import migrate
from newsfold.store.staging import StagingWriter

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
    parts: Counter[str] = field(default_factory=Counter)
    candidates: int = 0
    most_candidates: int = 0
    bytes_stored: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the time that the block takes."""
        started = time.perf_counter()
        yield
        self.seconds[name] += time.perf_counter() - started

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Add the time that the block takes to a part of the deduplicate step."""
        started = time.perf_counter()
        yield
        self.parts[name] += time.perf_counter() - started


@contextmanager
def own_server() -> Iterator[postgres.Server]:
    """An embedded Postgres of a measurement's own, migrated, in a folder that is removed in the end."""
    with tempfile.TemporaryDirectory(prefix="newsfold-bench-") as folder:
        server = postgres.start(Path(folder))
        try:
            migrate(server.url("owner"))
            yield server
        finally:
            postgres.stop(Path(folder))


def take_in(work: Workspace, name: str) -> None:
    """A run over what lies in the sources' folders, by the real steps and in this process; without checks and marts."""
    running.run(
        work,
        f"bench:{name}",
        "command",
        lambda run_id: steps.fetch(work, run_id, list(work.sources), [], steps.utc_now()),
        processes=0,
        checked=False,
        decisions=False,
        counted=False,
    )


@contextmanager
def timed(module: Any, name: str, server_pid: int | None = None) -> Iterator[dict[str, float]]:
    """The seconds that one function takes: by the clock, and of this process's CPU; and of that of the process of Postgres that
    serves a connection, where it is named.
    """
    seconds = {"clock": 0.0, "cpu": 0.0} | ({} if server_pid is None else {"postgres": 0.0})
    plain: Callable[..., Any] = getattr(module, name)

    def now() -> dict[str, float]:
        spent = {"clock": time.perf_counter(), "cpu": time.process_time()}
        return spent | (
            {} if server_pid is None else {"postgres": sum(psutil.Process(server_pid).cpu_times()[:2])}
        )

    def measured(*arguments: Any, **named: Any) -> Any:
        began = now()
        try:
            return plain(*arguments, **named)
        finally:
            for kind, at in now().items():
                seconds[kind] += at - began[kind]

    setattr(module, name, measured)
    try:
        yield seconds
    finally:
        setattr(module, name, plain)


def sources(inbox: Path) -> dict[str, Source]:
    """Two wires that send text, two papers whose pages are HTML."""
    return {
        slug: Source(slug=slug, location=str(inbox / slug), language="en", settle_seconds=0.0)
        for slug in WIRES + PAPERS
    }


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


def measure(work: Workspace, stored: int, now: datetime = NOW) -> Timings:
    """Take in what is in the inbox, step by step, in this process. Each call for a database needs a `now` of its own."""
    timings = Timings(stored)
    run_id = steps.begin(work, f"bench:{stored}:{now.isoformat()}", "command", None, dry_run=False)
    with timings.step("fetch"):
        batches = steps.fetch(work, run_id, list(WIRES + PAPERS), [LAST_DAY], now)
    for batch in batches:
        normalize(work, run_id, batch.batch, timings)
    with timings.step("deduplicate"):
        steps.deduplicate(work, run_id)
    measure_parts(work, run_id, timings)
    with timings.step("load"):
        totals = steps.load(work, run_id, now)
    with timings.step("check"):
        steps.check(work, run_id, now)
    timings.outcomes = {name: totals[name] for name in ("found", "original", *SHARES, "quarantined")}
    for name in ("fetch", "stage", "deduplicate", "load", "check"):
        timings.articles[name] = totals["found"]
    return timings


def normalize(work: Workspace, run_id: int, batch: int, timings: Timings) -> None:
    """`steps.normalize`, with text, HTML and the COPY into staging timed apart."""
    method = normalizing.current_method(work.connection)
    writer = StagingWriter(run_id, batch, method.name)
    for due in ledger.batch_files(work.connection, run_id, batch):
        name = "normalize, HTML" if due.file.name.endswith(".html") else "normalize, text"
        with timings.step(name):
            steps.normalize_file(work, writer, due, method)
        timings.articles[name] += 1
    with timings.step("stage"):
        writer.copy(work.connection)


def measure_parts(work: Workspace, run_id: int, timings: Timings) -> None:
    """The deduplicate step once more, part by part, in one process; what it stages is undone."""
    connection, method = work.connection, normalizing.current_method(work.connection)
    with timings.part("arrivals"):
        identified = recognizing.recognize(connection, run_id, method)
    with timings.part("candidates"):
        pairs = matching.candidate_pairs(connection, run_id)
    with timings.part("features"):
        packed = matching.packed_features(connection, run_id, comparing.keys_of(pairs), method)
    with timings.part("judge"):
        related = [
            each
            for portion in comparing.in_portions(pairs, comparing.PORTION_TEXTS)
            for each in matching.judge((packed, portion))[0]
        ]
    with timings.part("explain"):
        texts = matching.texts_of(connection, run_id, comparing.keys_of(related), method)
        relations = matching.explain((texts, related))
    with timings.part("place"):
        texts_said = {identity.state.content_sha256 for identity in identified.changed()}
        wanted = texts_said | {key for pair in relations for key in pair}
        holders = deduplication.content_articles(connection, wanted)
        stored = stories.stored_stories(connection, steps.stories_of(identified, holders.values()))
        plan = placement.plan(identified, relations, holders, stored)
    with timings.part("stage the plan"):
        loading.stage_plan(connection, run_id, plan)
    connection.rollback()
    per_text = Counter(pair.one for pair in pairs)
    timings.candidates, timings.most_candidates = len(pairs), max(per_text.values(), default=0)
