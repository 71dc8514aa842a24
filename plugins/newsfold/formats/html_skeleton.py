"""A page reduced to the elements that hold metadata, each with the place where it stood.

BeautifulSoup builds a tree of Python objects, which for a whole page costs more than reading the article does. So lxml
picks the elements, and `newsfold.formats.html_metadata` reads the small page that is made of them.
"""

import re
from functools import lru_cache
from html import escape
from itertools import islice

from lxml import etree

from newsfold.formats.characters import ends_sentence
from newsfold.formats.credit_lines import is_byline, opens_with_byline
from newsfold.formats.html_tree import describe, text_of

MAX_ELEMENTS = 60_000
MAX_PICKED = 600
MAX_SCRIPT_CHARACTERS = 2_000_000
NEAR_HEADLINE = range(-15, 60)
LANDMARKS = {"article", "header", "main", "aside", "footer", "nav"}
BYLINE_HINT = re.compile(r"byline|author|writer|journalist|reporter|contributor|autor|auteur|redakt", re.I)
DATE_HINT = re.compile(
    r"date(?!line)|(?<![a-z])time(?!line)|timestamp|datetime|publish|posted|updated|modified|datum|fecha|stamp",
    re.I,
)
ELSEWHERE_HINT = re.compile(
    r"related|comment|sidebar|teaser|recommend|promo|trending|most-?read|widget|newsletter|carousel|latest",
    re.I,
)
DATE_LIKE = re.compile(
    r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d\d|\b(?:ago|yesterday|today|vor \d|il y a|hace|há)\b|前|전$|назад",
    re.I,
)
MICRODATA = {"headline", "name", "articleSection", "keywords", "inLanguage", "url", "publisher"}
CONTAINERS = {"html", "body", "head", "form", "style", "ul", "ol", "table"}
LINES = {
    "p",
    "div",
    "span",
    "small",
    "li",
    "a",
    "em",
    "i",
    "b",
    "strong",
    "td",
    "dd",
    "address",
    "cite",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
}
KEPT_ATTRIBUTES = (
    "property", "name", "itemprop", "http-equiv", "content", "rel", "href", "hreflang", "datetime", "pubdate",
)  # fmt: skip
WHOLE_TAGS = {"meta", "title", "link", "h1", "time"}
SKIPPED_META = re.compile(
    r"viewport|verification|theme-color|msapplication|apple-|:image|image:|^image|fb:|generator|twitter:(?:card|domain|app)|referrer|color-scheme",
    re.I,
)


def build_skeleton(root: etree._Element) -> str:
    """The markup of the small page: `html[lang]`, title, meta, link, JSON-LD, time, h1, microdata, bylines
    and dates in sight.

    Elements outside the head carry `data-where`: a selector and the landmarks around them.
    """
    picked: list[str] = []
    elements = list(islice(root.iter(etree.Element), MAX_ELEMENTS))
    headline = find_headline(elements)
    for index, element in enumerate(elements):
        tag = element.tag
        if tag in WHOLE_TAGS or index == headline:
            piece = pick_whole(element)
        elif tag == "script":
            piece = pick_json_ld(element)
        else:
            kind = find_hint(element) or (guess_kind(element) if index - headline in NEAR_HEADLINE else "")
            piece = pick_visible(element, kind) if kind else ""
        if piece:
            picked.append(piece)
            if len(picked) > MAX_PICKED:
                break
    return f'<html lang="{escape(root.get("lang") or root.get("xml:lang") or "")}"><body>{"".join(picked)}</body></html>'


def find_headline(elements: list[etree._Element]) -> int:
    """The position of the first h1 with text, else of the first h2; far outside where the page has neither."""
    for tag in ("h1", "h2"):
        for index, element in enumerate(elements):
            if element.tag == tag and text_of(element, 300):
                return index
    return -1_000


