"""The names in a text: persons, organizations and places, each once, with how often and where first it is named.

Names are rows of words with capitals. What each is, the text tells: a title, a word of saying or a first name, an age, the
surname alone later on; the kind in an organization's name, or its initials behind it; the gazetteer and the word in front of a
place. Points for and against are added; a row that gets too few keeps no kind. Scripts without capitals give none.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from newsfold.analytics.name_rows import NAME_WEIGHT, Row, Words, rows_of
from newsfold.dedup.lexicon import RARE_WEIGHT, STOP_WEIGHT, known_language, lexicon
from newsfold.text import places

#: So much of a text is read: no report is longer.
MOST_CHARACTERS = 10_000
MOST_NAMES = 100
LONGEST_NAME = 80
#: Towns smaller than this are places only with a word for where in front: many are surnames, too.
LARGE_TOWN = 500_000
#: Points that make a kind.
ENOUGH = 2.0


class TextName(NamedTuple):
    """One name: `kind` is person, organization, place or None, `first` its place in characters from 0; an id for cities."""

    name: str
    kind: str | None
    mentions: int
    first: int
    geoname_id: int | None = None


@dataclass(slots=True)
class Found:
    """What a text tells of one name."""

    rows: list[Row] = field(default_factory=list)
    kind: str | None = None
    geoname_id: int | None = None
    aliases: list[Row] = field(default_factory=list)

    def as_name(self) -> TextName:
        """The name as it is given."""
        every = [*self.rows, *self.aliases]
        first = min(row.start for row in every)
        return TextName(self.rows[0].name[:LONGEST_NAME], self.kind, len(every), first, self.geoname_id)


def text_names(body: str, language: str | None) -> list[TextName]:
    """The names of a text in the order in which they come."""
    text = body[:MOST_CHARACTERS]
    code = known_language(language, text)
    words = Words(code, lexicon(code))
    found: dict[str, Found] = {}
    for row in rows_of(text, words):
        found.setdefault(row.name, Found()).rows.append(row)
    judge_all(found, words, text)
    join_short_forms(found)
    named = [each.as_name() for each in found.values() if each.rows and worth_keeping(each, words)]
    return sorted(named, key=lambda each: each.first)[:MOST_NAMES]


# --- what each name is -------------------------------------------------------------------------------------------------


def judge_all(found: dict[str, Found], words: Words, text: str) -> None:
    """Say of each name what it is."""
    alone = Counter(row.words[0] for each in found.values() for row in each.rows if len(row.words) == 1)
    surnames = {row.words[-1] for each in found.values() for row in each.rows[:1] if 1 < len(row.words) <= 4}
    for name, each in found.items():
        row = each.rows[0]
        if is_organization(name, row.words, words, text):
            each.kind = "organization"
            continue
        person = max(person_points(one, words, alone) for one in each.rows)
        place = (
            None
            if name in surnames and person >= 0 and not is_country(name)
            else place_of(name, each.rows, words)
        )
        if place is not None and person < ENOUGH + 1.0:
            each.kind, each.geoname_id = "place", place.geoname_id
        elif person >= ENOUGH:
            each.kind = "person"


def is_organization(name: str, spelled: Sequence[str], words: Words, text: str) -> bool:
    """Whether a name says that it is an organization's, is known as one, or its initials stand in brackets behind it."""
    lower = name.lower()
    if words.has("organization_names", lower) and (len(name) > 3 or name.isupper() or "." in name):
        return True
    if len(spelled) == 1:
        return False
    small = [word.lower() for word in spelled]
    if words.has("name_organization_ends", small[-1].rstrip(".")):
        return True
    if words.has("name_organization_begins", small[0]) and (words.code != "en" or small[1] in ("of", "for")):
        return True
    initials = "".join(word[0] for word in spelled if word[0].isupper())
    return len(initials) > 2 and f"{name} ({initials})" in text


