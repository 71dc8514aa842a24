"""Adding a language is one place: each list by language has every language that another one has, or the gap is known."""

import pytest
from babel import Locale

from newsfold.text.calendar_names import LOCALES, WEEKDAY_LOCALES
from newsfold.text.data_files import read
from newsfold.text.word_lists import lists

# The languages that the lists are kept in. Others stand in single lists: their words were met, and do no harm.
KEPT = frozenset({"en", "de", "fr", "es", "pt", "it", "nl", "ru", "zh", "ja", "ko", "ar", "hi"})
MET = frozenset(
    [
        "sv",
        "nb",
        "da",
        "pl",
        "cs",
        "id",
        "tr",
        "uk",
        "fi",
        "ca",
        "ro",
        "hu",
        "el",
        "fa",
        "he",
        "bn",
        "th",
        "vi",
    ]
)
# What each language must have: these lists together, whichever of them.
CORE = {
    "the word for by": (("bylines", "by"), ("bylines", "by_or_name"), ("bylines", "by_marked")),
    "author labels": (("bylines", "author_labels"), ("bylines", "author_labels_marked")),
    "and": (("bylines", "and"),),
    "today": (("dates", "today"),),
    "yesterday": (("dates", "yesterday"),),
    "tomorrow": (("dates", "tomorrow"),),
    "other week": (("dates", "other_week"),),
    "ago": (("dates", "ago_before"), ("dates", "ago_behind")),
    "date labels": (("date_labels", "labels"),),
    "published": (("date_labels", "published"),),
    "changed": (("date_labels", "changed"),),
    "embargo": (("embargoes", "openings"),),
}
# A word for `and` is a single letter there, which `text/byline.py` splits at in texts of that language only, or names are
# divided by marks alone.
LETTERS = {"es", "pt", "it", "nl"}
GAPS = {
    "yesterday": {"hi"},  # the word for tomorrow, too
    "the word for by": {"hi"},
    "author labels": {"hi"},
    "and": LETTERS | {"zh", "ja", "ko", "hi"},
    "other week": {"hi"},
    "date labels": {"ar", "hi"},
    "published": {"ar", "hi"},
}


def languages_of(what: str) -> set[str]:
    return {language for file, name in CORE[what] for language in read(file)[name]} - {"names"}


@pytest.mark.parametrize("what", CORE)
def test_every_language_is_in_every_core_list(what):
    assert KEPT - languages_of(what) == GAPS.get(what, set())


def test_no_list_has_a_language_that_nobody_keeps():
    tables = [
        *lists().values(),
        *(
            read(file)[name]
            for file in ("date_labels", "embargoes")
            for name in read(file)
            if name != "zones"
        ),
    ]
    found = {language for table in tables for language in table} - {"", "names"}
    assert found <= KEPT | MET


def test_months_and_weekdays_are_known_in_every_language():
    # Chinese, Japanese and Korean count their months, and Hindi's weekdays are in the file beside CLDR's.
    assert {Locale.parse(code).language for code in LOCALES} >= KEPT - {"zh", "ja", "ko"}
    assert {Locale.parse(code).language for code in WEEKDAY_LOCALES} >= KEPT
