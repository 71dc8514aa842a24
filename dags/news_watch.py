"""### Brings incidents up to date, and tells of what no run can tell

Looks every quarter of an hour at all that is wrong, opens and ends the rows of `ops.incident`, and sends their number to
Airflow's metrics. Of a bad incident that no run has told of for an hour (no run begins any more, `sources.toml` can't be read) it
sends a message to the connection `newsfold_alerts`.

It asks the saved searches (`newsfold searches`) of all that changed since it last looked, and sends one message for each that
has found new stories, but in its quiet hours.

It also looks for runs of `news_ingest` that began more than `deadline_hours` ago (`dags/sources.toml`; 0: never)
and have not come to an end, and sends one message for each. A run that waits for a person
at its gate has sent its own, and backfills are many runs that wait for each other: both are left out.

A source that a gate has held back, and of which nobody decided within `gate_wait_hours`, is released where `gate_default` is
`"load"`, and a run of `news_ingest` is started for it.

`articles` emits the asset event of the articles where something was loaded that the marts don't have: the runs of `news_arrivals`
are too many to start `news_marts` each.

**What a failure means**: the database is out of reach, or a service did not take the message. The next run tries again. No
other DAG depends on this one.

**What is safe to re-run**: everything, at any time. What was told once is not told again.
"""

from datetime import datetime, timedelta
from pathlib import Path

from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.sdk import Asset, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from newsfold_airflow import watching

ARTICLES = Asset(name="news_articles", uri="newsfold://analytics/articles")
PROJECT = Path(__file__).resolve().parents[1]


@dag(
    dag_id="news_watch",
    schedule="*/15 * * * *",
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    dagrun_timeout=timedelta(minutes=30),
    default_args={
        "owner": "newsfold",
        "retries": 1,
        "retry_delay": timedelta(seconds=30),
        "execution_timeout": timedelta(minutes=10),
    },
    tags=["newsfold", "watch"],
    doc_md=__doc__,
)
def news_watch() -> None:
    """Wire the tasks."""

    @task(doc_md="Sends a message for each run that is late.")
    def late() -> list[int]:
        from newsfold.pipeline import steps

        return watching.watch(PROJECT, steps.utc_now())

    @task(doc_md="Opens and ends incidents, and sends a message of those that no run has told of.")
    def incidents() -> int:
        from newsfold.pipeline import steps

        return watching.look(PROJECT, steps.utc_now())

    @task(doc_md="Tells what is new in saved searches, each story once.")
    def searches() -> int:
        from newsfold.pipeline import steps

        return watching.search(PROJECT, steps.utc_now())

    @task(doc_md="Releases sources that a gate has held back and that nobody decided on in time.")
    def release() -> list[dict[str, list[str]]]:
        from newsfold.pipeline import steps

        return watching.release(PROJECT, steps.utc_now())

    @task(
        outlets=[ARTICLES],
        doc_md="Emits the asset of the articles where something was loaded since the marts' last refresh.",
    )
    def articles() -> None:
        if not watching.marts_are_behind():
            raise AirflowSkipException("the marts have all that was loaded")

    late()
    incidents()
    searches()
    TriggerDagRunOperator.partial(
        task_id="take_in",
        trigger_dag_id="news_ingest",
        doc_md="Starts a run of `news_ingest` for sources that were released.",
    ).expand(conf=release())
    articles()


news_watch()
