"""What deduplicate reads: a run's arrivals, what appeared around its days, and the features and texts of certain texts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

from newsfold.model import Arrival, HeldArticle, State, StoredArticle
from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows, fetch_tuples

#: How many of the newest articles under one id or address are compared: more than a feed has items.
NEWEST_HELD = 200
MARKS_AT_ONCE = 50_000


class IncomingAppearance(NamedTuple):
    """One day on which a publisher carried a text that a run brings; `content_id` where the text is stored already."""

    content_sha256: bytes
    day: date
    publisher: str
    terms: bytes
    content_id: int | None
    crossing: bytes = b""


class StoredAppearance(NamedTuple):
    """One day on which a publisher carried a stored text."""

    content_id: int
    day: date
    publisher: str
    terms: bytes


@dataclass(frozen=True, slots=True)
class StoredText:
    """A text, its language (ISO 639-1), and a headline of it."""

    body: str
    language: str | None
    headline: str | None


def staged_arrivals(connection: Connection, run_id: int) -> list[Arrival]:
    """The run's normalized records in their fixed order: by day, then by instant, then as fetched."""
    rows = fetch_rows(connection, "staged_arrivals", {"run_id": run_id})
    return [arrival(number, row) for number, row in enumerate(rows)]


def arrival(number: int, row: Any) -> Arrival:
    """One row of `staged_arrivals`."""
    return Arrival(
        number=number,
        source_id=row.source_id,
        uri=row.uri,
        place_sha256=bytes(row.place_sha256),
        state=state_of(row),
        other_uri=row.other_uri,
        other_sha256=bytes_or_none(row.other_sha256),
        text_uri=row.text_uri,
        kind=row.identity_kind,
        is_removed=row.is_removed,
    )


def state_of(row: Any) -> State:
    """The state of an article in a row of `staged_arrivals` or `held_articles`."""
    return State(
        version_sha256=bytes(row.version_sha256),
        said_sha256=bytes(row.said_sha256),
        content_sha256=bytes(row.content_sha256),
        day=row.day,
        file_id=row.file_id,
        record_position=row.record_position,
        file_name=row.file_name,
        headline=row.headline,
        changed_at=row.changed_at,
        arrived_at=row.arrived_at,
        modified_at=row.file_modified_at,
        is_returned=row.is_returned,
        is_dated=row.is_dated,
        is_usable=row.is_usable,
    )


def bytes_or_none(value: Any) -> bytes | None:
    """A bytea that may be null."""
    return None if value is None else bytes(value)


def held_articles(connection: Connection, run_id: int) -> list[HeldArticle]:
    """The stored articles that the run's records may be of, the `NEWEST_HELD` newest ones under each id or address."""
    rows = fetch_rows(connection, "held_articles", {"run_id": run_id, "newest": NEWEST_HELD})
    return [
        HeldArticle(
            article=StoredArticle(row.article_id, row.story_id),
            source_id=row.source_id,
            uri=row.uri,
            place_sha256=bytes(row.place_sha256),
            other_sha256=bytes_or_none(row.other_sha256),
            state=state_of(row),
            latest_version=row.latest_version,
            said_sha256=frozenset(map(bytes, row.said)),
            content_sha256=frozenset(map(bytes, row.contents)),
            versions_sha256=frozenset(map(bytes, row.versions_sha256)),
            records=frozenset(zip(row.file_ids, row.record_positions, strict=True)),
        )
        for row in rows
    ]


def doubted_places(connection: Connection, run_id: int) -> set[tuple[int, bytes]]:
    """Those of the run's ids and addresses that are known to be shared: source's id and hash."""
    rows = fetch_rows(connection, "doubted_places", {"run_id": run_id})
    return {(row.source_id, bytes(row.place_sha256)) for row in rows}


def incoming_appearances(
    connection: Connection, run_id: int, again: Iterable[bytes] = ()
) -> list[IncomingAppearance]:
    """What of a run is to be compared, in the order of the texts' hashes; `again` are stored texts that articles say again."""
    parameters = {"run_id": run_id, "again": list(again)}
    rows = fetch_tuples(connection, "incoming_appearances", parameters)
    return [
        IncomingAppearance(bytes(content_sha256), day, publisher, bytes(terms), content_id, bytes(crossing))
        for content_sha256, day, publisher, terms, content_id, crossing in rows
    ]


