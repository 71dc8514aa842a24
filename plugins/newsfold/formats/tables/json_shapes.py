"""What programs write around JSON and in its place: a call or a variable, Python's way of writing, tables as objects."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from newsfold.formats.tables.json_items import JsonItem
from newsfold.formats.tables.named_fields import known_fields
from newsfold.model import Rejection
from newsfold.text.decoding import Decoded

MAX_PYTHON_CHARACTERS = 4_000_000
SPACE = "\ufeff\x00\x1e \t\r\n"
# `callback({…});` (JSONP), `var articles = […];`: a name, then an object or a list of objects to the end of the file.
WRAPPED = re.compile(
    r"[\ufeff\s]{0,100}(?:/\*\*/)?\s{0,10}(?P<before>(?:(?:var|let|const|export default|window\.)\s?)?[\w$.\[\]\"']{1,80}\s{0,10}"
    r"(?P<mark>[(=])\s{0,100})(?=\{\s{0,100}[\"}]|\[\s{0,100}\{\s{0,100}\")"
)
WRAPPED_END = {"(": re.compile(r"\)\s*;?\s*\Z"), "=": re.compile(r"\s*;?\s*\Z")}
# `[{'title': 'A ferry', …`: a list or an object as Python prints it.
PYTHON_START = re.compile(r"(?:\[\s{0,100})?\{\s{0,100}'(?:[^'\\\n]|\\.){0,200}'\s{0,100}:", re.S)
MAX_ROWS = 1_000_000


def unwrapped(text: str) -> str | None:
    """JSON without the call or the variable around it: spaces stand in its place. None where nothing is wrapped around it."""
    match = WRAPPED.match(text[:1_000])
    closing = WRAPPED_END[match["mark"]].search(text, max(0, len(text) - 200)) if match else None
    if match is None or closing is None or text[closing.start() - 1 : closing.start()] not in ("}", "]"):
        return None
    return " " * match.end() + text[match.end() : closing.start()] + " " * (len(text) - closing.start())


def is_python(text: str) -> bool:
    """Whether a text is a list or an object as Python prints it, alone or one a line."""
    return PYTHON_START.match(text.lstrip(SPACE)[:1_000]) is not None


def read_python(decoded: Decoded, size: int) -> Iterator[JsonItem | Rejection]:
    """The objects of a file of `size` bytes in Python's writing. Their places are not known: each is the whole file."""
    text = decoded.text.strip(SPACE)
    if len(text) > MAX_PYTHON_CHARACTERS:
        detail = f"{len(text):,} characters in Python's writing; the limit is {MAX_PYTHON_CHARACTERS:,}"
        yield Rejection("too_large", detail, None, 0)
        return
    for part in [text] if text.startswith("[") else text.split("\n"):
        if not part.strip():
            continue
        try:
            value = ast.literal_eval(part.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError) as error:
            yield Rejection("malformed", f"neither JSON nor Python's writing: {error}"[:300], None, 0)
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield JsonItem({str(name): inner for name, inner in each.items()}, 0, size, decoded.encoding)
            else:
                yield Rejection("malformed", f"no object but {type(each).__name__}", None, 0)


def rows_of(item: JsonItem, columns: Mapping[str, str]) -> list[JsonItem] | None:
    """The rows of a table that an object holds, as pandas writes one; None where it holds none.

    Its shapes: `{"columns": [...], "data": [[...]]}`, `{"title": {"0": …}, "text": {"0": …}}`, `{"0": {"title": …}}`, and a
    list for each column.
    """
    value = item.value
    names, data = value.get("columns"), value.get("data")
    if isinstance(names, list) and isinstance(data, list) and all(isinstance(row, list) for row in data):
        if "body" in known_fields(map(str, names), columns):
            return [
                replace(item, value=dict(zip(map(str, names), row, strict=False))) for row in data[:MAX_ROWS]
            ]
        return None
    if len(value) < 1 or not all(isinstance(each, dict | list) and each for each in value.values()):
        return None
    first = next(iter(value.values()))
    if isinstance(first, dict) and holds_text(first, columns):
        return [replace(item, value=each) for each in value.values() if isinstance(each, dict)]
    if "body" not in known_fields(value, columns):
        return None
    if all(isinstance(each, dict) and list(each) == list(first) for each in value.values()):
        if not all(
            isinstance(cell, str | int | float | None) for each in value.values() for cell in each.values()
        ):
            return None
        return [replace(item, value={name: each[row] for name, each in value.items()}) for row in first]
    if all(isinstance(each, list) and len(each) == len(first) > 1 for each in value.values()):
        return [
            replace(item, value={name: each[row] for name, each in value.items()})
            for row in range(len(first))
        ]
    return None


def holds_text(value: Mapping[str, Any], columns: Mapping[str, str]) -> bool:
    """Whether an object is an article: a text among its properties, and another one that we know."""
    fields = known_fields(value, columns)
    return len(fields) > 1 and any(isinstance(value.get(name), str) for name in fields.get("body", ()))
