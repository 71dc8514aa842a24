"""The tasks of a run behind the choice of its files, the same for every DAG. `newsfold.pipeline.running` does all at once."""

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
    """`normalize`, one for each of the batches that a task gives, then all steps to `notify`; with `gate` before the load."""

    @task(map_index_template="{{ batch_label }}", doc_md="One batch of files into staging.")
    def normalize(batch: dict[str, Any]) -> dict[str, int]:
        from newsfold.pipeline import readers, steps

        get_current_context()["batch_label"] = batch["label"]  # type: ignore[typeddict-unknown-key]
        with opened() as (work, run_id):
            return asdict(readers.normalize(work, run_id, batch["batch"], now=steps.utc_now()))

    @task(
        trigger_rule="none_failed", doc_md="What each record of the run is: a copy, a rewrite, something new."
    )
    def deduplicate() -> dict[str, int]:
        from newsfold.pipeline import steps

        with opened() as (work, run_id):
            return steps.deduplicate(work, run_id)

    @task(doc_md="The run from staging into the tables, in one transaction, which a dry run undoes.")
    def load() -> dict[str, Any]:
        from newsfold.pipeline import steps
        from newsfold_airflow import datasets

        with opened() as (work, run_id):
            dry_run = get_current_context()["params"]["dry_run"]
            totals = steps.load(work, run_id, steps.utc_now(), rehearse=dry_run)
            if not dry_run:
                datasets.tell_loaded(work)
        return totals

    @task(doc_md="The rules of sql/checks, held to the run.", retries=0)
    def check() -> dict[str, int]:
        from newsfold.pipeline import steps

        with opened() as (work, run_id):
            return steps.check(work, run_id, steps.utc_now())

    @task(outlets=[ARTICLES], doc_md="The run report, and the word to those who wait for the articles.")
    def publish() -> dict[str, Any]:
        from newsfold.pipeline import deciding, steps

        with opened() as (work, run_id):
            report = steps.publish(work, run_id, steps.utc_now())
            print(json.dumps(steps.for_a_log(report), default=str))
            if report["state"] == "rehearsed":
                raise AirflowSkipException("a dry run: nothing was loaded, and nobody is to be told")
            # Those whose own run could not be started wait no longer than for this one.
            deciding.apply_waiting(work, steps.utc_now())
        return dict(report["totals"])

    @teardown
    @task(doc_md="Figures to the metrics; one message where something is wrong, whatever became of the rest.")
    def notify() -> bool:
        from newsfold_airflow import ending

        return ending.end(get_current_context(), opened)

    placed = normalize.expand(batch=batches) >> deduplicate()
    waits = placed >> gate() if gate is not None else placed
    waits >> load() >> check() >> publish() >> notify()
