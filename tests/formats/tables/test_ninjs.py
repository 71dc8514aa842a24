"""ninjs items of all versions: their bodies, their headers, and what is no article."""

import json
from typing import Any

import pytest

from newsfold.formats import read
from newsfold.model import Record, Rejection

BASE = {"uri": "urn:x:1", "type": "text", "versionCreated": "2025-09-25T10:00:00Z"}


def read_one(**properties: Any) -> Record | Rejection:
    (item,) = read(json.dumps({**BASE, **properties}).encode(), name="x.json")
    return item


def record_of(**properties: Any) -> Record:
    item = read_one(**properties)
    assert isinstance(item, Record)
    assert item.format == "ninjs"
    return item


def headers_of(record: Record, name: str) -> list[str]:
    return [header.value for header in record.headers if header.name == f"item.{name}"]


@pytest.mark.parametrize(
    "item",
    [
        {"uri": "urn:x:1", "standard": {"name": "ninjs", "version": "3.1"}, "bodies": [{"value": "Text."}]},
        {"uri": "urn:x:1", "$standard": {"name": "ninjs", "version": "1.4"}, "body_text": "Text."},
        {"uri": "urn:x:1", "body_main": "Text."},
        {"uri": "urn:x:1", "versioncreated": "2020-01-01", "bodies": [{"value": "Text."}]},
        {"uri": "urn:x:1", "bodies": ["Text."]},
    ],
)
def test_each_version_is_known_by_its_properties(item: dict[str, Any]) -> None:
    (found,) = read(json.dumps(item).encode(), name="x")
    assert isinstance(found, Record)
    assert (found.format, found.body) == ("ninjs", "Text.")


def test_the_main_body_is_taken() -> None:
    bodies = [
        {"role": "teaser", "value": "Short."},
        {"role": "main", "value": "The text."},
        {"role": "factbox", "value": "Facts."},
    ]
    assert record_of(bodies=bodies).body == "The text."


def test_markup_is_taken_where_the_plain_text_has_lost_its_paragraphs() -> None:
    plain = {"role": "main", "contentType": "text/plain", "value": "One. Two."}
    markup = {"role": "richtext", "contentType": "text/html", "value": "<p>One.</p><p>Two.</p>"}
    assert record_of(bodies=[plain, markup]).body == "One.\n\nTwo."
    assert (
        record_of(bodies=[{**plain, "value": "One.\n\nTwo, in full."}, markup]).body
        == "One.\n\nTwo, in full."
    )


def test_markup_declared_as_plain_text_is_still_read_as_markup() -> None:
    assert (
        record_of(bodies=[{"contentType": "text/plain", "value": "<p>One.</p><p>Two.</p>"}]).body
        == "One.\n\nTwo."
    )


def test_nitf_inside_ninjs_gives_the_text_without_its_heads() -> None:
    nitf = (
        "<nitf><body><body.head><hedline><hl1>Headline</hl1></hedline></body.head>"
        "<body.content><p>One.</p><p>Two.</p></body.content><body.end><tagline>End</tagline></body.end></body></nitf>"
    )
    assert record_of(bodies=[{"contentType": "application/nitf+xml", "value": nitf}]).body == "One.\n\nTwo."


def test_a_text_without_a_body_is_told_by_its_description() -> None:
    item = record_of(descriptions=[{"role": "summary", "value": "In short."}])
    assert (item.body, item.set_aside) == ("In short.", ())


@pytest.mark.parametrize("kind", ["picture", "graphic", "event", "planning", "component"])
def test_captions_and_calendars_are_no_articles(kind: str) -> None:
    item = read_one(type=kind, bodies=[{"value": "A caption."}], descriptions=[{"value": "A caption."}])
    assert isinstance(item, Rejection)
    assert (item.reason_code, item.format) == ("no_article", "ninjs")
    assert kind in item.detail


def test_headlines_keep_their_roles() -> None:
    record = record_of(
        body_text="Text.", headlines=[{"role": "sub", "value": "Below"}, {"role": "main", "value": "Above"}]
    )
    assert headers_of(record, "headline") == ["Above"]
    assert headers_of(record, "headline.sub") == ["Below"]
    only = record_of(body_text="Text.", headlines=[{"role": "web", "value": "Web"}])
    assert headers_of(only, "headline") == ["Web"]


def test_codes_stand_beside_their_names() -> None:
    subjects = [
        {"name": "fishing", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000213"},
        {"name": "old", "scheme": "http://cv.example/", "code": "17"},
        {"name": "free", "literal": "F"},
        "bare",
    ]
    record = record_of(body_text="Text.", subjects=subjects)
    assert headers_of(record, "subject") == ["fishing", "old", "free", "bare"]
    codes = {header.where: header.value for header in record.headers if header.name == "item.subject.code"}
    assert codes == {
        "subjects[0]": "http://cv.iptc.org/newscodes/mediatopic/20000213",
        "subjects[1]": "http://cv.example/17",
        "subjects[2]": "F",
    }


@pytest.mark.parametrize("name", ["embargoed", "embargoedUntil"])
def test_rights_status_and_embargo_are_kept(name: str) -> None:
    record = record_of(
        body_text="Text.", pubStatus="canceled", usageTerms="Print only.", **{name: "2025-09-26T00:00:00Z"}
    )
    assert headers_of(record, "pubstatus") == ["canceled"]
    assert headers_of(record, "usageterms") == ["Print only."]
    assert headers_of(record, "embargoed") == ["2025-09-26T00:00:00Z"]


def test_associated_items_are_not_body_text() -> None:
    associated = [
        {"type": "picture", "descriptions": [{"value": "A caption."}], "bodies": [{"value": "No text."}]},
        {"type": "text", "body_text": "Another article."},
    ]
    record = record_of(body_text="Text.", associations=associated)
    assert record.body == "Text."
    assert [(block.kind, block.text) for block in record.set_aside] == [("caption", "A caption.")]


def test_properties_of_the_wrong_type_are_passed_over() -> None:
    record = record_of(
        body_text="Text.", bodies={"a": 1}, headlines=[[], 3, None, {"value": 3}], subjects="x", altids=[1, [2]],
        associations=[1, {"type": "picture", "descriptions": [3]}], infosources={"a": 1}, pubstatus=[], by={"name": "x"},
    )  # fmt: skip
    assert record.body == "Text."
    assert headers_of(record, "byline") == []


def test_what_is_taken_back_is_a_record_without_content() -> None:
    assert record_of(pubStatus="canceled", edNote="Do not use.").body == "Do not use."
    assert record_of(pubStatus="canceled").body == "canceled urn:x:1"
    assert isinstance(read_one(pubStatus="canceled", type="picture"), Rejection)
    assert isinstance(read_one(pubStatus="usable"), Rejection)
