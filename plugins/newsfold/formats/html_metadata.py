"""The metadata of a page -> raw headers, in document order, without a judgement which is right."""

import warnings

from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, Tag
from lxml.html import HtmlElement

from newsfold.formats.html_skeleton import build_skeleton
from newsfold.formats.json_ld import collect_json_ld
from newsfold.formats.raw_headers import Collector

MAX_VISIBLE = 60


def collect_metadata(root: HtmlElement, found: Collector) -> str:
    """Add all headers of the page to `found`; give JSON-LD's `articleBody` (empty where there is none)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        soup = BeautifulSoup(build_skeleton(root), "lxml")
    if soup.html is not None:
        found.header("html.lang", attribute(soup.html, "lang"), "html[lang]")
    scripts = [script.string or "" for script in soup.find_all("script")]
    article_body = collect_json_ld(scripts, found)
    seen: set[tuple[str, str]] = set()
    for element in soup.find_all(["title", "meta", "link", "h1", "h2", "time", "span"]):
        for name, value, where in read_element(element):
            visible = name.startswith("visible")
            if visible and ((name, value) in seen or len(seen) >= MAX_VISIBLE):
                continue
            if visible:
                seen.add((name, value))
            found.header(name, value, where)
    return article_body


def attribute(element: Tag, name: str) -> str:
    """An attribute as text; empty where it is missing."""
    value = element.get(name)
    return " ".join(value) if isinstance(value, list) else value or ""


def read_element(element: Tag) -> list[tuple[str, str, str]]:
    """The headers of one element of the skeleton: name, value, where."""
    where = attribute(element, "data-where")
    text = element.get_text()
    if element.name == "title":
        return [("title", text, "title")]
    if element.name == "meta":
        return read_meta(element)
    if element.name == "link":
        return read_link(element)
    if element.name in ("h1", "h2"):
        return [(element.name, text, where), *read_microdata(element, where)]
    if element.name == "time":
        dated = [("time.datetime", attribute(element, "datetime"), where)] if element.get("datetime") else []
        return [*dated, ("time.text", text, where), *read_microdata(element, where)]
    kind = attribute(element, "data-kind")
    visible = [] if kind == "microdata" else [(f"visible {kind}", text, where)]
    return [*read_microdata(element, where), *visible]


def read_meta(element: Tag) -> list[tuple[str, str, str]]:
    """`meta.<name>`, or `itemprop.<name>` for microdata, with the content."""
    content = attribute(element, "content")
    for key in ("property", "name", "http-equiv"):
        for name in attribute(element, key).lower().split()[:2]:
            return [(f"meta.{name}", content, f'meta[{key}="{name}"]')]
    return [
        (f"itemprop.{name}", content, f'meta[itemprop="{name}"]')
        for name in attribute(element, "itemprop").split()[:2]
    ]


def read_link(element: Tag) -> list[tuple[str, str, str]]:
    """`link.canonical`, `link.amphtml`, `link.alternate` with the address."""
    relations = attribute(element, "rel").lower().split()
    language = attribute(element, "hreflang")
    where = f'link[hreflang="{language}"]' if language else "link"
    return [
        (f"link.{name}", attribute(element, "href"), where)
        for name in relations
        if name in ("canonical", "amphtml", "author", "alternate")
    ]


def read_microdata(element: Tag, where: str) -> list[tuple[str, str, str]]:
    """`itemprop.<name>` with the element's content attribute, its datetime or its text."""
    value = attribute(element, "content") or attribute(element, "datetime") or element.get_text()
    return [(f"itemprop.{name}", value, where) for name in attribute(element, "itemprop").split()[:2]]
