"""The kinds of pairs that are easily taken wrong end as they should, on a few of each; `python -m bench.story_kinds` has all."""

import random
from collections import defaultdict
from functools import cache

import pytest

from bench.story_kinds import HALVES, brief_pairs, kind_pairs, roundups, saga, words_of
from bench.story_kinds.__main__ import joins, judged, longest_story
from newsfold.dedup import features, relate

read = cache(lambda text: features(text, "en"))

#: Of each kind so many at least are right. Briefs told anew and two newsrooms that tell the same first are hard.
LEAST_RIGHT = defaultdict(lambda: 0.9, {"brief, told anew": 0.6, "independent": 0.6})


@pytest.mark.parametrize("half", HALVES)
def test_each_kind_ends_as_it_should(half):
    right: dict[str, list[bool]] = defaultdict(list)
    for pair in kind_pairs(half, draws=2):
        right[pair.kind].append(judged(pair)[0] == pair.same)
    assert {kind for kind, found in right.items() if sum(found) < LEAST_RIGHT[kind] * len(found)} == set()


def test_briefs_told_in_other_words_are_found_and_two_briefs_stay_apart():
    right: dict[str, list[bool]] = defaultdict(list)
    for pair in brief_pairs(words_of("briefs"), random.Random(), 0):
        found = relate(read(pair.one), read(pair.other), pair.days_apart)
        right[pair.kind].append((found is not None) == pair.same)
    assert {kind: sum(found) / len(found) >= 0.9 for kind, found in right.items()} == {
        "brief, told anew": True,
        "two briefs": True,
    }


def test_round_ups_and_sagas():
    assert not any(joins(*texts) for texts in roundups("seen", draws=3))
    assert longest_story(saga("seen", texts=40, days=8, kept=0.9)) <= 5


def test_the_pairs_are_the_same_each_time():
    assert kind_pairs("seen", draws=1) == kind_pairs("seen", draws=1)
