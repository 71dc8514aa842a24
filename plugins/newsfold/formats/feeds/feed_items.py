"""One item of a feed -> raw headers and text: the elements of RSS, Atom, Dublin Core, Media RSS and iTunes."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from urllib.parse import urljoin

from lxml import etree

from newsfold.formats.article_limits import checked_markup
from newsfold.formats.content_text import read_content
from newsfold.text.feed_forms import OWN_NAMESPACES
from newsfold.text.raw_headers import Collector
from newsfold.text.xml_pieces import local_name

RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Element, with its usual prefix where it is not RSS or Atom -> header.
DATES = {
    "pubdate": "published", "published": "published", "issued": "published", "created": "published",
    "dc:date": "published", "dc:issued": "published", "dc:created": "published",
    "prism:publicationdate": "published", "updated": "updated", "modified": "updated", "lastbuilddate": "updated",
    "dc:modified": "updated", "prism:modificationdate": "updated",
}  # fmt: skip
PLAIN = {
    "title": "title", "guid": "id", "id": "id", "dc:identifier": "id", "dc:language": "language",
    "language": "language", "dc:publisher": "publisher", "dc:source": "source",
    "dc:rights": "rights", "rights": "rights", "copyright": "rights", "comments": "comments", "dc:title": "title",
    "media:title": "title", "origlink": "link", "media:credit": "credit",
    "location": "place", "dc:coverage": "place",
}  # fmt: skip
AUTHORS = frozenset(
    ("author", "contributor", "creator", "dc:creator", "dc:author", "itunes:author", "dc:contributor")
)
CONTENTS = (
    "content:encoded",
    "content",
    "fulltext",
    "full-text",
    "xhtml:body",
    "body",
    "xhtml:fullitem",
    "fullitem",
)
# The same under whatever prefix: `turbo:content`, `yandex:full-text`. Media RSS means files by its own.
CONTENT_NAMES = frozenset(
    (
        "content",
        "encoded",
        "full-text",
        "fulltext",
        "full_text",
        "fullcontent",
        "articlebody",
        "body",
        "story",
        "text",
        "article",
    )
)
SUMMARIES = (
    "description",
    "summary",
    "media:description",
    "itunes:summary",
    "dc:description",
    "itunes:subtitle",
    "tagline",
    "abstract",
)
PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:", "http://purl.org/dc/terms/": "dc:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:", "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://www.w3.org/1999/xhtml": "xhtml:", "http://www.georss.org/georss": "georss:",
    **{namespace.lower(): "" for namespace in OWN_NAMESPACES},
}  # fmt: skip
# `jane@example.org (Jane Doe)`, which is how RSS 2.0 wants its authors, and `Jane Doe <jane@example.org>`.
MAIL_FIRST = re.compile(r"\s*\S{1,200}@\S{1,200}\s*\(([^()]{1,200})\)\s*")
MAX_CHILDREN = 2_000
VOID = frozenset(("br", "hr", "img"))  # HTML's elements without end tag


def name_of(element: etree._Element) -> str:
    """The element's name in small letters, with the usual prefix of its namespace, or its own where we don't know that."""
    namespace = str(element.tag).rpartition("}")[0].lstrip("{").strip()
    prefix = PREFIXES.get(namespace.lower())
    if prefix is None:
        prefix = "" if not namespace or element.prefix is None else f"{element.prefix.lower()}:"
    return f"{prefix}{local_name(element).lower()}"


def child_texts(element: etree._Element) -> dict[str, str]:
    """The first plain text of each kind of child, by local name."""
    texts: dict[str, str] = {}
    for child in element[:MAX_CHILDREN]:
        if child.text and child.text.strip():
            texts.setdefault(local_name(child).lower(), child.text.strip())
    return texts


def read_feed_item(
    item: etree._Element, language: str, publisher: str, rights: str, authors: Sequence[str]
) -> tuple[Collector, list[str]]:
    """Headers and paragraphs of one item; what it doesn't say itself is taken from its feed."""
    found = Collector()
    contents: list[tuple[str, str, str]] = []
    summaries: list[tuple[str, str, str]] = []
    for name, child in children_of(item):
        if name == "media:description" and name_of(child.getparent()) == "media:content":
            found.block("caption", whole_text(child), name)
        elif is_content(name) or name in SUMMARIES:
            (contents if is_content(name) else summaries).append(
                (inner_markup(child), media_type(child), name)
            )
        else:
            collect(name, child, found)
    stated = {header.name for header in found.headers}
    if "feed.id" not in stated:
        found.header("feed.id", item.get(RDF_ABOUT) or "", "rdf:about")
    own_language = item.get(XML_LANG)
    for header, value in (("language", own_language or language), ("rights", rights)):
        if f"feed.{header}" not in stated:
            found.header(
                f"feed.{header}", value or "", "item" if own_language and header == "language" else "feed"
            )
    for author in authors if "feed.author" not in stated else ():
        found.header("feed.author", author, "author of the feed")
    found.header("feed.publisher", publisher, "title of the feed")
    return found, read_text(contents, summaries, found)


