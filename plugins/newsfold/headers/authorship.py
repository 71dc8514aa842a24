"""Byline and agencies of a record: which header names the writers, and which agencies wrote, carried or are cited."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from newsfold.headers.agencies import Agency, cited_agencies, find_agency
from newsfold.headers.byline import Credit, read_credit
from newsfold.headers.calendar_names import fold
from newsfold.headers.dateline import Dateline
from newsfold.headers.header_names import listed, rules
from newsfold.headers.sighted_names import has_small_words, labelled_name, signature
from newsfold.model import AgencyRole, Candidate, RawHeader
from newsfold.sources import Source

SIDE_WORDS = re.compile(
    r"comment|related|sidebar|aside|footer|\bnav\b|teaser|recommend|promo|trending|latest|widget|avatar", re.I
)
AWAY = ", away from the headline"
SIGNED = "name in a paragraph of its own"


@dataclass(frozen=True, slots=True)
class Authorship:
    """Candidates for the byline (`value` is the names with `; ` between), likeliest first, and the agencies' roles."""

    names: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    agencies: tuple[AgencyRole, ...]
    agency_candidates: tuple[Candidate, ...]


def grouped(headers: Sequence[RawHeader]) -> list[tuple[str, list[RawHeader]]]:
    """Author headers that belong together: of one JSON-LD node, of one name, or elements of one kind that follow each other."""
    groups: list[tuple[tuple[str, str], list[RawHeader]]] = []
    for header in headers:
        name = header.name.lower()
        if name not in rules("author") or (
            name in listed("author_in_sight") and SIDE_WORDS.search(header.where)
        ):
            continue
        place = (
            header.where
            if name in listed("author_in_sight")
            else header.where.split(" (")[0]
            if name.startswith("jsonld")
            else ""
        )
        key = (name, place)
        earlier = (
            next((rows for other, rows in groups if other == key), None)
            if name not in listed("author_in_sight")
            else None
        )
        if earlier is None and groups and groups[-1][0] == key:
            earlier = groups[-1][1]
        if earlier is not None and name in listed("author_one_each"):
            earlier.append(header)
        else:
            groups.append((key, [header]))
    return [(name, rows) for (name, _), rows in groups[:40]]


def read_group(
    name: str, rows: Sequence[RawHeader], language: str | None, publishers: frozenset[str]
) -> Credit:
    """All names of one group of headers; what JSON-LD calls an organization stays one."""
    persons: list[str] = []
    organizations: list[str] = []
    agencies: list[tuple[Agency, str]] = []
    for row in rows[:40]:
        if row.value.startswith(("http://", "https://", "//", "/")):
            continue
        credit = read_credit(
            row.value, language=language, publishers=publishers, whole="(Person" in row.where
        )
        agencies.extend(credit.agencies)
        if "(Organization" in row.where or "(NewsMediaOrganization" in row.where:
            organizations.extend((*credit.organizations, *credit.persons))
        else:
            organizations.extend(credit.organizations)
            seen = name in listed("author_in_sight")
            persons.extend(person for person in credit.persons if not (seen and has_small_words(person)))
    return Credit(unique(persons), unique(organizations), tuple(agencies))


def unmarked(headers: Sequence[RawHeader], body: str) -> list[RawHeader]:
    """Headers made of names in lines that are not marked as bylines: in the date's line, or alone in a paragraph."""
    dated = [header for header in headers if header.name in ("visible date", "time.text")]
    near = [row for row in dated if not (row.where.endswith(AWAY) or SIDE_WORDS.search(row.where))]
    found = [
        RawHeader("name beside a date", name, row.where)
        for row in near[:10]
        if (name := labelled_name(row.value))
    ][:1]
    signed = signature(body)
    return [*found, RawHeader("signature", signed, "text's first or last paragraph")] if signed else found


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """The names in their order, each once, compared without case."""
    return tuple(
        {fold(name): name for name in reversed(names)}[key]
        for key in dict.fromkeys(fold(name) for name in names)
    )


def read_authorship(headers: Sequence[RawHeader], body: str, dateline: Dateline | None, source: Source, language: str | None,
                    publishers: frozenset[str]) -> Authorship:  # fmt: skip
    """Byline and agencies from the headers, the dateline and the text."""
    rows = [*headers, *unmarked(headers, body)]
    if dateline is not None and dateline.names:
        rows.append(RawHeader("dateline names", dateline.names, "dateline"))
    found: list[tuple[Credit, Candidate]] = []
    seen_in_sight = 0
    author_rules = rules("author")
    for name, group in grouped(rows):
        credit = read_group(name, group, language, publishers)
        rule, confidence = author_rules[name].rule, author_rules[name].confidence
        raw = "; ".join(row.value for row in group)[:2_000]
        if (
            credit.persons
            and len(credit.persons) == 1
            and " " not in credit.persons[0]
            and credit.persons[0].isascii()
        ):
            confidence -= 0.25  # a user name
        if name in listed("author_in_sight"):
            confidence -= 0.06 * min(5, seen_in_sight)  # the article's own stands first
            confidence -= 0.06 * group[0].where.endswith(AWAY)
            seen_in_sight += bool(credit.persons)
            confidence -= 0.4 * (len(credit.persons) > 6)
        found.append(
            (credit, Candidate("; ".join(credit.persons), raw, group[0].where, rule, round(confidence, 3)))
        )
    # A text is signed where the outlet itself stands as the author; elsewhere such a line may be a heading.
    outlets = any(credit.organizations for credit, _ in found)
    named = [raised(pair, found) for pair in found if pair[0].persons and (outlets or pair[1].rule != SIGNED)]
    named.sort(key=lambda pair: -pair[1].confidence)
    roles, agency_candidates = read_agencies(rows, body, dateline, source, [credit for credit, _ in found])
    empty = tuple(candidate for credit, candidate in found if not credit.persons)
    if named:
        return Authorship(
            named[0][0].persons, (*(candidate for _, candidate in named), *empty), roles, agency_candidates
        )
    corporate = [as_organization(pair) for pair in found if pair[0].organizations]
    corporate.sort(key=lambda pair: -pair[1].confidence)
    names = corporate[0][0].organizations[:1] if corporate else ()
    return Authorship(
        names,
        (*(candidate for _, candidate in corporate), *(c for c in empty if not corporate)),
        roles,
        agency_candidates,
    )


