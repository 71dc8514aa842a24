"""NewsML 1.0 to 1.2 -> a record for each news item of a file. Specification: https://iptc.org/std/NewsML/1.2/specification/.

An item is a tree of components that hold the text, its translations or formats, captions and links to files. The record's
text is the longest of those whose role is the main one. pynewsml 1.4 was held against this reader: it reads one item a file,
without its text's structure, and raises where an element that the standard leaves free is missing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsfold.formats.wire.headline_language import prefer_own_language
from newsfold.formats.wire.newsml1_headers import (
    collect_component,
    collect_envelope,
    collect_identification,
    collect_management,
    collect_revision,
    formal,
    read_topics,
)
from newsfold.formats.wire.newsml_g2_headers import targets
from newsfold.formats.wire.wire_content import read_inline
from newsfold.formats.wire.wire_xml import (
    XML_LANG,
    Node,
    Placed,
    attribute,
    child,
    children,
    descend,
    give,
    read_wire,
    refuse,
)
from newsfold.formats.wire.withdrawn import first_values, text_of_withdrawn
from newsfold.model import Record, Rejection
from newsfold.text.decoding import Decoded
from newsfold.text.raw_headers import Collector
from newsfold.text.xml_pieces import Around, cut_pieces, parse_piece

FORM = "newsml"
MAX_CONTENTS = 200
CAPTION = re.compile(r"caption|legend|picture|photo|graphic|thumbnail|video", re.I)
BESIDE = re.compile(
    r"summary|abstract|teaser|synopsis|lead$|short|supporting|supplement|sidebar|related|fact", re.I
)
MAIN = re.compile(r"main|text|body|story|article", re.I)
NO_TEXT = re.compile(r"photo|picture|graphic|video|audio|animation|image", re.I)


@dataclass(frozen=True, slots=True)
class Content:
    """One `DataContent` with what stands around it: its components from the item inwards, its role, type and encoding."""

    node: Node
    components: tuple[Node, ...]
    role: str
    media: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A content read: its paragraphs, and the headers and blocks that were inside it."""

    content: Content
    body: list[str]
    found: Collector

    def rank(self) -> tuple[bool, bool, int]:
        """What makes it the item's text: a role that isn't beside it, the main role, its length."""
        role = self.content.role
        return not BESIDE.search(role), MAIN.search(role) is not None, sum(map(len, self.body))


