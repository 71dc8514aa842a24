"""Refusals that a person dismissed: rows of ops.decision. Each function is part of the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from newsfold.store import decisions
from newsfold.store.connection import Connection, fetch_rows


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
