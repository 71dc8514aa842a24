"""Headers as JSON in front of a text, and as lines in angle brackets; JSON and text that only look so."""

import json

import pytest

from newsfold.formats import detect, read
from newsfold.model import Record
from newsfold.text.json_front_matter import find_json_front

BODY = "The ferry to Tiree sails again, its owner said.\n\nThe repair took longer than planned."
HEADERS = {"title": "Ferry sails", "author": ["Jane Roe", "Omar Said"], "date": "2025-09-27", "draft": False}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("between", ["\n\n", "\r\n\r\n", "\n---\n\n", "\n\n\n"])
def test_an_object_above_the_text_is_its_headers(indent: int | None, between: str) -> None:
    [record] = read((json.dumps(HEADERS, indent=indent) + between + BODY).encode(), name="x.txt")
    assert isinstance(record, Record)
    assert record.body == BODY
    stated = [(header.name, header.value) for header in record.headers]
    assert {
        ("title", "Ferry sails"),
        ("author", "Jane Roe"),
        ("author", "Omar Said"),
        ("date", "2025-09-27"),
    } <= set(stated)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"title": "Ferry", "text": BODY}),
        json.dumps({"title": "Ferry", "text": BODY}) + "\n" + json.dumps({"title": "Storm", "text": BODY}),
        json.dumps({"title": "Ferry"}) + "\n\n" + json.dumps({"title": "Storm"}),
        json.dumps({"a": 1, "b": 2}) + "\n\n" + BODY,
        '{"title": "Ferry"\n\n' + BODY,
        "{not json}\n\n" + BODY,
        "",
    ],
)
def test_other_texts_have_no_such_headers(text: str) -> None:
    assert find_json_front(text) is None


def test_header_lines_in_angle_brackets_are_no_page() -> None:
    text = f"<TITLE> Ferry sails\n<AUTHOR> Jane Roe\n<DATE> 2025-09-27\n\n{BODY}\n"
    assert detect(text.encode()) == "text"
    assert detect(b"<title>Ferry sails</title>\n<meta charset=utf-8>\n<p>The ferry sails.</p>") == "html"
