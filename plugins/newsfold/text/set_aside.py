"""Telling blocks that are not body text: synopses, related links, newsletters, captions, galleries, notices.

A block is told by its own words; `set_aside.toml` holds them, in the languages that we read. Agencies'
sign-offs (`(Reporting by ...)`, `--NationPress`) are left where they are: they name the agency, which
`newsfold.headers` reads.
"""

import re
from collections.abc import Iterable

from newsfold.text.data_files import read

WORDS = read("set_aside")
SOFT_HEADINGS = frozenset(WORDS["synopsis"]["soft_headings"])
SYNOPSIS_HEADINGS = SOFT_HEADINGS.union(WORDS["synopsis"]["headings"])


def any_of(patterns: Iterable[str]) -> str:
    """One group that matches any of `patterns`."""
    return f"(?:{'|'.join(patterns)})"


MARKS = r"[\s>»*#(\[|:–—•-]{0,6}"
RELATED = MARKS + any_of(WORDS["related"]["openings"])
RELATED_LINE = re.compile(rf"{RELATED}\s?(?:[:：|｜>»–—→]|\s-\s|\.{{3}}|…)\s?\S?", re.I)
RELATED_HEADING = re.compile(rf"{RELATED}\s?[:：.…>»→)\]]{{0,3}}\s*", re.I)
NEWSLETTER = re.compile(any_of(WORDS["newsletter"]["openings"]) + r"(?!\w)", re.I)
NEWSLETTER_WORDS = re.compile(any_of(WORDS["newsletter"]["words"]), re.I)
NEWSLETTER_SURE = re.compile(any_of(WORDS["newsletter"]["sure"]), re.I)
CAPTION = re.compile(
    rf"(?:file |handout |representati(?:ve|onal) )?{any_of(WORDS['caption']['words'])}"
    r"(?: credit| courtesy| by| source)?\s?[:：|©]\s?\S"
    r"|\((?:file )?(?:photo|image|foto|ap photo|reuters photo)[^)]{0,150}\)\s*$|file photo\b",
    re.I,
)
GALLERY = re.compile(rf"{MARKS}{any_of(WORDS['gallery']['openings'])}\s?(?:[:|–-]\s?.{{0,80}})?", re.I)
# `2/6 The jetty …`, `Bild 2 von 6`: a picture's place among those of a gallery.
NUMBERED_CAPTION = re.compile(
    r"(?:[^\W\d_]{1,12}\s)?(\d{1,3})\s?(?:/|of|von|de|sur|di|van)\s?(\d{1,3})(?![\d.,/%])\s*[:.–—-]?\s"
)
NOTICE = re.compile(any_of(WORDS["notice"]["openings"]), re.I)
IMPRINT = re.compile(any_of(WORDS["imprint"]["words"]), re.I)
BETWEEN_LINKS = re.compile(r"\s*(?:[|｜•·]|[.。](?=\s|$)|\s[-–—/]\s)\s*")
MAX_IMPRINT_CHARACTERS = 160
MAX_LINE_CHARACTERS = 300
BULLET = re.compile(r"\s{0,20}(?:[-*•●▪◦‣·–—■□➤►▶✓✔]|\d{1,2}[.)])\s+(?=\S)|\s{0,20}[•●▪◦‣■□➤►▶✓✔](?=\S)")


def is_bullet(line: str) -> bool:
    """True for a line of a list. `- ` and `-- ` differ: the second signs an agency's copy."""
    return BULLET.match(line) is not None


def is_synopsis_heading(line: str) -> bool:
    """True for a line that is only the heading of a synopsis (`Key Takeaways`, `**Summary:**`, `#
    Zusammenfassung`).
    """
    return len(line) < 60 and heading_words(line) in SYNOPSIS_HEADINGS


def heading_words(line: str) -> str:
    """The words of a heading without the marks around them, in lower case."""
    return line.strip(" \t*#_:：-–—=|[]【】").replace("’", "'").casefold()


def find_inline_synopsis(line: str) -> bool:
    """True for `Synopsis: text ...` on one line."""
    heading, colon, rest = line.partition(":")
    return bool(colon and rest.strip()) and is_synopsis_heading(heading)


def is_related_heading(line: str) -> bool:
    """True for a line that is only the heading of links (`Related articles`, `Lesen Sie auch:`)."""
    return len(line) < 80 and RELATED_HEADING.fullmatch(line) is not None


def read_caption_number(line: str) -> tuple[int, int] | None:
    """Which picture of how many a line is the caption of; None where it is no such line."""
    found = NUMBERED_CAPTION.match(line)
    number, count = map(int, found.groups()) if found else (0, 0)
    return (number, count) if 0 < number <= count and count > 1 else None


def find_kind(line: str) -> str | None:
    """The kind of a single line that is no body text, by its own words; None for body text and for long
    lines.
    """
    line = line.strip()
    if not line or len(line) > MAX_LINE_CHARACTERS:
        return None
    if is_related_heading(line) or RELATED_LINE.match(line):
        return "related"
    if NEWSLETTER_SURE.match(line):
        return "newsletter"
    if NEWSLETTER.match(line) and NEWSLETTER_WORDS.search(line):
        return "newsletter"
    if GALLERY.fullmatch(line):
        return "gallery"
    if CAPTION.match(line):
        return "caption"
    return "notice" if NOTICE.match(line) or is_imprint(line) else None


def is_imprint(line: str) -> bool:
    """True for the outlet's legal line: short, and with the words for such a notice alone in one of its parts."""
    return len(line) <= MAX_IMPRINT_CHARACTERS and any(
        IMPRINT.fullmatch(part) for part in BETWEEN_LINKS.split(line)
    )
