"""Notes that editors write beside the text: what a version corrects, what must not be used any more, until when to wait.

The same words open ordinary articles (`Apple issued a correction`, `police killed`). So a note is only taken where it is a
paragraph of its own at the head or the foot of a text, and has the form of one: brackets, a label with a colon, a verb in
capitals, or a sentence that speaks of the article itself.
"""

import re
from dataclasses import dataclass

from newsfold.model import HeaderPlace
from newsfold.text.characters import fold
from newsfold.text.date_shapes import holds_time
from newsfold.text.editorial_words import (
    ATTENTION,
    BEFORE_PREVIOUS,
    CORRECTION_LABEL,
    EDITORS_LABEL,
    ERROR,
    KILL_ALONE,
    KILL_LABEL,
    KILL_REQUEST,
    KILL_SENTENCE,
    REMOVED_LABEL,
    SENTENCES,
    THING,
    UPDATED,
    URGENCY,
    VERBS,
    with_one_apostrophe,
)
from newsfold.text.embargoes import embargo_words
from newsfold.text.raw_headers import Collector
from newsfold.text.slug_lines import Marks, read_marks

MAX_NOTE = 1_200
MAX_UPDATED = 70
BRACKETS = (("(", ")"), ("[", "]"), ("（", "）"), ("［", "］"), ("【", "】"), ("〔", "〕"), ("<", ">"))
# Words for urgency that are common headlines, too: on a line of their own they count in capitals only.
COMMON_URGENCY = frozenset(
    {"alert", "bulletin", "flash", "snap", "alerta", "alerte", "экспресс", "blitz", "spoed"}
)
SLUG = re.compile(r"(?<!\w)(?:BC|AM|PM|bc|am|pm)-{1,2}[^\W_][\w.&’-]*(?:(?<=\w)\s[A-Z][\w&’-]*){0,4}")
QUOTED = re.compile(
    r"[\"“„«‘「『《]\s?([^\"“”„«»「」『』《》\n]{6,160}?|[\u3040-\u9fff\uac00-\ud7af]{3,80})\s?[\"”“»’」』》]"
)
KILL_WORD = re.compile(r"(?:(?:MANDATORY|BULLETIN|URGENT|STORY)\s)?KILL(?:S|ED)?\b[\s:,–—-]*")
OF_A_STORY = re.compile(
    r"(?:correction|corrective|clarification)s?:\s(.{3,90}?)\s(?:story|stories|brief|briefs)$", re.I
)


@dataclass(frozen=True, slots=True)
class Note:
    """One note: its text, its signals, the words of an embargo's time, the slug line or headline of what it is about."""

    text: str
    signals: tuple[str, ...] = ()
    embargoed: str = ""
    previous: str = ""
    marks: Marks | None = None


def read_top_note(text: str, *, killed: bool = False) -> Note | None:
    """Read a paragraph above a text as a note. `killed`: a kill was announced above it, of which it may be the reason."""
    text = fold(text)
    if not text or len(text) > MAX_NOTE:
        return None
    inner, bracketed = unwrapped(text)
    return (
        read_embargo(inner)
        or read_kill(inner, killed)
        or read_note(text)
        or read_mark_line(inner, bracketed)
        or read_verb(inner, bracketed)
    )


def read_note(text: str) -> Note | None:
    """Read a paragraph at the head or the foot of a text, or of a page, as a note; what could be text is none."""
    text = fold(text)
    if not text or len(text) > MAX_NOTE:
        return None
    inner, bracketed = unwrapped(text)
    shown = with_one_apostrophe(inner)
    label = EDITORS_LABEL.match(shown)
    if label:
        signals = signals_of(shown[label.end() :])
        return Note(inner, signals, previous=find_previous(shown, signals))
    label = CORRECTION_LABEL.match(shown)
    if label and names_an_error(shown[label.end() :], bracketed):
        return Note(inner, ("correction",), previous=find_previous(shown, ("correction",)))
    start = re.match(r"[*•–—\s-]{0,4}(?:(?:note|update|updated|nb|hinweis|correction)\s?:\s?)?", shown, re.I)
    opening = start.end() if start else 0
    for signal, pattern in SENTENCES:
        if pattern.match(shown, opening):
            return Note(inner, (signal,), previous=find_previous(shown, (signal,)))
    return read_verb(inner, bracketed) if bracketed else None


