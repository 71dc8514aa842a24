"""Where on a page its article is: the innermost element that holds most of its running text, readers' comments and what else a
page sets beside its article left out.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

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
# Where a piece of text stands.
INSIDE, BESIDE, COMMENT = KINDS = (0, 1, 2)

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
    kinds: dict[etree._Element, int] = {}
    found = [(element, size, kind_of(element, kinds)) for element, size in find_running_text(root)]
    inside, beside, comments = (sum(size for _, size, kind in found if kind == each) for each in KINDS)
    most = INSIDE if inside >= LEAST_SHARE * (inside + beside + comments) else BESIDE
    most = most if inside + beside >= LEAST_TEXT else COMMENT
    held: Sizes = defaultdict(int)
    pieces = []
    for element, size, kind in found:
        if kind <= most:
            pieces.append(element)
            held[element] += size
            for holder in element.iterancestors():
                held[holder] += size
    return held, pieces


def kind_of(element: etree._Element, kinds: dict[etree._Element, int]) -> int:
    """Whether an element is inside the article, beside it or in a comment, as it or what is around it says. `kinds` holds what
    is known of the page's elements, and is completed."""
    chain = []
    around: etree._Element | None = element
    while around is not None and around not in kinds:
        chain.append(around)
        around = around.getparent()
    kind = kinds[around] if around is not None else INSIDE
    for each in reversed(chain):
        kind = kinds[each] = max(kind, own_kind(each))
    return kind


def own_kind(element: etree._Element) -> int:
    """The same by the element alone; what holds the headline is inside."""
    tag = element.tag
    if tag not in ASIDE_TAGS:
        return INSIDE
    kind = max(named_kind(element.get("class") or ""), named_kind(element.get("id") or ""))
    if tag in ("aside", "form"):
        kind = max(kind, BESIDE)
    return kind if kind == INSIDE or element.find(".//h1") is None else INSIDE


def aside_words(element: etree._Element) -> frozenset[str]:
    """The words by which an element is beside the article or a comment, its tag among them; none for one that is inside."""
    if own_kind(element) == INSIDE:
        return frozenset()
    words = words_in(element.get("class") or "") | words_in(element.get("id") or "")
    return words | {element.tag} if element.tag in ("aside", "form") else words


@lru_cache(maxsize=4_096)
def words_in(name: str) -> frozenset[str]:
    """What says in a class or an id that its element is beside the article."""
    return frozenset(match[0].lower() for match in ASIDE_NAME.finditer(name))


@lru_cache(maxsize=4_096)  # pages repeat their classes
def named_kind(name: str) -> int:
    """What a class or an id says of its element."""
    if not ASIDE_NAME.search(name):
        return INSIDE
    return COMMENT if COMMENTS.search(name) else BESIDE


def with_introduction(
    root: etree._Element, frame: etree._Element, pieces: list[etree._Element]
) -> etree._Element:
    """The element that holds the frame and the article's text between the page's headline and it."""
    headline = next(root.iter("h1"), None)
    if headline is None or frame.tag in ("html", "body") or frame in headline.iterancestors():
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
