"""Addresses of the pages on which an outlet presents its writers: `/author/jane-doe`."""

import re
from urllib.parse import unquote, urlsplit

from newsfold.text.sighted_names import is_person

# The part of an address behind which an author's own page stands: `/author/jane-doe`.
AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|in|innen|es|a)?|auteurs?|autore|autori|byline|by|contributors?|editors?|experts?|journalists?"
    r"|journalistes?|people|profiles?|redaktion|redakteure?|reporters?|staff|team|writers?)/(?:[\w-]{1,20}/)?"
    r"(?P<name>[^\W\d_]+(?:[-_.+ ][^\W\d_]+){1,3})/?$",
    re.I,
)


def name_in_address(address: str) -> str:
    """The name in the address of an author's page (`/author/jane-doe`), empty where there is none."""
    try:
        path = unquote(urlsplit(address[:500]).path)
    except ValueError:
        return ""
    found = AUTHOR_PAGE.search(re.sub(r"\.(?:html?|php|aspx?)$", "", path))
    name = " ".join(part.capitalize() for part in re.split(r"[-_.+ ]", found["name"])) if found else ""
    return name if is_person(name) else ""
