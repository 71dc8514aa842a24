"""A run for what has arrived: the steps of every run in one process, with the files of one moment.

    fetch -> normalize -> deduplicate | gate | load -> check -> publish

Starting a process costs more than a hundred files do: so the steps on either side of the gate are one task.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from newsfold.pipeline import batch_reading, days, deciding, running, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store.reports import Report

SCHEDULE = "on_arrival"


def take_in(work: Workspace, run_id: int, slugs: Sequence[str], now: datetime) -> int:
    """Fetch, read and compare what the named sources have, or all that are watched; how many files. Each step replaces what an
    earlier try staged.

    A source that left `sources.toml`, or is not watched any more, since it was named is passed over.
    """
    watched = [source.slug for source in work.sources.values() if source.is_watched]
    chosen = [slug for slug in watched if not slugs or slug in slugs]
    looked_at = days.looking_back(days.today(work.settings, now), work.settings)
    batches = steps.fetch(work, run_id, chosen, looked_at, now, SCHEDULE, by_person=False)
    batch_reading.read_batches(work, run_id, batches, stage=running.silent)
    steps.deduplicate(work, run_id)
    return sum(batch.files for batch in batches)


def finish(work: Workspace, run_id: int, *, dry_run: bool) -> Report:
    """Load what was taken in, hold it to the rules, and publish it; then apply decisions that wait. Gives the report.

    Raises CheckFailed.
    """
    steps.load(work, run_id, steps.utc_now(), rehearse=dry_run)
    steps.check(work, run_id, steps.utc_now())
    report = steps.publish(work, run_id, steps.utc_now())
    if report["state"] != "rehearsed":
        deciding.apply_waiting(work, steps.utc_now())
    return report


def named(payloads: Iterable[Any]) -> list[str]:
    """The sources that the events of a run name."""
    slugs = {
        slug
        for payload in payloads
        if isinstance(payload, dict)
        for slug in payload.get("sources", ())
        if isinstance(slug, str)
    }
    return sorted(slugs)
