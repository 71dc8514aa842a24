"""What editors say about an article besides its text: status, embargo, what a version does to an earlier one, notes.

Terms: IPTC ninjs 3.1 (`pubStatus`, `embargoed`, `slugline`, `edNote`) and NewsML-G2 (`signal`, previous version).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from newsfold.headers import uris
from newsfold.headers.date_candidates import Clock
from newsfold.headers.embargo import read_embargo
from newsfold.headers.evidence import evidence
from newsfold.headers.header_names import in_order, rules
from newsfold.model import Candidate, Evidence, RawHeader
from newsfold.text.calendar_names import fold
from newsfold.text.data_files import read
from newsfold.text.date_readings import DateHints

USABLE, WITHHELD, CANCELED = "usable", "withheld", "canceled"
#: Signals that say something about an earlier version or item.
AMENDING = frozenset(("update", "writethru", "correction", "kill", "refile"))
MAX_NOTE = 2_000
MAX_SLUGLINE = 200


@dataclass(frozen=True, slots=True)
class Editorial:
    """The editors' word on one record. `amends_uri` and `amends_slugline_key` name another item that it changes or
    kills.
    """

    pub_status: str = USABLE
    signal: str | None = None
    embargoed: datetime | None = None
    slugline: str | None = None
    slugline_key: str | None = None
    ed_note: str | None = None
    amends_uri: str | None = None
    amends_slugline_key: str | None = None
    evidence: tuple[Evidence, ...] = ()


def read_editorial(
    headers: Sequence[RawHeader],
    uri: str,
    source: str,
    hints: DateHints,
    clock: Clock,
    published_on: date | None = None,
) -> Editorial:
    """Read status, signal, embargo, slug line and note. `uri` is the record's own, `source` its source's slug,
    `published_on` its day, which an embargo's weekday or missing year is counted from.

    A kill that names no other item is about its own uri, or about the items of its slug line. An embargo whose time can't
    be read withholds the article: it is safer unseen.
    """
    statuses = named_words(headers, "status")
    # `ADVISORY - MANDATORY KILL`: whatever else a notice is, the kill counts.
    signals = sorted(named_words(headers, "signal"), key=lambda candidate: candidate.value != "kill")
    lifted, embargo_rows = read_embargo(headers, hints, clock, published_on)
    sluglines = folded_texts(headers, "slugline", MAX_SLUGLINE)
    notes = folded_texts(headers, "ed_note", MAX_NOTE)
    status = statuses[0].value if statuses else USABLE
    signal = signals[0].value if signals else None
    rows: list[Evidence | None] = [
        evidence("pub_status", statuses),
        evidence("signal", signals),
        evidence("slugline", sluglines),
        evidence("ed_note", notes),
        *embargo_rows,
    ]
    if status == USABLE and signal == "kill":
        status = CANCELED
        rows[0] = evidence("pub_status", [replace(signals[0], value=CANCELED)], note="a kill")
    elif status == USABLE and embargo_rows and lifted is None:
        status = WITHHELD
        rows[0] = Evidence(
            "pub_status",
            WITHHELD,
            embargo_rows[0].raw,
            embargo_rows[0].where,
            "an embargo without a time",
            0.9,
        )
    elif status == WITHHELD and lifted is not None:
        status = USABLE  # what withholds it is the embargo, and that ends by itself
        rows[0] = evidence("pub_status", [replace(statuses[0], value=USABLE)], note="under embargo")
    own_slugline = sluglines[0].value if sluglines else None
    amended = read_amended(
        headers, uri, source, signal or ("kill" if status == CANCELED else None), own_slugline
    )
    rows.extend(row for row in amended[2:] if row is not None)
    return Editorial(
        status,
        signal,
        lifted,
        own_slugline,
        slugline_key(own_slugline) if own_slugline else None,
        notes[0].value if notes else None,
        amended[0],
        amended[1],
        tuple(row for row in rows if row is not None),
    )


def named_words(headers: Sequence[RawHeader], kind: str) -> list[Candidate]:
    """The headers of a kind whose words `editorial_words.toml` knows, each as the term that it means."""
    known = meanings(kind)
    found = []
    for header in in_order(headers, kind):
        word = fold(re.split(r"[:/#]", header.value.strip())[-1].strip(" .!*"))
        if word in known:
            rule = rules(kind)[header.name.lower()]
            found.append(Candidate(known[word], header.value, header.where, rule.rule, rule.confidence))
    return found


@cache
def meanings(kind: str) -> dict[str, str]:
    """Word -> term, for `status` and `signal`."""
    return {fold(word): term for term, words in read("editorial_words")[kind].items() for word in words}


def folded_texts(headers: Sequence[RawHeader], kind: str, longest: int) -> list[Candidate]:
    """The texts of a kind of header, white space folded, cut at `longest` characters."""
    found = []
    for header in in_order(headers, kind):
        value = " ".join(header.value.split())[:longest]
        if value:
            rule = rules(kind)[header.name.lower()]
            found.append(Candidate(value, header.value, header.where, rule.rule, rule.confidence))
    return found


def read_amended(
    headers: Sequence[RawHeader], uri: str, source: str, signal: str | None, slugline: str | None
) -> tuple[str | None, str | None, Evidence | None, Evidence | None]:
    """The uri and the slug line of the other item that this record updates, corrects or kills, with their evidence."""
    named = []
    for header in in_order(headers, "previous"):
        # The other item may spell its address otherwise.
        identifier = uris.address_key(uris.identifier_of(header.value, source))
        if identifier != uris.address_key(uri):
            named.append(Candidate(identifier, header.value, header.where, "the item that it replaces", 0.95))
    words = folded_texts(headers, "previous_slugline", MAX_SLUGLINE)
    if not words and not named and slugline and signal in AMENDING:
        words = [Candidate(slugline, slugline, "slug line", f"a {signal} of its own slug line", 0.7)]
    key = slugline_key(words[0].value) if words else None
    return (
        named[0].value if named else None,
        key,
        evidence("amends_uri", named),
        evidence("amends_slugline_key", words, value=key),
    )


def slugline_key(slugline: str) -> str:
    """The form in which slug lines are compared: small letters, no white space around the marks between the words."""
    return re.sub(r"\s*([-/,–—_])\s*", r"\1", " ".join(slugline.casefold().split())).strip(" -/,.^|*")
