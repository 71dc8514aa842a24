"""Which raw header names the writers, and how far each kind is to be trusted.

Kinds that a name tells are listed in `header_names.toml`; other `<meta>` elements tell by their names what they hold.
"""

import re
from dataclasses import replace
from functools import lru_cache

from newsfold.headers.header_names import HeaderRule, listed, rules
from newsfold.model import RawHeader
from newsfold.text.credit_lines import names_writing
from newsfold.text.element_names import credits_another

OTHER_META = re.compile(
    r"meta\.(?!smartbanner|application|app[-_:]|theme|book:).{0,60}(?<![a-z])(?:article|content|news|page|dc)?"
    r"(?:authors?|byline)(?:[._:-]?name)?\d?|meta\.dc:creator"
)
ASIDE = 0.2  # what a byline beside the text loses
OTHER_META_RULE = HeaderRule("meta author", 0.72, 0)


def author_rule(header: RawHeader) -> HeaderRule | None:
    """The rule for a raw header, None where it names no writer: by its kind, or because it stands beside the article."""
    name = header.name.lower()
    known = named_rule(name)
    if known is None:
        return None
    if name in listed("author_in_sight") and credits_another(header.place):
        return replace(known, confidence=known.confidence - ASIDE) if signs_aside(header) else None
    if name == "meta.twitter:creator" and header.value.startswith("@"):
        return None  # mostly the outlet's own account
    return known


def signs_aside(header: RawHeader) -> bool:
    """Whether a byline says in words that somebody wrote the text (`Written by`), and stands in an `aside` of the page's main
    part and in no block of other articles: there HTML has what is beside the text, its writer, too.
    """
    place = header.place
    around = [part for part in place.landmarks if part != "aside"]
    if around == list(place.landmarks) or not {"main", "article"}.intersection(around):
        return False
    return names_writing(header.value) and not credits_another(replace(place, landmarks=tuple(around)))


@lru_cache(maxsize=4_096)
def named_rule(name: str) -> HeaderRule | None:
    """The rule for a header's name. A `<meta>` that is in no list tells by its name whether it names a writer."""
    return rules("author").get(name) or (OTHER_META_RULE if OTHER_META.fullmatch(name) else None)
