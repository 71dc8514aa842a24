"""News agencies: which one a name or short form means, and which ones a text cites."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from newsfold.model import AgencyRole
from newsfold.text.calendar_names import LONGEST_WORD, fold, fold_text, short_weekdays
from newsfold.text.characters import LETTERS, letter_runs
from newsfold.text.data_files import read
from newsfold.text.word_lists import any_of

MAX_CITED_TEXT = 20_000
MAX_NAMED = 300

WORD = re.compile(r"[^\W\d_][\w’'.\-]*")
# The words at which a name can start: those with a capital, those of scripts without capitals, a few that are written small.
NAME_START = re.compile(
    r"(?<!\w)(?:[A-Z]|[^\W\d_a-zA-Z]|(?:dpa|epd|apa|sda|ats|dts|askanews)(?!\w))[\w’'.\-]*"
)
CITING = re.compile(
    rf"\b{any_of('citing_before')}\s+(?:the\s+|der\s+|l['’])?$|{any_of('agency_before')}\s+$", re.I
)
CITED_BEHIND = re.compile(rf"^['’]?s?\s+{any_of('citing_behind')}\b", re.I)
# `Корр. БЕЛТА`, `INTERFAX.RU`: what stands around an agency's name.
CORRESPONDENT = re.compile(r"^(?:корр|corr)\.?\s+", re.I)
# `9Colonne`, `24Channel`; no `27Sept`.
NUMBER_IN_NAME = re.compile(r"\d{1,2}[A-ZÀ-Þ][a-zß-ÿ]{4,}$")
SITE_ENDING = re.compile(r"(?<=\w{2})\.(?:com|net|org|info|[a-z]{2})$", re.I)


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency of `agencies.toml`. `wire` is false for services that carry press releases."""

    name: str
    short: tuple[str, ...]
    names: tuple[str, ...]
    languages: tuple[str, ...]
    country: str
    wire: bool = True


@cache
def all_agencies() -> tuple[Agency, ...]:
    """Every agency of the data file."""
    return tuple(
        Agency(
            row["name"],
            tuple(row["short"]),
            tuple(row["names"]),
            tuple(row["languages"]),
            row["country"],
            row.get("wire", True),
        )
        for row in read("agencies")["agency"]
    )


@cache
def by_short() -> dict[str, Agency]:
    """Short form, with its case -> agency."""
    return {short: agency for agency in reversed(all_agencies()) for short in (*agency.short, agency.name)}


@cache
def by_name() -> dict[str, Agency]:
    """Folded full name -> agency. Names that are short forms of ordinary words are not in here."""
    return {fold(name): agency for agency in reversed(all_agencies()) for name in agency.names}


def find_agency(text: str) -> Agency | None:
    """The agency that `text` as a whole names (`AP`, `Reuters`, `dpa/lby`, `The Associated Press`), else None."""
    if len(text) > MAX_NAMED:
        return None
    text = re.sub(
        r"\s+(?:staff|news|newsroom|nachrichtenagentur|news agency|agency)$",
        "",
        text.strip(" .,/()[]-–—=*|\t"),
        flags=re.I,
    )
    text = SITE_ENDING.sub("", CORRESPONDENT.sub("", text))
    if text in by_short():
        return by_short()[text]
    if len(text) > 2 and text.isalpha() and text.islower() and text.upper() in by_short():
        return by_short()[text.upper()]  # `/ntb/`
    folded = fold(text)
    for name in (
        folded,
        folded.removeprefix("the "),
        folded.removeprefix("agencia "),
        folded.removesuffix(" agency"),
    ):
        if name in by_name():
            return by_name()[name]
    first = re.split(r"[/\-–|]| via | with ", text, maxsplit=1)[0].strip()
    return by_short().get(first) if first != text else None


def looks_like_agency(text: str) -> bool:
    """Whether an unknown name in a dateline's parentheses can be an agency: one to four words, capitalized, no date or note."""
    words = text.split()
    if not 1 <= len(words) <= 4 or len(text) > 40:
        return False
    if NUMBER_IN_NAME.match(text):
        return True
    if any(fold(word) in short_weekdays() for word in words) or not text[0].isalpha():
        return False
    return text[0].isupper() or not text[0].islower() or sum(character.isupper() for character in text) > 1


