"""### Keeps the database and the raw store small, quick and lawful

Every day, after the daily ingest (`[ingest] maintenance_schedule` of `sources.toml`), one task after the other: `retention`
removes the articles whose source's `retention_days` are over; `partitions` makes those of the next month, and drops those that
hold nothing any more; `raw_store` deletes bytes that nothing needs, once a week also those that no file has; `staging` clears
what runs left that died for good; `changes` shortens the feed of changes; `boilerplate` learns once a week what each source
prints under many of its reports; `marts` brings marts and briefs up to date; `statistics` vacuums tables with many dead rows and
counts anew what changed much. What each did is the last line of its log, and a row of `ops.upkeep`; `newsfold maintain` does the
same by hand.

**What a failure means**: that task has not come to its end, and the others have been done all the same. Nothing is half
removed: articles leave some hundred at a time, each time with all that is theirs and in one transaction. The next run goes on.

**What is safe to re-run**: everything, at any time, also beside an ingest: what takes articles away and what loads them wait for
each other. Tick `dry_run` to see what would be done. What was removed does not come back.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task

from newsfold.config.sources import load_sources
from newsfold_airflow import connections

PROJECT = Path(__file__).resolve().parents[1]
SETTINGS, _ = load_sources(PROJECT / "dags" / "sources.toml")
TASKS = {
    "retention": "Articles older than their source's retention_days leave.",
    "partitions": "Those of the month to come are made, those that hold nothing any more are dropped.",
    "raw_store": "Bytes that no file needs are deleted.",
    "staging": "What runs left that died for good is cleared.",
    "changes": "The feed of changes loses what it need not tell any more.",
    "boilerplate": "Once a week: what each source prints under many of its reports.",
    "marts": "Marts and briefs follow what left.",
    "statistics": "Vacuum where many rows are dead, ANALYZE where many have changed.",
}


@dag(
    dag_id="news_maintenance",
    schedule=SETTINGS.maintenance_schedule,
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=12),
    default_args={
        "owner": "newsfold",
        "retries": 1,
        "retry_delay": timedelta(minutes=5),
        "execution_timeout": timedelta(hours=4),
    },
    params={
        "dry_run": Param(
            False, type="boolean", title="Dry run", description="Change nothing; say what would be done."
        ),
    },
    tags=["newsfold", "maintenance"],
    doc_md=__doc__,
)
def news_maintenance() -> None:
    """Wire the tasks, each after the other and none because of another."""

    def upkeep(name: str, text: str) -> Any:
        @task(task_id=name, doc_md=text, trigger_rule="all_done")
        def perform() -> dict[str, Any]:
            from newsfold.pipeline import steps
            from newsfold.upkeep import maintenance

            with connections.workspace(PROJECT) as work:
                dry_run = get_current_context()["params"]["dry_run"]
                report = maintenance.perform(work, name, now=steps.utc_now(), dry_run=dry_run)
            print(json.dumps(report, default=str))
            return report

        return perform()

    before = None
    for name, text in TASKS.items():
        after = upkeep(name, text)
        if before is not None:
            before >> after
        before = after


news_maintenance()
