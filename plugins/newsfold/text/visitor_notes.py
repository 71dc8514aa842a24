"""Telling what a site says to its visitors in place of an article: consent, walls, challenges, errors, maintenance.

Reports speak of cookies, subscriptions and outages, too. What is told apart is who is spoken to: a note speaks to its reader,
a report does so in quotes only.
"""

import re
from collections.abc import Callable, Sequence

from newsfold.text.characters import weight
from newsfold.text.data_files import read
from newsfold.text.set_aside import is_bullet
from newsfold.text.word_lists import finder

MAX_NOTE_WEIGHT = 1_500
MAX_PIECE_CHARACTERS = 160
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")
NAMES = {
    "consent": "a note about cookies or privacy",
    "challenge": "a check for robots",
    "browser": "a note that the page needs a browser with JavaScript",
    "ad_block": "a wall for readers with an ad blocker",
    "not_found": "a note that the page does not exist",
    "maintenance": "a note about maintenance or a fault of the server",
    "login": "a login form",
    "registration": "a wall for readers without registration or subscription",
}
MAX_WALL = 8
MAX_WALL_LINE = 240
QUOTED = re.compile(r"[“„«「『][^”“»」』]{1,600}[”“»」』]|\"[^\"]{1,600}\"")


def any_of(*lists: list[str]) -> Callable[[str], re.Match[str] | None]:
    """One search for the expressions in all lists."""
    every = dict.fromkeys(pattern for found in lists for pattern in found)
    return finder(rf"(?<!\w)(?:{'|'.join(every)})(?!\w)")


WORDS = read("visitor_notes")
SURE = {kind: any_of(*lists.values()) for kind, lists in WORDS["sure"].items()}
find_wall = any_of(*WORDS["wall"].values())
# By language: who is spoken to, and of what.
TOPICS = [
    (any_of(WORDS["address"][language]), kind, any_of(found))
    for kind, lists in WORDS["topics"].items()
    for language, found in lists.items()
]


def find_visitor_note(paragraphs: Sequence[str]) -> str | None:
    """What a short text is for a person, more than half of which speaks to visitors of the site; None for articles."""
    if sum(len(word) for text in paragraphs for word in text.split()) > MAX_NOTE_WEIGHT:
        return None  # as most are: the same, told without a look at the sentences
    pieces = [piece for text in paragraphs for piece in in_pieces(text)]
    weights = [weight(text) for text in pieces]
    total = sum(weights)
    if not 0 < total <= MAX_NOTE_WEIGHT:
        return None
    counted: dict[str, int] = {}
    listed = ""  # the kind that a line opens with a colon holds for the list below it
    for text, size in zip(pieces, weights, strict=True):
        kind = listed if listed and is_bullet(text) else kind_of_paragraph(text)
        listed = kind if kind and (text.rstrip().endswith(":") or is_bullet(text)) else ""
        if kind:
            counted[kind] = counted.get(kind, 0) + size
    if 2 * sum(counted.values()) <= total:
        return None
    return NAMES[max(counted, key=lambda kind: counted[kind])]


def split_wall(paragraphs: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """(the text, what stands from a wall for readers without subscription on to its end) of a text that such a wall ends; all of
    it where there is none.
    """
    for position in range(max(1, len(paragraphs) - MAX_WALL), len(paragraphs)):
        rest = paragraphs[position:]
        if is_wall(rest[0]) and all(len(text) <= MAX_WALL_LINE for text in rest):
            return paragraphs[:position], rest
    return paragraphs, ()


def is_wall(text: str) -> bool:
    """Whether a text says to its reader that the rest is for subscribers."""
    return find_wall(QUOTED.sub(" ", text).replace("’", "'")) is not None


def in_pieces(paragraph: str) -> list[str]:
    """A long paragraph in its sentences: one that speaks to visitors makes no note of a report in one paragraph."""
    return SENTENCE_END.split(paragraph) if len(paragraph) > MAX_PIECE_CHARACTERS else [paragraph]


def kind_of_paragraph(text: str) -> str:
    """The kind of note that a paragraph belongs to; empty for what may stand in a report."""
    said = QUOTED.sub(" ", text).replace("’", "'")
    for kind, find in SURE.items():
        if find(said):
            return str(kind)
    for address, kind, topic in TOPICS:
        if topic(said) and address(said):
            return str(kind)
    return ""
