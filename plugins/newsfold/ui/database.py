"""The pages' connections: one for each request, closed when its answer is made."""

import contextlib
from collections.abc import Iterator

from newsfold.store.connection import Connection, connect, limit_statements
from newsfold.ui.host import Host

#: A page that takes longer says so, and does not hold the API server's thread.
PAGE_SECONDS = 30


@contextlib.contextmanager
def reading(host: Host) -> Iterator[Connection]:
    """A connection that can't write, whatever its user may. Raises DatabaseError."""
    with contextlib.closing(connect(host.database_url(), application_name="newsfold ui")) as connection:
        connection.set_session(readonly=True)
        limit_statements(connection, PAGE_SECONDS)
        yield connection


@contextlib.contextmanager
def acting(host: Host) -> Iterator[Connection]:
    """One transaction, committed at the end and undone by an error. Raises DatabaseError."""
    with contextlib.closing(connect(host.database_url(), application_name="newsfold ui")) as connection:
        with connection:
            yield connection
