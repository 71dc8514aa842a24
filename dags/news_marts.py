"""### Refreshes the marts and the daily brief for analysts

Brings the marts of schema `analytics` up to date: unique articles, daily volume, who carries whose texts, spread,
corrections, date quality, rising terms, places. It runs after each `news_ingest` that published articles, and recomputes only
what loads, refolds, decisions, kills and ended embargoes have touched since the last refresh. What it did is the last line
of the log, and a row of `ops.mart_refresh`.

Then `brief` makes the daily brief: the page of each of the three newest days, and of stored older days that are out of date.
It is at `/newsfold/brief` and in `ops.brief`; `newsfold brief` writes it to a file.

**What a failure means**: the marts stay as they were, and `analytics.mart_freshness` says so. `analytics.articles` and
`analytics.stories` are not affected: they are always current. Where `brief` fails, the stored pages stay as they were. The
next run catches up on both.

**What is safe to re-run**: everything, at any time. The refresh is one transaction, readers never wait for it, and two at the
same time give the same result as one. Tick `full` to rebuild all of it.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import Asset, Param, dag, get_current_context, task

from newsfold_airflow import connections

ARTICLES = Asset(name="news_articles", uri="newsfold://analytics/articles")
MARTS = Asset(name="news_marts", uri="newsfold://analytics/marts")


@dag(
    dag_id="news_marts",
    schedule=[ARTICLES],
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    dagrun_timeout=timedelta(hours=6),
    default_args={
        "owner": "newsfold",
        "retries": 2,
        "retry_delay": timedelta(seconds=30),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(minutes=10),
        "execution_timeout": timedelta(hours=3),
    },
    params={
        "full": Param(
            False, type="boolean", title="Rebuild", description="All of it, not only what has changed."
        ),
    },
    tags=["newsfold", "marts"],
    doc_md=__doc__,
)
def news_marts() -> None:
    """Wire the refresh, and the briefs after it."""

    @task(outlets=[MARTS], doc_md="Recomputes what has changed since the last refresh, in one transaction.")
    def refresh() -> dict[str, Any]:
        from newsfold.analytics import marts
        from newsfold.pipeline import steps

        full = get_current_context()["params"]["full"]
        done = marts.refresh_database(connections.database_url(), now=steps.utc_now(), full=full).as_dict()
        print(json.dumps(done))
        return done

    @task(doc_md="Makes the pages of the newest days, and of stored days that are out of date.")
    def brief() -> list[str]:
        from newsfold.pipeline import steps
        from newsfold.ui import brief_page

        days = [f"{day}" for day in brief_page.make_due_in(connections.database_url(), now=steps.utc_now())]
        print(json.dumps({"briefs": days}))
        return days

    refresh() >> brief()


news_marts()
