"""What sources delivered and how they failed, for their page. Each function is part of the caller's transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from newsfold.store.connection import Connection, fetch_rows


def by_slug(connection: Connection, name: str, parameters: Mapping[str, object]) -> dict[str, list[Any]]:
    """The rows of a statement by their `slug`."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in fetch_rows(connection, name, parameters):
        found[row.slug].append(row)
    return dict(found)


def days(connection: Connection, last_day: date, number: int, slugs: Sequence[str]) -> dict[str, list[Any]]:
    """Files and records of each of so many news days up to `last_day`, with what is usual and how the day was, by source."""
    asked = {"last_day": last_day, "days": number, "slugs": list(slugs)}
    return by_slug(connection, "source_days", asked)


def errors(connection: Connection, since: datetime, slugs: Sequence[str]) -> dict[str, list[Any]]:
    """Failures since a moment by source: one row a class, the last one first."""
    return by_slug(connection, "source_errors", {"since": since, "slugs": list(slugs)})


def gaps(connection: Connection, most: int, slugs: Sequence[str]) -> dict[str, list[Any]]:
    """What of each source's listing is unknown now, the first so many parts, by source."""
    return by_slug(connection, "source_gaps", {"most": most, "slugs": list(slugs)})


def acts(connection: Connection, slugs: Sequence[str]) -> dict[str, list[Any]]:
    """What people did to each source, the last first."""
    return by_slug(connection, "source_acts", {"slugs": list(slugs)})


def silences(connection: Connection, now: datetime) -> list[Any]:
    """The silences that hold now, as in sql/statements/silences.sql."""
    return fetch_rows(connection, "silences", {"now": now})
