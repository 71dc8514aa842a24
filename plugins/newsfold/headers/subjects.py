"""Section, keywords and subjects, as the record states them."""

import html
import re
from collections.abc import Sequence

from newsfold.headers.evidence import listed_evidence
from newsfold.headers.header_names import in_order, listed, rules
from newsfold.model import Candidate, Evidence, HeaderPlace, RawHeader, Subject

MAX_KEYWORDS = 50
MAX_LENGTH = 100
MAX_SUBJECTS = 60
# Vocabularies of the IPTC, by the address or the alias that formats use: https://cv.iptc.org/newscodes/.
SCHEMES = (
    (
        r"(?:https?://cv\.iptc\.org/newscodes/mediatopic/|medtop:|iptc-?mediatopic[:/])(?:medtop:)?(\d{8})",
        "medtop",
    ),
    (
        r"(?:https?://cv\.iptc\.org/newscodes/subjectcode/|subj:|iptc-?subject-?code[:/])(?:subj:)?(\d{8})",
        "subj",
    ),
)


def section(headers: Sequence[RawHeader]) -> list[Candidate]:
    """All sections that the record names, in the order of trust."""
    return [
        Candidate(
            value, header.value, header.where, header.name, rules("section")[header.name.lower()].confidence
        )
        for header in in_order(headers, "section")
        if 0 < len(value := " ".join(html.unescape(header.value).split())) <= MAX_LENGTH
    ]


def keywords(headers: Sequence[RawHeader]) -> tuple[tuple[str, ...], list[RawHeader]]:
    """The keywords of the most trusted kind of header, each once, and the headers that gave them."""
    rows = in_order(headers, "keywords")
    if not rows:
        return (), []
    chosen = [row for row in rows if row.name.lower() == rows[0].name.lower()]
    words: dict[str, str] = {}
    for row in chosen:
        value = html.unescape(row.value)
        for part in (
            [value] if row.name.lower() in listed("keywords_whole") else re.split(r"[,;|、，\n]", value)
        ):
            word = " ".join(part.split()).strip(" \"'[]")
            if 1 < len(word) <= MAX_LENGTH:
                words.setdefault(word.casefold(), word)
    return tuple(words.values())[:MAX_KEYWORDS], chosen


def subjects(headers: Sequence[RawHeader]) -> tuple[tuple[Subject, ...], Evidence | None]:
    """The subjects with their codes, each once, and their evidence. Name and code of one subject share their place."""
    names: dict[HeaderPlace, str] = {}
    codes: dict[HeaderPlace, str] = {}
    order: dict[HeaderPlace, RawHeader] = {}
    for header in headers:
        kind = header.name.lower()
        if kind in listed("subject_name") or kind in listed("subject_code"):
            (codes if kind in listed("subject_code") else names).setdefault(
                header.place, header.value.strip()
            )
            order.setdefault(header.place, header)
    read = [(Subject(names.get(place, ""), subject_code(codes.get(place, ""))), place) for place in order]
    found: dict[Subject, HeaderPlace] = {}
    for subject, place in read:
        if (subject.name or subject.code) and len(found) < MAX_SUBJECTS:
            found.setdefault(subject, place)
    stated = [(f"{subject.name} ({subject.code})" if subject.name and subject.code else subject.name or subject.code,
               order[place]) for subject, place in found.items()]  # fmt: skip
    return tuple(found), listed_evidence("subjects", stated, 0.95)


def subject_code(code: str) -> str:
    """A code with the alias of its vocabulary where that is one of the IPTC's, else as given."""
    for pattern, alias in SCHEMES:
        match = re.fullmatch(pattern, code, re.IGNORECASE)
        if match:
            return f"{alias}:{match[1]}"
    return code
