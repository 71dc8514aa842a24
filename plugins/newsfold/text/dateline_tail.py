"""What follows the first separator of a dateline and still belongs to it: a day, an agency."""

import re
from dataclasses import replace

from newsfold.text.agencies import find_agency, looks_like_agency
from newsfold.text.date_forms import find_dates
from newsfold.text.dateline_parts import Context, Dateline

NEXT_AGENCY = re.compile(
    r"(?:[(\[/]\s?([^()\[\]/]{2,40})\s?[)\]/]"
    r"|([^\W\d_a-zа-я][\w\- ्-ॏा-ौ]{1,30}?(?:\.[A-Za-z]{2,3})?)(?=\.\s|\s?[-–—:]\s))\s?(?:\.\s?)?[-–—:]*\s*"
)
MAX_DAY = 48
# What may stand between the separator and the day: a weekday is part of the day's own reading.
DAY_OPENINGS = frozenset({"", "le", "den", "am", "on", "el", "il", "الجمعة"})
BEHIND_DAY = re.compile(r"(?:\s?г(?:ода)?\.?)?\s?(?:[-–—:|।]+\s+|-{2,}|\.\s?[-–—]\s?|(?=\()|/\s+|=\s+)")
# `JAKARTA (ANTARA) - Sept 27, 2025. The harbour`: a full stop, where the day has its year.
STOP_BEHIND_DAY = re.compile(r"\.\s+(?=[\"“«„]?[^\W\d_a-z])")
BRACKET_BEHIND_DAY = re.compile(r"\s?[(\[/]\s?([^()\[\]/]{2,40})\s?[)\]/]\s?[-–—:.।]*\s+")


def absorb_day(text: str, found: Dateline, context: Context) -> Dateline:
    """`PARIS (Agency) - 27 septembre 2025 - Text`: the day behind the separator, up to another separator or a bracket."""
    if found.reading is not None or found.place is None:
        return found
    reading = next(iter(find_dates(text[found.end : found.end + MAX_DAY], context.hints)), None)
    if (
        reading is None
        or reading.problem
        or text[found.end : found.end + reading.start].strip(" .,") not in DAY_OPENINGS
    ):
        return found
    behind = BEHIND_DAY.match(text, found.end + reading.end)
    if behind is None and reading.year:
        behind = STOP_BEHIND_DAY.match(text, found.end + reading.end)
    if behind is None:
        return found
    is_bracketed = text[behind.end() : behind.end() + 1] == "("
    if not (reading.year or behind[0].strip() or is_bracketed):
        return found
    end, name = behind.end(), None
    bracket = BRACKET_BEHIND_DAY.match(text, end)
    if bracket and found.agency_raw is None and (find_agency(bracket[1]) or looks_like_agency(bracket[1])):
        name, end = bracket[1].strip(), bracket.end()
    elif is_bracketed:
        return found
    return replace(
        found,
        reading=reading,
        end=end,
        agency=find_agency(name) if name else found.agency,
        agency_raw=name or found.agency_raw,
        rule=f"{found.rule}, day behind",
        confidence=max(found.confidence, 0.95),
    )


def absorb_agency(text: str, found: Dateline) -> Dateline:
    """`LONDON--(BUSINESS WIRE)--Text`, `МОСКВА, 27 сен - РИА Новости. Text`: the agency behind the separator."""
    if found.agency_raw is not None:
        return found
    match = NEXT_AGENCY.match(text, found.end)
    if match is None:
        return found
    name = match[1] or match[2]
    agency = find_agency(name)
    if agency is None:
        return found
    return replace(
        found, agency=agency, agency_raw=name, end=match.end(), confidence=max(found.confidence, 0.95)
    )


def agency_follows(rest: str) -> bool:
    """Whether a known agency stands behind the separator (`LONDON--(BUSINESS WIRE)--`, `Seoul - Yonhap - `)."""
    match = NEXT_AGENCY.match(rest)
    return match is not None and find_agency(match[1] or match[2]) is not None
