"""SGML of the Reuters-21578 collection and its like: `<REUTERS …>` elements, many in a file -> a record each.

Its README describes the marks: https://www.daviddlewis.com/resources/testcollections/reuters21578/readme.txt. A text of the
type BRIEF has only a title, which then is the text; one of the type UNPROC is kept as it came.
"""

import re
from collections.abc import Iterator

from newsfold.formats.article_limits import checked_markup, checked_pieces
from newsfold.formats.content_text import paragraphs_of
from newsfold.formats.wire.wire_xml import (
    Node,
    Placed,
    attribute,
    child,
    children,
    give,
    read_wire,
    refuse,
    text_of,
)
from newsfold.model import HeaderPlace, Record, Rejection
from newsfold.text.body_blocks import Paragraph, split_blocks
from newsfold.text.decoding import Decoded
from newsfold.text.paragraphs import Line, join_lines
from newsfold.text.raw_headers import Collector
from newsfold.text.xml_pieces import Around

FORM = "sgml"
PARAGRAPH = re.compile(r"\n(?=[ \t]{2}|[ \t]*\n)")
LISTS = {
    "topics": "item.subject", "places": "item.place", "people": "item.person", "orgs": "item.organisation",
    "companies": "item.organisation", "exchanges": "sgml.exchange",
}  # fmt: skip
TEXTS = {"title": "item.headline", "dateline": "item.dateline", "author": "item.byline"}
# The last line of a text: `Reuter`, behind which stood an end-of-text character.
SIGN_OFF = re.compile(r"\n[ \t]*(-*\s?REUTERS?)[ \t]*[\x03#;&]{0,4}\s*$", re.I)
# The wire's own header: priority, category, slug, day and number (`r f BC-COFFEE/BRAZIL   02-26 0105`).
SLUG = re.compile(r"^[^\S\n]*[a-z]\s[a-z]\s{1,40}(\S.{0,80}?)\s{1,40}\d\d-\d\d\s\d{4}[^\S\n]*$", re.M)


def read_sgml(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read the articles of a file of `size` bytes, in order; each that can't be read is one Rejection."""
    yield from read_wire(decoded, size, FORM, "REUTERS", read_article)


def read_article(article: Node, placed: Placed, around: Around) -> list[Record | Rejection]:
    """Read one article."""
    found = Collector()
    found.header("item.uri", attribute(article, "newid"), f"{article.path}/@NEWID")
    old = attribute(article, "oldid")
    found.header("item.altid", old, HeaderPlace(f"{article.path}/@OLDID", role="oldid"))
    for name in ("lewissplit", "cgisplit", "topics"):
        found.header(f"sgml.{name}", attribute(article, name), f"{article.path}/@{name.upper()}")
    for node in children(article):
        collect_element(node, found)
    text = child(article, "text")
    body = read_article_text(text, found) if text is not None else []
    if body:
        return [give(found, body, placed)]
    title = next((header.value for header in found.headers if header.name == "item.headline"), "no title")
    if not placed.is_closed:
        return [refuse(placed, "truncated", f"an article that does not end, without text: {title}")]
    return [refuse(placed, "no_article", f"an article without text: {title}")]


def collect_element(node: Node, found: Collector) -> None:
    """One element above the text: the date, a list of categories, the wire's header."""
    if node.name == "date":
        found.header("item.issued", text_of(node), node.path)
    elif node.name == "mknote":
        found.header("sgml.note", text_of(node), node.path)
    elif node.name in LISTS:
        for entry in children(node):
            found.header(LISTS[node.name], text_of(entry), entry.path)
    elif node.name == "unknown":
        slug = SLUG.search("".join(node.element.itertext())[:2_000])
        found.header("item.slugline", slug[1] if slug else "", node.path)


def read_article_text(text: Node, found: Collector) -> list[str]:
    """The paragraphs of TEXT: of BODY, else of what stands in it besides its marks, else the title."""
    found.header("sgml.text.type", attribute(text, "type"), f"{text.path}/@TYPE")
    for node in children(text):
        if node.name in TEXTS:
            found.header(TEXTS[node.name], text_of(node), node.path)
    titles = [title for node in children(text) if node.name == "title" and (title := text_of(node))]
    body = child(text, "body")
    if attribute(text, "type").upper() == "BRIEF" and body is None and titles:
        return titles  # beside them there are only asterisks and filling words
    raw = "".join(body.element.itertext()) if body is not None else loose_text(text)
    where = body.path if body is not None else text.path
    raw = checked_markup(raw)
    sign_off = SIGN_OFF.search("\n" + raw[-200:])
    if sign_off:
        found.block("notice", sign_off[1], f"{where}, last line")
        found.header("item.creditline", sign_off[1].strip(" -").capitalize(), f"{where}, last line")
        raw = ("\n" + raw)[: len(raw) + 1 - len("\n" + raw[-200:]) + sign_off.start()]
    divided = (
        paragraphs_of(raw, "text/plain", found, where) if body is None else indented_paragraphs(raw, where)
    )
    paragraphs = split_blocks(divided, found)
    return paragraphs or titles


def indented_paragraphs(raw: str, where: str) -> list[Paragraph]:
    """The paragraphs of a text in which each but the first opens with white space."""
    parts = [[Line(0, line) for line in part.split("\n") if line.strip()] for part in PARAGRAPH.split(raw)]
    joined = [join_lines(part) for part in checked_pieces(parts) if part]
    return [Paragraph(each.text, HeaderPlace(where)) for each in joined if each.text]


def loose_text(text: Node) -> str:
    """The text that stands in no element, or in elements that we don't know."""
    pieces = [text.element.text or ""]
    for node in children(text):
        pieces.append("" if node.name in TEXTS else "".join(node.element.itertext()))
        pieces.append(node.element.tail or "")
    return "".join(pieces)
