"""### Takes in the news of the day, or of the hour

`fetch -> normalize -> deduplicate -> gate -> load -> check -> publish`, and `notify` at the end

`news_ingest` asks every enabled source of `sources.toml` for new files; those with `schedule = "hourly"` are asked by
`news_ingest_hourly`, which is there once a source is, and those with `schedule = "on_arrival"` by `news_arrivals` besides. Their
records are normalized in batches, related to each other and to what is stored, and loaded in one transaction. Each record ends in
one counted outcome. The totals of the run report are the last line of the `publish` task's log; the page *Run report* and
`newsfold report` show all of it.

A source that delivers far more than on other such weekdays, or most of whose records are refused, is held back at `gate`, and the
others are loaded: its files wait on the run report. A run that is far outside as a whole waits for a person: see Required
Actions, and the message that it sends then. After a rejection, or without an answer in time where `gate_default` is `hold`,
nothing is loaded, and its files stay out of later runs until somebody releases or discards them: on the run report, or by
`newsfold held`. `notify` sends the run's figures to Airflow's metrics and, where something is wrong, one message to the
connection `newsfold_alerts`: see `docs/operations.md`. `news_watch` tells of a run that is late.

**What a failure means**

- `fetch`: no source could be read, or the raw store can't be written. Where all sources are missing or refuse access,
  the task is not retried. A single source that can't be read does not fail the run: it is in the report, and the check
  `sources_were_read` warns. After five failed runs a source is paused; `newsfold sources resume` resumes it, and files dropped
  into its inbox are taken in meanwhile.
- `normalize`, `deduplicate`, `load`: the database or the raw store is out of reach, or there is a bug. Nothing is half
  done: a load is one transaction. Bad files do not fail a task, they go to quarantine.
- `gate`: the database is out of reach, or there is a bug. A run that is held is no failure: its state is `held`.
- `notify`: the message could not be sent, or the database is out of reach. It never hides that another task failed.
- `check`: the loaded data broke a rule. The rows are in `ops.check_result`; the data stays, and is not published.

**What is safe to re-run**: everything, in any order, at any time. A cleared task replaces what its earlier try staged, or
finds its work done. Files that a failed run has fetched are taken over by the next run.
"""

import functools
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import (
    CronPartitionTimetable,
    Param,
    dag,
    get_current_context,
    task,
)
from airflow.sdk.exceptions import AirflowFailException

from newsfold.config.sources_file import load_sources
from newsfold.pipeline import days
from newsfold_airflow import connections, run_tasks
from newsfold_airflow.gate import LoadGate

PROJECT = Path(__file__).resolve().parents[1]
SETTINGS, SOURCES = load_sources(PROJECT / "dags" / "sources.toml")
DAY = {"type": ["null", "string"], "format": "date"}
opened = functools.partial(connections.ingesting, PROJECT, SOURCES)


def chosen_days(run: Any, params: dict[str, Any], now: datetime) -> list[date]:
    """The days to fetch: those of the form, else the run's own (today's by hand) and a few before it."""
    if params["first_day"]:
        first = date.fromisoformat(params["first_day"])
        last = date.fromisoformat(params["last_day"] or params["first_day"])
        if last < first:
            raise ValueError(f"the last day, {last}, is before the first, {first}")
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return days.looking_back(connections.scheduled_day(run, SETTINGS) or days.today(SETTINGS, now), SETTINGS)


def ingest_dag(dag_id: str, schedule: str, cron: str, key_format: str) -> None:
    """One DAG for the sources of one schedule. The daily one also asks those that are watched."""
    asked = ("daily", "on_arrival") if schedule == "daily" else (schedule,)

    @dag(
        dag_id=dag_id,
        schedule=CronPartitionTimetable(
            cron, timezone=SETTINGS.time_zone, run_offset=-1, key_format=key_format
        ),
        start_date=datetime(2025, 1, 1),
        catchup=False,
        max_active_runs=1,
        dagrun_timeout=timedelta(hours=12 + SETTINGS.gate_wait_hours),
        default_args={
            "owner": "newsfold",
            "retries": 2,
            "retry_delay": timedelta(seconds=30),
            "retry_exponential_backoff": True,
            "max_retry_delay": timedelta(minutes=10),
            "execution_timeout": timedelta(hours=2),
        },
        params={
            "sources": Param(
                [],
                type="array",
                items={"type": "string"},
                examples=sorted(s.slug for s in SOURCES.values() if s.schedule in asked),
                title="Sources",
                description="Which sources to fetch, paused or not; none chosen: all that are enabled.",
            ),
            "first_day": Param(
                None, title="First day", description="For sources whose location holds {day}.", **DAY
            ),
            "last_day": Param(None, title="Last day", description="The first day, where empty.", **DAY),
            "dry_run": Param(
                False, type="boolean", title="Dry run", description="Do everything but load; report it."
            ),
        },
        tags=["newsfold", "ingest"],
        doc_md=__doc__,
    )
    def ingest() -> None:
        """Wire the steps."""

        @task(
            doc_md="Fetches new files of each source into the raw store, and cuts all files that are due into batches."
        )
        def fetch() -> list[dict[str, Any]]:
            from newsfold.pipeline import steps
            from newsfold_airflow import datasets

            context, now = get_current_context(), steps.utc_now()
            with opened() as (work, run_id):
                params = context["params"]
                chosen, exact = chosen_days(context["dag_run"], params, now), bool(params["first_day"])
                try:
                    batches = steps.fetch(
                        work, run_id, params["sources"], chosen, now, schedule, exact_days=exact
                    )
                except steps.NothingToRead as error:  # a retry in half a minute would not help
                    raise AirflowFailException(str(error)) from error
                datasets.report_fetched(work, run_id)
            return [{"batch": each.batch, "label": each.label} for each in batches]

        def gate() -> LoadGate:
            return LoadGate(
                task_id="gate",
                opened=opened,
                default=SETTINGS.gate_default,
                wait=timedelta(hours=SETTINGS.gate_wait_hours),
                doc_md="Lets a run as expected pass; one far outside of that waits for a person.",
            )

        run_tasks.wire(opened, fetch(), gate)

    ingest()


ingest_dag("news_ingest", "daily", SETTINGS.schedule, "%Y-%m-%d")
if any(source.schedule == "hourly" for source in SOURCES.values()):
    ingest_dag("news_ingest_hourly", "hourly", SETTINGS.hourly_schedule, "%Y-%m-%dT%H")
