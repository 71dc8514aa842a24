"""What an export and the feed of changes read: the views of analysts, with an analyst's rights."""

import contextlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import psycopg2.errors
import psycopg2.extensions

from newsfold.store.connection import Connection, fetch_row, fetch_rows, statement

#: Type of Postgres -> what a file writer has to know of it.
KINDS = {
    16: "boolean", 20: "int64", 23: "int32", 25: "text", 700: "float32", 1009: "texts", 1082: "date",
    1184: "timestamp", 3802: "json",
}  # fmt: skip
#: How much is held in memory at a time: rows, or characters.
PORTION_ROWS = 5_000
PORTION_CHARACTERS = 16_000_000
FETCHED_ROWS = 250
#: Changes that are asked for at a time.
PORTION_CHANGES = 5_000

Row = tuple[Any, ...]


class TokenError(Exception):
    """A token that stands for nothing in this database."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of `analytics.articles`; `kind` is one of KINDS."""

    name: str
    kind: str


@dataclass(slots=True)
class HeldDay:
    """How many articles a day has, and the licences of their sources."""

    rows: int = 0
    licences: dict[str, str | None] = field(default_factory=dict)


@contextlib.contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """One transaction that sees one moment and writes nothing."""
    with connection:
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
            # The articles of a day are read to the end: a plan for the first ones would walk through all days.
            cursor.execute("set local cursor_tuple_fraction = 1")
        yield


def article_columns(connection: Connection) -> list[Column]:
    """The columns of `analytics.articles`. Raises KeyError for a type that no writer knows."""
    with connection.cursor() as cursor:
        cursor.execute(statement("export_columns"))
        return [Column(each.name, KINDS[each.type_code]) for each in cursor.description or ()]


def held_days(connection: Connection, first: date | None, last: date | None) -> dict[date | None, HeldDay]:
    """What each day of a range has, both ends included; without a range also what has no day, under None."""
    days: dict[date | None, HeldDay] = {}
    for row in fetch_rows(connection, "export_days", {"first": first, "last": last}):
        day = days.setdefault(row.published_on, HeldDay())
        day.rows += row.articles
        day.licences[row.source] = row.licence
    return days


def current_token(connection: Connection) -> str:
    """The token that stands for what the transaction sees."""
    return str(fetch_row(connection, "export_token", {}).token)


def changed_days(connection: Connection, since: str) -> set[date | None]:
    """The days that articles which changed since the token have or had. Raises TokenError."""
    with refused_tokens():
        # Where there is no article the join asks for no change, and no token is looked at.
        fetch_rows(connection, "changes", {"since": since, "portion": 0})
        return {row.published_on for row in fetch_rows(connection, "export_changed_days", {"since": since})}


def portions(connection: Connection, day: date | None) -> Generator[list[Row], None, None]:
    """The articles of a day, as much at a time as memory should hold, by a cursor on the server."""
    name = "export_undated_articles" if day is None else "export_articles"
    with connection.cursor("export_articles", cursor_factory=psycopg2.extensions.cursor) as cursor:
        cursor.execute(statement(name), {"day": day})
        portion: list[Row] = []
        characters = 0
        while rows := cursor.fetchmany(FETCHED_ROWS):
            portion += rows
            characters += sum(len(value) for row in rows for value in row if isinstance(value, str))
            if len(portion) >= PORTION_ROWS or characters >= PORTION_CHARACTERS:
                yield portion
                portion, characters = [], 0
        if portion:
            yield portion


def changes(
    connection: Connection, since: str | None, portion: int = PORTION_CHANGES
) -> Iterator[list[dict[str, Any]]]:
    """What changed since the token, in portions, each in a transaction of its own. Raises TokenError."""
    while True:
        with refused_tokens(), connection:
            rows = fetch_rows(connection, "changes", {"since": since, "portion": portion})
        if rows:
            yield [row._asdict() for row in rows]
        if len(rows) < portion:
            return
        since = rows[-1].token


@contextlib.contextmanager
def refused_tokens() -> Iterator[None]:
    """A token that the database refuses raises TokenError."""
    try:
        yield
    except psycopg2.errors.InvalidParameterValue as error:
        raise TokenError(error.diag.message_primary) from error
