"""Days that people have decided, laid over what records state. Each function is part of the caller's transaction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from newsfold.store.connection import Connection, execute, fetch_row

#: In this order: what copies from the version before looks for it as the current one.
STATEMENTS = (
    "redate_details",
    "redate_candidates",
    "redate_articles",
    "redate_appearances",
    "redate_crossings",
    "redate_search",
    "drop_empty_search_days",
    "redate_changes",
)


def stage_stated_days(connection: Connection, run_id: int) -> None:
    """Give the run's staged records the days that they state themselves. Decisions come and go."""
    execute(connection, "stage_delivered_days", {"run_id": run_id})


def stage_decided_days(connection: Connection, run_id: int, of_article: Mapping[tuple[int, int], int]) -> int:
    """Give staged records the days that are decided for their articles; how many records. `of_article` maps a record's file and
    position to the id of the stored article that it is of.
    """
    parameters = {
        "run_id": run_id,
        "file_ids": [file_id for file_id, _ in of_article],
        "record_positions": [position for _, position in of_article],
        "article_ids": list(of_article.values()),
    }
    return execute(connection, "stage_decided_days", parameters)


def redate(
    connection: Connection, run_id: int, article_ids: Iterable[int], *, now: datetime, month: str
) -> int:
    """Give stored articles the days that are decided now, or those of their records again; how many changed.

    Each change is one more version of the same record. Representatives and marts follow with the rest of the run's load.
    """
    parameters = {"run_id": run_id, "article_ids": list(article_ids), "now": now, "month": month}
    changed = execute(connection, "redate_versions", parameters)
    if changed:
        for name in STATEMENTS:
            execute(connection, name, parameters)
    return changed


def day_problem(connection: Connection, article_id: int, day: date) -> str | None:
    """Why a day can't be that of an article: it is not there, or was fetched before that day came. None where it can."""
    row: Any = fetch_row(connection, "latest_day", {"article_id": article_id})
    if row is None:
        return f"there is no article {article_id}"
    if not date(1600, 1, 1) <= day <= row.latest_day:
        return f"article {article_id} was fetched on {row.fetched_on}: it is not of {day}"
    return None
