"""Tickers, ISINs, CUSIPs and LEIs are known by where they stand and by their check digits; what looks like them is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.securities import Security, are_others, is_cusip, is_isin, is_lei, named_securities


def with_check(body: str, is_right, width: int = 1) -> str:
    """A code of ours with its right check digits."""
    return next(
        code for code in (f"{body}{number:0{width}}" for number in range(10**width)) if is_right(code)
    )


ISIN = with_check("DE000TARI77", is_isin)
CUSIP = with_check("88T4RI10", is_cusip)
LEI = with_check("5493TARRANT00IND00", is_lei, 2)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tarrant Industries (NYSE: TARI) said", {("ticker", "US", "TARI")}),
        (
            "Tarrant Industries (NASDAQ:TARI; TSX: TRI) said",
            {("ticker", "US", "TARI"), ("ticker", "Toronto", "TRI")},
        ),
        ("Tarrant (TARI.N) said", {("ticker", "US", "TARI")}),
        ("Tarrant <TARI.L> said", {("ticker", "London", "TARI")}),
        ("Tarrant [7203.T], said", {("ticker", "Tokyo", "7203")}),
        ("Tarrant Industries Inc <TARI> said", {("ticker", "", "TARI")}),
        ("buyers of $TARI and $KSTP", {("ticker", "", "TARI"), ("ticker", "", "KSTP")}),
        (f"the bonds (ISIN {ISIN}) and CUSIP {CUSIP}", {("isin", "", ISIN), ("cusip", "", CUSIP)}),
        (f"LEI: {LEI}", {("lei", "", LEI)}),
    ],
)
def test_codes_are_known_where_they_stand(text, found):
    assert named_securities(text) == {Security(*each) for each in found}


@pytest.mark.parametrize(
    "text",
    [
        "The World Health Organization (WHO) and the Ostrel council (OC.) met in the U.S. (Washington D.C.) at noon.",
        "It cost $US 400, $5 or $A3, or US$12.50, and $BN 2.",
        "A.N. Quennell and J.T. Marle wrote it (see p. N.O. 5).",
        "Score in the final: NYSE: none. OTC: they won.",
        f"The number {ISIN[:-1]}{(int(ISIN[-1]) + 1) % 10} is no code.",
        f"Nor is the order CUSIP {CUSIP[:-1]}{(int(CUSIP[-1]) + 1) % 10}.",
        "Call 549300000000000000 00 or 123456789012345678901234.",
        "",
    ],
)
def test_what_looks_like_one_is_none(text):
    assert named_securities(text) == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "others"),
    [
        ("(NYSE: TARI)", "(NYSE: KSTP)", True),
        ("<TARI>", "(KSTP.N)", True),
        ("(NYSE: TARI)", "(TARI.L)", False),
        ("(NYSE: TARI)", "(7203.T)", False),
        ("(NYSE: TARI)", "", False),
        ("(NYSE: TARI)", f"ISIN {ISIN}", False),
        ("<TARI> <KSTP>", "<KSTP> <QNS>", False),
    ],
)
def test_codes_are_held_against_each_other_where_they_can_be(one, other, others):
    first, second = named_securities(one), named_securities(other)
    assert are_others(first, second) is are_others(second, first) is others


@given(st.text("A<>()[].:$ 0NYSELTabISIN\n", max_size=80))
def test_any_text_can_be_read(text):
    found = named_securities(text)
    assert not are_others(found, found)
