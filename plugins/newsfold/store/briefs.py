"""Briefs in the database: what each part of one is read from, which days need one, and the pages that are kept."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows


def find_day(connection: Connection, day: date | None) -> Any:
    """`day`, `previous_day` and `next_day` of the day, or of the newest one for None; None where it has no article."""
    return fetch_row(connection, "brief_day", {"day": day})


def part(connection: Connection, name: str, day: date) -> list[Any]:
    """The rows of one part of the brief of a day."""
    return fetch_rows(connection, f"brief_{name}", {"day": day})


def due_days(connection: Connection, newest: int) -> list[date]:
    """The days whose brief is missing or says what is no longer so: of the newest ones, and of those that are kept."""
    return [row.day for row in fetch_rows(connection, "brief_due", {"newest": newest})]


def keep(
    connection: Connection, day: date, html: str, article_ids: list[int], load_number: int, made_at: datetime
) -> None:
    """Keep the page of a day, over the one before it. Part of the caller's transaction."""
    values = {"html": html, "article_ids": article_ids, "load_number": load_number, "made_at": made_at}
    execute(connection, "brief_keep", {"day": day, **values})


def withdraw(connection: Connection, day: date) -> None:
    """Drop the page of a day that has no article any more. Part of the caller's transaction."""
    execute(connection, "brief_withdraw", {"day": day})


def day_articles(connection: Connection, asked: Mapping[str, object]) -> list[Any]:
    """Articles of a day that analysts see, the newest first, 1,000 at most; `found` is how many there are.

    `asked` has `day`, and `source`, `language` (`und` where none is known), `place`, `country` and `opens`, or None.
    """
    return fetch_rows(connection, "day_articles", asked)
