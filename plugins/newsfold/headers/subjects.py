"""Section and keywords, as the record states them."""

import html
import re
from collections.abc import Iterable, Sequence

from newsfold.headers.header_names import listed, rules
from newsfold.model import Candidate, RawHeader

MAX_KEYWORDS = 50
MAX_LENGTH = 100


def section(headers: Sequence[RawHeader]) -> list[Candidate]:
    """All sections that the record names, in the order of trust."""
    return [
        Candidate(
            value, header.value, header.where, header.name, rules("section")[header.name.lower()].confidence
        )
        for header in in_order(headers, "section")
        if 0 < len(value := " ".join(html.unescape(header.value).split())) <= MAX_LENGTH
    ]


def keywords(headers: Sequence[RawHeader]) -> tuple[tuple[str, ...], list[RawHeader]]:
    """The keywords of the most trusted kind of header, each once, and the headers that gave them."""
    rows = in_order(headers, "keywords")
    if not rows:
        return (), []
    chosen = [row for row in rows if row.name.lower() == rows[0].name.lower()]
    words: dict[str, str] = {}
    for row in chosen:
        value = html.unescape(row.value)
        for part in (
            [value] if row.name.lower() in listed("keywords_whole") else re.split(r"[,;|、，\n]", value)
        ):
            word = " ".join(part.split()).strip(" \"'[]")
            if 1 < len(word) <= MAX_LENGTH:
                words.setdefault(word.casefold(), word)
    return tuple(words.values())[:MAX_KEYWORDS], chosen


def in_order(headers: Iterable[RawHeader], kind: str) -> list[RawHeader]:
    """The headers of a kind, by the order of the names in `header_names.toml`, then of the document."""
    known = rules(kind)
    return sorted(
        (header for header in headers if header.name.lower() in known),
        key=lambda header: known[header.name.lower()].order,
    )
