"""The last task of a run, whatever became of the others: it sends the metrics and the run's message."""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsfold.pipeline.workspace import Workspace

log = logging.getLogger(__name__)


def end(
    context: Mapping[str, Any], opened: Callable[[], AbstractContextManager[tuple["Workspace", int]]]
) -> bool:
    """Send metrics and message; True where a message went out. Where even the database is out of reach, the message says that."""
    from newsfold.operate import alerts, operating
    from newsfold.pipeline import steps
    from newsfold.store import ledger
    from newsfold_airflow import figures, messages
    from newsfold_airflow.links import links_of

    run, now = context["dag_run"], steps.utc_now()
    links = links_of(run.dag_id, run.run_id)
    failed = failed_tasks(context)
    try:
        with opened() as (work, run_id):
            if failed:
                ledger.note_failed(work.connection, run_id, now=now)
            number = figures.emit(operating.metrics_of(work, run_id, run.dag_id, now))
            message = operating.message_of(work, run_id, failed, links, now)
    except Exception as error:
        messages.send(alerts.blind_message(run.dag_id, run.run_id, failed, error, links))
        raise
    log.info("%d metrics", number)
    if message is None:
        log.info("nothing is wrong: no message")
        return False
    is_sent = messages.send(message)
    if is_sent and message.incident_ids:
        with opened() as (work, _):
            operating.note_told(work.connection, message, now)
    return is_sent


def failed_tasks(context: Mapping[str, Any]) -> list[str]:
    """The tasks that failed of themselves, by name; a mapped one with its index."""
    run = context["dag_run"]
    states = context["ti"].get_task_states(dag_id=run.dag_id, run_ids=[run.run_id]).get(run.run_id, {})
    return sorted(task for task, state in states.items() if state == "failed")
