"""Values that programs write: lists as JSON or Python prints them, and the words for no value."""

import ast
import json
import re

MAX_LIST = 5_000
BRACKETED = re.compile(r"\s*+(?:\[.*\]|\(\s*+['\"].*\)|\{.+\})\s*+", re.S)
# Words with commas between them, as in `{Ann Vik,Ole Dahl}`: neither a template nor an object.
UNQUOTED = re.compile(r"[^{}\[\]():;%$|<>]+")
# What programs write where there is no value: Python, JSON, SQL, R, pandas, spreadsheets. Compared as written, for `None` and
# `Null` are words, too.
NO_VALUE = frozenset(
    (
        "None",
        "nan",
        "NaN",
        "NAN",
        "NaT",
        "NULL",
        "null",
        "undefined",
        "N/A",
        "n/a",
        "#N/A",
        "<NA>",
        "\\N",
        "nil",
        "(null)",
        "(none)",
    )
)


def split_list(text: str) -> list[str]:
    """The items of a list as programs print it; other text is its only item.

    `["Jane Roe", null]` of JSON, `['Jane Roe']`, `('Jane Roe',)` and `[{'name': 'Jane Roe'}]` of Python, `{Jane Roe,"John Doe"}`
    of Postgres, `[Jane Roe, John Doe]` of what prints no quotes.
    """
    if len(text) > MAX_LIST or not BRACKETED.fullmatch(text):
        return [text]
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
        items = names_of(value)
        if items is not None:
            return items
    inner = text.strip()[1:-1]
    bare = [each.strip().strip("\"'") for each in inner.split(",")]
    is_plain = UNQUOTED.fullmatch(inner) and (len(bare) > 1 or text.lstrip().startswith("{"))
    return [each for each in bare if each and each not in NO_VALUE] if is_plain else [text]


def names_of(value: object) -> list[str] | None:
    """The texts of a list that a program wrote, those of `name` where it holds objects; None for what is no such list."""
    if isinstance(value, dict):
        value = [value]
    if not isinstance(value, list | tuple | set):
        return None
    found = [each.get("name") if isinstance(each, dict) else each for each in value]
    if not all(each is None or isinstance(each, str) for each in found):
        return None
    return [name for each in found if each and (name := each.strip()) and name not in NO_VALUE]
