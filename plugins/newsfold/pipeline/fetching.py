"""One run's fetch of one source: its state and pauses, its inbox, and what operators are told of it."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from newsfold.config.sources import Source, SourceError, Transport
from newsfold.fetch.folders import LocalFile, OpenedFolder
from newsfold.fetch.opening import open_source
from newsfold.fetch.transport import FailureClass, FetchError
from newsfold.pipeline import transfers
from newsfold.pipeline.workspace import Workspace
from newsfold.store import ledger, source_states
from newsfold.store.connection import Connection, connect_like
from newsfold.store.rate_limits import DatabaseTurns
from newsfold.store.source_states import SourceProblem

log = logging.getLogger(__name__)

MAX_LISTED = 20


def fetch_sources(
    work: Workspace,
    run_id: int,
    sources: Sequence[Source],
    days: Sequence[date],
    now: datetime,
    *,
    ask_paused: bool = False,
) -> list["SourceResult"]:
    """Take in what the sources have: folders one after the other, servers several at once. Paused ones are left alone,
    unless a person asks for them.
    """
    states = {} if ask_paused else source_states.states(work.connection)
    results = [fetch_one(work, run_id, source, days, now, states) for source in sources if is_local(source)]
    remote = [source for source in sources if not is_local(source)]
    with ThreadPoolExecutor(max(1, work.settings.sources_at_once)) as pool:
        results += pool.map(lambda source: fetch_one(work, run_id, source, days, now, states), remote)
    return results


def is_local(source: Source) -> bool:
    """Whether a source is a folder of this machine."""
    return source.transport is Transport.FOLDER


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What became of one source in a run. `failed`: it was asked, and nothing of it could be had."""

    source_id: int
    failed: bool
    problem: SourceProblem | None


def fetch_one(
    work: Workspace,
    run_id: int,
    source: Source,
    days: Sequence[date],
    now: datetime,
    states: Mapping[str, Any],
) -> SourceResult:
    """Take in one source's new files, and what was dropped into its inbox; on connections of its own."""
    with closing(connect_like(work.connection)) as connection:
        source_id = ledger.register_source(connection, source, now=now)
        dropped = fetch_inbox(work, connection, source, source_id, days, now)
        state = states.get(source.slug)
        if state is not None and state.paused_at is not None:
            since = f"{state.paused_at:%Y-%m-%d %H:%M} UTC by {state.paused_by}"
            detail = f"source {source.slug}: paused since {since}: {state.pause_reason}"
            problem = SourceProblem(source.slug, "paused", with_inbox(detail, dropped))
            return SourceResult(source_id, False, problem)
        done = fetch_from(work, connection, source, source_id, days, now)
        if done.failure is None:
            source_states.note_succeeded(connection, source_id, now=now)
        else:
            log.error("%s", done.failure)
        problem_ = problem_of(source, done, dropped)
        if done.failure is not None and problem_ is not None:
            is_paused = source_states.note_failed(connection, source_id, run_id, problem_, now=now)
            if is_paused:
                log.error(
                    "source %s is paused from now on: `newsfold sources resume %s`", source.slug, source.slug
                )
        return SourceResult(source_id, done.failure is not None and not done.files + dropped.files, problem_)


def fetch_from(
    work: Workspace,
    connection: Connection,
    source: Source,
    source_id: int,
    days: Sequence[date],
    now: datetime,
) -> transfers.Fetched:
    """Fetch from where the source says that its files are."""
    with closing(connect_like(work.connection)) as own:
        try:
            opened = open_source(
                source,
                work.credentials(source.connection),
                work.base,
                DatabaseTurns(own),
                work.settings.contact,
                now,
            )
        except FetchError as error:
            return transfers.Fetched(failure=error)
        except SourceError as error:
            failure = FetchError(FailureClass.REFUSED, f"source {source.slug}: {error}")
            return transfers.Fetched(failure=failure)
        fetch = transfers.Fetch(connection, work.raw_store, source, source_id, now)
        return transfers.fetch_source(fetch, opened, days)


def fetch_inbox(
    work: Workspace,
    connection: Connection,
    source: Source,
    source_id: int,
    days: Sequence[date],
    now: datetime,
) -> transfers.Fetched:
    """Fetch what people dropped into `<inbox>/<slug>`: a substitute for a source that is down."""
    folder = work.inbox / source.slug if work.inbox is not None else None
    if folder is None or not folder.is_dir():
        return transfers.Fetched()
    inbox = replace(source, location=str(folder), connection=None, follow="", names_grow=False)
    fetch = transfers.Fetch(connection, work.raw_store, inbox, source_id, now, prefix="inbox/")
    return transfers.fetch_source(fetch, OpenedFolder(inbox, folder, now), days)


def problem_of(source: Source, done: transfers.Fetched, dropped: transfers.Fetched) -> SourceProblem | None:
    """What operators are told of a fetch that did not get all: the worst first."""
    failures = [each.failure for each in (done, dropped) if each.failure is not None]
    found = [(failure.failure.value, str(failure)) for failure in failures] + done.problems + dropped.problems
    if not found:
        return None
    detail = "; ".join(text for _, text in found[:MAX_LISTED])
    return SourceProblem(source.slug, found[0][0], with_inbox(detail, dropped))


def with_inbox(detail: str, dropped: transfers.Fetched) -> str:
    """The detail of a problem, and how many files of the inbox stood in."""
    return f"{detail}; {dropped.files} files came from its inbox" if dropped.files else detail


def fetch_files(work: Workspace, source: Source, found: Iterable[LocalFile], now: datetime) -> list[int]:
    """Take in certain files of this machine, known or not, and give their ids. Raises SourceError where one can't be read."""
    source_id = ledger.register_source(work.connection, source, now=now)
    fetch = transfers.Fetch(work.connection, work.raw_store, source, source_id, now)
    opened = OpenedFolder(source, work.base, now)
    with ThreadPoolExecutor(opened.at_once) as pool:
        files = list(pool.map(lambda each: transfers.store_file(fetch, opened, each.name, each, None), found))
    return ledger.record_files(work.connection, source_id, [file for file in files if file is not None])
