"""Notes and marks of editors in feeds, JSON, tables, mail and pages."""

import json
from collections.abc import Callable

import pytest

from newsfold.formats import read
from newsfold.model import Record

TEXT = (
    "The ferry between Oban and Tiree sails again from Monday, eleven weeks after its bow visor jammed. " * 3
)
TITLE = "Ferry sails again"


def as_feed(title: str, note: str) -> str:
    return (
        f"<rss version='2.0'><channel><title>X</title><item><title>{title}</title><guid>a1</guid>"
        f"<description>&lt;p&gt;{note}&lt;/p&gt;&lt;p&gt;{TEXT}&lt;/p&gt;</description></item></channel></rss>"
    )


def as_json(title: str, note: str) -> str:
    return json.dumps({"title": title, "id": "a1", "body": f"{note}\n\n{TEXT}"})


def as_ninjs(title: str, note: str) -> str:
    return json.dumps(
        {"uri": "urn:a1", "type": "text", "headline": title, "body_text": f"{note}\n\n{TEXT}", "version": "1"}
    )


def as_schema_org(title: str, note: str) -> str:
    return json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": title,
            "articleBody": f"{note}\n\n{TEXT}",
        }
    )


def as_csv(title: str, note: str) -> str:
    return f'id,title,body\na1,"{title}","{note}\n\n{TEXT}"\n'


def as_mail(title: str, note: str) -> str:
    head = "From: a@b.example\nTo: c@d.example\nMessage-ID: <1@b.example>\nMIME-Version: 1.0\n"
    return f"{head}Subject: {title}\nContent-Type: text/html; charset=utf-8\n\n<p>{note}</p><p>{TEXT}</p>"


def as_page(title: str, note: str) -> str:
    paragraphs = f"<p>{note}</p><p>{TEXT}</p><p>{TEXT}</p>"
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"


FORMS = [as_feed, as_json, as_ninjs, as_schema_org, as_csv, as_mail]


def read_one(text: str) -> tuple[Record, list[tuple[str, str]]]:
    """The one record of a text, and names and values of its headers."""
    (record,) = read(text.encode(), name="x")
    assert isinstance(record, Record)
    return record, [(header.name, header.value) for header in record.headers]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("KILL: ", [("item.signal", "kill"), ("item.pubstatus", "canceled")]),
        ("EMBARGOED until 28 Sept 2025 06:00 GMT: ", [("item.embargoed", "28 Sept 2025 06:00 GMT")]),
        ("UPDATE 2-", [("item.signal", "update"), ("item.version", "UPDATE 2")]),
        ("CORRECTED-", [("item.signal", "correction")]),
    ],
)
def test_a_mark_before_a_title_is_read(
    form: Callable[[str, str], str], mark: str, expected: list[tuple[str, str]]
) -> None:
    record, headers = read_one(form(mark + TITLE, "It was idle."))
    assert set(expected) <= set(headers)
    assert TITLE in [value for _, value in headers]
    assert not any(value.startswith(mark.strip()) for name, value in headers if name != "item.ednote")
    assert "It was idle." in record.body


@pytest.mark.parametrize("form", [*FORMS, as_page])
def test_an_embargo_above_the_text_is_set_aside(form: Callable[[str, str], str]) -> None:
    note = "EMBARGOED UNTIL 28 SEPT 2025 06:00 GMT"
    record, headers = read_one(form(TITLE, note))
    assert ("item.embargoed", "28 SEPT 2025 06:00 GMT") in headers
    assert record.body.startswith("The ferry between")
    assert note in [block.text for block in record.set_aside]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "note", ["Please kill the earlier story.", "EDITORS: Kill the story “Ferry sinks”.", "KILL"]
)
def test_a_kill_above_the_text_is_told_and_stays_the_text(form: Callable[[str, str], str], note: str) -> None:
    record, headers = read_one(form(TITLE, note))
    assert ("item.signal", "kill") in headers
    assert ("item.pubstatus", "canceled") in headers
    assert record.body.startswith(note)


@pytest.mark.parametrize("form", [*FORMS, as_page])
@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("KILL: a review", "Kill rates at the kennels have fallen, the council said."),
        ("Embargo: ministers agree on timber", "Embargoes do not work, a study of 60 years says."),
        ("Kill Bill returns to cinemas", "The story has been withdrawn from sale, the publisher said."),
    ],
)
def test_what_only_looks_like_it_stays(form: Callable[[str, str], str], title: str, note: str) -> None:
    record, headers = read_one(form(title, note))
    signals = ("item.signal", "item.embargoed", "item.pubstatus", "item.ednote")
    assert [name for name, _ in headers if name in signals] == []
    assert title in [value for _, value in headers]
    assert record.body.startswith(note)


def test_a_page_is_not_killed_by_its_headline_or_first_paragraph() -> None:
    _, headers = read_one(as_page("KILL: Ferry sails again today", "Please kill the earlier story."))
    assert not any(name in ("item.signal", "item.pubstatus") for name, _ in headers)
