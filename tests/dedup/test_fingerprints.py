"""What finds an article again."""

from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup import CANDIDATE_TERMS, MINIMUM_SHARED_WEIGHT, content_sha256, fingerprint


def shared_weight(one: str, other: str) -> float:
    a, b = dict(fingerprint(one, "en").terms), dict(fingerprint(other, "en").terms)
    return sum(a[term] * b[term] for term in a.keys() & b.keys())


def test_terms_are_the_heaviest_first_and_of_length_one(report):
    found = fingerprint(report, "en")
    weights = [weight for _, weight in found.terms]
    assert len(weights) == CANDIDATE_TERMS
    assert weights == sorted(weights, reverse=True)
    assert isclose(sum(weight * weight for weight in weights), 1.0, abs_tol=1e-4)
    assert found.content_sha256 == content_sha256(report)


def test_names_are_among_the_heaviest(report):
    terms = [term for term, _ in fingerprint(report, "en").terms]
    assert "harboro" in terms[:3]
    assert "the" not in terms


def test_a_rewrite_is_a_candidate_and_another_report_is_none(report, rewrite, unrelated):
    assert shared_weight(report, rewrite) >= MINIMUM_SHARED_WEIGHT
    assert shared_weight(report, unrelated) < MINIMUM_SHARED_WEIGHT


def test_paragraphs_in_another_order_have_the_same_terms(report):
    turned = "\n\n".join(reversed(report.split("\n\n")))
    assert fingerprint(turned, "en").terms == fingerprint(report, "en").terms


@given(st.text(max_size=300), st.sampled_from(["en", "de", "zh", "th", None]))
def test_any_text_has_a_fingerprint(text, language):
    found = fingerprint(text, language)
    assert len({term for term, _ in found.terms}) == len(found.terms) <= CANDIDATE_TERMS
    assert all(0 < weight <= 1 and "\x00" not in term for term, weight in found.terms)
