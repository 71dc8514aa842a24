"""Reading a large file where readers have died: what is read next is told, what killed its readers is passed over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grave:
    """Bytes of a file, from `start` to before `end`, at which readers died `deaths` times, the last time as `detail` says."""

    start: int
    end: int
    deaths: int
    detail: str


@dataclass(frozen=True, slots=True)
class Care:
    """What is known of earlier readers of a file. `tell` is called with the bytes that are read next.

    A reader that dies at a window is followed by one that reads the same bytes in small windows. Where that one dies, too, the
    small window is passed over: twice something has ended at these bytes.
    """

    graves: Sequence[Grave] = ()
    tell: Callable[[int, int], None] = lambda start, end: None

    def doubted_to(self, start: int) -> int:
        """The end of the bytes around `start` that are read in small windows; 0 where none are."""
        return max((grave.end for grave in self.graves if grave.start <= start < grave.end), default=0)

    def begins(self, start: int, end: int) -> str | None:
        """Tell that these bytes are read next; why they are not, where they have killed their readers."""
        for grave in self.graves:
            if (grave.start, grave.end) == (start, end) and (grave.deaths > 1 or self.is_inside(grave)):
                times = grave.deaths + sum(other.deaths for other in self.around(grave))
                return f"{grave.detail}; this was tried {times} times"
        self.tell(start, end)
        return None

    def is_inside(self, grave: Grave) -> bool:
        """Whether a reader had died before at bytes around these."""
        return bool(self.around(grave))

    def around(self, grave: Grave) -> list[Grave]:
        """Other bytes that hold these, and at which readers died."""
        return [
            other
            for other in self.graves
            if other is not grave and other.start <= grave.start and grave.end <= other.end
        ]


NO_CARE = Care()