def is_content(name: str) -> bool:
    """Whether an element's name says that it holds the whole text."""
    prefix, _, local = name.rpartition(":")
    return name in CONTENTS or (prefix not in ("", "media") and local in CONTENT_NAMES)


def children_of(item: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The item's children with their names; those of `media:group` and `media:content` too, and other wrappers not."""
    for child in item[:MAX_CHILDREN]:
        if not isinstance(child.tag, str):
            continue
        name = name_of(child)
        yield name, child
        if name in ("media:group", "media:content"):
            yield from (
                (name_of(inner), inner)
                for inner in child.iter(etree.Element)
                if inner is not child and name_of(inner) != "media:title"
            )


def collect(name: str, child: etree._Element, found: Collector) -> None:
    """Add the headers of one child that holds no text of the article."""
    text = whole_text(child)
    if name in DATES:
        found.header(f"feed.{DATES[name]}", text, name)
    elif name in PLAIN:
        found.header(f"feed.{PLAIN[name]}", text, name)
    elif name in AUTHORS:
        found.header("feed.author", author_of(child, text), name)
    elif name == "link":
        collect_link(child, text, found)
    elif name in ("category", "dc:subject", "itunes:category"):
        value = child.get("label") or text or child.get("term") or child.get("text") or ""
        found.header("feed.category", value, name)
        scheme = child.get("scheme") or child.get("domain") or ""
        found.header("feed.category.code", f"{scheme} {child.get('term') or text}" if scheme else "", name)
    elif name in ("media:keywords", "itunes:keywords", "keywords"):
        found.header("keywords", text, name)
    elif name == "source":
        title = next((whole_text(inner) for inner in child if local_name(inner) == "title"), text)
        found.header("feed.source", title or child.get("url") or "", name)
    elif name in ("enclosure", "media:content"):
        found.header(
            "feed.media",
            child.get("url") or "",
            f"{name}, {child.get('type') or child.get('medium') or 'unknown type'}",
        )


def collect_link(child: etree._Element, text: str, found: Collector) -> None:
    """An address of the item: the text in RSS, `href` in Atom, where the relation says what it leads to."""
    relation = (child.get("rel") or "alternate").rpartition("/")[2]
    address = child.get("href") or text
    base = child.base  # xml:base of the element or of one above it
    if base and address and "://" not in address[:20]:
        address = resolve_address(base, address)
    if relation in ("alternate", "canonical"):
        found.header("feed.link", address, f"link, {relation}" if child.get("rel") else "link")
    elif relation == "enclosure":
        found.header("feed.media", address, f"link, {child.get('type') or 'enclosure'}")


def resolve_address(base: str, address: str) -> str:
    """A relative address made whole; as it is where that can't be done."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def author_of(child: etree._Element, text: str) -> str:
    """The name of an author: Atom's `name`, the name beside an address, else the text."""
    name = next(
        (whole_text(inner) for inner in child if local_name(inner).lower() in ("name", "value")),
        "",
    )
    if name or len(child):
        return name
    match = MAIL_FIRST.fullmatch(text)
    return match[1] if match else text


def whole_text(element: etree._Element) -> str:
    """All text inside an element."""
    return (
        " ".join("".join(element.itertext())[:20_000].split())
        if len(element)
        else (element.text or "")[:20_000].strip()
    )


def media_type(child: etree._Element) -> str:
    """The declared type of a text as a media type; empty where none is declared (RSS)."""
    declared = (child.get("type") or "").lower()
    return {
        "text": "text/plain",
        "plain": "text/plain",
        "html": "text/html",
        "xhtml": "application/xhtml+xml",
    }.get(declared, declared)


def inner_markup(child: etree._Element) -> str:
    """The text of an element, or the markup inside it where that was not escaped."""
    if not len(child):
        return checked_markup(child.text or "")
    pieces: list[str] = []
    for event, element in etree.iterwalk(child, events=("start", "end")):
        name = local_name(element)
        if event == "start":
            pieces += "" if element is child else f"<{name}>", escape(element.text or "", quote=False)
        elif element is not child:
            pieces += "" if name in VOID else f"</{name}>", escape(element.tail or "", quote=False)
    return checked_markup("".join(pieces))


def read_text(
    contents: list[tuple[str, str, str]], summaries: list[tuple[str, str, str]], found: Collector
) -> list[str]:
    """The paragraphs of the longest content, else of the longest summary. Beside a content, the summary is set aside."""
    body: list[str] = []
    for markup, media, name in [
        *sorted(contents, key=lambda each: -len(each[0])),
        *sorted(summaries, key=lambda each: -len(each[0])),
    ]:
        if not markup.strip() or (media and not re.search(r"text|html|xml", media)):
            continue
        if not body:
            body = read_content(markup, media, found, name)
        elif name in SUMMARIES:
            text = "\n".join(read_content(markup[:20_000], media, Collector(), name))
            if text and text[:200] not in "\n".join(body):
                found.block("synopsis", text, name)
            break
    return body