def as_organization(pair: tuple[Credit, Candidate]) -> tuple[Credit, Candidate]:
    """The reading of a header that credits an editorial office and no person: taken only where no header names a person."""
    credit, candidate = pair
    rule = f"{candidate.rule}, an organization"
    return credit, Candidate(
        credit.organizations[0], candidate.raw, candidate.where, rule, round(candidate.confidence - 0.3, 3)
    )


def raised(
    pair: tuple[Credit, Candidate], found: Sequence[tuple[Credit, Candidate]]
) -> tuple[Credit, Candidate]:
    """The same reading, surer for each other kind of header that names the same persons."""
    credit, candidate = pair
    names = {fold(name) for name in credit.persons}
    agreeing = {
        other.rule
        for people, other in found
        if other is not candidate and {fold(name) for name in people.persons} == names
    }
    confidence = round(min(0.99, candidate.confidence + 0.05 * min(3, len(agreeing))), 3)
    return credit, Candidate(candidate.value, candidate.raw, candidate.where, candidate.rule, confidence)


def wrote(agency: Agency) -> str:
    """The role of an agency that is credited: wire agencies wrote the text, services for press releases carried it."""
    return "origin" if agency.wire else "carrier"


def unknown_role(name: str, source: Source) -> str:
    """The role of a name that is no agency we know: origin where it is the source's own, else carrier."""
    return "origin" if source.agency and fold(name) == fold(source.agency) else "carrier"


def read_agencies(
    headers: Sequence[RawHeader],
    body: str,
    dateline: Dateline | None,
    source: Source,
    credits: Sequence[Credit],
) -> tuple[tuple[AgencyRole, ...], tuple[Candidate, ...]]:
    """Roles of all agencies, the surest first, with a candidate for each that wrote or carried the text.

    A known wire agency in the dateline, the byline, a credit header or the closing credit wrote it, and so did the agency
    that the source is (`agency` in sources.toml). Another name in the dateline's brackets, and a service for press releases,
    carried it. An agency that the text names is cited.
    """
    found: list[tuple[AgencyRole, Candidate]] = []

    def add(name: str, role: str, raw: str, where: str, rule: str, confidence: float) -> None:
        found.append(
            (AgencyRole(name, role, raw), Candidate(name, raw, where, f"{rule}: {role}", confidence))
        )

    if dateline is not None and dateline.agency is not None:
        add(
            dateline.agency.name,
            wrote(dateline.agency),
            dateline.agency_raw or "",
            "dateline",
            "agency of the dateline",
            0.97,
        )
    elif dateline is not None and dateline.agency_raw:
        add(
            dateline.agency_raw,
            unknown_role(dateline.agency_raw, source),
            dateline.agency_raw,
            "dateline",
            "name in the dateline that is no agency we know",
            0.8,
        )
    for credit in credits:
        for agency, raw in credit.agencies:
            add(
                agency.name,
                wrote(agency),
                raw,
                "byline",
                "agency in the byline",
                0.93,
            )
    for header in headers:
        name = header.name.lower()
        if name in listed("agency") or name.startswith("item.infosource"):
            known = find_agency(header.value)
            if known is not None:
                add(
                    known.name,
                    wrote(known),
                    header.value,
                    header.where,
                    f"agency in {header.name}",
                    0.85,
                )
            elif name == "agency" and len(header.value) <= 60:
                add(
                    header.value,
                    unknown_role(header.value, source),
                    header.value,
                    header.where,
                    "agency header, no agency we know",
                    0.7,
                )
    closing = body[-400:].rstrip().rsplit("\n", 1)[-1].strip() if "\n" in body[-400:] else ""
    if closing and len(closing) <= 40 and (known := find_agency(closing)) is not None:
        add(known.name, "origin", closing, "last paragraph", "closing credit", 0.85)
    if not found and source.agency:
        known = find_agency(source.agency)
        add(
            known.name if known else source.agency,
            wrote(known) if known else "origin",
            source.agency,
            "sources.toml",
            "the source's agency",
            0.6,
        )
    found.sort(key=lambda pair: (pair[0].role != "origin", -pair[1].confidence))
    roles: dict[str, AgencyRole] = {}
    for named in (*(pair[0] for pair in found), *cited_agencies(body)):
        roles.setdefault(named.agency, named)
    return tuple(roles.values()), tuple(candidate for _, candidate in found)
