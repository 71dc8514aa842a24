"""What every raw store can do, and what it gives: bytes under their SHA-256, written once and never changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

CHUNK_BYTES = 1_048_576
#: Where the journal is, beside the folders of the bytes.
JOURNAL = "journal"
HASH = re.compile("[0-9a-f]{64}")


class TooLarge(Exception):
    """More bytes came than may be kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written: SHA-256 in hexadecimal, and the size in bytes."""

    sha256: str
    size: int


class AnyRawStore(Protocol):
    """What all raw stores can do. Each is cheap to pickle, and may be used from several threads at the same time."""

    def add(self, stream: BinaryIO, limit: int | None = None) -> Stored:
        """Copy a stream into the store, in constant memory, and give its hash. Errors of the stream pass through.

        Raises OSError where the store can't be written, and TooLarge where more than `limit` bytes come; then nothing is
        left behind.
        """

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash. Raises FileNotFoundError where they are gone."""

    def read_part(self, sha256: str, start: int, length: int) -> bytes:
        """At most `length` of them from `start` on, without reading the others. Raises as `read` does."""

    def sweep(self, now: datetime) -> int:
        """Remove what killed writers left behind more than a day ago; how many pieces."""

    def discard(self, sha256: str, written_before: datetime) -> bool:
        """Remove the bytes with this hash, unless somebody has added them since that time; whether they are gone."""

    def hashes(self, written_before: datetime) -> Iterator[str]:
        """The hashes of all bytes that nobody has added since that time."""

    def write_journal(self, name: str, data: bytes) -> None:
        """Keep an entry of the journal, unless it is there. Whole or not at all. Raises OSError."""

    def journal_names(self) -> list[str]:
        """The names of the journal's entries, sorted. Raises OSError."""

    def read_journal(self, name: str) -> bytes:
        """An entry of the journal. Raises FileNotFoundError where it is gone."""
