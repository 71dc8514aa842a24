"""Headers of pages in RDFa: each term with each way to write its vocabulary, in the head and in sight; and what is no header."""

from datetime import UTC, datetime

import pytest

from newsfold.config.sources import Source
from newsfold.explain.explanation import explain
from newsfold.model import SourceFile
from newsfold.text.data_files import read
from newsfold.text.rdfa_names import dotted_name, microdata_name

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "The ferry to Lund sails at noon again, the harbour master Ada Lund said on Friday. " * 3
VALUES = {
    "headline": ("Ferry sails again to Lund", "headline", "Ferry sails again to Lund"),
    "datePublished": ("2025-09-26T10:00:00+02:00", "published_at", "2025-09-26T10:00:00+02:00"),
    "author": ("Jane Roe", "byline", ["Jane Roe"]),
}
TERMS = [
    (f"{written}{'' if '/' in written else ':'}{local}", meaning)
    for term, meaning in {
        **read("header_names")["rdfa"],
        "schema:headline": "headline",
        "schema:datePublished": "datePublished",
        "schema:author": "author",
    }.items()
    for prefix, local in [term.split(":")]
    for written in read("header_names")["rdfa_prefixes"][prefix]
    if meaning in VALUES
]


def explained(head: str, inside: str) -> dict[str, object]:
    page = (
        f"<html><head><title>Lund Post</title>{head}</head><body><article>{inside}"
        f"<p>{TEXT}</p><p>{TEXT} It rained.</p></article></body></html>"
    )
    file = SourceFile("bote", "a.html", "file:///a.html", "0" * 64, len(page), NOW, NOW)
    ((article, _),) = explain(page.encode(), Source(slug="bote", location="/"), file)
    return article


@pytest.mark.parametrize(("term", "meaning"), TERMS)
def test_a_term_in_sight_is_the_header_that_it_means(term, meaning):
    value, field, right = VALUES[meaning]
    for inside in (
        f'<div property="{term}" content="{value}">then</div>',
        f'<div property="{term}">{value}</div>',
    ):
        assert explained("", inside)[field] == right, inside


@pytest.mark.parametrize("term", ["dc:creator", "dcterms:creator", "dct:creator", "dc.creator"])
@pytest.mark.parametrize("key", ["name", "property"])
def test_dublin_core_in_the_head_is_read_with_a_colon_as_with_a_dot(term, key):
    head = f'<meta {key}="{term}" content="Jane Roe"><meta {key}="{term.replace("creator", "date")}" content="2025-09-26">'
    article = explained(head, "")
    assert (article["byline"], article["published_on"]) == (["Jane Roe"], "2025-09-26")


def test_who_created_an_item_is_named_by_its_relation():
    inside = (
        '<span rel="sioc:has_creator">Submitted by <a property="foaf:name" href="/user/7">Jane Roe</a></span>'
    )
    assert explained("", inside)["byline"] == ["Jane Roe"]


@pytest.mark.parametrize(
    ("inside", "field"),
    [
        (
            '<div class="comment"><span rel="sioc:has_creator"><a href="/u/8">John Doe</a></span></div>',
            "byline",
        ),
        ('<div class="related"><span property="dc:creator">John Doe</span></div>', "byline"),
        ('<span property="sioc:num_replies" content="7">7</span>', "published_on"),
        ('<span property="dc:modified" content="2025-09-26T10:00:00Z">then</span>', "published_at"),
        ('<span property="foaf:name">Harbour office</span>', "byline"),
    ],
)
def test_what_is_of_others_or_means_something_else_is_none(inside, field):
    assert not explained("", inside)[field]


def test_other_names_stay_as_they_are():
    assert [microdata_name(name) for name in ("headline", "og:title", "fb:app_id", "")] == [
        "headline",
        "og:title",
        "fb:app_id",
        "",
    ]
    assert [dotted_name(name) for name in ("og:title", "dc.date", "article:author")] == [
        "og:title",
        "dc.date",
        "article:author",
    ]
