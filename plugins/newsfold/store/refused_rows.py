"""Rows that Postgres refuses by what is in them: found by halves, so that one record's value costs that record, not its run."""

import io
from array import array
from collections.abc import Callable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

import psycopg2
from psycopg2 import errors

from newsfold.store.connection import Connection

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Postgres's classes 22 (data exception) and 54 (a limit of its own).
REFUSALS = (psycopg2.DataError, errors.ProgramLimitExceeded, errors.StatementTooComplex)
#: Of those, what is never the fault of a value: a row whose columns are not those of the table.
OURS = (errors.BadCopyFileFormat,)


class _TakenBack(Exception):
    """A try has succeeded, and is undone."""


class Portion(io.RawIOBase):
    """Some bytes of a buffer, to be read as a file of their own."""

    def __init__(self, buffer: IO[bytes], start: int, end: int) -> None:
        super().__init__()
        self.buffer, self.at, self.end = buffer, start, end

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, target: "WriteableBuffer") -> int:
        """The next bytes; none at the end."""
        view = memoryview(target)
        self.buffer.seek(self.at)
        data = self.buffer.read(min(len(view), self.end - self.at))
        view[: len(data)] = data
        self.at += len(data)
        return len(data)


def find_refused(
    connection: Connection, buffer: IO[bytes], copy: Callable[[Portion], None]
) -> dict[int, str]:
    """The rows of a buffer in COPY's text format that are refused, by number from 0, each with what Postgres says of it.

    `copy` copies some of them; each try is a transaction that is taken back. Raises psycopg2.Error where no row is to blame.
    """
    ends = array("q", line_ends(buffer))
    found: dict[int, str] = {}
    waiting = [(0, len(ends))]
    while waiting:
        first, last = waiting.pop()
        try:
            with connection:
                copy(Portion(buffer, ends[first - 1] if first else 0, ends[last - 1]))
                raise _TakenBack
        except _TakenBack:
            continue
        except REFUSALS as error:
            if isinstance(error, OURS):
                raise
            if last - first == 1:
                found[first] = str(error).partition("\n")[0]
                continue
        middle = (first + last) // 2
        waiting += [(middle, last), (first, middle)]
    return found


def without(buffer: IO[bytes], refused: dict[int, str], kept: IO[bytes]) -> Iterator[tuple[bytes, str]]:
    """Write the other rows to `kept`; gives the refused ones, each with what was said of it."""
    buffer.seek(0)
    for number, line in enumerate(buffer):
        if number in refused:
            yield line, refused[number]
        else:
            kept.write(line)


def line_ends(buffer: IO[bytes]) -> Iterator[int]:
    """Where each row ends: a line end within a value is escaped."""
    buffer.seek(0)
    at = 0
    for line in buffer:
        at += len(line)
        yield at


def spool(most: int = 8_000_000) -> IO[bytes]:
    """A buffer in memory that goes to disk when it grows."""
    return SpooledTemporaryFile(max_size=most)
