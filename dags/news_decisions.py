"""### Applies people's decisions

Decisions of the review page (two articles carry the same report, or different ones; an article is of another day) are rows
of `ops.decision`. They wait until a run of this DAG applies them to stories and days. The page starts a run with each
decision; `news_ingest` applies them at its end too, so that a decision waits at most for the next run. The report of what
changed is the last line of the log.

**What a failure means**: the decisions are kept and still wait; nothing is half done. The next run of this DAG or of
`news_ingest` applies them.

**What is safe to re-run**: everything, at any time. A run that finds nothing waiting changes nothing.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import Asset, dag, task
from airflow.sdk.exceptions import AirflowSkipException

from newsfold_airflow import connections

ARTICLES = Asset(name="news_articles", uri="newsfold://analytics/articles")
PROJECT = Path(__file__).resolve().parents[1]


@dag(
    dag_id="news_decisions",
    schedule=None,
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    dagrun_timeout=timedelta(hours=2),
    default_args={
        "owner": "newsfold",
        "retries": 3,
        "retry_delay": timedelta(seconds=30),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=10),
        "execution_timeout": timedelta(hours=1),
    },
    tags=["newsfold", "decisions"],
    doc_md=__doc__,
)
def news_decisions() -> None:
    """Wire the one task. It emits the asset event of the articles only where something changed."""

    @task(
        outlets=[ARTICLES], doc_md="Applies the decisions that wait to stories and days, in one transaction."
    )
    def apply() -> dict[str, Any]:
        from newsfold.pipeline import deciding, steps

        with connections.workspace(PROJECT) as work:
            report = deciding.apply_waiting(work, steps.utc_now())
        print(json.dumps(steps.for_a_log(report or {"decisions": 0}), default=str))
        if report is None or not deciding.changes_articles(report):
            raise AirflowSkipException("nothing that analysts see has changed: no asset event is emitted")
        return {name: report[name] for name in ("decisions", "redated", "moved_articles", "splits", "merges")}

    apply()


news_decisions()
