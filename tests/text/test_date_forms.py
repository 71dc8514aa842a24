"""Dates in every form and language that newsfold.headers.date_forms reads."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.date_forms import find_dates, read_date
from newsfold.text.date_readings import DateHints, from_epoch

HINTS = DateHints("en", None, None, 2026)


@pytest.mark.parametrize(
    ("text", "day", "clock", "offset_minutes"),
    [
        ("2025-09-27T10:15:00+09:00", date(2025, 9, 27), time(10, 15), 540),
        ("2025-09-27T21:15:00.123Z", date(2025, 9, 27), time(21, 15, 0, 123000), 0),
        ("2025-09-27 10:15", date(2025, 9, 27), time(10, 15), None),
        ("2025-W39-6", date(2025, 9, 27), None, None),
        ("2025-270", date(2025, 9, 27), None, None),
        ("20250927T101500Z", date(2025, 9, 27), time(10, 15), 0),
        ("20250927T10:15:07Z", date(2025, 9, 27), time(10, 15, 7), 0),
        ("20250927", date(2025, 9, 27), None, None),
        ("271630Z SEP 25", date(2025, 9, 27), time(16, 30), 0),
        ("271630 GMT Sep 2025", date(2025, 9, 27), time(16, 30), 0),
        ("071341 MESZ Okt 15", date(2015, 10, 7), time(13, 41), 120),
        ("271630 Sep 25", date(2025, 9, 27), time(16, 30), None),
        ("AP-WF-09-07-25 1426GMT", date(2025, 9, 7), time(14, 26), 0),
        ("二〇二五年九月二十七日", date(2025, 9, 27), None, None),
        ("二零二五年十月十日", date(2025, 10, 10), None, None),
        ("令和7年9月27日", date(2025, 9, 27), None, None),
        ("令和七年九月廿七日", date(2025, 9, 27), None, None),
        ("平成元年1月8日", date(1989, 1, 8), None, None),
        ("٢٧ أيلول ٢٠٢٥", date(2025, 9, 27), None, None),
        ("२७ सितंबर २०२५", date(2025, 9, 27), None, None),
        ("Sat, 27 Sep 2025 20:15:00 GMT", date(2025, 9, 27), time(20, 15), 0),
        ("27 Sep 25 14:05 EST", date(2025, 9, 27), time(14, 5), -300),
        ("Sat, 27 Sep 25 14:05:10 +0900", date(2025, 9, 27), time(14, 5, 10), 540),
        ("Sat Sep 27 10:15:11 +0200 2025", date(2025, 9, 27), time(10, 15, 11), 120),
        ("26-FEB-1987 15:01:01.79", date(1987, 2, 26), time(15, 1, 1, 790000), None),
        ("Sept. 27, 2025 3:15 p.m. EST", date(2025, 9, 27), time(15, 15), -300),
        ("March 12th, 2020 at 5:04 pm", date(2020, 3, 12), time(17, 4), None),
        ("on 14th of May, 2015", date(2015, 5, 14), None, None),
        ("10:15 BST, 27 September 2025", date(2025, 9, 27), time(10, 15), 60),
        ("Published 14:05 GMT on Monday 12 March 2018", date(2018, 3, 12), time(14, 5), 0),
        ("12:00 AM, 5 May 2020", date(2020, 5, 5), time(0, 0), None),
        ("9/27/2025 3:15 PM PDT", date(2025, 9, 27), time(15, 15), -420),
        ("27. September 2025, 10.15 Uhr MESZ", date(2025, 9, 27), time(10, 15), 120),
        ("12.3.2020 - 14:05 Uhr", date(2020, 3, 12), time(14, 5), None),
        ("3. Jänner 2021", date(2021, 1, 3), None, None),
        ("27 septembre 2025 à 10h15", date(2025, 9, 27), time(10, 15), None),
        ("1er août 2020", date(2020, 8, 1), None, None),
        ("27 de septiembre de 2025", date(2025, 9, 27), None, None),
        ("sábado, 27 de setembro de 2025 às 10h15", date(2025, 9, 27), time(10, 15), None),
        ("27 settembre 2025 alle 10:15", date(2025, 9, 27), time(10, 15), None),
        ("zaterdag 27 september 2025 om 10:15", date(2025, 9, 27), time(10, 15), None),
        ("27 сентября 2025 г. в 10:15 МСК", date(2025, 9, 27), time(10, 15), 180),
        ("٢٧ سبتمبر ٢٠٢٥", date(2025, 9, 27), None, None),
        ("27 أيلول 2025", date(2025, 9, 27), None, None),
        ("24 نيسان / أبريل 2020", date(2020, 4, 24), None, None),
        ("27 تشرين الأول 2025", date(2025, 10, 27), None, None),
        ("2025年9月27日 21時05分", date(2025, 9, 27), time(21, 5), None),
        ("2025年9月27日 下午3时05分", date(2025, 9, 27), time(15, 5), None),
        ("民國114年9月27日", date(2025, 9, 27), None, None),
        ("2025년 9월 27일 오후 3시 5분", date(2025, 9, 27), time(15, 5), None),
        ("Mar 5 '20", date(2020, 3, 5), None, None),
        ("5-Mar-87", date(1987, 3, 5), None, None),
    ],
)
def test_reads_day_time_and_zone(text, day, clock, offset_minutes):
    reading = read_date(text, HINTS)
    assert reading is not None
    assert reading.as_date() == day
    assert (reading.clock.time if reading.clock else None) == clock
    offset = reading.clock.zone.utcoffset(None) if reading.clock and reading.clock.zone else None
    assert (offset.total_seconds() / 60 if offset is not None else None) == offset_minutes


@pytest.mark.parametrize(("country", "minutes"), [("IN", 330), ("IE", 60), ("IL", 120)])
def test_an_ambiguous_zone_name_is_read_by_the_country(country, minutes):
    reading = read_date("27 Sep 2025 10:15 IST", DateHints("en", country, None, 2026))
    assert reading.clock.zone.utcoffset(None).total_seconds() == minutes * 60


def test_an_ambiguous_zone_name_without_a_country_stays_unknown_and_says_so():
    reading = read_date("27 Sep 2025 10:15 IST", HINTS)
    assert reading.clock.zone is None
    assert "ambiguous" in reading.clock.note


@pytest.mark.parametrize(("order", "day"), [("DMY", date(2025, 10, 9)), ("MDY", date(2025, 9, 10))])
def test_the_order_of_day_and_month_is_taken_from_the_hints(order, day):
    assert read_date("09/10/2025", DateHints("en", None, order, 2026)).as_date() == day


def test_without_an_order_both_readings_are_kept():
    reading = read_date("09/10/2025", HINTS)
    assert {(reading.month, reading.day), reading.swapped} == {(10, 9), (9, 10)}


def test_a_date_that_can_only_be_one_way_round_is_not_ambiguous():
    assert read_date("27/09/2025", DateHints("en", "US", "MDY", 2026)).as_date() == date(2025, 9, 27)


def test_a_missing_year_stays_missing():
    reading = read_date("Nov 6", HINTS)
    assert (reading.year, reading.month, reading.day) == (None, 11, 6)
    assert reading.as_date() is None


def test_the_month_and_day_of_a_wire_header_have_no_year():
    reading = read_date("--09-27", HINTS)
    assert (reading.year, reading.month, reading.day) == (None, 9, 27)


@pytest.mark.parametrize(
    ("text", "day"),
    [("Rio de Janeiro, 3 March 2020", (2020, 3, 3)), ("RIO DE JANEIRO, 13 JUNE 2018", (2018, 6, 13))],
)
def test_a_month_in_a_places_name_is_none(text, day):
    (reading,) = find_dates(text, HINTS)
    assert (reading.year, reading.month, reading.day) == day


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2020",
        "321630 Sep 25",
        "二〇二五年十三月一日",
        "9999-12-31",
        "2021-02-29",
        "32.13.2020 2020-02-30",
    ],
)
def test_an_impossible_date_has_a_problem_and_no_day(text):
    reading = read_date(text, HINTS)
    assert reading.problem
    assert reading.as_date() is None


@pytest.mark.parametrize(
    "text", ["", "May 2020", "about 15 people in 3 towns", "version 10.15.3", "1/2", "ten to five"]
)
def test_text_without_a_day_gives_none(text):
    assert find_dates(text, HINTS) == ()


def test_an_abbreviation_means_the_month_of_the_language_at_hand():
    assert read_date("3 lis 2020", DateHints("pl", None, None, 2026)).month == 11


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1758964500", "2025-09-27T09:15:00+00:00"),
        ("1758964500000", "2025-09-27T09:15:00+00:00"),
        ("20250927", None),
    ],
)
def test_seconds_since_1970_are_an_instant(text, shown):
    instant = from_epoch(text)
    assert (instant.isoformat() if instant else None) == shown


@given(st.text(max_size=300))
def test_no_text_makes_the_reader_raise(text):
    for reading in find_dates(text, HINTS):
        assert 0 <= reading.start < reading.end <= len(text)


@given(
    st.dates(min_value=date(1950, 1, 1), max_value=date(2026, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y"]),
)
def test_a_date_printed_in_a_known_form_is_read_back(day, form):
    assert read_date(day.strftime(form), HINTS).as_date() == day


@pytest.mark.parametrize("text", ["27 Sep 14:05", "27 Sep 14:05:10", "27 Sep 25 people", "27 Sep 25 14 days"])
def test_the_hour_of_a_time_is_no_year(text: str) -> None:
    reading = read_date(text, HINTS)
    assert reading is not None
    assert (reading.year, reading.month, reading.day) == (None, 9, 27)
