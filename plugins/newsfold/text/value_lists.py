"""Values that programs write: lists as JSON or Python prints them, and the words for no value."""

import ast
import json
import re

MAX_LIST = 5_000
QUOTED_LIST = re.compile(r"\s*+\[\s*+(?:['\"].*['\"]\s*+(?:,\s*+)?)?\]\s*+", re.S)
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
    """The items of a list of quoted texts (`["Jane Roe", "John Doe"]`, `['Jane Roe']`); other text is its only item."""
    if len(text) > MAX_LIST or not QUOTED_LIST.fullmatch(text):
        return [text]
    for read in (json.loads, ast.literal_eval):
        try:
            value = read(text.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return [each.strip() for each in value if each.strip()]
    return [text]
