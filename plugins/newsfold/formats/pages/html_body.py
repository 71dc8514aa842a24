"""The article's text on a page: trafilatura on the part of the tree where the paragraphs are.

trafilatura was taken after a comparison with resiliparse on 784 real pages: resiliparse is five times as
fast, but leaves related links, author boxes and cookie notes in the text, which would make two pages of one
outlet look alike. Most of trafilatura's time goes into parts of the page that it discards, so those are cut
off first; its text stays the same.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlComment, HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from newsfold.model import HeaderPlace
from newsfold.text.body_blocks import Paragraph
from newsfold.text.characters import ends_sentence, fold, weight

MAX_ELEMENTS = 20_000
MAX_PARAGRAPHS = 5_000
FRAME_SHARE = 0.9
MIN_PIECE = 60
MIN_YIELD = 0.5
SOLID_TEXT = 1_500
LEAST_TEXT = 200
MIN_LINKS = 4
MAX_LINK = 250
LINK_SHARE = 0.8
# Frames that have a name of their own, by which trafilatura knows them.
CALLED = ("html", "body", "article")
BLOCKS = ("ul", "ol", "dl", "div", "section", "table")
DIVIDED = (
    *BLOCKS,
    "article",
    "p",
    "li",
    "dt",
    "dd",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
)
# What classes call the text of an article, or a part of it, and what they call other things.
BODY_NAME = re.compile(r"article|story|post|entry|body|content|text|main|chunk", re.I)
ASIDE_NAME = re.compile(
    r"comment|related|foot|share|social|promo|newsletter|side|author|bio|teaser|recommend|widget|banner|advert|card|list",
    re.I,
)
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What stands directly in these is measured otherwise: links not at all, paragraphs as a whole.
UNMEASURED = ("a", "p")
# Elements of the class that trafilatura works on, without the look-up in Python that lxml's own parser makes for each.
PARSER = etree.HTMLParser()
PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement, comment=HtmlComment))
# Any format but `python`, for which trafilatura also writes a text that nobody reads.
OPTIONS = {
    fast: Extractor(output_format="xml", fast=fast, comments=False, tables=True) for fast in (False, True)
}
# trafilatura reports every page without an article as an error; here that is a Rejection.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def extract_paragraphs(root: etree._Element) -> list[Paragraph]:
    """The paragraphs of the page's article, in order; empty where there is none. `root` loses its metadata.

    The frame is handed over as an article, whatever it is called: of 791 pages that lifted the text's F1 from .885 to .914.
    Where that gives less than half of the frame's running text, the longest text of the whole page counts (.929); a short
    article above hundreds of comments looks the same, and is only looked for without the extractors that take long.
    """
    etree.strip_elements(root, "script", "link", "meta", "footer", with_tail=False)
    frame, held = find_frame(root)
    if sum(1 for _ in frame.iter()) > MAX_ELEMENTS:
        return extract_plain(frame)
    texts = run_trafilatura(wrap(frame, trimmed=True, as_article=True), fast=True)
    if measure(texts) < MIN_YIELD * held:
        solid = measure(texts) >= SOLID_TEXT
        texts = max(texts, run_trafilatura(wrap(root, trimmed=solid), fast=solid), key=measure)
        if measure(texts) < LEAST_TEXT <= MIN_YIELD * held:
            return extract_plain(frame)
    return [Paragraph(text, HeaderPlace("body")) for text in texts][:MAX_PARAGRAPHS]


def measure(texts: list[str]) -> int:
    """The characters in all paragraphs together."""
    return sum(map(len, texts))


def run_trafilatura(page: HtmlElement, fast: bool) -> list[str]:
    """The paragraphs that trafilatura finds on a page; without `fast` it also asks readability and justext."""
    document = bare_extraction(page, options=OPTIONS[fast])
    if not isinstance(document, Document) or document.body is None:
        return []
    return list(read_blocks(document.body))


def extract_plain(frame: etree._Element) -> list[Paragraph]:
    """The text of a page with more elements than any article has, by resiliparse, whose cost doesn't grow
    with them.
    """
    markup = etree.tostring(frame, encoding="unicode", method="html", with_tail=False)
    text = extract_plain_text(markup, main_content=True, alt_texts=False, list_bullets=True)
    return [Paragraph(fold(line), HeaderPlace("body")) for line in text.split("\n") if line.strip()][
        :MAX_PARAGRAPHS
    ]


def find_frame(root: etree._Element) -> tuple[etree._Element, int]:
    """The innermost element that holds nine tenths of the page's running text, and how many characters that
    text has.
    """
    held: dict[etree._Element, int] = defaultdict(int)
    for element, size in find_running_text(root):
        held[element] += size
        for ancestor in element.iterancestors():
            held[ancestor] += size
    total = held[root]
    frame = root
    while total:
        inner = next((child for child in frame if held.get(child, 0) >= FRAME_SHARE * total), None)
        if inner is None or inner.tag == "p":
            break
        frame = inner
    return frame, total


def find_running_text(root: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """The pieces of running text: the element that each stands in directly, and its characters. Links and short pieces
    don't count.

    A paragraph counts as a whole. Elsewhere each piece between two tags counts for itself, which finds text that is
    divided by line breaks alone.
    """
    for element in root.iter(etree.Element):
        text, tail = element.text, element.tail
        if text and len(text) >= MIN_PIECE and element.tag not in UNMEASURED and is_piece(text):
            yield element, len(text)
        if tail and len(tail) >= MIN_PIECE and is_piece(tail):
            parent = element.getparent()
            if parent is not None and parent.tag not in UNMEASURED:
                yield parent, len(tail)
    for paragraph in root.iter("p"):
        size = len(paragraph.text or "") + sum(len(child.tail or "") for child in paragraph)
        if size >= MIN_PIECE and paragraph.getparent().tag != "a":
            yield paragraph, size


def is_piece(text: str) -> bool:
    """True for text that is long enough for running text, white space around it left out."""
    return len(text.strip()) >= MIN_PIECE


def wrap(frame: etree._Element, trimmed: bool = False, as_article: bool = False) -> HtmlElement:
    """A page of its own that holds a copy of `frame`, of the class of elements that trafilatura works on.

    `trimmed` takes out blocks of links, `as_article` puts an article around a frame without a name.
    """
    copied = deepcopy(frame)
    copied.tail = None
    divide_blocks(copied)
    if trimmed:
        drop_link_blocks(copied)
    if as_article and frame.tag not in CALLED:
        drop_names(copied)
        article = PARSER.makeelement("article")
        article.append(copied)
        copied = article
    page = PARSER.makeelement("html")
    if frame.tag == "html":
        page.extend(list(copied))
    elif frame.tag == "body":
        page.append(copied)
    else:
        etree.SubElement(page, "body").append(copied)
    return page


def divide_blocks(page: etree._Element) -> None:
    """A space around every block that has none, so that no words or numbers meet where two blocks did."""
    for element in page.iter(*DIVIDED):
        before = element.getprevious()
        if before is not None:
            if not (before.tail or "")[-1:].isspace():
                before.tail = writable(before.tail or "") + " "
        elif (parent := element.getparent()) is not None and parent.text and not parent.text[-1:].isspace():
            parent.text = writable(parent.text) + " "
        if not (element.tail or " ")[:1].isspace():
            element.tail = " " + writable(element.tail)


def writable(text: str) -> str:
    """A text that may be set again: lxml reads control characters, and refuses to take them."""
    return text if text.isprintable() else UNWRITABLE.sub("", text)


def drop_names(frame: etree._Element) -> None:
    """Take the names off the parts of a text that is divided into several: trafilatura would take the first for the whole."""
    parts: dict[str, list[etree._Element]] = defaultdict(list)
    for element in frame.iter("div", "section", "article"):
        named = element.get("class") or ""
        if element is not frame and BODY_NAME.search(named) and not ASIDE_NAME.search(named):
            parts[named].append(element)
    for elements in parts.values():
        for element in elements if len(elements) > 1 else ():
            for name in ("class", "id", "itemprop"):
                element.attrib.pop(name, None)
            if element.tag == "article":
                element.tag = "div"


def drop_link_blocks(page: etree._Element) -> None:
    """Take out the blocks that are four fifths links, and the empty ones.

    trafilatura would discard them, too, but only after it has looked at each of their elements dozens of times. An
    unclosed link around running text is no link.
    """
    texts: dict[etree._Element, int] = {}
    links: dict[etree._Element, tuple[int, int]] = {}
    elements = list(page.iter(etree.Element))
    for element in reversed(elements):  # each adds what it holds to its parent
        text, tail = element.text, element.tail
        size = texts.get(element, 0)
        if text and (length := len(text.strip())):
            size += length
            texts[element] = size
        if element.tag == "a":
            links[element] = (1, size if size <= MAX_LINK else 0)
        inside = links.get(element)
        behind = len(tail.strip()) if tail else 0
        if (size or behind or inside) and (parent := element.getparent()) is not None:
            texts[parent] = texts.get(parent, 0) + size + behind
            if inside:
                count, length = links.get(parent, (0, 0))
                links[parent] = (count + inside[0], length + inside[1])
    for element in list(page.iter(*BLOCKS)):
        size = texts.get(element, 0)
        count, length = links.get(element, (0, 0))
        if not size or (count >= MIN_LINKS and length > LINK_SHARE * size):
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
    for piece in divide(block) if len(block) else [block.text or ""]:
        yield from [text for text in map(fold, piece.split("\n")) if text] or [""]


def divide(block: etree._Element) -> list[str]:
    """The text of a block, divided at line breaks and at the paragraphs and items inside."""
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
    return pieces
