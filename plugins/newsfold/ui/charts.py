"""Stacked bars: from counts to rectangles, in the units of an SVG's view box. Drawn by `templates/charts.html`."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH, HEIGHT = 760.0, 220.0
LEFT, RIGHT, TOP, BOTTOM = 48.0, 4.0, 18.0, 24.0  # margins, for the scale and the labels
WIDEST_BAR = 44.0
GRID_LINES = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """One outcome's part of a bar."""

    outcome: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One run. `middle` is where its label stands, `top` its upper end."""

    row: Any
    middle: float
    top: float
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars, and the lines of the scale as (y, count). `base` is the line that the bars stand on."""

    width: float
    height: float
    left: float
    base: float
    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, int], ...]


def bar_chart(rows: Sequence[Any], outcomes: Sequence[str]) -> Chart:
    """One bar for each row, from left to right. A row has an attribute for each outcome; none counts as 0."""
    largest = max((sum(counted(row, outcomes).values()) for row in rows), default=0)
    top = scale_end(largest)
    plot_width, plot_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    slot = plot_width / max(len(rows), 12)
    bar_width = min(slot * 0.7, WIDEST_BAR)
    base = HEIGHT - BOTTOM
    bars = []
    for index, row in enumerate(rows):
        middle, y, segments = LEFT + slot * (index + 0.5), base, []
        for outcome, count in counted(row, outcomes).items():
            height = plot_height * count / top
            y -= height
            if count:
                segments.append(Segment(outcome, count, middle - bar_width / 2, y, bar_width, height))
        bars.append(Bar(row, middle, y, tuple(segments)))
    steps = [round(top * n / GRID_LINES) for n in range(GRID_LINES + 1)]
    lines = tuple((base - plot_height * count / top, count) for count in dict.fromkeys(steps))
    return Chart(WIDTH, HEIGHT, LEFT, base, tuple(bars), lines)


def shares_bar(
    counts: Mapping[str, Any], outcomes: Sequence[str], width: float = 1000.0, height: float = 20.0
) -> list[Segment]:
    """One bar that lies, as wide as the view box, cut by outcome; empty where nothing was counted."""
    counts = {outcome: counts.get(outcome, 0) for outcome in outcomes}  # an old report lacks what is new
    total = sum(counts.values())
    x, segments = 0.0, []
    for outcome in outcomes:
        if counts[outcome]:
            part = width * counts[outcome] / total
            segments.append(Segment(outcome, counts[outcome], x, 0.0, part, height))
            x += part
    return segments


def counted(row: Any, outcomes: Sequence[str]) -> dict[str, int]:
    """A row's counts by outcome."""
    return {outcome: getattr(row, outcome) or 0 for outcome in outcomes}


def scale_end(largest: int) -> int:
    """The end of the scale: the smallest of 1, 2, 4, 6, 8 times a power of ten that is not below the largest bar."""
    if largest <= GRID_LINES:
        return GRID_LINES
    power: int = 10 ** int(math.log10(largest))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= largest)
