"""JSON-LD as pages really have it: broken or not, in arrays, graphs and references -> raw headers of the
articles in it.
"""

import ast
import html
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from newsfold.formats.pages.live_blog import read_updates
from newsfold.model import HeaderPlace
from newsfold.text.raw_headers import Collector

# schema.org's Article and all types below it that name text (schema.org 28).
ARTICLE_TYPES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle", "BackgroundNewsArticle",
    "OpinionNewsArticle", "ReviewNewsArticle", "AdvertiserContentArticle", "SatiricalArticle", "ScholarlyArticle",
    "MedicalScholarlyArticle", "TechArticle", "APIReference", "Report", "BlogPosting", "LiveBlogPosting", "SocialMediaPosting",
    "DiscussionForumPosting", "Review", "CriticReview", "Recipe",
})  # fmt: skip
PAGE_TYPES = frozenset({
    "WebPage", "ItemPage", "CreativeWork", "VideoObject", "MediaGallery", "ImageGallery", "CollectionPage", "AudioObject",
    "PodcastEpisode", "TVEpisode", "RadioEpisode", "HowTo", "FAQPage", "QAPage", "ProfilePage", "AboutPage", "Clip",
})  # fmt: skip
PROPERTIES = (
    "headline", "alternativeHeadline", "name", "datePublished", "dateModified", "dateCreated", "uploadDate", "author", "creator",
    "contributor", "editor", "publisher", "sourceOrganization", "provider", "copyrightHolder", "articleSection", "keywords",
    "about", "inLanguage", "url", "@id", "mainEntityOfPage", "isPartOf", "dateline", "contentLocation", "locationCreated",
    "isAccessibleForFree", "isBasedOn", "wordCount",
)  # fmt: skip
# Only these lead from one node to the page's own article; lists of items and `hasPart` lead to other
# articles.
LEADING_KEYS = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
# Values of a property, each with its types.
Values = list[tuple[str, tuple[str, ...]]]
MAX_NODES = 2_000
MAX_VALUES = 40
MAX_ARTICLES = 20
MAX_DEPTH = 12
MAX_LITERAL = 100_000
NEXT_VALUE = re.compile(r"[\s,;]*\{")
SINGLE_QUOTED = re.compile(r"[\s\[]*\{\s*'")
# Types of what an article may hold beside itself: they speak of something else where the page has an article.
BESIDE_TYPES = frozenset({"Review", "CriticReview", "Recipe", "SocialMediaPosting", "DiscussionForumPosting"})
SALVAGED_AUTHOR = re.compile(
    r'"author"\s{0,20}:\s{0,20}\[?\s{0,20}(?:\{[^{}]{0,300}?"name"\s{0,20}:\s{0,20})?"([^"\n@:/]{2,100})"'
)
# Quotes inside a value are what breaks JSON most often: a value ends where the next name begins.
SALVAGED = re.compile(
    r'"(headline|datePublished|dateModified|articleSection)"\s{0,20}:\s{0,20}"([^\n]{1,500}?)"\s{0,20}(?=,\s{0,20}"[@\w]{1,40}"\s{0,20}:|\}|\]|$)'
)


def without_wrapper(text: str) -> str:
    """A script without the CDATA section or comment around it, whose marks may stand behind those of JavaScript's comments."""
    text = re.sub(r"\A(?:(?://)?\s*+<!\[CDATA\[|<!--)", "", text)
    if text.endswith("]]>"):
        return text.removesuffix("]]>").rstrip().removesuffix("//")
    return text.removesuffix("-->")


def parse_json_ld(text: str) -> Any | None:
    """Read one script's JSON, mending what is commonly broken; None where nothing can be read.

    Mended: CDATA and comment wrappers, JavaScript comments, trailing commas and semicolons, HTML entities for quotes,
    control characters in strings, and text behind the first value.
    """
    text = without_wrapper(text.strip()).strip().rstrip(";")
    for mend in (str, unescape_markup, drop_comments):
        text = mend(text)
        try:
            return decode_values(text.lstrip("\ufeff \t\r\n"))
        except (ValueError, RecursionError):
            continue
    return read_literal(text)


