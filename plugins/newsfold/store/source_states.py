"""How the sources answer: failures by run, failures in a row, and pauses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg2.errors

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

#: After this many failed runs in a row a source is paused.
MOST_FAILURES = 5


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """What a run could not fetch from a source. `failure_class` is as in ops.source_failure."""

    slug: str
    failure_class: str
    detail: str


def note_problems(
    connection: Connection, run_id: int, problems: Sequence[SourceProblem], *, now: datetime
) -> None:
    """Keep which sources a run could not read, replacing what an earlier try kept."""
    with connection:
        execute(connection, "clear_source_failures", {"run_id": run_id})
        for problem in problems:
            parameters = {
                "run_id": run_id,
                "slug": problem.slug,
                "detail": problem.detail,
                "failure_class": problem.failure_class,
                "now": now,
            }
            execute(connection, "note_source_failure", parameters)


def note_failed(
    connection: Connection, source_id: int, run_id: int, problem: SourceProblem, *, now: datetime
) -> bool:
    """Count one more run that could not fetch from a source; True where it is paused from now on."""
    parameters = {
        "source_id": source_id,
        "run_id": run_id,
        "failure_class": problem.failure_class,
        "detail": problem.detail,
        "most_failures": MOST_FAILURES,
        "now": now,
    }
    with connection:
        return fetch_row(connection, "note_source_failed", parameters).paused_at is not None


def note_succeeded(connection: Connection, source_id: int, *, now: datetime) -> None:
    """Forget earlier failures."""
    with connection:
        execute(connection, "note_source_succeeded", {"source_id": source_id, "now": now})


def note_gaps(
    connection: Connection,
    source_id: int,
    run_id: int,
    gaps: Sequence[tuple[str, str, str]],
    *,
    now: datetime,
) -> None:
    """Keep what of a source's listing a run could not see, in place of what an earlier try kept: failure class, detail, and
    the raw entry, which may be empty. Without gaps the source counts as listed whole.
    """
    key = {"source_id": source_id, "run_id": run_id, "now": now}
    classes, details, raws = zip(*gaps, strict=True) if gaps else ((), (), ())
    with connection:
        execute(connection, "clear_listing_gaps", key)
        rows = {"classes": list(classes), "details": list(details), "raws": [raw or None for raw in raws]}
        execute(connection, "note_listing_gaps", {**key, **rows})
        execute(
            connection,
            "note_listing_state",
            {**key, "gaps": len(gaps), "detail": details[0] if gaps else None},
        )


def end_sessions(connection: Connection, sessions: Sequence[int]) -> None:
    """Terminate other sessions of Newsfold, which releases their locks."""
    with connection:
        execute(connection, "end_sessions", {"sessions": list(sessions)})


def states(connection: Connection) -> dict[str, Any]:
    """The rows of sql/statements/source_states.sql by slug; sources that were never fetched have none."""
    with connection:
        return {row.slug: row for row in fetch_rows(connection, "source_states", {})}


def listing_start(connection: Connection, source_id: int) -> str | None:
    """The name after which the listing of a source whose names grow may begin; None where it must begin at the start."""
    with connection:
        row = fetch_row(connection, "listing_start", {"source_id": source_id})
    return None if row is None else row.last_name


def note_listed(connection: Connection, source_id: int, last_name: str) -> None:
    """Note that all files of a source up to a name have been taken in."""
    with connection:
        execute(connection, "note_listed", {"source_id": source_id, "last_name": last_name})


def pause(connection: Connection, source_id: int, *, paused_by: str, reason: str, now: datetime) -> None:
    """Pause a source until it is resumed."""
    with connection:
        note_paused(connection, source_id, paused_by=paused_by, reason=reason, now=now)


def note_paused(
    connection: Connection, source_id: int, *, paused_by: str, reason: str, now: datetime
) -> None:
    """The same as part of the caller's transaction."""
    parameters = {"source_id": source_id, "paused_by": paused_by, "reason": reason, "now": now}
    execute(connection, "pause_source", parameters)


def resume(connection: Connection, source_id: int) -> bool:
    """Ask a paused source again; False where it was not paused."""
    with connection:
        return note_resumed(connection, source_id)


def note_resumed(connection: Connection, source_id: int) -> bool:
    """The same as part of the caller's transaction."""
    return execute(connection, "resume_source", {"source_id": source_id}) > 0


def lock(connection: Connection, source_id: int) -> None:
    """Wait until nobody else fetches the source; held by the connection until `unlock`. Raises TimeoutError where that takes
    longer than the connection's lock timeout.
    """
    try:
        with connection:
            execute(connection, "lock_source", {"source_id": source_id})
    except psycopg2.errors.LockNotAvailable as error:
        raise TimeoutError("another run is still fetching it") from error


def unlock(connection: Connection, source_id: int) -> None:
    """Let the next one fetch the source."""
    with connection:
        execute(connection, "unlock_source", {"source_id": source_id})
