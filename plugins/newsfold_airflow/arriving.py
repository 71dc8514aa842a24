"""What makes Airflow start a run when news have arrived: a trigger for its asset watchers, and the task of that run."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from airflow.sdk import Asset, AssetWatcher
from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from newsfold_airflow.gate import LoadGate

if TYPE_CHECKING:
    from newsfold.pipeline.arrival_watch import ArrivalWatch

log = logging.getLogger(__name__)

#: Between two times that the watch is asked. What it does then it decides itself.
SECONDS = 1.0


class ArrivalTrigger(BaseEventTrigger):
    """Watches the sources of a project that are fetched on arrival; an event names those that have something new.

    It runs as long as Airflow wants it. Whatever goes wrong is logged, and looked at again: a trigger that ends is not begun anew
    before its DAG file changes.
    """

    def __init__(self, project: str) -> None:
        super().__init__()
        self.project = project

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """How Airflow keeps it."""
        return "newsfold_airflow.arriving.ArrivalTrigger", {"project": self.project}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Events, without end."""
        from newsfold.pipeline import steps

        watch, said = watch_of(Path(self.project)), ""
        try:
            while True:
                slugs: list[str] = []
                try:
                    slugs, said = await asyncio.to_thread(watch.look, steps.utc_now()), ""
                except Exception as error:
                    if f"{error}" != said:  # once, not every second
                        log.exception("the watch goes on")
                    said = f"{error}"
                if slugs:
                    log.info("something has arrived: %s", ", ".join(slugs))
                    yield TriggerEvent({"sources": slugs})
                await asyncio.sleep(SECONDS)
        finally:
            watch.close()


def watch_of(project: Path) -> "ArrivalWatch":
    """The watch of a project, with Airflow's connections."""
    from newsfold.config.credentials import NO_CREDENTIALS, Credentials
    from newsfold.config.home import newsfold_home
    from newsfold.pipeline import workspaces
    from newsfold.pipeline.arrival_watch import ArrivalWatch
    from newsfold_airflow import connections

    def credentials(name: str | None) -> Credentials:
        return connections.credentials_of(name) if name else NO_CREDENTIALS

    inbox = workspaces.inbox_folder(newsfold_home())
    return ArrivalWatch(project, inbox, connections.database, credentials)


def arrived(project: Path) -> Asset:
    """The asset of what has arrived, with its watcher."""
    watcher = AssetWatcher(name="news_arrivals_watch", trigger=ArrivalTrigger(str(project)))
    return Asset(name="news_files", uri="newsfold://sources/files", watchers=[watcher])


class TakeIn(LoadGate):
    """All steps of a run for what has arrived. Where the gate has a question it is asked between reading and loading.

    `reader_memory_mb` as in the settings: the reader is started before anything else, as that takes the longest.
    """

    def __init__(self, *, reader_memory_mb: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.reader_memory_mb = reader_memory_mb

    def execute(self, context: Any) -> Any:
        """Take in what the run's events name, or with none all; then load it, or ask."""
        from newsfold.pipeline import readers

        with readers.begun_early(self.reader_memory_mb):
            from newsfold.pipeline import arrivals, steps

            events = context["triggering_asset_events"].values()
            slugs = arrivals.named(event.extra.get("payload") for some in events for event in some)
            with self.opened() as (work, run_id):
                files = arrivals.take_in(work, run_id, slugs, steps.utc_now())
        log.info("%d files of %s", files, ", ".join(slugs) or "all watched sources")
        super().execute(context)  # where it asks, the task ends here for now
        return self.finish(context)

    def execute_complete(self, context: Any, event: dict[str, Any]) -> Any:
        """Load it after all, or leave it."""
        answer = super().execute_complete(context, event)
        return self.finish(context) if answer["chosen_options"] == [self.APPROVE] else None

    def finish(self, context: Any) -> dict[str, Any]:
        """Load, check, publish; send the metrics. Of what is wrong with the sources `news_watch` tells."""
        from newsfold.operate import operating
        from newsfold.pipeline import arrivals, steps
        from newsfold_airflow import datasets, figures

        dag_id = context["dag_run"].dag_id
        with self.opened() as (work, run_id):
            report = arrivals.finish(work, run_id, dry_run=context["params"]["dry_run"])
            print(json.dumps(steps.for_a_log(report), default=str))
            datasets.report_loaded(work)
            figures.emit(operating.metrics_of(work, run_id, dag_id, steps.utc_now()))
        return dict(report["totals"])
