"""A text that holds two reports is no bond between them; one that is only longer than two tellings of it is."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup import compare
from newsfold.dedup.fold import ArticleTexts, Decisions, fold
from newsfold.dedup.placement import parts_in
from newsfold.dedup.round_ups import Part, part_of, round_ups

FRONT, BACK, ALL, MIDDLE = Part(0, 400), Part(600, 1000), Part(0, 1000), Part(200, 700)


def articles(names: str) -> dict[str, ArticleTexts]:
    return {name: ArticleTexts((1, name.encode()), frozenset({name.encode()})) for name in names}


def held(pairs: dict[str, tuple[Part, Part]]):
    """Relations and parts, by two letters."""
    keyed = {(pair[0].encode(), pair[1].encode()): parts for pair, parts in pairs.items()}
    return dict.fromkeys(keyed, 0.9), keyed


def groups(names: str, pairs: dict[str, tuple[Part, Part]]) -> set[str]:
    relations, parts = held(pairs)
    return {"".join(sorted(group)) for group in fold(articles(names), relations, Decisions(), parts).groups}


def test_two_reports_one_behind_the_other_make_a_round_up():
    pairs = {"ar": (ALL, FRONT), "br": (ALL, BACK)}
    assert round_ups(*held(pairs)) == {b"r"}
    assert len(groups("abr", pairs)) == 2


@pytest.mark.parametrize(
    "pairs",
    [
        {"ar": (ALL, FRONT), "br": (ALL, BACK), "ab": (ALL, ALL)},  # the two are one report
        {"ar": (ALL, FRONT), "br": (ALL, FRONT)},  # both tell how it begins
        {"ar": (ALL, FRONT), "br": (ALL, MIDDLE)},
        {"ar": (ALL, ALL), "br": (ALL, BACK)},
        {"ar": (FRONT, FRONT), "br": (BACK, BACK)},  # parts of either side: nobody holds anybody
    ],
)
def test_what_is_only_longer_still_ties(pairs):
    assert round_ups(*held(pairs)) == frozenset()
    assert groups("abr", pairs) == {"abr"}


def test_where_nothing_is_known_of_the_parts_all_is_as_it_was():
    relations, _ = held({"ar": (ALL, FRONT), "br": (ALL, BACK)})
    assert len(fold(articles("abr"), relations, Decisions()).groups) == 1


def test_copies_of_a_round_up_and_of_what_it_holds_stay_two_stories():
    pairs = dict.fromkeys(("ab", "ac", "bc", "xy", "xz", "yz", "qr"), (ALL, ALL))
    pairs |= {f"{text}{whole}": (ALL, FRONT) for text in "abc" for whole in "qr"}
    pairs |= {f"{whole}{text}": (BACK, ALL) for text in "xyz" for whole in "qr"}
    found = groups("abcxyzqr", pairs)
    assert len(found) == 2
    assert not any({"a", "x"} <= set(group) for group in found)
    assert any({"q", "r"} <= set(group) for group in found)


LETTERS = "abcdef"
PARTS = st.sampled_from([FRONT, BACK, ALL, MIDDLE])
PAIRS = st.dictionaries(
    st.sampled_from(["".join(pair) for pair in combinations(LETTERS, 2)]),
    st.tuples(PARTS, PARTS),
    max_size=12,
)


@given(PAIRS, st.permutations(LETTERS))
def test_groups_do_not_depend_on_the_order(pairs, order):
    relations, parts = held(pairs)
    there = articles(LETTERS)
    whole = fold(there, relations, Decisions(), parts)
    turned = {name: there[name] for name in order}
    assert fold(turned, dict(reversed(relations.items())), Decisions(), parts) == whole


@given(st.lists(st.integers(0, 99)))
def test_a_part_lies_within_the_text(places):
    found = part_of(places, 100)
    assert 0 <= found.first <= found.last <= 1000


def test_a_round_up_of_two_whole_reports(report, unrelated):
    texts = {"a": report, "b": unrelated, "r": f"{report}\n\n{unrelated}"}
    for order in permutations(texts):
        relations, parts = {}, {}
        for one, other in combinations(sorted(order), 2):
            found = compare(texts[one], texts[other], "en", 0).relation
            if found is not None:
                pair = (one.encode(), other.encode())
                relations[pair], parts[pair] = found.score, parts_in(found.evidence["parts"])
        folded = fold(articles("".join(order)), relations, Decisions(), parts)
        assert len(relations) == 2
        assert len(folded.groups) == 2


def test_a_report_with_another_that_is_told_in_other_words_and_shorter(report, rewrite):
    """Two who shorten a long report tell how it begins, and are not taken for two reports."""
    brief = " ".join(rewrite.split(". ")[:5]) + "."
    cut = ". ".join(report.split(". ")[:6]) + "."
    found = [parts_in(compare(report, text, "en", 0).evidence["parts"]) for text in (brief, cut)]
    pairs = {"ar": (found[0][1], found[0][0]), "br": (found[1][1], found[1][0])}
    assert round_ups(*held(pairs)) == frozenset()
