"""The text that an element of NewsML carries: NITF, HTML as elements, HTML or plain text as characters, base64 -> paragraphs."""

import base64
import binascii
from html import unescape

from newsfold.formats.article_limits import checked_markup
from newsfold.formats.content_text import read_content
from newsfold.formats.feeds.feed_items import inner_markup
from newsfold.formats.wire.nitf import read_nitf_element
from newsfold.formats.wire.nitf_body import read_nitf_body
from newsfold.formats.wire.wire_xml import Node, children, descend, text_of
from newsfold.text.raw_headers import Collector
from newsfold.text.xml_pieces import Around, local_name, parse_piece

HTML_ROOTS = frozenset(("html", "body", "div", "section", "article", "span"))
HTML_HEADS = frozenset(("head", "title", "script", "style", "header", "footer", "nav"))
FOREIGN_HEADLINES = frozenset(("rubrik", "overskrift", "otsikko"))
FOREIGN_PARTS = frozenset(("brodtext", "ingress", "brødtekst", "leipateksti"))
NITF_ROOTS = frozenset(("body.content", "block", "p", "hl2"))


def read_inline(node: Node, media: str, found: Collector, encoding: str = "") -> list[str]:
    """The paragraphs that `node` carries. `media` is the declared type, empty where there is none.

    The headers of an NITF document inside are added to `found` where they are not stated yet. Empty for XML that is neither
    NITF nor HTML (SportsML, EventsML) unless an NITF document stands in it.
    """
    inner = children(node)
    if not inner:
        return read_characters(node, media, found, encoding)
    nitf = next((each for each in descend(node) if each.name == "nitf"), None)
    if nitf is not None:
        own, paragraphs = read_nitf_element(nitf)
        merge(own, found)
        return paragraphs
    if (foreign := foreign_paragraphs(node)) is not None:
        return read_foreign(node, foreign, found)
    names = {each.name for each in inner}
    if names & {"block", "body.content"} or ("nitf" in media.lower() and names & NITF_ROOTS):
        return read_nitf_body(node, found)
    if names & HTML_ROOTS or names & {"p", "pre", "h1", "h2", "h3", "ul", "table", "br", "b", "i", "a"}:
        return read_content(without_head(node), "application/xhtml+xml", found, node.path)
    return []


def foreign_paragraphs(node: Node) -> list[Node] | None:
    """The paragraphs of an agency's own vocabulary around HTML's `p` (`RUBRIK`, `DAT`, `INGRESS`, `BRODTEXT`); None elsewhere."""
    below = list(descend(node))
    if not any(each.name in FOREIGN_HEADLINES or each.name in FOREIGN_PARTS for each in below):
        return None
    return [each for each in below if each.name == "p"] or None


def read_foreign(node: Node, paragraphs: list[Node], found: Collector) -> list[str]:
    """The text of the paragraphs; the headline, where the item states none, and place and source are headers."""
    stated = {header.name for header in found.headers}
    for each in descend(node):
        if each.name in FOREIGN_HEADLINES and "item.headline" not in stated:
            found.header("item.headline", text_of(each), each.path)
        elif each.name == "vignette":
            found.header("item.section", text_of(each), each.path)
    return [
        line
        for each in paragraphs
        for line in read_content(inner_markup(each.element), "application/xhtml+xml", found, each.path)
    ]


def without_head(node: Node) -> str:
    """The markup inside an element, without HTML's heads, which repeat what the item says about itself."""
    for head in [each for each in descend(node) if each.name in HTML_HEADS]:
        parent = head.element.getparent()
        if parent is not None and not (head.element.tail or "").strip():
            parent.remove(head.element)
    return inner_markup(node.element)


def read_characters(node: Node, media: str, found: Collector, encoding: str) -> list[str]:
    """Text that stands as characters: plain, markup that was escaped or in CDATA, or base64."""
    text = checked_markup(node.element.text or "")
    if "base64" in encoding.lower():
        text = decode_base64(text)
    if not text.strip():
        return []
    lowered = media.lower()
    if "<nitf" in text[:2_000] or ("nitf" in lowered and "<body.content" in text):
        parsed = parse_piece(text[text.find("<nitf") :] if "<nitf" in text else text, Around("", ""))
        element = parsed[0] if parsed is not None and len(parsed) else None
        if element is not None and local_name(element) == "nitf":
            own, paragraphs = read_nitf_element(Node("nitf", element, f"{node.path}/nitf"))
            merge(own, found)
            return paragraphs
    is_markup = any(word in lowered for word in ("html", "nitf", "xml"))
    declared = "text/html" if is_markup else "text/plain" if "plain" in lowered else ""
    if "&lt;p" in text[:5_000] and "<p" not in text:  # escaped once too often
        text = unescape(text)
    return read_content(text, declared, found, node.path)


def decode_base64(text: str) -> str:
    """The text that base64 hides; empty where it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""


def merge(own: Collector, found: Collector) -> None:
    """Add what a document inside an item says about itself, where the item says nothing."""
    stated = {header.name for header in found.headers}
    for header in own.headers:
        if header.name not in stated:
            found.header(header.name, header.value, header.place)
    for block in own.blocks:
        found.keep(block)
