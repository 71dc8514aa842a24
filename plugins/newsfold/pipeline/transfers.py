"""From one source's listing to the raw store and `ops.file`: each file once, in constant memory, resumable at any moment.

A chunk of the listing at a time: what is known and unchanged is left out, the rest is stored, several files at once, and
recorded in one transaction. A fetch that is killed has lost at most the record of one chunk, whose bytes the next one finds
in the raw store under the same hash. One fetch of a source at a time, over all workers. A listing ends whole, or the result
says where it has gaps and from where on it is unknown; what it named is taken in either way.
"""

import contextlib
import hashlib
import logging
import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO, cast

import tenacity

from newsfold.config import disk_room
from newsfold.config.sources import Source, Transport
from newsfold.fetch.transport import (
    FailureClass,
    FetchError,
    FoundFile,
    Gap,
    KnownFile,
    Opened,
    Patience,
)
from newsfold.model import SourceFile
from newsfold.pipeline.believing import (
    MOST_BYTES,
    Guarded,
    believable,
    of_the_source,
    storable,
    to_the_letter,
)
from newsfold.raw_store.contract import AnyRawStore, Stored, TooLarge
from newsfold.store import ledger, source_states
from newsfold.store.connection import Connection

log = logging.getLogger(__name__)

CHUNK_FILES = 100
#: How many of a listing's gaps are kept.
MOST_GAPS = 1_000
#: A server that asks for a longer wait than this is left to the next run.
MOST_SECONDS_TO_WAIT = 120.0
ATTEMPTS = 3


@dataclass(slots=True)
class Fetched:
    """What one fetch of a source did: files and bytes that came, files that were the same as before, and what was wrong.

    `listed` is how many files the listing named, `last_name` the last of them, and `gaps` what of it is unknown. `failure` is
    what ended the fetch before the end of the listing; `problems` are failure classes and messages of files that could not be
    fetched, or `limited`.
    """

    files: int = 0
    bytes: int = 0
    unchanged: int = 0
    listed: int = 0
    last_name: str = ""
    gaps: list[Gap] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)
    failure: FetchError | None = None
    file_ids: list[int] = field(default_factory=list)

    def begin_anew(self) -> None:
        """Start the listing over: earlier problems with it don't count."""
        self.listed, self.last_name = 0, ""
        self.gaps.clear()
        self.problems.clear()


@dataclass(frozen=True, slots=True)
class Fetch:
    """One fetch of one source. `prefix` stands before the names of its files, `ends_at` on the monotonic clock is when it has
    to be over.
    """

    connection: Connection
    raw_store: AnyRawStore
    source: Source
    source_id: int
    now: datetime
    prefix: str = ""
    attempts: int = ATTEMPTS
    ends_at: float = math.inf

    @property
    def is_over(self) -> bool:
        """Whether its time is up."""
        return time.monotonic() >= self.ends_at


class OutOfTime(FetchError):
    """A source's time is up."""

    def __init__(self, fetch: Fetch, done: Fetched) -> None:
        where = f"after {done.last_name!r}" if done.last_name else "from its beginning on"
        message = f"source {fetch.source.slug}: its time is up (max_run_minutes, fetch_minutes); its listing is unknown {where}"
        super().__init__(FailureClass.SLOW, message)


def fetch_source(fetch: Fetch, opened: Opened, days: Sequence[date]) -> Fetched:
    """Take in one source's new files. What can't be fetched is in the result; nothing is raised for it."""
    done = Fetched()
    try:
        with locked(fetch):
            retrying(fetch)(take_all, fetch, opened, days, done)
    except FetchError as error:
        fail(fetch, done, error)
    except TimeoutError as error:
        fail(fetch, done, FetchError(FailureClass.SLOW, f"source {fetch.source.slug}: {error}"))
    finally:
        opened.close()
    return done