def person_points(row: Row, words: Words, alone: Counter[str]) -> float:
    """What speaks for a person, less what speaks against one."""
    small = [word.lower() for word in row.words]
    if len(small) > 4 or not all(is_letters(word) for word in row.words):
        return -5.0
    if len(small) == 1:
        return (
            2.5
            if row.title and not is_capitals(row.words[0]) and not words.has("name_no_person", small[0])
            else 0.0
        )
    before, behind = row.before, row.behind
    apposed = before[0] == "," and behind[0] == "," and words.has("name_roles", before[1])
    total = 2.0 * row.title
    total += 2.0 * words.has("given_names", small[0].split("-")[0])
    total += 2.0 * (words.has("name_roles", before[0]) or apposed)
    total += 1.5 * (behind[0] == "," and words.has("name_roles", behind[1]))
    total += 2.0 * (behind[0] == "," and is_age(behind[1]))
    total += 1.0 * (words.has("name_said", before[0]) or words.has("name_said", behind[0]))
    total += 1.0 * min(2, alone[row.words[-1]]) * (not words.has("name_no_person", small[-1]))
    total += 1.0 * (len(small) == 3 and len(small[1].rstrip(".")) == 1)
    total -= 3.0 * (before[0] == "the")
    total -= 3.0 * words.has("name_no_person", small[0])
    total -= 2.0 * words.has("name_no_person", small[-1])
    total -= 3.0 * any(word in ("of", "&", "for") for word in small)
    total -= 2.0 * (is_capitals(row.words[0]) or is_capitals(row.words[-1]))
    total -= 1.0 * (words.known[small[-1]].weight < NAME_WEIGHT and not words.has("given_names", small[0]))
    return total


def is_age(word: str) -> bool:
    """Whether a word can be the age of somebody."""
    number = word.rstrip(".,")
    return number.isascii() and number.isdecimal() and len(number) < 4 and 10 < int(number) < 110


def place_of(name: str, rows: Sequence[Row], words: Words) -> places.Place | None:
    """The place of a name, where the gazetteer knows one and the text does not speak of something else."""
    if is_capitals(name) and len(name) < 4 and name not in ("US", "UK", "UAE", "USA"):
        return None
    place = known_place(name)
    if place is None or place.name.casefold() == "of":
        return None
    where = any(words.has("name_where", row.before[0]) for row in rows)
    if words.has("name_no_person", name.lower().rstrip(".")) and not name.endswith("."):
        return None
    if place.kind in ("country", "region"):
        is_name_too = words.has("given_names", name.lower()) or len(name) < 4
        return (
            place if where or not is_name_too or name in ("US", "UK", "UAE", "USA", "U.S.", "U.K.") else None
        )
    if words.has("given_names", name.lower()):
        return None
    if words.known[name.lower()].weight < NAME_WEIGHT and place.population < LARGE_TOWN:
        return None
    region = any(row.behind[0] == "," and places.region_of(row.behind[1])[0] == place.country for row in rows)
    return place if where or region or place.population >= LARGE_TOWN else None


@lru_cache(maxsize=1 << 14)
def known_place(name: str) -> places.Place | None:
    """The likeliest place of a name."""
    return places.look_up(name)


def is_country(name: str) -> bool:
    """Whether it is the name of a country."""
    return places.fold_name(name) in places.countries()


def is_letters(word: str) -> bool:
    """Whether a word has nothing but letters, hyphens, apostrophes and full stops."""
    return all(sign.isalpha() or sign in "-'’." for sign in word)


def is_capitals(word: str) -> bool:
    """Whether a word of several letters has capitals only."""
    return len(word) > 1 and word.isupper() and "." not in word


# --- one name in several forms -----------------------------------------------------------------------------------------


def join_short_forms(found: dict[str, Found]) -> None:
    """Count a surname alone, or with a title, for the first person of that surname whose full name stands in the text."""
    full: dict[str, Found] = {}
    for each in found.values():
        if each.kind == "person" and len(each.rows[0].words) > 1:
            full.setdefault(each.rows[0].words[-1], each)
            full.setdefault(each.rows[0].words[0], each)
    for name, each in found.items():
        owner = full.get(name)
        if len(each.rows[0].words) == 1 and owner is not None and each.kind in (None, "person"):
            owner.aliases += each.rows
            each.rows = []


def worth_keeping(each: Found, words: Words) -> bool:
    """Whether a name without a kind is one: not a common word, a lone initial, or a noun of a language that capitalizes all."""
    if each.kind is not None:
        return True
    row = each.rows[0]
    weights = [words.known[word.lower()].weight for word in row.words]
    if not words.known.capitals_mark_names:
        return len(row.words) > 1 and min(weights) >= RARE_WEIGHT
    if len(row.words) > 1:
        return max(weights) > STOP_WEIGHT
    return (
        len(row.words[0]) > 1 and weights[0] >= NAME_WEIGHT and not (row.opens and weights[0] < RARE_WEIGHT)
    )
