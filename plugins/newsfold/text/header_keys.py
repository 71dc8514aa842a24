"""The keys that open a header line in plain text, in several languages, and the name that each stands for.

The table is `header_keys.toml`. What a value means, and which of several headers is right, is read in
headers/.
"""

import re

from newsfold.text.data_files import read
from newsfold.text.word_lists import any_pattern

TABLE = read("header_keys")
NAME_OF_KEY: dict[str, str] = {key: name for name, keys in TABLE["names"].items() for key in (name, *keys)}
# Keys that are ordinary words too: a headline may open with them (`Source: ministry weighs ...`).
COMMON_WORDS = frozenset(TABLE["common"]["words"])
# What the text itself is called in front of a colon.
TEXT_KEYS = sorted(TABLE["common"]["text"], key=lambda key: (-len(key), key))
# Values of dates that hold no number.
RELATIVE_DAYS = frozenset(TABLE["common"]["relative_days"])
# Names under which several values may stand in a list.
LIST_NAMES = frozenset({"author", "by", "keywords", "section"})
MAX_KEY = 40
# Keys that are made of several words, tried in this order.
KEY_PATTERNS = tuple(
    (name, re.compile(any_pattern("header_keys", f"{name}_keys"), re.I))
    for name in ("embargo", "updated", "date")
)


def find_key_name(key: str) -> str | None:
    """The header name of a key as written, None where the key isn't known. Case and outer white space don't
    matter.
    """
    folded = " ".join(key.casefold().replace("_", " ").split())
    known = (
        NAME_OF_KEY.get(key.casefold().strip())
        or NAME_OF_KEY.get(folded)
        or NAME_OF_KEY.get(folded.replace("-", " "))
    )
    if known or len(folded) > MAX_KEY:
        return known
    return next((name for name, pattern in KEY_PATTERNS if pattern.fullmatch(folded)), None)
