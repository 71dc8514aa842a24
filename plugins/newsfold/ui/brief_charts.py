"""What the charts of a brief draw: from counts to lengths, dots and labels, in the units of an SVG's view box."""

import functools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsfold.analytics.brief import DayLine, PlaceLine

WORLD = Path(__file__).parent / "static" / "world.txt"
CELL = 2.5  # degrees of a cell of WORLD
NORTH, SOUTH = 80.0, -55.0  # the edges of the map; nobody datelines from beyond
MAP_WIDTH, MAP_HEIGHT = 360.0, NORTH - SOUTH  # a degree is a unit: the plate carrée
LARGEST_DOT, SMALLEST_DOT = 5.5, 1.8
LABELS = 10
#: Labels are set out for a phone, where a unit is about a pixel; on a wide page they are smaller and have room to spare.
LABEL_HEIGHT, LETTER_WIDTH = 9.5, 5.0
TREND_HEIGHT, TREND_STEP, TREND_BAR = 60.0, 10.0, 7.5


@dataclass(frozen=True, slots=True)
class TrendBar:
    """One day: where its bar begins, how high articles and reports are, and the line it is made of."""

    line: DayLine
    x: float
    articles: float
    reports: float


@dataclass(frozen=True, slots=True)
class Dot:
    """One place on the map. `label` is empty where there is no room for it; `anchor` is SVG's."""

    line: PlaceLine
    x: float
    y: float
    radius: float
    label: str = ""
    label_x: float = 0.0
    label_y: float = 0.0
    anchor: str = "start"


Box = tuple[float, float, float, float]


def trend_bars(lines: Sequence[DayLine]) -> list[TrendBar]:
    """One bar for each day, from left to right."""
    largest = max((line.articles for line in lines), default=0) or 1
    unit = TREND_HEIGHT / largest
    return [
        TrendBar(line, TREND_STEP * index, line.articles * unit, line.reports * unit)
        for index, line in enumerate(lines)
    ]


def scaled(value: float | None, largest: float) -> float:
    """The length of a bar, 0 to 100."""
    return 0.0 if not value or not largest else min(100.0, 100.0 * value / largest)


def map_dots(places: Iterable[PlaceLine]) -> list[Dot]:
    """A dot for each place whose coordinates are known, its area by its articles; the largest ones come first and, where
    there is room, carry their name.
    """
    found = [(line, *position(line)) for line in places if line.latitude is not None]
    largest = max((line.articles for line, _, _ in found), default=1)
    dots = [
        Dot(line, x, y, max(SMALLEST_DOT, LARGEST_DOT * math.sqrt(line.articles / largest)))
        for line, x, y in found
    ]
    taken = [(dot.x - dot.radius, dot.y - dot.radius, dot.x + dot.radius, dot.y + dot.radius) for dot in dots]
    return [labelled(dot, taken) for dot in dots[:LABELS]] + dots[LABELS:]


def position(line: PlaceLine) -> tuple[float, float]:
    """Where a place stands; one beyond the edge stands at it."""
    assert line.latitude is not None
    assert line.longitude is not None
    return (line.longitude + 180.0) % 360.0, NORTH - max(SOUTH, min(NORTH, line.latitude))


def labelled(dot: Dot, taken: list[Box]) -> Dot:
    """The dot with its name to the right, left, above or below, whichever is free first; `taken` grows by it."""
    name = dot.line.place if len(dot.line.place) <= 16 else f"{dot.line.place[:15]}…"
    width, gap = LETTER_WIDTH * len(name), dot.radius + 1.0
    middle = dot.y + LABEL_HEIGHT / 3
    for x, y, anchor, left in (
        (dot.x + gap, middle, "start", dot.x + gap),
        (dot.x - gap, middle, "end", dot.x - gap - width),
        (dot.x, dot.y - gap - 1.0, "middle", dot.x - width / 2),
        (dot.x, dot.y + gap + LABEL_HEIGHT * 0.8, "middle", dot.x - width / 2),
    ):
        box = (left, y - LABEL_HEIGHT * 0.8, left + width, y + LABEL_HEIGHT * 0.2)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= MAP_WIDTH and box[3] <= MAP_HEIGHT
        if inside and not any(overlap(box, other) for other in taken):
            taken.append(box)
            return Dot(dot.line, dot.x, dot.y, dot.radius, name, x, y, anchor)
    return dot


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes (left, top, right, bottom) share an area."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@functools.cache
def land_path() -> str:
    """The path of the background: a point for each cell with towns, which together look like the continents."""
    rows = [line for line in WORLD.read_text(encoding="utf-8").split("\n") if not line.startswith(";")]
    points = [
        ((column + 0.5) * CELL, (row + 0.5) * CELL)
        for row, line in enumerate(rows)
        for column, cell in enumerate(line)
        if cell == "#"
    ]
    return "".join(f"M{x:g} {y:g}h0" for x, y in points)
