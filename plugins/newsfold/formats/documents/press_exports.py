"""One article of a press database's export: the fields above and below its text -> headers, and the lines of the text."""

import re
from collections.abc import Sequence

from newsfold.text.characters import ends_sentence, fold
from newsfold.text.credit_lines import is_byline, is_date_alone
from newsfold.text.date_forms import find_dates
from newsfold.text.date_readings import DateHints
from newsfold.text.paragraphs import Line
from newsfold.text.press_export_fields import (
    COUNT_LINE,
    LISTED_HEADLINE,
    LISTED_SOURCE,
    MONITORED,
    QUOTED_SOURCE,
    SIGN,
    Field,
    code_of,
    fields_of,
    has_codes,
    key_of,
    listed,
    opens_foot,
    opens_text,
    says_nothing,
)
from newsfold.text.raw_headers import Collector, on_line
from newsfold.text.sighted_names import is_person

MAX_TOP_LINES = 80
MIN_TEXT_WORDS = 8
CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?", re.I)


def read_export(lines: Sequence[Line], found: Collector) -> Sequence[Line] | None:
    """The lines of the article's text; the fields around it go to `found`. None where the lines are no export's article."""
    texts = [line.text for line in lines]
    if has_codes(texts):
        return read_codes(lines, found)
    if not any(SIGN.match(text) for text in texts):
        return None
    start, first = find_text(lines)
    end = next((i for i in range(start, len(lines)) if opens_foot(lines[i].text)), len(lines))
    while end > start and lines[end - 1].is_blank:
        end -= 1
    read_top(lines[:start], found)
    read_foot(lines[end:], found)
    return ([first] if first else []) + list(without_owner(lines[start:end], lines[end:]))


def read_codes(lines: Sequence[Line], found: Collector) -> list[Line]:
    """Read Factiva's fields; a line without a code goes on with the one above."""
    rows: list[tuple[Field, Line]] = []
    body: list[Line] = []
    current: Field | None = None
    for line in lines:
        field = code_of(line.text)
        if field is not None:
            current = field
            if field.name == "text":
                body.append(Line(line.number, ""))
                body.append(Line(line.number, field.value))
            else:
                rows.append((field, line))
        elif current is not None and current.name == "text":
            body.append(line)
        elif current is not None and not line.is_blank:
            last, place = rows[-1]
            rows[-1] = Field(last.name, last.key, f"{last.value} {fold(line.text)}"), place
    clock = next((field.value for field, _ in rows if field.name == "time"), "")
    for field, line in rows:
        value = f"{field.value} {clock}" if field.name == "published" and clock else field.value
        give(Field(field.name, field.key, value), line, found)
    return body


def give(field: Field, line: Line, found: Collector) -> None:
    """Hand over one field: as the header that it stands for, a synopsis as a block, others under a name of their own."""
    place = on_line(line.number, remark=f'"{field.key}"')
    if field.name == "synopsis":
        found.block("synopsis", field.value, place)
    elif field.name == "credit":
        found.header("item.creditline", field.value, place)
    elif field.name == "keywords":
        for value in re.split(r"[;|]", field.value):
            found.header(
                "keywords", re.sub(r"\s?\(\d{1,3}%\)|^\w{2,8} : ", "", " ".join(value.split())), place
            )
    else:
        known = field.name not in ("export", "time")
        found.header(field.name if known else f"export.{key_of(field.key)}", field.value, place)


def find_text(lines: Sequence[Line]) -> tuple[int, Line | None]:
    """The line at which the text begins, and what of it stands behind its mark: `Full text: The harbour …`.

    Without a mark it is the first sentence below the last field that stands above a text.
    """
    top = next(
        (i for i, line in enumerate(lines) if i and opens_foot(line.text) and has_sentence(lines[:i])),
        len(lines),
    )
    for index, line in enumerate(lines[:top]):
        rest = opens_text(line.text)
        if rest is not None:
            return index + 1, Line(line.number, rest) if rest else None
    last = max((i for i, line in enumerate(lines[:top]) if fields_of(line.text)), default=-1)
    if (
        last >= 0
        and has_sentence(lines[:last])
        and not any(has_sentence([line]) for line in lines[last + 1 : top])
    ):
        last = -1
    for index in range(last + 1, top):
        if has_sentence([lines[index]]):
            return index, None
    return last + 1, None


def has_sentence(lines: Sequence[Line]) -> bool:
    """Whether a line among these reads as text: a sentence of several words, and no field."""
    return any(
        len(line.text.split()) >= MIN_TEXT_WORDS
        and (ends_sentence(line.text) or len(line.text) > 160)
        and not says_nothing(line.text)
        and not fields_of(line.text)
        and not is_source_line(line.text)
        for line in lines
    )


def read_top(lines: Sequence[Line], found: Collector) -> None:
    """Read what stands above the text: fields, and lines that only their order explains."""
    plain: list[Line] = []
    for line in lines[:MAX_TOP_LINES]:
        if line.is_blank or opens_text(line.text) is not None:
            continue
        quoted = QUOTED_SOURCE.fullmatch(line.text) or LISTED_SOURCE.fullmatch(line.text.strip())
        if quoted:
            give(Field("publisher", "outlet", quoted["publisher"]), line, found)
            give(Field("published", "date", quoted["date"]), line, found)
        elif fields := fields_of(line.text):
            for field in fields:
                give(field, line, found)
        else:
            plain.append(line)
    read_plain(plain, found)


