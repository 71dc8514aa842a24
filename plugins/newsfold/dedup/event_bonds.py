"""Whether two stories are reports of one event, and why: what is measured of a pair, the sum that decides, and the words for it.

A story is seen as its representative: heaviest terms, headline, names and figures in one alphabet, and the mean vector of its
first sentences. The judgement looks at nothing but the two stories, so that it is the same in whatever order they come.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from newsfold.dedup import event_calibration as fixed
from newsfold.dedup.crossing_index import CrossingAppearance, find_crossings
from newsfold.dedup.judgement import logistic
from newsfold.dedup.lexicon import known_language, lexicon
from newsfold.dedup.packed_crossing import Weights, contents
from newsfold.dedup.packed_terms import TERM, WEIGHT_UNIT, term_number
from newsfold.dedup.reading.romanized import key, key_weight
from newsfold.dedup.term_index import Appearance, Candidates, Rule, find_candidates
from newsfold.dedup.words import split_words

#: Which stories of one language are looked at: so much of their heaviest terms in common, and two terms.
_RULE = Rule(2, round(fixed.LEAST_TERMS * WEIGHT_UNIT**2))


class Report(NamedTuple):
    """A story by its representative. `key` is the same whenever the story arrives; `terms` and `crossing` are packed as in
    `newsfold.dedup.packed_terms` and `packed_crossing`; an unknown headline or place is empty."""

    story_id: int
    key: bytes
    day: date
    language: str
    headline: str
    place: str
    terms: bytes
    crossing: bytes

    @property
    def spoken(self) -> str:
        """The language that it was read in."""
        return contents(self.crossing).language or known_language(self.language, self.headline)


class Bond(NamedTuple):
    """Two stories of one event, the one with the smaller id first. `score` is a probability in ten-thousandths, `evidence`
    JSON-ready."""

    one: int
    other: int
    score: int
    evidence: dict[str, object]


class Measured(NamedTuple):
    """What two stories have in common, each a share from 0 to 1; None where it can't be told."""

    terms: float | None
    headline: float | None
    meaning: float | None
    names: float
    figures: float
    days_apart: int
    fewest_figures: int = 0


ReportsBetween = Callable[[date, date], Iterable[Report]]


def find_bonds(changed: Sequence[Report], stored_between: ReportsBetween) -> Iterator[Bond]:
    """Give the bonds of certain stories with those of near days, each once.

    `stored_between` gives the stories of one day to another, both included; those that are asked for may be among them.
    """
    reports = {each.story_id: each for each in changed}
    days = sorted({each.day for each in changed})
    if not days:
        return

    def remembered(first: date, last: date) -> Iterator[Report]:
        for each in stored_between(first, last):
            yield reports.setdefault(each.story_id, each)

    found: dict[tuple[int, int], int] = {}
    incoming = [Appearance(each.story_id, each.day, "", each.terms) for each in changed if each.terms]
    for pair in find_candidates(
        incoming,
        lambda first, last: (
            Appearance(each.story_id, each.day, "", each.terms)
            for each in remembered(first, last)
            if each.terms
        ),
        _RULE,
    ):
        note(found, pair)
    crossing = [
        CrossingAppearance(each.story_id, each.day, each.crossing) for each in changed if each.crossing
    ]
    for pair in find_crossings(
        crossing,
        lambda first, last: (
            CrossingAppearance(each.story_id, each.day, each.crossing)
            for each in remembered(first, last)
            if each.crossing
        ),
        fixed.NEAR_DAYS,
    ):
        note(found, pair._replace(weight=0))
    for (one, other), weight in sorted(found.items()):
        bond = judge(reports[one], reports[other], weight)
        if bond is not None:
            yield bond


def note(found: dict[tuple[int, int], int], pair: Candidates) -> None:
    """Keep a pair once, with the weight that its terms give it."""
    pair_key = (min(pair.one, pair.other), max(pair.one, pair.other))
    found[pair_key] = max(pair.weight, found.get(pair_key, 0))


