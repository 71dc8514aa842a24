"""Datelines of East Asian agencies: `新华社北京9月27日电`, `【ソウル共同】`, `(서울=연합뉴스) 홍길동 기자 =`."""

import re
from dataclasses import replace

from newsfold.text import places
from newsfold.text.agencies import Agency, by_short, find_agency
from newsfold.text.date_forms import find_dates
from newsfold.text.date_readings import DateReading
from newsfold.text.date_shapes import SHORT_EAST_ASIAN_DAY
from newsfold.text.dateline_parts import Context, Dateline

CHINESE = re.compile(
    r"[（(【]?(?P<agency>[\u4e00-\u9fffA-Za-z]{1,8}?(?:社|网|網|讯|台|报|報))(?:记者|記者)?(?P<names>[\u4e00-\u9fff、]{2,12}?)??"
    rf"(?P<before>{SHORT_EAST_ASIAN_DAY})?(?P<place>[\u4e00-\u9fff]{{2,7}}?)?"
    rf"(?P<date>{SHORT_EAST_ASIAN_DAY})?"
    r"(?:电|電|讯|訊|消息|综合外电报道|綜合外電報導|专电|專電)[）)】]?"
    r"(?:\s?[（(](?:记者|記者|文\s?/?)?[\s:：]?(?P<writers>[^）)]{2,40})[）)]"
    r"|\s(?:记者|記者)\s?[\u4e00-\u9fff、]{2,12}(?=\s))?[\s　,，:：—－/／-]*"
)
# Without these two there is no such dateline; with them, the reading above takes long only on made-up texts.
AGENCY_SIGN = re.compile("[社网網讯台报報]")
CABLE_SIGN = re.compile("[电電讯訊]|消息")
MAX_CHINESE = 90
BRACKET = re.compile(
    r"[【\[（(［〔＜〈](?P<inside>[^【】\[\]（）()［］〔〕＜＞〈〉\n]{2,40})[】\]）)］〕＞〉]\s?"
)
KOREAN_WRITER = re.compile(
    r"(?P<names>[가-힣]{2,4}(?:[·,\s]+[가-힣]{2,4}){0,3}?)\s?(?:특파원|기자|선임기자|통신원)\s?=\s?"
)
DAY_ALONE = re.compile(r"(?<![\d月월])\d{1,2}\s?[日일](?![本報报])")
SPACED = re.compile(r"([^\s　、。，]{2,20})[\s　]+([^\s　、。，]{2,20})[\s　]+(?=[^\s　])")
BEHIND_DAY = re.compile(r"\s?[=＝:：]\s?|[\s　]+")
TAIL = re.compile(r"\s?(?:[-–—－=＝]\s?)?[\s　]*")


def find_bracket_dateline(body: str, context: Context) -> Dateline | None:
    """The East Asian dateline that opens `body`, None where there is none."""
    head = body[:160].split("\n\n", 1)[0]
    lead = len(head) - len(head.lstrip(" \t\u3000"))
    found = (
        chinese(head[lead:], context)
        or bracketed(head[lead:], context)
        or behind_day(head[lead:], context)
        or spaced(head[lead:], context)
    )
    if found is not None and found.reading is None:
        found = with_day_behind(head[lead:], found, context)
    if found is None or not body[found.end + lead :].strip():
        return None
    end = found.end + lead
    return replace(found, end=end, raw=body[:end].strip())


def behind_day(text: str, context: Context) -> Dateline | None:
    """`2025년 9월 27일 (서울=연합뉴스) - `: the day with its year in front of the bracket."""
    reading = next(iter(find_dates(text[:40], context.hints)), None)
    if reading is None or reading.start or reading.year is None or reading.problem:
        return None
    start = reading.end + len(text[reading.end :]) - len(text[reading.end :].lstrip(" \u3000"))
    found = bracketed(text[start:], context)
    if found is None or found.reading is not None:
        return None
    return replace(found, raw=text[: start + found.end], end=start + found.end, reading=reading)


def spaced(text: str, context: Context) -> Dateline | None:
    """`令和7年9月27日　東京　Text`: a day with its year and a known place in any order, white space behind each."""
    match = SPACED.match(text)
    if match is None:
        return None
    dates = find_dates(f"{match[1]} {match[2]}", context.hints)
    day, place = (match[1], match[2]) if match[1][-1] in "日号號" else (match[2], match[1])
    entry = places.look_up(place, country=context.country)
    if (
        len(dates) != 1
        or dates[0].problem
        or dates[0].year is None
        or day[-1] not in "日号號"
        or entry is None
    ):
        return None
    return Dateline(
        match[0], match.end(), "day and place between spaces", 0.9, place=place, country=entry.country, zone=entry.zone,
        found=entry, reading=dates[0],
    )  # fmt: skip


