"""The gate before a run's load, and the message and the metrics after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from newsfold.operate import alerts, gates, lineage, metrics
from newsfold.operate.alerts import Links, Message
from newsfold.operate.gates import Evidence, Refusals, Silence
from newsfold.operate.metrics import Metric
from newsfold.pipeline.workspace import Workspace
from newsfold.store import expectations, reports
from newsfold.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked before a load; `body` is Markdown. Without an answer within `hours` the `default` is done."""

    subject: str
    body: str
    reasons: Sequence[str]
    default: str
    hours: float


def question_of(work: Workspace, run_id: int, links: Links, now: datetime) -> Question | None:
    """Whether the run has to wait for a person, and what that person is asked; None where it goes on, as a rehearsal does."""
    expectations.note_deliveries(work.connection, run_id)
    run = present_report(work.connection, run_id)
    evidence = evidence_of(work.connection, run_id, now)
    reasons = gates.reasons_to_wait(work.settings, evidence)
    if not reasons or run["dry_run"] or run["loaded_at"] is not None:
        return None
    settings = work.settings
    subject, body = alerts.gate_question(
        run, reasons, evidence, links, settings.gate_default, settings.gate_wait_hours
    )
    expectations.ask(work.connection, run_id, reasons, now=now)
    return Question(subject, body, reasons, settings.gate_default, settings.gate_wait_hours)


def answer(work: Workspace, run_id: int, choice: str, decided_by: str, now: datetime) -> None:
    """Keep what was chosen: load, or hold."""
    expectations.answer(work.connection, run_id, choice, decided_by, now=now)


def message_of(
    work: Workspace, run_id: int, failed_tasks: Sequence[str], links: Links, now: datetime
) -> Message | None:
    """The message of a run, or None where nothing is wrong and `alert_on` is problems."""
    run = present_report(work.connection, run_id)
    message = alerts.run_message(
        run,
        evidence_of(work.connection, run_id, now),
        failed_tasks,
        links,
        expectations.gate_of(work.connection, run_id),
    )
    if run["dry_run"] and not failed_tasks:
        return None
    return message if message.is_problem or work.settings.alert_on == "always" else None


def metrics_of(work: Workspace, run_id: int, dag: str, now: datetime) -> list[Metric]:
    """Every figure of a run and of what is held; none of a rehearsal."""
    run = present_report(work.connection, run_id)
    if run["dry_run"]:
        return []
    return metrics.run_metrics(
        run,
        reports.status(work.connection),
        evidence_of(work.connection, run_id, now),
        dag,
        size=sum(row.bytes for row in expectations.deliveries(work.connection, run_id)),
        waited=expectations.gate_of(work.connection, run_id) is not None,
        now=now,
    )


def fetched(work: Workspace, run_id: int, raw_store: Path | str) -> lineage.Movement:
    """What the run's fetch read and wrote."""
    asked = [row.slug for row in expectations.deliveries(work.connection, run_id)]
    return lineage.fetched(
        [work.sources[slug] for slug in asked if slug in work.sources], work.base, raw_store
    )


def loaded(work: Workspace, raw_store: Path | str) -> lineage.Movement:
    """What a load reads and writes."""
    database = work.connection.get_dsn_parameters()
    return lineage.loaded(
        raw_store, database.get("host", "localhost"), database.get("port", "5432"), database["dbname"]
    )


def evidence_of(connection: Connection, run_id: int, now: datetime) -> Evidence:
    """What a run is judged by."""
    return Evidence(
        expectations.expectations(connection, run_id),
        {row.slug: int(row.records or 0) for row in expectations.deliveries(connection, run_id)},
        [
            Refusals(row.slug, row.reason_code, row.records)
            for row in expectations.refusals(connection, run_id)
        ],
        [silence_of(row) for row in expectations.silences(connection, now)],
    )


def silence_of(row: Any) -> Silence:
    """A row of ops.decision as a silence."""
    return Silence(row.slug, row.reason_code, row.expires_at, row.decided_by, row.note)


def present_report(connection: Connection, run_id: int) -> reports.Report:
    """The run's report as its rows are now: the kept one is of the time when the run was published."""
    with connection:
        return reports.run_report(connection, run_id)