def judge(one: Report, other: Report, weight: int) -> Bond | None:
    """Decide a pair; `weight` is the sum of products of the weights of the terms in both. None where it is no bond."""
    if is_hopeless(one, other, weight):
        return None
    measured = measure(one, other, weight)
    total = points(measured)
    if total < 0:
        return None
    score = round(10_000 * logistic(fixed.SCORE_SHIFT + total))
    first, second = sorted((one, other), key=lambda each: each.key)
    ids = sorted((one.story_id, other.story_id))
    return Bond(ids[0], ids[1], score, evidence(first, second, measured))


def is_hopeless(one: Report, other: Report, weight: int) -> bool:
    """Whether no headline and no vector could lift a pair of one language over the bar: asked first, for it costs little."""
    if one.spoken != other.spoken:
        return False
    names = name_share(one.crossing, other.crossing)
    best = fixed.WITHIN[True, True]
    most = best.terms * weight / WEIGHT_UNIT**2 + best.headline + best.meaning - best.bar
    return max(most, likely_most(weight)) < nameless(names)


def likely_most(weight: int) -> float:
    """Give what the terms alone can give where there is neither headline nor vector."""
    alone = fixed.WITHIN[False, True]
    return alone.terms * weight / WEIGHT_UNIT**2 + alone.meaning - alone.bar


def nameless(names: float) -> float:
    """Give what it takes that two stories have few names in common: they are mostly two fillings of one form."""
    return fixed.NAMELESS * max(0.0, fixed.FEW_NAMES - names)


def measure(one: Report, other: Report, weight: int) -> Measured:
    """Measure a pair. Symmetric."""
    same_language = one.spoken == other.spoken
    with_headlines = bool(one.headline and other.headline)
    return Measured(
        weight / WEIGHT_UNIT**2 if same_language else None,
        headline_share(one, other) if same_language and with_headlines else None,
        likeness(one.crossing, other.crossing),
        name_share(one.crossing, other.crossing),
        figure_share(one.crossing, other.crossing),
        abs((one.day - other.day).days),
        min(len(contents(each.crossing).figures.weights) for each in (one, other)),
    )


def points(measured: Measured) -> float:
    """Sum the evidence, less the bar. More in common never gives less."""
    days = fixed.DAY * measured.days_apart
    if measured.days_apart > fixed.NEAR_DAYS:
        return -fixed.BEYOND
    if measured.terms is None:
        if measured.names + measured.figures < fixed.LEAST_NAMES:
            return -fixed.BEYOND
        across = fixed.ACROSS_BY_NAMES if measured.meaning is None else fixed.ACROSS
        total = across.names * measured.names + across.figures * measured.figures - across.bar - days
        return total + across.meaning * (measured.meaning or 0.0)
    weights = fixed.WITHIN[measured.headline is not None, measured.meaning is not None]
    if measured.headline is not None:
        days *= 1.0 + fixed.UNLIKE_HEADLINES * (1.0 - measured.headline)
    total = weights.terms * measured.terms - weights.bar - days
    total += weights.headline * (measured.headline or 0.0) + weights.meaning * (measured.meaning or 0.0)
    return total - nameless(measured.names) - recurring(measured)


def recurring(measured: Measured) -> float:
    """Give what it takes that two stories of two days have many figures each and none in common: a form that is filled anew each
    day (how the market opened, the weather) rather than the next day's report.
    """
    if not measured.days_apart or measured.fewest_figures < fixed.MANY_FIGURES:
        return 0.0
    if measured.fewest_figures >= fixed.FORM_FIGURES and measured.figures < fixed.FEW_FIGURES:
        return fixed.BEYOND
    return fixed.RECURRING * max(0.0, 1.0 - measured.figures / fixed.FEW_FIGURES)


# --- what is measured ------------------------------------------------------------------------------------------------


def likeness(one: bytes, other: bytes) -> float | None:
    """Give the cosine of the mean vectors of two packed texts; None where one has none. Exact sums of whole numbers."""
    ours, theirs = contents(one), contents(other)
    if ours.vector is None or theirs.vector is None:
        return None
    length = ours.length * theirs.length
    return max(0.0, float(ours.vector @ theirs.vector) / length) if length else None


def name_share(one: bytes, other: bytes) -> float:
    """Give the share of the names of the text with fewer that the other has, too; in one alphabet."""
    return shared(contents(one).names, contents(other).names)


