"""What deduplicate reads: a run's arrivals, the pairs of texts worth comparing, and the texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from newsfold.model import Arrival, StoredArticle
from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows
from newsfold.store.staging import WEIGHT_UNIT


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two texts worth comparing, by content hash, the days between two of their appearances, and whether those had
    the same publisher. Texts with several appearances make several pairs, the likeliest last."""

    one: bytes
    other: bytes
    days_apart: int
    same_publisher: bool


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text and its language (ISO 639-1)."""

    body: str
    language: str | None


def staged_arrivals(connection: Connection, run_id: int) -> list[Arrival]:
    """The run's normalized records in their fixed order: by day, then by instant, then as fetched."""
    rows = fetch_rows(connection, "staged_arrivals", {"run_id": run_id})
    return [arrival(number, row) for number, row in enumerate(rows)]


def arrival(number: int, row: Any) -> Arrival:
    """One row of `staged_arrivals`."""
    return Arrival(
        number=number,
        file_id=row.file_id,
        record_position=row.record_position,
        identity=(row.source_id, bytes(row.uri_sha256)),
        version_sha256=bytes(row.version_sha256),
        content_sha256=bytes(row.content_sha256),
        day=row.day,
        changed_at=row.changed_at,
        known=stored_or_none(row.article_id, row.story_id),
        held_version_sha256=None if row.held_version_sha256 is None else bytes(row.held_version_sha256),
        held_changed_at=row.held_changed_at,
        version_known=row.version_known,
        latest_version=row.latest_version or 0,
        same_text=stored_or_none(row.content_article_id, row.content_story_id),
    )


def stored_or_none(article_id: int | None, story_id: int | None) -> StoredArticle | None:
    """A stored article and its story, where there is one."""
    return None if article_id is None or story_id is None else StoredArticle(article_id, story_id)


def candidate_pairs(
    connection: Connection,
    run_id: int,
    *,
    window_days: int,
    minimum_shared_terms: int,
    minimum_shared_weight: float,
    cap: int,
) -> list[CandidatePair]:
    """The pairs whose heaviest terms are like enough within the window of days, at most `cap` a text."""
    parameters = {
        "run_id": run_id,
        "window_days": window_days,
        "minimum_shared_terms": minimum_shared_terms,
        "minimum_shared_weight": round(minimum_shared_weight * WEIGHT_UNIT**2),
        "cap": cap,
    }
    rows = fetch_rows(connection, "candidate_pairs", parameters)
    return [
        CandidatePair(bytes(row.content_sha256), bytes(row.other_sha256), row.days_apart, row.same_publisher)
        for row in rows
    ]


def staged_texts(
    connection: Connection, run_id: int, content_sha256: Iterable[bytes]
) -> dict[bytes, StoredText]:
    """Certain texts of a run."""
    parameters = {"run_id": run_id, "content_sha256": list(content_sha256)}
    rows = fetch_rows(connection, "staged_text", parameters)
    return {bytes(row.content_sha256): StoredText(row.body, row.language) for row in rows}


def stored_texts(connection: Connection, content_sha256: Iterable[bytes]) -> dict[bytes, StoredText]:
    """Certain stored texts."""
    rows = fetch_rows(connection, "stored_text", {"content_sha256": list(content_sha256)})
    return {bytes(row.content_sha256): StoredText(row.body, row.language) for row in rows}


def content_articles(connection: Connection, content_sha256: Iterable[bytes]) -> dict[bytes, StoredArticle]:
    """For each of certain stored texts an article that holds it, and its story."""
    rows = fetch_rows(connection, "content_articles", {"content_sha256": list(content_sha256)})
    return {bytes(row.content_sha256): StoredArticle(row.article_id, row.story_id) for row in rows}


def last_load(connection: Connection) -> int:
    """The number of the last load that has committed."""
    return int(fetch_row(connection, "last_load", {}).load_number)


def note_deduplicated(connection: Connection, run_id: int, *, load_number: int, method: str) -> None:
    """The run has been deduplicated against everything up to that load."""
    execute(connection, "note_deduplicated", {"run_id": run_id, "load_number": load_number, "method": method})
