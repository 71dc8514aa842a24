"""### Takes in news as they arrive

The sources with `schedule = "on_arrival"` are watched: folders every second, servers every minute (`watch_seconds`). What is new
starts a run, with all of a run's steps in one task: `take_in` fetches, reads and compares, waits for a person where the gate
has a question, loads in one transaction, checks and publishes. Half a minute after a file has landed its article can be found.

What lands while a run is under way goes into the next one; at least `arrival_pause_seconds` are between the beginnings of two.
`news_ingest` asks these sources too, every day: it takes over what a watch has missed or a run here has left. Marts and briefs
follow within a quarter of an hour, by `news_watch`. A run by hand asks all watched sources.

**What a failure means**: the database or the raw store is out of reach, a rule of `sql/checks` is broken, or there is a bug.
Nothing is half loaded. `notify` sends a message, and fails as the run did. The watch asks for another run ten minutes later. A
source that can't be read fails no run: it is an incident. Where the triggerer is down nothing arrives until the daily run, whose
check `arrivals_are_watched` warns of it.

**What is safe to re-run**: everything, at any time. A cleared task finds its work done, or does what was left.
"""

import functools
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowFailException

from newsfold.config.sources_file import load_sources
from newsfold_airflow import arriving, connections

PROJECT = Path(__file__).resolve().parents[1]
SETTINGS, SOURCES = load_sources(PROJECT / "dags" / "sources.toml")
IS_WATCHED = any(source.is_watched for source in SOURCES.values())
opened = functools.partial(connections.ingesting, PROJECT, SOURCES)


@dag(
    dag_id="news_arrivals",
    schedule=[arriving.arrived(PROJECT)] if IS_WATCHED else None,
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    dagrun_timeout=timedelta(hours=3 + SETTINGS.gate_wait_hours),
    default_args={
        "owner": "newsfold",
        "retries": 2,
        "retry_delay": timedelta(seconds=15),
        "execution_timeout": timedelta(hours=2),
    },
    params={
        "dry_run": Param(
            False, type="boolean", title="Dry run", description="Do everything but load; report it."
        ),
    },
    tags=["newsfold", "ingest"],
    doc_md=__doc__,
)
def news_arrivals() -> None:
    """Wire the run, and the message where it fails."""
    take_in = arriving.TakeIn(
        task_id="take_in",
        opened=opened,
        reader_memory_mb=SETTINGS.reader_memory_mb,
        default=SETTINGS.gate_default,
        wait=timedelta(hours=SETTINGS.gate_wait_hours),
        doc_md="Fetches, reads, compares, loads, checks and publishes what has arrived.",
    )

    @task(trigger_rule="one_failed", doc_md="Sends the message that the run failed.")
    def notify() -> Any:
        from newsfold_airflow import ending

        ending.end(get_current_context(), opened)
        raise AirflowFailException("the run has failed: see the log of take_in")

    take_in >> notify()


news_arrivals()
