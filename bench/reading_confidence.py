"""`python -m bench.reading_confidence FOLDER`: how far the confidence of a page's fields is the probability that they are right.

FOLDER holds labelled pages (their shape: `bench.labelled_pages`). The curves are fitted anew; each figure is of outlets, or of a
set, that the curve was not fitted on. `--page` writes them as a page of the docs. The constants go to
`newsfold.headers.confidence`.
"""

import argparse
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench.labelled_pages import LabelledField, read_pages
from bench.probabilities import (
    Numbers,
    Reliability,
    equal_edges,
    error_by_chance,
    fit_weights,
    logistic,
    reliability,
)
from newsfold.headers.confidence import signals

FOLDS = 5
BINS = 10
RIDGE = 1.0  # draws a weight to 0 where few pages speak for it
LEAST = 100  # fields of a part, below which no curve is fitted on it and no error is told of it
#: What each curve is made of, out of `newsfold.headers.confidence.signals`: what made the likelihood of held-out outlets greater.
SIGNALS: Mapping[str, Sequence[str]] = {
    "published_on": ("weight", "agreeing", "against", "rivals", "contradicted", "stated", "in address"),
    "published_at": ("weight",),
    "headline": ("weight", "agreeing", "against", "contradicted", "stated", "words", "cut"),
    "byline": (
        "weight",
        "agreeing",
        "against",
        "several",
        "one word",
        "long",
        "no person",
        "stated",
        "in sight",
    ),
    "body": ("weight",),
}
NAMES = {
    "published_on": "day",
    "published_at": "instant",
    "headline": "headline",
    "byline": "byline",
    "body": "body",
}


@dataclass(frozen=True, slots=True)
class Tried:
    """A curve on what it was not fitted on. `chance` is the error that a confidence without fault would show: its mean and its
    95th percentile.
    """

    name: str
    found: Reliability
    chance: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """One field: the fitted weights by signal, and the curve tried in several ways, the folds first."""

    field: str
    curve: dict[str, float]
    tried: list[Tried]


def main() -> int:
    """Measure, print the constants and the page, or write it."""
    parser = argparse.ArgumentParser(prog="python -m bench.reading_confidence", description=__doc__)
    parser.add_argument("data", type=Path, metavar="FOLDER")
    parser.add_argument("--page", type=Path, help="where to write the page; printed where not given")
    arguments = parser.parse_args()
    found = measured(list(read_pages(arguments.data, datetime.now(UTC))))
    for each in found:
        print(f'    "{each.field}": {{')
        for name, value in each.curve.items():
            print(f'        "{name}": {value:.2f},')
        print("    },")
    page = page_of(found)
    if arguments.page:
        arguments.page.write_text(page, encoding="utf-8")
    else:
        print(page)
    return 0


def measured(fields: Sequence[LabelledField]) -> list[Measured]:
    """Every field with enough labels."""
    found = []
    for field, names in SIGNALS.items():
        rows = [row for row in fields if row.evidence.field == field]
        if len(rows) >= LEAST:
            weights = fitted(rows, names)
            curve = dict(zip([*names, "constant"], map(float, weights), strict=True))
            found.append(Measured(field, curve, list(tries(rows, names))))
    return found


