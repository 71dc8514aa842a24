"""Turns at hosts within one process, for uses without a database."""

import threading
import time


class LocalTurns:
    """As `newsfold.fetch.transport.Turns` has them. Safe for several threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.next_turn: dict[str, float] = {}

    def wait(self, host: str, seconds_between: float) -> None:
        """Return when it is our turn to ask the host."""
        now = time.monotonic()
        with self.lock:
            turn = max(now, self.next_turn.get(host, now))
            self.next_turn[host] = turn + seconds_between
        time.sleep(turn - now)

    def hold_back(self, host: str, seconds: float) -> None:
        """Nobody asks the host for that long."""
        with self.lock:
            self.next_turn[host] = max(self.next_turn.get(host, 0.0), time.monotonic() + seconds)
