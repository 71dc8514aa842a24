"""What stands in braces in a location: days of a run in some form, or a mistake that is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.config.locations import expand_days, find_location_fault

DAYS = [date(2025, 9, 7), date(2025, 9, 28)]
SCHEMES = ("", "/data/", "s3://news/", "sftp://a.example/out/", "https://a.example/", "imaps://a.example/")
MISTAKES = {
    "{Day}": "did you mean {day}?",
    "{DAY:%Y/%m}": "did you mean {day:%Y/%m}?",
    "{ day }": "did you mean {day}?",
    "{date}": "did you mean {day}?",
    "{today}": "did you mean {day}?",
    "{dya}": "did you mean {day}?",
    "{YYYY-MM-DD}": "did you mean {day}?",
    "{hour}": "unknown placeholder {hour}",
    "{source}": "unknown placeholder {source}",
    "{}": "unknown placeholder {}",
    "{html,xml}": "unknown placeholder {html,xml}",
    "{day:%Q}": "%Q names no part of a day",
    "{day:%Y/%m/%d/%H}": "%H names no part of a day",
    "{day:%}": "% names no part of a day",
    "{day": "a brace is not closed",
    "{Day/x.xml": "a brace is not closed",
}
RIGHT = (
    "{day}",
    "{day:%Y/%m/%d}",
    "{day:%-d-%b-%y}",
    "{day:100%%}",
    "{day:}",
    "in",
    "[{]wire[}]",
    "{",
    "}",
    "%7Bday%7D",
)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("mistake", "words"), MISTAKES.items())
def test_a_mistake_is_named_with_what_is_known(scheme, mistake, words):
    fault = find_location_fault(f"{scheme}a/{mistake}/*.xml")
    assert fault is not None
    assert words in fault
    assert "{day}" in fault or "valid are" in fault


@pytest.mark.parametrize("location", RIGHT)
def test_what_is_right_stays_right(location):
    assert find_location_fault(location) is None


@given(st.text("{}day:%YmH[]/ D", max_size=12))
def test_what_is_not_refused_has_days_of_digits_and_no_placeholder_left(location):
    if find_location_fault(location) is None:
        for expanded in expand_days(location, DAYS):
            assert "{day}" not in expanded.replace("[{]", "")
            assert "{day:" not in expanded.replace("[{]", "")
