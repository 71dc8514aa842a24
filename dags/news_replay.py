"""### Reads files again, with the current rules

`choose -> normalize -> deduplicate -> load -> check -> publish`, and `notify` at the end

For records that were refused and can be read now, and for whole days whose articles newer rules read better. The bytes come from
the raw store; nothing is fetched. The form chooses what is read again; with nothing chosen it is the whole quarantine. It is a
dry run by default: the run report then shows what would change, and nothing is loaded. The quarantine page and
`newsfold replay` start it.

**What a failure means**: as in `news_ingest`. Nothing is half done: a load is one transaction, and what was in quarantine stays
there until a run could read it.

**What is safe to re-run**: everything, in any order, at any time. A record that reads the same as before counts as unchanged.
"""

import functools
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from airflow.sdk import Param, dag, get_current_context, task

from newsfold.model import REASONS
from newsfold_airflow import connections, run_tasks

PROJECT = Path(__file__).resolve().parents[1]
DAY = {"type": ["null", "string"], "format": "date"}
TEXT = {"type": ["null", "string"]}
IDS = {"type": "array", "items": {"type": "integer", "minimum": 1}}
opened = functools.partial(connections.replaying, PROJECT)


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
        "setting": Param(
            None, type=["null", "integer"], title="Settings", description="An id of ops.source_setting to read with."
        ),
        "decided_by": Param(None, title="Asked for by", description="For the record.", **TEXT),
    },
    tags=["newsfold", "replay"],
    doc_md=__doc__,
)  # fmt: skip
def news_replay() -> None:
    """Wire the steps."""

    @task(doc_md="Chooses the files to read again, and cuts them into batches.")
    def choose() -> list[dict[str, Any]]:
        from newsfold.pipeline import replay_choices, replaying

        choice = replay_choices.choice_of(get_current_context()["params"])
        print(f"read again: {choice.in_words()}")
        with opened() as (work, run_id):
            batches = replaying.assign(work, run_id, choice)
        return [{"batch": each.batch, "label": each.label} for each in batches]

    run_tasks.wire(opened, choose())


news_replay()
