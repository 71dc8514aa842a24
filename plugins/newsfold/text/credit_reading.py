"""Lines of their own between a headline and the text: bylines, dates, and who sent the report."""

import re
from collections.abc import Sequence
from dataclasses import replace

from newsfold.model import RawHeader
from newsfold.text.agencies import find_agency
from newsfold.text.byline_lines import find_byline_line, is_place
from newsfold.text.characters import ends_sentence, fold
from newsfold.text.credit_lines import is_byline, is_date_alone
from newsfold.text.datelines import opens_with_dateline
from newsfold.text.paragraphs import Line
from newsfold.text.raw_headers import Collector, on_line
from newsfold.text.sighted_names import is_person

MAX_CREDIT_WORDS = 3
# `27 September 2025 | Agency`, `2025年9月27日 来源：新华社`: a credit, or a weekday, which is no agency.
CREDIT_BEHIND_DATE = re.compile(r"(?:\s[|·•]\s|,\s|[来來]源[:：]\s?)([^\W\d_][^\d|,:：]{1,30})$")
# What a writer is called behind the name of the agency.
WRITER = re.compile(r"\s(?:staff )?(?:writers?|correspondents?|reporters?)$", re.I)
# How the second line of a byline begins.
MORE_NAMES = re.compile(r"(?:and|und|et|y|e|en|i|и|&)\s+(?=[^\W\d_])")
RULE = re.compile(r"\s*(?:[-=_*~#]\s?){3,}\s*$")


def read_credits(lines: Sequence[Line], found: Collector) -> int:
    """Read a line that is only a byline or a date, and what belongs to it on the next one; the number of lines read."""
    if not read_byline_or_date(lines[0], found):
        return 0
    return 1 + (read_more_names(lines, found) or read_affiliation(lines, found))


def read_more_names(lines: Sequence[Line], found: Collector) -> int:
    """Read the second line of a byline, `and Omar Said`; 1 if it is one, else 0."""
    text = fold(lines[1].text) if len(lines) > 2 else ""
    opening = MORE_NAMES.match(text)
    last = found.headers[-1] if found.headers else None
    if (
        opening is None
        or last is None
        or last.name != "byline line"
        or not is_byline(f"By {text[opening.end() :]}")
    ):
        return 0
    place = replace(last.place, last_line=lines[1].number)
    found.headers[-1] = RawHeader(last.name, f"{last.value} {text}", place)
    return 1


def skip_blank(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` from the first that holds more than white space or a rule of dashes."""
    start = 0
    while start < len(lines) and (
        lines[start].is_blank
        or (RULE.match(lines[start].text) and lines[start].text.strip() != "---" and start)
    ):
        start += 1
    return lines[start:]


def read_byline_or_date(line: Line, found: Collector) -> int:
    """Read a line that holds only a byline or only a date; 1 if it was one, else 0."""
    text = line.text.strip(" \t*_|")
    beside = find_byline_line(text)
    if is_date_alone(text) and beside is None:
        found.header("date", text, on_line(line.number, remark="a date alone"))
        credit = CREDIT_BEHIND_DATE.search(text)
        if credit:
            found.header("item.creditline", credit[1], on_line(line.number))
    elif beside is not None:
        found.header("byline line", beside.byline, on_line(line.number))
        found.header(
            "updated" if beside.is_change else "date",
            beside.date,
            on_line(line.number, remark="beside a byline"),
        )
    else:
        return 0
    return 1


def read_affiliation(lines: Sequence[Line], found: Collector) -> int:
    """Read the line below a byline that names the writer's agency: `Associated Press`, `Associated Press Writer`; 1 or 0."""
    text = fold(lines[1].text).strip("^<=*_ ") if len(lines) > 2 else ""
    words = WRITER.sub("", text).split()
    if not 1 <= len(words) <= MAX_CREDIT_WORDS or not is_byline(lines[0].text) or ends_sentence(text):
        return 0
    if not (lines[2].is_blank or opens_with_dateline(lines[2].text)):
        return 0
    if not all(word[0].isupper() for word in words) or is_date_alone(text) or opens_with_dateline(text):
        return 0
    found.header("item.creditline", " ".join(words), on_line(lines[1].number, "below the byline"))
    return 1


def read_credit_line(lines: Sequence[Line], found: Collector, has_headline: bool) -> int:
    """Read the line between a headline and a date of its own: a few words that say where the text is from; 1 or 0."""
    text = fold(lines[0].text)
    below = skip_blank(lines[1:])
    if not has_headline or not below or not 1 <= len(text.split()) <= MAX_CREDIT_WORDS or text[:1].islower():
        return 0
    if not text[:1].isalpha() or ends_sentence(text) or not is_date_alone(below[0].text.strip(" \t*_|")):
        return 0
    is_writer = is_person(text) and not is_place(text) and find_agency(text) is None
    found.header("byline line" if is_writer else "item.creditline", text, on_line(lines[0].number))
    return 1
