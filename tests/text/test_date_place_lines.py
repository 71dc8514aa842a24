"""A day and a place on a line of their own, in any order, with or without key, weekday, time; and header lines of any shape."""

from itertools import product

import pytest

from newsfold.formats.plain_text import read_article
from newsfold.text.date_place_lines import find_date_and_place
from newsfold.text.header_shapes import is_placeholder
from newsfold.text.paragraphs import Line
from newsfold.text.raw_headers import Collector

TEXT = (
    "The harbour of Aldenport opened again after a storm closed it for two days, the port office said.",
    "More than forty vessels waited outside the breakwater, and the first ferry left at noon.",
)
DAYS = [
    "2025-09-27",
    "27 September 2025",
    "Sept. 27, 2025",
    "2025-09-27 10:15",
    "Sat 27 Sep 2025",
    "27.09.2025",
]
PLACES = ["Seoul", "SEOUL", "Seoul, South Korea", "New Delhi", "서울"]
KEYS = ["", "date ", "Date: ", " date: ", "DATE - ", "* date = "]
ENDS = ["", ":", " -", " |"]
HEADLINES = [
    "Date palms in Seoul: growers say the frost took a third of them", "Paris 2024: what the games left behind",
    "London, 7 July 2005: twenty years on, the city remembers", "Seoul, 27 September 2019, is a day that nobody forgets",
    "Harbour of Seoul opens on 27 September 2025", "27 September 2025: a day in pictures", "Moon landing of 20 July 1969",
]  # fmt: skip


def read_lines(*lines: str) -> tuple[list[str], dict[str, str]]:
    found = Collector()
    body = read_article([Line(number, text) for number, text in enumerate(lines, 1)], found)
    return body, {header.name: header.value for header in found.headers}


def test_day_and_place_stand_in_any_order():
    lines = [
        f"{key}{first}{middle}{second}{end}"
        for key, day, place, middle, end in product(KEYS, DAYS, PLACES, (" ", ", ", " - "), ENDS)
        for first, second in ((day, place), (place, day))
    ]
    unread = [line for line in lines if (found := find_date_and_place(line)) is None or not found.is_known]
    assert unread == []


@pytest.mark.parametrize(
    "line",
    [
        " date 2025-09-27 Seoul: ",
        "date: 2025-09-27, Seoul",
        "Seoul: date 2025-09-27",
        "place Seoul date 2025-09-27",
    ],
)
@pytest.mark.parametrize("gap", [[], [""]])
@pytest.mark.parametrize("headline", [[], ["Harbour opens after storm", ""]])
def test_the_line_is_a_header_with_and_without_an_empty_line_below(line, gap, headline):
    body, headers = read_lines(line, *gap, *headline, *TEXT)
    assert headers["date"].startswith("2025-09-27")
    assert headers["dateline"].startswith("Seoul")
    assert " ".join(body) == " ".join(TEXT)


def test_a_place_that_no_gazetteer_has_counts_beside_a_key():
    found = find_date_and_place("date 2025-09-27 Aldenport:")
    assert found is not None
    assert (found.place, found.is_known) == ("Aldenport", False)
    assert find_date_and_place("Aldenport 2025-09-27 opens") is None


@pytest.mark.parametrize("line", HEADLINES)
def test_a_headline_with_a_day_and_a_place_is_none(line):
    assert find_date_and_place(line) is None


KNOWN_KEYS = [
    "Date",
    "DATE",
    "date",
    "First published",
    "Uploaded",
    "Date of publication",
    "News date",
    "Veröffentlichungsdatum",
    "Fecha de publicación",
]
SHAPES = [
    "{key}: {value}",
    "* {key}: {value}",
    "// {key}: {value}",
    "**{key}:** {value}",
    "**{key}**: {value}",
    "> {key}: {value}",
    "# {key}: {value}",
    '"{key}": "{value}",',
    "{key} | {value}",
    "| {key} | {value} |",
    "[{key}] {value}",
    "{key} = {value}",
]


def test_a_header_line_has_many_shapes():
    unread = []
    for key, shape in product(KNOWN_KEYS, SHAPES):
        line = shape.format(key=key, value="2025-09-27")
        body, headers = read_lines(line, "", *TEXT)
        if "2025-09-27" not in headers.values() or " ".join(body) != " ".join(TEXT):
            unread.append(line)
    assert unread == []


@pytest.mark.parametrize(
    "line",
    [
        "* The harbour: a history",
        "> Storm: forty vessels wait",
        "[Video] Storm over Aldenport",
        "// the harbour opened",
    ],
)
def test_a_line_whose_key_nobody_knows_stays(line):
    _, headers = read_lines("Harbour opens after storm", "", line, "", *TEXT)
    assert set(headers) == {"first line"}


@pytest.mark.parametrize(
    "value",
    [
        "{{date}}",
        "NaN-NaN-NaN",
        "%Y-%m-%d",
        "null",
        "N/A",
        "None",
        "YYYY-MM-DD",
        "[date]",
        "${published}",
        "0000-00-00",
        "-",
        "Invalid date",
        "<date>",
    ],
)
def test_a_placeholder_breaks_no_block(value):
    body, headers = read_lines(
        "Title: Harbour opens after storm", f"Date: {value}", "Author: Jane Roe", "", *TEXT
    )
    assert (headers["title"], headers["author"], headers.get("date")) == (
        "Harbour opens after storm",
        "Jane Roe",
        None,
    )
    assert " ".join(body) == " ".join(TEXT)


@pytest.mark.parametrize("value", ["2025-09-27", "Nan Goldin", "Unknown soldier", "27 September", "Nantes"])
def test_a_value_is_no_placeholder(value):
    assert not is_placeholder(value)


def test_front_matter_may_hold_lists_of_names():
    _, headers = read_lines(
        "---",
        "title: >",
        "  Harbour opens after storm",
        "authors:",
        "  - name: Jane Roe",
        "    email: j@x.example",
        "---",
        "",
        *TEXT,
    )
    assert headers["title"] == "Harbour opens after storm"
    assert headers["author"] == "Jane Roe"
