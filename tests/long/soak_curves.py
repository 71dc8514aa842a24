"""`python -m tests.long.soak_curves DAYS.jsonl FOLDER`: the days of `tests.long.soak` as curves, one SVG for each question.

growth.svg: bytes of tables and indexes for each article stored. speed.svg: milliseconds of CPU for each record, step by step.
memory.svg: the peak of each step. tables.svg: the largest tables. A line that does not rise is what is wanted.
"""

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 860, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 44, 40
# Told apart also by those who don't see red and green: the colours of Okabe and Ito.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C6D00")
AFTER_RUNS = ("marts", "refold", "retention")
Lines = Mapping[str, Sequence[float | None]]


def curves(title: str, unit: str, days: Sequence[int], lines: Lines) -> str:
    """One picture: a line for each name, over the days. A day without a value is left out of its line."""
    top = scale_end(
        max((value for line in lines.values() for value in line if value is not None), default=1.0)
    )
    span = max(days[-1] - days[0], 1)

    def x(day: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day - days[0]) / span

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<title>{escape(title)}</title><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-size="15">{escape(title)}</text>',
    ]
    for step in range(5):
        value = top * step / 4
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#ddd"/>'
        )
        parts.append(f'<text x="{LEFT - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{value:,.4g}</text>')
    parts.append(f'<text x="{LEFT - 6}" y="{TOP - 8}" text-anchor="end">{escape(unit)}</text>')
    for day in days[:: max(1, math.ceil(len(days) / 15))]:
        parts.append(f'<text x="{x(day):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{day}</text>')
    parts.append(f'<text x="{LEFT}" y="{HEIGHT - 6}">day</text>')
    ends = label_places(
        [y(next((v for v in reversed(line) if v is not None), 0.0)) for line in lines.values()]
    )
    for (name, line), colour, end in zip(lines.items(), COLOURS * 3, ends, strict=False):
        points = " ".join(
            f"{x(day):.1f},{y(v):.1f}" for day, v in zip(days, line, strict=True) if v is not None
        )
        if points and " " not in points:
            x1, _, y1 = points.partition(",")
            parts.append(f'<circle cx="{x1}" cy="{y1}" r="3" fill="{colour}"/>')
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{end + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>\n"])


def scale_end(largest: float) -> float:
    """The end of the scale: 1, 2, 4, 6, 8 times a power of ten, not below the largest value."""
    power = 10.0 ** math.floor(math.log10(largest)) if largest > 0 else 1.0
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= largest)


def label_places(wanted: Sequence[float]) -> list[float]:
    """Where the names of the lines stand: beside their ends, and none over another."""
    places = list(wanted)
    last = -math.inf
    for index in sorted(range(len(places)), key=lambda index: places[index]):
        places[index] = last = max(places[index], last + 15)
    return places


def per_record(day: Mapping[str, Any], step: str) -> float | None:
    """Milliseconds of CPU of the day's own run, for each record found."""
    own = [each for each in day["steps"] if each.get("act") == f"day {day['day']}"]
    found = next((each["totals"]["found"] for each in own if "totals" in each), 0)
    used = sum(each["cpu_seconds"] for each in own if each["step"] == step)
    is_killed = any(each["act"] == "kill" for each in day["steps"])
    return 1000 * used / found if found and not is_killed else None


def peak(day: Mapping[str, Any], step: str) -> float | None:
    """Megabytes. A run that goes on where another one was killed has less to do: it shows nothing."""
    acts = {each["act"] for each in day["steps"]}
    if "kill" in acts and step not in AFTER_RUNS:
        return None
    peaks = [
        each["peak_bytes"] / 1e6 for each in day["steps"] if each["step"] == step and "peak_bytes" in each
    ]
    return max(peaks, default=None)


def pictures(days: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """All pictures by their file names."""
    numbers = [day["day"] for day in days]
    articles = [max(day["totals"]["articles"], 1) for day in days]
    bytes_of = {kind: [sum(day["sizes"][kind].values()) for day in days] for kind in ("tables", "indexes")}
    largest = sorted(days[-1]["sizes"]["tables"].items(), key=lambda item: -item[1])[:8]
    growth = {
        kind: [size / 1000 / held for size, held in zip(sizes, articles, strict=True)]
        for kind, sizes in bytes_of.items()
    }
    tables = {
        name: [
            day["sizes"]["tables"].get(name, 0) / 1000 / held
            for day, held in zip(days, articles, strict=True)
        ]
        for name, _ in largest
    }
    steps = ("fetch", "normalize", "deduplicate", "load", "check")
    speed = {step: [per_record(day, step) for day in days] for step in steps}
    memory = {step: [peak(day, step) for day in days] for step in (*steps, *AFTER_RUNS)}
    rows = ("articles", "stories", "texts", "links", "quarantined", "removed")
    held = {name: [day["totals"][name] / 1000 for day in days] for name in rows}
    return {
        "growth.svg": curves("Bytes for each article that is stored", "kB", numbers, growth),
        "tables.svg": curves("The largest tables, for each article that is stored", "kB", numbers, tables),
        "speed.svg": curves(
            "CPU of Newsfold's own process for each record", "ms", numbers, with_values(speed)
        ),
        "memory.svg": curves("Peak memory of each step", "MB", numbers, with_values(memory)),
        "rows.svg": curves("What is stored", "thousands", numbers, held),
    }


def with_values(lines: Lines) -> Lines:
    """The lines that have any point."""
    return {name: line for name, line in lines.items() if any(value is not None for value in line)}


def main() -> int:
    """Draw them."""
    parser = argparse.ArgumentParser(prog="python -m tests.long.soak_curves", description=__doc__)
    parser.add_argument("days", type=Path, help="what tests.long.soak wrote")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    asked = parser.parse_args()
    days = [json.loads(line) for line in asked.days.read_text().splitlines()]
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures(days).items():
        (asked.folder / name).write_text(picture)
        print(asked.folder / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
