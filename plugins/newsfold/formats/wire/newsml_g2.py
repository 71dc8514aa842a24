"""NewsML-G2 2.x -> a record for each news item of a file, alone or in a news message.

Specification: https://iptc.org/std/NewsML-G2/guidelines/. IPTC's own library, newsmlg2 1.1, was held against this reader: it
raises on files with an undeclared prefix or entity, keeps the whole message in memory, gives the metadata without the place
where each stood, and leaves the content as XML.
"""

import re
from collections.abc import Iterator

from newsfold.formats.wire.newsml_g2_headers import collect_item, targets
from newsfold.formats.wire.wire_content import read_inline
from newsfold.formats.wire.wire_xml import (
    Node,
    Placed,
    attribute,
    child,
    children,
    give,
    lift,
    name_of,
    read_wire,
    refuse,
    text_of,
)
from newsfold.formats.wire.withdrawn import first_values, text_of_withdrawn
from newsfold.model import Record, Rejection
from newsfold.text.decoding import Decoded
from newsfold.text.raw_headers import Collector
from newsfold.text.xml_pieces import Around, cut_pieces, parse_piece

ITEMS = "newsItem|packageItem|conceptItem|knowledgeItem|planningItem|catalogItem"
FORM = "newsml-g2"
# Classes of items whose text is a caption, and no article.
WITHOUT_TEXT = re.compile(r"picture|photo|graphic|video|audio|animation|still|icls:event|concept", re.I)
MESSAGE = {
    "sent": "item.sent",
    "sender": "g2.sender",
    "transmitid": "g2.transmitid",
    "priority": "g2.priority",
}
CAPTIONS = ("caption", "videocaption", "shotlist")


def read_newsml_g2(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read the items of a file of `size` bytes, in order; each that is no article or can't be read is one Rejection."""
    yield from read_wire(decoded, size, FORM, ITEMS, read_item)


def read_item(item: Node, placed: Placed, around: Around) -> list[Record | Rejection]:
    """Read one item. Packages are pointers, and concepts, knowledge and plans no articles."""
    if item.name == "packageitem":
        named = targets(item)
        detail = f"a package {attribute(item, 'guid')} of {len(named)} items: {', '.join(named[:8])}"
        return [refuse(placed, "pointer" if named else "no_article", detail)]
    if item.name != "newsitem":
        return [refuse(placed, "no_article", f"a {item.path} {attribute(item, 'guid')}: no news item")]
    if is_corpus_item(item):
        return read_corpus_item(item, placed)
    return [read_news_item(item, placed, around)]


def read_news_item(item: Node, placed: Placed, around: Around) -> Record | Rejection:
    """One news item. A text without content is told by its description; one that is taken back by its note as well."""
    lift(item, "contentset")
    found = Collector()
    descriptions = collect_item(item, found)
    kind = next(iter(first_values(found, "item.type")), "")
    body = [] if WITHOUT_TEXT.search(kind) else read_content_set(child(item, "contentset"), found)
    has_content = bool(body)
    plain = [text for role, text, _ in descriptions if text and role not in CAPTIONS]
    if not body and not WITHOUT_TEXT.search(kind):
        body = text_of_withdrawn(found, plain) or ([max(plain, key=len)] if plain else [])
    if not body:
        return refuse_item(item, kind, found, placed)
    for role, text, where in descriptions:
        if has_content and text not in body:
            found.block("caption" if role in CAPTIONS else "synopsis", text, where)
    collect_message(around, found)
    return give(found, body, placed)


def refuse_item(item: Node, kind: str, found: Collector, placed: Placed) -> Rejection:
    """Why an item is no article: it ends too early, only points at its content, or is none."""
    title = next(iter(first_values(found, "item.headline", "item.uri")), "no headline")
    if not placed.is_closed:
        return refuse(placed, "truncated", f"an item that does not end, without text: {title}")
    named = targets(item)
    if named and not WITHOUT_TEXT.search(kind):
        return refuse(placed, "pointer", f"{title}: {', '.join(named[:4])}")
    return refuse(placed, "no_article", f"a news item of class {kind or 'unknown'} without text: {title}")


def read_content_set(content: Node | None, found: Collector) -> list[str]:
    """The longest of the texts that a content set holds: they are renditions of one content."""
    best: list[str] = []
    chosen = Collector()
    for node in children(content) if content is not None else []:
        if node.name not in ("inlinexml", "inlinedata"):
            continue
        own = Collector(headers=list(found.headers))
        body = read_inline(node, attribute(node, "contenttype"), own, attribute(node, "encoding"))
        if sum(map(len, body)) > sum(map(len, best)):
            best, chosen = body, own
    for header in chosen.headers[len(found.headers) :]:
        found.header(header.name, header.value, header.place)
    for block in chosen.blocks:
        found.keep(block)
    return best


def collect_message(around: Around, found: Collector) -> None:
    """The header of the news message that the item came in: when it was sent, and by whom."""
    piece = next(cut_pieces(around.head, "header"), None)
    parsed = parse_piece(around.head[piece.start : piece.end], around) if piece else None
    if parsed is None or not len(parsed):
        return
    for node in children(Node("header", parsed[0], "newsMessage/header")):
        if node.name in MESSAGE:
            found.header(MESSAGE[node.name], text_of(node), node.path)


def is_corpus_item(item: Node) -> bool:
    """True for `newsitem` of the Reuters Corpus (RCV1), which shares the name only."""
    return "itemid" in item.element.attrib and any(
        isinstance(each.tag, str) and name_of(each) == "text" for each in item.element
    )


def read_corpus_item(item: Node, placed: Placed) -> list[Record | Rejection]:
    """One item of the Reuters Corpus, volume 1 or 2: https://trec.nist.gov/data/reuters/reuters.html."""
    found = Collector()
    found.header("item.uri", attribute(item, "itemid"), f"{item.path}/@itemid")
    found.header("item.issued", attribute(item, "date"), f"{item.path}/@date")
    found.header("item.language", attribute(item, "lang"), f"{item.path}/@xml:lang")
    names = {"headline": "item.headline", "title": "item.title", "dateline": "item.dateline", "byline": "item.byline",
             "copyright": "item.copyrightnotice"}  # fmt: skip
    for node in children(item):
        if node.name in names:
            found.header(names[node.name], text_of(node), node.path)
    for node in children(child(item, "metadata") or item):
        if node.name == "codes":
            kind = "place" if "countries" in attribute(node, "class") else "subject"
            for code in children(node):
                found.header(f"item.{kind}.code", attribute(code, "code"), code.path)
    text = child(item, "text")
    body = read_inline(text, "nitf", found) if text is not None else []
    if body:
        return [give(found, body, placed)]
    return [refuse(placed, "no_article", f"an item without text: {attribute(item, 'itemid')}")]