@cache
def cited_index() -> dict[str, tuple[tuple[str, Agency, bool], ...]]:
    """First word of a name, folded -> (the whole name, agency, whether it needs a citing word beside it)."""
    index: dict[str, list[tuple[str, Agency, bool]]] = {}
    for agency in all_agencies():
        if not agency.wire:
            continue
        for name in sorted({*agency.names, *agency.short}, key=len, reverse=True):
            needs_context = name in agency.short and name not in agency.names
            match = WORD.match(name)
            if match:
                index.setdefault(fold(match[0]).rstrip(".'’"), []).append((name, agency, needs_context))
    return {word: tuple(sorted(rows, key=lambda row: -len(row[0]))) for word, rows in index.items()}


@cache
def unspaced_names() -> tuple[tuple[str, Agency], ...]:
    """Names in scripts that don't divide words by spaces."""
    return tuple(
        (name, agency)
        for agency in all_agencies()
        for name in {*agency.names, *agency.short}
        if len(name) > 2 and "\u3000" < name[0] < "\ud7ff"
    )


def cited_agencies(body: str) -> list[AgencyRole]:
    """The agencies that the text names as its sources, in their order, each once."""
    body = body[:MAX_CITED_TEXT]
    found: dict[str, str] = {}
    # Few texts name an agency: each different piece is looked up once, and the text only gone through where one may be.
    rows_of = {
        word: rows
        for piece in pieces_with_names(body)
        for word, rows in (names_in_short if len(piece) <= LONGEST_WORD else names_in)(piece)
    }
    if rows_of:  # many texts hold the first word of a name (`The`), few the whole
        folded = fold_text(body)
        rows_of = {
            word: kept
            for word, rows in rows_of.items()
            if (kept := tuple(row for row in rows if fold(row[0]) in folded))
        }
    for match in NAME_START.finditer(body) if rows_of else ():
        for name, agency, needs_context in rows_of.get(match[0], ()):
            if agency.name not in found and is_cited(body, match.start(), name, needs_context):
                found[agency.name] = body[match.start() : match.start() + len(name)]
                break
    head = body[:400]
    if not head.isascii() and any("\u3000" < character < "\ud7ff" for character in head):
        for name, agency in unspaced_names():
            if agency.name not in found and name in body:
                found[agency.name] = name
    return [AgencyRole(name, "cited", raw) for name, raw in found.items()]


def pieces_with_names(body: str) -> set[str]:
    """The different pieces of the text between white space, without some at which no name of an agency begins."""
    pieces = set(body.split())
    if not body.isascii():
        return pieces
    lowered, beginnings = body.lower(), name_beginnings()
    begun = [
        run
        for run in letter_runs(body)
        if run in beginnings and any(name in lowered for name in beginnings[run])
    ]
    return {piece for piece in pieces if any(run in piece.lower() for run in begun)} if begun else set()


@cache
def name_beginnings() -> dict[str, tuple[str, ...]]:
    """The letters with which names of agencies begin, as far as they are in ASCII -> these names, folded."""
    found: dict[str, list[str]] = {}
    for word, rows in cited_index().items():
        if run := LETTERS.match(word):
            found.setdefault(run[0], []).extend(fold(name) for name, _, _ in rows)
    return {run: tuple(names) for run, names in found.items()}


def names_in(piece: str) -> tuple[tuple[str, tuple[tuple[str, Agency, bool], ...]], ...]:
    """The words in a piece of text without white space at which names of agencies start, with these names."""
    found = ((word, names_from(word)) for word in NAME_START.findall(piece))
    return tuple((word, rows) for word, rows in found if rows)


# Texts have most of their words in common. Longer pieces are not kept, so that hostile input can't fill the memory.
names_in_short = lru_cache(maxsize=65_536)(names_in)


def names_from(word: str) -> tuple[tuple[str, Agency, bool], ...]:
    """The names of agencies that start with a word of a text, as `cited_index` has them."""
    index, word = cited_index(), word.casefold().rstrip(".'’")
    return index.get(word) or (index.get(word[:-2], ()) if word.endswith(("'s", "’s")) else ())


def is_cited(body: str, start: int, name: str, needs_context: bool) -> bool:
    """Whether `name` stands at `start`, as a word, and, for a short form, with a citing word at one of its sides."""
    end = start + len(name)
    shown = body[start:end]
    if (
        (shown != name)
        if needs_context
        else (fold(shown) != fold(name) or (not shown[:1].isupper() and shown[:1].islower()))
    ):
        return False
    if end < len(body) and body[end].isalnum():
        return False
    if not needs_context:
        return True
    return bool(CITING.search(body[max(0, start - 32) : start]) or CITED_BEHIND.match(body[end : end + 32]))
