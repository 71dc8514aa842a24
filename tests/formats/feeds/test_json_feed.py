"""JSON Feed 1.0 and 1.1."""

import json
from typing import Any

import pytest

from newsfold.formats import read
from newsfold.model import Record, Rejection


def read_feed(*items: Any, **feed: Any) -> list[Record | Rejection]:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Herald",
        "items": list(items),
        **feed,
    }
    return list(read(json.dumps(document).encode(), name="feed.json"))


@pytest.mark.parametrize(
    ("item", "body"),
    [
        ({"content_html": "<p>One.</p><p>Two.</p>", "content_text": "One. Two."}, "One.\n\nTwo."),
        ({"content_text": "1 < 2."}, "1 < 2."),
        ({"content_html": "", "summary": "In short."}, "In short."),
    ],
)
def test_the_text_of_an_item(item: dict[str, str], body: str) -> None:
    (found,) = read_feed({"id": "1", **item})
    assert isinstance(found, Record)
    assert (found.format, found.body) == ("json-feed", body)


@pytest.mark.parametrize("authors", [{"authors": [{"name": "Jane Doe"}]}, {"author": {"name": "Jane Doe"}}])
def test_authors_of_both_versions_and_of_the_feed(authors: dict[str, Any]) -> None:
    text = {"id": "1", "content_text": "Text."}
    for found in (*read_feed({**text, **authors}), *read_feed(text, **authors)):
        assert isinstance(found, Record)
        assert [header.value for header in found.headers if header.name == "feed.author"] == ["Jane Doe"]


def test_items_of_the_wrong_type_cost_only_themselves() -> None:
    found = read_feed(
        3,
        {"id": 1, "content_text": 5, "tags": {"a": 1}, "authors": "x"},
        {"content_text": "Text.", "author": 7},
        None,
    )
    assert [item.reason_code if isinstance(item, Rejection) else item.body for item in found] == [
        "malformed",
        "5",
        "Text.",
        "malformed",
    ]


def test_a_feed_without_items_gives_one_rejection() -> None:
    (item,) = read_feed()
    assert isinstance(item, Rejection)
    assert item.reason_code == "no_article"
