"""The first rows of a table or a JSON file whose names nobody knows, so that a person can be asked what they are."""

from collections.abc import Mapping
from itertools import islice
from typing import Any

from newsfold.formats.tables.csv_table import (
    DELIMITERS,
    cut_rows,
    find_unknown_head,
    split_row,
    with_line_feeds,
)
from newsfold.formats.tables.json_items import JsonItem, iterate_items, text_of_value
from newsfold.text.decoding import decode

MAX_ROWS = 200
MAX_PATHS = 200


def first_rows(data: bytes) -> list[dict[str, str]]:
    """Name of the column, or path of the property (`fields.text`) -> text, a row each; empty for what is no table."""
    decoded = decode(data)
    if decoded is None:
        return []
    start = decoded.text[:100].lstrip("\ufeff \t\r\n")
    if start[:1] in ("{", "["):
        items = islice(iterate_items(decoded, len(data)), MAX_ROWS)
        return [
            dict(islice(flat(item.value).items(), MAX_PATHS)) for item in items if isinstance(item, JsonItem)
        ]
    names = find_unknown_head(decoded.text)
    if names is None:
        return []
    text = with_line_feeds(decoded.text)
    rows = [row for _, row in islice(cut_rows(text), MAX_ROWS + 1)]
    delimiter = next(each for each in DELIMITERS if split_row(rows[0], each) == names)
    cells = (split_row(row, delimiter) for row in rows[1:])
    return [
        dict(zip(names, each, strict=True)) for each in cells if each is not None and len(each) == len(names)
    ]


def flat(value: Mapping[str, Any], path: str = "", depth: int = 0) -> dict[str, str]:
    """The plain values of an object by their paths."""
    found: dict[str, str] = {}
    for name, each in value.items():
        if isinstance(each, Mapping) and depth < 3:
            found |= flat(each, f"{path}{name}.", depth + 1)
        elif text := text_of_value(each):
            found[f"{path}{name}"] = text
    return found
