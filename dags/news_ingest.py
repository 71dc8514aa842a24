"""### Takes in the news of the day, or of the hour

`fetch -> normalize -> deduplicate -> load -> check -> publish`

`news_ingest` asks every enabled source of `sources.toml` for new files; those with `schedule = "hourly"` are asked by
`news_ingest_hourly`, which is there once a source is. Their records are normalized in batches, related to each
other and to what is stored, and loaded in one transaction. Each record ends in one counted outcome; the run report is the
last line of the `publish` task's log, and `newsfold report` prints it.

**What a failure means**

- `fetch`: no source could be read, or the raw store can't be written. A single source that can't be read does not fail
  the run: it is in the report, and the check `sources_were_read` warns. After five failed runs it is paused, and
  `newsfold sources resume` asks it again; files dropped into its inbox are taken in meanwhile.
- `normalize`, `deduplicate`, `load`: the database or the raw store is out of reach, or a fault of ours. Nothing is half
  done: a load is one transaction. Bad files do not fail a task, they go to quarantine.
- `check`: the loaded data broke a rule. The rows are in `ops.check_result`; the data stays, and is not published.

**What is safe to re-run**: everything, in any order, at any time. A cleared task replaces what its earlier try staged, or
finds its work done. Files that a failed run has fetched are taken over by the next run.
"""

import contextlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk import Asset, BaseHook, CronPartitionTimetable, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from newsfold.sources import load_sources

if TYPE_CHECKING:
    from newsfold.credentials import Credentials
    from newsfold.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[1]
SETTINGS, SOURCES = load_sources(PROJECT / "dags" / "sources.toml")
ARTICLES = Asset(name="news_articles", uri="newsfold://analytics/articles")
DAY = {"type": ["null", "string"], "format": "date"}


@contextlib.contextmanager
def opened(connections: Iterable[str] = ()) -> Iterator[tuple["Workspace", int]]:
    """The workspace on the Airflow connection `newsfold`, and the id of this DAG run's row in `ops.run`. `connections` are
    those that the sources are going to ask for.
    """
    from newsfold import credentials, steps, workspaces
    from newsfold.local.home import newsfold_home

    url = BaseHook.get_connection("newsfold").get_uri().replace("postgres://", "postgresql://", 1)
    run, params, home = get_current_context()["dag_run"], get_current_context()["params"], newsfold_home()
    # Looked up here, since tasks ask Airflow for connections from their main thread only.
    look_up = credentials.looked_up(
        {s.connection for s in SOURCES.values() if s.connection}, connection_named
    )
    raw_store, inbox = workspaces.raw_store_folder(home), workspaces.inbox_folder(home)
    with workspaces.open_workspace(url, raw_store, PROJECT, inbox=inbox, look_up=look_up) as work:
        key = f"airflow:{run.dag_id}:{run.run_id}"
        yield work, steps.begin(work, key, "airflow", scheduled_day(run), dry_run=params["dry_run"])


def connection_named(name: str) -> "Credentials":
    """What an Airflow connection holds."""
    from newsfold.credentials import Credentials

    found = BaseHook.get_connection(name)
    return Credentials(found.login, found.password, found.host, found.port, found.extra_dejson)


def scheduled_day(run: Any) -> date | None:
    """The day that a scheduled run or a backfill is for; a manual run may have none."""
    key = getattr(run, "partition_key", None)
    return date.fromisoformat(key[:10]) if key else None


def chosen_days(run: Any, params: dict[str, Any], today: date) -> list[date]:
    """The days to fetch: those of the form, else the run's own (today's by hand) and a few before it."""
    if params["first_day"]:
        first = date.fromisoformat(params["first_day"])
        last = date.fromisoformat(params["last_day"] or params["first_day"])
        if last < first:
            raise ValueError(f"the last day, {last}, is before the first, {first}")
        return [first + timedelta(days=n) for n in range((last - first).days + 1)]
    day = scheduled_day(run) or today
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
        dagrun_timeout=timedelta(hours=12),
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
            from newsfold import steps

            context, now = get_current_context(), steps.utc_now()
            connections = {each.connection for each in SOURCES.values() if each.connection}
            with opened(connections) as (work, run_id):
                days = chosen_days(context["dag_run"], context["params"], now.date())
                batches = steps.fetch(work, run_id, context["params"]["sources"], days, now, schedule)
            return [{"batch": each.batch, "label": each.label} for each in batches]

        @task(map_index_template="{{ batch_label }}", doc_md="One batch of files into staging.")
        def normalize(batch: dict[str, Any]) -> dict[str, int]:
            from newsfold import steps

            get_current_context()["batch_label"] = batch["label"]  # type: ignore[typeddict-unknown-key]
            with opened() as (work, run_id):
                return asdict(steps.normalize(work, run_id, batch["batch"]))

        @task(
            trigger_rule="none_failed",
            doc_md="What each record of the run is: a copy, a rewrite, something new.",
        )
        def deduplicate() -> dict[str, int]:
            from newsfold import steps

            with opened() as (work, run_id):
                return steps.deduplicate(work, run_id)

        @task(doc_md="The run from staging into the tables, in one transaction.")
        def load() -> dict[str, Any]:
            from newsfold import steps

            with opened() as (work, run_id):
                dry_run = get_current_context()["params"]["dry_run"]
                return steps.load(work, run_id, steps.utc_now(), rehearse=dry_run)

        @task(doc_md="The rules of sql/checks, held to the run.", retries=0)
        def check() -> dict[str, int]:
            from newsfold import steps

            with opened() as (work, run_id):
                return steps.check(work, run_id, steps.utc_now())

        @task(outlets=[ARTICLES], doc_md="The run report, and the word to those who wait for the articles.")
        def publish() -> dict[str, Any]:
            from newsfold import steps

            if get_current_context()["params"]["dry_run"]:
                raise AirflowSkipException("a rehearsal: nothing was loaded, and nobody is to be told")
            with opened() as (work, run_id):
                report = steps.publish(work, run_id, steps.utc_now())
            print(json.dumps(report, default=str))
            return dict(report["totals"])

        normalize.expand(batch=fetch()) >> deduplicate() >> load() >> check() >> publish()

    ingest()


ingest_dag("news_ingest", "daily", SETTINGS.schedule, "%Y-%m-%d")
if any(source.schedule == "hourly" for source in SOURCES.values()):
    ingest_dag("news_ingest_hourly", "hourly", SETTINGS.hourly_schedule, "%Y-%m-%dT%H")
