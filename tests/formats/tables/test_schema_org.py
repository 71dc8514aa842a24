"""JSON-LD in files: articles are found in graphs and lists, references are followed, cycles end."""

import json
from typing import Any

import pytest

from newsfold.formats import read
from newsfold.model import Record, Rejection

ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Bridge",
    "articleBody": "The bridge is closed.\n\nIt reopens in May.",
}


def read_json(document: Any) -> list[Record | Rejection]:
    return list(read(json.dumps(document).encode(), name="x.jsonld"))


@pytest.mark.parametrize(
    "document",
    [
        {"@context": "https://schema.org", **ARTICLE},
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Herald"}, ARTICLE]},
        {
            "@context": "https://schema.org",
            "@type": "ItemList",
            "itemListElement": [{"@type": "ListItem", "item": ARTICLE}],
        },
        {"@context": "https://schema.org", "@type": "WebPage", "mainEntity": ARTICLE},
        {"@type": ["Thing", "http://schema.org/ReportageNewsArticle"], "articleBody": ARTICLE["articleBody"]},
        [ARTICLE],
    ],
)
def test_the_article_is_found(document: Any) -> None:
    (item,) = read_json(document)
    assert isinstance(item, Record)
    assert (item.format, item.body) == ("json-ld", "The bridge is closed.\n\nIt reopens in May.")


def test_references_are_followed_and_cycles_end() -> None:
    graph = [
        {**ARTICLE, "@id": "#a", "author": {"@id": "#b"}, "isPartOf": {"@id": "#a"}},
        {"@type": "Person", "@id": "#b", "name": "Jane Doe", "author": {"@id": "#a"}},
    ]
    (item,) = read_json({"@context": "https://schema.org", "@graph": graph})
    assert isinstance(item, Record)
    assert [header.value for header in item.headers if header.name == "jsonld.author"] == ["Jane Doe"]


def test_the_page_speaks_for_its_only_article() -> None:
    page = {"@type": "WebPage", "datePublished": "2025-09-25"}
    (one,) = read_json({"@graph": [page, ARTICLE]})
    assert isinstance(one, Record)
    assert ("jsonld.WebPage.datePublished", "2025-09-25") in [(h.name, h.value) for h in one.headers]
    for item in read_json({"@graph": [page, ARTICLE, ARTICLE]}):
        assert isinstance(item, Record)
        assert not [header for header in item.headers if "WebPage" in header.name]


def test_a_description_is_the_text_only_where_there_is_no_other() -> None:
    (short,) = read_json({"@type": "NewsArticle", "description": "In short."})
    assert isinstance(short, Record)
    assert short.body == "In short."
    (long,) = read_json({**ARTICLE, "description": "In short."})
    assert isinstance(long, Record)
    assert [(block.kind, block.text) for block in long.set_aside] == [("synopsis", "In short.")]


def test_a_document_without_an_article_says_what_it_holds() -> None:
    (item,) = read_json({"@context": "https://schema.org", "@type": "Organization", "name": "Herald"})
    assert isinstance(item, Rejection)
    assert (item.reason_code, item.detail) == ("no_article", "JSON-LD without an article: Organization")


def test_a_live_blog_is_its_updates_each_below_its_time():
    nine, half_past = "2025-09-26T09:00:00+02:00", "2025-09-26T11:30:00+02:00"
    updates = [
        {"headline": "Harbour closed", "datePublished": nine, "articleBody": "No boat sails."},
        {"datePublished": half_past, "articleBody": "The market opens."},
        {"headline": "A picture alone"},
    ]
    blog = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": "Storm over Lund",
        "liveBlogUpdate": updates,
    }
    (found,) = read(json.dumps(blog).encode(), name="a.json")
    assert isinstance(found, Record)
    assert found.body.split("\n\n") == [
        f"{nine} Harbour closed",
        "No boat sails.",
        half_past,
        "The market opens.",
    ]