def decode_values(text: str) -> Any:
    """The first JSON value, or a list of it and of the objects that stand behind it. Control characters in strings are
    allowed. Raises ValueError where the first can't be read.
    """
    decoder = json.JSONDecoder(strict=False)
    first, end = decoder.raw_decode(text)
    values = [first]
    for _ in range(MAX_ARTICLES):
        opening = NEXT_VALUE.match(text, end)
        if opening is None:
            break
        try:
            value, end = decoder.raw_decode(text, opening.end() - 1)
        except ValueError:
            break
        if value not in values:
            values.append(value)
    return first if len(values) == 1 else values


def read_literal(text: str) -> Any | None:
    """An object written with single quotes, as programs print theirs; None where it is none."""
    if not SINGLE_QUOTED.match(text) or len(text) > MAX_LITERAL:
        return None
    try:
        return ast.literal_eval(
            re.sub(r"\bnull\b", "None", re.sub(r"\btrue\b", "True", re.sub(r"\bfalse\b", "False", text)))
        )
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def unescape_markup(text: str) -> str:
    """Entities resolved where quotes are written as such."""
    return html.unescape(text) if "&quot;" in text or "&#34;" in text or "&#x22;" in text else text


def drop_comments(text: str) -> str:
    """JavaScript comments on their own lines, trailing commas and `undefined` taken out."""
    text = re.sub(r"^[ \t]*//[^\n]*$|^[ \t]*/\*(?:[^*]|\*(?!/))*+\*/", "", text, flags=re.M)
    return re.sub(r",(?=\s*+[}\]])", "", re.sub(r":\s*undefined\b", ": null", text))


