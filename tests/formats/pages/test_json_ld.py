"""JSON-LD as pages have it: broken in the usual ways, nested in the usual ways."""

import pytest

from newsfold.formats.pages.json_ld import collect_json_ld, parse_json_ld
from newsfold.text.raw_headers import Collector

ARTICLE = '{"@type": "NewsArticle", "headline": "Kea", "datePublished": "2025-09-25"}'


def collect(*scripts: str) -> list[tuple[str, str]]:
    """Names and values of the headers in `scripts`."""
    found = Collector()
    collect_json_ld(list(scripts), found)
    return [(header.name, header.value) for header in found.headers]


@pytest.mark.parametrize(
    "script",
    [
        ARTICLE,
        f"\ufeff {ARTICLE};",
        f"<!-- {ARTICLE} -->",
        f"//<![CDATA[\n{ARTICLE}\n//]]>",
        f"/* made by a CMS */\n// twice\n{ARTICLE}",
        ARTICLE.replace("}", ",}"),
        ARTICLE.replace('"', "&quot;"),
        ARTICLE.replace("Kea", "K\tea").replace("K\tea", "Kea"),
        ARTICLE.replace("}", ', "image": undefined}'),
        f"{ARTICLE}{ARTICLE}",
        f"[{ARTICLE}]",
        f'{{"@graph": [{ARTICLE}]}}',
        f'{{"@type": "WebPage", "mainEntity": {ARTICLE}}}',
        ARTICLE.replace("NewsArticle", "https://schema.org/NewsArticle"),
        ARTICLE.replace('"NewsArticle"', '["Thing", "NewsArticle"]'),
    ],
)
def test_what_is_commonly_broken_or_nested_is_read(script: str) -> None:
    assert [pair for pair in collect(script) if pair[0].startswith(("jsonld.headline", "jsonld.date"))] == [
        ("jsonld.headline", "Kea"),
        ("jsonld.datePublished", "2025-09-25"),
    ]


def test_control_characters_in_strings_are_read() -> None:
    assert collect('{"@type": "Article", "headline": "Kea\n steal\tsat-nav"}') == [
        ("jsonld.headline", "Kea steal sat-nav")
    ]


def test_dates_and_headline_of_hopeless_json_are_salvaged() -> None:
    script = '{"@type": "Article", "headline": "The "best" kea", "datePublished": "2025-09-25", "x": }'
    assert parse_json_ld(script) is None
    assert collect(script) == [("jsonld.headline", 'The "best" kea'), ("jsonld.datePublished", "2025-09-25")]


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ('"Mere Tautahi"', ["Mere Tautahi"]),
        ('{"@type": "Person", "name": "Mere Tautahi"}', ["Mere Tautahi"]),
        ('[{"name": "Mere Tautahi"}, "Callum Reid"]', ["Mere Tautahi", "Callum Reid"]),
        ('{"name": ["Mere Tautahi", "Callum Reid"]}', ["Mere Tautahi", "Callum Reid"]),
        ('{"@id": "#mere"}', ["Mere Tautahi"]),
        ("[[]]", []),
        ("null", []),
    ],
)
def test_authors_come_one_by_one(author: str, names: list[str]) -> None:
    script = f'[{{"@type": "Article", "author": {author}}}, {{"@type": "Person", "@id": "#mere", "name": "Mere Tautahi"}}]'
    assert collect(script) == [("jsonld.author", name) for name in names]


def test_other_articles_of_a_list_are_not_this_page() -> None:
    assert collect(f'{{"@type": "ItemList", "itemListElement": [{ARTICLE}]}}') == []


def test_a_page_node_keeps_its_type_in_the_name() -> None:
    assert collect('{"@type": "WebPage", "datePublished": "2025-09-20"}') == [
        ("jsonld.WebPage.datePublished", "2025-09-20")
    ]


def test_the_longest_article_body_is_given() -> None:
    found = Collector()
    script = '[{"@type": "Article", "articleBody": "Short."}, {"@type": "Article", "articleBody": "Not so short."}]'
    assert collect_json_ld([script], found) == "Not so short."
