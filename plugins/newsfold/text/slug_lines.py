"""Slug lines and marks of agency copy: `BC-US--Storm, 1st Ld-Writethru`, `USA-STORM/ (UPDATE 2)`, `Unwetter/Seoul/`, `(2nd LD)`.

A slug line names the story inside the agency; a mark tells which version this is, or how urgent. Neither is text.
"""

import re
from dataclasses import dataclass

from newsfold.text.editorial_words import (
    BESIDE_MARKS,
    MARKET,
    MARKS,
    ORDINARY_MARK,
    URGENCY,
    with_one_apostrophe,
)

MAX_SLUG_LINE = 120
MAX_MARK = 60
MAX_MARK_NOTE = 400
LEAST_HEADLINE = 6
CYCLE = re.compile(r"(?:BC|AM|PM|AP|CC|bc|am|pm)-{1,2}(?=[^\W_])")
# One word, its parts joined by hyphens, in one case: `KOREA-STRIKES`, `storm-korea`; in any where a version follows.
HYPHENATED = re.compile(
    r"(?:[A-Z0-9]+(?:-+[A-Z0-9]+)+|[a-z0-9]+(?:-+[a-z0-9]+)+|[^\W_]+(?:-+[^\W_]+)+(?=,|\s\d))"
)
SLASHED = re.compile(r"[A-Z0-9]{2,}(?:-[A-Z0-9]+)*(?:/[A-Z0-9]+(?:-[A-Z0-9]+)*){0,3}/?")
GERMAN = re.compile(
    r"/?[^\W\d_][^\s/]{1,30}(?: [^\s/]{1,20}){0,2}(?:/[^\s/]{1,30}(?: [^\s/]{1,20}){0,2}){0,4}/"
)
LAST_BRACKET = re.compile(r"\s?[(\[（［【]([^()\[\]（）［］【】]{1,60})[)\]）］】]$")
FIRST_BRACKET = re.compile(
    r"[(\[（［【〔]([^()\[\]（）［］【】〔〕]{1,40})[)\]）］】〕]\s?(?:[-–—:]\s?)?(?=\S)"
)
PREFIX = re.compile(r"([A-Z]{3,12}(?:\s\d{1,2})?)(?:-|\s-\s+|(?<=\d)-\s+)(?=\S)")
# `URGENT - Storm hits port`: the word in capitals, and none that headlines use.
URGENT_PREFIX = re.compile(r"(URGENT|URGENTE|EILMELDUNG|EIL|DRINGEND|СРОЧНО|МОЛНИЯ)\s?(?:[-–—]\s|:\s)(?=\S)")
# `CORRECTION: Storm ...`, `Berichtigung: ...`, `更正：...`, `CORRIGE Le port ...`, `... - Correction`.
COLON_PREFIX = re.compile(r"([^\s:：][^:：\n]{1,40}?)\s?(?:[:：]|\s[-–—|]|[–—/])\s*(?=\S)")
SPACE_PREFIX = re.compile(
    r"((?:[^\W\d_a-z]{5,}|RPT|UPD)(?:\s\d{1,2})?|\d{1,2}(?:st|nd|rd|th)\s(?:LD|LEAD|Ld|Lead))\s(?=[^\W\d_a-z]([^\W\d_A-Z]))"
)
BEHIND_DASH = re.compile(r"(?:\s[-–—|/]{1,2}|\s?[—–:：])\s([^-–—|/:：]{2,40})$")
PARTS = re.compile(r"\s*[,;/+&、，]\s*|\s+[-–—]\s+")
NUMBER_OF_WORDS = re.compile(r"\$?\d{1,5}(?:\s?(?:words|wds))?|\$?(?:adv|ADV)\.?\s?\d{1,2}(?:-\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Marks:
    """What marks say: signals, the version and the urgency as written, and what stands behind a colon."""

    signals: tuple[str, ...]
    version: str = ""
    urgency: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class SlugLine:
    """A slug line without its version, and the marks that it carries."""

    slugline: str
    marks: Marks


NO_MARKS = Marks(())


def read_marks(text: str) -> Marks | None:
    """The marks that `text` consists of; None where it holds anything else. A note may follow behind a colon."""
    head, colon, note = (
        (part.strip() for part in re.split(r"([:：])", text.strip(" \t=*.!<>|^"), maxsplit=1))
        if (re.search("[:：]", text))
        else (text.strip(" \t=*.!<>|^"), "", "")
    )
    if not head or len(head) > MAX_MARK or len(note) > MAX_MARK_NOTE or (colon and not note):
        return None
    signals: list[str] = []
    versions: list[str] = []
    urgency = ""
    for part in parts_of(head):
        signal = find_mark(part)
        if signal is not None:
            signals.append(signal)
            if signal in ("update", "writethru") or re.search(r"\d", part):
                versions.append(part)
        elif URGENCY.fullmatch(with_one_apostrophe(part)):
            urgency = urgency or part
        elif not BESIDE_MARKS.fullmatch(part):
            return None
    if not signals and not urgency:
        return None
    return Marks(tuple(dict.fromkeys(signals)), ", ".join(versions), urgency, note)


def parts_of(head: str) -> list[str]:
    """The marks in a line: between commas and strokes; between spaces where each word is one (`RPT CORREZIONE`)."""
    parts = PARTS.split(head)
    words = head.split()
    if len(parts) == 1 and 2 <= len(words) <= 3 and find_mark(head) is None and all(map(find_mark, words)):
        return words
    return parts


def find_mark(text: str) -> str | None:
    """The signal that a mark stands for, None for other words."""
    shown = with_one_apostrophe(text)
    return next((signal for signal, pattern in MARKS if pattern.fullmatch(shown)), None)


def find_slug_line(text: str) -> SlugLine | None:
    """Read a line as a slug line; None where it may be a headline or text."""
    marked = text.lstrip().startswith("^")
    text = text.strip(" \t^<|=*")
    if not text or len(text) > MAX_SLUG_LINE or text.endswith((".", "!", "?", ":")) or "://" in text:
        return None
    rest, marks = text, NO_MARKS
    bracket = LAST_BRACKET.search(text)
    if bracket and (known := read_marks(bracket[1])) is not None:
        rest, marks = text[: bracket.start()].rstrip(), known
    return with_cycle(rest, marks, marked) or with_slash(rest, marks) or with_version(rest, marks)


def with_cycle(text: str, marks: Marks, marked: bool) -> SlugLine | None:
    """`BC-US--Storm, 1st Ld-Writethru,466`: the cycle in front (BC: both cycles, AM, PM)."""
    if not CYCLE.match(text):
        return None
    slug, version = split_version(text)
    if slug is None:
        return None
    is_sure = marked or "--" in slug or bool(version.signals) or bool(marks.signals)
    words = slug.split()
    if len(words) > (6 if is_sure else 1) or any(mark in slug for mark in '"“”?;'):
        return None
    return SlugLine(slug, joined(version, marks))


def with_slash(text: str, marks: Marks) -> SlugLine | None:
    """`USA-STORM/ (UPDATE 2)`, `Unwetter/Seoul/`: key words divided by strokes, the last one closing."""
    closed = text.endswith("/")
    if closed and (SLASHED.fullmatch(text) or GERMAN.fullmatch(text)):
        return SlugLine(text, marks)
    is_known = bool(marks.signals) and re.search("[-/]", text) is not None
    return SlugLine(text, marks) if is_known and SLASHED.fullmatch(text) else None


def with_version(text: str, marks: Marks) -> SlugLine | None:
    """`storm-korea 3rdld`, `Korea-Strikes, 2nd Ld`: one hyphenated word, and a version with a number in it."""
    if not HYPHENATED.match(text):
        return None
    slug, version = split_version(text)
    if (
        slug is None
        or " " in slug
        or "-" not in slug
        or not re.search(r"\d\s?(?:st|nd|rd|th)?|writethru", version.version, re.I)
    ):
        return None
    return SlugLine(slug, joined(version, marks))


def split_version(text: str) -> tuple[str | None, Marks]:
    """A slug and the version behind it: behind commas, or as its last words. Slug None where something else stands there."""
    head, *rest = (part.strip() for part in text.split(","))
    found = NO_MARKS
    for part in rest:
        if not part or NUMBER_OF_WORDS.fullmatch(part):
            continue
        marks = read_marks(part)
        if marks is None:
            return None, NO_MARKS
        found = joined(found, marks)
    words = head.split()
    for count in (3, 2, 1):
        tail = " ".join(words[-count:])
        if len(words) > count and (marks := read_marks(tail)) is not None:
            return " ".join(words[:-count]), joined(marks, found)
    return head, found


def joined(first: Marks, second: Marks) -> Marks:
    """Two readings of marks as one."""
    version = ", ".join(part for part in (first.version, second.version) if part)
    signals = tuple(dict.fromkeys((*first.signals, *second.signals)))
    return Marks(signals, version, first.urgency or second.urgency, first.note or second.note)


def split_headline(text: str) -> tuple[str, Marks]:
    """A headline without the marks before and behind it: `UPDATE 2-Storm ...`, `CORRECTION: Storm ...`, `... (종합2보)`."""
    found = NO_MARKS
    for _ in range(4):
        read = marks_in_front(text, found)
        if read is None:
            break
        marks, end = read
        found, text = joined(found, marks), text[end:]
    bracket, dash = LAST_BRACKET.search(text), BEHIND_DASH.search(text)
    last = bracket or dash
    behind = read_marks(bracket[1]) if bracket else marks_as_written(dash[1]) if dash else None
    if last and last.start() >= LEAST_HEADLINE and behind and is_headline_mark(behind):
        found, text = joined(found, behind), text[: last.start()].rstrip()
    return text, found


def marks_in_front(text: str, found: Marks) -> tuple[Marks, int] | None:
    """The marks that open a headline, and where what follows begins; None where it opens with something else.

    `found`: marks that stood before it, which let further words stand there.
    """
    match = FIRST_BRACKET.match(text) or PREFIX.match(text) or URGENT_PREFIX.match(text)
    marks = read_marks(match[1]) if match else None
    if match and found.signals and not is_headline_mark(marks) and BESIDE_MARKS.fullmatch(match[1]):
        marks = NO_MARKS  # `CORRECTED-(OFFICIAL)-UPDATE 3-`
    if not is_headline_mark(marks):
        match = COLON_PREFIX.match(text)
        marks = marks_as_written(match[1]) if match else None
        if (
            match
            and marks
            and "correction" in marks.signals
            and not match[1].isupper()
            and MARKET.search(text)
        ):
            marks = None  # `Correction: Wall Street falls`
    if not is_headline_mark(marks):
        match = SPACE_PREFIX.match(text)
        is_mark = match and (match[1][0].isdigit() or match[1].isupper()) and match[2].islower()
        marks = read_marks(match[1]) if match and is_mark else None
        marks = marks if marks and marks.signals else None
    if match is None or marks is None or not is_headline_mark(marks):
        return None
    return (marks, match.end()) if len(text) - match.end() >= LEAST_HEADLINE else None


def marks_as_written(text: str) -> Marks | None:
    """Marks in capitals or in a script without them; in other letters only those that no headline opens with otherwise."""
    marks = read_marks(text)
    if marks is None or marks.note or (not marks.signals and text != text.upper()):
        return None
    if text == text.upper() and text != text.lower():
        return marks
    if text.islower() or any(ORDINARY_MARK.fullmatch(part) for part in parts_of(text)):
        return None
    return marks


def is_headline_mark(marks: Marks | None) -> bool:
    """Whether marks may stand beside a headline: versions, corrections and urgency; a headline may speak of a kill."""
    return marks is not None and not marks.note and not {"kill", "withdraw"}.intersection(marks.signals)
