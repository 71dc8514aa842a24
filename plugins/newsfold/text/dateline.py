"""The dateline that opens a text: `SEOUL, Sept. 27 (Yonhap) -- `, `Karlsruhe (dpa) - `, `date 2025-09-27 Seoul: `.

A dateline is read from the left up to a separator, and every word of it must be explained: as place, region, day, agency or name
of a writer. What is not explained is not cut, so that a sentence that starts with a place stays whole.
"""

import re
from dataclasses import replace

from newsfold.text import places
from newsfold.text.agencies import Agency, find_agency, looks_like_agency
from newsfold.text.byline import BY
from newsfold.text.calendar_names import fold, month_words
from newsfold.text.date_forms import find_dates
from newsfold.text.date_place_lines import find_date_and_place
from newsfold.text.dateline_parts import (
    Context,
    Dateline,
    day_in_bracket,
    first_of_several,
    proper_case,
    sentence_follows,
    split_date,
    split_place,
    with_region_behind_comma,
)
from newsfold.text.dateline_tail import absorb_agency, absorb_day, agency_follows
from newsfold.text.word_lists import any_of, words

__all__ = ["Context", "Dateline", "find_dateline"]

MAX_HEAD = 260
MAX_DATELINE = 170
MAX_SENTENCE_DATELINE = 90

SEPARATOR = re.compile(
    r"\s*-{2,}\s*|\s*[—–―]\s*|\s?\.-\s?|\s-\s?|(?<=[\w.)\]])-\s|(?<=\))-(?=\S)|\s?[:：]\s+|：|\s?[|;]\s+|(?<=[)\]/])\.?\s+(?=[^\s\-–—:=.])|\s?=\s+|।\s+|\s_{1,2}\s"
)
DIGIT = re.compile(r"\d")
TAIL = re.compile(r"\s*(?:\.?\s?[-–—―_]+|\.-|:|=|\.{2,})?\s*")
LAST_BRACKET = re.compile(r"[(\[/]\s?([^()\[\]/]{1,60}(?:/[^()\[\]/]{1,12}){0,2})\s?[)\]/]\s?\.?$")
FIRST_BRACKET = re.compile(r"[(\[]\s?([^()\[\]]{2,40})\s?[)\]]\s+(?=[^\s\-–—:])")
SENTENCE_BEHIND = re.compile(r"\s?г?\.\s+(?=[\"“«„'‘]?[^\W\d_a-z])")
IN_BRACKETS = re.compile(r"(?:\[([^\[\]]{6,90})\]|\(([^()\n]{6,60})\))\s?[-–—:]*\s*")
DIVIDERS = re.compile(r"\s*[,|،]\s*|\s+[-–—]\s+|(?<=\w)/(?=\w)")
LEADING_KEY = re.compile(r"^(?:date(?:d|line)?|datum|fecha|data|dateline)\b\s*[:=]?\s*", re.IGNORECASE)
BYLINE = re.compile(rf"^{any_of(*BY)}\s+(?P<names>[^,]{{3,60}}),\s+(?P<place>.+)$", re.IGNORECASE)


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
    if rest is None or rest.reading is None or rest.place is None or rest.agency_raw is not None:
        return None
    end, rule = rest.end + match.end(), f"agency, {rest.rule}"
    return replace(rest, end=end, agency=agency, agency_raw=name, rule=rule)


def before_sentence(text: str, context: Context) -> Dateline | None:
    """`Place, 27 September 2025. Text`: only with the year and a place in the gazetteer, for a full stop is a weak sign."""
    reading = next(iter(find_dates(text[:MAX_SENTENCE_DATELINE], context.hints)), None)
    if reading is None or reading.year is None or reading.problem:
        return None
    separator = SENTENCE_BEHIND.match(text, reading.end)
    parts = split_date(text[: reading.end], context.hints)
    if separator is None or parts is None or parts[2] or not parts[0]:
        return None
    found = Dateline(text[: reading.end], separator.end(), "", 0.0, reading=reading)
    judged = judge(found, parts[0], "-", text[separator.end() :], context)
    return replace(judged, rule="place, day, full stop") if judged and judged.country else None


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
    agency_raw, agency, region = None, None, None
    if match := LAST_BRACKET.search(text):
        inner, day = day_in_bracket(match[1].strip(), context)
        if day:  # `Hà Nội (TTXVN 27/9/2025)`, `CHICAGO (December 22, 2013)`
            text = (
                f"{text[: match.start()].rstrip(' ,')} ({inner}), {day}"
                if inner
                else f"{text[: match.start()].rstrip(' ,')}, {day}"
            )
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


