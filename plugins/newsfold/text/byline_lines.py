"""Lines between a headline and the text that name the writers without opening with `by`, or beside a date.

`Jane Roe and John Doe`, `Jane Roe, AFP`, `Jane Roe | September 27, 2025`, `Posted by Jane Roe on September 27, 2025`,
`Von unserem Korrespondenten Max Beispiel`, `Express News Service`. One plain name alone is not among them: below a headline
`Storm Hits Oban` has the same form.
"""

import re
from dataclasses import dataclass

from newsfold.text import places
from newsfold.text.agencies import find_agency
from newsfold.text.byline import (
    BEHIND_NAME,
    CHINESE_REPORTERS,
    NOT_WRITERS,
    TAIWANESE_REPORTER,
    TITLE_ONLY,
    of_writers_only,
    read_credit,
)
from newsfold.text.calendar_names import fold, short_weekdays
from newsfold.text.characters import ends_sentence
from newsfold.text.credit_lines import is_byline
from newsfold.text.date_forms import find_dates
from newsfold.text.date_labels import LABEL, LABEL_BEHIND, says_changed
from newsfold.text.date_readings import DateHints
from newsfold.text.offices import NOBODY, OFFICE, OUR_WRITER, SERVICE
from newsfold.text.sighted_names import is_person
from newsfold.text.word_lists import any_of

MAX_LINE = 140
KIND = any_of("credit_kinds", "kinds_of_text", "written_work")
AND_PICTURES = (
    rf"(?:\s*(?:[&,/+]|\b{any_of('and')}|und|et|y|e|en)\s*{any_of('credit_kinds', 'picture_kinds')})?"
)
KIND_BY = re.compile(
    rf"(?i:{KIND}(?:\s+{any_of('credit_kinds')})?{AND_PICTURES}"
    rf"\s+{any_of('by', 'by_or_name', 'by_behind_kind')}\s?[:：]?)\s+(?=[^\W\d_])"
)
LABELLED = re.compile(
    rf"(?i:{any_of('author_labels', 'author_labels_marked')}|{KIND}{AND_PICTURES})\s?[:：]\s?(?P<names>\S.*)"
)
KIND_LABEL = re.compile(
    rf"(?i:{KIND}{AND_PICTURES})\s?(?:[:：]\s?|\s(?i:{any_of('by_behind_kind')})\s)(?=[^\W\d_])"
)
# Beside a writer's name: an account, an address for mail, how long the text takes to read.
BESIDE = re.compile(
    r"\s*\(?@\w{2,30}\)?|[\s,|·•(]*\S+@\S+\.\S+|[\s|·•,(–—-]+\d{1,2}[\s-]?(?:min|minutes?|minuten|minutos|mins)\b\.?"
    r"(?:[\s-](?:read|lesezeit|de lectura|de lecture))?\)?",
    re.I,
)
BARS = re.compile(r"\s*[|·•]\s*")
# `Ann Vik (AP)`
IN_BRACKETS = re.compile(r"\s\((?P<inner>[^()]{2,40})\)")
# `Ann Vik in Oslo`, `From Ann Vik in Oslo`, `, à Lyon`
IN_PLACE = re.compile(
    rf"(?i:{any_of('from_whom')}\s+)?(?P<name>.*?)\s?\b{any_of('in_place')}\s+(?P<place>[^\W\d_a-z].{{1,40}})"
)
PLACE_BEHIND = re.compile(rf",\s+{any_of('in_place')}\s+(?P<place>[^\W\d_a-z][^,]{{1,40}})$")
FROM_PLACE = re.compile(rf"(?i:{any_of('from_whom')})\s+(?=\S+\s\S+(?:\s\S+)?\s+{any_of('in_place')}\s)")
FROM_AGENCY = re.compile(
    rf"(?i:{any_of('by', 'by_marked', 'from_whom', 'by_behind_kind')})\s+(?P<agency>\S.*)"
)
WRITERS_TITLE = re.compile(rf"{any_of('our_writers')}(?:\s{any_of('in_place')}\s\S.{{0,30}})?$", re.I)
# `; Photographs: Kim Lund`, `, Fotos: Max Holm`
PICTURES_BEHIND = re.compile(
    rf"[\s,;|/]+{any_of('picture_credit', 'picture_kinds')}\s?(?:{any_of('by', 'by_behind_kind')})?\s?[:：]?\s[^,;|]+$",
    re.I,
)
CLOCK_BEHIND = re.compile(r"[\s,]+(?:at|um|à|alle|a las)\s\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?$", re.I)
CLOCK = re.compile(
    r"^[\s,|/·-]*(?:at |um )?\d{1,2}[:.h]\d{2}(?::\d\d)?(?:\s?[ap]\.?m\.?)?(?:\s(?:Uhr|[A-Z]{2,4}))?(?=$|[\s|·,-])",
    re.I,
)
BETWEEN = re.compile(rf"\s*[,/&|·•]\s*|\s+[-–—]\s+|\s+{any_of('and')}\s+|\s+(?:y|e|en|et|i)\s+", re.I)
SURNAME_IN_CAPITALS = re.compile(
    r"[^\W\d_a-z][^\W\d_]*(?:[-\s][^\W\d_a-z][^\W\d_]*)?\s(?P<last>[^\W\d_]{3,}(?:[-'’][^\W\d_]+)?)"
)
# A name of two to six Chinese signs alone in brackets closes or opens a text in Japan.
EAST_ASIAN_BRACKETS = re.compile(
    r"[（(【［](?P<name>[\u3400-\u9fff々]{2,6}(?:[・、][\u3400-\u9fff々]{2,6}){0,3})[）)】］]"
)


