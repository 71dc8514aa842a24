"""Refusals that a person dismissed: rows of ops.decision. Each function is part of the caller's transaction."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from newsfold.store import decisions
from newsfold.store.connection import Connection, execute, fetch_rows
from newsfold.store.quarantine import Filter


def dismiss(
    connection: Connection,
    record_ids: Sequence[int],
    *,
    decided_by: str,
    note: str | None,
    now: datetime,
    take_back: bool = False,
) -> list[int]:
    """Leave refused records out of the open quarantine, or take that back; the ids of those that it changes."""
    known = [
        (row.rejected_record_id, row.decision_id)
        for row in fetch_rows(connection, "dismissals", {"record_ids": list(record_ids)})
    ]
    if take_back:
        held = [(record, decision) for record, decision in known if decision is not None]
        for _, decision in held:
            decisions.revoke(connection, decision, revoked_by=decided_by, now=now)
        return [record for record, _ in held]
    return [
        record
        for record, decision in known
        if decision is None
        and decisions.insert_act(
            connection, "dismiss", decided_by=decided_by, now=now, note=note, rejected_record_id=record
        )
        is not None
    ]


def dismiss_all(
    connection: Connection, chosen: Filter, up_to: int, *, decided_by: str, note: str | None, now: datetime
) -> int:
    """Dismiss all open refusals of a filter with ids up to `up_to`, or take back all its dismissals where the filter shows those;
    how many. Each decision says by which filter.
    """
    filtered = {name: value for name, value in asdict(chosen).items() if value is not None}
    parameters = {
        **asdict(chosen),
        "up_to": up_to,
        "decided_by": decided_by,
        "note": note,
        "now": now,
        "details": json.dumps({"filter": filtered}, default=str),
    }
    return execute(connection, "take_back_all" if chosen.state == "dismissed" else "dismiss_all", parameters)
