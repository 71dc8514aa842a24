"""### Keeps the database and the raw store small, quick and lawful

Every day, after the daily ingest (`[ingest] maintenance_schedule` of `sources.toml`), one task after the other: `retention`
removes articles older than their source's `retention_days`; `partitions` creates the tables of the next month, and drops
empty ones; `raw_store` deletes bytes that no file needs, once a week also orphans; `staging` clears what abandoned runs left
behind; `changes` prunes the feed of changes; `boilerplate` learns once a week what each source prints under many of its reports;
`marts` brings marts and briefs up to date; `statistics` vacuums tables with many dead rows, and analyzes those that changed
much. What each did is the last line of its log, and a row of `ops.upkeep`; `newsfold maintain` does the same by hand.

**What a failure means**: that task did not finish; the others ran all the same. Nothing is half removed: articles are removed
some hundred at a time with all that belongs to them, each time in one transaction. The next run goes on from there.

**What is safe to re-run**: everything, at any time, also beside an ingest: what takes articles away and what loads them wait for
each other. Tick `dry_run` to see what would be done. What was removed does not come back.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task

from newsfold.config.sources_file import load_sources
from newsfold_airflow import connections

PROJECT = Path(__file__).resolve().parents[1]
SETTINGS, _ = load_sources(PROJECT / "dags" / "sources.toml")
TASKS = {
    "retention": "Removes articles older than their source's retention_days.",
    "partitions": "Creates the partitions of the next month, and drops empty ones.",
    "raw_store": "Deletes bytes that no file needs.",
    "staging": "Clears what abandoned runs left behind.",
    "changes": "Deletes rows that the feed of changes no longer needs.",
    "boilerplate": "Learns once a week what each source prints under many of its reports.",
    "marts": "Brings marts and briefs up to date.",
    "statistics": "Vacuums tables with many dead rows, and analyzes those that changed much.",
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
    """Wire the tasks one after the other; each runs whether or not the one before succeeded."""

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
