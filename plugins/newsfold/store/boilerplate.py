"""Boilerplate: sentences that are set aside before texts are compared, as stored and as learned."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

PORTION = 2_000


class SourceText(NamedTuple):
    """One text of a source with its day."""

    day: date
    content_id: int
    body: str


def current(connection: Connection) -> tuple[int, frozenset[int]]:
    """The version of the boilerplate (0 before any is learned), and the keys of its sentences."""
    row = fetch_row(connection, "current_boilerplate", {})
    return row.version, frozenset(row.keys)


def current_version(connection: Connection) -> int:
    return int(fetch_row(connection, "boilerplate_version", {}).version)


def sources(connection: Connection) -> dict[int, frozenset[int]]:
    """The sources with articles, and the sentences that each has set aside."""
    return {row.source_id: frozenset(row.keys) for row in fetch_rows(connection, "boilerplate_sources", {})}


def source_texts(connection: Connection, source_id: int) -> list[SourceText]:
    """The texts that a source's articles show now."""
    rows = fetch_rows(connection, "source_texts", {"source_id": source_id})
    return [SourceText(row.day, row.content_id, row.body) for row in rows]


def contents(connection: Connection) -> Iterator[tuple[int, bytes, str]]:
    """Id, hash and body of every stored text."""
    after = 0
    while rows := fetch_rows(connection, "contents_in_portions", {"after": after, "limit": PORTION}):
        for row in rows:
            yield row.content_id, bytes(row.content_sha256), row.body
        after = rows[-1].content_id


def end(connection: Connection, source_id: int, keys: Iterable[int], *, run_id: int, now: datetime) -> None:
    """End the boilerplate status of some sentences of a source. Part of the caller's transaction."""
    parameters = {"source_id": source_id, "keys": sorted(keys), "run_id": run_id, "now": now}
    execute(connection, "end_boilerplate", parameters)


def add(
    connection: Connection,
    source_id: int,
    sentences: Mapping[int, tuple[str, int]],
    *,
    run_id: int,
    now: datetime,
) -> None:
    """Add sentences of a source as boilerplate (key -> words, number of reports). Part of the caller's transaction."""
    rows = sorted(sentences.items())
    parameters = {
        "source_id": source_id,
        "keys": [key for key, _ in rows],
        "sentences": [words.replace("\x00", "") for _, (words, _) in rows],
        "reports": [reports for _, (_, reports) in rows],
        "run_id": run_id,
        "now": now,
    }
    execute(connection, "insert_boilerplate", parameters)


def refresh_terms(connection: Connection, rows: Sequence[tuple[int, bytes, bytes]]) -> None:
    """Store new terms, and what texts in other languages look for, of certain texts. Part of the caller's transaction."""
    content_ids, terms, crossings = (
        (list(column) for column in zip(*rows, strict=True)) if rows else ([], [], [])
    )
    execute(connection, "refresh_terms", {"content_ids": content_ids, "terms": terms})
    refresh_crossings(connection, dict(zip(content_ids, crossings, strict=True)))


def refresh_crossings(connection: Connection, crossings: Mapping[int, bytes]) -> None:
    """Store what texts in other languages look for in certain texts. Part of the caller's transaction."""
    parameters = {"content_ids": list(crossings), "crossings": list(crossings.values())}
    execute(connection, "refresh_crossings", parameters)


def refresh_marks(connection: Connection, found: Mapping[int, Iterable[int]]) -> None:
    """Store the marks of certain texts. Part of the caller's transaction."""
    rows = [(mark, content_id) for content_id, marks in found.items() for mark in set(marks)]
    parameters = {"marks": [mark for mark, _ in rows], "content_ids": [content_id for _, content_id in rows]}
    execute(connection, "refresh_marks", parameters)


def keep_features(connection: Connection, old: str, new: str, changed: Iterable[int]) -> None:
    """Features of texts that did not change belong to the new name of the method. Part of the caller's transaction."""
    execute(connection, "keep_features", {"old_method": old, "method": new, "content_ids": sorted(changed)})


def staged_by_other_method(
    connection: Connection, run_id: int, method: str
) -> list[tuple[int, int, str, str | None, str | None]]:
    """File, position, body, headline and language of a run's records that were read by another method."""
    rows = fetch_rows(connection, "staged_by_other_method", {"run_id": run_id, "method": method})
    return [(row.file_id, row.record_position, row.body, row.headline, row.language) for row in rows]


def refresh_staged(
    connection: Connection, run_id: int, rows: Sequence[tuple[int, int, bytes, bytes, bytes]], method: str
) -> None:
    """File, position, terms, features and crossing of records that were read again. Part of the caller's transaction."""
    columns: list[list[object]] = (
        [list(column) for column in zip(*rows, strict=True)] if rows else [[], [], [], [], []]
    )
    names = ("file_ids", "positions", "terms", "features", "crossings")
    execute(connection, "refresh_staged", {"run_id": run_id, **dict(zip(names, columns, strict=True))})
    execute(connection, "note_staged_method", {"run_id": run_id, "method": method})
