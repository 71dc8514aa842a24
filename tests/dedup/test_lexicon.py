"""What a word weighs, and which list serves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.lexicon import HIGHEST_WEIGHT, Kind, known_language, lexicon, number_stem, stable_id


def test_rare_words_weigh_more_than_common_ones():
    english = lexicon("en")
    assert english["the"].weight < english["mayor"].weight < english["escarpment"].weight
    assert english["Qzxvw"].weight == HIGHEST_WEIGHT


def test_spellings_of_one_word_are_one_term():
    english = lexicon("en")
    assert english["Harborough"].term == english["HARBOROUGH"].term == english["Harborough’s"].term
    assert english["investigated"].term == english["investigators"].term
    assert english["Harborough"].kind == Kind.CAPITAL


def test_term_ids_never_change():
    assert stable_id("seoul") == 6327514787713324777


@pytest.mark.parametrize(
    ("spelling", "stem"),
    [
        ("1,284", "1284"),
        ("1.284", "1284"),
        ("1.284.000", "1284000"),
        ("3.5", "3.5"),
        ("3,5", "3.5"),
        ("٢٠٣١", "2031"),
        ("１２", "12"),
        ("007", "007"),
    ],
)
def test_numbers_are_written_one_way(spelling, stem):
    assert number_stem(spelling) == stem


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en-GB", "Hello", "en"),
        ("pt_BR", "Olá", "pt"),
        ("no", "Hei", "nb"),
        ("th", "สวัสดี", "th"),
        (None, "A “quoted” English text", "en"),
        (None, "Мэр города сообщил", "ru"),
        (None, "أعلن رئيس", "ar"),
        (None, "北京市长宣布", "zh"),
        (None, "東京都の知事が発表した", "ja"),
        (None, "서울시장이 발표했다", "ko"),
        ("xx", "Мэр города", "ru"),
        (None, "", "en"),
    ],
)
def test_a_list_is_found_for_any_language(language, text, expected):
    assert known_language(language, text) == expected


@given(
    st.text(min_size=1, max_size=30).filter(lambda t: any(c.isalnum() for c in t)),
    st.sampled_from(["en", "zh", "th"]),
)
def test_every_spelling_has_a_word(spelling, language):
    word = lexicon(language)[spelling]
    assert 0 <= word.weight <= HIGHEST_WEIGHT
    assert 0 <= word.term < 2**63
