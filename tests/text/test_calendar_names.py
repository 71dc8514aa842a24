"""Month and weekday names."""

import pytest
from babel import Locale

from newsfold.text.calendar_names import month_number, numeric_order, weekdays


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "it", "nl", "ru", "ar", "hi"])
def test_every_month_name_of_a_language_is_known(language):
    for number, name in Locale.parse(language).months["format"]["wide"].items():
        assert month_number(name, language) == number
        assert month_number(name.upper(), language) == number


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("Saturday", 5),
        ("Samstag", 5),
        ("sábado", 5),
        ("субботу", 5),
        ("星期六", 5),
        ("土曜日", 5),
        ("토요일", 5),
        ("शनिवार", 5),
        ("السبت", 5),
    ],
)
def test_weekdays_are_known_as_text_writes_them(word, number):
    assert weekdays()[word.casefold()] == number


@pytest.mark.parametrize(
    ("language", "country", "order"),
    [
        ("en", "US", "MDY"),
        ("en", "GB", "DMY"),
        ("en", None, None),
        ("de", None, "DMY"),
        ("ja", None, "YMD"),
        ("de", "ZZ", "DMY"),
        ("xx", None, None),
    ],
)
def test_the_numeric_order_is_cldrs_and_english_alone_has_none(language, country, order):
    assert numeric_order(language, country) == order
