"""What a document of an office program says, read like a text: its paragraphs are lines, its properties are headers.

The properties are those of the file, not of the article. A title is often that of a template or the name of a file, the author
is whoever opened it, and the day on which it was made is not that of publication: so they count where the text says nothing, and
a day only where the document was made and saved last within three days.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from newsfold.formats.documents.several_articles import Piece, divide_articles
from newsfold.formats.isolation import read_isolated
from newsfold.formats.plain_text import read_piece
from newsfold.model import Record, Rejection
from newsfold.text.byline_lines import find_byline_line
from newsfold.text.document_properties import find_author, find_title
from newsfold.text.no_news import find_no_news
from newsfold.text.raw_headers import Collector

MAX_BLOCKS = 100_000
MAX_HEADLINE = 300
DAYS_BETWEEN = 3
MASTHEAD_WORDS = 6
MASTHEAD_SIGNS = re.compile(r"[\d:：.!?。\n]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `style` is title, subtitle, heading or item (of a list), empty for any other; a new line divides its lines."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A document: its paragraphs in order, and its properties by the names of Dublin Core (title, creator, created, modified,
    language, subject, publisher).
    """

    blocks: Sequence[Block]
    properties: Mapping[str, str] = field(default_factory=dict, hash=False)


def read_written(document: Written, form: str, size: int) -> Iterator[Record | Rejection]:
    """Read the articles of a document of `size` bytes: one, or those of an export of a press database."""
    blocks = [block for block in document.blocks[:MAX_BLOCKS] if block.text.strip()]
    stated = Collector()
    blocks = read_styles(blocks, stated)
    text = "\n\n".join(f"- {block.text}" if block.style == "item" else block.text for block in blocks)
    if not text.strip():
        yield Rejection("empty", "a document without text", 0, 0, form)
        return
    other = find_no_news(text)
    if other is not None:
        yield Rejection(other[0], f"the text is {other[1]}", 0, 0, form)
        return
    pieces = divide_articles(text)
    for position, piece in enumerate(pieces):
        found = stated if len(pieces) == 1 else Collector()
        if len(pieces) == 1:
            collect_properties(document.properties, found)
        length = size if len(pieces) == 1 else 0
        reading = partial(read_one, piece, position, length, found, form)
        yield from read_isolated(reading, position, 0, form)


def read_one(
    piece: Piece, position: int, length: int, found: Collector, form: str
) -> list[Record | Rejection]:
    """Read one article of a document, which is not a text of so many bytes but one that was packed."""
    items = read_piece(piece, "utf-8", position, 0, length, found)
    return [replace(item, format=form) for item in items]


def read_styles(blocks: Sequence[Block], found: Collector) -> list[Block]:
    """The paragraphs without the one that is marked as title, or as heading above all others, and a subtitle below it."""
    titles = [number for number, block in enumerate(blocks) if block.style == "title"]
    if not titles and blocks and blocks[0].style == "heading":
        titles = [0]
    if len(titles) != 1 or len(blocks) < 2 or len(blocks[titles[0]].text) > MAX_HEADLINE:
        return list(blocks)
    above = [block for block in blocks[: titles[0]] if not is_masthead(block.text)]
    for block in blocks[: titles[0]]:
        if is_masthead(block.text):
            found.block("notice", block.text, "above the headline")
    rest = [*above, *blocks[titles[0] + 1 :]]
    found.header("headline", blocks[titles[0]].text, "style Title")
    under = len(above)
    if under < len(rest) - 1 and rest[under].style == "subtitle":
        found.block("synopsis", rest.pop(under).text, "style Subtitle")
    return rest


def is_masthead(text: str) -> bool:
    """Whether a line above the headline names an outlet or a section: a few words, no number, no mark of a key or a sentence."""
    return (
        len(text.split()) <= MASTHEAD_WORDS
        and not MASTHEAD_SIGNS.search(text)
        and find_byline_line(text) is None
    )


def collect_properties(properties: Mapping[str, str], found: Collector) -> None:
    """The properties of a document as headers, where they can be meant: no names of files, programs and accounts."""
    for name, value in (
        ("document.title", find_title(properties.get("title", ""))),
        ("document.author", find_author(properties.get("creator", ""))),
        ("document.publisher", properties.get("publisher", "")),
        ("document.language", properties.get("language", "")),
    ):
        found.header(name, value or "", "properties of the document")
    created, modified = (as_day(properties.get(name, "")) for name in ("created", "modified"))
    if created and abs(((modified or created) - created).days) <= DAYS_BETWEEN:
        found.header("document.created", created.isoformat(), "properties of the document")


def as_day(value: str) -> date | None:
    """The day of a time in ISO 8601; None where it is none. The time of day is that of the file, and not taken."""
    try:
        return date.fromisoformat(value.strip()[:10])
    except ValueError:
        return None
