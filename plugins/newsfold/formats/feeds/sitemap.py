"""Google News sitemaps: entries that point to articles and hold no text of them. Reference: https://www.google.com/schemas/sitemap-news/0.9/.

Each entry that is marked as news ends as one Rejection `pointer` with its address, title and date, so that there is a row
for what fetch can follow later. Sitemaps without news, and indexes of sitemaps, list all kinds of pages: each is one
Rejection for the file.
"""

from collections.abc import Iterator

from lxml import etree

from newsfold.formats.tables.json_items import MAX_ITEMS, BytePlaces
from newsfold.model import Record, Rejection
from newsfold.text.characters import fold
from newsfold.text.decoding import Decoded
from newsfold.text.feed_forms import SITEMAP_ITEMS
from newsfold.text.xml_pieces import MAX_PIECE_CHARACTERS, cut_pieces, find_around, local_name, parse_piece

NAMES = ("loc", "title", "publication_date", "name", "language", "lastmod")


def read_sitemap(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """One Rejection for each entry that is news; one for the file where none is."""
    places = BytePlaces(decoded, size)
    text = decoded.text
    position = others = 0
    around = None
    for piece in cut_pieces(text, "|".join(SITEMAP_ITEMS)):
        around = around or find_around(text, piece.start)
        markup = text[piece.start : piece.end]
        if ":news" not in markup and "<news" not in markup:
            others += 1
            continue
        place = places.advance(piece.start)
        parsed = parse_piece(markup, around) if len(markup) <= MAX_PIECE_CHARACTERS else None
        if position >= MAX_ITEMS:
            yield Rejection(
                "too_large",
                f"more than {MAX_ITEMS:,} entries; the rest of the file was not read",
                position,
                place,
                "sitemap",
            )
            return
        yield read_entry(parsed, position, place)
        position += 1
    if not position:
        yield Rejection(
            "pointer", f"a sitemap of {others} entries, none of them marked as news", 0, 0, "sitemap"
        )


def read_entry(parsed: etree._Element | None, position: int, place: int) -> Rejection:
    """What one entry says, as `name: value` with bars between."""
    said: dict[str, str] = {}
    for element in parsed.iter(etree.Element) if parsed is not None else ():
        name = local_name(element).lower()
        if name in NAMES and element.text and element.text.strip():
            said.setdefault(name, fold(element.text[:2_000]))
    if "loc" not in said:
        return Rejection("malformed", "an entry without address", position, place, "sitemap")
    return Rejection(
        "pointer",
        " | ".join(f"{name}: {said[name]}" for name in NAMES if name in said)[:3_000],
        position,
        place,
        "sitemap",
    )
