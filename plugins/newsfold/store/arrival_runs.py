"""Runs for what has arrived."""

from datetime import datetime
from typing import Any

from newsfold.store.connection import Connection, fetch_row


def newest(connection: Connection, *, now: datetime) -> Any:
    """The newest such run: `run_id` (0: there is none), `state`; `will_take_it`: one is under way that will take in what is
    there, or that waits for a person.
    """
    with connection:
        return fetch_row(connection, "newest_arrivals", {"now": now})
