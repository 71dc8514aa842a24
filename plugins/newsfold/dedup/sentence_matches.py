"""Which sentences of two texts are the same, as they are or in other words.

The result depends on the two texts alone, and is the same whichever of them comes first. A sentence in other words is
recognized by names, numbers and rare words, and by its company: who takes over a passage takes its sentences in their
order, and two reports of one event share a name here and there.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from newsfold.dedup.sentence_prints import SentencePrint

#: Two sentences may be one from this cosine on, and from so much shared weight (the weight of two rare words) ...
LEAST_COSINE = 0.3
LEAST_SHARED = 7.0
#: ... and are one where their passage shares terms of so much weight, each as far as its sentences are alike ...
PASSAGE_EVIDENCE = 20.0
#: ... or where they are as like as this by themselves.
ALONE_COSINE = 0.75
ALONE_SHARED = 20.0
#: Passages in other words with so many numbers each, of which they share less than this, are one form filled twice.
FORM_NUMBERS = 3
SHARED_NUMBERS = 0.5
#: A sentence of fewer words, or with less weight, is found in many reports: word for word it has an origin in company only.
TELLING_WORDS = 8
TELLING_WEIGHT = 18.0
#: Matches that stand no further apart than this in both texts are of one passage.
PASSAGE_GAP = 2
#: Two texts are compared by so many pairs of sentences and terms at most, and a sentence of both in so many pairs of places: what
#: repeats itself without end must not cost minutes. A report of a hundred sentences is far below.
MOST_COMPARED = 60_000
MOST_REPEATED = 100


class MatchKind(StrEnum):
    """How a later text carries a sentence."""

    VERBATIM = "verbatim"
    REWORDED = "reworded"


class SentenceMatch(NamedTuple):
    """Two sentences that are one, by their places from 0. `similarity` is a cosine, 1 for the same words.

    `company` is the number of matches in their passage, themselves included.
    """

    one: int
    other: int
    kind: MatchKind
    similarity: float
    company: int


class _Pair(NamedTuple):
    one: int
    other: int
    cosine: float
    shared: float
    same: bool


class OpenedText:
    """The prints of a text, ready to be compared with many others: which sentences hold a term, and which have a key."""

    __slots__ = ("holders", "places", "prints")

    def __init__(self, prints: Sequence[SentencePrint]) -> None:
        self.prints = prints
        self.holders: dict[int, list[int]] = {}
        self.places: dict[int, list[int]] = {}
        for place, each in enumerate(prints):
            if each.is_table:
                continue
            for term in each.terms:
                self.holders.setdefault(term, []).append(place)
            if each.key is not None:
                self.places.setdefault(each.key, []).append(place)


def match_sentences(one: OpenedText, other: OpenedText) -> list[SentenceMatch]:
    """Give the sentences that two texts have in common, each at most once, in the order of the first text."""
    found = []
    for passage in _passages(_best(list(_pairs(one, other)))):
        evidence = _evidence(passage, one.prints, other.prints)
        is_filled_anew = _is_filled_anew(passage, one.prints, other.prints)
        # What stays the same in a form is of the form; in a report with new figures it is of the report.
        is_form = is_filled_anew and 2 * sum(pair.same for pair in passage) <= len(passage)
        tells = any(pair.same and is_telling(one.prints[pair.one]) for pair in passage)
        for pair in passage:
            if pair.same:
                kept = not is_form and (tells or (evidence >= PASSAGE_EVIDENCE and not is_filled_anew))
            elif is_filled_anew or not _numbers_agree(
                one.prints[pair.one].numbers, other.prints[pair.other].numbers
            ):
                kept = False
            elif len(passage) == 1:
                kept = pair.cosine >= ALONE_COSINE and pair.shared >= ALONE_SHARED
            else:
                kept = evidence >= PASSAGE_EVIDENCE
            if kept:
                kind = MatchKind.VERBATIM if pair.same else MatchKind.REWORDED
                found.append(SentenceMatch(pair.one, pair.other, kind, pair.cosine, len(passage)))
    return sorted(found)


def _evidence(passage: list[_Pair], one: Sequence[SentencePrint], other: Sequence[SentencePrint]) -> float:
    """The weight of the terms that the passage shares, each as far as its sentences are alike. A term counts once: a line that
    is repeated says no more than once.
    """
    weights: dict[int, float] = {}
    for pair in passage:
        theirs = other[pair.other].terms
        for term, weight in one[pair.one].terms.items():
            if term in theirs:
                weights[term] = max(weights.get(term, 0.0), weight * pair.cosine)
    return sum(weights.values())


def _is_filled_anew(
    passage: list[_Pair], one: Sequence[SentencePrint], other: Sequence[SentencePrint]
) -> bool:
    """Whether the sentences of a passage that are not the same have many numbers, and few in common: last week's figures."""
    changed = [pair for pair in passage if not pair.same]
    ours = frozenset(number for pair in changed for number in one[pair.one].numbers)
    theirs = frozenset(number for pair in changed for number in other[pair.other].numbers)
    fewest = min(len(ours), len(theirs))
    return fewest >= FORM_NUMBERS and len(ours & theirs) < SHARED_NUMBERS * fewest


