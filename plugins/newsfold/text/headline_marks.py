"""What editors write before a headline, whatever the format: `UPDATE 2-`, `WITHDRAWAL-`, `EMBARGOED until 28 Sept 06:00 GMT: `.

Headlines speak of kills and embargoes, too (`Kill Bill returns`, `Embargo: ministers agree`). So a kill counts in capitals
or in brackets, with a headline behind it; an embargo with its time.
"""

import re

from newsfold.model import HeaderPlace
from newsfold.text.agencies import find_agency
from newsfold.text.characters import weight
from newsfold.text.date_shapes import CLOCK
from newsfold.text.editorial_notes import (
    BRACKETS,
    find_corrected_story,
    hand_over,
    hand_over_marks,
    hand_over_signals,
    read_embargo,
)
from newsfold.text.editorial_words import KILL_MARKS, compiled, with_one_apostrophe
from newsfold.text.embargoes import MAX_EMBARGO, may_open_embargo
from newsfold.text.raw_headers import Collector
from newsfold.text.slug_lines import LEAST_HEADLINE, split_headline

MAX_HEADLINE = 600
KILL = compiled(KILL_MARKS)
KILL_BEFORE_DASH = compiled(KILL_MARKS, r"(?:-|\s[-–—]\s|[—–])(?=\S)")
KILL_BEFORE_COLON = compiled(KILL_MARKS, r"\s?[:：]\s*(?=\S)")
# Sciences and shops write these, too: they count before a dash only.
COMMON_KILLS = re.compile(r"(?:\w+ )?(?:retract|remov|ritirat|retirad|retrait)", re.I)
COLON = re.compile(r"[)\]）］】]?\s?(?:[:：]\s+|[：]|\s[-–—]\s|[—–])(?=\S)")
# `Achtung: Meldung zurückgezogen: ...`: words that name the item, so that small letters do, too.
KILL_OF_ITEM = compiled(
    [word for word in KILL_MARKS if " " in word and "(" not in word.split()[0]],
    r"(?:\s?[:：]|\s[-–—])\s*(?=\S)",
)
# `Council approves wall (STORY WITHDRAWN)`, `... - KILLED`.
KILL_BEHIND = re.compile(
    r"(?:\s?[(\[（［【]([^()\[\]（）［］【】]{2,40})[)\]）］】]|\s[-–—|*]{1,3}\s([^-–—|:]{2,40}))$"
)
LEAST_WORDS = 3
SIGNS_BEFORE = re.compile(r"\s*(?:[*>#=+~_|^•►▶■@/-]{2,10}\s*|[*>=+~|^•►▶■]\s+|\[\[(?=.*\]\]$))(?=\S)")
SIGNS_BEHIND = re.compile(
    r"\s*(?:[*<=+~_|^]{2,10}|\s[*=+~|^/]|(?<=[^\W\d_A-Z]{3})(?:[*+=/]|\.?/{2})|\]\])\s*$"
)
AGENCY_BEFORE = re.compile(r"([A-ZÀ-ÞА-Я]{2,12})\s?/\s?(?=[^\W\d_a-z])")
# `Council approves wall (EMBARGOED until 0001 GMT Sunday)`, `Council approves wall - EMBARGOED`.
EMBARGO_BEHIND = re.compile(
    r"\s(?:[(\[（【]([^()\[\]（）【】]{6,120})[)\]）】]|[-–—|*]{1,3}\s([^-–—|]{6,120}))$"
)


def bare_headline(text: str) -> str:
    """A line without the marks of editors and without a kill before and behind it: what may be a headline."""
    return split_headline(without_kill(text, HeaderPlace(), Collector()))[0]


def hand_over_headline(name: str, headline: str, place: HeaderPlace, found: Collector) -> None:
    """Give the headline to `found` as the header `name`, and behind it what editors wrote before the headline."""
    position = len(found.headers)
    found.header(name, read_headline_text(headline, place, found), place)
    if len(found.headers) > position:
        found.headers.insert(position, found.headers.pop())


def read_headline_text(headline: str, place: HeaderPlace, found: Collector) -> str:
    """The headline without what editors wrote before it, which goes to `found` as headers."""
    text = without_signs(headline[:MAX_HEADLINE], place, found)
    text = without_embargo(text, place, found)
    text = without_kill(text, place, found)
    corrected = find_corrected_story(text)
    rest, marks = split_headline(text)
    hand_over_marks(marks, place, found)
    found.header("item.previous.slugline", corrected, place)
    return (text if corrected else rest) + headline[MAX_HEADLINE:]


