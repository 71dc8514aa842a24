"""Rate limits per host within one process, for uses without a database."""

import threading
import time


class LocalRateLimits:
    """Implements `newsfold.fetch.transport.RateLimits`; thread-safe."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.next_request: dict[str, float] = {}  # by host, on the monotonic clock

    def wait(self, host: str, seconds_between: float) -> None:
        """Sleep until the host may be asked, and reserve the next `seconds_between` seconds."""
        now = time.monotonic()
        with self.lock:
            allowed = max(now, self.next_request.get(host, now))
            self.next_request[host] = allowed + seconds_between
        time.sleep(allowed - now)

    def hold_back(self, host: str, seconds: float) -> None:
        """No thread asks the host for that long."""
        with self.lock:
            self.next_request[host] = max(self.next_request.get(host, 0.0), time.monotonic() + seconds)
