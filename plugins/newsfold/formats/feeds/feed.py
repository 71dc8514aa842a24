"""RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom -> one record an item.

Specifications: https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec, RFC 4287; RFC 6721 for
entries that were deleted.
feedparser was held against this reader. It knows more dialects, but keeps the whole feed in memory, reads the whole feed
in another way once one item is broken, and gives one date and one author of several, without the element they stood in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from lxml import etree

from newsfold.formats.feeds.feed_items import child_texts, read_feed_item
from newsfold.formats.isolation import read_isolated
from newsfold.formats.tables.json_items import MAX_ITEMS, BytePlaces
from newsfold.formats.wire.withdrawn import text_of_withdrawn
from newsfold.model import Record, Rejection
from newsfold.text.decoding import Decoded
from newsfold.text.feed_forms import FEED_ITEMS, FEED_ROOTS
from newsfold.text.raw_headers import Collector
from newsfold.text.xml_pieces import (
    MAX_PIECE_CHARACTERS,
    Around,
    Piece,
    cut_pieces,
    find_around,
    local_name,
    parse_piece,
)

ROOT_NAME = "|".join(name for name in FEED_ROOTS if name != "channel")  # a channel is inside the root
ROOT = re.compile(rf"<(?:[\w.-]{{1,100}}:)?(?:{ROOT_NAME})(?=[\s>])", re.I)


@dataclass(frozen=True, slots=True)
class Channel:
    """What the feed says about itself: title, language, rights, the authors of items that name none."""

    title: str = ""
    language: str = ""
    rights: str = ""
    authors: tuple[str, ...] = ()


def read_feed(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read the items of a feed of `size` bytes, in order; each that can't be read is one Rejection."""
    text = decoded.text
    places = BytePlaces(decoded, size)
    around: Around | None = None
    channel = Channel()
    position = -1
    for position, piece in enumerate(cut_pieces(text, "|".join(FEED_ITEMS))):
        if around is None:
            around = head_of(text, piece.start)
            channel = read_channel(around)
        place = places.advance(piece.start)
        if position >= MAX_ITEMS:
            yield Rejection(
                "too_large",
                f"more than {MAX_ITEMS:,} items; the rest of the file was not read",
                position,
                place,
                "feed",
            )
            return
        length = places.measure(text[piece.start : piece.end])
        placed = Placed(position, decoded.encoding, place, length)
        yield from read_isolated(
            partial(read_piece, text, piece, around, channel, placed), position, place, "feed"
        )
    if position < 0:
        is_cut = re.search(rf"</(?:[\w.-]{{1,100}}:)?(?:{ROOT_NAME})\s*>", text[-2_000:], re.I) is None
        yield Rejection("truncated" if is_cut else "no_article", "a feed without items", 0, 0, "feed")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item stands: its number in the file, the encoding, its bytes."""

    position: int
    encoding: str
    offset: int
    length: int


def head_of(text: str, end: int) -> Around:
    """The feed's start up to its first item, from the root element on: a document type in front of it is left out."""
    root = ROOT.search(text, 0, end)
    start = root.start() if root else 0
    return find_around(text[start:end], end - start)


def read_channel(around: Around) -> Channel:
    """What the feed says about itself, above its first item."""
    parsed = parse_piece(around.head, around)
    root = parsed[0] if parsed is not None and len(parsed) else None
    if root is None:
        return Channel()
    inner = next((child for child in root if local_name(child).lower() == "channel"), root)
    texts = child_texts(inner)
    language = (
        texts.get("language")
        or inner.get("{http://www.w3.org/XML/1998/namespace}lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or ""
    )
    authors = [
        name.text or ""
        for author in inner
        if local_name(author) == "author"
        for name in author
        if local_name(name) == "name"
    ]
    return Channel(
        texts.get("title", ""),
        language,
        texts.get("rights") or texts.get("copyright", ""),
        tuple(authors[:20]),
    )


def read_piece(
    text: str, piece: Piece, around: Around, channel: Channel, placed: Placed
) -> Iterator[Record | Rejection]:
    """Read one item. Its record is kept even where its end is missing: what is there is text."""
    if piece.end - piece.start > MAX_PIECE_CHARACTERS:
        detail = f"an item of {piece.end - piece.start:,} characters; the limit is {MAX_PIECE_CHARACTERS:,}"
        yield Rejection("too_large", detail, placed.position, placed.offset, "feed")
        return
    parsed = parse_piece(text[piece.start : piece.end], around)
    if parsed is None or not len(parsed):
        yield Rejection("malformed", "an item that is no XML", placed.position, placed.offset, "feed")
        return
    if local_name(parsed[0]).lower() == "deleted-entry":
        yield read_deleted(parsed[0], placed)
        return
    found, body = read_feed_item(parsed[0], channel.language, channel.title, channel.rights, channel.authors)
    if body:
        yield Record(
            placed.position,
            "feed",
            tuple(found.headers),
            "\n\n".join(body),
            tuple(found.blocks),
            placed.encoding,
            placed.offset,
            placed.length,
        )
        return
    stated = {header.name: header.value for header in reversed(found.headers)}
    if not piece.is_closed:
        yield Rejection(
            "truncated", "an item that does not end, without text", placed.position, placed.offset, "feed"
        )
        return
    address = stated.get("feed.link") or stated.get("feed.id")
    detail = f"{stated.get('feed.title', 'no title')}: {address or 'no address'}"[:500]
    yield Rejection("pointer" if address else "no_article", detail, placed.position, placed.offset, "feed")


def read_deleted(entry: etree._Element, placed: Placed) -> Record | Rejection:
    """An entry that was deleted (RFC 6721): a record about the entry that `ref` names, with the comment as its text."""
    found = Collector()
    found.header("item.uri", entry.get("ref") or "", "deleted-entry[ref]")
    found.header("item.versioncreated", entry.get("when") or "", "deleted-entry[when]")
    found.header("item.pubstatus", "deleted", "deleted-entry")
    found.header("item.ednote", child_texts(entry).get("comment", ""), "deleted-entry, comment")
    body = text_of_withdrawn(found)
    if not body:
        return Rejection("no_article", "a deleted entry without ref", placed.position, placed.offset, "feed")
    return Record(
        placed.position, "feed", tuple(found.headers), "\n\n".join(body), (), placed.encoding, placed.offset, placed.length
    )  # fmt: skip
