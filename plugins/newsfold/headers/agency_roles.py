"""Which agencies wrote a text, which carried it, and which are only cited."""

from collections.abc import Iterator, Sequence

from newsfold.config.sources import Source
from newsfold.headers.header_names import listed
from newsfold.model import AgencyRole, Candidate, RawHeader
from newsfold.text.agencies import Agency, cited_agencies, find_agency
from newsfold.text.byline import Credit
from newsfold.text.calendar_names import fold
from newsfold.text.dateline_parts import Dateline


def wrote(agency: Agency) -> str:
    """The role of an agency that is credited: wire agencies wrote the text, services for press releases carried it."""
    return "origin" if agency.wire else "carrier"


def unknown_role(name: str, source: Source) -> str:
    """The role of a name that is no agency we know: origin where it is the source's own, else carrier."""
    return "origin" if source.agency and fold(name) == fold(source.agency) else "carrier"


# An agency's role and the candidate that shows it.
Shown = tuple[AgencyRole, Candidate]


def shown(name: str, role: str, raw: str, where: str, rule: str, confidence: float) -> Shown:
    """A role with its candidate."""
    return AgencyRole(name, role, raw), Candidate(name, raw, where, f"{rule}: {role}", confidence)


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
    found = [
        *of_dateline(dateline, source),
        *of_byline(credits),
        *of_headers(headers, source),
        *of_last_line(body),
    ]
    if not found and source.agency:
        known = find_agency(source.agency)
        name, role = (known.name, wrote(known)) if known else (source.agency, "origin")
        found = [shown(name, role, source.agency, "sources.toml", "the source's agency", 0.6)]
    found.sort(key=lambda pair: (pair[0].role != "origin", -pair[1].confidence))
    roles: dict[str, AgencyRole] = {}
    for named in (*(pair[0] for pair in found), *cited_agencies(body)):
        roles.setdefault(named.agency, named)
    return tuple(roles.values()), tuple(candidate for _, candidate in found)


def of_dateline(dateline: Dateline | None, source: Source) -> Iterator[Shown]:
    """The agency in the dateline's brackets, known or not."""
    if dateline is None:
        return
    raw = dateline.agency_raw or ""
    if dateline.agency is not None:
        yield shown(
            dateline.agency.name, wrote(dateline.agency), raw, "dateline", "agency of the dateline", 0.97
        )
    elif raw:
        rule = "name in the dateline that is no agency we know"
        yield shown(raw, unknown_role(raw, source), raw, "dateline", rule, 0.8)


def of_byline(credits: Sequence[Credit]) -> Iterator[Shown]:
    """The agencies that bylines credit."""
    for credit in credits:
        for agency, raw in credit.agencies:
            yield shown(agency.name, wrote(agency), raw, "byline", "agency in the byline", 0.93)


def of_headers(headers: Sequence[RawHeader], source: Source) -> Iterator[Shown]:
    """The agencies in headers for the source, the publisher or the credit; `agency` may hold one that we don't know."""
    for header in headers:
        name = header.name.lower()
        if name not in listed("agency") and not name.startswith("item.infosource"):
            continue
        known = find_agency(header.value)
        if known is not None:
            yield shown(
                known.name, wrote(known), header.value, header.where, f"agency in {header.name}", 0.85
            )
        elif name == "agency" and len(header.value) <= 60:
            rule = "agency header, no agency we know"
            yield shown(
                header.value, unknown_role(header.value, source), header.value, header.where, rule, 0.7
            )


def of_last_line(body: str) -> Iterator[Shown]:
    """The agency that is all of the text's last line."""
    closing = body[-400:].rstrip().rsplit("\n", 1)[-1].strip() if "\n" in body[-400:] else ""
    if closing and len(closing) <= 40 and (known := find_agency(closing)) is not None:
        yield shown(known.name, "origin", closing, "last paragraph", "closing credit", 0.85)
