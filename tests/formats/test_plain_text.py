"""What the text reader takes for a headline, a header, a byline, and what it leaves in the body."""

import pytest

from newsfold.formats import read
from newsfold.model import Record

BODY = "The ferry between Oban and Tiree sails again from Monday, eleven weeks after its bow visor jammed."
SECOND = "The repair took longer than planned because a bearing had to be cast anew."


def read_one(text: str) -> Record:
    """The one record of a text."""
    (record,) = read(text.encode(), name="x.txt")
    assert isinstance(record, Record)
    return record


def headers(record: Record) -> list[tuple[str, str]]:
    """Names and values of the record's headers."""
    return [(header.name, header.value) for header in record.headers]


@pytest.mark.parametrize(
    "first",
    [
        "Ferry to Tiree sails again",
        "FERRY TO TIREE SAILS AGAIN",
        "Why Has the Ferry to Tiree Not Sailed?",
        "Ferry to Tiree sails again, says owner Caledon Inc.",
        "Source: ministry weighs a ban on bow visors",
        "Data: ferries late more often than trains",
        "Título sin verbo para un transbordador",
        "By the sea, a ferry waits for its visor",
        "Von der Insel aufs Festland: Fähre fährt wieder",
        "CALEDON (CLD) ORDERS NEW FERRY",
        "TIREE FARE UP 1.00/1.50 POUNDS - OPERATOR",
        "Каромная переправа снова открыта",
        "去提里的渡轮恢复通航",
    ],
)
def test_a_headline_on_the_first_line_is_told_from_the_text(first: str) -> None:
    record = read_one(f"{first}\n\n{BODY}\n\n{SECOND}\n")
    assert headers(record) == [("first line", first)]
    assert record.body == f"{BODY}\n\n{SECOND}"


@pytest.mark.parametrize(
    "first",
    [
        "The ferry between Oban and Tiree was closed on Monday.",
        "OBAN, Scotland, Sept 27 (MNA) - The ferry sails again",
        "Oban (dpa) - Die Fähre fährt wieder",
        "date 2025-09-27 Oban: The ferry sails again, its owner said",
        "2025-09-27 Oban: The ferry sails again, its owner said",
        "- The ferry sails again",
        "https://www.alpinepost.example/news/ferry",
    ],
)
def test_a_text_without_headline_gets_none(first: str) -> None:
    record = read_one(f"{first}\n\n{BODY}\n\n{SECOND}\n")
    assert headers(record) == []
    assert record.body.split("\n\n")[0] == first


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("Title: Ferry\nDate: 2025-09-27", [("title", "Ferry"), ("date", "2025-09-27")]),
        ("title Ferry sails\ndate 2025-09-27", [("title", "Ferry sails"), ("date", "2025-09-27")]),
        (" date 2025-09-27", [("date", "2025-09-27")]),
        ("date\t27 Sep 2025 10:15 GMT", [("date", "27 Sep 2025 10:15 GMT")]),
        ("Last updated: Sep 27, 2025 10:15 IST", [("updated", "Sep 27, 2025 10:15 IST")]),
        ("Published on September 27, 2025", [("published", "September 27, 2025")]),
        ("Datum: 27.09.2025\nQuelle: dpa", [("date", "27.09.2025"), ("source", "dpa")]),
        ("日期：2025年9月27日", [("date", "2025年9月27日")]),
        ("Title: Ferry\n to Tiree\nX-Desk: isles", [("title", "Ferry to Tiree"), ("x-desk", "isles")]),
        ("---\ntitle: 'Ferry'\ntags: [sea, isles]\n---", [("title", "Ferry"), ("keywords", "sea"), ("keywords", "isles")]),
        ("+++\ntitle = \"Ferry\"\n+++", [("title", "Ferry")]),
        ("By Isla Macrae", [("byline line", "By Isla Macrae")]),
        ("September 27, 2025", [("date", "September 27, 2025")]),
    ],
)  # fmt: skip
def test_header_lines_are_read_and_leave_the_body(lines: str, expected: list[tuple[str, str]]) -> None:
    record = read_one(f"{lines}\n\n{BODY}\n\n{SECOND}\n")
    assert headers(record) == expected
    assert record.body == f"{BODY}\n\n{SECOND}"


@pytest.mark.parametrize(
    "line",
    [
        "Oban: The ferry sails again, its owner said on Friday.",
        "Date palms are dying in Elche, the city said on Friday.",
        "By Friday the ferry had sailed again.",
        "Source code for the ticket machine was stolen on Friday.",
        "date 2025-09-27 Oban: The ferry sails again.",
    ],
)
def test_text_that_begins_like_a_header_stays_text(line: str) -> None:
    record = read_one(f"{line}\n\n{BODY}\n")
    assert headers(record) == []
    assert record.body == f"{line}\n\n{BODY}"


