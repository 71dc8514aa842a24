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


AUTHORED = '{"@type": "NewsArticle", "headline": "Kea steal a sat-nav", "author": {"@type": "Person", "name": "Mere Tautahi"}}'
NAMED_ELSEWHERE = AUTHORED.replace('"name": "Mere Tautahi"', '"name": "", "@id": "#p"')


def collected(*scripts: str, own: tuple[str, ...] = ()) -> dict[str, list[str]]:
    found = Collector()
    collect_json_ld(list(scripts), found, own)
    values: dict[str, list[str]] = {}
    for header in found.headers:
        values.setdefault(header.name, []).append(header.value)
    return values


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "WebPage"}' + AUTHORED,
        '{"@type": "WebPage"};\n' + AUTHORED,
        AUTHORED.replace('"', "'"),
        AUTHORED[:-1] + ', "publisher": {"@type": "Organization",',
        AUTHORED.replace("Kea steal", 'Kea "steal"'),
        AUTHORED.replace('"name": "Mere Tautahi"', '"givenName": "Mere", "familyName": "Tautahi"'),
        f'{{"@graph": [{NAMED_ELSEWHERE}, {{"@type": ["Person"], "@id": "#p", "name": "Mere Tautahi"}}]}}',
    ],
)  # fmt: skip
def test_the_author_is_read_however_the_object_is_written(script: str) -> None:
    assert collected(script)["jsonld.author"] == ["Mere Tautahi"]


@pytest.mark.parametrize("kind", ["Review", "Recipe", "CriticReview"])
def test_what_stands_beside_an_article_is_about_something_else(kind: str) -> None:
    beside = f'{{"@type": "{kind}", "name": "Soup", "datePublished": "2018-05-05", "author": "Chef One"}}'
    values = collected(beside, AUTHORED)
    assert values["jsonld.author"] == ["Mere Tautahi"]
    assert "jsonld.datePublished" not in values
    assert collected(beside)["jsonld.datePublished"] == ["2018-05-05"]


@pytest.mark.parametrize("own", ["Kea steal a sat-nav | Alpine Post", "https://a.example/kea"])
def test_articles_that_the_page_does_not_name_are_other_pages(own: str) -> None:
    other = '{"@type": "NewsArticle", "headline": "Ferry fares rise", "url": "https://a.example/ferry", "author": "John Doe"}'
    ours = AUTHORED[:-1] + ', "url": "https://a.example/kea"}'
    assert collected(f"[{other}, {ours}]", own=(own,))["jsonld.author"] == ["Mere Tautahi"]
    assert len(collected(f"[{other}, {ours}]", own=("Snow in the south",))["jsonld.author"]) == 2
