"""### Counts the news for analysts

Brings the marts of schema `analytics` up to what is held: unique articles, daily volume, who carries whose texts, spread,
corrections, date quality, rising terms, places. It runs after each `news_ingest` that published articles, and looks again
only at what loads, refolds, decisions, kills and ended embargoes have touched since the last time. What it did is the last
line of the log, and a row of `ops.mart_refresh`.

Then `brief` makes the daily brief: the page of each of the three newest days, and of older ones that are kept and say what
is no longer so. It is at `/newsfold/brief`, in `ops.brief`, and written by `newsfold brief`.

**What a failure means**: the marts stay as they were, and `analytics.mart_freshness` says so. `analytics.articles` and
`analytics.stories` are not concerned: they are always current. Where `brief` fails, the kept pages are the old ones. The
next run makes up for both.

**What is safe to re-run**: everything, at any time. The refresh is one transaction, readers never wait for it, and two at a time
end as one. Tick `full` to build all of it anew.
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
            False, type="boolean", title="Build anew", description="All of it, not only what has changed."
        ),
    },
    tags=["newsfold", "marts"],
    doc_md=__doc__,
)
def news_marts() -> None:
    """Wire the refresh, and the briefs after it."""

    @task(outlets=[MARTS], doc_md="What has changed since the last refresh, counted anew in one transaction.")
    def refresh() -> dict[str, Any]:
        from newsfold.analytics import marts
        from newsfold.pipeline import steps

        full = get_current_context()["params"]["full"]
        done = marts.refresh_database(connections.database_url(), now=steps.utc_now(), full=full).as_dict()
        print(json.dumps(done))
        return done

    @task(doc_md="The page of each day that was counted anew: the newest ones, and those that are kept.")
    def brief() -> list[str]:
        from newsfold.pipeline import steps
        from newsfold.ui import brief_page

        days = [f"{day}" for day in brief_page.make_due_in(connections.database_url(), now=steps.utc_now())]
        print(json.dumps({"briefs": days}))
        return days

    refresh() >> brief()


news_marts()
