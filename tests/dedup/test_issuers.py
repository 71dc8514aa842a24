"""Items on the papers of two firms are two reports, whatever figures they share; one firm's told twice is one."""

import random
from functools import cache

import pytest

from bench.story_kinds.issuers import issuer_pairs
from newsfold.dedup import features, relate

read = cache(features)


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        ("issuers, one form", 0.98),
        ("issuers, other words", 0.9),
        ("issuer, told anew", 1.0),
        ("issuer, a line more", 1.0),
    ],
)
def test_the_papers_of_two_firms_are_two_reports_and_one_firms_told_twice_are_one(kind, least):
    pairs = [pair for pair in PAIRS if pair.kind == kind]
    right = [
        (relate(read(pair.one, "en"), read(pair.other, "en"), pair.days_apart) is not None) == pair.same
        for pair in pairs
    ]
    assert sum(right) >= least * len(right)


def test_two_reports_on_one_firm_are_two():
    """That both open with its name makes no story of them."""
    bond = "Kestrel Power Corp is issuing 75 mln dollars of bonds due 2034, said lead manager Hale Brothers. They carry 5 pct."
    fire = "A fire at a plant of Kestrel Power Corp in Marle hurt two workers on Tuesday. Director Jonas Eide saw no danger."
    assert relate(features(bond, "en"), features(fire, "en"), 0) is None


PAIRS = list(issuer_pairs(random.Random("issuers"), draws=6))
