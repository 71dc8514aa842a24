"""Reading files again, with the current readers. The command and the DAG `news_replay` call the same functions."""

from collections.abc import Sequence
from dataclasses import replace

from newsfold.config.kept_settings import overlaid
from newsfold.pipeline import dividing, steps
from newsfold.pipeline.replay_choices import Choice, ChoiceError
from newsfold.pipeline.workspace import Workspace
from newsfold.store import ledger, source_settings
from newsfold.store.ledger import Batch


def choose_files(work: Workspace, choice: Choice) -> list[int]:
    """The ids of the files that a choice means."""
    return ledger.replayed_files(
        work.connection,
        {
            "by_refusal": choice.by_refusal,
            "reason": choice.reason,
            "run_id": choice.run_id,
            "source": choice.source,
            "format": choice.format,
            "file_ids": list(choice.files) or None,
            "record_ids": list(choice.records) or None,
            "first_day": choice.first_day,
            "last_day": choice.last_day,
        },
    )


def begin(work: Workspace, run_key: str, *, dry_run: bool) -> int:
    """Open a replay, or find it again by its key."""
    return steps.begin(work, run_key, "replay", None, dry_run=dry_run)


def assign(work: Workspace, run_id: int, choice: Choice) -> Sequence[Batch]:
    """Give a replay its files, in batches. None are left where nothing fits, or all is loaded."""
    ledger.assign_files(work.connection, run_id, choose_files(work, choice), work.settings.batch_files)
    return dividing.batches(work, run_id)


def trying(work: Workspace, setting: int | None) -> Workspace:
    """The workspace whose sources are read with the settings of a row of ops.source_setting; as it is without one.

    Raises ChoiceError where there is no such row, or its source is not declared, and SourceError for settings that this version
    does not know.
    """
    if setting is None:
        return work
    with work.connection:
        row = source_settings.one(work.connection, setting)
    if row is None or row.slug not in work.sources:
        raise ChoiceError(f"there are no settings {setting} of a declared source")
    changed = overlaid(work.sources[row.slug], source_settings.settings_of(row))
    return replace(work, sources={**work.sources, row.slug: changed})
