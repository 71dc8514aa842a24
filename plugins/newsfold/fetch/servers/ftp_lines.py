"""The lines of an FTP listing: MLSD's (RFC 3659), and the forms of LIST, which no standard knows.

Forms of LIST: `ls -l` of Unix in its kinds, IIS and DOS, EPLF (cr.yp.to/ftp/list/eplf.html). All have a time, and
no name begins before it, so the fields are found by it. Its zone is unknown, so times are asked for by other commands.
"""

import re
from typing import NamedTuple

from newsfold.fetch.servers.contract import Kind

KINDS = {"file": Kind.FILE, "dir": Kind.FOLDER}
#: Of the folder itself and the one above it: no entries.
OWN_TYPES = ("cdir", "pdir")
UNIX = re.compile(r"([a-z-])\S{9,10}\s")
#: Behind the size: Sep 27 06:00, Jan  3  2024, 27 Sep 06:00, 2025-09-27 06:00, 2025-09-27 06:00:00.000 +0200, 09-27 06:00.
WHEN = re.compile(
    r"""(?<!\S)(\d+)\s+(?:
      [^\s\d]{3,10}\s+\d{1,2}\s+(?:\d{1,2}:\d\d(?::\d\d)?|\d{4})\s
    | \d{1,2}\.?\s+[^\s\d]{3,10}\s+(?:\d{1,2}:\d\d(?::\d\d)?|\d{4})\s
    | \d{4}-\d\d-\d\d[\sT]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:\s[+-]\d{4})?\s
    | \d{4}-\d\d-\d\d\s{1,2}
    | \d\d-\d\d\s\d\d:\d\d\s
    )(.+)""",
    re.VERBOSE | re.DOTALL,
)
DOS = re.compile(
    r"(?:\d\d[-./]\d\d[-./](?:\d{4}|\d\d)|\d{4}-\d\d-\d\d)\s+\d{1,2}:\d\d(?:\s?[AaPp][Mm])?\s+"
    r"(?:(<[A-Z]{3,10}>)\s+|([\d,.]{1,30}) )(.+)",
    re.DOTALL,
)
EPLF = re.compile(r"\+([^\t]*)\t(.+)", re.DOTALL)
#: What may stand above a listing: `total 8`, `insgesamt 8`.
HEADING = re.compile(r"[^\W\d]{3,20}:? [\d.,]{1,20}[A-Za-z]?")


class Line(NamedTuple):
    """What a line says of an entry. `when` as MLSD writes it: YYYYMMDDHHMMSS, UTC; empty where nothing is said."""

    name: str
    kind: Kind
    size: int | None
    when: str = ""


def read_machine_line(text: str) -> Line | None:
    """A line of MLSD; None where it is not understood. A type that is none of ours, such as a link, is OTHER."""
    facts_text, space, name = text.partition(" ")
    if not space or not name or not facts_text.endswith(";"):
        return None
    facts = {}
    for fact in facts_text[:-1].split(";"):
        key, equals, value = fact.partition("=")
        if not equals:
            return None
        facts[key.lower()] = value
    kind = facts.get("type", "").lower()
    if not kind and not facts.get("size"):
        return None
    # Some servers send no type unless they are asked to; then what has a size is a file.
    found = KINDS.get(kind, Kind.OTHER) if kind else Kind.FILE
    return Line(
        "." if kind in OWN_TYPES else name, found, number(facts.get("size", "")), facts.get("modify", "")
    )


def read_human_line(text: str) -> Line | None:
    """A line of LIST; None where it is not understood."""
    if (unix := UNIX.match(text)) is not None:
        found = WHEN.search(text, unix.end() - 1)
        if found is None:
            return None
        kind = {"-": Kind.FILE, "d": Kind.FOLDER}.get(unix[1], Kind.OTHER)
        return Line(found[2], kind, number(found[1]) if kind is Kind.FILE else None)
    if (dos := DOS.fullmatch(text)) is not None:
        folder, size, name = dos.groups()
        if folder is None:
            return Line(name, Kind.FILE, number(re.sub("[,.]", "", size)))
        return Line(name, Kind.FOLDER if folder == "<DIR>" else Kind.OTHER, None)
    if (eplf := EPLF.fullmatch(text)) is not None:
        facts = eplf[1].split(",")
        size = next((fact[1:] for fact in facts if fact.startswith("s")), "")
        kind = Kind.FOLDER if "/" in facts else Kind.FILE if "r" in facts else Kind.OTHER
        return Line(eplf[2], kind, number(size))
    return None


def is_heading(text: str) -> bool:
    """Whether the first line of a LIST is no entry."""
    return HEADING.fullmatch(text) is not None


def number(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None