def fail(fetch: Fetch, done: Fetched, error: FetchError) -> None:
    """Note what ended a fetch before the end of the listing. Where time was all that lacked, the next run goes on."""
    if fetch.is_over and not isinstance(error, OutOfTime):
        error = OutOfTime(fetch, done)  # whatever was broken off then is only its consequence
    if isinstance(error, OutOfTime) and done.files:
        done.problems.insert(0, ("limited", f"{error}; the rest is for the next run"))
    else:
        done.failure = error
    if done.listed and not isinstance(error, OutOfTime):
        detail = f"source {fetch.source.slug}: listing incomplete after {done.last_name!r}: {error}"
        done.gaps.insert(0, Gap(error.failure, detail))
    else:
        done.gaps.insert(0, Gap(error.failure, str(error)))


@contextlib.contextmanager
def locked(fetch: Fetch) -> Iterator[None]:
    """Hold the lock of the source, so that one process at a time fetches it."""
    source_states.lock(fetch.connection, fetch.source_id)
    try:
        yield
    finally:
        fetch.connection.rollback()
        source_states.unlock(fetch.connection, fetch.source_id)


def retrying(fetch: Fetch) -> tenacity.Retrying:
    """Retry slow and broken servers, with growing waits and jitter or after the wait that they asked for; other failures are
    not retried, nor is anything once the source's time is up.
    """
    return tenacity.Retrying(
        stop=lambda state: fetch.is_over or state.attempt_number >= fetch.attempts,
        wait=lambda state: min(wait_for_server(state), max(fetch.ends_at - time.monotonic(), 0)),
        retry=tenacity.retry_if_exception(is_worth_retrying),
        reraise=True,
    )


def wait_for_server(state: tenacity.RetryCallState) -> float:
    """Seconds until the next attempt."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, FetchError) else None
    return max(asked or 0.0, tenacity.wait_exponential_jitter(multiplier=0.5, max=30, jitter=1)(state))


def is_worth_retrying(error: BaseException) -> bool:
    """Whether the same request may well succeed soon."""
    return (
        isinstance(error, FetchError)
        and not isinstance(error, OutOfTime)
        and error.failure in (FailureClass.SLOW, FailureClass.BROKEN)
        and (error.retry_after or 0.0) <= MOST_SECONDS_TO_WAIT
    )


def take_all(fetch: Fetch, opened: Opened, days: Sequence[date], done: Fetched) -> None:
    """Go through the listing once. Trying it again costs only the listing: what was recorded is known.

    What a listing named before it failed is taken in first.
    """
    done.begin_anew()
    grows = do_names_grow(fetch)
    start = source_states.listing_start(fetch.connection, fetch.source_id) if grows else None
    listing, patience = opened.list_files(days, start), Patience()
    with ThreadPoolExecutor(opened.at_once) as pool:
        while True:
            chunk, ending = next_chunk(fetch, listing, done)
            take_chunk(fetch, opened, chunk, pool, done, patience)
            if ending is not None:
                raise ending
            if not chunk:
                return
            if limit := limit_reached(fetch.source, done):
                done.problems.append(("limited", limit))
                return
            # A file that failed, or that stands before others in the listing whose names are smaller, has to be listed again.
            names = [start or "", *(found.name for found in chunk)]
            grows = grows and not done.problems and not done.gaps and names == sorted(names)
            grows = grows and storable(names[-1]) == names[-1]
            if grows:
                start = chunk[-1].name
                source_states.note_listed(fetch.connection, fetch.source_id, start)


def next_chunk(
    fetch: Fetch, listing: Iterator[FoundFile | Gap], done: Fetched
) -> tuple[list[FoundFile], FetchError | None]:
    """The next files of a listing, and the failure that ended it after them. Its gaps are noted."""
    chunk: list[FoundFile] = []
    slug, most = fetch.source.slug, fetch.source.max_listed_files
    try:
        while len(chunk) < CHUNK_FILES and (each := next(listing, None)) is not None:
            if isinstance(each, Gap):
                note_gap(done, each)
            elif done.listed >= most:
                cause = f"source {slug}: listing incomplete after {done.last_name!r}: it names more than max_listed_files = "
                return chunk, FetchError(FailureClass.CHANGED_SHAPE, f"{cause}{most:,}")
            else:
                chunk.append(believable(each))
                done.listed, done.last_name = done.listed + 1, each.name
            if fetch.is_over:
                return chunk, OutOfTime(fetch, done)
    except FetchError as error:
        return chunk, error
    except TimeoutError as error:
        return chunk, FetchError(
            FailureClass.SLOW, f"source {slug}: {error}", retry_after=2 * MOST_SECONDS_TO_WAIT
        )
    except Exception as error:  # what a server sends has no bounds, and one source's death is its own
        if disk_room.is_full(error):  # that is ours: no source is paused for it
            with disk_room.writing("a listing that is being read", tempfile.gettempdir()):
                raise
        log.exception("source %s: its listing can't be read", slug)
        return chunk, FetchError(FailureClass.BROKEN, f"source {slug}: {type(error).__name__}: {error}")
    return chunk, None


def note_gap(done: Fetched, gap: Gap) -> None:
    """Keep a gap. Where there are very many, the first ones stand for all; their number is in the last."""
    if len(done.gaps) < MOST_GAPS:
        done.gaps.append(gap)
    elif len(done.gaps) == MOST_GAPS:
        done.gaps.append(Gap(gap.failure, f"and more than {MOST_GAPS:,} others"))


def do_names_grow(fetch: Fetch) -> bool:
    """Whether names of the source's new files sort after all older ones; those of dropped files don't."""
    return (fetch.source.names_grow or fetch.source.transport is Transport.IMAP) and not fetch.prefix


def limit_reached(source: Source, done: Fetched) -> str | None:
    """Why the run takes no more of the source, if so."""
    if done.files >= source.max_run_files:
        return (
            f"stopped at max_run_files = {source.max_run_files:,} {of(source)}; the rest is for the next run"
        )
    if done.bytes >= source.max_run_bytes:
        return (
            f"stopped at max_run_bytes = {source.max_run_bytes:,} {of(source)}; the rest is for the next run"
        )
    return None


def of(source: Source) -> str:
    """Where the source's settings stand."""
    return f"of [source.{source.slug}] in dags/sources.toml"


