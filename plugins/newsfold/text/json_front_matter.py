"""Headers in front of a plain text as one JSON object: `{"title": "...", "date": "..."}`, an empty line, the text."""

import json
import re
from typing import Any

from newsfold.text.header_keys import find_key_name

MAX_CHARACTERS = 20_000
DECODER = json.JSONDecoder(strict=False)
FENCE = re.compile(r"[\ufeff\s]*(?:(?:;{3}|-{3})\s*\r?\n\s*)?")
BELOW = re.compile(r"[ \t]*+\r?\n[ \t]*+(?:(?:-{3,}|;{3,})?[ \t]*+\r?\n\s*)(?=[^\s{\[\]},\"])")


def find_json_front(text: str) -> tuple[dict[str, Any], int] | None:
    """The object that opens a text, and where what follows begins; None where more JSON or nothing follows.

    One of its names must be a known header.
    """
    fence = FENCE.match(text)
    start = fence.end() if fence else 0
    if not text.startswith("{", start):
        return None
    try:
        value, end = DECODER.raw_decode(text[: start + MAX_CHARACTERS], start)
    except (ValueError, RecursionError):
        return None
    below = BELOW.match(text, end)
    if below is None or not isinstance(value, dict) or not any(map(find_key_name, map(str, value))):
        return None
    return value, below.end()
