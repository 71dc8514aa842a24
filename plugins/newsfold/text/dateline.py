"""The dateline that opens a text: `SEOUL, Sept. 27 (Yonhap) -- `, `Karlsruhe (dpa) - `, `date 2025-09-27 Seoul: `.

A dateline is read from the left up to a separator, and every word of it must be explained: as place, region, day, agency or name
of a writer. What is not explained is not cut, so that a sentence that starts with a place stays whole.
"""

import re
from dataclasses import replace

from newsfold.text import places
from newsfold.text.agencies import find_agency, looks_like_agency
from newsfold.text.calendar_names import fold, month_words, short_weekdays
from newsfold.text.date_forms import day_and_month, find_dates
from newsfold.text.date_place_lines import KEY, find_date_and_place
from newsfold.text.dateline_judgement import is_one_name, judge, without_agency
from newsfold.text.dateline_parts import (
    Context,
    Dateline,
    day_in_bracket,
    first_of_several,
    sentence_follows,
    split_bare_day,
    split_date,
    with_region_behind_comma,
)
from newsfold.text.dateline_tail import absorb_agency, absorb_day

__all__ = ["Context", "Dateline", "find_dateline"]

MAX_HEAD = 260
MAX_DATELINE = 170
MAX_SENTENCE_DATELINE = 90
# Behind a day with its key: any mark, or the bracket around the place.
BEHIND_KEYED = re.compile(r"\s?(?:[:;|/,.–—-]+|\)[:,.]?)\s+(?=[^\W\d_a-z\s]|[\"“«])")
BRACKET = re.compile(r"[()\[\]]")
MAX_DAY_IN_FRONT = 40

SEPARATOR = re.compile(
    r"\s*-{2,}\s*|(?!(?<=\d)[—–―]\d)\s*[—–―]\s*|\s?\.-\s?|\s-\s?|(?<=[\w.)\]])-\s|(?<=\))-(?=\S)|\s?[:：]\s+|：|\s?[|;]\s+|(?<=[)\]/])\.?\s+(?=[^\s\-–—:=.])|\s?=\s+|।\s+|\s_{1,2}\s"
)
DIGIT = re.compile(r"\d")
TAIL = re.compile(r"\s*(?:\.?\s?[-–—―_]+|\.-|:|=|\.{2,})?\s*")
LAST_BRACKET = re.compile(r"[(\[/]\s?([^()\[\]/]{1,60}(?:/[^()\[\]/]{1,12}){0,2})\s?[)\]/]\s?\.?$")
FIRST_BRACKET = re.compile(r"[(\[]\s?([^()\[\]]{2,40})\s?[)\]]\s+(?=[^\s\-–—:])")
CAPITALS_IN_FRONT = re.compile(r"(?P<place>[^\W\d_a-z](?:[^\W\d_a-z]|[.'’ -]){2,28}),\s")
SENTENCE_AT_ONCE = re.compile(r"\s+(?=[\"“«„'‘]?[A-ZÄÖÜÀ-ÖØ-Þ][^\W\d_]*\s)")
SENTENCE_BEHIND = re.compile(r"\s?г?\.\s+(?=[\"“«„'‘]?[^\W\d_a-z])")
CAPITAL_BEHIND = re.compile(r"\s+(?=[^\W\d_a-z])")
BARE_DAY_IN_FRONT = re.compile(r"\d{1,2}[./]\d{1,2}\.?(?=\s)")
BEHIND_FIRST_DAY = re.compile(r"(?:\s?г\.)?[\s.,:|–—-]*")
AGENCY_ALONE = re.compile(r"[(\[/]\s?([^()\[\]/]{2,40})\s?[)\]/]\s?[.:–—-]*\s+(?=\S)")
IN_BRACKETS = re.compile(r"(?:\[([^\[\]]{6,90})\]|\(([^()\n]{6,60})\))\s?[-–—:]*\s*")
# `الكويت - 27 - 9 - 2025`: a day between dashes.
SPACED_DAY = re.compile(r"(?<![\d-])(\d{1,2})\s?[-–]\s(\d{1,2})\s?[-–]\s(\d{4})(?!\d)")
# `Рига, 27 сентября 2025, ЛЕТА. `: an agency behind the day.
NAME_BEHIND = re.compile(r"(?:\s?г?\.)?,\s+([^\W\d_][^\s,.]{1,20}(?:\s[^\W\d_][^\s,.]{1,20})?)(?=\.?\s)")
LEADING_KEY = re.compile(r"^(?:date(?:d|line)?|datum|fecha|data|dateline)\b\s*[:=]?\s*", re.IGNORECASE)


