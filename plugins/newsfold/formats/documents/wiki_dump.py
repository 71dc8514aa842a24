"""Dumps of MediaWiki, of Wikinews and Wikipedia (export-0.11, https://www.mediawiki.org/xml/) -> an article a page.

The time of a revision is that of a change. When a piece of news came out is in a template of its text
(`{{date|September 26, 2025}}`); a page without it has no day.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

from newsfold.formats.content_text import paragraphs_of
from newsfold.formats.documents.wiki_markup import plain_text
from newsfold.formats.wire.wire_xml import Node, Placed, children, give, read_wire, refuse
from newsfold.model import Record, Rejection
from newsfold.text.body_blocks import split_blocks
from newsfold.text.decoding import Decoded
from newsfold.text.raw_headers import Collector
from newsfold.text.xml_pieces import Around

FORM = "mediawiki"
BASE = re.compile(r"<base>\s{0,20}(https?://[^<>\s]{1,300}/)[^<>\s/]{0,300}\s{0,20}</base>")
LANGUAGE = re.compile(r'\sxml:lang="([A-Za-z-]{2,12})"')
MAX_VALUE = 2_000
#: Templates of Wikinews whose value is a header.
TEMPLATES = {"date": "published", "byline": "published", "datum": "published"}


def read_wiki(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read the pages of a dump of `size` bytes, in order. Those of other namespaces (talk, users, templates) are no articles."""
    return read_wire(decoded, size, FORM, "page", read_page_of_wiki)


def read_page_of_wiki(page: Node, placed: Placed, around: Around) -> Iterator[Record | Rejection]:
    """Read one page, in its last revision."""
    values = {node.name: node for node in children(page)}
    title = value_of(values.get("title"))
    if "redirect" in values:
        yield refuse(
            placed,
            "pointer",
            f"{title}: leads to {values['redirect'].element.get('title') or 'another page'}",
        )
        return
    if value_of(values.get("ns")) not in ("", "0"):
        yield refuse(placed, "no_article", f"{title}: a page of namespace {value_of(values['ns'])}")
        return
    revision = {node.name: node for node in children(values["revision"])} if "revision" in values else {}
    markup = revision["text"].element.text or "" if "text" in revision else ""
    found = Collector()
    found.header("headline", title, "page/title")
    found.header("updated", value_of(revision.get("timestamp")), "page/revision/timestamp")
    base, language = BASE.search(around.head), LANGUAGE.search(around.head)
    if base and title:
        found.header("url", base[1] + quote(title.replace(" ", "_"), safe="/:,()'!*-._"), "siteinfo/base")
    found.header("language", language[1] if language else "", "mediawiki")
    text, templates = plain_text(markup)
    for name, value in templates:
        if name in TEMPLATES:
            found.header(TEMPLATES[name], value, f"{{{{{name}}}}}")
    body = split_blocks(paragraphs_of(text, "text/plain", found, "page/revision/text"), found)
    if body:
        yield give(found, body, placed)
    else:
        yield refuse(
            placed, "no_article" if placed.is_closed else "truncated", f"{title}: a page without text"
        )


def value_of(node: Node | None) -> str:
    """The text of an element; empty where there is none."""
    return (node.element.text or "").strip()[:MAX_VALUE] if node is not None else ""