def is_one_name(word: str) -> bool:
    """Whether a word behind the day can be an agency's short name: capitals, or several of them (`XYZ`, `NationPress`)."""
    return word.isalpha() and len(word) <= 12 and (word.isupper() or sum(map(str.isupper, word)) > 1)


def without_agency(text: str) -> tuple[str, Agency | None, str | None]:
    """The text without a known agency among its parts (`Seoul | AFP`, `ТАСС, Москва`), the agency and its name there."""
    parts = [part for part in DIVIDERS.split(text) if part]
    known = [part for part in parts if not places.region_of(part)[0] and find_agency(part) is not None]
    if len(parts) < 2 or len(known) != 1:
        return text, None, None
    return ", ".join(part for part in parts if part != known[0]), find_agency(known[0]), known[0]


def judge(found: Dateline, text: str, separator: str, rest: str, context: Context) -> Dateline | None:
    """Turn the remaining text into place and region, and decide whether the whole is a dateline."""
    names = None
    if match := BYLINE.match(text):
        names, text = match["names"], match["place"]
    if not text:
        return (
            None
            if found.reading is None or found.agency is None
            else replace(found, rule="day, agency", confidence=0.8)
        )
    place, region = split_place(text)
    region = region or found.region
    if place is None or len(place) > 60:
        return None
    entry = places.look_up(place, region=region, country=context.country, text=context.text)
    known_region = places.region_of(region)[0] if region else None
    if region and not known_region and not (found.reading or found.agency):
        return None
    if entry is None and region and not known_region:
        entry = places.look_up(place, country=context.country, text=context.text)
    if (
        entry is None
        and not known_region
        and (
            place.split()[0].casefold().strip(".'’") in words("no_place")
            or fold(place.split()[-1]) in month_words()
        )
    ):
        return None
    strength = certainty(found, place, entry, known_region, separator, rest)
    if strength is None:
        return None
    rule, confidence = strength
    country = entry.country if entry else known_region
    zone = entry.zone if entry else (places.region_zone(region) if region else None)
    return replace(
        found,
        place=proper_case(place, entry),
        region=region,
        country=country,
        zone=zone,
        found=entry,
        names=names,
        rule=rule,
        confidence=confidence,
    )


def certainty(
    found: Dateline,
    place: str,
    entry: places.Place | None,
    known_region: str | None,
    separator: str,
    rest: str,
) -> tuple[str, float] | None:
    """(rule, confidence), None where the signs are too weak: a day or an agency is a strong sign, a name alone a weak one."""
    if place[:1].islower():
        return None
    dash = separator.strip(" .")
    if found.reading and found.agency_raw:
        return "place, day, agency", 0.99 if entry or known_region else 0.95
    if found.reading:
        return ("place, day", 0.98 if entry or known_region else 0.9) if dash or found.region else None
    if found.agency:
        return "place, agency", 0.98 if entry or known_region else 0.85
    sure = entry is not None or known_region is not None
    if found.agency_raw:
        return (
            ("place, name in brackets", 0.8)
            if sure and dash and (place.isupper() or (entry and entry.population > 200_000))
            else None
        )
    if not sure or not dash or not (sentence_follows(rest) or agency_follows(rest)):
        return None
    if place.isupper() and len(place) > 2:
        return "place in capitals", 0.85
    if (entry and entry.kind == "city" and entry.population >= 100_000) or known_region:
        return "place before a sentence", 0.6
    return None
