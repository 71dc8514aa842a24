"""The evidence that a person reads."""

import json

from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup import METHOD, compare
from newsfold.dedup.pair_explanation import EXCERPT_LENGTH, SHOWN_SENTENCES
from newsfold.model import Outcome


def test_a_rewrite_shows_sentences_names_and_numbers(report, rewrite):
    compared = compare(report, rewrite, "en")
    evidence = compared.evidence
    assert compared.relation is not None
    assert compared.relation.kind is Outcome.REWRITE
    assert compared.relation.method == METHOD
    assert compared.relation.evidence == evidence
    assert compared.score == compared.relation.score
    assert {"Sandoval", "Harborough", "Achterberg"} <= set(evidence["shared_names"])
    assert {"2300", "4.7", "64"} <= set(evidence["shared_numbers"])
    assert len(evidence["sentences"]) == SHOWN_SENTENCES
    survey = next(pair for pair in evidence["sentences"] if "52 steel beams" in pair["one"])
    assert "38 of 52 beams" in survey["other"]
    assert evidence["notes"] == []


def test_what_differs_is_shown_where_there_is_no_relation(report, independent):
    compared = compare(report, independent, "en")
    assert compared.relation is None
    assert compared.score < 0.5
    assert "Ramanathan" in compared.evidence["shared_names"]
    assert "Sandoval" in compared.evidence["names_only_in_one"]
    assert "Oyelaran" in compared.evidence["names_only_in_other"]
    assert "71" in compared.evidence["numbers_only_in_other"]


def test_a_veto_is_noted(form):
    compared = compare(form.format(812, 96, 141, 774), form.format(655, 38, 127, 719))
    assert compared.relation is None
    assert compared.evidence["notes"] == ["template: the numbers differ"]


def test_swapping_the_texts_swaps_the_sides(report, rewrite):
    one, other = compare(report, rewrite, "en"), compare(rewrite, report, "en")
    assert one.score == other.score
    assert one.evidence["features"] == other.evidence["features"]
    assert one.evidence["names_only_in_one"] == other.evidence["names_only_in_other"]
    pairs = {(pair["one_place"], pair["other_place"]) for pair in one.evidence["sentences"]}
    assert pairs == {(pair["other_place"], pair["one_place"]) for pair in other.evidence["sentences"]}


@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["en", "zh", "th", None]))
def test_any_two_texts_can_be_compared_and_stored(one, other, language):
    compared = compare(one, other, language)
    stored = json.loads(json.dumps(compared.evidence))
    assert stored == compared.evidence
    assert 0 <= compared.score <= 1
    for pair in compared.evidence["sentences"]:
        assert max(len(pair["one"]), len(pair["other"])) <= EXCERPT_LENGTH
