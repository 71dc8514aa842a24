"""One statement of a person's own, for `newsfold sql`."""

from typing import Any

import psycopg2
import psycopg2.extensions

from newsfold.store.connection import Connection


class QueryError(Exception):
    """The server refused the statement, for the reason in the message."""


def run_query(connection: Connection, text: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns and rows that a statement gives; both empty for one that gives none. Raises QueryError."""
    try:
        with connection, connection.cursor(cursor_factory=psycopg2.extensions.cursor) as cursor:
            cursor.execute(text)
            if cursor.description is None:
                return [], []
            return [column.name for column in cursor.description], list(cursor.fetchall())
    except psycopg2.Error as error:
        raise QueryError(str(error).strip()) from error
