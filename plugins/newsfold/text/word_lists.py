"""The word lists of `text/words/`, and regular expressions made of them.

A list is one text of words, or a table of such texts by language. Words are divided by white space, a phrase is written with
underscores for its spaces.
"""

import re
from collections.abc import Callable
from functools import cache
from types import MappingProxyType

from newsfold.text.data_files import read

FILES = ("words", "bylines", "dates", "names")


@cache
def lists() -> MappingProxyType[str, MappingProxyType[str, str]]:
    """All lists by name: language -> words, the language empty where a list is not divided. A name in two files is an error."""
    found: dict[str, MappingProxyType[str, str]] = {}
    for file in FILES:
        for name, entry in read(file).items():
            if name in found:
                raise ValueError(f"{file}.toml: the list {name} stands in another file, too")
            found[name] = MappingProxyType({"": entry} if isinstance(entry, str) else entry)
    return MappingProxyType(found)


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list, over all languages. Raises KeyError for a list that no file holds."""
    return frozenset(word.replace("_", " ") for text in lists()[name].values() for word in text.split())


def languages(name: str) -> frozenset[str]:
    """The languages that a list has words of; none for a list that is not divided by language."""
    return frozenset(lists()[name]) - {""}


def any_of(*names: str) -> str:
    """A pattern that matches any word of these lists, longer ones first; a space stands for any white space."""
    found = sorted({word for name in names for word in words(name)}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found) + ")"


def patterns(file: str, *tables: str) -> tuple[str, ...]:
    """The regular expressions in these tables of a file, each a list by language; every one once."""
    return tuple(
        dict.fromkeys(
            pattern for table in tables for found in read(file)[table].values() for pattern in found
        )
    )


def finder(pattern: str) -> Callable[[str], re.Match[str] | None]:
    """The search for a pattern without regard to case. Raises ValueError where it is not written in small letters.

    Most lines are in ASCII and hold nothing of the kind: in small letters these are told three times as fast.
    """
    if re.search("[A-Z]", re.sub(r"\\.|\(\?P", "", pattern)):
        raise ValueError(f"capitals in {pattern[:200]!r}: the lists are in small letters")

    @cache
    def anywhere() -> re.Pattern[str]:
        return re.compile(pattern, re.I)

    # Besides an `i` and an `s` themselves, `re.I` takes these for them.
    in_small_letters = re.compile(pattern.replace("ı", "i").replace("ſ", "s"))

    def find(text: str) -> re.Match[str] | None:
        if text.isascii() and in_small_letters.search(text.lower()) is None:
            return None
        return anywhere().search(text)

    return find


def any_pattern(file: str, *tables: str) -> str:
    """A pattern that matches what any regular expression in these tables matches, longer ones first."""
    return "(?:" + "|".join(sorted(patterns(file, *tables), key=lambda each: (-len(each), each))) + ")"
