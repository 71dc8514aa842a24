"""How cost grows with the text: of a regular expression, or of anything that reads one."""

import signal
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import TypeVar

Text = TypeVar("Text", str, bytes)

KILO = 1024
#: From a text to one that is four times as long: linear is 4, n log n below 5, quadratic 16.
MOST_GROWTH = 9.0
TRIES = 5


@dataclass(frozen=True, slots=True)
class Bound:
    """`largest`: characters of the longer text. In seconds of CPU: `small` is how long it may take whatever the shorter one took
    (beside other work a use has taken four times its CPU), `patience` when it is broken off, `least` how long a measurement takes
    (some clocks go in steps of ten milliseconds).
    """

    largest: int
    small: float
    patience: float
    least: float = 0.1


class TooLong(Exception):
    """A use was broken off."""


def explodes(use: Callable[[Text], object], text_of: Callable[[int], Text], bound: Bound) -> str | None:
    """The figures, where a text of `bound.largest` characters costs much more than its share of one of a quarter; else None."""
    text = text_of(bound.largest)
    if seconds(use, text, bound.patience) < bound.small:
        return None
    before = after = 0.0
    for number in range(TRIES):
        # The first look is a short one: nearly all that takes a while is linear.
        least = bound.least if number else bound.least / 5
        before = seconds(use, text_of(bound.largest // 4), bound.patience, least)
        after = seconds(use, text, bound.patience, least)
        if after < bound.small or after < min(before * MOST_GROWTH, bound.patience):
            return None
    kilobytes = bound.largest // KILO
    return f"{before * 1000:.0f} ms for {kilobytes // 4} kB, {after * 1000:.0f} ms for {kilobytes} kB"


def seconds(use: Callable[[Text], object], text: Text, patience: float, least: float = 0.0) -> float:
    """Seconds of CPU of one use, the mean of as many as take `least` seconds; `patience` where one was broken off."""

    def break_off(*_: object) -> None:
        raise TooLong

    earlier = signal.signal(signal.SIGVTALRM, break_off)
    times, began = 0, process_time()
    try:
        while not times or process_time() - began < least:
            signal.setitimer(signal.ITIMER_VIRTUAL, patience)
            use(text)
            times += 1
    except TooLong:
        return patience
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, earlier)
    return (process_time() - began) / times
