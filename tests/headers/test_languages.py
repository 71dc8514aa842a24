"""The language of a text."""

import pytest

from newsfold.headers.languages import candidates, declared, detect
from newsfold.model import RawHeader

GERMAN = "Der Rat hat am Montag einen neuen Haushalt beschlossen, der das Brot für alle Menschen in der Stadt billiger macht."


def test_the_text_is_recognized():
    assert detect(GERMAN)[0] == "de"


def test_a_text_that_is_too_short_is_not_guessed():
    assert detect("Ja.") is None


@pytest.mark.parametrize(
    ("value", "language", "country"),
    [
        ("de", "de", None),
        ("de-AT", "de", "AT"),
        ("en_GB", "en", "GB"),
        ("zh-Hant-TW", "zh", "TW"),
        ("German", "de", None),
        ("日本語", "ja", None),
    ],
)
def test_declarations_are_read(value, language, country):
    assert declared([RawHeader("html.lang", value, "html")])[0][:2] == (language, country)


def test_a_declaration_that_the_text_contradicts_falls_behind():
    found = candidates([RawHeader("html.lang", "en", "html")], GERMAN * 3, None)
    assert found[0].value == "de"
    assert "en" in [candidate.value for candidate in found]


def test_a_declaration_that_the_text_confirms_is_surer_than_either():
    found = candidates([RawHeader("html.lang", "de", "html")], GERMAN, None)
    assert found[0].value == "de"
    assert found[0].confidence > 0.9
