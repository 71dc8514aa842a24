"""Fields that a record states as they are: whether it is free to read, the line above its headline."""

import json
from datetime import UTC, datetime

import pytest

from newsfold.config.sources import Source
from newsfold.explain.explanation import explain
from newsfold.headers.stated_fields import read_stated_fields
from newsfold.model import HeaderPlace, RawHeader, SourceFile

NOW = datetime(2025, 9, 27, 12, tzinfo=UTC)
BODY = "The ferry to Lund sails at noon again, the harbour master Ada Lund said on Friday. " * 4


def read(data: str, name: str) -> dict[str, object]:
    """The only record of a file, as `explain` shows it."""
    file = SourceFile("bote", name, f"file:///{name}", "0" * 64, len(data), NOW, NOW)
    ((article, _),) = explain(data.encode(), Source(slug="bote", location="/"), file)
    assert "rejected" not in article
    return article


def page(head: str) -> str:
    paragraphs = "".join(f"<p>{BODY}</p>" for _ in range(3))
    article = f"<article><h1>Ferry sails</h1>{paragraphs}</article>"
    return f"<html><head><title>Ferry sails</title>{head}</head><body>{article}</body></html>"


def json_ld(**stated: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry sails", **stated}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


SECTION = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paid"}
FREE = {
    "JSON-LD": (page(json_ld(isAccessibleForFree=True)), "a.html"),
    "JSON-LD as text": (page(json_ld(isAccessibleForFree="True")), "a.html"),
    "JSON-LD as an address": (page(json_ld(isAccessibleForFree="https://schema.org/True")), "a.html"),
    "a part behind the wall is not the article": (
        page(json_ld(isAccessibleForFree=True, hasPart=SECTION)),
        "a.html",
    ),
    "microdata": (page('<meta itemprop="isAccessibleForFree" content="true">'), "a.html"),
    "a file of JSON-LD": (
        json.dumps(
            {
                "@context": "https://schema.org",
                "@type": "NewsArticle",
                "articleBody": BODY,
                "isAccessibleForFree": True,
            }
        ),
        "a.json",
    ),
    "JSON": (json.dumps({"title": "Ferry sails", "body": BODY, "is_accessible_for_free": True}), "a.json"),
    "ninjs": (
        json.dumps(
            {
                "uri": "urn:x:1",
                "type": "text",
                "versioncreated": "2025-09-26T09:00:00Z",
                "body_text": BODY,
                "isAccessibleForFree": True,
            }
        ),
        "a.json",
    ),
    "a table": (f'title,body,is_accessible_for_free\nFerry sails,"{BODY}",1\n', "a.csv"),
}


@pytest.mark.parametrize("form", FREE)
def test_whether_an_article_is_free_to_read_is_read_in_each_form(form: str) -> None:
    data, name = FREE[form]
    assert read(data, name)["is_accessible_for_free"] is True
    turned = data.replace("True", "False").replace("true", "false").replace(",1\n", ",0\n")
    assert read(turned, name)["is_accessible_for_free"] is False


@pytest.mark.parametrize(
    "head",
    [
        "",
        json_ld(isAccessibleForFree="partly"),
        json_ld(isAccessibleForFree=None),
        json_ld(hasPart=SECTION),
        json_ld(isAccessibleForFree=True) + json_ld(isAccessibleForFree=False),
    ],
)
def test_what_is_not_said_or_said_both_ways_stays_unknown(head: str) -> None:
    assert read(page(head), "a.html")["is_accessible_for_free"] is None


def test_the_reading_that_lost_is_kept() -> None:
    headers = [
        RawHeader(name, value, HeaderPlace("script"))
        for name, value in (
            ("jsonld.webpage.isaccessibleforfree", "true"),
            ("jsonld.isaccessibleforfree", "false"),
        )
    ]
    found = read_stated_fields(headers)
    assert found.values["is_accessible_for_free"] is False
    (row,) = found.evidence
    assert (row.value, [each.value for each in row.candidates]) == ("false", ["true"])


def test_a_kicker_is_what_the_record_calls_so() -> None:
    item = {"title": "Ferry sails", "body": BODY}
    assert read(json.dumps({**item, "kicker": " Lund\nharbour "}), "a.json")["kicker"] == "Lund harbour"
    assert (
        read(json.dumps({**item, "subtitle": "Lund", "alternativeHeadline": "Noon"}), "a.json")["kicker"]
        is None
    )
    assert read(page(json_ld(alternativeHeadline="Lund harbour")), "a.html")["kicker"] is None
