"""The flow of a run: from each source and format to the outcomes, as bands whose width is a number of records."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 760.0
LEFT_LABELS, RIGHT_LABELS = 210.0, 120.0
NODE_WIDTH, GAP = 10.0, 12.0
TOP = 4.0
PLOT_HEIGHT = 260.0
LEAST_HEIGHT = 1.5  # a single record of many thousands is still seen
MOST_NODES = 14
LONGEST_LABEL = 34


@dataclass(frozen=True, slots=True)
class Node:
    """A bar with its label. `name` is a source and format, or an outcome."""

    name: str
    label: str
    count: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Band:
    """Records of one source and format with one outcome. `path` is SVG's."""

    outcome: str
    source: str
    count: int
    path: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Bars on the left and right, and the bands between them, in the units of a view box."""

    width: float
    height: float
    sources: tuple[Node, ...]
    outcomes: tuple[Node, ...]
    bands: tuple[Band, ...]


def flow_chart(rows: Sequence[Mapping[str, Any]], outcomes: Sequence[str]) -> Flow | None:
    """The flow of `report["formats"]`; None where nothing was found. What is beyond MOST_NODES is drawn as one."""
    counts: dict[str, Counter[str]] = {}
    largest = sorted(rows, key=lambda row: (-row["found"], row["source"], row["format"]))
    for index, row in enumerate(largest):
        full = f"{row['source']}, {row['format'] or 'not recognized'}"
        name = full if index < MOST_NODES or len(largest) == MOST_NODES + 1 else "all others"
        counts.setdefault(name, Counter()).update({each: row[each] for each in outcomes if row.get(each)})
    counts = {name: found for name, found in counts.items() if found.total()}
    if not counts:
        return None
    sums = Counter[str]()
    for found in counts.values():
        sums.update(found)
    order = [each for each in outcomes if sums[each]]
    unit = PLOT_HEIGHT / sums.total()
    heights = {(s, o): max(LEAST_HEIGHT, c * unit) for s, found in counts.items() for o, c in found.items()}
    left = stacked({s: sum(heights[s, o] for o in found) for s, found in counts.items()})
    right = stacked({o: sum(heights[s, o] for s in counts if (s, o) in heights) for o in order})
    height = max(end_of(left), end_of(right)) + TOP
    x_left, x_right = LEFT_LABELS, WIDTH - RIGHT_LABELS - NODE_WIDTH
    used_left, used_right = {s: y for s, (y, _) in left.items()}, {o: y for o, (y, _) in right.items()}
    bands = []
    for source, found in counts.items():
        for outcome in order:
            if outcome in found:
                thick = heights[source, outcome]
                path = ribbon(x_left + NODE_WIDTH, used_left[source], x_right, used_right[outcome], thick)
                bands.append(Band(outcome, source, found[outcome], path))
                used_left[source] += thick
                used_right[outcome] += thick
    return Flow(
        WIDTH,
        height,
        tuple(Node(s, shortened(s), counts[s].total(), x_left, y, h) for s, (y, h) in left.items()),
        tuple(Node(o, o.replace("_", " "), sums[o], x_right, y, h) for o, (y, h) in right.items()),
        tuple(bands),
    )


def stacked(heights: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """Where each bar begins and how high it is, one below the other; a small one leaves room for its label."""
    y, places = TOP, {}
    for name, height in heights.items():
        room = max(height, GAP)
        places[name] = (y + (room - height) / 2, height)
        y += room + GAP / 2
    return places


def end_of(places: Mapping[str, tuple[float, float]]) -> float:
    """The lower end of the last bar, with the room of its label."""
    return max(y + max(height, (height + GAP) / 2) for y, height in places.values())


def ribbon(x: float, y: float, x_end: float, y_end: float, thick: float) -> str:
    """A band of constant height between two bars, as a filled path."""
    middle = (x + x_end) / 2
    return (
        f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {y_end:.1f} {x_end:.1f} {y_end:.1f}v{thick:.1f}"
        f"C{middle:.1f} {y_end + thick:.1f} {middle:.1f} {y + thick:.1f} {x:.1f} {y + thick:.1f}z"
    )


def shortened(name: str) -> str:
    """A label that fits beside its bar."""
    return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"
