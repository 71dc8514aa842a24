"""The fold: connected groups, a guard against chains, decisions; nothing depends on order."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.dedup.fold import LONGEST_SAGA, ArticleTexts, Decisions, fold


def articles(texts: str) -> dict[str, ArticleTexts]:
    """An article for each letter, named after its only text."""
    return {text: ArticleTexts((1, text.encode()), frozenset({text.encode()})) for text in texts}


def related(*pairs: str, score: float = 0.9) -> dict[tuple[bytes, bytes], float]:
    return {(pair[0].encode(), pair[1].encode()): score for pair in pairs}


def within(texts: str) -> list[str]:
    """All pairs of some letters."""
    return ["".join(pair) for pair in combinations(texts, 2)]


def groups(result) -> list[str]:
    return ["".join(group) for group in result.groups]


def test_related_texts_are_one_group_and_others_stay_alone():
    result = fold(articles("abcd"), related("ab", "bc"), Decisions())
    assert groups(result) == ["abc", "d"]
    assert result.apart == frozenset()


def test_articles_of_one_text_are_one_group():
    held = {name: ArticleTexts((1, name.encode()), frozenset({b"t"})) for name in "abc"}
    assert groups(fold(held, {}, Decisions())) == ["abc"]


def test_one_bond_between_two_groups_of_several_texts_does_not_join_them():
    pairs = [*within("abc"), *within("xyz"), "cx"]
    result = fold(articles("abcxyz"), related(*pairs), Decisions())
    assert groups(result) == ["abc", "xyz"]
    assert result.apart == {(b"c", b"x")}


def test_groups_with_relations_between_most_of_their_texts_are_joined():
    pairs = [*within("abc"), *within("xyz"), "cx", "by"]
    assert groups(fold(articles("abcxyz"), related(*pairs), Decisions())) == ["abcxyz"]


def test_a_pair_joins_whatever_the_size_of_the_group():
    pairs = [*within("abcdef"), "fx", "xy"]
    assert groups(fold(articles("abcdefxy"), related(*pairs), Decisions())) == ["abcdefxy"]


def test_many_copies_of_one_text_are_no_group_of_several_texts():
    held = articles("abc") | {name: ArticleTexts((1, name.encode()), frozenset({b"t"})) for name in "tuvwxyz"}
    result = fold(held, related(*within("abc"), "ct"), Decisions())
    assert groups(result) == ["abctuvwxyz"]


def test_a_decision_joins_what_no_relation_does():
    assert groups(fold(articles("abc"), {}, Decisions(same=frozenset({("a", "c")})))) == ["ac", "b"]


def test_a_decision_keeps_related_articles_and_even_copies_apart():
    result = fold(articles("ab"), related("ab"), Decisions(different=frozenset({("a", "b")})))
    assert groups(result) == ["a", "b"]
    assert result.apart == {(b"a", b"b")}
    copies = {name: ArticleTexts((1, name.encode()), frozenset({b"t"})) for name in "abc"}
    assert groups(fold(copies, {}, Decisions(different=frozenset({("a", "b")})))) == ["ac", "b"]


def test_what_is_kept_apart_is_parted_at_its_weakest_bond():
    scores = related("ab") | related("bc", score=0.6) | related("cd")
    assert groups(fold(articles("abcd"), scores, Decisions(different=frozenset({("a", "d")})))) == [
        "ab",
        "cd",
    ]


def test_relations_of_texts_that_nobody_holds_are_passed_over():
    assert groups(fold(articles("ab"), related("ax", "xb"), Decisions())) == ["a", "b"]


LETTERS = "abcdefghij"
PAIRS = within(LETTERS)


@settings(max_examples=200)
@given(
    scores=st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([0.5, 0.7, 0.9]), max_size=25),
    different=st.sets(st.sampled_from(PAIRS), max_size=3),
    same=st.sets(st.sampled_from(PAIRS), max_size=2),
    order=st.permutations(LETTERS),
)
def test_groups_depend_on_the_sets_alone_and_decisions_hold(scores, different, same, order):
    pairs = {(pair[0].encode(), pair[1].encode()): score for pair, score in scores.items()}
    decisions = Decisions(frozenset(map(tuple, same - different)), frozenset(map(tuple, different)))
    held = articles(LETTERS)
    result = fold(held, pairs, decisions)
    turned = Decisions(
        frozenset((b, a) for a, b in decisions.same), frozenset((b, a) for a, b in decisions.different)
    )
    shuffled = {name: held[name] for name in order}
    assert fold(shuffled, dict(reversed(pairs.items())), turned) == result
    assert sorted("".join(groups(result))) == list(LETTERS)
    for one, other in decisions.different:
        assert not any({one, other} <= set(group) for group in result.groups)


def saga(
    days: int, a_day: int, kept_for: int
) -> tuple[dict[str, ArticleTexts], dict[tuple[bytes, bytes], float]]:
    """Follow-ups of some days, several each day, each related to those of so many days around it."""
    held, scores = {}, {}
    texts = [(day, f"{day:02}-{number}".encode()) for day in range(days) for number in range(a_day)]
    for day, text in texts:
        held[text.decode()] = ArticleTexts(
            (1, text), frozenset({text}), date(2025, 9, 1) + timedelta(days=day)
        )
    for (one_day, one), (other_day, other) in combinations(texts, 2):
        if other_day - one_day <= kept_for:
            scores[one, other] = 0.9
    return held, scores


@pytest.mark.parametrize("a_day", [1, 3, 5])
def test_a_saga_of_daily_follow_ups_is_no_one_story(a_day):
    held, scores = saga(15, a_day, 2)
    folded = fold(held, scores, Decisions())
    for group in folded.groups:
        days = [held[node].day for node in group]
        assert max(days) - min(days) <= LONGEST_SAGA
    assert len(folded.groups) < len(held)
    assert folded.apart


def test_a_late_copy_of_the_first_text_stays_in_its_story():
    held, scores = saga(2, 2, 1)
    held["late"] = ArticleTexts((1, b"late"), frozenset({b"late"}), date(2026, 9, 1))
    scores[b"00-0", b"late"] = 0.9
    assert len(fold(held, scores, Decisions()).groups) == 1


@given(seed=st.randoms(use_true_random=False))
def test_the_parts_of_a_saga_do_not_depend_on_the_order(seed):
    held, scores = saga(12, 2, 2)
    shuffled, pairs = list(held.items()), list(scores.items())
    seed.shuffle(shuffled)
    seed.shuffle(pairs)
    assert fold(dict(shuffled), dict(pairs), Decisions()) == fold(held, scores, Decisions())
