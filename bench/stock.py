"""What is stored when a round begins: some thousands of articles by the real way, the others copied from them in the database."""

import hashlib
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.invented_news import Newsroom, Report
from newsfold import dedup
from newsfold.config.sources import Source
from newsfold.dedup import placement, versions
from newsfold.model import Article, Fingerprint, SourceFile, StoredStories
from newsfold.pipeline import steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store import deduplication, ledger, loading
from newsfold.store.connection import connect
from newsfold.store.staging import StagingWriter

LAST_DAY = date(2025, 9, 27)
NOW = datetime(2025, 9, 28, 3, 0, tzinfo=UTC)
STOCK_PER_DAY = 1_000
#: Different texts in the stock; the same one comes back after five days, with another number in it.
STOCK_TEXTS = 5_000
CLONED_AT_ONCE = 50_000
#: Features are kept of what was loaded in this month and the last one: about so many days.
FEATURE_DAYS = 60
CLONE = Path(__file__).with_name("clone_stock.sql").read_text(encoding="utf-8")
TEMPLATE = """
create temp table bench_template as
select record_position as number, content_id, article_id
from news.version
join ops.file using (file_id)
where file.name like 'stock-%'
"""
TABLES = (
    "content_key",
    "content",
    "article",
    "version",
    "story",
    "membership",
    "event_story",
    "content_appearance",
    "content_features",
    "sentence_text",
    "search_document",
    "search_day",
)
#: Cloning many rows and making the index after them takes a tenth of the time of keeping it up to date.
WORDS_INDEX = "news.search_document_words"


class Stock:
    """Puts articles into the database by the staging tables and the real load, without reading files or comparing.

    Beyond `STOCK_TEXTS` they are copied by SQL, with ids, hashes, days and texts of their own: twenty times as fast.
    """

    def __init__(self, seed: int, log_words: float = 5.75) -> None:
        newsroom = Newsroom(seed, log_words)
        self.texts: list[tuple[Report, Fingerprint]] = []
        for number in range(STOCK_TEXTS):
            report = newsroom.report(number, LAST_DAY)
            self.texts.append((report, dedup.fingerprint(report.body, "en")))
        self.stored = 0

    def grow(self, work: Workspace, owner_url: str, total: int) -> None:
        """Bring the number of stored articles to `total`, the newer ones first, `STOCK_PER_DAY` on a day."""
        loaded = min(total, STOCK_TEXTS)
        if self.stored < loaded:
            self.load(work, range(self.stored, loaded))
            self.stored = loaded
        if self.stored < total:
            self.clone(owner_url, range(self.stored, total))
            self.stored = total

    def load(self, work: Workspace, numbers: range) -> None:
        """One run: all of it originals."""
        source = Source(slug="bench-stock", location="/stock")
        source_id = ledger.register_source(work.connection, source, now=NOW)
        run_id = steps.begin(work, f"bench:stock:{numbers.start}", "command", None, dry_run=False)
        digest = hashlib.sha256(str(numbers).encode()).hexdigest()
        name = f"stock-{numbers.start}.feed"
        file = SourceFile(source.slug, name, f"file:///stock/{name}", digest, 1, NOW, NOW)
        (file_id,) = ledger.record_files(work.connection, source_id, [file])
        ledger.assign_files(work.connection, run_id, [file_id], 1)
        with StagingWriter(run_id, 1) as writer:
            for number in numbers:
                report, found = self.texts[number]
                article = stock_article(source.slug, file.uri, number, report)
                unique = replace(found, content_sha256=hashlib.sha256(article.body.encode()).digest())
                writer.add_article(file_id, source_id, NOW, article, unique, dedup.publisher(article))
            writer.add_file(file_id, "text", len(numbers))
            writer.copy(work.connection)
        with work.connection:
            arrivals = deduplication.staged_arrivals(work.connection, run_id)
            loading.stage_plan(
                work.connection, run_id, placement.plan(versions.identify(arrivals), {}, {}, StoredStories())
            )
            load_number = deduplication.last_load(work.connection)
            deduplication.note_deduplicated(
                work.connection, run_id, load_number=load_number, method=dedup.METHOD
            )
        steps.load(work, run_id, NOW)

    def clone(self, owner_url: str, numbers: range) -> None:
        """Copy what was loaded, and bring the planner's statistics up to date."""
        with closing(connect(owner_url)) as connection, connection.cursor() as cursor:
            cursor.execute(TEMPLATE)
            cursor.execute("select pg_get_indexdef(%s::regclass) as definition", (WORDS_INDEX,))
            words_index = cursor.fetchone().definition.replace(" ON ONLY ", " ON ")
            cursor.execute("select ops.create_search_partitions(%s)", (len(numbers),))
            cursor.execute(f"drop index {WORDS_INDEX}")
            connection.commit()
            for first in range(numbers.start, numbers.stop, CLONED_AT_ONCE):
                bases = {
                    f"{name}_base": first_free(cursor, name) - first
                    for name in ("content", "article", "story")
                }
                last = min(first + CLONED_AT_ONCE, numbers.stop) - 1
                parameters = {
                    **bases, "first": first, "last": last, "last_day": LAST_DAY, "per_day": STOCK_PER_DAY, "now": NOW,
                    "templates": STOCK_TEXTS, "feature_days": FEATURE_DAYS, "month": loading.month_of(NOW),
                }  # fmt: skip
                cursor.execute(CLONE, parameters)
                for name in ("content", "article", "story"):
                    table = "content_key" if name == "content" else name
                    cursor.execute(
                        "select setval(pg_get_serial_sequence(%s, %s), %s)",
                        (f"news.{table}", f"{name}_id", bases[f"{name}_base"] + last),
                    )
                connection.commit()
            cursor.execute("set maintenance_work_mem = '1GB'")
            cursor.execute(words_index)
            connection.commit()
            connection.autocommit = True
            for table in TABLES:
                cursor.execute(f"vacuum (analyze) news.{table}")


def first_free(cursor, name: str) -> int:
    """The id after the largest one of contents, articles or stories."""
    table = "content_key" if name == "content" else name
    cursor.execute(f"select coalesce(max({name}_id), 0) + 1 as free from news.{table}")
    return cursor.fetchone().free


def stock_article(source: str, file_uri: str, number: int, report: Report) -> Article:
    """A stored article. Its number stands in the text, so that no two are copies."""
    body = f"{report.body}\n\nFiled under {number}."
    return Article(
        source=source, uri=f"https://stock.invalid/{number}", file_uri=file_uri, record_position=number, format="text",
        body=body, word_count=len(body.split()), headline=report.headline, language="en",
        published_on=LAST_DAY - timedelta(days=number // STOCK_PER_DAY), published_precision="day",
        dateline_place=report.city,
    )  # fmt: skip


def bytes_stored(owner_url: str) -> dict[str, int]:
    """Bytes of what candidates are found and judged by: tables with their indexes, partitions together."""
    sizes = {}
    with closing(connect(owner_url)) as connection, connection.cursor() as cursor:
        for name, relation in (
            ("appearances, table", "pg_table_size('news.content_appearance')"),
            ("appearances, indexes", "pg_indexes_size('news.content_appearance')"),
            (
                "features",
                "(select sum(pg_total_relation_size(relid)) from pg_partition_tree('news.content_features'))",
            ),
            ("everything", "pg_database_size(current_database())"),
        ):
            cursor.execute(f"select {relation}::bigint as size")
            sizes[name] = cursor.fetchone().size
    return sizes
