"""Which texts are worth comparing: those whose heaviest terms are like enough, and whose days are near.

An index of the terms is built in memory, one window of days at a time, from the packed terms of what appeared in it.
It holds the terms of the texts in question only. The sums are of integers and exact, so that the result is the same in
any order; the rule looks at nothing but the two texts.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsfold.dedup.fingerprints import (
    CANDIDATE_CAP,
    MANY_SHARED_TERMS,
    MANY_SHARED_WEIGHT,
    MINIMUM_SHARED_TERMS,
    MINIMUM_SHARED_WEIGHT,
    NEAR_DAYS,
)
from newsfold.dedup.packed_terms import TERM, WEIGHT_UNIT

#: So many sums are held at once.
CELLS = 1 << 20

# Of two texts with unit weights the products add up to 10**8 at most, of crossing ones to 64 times that: the number of shared
# terms fits above them.
_ONE_TERM = 1 << 34
_FILTER = 1 << 16

Integers = NDArray[np.int64]


class Appearance(NamedTuple):
    """One day on which a publisher carried a text. `text` is a number of the caller's own; an unknown publisher is
    empty. `terms` are packed by `newsfold.dedup.packed_terms`. `language` is a number of the caller's own."""

    text: int
    day: date
    publisher: str
    terms: bytes
    language: int = 0


class Candidates(NamedTuple):
    """Two texts worth comparing; `weight` says how alike their heaviest terms are."""

    one: int
    other: int
    weight: int
    days_apart: int
    same_publisher: bool


Between = Callable[[date, date], Iterable[Appearance]]


class Rule(NamedTuple):
    """What two texts must share: so many terms, and so much weight, or `many_weight` where they share `many_terms`; `across`
    where only texts of two languages are paired."""

    least_terms: int
    least_weight: int
    across: bool = False
    many_terms: int = 0
    many_weight: int = 0


ALIKE = Rule(
    MINIMUM_SHARED_TERMS,
    round(MINIMUM_SHARED_WEIGHT * WEIGHT_UNIT**2),
    many_terms=MANY_SHARED_TERMS,
    many_weight=round(MANY_SHARED_WEIGHT * WEIGHT_UNIT**2),
)


def find_candidates(
    incoming: Sequence[Appearance], stored_between: Between, rule: Rule = ALIKE
) -> Iterator[Candidates]:
    """Give the pairs of each incoming appearance with the stored ones, and with the incoming ones of a higher number.

    `stored_between` gives the stored appearances from one day to another, both included; it is asked for each day once,
    in rising order. Two texts may come several times, once for each pair of their appearances.
    """
    numbers = Publishers()
    by_day: dict[date, list[Appearance]] = {}
    for each in incoming:
        by_day.setdefault(each.day, []).append(each)
    new_of = {day: table_of(appearances, numbers) for day, appearances in by_day.items()}
    stored_of: dict[date, Table] = {}
    known_until = date.min
    for day in sorted(by_day):
        window = window_of(day)
        first, last = window[0], window[-1]
        stored_of = {each: table for each, table in stored_of.items() if each >= first}
        fresh: dict[date, list[Appearance]] = {}
        for appearance in stored_between(max(first, known_until), last):
            fresh.setdefault(appearance.day, []).append(appearance)
        known_until = date.fromordinal(min(last.toordinal() + 1, date.max.toordinal()))
        stored_of |= {each: table_of(appearances, numbers) for each, appearances in fresh.items()}
        stored = [stored_of[each] for each in window if each in stored_of]
        new = [new_of[each] for each in window if each in new_of]
        yield from matches(new_of[day], merged(stored + new), sum(len(table.texts) for table in stored), rule)


def window_of(day: date, reach: int = NEAR_DAYS) -> list[date]:
    """The days that are near, as far as the calendar goes."""
    around = range(day.toordinal() - reach, day.toordinal() + reach + 1)
    return [date.fromordinal(each) for each in around if 1 <= each <= date.max.toordinal()]


def best_candidates(found: Iterable[Candidates], sort_key: Callable[[int], bytes]) -> list[Candidates]:
    """Keep at most `CANDIDATE_CAP` other texts a text, the heaviest first, ties by `sort_key` of the other.

    Of the pairs of two texts those stay that no other beats: with fewer days apart, or without a publisher of both.
    """
    by_one: dict[int, dict[int, list[Candidates]]] = {}
    for each in found:
        by_one.setdefault(each.one, {}).setdefault(each.other, []).append(each)
    kept: list[Candidates] = []
    for others in by_one.values():
        chosen: Iterable[list[Candidates]] = others.values()
        if len(others) > CANDIDATE_CAP:
            ranked = sorted(
                others, key=lambda other: (-max(c.weight for c in others[other]), sort_key(other))
            )
            chosen = [others[other] for other in ranked[:CANDIDATE_CAP]]
        for pairs in chosen:
            kept += pairs if len(pairs) == 1 else _unbeaten(pairs)
    return kept


