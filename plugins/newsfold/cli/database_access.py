"""Which database a command works on, and how it is opened: the one that was named, else the embedded server's."""

import argparse
import contextlib
import os

from newsfold.config.home import newsfold_home, project_root
from newsfold.local import postgres
from newsfold.pipeline.workspace import Workspace
from newsfold.pipeline.workspaces import inbox_folder, open_workspace, raw_store_folder
from newsfold.store.connection import Connection, assume_role, connect
from newsfold.store.migrations import has_pending, migrate

Arguments = argparse.Namespace


def named_url(arguments: Arguments) -> str | None:
    """The URL that the option or the environment names."""
    return getattr(arguments, "database_url", None) or os.environ.get("NEWSFOLD_DATABASE_URL") or None


def database_url(arguments: Arguments, role: str) -> str:
    """The URL that was given, else that of the embedded server, which is started if need be."""
    given = named_url(arguments)
    if given:
        return given
    home = newsfold_home()
    postgres.start(home)
    return postgres.database_url(home, role)


def migrated_url(arguments: Arguments, role: str) -> str:
    """The same; the embedded server is brought to the schema of this version, another one is left as it is."""
    if named_url(arguments):
        return database_url(arguments, role)
    migrate(database_url(arguments, "owner"))
    return database_url(arguments, role)


def writable_url(arguments: Arguments) -> str:
    """The loader's URL, of a database that has the schema of this version; an empty one gets it."""
    url = migrated_url(arguments, "loader")
    if named_url(arguments) and has_pending(url):
        migrate(url)
    return url


def open_work(url: str) -> contextlib.AbstractContextManager[Workspace]:
    """The workspace of this checkout on a database."""
    home = newsfold_home()
    return open_workspace(url, raw_store_folder(home), project_root(), inbox=inbox_folder(home))


def open_connection(arguments: Arguments, role: str) -> contextlib.closing[Connection]:
    """A connection that closes itself, with the rights of a role, to a database with the schema of this version.

    On a database that was named by its URL the role is taken on where that user may; else the user's own rights hold.
    """
    connection = connect(migrated_url(arguments, role))
    if named_url(arguments):
        assume_role(connection, role)
    return contextlib.closing(connection)
