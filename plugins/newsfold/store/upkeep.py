"""What the maintenance does in the database, and the record that it keeps."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import psycopg2.errors
from psycopg2 import sql

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

#: A vacuum or an ANALYZE is worth it where at least this many rows, and this share of the table, are dead or changed.
LEAST_ROWS = 1_000
SHARE = 0.1
#: While a drop waits for running queries, new ones wait behind it: after this long it gives up until the next maintenance.
LOCK_SECONDS = 5


class Table(NamedTuple):
    """A table that needs a vacuum or fresh statistics."""

    schema: str
    name: str
    dead_rows: int
    vacuum: bool
    analyze: bool


def partitions(connection: Connection, *, now: datetime) -> list[Any]:
    """The monthly partitions, `name`, `parent`, `month` and `is_over`, in the order in which they can be dropped."""
    return fetch_rows(connection, "upkeep_partitions", {"now": now})


def is_empty(connection: Connection, parent: str, month: date) -> bool:
    """Whether a table of `news` has no row of a month. Asked of the table: new partitions are the owner's alone."""
    query = sql.SQL(
        "select exists (select from {} where month >= %s and month < %s + interval '1 month') as held"
    )
    with connection.cursor() as cursor:
        cursor.execute(query.format(sql.Identifier("news", parent)), (month, month))
        row = cursor.fetchone()
    return not (row and row[0])


def drop_partition(connection: Connection, partition: str) -> bool | None:
    """Drop a partition of a month that is over, unless it holds a row; None where somebody is reading it for too long.

    A transaction of its own.
    """
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(f"set local lock_timeout = '{LOCK_SECONDS}s'")
            return bool(fetch_row(connection, "upkeep_drop_partition", {"name": partition}).dropped)
    except (psycopg2.errors.LockNotAvailable, psycopg2.errors.DeadlockDetected):
        return None


def drop_search_partitions(connection: Connection, *, only_look: bool = False) -> list[str] | None:
    """Drop the parts of the search index that nothing is left of; their names. None where somebody is reading for too long.

    A transaction of its own.
    """
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(f"set local lock_timeout = '{LOCK_SECONDS}s'")
            return list(
                fetch_row(connection, "upkeep_drop_search_partitions", {"only_look": only_look}).names
            )
    except (psycopg2.errors.LockNotAvailable, psycopg2.errors.DeadlockDetected):
        return None


def runs_left_in_staging(connection: Connection, before: datetime) -> list[int]:
    """The runs that began before a time and never loaded what they staged."""
    return [row.run_id for row in fetch_rows(connection, "upkeep_dead_staging", {"before": before})]


def prune_changes(connection: Connection, before: datetime) -> int:
    """Delete rows that the feed of changes no longer needs; how many. Part of the caller's transaction."""
    return int(fetch_row(connection, "upkeep_prune_changes", {"before": before}).pruned)


def old_changes(connection: Connection, before: datetime) -> int:
    """How many changes are older than a time."""
    return int(fetch_row(connection, "upkeep_old_changes", {"before": before}).changes)


def tables_in_need(connection: Connection, *, now: datetime) -> list[Table]:
    """The tables that need a vacuum or fresh statistics."""
    rows = fetch_rows(connection, "upkeep_tables", {"least": LEAST_ROWS, "share": SHARE, "now": now})
    return [Table(*row) for row in rows if row.vacuum or row.analyze]


def tend(connection: Connection, table: Table) -> bool:
    """Vacuum a table, or bring its statistics up to date; False where that is not allowed.

    `connection` must be in no transaction. Postgres 15 and 16 allow it to the tables' owner only.
    """
    verb = sql.SQL("vacuum (analyze) {}" if table.vacuum else "analyze {}")
    connection.autocommit = True
    try:
        del connection.notices[:]
        with connection.cursor() as cursor:
            cursor.execute(verb.format(sql.Identifier(table.schema, table.name)))
        return not any("permission denied" in notice for notice in connection.notices)
    finally:
        connection.autocommit = False


def last_done(connection: Connection, task: str) -> datetime | None:
    """When a task was last done."""
    found: datetime | None = fetch_row(connection, "upkeep_last", {"task": task}).finished_at
    return found


def note(
    connection: Connection,
    task: str,
    report: Mapping[str, Any],
    *,
    dry_run: bool,
    started_at: datetime,
    finished_at: datetime,
) -> None:
    """Keep what a task did. Part of the caller's transaction."""
    values = {
        "task": task,
        "dry_run": dry_run,
        "report": json.dumps(report, default=str),
        "started_at": started_at,
        "finished_at": finished_at,
    }
    execute(connection, "upkeep_note", values)
