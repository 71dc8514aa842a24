"""Bylines, sections and signatures around a headline."""

import pytest

from newsfold.formats import read
from newsfold.model import Record

TEXT = "The ferry between Oban and Tiree sails again from Monday, eleven weeks after its bow visor jammed."
MAIL = (
    "From: a@b.example\nTo: c@d.example\nMessage-ID: <1@b.example>\nSubject: Ferry sails again\nMIME-Version: 1.0\n"
    "Content-Type: text/html; charset=utf-8\n\n"
)


def read_one(text: str) -> tuple[Record, list[tuple[str, str]]]:
    """The one record of a text, and names and values of its headers."""
    (record,) = read(text.encode(), name="x")
    assert isinstance(record, Record)
    return record, [(header.name, header.value) for header in record.headers]


def test_a_byline_goes_on_in_its_second_line() -> None:
    record, headers = read_one(f"Ferry sails again\n\nBy Jane Doe\nand Omar Said\n\n{TEXT}\n\n{TEXT}\n")
    assert ("byline line", "By Jane Doe and Omar Said") in headers
    assert record.body == f"{TEXT}\n\n{TEXT}"


@pytest.mark.parametrize("line", ["and the ferry sails again.", "and so it was said in Oban"])
def test_a_sentence_below_a_byline_is_no_second_line(line: str) -> None:
    _, headers = read_one(f"Ferry sails again\n\nBy Jane Doe\n{line}\n\n{TEXT}\n\n{TEXT}\n")
    assert ("byline line", "By Jane Doe") in headers


@pytest.mark.parametrize("below", ["By Jane Doe", "27 September 2025", f"OBAN, Sept 27 (XYZ) - {TEXT}"])
def test_a_section_stands_above_the_headline(below: str) -> None:
    _, headers = read_one(f"WORLD\n\nFerry sails again\n\n{below}\n\n{TEXT}\n\n{TEXT}\n")
    assert headers[:2] == [("section", "WORLD"), ("first line", "Ferry sails again")]


def test_a_word_above_a_line_that_is_no_headline_is_no_section() -> None:
    _, headers = read_one(f"WORLD\n\n{TEXT}\n\n{TEXT}\n")
    assert headers == [("first line", "WORLD")]


@pytest.mark.parametrize("signature", ["<p>-- <br>Jane Doe<br>Desk</p>", "<p>-- </p><p>Jane Doe<br>Desk</p>"])
def test_a_mail_of_html_alone_gives_byline_and_signature(signature: str) -> None:
    body = f"<h1>Ferry sails again</h1><p>By Jane Doe</p><p>{TEXT}</p><p>{TEXT}</p>{signature}"
    record, headers = read_one(MAIL + body)
    assert ("byline line", "By Jane Doe") in headers
    assert record.body == f"{TEXT}\n\n{TEXT}"
    assert "Desk" in record.set_aside[0].text


def test_a_note_in_a_mail_of_html_is_a_header() -> None:
    note = "This story has been corrected to name the right owner."
    _, headers = read_one(f"{MAIL}<p>{TEXT}</p><p>{TEXT}</p><p>{note}</p>")
    assert ("item.signal", "correction") in headers