def collect_json_ld(scripts: list[str], found: Collector, own: Collection[str] = ()) -> str:
    """Add the headers of every article in `scripts`; give the longest `articleBody`, empty where there is
    none.

    A page node (`WebPage`, `VideoObject`) gives `jsonld.WebPage.datePublished` and the like: it may be about something else, and
    so may a review or a recipe beside an article. `own` are the page's titles and address: of several articles with different
    headlines those that none of them names are other pages.
    """
    body = ""
    documents = [(number, parse_json_ld(script), script) for number, script in enumerate(scripts, 1)]
    nodes = [(number, node) for number, document, _ in documents for node in walk(document)][:MAX_NODES]
    by_id = {node["@id"]: node for _, node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    articles = 0
    others = find_others([node for _, node in nodes], own)
    has_article = any(
        ARTICLE_TYPES.difference(BESIDE_TYPES).intersection(types_of(node)) for _, node in nodes
    )
    for number, node in nodes:
        if id(node) in others:
            continue
        types = types_of(node)
        kind = next((t for t in types if t in ARTICLE_TYPES), None)
        page = next((t for t in types if t in PAGE_TYPES), None)
        if has_article and kind in BESIDE_TYPES:
            kind, page = None, kind
        if (kind or page) and articles < MAX_ARTICLES:
            articles += 1
            prefix = "jsonld." if kind else f"jsonld.{page}."
            add_node(node, prefix, HeaderPlace(f"ld+json {number}, {kind or page}"), by_id, found)
        text = read_updates(node) or node.get("articleBody")
        if kind and isinstance(text, str) and len(text) > len(body):
            body = text
    for number, document, script in documents:
        if document is None:
            for match in SALVAGED.finditer(script[:500_000]):
                found.header(
                    f"jsonld.{match[1]}", html.unescape(match[2]), f"ld+json {number}, which is broken"
                )
            for match in SALVAGED_AUTHOR.finditer(script[:500_000]):
                place = HeaderPlace(f"ld+json {number}, which is broken", value_types=("Person",))
                found.header("jsonld.author", html.unescape(match[1]), place)
    return body


def find_others(nodes: list[dict[str, Any]], own: Collection[str]) -> set[int]:
    """The identities of article nodes that are about other pages; none where no node is surely about this one."""
    articles = [
        node
        for node in nodes
        if ARTICLE_TYPES.intersection(types_of(node)) and isinstance(node.get("headline"), str)
    ]
    if len({node["headline"] for node in articles}) < 2:
        return set()
    known = {known for text in own if (known := comparable(text))}
    ours = [node for node in articles if is_named(node, known)]
    return {id(node) for node in articles if node not in ours} if ours else set()


def is_named(node: dict[str, Any], known: set[str]) -> bool:
    """Whether one of the page's titles holds the node's headline, or its address is the page's."""
    headline = comparable(html.unescape(node["headline"]))
    page = node.get("mainEntityOfPage")
    addresses = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
    return any(isinstance(address, str) and comparable(address) in known for address in addresses) or (
        len(headline) > 8 and any(headline in name for name in known)
    )


def comparable(text: str) -> str:
    """Text reduced to its letters and digits, in small letters."""
    return re.sub(r"[\W_]+", "", text.casefold())


def walk(document: Any) -> Iterator[dict[str, Any]]:
    """All nodes that may be about this page, in document order: the top ones, those in arrays, `@graph` and
    main entities.
    """
    waiting = [(document, 0)]
    seen = 0
    while waiting and seen < MAX_NODES:
        value, depth = waiting.pop()
        if depth > MAX_DEPTH:
            continue
        if isinstance(value, list):
            waiting.extend((item, depth + 1) for item in reversed(value[:MAX_NODES]))
        elif isinstance(value, dict):
            seen += 1
            yield value
            waiting.extend(
                (value[key], depth + 1)
                for key in reversed(LEADING_KEYS)
                if isinstance(value.get(key), dict | list)
            )


def types_of(node: dict[str, Any]) -> list[str]:
    """The node's types without their schema.org prefix."""
    types = node.get("@type")
    types = types if isinstance(types, list) else [types]
    return [t.rstrip("/").rpartition("/")[2].rpartition(":")[2] for t in types[:10] if isinstance(t, str)]


def add_node(
    node: dict[str, Any], prefix: str, place: HeaderPlace, by_id: dict[str, dict[str, Any]], found: Collector
) -> None:
    """Add one header for each value of each known property of `node`."""
    for name in PROPERTIES:
        if name in node:
            for value, types in values_of(node[name], name, by_id, 0):
                found.header(f"{prefix}{name}", html.unescape(value), replace(place, value_types=types))


def values_of(value: Any, name: str, by_id: dict[str, dict[str, Any]], depth: int) -> Values:
    """The plain values in a property, each with the types of what it names (`Person`): names of persons and organizations,
    or addresses.
    """
    if depth > 4:
        return []
    if isinstance(value, bool | int | float):
        return [(json.dumps(value), ())]
    if isinstance(value, str):
        return [(value, ())] if value.strip() else []
    if isinstance(value, list):
        return [pair for item in value[:MAX_VALUES] for pair in values_of(item, name, by_id, depth + 1)][
            :MAX_VALUES
        ]
    if not isinstance(value, dict):
        return []
    identity = value.get("@id")
    if (
        not value.get("name")
        and isinstance(identity, str)
        and identity in by_id
        and by_id[identity] is not value
    ):
        value = by_id[identity]
    keys = (
        ("@id", "url", "name")
        if name == "mainEntityOfPage"
        else ("name", "@value", "legalName", "headline", "url", "@id")
    )
    types = tuple(types_of(value))
    given, family = value.get("givenName"), value.get("familyName")
    if isinstance(given, str) and isinstance(family, str) and not value.get("name"):
        return [(f"{given} {family}", types)]
    for key in keys:
        if isinstance(value.get(key), str | list) and value[key]:
            return [(text, types) for text, _ in values_of(value[key], name, by_id, depth + 1)]
    return []
