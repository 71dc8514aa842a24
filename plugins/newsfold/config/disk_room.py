"""A disk that is full, said so that somebody can help: of what, where, and that nothing is half written."""

import contextlib
import errno
from collections.abc import Iterator
from pathlib import Path

#: What a disk says that has no room, for a file or for us.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoRoom(OSError):
    """There is no room where something is written: `strerror` says what and where. Whoever writes leaves nothing half written."""

    def __str__(self) -> str:
        return self.strerror or super().__str__()


def is_full(error: BaseException) -> bool:
    """Whether an error says that a disk of this machine has no room."""
    return isinstance(error, OSError) and error.errno in FULL


@contextlib.contextmanager
def writing(what: str, place: Path | str) -> Iterator[None]:
    """Raise NoRoom where the block finds the disk full, with what is written (`the raw store`) and the folder where it is."""
    try:
        yield
    except NoRoom:
        raise
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise NoRoom(error.errno, told(what, place, error.errno), str(place)) from error


def told(what: str, place: Path | str, code: int | None) -> str:
    """The sentence."""
    why = {errno.EDQUOT: "the quota is used up", errno.EFBIG: "the file is larger than may be"}
    cause = why.get(code or 0, "the disk is full")
    return f"no room for {what} in {place}: {cause}. Make room and do it again; nothing was left half written"
