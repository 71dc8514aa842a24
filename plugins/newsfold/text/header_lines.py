"""Header lines of plain text: front matter, `Key: value`, `key value` without a colon, dates that stand
alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.model import HeaderPlace
from newsfold.text.byline_lines import find_byline_line
from newsfold.text.characters import ends_sentence
from newsfold.text.credit_lines import is_date_alone
from newsfold.text.date_forms import find_dates
from newsfold.text.date_place_lines import NO_HINTS, DateAndPlace, find_date_and_place
from newsfold.text.date_shapes import holds_time
from newsfold.text.embargoes import embargo_words
from newsfold.text.header_keys import (
    COMMON_WORDS,
    LIST_NAMES,
    NAME_OF_KEY,
    RELATIVE_DAYS,
    TEXT_KEYS,
    find_key_name,
)
from newsfold.text.header_shapes import is_placeholder, plain_header
from newsfold.text.json_front_matter import find_json_front
from newsfold.text.paragraphs import Line
from newsfold.text.raw_headers import Collector, on_line
from newsfold.text.value_lists import split_list

MAX_BLOCK_LINES = 200
MAX_VALUE_CHARACTERS = 1_000
MAX_EMBARGO_WORDS = 1  # `yes`, `true`
MAX_LABELLED = 100_000
LEAST_LABELLED = 80
MAX_LABEL = 40
DATE_NAMES = frozenset({"date", "published", "updated"})
WITH_COLON = re.compile(r"\s{0,8}([^\W\d_][^:：=\t\n]{0,40}?)\s{0,4}(?:[:：=]|\t)\s*(.*)$")
UNKNOWN_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,30}")
BARE_KEYS = sorted((key for key in NAME_OF_KEY if key.isascii()), key=len, reverse=True)
BARE = re.compile(rf"\s{{0,8}}({'|'.join(map(re.escape, BARE_KEYS))})\s+(\S.*)$", re.I)
# What stands in front of the text below a block of headers, or above it on a line of its own.
TEXT_LABEL = re.compile(
    rf"\s{{0,8}}(?:{'|'.join(map(re.escape, TEXT_KEYS))})\s{{0,3}}[:：]\s*(?P<rest>.*)$", re.I
)
# The same without a colon, where nothing else can be meant: `[BODY]`, `## Body`, `TEXT`, `BODY -`.
TEXT_KEY = "|".join(map(re.escape, TEXT_KEYS))
TEXT_HEADING = re.compile(
    rf"\s*(?:[\[<({{]\s?(?i:{TEXT_KEY})\s?[\])}}>]|#{{1,6}}\s(?i:{TEXT_KEY})"
    rf"|(?:{'|'.join(re.escape(key.upper()) for key in TEXT_KEYS if key.isascii())})(?:\s?[-–—=]{{1,3}})?)\s*+[:：]?\s*+"
)
KEY_ALONE = re.compile(r"\s{0,8}(?P<key>[^\W\d_][^:：\n]{1,30}?)\s?[:：]\s*")
NUMBER = re.compile(r"\d+")
BETWEEN_FIELDS = re.compile(
    r"\s*[|｜•·│]\s*|\s{3,}|\s+[-–—/]{1,2}\s+(?=[^\W\d_]{3,20}\s?[:：])|;\s+(?=[^\W\d_]{3,20}\s?[:：])"
)
MAX_FIELDS = 6


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """One header line. `strength` 2: nothing but a header; 1: could be text that begins with such a word; 0:
    unknown key.
    """

    name: str
    key: str
    value: str
    strength: int
    number: int


def read_front_matter(lines: Sequence[Line], found: Collector) -> int:
    """Read a block between `---` (YAML) or `+++` (TOML) lines at the start; the number of lines read, 0 if
    there is none.

    Only `key: value`, `key = value`, inline lists and lists of `- item` lines: a YAML parser on hostile input
    costs more than nested values, which no header has, are worth.
    """
    fence = lines[0].text.strip() if lines else ""
    if fence not in ("---", "+++"):
        return 0
    end = next(
        (i for i, line in enumerate(lines[1:MAX_BLOCK_LINES], 1) if line.text.strip() in (fence, "...")), 0
    )
    entries = [line for line in lines[1:end] if not line.is_blank]
    if not end or not any(WITH_COLON.match(line.text) for line in entries):
        return 0
    key = ""
    for line in entries:
        match = WITH_COLON.match(line.text)
        item = re.match(r"\s*-\s+(.*)", line.text)
        is_inside = line.text[:1].isspace() and key != ""
        if match and not item and not is_inside:
            key = match[1].strip("\"' ")
        shown = item[1] if item else match[2] if match and not is_inside else line.text if is_inside else ""
        nested = re.match(r"(name|value|title|label)\s*:\s+(.*)", shown.strip(), re.I)
        if nested is None and (item or is_inside) and re.match(r"[\w-]{1,30}\s*:(?:\s|$)", shown.strip()):
            continue  # `email: j@x.example` beside the `name:` of an author
        for value in read_values(nested[2] if nested else shown):
            found.header(
                find_key_name(key) or key.lower(),
                value,
                on_line(line.number, remark=f'front matter, "{key}"'),
            )
    return end + 1


def read_json_front(text: str, found: Collector) -> int:
    """Read an object of JSON above the text; where the text begins, 0 where there is none."""
    front = find_json_front(text)
    for key, value in front[0].items() if front else ():
        listed = value if isinstance(value, list) else [value]
        for each in listed:
            shown = each.get("name", "") if isinstance(each, dict) else each
            if isinstance(shown, str | int | float) and not isinstance(shown, bool):
                found.header(
                    find_key_name(key) or key.lower(), str(shown), on_line(1, remark=f'front matter, "{key}"')
                )
    return front[1] if front else 0


def read_values(text: str) -> list[str]:
    """The values of one front-matter entry: a scalar, or the items of `[a, b]`. Quotes are taken off."""
    text = text.strip()
    items = text[1:-1].split(",") if text.startswith("[") and text.endswith("]") else [text]
    return [
        item.strip().strip("\"'")
        for item in items
        if item.strip() not in ("", "|", ">", "|-", ">-", "null", "~")
    ]


def without_text_label(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines below a block of headers without the label of the text (`Body: The ferry …`, `Content:`)."""
    if len(lines) > 1 and len(lines[0].text) < MAX_LABEL and TEXT_HEADING.fullmatch(lines[0].text):
        return lines[1:]
    label = TEXT_LABEL.match(lines[0].text) if lines and len(lines[0].text) < MAX_LABELLED else None
    if label is None:
        return lines
    rest = label["rest"].strip()
    if rest and not ends_sentence(rest) and len(rest) < LEAST_LABELLED:
        return lines  # `Text: Jane Roe` names the writer
    return [Line(lines[0].number, rest), *lines[1:]] if rest else lines[1:]


