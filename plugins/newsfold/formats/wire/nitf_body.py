"""The text of NITF -> paragraphs: `body.content`, and what other formats carry of it.

Tables and lists stay where they stand, a line for each row and item. Captions, notes and footnotes are set aside.
"""

from dataclasses import dataclass, field

from lxml import etree

from newsfold.formats.article_limits import MAX_CHARACTERS, checked_markup, checked_pieces
from newsfold.formats.containers.members import Refused
from newsfold.formats.content_text import BREAK, SURE_TAG, UNFIT, join_broken, paragraphs_of
from newsfold.formats.wire.wire_xml import Node, children, name_of, text_of
from newsfold.model import HeaderPlace
from newsfold.text.body_blocks import Paragraph, split_blocks
from newsfold.text.characters import fold
from newsfold.text.raw_headers import Collector

# Elements that are not running text -> the kind of block that they are set aside as.
ASIDE = {
    "table": "table", "nitf-table": "table", "ul": "list", "ol": "list", "dl": "list", "media": "caption",
    "figure": "caption", "note": "notice", "ednote": "notice", "fn": "notice", "datasource": "notice",
    "tagline": "notice", "bibliography": "notice", "abstract": "synopsis",
}  # fmt: skip
# Elements that the heads hold, and that may stand in the text as well.
HEADS = frozenset(
    ("hedline", "byline", "dateline", "distributor", "key-list", "tobject", "classifier", "rights")
)
REMOVED = frozenset(
    ("script", "style", "custom-table", "alt-code", "media-metadata", "media-object", "media-reference")
)
PARAGRAPHS = frozenset(("p", "pre", "hl1", "hl2", "h1", "h2", "h3", "h4", "h5", "h6", "credit", "title"))
CONTAINERS = frozenset(
    (
        "block",
        "bq",
        "blockquote",
        "div",
        "section",
        "article",
        "body",
        "body.content",
        "main",
        "nitf",
        "content",
    )
)
CAPTIONS = ("media-caption", "media-producer", "figcaption", "caption", "credit", "hl1", "hl2")


@dataclass(slots=True)
class Text:
    """What was found so far."""

    found: Collector
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Whole:
    """How much text was read of a block in which elements may lie in one another, the text of the inner ones again and again."""

    characters: int = 0

    def text_of(self, element: etree._Element) -> str:
        """The text of one of them. Raises Refused where all of them have more than an article."""
        text = fold("".join(element.itertext()))
        self.characters += len(text)
        if self.characters > MAX_CHARACTERS:
            raise Refused("too_large", f"more than {MAX_CHARACTERS} characters in one list or table")
        return text


def read_nitf_body(content: Node, found: Collector) -> list[str]:
    """The paragraphs inside `content`; blocks that are no body text go to `found`."""
    text = Text(found)
    walk(content, text)
    return split_blocks(checked_pieces(text.paragraphs), found)


def walk(node: Node, text: Text) -> None:
    """Read one container: its paragraphs, and text that stands in none."""
    loose: list[str] = [node.element.text or ""]
    for inner in children(node):
        if inner.name in ASIDE or inner.name in HEADS or inner.name in PARAGRAPHS or is_container(inner):
            close_loose(loose, node.path, text)
            loose = [inner.element.tail or ""]
            if inner.name in ASIDE:
                set_aside(inner, text)
            elif inner.name in PARAGRAPHS:
                read_paragraph(inner, text)
            elif inner.name not in HEADS:
                walk(inner, text)
        else:
            gather(inner, loose, text)
            loose.append(inner.element.tail or "")
    close_loose(loose, node.path, text)


def is_container(node: Node) -> bool:
    """True for an element that holds paragraphs."""
    return node.name in CONTAINERS or any(
        isinstance(each.tag, str) and name_of(each) in PARAGRAPHS for each in node.element[:20]
    )


def close_loose(loose: list[str], path: str, text: Text) -> None:
    """Text that stands in no paragraph: its own lines divide it."""
    joined = checked_markup("".join(loose).replace(BREAK, "\n"))
    if joined.strip():
        text.paragraphs.extend(
            Paragraph(each.text, HeaderPlace(path))
            for each in paragraphs_of(joined, "text/plain", text.found, path)
        )


def read_paragraph(node: Node, text: Text) -> None:
    """One paragraph: divided at its line breaks where those divide it, and at the lines of `pre`."""
    pieces: list[str] = []
    gather(node, pieces, text)
    joined = checked_markup("".join(pieces))
    if node.name == "pre" or SURE_TAG.search(joined):  # markup inside the text, escaped
        close_loose([joined], node.path, text)
        return
    text.paragraphs.extend(
        Paragraph(line, HeaderPlace(node.path)) for line in join_broken(joined.split(BREAK))
    )


def gather(node: Node, pieces: list[str], text: Text) -> None:
    """Add the running text inside an element to `pieces`; what stands in it without belonging to it is set aside."""
    if node.name == "br":
        pieces.append(BREAK)
        return
    if node.name in REMOVED:
        return
    pieces.append(UNFIT.sub("", node.element.text or ""))
    for inner in children(node):
        if lines := lines_of_block(inner):
            pieces.extend(part for line in lines for part in (BREAK, BREAK, line))
            pieces.extend((BREAK, BREAK))
        elif inner.name in ASIDE:
            set_aside(inner, text)
        elif inner.name in PARAGRAPHS or inner.name in CONTAINERS:
            pieces.extend((BREAK, BREAK))
            gather(inner, pieces, text)
            pieces.extend((BREAK, BREAK))
        else:
            gather(inner, pieces, text)
        pieces.append(UNFIT.sub("", inner.element.tail or ""))


def lines_of_block(node: Node) -> list[str]:
    """The lines of a table or a list; none for other elements."""
    kind = ASIDE.get(node.name)
    return rows_of(node) if kind == "table" else items_of(node) if kind == "list" else []


def set_aside(node: Node, text: Text) -> None:
    """Keep a block that is not running text; tables and lists are text."""
    kind = ASIDE[node.name]
    if lines := lines_of_block(node):
        text.paragraphs.extend(Paragraph(line, HeaderPlace(node.path)) for line in lines)
    elif kind == "caption":
        text.found.block("caption", "\n".join(captions_of(node)), node.path)
    else:
        text.found.block(kind, text_of(node), node.path)
        if node.name in ("note", "ednote"):
            text.found.header("item.ednote", text_of(node), node.path)


def rows_of(node: Node) -> list[str]:
    """The rows of a table, a line each, its cells divided by ` | `."""
    whole = Whole()
    rows = []
    for row in node.element.iter(etree.Element):
        if name_of(row) in ("tr", "custom-row", "nitf-table-row"):
            cells = [whole.text_of(cell) for cell in row if isinstance(cell.tag, str)]
            rows.append(" | ".join(cell for cell in cells if cell))
    rows = [row for row in rows if row]
    return rows or [line for line in [text_of(node)] if line]


def items_of(node: Node) -> list[str]:
    """The items of a list, a line each."""
    whole = Whole()
    items = [
        f"- {text}"
        for item in node.element.iter(etree.Element)
        if name_of(item) in ("li", "dt", "dd") and (text := whole.text_of(item))
    ]
    return items or [line for line in [text_of(node)] if line]


def captions_of(node: Node) -> list[str]:
    """Caption and credit of a picture or film."""
    return [
        text
        for part in node.element.iter(etree.Element)
        if name_of(part) in CAPTIONS and (text := fold("".join(part.itertext())[:5_000]))
    ][:20]
