"""Searches that somebody keeps: the rows of ops.saved_search, and what new each has found."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from psycopg2.errors import InvalidParameterValue

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

#: Changes that are looked through at a time.
PORTION = 5000


class TooOld(Exception):
    """What changed since a search last looked is told no more."""


class Unfit(ValueError):
    """A search that can't be kept; the message says why."""


def save(
    connection: Connection,
    name: str,
    *,
    by: str,
    now: datetime,
    query: str | None = None,
    language: str | None = None,
    country: str | None = None,
    source: str | None = None,
    event_id: int | None = None,
    quiet: tuple[time, time] | None = None,
    to: str | None = None,
) -> None:
    """Keep a search from now on; the arguments are the columns of ops.saved_search, `to` is the Airflow connection.

    Raises Unfit where the name is taken, where there is no such source or event, or where the query asks only for what an
    article has not.
    """
    given: dict[str, object] = {"name": name, "query": query, "source": source, "event_id": event_id}
    with connection:
        found = fetch_row(connection, "saved_searches/check", given)
        for is_fine, why in (
            (found.has_source, f"there is no source {source}; `newsfold sources` has them"),
            (found.has_event, f"there is no event {event_id}"),
            (found.finds_something, f"{query!r} asks for no word that an article has"),
        ):
            if not is_fine:
                raise Unfit(why)
        quiet_from, quiet_to = quiet or (None, None)
        more: dict[str, object] = {
            "language": language, "country": country, "quiet_from": quiet_from, "quiet_to": quiet_to, "connection": to,
            "by": by, "now": now,
        }  # fmt: skip
        if not execute(connection, "saved_searches/save", given | more):
            raise Unfit(f"there is a search {name} already: remove it first, or take another name")


def remove(connection: Connection, name: str) -> bool:
    """Keep a search no more; False where there is none of that name."""
    with connection:
        return execute(connection, "saved_searches/remove", {"name": name}) > 0


def listed(connection: Connection) -> list[Any]:
    """The rows of sql/statements/saved_searches/listed.sql, by name."""
    with connection:
        return fetch_rows(connection, "saved_searches/listed", {})


def look(connection: Connection, name: str, *, now: datetime) -> int:
    """Look through all changes since the last look, a portion in each transaction; how many stories are new to the search.

    Raises TooOld where it has not looked for so long that changes since were removed: `start_again` goes on from now.
    """
    stories, is_more = 0, True
    while is_more:
        given = {"name": name, "portion": PORTION, "now": now}
        try:
            with connection:
                row = fetch_row(connection, "saved_searches/find", given)
        except InvalidParameterValue as error:
            raise TooOld(name) from error
        stories += row.stories
        is_more = row.changes == PORTION
    return stories


def start_again(connection: Connection, name: str, *, now: datetime) -> None:
    """Go on from now, as what changed since the last look can't be looked through any more."""
    with connection:
        execute(connection, "saved_searches/start_again", {"name": name, "now": now})


def untold(connection: Connection, name: str) -> list[Any]:
    """What it has found and nobody was told of: rows of sql/statements/saved_searches/untold.sql, the newest last."""
    with connection:
        return fetch_rows(connection, "saved_searches/untold", {"name": name})


def note_told(connection: Connection, name: str, article_ids: Sequence[int], *, now: datetime) -> None:
    """Somebody was told."""
    with connection:
        execute(
            connection,
            "saved_searches/note_told",
            {"name": name, "article_ids": list(article_ids), "now": now},
        )
