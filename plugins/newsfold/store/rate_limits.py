"""One rate limit per host, shared by all workers through the database."""

import threading
import time
from collections.abc import Callable

from newsfold.store.connection import Connection, execute, fetch_row

#: A task sleeps at most this long for a host that asked to be left alone; beyond it, the next run tries again.
MOST_SECONDS = 300.0


class DatabaseRateLimits:
    """Implements `newsfold.fetch.transport.RateLimits`. Needs a connection of its own; thread-safe.

    One statement reserves the time of a request, and this process sleeps until then: no transaction stays open meanwhile.
    """

    def __init__(self, connection: Connection, sleep: Callable[[float], None] = time.sleep) -> None:
        self.connection = connection
        self.sleep = sleep
        self.lock = threading.Lock()

    def wait(self, host: str, seconds_between: float) -> None:
        """Sleep until the host may be asked. Raises TimeoutError where that is more than five minutes away."""
        parameters = {"host": host.lower(), "seconds_between": seconds_between}
        with self.lock, self.connection:
            seconds = fetch_row(self.connection, "reserve_request", parameters).seconds
        if seconds > MOST_SECONDS:
            raise TimeoutError(f"{host} asked to be left alone for {seconds:.0f} s more")
        if seconds > 0:
            self.sleep(seconds)

    def hold_back(self, host: str, seconds: float) -> None:
        """Nobody asks the host for that long."""
        with self.lock, self.connection:
            execute(self.connection, "hold_back_host", {"host": host.lower(), "seconds": seconds})
