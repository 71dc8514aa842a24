"""Which files are being read, and the files at which a reader process died."""

from dataclasses import dataclass
from datetime import datetime

import psycopg2.extensions

from newsfold.store.connection import Connection, connect, execute, fetch_row, fetch_rows


@dataclass(frozen=True, slots=True)
class Death:
    """How often readers died at a file, and how the last one did."""

    deaths: int
    detail: str


def begin(connection: Connection, run_id: int, batch: int, *, now: datetime) -> int | None:
    """Note that a batch is being read; gives the file at which an earlier reader of it was killed, or None."""
    with connection:
        row = fetch_row(connection, "reading_begin", {"run_id": run_id, "batch": batch, "now": now})
    return None if row is None or row.is_alive else row.file_id


def end(connection: Connection, run_id: int, batch: int) -> None:
    """Note that the batch is no longer being read."""
    with connection:
        execute(connection, "reading_end", {"run_id": run_id, "batch": batch})


def note_death(connection: Connection, run_id: int, file_id: int, detail: str, *, now: datetime) -> None:
    """A reader died at a file."""
    with connection:
        values = {"run_id": run_id, "file_id": file_id, "detail": detail, "now": now}
        execute(connection, "reader_death_note", values)


def deaths(connection: Connection, run_id: int, batch: int) -> dict[int, Death]:
    """The files of a batch at which readers died."""
    with connection:
        rows = fetch_rows(connection, "reader_deaths", {"run_id": run_id, "batch": batch})
    return {row.file_id: Death(row.deaths, row.detail) for row in rows}


def notebook(database_url: str) -> Connection:
    """A connection for `note_file`: each note stands at once, without waiting for the disk. A crash of the server ends all
    readers anyway.
    """
    connection = connect(database_url)
    connection.set_isolation_level(psycopg2.extensions.ISOLATION_LEVEL_AUTOCOMMIT)
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit to off")
    return connection


def note_file(notes: Connection, run_id: int, batch: int, file_id: int | None) -> None:
    """Note which file is read next."""
    execute(notes, "reading_note_file", {"run_id": run_id, "batch": batch, "file_id": file_id})
