"""The tasks of a run after its files are chosen, the same for every DAG. `newsfold.pipeline.running` calls the same steps."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from airflow.sdk import Asset, get_current_context, task, teardown
from airflow.sdk.exceptions import AirflowSkipException

if TYPE_CHECKING:
    from newsfold.pipeline.workspace import Workspace

ARTICLES = Asset(name="news_articles", uri="newsfold://analytics/articles")
#: Opens the workspace, with the id of the DAG run's row in `ops.run`.
Opened = Callable[[], AbstractContextManager[tuple["Workspace", int]]]


def wire(opened: Opened, batches: Any, gate: Callable[[], Any] | None = None) -> None:
    """Wire `normalize`, mapped over the batches, and all steps to `notify`; with `gate` before the load."""

    @task(map_index_template="{{ batch_label }}", doc_md="Reads one batch of files into staging.")
    def normalize(batch: dict[str, Any]) -> dict[str, int]:
        from newsfold.pipeline import readers, steps

        get_current_context()["batch_label"] = batch["label"]  # type: ignore[typeddict-unknown-key]
        with opened() as (work, run_id):
            return asdict(readers.normalize(work, run_id, batch["batch"], now=steps.utc_now()))

    @task(
        trigger_rule="none_failed",
        doc_md="Decides what each record of the run is: a copy, a rewrite, something new.",
    )
    def deduplicate() -> dict[str, int]:
        from newsfold.pipeline import steps

        with opened() as (work, run_id):
            return steps.deduplicate(work, run_id)

    @task(doc_md="Moves the run from staging into the tables in one transaction, which a dry run rolls back.")
    def load() -> dict[str, Any]:
        from newsfold.pipeline import steps
        from newsfold_airflow import datasets

        with opened() as (work, run_id):
            dry_run = get_current_context()["params"]["dry_run"]
            totals = steps.load(work, run_id, steps.utc_now(), rehearse=dry_run)
            if not dry_run:
                datasets.report_loaded(work)
        return totals

    @task(doc_md="Holds the run to the rules of sql/checks.", retries=0)
    def check() -> dict[str, int]:
        from newsfold.pipeline import steps

        with opened() as (work, run_id):
            return steps.check(work, run_id, steps.utc_now())

    @task(outlets=[ARTICLES], doc_md="Stores the run report, and emits the asset of the articles.")
    def publish() -> dict[str, Any]:
        from newsfold.pipeline import deciding, steps

        with opened() as (work, run_id):
            report = steps.publish(work, run_id, steps.utc_now())
            print(json.dumps(steps.for_a_log(report), default=str))
            if report["state"] == "rehearsed":
                raise AirflowSkipException("a dry run: nothing was loaded, and no asset event is emitted")
            # Decisions whose own run of news_decisions could not be started are applied by this run.
            deciding.apply_waiting(work, steps.utc_now())
        return dict(report["totals"])

    @teardown
    @task(
        doc_md="Sends metrics, and one message where something is wrong, whatever became of the other tasks."
    )
    def notify() -> bool:
        from newsfold_airflow import ending

        return ending.end(get_current_context(), opened)

    placed = normalize.expand(batch=batches) >> deduplicate()
    waits = placed >> gate() if gate is not None else placed
    waits >> load() >> check() >> publish() >> notify()
