"""The messages between a reader process and the process that started it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsfold.model import FileRange
from newsfold.pipeline.workspace import Workspace
from newsfold.store.ledger import DueFile
from newsfold.store.readings import Death
from newsfold.store.staging import StagedCounts

#: The exit code of a reader that ran into its limit of memory.
OUT_OF_MEMORY = 77
#: The exit code of a reader that has sent its result. Not 0, since a file may make a library exit with 0.
ANSWERED = 78


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One batch of a run. `work` has no connection: those can't be handed to another process. `environment` is that of the run,
    where the process was started for an earlier one.
    """

    database_url: str
    work: Workspace
    run_id: int
    batch: int
    now: datetime
    deaths: Mapping[int, Sequence[Death]]
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DivideTask:
    """One large file, to be divided into at most `most` ranges of at least so many bytes. The rest is as in `ReadTask`."""

    work: Workspace
    file: DueFile
    range_bytes: int
    most: int
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Started:
    """The file that is read next, its number from 1 and the number of files; without a file the last one has been read."""

    file_id: int | None
    size: int
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Reading:
    """So many records of the file, and so many of its bytes where that is known, have been read: its reader doesn't hang. Said
    once a second at most.
    """

    records: int
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """The batch is staged."""

    counts: StagedCounts


@dataclass(frozen=True, slots=True)
class Divided:
    """The ranges of the file; none where it is read as one."""

    ranges: Sequence[FileRange]


@dataclass(frozen=True, slots=True)
class Died:
    """The process that read the batch has ended with this exit code; minus the signal, where one ended it."""

    code: int


@dataclass(frozen=True, slots=True)
class Raised:
    """An error that no file is to blame for."""

    error: Exception
