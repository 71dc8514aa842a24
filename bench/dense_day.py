"""Very many articles with one day's dates: whether the candidates stay within their cap, and what is found nevertheless."""

import hashlib
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from bench.invented_news import Newsroom, Report
from bench.measure import SHARES
from bench.stock import NOW
from newsfold import dedup
from newsfold.config.sources import Source
from newsfold.model import Article, SourceFile
from newsfold.pipeline import matching, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store import ledger, loading
from newsfold.store.staging import StagingWriter

#: Far from the days of the stock.
DAY = date(2024, 2, 1)


@dataclass(frozen=True, slots=True)
class DenseDay:
    """What became of the day. The recalls are shares of the retold reports that were found related to another telling,
    or have its very text."""

    articles: int
    pairs: int
    most_candidates: int
    at_cap: int
    seconds_candidates: float
    seconds_relations: float
    ms_per_article: float
    recall_copy: float
    recall_near_copy: float
    recall_rewrite: float
    wrong_relations: int


def measure_dense_day(work: Workspace, seed: int, count: int) -> DenseDay:
    """Stage the day, find its candidates and relations, and hold them against what was planted; nothing is loaded."""
    tellings = write(Newsroom(seed + 77), count)
    run_id, hashes = stage(work, tellings)
    with work.connection:
        loading.analyze_staging(work.connection)
    started = time.perf_counter()
    pairs = matching.candidate_pairs(work.connection, run_id)
    found_at = time.perf_counter()
    relations = matching.relate_pairs(work.connection, run_id, pairs, steps.no_progress, 1)
    ended = time.perf_counter()
    work.connection.rollback()
    with work.connection:
        loading.clear_staging(work.connection, run_id)
    per_text = Counter(pair.one for pair in pairs)
    recalls, wrong = recall(tellings, hashes, set(relations))
    return DenseDay(
        articles=count,
        pairs=len(pairs),
        most_candidates=max(per_text.values(), default=0),
        at_cap=sum(value >= dedup.CANDIDATE_CAP for value in per_text.values()),
        seconds_candidates=round(found_at - started, 2),
        seconds_relations=round(ended - found_at, 2),
        ms_per_article=round(1000 * (ended - started) / count, 3),
        recall_copy=recalls["copy"],
        recall_near_copy=recalls["near_copy"],
        recall_rewrite=recalls["rewrite"],
        wrong_relations=wrong,
    )


def write(newsroom: Newsroom, count: int) -> list[tuple[str, Report]]:
    """Reports, and earlier ones told again in the usual shares."""
    originals: list[Report] = []
    tellings: list[tuple[str, Report]] = []
    for number in range(count):
        chance, kind = newsroom.random.random(), "original"
        for name, share in SHARES.items():
            if originals and kind == "original" and chance < share:
                kind = name
            chance -= share
        if kind == "original":
            originals.append(newsroom.report(number, DAY))
            tellings.append((kind, originals[-1]))
            continue
        report = originals[int(newsroom.random.integers(0, len(originals)))]
        tell = {"copy": lambda same: same, "near_copy": newsroom.near_copy, "rewrite": newsroom.rewrite}[kind]
        tellings.append((kind, tell(report)))
    return tellings


def stage(work: Workspace, tellings: list[tuple[str, Report]]) -> tuple[int, list[bytes]]:
    """Put the day into staging, each article from a source of its own; the run, and the hash of each text."""
    source = Source(slug="bench-dense", location="/dense")
    source_id = ledger.register_source(work.connection, source, now=NOW)
    run_id = steps.begin(work, "bench:dense", "command", None, dry_run=True)
    digest = hashlib.sha256(b"dense").hexdigest()
    file = SourceFile(source.slug, "dense.feed", "file:///dense", digest, 1, NOW, NOW)
    (file_id,) = ledger.record_files(work.connection, source_id, [file])
    hashes = []
    with StagingWriter(run_id, 1) as writer:
        for number, (_, report) in enumerate(tellings):
            article = Article(
                source=source.slug, uri=f"https://dense.invalid/{number}", file_uri=file.uri, record_position=number,
                format="text", body=report.body, word_count=len(report.body.split()), language="en", published_on=DAY,
                published_precision="day",
            )  # fmt: skip
            fingerprint = dedup.fingerprint(article.body, "en")
            writer.add_article(file_id, source_id, NOW, article, fingerprint, f"publisher {number}")
            hashes.append(fingerprint.content_sha256)
        writer.add_file(file_id, "text", len(tellings))
        writer.copy(work.connection)
    return run_id, hashes


def recall(
    tellings: list[tuple[str, Report]], hashes: list[bytes], related: set[tuple[bytes, bytes]]
) -> tuple[dict[str, float], int]:
    """The share of the retold that was found, by kind, and how many relations join different reports."""
    report_of = {hashes[n]: report.number for n, (_, report) in enumerate(tellings)}
    others: dict[int, Counter[bytes]] = defaultdict(Counter)
    for n, (_, report) in enumerate(tellings):
        others[report.number][hashes[n]] += 1
    linked = {pair for one, other in related for pair in ((one, other), (other, one))}
    kinds, found = Counter[str](), Counter[str]()
    for n, (kind, report) in enumerate(tellings):
        likes = others[report.number]
        kinds[kind] += 1
        found[kind] += likes[hashes[n]] > 1 or any((hashes[n], other) in linked for other in likes)
    wrong = sum(report_of[one] != report_of[other] for one, other in related)
    return {kind: round(found[kind] / kinds[kind], 4) for kind in SHARES if kinds[kind]}, wrong
