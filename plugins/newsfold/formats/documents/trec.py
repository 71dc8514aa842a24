"""Documents of text collections, `<DOC>` elements of SGML one behind the other -> a record each.

TREC (https://trec.nist.gov/data.html), English Gigaword of the LDC, and the extracts of Wikipedia that WikiExtractor writes.
They are no XML: ampersands are bare, tags stay open. So each document is cut out by its tags, and its fields by theirs.
"""

import html
import re
from collections.abc import Iterator
from functools import partial

from newsfold.formats.content_text import paragraphs_of
from newsfold.formats.isolation import read_isolated
from newsfold.formats.tables.json_items import MAX_ITEMS, BytePlaces
from newsfold.model import HeaderPlace, Record, Rejection
from newsfold.text.body_blocks import split_blocks
from newsfold.text.characters import fold
from newsfold.text.decoding import Decoded
from newsfold.text.header_keys import find_key_name
from newsfold.text.raw_headers import Collector
from newsfold.text.xml_pieces import Piece, cut_pieces

FORM = "trec"
MAX_DOCUMENT = 4_000_000
MAX_FIELDS = 200
MAX_HEADER = 2_000
OPENING = re.compile(r"<DOC(?:\s[^<>]{0,2000})?>", re.I)
TAG = re.compile(r"<(/?)([A-Za-z][\w.-]{0,30})(?:\s[^<>]{0,500})?/?>")
ATTRIBUTE = re.compile(r"([\w-]{1,30})\s?=\s?[\"']([^\"'<>]{0,500})[\"']")
# Tags -> headers, where a tag is no key of header lines; `docno` of collections, `so` and `ti` of single ones.
NAMES = {
    "docno": "id", "docid": "id", "id": "id", "doi": "id", "head": "headline", "hl": "headline", "ttl": "headline",
    "ti": "headline",
    "h3": "headline", "hedline": "headline", "byline": "author", "au": "author", "author": "author", "date_time": "date",
    "datetime": "date", "dd": "date", "date1": "date", "pubdate": "published", "so": "source", "in": "section", "cat": "section",
    "sec": "section", "lang": "language", "dateline": "dateline",
}  # fmt: skip
TEXTS = ("text", "body", "leadpara", "lp", "content", "abstract")
INLINE = frozenset(("b", "i", "em", "f", "fig", "s", "a", "sup", "sub", "span", "u"))
DAY_IN_ID = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?!\d)")


def read_trec(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read the documents of a file of `size` bytes, in order; each that can't be read is one Rejection."""
    places = BytePlaces(decoded, size)
    position = -1
    for position, piece in enumerate(cut_pieces(decoded.text, "DOC")):
        offset = places.advance(piece.start)
        if position >= MAX_ITEMS:
            detail = f"more than {MAX_ITEMS:,} documents; the rest of the file was not read"
            yield Rejection("too_large", detail, position, offset, FORM)
            return
        text = decoded.text[piece.start : piece.end]
        length = places.measure(text)
        if len(text) > MAX_DOCUMENT:
            detail = f"a document of {len(text):,} characters; the limit is {MAX_DOCUMENT:,}"
            yield Rejection("too_large", detail, position, offset, FORM)
            continue
        reading = partial(read_document, text, piece, decoded.encoding, position, offset, length)
        yield from read_isolated(reading, position, offset, FORM)
    if position < 0:
        yield Rejection("no_article", "no document", 0, 0, FORM)


def read_document(
    text: str, piece: Piece, encoding: str, position: int, offset: int, length: int
) -> list[Record | Rejection]:
    """Read one document: its fields are headers, its texts the body."""
    found = Collector()
    opening = OPENING.match(text)
    inner = text[opening.end() :] if opening else text
    for name, value in ATTRIBUTE.findall(opening[0]) if opening else ():
        collect(name, value, found)
    body = []
    for name, value in fields_of(inner):
        if name in TEXTS:
            body.extend(paragraphs_of(with_breaks(value), "text/plain", found, name.upper()))
        else:
            collect(name, TAG.sub(" ", value), found)
    if not body:  # WikiExtractor: the text stands in the element itself, below its title
        rest = TAG.sub("\n\n", outside_fields(inner))
        body = paragraphs_of(rest, "text/plain", found, "DOC")
        titles = {header.value for header in found.headers if header.name in ("title", "headline")}
        body = body[1:] if body and len(body) > 1 and body[0].text in titles else body
    day = next((DAY_IN_ID.search(row.value) for row in found.headers if row.name == "id"), None)
    if day and not any(row.name in ("date", "published") for row in found.headers):
        found.header("date", "-".join(day.groups()), HeaderPlace("DOC, its id"))
    paragraphs = split_blocks(body, found)
    if paragraphs:
        return [
            Record(position, FORM, tuple(found.headers), "\n\n".join(paragraphs), tuple(found.blocks), encoding, offset, length)
        ]  # fmt: skip
    reason = "no_article" if piece.is_closed else "truncated"
    return [Rejection(reason, "a document without text", position, offset, FORM)]


def fields_of(text: str) -> Iterator[tuple[str, str]]:
    """Name and content of each outermost element that can be a field; a text in another text is part of it."""
    at = 0
    for _ in range(MAX_FIELDS):
        tag = TAG.search(text, at)
        if tag is None:
            return
        name = tag[2].lower()
        end = re.compile(rf"</{re.escape(tag[2])}\s*>", re.I).search(text, tag.end()) if not tag[1] else None
        is_field = name in NAMES or name in TEXTS or find_key_name(name) is not None
        if (
            end is None
            or not is_field
            or (name == "body" and re.search(r"<text[\s>]", text[tag.end() : end.start()], re.I))
        ):
            at = tag.end()
            continue
        yield name, text[tag.end() : end.start()]
        at = end.end()


def outside_fields(text: str) -> str:
    """What stands in no field."""
    for _, content in fields_of(text):
        text = text.replace(content, "", 1)
    return text


def with_breaks(text: str) -> str:
    """A text with an empty line in place of each tag but those within a sentence."""
    return html.unescape(TAG.sub(lambda tag: "" if tag[2].lower() in INLINE else "\n\n", text))


def collect(name: str, value: str, found: Collector) -> None:
    """Give one field to `found` where its name is known."""
    header = NAMES.get(name.lower()) or find_key_name(name)
    if header:
        found.header(header, fold(html.unescape(value))[:MAX_HEADER], HeaderPlace(name.upper()))