def with_day_behind(text: str, found: Dateline, context: Context) -> Dateline:
    """`（東京＝共同）2025年9月27日　`, `(도쿄=연합뉴스) 2025년 9월 27일 = `: the day with its year behind the bracket."""
    reading = next(iter(find_dates(text[found.end : found.end + 40], context.hints)), None)
    if reading is None or reading.start or reading.year is None or reading.problem:
        return found
    behind = BEHIND_DAY.match(text, found.end + reading.end)
    return replace(found, reading=reading, end=behind.end()) if behind else found


def chinese(text: str, context: Context) -> Dateline | None:
    """Agency, place and day run together, with `电` (cable) behind."""
    if not (AGENCY_SIGN.search(text, 0, 10) and CABLE_SIGN.search(text, 0, MAX_CHINESE)):
        return None
    match = CHINESE.match(text, 0, MAX_CHINESE)
    if match is None:
        return None
    place, names, day = match["place"], match["names"], match["date"] or match["before"]
    entry = places.look_up(place, country=context.country) if place else None
    if entry is None and place:
        for cut in range(2, len(place) - 1):  # names of writers may run into the place
            entry = places.look_up(place[cut:], country=context.country)
            if entry:
                place, names = place[cut:], (names or "") + place[:cut]
                break
    agency = find_agency(match["agency"])
    if (entry is None and agency is None) or ((day is None or not place) and agency is None):
        return None
    if day is None and entry is None:
        return None
    dates = find_dates(day or "", context.hints)
    return Dateline(
        text[: match.end()], match.end(), "agency, place, day, cable sign", 0.97 if entry else 0.8, place=place,
        country=entry.country if entry else None, zone=entry.zone if entry else None, found=entry,
        reading=dates[0] if dates else None,
        agency=agency, agency_raw=match["agency"], names=match["writers"] or names,
    )  # fmt: skip


def bracketed(text: str, context: Context) -> Dateline | None:
    """Place, day and agency inside one bracket, in any order; the Korean form names the writer behind it."""
    match = BRACKET.match(text)
    if match is None:
        return None
    inside = match["inside"]
    if find_agency(inside) is not None:
        return None  # an agency's name may hold that of a place: `(Prensa Latina)`
    dates = find_dates(inside, context.hints)
    left = inside[: dates[0].start] + " " + inside[dates[0].end :] if dates else inside
    left = DAY_ALONE.sub(" ", left)
    parts = [part for part in re.split(r"[\s　]*[=＝／/、,·・][\s　]*|[\s　]+", left) if part]
    if len(parts) > 6:
        return None
    place: str | None = None
    entry: places.Place | None = None
    agency: Agency | None = None
    agency_raw: str | None = None
    reading: DateReading | None = dates[0] if dates else None
    names: list[str] = []
    whole_agency = agency_at_end(inside)
    for part in parts:
        if (known := find_agency(part)) is not None:
            agency, agency_raw = known, part
        elif entry is None and (
            known_place := places.look_up(part, country=context.country, text=context.text)
        ):
            place, entry = part, known_place
        elif split := split_agency(part, context):
            place, entry, agency, agency_raw = split
        else:
            names.append(part)
    if agency is None and whole_agency:
        agency, agency_raw = whole_agency
    divided = re.search(r"[=＝]", inside) is not None
    if agency is None and divided and entry is not None and names:
        # Japanese papers put their correspondent behind the place; a name in Latin letters is none.
        is_writer = context.hints.language == "ja" and not all(name.isascii() for name in names)
        agency_raw = None if is_writer else " ".join(names)
    if (
        (entry is None and reading is None)
        or not (agency or divided)
        or (names and not divided and agency is None)
    ):
        return None
    end = TAIL.match(text, match.end()).end()  # type: ignore[union-attr]
    writer = KOREAN_WRITER.match(text, end)
    if writer:
        end = writer.end()
    shown_names = writer["names"] if writer else (" ".join(names) if names and agency_raw is None else None)
    return Dateline(
        text[:end], end, "place and agency in brackets", 0.95, place=place, country=entry.country if entry else None,
        zone=entry.zone if entry else None, found=entry, reading=reading, agency=agency, agency_raw=agency_raw, names=shown_names,
    )  # fmt: skip


def agency_at_end(inside: str) -> tuple[Agency, str] | None:
    """The agency that closes the bracket where its name has a space in it."""
    for name in re.split(r"[=＝]", inside):
        if (agency := find_agency(name)) is not None:
            return agency, name.strip()
    return None


def split_agency(part: str, context: Context) -> tuple[str, places.Place, Agency, str] | None:
    """`ソウル共同`, `AP大阪` -> the place, and the agency that closes or opens the word."""
    for short, agency in by_short().items():
        if part.endswith(short) and len(part) > len(short):
            entry = places.look_up(part[: -len(short)], country=context.country)
            if entry:
                return part[: -len(short)], entry, agency, short
        if part.startswith(short) and len(part) > len(short) + 1:
            entry = places.look_up(part[len(short) :], country=context.country)
            if entry:
                return part[len(short) :], entry, agency, short
    return None
