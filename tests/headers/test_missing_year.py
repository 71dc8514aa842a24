"""The year of a day that is given without one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.headers.missing_year import (
    WORD,
    NamedWeekday,
    infer_year,
    pieces_with_weekdays,
    weekday_of,
    weekdays_in,
    weekdays_named,
)
from newsfold.text.calendar_names import fold, weekdays
from newsfold.text.word_lists import words

NOW = datetime(2026, 11, 21, tzinfo=UTC)
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def test_the_weekday_of_the_text_tells_the_year():
    choice = infer_year(
        9, 27, "The council met on Saturday, the mayor said.", known=(), file_day=None, fetched_at=NOW
    )
    assert choice.year == 2025
    assert "Saturday" in choice.why


@pytest.mark.parametrize(
    "text",
    [
        "Der Rat tagte am Samstag.",
        "Le conseil s'est réuni samedi.",
        "El consejo se reunió el sábado.",
        "O conselho reuniu-se no sábado.",
        "Il consiglio si è riunito sabato.",
        "De raad kwam zaterdag bijeen.",
        "Совет собрался в субботу.",
        "المجلس اجتمع السبت",
        "市议会星期六开会。",
        "市议会周六开会。",
        "市議会は土曜日に開かれた。",
        "시의회는 토요일 열렸다.",
        "परिषद की बैठक शनिवार को हुई।",
    ],
)
def test_weekdays_are_evidence_in_every_language(text):
    assert infer_year(9, 27, text, known=(), file_day=None, fetched_at=NOW).year == 2025


def test_another_date_of_the_record_decides_against_the_weekday():
    choice = infer_year(
        9, 27, "It met on Saturday.", known=(date(2024, 9, 28),), file_day=None, fetched_at=NOW
    )
    assert choice.year == 2024


def test_the_files_date_decides_where_the_text_says_nothing():
    assert (
        infer_year(2, 26, "Showers continued.", known=(), file_day=date(1987, 2, 26), fetched_at=NOW).year
        == 1987
    )


def test_a_file_time_that_clocks_set_when_they_know_none_is_no_evidence():
    assert (
        infer_year(12, 31, "Nothing more.", known=(), file_day=date(1980, 1, 1), fetched_at=NOW).year is None
    )


def test_without_evidence_there_is_no_year_but_candidates():
    choice = infer_year(9, 27, "Nothing is said about the day.", known=(), file_day=None, fetched_at=NOW)
    assert choice.year is None
    assert choice.others


@pytest.mark.parametrize(
    "text",
    [
        "They will meet next Saturday and met last Friday.",
        "市议会下周六开会，上周五也开会。",
        "他们每周一次开会。",
    ],
)
def test_weekdays_of_other_weeks_are_no_evidence(text):
    assert weekdays_named(text) == []


def test_the_weekdays_of_the_whole_text_are_weighed_together():
    lead = "The council signed the contract on Friday. " + "Nothing more was said about the bridge. " * 20
    assert infer_year(9, 27, lead, known=(), file_day=None, fetched_at=NOW).year == 2024
    end = "The work starts in March, the agency reported on Saturday."
    assert infer_year(9, 27, lead + end, known=(), file_day=None, fetched_at=NOW).year == 2025


def test_only_where_somebody_spoke_a_weekday_cannot_lie_ahead():
    (spoken,) = weekdays_named("The mayor said on Saturday that the bridge is closed.")
    (planned,) = weekdays_named("The bridge will be closed on Saturday.")
    assert (spoken.reported, planned.reported) == (True, False)


PIECES = (
    "Saturday",
    "“Monday”,",
    "Tuesday/Friday",
    "Wednesday-night",
    "said",
    "last",
    "on",
    "-",
    "\n\n",
    "7",
    "é",
    "x" * 70,
)


@given(st.lists(st.sampled_from(PIECES), max_size=25))
def test_a_weekday_is_weighed_with_the_words_around_it_wherever_it_stands(pieces):
    text = " ".join(pieces)
    spoken = list(WORD.finditer(text))
    expected = []
    for index, match in enumerate(spoken):
        around = [fold(other[0]) for other in spoken[max(0, index - 2) : index + 2]]
        number = weekday_of(match[0])
        if number is not None and not words("other_week") & set(around[-3:]):
            reported = not words("speaking").isdisjoint(around)
            expected.append(NamedWeekday(number, match[0], match.start(), reported))
    assert weekdays_named(text) == expected


@given(st.dates(min_value=date(2016, 1, 1), max_value=date(2026, 11, 20)))
def test_a_day_with_its_weekday_and_a_file_from_that_day_gets_its_own_year(day):
    text = f"Officials said so on {WEEKDAYS[day.weekday()]}."
    if (day.month, day.day) != (2, 29):
        assert (
            infer_year(
                day.month, day.day, text, known=(), file_day=day + timedelta(days=1), fetched_at=NOW
            ).year
            == day.year
        )


PIECES = st.lists(
    st.one_of(
        st.sampled_from([name for name in sorted(weekdays()) if name.isascii()]),
        st.sampled_from(["-", "'s", "3", "_", "x", ".", "’"]),
    ),
    max_size=4,
).map("".join)


@given(pieces=st.lists(PIECES, max_size=5), shown=st.sampled_from([str, str.upper, str.title]))
def test_no_weekday_is_left_out_of_the_pieces_that_are_looked_at(pieces, shown):
    body = shown(" ".join(pieces))
    assert {piece for piece in body.split() if weekdays_in(piece)} <= pieces_with_weekdays(body)


def test_a_text_without_weekdays_has_no_pieces_to_look_at():
    assert pieces_with_weekdays("The ferry runs again after eleven weeks.") == set()
