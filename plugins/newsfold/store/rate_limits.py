"""One rate limit per host over all workers: turns are given out by the database."""

import threading
import time
from collections.abc import Callable

from newsfold.store.connection import Connection, execute, fetch_row

#: Longer than that a task does not sleep for a host that asked to be left alone: the next run asks it.
MOST_SECONDS = 300.0


class DatabaseTurns:
    """Turns at hosts, as `newsfold.fetch.transport.Turns` has them. Needs a connection of its own; safe for several threads.

    A turn is taken in one statement, and the wait is ours: whoever comes next gets a later one. Nobody waits in the
    database.
    """

    def __init__(self, connection: Connection, sleep: Callable[[float], None] = time.sleep) -> None:
        self.connection = connection
        self.sleep = sleep
        self.lock = threading.Lock()

    def wait(self, host: str, seconds_between: float) -> None:
        """Return when it is our turn to ask the host. Raises TimeoutError where that is more than five minutes away."""
        parameters = {"host": host.lower(), "seconds_between": seconds_between}
        with self.lock, self.connection:
            seconds = fetch_row(self.connection, "take_turn", parameters).seconds
        if seconds > MOST_SECONDS:
            raise TimeoutError(f"{host} asked to be left alone for {seconds:.0f} s more")
        if seconds > 0:
            self.sleep(seconds)

    def hold_back(self, host: str, seconds: float) -> None:
        """Nobody asks the host for that long."""
        with self.lock, self.connection:
            execute(self.connection, "hold_back_host", {"host": host.lower(), "seconds": seconds})
