"""What sources delivered, what is expected of them, and the gates where a run waits for a person."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

#: Of more sources pages don't work out what is expected: a thousand take a second.
MOST_WORKED_OUT = 200


def note_asked(connection: Connection, run_id: int, asked: Sequence[tuple[int, bool, str | None]]) -> None:
    """Note which sources a run asked: source id, whether it was asked, and the class of its failure or None."""
    with connection:
        for source_id, is_asked, failure_class in asked:
            parameters = {
                "run_id": run_id, "source_id": source_id, "is_asked": is_asked, "failure_class": failure_class,
            }  # fmt: skip
            execute(connection, "note_asked", parameters)


def note_deliveries(connection: Connection, run_id: int) -> None:
    """Recount what each source delivered, from the ledger and from staging."""
    with connection:
        execute(connection, "note_deliveries", {"run_id": run_id})


def note_holidays(connection: Connection, holidays: Mapping[tuple[str, date], str]) -> None:
    """Keep the names of public holidays, by country and day."""
    with connection:
        for (country, day), name in holidays.items():
            execute(connection, "note_holiday", {"country": country, "day": day, "name": name})


def expectations(connection: Connection, run_id: int | None) -> list[Any]:
    """The rows of sql/statements/expectations_in_full.sql: one a source, by slug."""
    with connection:
        return fetch_rows(connection, "expectations_in_full", {"run_id": run_id})


def keep(connection: Connection) -> list[Any]:
    """The same of no run, worked out now and kept for the pages."""
    with connection:
        return fetch_rows(connection, "keep_expectations", {})


def present(connection: Connection) -> list[Any]:
    """The same of no run, for a page: worked out now, or where that would take seconds as it was kept last. It changes with runs,
    and each keeps it at its end.
    """
    with connection:
        are_many = fetch_row(connection, "many_sources", {"most": MOST_WORKED_OUT}).are_many
        if are_many:
            return fetch_rows(connection, "kept_expectations", {})
    return expectations(connection, None)


def silences(connection: Connection, now: datetime) -> list[Any]:
    """The silences that hold now: rows of decision_id, slug, reason_code, expires_at, decided_by, note, decided_at."""
    with connection:
        return fetch_rows(connection, "silences", {"now": now})


def deliveries(connection: Connection, run_id: int) -> list[Any]:
    """What each source brought that no earlier run had: rows of slug, files, bytes, records, quarantined."""
    with connection:
        return fetch_rows(connection, "run_deliveries", {"run_id": run_id})


def refusals(connection: Connection, run_id: int) -> list[Any]:
    """Refused records of the run, loaded or still staged: rows of slug, reason_code, records, and how many of these are in files
    that were decided on at the gate of an earlier run (decided); the most frequent first.
    """
    with connection:
        return fetch_rows(connection, "run_refusals", {"run_id": run_id})


def ask(connection: Connection, run_id: int, reasons: Sequence[str], *, now: datetime) -> None:
    """The run waits for a person."""
    with connection:
        execute(connection, "ask_gate", {"run_id": run_id, "reasons": json.dumps(list(reasons)), "now": now})
        execute(connection, "note_run_state", {"run_id": run_id, "state": "waiting", "now": now})


def answer(connection: Connection, run_id: int, choice: str, decided_by: str, *, now: datetime) -> None:
    """Someone has chosen: load, and the run goes on; or hold: it ends without a load, and its files stay out of later ones."""
    parameters = {"run_id": run_id, "choice": choice, "decided_by": decided_by, "now": now}
    with connection:
        execute(connection, "answer_gate", parameters)
        execute(connection, "hold_files", parameters)
        state = "held" if choice == "hold" else "started"
        execute(connection, "note_run_state", {"run_id": run_id, "state": state, "now": now})


def delivering(connection: Connection, run_id: int) -> set[str]:
    """The slugs of the sources whose files the run is to load and on which nobody has decided yet."""
    with connection:
        return {row.slug for row in fetch_rows(connection, "delivering_sources", {"run_id": run_id})}


def hold_back(
    connection: Connection, run_id: int, held_back: Mapping[str, Sequence[str]], *, now: datetime
) -> dict[str, int]:
    """Keep the files of some sources, each with why, out of the run and of later ones; how many files of each."""
    reasons = {slug: list(why) for slug, why in held_back.items()}
    parameters = {"run_id": run_id, "reasons": json.dumps(reasons), "now": now}
    with connection:
        return {row.slug: row.files for row in fetch_rows(connection, "hold_sources", parameters)}


def release_overdue(connection: Connection, before: datetime, by: str, *, now: datetime) -> dict[str, int]:
    """Release the files of sources that were held back before a time and not decided on since; how many of each source."""
    with connection:
        rows = fetch_rows(connection, "release_overdue", {"before": before, "by": by, "now": now})
    return {row.slug: row.files for row in rows}


def gate_of(connection: Connection, run_id: int) -> Any:
    """The row of ops.gate, or None where the run never waited."""
    with connection:
        return fetch_row(connection, "gate", {"run_id": run_id})


def staged_sources(connection: Connection, run_id: int) -> list[Any]:
    """What a run that is not loaded has staged of each source, against the usual: rows of sql/statements/staged_sources.sql."""
    with connection:
        return fetch_rows(connection, "staged_sources", {"run_id": run_id})


def staged_samples(connection: Connection, run_id: int) -> list[Any]:
    """The first records of each of its sources: rows of source, headline, published_on, word_count, opening."""
    with connection:
        return fetch_rows(connection, "staged_samples", {"run_id": run_id})


def held_files(connection: Connection) -> list[Any]:
    """Files that stay out, as a person rejected their run, or as the gate held their source back (by_gate): rows of run_id, slug,
    files, by_gate, held_at, decided_by, reasons, staged (see ops.held_source).
    """
    with connection:
        return fetch_rows(connection, "held_files", {})


def settle(
    connection: Connection, run_id: int, settled: str, by: str, *, now: datetime, slug: str | None = None
) -> int:
    """Release the files that a run keeps out, of one of its sources or of all, to the next run (`released`), or discard them; how
    many files.
    """
    with connection:
        return settle_held(connection, run_id, settled, by, now=now, slug=slug)


def settle_held(
    connection: Connection, run_id: int, settled: str, by: str, *, now: datetime, slug: str | None = None
) -> int:
    """The same, as a part of the caller's transaction."""
    parameters = {"run_id": run_id, "settled": settled, "by": by, "now": now, "slug": slug}
    files = execute(connection, "settle_held", parameters)
    if files:
        execute(connection, "note_settled_sources", parameters)
        if slug is None:
            execute(connection, "note_settled", parameters)
    return files


def late_runs(connection: Connection, hours: float, *, now: datetime) -> list[Any]:
    """Runs of the daily ingest that take longer and of which nobody was told: rows of run_id, run_key, started_at."""
    with connection:
        return fetch_rows(connection, "late_runs", {"hours": hours, "now": now})


def note_late_told(connection: Connection, run_id: int, *, now: datetime) -> None:
    """A message has said that the run is late."""
    with connection:
        execute(connection, "note_late_told", {"run_id": run_id, "now": now})
