"""What the current readers make of a refused record: whether it would pass now."""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from newsfold.config.sources import Source, SourceError, undeclared
from newsfold.config.sources_file import known_sources
from newsfold.model import Article
from newsfold.operate.repairs import file_of
from newsfold.pipeline import reading
from newsfold.pipeline.workspaces import with_kept
from newsfold.raw_store.contract import AnyRawStore
from newsfold.store.connection import Connection
from newsfold.ui.host import Host

#: Files up to this size are read for the page at once, larger ones when a person asks for it, the largest never.
READ_AT_ONCE = 200_000
READ_WHEN_ASKED = 16_000_000
OPENING_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class TodaysReading:
    """`state` is passes, refused, gone (the file has no such record any more), ask (only when asked) or too_large."""

    state: str
    reason_code: str = ""
    detail: str = ""
    format: str = ""
    headline: str = ""
    byline: str = ""
    day: str = ""
    opening: str = ""
    words: int = 0


def todays_reading(source: Source, raw_store: AnyRawStore, record: Any, *, asked: bool) -> TodaysReading:
    """Read a record's file again as one of this source, up to that record. `record` is a row of `store.quarantine.record`."""
    if record.file_size > (READ_WHEN_ASKED if asked else READ_AT_ONCE):
        return TodaysReading("ask" if record.file_size <= READ_WHEN_ASKED and not asked else "too_large")
    items = islice(
        reading.read_file(raw_store, source, file_of(record)),
        record.record_position,
        record.record_position + 1,
    )
    found = next(items, None)
    if found is None:
        return TodaysReading("gone")
    read, result = found
    if not isinstance(result, Article):
        known = result.format or (read.format if read else "")
        return TodaysReading("refused", result.reason_code, result.detail, known)
    return TodaysReading(
        "passes",
        format=result.format,
        headline=result.headline or "",
        byline=", ".join(result.byline),
        day=str(result.published_on or ""),
        opening=result.body[:OPENING_CHARACTERS],
        words=result.word_count,
    )


def read_as(host: Host, connection: Connection, slug: str) -> Source:
    """The source under whose rules a run would read a file: as declared, with what is kept. Part of the caller's transaction."""
    try:
        settings, sources = known_sources(host.project / "dags" / "sources.toml")
    except SourceError:
        return undeclared(slug)
    if slug not in sources:
        return undeclared(slug, settings)
    return with_kept(connection, {slug: sources[slug]})[slug]
