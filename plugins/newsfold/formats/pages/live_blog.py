"""The text of a live blog as JSON-LD has it: its updates, each below the time at which it was published.

https://schema.org/LiveBlogPosting: the updates are articles of their own inside one, mostly the newest first.
"""

import re
from collections.abc import Iterator
from typing import Any

MAX_UPDATES = 1_000
TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")


def read_updates(node: dict[str, Any]) -> str:
    """The introduction and all updates of a LiveBlogPosting, paragraphs divided by empty lines; empty where it has none."""
    updates = node.get("liveBlogUpdate")
    listed = updates if isinstance(updates, list) else [updates]
    texts = [text for each in listed[:MAX_UPDATES] if isinstance(each, dict) for text in read_update(each)]
    if not texts:
        return ""
    introduction = node.get("articleBody")
    return "\n\n".join([introduction, *texts] if isinstance(introduction, str) else texts)


def read_update(update: dict[str, Any]) -> Iterator[str]:
    """A line with the time and what the update is called, and its text; nothing for an update without text."""
    body = update.get("articleBody")
    if not isinstance(body, str) or not body.strip():
        return
    stated = (update.get("datePublished"), update.get("headline") or update.get("name"))
    head = " ".join(text.strip() for text in stated if isinstance(text, str))
    if head:
        yield TAGS.sub("", head)
    yield body
