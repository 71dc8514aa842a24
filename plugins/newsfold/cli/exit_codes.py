"""The exit code of each error that a command ends with. Imported only where one does: it knows every room's errors."""

from newsfold.cli.usage import UsageError
from newsfold.config.disk_room import NoRoom, is_full, told
from newsfold.config.sources import SourceError
from newsfold.local.airflow_api import AirflowError
from newsfold.local.postgres import PostgresError
from newsfold.local.supervisor import SupervisorError
from newsfold.pipeline.journal import JournalError
from newsfold.pipeline.steps import CheckFailed
from newsfold.store.connection import DatabaseError, InterfaceError, ServerError
from newsfold.store.migrations import MigrationError
from newsfold.store.queries import QueryError
from newsfold.upkeep.rebuilding import RebuildError

#: SQLSTATE.
INSUFFICIENT_PRIVILEGE = "42501"
#: The disk of the server is full.
NO_ROOM = ("53100",)
#: How libpq begins where the server, or the way to it, has gone in the middle.
GONE = (
    "server closed the connection",
    "terminating connection",
    "SSL connection has been closed",
    "could not receive data",
)
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
    """What a person is told: for a right that is missing in the database, what gives it; for a server that has gone, where to
    look.
    """
    error = first_cause(error)
    if is_full(error) and not isinstance(error, NoRoom):
        place = getattr(error, "filename", None) or "a folder that can't be named"
        return told("what was to be written", place, getattr(error, "errno", None))
    if not isinstance(error, ServerError):
        return str(error)
    first = str(error).strip().partition("\n")[0]
    if error.pgcode == INSUFFICIENT_PRIVILEGE:
        return f"{first}: `newsfold migrate` as the owner of the database gives the roles of Newsfold their rights"
    if error.pgcode in NO_ROOM:
        return (
            f"no room for the database: {first}. Make room on the disk of its server, that of the embedded one is below"
            " NEWSFOLD_HOME, and do it again; what was begun is undone"
        )
    if any(words in first for words in GONE):
        return f"{first}: the log of the server says why, that of the embedded one is logs/postgres.log in NEWSFOLD_HOME"
    return str(error)


def first_cause(error: Exception) -> Exception:
    """Why a connection is closed, where an error only says that it is: it was raised while another one was handled."""
    while isinstance(error, InterfaceError) and isinstance(error.__context__, ServerError):
        error = error.__context__
    return error
