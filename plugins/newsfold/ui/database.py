"""The pages' connections: one for each request, closed when its answer is made."""

import contextlib
from collections.abc import Iterator

from newsfold.store.connection import Connection, connect
from newsfold.ui.host import Host


@contextlib.contextmanager
def reading(host: Host) -> Iterator[Connection]:
    """A connection that can't write, whatever its user may. Raises DatabaseError."""
    with contextlib.closing(connect(host.database_url(), application_name="newsfold ui")) as connection:
        connection.set_session(readonly=True)
        yield connection


@contextlib.contextmanager
def acting(host: Host) -> Iterator[Connection]:
    """One transaction, committed at the end and undone by an error. Raises DatabaseError."""
    with contextlib.closing(connect(host.database_url(), application_name="newsfold ui")) as connection:
        with connection:
            yield connection
