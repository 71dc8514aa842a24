"""The metadata of a page -> raw headers, in document order, without a judgement which is right."""

import json
import re
from collections.abc import Callable
from itertools import islice

from bs4 import BeautifulSoup, Tag
from bs4.filter import SoupStrainer
from lxml import etree

from newsfold.formats.html_writing import as_html
from newsfold.formats.pages.html_tree import text_of
from newsfold.formats.pages.html_visible import VISIBLE_TAGS, Sight, Triples, find_headline, read_microdata
from newsfold.formats.pages.json_ld import collect_json_ld
from newsfold.model import HeaderPlace
from newsfold.text.date_shapes import DATED_PATH
from newsfold.text.raw_headers import Collector, as_place
from newsfold.text.rdfa_names import dotted_name

MAX_ELEMENTS = 60_000
MAX_SCRIPTS = 200
MAX_SCRIPT_CHARACTERS = 2_000_000
ONLY_META = SoupStrainer("meta")
META_KEYS = ("property", "name", "http-equiv")
PARSELY = {
    "title": "parsely-title", "pub_date": "parsely-pub-date", "author": "parsely-author", "authors": "parsely-author",
    "section": "parsely-section", "tags": "parsely-tags",
}  # fmt: skip
LINKS = ("canonical", "amphtml", "author", "alternate")
SKIPPED_META = re.compile(
    r"viewport|verification|theme-color|msapplication|apple-|:image|image:|^image|fb:|generator|twitter:(?:card|domain|app)|referrer|color-scheme",
    re.I,
)


def collect_metadata(root: etree._Element, found: Collector) -> str:
    """Add all headers of the page to `found`; give JSON-LD's `articleBody` (empty where there is none)."""
    found.header("html.lang", root.get("lang") or root.get("xml:lang") or "", "html[lang]")
    elements = list(islice(root.iter(etree.Element), MAX_ELEMENTS))
    tags = [element.tag for element in elements]  # each look at a tag makes a new text
    titles = find_titles(elements, tags)
    article_body = collect_json_ld(find_json_ld(elements, tags), found, [*titles, *find_addresses(root)])
    kept = [
        element for element, tag in zip(elements, tags, strict=True) if tag == "meta" and is_wanted(element)
    ]
    metas = dict(zip(kept, soup_of_metas(kept), strict=True))
    sight = Sight(elements, find_headline(elements, tags, titles), [*titles, *stated_headlines(found)])
    for index, (element, tag) in enumerate(zip(elements, tags, strict=True)):
        reader = HEAD_READERS.get(tag)
        if tag == "meta":
            triples = read_meta(metas[element]) if element in metas else []
        elif reader is not None:
            triples = reader(element)
        elif index == sight.headline or tag in VISIBLE_TAGS:
            triples = sight.read(index, element)
        else:
            triples = sight.read_other(index, element)
        for name, value, place in triples:
            found.header(name, value, place)
    return article_body


def stated_headlines(found: Collector) -> list[str]:
    """What JSON-LD calls the article."""
    return [header.value for header in found.headers if header.name == "jsonld.headline"]


def is_wanted(element: etree._Element) -> bool:
    """True for a `meta` element that may say something of the article: a third of them are about pictures, colours and apps."""
    if not (element.get("content") or element.get("value")):
        return False
    for key in META_KEYS:
        for name in (element.get(key) or "").lower().split()[:1]:
            return name == "og:image" or not SKIPPED_META.search(name)
    return element.get("itemprop") is not None


def soup_of_metas(metas: list[etree._Element]) -> list[Tag]:
    """The page's `meta` elements as Beautiful Soup reads them, in document order. Only they go into the soup: one of the
    whole page takes longer than all else that is done with it."""
    marks = [as_html(element, with_tail=False) for element in metas]
    tags = read_soup("".join(marks))
    if len(tags) == len(metas):
        return tags
    # An odd attribute has broken a mark apart: each on its own then, and an empty one where nothing can be read.
    return [next(iter(read_soup(mark)), Tag(name="meta", attrs={})) for mark in marks]


