"""The reader of JSON and JSON Lines: each object goes to the reader of what it is."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from newsfold.formats.feeds.json_feed import read_json_feed
from newsfold.formats.isolation import read_isolated
from newsfold.formats.tables.date_order import NUMERIC_DAY, order_of_dates, with_order
from newsfold.formats.tables.json_items import JsonItem, iterate_items
from newsfold.formats.tables.json_shapes import is_python, read_python, rows_of, unwrapped
from newsfold.formats.tables.named_fields import known_fields, look_up, read_fields
from newsfold.formats.tables.ninjs import is_ninjs, read_ninjs
from newsfold.formats.tables.schema_org import is_json_ld, read_json_ld
from newsfold.model import Record, Rejection
from newsfold.text.decoding import Decoded
from newsfold.text.feed_forms import is_json_feed

# What answers of programs wrap their articles in: `{"articles": [...]}`, `{"response": {"docs": [...]}}`,
# `{"hits": {"hits": [...]}}`.
LISTS = (
    "articles",
    "items",
    "_items",
    "results",
    "docs",
    "documents",
    "entries",
    "posts",
    "stories",
    "news",
    "records",
    "hits",
    "data",
    "value",
    "feed",
)
AROUND = ("response", "data", "hits", "result", "feed", "channel")
INNER = ("_source", "item", "article", "doc", "attributes", "fields")
MAX_WRAPPERS = 4
MAX_ITEMS_FOR_ORDER = 200
MAX_DATE = 40
Columns = Mapping[str, str]


def read_json(decoded: Decoded, size: int, columns: Columns) -> Iterator[Record | Rejection]:
    """Read the records of a JSON file of `size` bytes; `columns` are the source's names of fields."""
    position = 0
    inside = unwrapped(decoded.text)
    decoded = replace(decoded, text=inside) if inside is not None else decoded
    items = read_python(decoded, size) if is_python(decoded.text) else iterate_items(decoded, size)
    first = list(islice(items, MAX_ITEMS_FOR_ORDER))
    order = order_of_dates(
        text for item in first if isinstance(item, JsonItem) for text in dates_in(item.value)
    )
    for item in chain(first, items):
        for result in read_any(item, position, columns):
            placed = with_order(result, order)
            yield replace(placed, position=position) if placed.position != position else placed
            position += 1


def dates_in(value: Any, depth: int = 0) -> Iterator[str]:
    """The texts of an item that begin like a date in numbers, those of the objects in it too."""
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for each in islice(inner, MAX_ITEMS_FOR_ORDER):
        if isinstance(each, str):
            if len(each) <= MAX_DATE and NUMERIC_DAY.match(each.strip()):
                yield each
        elif depth < MAX_WRAPPERS:
            yield from dates_in(each, depth + 1)


def read_any(item: JsonItem | Rejection, position: int, columns: Columns) -> list[Record | Rejection]:
    """The records of one item, or why there is none."""
    if isinstance(item, Rejection):
        return [replace(item, format="json")]
    return read_isolated(lambda: read_item(item, position, columns, 0), position, item.offset, "json")


def read_item(item: JsonItem, position: int, columns: Columns, depth: int) -> Iterator[Record | Rejection]:
    """The records of one object, the first of them at `position`. A mapping of the source goes before every format but ninjs."""
    value = item.value
    if is_ninjs(value):
        yield read_ninjs(item, position)
    elif is_json_feed(value):
        yield from read_json_feed(item, position)
    elif is_json_ld(value) and not columns:
        yield from read_json_ld(item, position)
    else:
        yield from read_named(item, position, columns, depth)


def read_named(item: JsonItem, position: int, columns: Columns, depth: int) -> Iterator[Record | Rejection]:
    """An object with names of its own: an article, or a wrapper around a list of articles."""
    rows = rows_of(item, columns) if depth < MAX_WRAPPERS else None
    if rows is not None:
        for row in rows:
            for result in read_item(row, position, columns, MAX_WRAPPERS):
                yield result
                position += 1
        return
    fields = known_fields(item.value, columns)
    has_text = any(isinstance(look_up(item.value, name), str) for name in fields.get("body", ()))
    inner = None if has_text or depth >= MAX_WRAPPERS else find_inner(item.value)
    if inner is None:
        yield read_fields(item, fields, position, "json")
        return
    for number, each in enumerate(inner):
        if isinstance(each, dict):
            for result in read_item(replace(item, value=each), position, columns, depth + 1):
                yield result
                position += 1
        else:
            yield Rejection(
                "malformed", f"item {number} of the list is no object", position, item.offset, "json"
            )
            position += 1


def find_inner(value: Mapping[str, Any]) -> list[Any] | None:
    """The list of articles that an object is wrapped around, or the one object inside it; None where it is no wrapper."""
    for name in LISTS:
        inner = value.get(name)
        if isinstance(inner, list) and inner and isinstance(inner[0], dict):
            return inner
    for name in (*INNER, *AROUND):
        inner = value.get(name)
        if isinstance(inner, dict) and inner:
            around = {key: each for key, each in value.items() if key != name}
            return [{**around, **inner} if name in INNER else inner]
    return None
