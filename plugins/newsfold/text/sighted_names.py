"""Names in lines that are not marked as bylines: in a date's line by the headline, or alone at the text's start or end.

Here only what looks like a person's name counts: two to four words, each with a capital letter.
"""

import re

from newsfold.text.calendar_names import fold, month_words, short_weekdays
from newsfold.text.credit_lines import is_byline
from newsfold.text.offices import BY
from newsfold.text.word_lists import any_of, words

MAX_LINE = 100
OPENING_LINES = 3  # a lead may stand above the names
PARTICLES = words("name_particles")
# Months and days that people are called by, too.
GIVEN_NAMES = frozenset({"jan", "april", "may", "june", "august", "summer"})
LABEL = rf"{any_of('author_labels', 'author_labels_marked')}\s?[:：/]\s?|{any_of(*BY)}(?:\s?[:：])?\s+"
LABELLED = re.compile(rf"(?:^|[\s|•·,;])(?:{LABEL})(?=\S)(?P<names>[^|•·\d]{{3,60}})", re.I)
# `By Jane Doe in Town`, where the section is an element of its own.
SECTION_NEXT = re.compile(rf"\s+{any_of('name_ends')}\s*$", re.I)
BARS = re.compile(r"[|•·]")
DIVIDER = re.compile(r"\s*[|•·–—/,;:()@]\s*|\s+-\s+|\s{2,}")
CLOSING_NAME = re.compile(r"[.!?…\"”“»']\s?\((?P<name>[^()\d]{5,40})\)[\s+*.#]{0,6}$")
BETWEEN_SIGNATURES = re.compile(rf"\s*[/,&]\s*|\s+{any_of('and')}\s+", re.I)
# The closing credit of agencies, in brackets or not, and a name behind a dash.
CLOSING_CREDIT = re.compile(
    rf"[(\[]?\s?{any_of('written_work')}\s{any_of('by')}\s(?=[^\W\d_])[^()]{{3,300}}[)\]]?\.?", re.I
)
DASHED = re.compile(r"[-–—]{1,2}\s?(?:By\s)?(?P<names>[^\W\d_].{3,60})")
MAX_CLOSING = 2_000
MAX_CLOSING_LINE = 320
CLOSING_PARAGRAPHS = 3  # an address or a notice may follow
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
    named = named[1:] if named[0] in GIVEN_NAMES else named
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
    first = SECTION_NEXT.sub("", DIVIDER.split(found["names"].strip())[0]) if found else ""
    return first if is_person(first) else ""


def name_beside_date(text: str) -> str:
    """The name that is all that a short line holds beside dates (`12.03.2024 | 13:10 | Jane Doe`); empty without one.

    The line must be divided by bars or bullets. It is a guess: an outlet or a section may stand there, too.
    """
    parts = [part for part in BARS.split(text) if part.strip()] if len(text) <= MAX_LINE else []
    names = [part.strip() for part in parts if not any(character.isdigit() for character in part)]
    persons = [name for name in names if is_person(name)]
    others = [name for name in names if name not in persons]
    if len(persons) != 1 or len(parts) < 2 or not all(map(is_job, others)):
        return ""
    return persons[0]


def is_job(text: str) -> bool:
    """True for what somebody does: `Senior Writer`."""
    parts = text.split()
    return len(parts) <= 4 and parts[-1].casefold() in words("job_titles")


def signature(body: str) -> str:
    """The names that are all of one of the first paragraphs or of the last one, or stand in brackets behind the last sentence.

    Empty where there are none.
    """
    last = body.rpartition("\n\n")[2]
    for line in (*body[:1_000].split("\n\n")[:OPENING_LINES], last):
        if len(line) <= 60 and is_signature(line.strip()):
            return line.strip()
    closing = CLOSING_NAME.search(last[-80:])
    return closing["name"] if closing and is_person(closing["name"]) else ""


def closing_credit(body: str) -> str:
    """The writers whom the last paragraph names and does nothing else: `(Reporting by Jane Roe; Editing by …)`, `— Jane Roe`."""
    for line in reversed(body[-MAX_CLOSING:].rsplit("\n\n", CLOSING_PARAGRAPHS)[-CLOSING_PARAGRAPHS:]):
        text = line.strip()
        if len(text) <= MAX_CLOSING_LINE and CLOSING_CREDIT.fullmatch(text):
            return text
        if len(text) <= MAX_LINE and is_byline(text):
            return text
        dashed = DASHED.fullmatch(text)
        if dashed and is_signature(dashed["names"]):
            return dashed["names"]
    return ""


def is_signature(line: str) -> bool:
    """True for one person, or two or three names with `/`, `,` or a word for `and` between, one of them a person's."""
    parts = BETWEEN_SIGNATURES.split(line)
    if len(parts) == 1:
        return is_person(line)
    return len(parts) <= 3 and any(map(is_person, parts)) and all(map(is_capitalized, parts))


def is_capitalized(text: str) -> bool:
    """True for one to four words that begin with capitals, but for small particles between them."""
    parts = text.split()
    return 1 <= len(parts) <= 4 and all(part[0].isupper() or part in PARTICLES for part in parts)
