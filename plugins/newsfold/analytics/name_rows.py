"""The rows of words with capitals in a text: where names are. Titles in front are cut off and told of, headings are left out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from newsfold.dedup.lexicon import RARE_WEIGHT, Lexicon
from newsfold.text import calendar_names, data_files, places, word_lists

LONGEST_ROW = 6
#: A line with a greater share of capitals is a heading.
HEADING_SHARE = 0.6
#: Words that stand in names in small letters, never at their ends.
INSIDE = word_lists.words("name_inside")
#: What begins headings, captions and lines of links.
NO_NAMES = word_lists.words("name_openings")
#: Whose full stop ends no sentence.
SHORT_FORMS = word_lists.words("name_short_forms")
#: Names of one word that any report may use (`State`, `Police`) say little.
NAME_WEIGHT = 2.8

_TOKEN = re.compile(
    r"(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_](?:[\w&]|['’.-](?=[^\W\d_]))*)"
    r"|(?P<break>\n+|[.!?…]{1,9}[\"'”’»)\]]{0,9}\s)|(?P<mark>[^\w\s]|\d[\d.,]*)"
)
_POSSESSIVE = re.compile(r"['’]s?$")


class Token(NamedTuple):
    """A word or mark of a text; a `break` is an end of sentence or line."""

    text: str
    start: int
    kind: str

    @property
    def is_capital(self) -> bool:
        """Whether it is a word that begins with a capital."""
        return self.kind == "word" and self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Row:
    """Words with capitals that stand together, without titles: with what stands before and behind, in small letters."""

    words: tuple[str, ...]
    start: int
    opens: bool
    title: bool
    before: tuple[str, str]
    behind: tuple[str, str]

    @property
    def name(self) -> str:
        """As spelled."""
        return " ".join(self.words)


# --- words -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Words:
    """The lists for one language, with English beside it: reports name things as English does in many languages."""

    code: str
    known: Lexicon

    def has(self, name: str, word: str) -> bool:
        """Whether a list has a word, in small letters."""
        return word in listed(name, self.code)


@cache
def listed(name: str, code: str) -> frozenset[str]:
    """The words of a list for one language, and for all where it is not divided."""
    held = word_lists.lists()[name]
    texts = [held[each] for each in ("", "en", code) if each in held]
    if name in ("name_where", "name_said", "name_roles") and code in held:
        texts = [held[code]]
    return frozenset(word.replace("_", " ") for text in texts for word in text.split())


@cache
def function_words(code: str) -> frozenset[str]:
    """The most frequent words of a language: with a capital they open a sentence, and no name."""
    return frozenset(data_files.read("function_words").get(code, "").split()) | NO_NAMES


@cache
def calendar_words() -> frozenset[str]:
    """Weekdays and months of all our languages, in small letters."""
    return frozenset(calendar_names.weekdays()) | frozenset(calendar_names.month_words())


# --- text -> rows ------------------------------------------------------------------------------------------------------


def rows_of(text: str, words: Words) -> Iterator[Row]:
    """The rows of a text, without those of headings."""
    for line in lines_of(text):
        capitals = sum(token.is_capital for token in line)
        count = sum(token.kind == "word" for token in line)
        if count > 3 and capitals > HEADING_SHARE * count:
            continue
        yield from rows_of_line(line, words)


def lines_of(text: str) -> Iterator[list[Token]]:
    """The tokens of each sentence or line."""
    line: list[Token] = []
    for match in _TOKEN.finditer(text):
        token = Token(match.group(), match.start(), str(match.lastgroup))
        # The stop of a title or an initial ends no sentence.
        if token.kind == "break" and token.text[0] == "." and line and is_short(line[-1].text):
            continue
        if token.kind == "break":
            yield line
            line = []
        else:
            line.append(token)
    yield line


def is_short(word: str) -> bool:
    """Whether a word is a short form or an initial, whose full stop ends no sentence."""
    return len(word) == 1 or word.lower() in SHORT_FORMS


def rows_of_line(line: Sequence[Token], words: Words) -> Iterator[Row]:
    """The rows of one sentence."""
    first_word = next((at for at, token in enumerate(line) if token.kind == "word"), 0)
    at = 0
    while at < len(line):
        if not is_name_word(line[at]):
            at += 1
            continue
        end = at + 1
        while end < len(line) and not ends_name(line[end - 1]) and goes_on(line, end, words):
            end += 1
        while line[end - 1].text in INSIDE:
            end -= 1
        yield from row_between(line, at, end, at == first_word, words)
        at = end


def is_name_word(token: Token) -> bool:
    """Whether a name may begin with it."""
    lower = token.text.lower()
    return token.is_capital and (lower not in calendar_words() or lower in listed("given_names", ""))


def ends_name(token: Token) -> bool:
    """Whether a word is a genitive, behind which another name begins."""
    return token.text.endswith(("'s", "’s", "'", "’"))


def goes_on(line: Sequence[Token], at: int, words: Words) -> bool:
    """Whether a token belongs to the row in front of it: a word with a capital, or a small one before such, behind one space."""
    token, before = line[at], line[at - 1]
    if token.start - before.start - len(before.text) > 2:
        return False
    if is_name_word(token):
        # A title begins another name; a short form may have ended the sentence.
        lower = title_word(token.text)
        if words.has("name_titles_inside", lower) and not words.has("name_titles", title_word(before.text)):
            return False
        return not (before.text.endswith(".") and lower in function_words(words.code))
    inside = token.text in INSIDE
    behind = line[at + 1] if at + 1 < len(line) else None
    if not inside or behind is None:
        return False
    # `and` and `for` stand between two names as often as within one, but for a department of this and that.
    if token.text in ("and", "for"):
        of = (
            at > 2
            and line[at - 2].text == "of"
            and words.has("name_organization_begins", line[at - 3].text.lower())
        )
        return of and is_name_word(behind)
    return is_name_word(behind) or behind.text in INSIDE


def title_word(word: str) -> str:
    """A word as the lists of titles have it: `Sen.` is `sen`, `President-elect` is `president`."""
    return word.lower().rstrip(".").removesuffix("-elect").removeprefix("vice-")


def row_between(line: Sequence[Token], at: int, end: int, opens: bool, words: Words) -> Iterator[Row]:
    """The row of some tokens, without titles in front and common words that only open the sentence."""
    title = False
    while at < end:
        small = title_word(line[at].text)
        is_title = words.has("name_titles", small)
        if not is_title and line[at].text not in INSIDE and small not in function_words(words.code):
            break
        title = title or is_title
        opens = False
        at += 1
    if at < end and opens and is_common(line[at].text, words):
        at += 1
        opens = False
        while at < end and line[at].text in INSIDE:
            at += 1
    if at < end and (title or words.has("given_names", line[at].text.lower())):
        # `Mike Lee of Utah`
        end = next((n for n in range(at + 1, end) if line[n].text == "of"), end)
    spelled = tuple(_POSSESSIVE.sub("", token.text) for token in line[at:end])
    if not spelled or len(spelled) > LONGEST_ROW or not spelled[0][0].isupper():
        return
    yield Row(spelled, line[at].start, opens, title, around(line, at - 1, -1), around(line, end, 1))


def around(line: Sequence[Token], at: int, step: int) -> tuple[str, str]:
    """The two tokens before or behind a row, the nearer one first, in small letters; empty where the sentence ends."""
    found = [line[n].text.lower() if 0 <= n < len(line) else "" for n in (at, at + step)]
    return found[0], found[1]


def is_common(word: str, words: Words) -> bool:
    """Whether a word that opens a sentence has its capital from there: it is frequent, and no one's first name."""
    lower = word.lower()
    if words.has("given_names", lower) or places.countries().get(lower):
        return False
    return words.known[lower].weight < (RARE_WEIGHT if words.known.capitals_mark_names else NAME_WEIGHT)
