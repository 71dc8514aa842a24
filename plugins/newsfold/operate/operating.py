"""The gate before a run's load, and the message and the metrics after it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from newsfold.operate import alerts, gate_messages, gates, incidents, lineage, metrics
from newsfold.operate.alerts import Links, Message, News
from newsfold.operate.gates import Evidence, Refusals, Silence
from newsfold.operate.incidents import Declared
from newsfold.operate.metrics import Metric
from newsfold.pipeline.workspace import Workspace
from newsfold.store import expectations, reports
from newsfold.store import incidents as incident_rows
from newsfold.store.connection import Connection

#: A run tells of what it has seen; of what none has told so long, `news_watch` does.
PATIENCE = timedelta(hours=1)
#: Kinds that have messages of their own.
TOLD_OTHERWISE = ("waiting", "run_stuck")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a run at its gate: the question that it waits with, or the message of the sources that were held back.

    Neither where it goes on as it is.
    """

    question: "Question | None" = None
    message: Message | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked before a load; `body` is Markdown. Without an answer within `hours` the `default` is done."""

    subject: str
    body: str
    reasons: Sequence[str]
    default: str
    hours: float


def at_gate(work: Workspace, run_id: int, links: Links, now: datetime) -> Verdict:
    """Judge a run before its load: it goes on, as a rehearsal does; or without the sources that are far outside; or it waits."""
    connection, settings = work.connection, work.settings
    expectations.note_deliveries(connection, run_id)
    run = present_report(connection, run_id)
    if run["dry_run"] or run["loaded_at"] is not None:
        return Verdict()
    evidence = evidence_of(connection, run_id, now)
    judgement = gates.judge(settings, evidence, expectations.delivering(connection, run_id))
    default, hours = settings.gate_default, settings.gate_wait_hours
    if judgement.held_back:
        files = expectations.hold_back(connection, run_id, judgement.held_back, now=now)
        incidents.refresh(connection, work.sources, now)
        message = gate_messages.held_back_message(run_id, judgement.held_back, files, default, hours, links)
        ids = [
            each.incident_id
            for each in incidents.present(connection, work.sources, now)
            if each.kind == "held_back" and each.run_id == run_id and each.incident_id is not None
        ]
        return Verdict(message=replace(message, incident_ids=tuple(ids)))
    if not judgement.waits:
        return Verdict()
    subject, body = gate_messages.gate_question(run, judgement.waits, evidence, links, default, hours)
    expectations.ask(connection, run_id, judgement.waits, now=now)
    incidents.refresh(connection, work.sources, now)
    return Verdict(question=Question(subject, body, judgement.waits, default, hours))


def release_overdue(work: Workspace, now: datetime) -> dict[str, int]:
    """Release the sources that were held back and that nobody decided on in time, where `gate_default` is to load them; how many
    files of each. The next run takes them in, also where the source is declared no more.
    """
    if work.settings.gate_default != "load":
        return {}
    before = now - timedelta(hours=work.settings.gate_wait_hours)
    return expectations.release_overdue(work.connection, before, gates.NOBODY, now=now)


def may_be_asked(work: Workspace, slugs: Iterable[str]) -> list[str]:
    """Those of some sources that are declared and enabled, by name."""
    return sorted(slug for slug in slugs if slug in work.sources and work.sources[slug].enabled)


def answer(work: Workspace, run_id: int, choice: str, decided_by: str, now: datetime) -> None:
    """Keep what was chosen: load, or hold."""
    expectations.answer(work.connection, run_id, choice, decided_by, now=now)
    incidents.refresh(work.connection, work.sources, now)


def message_of(
    work: Workspace, run_id: int, failed_tasks: Sequence[str], links: Links, now: datetime
) -> Message | None:
    """The message of a run, or None where nothing is wrong, nothing that was told is over, and `alert_on` is problems."""
    run = present_report(work.connection, run_id)
    news = None if run["dry_run"] else news_of(work.connection, work.sources, now)
    message = alerts.run_message(
        run,
        evidence_of(work.connection, run_id, now),
        failed_tasks,
        links,
        expectations.gate_of(work.connection, run_id),
        news,
    )
    if run["dry_run"] and not failed_tasks:
        return None
    is_over = news is not None and news.over
    return message if message.is_problem or is_over or work.settings.alert_on == "always" else None


def news_of(connection: Connection, declared: Declared, now: datetime) -> News:
    """Bring the incidents up to what is so, and give what is open and of whose end nobody was told."""
    incidents.refresh(connection, declared, now)
    with connection:
        over = incident_rows.untold_ends(connection)
    return News(incidents.present(connection, declared, now), over)


def note_told(connection: Connection, message: Message, now: datetime) -> None:
    """A message was sent."""
    if message.incident_ids:
        with connection:
            incident_rows.note_told(connection, message.incident_ids, now=now)


def overdue_message(connection: Connection, declared: Declared, now: datetime) -> tuple[News, Message | None]:
    """The incidents, and the message of those that no run has told of for an hour."""
    news = news_of(connection, declared, now)
    known = {row.incident_id for row in rows_opened_before(connection, now - PATIENCE)}
    overdue = [each for each in news.open if each.incident_id in known and each.kind not in TOLD_OTHERWISE]
    return news, alerts.incidents_message(News(overdue))


def rows_opened_before(connection: Connection, when: datetime) -> list[Any]:
    """Incidents that were seen first before a time."""
    with connection:
        return [row for row in incident_rows.current(connection) if row.opened_at < when]


def metrics_of(work: Workspace, run_id: int, dag: str, now: datetime) -> list[Metric]:
    """Every figure of a run and of what is held; none of a rehearsal."""
    run = present_report(work.connection, run_id)
    if run["dry_run"]:
        return []
    return metrics.run_metrics(
        run,
        reports.status(work.connection),
        evidence_of(work.connection, run_id, now),
        incidents.present(work.connection, work.sources, now),
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
            Refusals(row.slug, row.reason_code, row.records, row.decided)
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
