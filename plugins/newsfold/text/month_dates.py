"""Dates with the month's name: `27 September 2025`, `Sept. 27, '25`, `le 27 septembre`, `26-FEB-1987`, `27 أيلول 2025`."""

import re
from dataclasses import dataclass

from newsfold.text.calendar_names import MARKS, fold, month_number, month_words
from newsfold.text.date_readings import DateHints, DateReading, build, full_year

# The second alternative are Thai abbreviations, which hold full stops: `ก.ย.`, `มิ.ย.`.
TOKEN = re.compile(
    rf"(?P<number>\d+)|(?P<word>[\u0e01-\u0e4e]{{1,4}}\.[\u0e01-\u0e4e]{{1,2}}\.|[^\W\d_](?:[^\W\d_]|[{MARKS}])*)|(?P<mark>[^\w\s])"
)
CONNECTORS = frozenset(
    {
        "de",
        "of",
        "del",
        "d",
        "di",
        "den",
        "der",
        "the",
        "г",
        "ngày",
        "من",
        "พ",
        "ศ",
        "ค",
        "พ.ศ",
        "ค.ศ",
        "a",
        "gada",
        "m",
        "mes",
        "ឆ្នាំ",
        "ខែ",
        "ခုနှစ်",
        "ቀን",
    }
)
ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "re", "e", "ª", "º", "°", "ste", "de", "ых", "го"})
RANGE = frozenset("-–—/")
LINKS = frozenset(".,-/–’'׳º°ª،॰")

# The rest of a date as `date` and Twitter print it: `Mar 17` then `14:05:11 +0000 2020`.
UNIX_TAIL = re.compile(
    r",?\s\d{1,2}:\d{2}(?::\d{2})?\s(?:[A-Z]{2,4}\s|[+-]\d{4}\s)?(?P<year>(?:19|20)\d{2})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word or mark with its place in the text."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Split into tokens; a month name in two or three words becomes one token."""
    raw = [
        Token(str(match.lastgroup), match[0], match.start(), match.end()) for match in TOKEN.finditer(text)
    ]
    joined: list[Token] = []
    words = month_words()
    for token in raw:
        joined.append(token)
        for count in (3, 2):
            parts = joined[-count:]
            name = " ".join(part.text for part in parts)
            if len(parts) == count and {part.kind for part in parts} == {"word"} and fold(name) in words:
                joined[-count:] = [Token("word", name, parts[0].start, token.end)]
                break
    return joined


def named_dates(text: str, hints: DateHints) -> list[DateReading]:
    """Dates with the month's name: `27 September 2025`, `Sept. 27, '25`, `le 27 septembre`, `26-FEB-1987`, `2025 Sep 27`."""
    tokens = tokens_of(text)
    found: list[DateReading] = []
    words = month_words()
    for index, token in enumerate(tokens):
        if token.kind == "word" and fold(token.text) in words and not is_in_a_name(tokens, index):
            month = month_number(token.text, hints.language)
            reading = month_with_neighbours(text, tokens, index, month, hints) if month else None
            if reading and all(reading.end <= other.start or reading.start >= other.end for other in found):
                found.append(reading)
    return found


def is_in_a_name(tokens: list[Token], index: int) -> bool:
    """Whether the month is the last word of a place's name: Rio de Janeiro."""
    words = tuple(fold(token.text) for token in tokens[max(0, index - 2) : index + 1])
    return words == ("rio", "de", "janeiro")


def month_with_neighbours(
    text: str, tokens: list[Token], index: int, month: int, hints: DateHints
) -> DateReading | None:
    """The date around the month name at `index`; a month without a day is none."""
    before, after = number_before(tokens, index), number_after(tokens, index)
    if before is not None and len(before.text) <= 2 and 1 <= int(before.text) <= 31:
        year = year_at(tokens, after, hints) if after is not None else None
        if (
            year is None
            and (leading := number_before(tokens, tokens.index(before))) is not None
            and len(leading.text) == 4
        ):
            # `2025. gada 27. septembris`, `2025 m. 27 d.`: the year in front of the day
            span = leading.start, tokens[index].end
            return build(
                text, hints, "year, day, month name", span, int(leading.text), month, int(before.text)
            )
        start, end = (
            before.start,
            (after.end if after is not None and year is not None else tokens[index].end),
        )
        return build(text, hints, "day, month name", (start, end), year, month, int(before.text))
    if after is not None and len(after.text) <= 2 and 1 <= int(after.text) <= 31:
        following = number_after(tokens, tokens.index(after))
        if (
            following is not None
            and len(following.text) <= 2
            and text[after.end : following.start].strip() in RANGE
        ):
            following = number_after(
                tokens, tokens.index(following)
            )  # `September 27-28, 2025`: the first day
        year = year_at(tokens, following, hints, full=True) if following is not None else None
        start, end = tokens[index].start, after.end
        if following is not None and year is not None:
            end = following.end
        elif before is not None and len(before.text) == 4:
            year, start = int(before.text), before.start
        elif match := UNIX_TAIL.match(text, after.end):
            year = int(match["year"])
        return build(text, hints, "month name, day", (start, end), year, month, int(after.text))
    return None


def number_before(tokens: list[Token], index: int) -> Token | None:
    """The number before a month name, over `de`, `of`, ordinal endings and marks."""
    for step in range(1, 5):
        if index - step < 0:
            return None
        token = tokens[index - step]
        if token.kind == "number":
            return token
        folded = fold(token.text)
        if not (token.text in LINKS or folded in CONNECTORS or folded in ORDINALS):
            return None
    return None


def number_after(tokens: list[Token], index: int) -> Token | None:
    """The number after a month name or a day, over marks, `de`, `del` and ordinal endings."""
    for step in range(1, 5):
        if index + step >= len(tokens):
            return None
        token = tokens[index + step]
        if token.kind == "number":
            return token
        folded = fold(token.text)
        # `نيسان / أبريل`: Arabic pages give both names of a month.
        if not (
            token.text in LINKS
            or folded in CONNECTORS
            or folded in ORDINALS
            or (folded in month_words() and not folded.isascii())
        ):
            return None
    return None


def year_at(tokens: list[Token], token: Token, hints: DateHints, full: bool = False) -> int | None:
    """The year that `token` is, if it is one: four digits, or two where they are not the hour of a time (`full` forbids two)."""
    digits = token.text
    if len(digits) == 4:
        return int(digits)
    position = tokens.index(token)
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    if len(digits) != 2 or (
        following is not None and following.text in ":.h" and following.start == token.end
    ):
        return None
    if following is not None and following.kind == "word" and fold(following.text) in month_words():
        return None  # `27 septembre - 28 septembre`: the day of the next one
    previous = tokens[position - 1]
    if previous.text in "'’" or (previous.text in "-/" and not full):
        return full_year(digits, hints)
    # RFC 822: `27 Sep 25 14:05 EST`.
    return full_year(digits, hints) if not full and is_time(tokens[position + 1 : position + 4]) else None


def is_time(tokens: list[Token]) -> bool:
    """Whether hour, colon and minute follow without a gap between them."""
    return (
        [token.kind for token in tokens] == ["number", "mark", "number"]
        and tokens[1].text == ":"
        and tokens[0].end == tokens[1].start
        and tokens[1].end == tokens[2].start
        and max(len(tokens[0].text), len(tokens[2].text)) <= 2
    )
