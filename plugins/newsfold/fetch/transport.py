"""What all transports have in common: the files that they find, what they hand over, and how they fail."""

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

from newsfold.config.sources import SourceError

#: After this many time-outs in a row, each of half a minute or more, a server is taken to be down.
MOST_SLOW_IN_A_ROW = 5
#: The same for failures that come at once. A folder may well begin with a dozen files that another program has locked.
MOST_BROKEN_IN_A_ROW = 50
#: How many characters are kept of a listing's entry that is not understood.
RAW_CHARACTERS = 300
UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", "~")


class FailureClass(StrEnum):
    """Why a source or a file could not be fetched. Each has its own policy of retries."""

    GONE = "gone"  # it is not there any more: 404, 410, no such folder, bucket or mailbox
    REFUSED = "refused"  # it is not for us: credentials, rights, robots.txt, a host that was not declared
    SLOW = "slow"  # it asked for patience, or took too long: 429, 503 with Retry-After, time-outs
    BROKEN = (
        "broken"  # it fails: 5xx, connections that break, names that don't resolve, bytes that are missing
    )
    CHANGED_SHAPE = "changed_shape"  # it answers, but with something else than what the source declares


class FetchError(SourceError):
    """A source or one of its files could not be fetched. Names source, address and cause, never a secret.

    `retry_after` is how many seconds the server asked to be left alone.
    """

    def __init__(self, failure: FailureClass, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.failure = failure
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that a listing names. Sizes in bytes; what the listing doesn't say is None.

    `name` identifies it within its source: its path below the fixed part of the location with `/`, or its URL. It is never
    used as a path on this machine. `always_ask`: the listing does not show whether the file has changed, so the server is asked
    each time.
    """

    name: str
    uri: str
    size: int | None = None
    modified_at: datetime | None = None
    etag: str | None = None
    always_ask: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a listing that is not known: a folder that may not be read, a page that fails, an entry that is not understood.

    `detail` names source, place and cause. `raw` is the entry as the server sent it, its beginning; empty where the gap is
    more than one entry.
    """

    failure: FailureClass
    detail: str
    raw: str = ""


class Patience:
    """How much may fail in a row before a server is taken to be down. What is gone, refused or misshapen is no sign of that."""

    def __init__(self) -> None:
        self.slow = self.broken = 0

    def gap(self, error: FetchError) -> Gap:
        """The gap that a failure leaves. Raises the failure itself where it is no use to go on, or the server asked to be left
        alone.
        """
        has_asked = error.failure is FailureClass.SLOW and error.retry_after is not None
        if not self.lasts(error) or has_asked:
            raise error
        return Gap(error.failure, str(error))

    def lasts(self, error: FetchError) -> bool:
        """Count one more failure; whether to go on after it."""
        self.slow += error.failure is FailureClass.SLOW
        self.broken += error.failure is FailureClass.BROKEN
        return self.slow < MOST_SLOW_IN_A_ROW and self.broken < MOST_BROKEN_IN_A_ROW

    def renew(self) -> None:
        """A request succeeded: count failures from zero again."""
        self.slow = self.broken = 0


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What an earlier fetch kept of a file: enough to skip it, or to ask the server whether it has changed.

    `etag` and `last_modified` are what the server said with the bytes, to the letter.
    """

    file_id: int
    size: int
    modified_at: datetime | None
    etag: str | None
    last_modified: str | None
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """The bytes of one file, as a stream. `size` as the server declares it; `opt_out` says by which means the publisher
    reserves text and data mining or training (`robots.txt`, `tdm-reservation`, `x-robots-tag`).
    """

    stream: BinaryIO
    size: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    opt_out: tuple[str, ...] = ()


class Opened(Protocol):
    """A source while one transport fetches it. Safe to use from `at_once` threads at the same time."""

    @property
    def at_once(self) -> int: ...

    def list_files(self, days: Sequence[date], after: str | None = None) -> Iterator[FoundFile | Gap]:
        """The files that are ready, lazily, and the gaps between them. `after`: only names that come after this one, for
        sources whose `names_grow`. Raises FetchError where the listing ends early: the rest is unknown.
        """

    def open(
        self, found: FoundFile, known: KnownFile | None
    ) -> contextlib.AbstractContextManager[Delivery | None]:
        """The bytes of a file; None where the server says that they are those already known. Raises FetchError, also while
        the stream is read.
        """

    def close(self) -> None: ...

    def abort(self) -> None:
        """Close all connections at once, also those in use: whoever waits for them gets an error. Never blocks."""


class RateLimits(Protocol):
    """One rate limit per host, over all workers."""

    def wait(self, host: str, seconds_between: float) -> None:
        """Sleep until the host may be asked, and reserve the next `seconds_between` seconds."""

    def hold_back(self, host: str, seconds: float) -> None:
        """No worker asks the host for that long, since it asked for patience."""


def is_unfinished(name: str) -> bool:
    """Whether a path is hidden, or has the name of an unfinished copy."""
    return any(part.startswith(".") for part in name.split("/")) or name.endswith(UNFINISHED)


def instant_of(seconds: float) -> datetime | None:
    """A time in seconds since 1970; None where no calendar, or no database, holds it."""
    try:
        return plausible(datetime.fromtimestamp(seconds, tz=UTC))
    except (ValueError, OverflowError, OSError):
        return None


def plausible(instant: datetime | None) -> datetime | None:
    """A time that a file may have; None for those at the ends of the calendar, which another time zone would break."""
    return instant if instant is not None and 1 < instant.year < 9999 else None


def beginning(raw: str) -> str:
    """The beginning of an entry, as text that Postgres can store."""
    return raw[:RAW_CHARACTERS].encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def files_of(listing: Iterable[FoundFile | Gap]) -> Iterator[FoundFile]:
    """The files of a listing, without its gaps: for callers that have reported those."""
    return (each for each in listing if isinstance(each, FoundFile))
