"""Where on a page its article is: the innermost element that holds most of its running text, readers' comments and what else a
page sets beside its article left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

FRAME_SHARE = 0.7
LEAST_SHARE = 0.4
LEAST_TEXT = 200
MIN_PIECE = 60
# What stands directly in these is measured otherwise: links not at all, paragraphs as a whole.
UNMEASURED = ("a", "p")
# Parts of a text, however much of it they hold.
PARTS = ("p", "ul", "ol", "dl", "blockquote", "pre")
ASIDE_TAGS = ("div", "section", "aside", "ul", "ol", "form", "table")
ASIDE_NAME = re.compile(
    r"(?<!with-)(?<!with_)(?<!has-)(?<!no-)(?:comment|disqus|related|recommend|read-?more"
    r"|more-?(?:from|posts|stor)|sidebar|foot(?:er|note)|newsletter|subscri|sign-?up|promo|cookie|consent|modal|popup|pop-up|disclaim|author-?(?:bio|box|info|desc|card)|about-?(?:the-?)?author|bio(?:graphy)?\b"
    r"|social|share|sharing|widget|\bcta|cta\b|banner|advert|breadcrumb|carousel|slider|trending|popular|sponsor)",
    re.I,
)
COMMENTS = re.compile(
    r"(?<!with-)(?<!has-)(?<!no-)(?<![a-z])(?:comments?(?:-?list|-?area)?(?![a-z])|disqus)", re.I
)

Sizes = dict[etree._Element, int]


def find_frames(root: etree._Element) -> tuple[list[etree._Element], int]:
    """One or two frames to look for the article in, and how many characters its running text has.

    The innermost element with seven tenths of the text, and the one that also holds what stands between the page's
    headline and it: an introduction often has a frame of its own.
    """
    held, pieces = measure_elements(root)
    total = held.get(root, 0)
    frame = root
    while total:
        inner = next((child for child in frame if held.get(child, 0) >= FRAME_SHARE * total), None)
        if inner is None or inner.tag in PARTS:
            break
        frame = inner
    whole = with_introduction(root, frame, pieces)
    return ([frame] if whole is frame else [whole, frame]), total


def measure_elements(root: etree._Element) -> tuple[Sizes, list[etree._Element]]:
    """The characters of running text in each element, and the elements that hold a piece of it directly.

    What is beside the article by its name doesn't count, unless hardly anything else is on the page; readers' comments
    never do where there is any other text.
    """
    beside = {element for element in root.iter(*ASIDE_TAGS) if is_aside(element)}
    comments = {element for element in beside if is_named(element, COMMENTS)}
    found = [
        (element, size, {element, *element.iterancestors()}) for element, size in find_running_text(root)
    ]
    total = sum(size for _, size, _ in found)
    for left_out, least in ((beside, LEAST_SHARE * total), (comments, LEAST_TEXT), (set(), 0)):
        kept = [each for each in found if left_out.isdisjoint(each[2])]
        if sum(size for _, size, _ in kept) >= least:
            break
    held: Sizes = defaultdict(int)
    for _, size, around in kept:
        for holder in around:
            held[holder] += size
    return held, [element for element, _, _ in kept]


def is_aside(element: etree._Element) -> bool:
    """True for an element that is beside an article by its kind or its name, and doesn't hold the headline."""
    beside = element.tag in ("aside", "form") or is_named(element, ASIDE_NAME)
    return beside and element.find(".//h1") is None


def is_named(element: etree._Element, names: re.Pattern[str]) -> bool:
    """Whether one of the names is in the element's class or id."""
    return any(names.search(name) for key in ("class", "id") if (name := element.get(key)))


def with_introduction(
    root: etree._Element, frame: etree._Element, pieces: list[etree._Element]
) -> etree._Element:
    """The element that holds the frame and the article's text between the page's headline and it."""
    headline = next(root.iter("h1"), None)
    if headline is None or frame.tag in ("html", "body"):
        return frame
    order = {element: number for number, element in enumerate(root.iter())}
    start, end = order[headline], order[frame]
    for piece in pieces:
        if start < order[piece] < end:
            around = set(piece.iterancestors())
            if frame not in around:
                frame = next(holder for holder in frame.iterancestors() if holder in around)
    return frame


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