def read_plain(lines: Sequence[Line], found: Collector) -> None:
    """Read the lines without names: headline, outlet and date in whatever order, a byline, a name alone."""
    count = next((i for i, line in enumerate(lines) if COUNT_LINE.fullmatch(line.text.strip())), None)
    kept = [line for line in lines if not says_nothing(line.text)]
    at = next((i for i, line in enumerate(kept) if is_source_line(line.text)), None)
    above, below = (kept[:at], kept[at + 1 :]) if at is not None else ([], kept)
    outlet: Line | None = None
    if at is not None:
        outlet = read_source_line(kept[at], lines, found)
        if (
            count is not None and lines[count].number < kept[at].number
        ):  # Factiva: the outlet stands below the date
            outlet = below[0] if below else None
            below = []
        elif outlet is None and len(above) > 1:
            above, outlet = above[:-1], above[-1]
        elif outlet is None and above:
            above, outlet = [], above[0]
    if outlet is not None:
        give(Field("publisher", "outlet", fold(outlet.text)), outlet, found)
    for line in read_heads(above or below, found, is_listed=not above):
        found.header("export.line", line.text, on_line(line.number))


def is_source_line(text: str) -> bool:
    """Whether a line holds the date, perhaps behind the outlet: `Aldenport Times (AT) - Saturday, September 27, 2025`."""
    if is_date_alone(text) or LISTED_SOURCE.fullmatch(text.strip()) or QUOTED_SOURCE.fullmatch(text):
        return True
    dates = find_dates(text, DateHints()) if len(text) <= 160 else []
    rest = text[dates[0].end :] if dates else ""
    return bool(dates) and dates[0].year is not None and len(re.findall(r"[^\W\d_]{4,}", rest)) <= 2


def read_source_line(line: Line, lines: Sequence[Line], found: Collector) -> Line | None:
    """Read the line of the date, with the time on the one below it; gives the outlet where it stands in front of the date."""
    below = next((other for other in lines if other.number == line.number + 1), None)
    clock = f" {below.text.strip()}" if below and CLOCK.fullmatch(below.text.strip()) else ""
    dashed = re.split(r"\s[–—-]\s|;\s", line.text.strip(), maxsplit=1)
    give(Field("published", "date", dashed[-1] + clock), line, found)
    return (
        Line(line.number, dashed[0]) if len(dashed) > 1 and not find_dates(dashed[0], DateHints()) else None
    )


def read_heads(lines: Sequence[Line], found: Collector, *, is_listed: bool) -> list[Line]:
    """Read section, headline and byline; gives the lines that are none of these."""
    lines = list(lines)
    if len(lines) > 1 and lines[0].text.strip().isupper() and not lines[1].text.strip().isupper():
        give(Field("section", "section", fold(lines[0].text)), lines.pop(0), found)
    heads: list[Line] = []
    rest: list[Line] = []
    for line in lines:
        text = fold(line.text)
        if is_byline(text) or (heads and is_person(text)):
            give(Field("author", "byline", text), line, found)
        elif not heads or (line.number == heads[-1].number + 1 and not is_listed):
            heads.append(line)
        else:
            rest.append(line)
    headline = fold(" ".join(line.text for line in heads))
    numbered = LISTED_HEADLINE.fullmatch(headline)
    if headline and not any(header.name == "headline" for header in found.headers):
        give(Field("headline", "headline", numbered["headline"] if numbered else headline), heads[0], found)
    return rest


def read_foot(lines: Sequence[Line], found: Collector) -> None:
    """Read what stands below the text: fields that the top lacks, and the rest as one block."""
    stated = {header.name for header in found.headers}
    for line in lines:
        monitored = MONITORED.fullmatch(line.text.rstrip())
        if monitored:
            clock = f"{monitored['clock'][:2]}:{monitored['clock'][2:]}"
            give(Field("published", "source", f"{monitored['date']} {clock} GMT"), line, found)
        for field in fields_of(line.text):
            if field.name not in stated - {"keywords"}:
                give(field, line, found)
    kept = [line for line in lines if not line.is_blank]
    if kept:
        found.block(
            "notice", "\n".join(line.text.strip() for line in kept), on_line(kept[0].number, "below the text")
        )


def without_owner(lines: Sequence[Line], foot: Sequence[Line]) -> Sequence[Line]:
    """The text without the owner's name as its last line, which Factiva writes above the number of the document."""
    last = next((i for i in range(len(lines) - 1, -1, -1) if not lines[i].is_blank), -1)
    text = lines[last].text.strip() if last > 0 else ""
    is_owner = foot and 0 < len(text.split()) <= 6 and not ends_sentence(text) and lines[last - 1].is_blank
    return lines[:last] if is_owner and key_of(text) not in listed("text") else lines
