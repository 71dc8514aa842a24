"""The rule of the index, for one pair."""

from newsfold.dedup import are_candidates, fingerprint
from newsfold.dedup.candidates import is_enough


def test_a_report_and_its_rewrite_are_brought_together(report, rewrite):
    assert are_candidates(fingerprint(report, "en"), fingerprint(rewrite, "en"))


def test_texts_on_other_matters_are_not(report, unrelated):
    assert not are_candidates(fingerprint(report, "en"), fingerprint(unrelated, "en"))


def test_one_term_in_both_is_not_enough():
    one, other = fingerprint("Thornwick", "en"), fingerprint("Thornwick", "en")
    assert len(one.terms) == 1
    assert not are_candidates(one, other)


def test_texts_without_terms_are_compared_with_nothing():
    nothing = fingerprint("", "en")
    assert not are_candidates(nothing, nothing)


def test_many_shared_terms_need_less_weight():
    assert is_enough(2, 0.3)
    assert is_enough(5, 0.2)
    assert not is_enough(4, 0.29)
    assert not is_enough(5, 0.19)
    assert not is_enough(1, 0.9)
