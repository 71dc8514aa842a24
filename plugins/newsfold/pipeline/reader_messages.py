"""What a reader and whoever started it say to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsfold.pipeline.workspace import Workspace
from newsfold.store.readings import Death
from newsfold.store.staging import StagedCounts

#: The exit code of a reader that ran into its limit of memory.
OUT_OF_MEMORY = 77
#: That of one which has said what came of its batch; a file may make it end with 0.
ANSWERED = 78


@dataclass(frozen=True, slots=True)
class ReadTask:
    """One batch of a run. `work` has no connection: those can't be handed to another process."""

    database_url: str
    work: Workspace
    run_id: int
    batch: int
    now: datetime
    deaths: Mapping[int, Death]


@dataclass(frozen=True, slots=True)
class Started:
    """A file is read next, the one with this number (from 1) of so many; without a file the last one has been read."""

    file_id: int | None
    size: int
    number: int
    total: int


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
    """Something was raised that no file is to blame for."""

    error: Exception