EAST_ASIAN = (
    EAST_ASIAN_BRACKETS,
    CHINESE_REPORTERS,
    TAIWANESE_REPORTER,
    re.compile(r"[\u3400-\u9fff々]{3,5}記者"),
)
# `Της Μαρίας Παράδειγμα`: in the genitive the given name of a woman ends in one letter more.
GREEK_GENITIVE = re.compile(r"(?i:της)\s(?P<name>[Α-ΩΆ-Ώ][α-ωά-ώ]+[αηάή])ς\s(?P<rest>[Α-ΩΆ-Ώ].+)")


@dataclass(frozen=True, slots=True)
class BylineLine:
    """Such a line: what names the writers, and the date beside it as it is written, empty where there is none."""

    byline: str
    date: str = ""
    is_change: bool = False


def find_byline_line(text: str) -> BylineLine | None:
    """The parts of a line that names the writers and says nothing else; None for other lines."""
    text = without_asides(text.strip(" \t*_"))
    if not text or len(text) > MAX_LINE:
        return None
    dates = find_dates(text, DateHints()) if any(map(str.isdigit, text)) else []
    if len(dates) != 1 or dates[0].year is None:
        return BylineLine(as_read(text)) if not dates and names_writers(text) else None
    before, after = text[: dates[0].start], text[dates[0].end :]
    clock = CLOCK.match(after)
    date = text[dates[0].start : dates[0].end] + (clock[0] if clock else "")
    before, after = bare(before), bare(after[clock.end() :] if clock else after)
    if bool(before) == bool(after):
        return None
    rest = before or after
    is_change = says_changed("", text.replace(rest, ""))
    is_divided = before or BARS.search(text)
    named = names_writers(rest) or (
        is_divided and is_person(rest) and not is_place(rest) and read_credit(rest).persons
    )
    return BylineLine(as_read(rest), date.strip(), is_change) if named else None


def without_asides(text: str) -> str:
    """A line without what may stand beside a writer's name and isn't one: an account, a time of day, `Updated 2 hours ago`."""
    if not text or len(text) > MAX_LINE:
        return text
    text = CLOCK_BEHIND.sub("", BESIDE.sub("", text))
    parts = BARS.split(text)
    kept = [part for part in parts if not (LABEL.match(part) and not find_dates(part, DateHints()))]
    return " | ".join(kept) if kept and len(kept) < len(parts) and not LABELLED.match(text) else text


def as_read(text: str) -> str:
    """A byline in the form in which names are read: a surname not in capitals, a Greek name not in the genitive, no brackets."""
    bracket = EAST_ASIAN_BRACKETS.fullmatch(text)
    if bracket:
        return bracket["name"]
    if is_formal(text):
        return re.sub(
            r"(?<=\s)[^\W\d_]{3,}", lambda word: word[0].capitalize() if word[0].isupper() else word[0], text
        )
    text = FROM_PLACE.sub("", text)
    place = PLACE_BEHIND.search(text)
    text = text[: place.start()] if place and is_place(place["place"]) else text
    kind = KIND_LABEL.match(text)
    text = text[kind.end() :] if kind else text
    genitive = GREEK_GENITIVE.fullmatch(text)
    return f"{genitive['name']} {genitive['rest']}" if genitive else text


