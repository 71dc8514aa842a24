"""A small chart of what came on each of the last days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAYS = 30
STEP, BAR, HEIGHT = 6.0, 4.5, 28.0


@dataclass(frozen=True, slots=True)
class DayBar:
    """One day: where its bar begins, and how high it is. 0 for a day without files."""

    day: date
    files: int
    records: int
    x: float
    height: float


def day_bars(rows: Iterable[Any], today: date) -> list[DayBar]:
    """One bar for each of the last DAYS days, by records. `rows` have day, files and records."""
    known = {row.day: row for row in rows}
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    largest = max((int(row.records) for row in known.values()), default=0) or 1
    bars = []
    for index, day in enumerate(days):
        row = known.get(day)
        files, records = (int(row.files), int(row.records)) if row else (0, 0)
        height = max(1.5, HEIGHT * records / largest) if files else 0.0
        bars.append(DayBar(day, files, records, index * STEP, min(HEIGHT, height)))
    return bars
