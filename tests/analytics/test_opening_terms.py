"""Names and rare words of a text's opening."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.analytics.opening_terms import LONGEST_TERM, opening_terms

ENGLISH = (
    "Ferry company Transtejo said on Friday that its boats had returned after the tsunami. "
    "Engineer Marta Vilela told reporters in Cacilhas that the Bank of England and Ursula von der Leyen had sent money."
)


def names(body: str, language: str | None) -> set[str]:
    return {term for term, kind in opening_terms(body, language).items() if kind == "name"}


def words(body: str, language: str | None) -> set[str]:
    return {term for term, kind in opening_terms(body, language).items() if kind == "word"}


def test_names_are_rows_of_capitals_with_small_words_inside():
    found = names(ENGLISH, "en")
    assert {"Transtejo", "Cacilhas", "Bank of England", "Ursula von der Leyen"} <= found
    assert any(name.endswith("Marta Vilela") for name in found)


def test_weekdays_and_the_first_word_of_a_sentence_are_no_names():
    found = names(ENGLISH + " The Council met. In October nothing happened.", "en")
    assert not found & {"Friday", "Ferry", "The Council", "The", "October", "In October"}


def test_rare_words_count_and_common_ones_do_not():
    assert "tsunami" in words(ENGLISH, "en")
    assert not words(ENGLISH, "en") & {"boats", "money", "company"}


def test_a_possessive_is_the_name_itself():
    assert "Transtejo" in names("The boats of the river are Transtejo’s boats.", "en")


def test_german_nouns_are_no_names_but_rare_ones_and_rows_are():
    found = names(
        "Wie die Stadt mitteilte, nannte Elisabetta Zorzetto die Verluste der Woche in Venedig hoch.", "de"
    )
    assert "Elisabetta Zorzetto" in found
    assert not found & {"Stadt", "Woche", "Verluste"}


def test_a_sentence_in_capitals_tells_no_names():
    assert opening_terms("THE BRIDGE OVER THE SADO IS OPEN TO ALL NOW.", "en") == {}


@pytest.mark.parametrize(
    ("body", "language", "term"),
    [
        ("国防部表示，该国昨日试射了弹道导弹。", "zh", "弹道导弹"),
        ("وقال المتحدث إن تسونامي ضرب الساحل", "ar", "تسونامي"),
    ],
)
def test_scripts_without_capitals_give_their_rare_words(body, language, term):
    assert term in words(body, language)


def test_only_the_opening_counts():
    assert "Almograve" not in names("A quiet day. " * 100 + "Then came Almograve at last.", "en")


@given(st.text(max_size=1500), st.sampled_from(["en", "de", "zh", "th", "xx", None]))
def test_any_text_gives_terms_that_can_be_stored(body, language):
    for term, kind in opening_terms(body, language).items():
        assert term.strip()
        assert len(term) <= LONGEST_TERM
        assert kind in {"name", "word"}
