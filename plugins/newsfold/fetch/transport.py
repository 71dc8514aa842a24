"""What all transports have in common: the files that they find, what they hand over, and how they fail."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import BinaryIO, Protocol

from newsfold.config.sources import SourceError

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
    """A file that a listing names. Sizes in bytes; what the listing doesn't tell is None.

    `name` identifies it within its source: its path below the fixed part of the location with `/`, or its URL. It is never
    used as a path of ours. `always_ask`: the listing tells nothing about whether it has changed, so the server is asked each
    time.
    """

    name: str
    uri: str
    size: int | None = None
    modified_at: datetime | None = None
    etag: str | None = None
    always_ask: bool = False


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What an earlier fetch kept of the file with a name: enough to leave it unread, or to ask whether it has changed.

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
    """The bytes of one file on their way. `size` as the server declares it; `opt_out` says by which means the publisher
    reserves text and data mining or training (`robots.txt`, `tdm-reservation`, `x-robots-tag`).
    """

    stream: BinaryIO
    size: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    opt_out: tuple[str, ...] = ()


class Opened(Protocol):
    """A source that is being fetched, by one transport. Safe to use from `at_once` threads at the same time."""

    @property
    def at_once(self) -> int:
        """How many files may be on their way at the same time."""

    def list_files(self, days: Sequence[date], after: str | None = None) -> Iterator[FoundFile]:
        """The files that are ready to be taken, lazily. `after`: only names that come after this one, for sources whose
        `names_grow`. Raises FetchError.
        """

    def open(
        self, found: FoundFile, known: KnownFile | None
    ) -> contextlib.AbstractContextManager[Delivery | None]:
        """The bytes of a file; None where the server says that they are those already known. Raises FetchError, also while
        the stream is read.
        """

    def close(self) -> None:
        """End all connections."""


class Turns(Protocol):
    """One rate limit per host, over all workers."""

    def wait(self, host: str, seconds_between: float) -> None:
        """Return when it is our turn to ask the host."""

    def hold_back(self, host: str, seconds: float) -> None:
        """Nobody asks the host for that long: it said so."""


def is_unfinished(name: str) -> bool:
    """Whether a path is hidden, or has the name of an unfinished copy."""
    return any(part.startswith(".") for part in name.split("/")) or name.endswith(UNFINISHED)
