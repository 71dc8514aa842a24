"""Notes and marks of editors in what any reader gave: headlines, and the first paragraphs.

The readers of agency copy look for them themselves, line by line. Pages of the web are read more strictly: their headlines
(`KILL: a review`) and first paragraphs speak to readers, so only an embargo in a paragraph of its own counts there.
"""

import re
from dataclasses import replace

from newsfold.model import HeaderPlace, RawHeader, Record
from newsfold.text.characters import ends_sentence, fold
from newsfold.text.credit_lines import is_byline
from newsfold.text.datelines import opens_with_dateline
from newsfold.text.editorial_lines import with_only_notes
from newsfold.text.editorial_notes import (
    MAX_NOTE,
    Note,
    hand_over,
    read_embargo,
    read_note,
    read_top_note,
    unwrapped,
)
from newsfold.text.editorial_words import MAY_OPEN_NOTE, with_one_apostrophe
from newsfold.text.embargo_lines import names_embargo
from newsfold.text.headline_marks import read_headline_text
from newsfold.text.raw_headers import NOTE, Collector
from newsfold.text.telex import without_closing

LINE_FORMATS = frozenset(("text", "iptc-7901", "anpa-1312"))
PAGES = frozenset(("html",))
HEADLINES = frozenset(("item.headline", "item.title", "headline", "title", "feed.title", "jsonld.headline"))
NO_WORDS = re.compile(r"(?:[*=#_~.\s-]{2,}+|NewsComponentRef|NewsItemRef)++")
# `… [+1234 chars]`: where a service cuts a text off.
CUT_OFF = re.compile(r"(?<!\s)\s*+(?:…|\.{3})?\s*+\[\+\d{1,7} (?:chars|characters|words|more)\]\s*$")
MAX_LABELS = 3
MAX_LABEL = 40
MAX_HEADLINES = 6
MAX_NOTES = 4
MAX_FOOT = 600


def with_editorial_parts(record: Record) -> Record:
    """The record with the marks of its headlines and the notes above its text as headers, and those notes set aside."""
    if record.format in LINE_FORMATS:
        return record
    is_page = record.format in PAGES
    found = Collector(list(record.headers), list(record.set_aside))
    if not is_page:
        found.headers = [*read_headlines(record.headers, found)]
    above = record.body if is_page else without_repeated_top(record, found)
    body = read_notes(above, found, is_page=is_page)
    if body is None and above != record.body:
        body = above
    if not is_page:
        body = without_edges(body if body is not None else record.body, found)
    text = record.body if body is None else body
    if (
        text == record.body
        and len(found.headers) == len(record.headers)
        and tuple(found.headers) == record.headers
    ):
        return record
    return replace(record, headers=tuple(found.headers), body=text, set_aside=tuple(found.blocks))


def without_edges(text: str, found: Collector) -> str:
    """The text without a byline above its dateline, rules and names of elements above it, and marks of its end."""
    paragraphs = text.split("\n\n")
    height = 0
    while height < len(paragraphs) - 1 and NO_WORDS.fullmatch(paragraphs[height]):
        height += 1
    paragraphs = paragraphs[height:]
    if cut := CUT_OFF.search(paragraphs[-1]):
        found.block("notice", cut[0].strip(), "last paragraph, cut off")
        paragraphs[-1] = paragraphs[-1][: cut.start()] + ("…" if "…" in cut[0] else "")
    return without_byline("\n\n".join(without_closing(paragraphs, found)), found)


def without_repeated_top(record: Record, found: Collector) -> str:
    """The text without a first paragraph that only repeats the headline, and without a byline above a dateline."""
    first, gap, rest = record.body[:MAX_NOTE].partition("\n\n")
    titles = {fold(header.value).casefold() for header in found.headers if header.name in HEADLINES}
    if not rest or fold(first).casefold() not in titles:
        return without_byline(record.body, found)
    return without_byline(without_labels(record.body[len(first) + len(gap) :], found), found)


def without_labels(body: str, found: Collector) -> str:
    """The text below a repeated headline without the labels between the two: sections, places, names of desks."""
    for _ in range(MAX_LABELS):
        first, gap, rest = body[:MAX_NOTE].partition("\n\n")
        if (
            not gap
            or len(first) > MAX_LABEL
            or ends_sentence(first)
            or not ends_sentence(rest.split("\n\n")[0])
        ):
            break
        found.block("notice", first, "below the repeated headline")
        body = body[len(first) + len(gap) :]
    return body


def without_byline(body: str, found: Collector) -> str:
    """The text without a byline of its own paragraph in front of a dateline; the byline goes to `found`."""
    first, gap, rest = body[:MAX_NOTE].partition("\n\n")
    if not gap or not is_byline(first) or not opens_with_dateline(rest, loosely=True):
        return body
    found.header("byline line", first, HeaderPlace("first paragraphs"))
    return body[len(first) + len(gap) :]


def read_headlines(headers: tuple[RawHeader, ...], found: Collector) -> list[RawHeader]:
    """The headers with clean headlines, and what stood before these behind them."""
    clean = list(headers)
    seen = 0
    for index, header in enumerate(headers):
        if header.name in HEADLINES and seen < MAX_HEADLINES:
            seen += 1
            text = read_headline_text(header.value, header.place, found)
            if text != header.value:
                clean[index] = replace(header, value=text)
    return [*clean, *found.headers[len(headers) :]]


def read_notes(body: str, found: Collector, *, is_page: bool) -> str | None:
    """The text without the notes above it, which go to `found`; None where there is none. A kill stays, as a text of its own."""
    start = 0
    killed = any(header.name == "item.signal" and header.value == "kill" for header in found.headers)
    for _ in range(MAX_NOTES):
        end = body.find("\n\n", start)
        paragraph = body[start:] if end < 0 else body[start:end]
        note = find_note(paragraph, killed=killed, is_page=is_page)
        if note is None:
            break
        place = HeaderPlace("first paragraphs", part=NOTE)
        hand_over(note, place, found)
        found.note(paragraph, place)
        killed = killed or "kill" in note.signals or "withdraw" in note.signals
        start = len(body) if end < 0 else end + 2
    rest = read_foot(body[start:], found)
    if not start and rest == body:
        return None
    return "\n\n".join(with_only_notes(rest.split("\n\n") if rest else [], found))


def read_foot(body: str, found: Collector) -> str:
    """The text without the embargo that its last paragraphs state, which goes to `found`."""
    paragraphs = body.split("\n\n") if names_embargo(body[-MAX_FOOT:]) else []
    for index in range(max(1, len(paragraphs) - MAX_NOTES), len(paragraphs)):
        note = read_embargo(unwrapped(paragraphs[index])[0]) if len(paragraphs[index]) <= MAX_NOTE else None
        if note is not None:
            place = HeaderPlace("last paragraphs", part=NOTE)
            hand_over(note, place, found)
            found.note(paragraphs[index], place)
            return "\n\n".join(paragraphs[:index] + paragraphs[index + 1 :])
    return body


def find_note(paragraph: str, *, killed: bool, is_page: bool) -> Note | None:
    """The note that the paragraph is; None where it is text."""
    if not paragraph or len(paragraph) > MAX_NOTE:
        return None
    start = with_one_apostrophe(paragraph[:80].lstrip("*_=|+-–—#([（［【<• "))
    if not killed and MAY_OPEN_NOTE.match(start) is None and not names_embargo(paragraph):
        return None
    if is_page:
        return read_embargo(unwrapped(paragraph)[0]) or read_note(paragraph)
    return read_top_note(paragraph, killed=killed)
