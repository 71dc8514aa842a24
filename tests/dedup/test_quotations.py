"""The stretches that are left out as quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.quotations import quoted_spans, shared_quotes
from newsfold.dedup.reading import read
from newsfold.dedup.segmentation import sentences

LONG = "We will rebuild the mill with our own hands if need be"
OTHER = "Not a single beam of the old roof can be used again"
# Where quotes are most of a text, they are the report.
FILLER = "The village hall stood empty all evening, and in the lane behind it the old lamps were being repaired at last, \
which took the two men of the borough until well after dark because one of the ladders had been left in the other lane."


@pytest.mark.parametrize(
    ("sentence", "quotes"),
    [
        (f"“{LONG},” said Vera Ostrom of the guild in Hollen, who has waited for years.", [f"“{LONG},”"]),
        (f"Ostrom said: “{LONG}” and left the hall with all of her old friends.", [f"“{LONG}”"]),
        (
            f"“{LONG},” said Vera Ostrom the chair, “{OTHER}” in the hall of Hollen today.",
            [f"“{LONG},”", f"“{OTHER}”"],
        ),
        (f'She wrote "{LONG}" on the wall of the mill, and so it stands there today.', [f'"{LONG}"']),
        ("She called it a “gift” to the town.", []),
    ],
)
def test_quotes_are_found_where_the_report_leaves_them_out(sentence, quotes):
    found, _ = sentences(f"{sentence} {FILLER}")
    assert [found.text[start:end] for start, end in quoted_spans(found)] == quotes


def test_a_quote_over_two_sentences_is_marked_in_both():
    text = f"Ostrom told the assembled guild in the hall: “{LONG}. {OTHER}.” Then the meeting of the guild ended at noon."
    found = [[s.text[a:b] for a, b in quoted_spans(s)] for s in sentences(text)]
    assert sum(map(len, found)) == 2
    assert OTHER in found[1][0]


def test_quotes_in_both_are_shared_even_when_cut():
    report = " The guild of Hollen met on Monday in the hall beside the mill to talk about the roof."
    one = read(f"“{LONG}, and so will our children,” Ostrom said.{report}", "en")
    other = read(f"In Hollen she was clear: “{LONG}.”{report}", "en")
    shared = shared_quotes(one, other)
    assert [sum(map(len, side.values())) for side in shared] == [1, 1]


@given(st.text('ab “”"«».', max_size=400))
def test_spans_rise_and_lie_within_the_sentence(body):
    for sentence in sentences(body):
        places = [place for span in quoted_spans(sentence) for place in span]
        assert places == sorted(places)
        assert all(0 <= place <= len(sentence.text) for place in places)
