"""The article's text on a page: trafilatura on the part of the tree where the paragraphs are.

trafilatura was taken after a comparison with resiliparse on 784 real pages: resiliparse is five times as
fast, but leaves related links, author boxes and cookie notes in the text, which would make two pages of one
outlet look alike. Most of trafilatura's time goes into parts of the page that it discards, so those are cut
off first; its text stays the same.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement, HTMLParser
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction
from trafilatura.settings import Document

from newsfold.formats.body_blocks import Paragraph
from newsfold.formats.characters import ends_sentence, fold, weight

MAX_ELEMENTS = 20_000
MAX_PARAGRAPHS = 5_000
FRAME_SHARE = 0.9
MIN_PIECE = 60
MIN_YIELD = 0.3
MIN_LINKS = 4
LINK_SHARE = 0.8
BLOCKS = {"ul", "ol", "dl", "div", "section", "table"}
PARSER = HTMLParser()
# trafilatura reports every page without an article as an error; here that is a Rejection.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def extract_paragraphs(root: HtmlElement) -> list[Paragraph]:
    """The paragraphs of the page's article, in order; empty where there is none. `root` loses its metadata."""
    etree.strip_elements(root, "script", "link", "meta", with_tail=False)
    frame, held = find_frame(root)
    if sum(1 for _ in frame.iter()) > MAX_ELEMENTS:
        return extract_plain(frame)
    page = wrap(frame)
    drop_link_blocks(page)
    texts = run_trafilatura(page, fast=True)
    if sum(map(len, texts)) < MIN_YIELD * held:
        # Too little of the text that is there: the whole page, with the extractors that trafilatura falls
        # back on.
        texts = max(
            texts,
            run_trafilatura(root.getroottree().getroot(), fast=False),
            key=lambda found: sum(map(len, found)),
        )
    return [Paragraph(text, "body") for text in texts][:MAX_PARAGRAPHS]


def run_trafilatura(page: HtmlElement, fast: bool) -> list[str]:
    """The paragraphs that trafilatura finds on a page; without `fast` it also asks readability and justext."""
    document = bare_extraction(page, fast=fast, include_comments=False, include_tables=True)
    if not isinstance(document, Document) or document.body is None:
        return []
    return list(read_blocks(document.body))


def extract_plain(frame: HtmlElement) -> list[Paragraph]:
    """The text of a page with more elements than any article has, by resiliparse, whose cost doesn't grow
    with them.
    """
    markup = etree.tostring(frame, encoding="unicode", method="html", with_tail=False)
    text = extract_plain_text(markup, main_content=True, alt_texts=False, list_bullets=True)
    return [Paragraph(fold(line), "body") for line in text.split("\n") if line.strip()][:MAX_PARAGRAPHS]


def find_frame(root: HtmlElement) -> tuple[HtmlElement, int]:
    """The innermost element that holds nine tenths of the page's running text, and how many characters that
    text has.
    """
    held: dict[HtmlElement, int] = defaultdict(int)
    for element in reversed(list(root.iter(etree.Element))):
        held[element] += measure_text(element)
        parent = element.getparent()
        if parent is not None and held[element]:
            held[parent] += held[element]
    total = held[root]
    frame = root
    while total:
        inner = next((child for child in frame if held.get(child, 0) >= FRAME_SHARE * total), None)
        if inner is None or inner.tag == "p":
            break
        frame = inner
    return frame, total


def measure_text(element: HtmlElement) -> int:
    """The characters of running text that stand directly in `element`; links and short pieces don't count.

    A paragraph counts as a whole. Elsewhere each piece between two tags counts for itself, which finds text that is
    divided by line breaks alone.
    """
    if element.tag == "a":
        return 0
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    if element.tag == "p":
        size = sum(map(len, pieces))
        return size if size >= MIN_PIECE and element.getparent().tag != "a" else 0
    return sum(len(piece) for piece in pieces if len(piece) >= MIN_PIECE and len(piece.strip()) >= MIN_PIECE)


def wrap(frame: HtmlElement) -> HtmlElement:
    """A page of its own that holds a copy of `frame`."""
    copied = deepcopy(frame)
    copied.tail = None
    if frame.tag == "html":
        return copied
    page = PARSER.makeelement("html")
    if frame.tag == "body":
        page.append(copied)
    else:
        etree.SubElement(page, "body").append(copied)
    return page


def drop_link_blocks(page: HtmlElement) -> None:
    """Take out the blocks that are four fifths links, and the empty ones.

    trafilatura would discard them, too, but only after it has looked at each of their elements dozens of times.
    """
    texts: dict[HtmlElement, int] = {}
    links: dict[HtmlElement, tuple[int, int]] = {}
    elements = list(page.iter(etree.Element))
    for element in reversed(elements):
        size = len((element.text or "").strip()) + sum(
            texts[child] + len((child.tail or "").strip()) for child in element
        )
        inside = [links[child] for child in element]
        texts[element] = size
        linked = (
            (1, size)
            if element.tag == "a"
            else (sum(n for n, _ in inside), sum(length for _, length in inside))
        )
        links[element] = linked
    for element in elements:
        count, length = links[element]
        if element.tag in BLOCKS and (
            not texts[element] or (count >= MIN_LINKS and length > LINK_SHARE * texts[element])
        ):
            element.tag = "template"
    etree.strip_elements(page, "template", with_tail=False)


def read_blocks(body: etree._Element) -> Iterator[str]:
    """The paragraphs of trafilatura's result: p, head, quote, list and table elements."""
    for block in body.iterchildren(etree.Element):
        if block.tag == "list":
            yield from ("- " + text for text in map(read_inline, block.iter("item")) if text)
        elif block.tag == "table":
            for row in block.iter("row"):
                text = " | ".join(filter(None, map(read_inline, row.iter("cell"))))
                if text:
                    yield text
        else:
            yield from read_lines(block)


def read_inline(element: etree._Element) -> str:
    """The text of an element on one line."""
    return fold(
        " ".join(element.itertext())
        if len(element) and element.find(".//lb") is not None
        else "".join(element.itertext())
    )


def read_lines(block: etree._Element) -> Iterator[str]:
    """The paragraphs in one block: two line breaks divide them, and one does behind a long line that ends a sentence."""
    current = ""
    for piece in read_pieces(block):
        if current and (not piece or (ends_sentence(current) and weight(current) > 80)):
            yield current
            current = ""
        current = f"{current} {piece}".strip()
    if current:
        yield current


def read_pieces(block: etree._Element) -> Iterator[str]:
    """The text between the line breaks in one block, empty where two breaks meet.

    trafilatura folds the line feeds of the source, so one that is left in its text was a line break.
    """
    pieces = [""]
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if event == "start":
            if element.tag in ("lb", "p", "item") and element is not block:
                pieces.append("")
            pieces[-1] += element.text or ""
        elif element is not block:
            if element.tag in ("p", "item"):
                pieces.append("")
            pieces[-1] += element.tail or ""
    for piece in pieces:
        yield from [text for text in map(fold, piece.split("\n")) if text] or [""]
