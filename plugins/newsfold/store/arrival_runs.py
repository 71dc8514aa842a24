"""Runs for what has arrived."""

from datetime import datetime
from typing import Any

from newsfold.store.connection import Connection, fetch_row


def under_way(connection: Connection, *, now: datetime) -> Any:
    """Whether such a run is under way, and the newest of them: `is_under_way`, `run_id` (0: there is none), `state`."""
    with connection:
        return fetch_row(connection, "arrivals_under_way", {"now": now})