def find_dateline(body: str, context: Context) -> Dateline | None:
    """The dateline that opens `body`, None where it opens with ordinary text."""
    paragraph = body[: body.find("\n\n")] if "\n\n" in body[:MAX_HEAD] else body
    head = paragraph[:MAX_HEAD].replace("\n", " ")
    lead = len(head) - len(head.lstrip(" \t*•|\u3000\u200b\ufeff"))
    text = head[lead:]
    found = (
        in_brackets(text, context)
        or agency_first(text, context)
        or agency_in_front(text, context)
        or western(text, context)
        or before_sentence(text, context)
        or day_in_front(text, context)
        or without_mark(text, context)
        or keyed(text, context)
        or on_its_own_line(text, context, len(paragraph) < len(body))
    )
    if found is None:
        return None
    end = found.end + lead
    if not body[end:].strip():
        return None
    return replace(found, end=end, raw=body[:end].strip())


def on_its_own_line(text: str, context: Context, has_text_below: bool) -> Dateline | None:
    """`2025-09-27 Seoul`: a paragraph that holds only a day and a place, in any order."""
    both = find_date_and_place(text, context.hints) if has_text_below else None
    if both is None:
        return None
    read = western(f"{both.dateline()} - The text stands below.", context)
    return replace(read, end=len(text), rule=f"{read.rule}, a line of its own") if read else None


def keyed(text: str, context: Context) -> Dateline | None:
    """`date 2025-09-27 Seoul. Text`, `Seoul date 2025-09-27: Text`: a day behind its key and a known place, and any mark."""
    if not KEY.search(text, 0, MAX_SENTENCE_DATELINE):
        return None
    for mark in BEHIND_KEYED.finditer(text, 8, MAX_SENTENCE_DATELINE):
        both = find_date_and_place(BRACKET.sub(" ", text[: mark.start()]), context.hints)
        if both is None or not sentence_follows(text[mark.end() :]):
            continue
        read = western(f"{both.dateline()} - {text[mark.end() :][:MAX_SENTENCE_DATELINE]}", context)
        if read is not None and read.country is not None:
            return replace(read, end=mark.end(), rule=f"{read.rule}, behind a key")
    return None


def agency_in_front(text: str, context: Context) -> Dateline | None:
    """`(Name) Place, day - Text`: an agency, known or not, in brackets before a dateline with its day."""
    match = FIRST_BRACKET.match(text)
    if match is None:
        return None
    name = match[1].strip()
    agency = find_agency(name)
    if agency is None and not looks_like_agency(name):
        return None
    rest = western(text[match.end() :], context)
    if rest is None or rest.place is None or rest.agency_raw is not None:
        return None
    if rest.reading is None and (agency is None or rest.country is None):
        return None
    end, rule = rest.end + match.end(), f"agency, {rest.rule}"
    return replace(rest, end=end, agency=agency, agency_raw=name, rule=rule)