def take_chunk(
    fetch: Fetch,
    opened: Opened,
    chunk: Sequence[FoundFile],
    pool: ThreadPoolExecutor,
    done: Fetched,
    patience: Patience,
) -> None:
    """Take in the files of one chunk that are new or changed. Raises FetchError where the source seems to be down."""
    names = {storable(fetch.prefix + found.name): found for found in chunk}
    rows = ledger.known_files(fetch.connection, fetch.source_id, names)
    known = {name: known_file(row) for name, row in rows.items()}
    wanted = [
        (name, found) for name, found in names.items() if not is_unchanged(found, known.get(name), fetch)
    ]
    done.unchanged += len(names) - len(wanted)
    wanted = wanted[: max(fetch.source.max_run_files - done.files, 0)]
    stored: list[SourceFile] = []
    same: list[int] = []
    futures = [pool.submit(store_file, fetch, opened, name, found, known.get(name)) for name, found in wanted]
    try:
        for (name, _), future in zip(wanted, futures, strict=True):
            try:
                file = future.result()
            except FetchError as error:
                if fetch.is_over:
                    raise OutOfTime(fetch, done) from error
                if not patience.lasts(error) or is_the_sources_fault(error):
                    raise
                done.problems.append((error.failure.value, str(error)))
                continue
            patience.renew()
            if file is None:
                same.append(known[name].file_id)
            else:
                stored.append(file)
    finally:
        for future in futures:
            future.cancel()
        done.file_ids += ledger.record_files(fetch.connection, fetch.source_id, stored)
        done.files += len(stored)
        done.bytes += sum(file.size for file in stored)
        done.unchanged += len(same)
        if same:
            ledger.touch_files(fetch.connection, same, now=fetch.now)


