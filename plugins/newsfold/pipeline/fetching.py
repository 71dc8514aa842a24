"""One run's fetch of one source: its state and pauses, its inbox, and what is reported to operators."""

import logging
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from newsfold.config.sources import Source, SourceError, Transport
from newsfold.fetch.folders import LocalFile, OpenedFolder
from newsfold.fetch.opening import open_source
from newsfold.fetch.transport import FailureClass, FetchError, Gap, Opened
from newsfold.pipeline import transfers
from newsfold.pipeline.days import days_at_source
from newsfold.pipeline.workspace import Workspace
from newsfold.store import ledger, source_states
from newsfold.store.connection import Connection, connect_like
from newsfold.store.rate_limits import DatabaseRateLimits
from newsfold.store.source_states import SourceProblem

log = logging.getLogger(__name__)

MAX_LISTED = 20
#: How long a source whose time is up has to stop by itself, and once more after its connections were closed.
SECONDS_TO_NOTICE = 5.0
SECONDS_TO_END = 10.0


@dataclass(frozen=True, slots=True)
class SourceResult:
    """What became of one source in a run. `failed`: it was asked, and nothing of it could be fetched."""

    source_id: int
    failed: bool
    problem: SourceProblem | None


def fetch_sources(
    work: Workspace,
    run_id: int,
    sources: Sequence[Source],
    days: Sequence[date],
    now: datetime,
    *,
    ask_paused: bool = False,
    exact_days: bool = False,
) -> list[SourceResult]:
    """Fetch the sources: folders one after the other, and servers in parallel beside them. Paused sources are skipped unless
    a person asked for them.

    Each has its own time limit, and none holds up the others: one that does not end by then is abandoned.
    """
    states = {} if ask_paused else source_states.states(work.connection)
    ends_at = time.monotonic() + 60 * work.settings.fetch_minutes

    def fetch(source: Source) -> SourceResult:
        own_days = days if exact_days else days_at_source(source, days, work.settings, now)
        return fetch_bounded(Fetching(work, run_id, source, own_days, now, states, ends_at))

    local = [source for source in sources if is_local(source)]
    remote = [source for source in sources if not is_local(source)]
    with ThreadPoolExecutor(1 + max(1, work.settings.sources_at_once)) as pool:
        first = pool.submit(lambda: [fetch(source) for source in local])
        others = list(pool.map(fetch, remote))
        return first.result() + others


def is_local(source: Source) -> bool:
    """Whether a source is a folder of this machine."""
    return source.transport is Transport.FOLDER


@dataclass(slots=True)
class Fetching:
    """One source of a run that is being fetched. `opened` and `sessions` are what has to be ended where it is not over in time.

    `ends_at`, on the monotonic clock, is when the run's fetch has to be over.
    """

    work: Workspace
    run_id: int
    source: Source
    days: Sequence[date]
    now: datetime
    states: Mapping[str, Any]
    ends_at: float
    opened: list[Opened] = field(default_factory=list)
    sessions: list[int] = field(default_factory=list)
    result: SourceResult | None = None
    error: BaseException | None = None

    def run(self) -> None:
        """Fetch, and keep what came of it."""
        try:
            self.result = fetch_one(self)
        except BaseException as error:
            self.error = error


def fetch_bounded(fetching: Fetching) -> SourceResult:
    """Fetch one source in a thread of its own. When its time is up its connections are closed; where even that does not help,
    the thread is abandoned, and can no longer write anything.
    """
    source = fetching.source
    fetching.ends_at = min(fetching.ends_at, time.monotonic() + 60 * source.max_run_minutes)
    thread = threading.Thread(target=fetching.run, name=f"fetch {source.slug}", daemon=True)
    thread.start()
    thread.join(max(fetching.ends_at - time.monotonic(), 0) + SECONDS_TO_NOTICE)
    for opened in fetching.opened if thread.is_alive() else ():
        opened.abort()
    thread.join(SECONDS_TO_END)
    if thread.is_alive():
        return note_abandoned(fetching)
    if fetching.error is not None:
        raise fetching.error
    assert fetching.result is not None
    return fetching.result


def note_abandoned(fetching: Fetching) -> SourceResult:
    """A source whose fetch can't be stopped: its database sessions are terminated, which releases its lock."""
    source = fetching.source
    detail = f"source {source.slug}: no answer until its time was up, and no way to break it off; its listing is unknown"
    log.error("%s", detail)
    with closing(connect_like(fetching.work.connection)) as connection:
        source_states.end_sessions(connection, fetching.sessions)
        source_id = ledger.register_source(connection, source, now=fetching.now)
        failure = transfers.Fetched(failure=FetchError(FailureClass.SLOW, detail))
        failure.gaps.append(Gap(FailureClass.SLOW, detail))
        return note_result(fetching, connection, source_id, failure, transfers.Fetched())


