"""The article in the data that a page's program would show: `__NEXT_DATA__` and other JSON in scripts, for pages without text."""

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from newsfold.text.characters import weight

MAX_CHARACTERS = 2_000_000
MAX_SCRIPTS = 20
MAX_VALUES = 50_000
MAX_DEPTH = 60
MIN_WEIGHT = 200
# A text counts only in an object that says what it is called, under a name for an article's text.
TITLES = frozenset(("title", "headline", "name", "heading"))
TEXTS = frozenset((
    "body", "bodytext", "bodyhtml", "content", "contenthtml", "text", "html", "articlebody", "article_body", "body_html", "story",
))  # fmt: skip


def find_data_text(root: etree._Element) -> str:
    """The longest text of an article in the page's JSON, plain or as HTML; empty where there is none."""
    best = ""
    scripts = [script.text or "" for script in root.iter("script") if holds_data(script)]
    for script in scripts[:MAX_SCRIPTS]:
        if not MIN_WEIGHT <= len(script) <= MAX_CHARACTERS:
            continue
        try:
            document = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for text in find_texts(document):
            best = text if len(text) > len(best) else best
    return best if weight(best) >= MIN_WEIGHT else ""


def holds_data(script: etree._Element) -> bool:
    """True for a script that is JSON, and none for search engines."""
    return script.get("id") == "__NEXT_DATA__" or (script.get("type") or "").lower() == "application/json"


def find_texts(document: Any) -> Iterator[str]:
    """The texts of all objects with a title, however deep."""
    waiting = [(document, 0)]
    seen = 0
    while waiting and seen < MAX_VALUES:
        value, depth = waiting.pop()
        seen += 1
        if depth > MAX_DEPTH:
            continue
        if isinstance(value, list):
            waiting.extend((each, depth + 1) for each in value)
        elif isinstance(value, dict):
            names = {name.lower(): name for name in value if isinstance(name, str)}
            if not TITLES.isdisjoint(names):
                for name in TEXTS.intersection(names):
                    text = value[names[name]]
                    if isinstance(text, str):
                        yield text
                    elif isinstance(text, list) and text and all(isinstance(part, str) for part in text):
                        yield "\n\n".join(text)
            waiting.extend((each, depth + 1) for each in value.values() if isinstance(each, dict | list))
