"""The keys that open a header line in plain text, in several languages, and the name that each stands for.

The table is `header_keys.toml`. What a value means, and which of several headers is right, is read in
headers/.
"""

from newsfold.text.data_files import read

TABLE = read("header_keys")
NAME_OF_KEY: dict[str, str] = {key: name for name, keys in TABLE["names"].items() for key in (name, *keys)}
# Keys that are ordinary words too: a headline may open with them (`Source: ministry weighs ...`).
COMMON_WORDS = frozenset(TABLE["common"]["words"])
# Values of dates that hold no number.
RELATIVE_DAYS = frozenset(TABLE["common"]["relative_days"])
# Names under which several values may stand in a list.
LIST_NAMES = frozenset({"author", "by", "keywords", "section"})


def find_key_name(key: str) -> str | None:
    """The header name of a key as written, None where the key isn't known. Case and outer white space don't
    matter.
    """
    return NAME_OF_KEY.get(" ".join(key.casefold().split()))