def _unbeaten(pairs: list[Candidates]) -> list[Candidates]:
    ranked = sorted(pairs, key=lambda pair: (pair.days_apart, pair.same_publisher))
    nearest = ranked[0]
    if not nearest.same_publisher:
        return [nearest]
    other = next((pair for pair in ranked if not pair.same_publisher), None)
    return [nearest] if other is None else [nearest, other]


class Publishers(dict[str, int]):
    """Numbers publishers as they come; an unknown one has 0."""

    def __init__(self) -> None:
        super().__init__({"": 0})

    def __missing__(self, name: str) -> int:
        number = self[name] = len(self)
        return number


@dataclass(frozen=True, slots=True)
class Table:
    """Appearances as arrays; `lengths` says how many of the terms belong to each."""

    texts: Integers
    days: Integers
    publishers: Integers
    languages: Integers
    lengths: Integers
    terms: NDArray[np.uint64]
    weights: Integers


def table_of(appearances: Sequence[Appearance], numbers: Publishers) -> Table:
    packed = np.frombuffer(b"".join([each.terms for each in appearances]), TERM)
    return Table(
        np.array([each.text for each in appearances], dtype=np.int64),
        np.array([each.day.toordinal() for each in appearances], dtype=np.int64),
        np.array([numbers[each.publisher] for each in appearances], dtype=np.int64),
        np.array([each.language for each in appearances], dtype=np.int64),
        np.array([len(each.terms) // TERM.itemsize for each in appearances], dtype=np.int64),
        packed["term"].astype(np.uint64),
        packed["weight"].astype(np.int64),
    )


def merged(tables: Sequence[Table]) -> Table:
    columns = [[getattr(table, name) for table in tables] for name in Table.__slots__]
    return Table(*map(np.concatenate, columns))


def matches(wanted: Table, there: Table, stored: int, rule: Rule = ALIKE) -> Iterator[Candidates]:
    """Pair the wanted with what is there; the first `stored` of those are, the others come in with the wanted."""
    terms, wanted_terms = np.unique(wanted.terms, return_inverse=True)
    starts, holders, weights = _postings(terms, there)
    counts = np.diff(starts)
    ends = np.cumsum(wanted.lengths)
    width = len(there.texts)
    rows_at_once = max(1, CELLS // max(width, 1))
    for first in range(0, len(wanted.texts), rows_at_once):
        rows = np.arange(first, min(first + rows_at_once, len(wanted.texts)))
        span = slice(ends[first] - wanted.lengths[first], ends[rows[-1]])
        mine = wanted_terms[span]
        row_of = np.repeat(rows - first, wanted.lengths[rows])
        lengths = counts[mine]
        at = np.arange(lengths.sum()) + np.repeat(starts[mine] - (np.cumsum(lengths) - lengths), lengths)
        cells = np.repeat(row_of * width, lengths) + holders[at]
        products = np.repeat(wanted.weights[span], lengths) * weights[at] + _ONE_TERM
        # Sums of whole numbers below 2**53 are exact in floats.
        sums = np.bincount(cells, products, len(rows) * width)
        hits = np.flatnonzero(sums >= rule.least_terms * _ONE_TERM + rule.least_weight)
        shared, total = np.divmod(sums[hits].astype(np.int64), _ONE_TERM)
        enough = total >= rule.least_weight
        if rule.many_terms:
            enough |= (shared >= rule.many_terms) & (total >= rule.many_weight)
        one, other = np.divmod(hits, max(width, 1))
        one += first
        ones, others = wanted.texts[one], there.texts[other]
        wanted_pair = enough & (ones != others) & ((other < stored) | (others > ones))
        if rule.across:
            wanted_pair &= wanted.languages[one] != there.languages[other]
        one, other, total = one[wanted_pair], other[wanted_pair], total[wanted_pair]
        publishers = wanted.publishers[one]
        columns = (
            wanted.texts[one],
            there.texts[other],
            total,
            np.abs(wanted.days[one] - there.days[other]),
            (publishers == there.publishers[other]) & (publishers > 0),
        )
        yield from map(Candidates._make, zip(*(column.tolist() for column in columns), strict=True))


def _postings(terms: NDArray[np.uint64], there: Table) -> tuple[Integers, Integers, Integers]:
    """Give for each of the sorted terms where its postings start, and of the postings their holders and weights."""
    possible = np.zeros(_FILTER, dtype=np.bool_)
    possible[terms & np.uint64(_FILTER - 1)] = True
    kept = np.flatnonzero(possible[there.terms & np.uint64(_FILTER - 1)])
    found = np.searchsorted(terms, there.terms[kept])
    found[found == len(terms)] = 0
    exact = terms[found] == there.terms[kept] if len(terms) else np.zeros(0, dtype=np.bool_)
    kept, found = kept[exact], found[exact]
    order = np.argsort(found, kind="stable")
    owners = np.repeat(np.arange(len(there.lengths)), there.lengths)
    starts = np.searchsorted(found[order], np.arange(len(terms) + 1))
    return starts, owners[kept[order]], there.weights[kept[order]]