def fetch_one(fetching: Fetching) -> SourceResult:
    """Take in one source's new files, and what was dropped into its inbox; on connections of its own."""
    source = fetching.source
    with closing(connect_like(fetching.work.connection)) as connection:
        fetching.sessions.append(connection.info.backend_pid)
        source_id = ledger.register_source(connection, source, now=fetching.now)
        dropped = fetch_inbox(fetching, connection, source_id)
        state = fetching.states.get(source.slug)
        if state is not None and state.paused_at is not None:
            since = f"{state.paused_at:%Y-%m-%d %H:%M} UTC by {state.paused_by}"
            detail = f"source {source.slug}: paused since {since}: {state.pause_reason}"
            problem = SourceProblem(source.slug, "paused", with_inbox(detail, dropped))
            return SourceResult(source_id, False, problem)
        return note_result(
            fetching, connection, source_id, fetch_from(fetching, connection, source_id), dropped
        )


def note_result(
    fetching: Fetching,
    connection: Connection,
    source_id: int,
    done: transfers.Fetched,
    dropped: transfers.Fetched,
) -> SourceResult:
    """Keep how a source answered. Only a source of which nothing could be listed counts as failed and comes nearer to
    its pause; one with an incomplete listing does not.
    """
    source, now = fetching.source, fetching.now
    gaps = [(gap.failure.value, printable(gap.detail), gap.raw) for gap in (*done.gaps, *dropped.gaps)]
    source_states.note_gaps(connection, source_id, fetching.run_id, gaps, now=now)
    problem = problem_of(source, done, dropped)
    if done.failure is None or done.listed:
        source_states.note_succeeded(connection, source_id, now=now)
    elif problem is not None and source_states.note_failed(
        connection, source_id, fetching.run_id, problem, now=now
    ):
        log.error("source %s is paused from now on: `newsfold sources resume %s`", source.slug, source.slug)
    if done.failure is not None:
        log.error("%s", done.failure)
    has_any = done.files + done.unchanged + dropped.files
    return SourceResult(source_id, done.failure is not None and not has_any, problem)


def fetch_from(fetching: Fetching, connection: Connection, source_id: int) -> transfers.Fetched:
    """Fetch from where the source says that its files are."""
    work, source, now = fetching.work, fetching.source, fetching.now
    with closing(connect_like(work.connection)) as own:
        fetching.sessions.append(own.info.backend_pid)
        try:
            opened = open_source(
                source,
                work.credentials(source.connection),
                work.base,
                DatabaseRateLimits(own),
                work.settings.contact,
                now,
            )
        except SourceError as error:
            failure = error if isinstance(error, FetchError) else refusal(source, error)
            return transfers.Fetched(failure=failure, gaps=[Gap(failure.failure, str(failure))])
        return transfer(fetching, connection, source, source_id, opened)


def refusal(source: Source, error: SourceError) -> FetchError:
    """The failure of a source that can't be opened with its settings."""
    return FetchError(FailureClass.REFUSED, f"source {source.slug}: {error}")


def transfer(
    fetching: Fetching,
    connection: Connection,
    source: Source,
    source_id: int,
    opened: Opened,
    prefix: str = "",
) -> transfers.Fetched:
    """Fetch what was opened, which is ended where it is not over in time."""
    fetching.opened.append(opened)
    fetch = transfers.Fetch(
        connection,
        fetching.work.raw_store,
        source,
        source_id,
        fetching.now,
        prefix=prefix,
        ends_at=fetching.ends_at,
    )
    return transfers.fetch_source(fetch, opened, fetching.days)


def fetch_inbox(fetching: Fetching, connection: Connection, source_id: int) -> transfers.Fetched:
    """Fetch what people dropped into `<inbox>/<slug>`: a substitute for a source that is down."""
    inbox, source = fetching.work.inbox, fetching.source
    folder = inbox / source.slug if inbox is not None else None
    if folder is None or not folder.is_dir():
        return transfers.Fetched()
    dropped = replace(source, location=str(folder), connection=None, follow="", names_grow=False)
    opened = OpenedFolder(dropped, folder, fetching.now)
    return transfer(fetching, connection, dropped, source_id, opened, prefix="inbox/")


def problem_of(source: Source, done: transfers.Fetched, dropped: transfers.Fetched) -> SourceProblem | None:
    """What is reported of a fetch that did not get everything: the worst first."""
    failures = [(each.failure.failure.value, str(each.failure)) for each in (done, dropped) if each.failure]
    gaps = [(gap.failure.value, shown(gap)) for each in (done, dropped) for gap in each.gaps]
    problems = done.problems + dropped.problems
    found = list(dict.fromkeys([*failures, *gaps, *problems]))
    if not found:
        return None
    texts = [text for _, text in found[:MAX_LISTED]]
    if len(found) > MAX_LISTED:
        texts.append(f"and {len(found) - MAX_LISTED:,} more")
    whole = "listing incomplete: " if gaps and not failures else ""
    return SourceProblem(source.slug, found[0][0], with_inbox(whole + "; ".join(texts), dropped))


def printable(text: str) -> str:
    """A message that a database can hold, whatever names it quotes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def shown(gap: Gap) -> str:
    """A gap in one line, with the entry that is not understood."""
    return f"{gap.detail}: {gap.raw!r}" if gap.raw else gap.detail


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