def with_values_beside(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines with a value that stands below its key brought beside it: `HEADLINE:`, and `Ferry starts` on the next line.

    Only where two keys or more stand so at the top, one of them the first line: a colon may end a line of text.
    """
    joined: list[Line] = []
    position = 0
    while position < min(len(lines), MAX_BLOCK_LINES):
        key = KEY_ALONE.fullmatch(lines[position].text)
        if key is None or not (find_key_name(key["key"]) or key["key"].casefold() in TEXT_KEYS):
            break
        if key["key"].casefold() in TEXT_KEYS:
            break
        below = next((i for i in range(position + 1, len(lines)) if not lines[i].is_blank), len(lines))
        if below == len(lines) or KEY_ALONE.fullmatch(lines[below].text):
            break
        joined.append(Line(lines[position].number, f"{key['key']}: {lines[below].text.strip()}"))
        position = next((i for i in range(below + 1, len(lines)) if not lines[i].is_blank), len(lines))
    return [*joined, *lines[position:]] if len(joined) > 1 else lines


def read_header_block(lines: Sequence[Line], found: Collector) -> int:
    """Read the header lines that begin at the first line; the number of lines read, 0 where they are text.

    A block needs one line that can be nothing else, or two that could be headers: `Source: ministry weighs a
    ban` alone is a headline.
    """
    entries: list[HeaderLine] = []
    count = 0
    for line in lines[:MAX_BLOCK_LINES]:
        entry = find_header_line(line)
        if entry is None and entries and is_continuation(entries[-1], line):
            entries[-1] = extend(entries[-1], line)
        elif entry is None or (not entries and entry.strength == 0):
            break
        else:
            entries.append(entry)
        count += 1
    while entries and entries[-1].strength == 0 and len(entries[-1].value) > 80:
        entries.pop()  # the last line is the text's first, not a header that nobody knows
        count -= 1
    names = {entry.name for entry in entries if entry.strength == 1}
    if not any(entry.strength == 2 for entry in entries) and len(names) < 2:
        return 0
    for entry in entries:
        place = on_line(entry.number, remark=f'"{entry.key}"')
        values = split_list(entry.value) if entry.name in LIST_NAMES else [entry.value]
        if all(map(is_placeholder, values)):
            continue
        both = find_date_and_place(entry.value, keyed=True) if entry.name in DATE_NAMES else None
        if both is not None:
            hand_over_both(both, entry.name, place, found)
            continue
        for value in values:
            found.header(entry.name, value, place)
    return count


def read_field_line(line: Line, found: Collector) -> int:
    """Read several fields on one line (`Source: Name | 2025-09-27 10:15|Editor: Name`); 1 if each part is one, else 0.

    A part is `Key: value` with a known key, or a day alone; others must be keyed, too, by whatever word.
    """
    parts = [part for part in BETWEEN_FIELDS.split(line.text.strip()) if part]
    if not 2 <= len(parts) <= MAX_FIELDS:
        return 0
    fields: list[tuple[str, str, str]] = []
    known = 0
    for part in parts:
        entry = find_header_line(Line(line.number, part))
        if entry is not None and entry.strength:
            known += 1
            fields.append((entry.name, entry.value, f'"{entry.key}"'))
        elif is_date_alone(part):
            known += 1
            fields.append(("date", part, "a date alone"))
        elif entry is None:
            return 0
    if known < 2:
        return 0
    for name, value, remark in fields:
        if not is_placeholder(value):
            found.header(name, value, on_line(line.number, remark=remark))
    return 1


def hand_over_both(both: DateAndPlace, name: str, place: HeaderPlace, found: Collector) -> None:
    """Give a day and the place beside it to `found`: the day as the header `name`, the two as a dateline."""
    found.header(name, both.date, place)
    found.header("dateline", both.dateline(), place)


def read_date_and_place(lines: Sequence[Line], found: Collector) -> int:
    """Read a line that holds only a day and a place; 1 if it is one, else 0."""
    both = find_date_and_place(lines[0].text) if len(lines) > 1 else None
    if both is None:
        return 0
    hand_over_both(both, "date", on_line(lines[0].number, remark="a date and a place alone"), found)
    return 1


def find_header_line(line: Line) -> HeaderLine | None:
    """Read one line as a header; None where it is text."""
    if line.is_blank or len(line.text) > MAX_VALUE_CHARACTERS:
        return None
    text = plain_header(line.text)
    match = WITH_COLON.match(text)
    name = find_key_name(match[1]) if match else None
    if match and name:
        return weigh(name, match[1], match[2].strip(), line)
    bare = BARE.match(line.text)
    if bare:
        return find_bare_line(bare[1], bare[2].strip(), line)
    is_short = match and len(match[2]) <= 200 and not ends_sentence(match[2]) and match[2].strip()
    if match and is_short and UNKNOWN_KEY.fullmatch(match[1]):
        return HeaderLine(match[1].lower(), match[1], match[2].strip(), 0, line.number)
    return None


def weigh(name: str, key: str, value: str, line: Line) -> HeaderLine | None:
    """A `Key: value` line with a known key. Keys of dates need a value with a number in it."""
    is_relative = name in DATE_NAMES and value.casefold().strip(" .") in RELATIVE_DAYS
    if name in DATE_NAMES and is_placeholder(value):
        return HeaderLine(name, key, value, 2, line.number)
    is_dated = len(value) <= 80 and (NUMBER.search(value) or find_dates(value, NO_HINTS))
    if name in DATE_NAMES and value and not is_relative and not is_dated:
        return None
    if name == "embargo" and not (is_placeholder(value) or states_end(value)):
        return None
    if name in ("author", "by", "source", "agency", "place") and len(value) > 200:
        return None
    is_common = key.casefold() in COMMON_WORDS and not (
        name in DATE_NAMES and (is_relative or is_date_alone(value))
    )
    return HeaderLine(name, key, value, 1 if is_common or not value else 2, line.number)


def states_end(value: str) -> bool:
    """Whether what follows an embargo's key is one: `Embargo: ministers agree on timber` is a headline."""
    is_short = len(value.split()) <= MAX_EMBARGO_WORDS and ":" not in value
    return is_short or holds_time(value) or embargo_words(f"Embargo: {value}") is not None


def find_bare_line(key: str, value: str, line: Line) -> HeaderLine | None:
    """A `key value` line without colon. Dates must stand alone; other keys must be written small, and their
    value be short.
    """
    name = NAME_OF_KEY[key.casefold()]
    if name in DATE_NAMES:
        is_date = is_date_alone(value) or find_date_and_place(value, keyed=True) is not None
        is_date = is_date and find_byline_line(line.text) is None  # `Posted on 27 September 2025 by Jane Roe`
        return HeaderLine(name, key, value, 2, line.number) if is_date else None
    if key != key.lower() or len(value) > 250 or (ends_sentence(value) and len(value) > 100):
        return None
    return HeaderLine(name, key, value, 1, line.number)


def is_continuation(above: HeaderLine, line: Line) -> bool:
    """True for an indented line that goes on with the value above (RFC 5322 folding), where values can be
    long.
    """
    can_be_long = above.name in ("title", "headline", "subtitle") or above.name in LIST_NAMES
    return (
        can_be_long
        and not line.is_blank
        and line.text[0] in " \t"
        and len(line.text) <= 100
        and not ends_sentence(line.text)
    )


def extend(above: HeaderLine, line: Line) -> HeaderLine:
    """`above` with one more line of its value."""
    return HeaderLine(
        above.name, above.key, f"{above.value} {line.text.strip()}", above.strength, above.number
    )
