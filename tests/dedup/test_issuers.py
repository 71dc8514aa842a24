"""Items on the papers of two firms are two reports, whatever figures they share; one firm's told twice is one."""

import random
from functools import cache

import pytest

from bench.story_kinds.issuers import issuer_pairs
from newsfold.dedup import features, pack, relate
from newsfold.dedup.packed_features import opened, unpack

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


NOTE = (
    "{firm} {mark} is to pay 35 cents a share on 12 May to holders of record on 28 April, the company said on Tuesday. Its board"
    " called the quarter satisfying and left the outlook for the year as it was. Sales rose by 6 per cent, orders by 9."
)


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("(NYSE: TARI)", "(NYSE: TARJ)", False),
        ("<TARI>", "<TARJ>", False),
        ("(NYSE: TARI)", "", True),
        ("(NYSE: TARI)", "(TARI.N)", True),
        ("(TARI.N)", "(7203.T)", True),
    ],
)
def test_where_both_name_securities_and_none_is_in_both_they_are_of_two_firms(one, other, is_one):
    texts = [features(NOTE.format(firm="Tarrant Holdings", mark=mark), "en") for mark in (one, other)]
    assert (relate(*texts, 0) is not None) is is_one
    assert unpack(opened(pack(texts[0]))).securities == texts[0].securities
