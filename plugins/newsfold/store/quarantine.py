"""Refused records for the quarantine pages. Each function is part of the caller's transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from newsfold.store.connection import Connection, fetch_row, fetch_rows

#: The columns by which refusals can be sorted.
SORTABLE = ("reason_code", "source", "file_uri", "record_position", "detail", "last_seen_at")
STATES = ("open", "dismissed", "resolved", "all")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which refusals are meant; None does not choose. `day` is that on which the file was fetched, in UTC."""

    state: str = "open"
    reason: str | None = None
    source: str | None = None
    format: str | None = None
    day: date | None = None


def page(
    connection: Connection,
    chosen: Filter,
    *,
    limit: int,
    start: int = 0,
    sort: str | None = None,
    is_descending: bool = False,
) -> list[Any]:
    """Refusals from the row `start` on, by one of SORTABLE, else the newest first."""
    direction = {"up": None if is_descending else sort, "down": sort if is_descending else None}
    return fetch_rows(
        connection, "quarantine_page", {**asdict(chosen), **direction, "start": start, "limit": limit}
    )


def counts(connection: Connection, chosen: Filter) -> Mapping[str, Counter[str]]:
    """How many refusals there are by `reason`, `source` and `format`, each under the other choices of the filter."""
    rows = fetch_rows(connection, "quarantine_counts", {"state": chosen.state, "day": chosen.day})
    names = ("reason", "source", "format")
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    for row in rows:
        for name in names:
            others = [other for other in names if other != name]
            if all(getattr(chosen, other) in (None, getattr(row, other)) for other in others):
                found[name][getattr(row, name)] += row.records
    return found


def record(connection: Connection, record_id: int) -> Any:
    """One refusal with what is known of its file; None where there is none."""
    return fetch_row(connection, "quarantine_record", {"record_id": record_id})


def neighbours(connection: Connection, file_id: int, position: int) -> list[Any]:
    """What became of the records around one, in its file."""
    return fetch_rows(connection, "quarantine_neighbours", {"file_id": file_id, "position": position})


def history(connection: Connection, file_id: int) -> list[Any]:
    """The runs that have read a file, the newest first."""
    return fetch_rows(connection, "quarantine_history", {"file_id": file_id})


def held(connection: Connection, slug: str, *, limit: int) -> list[Any]:
    """The newest files of a source that a gate keeps out, as rows of `read_well`, with held_run_id."""
    return fetch_rows(connection, "held_examples", {"slug": slug, "limit": limit})


def read_well(
    connection: Connection, slug: str, *, limit: int, article_ids: Sequence[int] | None = None
) -> list[Any]:
    """Records of a source that could be read, one of each of its newest such files; with `article_ids` those of these articles.

    Rows have what a row of `record` says of its file and of the place in it.
    """
    asked = {"slug": slug, "limit": limit, "article_ids": None if article_ids is None else list(article_ids)}
    return fetch_rows(connection, "read_well", asked)
