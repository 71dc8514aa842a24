"""What a word is worth: its term, its weight and its kind, from fixed word statistics.

The weights come from the `wordfreq` lists (https://github.com/rspeer/wordfreq), which are a fixed snapshot of about 40
languages. They never depend on what is stored, so a relation found today is found again tomorrow.
"""

import functools
import hashlib
import math
import re
import unicodedata
from enum import IntEnum
from typing import NamedTuple

from newsfold.dedup.word_frequencies import listed_languages, word_frequencies

#: A word without an entry in a list is as rare as the list's floor. Lists differ in depth, so the weight is cut here.
HIGHEST_WEIGHT = 6.0
#: Words of this weight or less ("the", "said") say nothing about a report.
STOP_WEIGHT = 1.5
#: Terms of this weight or more are rare enough to act as names where capitals don't mark them.
RARE_WEIGHT = 4.0
#: Languages whose capitals inside a sentence mark names. German is missing by intent: it capitalizes all nouns.
CAPITALS_MARK_NAMES = frozenset(
    "en fr es it pt ca ro nl sv da nb is fi pl cs sk sl sh hu lt lv et tr id ms fil sq eu gl ru uk bg mk el vi".split()  # noqa: SIM905
)
#: Written without spaces between words, and with a list.
CUT_BY_THE_LIST = frozenset({"zh", "ja"})
#: Endings change and stems stay: words are told apart by this many first letters (fewer for Hangul syllables).
STEM_LENGTH = 7
HANGUL_STEM_LENGTH = 3
#: The memo of one language is emptied at this size, some 30 MB: neither hostile nor much input fills the memory.
MEMO_LIMIT = 100_000


class Kind(IntEnum):
    """What a spelling is: the sentence decides whether a capital makes a name."""

    WORD = 0
    NUMBER = 1
    CAPITAL = 2


class Word(NamedTuple):
    """One spelling. `term` is a stable 63-bit id of its stem, `weight` 0 to `HIGHEST_WEIGHT`."""

    term: int
    weight: float
    kind: int
    stem: str
    spelling: str


def stable_id(text: str) -> int:
    """Give a 63-bit id that is the same in every process and Python version."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


class Lexicon(dict[str, Word]):
    """A memo from spelling to `Word` for one language: `lexicon["Seoul"]` never fails."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        # Rarer words than those that weigh most are as good as unlisted, but where the list cuts a line into words.
        rarest = 0.0 if language in CUT_BY_THE_LIST else 10 ** -(HIGHEST_WEIGHT + 1)
        self.frequencies = word_frequencies(language, rarest)
        self.capitals_mark_names = language in CAPITALS_MARK_NAMES

    def __missing__(self, spelling: str) -> Word:
        if len(self) >= MEMO_LIMIT:
            self.clear()
        word = self[spelling] = self._read(spelling)
        return word

    def _read(self, spelling: str) -> Word:
        if spelling[0].isdecimal():
            stem = number_stem(spelling)
            return Word(stable_id(stem), number_weight(stem), int(Kind.NUMBER), stem, spelling)
        lower = spelling.lower().replace("’", "'")
        if lower.endswith("'s"):
            lower = lower[:-2]
        frequency = self.frequencies.get(lower)
        weight = HIGHEST_WEIGHT if frequency is None else weight_of(frequency)
        if len(lower) == 1 and lower < "\u0250":
            weight = 0.0
        first = spelling[0]
        length = HANGUL_STEM_LENGTH if "\uac00" <= first <= "\ud7af" else STEM_LENGTH
        stem = unicodedata.normalize("NFKC", lower)[:length]
        kind = Kind.CAPITAL if first.isupper() else Kind.WORD
        return Word(stable_id(stem), weight, int(kind), stem, spelling)


def weight_of(frequency: float) -> float:
    """Turn a relative frequency into a weight: 0 for one word in ten or more, one step up for each tenth of it."""
    return min(HIGHEST_WEIGHT, max(0.0, -math.log10(frequency) - 1.0))


#: A longer run of digits is no figure that a report hangs on, and an index entry has its limits.
NUMBER_LENGTH = 24


def number_stem(spelling: str) -> str:
    """Write a number one way: digits of any script as ASCII, without separators of thousands."""
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in spelling).rstrip(".,")
    head, *groups = digits.replace(",", ".").split(".")
    if groups and all(len(group) == 3 for group in groups):
        return (head + "".join(groups))[:NUMBER_LENGTH]
    return ".".join((head, *groups))[:NUMBER_LENGTH]


def number_weight(stem: str) -> float:
    """Weigh a number by its digits: 7 says little, 1,284 a lot, a year something between."""
    if len(stem) == 4 and stem[:2] in {"19", "20"}:
        return 3.0
    return (2.0, 3.0, 4.0)[min(len(stem), 3) - 1] if len(stem) < 4 else 5.0


@functools.cache
def lexicon(language: str) -> Lexicon:
    """Give the process's lexicon for a language known to `known_language`."""
    return Lexicon(language)


def known_language(language: str | None, text: str) -> str:
    """Choose the lexicon: the declared language if there is a list for it, else by the script of the text's start."""
    if language:
        code = language.replace("_", "-").split("-")[0].lower()
        code = {"no": "nb", "hr": "sh", "sr": "sh", "bs": "sh", "tl": "fil"}.get(code, code)
        if code in listed_languages():
            return code
        if code in UNLISTED:
            return code
    head = text[:2000]
    if head.isascii():
        return "en"
    counts = {code: len(letters.findall(head)) for code, letters in _script_patterns().items()}
    code = max(counts, key=counts.__getitem__)
    if counts[code] < len(_LATIN.findall(head)):
        return "en"
    return "ja" if code == "zh" and counts["ja"] else code


#: Languages without a list and written without spaces between words: cut into character n-grams of one weight.
UNLISTED = frozenset({"th", "lo", "km", "my"})
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
#: Script ranges and the list that serves where no language is known.
SCRIPTS = (
    ("\u0370", "\u03ff", "el"), ("\u0400", "\u052f", "ru"), ("\u0590", "\u05ff", "he"), ("\u0600", "\u06ff", "ar"),
    ("\u0900", "\u097f", "hi"), ("\u0980", "\u09ff", "bn"), ("\u0b80", "\u0bff", "ta"), ("\u0e00", "\u0e7f", "th"),
    ("\u0e80", "\u0eff", "lo"), ("\u1000", "\u109f", "my"), ("\u1780", "\u17ff", "km"), ("\u3040", "\u30ff", "ja"),
    ("\u4e00", "\u9fff", "zh"), ("\uac00", "\ud7af", "ko"),
)  # fmt: skip


@functools.cache
def _script_patterns() -> dict[str, re.Pattern[str]]:
    return {code: re.compile(f"[{first}-{last}]") for first, last, code in SCRIPTS}
