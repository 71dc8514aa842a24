"""One line that shows the progress of `make run`: updated on a terminal; elsewhere each stage is printed once."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.status import Status


class Progress:
    """Shows one stage after the other, and leaves a line with the time each took. A context manager."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._status: Status = console.status("")
        self._name = self._result = ""
        self._started = 0.0

    @property
    def is_seen(self) -> bool:
        """Whether details are shown at all: they move on a terminal only."""
        return self._console.is_terminal

    def __enter__(self) -> Self:
        self._status.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._status.stop()
        if error is None:
            self._leave()

    def stage(self, name: str, detail: str) -> None:
        """End the stage before and begin this one."""
        self._leave()
        self._name, self._started = name, time.monotonic()
        self.detail(detail)

    def result(self, text: str) -> None:
        """Set the text of the line that stays when the stage ends."""
        self._result = text

    def detail(self, text: str) -> None:
        """Say how the stage stands."""
        self._status.update(f"{self._name}: {text}")

    def _leave(self) -> None:
        if self._name:
            seconds = time.monotonic() - self._started
            self._console.print(
                f"{self._name:<12} {seconds:6.1f} s  {self._result}", highlight=False, markup=False
            )
            self._name = self._result = ""
