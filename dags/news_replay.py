"""### Reads files again, with the rules of today

`choose -> normalize -> deduplicate -> load -> check -> publish`, and `notify` at the end

For records that were refused and can be read now, and for whole days whose articles newer rules read better. The bytes come from
the raw store; nothing is fetched. The form says what is read again; with nothing chosen it is all that is in quarantine. It is a
dry run unless that is switched off: the run report then shows what would change, and nothing is loaded. The quarantine page
starts it, and so does `newsfold replay`.

**What a failure means**: as in `news_ingest`. Nothing is half done: a load is one transaction, and what was in quarantine stays
there until a run could read it.

**What is safe to re-run**: everything, in any order, at any time. A record that is read as before counts as unchanged.
"""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk import BaseHook, Param, dag, get_current_context, task

from newsfold.model import REASONS
from newsfold_airflow import run_tasks

if TYPE_CHECKING:
    from newsfold.pipeline.workspace import Workspace

PROJECT = Path(__file__).resolve().parents[1]
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

    run_tasks.wire(opened, choose())


news_replay()
