"""Words of scripts with and without spaces."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsfold.dedup.words import split_words


@pytest.mark.parametrize(
    ("sentence", "language", "expected"),
    [
        ("The mayor’s 1,284 flats, 3.5 each", "en", ["The", "mayor’s", "1,284", "flats", "3.5", "each"]),
        ("2030:", "en", ["2030"]),
        ("पुराना पुल बंद", "hi", ["पुराना", "पुल", "बंद"]),
        ("東京の病院", "ja", ["東京", "の", "病院"]),
        ("市长宣布青河通车", "zh", ["市长", "宣布", "青河", "通车"]),
        ("สวัสดี", "th", ["สวัส", "วัสด", "ัสดี"]),
    ],
)
def test_words_are_found(sentence, language, expected):
    assert split_words(sentence, language) == expected


@given(st.text("東京都知事が発表したアメリカ2024 abc。、", max_size=60), st.sampled_from(["zh", "ja"]))
def test_cutting_by_the_word_list_loses_nothing(sentence, language):
    kept = "".join(split_words(sentence, language))
    assert kept == "".join(c for c in sentence if c.isalnum())


@given(st.text(st.characters(max_codepoint=127), max_size=200))
@example("Ann's 1,284.50 e-mails can't_wait; 7th, o'clock''s")
def test_the_quick_pattern_finds_the_same_in_ascii(text):
    # A word that is not in ASCII makes the whole sentence go the other way.
    assert split_words(text, "en") == split_words(f"{text} né", "en")[:-1]