def tries(rows: Sequence[LabelledField], names: Sequence[str]) -> Iterator[Tried]:
    """The curve on outlets that it was not fitted on, in folds and in halves, and on the other set."""
    parts: dict[str, Callable[[LabelledField], int]] = {
        f"{FOLDS} folds of outlets": lambda row: zlib.crc32(row.outlet.encode()) % FOLDS,
    }
    folds = held_out(rows, names, parts[f"{FOLDS} folds of outlets"])
    yield tried(f"{FOLDS} folds of outlets", rows, folds)
    for half in (0, 1):
        test = [row for row in rows if zlib.crc32(row.outlet.encode()) // FOLDS % 2 == half]
        rest = [row for row in rows if zlib.crc32(row.outlet.encode()) // FOLDS % 2 != half]
        if min(len(test), len(rest)) >= LEAST:
            yield tried(
                f"half {half + 1} of the outlets", test, logistic(design(test, names) @ fitted(rest, names))
            )
    sets = sorted({row.page_set for row in rows})
    for one in sets if len(sets) > 1 else ():
        test = [row for row in rows if row.page_set == one]
        rest = [row for row in rows if row.page_set != one]
        if min(len(test), len(rest)) >= LEAST:
            yield tried(
                f"{one}, fitted on the rest", test, logistic(design(test, names) @ fitted(rest, names))
            )


def held_out(
    rows: Sequence[LabelledField], names: Sequence[str], part: Callable[[LabelledField], int]
) -> Numbers:
    """What a curve says of each row that was fitted on the other parts."""
    parts = np.array([part(row) for row in rows])
    x, y = design(rows, names), truth(rows)
    said = np.zeros(len(rows))
    for one in np.unique(parts):
        said[parts == one] = logistic(x[parts == one] @ weigh(x[parts != one], y[parts != one]))
    return said


def tried(name: str, rows: Sequence[LabelledField], said: Numbers) -> Tried:
    """Reliability with bins of equal mass."""
    edges = equal_edges(said, BINS)
    return Tried(name, reliability(said, truth(rows), edges), error_by_chance(said, truth(rows), edges))


def fitted(rows: Sequence[LabelledField], names: Sequence[str]) -> Numbers:
    """The weights of the signals, the constant last."""
    return weigh(design(rows, names), truth(rows))


def weigh(x: Numbers, y: Numbers) -> Numbers:
    """The same of numbers; nothing draws the constant."""
    return fit_weights(x, y, np.array([RIDGE] * (x.shape[1] - 1) + [1e-9]))


def design(rows: Sequence[LabelledField], names: Sequence[str]) -> Numbers:
    """A row of signals for each field, and a 1."""
    return np.array(
        [[*(found[name] for name in names), 1.0] for found in (signals(row.evidence) for row in rows)]
    )


def truth(rows: Sequence[LabelledField]) -> Numbers:
    """How far each is right."""
    return np.array([row.right for row in rows])


# --- the page ------------------------------------------------------------------------------------------------------


HEAD = """# What the confidence of a reading means

The confidence of a page's day, instant, headline and byline is the probability that they are right; of its body it is the share
that is (F1 of the runs of four words that it has in common with the article's text). It stands in `newsfold explain` and in
`analytics.evidence`. It is null for what nobody has labelled: files that are no HTML pages, and the other fields.

What chooses among the readings of one record is their weight, which stands beside it. From the weight, from how many other kinds
of headers agree, how much what doesn't agree weighs, and what the value looks like, a logistic curve leads to the confidence. Its
constants stand in `plugins/newsfold/headers/confidence.py`.

## How often it holds

Each line is of outlets, or of a set, on which the curve was not fitted. The error is the expected calibration error: the mean gap
between what was said and what was right, in ten bins of equally many pages. By chance so few pages show an error, too: beside it
stand the mean and the 95th percentile of what a confidence without any fault would show.

"""
FOOT = """
## To see it again

```
python -m bench.reading_confidence FOLDER --page docs/reading-confidence.md
```

FOLDER holds pages and what is right for them (its shape stands in `bench/labelled_pages.py`). The command prints the constants,
too.
"""


def page_of(found: Sequence[Measured]) -> str:
    """The page: errors first, then the bins and a picture for each field."""
    lines = [
        "| field | tried on | fields | said | right | error | by chance |",
        "|---|---|---|---|---|---|---|",
    ]
    for each in found:
        for one in each.tried:
            said = sum(part.pairs * part.predicted for part in one.found.bins) / one.found.pairs
            right = sum(part.pairs * part.observed for part in one.found.bins) / one.found.pairs
            lines.append(
                f"| {NAMES[each.field]} | {one.name} | {one.found.pairs:,} | {said:.3f} | {right:.3f} "
                f"| {one.found.error:.3f} | {one.chance[0]:.3f}, {one.chance[1]:.3f} |"
            )
    return HEAD + "\n".join(lines) + "\n" + "".join(map(field_part, found)) + FOOT


def field_part(each: Measured) -> str:
    """The bins of one field on the folds, with the standard error of each."""
    rows = ["| confidence | fields | said, mean | right |", "|---|---|---|---|"]
    for part in each.tried[0].found.bins:
        spread = (max(part.observed * (1 - part.observed), 0.0) / part.pairs) ** 0.5
        rows.append(
            f"| {part.low:.3f} to {part.high:.3f} | {part.pairs} | {part.predicted:.3f} | {part.observed:.3f} ± {spread:.3f} |"
        )
    bins = each.tried[0].found.bins
    axis = ", ".join(f'"{part.predicted:.3f}"' for part in bins)
    return (
        f"\n## The {NAMES[each.field]}\n\n" + "\n".join(rows) + "\n\n```mermaid\nxychart-beta\n"
        f'  title "The {NAMES[each.field]}: how often it is right"\n'
        f'  x-axis "confidence, mean of the bin" [{axis}]\n  y-axis "right" 0 --> 1\n'
        f"  bar [{', '.join(f'{part.observed:.3f}' for part in bins)}]\n"
        f"  line [{', '.join(f'{part.predicted:.3f}' for part in bins)}]\n```\n"
    )


if __name__ == "__main__":
    raise SystemExit(main())
