"""Which texts of one language are worth comparing though their days lie far apart: those that share marks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import combinations
from typing import NamedTuple

from newsfold.dedup.fingerprints import NEAR_DAYS, WINDOW_DAYS
from newsfold.dedup.marks import LEAST_PAIRS, is_of_run
from newsfold.dedup.term_index import Candidates

#: Marks that more texts have than this tell nothing: they are of a form.
COMMONEST_MARK = 500


class Shown(NamedTuple):
    """One day on which a publisher carried a text; `text` is a number of the caller's own."""

    text: int
    day: date
    publisher: str


def sharing(rows: Iterable[tuple[int, int, int]]) -> Iterator[tuple[int, int, bool]]:
    """Give pairs of texts, and whether word runs are what they share, from rows of text, other text and common mark."""
    runs: set[tuple[int, int]] = set()
    pairs: Counter[tuple[int, int]] = Counter()
    for one, other, mark in rows:
        if is_of_run(mark):
            runs.add((one, other))
        else:
            pairs[one, other] += 1
    yield from ((one, other, True) for one, other in runs)
    yield from (
        (one, other, False)
        for (one, other), count in pairs.items()
        if count >= LEAST_PAIRS and (one, other) not in runs
    )


def common_marks(marks: Mapping[int, Iterable[int]]) -> Iterator[tuple[int, int, int]]:
    """Give the marks that texts have in common, as `sharing` takes them; the smaller number first."""
    holders: dict[int, list[int]] = defaultdict(list)
    for text, own in marks.items():
        for mark in own:
            holders[mark].append(text)
    for mark, texts in holders.items():
        if 1 < len(texts) <= COMMONEST_MARK:
            for one, other in combinations(sorted(texts), 2):
                yield one, other, mark


def far_candidates(
    shared: Iterable[tuple[int, int, bool]],
    shown: Mapping[int, list[Shown]],
    rewrite_days: int = WINDOW_DAYS,
) -> Iterator[Candidates]:
    """Give the pairs of appearances that are too far apart for the index of terms; those that share no word runs only within
    `rewrite_days`."""
    for one, other, by_runs in shared:
        for a in shown.get(one, ()):
            for b in shown.get(other, ()):
                days = abs((a.day - b.day).days)
                if days > NEAR_DAYS and (by_runs or days <= rewrite_days):
                    yield Candidates(one, other, 0, days, a.publisher == b.publisher != "")