def read_newsml(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read the items of a file of `size` bytes, in order; each that is no article or can't be read is one Rejection."""
    yield from read_wire(decoded, size, FORM, "NewsItem", read_item)


def read_item(item: Node, placed: Placed, around: Around) -> list[Record | Rejection]:
    """Read one item. One that is taken back is a record even without content (`text_of_withdrawn`)."""
    found = Collector()
    collect_identification(child(item, "identification"), found)
    collect_management(child(item, "newsmanagement"), found)
    collect_revision(child(item, "identification"), found)
    contents = list(find_contents(item))
    readings = sorted(read_contents(contents), key=Reading.rank, reverse=True)
    captions = [each for each in readings if CAPTION.search(each.content.role)]
    texts = [each for each in readings if each not in captions]
    best = texts[0] if texts else None
    topics = read_topics(item)
    for component in reversed(
        best.content.components if best else tuple(find_components(item))[:MAX_CONTENTS]
    ):
        collect_component(component, topics, found)
    collect_rest(item, topics, around, found)
    body = best.body if best else text_of_withdrawn(found)
    if not body:
        return [refuse_item(item, found, placed)]
    if best is not None:
        keep_others(best, texts[1:], captions, found)
    return [give(found, body, placed)]


def refuse_item(item: Node, found: Collector, placed: Placed) -> Rejection:
    """Why an item is no article: it ends too early, is a package, or has no text."""
    title = next(iter(first_values(found, "item.headline", "item.uri")), "no headline")
    named = targets(item)
    if named:
        return refuse(placed, "pointer", f"{title}: a package of {len(named)} items: {', '.join(named[:8])}")
    if not placed.is_closed:
        return refuse(placed, "truncated", f"an item that does not end, without text: {title}")
    media = dict.fromkeys(formal(node) for node in descend(item) if node.name == "mediatype")
    held = ", ".join(media)[:100] or "no content"
    return refuse(placed, "no_article", f"a news item without text ({held}): {title}")


def find_components(item: Node) -> Iterator[Node]:
    """All components of an item, from the outside inwards."""
    yield from (node for node in descend(item) if node.name == "newscomponent")


def find_contents(item: Node) -> Iterator[Content]:
    """The first 200 contents that stand in the item itself and are declared as text, or not declared."""
    waiting: list[tuple[Node, tuple[Node, ...], str]] = [(item, (), "")]
    count = 0
    while waiting and count < MAX_CONTENTS:
        node, components, role = waiting.pop()
        if node.name == "newscomponent":
            components = (*components, node)
            role = formal_of(node, "role") or role
        if node.name == "contentitem":
            media = formal_of(node, "mediatype")
            data, encoding = find_data(node)
            if data is not None and not NO_TEXT.search(media):
                count += 1
                kind = " ".join(formal_of(node, name) for name in ("mimetype", "format"))
                yield Content(data, components, role, kind, encoding)
            continue
        waiting.extend((each, components, role) for each in reversed(children(node)))


def formal_of(node: Node, name: str) -> str:
    """The formal name of a child; empty where it isn't there."""
    inner = child(node, name)
    return formal(inner) if inner is not None else ""


def find_data(content: Node) -> tuple[Node | None, str]:
    """The `DataContent` of a content item, perhaps inside an `Encoding`, and the encoding's name."""
    data = child(content, "datacontent")
    if data is not None:
        return data, ""
    encoding = child(content, "encoding")
    return child(encoding, "datacontent"), attribute(encoding, "notation") if encoding is not None else ""


def read_contents(contents: list[Content]) -> list[Reading]:
    """The contents that hold text."""
    readings = []
    for content in contents:
        found = Collector()
        body = read_inline(content.node, content.media, found, content.encoding)
        if body:
            readings.append(Reading(content, body, found))
    return readings


def collect_rest(item: Node, topics: dict[str, str], around: Around, found: Collector) -> None:
    """What the components around the text don't say: language and notes of the item, and the envelope."""
    stated = {header.name for header in found.headers}
    if "item.headline" not in stated:
        for component in find_components(item):
            collect_component(component, topics, found)
    found.header(
        "item.language",
        item.element.get(XML_LANG) or "",
        f"{item.path}/@xml:lang",
    )
    prefer_own_language(found, next(iter(first_values(found, "item.language")), ""))
    for update in [each for each in children(item) if each.name == "update"]:
        found.header("item.signal", "update", update.path)
    piece = next(cut_pieces(around.head, "NewsEnvelope"), None)
    parsed = parse_piece(around.head[piece.start : piece.end], around) if piece else None
    if parsed is not None and len(parsed):
        collect_envelope(Node("newsenvelope", parsed[0], "NewsML/NewsEnvelope"), found)


def keep_others(best: Reading, others: list[Reading], captions: list[Reading], found: Collector) -> None:
    """Add what the chosen text holds besides its paragraphs, and set the other texts aside that differ from it."""
    stated = {header.name for header in found.headers}
    for header in best.found.headers:
        if header.name not in stated:
            found.header(header.name, header.value, header.place)
    for block in best.found.blocks:
        found.keep(block)
    for reading in captions:
        found.block("caption", "\n".join(reading.body), reading.content.node.path)
    shown = " ".join(best.body)
    for reading in others:
        text = "\n".join(reading.body)
        if " ".join(reading.body) not in shown:
            kind = "synopsis" if BESIDE.search(reading.content.role) else "related"
            found.block(kind, text, reading.content.node.path)