def read_edge_note(text: str) -> Note | None:
    """Read a paragraph at the head or the foot of a body: a note, or when the text was updated (`--Updated at 3:40 p.m.`)."""
    inner = unwrapped(fold(text))[0] if len(text) <= MAX_NOTE else ""
    note = read_note(text) or read_embargo(inner)
    if note is not None or len(text) > MAX_UPDATED:
        return note
    match = UPDATED.match(with_one_apostrophe(inner.lstrip("-–—• ")))
    rest = inner.lstrip("-–—• ")[match.end() :] if match else ""
    return (
        Note(inner, ("update",))
        if holds_time(rest) and not re.search(r":\s|[^\W\d_]\.\s\S+\s\S+\s\S", rest)
        else None
    )


def unwrapped(text: str) -> tuple[str, bool]:
    """The text without brackets or asterisks around the whole of it, and whether there were brackets."""
    text = text.strip(" *_=|+")
    for left, right in BRACKETS:
        if text.startswith(left) and text.rstrip(".").endswith(right):
            inner = text[1:].rstrip(".")[:-1]
            if left not in inner or (
                inner.count(left) == inner.count(right) and first_closes_late(inner, left, right)
            ):
                return inner.strip(" *_=|"), True
    return text, False


def first_closes_late(inner: str, left: str, right: str) -> bool:
    """True where no bracket in `inner` closes that was not opened there: the outer pair holds the whole."""
    depth = 0
    for character in inner:
        depth += (character == left) - (character == right)
        if depth < 0:
            return False
    return True


def read_embargo(inner: str) -> Note | None:
    """A paragraph that is an embargo and nothing else, as a note."""
    stated = embargo_words(inner)
    return Note(inner.strip(" -–—*#"), ("embargo",), embargoed=stated) if stated else None


def read_mark_line(inner: str, bracketed: bool) -> Note | None:
    """A line that holds only marks: `URGENT`, `(KORREKTUR: 3. Absatz)`, `1ST LEAD`, `KILL KILL KILL`."""
    marks = read_marks(inner)
    if marks is None:
        return None
    if not bracketed:
        is_urgency = URGENCY.fullmatch(with_one_apostrophe(inner)) and inner.casefold() not in COMMON_URGENCY
        is_shown = inner.isupper() or re.match(r"\d{1,2}(?:st|nd|rd|th)\s", inner)
        if marks.note or not (is_urgency or is_shown):
            return None
    elif {"kill", "withdraw"}.intersection(marks.signals) and inner.islower():
        return None
    return Note(
        marks.note and inner, marks.signals, previous=find_previous(marks.note, marks.signals), marks=marks
    )


def read_kill(inner: str, killed: bool) -> Note | None:
    """`EDITORS: Kill BC-US--Storm`, `STORY REMOVED: ...`: what forbids the further use of an item."""
    shown = with_one_apostrophe(inner)
    label = re.match(r"(?:EDITORS|EDS|Editors|Eds)\b(?:’ NOTE)?\s?[:,–—-]\s?", shown) or EDITORS_LABEL.match(
        shown
    )
    text = shown[label.end() :] if label else shown
    kill = KILL_WORD.match(text)
    names_item = bool(SLUG.search(text) or QUOTED.search(text) or THING.search(text))
    if kill and names_item and not text.isupper():
        return Note(inner, ("kill",), previous=find_previous(shown, ("kill",)))
    alone = ATTENTION.sub("", shown).strip(" .!*")
    if KILL_ALONE.fullmatch(alone) and (alone != shown.strip(" .!*") or " " in alone):
        return Note(inner, ("kill",))  # `Achtung: Meldung zurückgezogen`
    named = label or KILL_LABEL.match(shown)
    text = shown[named.end() :] if named else shown
    if (named or killed or KILL_REQUEST.match(text)) and KILL_SENTENCE.match(text):
        return Note(inner, ("kill",), previous=find_previous(shown, ("kill",)))
    removed = REMOVED_LABEL.match(shown)
    if removed and (removed[0].isupper() or (THING.search(shown[removed.end() :]) and ERROR.search(shown))):
        return Note(inner, ("withdraw",), previous=find_previous(shown, ("withdraw",)))
    return None


