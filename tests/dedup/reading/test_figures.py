"""Numbers in any language are one value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.reading.figures import figures, is_rounded

WRITTEN = [
    ("en", "1.2 million of 1,187,430", [1_200_000, 1_187_430]),
    ("en", "5 lakh and 1,20,000 and 3 crore", [500_000, 120_000, 30_000_000]),
    ("en", "3.5 percent, 0.125, $4.7bn", [3.5, 0.125, 4_700_000_000]),
    ("de", "1,2 Mio. Euro, 14.500 Menschen, 3,5 Prozent", [1_200_000, 14_500, 3.5]),
    ("fr", "14 500 habitants, 2,5 milliards", [14_500, 2_500_000_000]),
    ("es", "31.000 hogares y 38 millones", [31_000, 38_000_000]),
    ("ru", "2,5 млн рублей, 14 500 человек, 3 тысячи", [2_500_000, 14_500, 3_000]),
    ("uk", "2,5 мільйона", [2_500_000]),
    ("cs", "14 500 lidí, 3 miliardy", [14_500, 3_000_000_000]),
    ("ja", "3億5000万円、12万人、1万2345人", [350_000_000, 120_000, 12_345]),
    ("zh", "2千万", [20_000_000]),
    ("ko", "1억 2천만 원", [120_000_000]),
    ("hi", "१२ लाख", [1_200_000]),
    ("ar", "٣٫٥ مليون", [3_500_000]),
    ("vi", "1,2 triệu", [1_200_000]),
]


@pytest.mark.parametrize(("language", "text", "expected"), WRITTEN)
def test_a_figure_is_a_value(language, text, expected):
    assert figures(text, language) == pytest.approx(expected)


def test_a_word_of_scale_counts_in_its_own_language_only():
    assert figures("3 bin", "en") == [3]
    assert figures("3 bin", "tr") == [3000]


def test_a_run_of_digits_that_counts_nothing_is_no_figure():
    assert figures("9780306406157314159", "en") == []


@pytest.mark.parametrize(
    ("one", "other", "rounded"),
    [
        (1_187_430, 1_200_000, True),
        (281, 300, True),
        (61, 60, True),
        (7, 7, True),
        (318_200, 320_100, False),
        (7, 10, False),
        (24.31, 24.38, False),
        (61, 70, False),
    ],
)
def test_what_is_only_rounded_is_the_same_figure(one, other, rounded):
    assert is_rounded(one, other) is rounded
    assert is_rounded(other, one) is rounded


@given(text=st.text(max_size=200), language=st.sampled_from(["en", "de", "ja", "hi", "xx"]))
def test_no_text_is_too_strange(text, language):
    assert all(value >= 0 for value in figures(text, language))
