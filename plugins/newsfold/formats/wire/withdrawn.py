"""The text of items that take an article back and have no content of their own."""

import re
from collections.abc import Sequence

from newsfold.text.raw_headers import Collector

WITHDRAWN = re.compile(r"cancel|kill|withdr|withheld|delet|retract|recall", re.I)
STATEMENTS = ("item.pubstatus", "item.signal", "status", "signal")
# Each in the names of items and in those of rows and objects.
HEADLINES = ("item.headline", "item.title", "item.slugline", "headline", "title", "slugline", "feed.title")
IDS = ("item.uri", "id", "url", "feed.id")
NOTES = ("item.ednote", "ednote")


def first_values(found: Collector, *names: str) -> list[str]:
    """The values of the headers called by the first of `names` that has any."""
    for name in names:
        values = [header.value for header in found.headers if header.name == name]
        if values:
            return values
    return []


def text_of_withdrawn(found: Collector, descriptions: Sequence[str] = ()) -> list[str]:
    """The text of an item that is taken back and has no content: the editor's note, else a description, else the headline, else
    the word that takes it back and the item's id.

    So the withdrawal is a record of its own, which reaches the article that it takes back. Empty for other items.
    """
    stated = [header.value for header in found.headers if header.name in STATEMENTS]
    if not any(WITHDRAWN.search(value) for value in stated):
        return []
    notes = first_values(found, *NOTES)
    if notes:
        return notes[:5]
    described = [text for text in descriptions if text][:5] or first_values(found, *HEADLINES)[:1]
    # The id keeps two such items apart: without it they would be copies of one text.
    return described or [f"{stated[0]} {uri}" for uri in first_values(found, *IDS)[:1]]
