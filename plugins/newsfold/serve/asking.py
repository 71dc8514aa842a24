"""The connection of one question: the analyst's, for reading only, with an end."""

import contextlib
import threading
from collections.abc import Iterator

from newsfold.store.connection import Connection, DatabaseError, connect, fetch_row, limit_statements

#: A question that takes longer is ended.
MOST_SECONDS = 30


@contextlib.contextmanager
def reading(database_url: str, seconds: int = MOST_SECONDS) -> Iterator[Connection]:
    """A connection that can't write. Raises DatabaseError where the login is not an analyst's, or is more than that."""
    with contextlib.closing(connect(database_url, application_name="newsfold api")) as connection:
        limit_statements(connection, seconds)
        connection.set_session(readonly=True)
        with connection:
            rights = fetch_row(connection, "serve/rights", {})
        if not rights.is_analyst or rights.is_more:
            raise DatabaseError(
                "programs ask with the rights of an analyst and no others: give the URL of newsfold_analyst, or of one of"
                " its members"
            )
        # A statement of somebody's own may catch that it is cancelled, and go on: then the connection is closed under it.
        end = threading.Timer(2 * seconds, connection.cancel)
        end.daemon = True
        end.start()
        try:
            yield connection
        finally:
            end.cancel()