def read_soup(markup: str) -> list[Tag]:
    """The `meta` elements of some markup."""
    soup = BeautifulSoup(markup, "lxml", parse_only=ONLY_META, multi_valued_attributes=None)
    return [tag for tag in soup.find_all("meta") if isinstance(tag, Tag)]


def find_json_ld(elements: list[etree._Element], tags: list[str]) -> list[str]:
    """The text of the JSON-LD scripts, wherever in the page they stand."""
    scripts = (
        element.text or ""
        for element, tag in zip(elements, tags, strict=True)
        if tag == "script" and "ld+json" in (element.get("type") or "").lower()
    )
    return [script for script in islice(scripts, MAX_SCRIPTS) if len(script) <= MAX_SCRIPT_CHARACTERS]


def find_titles(elements: list[etree._Element], tags: list[str]) -> list[str]:
    """What the page's head calls the page: its title element, Open Graph and Twitter."""
    found = []
    for element, tag in zip(elements, tags, strict=True):
        if tag == "body":
            break
        if tag == "title":
            found.append(text_of(element, 2_000))
        elif tag == "meta" and (element.get("property") or element.get("name")) in (
            "og:title",
            "twitter:title",
        ):
            found.append(element.get("content") or element.get("value") or "")
    return found


def find_addresses(root: etree._Element) -> list[str]:
    """What the page calls its own address."""
    return [
        link.get("href") or "" for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"
    ]


def read_title(element: etree._Element) -> Triples:
    """`title`, unless it is that of a drawing."""
    if next(element.iterancestors("svg", "body"), None) is not None:
        return []
    return [("title", text_of(element, 2_000), HeaderPlace("title"))]


def read_meta(element: Tag) -> Triples:
    """`meta.<name>`, or `itemprop.<name>` for microdata, with the content.

    Some systems and archived copies write `value` for `content`; HTML has no other meaning for it here.
    """
    content = str(element.get("content") or element.get("value") or "")
    if not content:
        return []
    for key in META_KEYS:
        for name in str(element.get(key) or "").lower().split()[:1]:
            # A picture's address is only kept where it holds a day.
            if SKIPPED_META.search(name) and not (name == "og:image" and DATED_PATH.search(content[:500])):
                return []
            if name == "parsely-page":
                return read_parsely(content)
            return [(f"meta.{dotted_name(name)}", content, as_place(f'meta[{key}="{name}"]'))]
    return [
        (f"itemprop.{name}", content, as_place(f'meta[itemprop="{name}"]'))
        for name in str(element.get("itemprop") or "").split()[:2]
        if not SKIPPED_META.search(name)
    ]


def read_parsely(content: str) -> Triples:
    """The properties of `parsely-page`, one JSON object, under the names of the single elements that say the same."""
    try:
        stated = json.loads(content)
    except (ValueError, RecursionError):
        return []
    if not isinstance(stated, dict):
        return []
    found = []
    for key, name in PARSELY.items():
        values = stated.get(key)
        for value in values[:20] if isinstance(values, list) else [values]:
            if isinstance(value, str) and value.strip():
                found.append((f"meta.{name}", value, as_place('meta[name="parsely-page"]')))
    return found


def read_link(element: etree._Element) -> Triples:
    """`link.canonical`, `link.amphtml`, `link.alternate` with the address."""
    relations = (element.get("rel") or "").lower().split()
    language = element.get("hreflang") or ""
    if relations == ["alternate"] and not language:
        return []  # a feed
    place = as_place(f'link[hreflang="{language}"]' if language else "link")
    address = element.get("href") or element.get("content") or ""
    named = [(f"link.{name}", address, place) for name in relations if name in LINKS]
    return [*named, *(row for row in read_microdata(element, place) if not relations)]


def skip(element: etree._Element) -> Triples:
    """Scripts hold nothing for readers."""
    return []


HEAD_READERS: dict[str, Callable[[etree._Element], Triples]] = {
    "title": read_title,
    "link": read_link,
    "script": skip,
    "html": skip,
    "head": skip,
    "body": skip,
}
