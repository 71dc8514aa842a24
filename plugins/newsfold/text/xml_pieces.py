"""XML that holds many items -> its items one after the other, each parsed alone: feeds and sitemaps.

The items are cut out by their tags before anything is parsed. So memory holds one item at a time, a broken item costs
only itself, and no document type reaches the parser: entities that a document declares are not expanded, nothing outside
it is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape, unescape
from html.entities import html5

from lxml import etree

MAX_PIECE_CHARACTERS = 4_000_000
MAX_HEAD_CHARACTERS = 200_000
MAX_NAMESPACES = 50
# Prefixes that feeds use without declaring them.
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom", "content": "http://purl.org/rss/1.0/modules/content/",
    "at": "http://purl.org/atompub/tombstones/1.0", "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/", "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd", "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "wfw": "http://wellformedweb.org/CommentAPI/", "xhtml": "http://www.w3.org/1999/xhtml",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "video": "http://www.google.com/schemas/sitemap-video/1.1", "xlink": "http://www.w3.org/1999/xlink",
}  # fmt: skip
DECLARATION = re.compile(r"""\sxmlns(?::([\w.-]{1,100}))?\s{0,5}=\s{0,5}("[^"<]{0,500}"|'[^'<]{0,500}')""")
BASE = re.compile(r"""\sxml:(base|lang)\s{0,5}=\s{0,5}("[^"<]{0,2000}"|'[^'<]{0,2000}')""")
# What XML 1.0 doesn't allow, neither as characters nor as references to them.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
UNSURE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
AMPERSAND = re.compile(r"<!\[CDATA\[|&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|([A-Za-z][A-Za-z0-9]{0,30};))?")
NAMED = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(amp|lt|gt|quot|apos);", re.S)
PREDEFINED = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))


@dataclass(frozen=True, slots=True)
class Piece:
    """One item's markup, with its place in the text. `is_closed` is False where its end tag is missing."""

    start: int
    end: int
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Around:
    """What stands before the first item: the markup, and the declarations that hold for all items."""

    head: str
    attributes: str


def cut_pieces(text: str, names: str, start: int = 0) -> Iterator[Piece]:
    """The elements called one of `names` (`item|entry`), whatever their prefix. CDATA and comments are not looked into.

    They are looked for from the place `start` on. An element without end tag ends before the next one.
    """
    tags = re.compile(
        rf"<!\[CDATA\[|<!--|<(/?)(?:[\w.-]{{1,100}}:)?(?:{names})(?=[\s/>])[^<>]{{0,20000}}(>?)", re.I
    )
    ends = {"<![CDATA[": "]]>", "<!--": "-->"}
    opened: int | None = None
    at = start
    while match := tags.search(text, at):
        at = match.end()
        if match[0] in ends:
            end = text.find(ends[match[0]], at)
            if end < 0:  # it never closes: there is nothing behind it but itself
                ends.pop(match[0])
                continue
            at = end + 3
        elif match[0] in ("<![CDATA[", "<!--"):
            continue
        elif match[1]:
            if opened is not None:
                yield Piece(opened, match.end(), True)
            opened = None
        else:
            if opened is not None:
                yield Piece(opened, match.start(), False)
            opened = match.start()
            if match[0].endswith("/>"):
                yield Piece(opened, match.end(), True)
                opened = None
    if opened is not None:
        yield Piece(opened, len(text), False)


def find_around(text: str, end: int) -> Around:
    """What stands in `text` before `end`, where the first item begins."""
    head = text[: min(end, MAX_HEAD_CHARACTERS)]
    declared = {
        prefix: value[1:-1]
        for prefix, value in DECLARATION.findall(head)
        if not prefix.lower().startswith("xml")
    }
    pairs = {**NAMESPACES, **dict(list(declared.items())[:MAX_NAMESPACES])}
    attributes = "".join(
        f' xmlns{":" if prefix else ""}{prefix}="{quoted(address)}"'
        for prefix, address in pairs.items()
        if address
    )
    attributes += "".join(
        f' xml:{name}="{quoted(value[1:-1])}"' for name, value in dict(BASE.findall(head)).items()
    )
    return Around(head, attributes)


def quoted(value: str) -> str:
    """An attribute's value as it may stand between double quotes."""
    return escape(unescape(FORBIDDEN.sub("", value)))


def parse_piece(markup: str, around: Around) -> etree._Element | None:
    """The element that `markup` holds; None where nothing can be parsed, or it is larger than 4,000,000 characters."""
    if len(markup) > MAX_PIECE_CHARACTERS:
        return None
    document = f"<newsfold-root{around.attributes}>{mend(markup)}</newsfold-root>"
    root, is_broken = parse_document(document)
    if is_broken and "&" in document:
        root, _ = parse_document(NAMED.sub(numbered, document))
    return root


def parse_document(document: str) -> tuple[etree._Element | None, bool]:
    """The root of a document as far as it can be read, and whether it breaks XML's rules.

    Behind the first broken rule, libxml2 loses `&amp;` and its like, but keeps `&#38;`.
    """
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(document.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    return root, any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)


def numbered(match: re.Match[str]) -> str:
    """A predefined entity as a reference to its character; CDATA as it is."""
    return f"&#{ord(unescape(match[0]))};" if match[1] else match[0]


def local_name(element: etree._Element) -> str:
    """The element's name without namespace; empty for what is no element. Any name that the parser let pass will do."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def mend(markup: str) -> str:
    """Markup in which each ampersand is one that XML knows: HTML's named characters resolved, bare ampersands escaped."""
    markup = FORBIDDEN.sub("", markup)
    if UNSURE.search(markup) is None:
        return markup
    pieces: list[str] = []
    done = at = 0
    while match := AMPERSAND.search(markup, at):
        at = match.end()
        if match[0] == "<![CDATA[":
            end = markup.find("]]>", at)
            at = len(markup) if end < 0 else end + 3
            continue
        replacement = resolve(match)
        if replacement != match[0]:
            pieces += markup[done : match.start()], replacement
            done = at
    return "".join(pieces) + markup[done:]


def resolve(match: re.Match[str]) -> str:
    """What stands for one ampersand with what follows it."""
    if match[1]:
        number = int(match[1][1:], 16) if match[1][0] in "xX" else int(match[1])
        if (
            0x7F < number < 0xA0 or match[1][0] == "X"
        ):  # references of windows-1252, and to a form that only HTML has
            return escape(unescape(match[0]))
        is_allowed = (
            number in (9, 10, 13)
            or 32 <= number < 0xD800
            or 0xE000 <= number < 0xFFFE
            or 0x10000 <= number < 0x110000
        )
        return match[0] if is_allowed else ""
    if match[2] in PREDEFINED:
        return match[0]
    known = html5.get(match[2]) if match[2] else None
    return known.replace("&", "&amp;").replace("<", "&lt;") if known else "&amp;" + match[0][1:]
