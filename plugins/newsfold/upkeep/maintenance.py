"""The maintenance tasks: what is done regularly so that the database and the raw store stay small, quick and lawful.

Each task can be run again at any time, and goes on where an earlier try was killed. What it did is a row of `ops.upkeep`.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from newsfold.analytics import marts
from newsfold.pipeline import journal, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store import journal as load_journal
from newsfold.store import loading, reports, upkeep
from newsfold.store import retention as removing
from newsfold.store.connection import transaction
from newsfold.upkeep import learning, retention

Report = dict[str, Any]

#: Bytes that came within this time are left alone: their file may not be noted yet.
YOUNG = timedelta(days=1)
#: A run that staged something longer ago than this will not load it; its files are due for the next run.
DEAD_RUN = timedelta(days=14)
#: How often boilerplate is learned, and the raw store is searched for bytes that no file has.
WEEK = timedelta(days=7)
HASHES_AT_ONCE = 5_000


class UnknownTask(LookupError):
    """There is no such task. Names those that there are."""


def perform(work: Workspace, task: str, *, now: datetime, dry_run: bool = False) -> Report:
    """Do one task, and keep what it did. With `dry_run` it only looks. Raises UnknownTask."""
    if task not in TASKS:
        raise UnknownTask(f"no task {task!r}; there are {', '.join(TASKS)}")
    started_at = steps.utc_now()
    report = TASKS[task](work, now, dry_run)
    with work.connection:
        upkeep.note(
            work.connection, task, report, dry_run=dry_run, started_at=started_at, finished_at=steps.utc_now()
        )
    return report


def partitions(work: Workspace, now: datetime, dry_run: bool) -> Report:
    """Those of this month and the next are there; those of months that are over and hold nothing go."""
    if not dry_run:
        loading.ensure_partitions(work.connection, now)
        loading.ensure_partitions(work.connection, now.replace(day=1) + timedelta(days=32))
    with work.connection:
        over = [each for each in upkeep.partitions(work.connection, now=now) if each.is_over]
        empty = [each.name for each in over if upkeep.is_empty(work.connection, each.parent, each.month)]
    of_search = upkeep.drop_search_partitions(work.connection, only_look=dry_run)
    if dry_run:
        return {"would_drop": empty + (of_search or [])}
    dropped = {name: upkeep.drop_partition(work.connection, name) for name in empty}
    return {
        "dropped": [name for name, gone in dropped.items() if gone] + (of_search or []),
        "busy": [name for name, gone in dropped.items() if gone is None]
        + (["search_document"] if of_search is None else []),
    }


def retain(work: Workspace, now: datetime, dry_run: bool) -> Report:
    """Articles older than their source's `retention_days` leave."""
    return retention.enforce(work, now=now, dry_run=dry_run).as_dict()


def raw_store(work: Workspace, now: datetime, dry_run: bool) -> Report:
    """Bytes that no file needs leave the raw store, and once a week those that no file has, and what killed writers left."""
    written_before = now - YOUNG
    with work.connection:
        released = removing.released(work.connection)
        last = upkeep.last_done(work.connection, "raw_store_search")
    report: Report = {"due": len(released), "deleted": 0, "bytes": 0, "too_young": 0}
    for each in released if not dry_run else ():
        if not work.raw_store.discard(each.sha256, written_before):
            report["too_young"] += 1
            continue
        with work.connection:
            removing.note_deleted(work.connection, each.file_ids, now=now)
        report["deleted"] += 1
        report["bytes"] += each.size
    if last is None or now - last >= WEEK:
        report |= search_raw_store(work, now, written_before, dry_run)
    return report


