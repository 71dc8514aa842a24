"""The data sets that a task read and wrote, as OpenLineage events. Where OpenLineage has no transport, nothing happens."""

from typing import TYPE_CHECKING

from newsfold.operate.lineage import Dataset, Movement

if TYPE_CHECKING:
    from pathlib import Path

    from newsfold.pipeline.workspace import Workspace


def is_active() -> bool:
    """Whether events go anywhere. The provider is imported only where it is configured."""
    from airflow.providers.openlineage.conf import is_disabled

    if is_disabled():
        return False
    from airflow.providers.openlineage.api import is_openlineage_active

    return bool(is_openlineage_active())


def report(movement: Movement) -> None:
    """Add data sets to the lineage of the running task."""
    from airflow.providers.openlineage.api import emit_dataset_lineage
    from openlineage.client.event_v2 import InputDataset, OutputDataset

    def named(kind: type, each: Dataset) -> object:
        return kind(namespace=each.namespace, name=each.name)

    emit_dataset_lineage(
        inputs=[named(InputDataset, each) for each in movement.inputs],
        outputs=[named(OutputDataset, each) for each in movement.outputs],
    )


def report_fetched(work: "Workspace", run_id: int) -> None:
    """fetch: from the sources that were asked into the raw store."""
    from newsfold.operate import operating

    if is_active():
        report(operating.fetched(work, run_id, raw_store()))


def report_loaded(work: "Workspace") -> None:
    """load: from the raw store into the tables."""
    from newsfold.operate import operating

    if is_active():
        report(operating.loaded(work, raw_store()))


def raw_store() -> "Path | str":
    from newsfold.config.home import newsfold_home
    from newsfold.pipeline import workspaces

    return workspaces.raw_store_folder(newsfold_home())
