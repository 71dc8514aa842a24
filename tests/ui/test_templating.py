"""How values look to a person."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from jinja2 import UndefinedError

from newsfold.model import Outcome
from newsfold.ui.templating import (
    MEANINGS,
    OUTCOMES,
    duration,
    environment,
    file_name,
    instant,
    number,
    with_code,
)


def test_every_outcome_has_its_meaning():
    assert tuple(MEANINGS) == OUTCOMES == tuple(outcome.value for outcome in Outcome)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (datetime(2025, 9, 27, 5, 4, 59, tzinfo=UTC), "2025-09-27 05:04"),
        (datetime(2025, 9, 27, 1, 0, tzinfo=timezone(timedelta(hours=9))), "2025-09-26 16:00"),
        ("2025-09-27 05:04:59.123456+00:00", "2025-09-27 05:04"),
        (None, "–"),
    ],
)
def test_times_are_shown_in_utc_whether_they_come_from_a_row_or_a_kept_report(value, shown):
    assert instant(value) == shown


def test_lengths_of_time_are_rounded_to_what_matters():
    assert duration(timedelta(seconds=12)) == "12 seconds"
    assert duration(timedelta(days=3, hours=2)) == "3 days"
    assert duration(None) == "–"


def test_a_file_name_is_shown_as_it_is_spelled():
    assert file_name("file:///inbox/wire/%3Cimg%20src%3Dx%3E.txt") == "<img src=x>.txt"


def test_large_numbers_are_grouped():
    assert number(1234567) == "1,234,567"


def test_templates_escape_and_refuse_names_that_are_not_there():
    made = environment()
    assert made.from_string("{{ text }}").render(text="<b>&'\"") == "&lt;b&gt;&amp;&#39;&#34;"
    with pytest.raises(UndefinedError):
        made.from_string("{{ nothing }}").render()


def test_what_stands_between_backticks_is_code_and_nothing_is_markup():
    shown = with_code("Say `columns` in <b>sources.toml</b>, or `a < b`.")
    assert shown == "Say <code>columns</code> in &lt;b&gt;sources.toml&lt;/b&gt;, or <code>a &lt; b</code>."
