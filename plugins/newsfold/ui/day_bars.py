"""The small chart of a source: what it brought on each of its last days, against what is usual of the weekday."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAYS = 30
STEP, BAR, HEIGHT = 6.0, 4.5, 28.0
#: Above a bar is room for its mark.
TOP = 8.0
WIDTH = DAYS * STEP
#: How a day can be bad, on the scale of the pages; other states are no mark.
MARKS = {"silent": "bad", "refused": "bad", "low": "warning", "high": "warning"}


@dataclass(frozen=True, slots=True)
class DayBar:
    """One day: where its bar begins, how high it and the part of it that was refused are, and the height of what is usual. 0 for
    a day without records, None where nothing is known. `mark` is the chip of a bad day.
    """

    day: date
    state: str
    files: int
    records: int
    refused: int
    usual: int | None
    x: float
    height: float
    refused_height: float
    usual_height: float | None
    mark: str | None


@dataclass(frozen=True, slots=True)
class DayChart:
    """The bars of a source, the path of what is usual and those of the bars, the days that were bad, and the highest bar."""

    bars: list[DayBar]
    good_path: str
    refused_path: str
    usual_path: str
    bad: list[DayBar]
    largest: int

    @property
    def words(self) -> str:
        """What it shows, for whoever doesn't see it."""
        known = [bar for bar in self.bars if bar.files or bar.state not in ("unknown", "")]
        if not known:
            return "nothing yet"
        told = [f"{bar.state} on {bar.day}" for bar in self.bad]
        return f"at most {self.largest:,} records a day; " + (", ".join(told) or "no bad day")


def day_chart(rows: Iterable[Any], last_day: date) -> DayChart:
    """The chart of the DAYS days up to `last_day`. `rows` are of sql/statements/source_days.sql."""
    known = {row.day: row for row in rows}
    largest = max((max(row.records, row.usual or 0) for row in known.values()), default=0)
    unit = HEIGHT / (largest or 1)
    bars = []
    for index in range(DAYS):
        day = last_day - timedelta(days=DAYS - 1 - index)
        row = known.get(day)
        if row is None:
            bars.append(DayBar(day, "", 0, 0, 0, None, index * STEP, 0.0, 0.0, None, None))
            continue
        height = max(1.5, unit * row.records) if row.files or row.records else 0.0
        bars.append(
            DayBar(
                day,
                row.state,
                row.files,
                row.records,
                row.quarantined,
                row.usual,
                index * STEP,
                height,
                unit * min(row.quarantined, row.records),
                None if row.usual is None else unit * row.usual,
                MARKS.get(row.state),
            )
        )
    return DayChart(
        bars,
        path_of((bar.x, bar.height) for bar in bars if bar.height),
        path_of((bar.x, bar.refused_height) for bar in bars if bar.refused_height),
        usual_path(bars),
        [bar for bar in bars if bar.mark],
        max((bar.records for bar in bars), default=0),
    )


def path_of(bars: Iterable[tuple[float, float]]) -> str:
    """Bars as one path, which a browser draws faster than thirty elements."""
    base = TOP + HEIGHT
    return "".join(f"M{x:g} {base:g}v{-height:.1f}h{BAR:g}v{height:.1f}z" for x, height in bars)


def usual_path(bars: Iterable[DayBar]) -> str:
    """What is usual: a line above each day of which that is known."""
    base = TOP + HEIGHT
    return "".join(
        f"M{bar.x:g} {base - bar.usual_height:.1f}h{BAR:g}" for bar in bars if bar.usual_height is not None
    )
