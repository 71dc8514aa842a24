"""The word lists of `words.toml`, and regular expressions made of them."""

import re
from functools import cache

from newsfold.text.data_files import read


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list. Raises KeyError for a list that the file doesn't hold."""
    return frozenset(word.replace("_", " ") for word in read("words")[name].split())


def any_of(*names: str) -> str:
    """A pattern that matches any word of these lists, longer ones first; a space stands for any white space."""
    found = sorted({word for name in names for word in words(name)}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found) + ")"