def _numbers_agree(ours: frozenset[int], theirs: frozenset[int]) -> bool:
    """Whether two sentences do not contradict each other: one may have fewer numbers, but not others."""
    fewest = min(len(ours), len(theirs))
    return not fewest or len(ours & theirs) >= SHARED_NUMBERS * fewest


def is_telling(each: SentencePrint) -> bool:
    """Whether a sentence has an origin word for word without the company of others."""
    return each.words >= TELLING_WORDS and sum(each.terms.values()) >= TELLING_WEIGHT


def _pairs(one: OpenedText, other: OpenedText) -> Iterator[_Pair]:
    """Give all pairs that may be one sentence."""
    shared: dict[tuple[int, int], float] = defaultdict(float)
    products: dict[tuple[int, int], float] = defaultdict(float)
    for term in _compared_terms(one.holders, other.holders):
        theirs = other.holders[term]
        for i in one.holders[term]:
            weight = one.prints[i].terms[term]
            for j in theirs:
                shared[i, j] += weight
                products[i, j] += weight * weight
    for key in one.places.keys() & other.places.keys():
        for i, j in _repeated(one.places[key], other.places[key]):
            shared.pop((i, j), None)
            yield _Pair(i, j, 1.0, sum(one.prints[i].terms.values()), same=True)
    for (i, j), weight in shared.items():
        if weight >= LEAST_SHARED:
            cosine = products[i, j] / (one.prints[i].length * other.prints[j].length)
            if cosine >= LEAST_COSINE:
                yield _Pair(i, j, min(1.0, cosine), weight, same=False)


def _compared_terms(ours: Mapping[int, list[int]], theirs: Mapping[int, list[int]]) -> Collection[int]:
    """The terms that both texts have; of two texts that repeat themselves without end those that stand in few sentences."""
    common = ours.keys() & theirs.keys()
    sizes = {term: len(ours[term]) * len(theirs[term]) for term in common}
    if sum(sizes.values()) <= MOST_COMPARED:
        return common
    left, kept = MOST_COMPARED, []
    for term in sorted(common, key=lambda each: (sizes[each], each)):
        left -= sizes[term]
        if left < 0:
            break
        kept.append(term)
    return kept


def _repeated(ours: list[int], theirs: list[int]) -> Iterable[tuple[int, int]]:
    """The pairs of places of one sentence; where it is repeated without end the first with the first, and so on."""
    return (
        product(ours, theirs) if len(ours) * len(theirs) <= MOST_REPEATED else zip(ours, theirs, strict=False)
    )


def _best(pairs: list[_Pair]) -> list[_Pair]:
    """Keep the best pairs, each sentence once; ties by their places, the same from either side."""
    ranked = sorted(
        pairs,
        key=lambda p: (
            not p.same,
            -p.cosine * p.shared,
            abs(p.one - p.other),
            p.one + p.other,
            min(p.one, p.other),
        ),
    )
    chosen, ones, others = [], set(), set()
    for pair in ranked:
        if pair.one not in ones and pair.other not in others:
            chosen.append(pair)
            ones.add(pair.one)
            others.add(pair.other)
    return sorted(chosen)


def _passages(pairs: list[_Pair]) -> list[list[_Pair]]:
    """Put together what stands together in both texts. The pairs come in the order of the first text, each sentence once."""
    passages: dict[int, list[int]] = {}
    home: list[int] = []
    for place, pair in enumerate(pairs):
        passages[place] = [place]
        home.append(place)
        for before in range(max(0, place - PASSAGE_GAP), place):
            if _are_near(pair, pairs[before]) and home[before] != home[place]:
                into, left = sorted((home[before], home[place]))
                for moved in passages.pop(left):
                    home[moved] = into
                    passages[into].append(moved)
    return [[pairs[place] for place in places] for places in passages.values()]


def _are_near(one: _Pair, other: _Pair) -> bool:
    return abs(one.one - other.one) <= PASSAGE_GAP and abs(one.other - other.other) <= PASSAGE_GAP
