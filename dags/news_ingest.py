"""### Takes in the news of the day, or of the hour

`fetch -> normalize -> deduplicate -> gate -> load -> check -> publish`, and `notify` at the end

`news_ingest` asks every enabled source of `sources.toml` for new files; those with `schedule = "hourly"` are asked by
`news_ingest_hourly`, which is there once a source is. Their records are normalized in batches, related to each
other and to what is stored, and loaded in one transaction. Each record ends in one counted outcome. The run report's figures are
the last line of the `publish` task's log; the page *Run report* and `newsfold report` have all of it.

A run that is far outside of what its sources deliver on that weekday, or has had far too much refused, waits at `gate` for a
person: see Required Actions. Reject, or nobody in time where `gate_default` says so, and nothing is loaded; the next run takes
over its files. `notify` sends the run's figures to Airflow's metrics, and where something is wrong one message to the connection
`newsfold_alerts`; `docs/operations.md` says how.

**What a failure means**

- `fetch`: no source could be read, or the raw store can't be written. Where the sources are not there, or not for us, it is not
  tried again. A single source that can't be read does not fail
  the run: it is in the report, and the check `sources_were_read` warns. After five failed runs it is paused, and
  `newsfold sources resume` asks it again; files dropped into its inbox are taken in meanwhile.
- `normalize`, `deduplicate`, `load`: the database or the raw store is out of reach, or a fault of ours. Nothing is half
  done: a load is one transaction. Bad files do not fail a task, they go to quarantine.
- `gate`: the database is out of reach, or a fault of ours; a run that is held is no failure: its state is `held`.
- `notify`: the message did not get out, or the database is out of reach. It never hides that another task failed.
- `check`: the loaded data broke a rule. The rows are in `ops.check_result`; the data stays, and is not published.

**What is safe to re-run**: everything, in any order, at any time. A cleared task replaces what its earlier try staged, or
finds its work done. Files that a failed run has fetched are taken over by the next run.
"""

import functools
import json
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import (
    Asset,
    CronPartitionTimetable,
    Param,
    dag,
    get_current_context,
    task,
    teardown,
)
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from newsfold.config.sources import load_sources
from newsfold_airflow import opening
from newsfold_airflow.gate import LoadGate
from newsfold_airflow.messages import deadline_of

PROJECT = Path(__file__).resolve().parents[1]
SETTINGS, SOURCES = load_sources(PROJECT / "dags" / "sources.toml")
ARTICLES = Asset(name="news_articles", uri="newsfold://analytics/articles")
DAY = {"type": ["null", "string"], "format": "date"}
opened = functools.partial(opening.opened, PROJECT, SOURCES)


def chosen_days(run: Any, params: dict[str, Any], today: date) -> list[date]:
    """The days to fetch: those of the form, else the run's own (today's by hand) and a few before it."""
    if params["first_day"]:
        first = date.fromisoformat(params["first_day"])
        last = date.fromisoformat(params["last_day"] or params["first_day"])
        if last < first:
            raise ValueError(f"the last day, {last}, is before the first, {first}")
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    day = opening.scheduled_day(run) or today
    return [day - timedelta(days=n) for n in range(SETTINGS.look_back_days, -1, -1)]


def ingest_dag(dag_id: str, schedule: str, cron: str, key_format: str) -> None:
    """One DAG for the sources of one schedule."""

    @dag(
        dag_id=dag_id,
        schedule=CronPartitionTimetable(
            cron, timezone=SETTINGS.time_zone, run_offset=-1, key_format=key_format
        ),
        start_date=datetime(2025, 1, 1),
        catchup=False,
        max_active_runs=1,
        dagrun_timeout=timedelta(hours=12 + SETTINGS.gate_wait_hours),
        deadline=deadline_of(SETTINGS.deadline_hours if schedule == "daily" else 0),
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
                examples=sorted(s.slug for s in SOURCES.values() if s.schedule == schedule),
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

        @task(doc_md="New files of each source into the raw store; those due, cut into batches.")
        def fetch() -> list[dict[str, Any]]:
            from newsfold.pipeline import steps
            from newsfold_airflow import datasets

            context, now = get_current_context(), steps.utc_now()
            with opened() as (work, run_id):
                days = chosen_days(context["dag_run"], context["params"], now.date())
                try:
                    batches = steps.fetch(work, run_id, context["params"]["sources"], days, now, schedule)
                except steps.NothingToRead as error:  # to try again in half a minute would only take time
                    raise AirflowFailException(str(error)) from error
                datasets.tell_fetched(work, run_id)
            return [{"batch": each.batch, "label": each.label} for each in batches]

        @task(map_index_template="{{ batch_label }}", doc_md="One batch of files into staging.")
        def normalize(batch: dict[str, Any]) -> dict[str, int]:
            from newsfold.pipeline import steps

            get_current_context()["batch_label"] = batch["label"]  # type: ignore[typeddict-unknown-key]
            with opened() as (work, run_id):
                return asdict(steps.normalize(work, run_id, batch["batch"]))

        @task(
            trigger_rule="none_failed",
            doc_md="What each record of the run is: a copy, a rewrite, something new.",
        )
        def deduplicate() -> dict[str, int]:
            from newsfold.pipeline import steps

            with opened() as (work, run_id):
                return steps.deduplicate(work, run_id)

        def gate() -> LoadGate:
            return LoadGate(
                task_id="gate",
                opened=opened,
                default=SETTINGS.gate_default,
                wait=timedelta(hours=SETTINGS.gate_wait_hours),
                doc_md="Lets a run as expected through; one far outside waits for a person.",
            )

        @task(doc_md="The run from staging into the tables, in one transaction.")
        def load() -> dict[str, Any]:
            from newsfold.pipeline import steps
            from newsfold_airflow import datasets

            with opened() as (work, run_id):
                dry_run = get_current_context()["params"]["dry_run"]
                totals = steps.load(work, run_id, steps.utc_now(), rehearse=dry_run)
                if not dry_run:
                    datasets.tell_loaded(work)
                return totals

        @task(doc_md="The rules of sql/checks, held to the run.", retries=0)
        def check() -> dict[str, int]:
            from newsfold.pipeline import steps

            with opened() as (work, run_id):
                return steps.check(work, run_id, steps.utc_now())

        @task(outlets=[ARTICLES], doc_md="The run report, and the word to those who wait for the articles.")
        def publish() -> dict[str, Any]:
            from newsfold.pipeline import steps
            from newsfold.upkeep import refolding

            if get_current_context()["params"]["dry_run"]:
                raise AirflowSkipException("a rehearsal: nothing was loaded, and nobody is to be told")
            with opened() as (work, run_id):
                report = steps.publish(work, run_id, steps.utc_now())
                # Those whose own run could not be started wait no longer than for this one.
                refolding.apply_waiting(work, steps.utc_now())
            print(json.dumps(steps.for_a_log(report), default=str))
            return dict(report["totals"])

        @teardown
        @task(
            doc_md="Figures to the metrics; one message where something is wrong, whatever became of the rest."
        )
        def notify() -> bool:
            from newsfold_airflow import ending

            return ending.end(get_current_context(), opened)

        (
            normalize.expand(batch=fetch())
            >> deduplicate()
            >> gate()
            >> load()
            >> check()
            >> publish()
            >> notify()
        )

    ingest()


ingest_dag("news_ingest", "daily", SETTINGS.schedule, "%Y-%m-%d")
if any(source.schedule == "hourly" for source in SOURCES.values()):
    ingest_dag("news_ingest_hourly", "hourly", SETTINGS.hourly_schedule, "%Y-%m-%dT%H")