def read_verb(inner: str, bracketed: bool) -> Note | None:
    """`(Corrects spelling of name)`, `UPDATES with quotes`: in brackets, or the verb in capitals and small letters behind."""
    for signal, pattern in VERBS:
        match = pattern.match(inner)
        if match is None:
            continue
        in_capitals = match[0].isupper() and re.match(r"[\s,]+(?:[\W\d]*)[^\W\d_A-Z]", inner[match.end() :])
        if (bracketed and inner[0].isupper()) or in_capitals:
            return Note(inner, (signal,))
    return None


def names_an_error(text: str, bracketed: bool) -> bool:
    """Whether what follows the word `correction` speaks of an article and of an error in it."""
    return ERROR.search(text) is not None and (bracketed or THING.search(text) is not None)


def signals_of(text: str) -> tuple[str, ...]:
    """What the text of a note to editors says of the version, by its first words."""
    if KILL_WORD.match(text) or KILL_SENTENCE.match(text):
        return ("kill",)
    for sentence in re.split(r"(?<=[.!])\s+", text)[:3]:
        for signal, pattern in (*VERBS, *SENTENCES):
            if pattern.match(sentence):
                return (signal,)
    return ()


def find_previous(text: str, signals: tuple[str, ...]) -> str:
    """The slug line or headline of the item that a kill or a correction names; empty where it names none."""
    if not {"kill", "withdraw", "correction"}.intersection(signals):
        return ""
    slug = SLUG.search(text)
    if slug:
        return slug[0].strip(" .,;")
    named = BEFORE_PREVIOUS.search(text)
    quoted = QUOTED.match(text, named.end()) if named else None
    if quoted is None and "correction" not in signals:
        quoted = QUOTED.search(text)
    return quoted[1].strip() if quoted else ""


def find_corrected_story(headline: str) -> str:
    """`Korea-Storm` of the headline `Correction: Korea-Storm story`; empty for other headlines."""
    match = OF_A_STORY.match(headline)
    return match[1] if match else ""


def hand_over(note: Note, place: HeaderPlace, found: Collector) -> None:
    """Give a note's headers to `found`. The text is set aside by the caller."""
    if note.marks is not None:
        hand_over_marks(note.marks, place, found)
    else:
        hand_over_signals(note.signals, place, found)
    found.header("item.embargoed", note.embargoed, place)
    if all(header.name != "item.ednote" or header.value != note.text for header in found.headers):
        found.header("item.ednote", note.text, place)
    found.header("item.previous.slugline", note.previous, place)


def hand_over_marks(marks: Marks, place: HeaderPlace, found: Collector) -> None:
    """Give the headers of marks to `found`."""
    hand_over_signals(marks.signals, place, found)
    if all(header.name != "item.version" or header.value != marks.version for header in found.headers):
        found.header("item.version", marks.version, place)
    found.header("item.urgency", marks.urgency, place)


def hand_over_signals(signals: tuple[str, ...], place: HeaderPlace, found: Collector) -> None:
    """Give signals to `found`, each once, and the status that a kill means."""
    known = {header.value for header in found.headers if header.name == "item.signal"}
    for signal in signals:
        if signal not in known:
            found.header("item.signal", signal, place)
    is_known = any(header.name == "item.pubstatus" for header in found.headers)
    if not is_known and {"kill", "withdraw"}.intersection(signals):
        found.header("item.pubstatus", "canceled", place)
