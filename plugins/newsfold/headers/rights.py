"""Whose text it is, what may be done with it, and by which other ids it is known.

Terms: IPTC ninjs 3.1 `copyrightHolder`, `copyrightNotice`, `usageTerms`, `altIds`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.headers.evidence import evidence, listed_evidence
from newsfold.headers.header_names import in_order, listed, rules
from newsfold.model import AltId, Candidate, Evidence, RawHeader

MAX_RIGHTS = 2_000
MAX_ALT_IDS = 20
MAX_IDENTIFIER = 500
MAX_ROLE = 100
FIELDS = ("copyright_holder", "copyright_notice", "usage_terms")


@dataclass(frozen=True, slots=True)
class Rights:
    """The rights that a record states, as given."""

    copyright_holder: str | None = None
    copyright_notice: str | None = None
    usage_terms: str | None = None
    evidence: tuple[Evidence, ...] = ()


def read_rights(headers: Sequence[RawHeader]) -> Rights:
    """Holder, notice and terms, each from its surest header."""
    found = {field: stated(headers, field) for field in FIELDS}
    rows = [evidence(field, candidates) for field, candidates in found.items()]
    holder, notice, terms = (candidates[0].value if candidates else None for candidates in found.values())
    return Rights(holder, notice, terms, tuple(row for row in rows if row is not None))


def stated(headers: Sequence[RawHeader], field: str) -> list[Candidate]:
    """The texts of one field's headers, white space folded."""
    found = []
    for header in in_order(headers, field):
        value = " ".join(header.value.split())[:MAX_RIGHTS]
        if any(character.isalnum() for character in value):
            rule = rules(field)[header.name.lower()]
            found.append(Candidate(value, header.value, header.where, rule.rule, rule.confidence))
    return found


def read_alt_ids(headers: Sequence[RawHeader]) -> tuple[tuple[AltId, ...], Evidence | None]:
    """The other ids of the record, each once, with the role that their place states, and their evidence."""
    found: dict[AltId, RawHeader] = {}
    for header in headers:
        value = header.value.strip()
        if header.name.lower() in listed("alt_id") and 0 < len(value) <= MAX_IDENTIFIER:
            role = header.place.role.strip()
            alt_id = AltId(role if len(role) <= MAX_ROLE else "", value)
            if len(found) < MAX_ALT_IDS:
                found.setdefault(alt_id, header)
    stated = [
        (f"{alt_id.role}: {alt_id.value}" if alt_id.role else alt_id.value, header)
        for alt_id, header in found.items()
    ]
    return tuple(found), listed_evidence("alt_ids", stated, 0.95)


# What robots metas say to machines that learn. None is a standard: `noai` and `noimageai` come from DeviantArt.
NO_AI = frozenset({"noai", "noimageai", "noml"})


def read_opt_out(headers: Sequence[RawHeader], server: Sequence[str]) -> tuple[str, ...]:
    """By which means the publisher reserves text and data mining or training: what its server said when the file was
    fetched, then the metas of the page, without doubles. Source: TDMRep (W3C Community Group Report), section 6.3.
    """
    found = list(server)
    for header in headers:
        if header.name == "meta.robots" and NO_AI & {
            word.strip().lower() for word in header.value.split(",")
        }:
            found.append("meta robots")
        if header.name == "meta.tdm-reservation" and header.value.strip() == "1":
            found.append("meta tdm-reservation")
    return tuple(dict.fromkeys(found))
