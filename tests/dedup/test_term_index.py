"""The index in memory finds what comparing all with all would find."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.dedup import term_index
from newsfold.dedup.candidates import is_enough
from newsfold.dedup.fingerprints import NEAR_DAYS
from newsfold.dedup.packed_terms import WEIGHT_UNIT, pack_terms
from newsfold.dedup.term_index import Appearance, Candidates, best_candidates, find_candidates

FIRST = date(2025, 9, 20)
TERMS = st.dictionaries(
    st.sampled_from("abcdefghij"), st.sampled_from([0.1, 0.35, 0.5, 0.6, 0.9]), max_size=6
)
PLACES = st.tuples(st.integers(0, 9), st.sampled_from(["", "x", "y"]))


@st.composite
def archives(draw):
    """Texts with terms, each appearing now and then; some are stored, some come in, some both."""
    texts = draw(st.lists(TERMS, min_size=1, max_size=8))
    incoming, stored = [], []
    for number, terms in enumerate(texts):
        for days, publisher in draw(st.sets(PLACES, max_size=3)):
            appearance = Appearance(
                number, FIRST + timedelta(days), publisher, pack_terms(sorted(terms.items()))
            )
            (incoming if draw(st.booleans()) else stored).append(appearance)
    return texts, incoming, stored


def expected(texts, incoming, stored) -> Counter:
    found: Counter = Counter()
    for one in incoming:
        for other in [*stored, *incoming]:
            is_new = other in incoming
            apart = abs((one.day - other.day).days)
            if one.text == other.text or apart > NEAR_DAYS or (is_new and other.text < one.text):
                continue
            shared = texts[one.text].keys() & texts[other.text].keys()
            weight = sum(
                round(texts[one.text][term] * WEIGHT_UNIT) * round(texts[other.text][term] * WEIGHT_UNIT)
                for term in shared
            )
            if is_enough(len(shared), weight / WEIGHT_UNIT**2):
                same = one.publisher == other.publisher != ""
                found[Candidates(one.text, other.text, weight, apart, same)] += 1
    return found


@settings(max_examples=200)
@given(archives(), st.sampled_from([1, 7, 1 << 20]))
def test_the_index_finds_what_comparing_all_with_all_finds(archive, cells):
    texts, incoming, stored = archive
    asked: list[date] = []

    def between(first: date, last: date) -> list[Appearance]:
        asked.extend(first + timedelta(days) for days in range((last - first).days + 1))
        return [each for each in stored if first <= each.day <= last]

    before, term_index.CELLS = term_index.CELLS, cells
    try:
        found = Counter(find_candidates(incoming, between))
    finally:
        term_index.CELLS = before
    assert found == expected(texts, incoming, stored)
    assert asked == sorted(set(asked))


def test_the_ends_of_the_calendar_are_days_like_others():
    terms = pack_terms([("a", 0.8), ("b", 0.6)])
    for day in (date.min, date.max):
        incoming = [Appearance(0, day, "", terms)]
        stored = [Appearance(9, day, "", terms)]
        found = list(find_candidates(incoming, lambda first, last, held=stored: held))
        assert [(each.one, each.other) for each in found] == [(0, 9)]


def test_at_most_as_many_others_as_the_cap_are_kept_the_heaviest_first():
    pairs = [Candidates(0, other, 50 + other % 3, 0, False) for other in range(1, 700)]
    kept = best_candidates(pairs, lambda other: b"%04d" % (1000 - other))
    assert len(kept) == term_index.CANDIDATE_CAP
    assert min(each.weight for each in kept) == 50
    lightest = [each.other for each in kept if each.weight == 50]
    assert lightest == sorted(lightest, reverse=True)
    assert min(lightest) > min(each.other for each in pairs if each.weight == 50)


def test_of_several_appearances_those_stay_that_no_other_beats():
    def kept(*ways: tuple[int, bool]) -> set[tuple[int, bool]]:
        pairs = [Candidates(0, 1, 9, days, same) for days, same in ways]
        return {(each.days_apart, each.same_publisher) for each in best_candidates(pairs, lambda _: b"")}

    assert kept((2, False), (0, False), (0, True)) == {(0, False)}
    assert kept((2, False), (0, True), (3, False)) == {(0, True), (2, False)}
    assert kept((1, True), (2, True)) == {(1, True)}
