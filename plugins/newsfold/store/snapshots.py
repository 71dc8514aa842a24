"""Past states with names: the rows of `ops.snapshot`, and what of a past state is not shown any more."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import psycopg2.errors
import psycopg2.extensions

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows, statement

#: Articles that are held in memory at a time.
PORTION = 500
COVERED_BY = "newsfold snapshot"
HOLDS_LOADS = "that database holds loads of its own: name an empty one"


class SnapshotError(Exception):
    """A snapshot that is none, or can't be made; the message says why."""


def save(connection: Connection, name: str, *, digest: str | None, note: str | None, by: str) -> Any:
    """Name the state of now, and give its row. The caller holds the lock of loads. Raises SnapshotError where the name is taken,
    or is no name.
    """
    values = {"name": name, "digest": digest, "note": note, "by": by}
    try:
        row = fetch_row(connection, "snapshots/save", values)
    except psycopg2.errors.CheckViolation as error:
        raise SnapshotError(
            f"{name!r} is no name for a snapshot: small letters, digits, dots and dashes, 63 at most"
        ) from error
    if row is None:
        raise SnapshotError(f"there is a snapshot {name} already, and it stays what it is")
    return row


def listed(connection: Connection) -> list[Any]:
    """All of them: `name, at, load_number, articles, stories, digest, note, made_at`, the oldest first."""
    return fetch_rows(connection, "snapshots/listed", {})


def moment(connection: Connection, name: str) -> datetime:
    """The moment of a snapshot. Raises SnapshotError where there is none, or where it would not give what it gave."""
    try:
        at: datetime = fetch_row(connection, "snapshots/moment", {"name": name}).at
    except psycopg2.errors.InvalidParameterValue as error:
        raise SnapshotError(f"there is no snapshot {name}") from error
    except psycopg2.errors.ObjectNotInPrerequisiteState as error:
        raise SnapshotError(f"{name}: {error.diag.message_primary}") from error
    return at


def articles(connection: Connection, at: datetime) -> Iterator[tuple[Any, ...]]:
    """The articles of a moment, by day of publication, the undated last; by a cursor on the server."""
    with connection.cursor("snapshot_articles", cursor_factory=psycopg2.extensions.cursor) as cursor:
        cursor.itersize = PORTION
        cursor.execute(statement("snapshots/articles"), {"at": at})
        yield from cursor


def covered(connection: Connection) -> list[tuple[str, bytes]]:
    """The articles that are not shown now, hidden or removed: source and SHA-256 of the uri."""
    return [(row.slug, bytes(row.uri_sha256)) for row in fetch_rows(connection, "snapshots/covered", {})]


def cover(connection: Connection, names: Sequence[tuple[str, bytes]], *, now: datetime) -> int:
    """Write decisions that hide these articles, which are still to be applied; how many there are by now."""
    for slug, uri_sha256 in names:
        values = {"slug": slug, "uri_sha256": uri_sha256, "by": COVERED_BY, "now": now}
        execute(connection, "snapshots/cover", values)
    return int(fetch_row(connection, "snapshots/count_covers", {"by": COVERED_BY}).articles)


def keep_embargoes(connection: Connection, at: datetime) -> None:
    """Let no embargo end that held at a moment."""
    execute(connection, "snapshots/keep_embargoes", {"at": at})


def refuse_older(connection: Connection) -> None:
    """Raise SnapshotError for a database with loads of its own by a version that knew no past evenings: before it is upgraded."""
    found = fetch_row(connection, "snapshots/is_ours", {})
    if found.is_ours and not found.may_be_past and fetch_row(connection, "snapshots/has_runs", {}).has_runs:
        raise SnapshotError(HOLDS_LOADS)


def begin(connection: Connection, at: datetime, *, now: datetime) -> dict[str, Any] | None:
    """Make an empty database one of a past evening, which analysts don't see yet. One that was begun for the same is gone on
    with: gives what `note_built` noted, else None. Raises SnapshotError where it holds loads of its own, or another evening.
    """
    execute(connection, "snapshots/begin", {"at": at, "now": now})
    begun = fetch_row(connection, "snapshots/begun", {})
    if begun is None:
        raise SnapshotError(HOLDS_LOADS)
    if begun.closed_at is not None or begun.at != at:
        raise SnapshotError(f"that database is of {begun.at.isoformat()} already: name an empty one")
    execute(connection, "snapshots/shut", {})
    built: dict[str, Any] | None = begun.built
    return built


def note_built(connection: Connection, built: Mapping[str, Any]) -> None:
    """Note that all is replayed."""
    execute(connection, "snapshots/built", {"built": json.dumps(built)})


def close(connection: Connection, *, now: datetime) -> None:
    """Let no run begin in the database any more, let other clients write only where they say that they will, and analysts in."""
    execute(connection, "snapshots/close", {"now": now})
    with connection.cursor() as cursor:
        cursor.execute(
            "select format('alter database %I set default_transaction_read_only = on', current_database())"
        )
        row = cursor.fetchone()
        cursor.execute(row[0] if row else "")
