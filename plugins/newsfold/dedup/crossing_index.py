"""Which texts in two languages are worth comparing: those with enough figures and names in common, or leads alike in meaning.

As in `newsfold.dedup.term_index` the rule looks at nothing but the two texts and their days, and all sums are of whole numbers.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsfold.dedup.fingerprints import WINDOW_DAYS
from newsfold.dedup.meaning import LENGTH
from newsfold.dedup.packed_crossing import language_of, parted
from newsfold.dedup.packed_terms import WEIGHT_UNIT
from newsfold.dedup.term_index import (
    Appearance,
    Candidates,
    Publishers,
    Rule,
    Table,
    matches,
    merged,
    table_of,
    window_of,
)

#: Two texts are compared where the weights of their common names and figures add up to this ...
LEAST_SHARED = 2.4
#: ... or the mean vectors of their leads have this cosine.
LEAST_COSINE = 0.6
#: So many vectors are multiplied with so many at once: their products take 40 MB.
WANTED_AT_ONCE = 1_024
VECTORS_AT_ONCE = 2_048

_RULE = Rule(2, round(LEAST_SHARED * WEIGHT_UNIT**2), across=True)


class CrossingAppearance(NamedTuple):
    """One day on which a text appeared, as `pack_crossing` made it. `text` is a number of the caller's own."""

    text: int
    day: date
    crossing: bytes


Places = NDArray[np.intp]
Between = Callable[[date, date], Iterable[CrossingAppearance]]


def find_crossings(
    incoming: Sequence[CrossingAppearance], stored_between: Between, reach: int = WINDOW_DAYS
) -> Iterator[Candidates]:
    """Give the pairs, in two languages, of each incoming appearance with the stored ones, and with incoming ones of a higher
    number.

    `stored_between` gives the stored appearances from one day to another, both included; it is asked for each day once, in
    rising order. `reach` is the number of days that are near.
    """
    tables = _Tables()
    by_day: dict[date, list[CrossingAppearance]] = {}
    for each in incoming:
        by_day.setdefault(each.day, []).append(each)
    new_of = {day: tables.of(appearances) for day, appearances in by_day.items()}
    stored_of: dict[date, _Crossings] = {}
    known_until = date.min
    for day in sorted(by_day):
        window = window_of(day, reach)
        stored_of = {each: held for each, held in stored_of.items() if each >= window[0]}
        fresh: dict[date, list[CrossingAppearance]] = {}
        for appearance in stored_between(max(window[0], known_until), window[-1]):
            fresh.setdefault(appearance.day, []).append(appearance)
        known_until = date.fromordinal(min(window[-1].toordinal() + 1, date.max.toordinal()))
        stored_of |= {each: tables.of(appearances) for each, appearances in fresh.items()}
        stored = [stored_of[each] for each in window if each in stored_of]
        new = [new_of[each] for each in window if each in new_of]
        there = [*stored, *new]
        count = sum(len(each.vectors) for each in stored)
        table = merged([each.table for each in there])
        yield from matches(new_of[day].table, table, count, _RULE)
        yield from _alike(new_of[day], there, count)


def are_crossing(one: bytes, other: bytes) -> bool:
    """Tell whether two packed texts of near days would be compared."""
    pair = [CrossingAppearance(number, date.min, each) for number, each in enumerate((one, other)) if each]
    return len(pair) > 1 and any(find_crossings(pair, lambda first, last: ()))


class _Crossings(NamedTuple):
    """Appearances as arrays; a text without vectors has one of zeros."""

    table: Table
    vectors: NDArray[np.int8]


class _Tables:
    """Makes arrays of appearances; numbers languages as they come."""

    def __init__(self) -> None:
        self.publishers = Publishers()
        self.languages: dict[str, int] = {}

    def of(self, appearances: Sequence[CrossingAppearance]) -> _Crossings:
        rows = []
        vectors = np.zeros((len(appearances), LENGTH), dtype=np.int8)
        for place, each in enumerate(appearances):
            number = self.languages.setdefault(language_of(each.crossing), len(self.languages))
            vector, terms = parted(each.crossing)
            if vector:
                vectors[place] = np.frombuffer(vector, np.int8)
            rows.append(Appearance(each.text, each.day, "", terms, number))
        return _Crossings(table_of(rows, self.publishers), vectors)


def _alike(wanted: _Crossings, there: Sequence[_Crossings], stored: int) -> Iterator[Candidates]:
    """Pair the wanted with what is alike in meaning there; the first `stored` of those are stored.

    Each language is compared with the others only: where all is in one, nothing is multiplied.
    """
    before = 0
    for each in there:
        for language in np.unique(wanted.table.languages):
            rows = np.flatnonzero(wanted.table.languages == language)
            places = np.flatnonzero(each.table.languages != language)
            for ours in _portions(rows, WANTED_AT_ONCE):
                for theirs in _portions(places, VECTORS_AT_ONCE):
                    yield from _alike_among(wanted, ours, each, theirs, stored - before)
        before += len(each.vectors)


def _alike_among(
    wanted: _Crossings, rows: Places, there: _Crossings, places: Places, stored: int
) -> Iterator[Candidates]:
    """Pair some of the wanted with some of what is there, where those before `stored` are stored.

    Products of whole numbers stay below 2**24: exact in single precision, in whatever order they are added up.
    """
    ours, theirs = wanted.vectors[rows].astype(np.float32), there.vectors[places].astype(np.float32)
    lengths, other_lengths = (np.linalg.norm(each.astype(np.float64), axis=1) for each in (ours, theirs))
    products = (ours @ theirs.T).astype(np.float64)
    ones, others = np.nonzero(products >= LEAST_COSINE * np.maximum(np.outer(lengths, other_lengths), 1.0))
    weights = products[ones, others]
    texts, other_texts = wanted.table.texts[rows[ones]], there.table.texts[places[others]]
    days = np.abs(wanted.table.days[rows[ones]] - there.table.days[places[others]])
    chosen = (texts != other_texts) & ((places[others] < stored) | (other_texts > texts))
    for at in np.flatnonzero(chosen).tolist():
        yield Candidates(int(texts[at]), int(other_texts[at]), int(weights[at]), int(days[at]), False)


def _portions(places: Places, size: int) -> Iterator[Places]:
    for first in range(0, len(places), size):
        yield places[first : first + size]
