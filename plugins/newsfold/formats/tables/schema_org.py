"""JSON-LD in files of its own: schema.org NewsArticle and its like -> records. Reference: https://schema.org/NewsArticle."""

from collections.abc import Iterator, Mapping
from typing import Any

from newsfold.formats.content_text import read_content
from newsfold.formats.pages.json_ld import ARTICLE_TYPES, PAGE_TYPES, add_node, types_of
from newsfold.formats.pages.live_blog import read_updates
from newsfold.formats.tables.json_items import JsonItem
from newsfold.model import HeaderPlace, Record, Rejection
from newsfold.text.raw_headers import Collector, as_place

TEXTS = ("articleBody", "text", "reviewBody", "description", "abstract")
LEADING = (
    "@graph",
    "mainEntity",
    "mainEntityOfPage",
    "itemListElement",
    "item",
    "hasPart",
    "dataFeedElement",
    "blogPost",
)
MAX_NODES = 20_000
MAX_DEPTH = 12


def is_json_ld(value: Mapping[str, Any]) -> bool:
    """True for an object with schema.org's vocabulary: a context, a graph, or an article's type."""
    return "@graph" in value or (
        "@type" in value and ("@context" in value or bool(ARTICLE_TYPES.intersection(types_of(dict(value)))))
    )


def read_json_ld(item: JsonItem, position: int) -> Iterator[Record | Rejection]:
    """One record for each article in the document, the first at `position`; one Rejection where there is none."""
    nodes = list(walk(item.value))
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = [node for node in nodes if ARTICLE_TYPES.intersection(types_of(node))]
    pages = [node for node in nodes if PAGE_TYPES.intersection(types_of(node))] if len(articles) == 1 else []
    for number, article in enumerate(articles):
        yield read_article(article, pages, by_id, item, position + number)
    if not articles:
        kinds = ", ".join(kind for node in nodes[:5] for kind in types_of(node)) or "nothing with a type"
        yield Rejection(
            "no_article", f"JSON-LD without an article: {kinds}"[:300], position, item.offset, "json-ld"
        )


def walk(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The document's nodes that can be articles or pages, in document order."""
    waiting: list[tuple[Any, int]] = [(document, 0)]
    seen = 0
    while waiting and seen < MAX_NODES:
        value, depth = waiting.pop()
        if isinstance(value, list):
            waiting.extend((each, depth) for each in reversed(value[:MAX_NODES]) if isinstance(each, dict))
        elif isinstance(value, dict) and depth <= MAX_DEPTH:
            seen += 1
            yield value
            waiting.extend(
                (value[name], depth + 1)
                for name in reversed(LEADING)
                if isinstance(value.get(name), dict | list)
            )


def read_article(
    article: dict[str, Any],
    pages: list[dict[str, Any]],
    by_id: dict[str, dict[str, Any]],
    item: JsonItem,
    position: int,
) -> Record | Rejection:
    """Read one article node; the page it is on, if there is only this article, adds its own statements."""
    found = Collector()
    add_node(article, "jsonld.", as_place(next(iter(types_of(article)), "article")), by_id, found)
    for page in pages:
        kind = next(kind for kind in types_of(page) if kind in PAGE_TYPES)
        add_node(page, f"jsonld.{kind}.", HeaderPlace(kind), by_id, found)
    body = read_texts(article, found)
    if body:
        return Record(
            position,
            "json-ld",
            tuple(found.headers),
            "\n\n".join(body),
            tuple(found.blocks),
            item.encoding,
            item.offset,
            item.length,
        )
    stated = {header.name: header.value for header in reversed(found.headers)}
    address = stated.get("jsonld.url") or stated.get("jsonld.mainEntityOfPage") or stated.get("jsonld.@id")
    if address:
        return Rejection(
            "pointer",
            f"{stated.get('jsonld.headline', 'no headline')}: {address}"[:500],
            position,
            item.offset,
            "json-ld",
        )
    return Rejection("no_article", "an article without text", position, item.offset, "json-ld")


def read_texts(article: dict[str, Any], found: Collector) -> list[str]:
    """The paragraphs of the first text that the article has, of a live blog its updates; the others are set aside."""
    updates = read_updates(article)
    body = read_content(updates, "", found, "liveBlogUpdate") if updates else []
    for name in TEXTS if not updates else ():
        text = article.get(name)
        if not isinstance(text, str) or not text.strip():
            continue
        if not body:
            body = read_content(text, "", found, name)
        else:
            found.block("synopsis", "\n".join(read_content(text[:20_000], "", Collector(), name)), name)
    return body
