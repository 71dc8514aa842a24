"""What a reading is worth: which evidence gets a confidence, and what raises and lowers it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.headers.confidence import CURVES, signals, with_confidence, with_confidences
from newsfold.model import Candidate, Evidence

VALUES = {
    "published_on": ("2025-09-27", "2025-09-20"),
    "headline": ("Ferry sails again after the storm", "Harbour stays closed for a week"),
    "byline": ("Jane Roe", "Mere Tautahi"),
}


def reading(field: str, *others: Candidate, weight: float = 0.9, value: str | None = None) -> Evidence:
    return Evidence(field, value or VALUES[field][0], "raw", "h1", "heading", weight, others)


def other(value: str, rule: str = "Open Graph title", weight: float = 0.8) -> Candidate:
    return Candidate(value, value, "head", rule, weight)


def sure(row: Evidence) -> float:
    found = with_confidence(row).confidence
    assert found is not None
    return found


@pytest.mark.parametrize("field", VALUES)
def test_what_agrees_raises_it_and_what_does_not_lowers_it(field):
    same, different = VALUES[field]
    alone = sure(reading(field))
    assert sure(reading(field, other(same))) > alone > sure(reading(field, other(different)))
    assert sure(reading(field, weight=0.95)) > alone > sure(reading(field, weight=0.4))


@pytest.mark.parametrize("field", VALUES)
def test_what_was_set_aside_counts_for_nothing(field):
    aside = [other(VALUES[field][1], weight=0.05), other("")]
    assert sure(reading(field, *aside)) == sure(reading(field))


def test_what_stands_twice_in_one_kind_of_header_is_no_second_voice():
    twice = [other("2025-09-27", "heading, ISO 8601")]
    assert signals(reading("published_on", *twice))["agreeing"] == 0


def test_a_part_of_the_names_is_less_sure_than_the_same_names_in_another_order():
    two = "Jane Roe; Mere Tautahi"
    turned = reading("byline", other("Mere Tautahi; Jane Roe", "meta author"), value=two)
    assert sure(turned) > sure(reading("byline", other("Jane Roe", "meta author"), value=two))


def test_what_nobody_measured_has_none():
    rows = (reading("headline"), Evidence("section", "Town", "Town", "line 3", "section", 0.9))
    assert [row.confidence is None for row in with_confidences(rows, "html")] == [False, True]
    assert [row.confidence for row in with_confidences(rows, "rss")] == [None, None]
    undecided = Evidence("headline", None, "", "", "none accepted", 0.0, (other("Ferry"),))
    assert with_confidences([undecided], "html")[0].confidence is None


def test_every_signal_of_a_curve_is_one():
    for field, curve in CURVES.items():
        row = Evidence(field, VALUES.get(field, ("x",))[0], "raw", "h1", "heading", 0.9)
        assert curve.keys() - {"constant"} <= signals(row).keys(), field


OTHERS = st.builds(
    Candidate, st.text(max_size=40), st.just(""), st.just(""), st.text(max_size=20), st.floats(0, 1)
)


@given(st.sampled_from(sorted(CURVES)), st.text(max_size=40), st.floats(0, 1), st.lists(OTHERS, max_size=5))
def test_it_is_a_probability_whatever_was_read(field, value, weight, others):
    found = with_confidence(Evidence(field, value, "", "", "rule", weight, tuple(others))).confidence
    assert found is not None
    assert 0 <= found <= 1
