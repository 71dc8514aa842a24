"""Articles that are read already, put into the database the real way: staging, the plan, the load."""

import hashlib
import secrets
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from bench.stock import NOW
from newsfold import dedup
from newsfold.config.sources import Settings, Source
from newsfold.model import Article, Fingerprint, SourceFile
from newsfold.pipeline import steps
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import ledger
from newsfold.store.connection import connect
from newsfold.store.staging import StagingWriter

SOURCE = "bench-load"


def prepared(rows: list[dict[str, Any]]) -> list[tuple[Article, Fingerprint]]:
    """The rows (`uri, headline, body, language, published_on, place`) as articles with their fingerprints."""
    articles = [as_article(number, row) for number, row in enumerate(rows)]
    return [(article, dedup.fingerprint_of(article)) for article in articles]


def load_articles(url: str, articles: list[tuple[Article, Fingerprint]]) -> list[Any]:
    """Load them as one run of one file, deduplication included."""
    source, token = Source(slug=SOURCE, location="/load"), secrets.token_hex(8)
    with closing(connect(url)) as connection, tempfile.TemporaryDirectory() as folder:
        work = Workspace(connection, RawStore(Path(folder)), Settings(), {}, Path())
        source_id = ledger.register_source(connection, source, now=NOW)
        run_id = steps.begin(work, f"bench:load:{token}", "command", None, dry_run=False)
        digest = hashlib.sha256(token.encode()).hexdigest()
        file = SourceFile(source.slug, token, f"file:///load/{token}", digest, 1, NOW, NOW)
        (file_id,) = ledger.record_files(connection, source_id, [file])
        ledger.assign_files(connection, run_id, [file_id], 1)
        method = steps.current_method(connection)
        with StagingWriter(run_id, 1, method.name) as writer:
            for article, found in articles:
                writer.add_article(file_id, source_id, NOW, article, found, dedup.publisher(article))
            writer.add_file(file_id, "text", len(articles))
            writer.copy(connection)
        steps.deduplicate(work, run_id)
        steps.load(work, run_id, NOW)
    return []


def as_article(number: int, row: dict[str, Any]) -> Article:
    """One row as an article."""
    return Article(
        source=SOURCE, uri=row["uri"], file_uri="file:///load", record_position=number, format="text", body=row["body"],
        word_count=len(row["body"].split()), headline=row["headline"], language=row["language"],
        published_on=date.fromisoformat(row["published_on"]), published_precision="day", dateline_place=row["place"],
    )  # fmt: skip
