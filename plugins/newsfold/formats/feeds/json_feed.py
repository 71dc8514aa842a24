"""JSON Feed 1.0 and 1.1 -> records. Specification: https://www.jsonfeed.org/version/1.1/."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newsfold.formats.content_text import read_content
from newsfold.formats.tables.json_items import JsonItem, text_of_value
from newsfold.model import Record, Rejection
from newsfold.text.raw_headers import Collector

# Property of an item -> header. `external_url` is what the item is about, and no address of its own.
PLAIN = {
    "id": "id",
    "url": "link",
    "title": "title",
    "date_published": "published",
    "date_modified": "updated",
    "language": "language",
}
MAX_VALUES = 40


@dataclass(frozen=True, slots=True)
class Feed:
    """What holds for all items: the feed's name, language and authors."""

    title: str
    language: str
    authors: list[str]


def read_json_feed(item: JsonItem, position: int) -> Iterator[Record | Rejection]:
    """The items of a feed, the first at `position`; one Rejection where there is none. Their bytes are those of the feed."""
    feed = Feed(
        text_of_value(item.value.get("title")),
        text_of_value(item.value.get("language")),
        authors_of(item.value),
    )
    entries = item.value["items"]
    for number, entry in enumerate(entries):
        if isinstance(entry, dict):
            yield read_entry(entry, feed, item, position + number)
        else:
            yield Rejection(
                "malformed", f"items[{number}] is no object", position + number, item.offset, "json-feed"
            )
    if not entries:
        yield Rejection("no_article", "a feed without items", position, item.offset, "json-feed")


def authors_of(value: Mapping[str, Any]) -> list[str]:
    """The names of the authors: `authors` since version 1.1, `author` before."""
    authors = value.get("authors") if isinstance(value.get("authors"), list) else [value.get("author")]
    return [
        text_of_value(each.get("name")) for each in (authors or [])[:MAX_VALUES] if isinstance(each, Mapping)
    ]


def read_entry(entry: Mapping[str, Any], feed: Feed, item: JsonItem, position: int) -> Record | Rejection:
    """Read one item: `content_html`, else `content_text`, else `summary` is its text."""
    found = Collector()
    for name, header in PLAIN.items():
        found.header(f"feed.{header}", text_of_value(entry.get(name)), name)
    if not text_of_value(entry.get("language")):
        found.header("feed.language", feed.language, "language of the feed")
    for name in authors_of(entry) or feed.authors:
        found.header("feed.author", name, "authors")
    tags = entry.get("tags")
    for tag in tags[:MAX_VALUES] if isinstance(tags, list) else []:
        found.header("feed.category", text_of_value(tag), "tags")
    found.header("feed.publisher", feed.title, "title of the feed")
    body: list[str] = []
    for name, media in (("content_html", "text/html"), ("content_text", "text/plain"), ("summary", "")):
        text = text_of_value(entry.get(name))
        if not body:
            body = read_content(text, media, found, name)
        elif name == "summary":
            found.block("synopsis", "\n".join(read_content(text[:20_000], media, Collector(), name)), name)
    if body:
        return Record(
            position,
            "json-feed",
            tuple(found.headers),
            "\n\n".join(body),
            tuple(found.blocks),
            item.encoding,
            item.offset,
            item.length,
        )
    address = text_of_value(entry.get("url"))
    code = "pointer" if address else "no_article"
    return Rejection(
        code,
        f"{text_of_value(entry.get('title')) or 'no title'}: {address or 'no address'}"[:500],
        position,
        item.offset,
        "json-feed",
    )