def find_hint(element: etree._Element) -> str:
    """What the element's attributes say it is: byline, date, microdata; empty where they say nothing."""
    itemprop = element.get("itemprop")
    if element.get("rel") == "author":
        return "byline"
    kind = kind_of_name(element.get("class") or "") or kind_of_name(element.get("id") or "")
    if not kind and itemprop:
        return kind_of_name(itemprop) or ("microdata" if itemprop in MICRODATA else "")
    return kind or kind_of_name(element.get("data-testid") or "")


def guess_kind(element: etree._Element) -> str:
    """What a short text by the headline is, where no attribute says it: a byline, a line with a date, or
    neither (empty).
    """
    if element.tag not in LINES:
        return ""
    text = text_of(element, 120)
    if not 4 <= len(text) <= 100 or ends_sentence(text):
        return ""
    return (
        "byline" if opens_with_byline(text) or is_byline(text) else "date" if DATE_LIKE.search(text) else ""
    )


@lru_cache(maxsize=8192)
def kind_of_name(name: str) -> str:
    """What a class, an id or an itemprop says its element is. Cached: pages repeat their classes hundreds of
    times.
    """
    if not name:
        return ""
    name = name[:300]
    return "byline" if BYLINE_HINT.search(name) else "date" if DATE_HINT.search(name) else ""


@lru_cache(maxsize=8192)
def is_elsewhere(name: str) -> bool:
    """True for a class of blocks that are about other articles, or hold readers' comments."""
    return ELSEWHERE_HINT.search(name[:300]) is not None


def pick_whole(element: etree._Element) -> str:
    """A meta, link, title, time or h1 element with its attributes and its text."""
    tag = element.tag
    if tag == "meta":
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
            or ""
        )
        if not name or not element.get("content") or SKIPPED_META.search(name):
            return ""
    if tag == "link" and not re.search(
        r"\b(?:canonical|amphtml|author|alternate)\b", element.get("rel") or ""
    ):
        return ""
    if tag == "link" and element.get("rel") == "alternate" and not element.get("hreflang"):
        return ""
    if tag == "title" and next(element.iterancestors("svg", "body"), None) is not None:
        return ""
    values = ((key, element.get(key)) for key in KEPT_ATTRIBUTES)
    attributes = "".join(f' {key}="{escape(value[:4000])}"' for key, value in values if value)
    if tag in ("time", "h1", "h2"):
        return f'<{tag}{attributes} data-where="{escape(find_where(element))}">{escape(text_of(element, 600))}</{tag}>'
    return f"<{tag}{attributes}>" + (f"{escape(text_of(element, 2000))}</{tag}>" if tag == "title" else "")


def pick_json_ld(element: etree._Element) -> str:
    """A JSON-LD script as it is."""
    if (
        "ld+json" not in (element.get("type") or "").lower()
        or len(element.text or "") > MAX_SCRIPT_CHARACTERS
    ):
        return ""
    return f'<script type="application/ld+json">{re.sub("</(?=script)", "<", element.text or "", flags=re.I)}</script>'


def pick_visible(element: etree._Element, kind: str) -> str:
    """An element with microdata, or a short text that is a byline, or holds a date."""
    if element.tag in CONTAINERS:
        return ""
    text = text_of(element, 250)
    content = element.get("content") or ""
    if not (text or content) or len(text) > (120 if kind == "date" else 200):
        return ""
    if kind == "date" and not DATE_LIKE.search(text) and not DATE_LIKE.search(content[:200]):
        return ""
    itemprop = element.get("itemprop")
    attributes = f' content="{escape(content[:2000])}"' if content else ""
    attributes += f' itemprop="{escape(itemprop)}"' if itemprop else ""
    return f'<span data-kind="{kind}"{attributes} data-where="{escape(find_where(element))}">{escape(text)}</span>'


def find_where(element: etree._Element) -> str:
    """The element's selector and the landmarks that it stands in: `span.date in main > article > header`."""
    around: list[str] = []
    for ancestor in element.iterancestors():
        if ancestor.tag in LANDMARKS:
            around.append(ancestor.tag)
        elif ancestor.tag not in ("html", "body") and is_elsewhere(ancestor.get("class") or ""):
            around.append("related")
    return f"{describe(element)} in {' > '.join(reversed(around[:5])) or 'body'}"