def figure_share(one: bytes, other: bytes) -> float:
    """Give the share of the figures of the text with fewer that the other has, too."""
    return shared(contents(one).figures, contents(other).figures)


def shared(ours: Weights, theirs: Weights) -> float:
    """Give the weight in both as a share of the smaller one."""
    both = sum(weight for term, weight in ours.weights.items() if term in theirs.weights)
    return both / (min(ours.total, theirs.total) + fixed.SHARE_PRIOR)


class Heading(NamedTuple):
    """The words of a headline that tell something: by their terms, as in packed terms, their weight and spelling."""

    weights: dict[int, float]
    spelled: dict[int, str]


@lru_cache(maxsize=1 << 13)
def heading(headline: str, language: str) -> Heading:
    """Read a headline."""
    lookup = lexicon(known_language(language, headline))
    weights: dict[int, float] = {}
    spelled: dict[int, str] = {}
    for spelling in split_words(headline, lookup.language):
        word = lookup[spelling]
        if word.weight > fixed.HEADLINE_WEIGHT:
            term = term_number(word.stem)
            weights[term] = word.weight
            spelled.setdefault(term, spelling)
    return Heading(weights, spelled)


def headline_share(one: Report, other: Report) -> float:
    """Give how much of either headline stands in the other one or among the other's heaviest terms, in the mean."""
    return (told(one, other) + told(other, one)) / 2


def told(one: Report, other: Report) -> float:
    """Give the share of a headline's weight that another story has in its headline or its terms."""
    weights = heading(one.headline, one.spoken).weights
    terms, words = term_set(other.terms), heading(other.headline, other.spoken).weights
    shared = sum(weight for term, weight in weights.items() if term in terms or term in words)
    return shared / (sum(weights.values()) + fixed.HEADLINE_PRIOR)


@lru_cache(maxsize=1 << 13)
def term_set(terms: bytes) -> frozenset[int]:
    """The terms of a packed text."""
    return frozenset(np.frombuffer(terms, TERM)["term"].tolist())


# --- what a person reads ---------------------------------------------------------------------------------------------


def evidence(one: Report, other: Report, measured: Measured) -> dict[str, object]:
    """Give what speaks for a bond: the measures, and the words of the headlines that both tell."""
    words = shared_headline_words(one, other)
    found: dict[str, object] = {
        "days_apart": measured.days_apart,
        "names": round(measured.names, 2),
        "figures": round(measured.figures, 2),
    }
    for name in ("terms", "headline", "meaning"):
        value = getattr(measured, name)
        if value is not None:
            found[name] = round(value, 2)
    if measured.terms is not None:
        found["terms_in_both"] = len(term_set(one.terms) & term_set(other.terms))
    if one.place and one.place.casefold() == other.place.casefold():
        found["place"] = one.place
    if words:
        found["headline_words"] = words
    return found


def shared_headline_words(one: Report, other: Report) -> list[str]:
    """Give the words of both headlines that stand in the other one, too; in one alphabet across languages."""
    ours, theirs = (heading(each.headline, each.spoken) for each in (one, other))
    if one.spoken == other.spoken:
        there = theirs.weights.keys() | term_set(other.terms)
        return [word for term, word in ours.spelled.items() if term in there]
    keys = {key(word) for word in theirs.spelled.values()}
    return [
        word for word in ours.spelled.values() if (found := key(word)) and key_weight(found) and found in keys
    ]


def reason(found: dict[str, object]) -> str:
    """Put the evidence of a bond into words."""
    days = found["days_apart"]
    parts = ["same day" if not days else f"{days} day{'s' if days != 1 else ''} apart"]
    if "place" in found:
        parts.append(f"same place: {found['place']}")
    if found.get("terms_in_both"):
        parts.append(f"{found['terms_in_both']} of the 30 most telling words in both")
    parts += [
        f"{what} in both: {float(str(found[what])):.0%}" for what in ("names", "figures") if found.get(what)
    ]
    words = found.get("headline_words")
    if isinstance(words, list) and words:
        parts.append("told by the headlines: " + ", ".join(map(str, words)))
    if "meaning" in found:
        parts.append(f"first sentences alike in meaning: {float(str(found['meaning'])):.2f}")
    return "; ".join(parts)