def bare(text: str) -> str:
    """What stands beside a date, without marks, a label (`Published:`) or the word for `on`."""
    parts = [part.strip(" \t,.:|·•–—-/") for part in re.split(r"[|·•]|\s[-–—/]\s|\n", text)]
    parts = [re.sub(r"(?:^|\s+)(?:on|am|le|el|il|em|op|den|vom|du)$", "", part, flags=re.I) for part in parts]
    parts = [LABEL_BEHIND.sub("", part) for part in parts if fold(part) not in short_weekdays()]
    kept = [part for part in parts if part and not (LABEL.match(part) and len(part.split()) <= 2)]
    return " | ".join(kept)


def names_writers(text: str) -> bool:
    """Whether a text without a date is a byline: by its first words, or names side by side of which one is a person's."""
    text = NOT_WRITERS.sub("", PICTURES_BEHIND.sub("", of_writers_only(text)))
    text = IN_BRACKETS.sub(r", \g<inner>", text).strip(" ;,")
    if not text:
        return False
    if is_byline(text) or is_agency_alone(text):
        return True
    if ends_sentence(text) or re.search(r"[?!\"“”«»]", text):
        return False
    if any(form.fullmatch(text) for form in EAST_ASIAN):
        return True
    ours = OUR_WRITER.match(text)
    if ours:
        rest = text[ours.end() :].strip(" ,:")
        return not rest or (len(rest.split()) <= 6 and bool(read_credit(rest).persons))
    labelled = LABELLED.fullmatch(text)
    opening = labelled["names"] if labelled else None
    kind = KIND_BY.match(text)
    if opening is None and kind:
        opening = text[kind.end() :]
    if opening is not None:
        first = re.split(r"\s*;\s*", opening)[0]
        return bool(read_credit(first).persons) and all(
            is_person(part) or is_aside(part) for part in map(without_place, BETWEEN.split(first)) if part
        )
    return is_side_by_side(text) or is_formal(text) or is_placed(text)


def is_agency_alone(text: str) -> bool:
    """Whether a text is an office or an agency, perhaps behind `by` or `from`: `Agence France-Presse`, `Von dpa`."""
    behind = FROM_AGENCY.fullmatch(text)
    named = behind["agency"] if behind else text
    return any(
        OFFICE.fullmatch(each) or SERVICE.fullmatch(each) or NOBODY.fullmatch(each) or find_agency(each)
        for each in (text, named)
    )


def is_placed(text: str) -> bool:
    """Whether a text is one person and the place from where he or she writes: `Jane Roe in Leeds`."""
    name = without_place(text)
    behind = BEHIND_NAME.sub("", text)
    return (name != text and is_person(name) and not is_place(name)) or (
        behind != text and is_person(behind.title())
    )


def without_place(text: str) -> str:
    """A name without the place behind it, where that is a place that we know; empty for a place alone."""
    match = IN_PLACE.fullmatch(text)
    return match["name"].strip(" ,") if match and is_place(match["place"]) else text


def is_side_by_side(text: str) -> bool:
    """Whether a text is two persons or more, or persons and what says that they are writers: an agency, a title."""
    parts = [name for part in BETWEEN.split(text) if (name := without_place(part.strip()))]
    if len(parts) == 1 and BETWEEN.search(text):
        return is_person(parts[0])
    persons = [part for part in parts if is_person(part) and not is_place(part)]
    if len(parts) < 2 or not persons or parts[0] not in persons:
        return False
    others = [part for part in parts if part not in persons]
    if not others:
        return "," in text or re.search(rf"\s(?:{any_of('and')}|y|e|en|et|i)\s|&", text, re.I) is not None
    return all(map(is_office, others))


def is_formal(text: str) -> bool:
    """Whether a text is one name with the surname alone in capitals: `Иван ПРИМЕРОВ`, `Jeanne DUPONT`."""
    match = SURNAME_IN_CAPITALS.fullmatch(text)
    return bool(
        match and match["last"].isupper() and not text.isupper() and is_person(text) and not find_agency(text)
    )


def is_aside(text: str) -> bool:
    """Whether a text is what may stand beside a writer's name: an agency, a title, a place."""
    return is_office(text) or is_place(text)


def is_office(text: str) -> bool:
    """Whether a text is an agency, a title or an office without a name of its own."""
    return (
        is_agency_alone(text) or TITLE_ONLY.match(text) is not None or WRITERS_TITLE.match(text) is not None
    )


def is_place(text: str) -> bool:
    """Whether a text is the name of a place that we know."""
    return places.look_up(text) is not None
