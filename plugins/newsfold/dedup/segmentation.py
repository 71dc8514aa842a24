"""A body cut into sentences and words, with longer quotes marked.

Bounded: a body is read up to `BODY_LIMIT` characters, and every pattern here runs in time linear in its input.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

#: Of a longer body only the start is compared: no report is longer, and hostile input must not cost minutes.
BODY_LIMIT = 60_000
#: Quotes of this many characters or more are someone's speech; a shorter one is a term or a title and stays.
QUOTE_LENGTH = 30
#: What is longer than this between two marks is no quote, but a mark that was never closed or a text wholly in quotes.
LONGEST_QUOTE = 700
#: Where quotes hold more than this share of a text, they are the report: they stay.
QUOTED_SHARE = 0.6

# Vowel signs and other marks belong to the word, but are no \w in the standard library's patterns.
MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0df3"
    "\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u1000-\u1049\u1780-\u17d3"
)
WORD = re.compile(rf"\d+(?:[.,]\d+)*|[\w{MARKS}]+(?:['’][\w{MARKS}]+)*")
# The same for a text in ASCII, where it finds the same three times as fast.
ASCII_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+(?:'\w+)*", re.ASCII)
PARAGRAPH = re.compile(r"\n[ \t]*\n")
# A full stop and what closes behind it. It begins with a plain set of marks, which makes the search quick.
_SENTENCE_END = re.compile(
    r"[.!?…。！？｡।॥؟۔։።](?:"
    r"(?<=[。！？｡।॥؟۔։።])[」』”’）]*\s*"
    r"|[\"'”’»)\]]*\s+"
    r"|(?<=[a-z].)[\"”]?(?=[A-Z][a-z])"  # a space was lost
    r")"
)
#: Titles and short forms that end in a full stop inside a sentence; a single letter does too.
SHORT_FORMS = frozenset(
    {
        *(
            "Mr",
            "Mrs",
            "Ms",
            "Dr",
            "Prof",
            "Sen",
            "Rep",
            "Gov",
            "Gen",
            "Col",
            "Lt",
            "Sgt",
            "Capt",
            "St",
            "Sr",
            "Jr",
        ),
        *("Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"),
        *("vs", "No", "Inc", "Corp", "Co", "Ltd", "U.S", "U.N", "U.K", "E.U"),
        *("Mme", "Mlle", "Sra", "z.B", "bzw", "ca", "Nr", "Hr", "Fr"),
    }
)
_OPENING_MARKS = "(\"'“‘«„["
_QUOTES = re.compile(
    "|".join(
        (
            rf"“[^“”]{{{QUOTE_LENGTH},{LONGEST_QUOTE}}}”",
            rf"„[^„“”]{{{QUOTE_LENGTH},{LONGEST_QUOTE}}}[“”]",
            rf"«[^«»]{{{QUOTE_LENGTH},{LONGEST_QUOTE}}}»",
            rf"»[^«»]{{{QUOTE_LENGTH},{LONGEST_QUOTE}}}«",
            rf"「[^「」]{{{QUOTE_LENGTH // 3},{LONGEST_QUOTE}}}」",
            rf"『[^『』]{{{QUOTE_LENGTH // 3},{LONGEST_QUOTE}}}』",
            rf"(?<![^\s(\[—–-])\"[^\"]{{{QUOTE_LENGTH},{LONGEST_QUOTE}}}\"",
        )
    )
)


class Sentence(NamedTuple):
    """One sentence: `text` as written, `report` the same without its longer quotes."""

    text: str
    report: str


def sentences(body: str) -> list[Sentence]:
    """Cut a body into its sentences in order. Single line breaks count as spaces."""
    lines = [" ".join(paragraph.split()) for paragraph in PARAGRAPH.split(body[:BODY_LIMIT])]
    quotes = [
        [match.span() for match in _QUOTES.finditer(line)] if _may_quote(line) else [] for line in lines
    ]
    quoted = sum(end - start for spans in quotes for start, end in spans)
    if quoted > QUOTED_SHARE * sum(map(len, lines)):
        quotes = [[] for _ in lines]
    return [
        _sentence(line, start, end, spans)
        for line, spans in zip(lines, quotes, strict=True)
        for start, end in _spans(line)
    ]


def _spans(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(line):
        end = match.start() + 1
        if line[end - 1] == "." and _ends_short(line, start, end - 1):
            continue
        if end > start:
            yield start, end
        start = match.end()
    if start < len(line):
        yield start, len(line)


def _ends_short(line: str, start: int, end: int) -> bool:
    """Tell whether the word before a full stop is a short form."""
    word = line[max(start, line.rfind(" ", start, end) + 1) : end].lstrip(_OPENING_MARKS)
    return (len(word) == 1 and word.isalpha()) or word in SHORT_FORMS


def _sentence(line: str, start: int, end: int, quotes: list[tuple[int, int]]) -> Sentence:
    """Cut one sentence out of its line; `report` is the same object as `text` where no quote is in it."""
    text = line[start:end]
    parts = []
    at = start
    for first, last in quotes:
        if last <= at or first >= end:
            continue
        parts.append(line[at : max(at, first)])
        at = min(last, end)
    if at == start:
        return Sentence(text, text)
    parts.append(line[at:end])
    return Sentence(text, " ".join(parts))


def _may_quote(line: str) -> bool:
    return any(mark in line for mark in '"“„«»「『')
