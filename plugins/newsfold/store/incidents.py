"""What is or was wrong: the rows of ops.incident. Each function is part of the caller's transaction."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

#: What somebody can do about an incident.
ACTS = ("owned", "noted", "silenced", "resolved", "reopened")


def note(
    connection: Connection,
    conditions: Sequence[Mapping[str, Any]],
    judged: Sequence[str],
    *,
    now: datetime,
) -> list[Any]:
    """Bring the incidents up to what is so now; rows of incident_id, what, detail for what happened to them.

    `conditions` have the columns of sql/statements/incidents/note.sql; an incident of a kind in `judged` that is not among
    them is over.
    """
    parameters = {"conditions": json.dumps(conditions, default=str), "judged": list(judged), "now": now}
    return fetch_rows(connection, "incidents/note", parameters)


def current(connection: Connection) -> list[Any]:
    """All that are not over, the worst and oldest first, those that somebody resolved among them."""
    return fetch_rows(connection, "incidents/current", {})


def past(connection: Connection, limit: int) -> list[Any]:
    """Those that are over or were resolved, the newest first."""
    return fetch_rows(connection, "incidents/past", {"limit": limit})


def header_drifts(connection: Connection) -> list[Any]:
    """Headers that sources have far more or less often than usual, by source: rows of sql/statements/header_drifts.sql."""
    return fetch_rows(connection, "header_drifts", {})


def one(connection: Connection, incident_id: int) -> Any:
    """One incident, or None."""
    return fetch_row(connection, "incidents/one", {"incident_id": incident_id})


def events(connection: Connection, incident_id: int) -> list[Any]:
    """What happened to one, in order."""
    return fetch_rows(connection, "incidents/events", {"incident_id": incident_id})


def act(
    connection: Connection,
    incident_id: int,
    what: str,
    *,
    by: str,
    now: datetime,
    detail: str | None = None,
    until: datetime | None = None,
) -> bool:
    """Do one of ACTS and keep that it was done; False where there is no such incident, or nothing to be done about it."""
    parameters = {
        "incident_id": incident_id, "what": what, "by": by, "now": now, "detail": detail, "until": until,
    }  # fmt: skip
    return execute(connection, "incidents/act", parameters) > 0


def untold_ends(connection: Connection) -> list[Any]:
    """Those that are over, of which a message told and none told the end."""
    return fetch_rows(connection, "incidents/untold_ends", {})


def note_told(connection: Connection, incident_ids: Sequence[int], *, now: datetime) -> None:
    """A message has told of these, or of their end."""
    execute(connection, "incidents/note_told", {"incident_ids": list(incident_ids), "now": now})


def failed_runs(connection: Connection, now: datetime) -> list[Any]:
    """Runs that failed or never came to their end, the newest first."""
    return fetch_rows(connection, "incidents/runs", {"now": now})


def newest_run(connection: Connection) -> Any:
    """The newest run that took in news, with the checks that warned; None where there is none."""
    return fetch_row(connection, "incidents/newest_run", {})
