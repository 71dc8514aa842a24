"""### Reads files again, with the rules of today

`choose -> normalize -> deduplicate -> load -> check -> publish`

For records that were refused and can be read now, and for whole days whose articles newer rules read better. The bytes come from
the raw store; nothing is fetched. The form says what is read again; with nothing chosen it is all that is in quarantine. It is a
dry run unless that is switched off: the run report then shows what would change, and nothing is loaded. The quarantine page
starts it, and so does `newsfold replay`.

**What a failure means**: as in `news_ingest`. Nothing is half done: a load is one transaction, and what was in quarantine stays
there until a run could read it.

**What is safe to re-run**: everything, in any order, at any time. A record that is read as before counts as unchanged.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk import Asset, BaseHook, Param, dag, get_current_context, task
from airflow.sdk.exceptions import AirflowSkipException

from newsfold.model import REASONS

if TYPE_CHECKING:
    from newsfold.pipeline.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[1]
ARTICLES = Asset(name="news_articles", uri="newsfold://analytics/articles")
DAY = {"type": ["null", "string"], "format": "date"}
TEXT = {"type": ["null", "string"]}
IDS = {"type": "array", "items": {"type": "integer", "minimum": 1}}


@contextlib.contextmanager
def opened() -> Iterator[tuple["Workspace", int]]:
    """The workspace on the Airflow connection `newsfold`, and the id of this DAG run's row in `ops.run`."""
    from newsfold.config.home import newsfold_home
    from newsfold.pipeline import replaying, workspaces

    url = BaseHook.get_connection("newsfold").get_uri().replace("postgres://", "postgresql://", 1)
    run, params = get_current_context()["dag_run"], get_current_context()["params"]
    raw_store = workspaces.raw_store_folder(newsfold_home())
    with workspaces.open_workspace(url, raw_store, PROJECT) as work:
        key = f"airflow:{run.dag_id}:{run.run_id}"
        yield work, replaying.begin(work, key, dry_run=params["dry_run"])


@dag(
    dag_id="news_replay",
    schedule=None,
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
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
        "dry_run": Param(
            True, type="boolean", title="Dry run", description="Only show in the run report what would change."
        ),
        "reason": Param(None, title="Reason", description="Only what was refused for this.",
                        enum=[None, *sorted(REASONS)], **TEXT),
        "source": Param(None, title="Source", description="Only files of this source.", **TEXT),
        "format": Param(None, title="Format", description="Only what was read as this format.", **TEXT),
        "run_id": Param(
            None, type=["null", "integer"], title="Run", description="Only what this run of ops.run refused."
        ),
        "first_day": Param(
            None, title="First day", description="All files fetched from this day on, refused or not.", **DAY
        ),
        "last_day": Param(None, title="Last day", description="The first day, where empty.", **DAY),
        "files": Param([], title="Files", description="Ids of ops.file.", **IDS),
        "records": Param([], title="Records", description="Ids of ops.quarantine.", **IDS),
        "refused": Param(
            False, type="boolean", title="Only refused", description="Of these days and files, those with an open refusal."
        ),
        "decided_by": Param(None, title="Asked for by", description="For the record.", **TEXT),
    },
    tags=["newsfold", "replay"],
    doc_md=__doc__,
)  # fmt: skip
def news_replay() -> None:
    """Wire the steps."""

    @task(doc_md="The files that are to be read again, cut into batches.")
    def choose() -> list[dict[str, Any]]:
        from newsfold.pipeline import replay_choices, replaying

        choice = replay_choices.choice_of(get_current_context()["params"])
        print(f"read again: {choice.in_words()}")
        with opened() as (work, run_id):
            batches = replaying.assign(work, run_id, choice)
        return [{"batch": each.batch, "label": each.label} for each in batches]

    @task(map_index_template="{{ batch_label }}", doc_md="One batch of files into staging.")
    def normalize(batch: dict[str, Any]) -> dict[str, int]:
        from newsfold.pipeline import steps

        get_current_context()["batch_label"] = batch["label"]  # type: ignore[typeddict-unknown-key]
        with opened() as (work, run_id):
            return asdict(steps.normalize(work, run_id, batch["batch"]))

    @task(trigger_rule="none_failed", doc_md="What each record is: a copy, a rewrite, something new.")
    def deduplicate() -> dict[str, int]:
        from newsfold.pipeline import steps

        with opened() as (work, run_id):
            return steps.deduplicate(work, run_id)

    @task(doc_md="Into the tables, in one transaction, which a dry run undoes. Prints how much changes.")
    def load() -> dict[str, Any]:
        from newsfold.pipeline import steps

        with opened() as (work, run_id):
            dry_run = get_current_context()["params"]["dry_run"]
            totals = steps.load(work, run_id, steps.utc_now(), rehearse=dry_run)
            changes = steps.stored_report(work.connection, run_id)["changes"]
        print(json.dumps(changes["found"]))
        return totals

    @task(doc_md="The rules of sql/checks, held to the run.", retries=0)
    def check() -> dict[str, int]:
        from newsfold.pipeline import steps

        with opened() as (work, run_id):
            return steps.check(work, run_id, steps.utc_now())

    @task(outlets=[ARTICLES], doc_md="The run report, and the word to those who wait for the articles.")
    def publish() -> dict[str, Any]:
        from newsfold.pipeline import steps

        if get_current_context()["params"]["dry_run"]:
            raise AirflowSkipException("a dry run: nothing was loaded, and nobody is to be told")
        with opened() as (work, run_id):
            report = steps.publish(work, run_id, steps.utc_now())
        print(json.dumps(steps.for_a_log(report), default=str))
        return dict(report["totals"])

    normalize.expand(batch=choose()) >> deduplicate() >> load() >> check() >> publish()


news_replay()
