"""Names in lines that are not marked as bylines: in a date's line by the headline, or alone at the text's start or end.

Here only what looks like a person's name counts: two to four words, each with a capital letter.
"""

import re

from newsfold.headers.calendar_names import fold, month_words, short_weekdays
from newsfold.headers.word_lists import any_of, words

MAX_LINE = 100
PARTICLES = frozenset({
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ter", "ten", "zu", "zur",
    "bin", "ibn", "al", "el", "af", "av", "v.", "y", "e", "i",
})  # fmt: skip
LABELLED = re.compile(
    rf"(?:^|[\s|•·,;])(?:{any_of('author_labels')}\s?[:：/]\s?|{any_of('by')}(?:\s?[:：])?\s+)(?=\S)(?P<names>[^|•·\d]{{3,60}})",
    re.I,
)
DIVIDER = re.compile(r"\s*[|•·–—/,;:()@]\s*|\s+-\s+|\s{2,}")
WORD = re.compile(r"(?:[^\W\d_]|['’.-])+")


def is_person(text: str) -> bool:
    """True for two to four words with capitals, small particles between them, and no word that names of people lack."""
    parts = text.split()
    if not 2 <= len(parts) <= 4 or len(text) > 40 or not all(map(WORD.fullmatch, parts)):
        return False
    if not (parts[0][0].isupper() and parts[-1][0].isupper() and len(parts[-1].strip(".")) > 1):
        return False
    if any(not part[0].isupper() and part.casefold() not in PARTICLES for part in parts):
        return False
    known = (
        words("no_name")
        | words("organization")
        | words("after_name")
        | words("job_titles")
        | words("job_fields")
    )
    named = [fold(part) for part in parts if part.casefold() not in PARTICLES]
    return not any(part in known or part in month_words() or part in short_weekdays() for part in named)


def has_small_words(text: str) -> bool:
    """True for a phrase: among words with capitals it has some in small letters, which no name has. Handles are no phrases."""
    parts = [part for part in re.split(r"[\s,;&/]+", text) if part and part.casefold() not in PARTICLES]
    small: int = sum(part[0].islower() for part in parts)
    return bool(0 < small < len(parts))


def labelled_name(text: str) -> str:
    """The name behind `Author:` or `by` in a short line that holds more (`12.03.2024 | Autor: Jane Doe`); empty without one.

    What stands beside a date without such a word is as often a section, a place or a button.
    """
    found = LABELLED.search(text) if len(text) <= MAX_LINE else None
    first = DIVIDER.split(found["names"].strip())[0] if found else ""
    return first if is_person(first) else ""


def signature(body: str) -> str:
    """The name that is all of the text's first or last paragraph; empty where there is none."""
    first, _, rest = body.partition("\n\n")
    last = rest.rpartition("\n\n")[2]
    return next((line.strip() for line in (first, last) if len(line) <= 60 and is_person(line.strip())), "")
