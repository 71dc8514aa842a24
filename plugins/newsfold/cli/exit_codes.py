"""The exit code of each error that a command ends with. Imported only where one does: it knows every room's errors."""

from newsfold.cli.usage import UsageError
from newsfold.config.sources import SourceError
from newsfold.local.airflow_api import AirflowError
from newsfold.local.postgres import PostgresError
from newsfold.local.supervisor import SupervisorError
from newsfold.pipeline.journal import JournalError
from newsfold.pipeline.steps import CheckFailed
from newsfold.store.connection import DatabaseError, ServerError
from newsfold.store.migrations import MigrationError
from newsfold.store.queries import QueryError
from newsfold.upkeep.rebuilding import RebuildError

#: SQLSTATE.
INSUFFICIENT_PRIVILEGE = "42501"
WRONG_USAGE = (UsageError, FileNotFoundError, SourceError)
PROBLEMS = (
    DatabaseError,
    MigrationError,
    PostgresError,
    QueryError,
    SupervisorError,
    AirflowError,
    CheckFailed,
    JournalError,
    RebuildError,
    LookupError,
    ServerError,
    OSError,
)


def exit_code_of(error: Exception) -> int | None:
    """2 for wrong usage, 1 for a problem of the data, the database or the machine; None for a fault of ours."""
    if isinstance(error, WRONG_USAGE):
        return 2
    return 1 if isinstance(error, PROBLEMS) else None


def said_of(error: Exception) -> str:
    """What a person is told: for a right that is missing in the database, what gives it."""
    if isinstance(error, ServerError) and error.pgcode == INSUFFICIENT_PRIVILEGE:
        first = str(error).strip().splitlines()[0]
        return f"{first}: `newsfold migrate` as the owner of the database gives the roles of Newsfold their rights"
    return str(error)