def is_the_sources_fault(error: FetchError) -> bool:
    """Whether there is no use in asking the same server for the next file."""
    return error.failure is FailureClass.SLOW and (error.retry_after or 0.0) > MOST_SECONDS_TO_WAIT


def known_file(row: Any) -> KnownFile:
    """A row of `ledger.known_files`."""
    return KnownFile(row.file_id, row.size, row.modified_at, row.etag, row.last_modified, row.last_seen_at)


def is_unchanged(found: FoundFile, known: KnownFile | None, fetch: Fetch) -> bool:
    """Whether the listing says that the file is the one already known, so that nobody need ask for it."""
    if known is None or found.always_ask:
        return False
    if found.etag and known.etag:
        return found.etag == known.etag
    if found.modified_at is not None:
        return found.modified_at == known.modified_at and found.size in (None, known.size)
    return fetch.now - known.last_seen_at < timedelta(hours=fetch.source.recheck_hours)


def store_file(
    fetch: Fetch, opened: Opened, name: str, found: FoundFile, known: KnownFile | None
) -> SourceFile | None:
    """Put one file's bytes into the raw store; None where the server says that they are those already known."""
    return retrying(fetch)(store_once, fetch, opened, name, found, known)


def store_once(
    fetch: Fetch, opened: Opened, name: str, found: FoundFile, known: KnownFile | None
) -> SourceFile | None:
    """One attempt at that. Raises FetchError."""
    limit = fetch.source.max_file_bytes
    if fetch.is_over:
        raise FetchError(FailureClass.SLOW, f"source {fetch.source.slug}: {found.uri}: its time is up")
    if found.size is not None and found.size > limit:
        return refused_unread(fetch, name, found, found.size)
    try:
        with contextlib.ExitStack() as held:
            with of_the_source(fetch.source.slug, found):
                delivery = held.enter_context(opened.open(found, known))
            if delivery is None:
                return None
            if delivery.size is not None and delivery.size > limit:
                return refused_unread(fetch, name, found, delivery.size)
            stored = fetch.raw_store.add(
                cast(BinaryIO, Guarded(delivery.stream, fetch.source.slug, found)), limit
            )
    except TooLarge:
        return refused_unread(fetch, name, found, limit + 1)
    except TimeoutError as error:
        message = f"source {fetch.source.slug}: {found.uri}: {error}"
        raise FetchError(FailureClass.SLOW, message, retry_after=2 * MOST_SECONDS_TO_WAIT) from error
    if found.size is not None and stored.size != found.size:
        log.info("%s: listed with %d bytes, came with %d", found.uri, found.size, stored.size)
    return replace(
        described(fetch, name, found, stored),
        etag=to_the_letter(delivery.etag or found.etag),
        last_modified=to_the_letter(delivery.last_modified),
        opt_out=delivery.opt_out,
    )


def described(fetch: Fetch, name: str, found: FoundFile, stored: Stored) -> SourceFile:
    """A file as the ledger keeps it."""
    return SourceFile(
        fetch.source.slug,
        name,
        storable(found.uri),
        stored.sha256,
        stored.size,
        found.modified_at,
        fetch.now,
        found.etag,
    )


def refused_unread(fetch: Fetch, name: str, found: FoundFile, size: int) -> SourceFile:
    """A file over its source's limit, as the ledger keeps it. Without time and ETag the next fetch looks at it again: the
    limit may be another one then.
    """
    file = described(fetch, name, found, unread(found, size))
    return replace(file, modified_at=None, etag=None)


def unread(found: FoundFile, size: int) -> Stored:
    """What stands for a file over its source's limit: it is refused, so its bytes are neither read nor kept, and the hash is
    that of its address, size and time.
    """
    identity = f"{found.uri}\n{size}\n{found.modified_at}\n{found.etag}"
    digest = hashlib.sha256(identity.encode("utf-8", errors="surrogatepass")).hexdigest()
    return Stored(digest, min(size, MOST_BYTES))