def stored_appearances(connection: Connection, first: date, last: date) -> Iterator[StoredAppearance]:
    """What appeared from one day to another, both included, in any order."""
    for content_id, day, publisher, terms in fetch_tuples(
        connection, "stored_appearances", {"first": first, "last": last}
    ):
        yield StoredAppearance(content_id, day, publisher, bytes(terms))


def stored_crossings(
    connection: Connection, first: date, last: date, other_than: str | None = None
) -> Iterator[tuple[int, date, bytes]]:
    """What appeared from one day to another, as texts in other languages look for it: text, day and packed names, figures and
    vector; without the texts in `other_than`, where it is given."""
    parameters = {"first": first, "last": last, "other_than": other_than}
    for content_id, day, crossing in fetch_tuples(connection, "stored_crossings", parameters):
        yield content_id, day, bytes(crossing)


def marks(
    connection: Connection, run_id: int | None, content_sha256: Iterable[bytes]
) -> dict[bytes, tuple[int, ...]]:
    """The marks of certain texts, as the run has staged them, else as they are stored."""
    keys = list(content_sha256)
    rows = fetch_tuples(connection, "stored_marks", {"content_sha256": keys})
    if run_id is not None:
        rows += fetch_tuples(connection, "staged_marks", {"run_id": run_id, "content_sha256": keys})
    return {bytes(key): tuple(found) for key, found in rows}


def marked_texts(
    connection: Connection, wanted: Iterable[tuple[int, int]], commonest: int
) -> list[tuple[int, int, int]]:
    """The stored texts that share marks with others: the other's number, the text's id, the mark; `wanted`: number, mark.

    They are asked for in portions: the server holds some 500 bytes for each mark of a statement, and a run has millions.
    """
    found: list[tuple[int, int, int]] = []
    rest = iter(wanted)
    while portion := list(islice(rest, MARKS_AT_ONCE)):
        parameters = {
            "numbers": [number for number, _ in portion],
            "marks": [mark for _, mark in portion],
            "commonest": commonest,
        }
        found += fetch_tuples(connection, "marked_texts", parameters)
    return found


def appearances_of(connection: Connection, content_ids: Iterable[int]) -> list[tuple[int, date, str]]:
    """When and by whom certain texts were carried."""
    return fetch_tuples(connection, "appearances_of", {"content_ids": list(content_ids)})


def texts_not_found(connection: Connection, limit: int) -> dict[int, StoredText]:
    """Some of the texts that are compared and that no text in another language or of another month finds, by their ids."""
    rows = fetch_rows(connection, "texts_not_found", {"limit": limit})
    return {row.content_id: StoredText(row.body, row.language, row.headline) for row in rows}


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
    return {bytes(row.content_sha256): StoredText(row.body, row.language, row.headline) for row in rows}


def stored_texts(connection: Connection, content_sha256: Iterable[bytes]) -> dict[bytes, StoredText]:
    """Certain stored texts."""
    rows = fetch_rows(connection, "stored_text", {"content_sha256": list(content_sha256)})
    return {bytes(row.content_sha256): StoredText(row.body, row.language, row.headline) for row in rows}


def content_articles(
    connection: Connection, content_sha256: Iterable[bytes], superseded: Iterable[int] = ()
) -> dict[bytes, StoredArticle]:
    """For each of certain texts an article that says it now, and its story; the articles with the ids `superseded` are said to
    change."""
    parameters = {"content_sha256": list(content_sha256), "superseded": list(superseded)}
    rows = fetch_rows(connection, "content_articles", parameters)
    return {bytes(row.content_sha256): StoredArticle(row.article_id, row.story_id) for row in rows}


def last_load(connection: Connection) -> int:
    """The number of the last load that has committed."""
    return int(fetch_row(connection, "last_load", {}).load_number)


def note_deduplicated(connection: Connection, run_id: int, *, load_number: int, method: str) -> None:
    """The run has been deduplicated against everything up to that load."""
    execute(connection, "note_deduplicated", {"run_id": run_id, "load_number": load_number, "method": method})
