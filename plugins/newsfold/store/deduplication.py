"""What deduplicate reads: a run's arrivals, what appeared around its days, and the features and texts of certain texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from newsfold.model import Arrival, StoredArticle
from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows, fetch_tuples


class IncomingAppearance(NamedTuple):
    """One day on which a publisher carried a text that a run brings; `content_id` where the text is stored already."""

    content_sha256: bytes
    day: date
    publisher: str
    terms: bytes
    content_id: int | None


class StoredAppearance(NamedTuple):
    """One day on which a publisher carried a stored text."""

    content_id: int
    day: date
    publisher: str
    terms: bytes


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
        fetched_before_held=row.fetched_before_held,
        version_known=row.version_known,
        latest_version=row.latest_version or 0,
        same_text=stored_or_none(row.content_article_id, row.content_story_id),
        is_removed=row.is_removed and not row.version_known,
    )


def stored_or_none(article_id: int | None, story_id: int | None) -> StoredArticle | None:
    """A stored article and its story, where there is one."""
    return None if article_id is None or story_id is None else StoredArticle(article_id, story_id)


def incoming_appearances(connection: Connection, run_id: int) -> list[IncomingAppearance]:
    """What of a run is to be compared, in the order of the texts' hashes."""
    rows = fetch_tuples(connection, "incoming_appearances", {"run_id": run_id})
    return [
        IncomingAppearance(bytes(content_sha256), day, publisher, bytes(terms), content_id)
        for content_sha256, day, publisher, terms, content_id in rows
    ]


def stored_appearances(connection: Connection, first: date, last: date) -> Iterator[StoredAppearance]:
    """What appeared from one day to another, both included, in any order."""
    for content_id, day, publisher, terms in fetch_tuples(
        connection, "stored_appearances", {"first": first, "last": last}
    ):
        yield StoredAppearance(content_id, day, publisher, bytes(terms))


def content_hashes(connection: Connection, content_ids: Iterable[int]) -> dict[int, bytes]:
    """The hashes of certain stored texts."""
    rows = fetch_tuples(connection, "content_hashes", {"content_id": list(content_ids)})
    return {content_id: bytes(content_sha256) for content_id, content_sha256 in rows}


def staged_features(
    connection: Connection, run_id: int, content_sha256: Iterable[bytes]
) -> dict[bytes, bytes]:
    """The packed features of certain texts of a run, as far as normalize has made them."""
    parameters = {"run_id": run_id, "content_sha256": list(content_sha256)}
    rows = fetch_tuples(connection, "staged_features", parameters)
    return {bytes(key): bytes(features) for key, features in rows if features is not None}


def stored_features(
    connection: Connection, content_sha256: Iterable[bytes], method: str
) -> dict[bytes, bytes]:
    """The packed features of certain stored texts, as far as they are kept for this version of the method."""
    parameters = {"content_sha256": list(content_sha256), "method": method}
    rows = fetch_tuples(connection, "stored_features", parameters)
    return {bytes(key): bytes(features) for key, features in rows}


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
