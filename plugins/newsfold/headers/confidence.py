"""What a reading is worth: from the evidence of a field to the probability that it is right, as labelled pages show it.

Weights choose among the readings of one record, and say little about how often such a choice is right. That says a logistic
curve for each field, of the weight and of what stands for and against the reading. `python -m bench.reading_confidence` fits the
constants and writes `docs/reading-confidence.md`. There are curves for HTML pages only: nobody has labelled the rest.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from newsfold.headers.dates import kind_of
from newsfold.headers.headline import comparable, same
from newsfold.model import Candidate, Evidence
from newsfold.text.calendar_names import fold

MEASURED_FORMAT = "html"
NO_RIVAL = 0.1  # what weighs less was set aside by its reader
MOST_AGREEING, MOST_RIVALS, MOST_WORDS = 3, 3, 12
LONG_NAME = 3
#: Headers for programs: what a page states beside its text.
STATED = ("json", "meta", "open", "schema", "item", "article:", "dublin", "parsely", "dc", "microdata")

#: The curves, as `bench.reading_confidence` fits them on 1,577 labelled pages; `constant` is what holds without any signal.
CURVES: Mapping[str, Mapping[str, float]] = {
    "published_on": {
        "weight": 0.58,
        "agreeing": 1.84,
        "against": -1.78,
        "rivals": 0.54,
        "contradicted": -0.13,
        "stated": -0.35,
        "in address": 0.97,
        "constant": 1.68,
    },
    "published_at": {
        "weight": 1.18,
        "constant": 1.90,
    },
    "headline": {
        "weight": 1.41,
        "agreeing": 0.70,
        "against": -1.54,
        "contradicted": -0.38,
        "stated": -0.41,
        "words": 0.63,
        "cut": -0.49,
        "constant": 0.93,
    },
    "byline": {
        "weight": 0.34,
        "agreeing": 1.42,
        "against": -1.56,
        "several": -1.37,
        "one word": -0.58,
        "long": -1.98,
        "no person": -0.49,
        "stated": 0.56,
        "in sight": 0.37,
        "constant": 1.57,
    },
    "body": {
        "weight": 0.84,
        "constant": 1.59,
    },
}


def with_confidences(rows: Sequence[Evidence], format_name: str) -> tuple[Evidence, ...]:
    """The evidence of a record, each with the probability that its value is right; None where no curve was measured."""
    return tuple(with_confidence(row) if format_name == MEASURED_FORMAT else row for row in rows)


def with_confidence(row: Evidence) -> Evidence:
    """The same for one field of a page."""
    curve = CURVES.get(row.field) if row.value is not None else None
    if curve is None:
        return row
    found = signals(row)
    total = curve["constant"] + sum(curve[name] * value for name, value in found.items() if name in curve)
    return replace(row, confidence=round(1 / (1 + math.exp(-total)), 3))


def signals(row: Evidence) -> dict[str, float]:
    """What speaks for and against a reading, each about 0 to 1: its weight as log odds, how many other kinds of header agree,
    how much the strongest that doesn't agree weighs, and what the value looks like.
    """
    agrees = AGREEMENT.get(row.field)
    found = {"weight": log_odds(row.weight)}
    if agrees is None:
        return found
    value = row.value or ""
    others = [each for each in row.candidates if each.value and each.confidence > NO_RIVAL]
    agreeing = [each for each in others if agrees(each.value, value)]
    rivals = [each for each in others if not agrees(each.value, value)]
    kinds = {kind_of(each.rule) for each in agreeing} - {kind_of(row.rule)}
    found |= {
        "agreeing": min(MOST_AGREEING, len(kinds)) / MOST_AGREEING,
        "against": max((each.confidence for each in rivals), default=0.0),
        "rivals": min(MOST_RIVALS, len({comparable(each.value) for each in rivals})) / MOST_RIVALS,
        "contradicted": float(bool(rivals) and not kinds),
        "stated": float(row.rule.lower().startswith(STATED)),
    }
    return found | LOOKS[row.field](row, value, agreeing)


def log_odds(weight: float) -> float:
    """The log odds of a weight away from 0 and 1, a third of it."""
    bounded = min(0.995, max(0.01, weight))
    return math.log(bounded / (1 - bounded)) / 3


def same_day(first: str, second: str) -> bool:
    """Whether two readings in ISO 8601 are of one day."""
    return first[:10] == second[:10]


def same_names(first: str, second: str) -> bool:
    """Whether two bylines name the same, in any order."""
    return {fold(name) for name in first.split("; ")} == {fold(name) for name in second.split("; ")}


def day_looks(row: Evidence, value: str, agreeing: Sequence[Candidate]) -> dict[str, float]:
    """What there is to a day: whether the address says the same."""
    return {"in address": float(any("address" in each.rule for each in agreeing))}


def headline_looks(row: Evidence, value: str, agreeing: Sequence[Candidate]) -> dict[str, float]:
    """What a headline looks like: how long it is, whether something was cut off."""
    words = len(value.split())
    return {
        "words": min(MOST_WORDS, words) / MOST_WORDS,
        "cut": float("cut off" in row.rule),
    }


def byline_looks(row: Evidence, value: str, agreeing: Sequence[Candidate]) -> dict[str, float]:
    """What a byline looks like: several names, a name of one word or of very many, an office in place of a person."""
    names = value.split("; ")
    return {
        "several": float(len(names) > 1),
        "one word": float(" " not in value),
        "long": float(any(len(name.split()) > LONG_NAME for name in names)),
        "no person": float(row.rule.endswith((", an organization", ", an agency"))),
        "in sight": float(row.rule.startswith(("visible", "name", "only"))),
    }


AGREEMENT: Mapping[str, Callable[[str, str], bool]] = {
    "published_on": same_day,
    "headline": same,
    "byline": same_names,
}
LOOKS: Mapping[str, Callable[[Evidence, str, Sequence[Candidate]], dict[str, float]]] = {
    "published_on": day_looks,
    "headline": headline_looks,
    "byline": byline_looks,
}
