"""The article in the data that a page's program would show: `__NEXT_DATA__` and other JSON in scripts, for pages without text."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from newsfold.text.characters import weight

MAX_CHARACTERS = 2_000_000
MAX_SCRIPTS = 20
MAX_VALUES = 50_000
MAX_DEPTH = 60
MIN_WEIGHT = 200
MAX_ASSIGNMENTS = 4
# `window.__INITIAL_STATE__ = {…}`, `Fusion.globalContent={…}`: the state that a program starts with.
STATE = re.compile(
    r"(?:__[A-Z][A-Z_]{2,30}__|globalContent|(?:initial|preloaded|page|article|app)_?(?:state|data|props|content))[\"']?\]?\s*=\s*(?=[{\[])",
    re.I,
)
# The parts of a text in the data of a widespread system: `content_elements`, each with its `content`.
PARTS = "content_elements"
# A text counts only in an object that says what it is called, under a name for an article's text.
TITLES = frozenset(("title", "headline", "name", "heading"))
TEXTS = frozenset((
    "body", "bodytext", "bodyhtml", "content", "contenthtml", "text", "html", "articlebody", "article_body", "body_html", "story",
))  # fmt: skip


def find_data_text(root: etree._Element) -> str:
    """The longest text of an article in the page's JSON, plain or as HTML; empty where there is none."""
    scripts = [script.text or "" for script in root.iter("script") if holds_data(script)]
    best = longest_text(document for script in scripts[:MAX_SCRIPTS] for document in read_json(script))
    return best if weight(best) >= MIN_WEIGHT else ""


def find_state_text(root: etree._Element) -> str:
    """The same in the state that the page's program starts with, which is written as a program and takes longer to find."""
    scripts = [script.text or "" for script in root.iter("script") if not script.get("src")]
    best = longest_text(document for script in scripts[:MAX_SCRIPTS] for document in read_states(script))
    return best if weight(best) >= MIN_WEIGHT else ""


def longest_text(documents: Iterable[Any]) -> str:
    """The longest text of an object with a title in any of the documents."""
    return max((text for document in documents for text in find_texts(document)), key=len, default="")


def read_json(script: str) -> list[Any]:
    """What a script of JSON holds; nothing where it is too short, too long or no JSON."""
    if not MIN_WEIGHT <= len(script) <= MAX_CHARACTERS:
        return []
    try:
        return [json.loads(script)]
    except (ValueError, RecursionError):
        return []


def read_states(script: str) -> Iterator[Any]:
    """The objects that a script assigns to what is called a state."""
    if not MIN_WEIGHT <= len(script) <= MAX_CHARACTERS:
        return
    position = 0
    for _ in range(MAX_ASSIGNMENTS):
        found = STATE.search(script, position)
        if found is None:
            return
        position = found.end()
        try:
            document, position = json.JSONDecoder().raw_decode(script, position)
        except (ValueError, RecursionError):
            continue
        yield document


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
            if isinstance(parts := value.get(PARTS), list):
                yield "\n\n".join(read_parts(parts))
            if not TITLES.isdisjoint(names):
                for name in TEXTS.intersection(names):
                    text = value[names[name]]
                    if isinstance(text, str):
                        yield text
                    elif isinstance(text, list) and text and all(isinstance(part, str) for part in text):
                        yield "\n\n".join(text)
            waiting.extend((each, depth + 1) for each in value.values() if isinstance(each, dict | list))


def read_parts(parts: list[Any]) -> Iterator[str]:
    """The texts in a list of parts of which each says what it is."""
    for part in parts:
        if isinstance(part, dict) and isinstance(content := part.get("content"), str):
            yield content
