"""What people decide and do: the rows of ops.decision. Each function is part of the caller's transaction."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

#: Verdicts on two articles.
ON_PAIRS = ("same", "different", "unsure", "same_event", "different_event")


def insert_pair(
    connection: Connection,
    verdict: str,
    articles: tuple[int, int],
    *,
    decided_by: str,
    note: str | None,
    now: datetime,
) -> int | None:
    """Keep a verdict on two articles; another one on the same two is taken back. Its id, or None where it holds already.

    It waits for `deciding.apply_pending`.
    """
    one, other = articles
    parameters = {
        "verdict": verdict, "one": one, "other": other, "decided_by": decided_by, "note": note, "now": now,
    }  # fmt: skip
    execute(connection, "replace_decision", parameters)
    row = fetch_row(connection, "insert_decision", parameters)
    return None if row is None else int(row.decision_id)


def insert_act(
    connection: Connection,
    verdict: str,
    *,
    decided_by: str,
    now: datetime,
    note: str | None = None,
    article_id: int | None = None,
    day: date | None = None,
    rejected_record_id: int | None = None,
    slug: str | None = None,
    reason_code: str | None = None,
    expires_at: datetime | None = None,
    details: Mapping[str, Any] | None = None,
) -> int | None:
    """Keep what a person decided or did on something other than a pair. A new `day` takes back the older one of its article.

    The id; None for a dismissal that holds already, and an article that is hidden already.
    """
    parameters = {
        "verdict": verdict,
        "decided_by": decided_by,
        "now": now,
        "note": note,
        "article_id": article_id,
        "day": day,
        "rejected_record_id": rejected_record_id,
        "slug": slug,
        "reason_code": reason_code,
        "expires_at": expires_at,
        "details": json.dumps(details or {}, default=str),
    }
    if verdict == "day":
        execute(connection, "replace_day_decision", parameters)
    row = fetch_row(connection, "insert_act", parameters)
    return None if row is None else int(row.decision_id)


def revoke(connection: Connection, decision_id: int, *, revoked_by: str, now: datetime) -> Any:
    """Take a decision back; its row, or None where there is no such decision that holds."""
    return fetch_row(
        connection, "revoke_decision", {"decision_id": decision_id, "revoked_by": revoked_by, "now": now}
    )


def revoke_verdict(connection: Connection, decision_id: int, *, revoked_by: str, now: datetime) -> Any:
    """The same for a verdict on a pair or a day only."""
    return fetch_row(
        connection, "revoke_verdict", {"decision_id": decision_id, "revoked_by": revoked_by, "now": now}
    )


def pending(connection: Connection) -> list[Any]:
    """The verdicts on pairs and days that stories and articles don't obey yet, the oldest first."""
    return fetch_rows(connection, "pending_decisions", {})


def note_applied(connection: Connection, decision_ids: list[int], *, now: datetime) -> None:
    """Note that stories and articles follow these verdicts now."""
    execute(connection, "note_decisions_applied", {"decision_ids": decision_ids, "now": now})


def listed(connection: Connection, *, include_revoked: bool, limit: int) -> list[Any]:
    """The verdicts on pairs and days, the newest first."""
    return fetch_rows(connection, "decisions", {"all": include_revoked, "limit": limit})


def replay_of(connection: Connection, run_key: str) -> Any:
    """The act that started a replay, by the key of its run; None where no page did. Its `details` say what was chosen."""
    return fetch_row(connection, "replay_of_run", {"dag_run": run_key.removeprefix("airflow:news_replay:")})


def acts(connection: Connection, limit: int) -> list[Any]:
    """All that people decided and did, the newest first."""
    return fetch_rows(connection, "acts", {"limit": limit})
