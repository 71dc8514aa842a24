"""JSON files: each object goes to the reader of what it is, and wrappers are opened."""

import json
from typing import Any

import pytest

from newsfold.formats import read
from newsfold.model import Record, Rejection

ARTICLE = {"title": "Bridge closed", "text": "The bridge is closed.", "url": "https://a.example/1"}


def read_json(document: Any, **columns: str) -> list[Record | Rejection]:
    return list(read(json.dumps(document).encode(), name="x.json", columns=columns))


@pytest.mark.parametrize(
    "document",
    [
        ARTICLE,
        [ARTICLE],
        {"articles": [ARTICLE]},
        {"response": {"docs": [ARTICLE]}},
        {"hits": {"total": 1, "hits": [{"_id": "1", "_source": ARTICLE}]}},
        {"data": {"items": [{"meta": {"score": 1}, "item": ARTICLE}]}},
        {
            "response": {
                "results": [{"webTitle": "Bridge closed", "fields": {"bodyText": "The bridge is closed."}}]
            }
        },
    ],
)
def test_articles_are_found_inside_wrappers(document: Any) -> None:
    (item,) = read_json(document)
    assert isinstance(item, Record)
    assert item.body == "The bridge is closed."
    assert ("headline", "Bridge closed") in [(header.name, header.value) for header in item.headers]


def test_one_file_may_hold_several_formats() -> None:
    lines = [
        {"uri": "urn:x:1", "body_text": "One."},
        {"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": "Two."},
        {
            "version": "https://jsonfeed.org/version/1",
            "items": [{"id": "3", "content_text": "Three."}, {"id": "4", "content_text": "Four."}],
        },
        {"text": "Five."},
    ]
    items = list(read("\n".join(map(json.dumps, lines)).encode(), name="x"))
    assert [(item.format, item.position) for item in items] == [
        ("ninjs", 0),
        ("json-ld", 1),
        ("json-feed", 2),
        ("json-feed", 3),
        ("json", 4),
    ]


def test_positions_count_refused_items_too() -> None:
    items = read_json([{"text": "One."}, 5, {"title": "No text"}, {"text": "Two."}])
    assert [(type(item).__name__, item.position) for item in items] == [
        ("Record", 0),
        ("Rejection", 1),
        ("Rejection", 2),
        ("Record", 3),
    ]


def test_the_mapping_of_the_source_wins() -> None:
    document = {
        "text": "Not this.",
        "meta": {"story": {"full": "But this."}},
        "title": "Not this",
        "kop": "But this",
    }
    (item,) = read_json(document, body="meta.story.full", headline="kop")
    assert isinstance(item, Record)
    assert item.body == "But this."
    assert [header.value for header in item.headers if header.name == "headline"] == ["But this"]


def test_an_object_without_text_says_what_it_is() -> None:
    (pointer,) = read_json({"title": "Only a link", "url": "https://a.example/2"})
    assert isinstance(pointer, Rejection)
    assert (pointer.reason_code, pointer.detail) == ("pointer", "Only a link: https://a.example/2")
    (other,) = read_json({"title": "Only a title"})
    assert isinstance(other, Rejection)
    assert other.reason_code == "no_article"


def test_wrappers_inside_wrappers_come_to_an_end() -> None:
    document: Any = ARTICLE
    for _ in range(50):
        document = {"data": document}
    assert [type(item).__name__ for item in read_json(document)] == ["Rejection"]


def test_text_that_opens_with_a_bracket_is_no_json() -> None:
    for text in ("[Seoul] The bridge is closed.", "{ The bridge } is closed.", '["Quote"] she said.'):
        (item,) = read(text.encode(), name="x.json")
        assert item.format == "text"


def test_characters_that_cannot_be_stored_reach_neither_record_nor_rejection() -> None:
    lines = (
        b'{"title": "a\\u0000b\\ud800", "text": "x\\u0000 \\udfff."}',
        b'{"url": "https://a.example/\\ud800", "title": "\\u0000"}',
    )
    items = list(read(b"\n".join(lines), name="x"))
    texts = [items[0].body, *(h.value for h in items[0].headers), items[1].detail]  # type: ignore[union-attr]
    for text in texts:
        assert "\x00" not in text
        text.encode("utf-8")
