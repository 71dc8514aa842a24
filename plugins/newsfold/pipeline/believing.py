"""What a server says of a file, as far as it can be true and be kept; and its errors, as errors of that file."""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from newsfold.config import disk_room
from newsfold.fetch.transport import FailureClass, FetchError, FoundFile, plausible

#: The largest size that is believed: Postgres still adds up a million of them.
MOST_BYTES = 10**12


@contextlib.contextmanager
def of_the_source(slug: str, found: FoundFile) -> Iterator[None]:
    """Raise FetchError for whatever goes wrong in the block, of a source by its slug: what a server sends has no bounds, and one
    file's death is its own. A disk of this machine that is full is not the source's.
    """
    try:
        yield
    except (FetchError, TimeoutError, MemoryError):
        raise
    except Exception as error:
        if disk_room.is_full(error):
            raise
        message = f"source {slug}: {found.uri}: {type(error).__name__}: {error}"
        raise FetchError(FailureClass.BROKEN, storable(message)) from error


@dataclass(frozen=True, slots=True)
class Guarded:
    """A file's bytes as they come. All errors of theirs become FetchError, so that they are not taken for the raw store's."""

    stream: BinaryIO
    slug: str
    found: FoundFile

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises FetchError."""
        with of_the_source(self.slug, self.found):
            return self.stream.read(size)


def believable(found: FoundFile) -> FoundFile:
    """A file of a listing without the time, size and tag that none can have."""
    size = None if found.size is None or found.size < 0 else min(found.size, MOST_BYTES)
    return replace(found, modified_at=plausible(found.modified_at), size=size, etag=to_the_letter(found.etag))


def to_the_letter(said: str | None) -> str | None:
    """What is to be sent back as it came; None where it can't be kept so."""
    return said if said is None or storable(said) == said else None


def storable(text: str) -> str:
    """A name or an address as a database can hold it. Where characters are written out, a hash tells it from the name that is
    written so.
    """
    shown = text.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")
    if shown == text:
        return text
    return f"{shown} #{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
