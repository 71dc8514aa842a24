"""The interface of a file server, whatever its protocol, for the code that walks through its folders."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from newsfold.fetch.transport import Gap


class Kind(StrEnum):
    """What a name on a server stands for."""

    FILE = "file"
    FOLDER = "folder"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder on a server. `path` is where its bytes are: the target's own path, where it is a link."""

    name: bytes
    path: bytes
    kind: Kind
    size: int | None = None
    modified_at: datetime | None = None


class FileServer(Protocol):
    """A connection to a server. Paths are absolute. Everything raises FetchError; safe for several threads."""

    at_once: int

    def home(self) -> bytes:
        """The folder that the login starts in."""

    def find(self, path: bytes) -> Entry | None:
        """What is at a path; None where nothing is."""

    def entries(self, folder: bytes, root: bytes) -> Iterator[Entry | Gap]:
        """What is in a folder; links only where they lead to a file below the root. What is not understood is a gap; where
        the listing breaks off, FetchError is raised after the entries that came.
        """

    def blocks(self, path: bytes, size: int | None) -> Generator[bytes, None, None]:
        """A file's bytes. `size` is what the listing says."""

    def close(self) -> None: ...

    def abort(self) -> None:
        """Close all connections at once, also those in use. Never blocks."""