def test_a_headline_that_repeats_the_title_header_is_no_paragraph() -> None:
    record = read_one(f"Title: Ferry sails\nDate: 2025-09-27\n\nFerry sails\n\n{BODY}")
    assert headers(record) == [("title", "Ferry sails"), ("date", "2025-09-27")]
    assert record.body == BODY


def test_bylines_and_dates_below_the_headline_are_headers_in_any_order() -> None:
    record = read_one(
        f"Ferry sails again\n27 September 2025\nBy Isla Macrae and Ruaridh Bain\n{BODY}\n{SECOND}"
    )
    assert headers(record) == [
        ("first line", "Ferry sails again"),
        ("date", "27 September 2025"),
        ("byline line", "By Isla Macrae and Ruaridh Bain"),
    ]
    assert record.body == f"{BODY}\n\n{SECOND}"


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_any_line_end_ends_a_line(line_end: str) -> None:
    record = read_one(line_end.join(["Ferry sails again", "", BODY, "", SECOND]))
    assert headers(record) == [("first line", "Ferry sails again")]
    assert record.body == f"{BODY}\n\n{SECOND}"


def test_wrapped_text_is_unwrapped_and_indentation_begins_a_paragraph() -> None:
    record = read_one(
        "    OBAN, Sept 27 - The ferry between Oban and Tiree sails again\n"
        "from Monday, eleven weeks after its bow visor jammed in a well-\n"
        "known swell off Coll and had to be cut open.\n"
        "    The repair took longer than planned, because a bearing had to\n"
        "be cast anew in Gdynia.\n"
        "\n MNA\n"
    )
    assert record.body.split("\n\n") == [
        "OBAN, Sept 27 - The ferry between Oban and Tiree sails again from Monday, eleven weeks after its bow visor jammed in a "
        "well-known swell off Coll and had to be cut open.",
        "The repair took longer than planned, because a bearing had to be cast anew in Gdynia.",
        "MNA",
    ]


def test_a_wrapped_headline_is_one_headline() -> None:
    record = read_one(
        "Ferry between Oban and Tiree sails again from Monday, eleven\nweeks after its bow visor jammed\n\n"
        "OBAN, Sept 27 - The ferry between Oban and Tiree sails again\n"
        "from Monday, its owner said, eleven weeks after its bow visor\n"
        "jammed in a swell off Coll and had to be cut open there.\n"
    )
    assert headers(record) == [
        (
            "first line",
            "Ferry between Oban and Tiree sails again from Monday, eleven weeks after its bow visor jammed",
        )
    ]


def test_positions_name_the_line() -> None:
    record = read_one(f"\n\nFerry sails again\n\nBy Isla Macrae\n\n{BODY}")
    assert [header.where for header in record.headers] == ["line 3", "line 5"]


def test_offset_and_length_are_those_of_the_file() -> None:
    text = f"Ferry sails again\n\n{BODY}"
    assert (read_one(text).offset, read_one(text).length) == (0, len(text))


def test_headers_without_text_are_refused() -> None:
    (item,) = read(b"Title: Ferry\nDate: 2025-09-27\n", name="x.txt")
    assert not isinstance(item, Record)
    assert item.reason_code == "no_article"


@pytest.mark.parametrize(
    ("line", "credit"),
    [("Associated Press", "Associated Press"), ("Associated Press Writer", "Associated Press")],
)
def test_the_agency_below_a_byline_is_no_text(line: str, credit: str) -> None:
    record = read_one(
        f"Ferry sails again\nBy JANE DOE\n{line}\n\nOBAN, Scotland (AP) -- {BODY}\n\n{SECOND}\n"
    )
    assert record.body.startswith("OBAN, Scotland (AP)")
    assert ("item.creditline", credit) in headers(record)


def test_a_sentence_below_a_byline_stays_text() -> None:
    record = read_one(f"Ferry sails again\nBy JANE DOE\nIt sails at last.\n\n{BODY}\n\n{SECOND}\n")
    assert record.body.startswith("It sails at last.")


def test_hundreds_of_lines_before_the_first_empty_one_are_read() -> None:
    lines = ["The ferry to the islands stayed in port all morning"] * 220
    assert lines[0] in read_one("\n".join([*lines, "", "It sails again."])).body