def before_sentence(text: str, context: Context) -> Dateline | None:
    """`Place, 27 September 2025. Text`: only with the year and a place in the gazetteer, for a full stop is a weak sign."""
    reading = next(iter(find_dates(text[:MAX_SENTENCE_DATELINE], context.hints)), None)
    if reading is None or reading.problem:
        return None
    behind = NAME_BEHIND.match(text, reading.end)
    agency = find_agency(behind[1]) if behind else None
    if reading.year is None and agency is None:
        return None
    end = behind.end() if behind and agency else reading.end
    separator = SENTENCE_BEHIND.match(text, end) or (CAPITAL_BEHIND.match(text, end) if agency else None)
    parts = split_date(text[: reading.end], context.hints)
    if separator is None or parts is None or parts[2] or not parts[0]:
        return None
    place, agency_raw = parts[0], behind[1] if behind and agency else None
    if agency is None:
        place, agency, agency_raw = without_agency(place)
    found = Dateline(
        text[:end], separator.end(), "", 0.0, reading=reading, agency=agency, agency_raw=agency_raw
    )
    judged = judge(found, place, "-", text[separator.end() :], context)
    if judged is None or judged.country is None:
        return None
    return absorb_agency(text, replace(judged, rule="place, day, full stop"))


def day_in_front(text: str, context: Context) -> Dateline | None:
    """`27.09. Place (Agency) - Text`, `27 September 2025 /Agency/. Text`: a day, then a dateline without one, or an agency."""
    bare = BARE_DAY_IN_FRONT.match(text)
    reading = (
        day_and_month(bare[0], context.hints)
        if bare
        else next(iter(find_dates(text[:MAX_DAY_IN_FRONT], context.hints)), None)
    )
    if reading is None or reading.start or reading.problem:
        return None
    start = BEHIND_FIRST_DAY.match(text, reading.end).end()  # type: ignore[union-attr]
    alone = AGENCY_ALONE.match(text, start)
    agency = find_agency(alone[1]) if alone else None
    if alone and agency and reading.year:
        return Dateline(
            text[: alone.end()], alone.end(), "day, agency", 0.9, reading=reading, agency=agency, agency_raw=alone[1]
        )  # fmt: skip
    rest = western(text[start:], context)
    if rest is None or rest.place is None or rest.reading is not None or rest.agency is None:
        return None
    return replace(rest, end=rest.end + start, reading=reading, rule=f"day, {rest.rule}")


def without_mark(text: str, context: Context) -> Dateline | None:
    """`PLACE, Sept. 27 The text`: a place in capitals and a day, and no mark between them and the first sentence.

    Of the names that are in no list only those of one or two words: in capitals stand other things, too.
    """
    match = CAPITALS_IN_FRONT.match(text)
    reading = next(iter(find_dates(text[:MAX_SENTENCE_DATELINE], context.hints)), None) if match else None
    if match is None or reading is None or reading.problem or reading.start != match.end():
        return None
    place = match["place"].strip()
    behind = SENTENCE_AT_ONCE.match(text, reading.end)
    if behind is None or not place.isupper() or not sentence_follows(text[behind.end() :]):
        return None
    said = {fold(word) for word in place.split()}
    if not said.isdisjoint(short_weekdays() | month_words()):
        return None
    found = Dateline(text[: reading.end], behind.end(), "", 0.0, reading=reading)
    judged = judge(found, place, "-", text[behind.end() :], context)
    if judged is None or (judged.country is None and len(said) > 2):
        return None
    return replace(judged, rule="place in capitals, day, no mark", confidence=0.9 if judged.country else 0.7)


def agency_first(text: str, context: Context) -> Dateline | None:
    """`(AP) - Text`, `(ANSA) - ROMA, 27 SET - Text`, `dpa - Text`: a known agency, then perhaps the rest of a dateline."""
    match = re.match(
        r"(?:[(\[/]\s?([^()\[\]/]{2,40})\s?[)\]/]|([^\s\-–—:,]{2,20}))\s?(?:[-–—:,]+|\.\s?-)\s?", text
    )
    if match is None:
        return None
    name = match[1] or match[2]
    agency = find_agency(name)
    if agency is None or (match[2] and not match[0].rstrip().endswith(("-", "–", "—", ":", ","))):
        return None
    rest = western(text[match.end() :], context)
    if rest is not None and rest.agency is None and rest.place is not None:
        return replace(
            rest,
            end=rest.end + match.end(),
            agency=agency,
            agency_raw=name,
            rule=f"agency, {rest.rule}",
            confidence=0.95,
        )
    if match[0].rstrip().endswith(","):
        return None
    return Dateline(text[: match.end()], match.end(), "agency alone", 0.9, agency=agency, agency_raw=name)