def search_raw_store(work: Workspace, now: datetime, written_before: datetime, dry_run: bool) -> Report:
    """Bytes that no file has: a fetch was killed before it noted them."""
    seen = unknown = left = 0
    for part in portions(work.raw_store.hashes(written_before)):
        seen += len(part)
        with work.connection:
            found = removing.unknown_hashes(work.connection, part)
        unknown += len(found)
        if not dry_run:
            left += sum(work.raw_store.discard(each, written_before) for each in found)
    report: Report = {"searched": seen, "unknown": unknown, "unknown_deleted": left}
    if not dry_run:
        report["leftovers"] = work.raw_store.sweep(now)
        with work.connection:
            upkeep.note(
                work.connection, "raw_store_search", report, dry_run=False, started_at=now, finished_at=now
            )
    return report


def portions(hashes: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(hashes)
    while part := list(islice(rest, HASHES_AT_ONCE)):
        yield part


def staging(work: Workspace, now: datetime, dry_run: bool) -> Report:
    """What runs that died for good have staged goes; their files are due for the next run."""
    with work.connection:
        runs = upkeep.runs_left_in_staging(work.connection, now - DEAD_RUN)
    for run_id in runs if not dry_run else ():
        with work.connection:
            loading.clear_staging(work.connection, run_id)
    return {"runs": runs}


def changes(work: Workspace, now: datetime, dry_run: bool) -> Report:
    """Old rows of the feed of changes go: those that later ones repeat, and removals."""
    before = now - timedelta(days=work.settings.keep_changes_days)
    with work.connection:
        if dry_run:
            return {"older": upkeep.old_changes(work.connection, before)}
        return {"pruned": upkeep.prune_changes(work.connection, before)}


def boilerplate(work: Workspace, now: datetime, dry_run: bool) -> Report:
    """Once a week: which sentences each source prints under many of its reports. Stories are folded by it from then on; what is
    stored is folded anew by `newsfold refold` only.
    """
    connection = work.connection
    with connection:
        last = upkeep.last_done(connection, "boilerplate")
    if dry_run or (last is not None and now - last < WEEK):
        return {"skipped": "a dry run" if dry_run else f"learned {last:%Y-%m-%d}"}
    run_id = steps.begin(work, f"upkeep:{uuid.uuid4()}", "upkeep", None, dry_run=False)
    with transaction(connection, lock=loading.lock_loads):
        learned = learning.learn(connection, run_id, now)
        # A run that was deduplicated by the old sentences is deduplicated again.
        removing.note_load(connection, run_id, now=now)
        load_journal.note_load(
            connection, run_id, at=now, change=load_journal.NOTHING, details={"learn": True}
        )
        kept = {**reports.run_report(connection, run_id), "state": "published", "boilerplate": learned}
        reports.keep_report(connection, run_id, kept, state="published", now=now)
    journal.write_due(work, now)
    return {**learned, "run_id": run_id}


def refresh_marts(work: Workspace, now: datetime, dry_run: bool) -> Report:
    """The marts and the briefs follow what left."""
    if dry_run:
        return {"skipped": "a dry run"}
    from newsfold.ui import brief_page

    done = marts.refresh(work.connection, now=now)
    return {**done.as_dict(), "briefs": [f"{day}" for day in brief_page.make_due(work.connection, now=now)]}


def statistics(work: Workspace, now: datetime, dry_run: bool) -> Report:
    """Tables with many dead rows are vacuumed, those that changed much have their statistics brought up to date."""
    with work.connection:
        tables = upkeep.tables_in_need(work.connection, now=now)
    names = {table: f"{table.schema}.{table.name}" for table in tables}
    done = {table: dry_run or upkeep.tend(work.connection, table) for table in tables}
    return {
        "vacuumed": [names[table] for table in tables if table.vacuum and done[table]],
        "analyzed": [names[table] for table in tables if not table.vacuum and done[table]],
        "not_allowed": [names[table] for table in tables if not done[table]],
    }


#: In the order in which they are done.
TASKS: dict[str, Callable[[Workspace, datetime, bool], Report]] = {
    "retention": retain,
    "partitions": partitions,
    "raw_store": raw_store,
    "staging": staging,
    "changes": changes,
    "boilerplate": boilerplate,
    "marts": refresh_marts,
    "statistics": statistics,
}
