"""Lines that are only a byline or only a date, in many languages, and lines that only begin so."""

import pytest

from newsfold.text.credit_lines import is_byline, is_credit, is_date_alone

DATES = [
    "September 27, 2025", "Saturday, 27 September 2025 10:15 GMT", "27.09.2025, 14:30 Uhr", "Sep 27, 2025 | 10:15 IST",
    "27 de septiembre de 2025", "2025年9月27日", "2025년 9월 28일 10:30", "Sept. 29, 2025, 6:00 a.m. CDT", "2025-09-27",
    "2025-09-27T10:00:00Z", "20250927", "5-MAR-1987", "28/09/2025", "27 سبتمبر 2025", "१७ सितंबर २०२५",
    "Friday, September 26, 2025 at 5:00 PM EDT", "26 сентября 2025 г.", "lundi 1er septembre 2025",
]  # fmt: skip
NO_DATES = [
    "PEORIA HOGS UP 1.00/1.50 DLR - USDA", "TELECOM SEES SATISFACTORY 1986/87 RESULTS", "Pocket phone 17 2025",
    "World Cup 2026",
    "SEOUL, Sept. 27, 2025 - Talks", "2025", "1,000 people", "March of 2025 kills 20 in Mali",
    "COPENHAGEN, March 5 - Results for year 1986 -", "2025-09-27 Oban: The ferry sails again.", "2025-09-27 Ferry sails again",
]  # fmt: skip
BYLINES = [
    "By Jane Doe", "By JANE DOE in London", "Von Jasper Thomsen und Aylin Demirkan", "Por Ana Belén Roca",
    "By Jane Doe, Staff Writer", "记者 王小明", "정하윤 기자", "Par Maëlle Kervadec (avec AFP)", "By Jane O'Neil | MNA",
    "By Carla Mendoza-Pruitt",
]  # fmt: skip
NO_BYLINES = [
    "By election rivals unite",
    "Di Maria scores twice",
    "By noon the city was quiet.",
    "Jane Doe",
    "By 2025 trains will run",
]


@pytest.mark.parametrize("text", DATES)
def test_a_date_alone_is_a_date(text: str) -> None:
    assert is_date_alone(text)


@pytest.mark.parametrize("text", NO_DATES)
def test_text_with_a_number_is_no_date(text: str) -> None:
    assert not is_date_alone(text)


@pytest.mark.parametrize("text", BYLINES)
def test_an_opening_and_names_are_a_byline(text: str) -> None:
    assert is_byline(text)


@pytest.mark.parametrize("text", NO_BYLINES)
def test_words_in_small_letters_make_no_byline(text: str) -> None:
    assert not is_byline(text)


@pytest.mark.parametrize(
    "text", ["NPS · Sevilla", "Jane Doe | Leeds", "Ana Belén Roca · Redacción · Cartagena"]
)
def test_names_side_by_side_are_a_credit(text: str) -> None:
    assert is_credit(text)


@pytest.mark.parametrize(
    "text",
    ["Jane Doe", "Bread · what it costs", "Home | 27 Sept", "The ferry sails again. | Tiree", "Well-known"],
)
def test_other_lines_are_no_credit(text: str) -> None:
    assert not is_credit(text)