def western(text: str, context: Context) -> Dateline | None:
    """A dateline up to the first separator whose left side is wholly explained."""
    for count, separator in enumerate(SEPARATOR.finditer(text)):
        if separator.start() > MAX_DATELINE or count > 12:
            return None
        if separator[0].strip() in ("|", ";") and not DIGIT.search(text, 0, separator.start()):
            continue  # these divide the parts of a dateline, too
        parsed = parse_left(text[: separator.start()], separator[0].strip(), text[separator.end() :], context)
        if parsed is not None:
            tail = TAIL.match(text, separator.end())
            end = tail.end() if tail else separator.end()
            with_agency = absorb_agency(text, absorb_day(text, replace(parsed, end=end), context))
            return absorb_day(text, with_agency, context)
    return None


def in_brackets(text: str, context: Context) -> Dateline | None:
    """`[SEOUL, Sept. 27 (Agency)] Text`, `(dpa/Seoul, 27. September) - Text`: the whole dateline in brackets."""
    match = IN_BRACKETS.match(text)
    if match is None:
        return None
    parsed = parse_left(match[1] or match[2], "-", text[match.end() :], context)
    if parsed is None or parsed.place is None or (parsed.reading is None and parsed.agency is None):
        return None
    is_sure = parsed.agency is not None or (parsed.reading is not None and parsed.region is not None)
    if match[2] and (parsed.country is None or not is_sure):
        return None  # round brackets hold much else
    return replace(parsed, end=match.end(), rule=f"{parsed.rule}, in brackets")


def parse_left(left: str, separator: str, rest: str, context: Context) -> Dateline | None:
    """Explain `left` word by word, None where something stays unexplained or the whole is too weak for a dateline."""
    text = with_region_behind_comma(LEADING_KEY.sub("", left.strip(" *\t")))
    if LAST_BRACKET.search(text):
        text = SPACED_DAY.sub(r"\1/\2/\3", text)
    agency_raw, agency, region = None, None, None
    if match := LAST_BRACKET.search(text):
        inner, day = day_in_bracket(match[1].strip(), context)
        if day:  # `Hà Nội (TTXVN 27/9/2025)`, `CHICAGO (December 22, 2013)`
            text = f"{text[: match.start()].rstrip(' ,')}, {day}" + (f" ({inner})" if inner else "")
            return parse_left(text, separator, rest, context)
        agency = find_agency(inner) or first_of_several(inner)
        if agency is None and places.region_of(inner)[0]:
            region = inner
        elif agency is None and not looks_like_agency(inner):
            return None
        else:
            agency_raw = inner
        text = text[: match.start()].rstrip(" ,.-–—")
    parts = split_date(text, context.hints)
    if parts is None:
        return None
    text, reading, after = parts
    if agency is not None and reading is None and (bare := split_bare_day(text, context.hints)):
        text, reading = bare
    if agency_raw is None and reading is not None and not after and (match := LAST_BRACKET.search(text)):
        # `Place (Agency), 27 September - `
        agency = find_agency(match[1])
        if agency is None and not looks_like_agency(match[1]):
            return None
        agency_raw, text = match[1].strip(), text[: match.start()].rstrip(" ,.-–—")
    if after and agency_raw is None:
        agency = find_agency(after)
        if agency is not None or (reading is not None and is_one_name(after)):
            agency_raw, after = after, ""
    if after and not text:
        text, after = after, ""
    if after:
        return None
    if agency_raw is None:
        text, agency, agency_raw = without_agency(text)
    return judge(
        Dateline(left, 0, "", 0.0, region=region, reading=reading, agency=agency, agency_raw=agency_raw),
        text,
        separator,
        rest,
        context,
    )
