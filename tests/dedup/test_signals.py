"""The measures against plain definitions of them."""

from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup import features
from newsfold.dedup.signals import Signals, longest_chain, longest_run, most_signals, signals

SENTENCES = [
    "Mayor Ines Kowalczyk opened the harbour of Brenmoor on Friday with 300 guests.",
    "The ferry to Isle Tavish will sail 12 times a day, said captain Ruben Achterberg.",
    "Critics in Dunvale fear noise, and 4,100 people have signed against the new quay.",
    "A survey by Tarrant and Hale put the cost of the breakwater at 61 million euros.",
    "Fish prices at the market rose by 8 per cent after the storm of last November.",
    "The museum shows 45 paintings by Leocadia Ferrand, lent by a bank in Porto.",
]
BODIES = st.lists(st.sampled_from(SENTENCES), max_size=8).map(" ".join)


def chain_by_table(rows: list[int], width: int) -> int:
    """The textbook longest common subsequence over the matches."""
    table = [[0] * (width + 1) for _ in range(len(rows) + 1)]
    for i, row in enumerate(rows):
        for j in range(width):
            diagonal = table[i][j] + 1 if row >> j & 1 else 0
            table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j], diagonal)
    return table[len(rows)][width]


@given(st.lists(st.integers(0, 2**9 - 1), max_size=9))
def test_the_longest_chain_is_that_of_the_table(rows):
    assert longest_chain(rows) == chain_by_table(rows, 9)


@given(st.lists(st.integers(0, 50), unique=True, max_size=10))
def test_the_longest_run_is_that_of_the_table(places):
    ranked = sorted(places)
    rows = [1 << ranked.index(place) for place in places]
    assert longest_run(places) == chain_by_table(rows, max(1, len(places)))


@given(BODIES, BODIES)
def test_signals_are_the_same_from_either_side(one, other):
    a, b = features(one, "en"), features(other, "en")
    assert signals(a, b) == signals(b, a)


@given(BODIES, BODIES)
def test_signals_are_shares_and_the_quick_ones_bound_them(one, other):
    a, b = features(one, "en"), features(other, "en")
    measured, most = signals(a, b), most_signals(a, b)
    shares = [getattr(measured, name) for name in Signals._fields[:7]]
    assert all(0 <= share <= 1 for share in shares)
    assert measured.sentences <= most.sentences
    assert measured._replace(sentences=0, tied=1) == most._replace(sentences=0)


def test_copied_text_is_found_in_long_texts():
    one = features(" ".join(SENTENCES * 6), "en")
    assert signals(one, features(" ".join(SENTENCES), "en")).containment == 1.0
    assert signals(one, features("Nothing of this stands there at all today.", "en")).containment == 0.0
