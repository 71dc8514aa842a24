"""The names and rare words with which a report opens: what can rise and fall from day to day.

A headline is left out on purpose: where every word of it is capitalized, names can't be recognized.
"""

import re
from collections.abc import Iterator
from functools import cache

from newsfold.dedup.lexicon import RARE_WEIGHT, STOP_WEIGHT, Kind, Lexicon, known_language, lexicon
from newsfold.dedup.segmentation import sentences
from newsfold.dedup.words import split_words
from newsfold.text import calendar_names

#: How much of a text is its opening: the lead and a paragraph or two.
OPENING_CHARACTERS = 800
OPENING_SENTENCES = 4
LONGEST_TERM = 80
#: A longer run of capitalized words is a title.
LONGEST_NAME_WORDS = 5
SHORTEST_WORD = 4
#: Names of one word that every report may use (`State`, `Police`) say little.
NAME_WEIGHT = 2.8
#: A sentence with a greater share of capitals is a title.
TITLE_SHARE = 0.6
# Small words inside names: Bank of England, Ursula von der Leyen.
INSIDE_NAMES = frozenset(
    [
        "of",
        "de",
        "del",
        "della",
        "di",
        "do",
        "da",
        "dos",
        "du",
        "des",
        "la",
        "le",
        "el",
        "al",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "zu",
        "bin",
        "ibn",
    ]
)
PIECE = re.compile(r"[^\W\d_][\w'’-]*|[^\w\s]|\d\S*")

Terms = dict[str, str]


def opening_terms(body: str, language: str | None) -> Terms:
    """Term -> `name` or `word`, for the first sentences of a text. Names are as spelled, words in lower case.

    Where capitals don't mark names (German, and scripts without capitals) only rare words count, and rows of several
    capitalized words. Weekdays and months are left out.
    """
    opening = body[:OPENING_CHARACTERS]
    code = known_language(language, opening)
    known = lexicon(code)
    found: Terms = {}
    for sentence in sentences(opening)[:OPENING_SENTENCES]:
        if has_capitals(sentence.text):
            found.update(cased_terms(sentence.text, known))
        else:
            words = [known[word] for word in split_words(sentence.text, code)]
            rare = [
                word.spelling
                for word in words
                if word.weight >= RARE_WEIGHT and word.kind != Kind.NUMBER and len(word.spelling) > 1
            ]
            found.update((word[:LONGEST_TERM], "word") for word in rare)
    return found


def has_capitals(text: str) -> bool:
    """Whether the text's script knows capitals."""
    return text.lower() != text.upper()


def cased_terms(sentence: str, known: Lexicon) -> Terms:
    """The terms of a sentence in a script with capitals."""
    pieces = PIECE.findall(sentence)
    words = [piece for piece in pieces if piece[0].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    if not words or capitals > max(2, TITLE_SHARE * len(words)):
        return {}
    found: Terms = {}
    for row, opens in capitalized_rows(pieces):
        name = name_of(row, known, opens=opens)
        if name:
            found[name] = "name"
    for word in words:
        if word.islower() and len(word) >= SHORTEST_WORD and known[word].weight >= RARE_WEIGHT:
            found[word[:LONGEST_TERM]] = "word"
    return found


def capitalized_rows(pieces: list[str]) -> Iterator[tuple[list[str], bool]]:
    """Rows of capitalized words with nothing but small words between them, and whether each opens the sentence."""
    row: list[str] = []
    start = 0
    first_word = next((at for at, piece in enumerate(pieces) if piece[0].isalpha()), 0)
    for at, piece in enumerate([*pieces, "."]):
        if piece[0].isupper() and piece.lower() not in calendar_words():
            start = start if row else at
            row.append(piece)
        elif row and piece in INSIDE_NAMES:
            row.append(piece)
        elif row:
            while row[-1] in INSIDE_NAMES:
                row.pop()
            yield row, start == first_word
            row = []


def name_of(row: list[str], known: Lexicon, *, opens: bool) -> str | None:
    """The name that a row of capitalized words is, None where it is none."""
    if opens and known[row[0]].weight <= STOP_WEIGHT:
        row = row[1:]
        while row and row[0] in INSIDE_NAMES:
            row = row[1:]
        opens = False
    if not row or len(row) > LONGEST_NAME_WORDS:
        return None
    row = [*row[:-1], re.sub(r"['’]s?$", "", row[-1])]
    if len(row) == 1:
        alone = known.capitals_mark_names and not opens
        if len(row[0]) < 2 or known[row[0]].weight < (NAME_WEIGHT if alone else RARE_WEIGHT):
            return None
    return " ".join(row)[:LONGEST_TERM]


@cache
def calendar_words() -> frozenset[str]:
    """Weekdays and months of all our languages, in lower case."""
    return frozenset(calendar_names.weekdays()) | frozenset(calendar_names.month_words())
