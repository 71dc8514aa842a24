"""The messages between a reader process and the process that started it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsfold.pipeline.workspace import Workspace
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
    deaths: Mapping[int, Death]
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
    """So many records of the file have been read: its reader doesn't hang. Said once a second at most."""

    records: int


@dataclass(frozen=True, slots=True)
class Done:
    """The batch is staged."""

    counts: StagedCounts


@dataclass(frozen=True, slots=True)
class Died:
    """The process that read the batch has ended with this exit code; minus the signal, where one ended it."""

    code: int


@dataclass(frozen=True, slots=True)
class Raised:
    """An error that no file is to blame for."""

    error: Exception
