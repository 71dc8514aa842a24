"""What no run can tell of itself: that it takes longer than it should, that none begins, that `sources.toml` can't be read.

Airflow's own deadlines would do this; in 3.3.2 a run of a DAG that has one can't be cleared in the UI, and `airflow dags test`
fails on it (apache/airflow#70368).
"""

import logging
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from newsfold_airflow import connections, messages
from newsfold_airflow.links import links_of

log = logging.getLogger(__name__)


def watch(project: Path, now: datetime) -> list[int]:
    """Send a message for each daily run that began more than `deadline_hours` ago and has not ended; their ids.

    Raises NotSent where a service did not take a message: it is sent again by the next try.
    """
    from newsfold.operate.alerts import late_message
    from newsfold.store import expectations

    told = []
    with connections.workspace(project) as work:
        hours = work.settings.deadline_hours
        late = expectations.late_runs(work.connection, hours, now=now) if hours else []
        for run in late:
            _, dag_id, run_id = run.run_key.split(":", 2)
            messages.send(late_message(dag_id, run_id, hours, links_of(dag_id, run_id)))
            expectations.note_late_told(work.connection, run.run_id, now=now)
            told.append(run.run_id)
    log.info("%d late runs were told", len(told))
    return told


def release(project: Path, now: datetime) -> list[dict[str, list[str]]]:
    """Release the sources that a gate held back and that nobody decided on in time; the params of the run that takes them in.

    What a try that dies here has released comes with the next daily run, and so do files of sources that are not asked any more.
    """
    from newsfold.operate import operating

    with connections.workspace(project) as work:
        released = operating.release_overdue(work, now)
        asked = operating.may_be_asked(work, released)
    for slug, files in released.items():
        log.info("%s: %d files were released, as nobody decided in time", slug, files)
    return [{"sources": asked}] if asked else []


def look(project: Path, now: datetime) -> int:
    """Bring the incidents up to what is so, send how many there are, and tell of those that no run has told of.

    Gives how many are open.

    Raises NotSent where a service did not take the message.
    """
    from newsfold.config.sources import SourceError
    from newsfold.config.sources_file import load_sources
    from newsfold.operate import metrics, operating
    from newsfold.operate.incidents import Declared
    from newsfold_airflow import figures

    try:
        declared: Declared = load_sources(project / "dags" / "sources.toml")[1]
    except SourceError as error:
        declared = str(error)
    with connections.database() as connection:
        news, message = operating.overdue_message(connection, declared, now)
        figures.emit(metrics.incident_metrics(news.open))
        if message is not None and messages.send(message):
            operating.note_told(connection, message, now)
    log.info("%d incidents are open", len(news.open))
    return len(news.open)


def search(project: Path, now: datetime) -> int:
    """Tell what is new in saved searches; how many messages were sent.

    Raises NotSent where one could not be sent, after the others were tried: it is sent again by the next try.
    """
    from newsfold.operate import content_alerts

    sent, lost = 0, []
    with connections.workspace(project) as work:
        zone = ZoneInfo(work.settings.time_zone)
        for alert in content_alerts.due(work.connection, zone, now):
            try:
                is_sent = messages.send(alert.message, alert.connection_id or messages.CONNECTION)
            except Exception as error:  # a connection of the wrong kind, too, is that search's own trouble
                log.exception("%s: its message was not sent", alert.search)
                lost.append(f"{alert.search}: {error}")
                continue
            if is_sent:
                content_alerts.note_sent(work.connection, alert, now)
                sent += 1
    log.info("%d messages of saved searches were sent", sent)
    if lost:
        raise messages.NotSent("; ".join(lost))
    return sent


def marts_are_behind() -> bool:
    """Whether something was loaded that the marts don't have."""
    from newsfold.store import marts

    with connections.database() as connection:
        return marts.are_behind(connection)
