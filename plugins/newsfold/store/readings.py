"""Which files are being read, and the files at which a reader process died."""

from dataclasses import dataclass
from datetime import datetime

import psycopg2.extensions

from newsfold.store.connection import Connection, connect, execute, fetch_row, fetch_rows

NOWHERE = {"file_id": None, "start_at": 0, "end_at": 0}


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """What is read: a file, or the bytes of a large one from `start` on and before `end`; 0 both where it is the whole."""

    file_id: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Death:
    """How often readers died at a place, and how the last one did."""

    deaths: int
    detail: str
    start: int = 0
    end: int = 0


def begin(connection: Connection, run_id: int, batch: int, *, now: datetime) -> ReadPlace | None:
    """Note that a batch is being read; gives where an earlier reader of it was killed, or None."""
    with connection:
        row = fetch_row(connection, "reading_begin", {"run_id": run_id, "batch": batch, "now": now})
    if row is None or row.is_alive or row.file_id is None:
        return None
    return ReadPlace(row.file_id, row.start_at, row.end_at)


def place(connection: Connection, run_id: int, batch: int, file_id: int) -> ReadPlace:
    """Where in this file the reader of a batch was."""
    with connection:
        row = fetch_row(connection, "reading_place", {"run_id": run_id, "batch": batch})
    if row is None or row.file_id != file_id:
        return ReadPlace(file_id)
    return ReadPlace(file_id, row.start_at, row.end_at)


def end(connection: Connection, run_id: int, batch: int) -> None:
    """Note that the batch is no longer being read."""
    with connection:
        execute(connection, "reading_end", {"run_id": run_id, "batch": batch})


def note_death(connection: Connection, run_id: int, at: ReadPlace, detail: str, *, now: datetime) -> None:
    """A reader died at a place."""
    values = {
        "run_id": run_id, "file_id": at.file_id, "start_at": at.start, "end_at": at.end, "detail": detail, "now": now,
    }  # fmt: skip
    with connection:
        execute(connection, "reader_death_note", values)


def deaths(connection: Connection, run_id: int, batch: int) -> dict[int, list[Death]]:
    """Where readers died in the files of a batch, by file; of a range's file, in the batch's range."""
    with connection:
        rows = fetch_rows(connection, "reader_deaths", {"run_id": run_id, "batch": batch})
    found: dict[int, list[Death]] = {}
    for row in rows:
        found.setdefault(row.file_id, []).append(Death(row.deaths, row.detail, row.start_at, row.end_at))
    return found


def notebook(database_url: str) -> Connection:
    """A connection for `note_file`: each note stands at once, without waiting for the disk. A crash of the server ends all
    readers anyway.
    """
    connection = connect(database_url)
    connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit to off")
    return connection


def note_place(notes: Connection, run_id: int, batch: int, at: ReadPlace | None) -> None:
    """Note what is read next; None behind the last file."""
    values = {"file_id": at.file_id, "start_at": at.start, "end_at": at.end} if at else NOWHERE
    execute(notes, "reading_note_file", {"run_id": run_id, "batch": batch, **values})