def without_signs(text: str, place: HeaderPlace, found: Collector) -> str:
    """The headline without rows of signs around it, and without the agency's name and a stroke in front (`>>>ANSA/Storm ...`)."""
    signs = SIGNS_BEFORE.match(text)
    bare = SIGNS_BEHIND.sub("", text[signs.end() :] if signs else text)
    agency = AGENCY_BEFORE.match(bare)
    if agency and find_agency(agency[1]) is not None:
        found.header("item.creditline", agency[1], place)
        bare = bare[agency.end() :]
    return bare if weight(bare) >= LEAST_HEADLINE else text


def without_embargo(text: str, place: HeaderPlace, found: Collector) -> str:
    """The headline behind an embargo: in brackets, or before a colon or dash."""
    for left, right in BRACKETS:
        end = text.find(right, 1, MAX_EMBARGO)
        if text.startswith(left) and end > 0:
            return hand_over_embargo(text[1:end], text[end + 1 :].lstrip(" :：-–—"), place, found) or text
    if not may_open_embargo(text):
        return text
    if behind := EMBARGO_BEHIND.search(text):
        words = behind[1] or behind[2]
        if hand_over_embargo(words, text[: behind.start()], place, found):
            return text[: behind.start()].rstrip()
    first = text.split(None, 1)[0]
    for colon in COLON.finditer(text, 0, MAX_EMBARGO):
        # `Sperrfrist bis 15. Januar: Bauern ...` is a headline: a time of day or capitals tell an embargo.
        if first != first.upper() and not CLOCK.search(text, 0, colon.start()):
            continue
        rest = hand_over_embargo(text[: colon.start()], text[colon.end() :], place, found)
        if rest:
            return rest
    return text


def hand_over_embargo(words: str, rest: str, place: HeaderPlace, found: Collector) -> str:
    """Give the embargo that `words` state to `found`; the headline, empty where they state none or no headline follows.

    Without a time only `EMBARGOED` and its like in capitals count.
    """
    note = read_embargo(words)
    if note is None or weight(rest) < LEAST_HEADLINE or rest[:1].islower():
        return ""
    if note.embargoed == note.text and words != words.upper():
        return ""
    hand_over(note, place, found)
    return rest


def without_kill(text: str, place: HeaderPlace, found: Collector) -> str:
    """The headline behind a kill: `WITHDRAWAL-Council ...`, `KILL: Council ...`, `[전문취소] ...`. It names the killed item."""
    text, is_behind = without_kill_behind(text)
    match = None if is_behind else find_kill(text)
    if is_behind:
        hand_over_killed(text, place, found)
    if match is None:
        return text
    rest = text[match.end() :]
    bracketed = next((right for left, right in BRACKETS if text.startswith(left)), "")
    if bracketed:
        rest = text[text.index(bracketed) + 1 :].lstrip(" :：-–—")
    if rest.isupper() or rest[:1].islower() or weight(rest) < LEAST_HEADLINE:
        return text
    hand_over_killed(rest, place, found)
    return rest


def hand_over_killed(headline: str, place: HeaderPlace, found: Collector) -> None:
    """Give the kill of the item with this headline to `found`."""
    hand_over_signals(("kill",), place, found)
    if not any(header.name.startswith("item.previous") for header in found.headers):
        found.header("item.previous.slugline", headline, place)


def without_kill_behind(text: str) -> tuple[str, bool]:
    """The headline before a kill in capitals (`... (STORY WITHDRAWN)`, `... - KILLED`), and whether there is one."""
    match = KILL_BEHIND.search(text)
    words = with_one_apostrophe((match[1] or match[2]).strip()) if match else ""
    is_kill = KILL.fullmatch(words) and words == words.upper() and (words != words.lower() or match)
    if not match or not is_kill or text.isupper() or weight(text[: match.start()]) < LEAST_HEADLINE:
        return text, False
    return text[: match.start()].rstrip(), True


def find_kill(text: str) -> re.Match[str] | None:
    """The kill before a headline, in capitals or in a script that has none."""
    shown = with_one_apostrophe(text)
    for left, right in BRACKETS[:5]:
        end = text.find(right, 1, 60)
        if text.startswith(left) and end > 0:
            inner = shown[1:end].strip()
            return KILL.fullmatch(inner) if inner == inner.upper() else None
    if match := KILL_OF_ITEM.match(shown):
        return match
    match = KILL_BEFORE_DASH.match(shown)
    if match is None:
        match = KILL_BEFORE_COLON.match(shown)
        if match and (COMMON_KILLS.match(shown) or is_short(shown[match.end() :])):
            return None
    return match if match and match[0] == match[0].upper() else None


def is_short(rest: str) -> bool:
    """True for a word or two, as titles of works have them: `KILL: A Review`."""
    return rest.isascii() and len(rest.split()) < LEAST_WORDS
