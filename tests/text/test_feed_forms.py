import pytest

from newsfold.text.feed_forms import is_json_feed, is_own_namespace, json_feed_items

VERSION = "https://jsonfeed.org/version/1.1"


@pytest.mark.parametrize(
    ("value", "items", "is_sure"),
    [
        ({"version": VERSION, "items": []}, [], True),
        ({"items": [{"url": "https://example.org/a"}]}, [{"url": "https://example.org/a"}], False),
        ({"version": VERSION, "items": {}}, None, False),
        ({"version": 1.1, "items": []}, [], False),
        ({}, None, False),
    ],
)
def test_what_has_items_may_be_a_json_feed_and_is_one_with_its_version(value, items, is_sure):
    assert json_feed_items(value) == items
    assert is_json_feed(value) is is_sure


def test_what_is_no_object_has_no_items():
    assert json_feed_items([{"items": []}]) is None


@pytest.mark.parametrize(
    ("namespace", "own"),
    [
        ("", True),
        ("http://www.w3.org/2005/Atom", True),
        ("http://www.sitemaps.org/schemas/sitemap/0.9", True),
        ("http://www.google.com/schemas/sitemap-news/0.9", False),
        ("http://search.yahoo.com/mrss/", False),
    ],
)
def test_a_namespace_is_the_feeds_own_or_told_apart(namespace, own):
    assert is_own_namespace(namespace) is own
