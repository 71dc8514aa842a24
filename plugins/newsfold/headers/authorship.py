"""Byline and agencies of a record: which header names the writers, and which agencies wrote, carried or are cited."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsfold.config.sources import Source
from newsfold.headers.agency_roles import read_agencies
from newsfold.headers.author_rules import author_rule
from newsfold.headers.header_names import listed
from newsfold.model import AgencyRole, Candidate, HeaderPlace, RawHeader
from newsfold.text.agencies import Agency
from newsfold.text.author_pages import name_in_address
from newsfold.text.byline import Credit, read_credit, without_by
from newsfold.text.calendar_names import fold
from newsfold.text.credit_lines import opens_with_byline
from newsfold.text.dateline_parts import Dateline
from newsfold.text.element_names import credits_another
from newsfold.text.sighted_names import (
    closing_credit,
    has_small_words,
    is_person,
    labelled_name,
    name_beside_date,
    signature,
)
from newsfold.text.word_lists import any_of

SIGNED = "name in a paragraph of its own"
GUESSED = "only name beside a date"
FROM_ADDRESS = 0.5
SPELLED_OUT = 0.3
DOUBTFUL = 0.6  # below this a single word may be a user, or no name at all
USER_NAME = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+){0,3}")
NAMED_BESIDE = frozenset(("itemprop.name", "itemprop.url"))
# Who built the page and not who wrote the text, in a `<meta>` element.
SITE_MAKER = re.compile(rf"(?<!\w){any_of('site_makers')}(?!\w)", re.I)
ORGANIZATIONS = frozenset(("Organization", "NewsMediaOrganization"))


@dataclass(frozen=True, slots=True)
class Authorship:
    """Candidates for the byline (`value` is the names with `; ` between), likeliest first, and the agencies' roles."""

    names: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    agencies: tuple[AgencyRole, ...]
    agency_candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One group of author headers, read: their name, the headers, what they credit, and that as a candidate for the byline."""

    header: str
    rows: Sequence[RawHeader]
    credit: Credit
    candidate: Candidate


def grouped(headers: Sequence[RawHeader]) -> list[tuple[str, list[RawHeader]]]:
    """Author headers that belong together: of one JSON-LD node, of one name, or elements of one kind that follow each other."""
    groups: list[tuple[tuple[str, str], list[RawHeader]]] = []
    run = 0  # where the author headers began that follow each other, with nothing else but their names and links between
    for header in headers:
        name = header.name.lower()
        if author_rule(header) is None:
            run = run if name in NAMED_BESIDE else len(groups)
            continue
        in_sight = name in listed("author_in_sight")
        place = str(header.place) if in_sight else ""
        if name.startswith("jsonld"):
            place = header.place.element
        key = (name, place)
        among = groups[run:] if name == "itemprop.author" else [] if in_sight else groups
        earlier = next((rows for other, rows in among if other == key), None)
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
    """All names of one group of headers; what JSON-LD calls an organization stays one.

    An agency or an office that has an entry of its own among persons is one of the authors.
    """
    persons: list[str] = []
    organizations: list[str] = []
    agencies: list[tuple[Agency, str]] = []
    partners: list[tuple[int, str]] = []
    for row in rows[:40]:
        if is_address(row.value):
            continue
        credit = read_credit(
            row.value,
            language=language,
            publishers=publishers,
            whole=row.place.value_types[:1] == ("Person",),
            stated=name.startswith(("jsonld.", "meta.", "itemprop.")),
        )
        if row.place.value_types[:1] == ("Person",) and is_person(row.value) and not credit.agencies:
            credit = Credit(
                persons=credit.persons or (row.value.strip(),)
            )  # an outlet that is called after its owner
        if name.startswith("meta.") and SITE_MAKER.search(row.value):
            credit = replace(
                credit, organizations=tuple(each for each in credit.organizations if fold(each) in publishers)
            )
        agencies.extend(credit.agencies)
        is_office = bool(credit.organizations) and not ORGANIZATIONS.intersection(row.place.value_types[:1])
        if (credit.agencies or is_office) and not credit.persons and name == "jsonld.author":
            partners.append((len(persons), row.value))
        if ORGANIZATIONS.intersection(row.place.value_types[:1]):
            organizations.extend((*credit.organizations, *credit.persons))
        else:
            organizations.extend(credit.organizations)
            seen = name in listed("author_in_sight")
            persons.extend(person for person in credit.persons if not (seen and has_small_words(person)))
    for place, partner in reversed(partners if persons else []):
        persons.insert(place, partner)
    return Credit(unique(persons), unique(organizations), tuple(agencies))


def is_address(value: str) -> bool:
    """True for a link in place of a name."""
    return value.startswith(("http://", "https://", "//", "/"))


def unmarked(headers: Sequence[RawHeader], body: str) -> list[RawHeader]:
    """Headers made of names in lines that are not marked as bylines: in the date's line, or alone in a paragraph."""
    dated = [header for header in headers if header.name in ("visible date", "time.text")]
    near = [row for row in dated if not (row.place.is_away or credits_another(row.place))]
    found = [
        RawHeader("name beside a date" if name else "only name beside a date", name or beside, row.place)
        for row in near[:10]
        if (name := labelled_name(row.value)) or (beside := name_beside_date(row.value))
    ][:1]
    credit = closing_credit(body)
    if credit:
        found = [*found, RawHeader("closing credit", credit, HeaderPlace("near the text's end"))]
    signed = signature(body)
    return (
        [*found, RawHeader("signature", signed, HeaderPlace("text's first or last paragraph"))]
        if signed
        else found
    )


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
        rows.append(RawHeader("dateline names", dateline.names, HeaderPlace("dateline")))
    found = without_titles(without_user_names(read_groups(grouped(rows), language, publishers)))
    roles, agency_candidates = read_agencies(
        rows, body, dateline, source, [reading.credit for reading in found]
    )
    # A text is signed where the outlet itself stands as the author; elsewhere such a line may be a heading.
    outlets = any(row.credit.organizations or row.candidate.confidence <= SPELLED_OUT for row in found)
    persons = [row for row in found if row.credit.persons and (outlets or row.candidate.rule != SIGNED)]
    guessed = [row for row in persons if row.header == GUESSED]
    named = [raised(row, found) for row in persons if row.header != GUESSED]
    if named and all(" " not in row.value and row.confidence < DOUBTFUL for row in named):
        named.extend(corporate(found))
    others = corporate(found) or credited_agency(found) or [row.candidate for row in guessed]
    ranked = sorted(named or others, key=lambda row: -row.confidence)
    names = tuple(ranked[0].value.split("; ")) if ranked else ()
    empty = tuple(row.candidate for row in found if not row.candidate.value) if named or not ranked else ()
    return Authorship(names, (*ranked, *empty), roles, agency_candidates)


def read_groups(
    groups: Sequence[tuple[str, list[RawHeader]]], language: str | None, publishers: frozenset[str]
) -> list[Reading]:
    """Each group of headers with what it credits, and how far that is to be trusted."""
    found: list[Reading] = []
    seen_in_sight = 0
    for name, group in groups:
        credit = read_group(name, group, language, publishers)
        known = author_rule(group[0])
        assert known is not None
        rule, confidence = known.rule, known.confidence
        pages = [page for row in group if is_address(row.value) and (page := name_in_address(row.value))]
        if pages and credit == Credit():
            credit, rule, confidence = Credit(unique(pages)), f"{rule}, name in its address", FROM_ADDRESS
        if len(credit.persons) == 1 and " " not in credit.persons[0] and credit.persons[0].isascii():
            # A user name, where no word for `by` stands in front of it by the headline.
            is_signed = not group[0].place.is_away and opens_with_byline(group[0].value)
            confidence -= 0.1 if is_signed else 0.25
        if name in listed("author_in_sight"):
            confidence -= 0.06 * min(5, seen_in_sight)  # the article's own stands first
            confidence -= 0.06 * group[0].place.is_away
            seen_in_sight += bool(credit.persons)
            confidence -= 0.4 * (len(credit.persons) > 6)
        raw = "; ".join(row.value for row in group)[:2_000]
        shown = Candidate("; ".join(credit.persons), raw, group[0].where, rule, round(confidence, 3))
        found.append(Reading(name, group, credit, shown))
    return found


def without_user_names(found: Sequence[Reading]) -> list[Reading]:
    """The same readings, those made of a user name (`jane.doe`) lowered where another spells the name out."""
    spelled = {letters(name) for row in found for name in row.credit.persons if " " in name}
    return [
        replace(row, candidate=replace(row.candidate, confidence=SPELLED_OUT))
        if len(row.credit.persons) == 1
        and USER_NAME.fullmatch(row.credit.persons[0])
        and letters(row.credit.persons[0]) in spelled
        else row
        for row in found
    ]


def without_titles(found: Sequence[Reading]) -> list[Reading]:
    """The same readings, a line that goes on behind a name (`Jane Roe Head Winemaker`, `Jane Roe, Beekeeper`) lowered below
    the element inside it that holds the name alone; a longer name that the page's data states stays.
    """
    in_sight = [row for row in found if row.header in listed("author_in_sight")]
    stated = {row.credit.persons[:1] for row in found if row not in in_sight}
    alone = {row.credit.persons[0]: row for row in in_sight if len(row.credit.persons) == 1}
    lowered = []
    for row in found:
        first, rest = (row.credit.persons or ("",))[0], row.credit.persons[1:]
        shorter = next((name for name in alone if " " in name and first.startswith(f"{name} ")), None)
        kept = row
        if row in in_sight and shorter and not rest and (first,) not in stated:
            least = min(max(alone[shorter].candidate.confidence - 0.01, 0.0), row.candidate.confidence)
            kept = replace(row, candidate=replace(row.candidate, confidence=least))
        lowered.append(kept)
    return lowered


def letters(name: str) -> str:
    """A name's first and last word in small letters, without accents and marks."""
    plain = "".join(
        mark for mark in unicodedata.normalize("NFKD", fold(name)) if not unicodedata.combining(mark)
    )
    words = [word for word in re.split(r"[\W_]+", plain) if word]
    return "".join(words[:1] + words[-1:] if len(words) > 1 else words)


def corporate(found: Sequence[Reading]) -> list[Candidate]:
    """The editorial offices that are credited: they count where no header names a person."""
    return [
        less_sure(row, row.credit.organizations[0], "an organization")
        for row in found
        if row.credit.organizations
    ]


def credited_agency(found: Sequence[Reading]) -> list[Candidate]:
    """The agencies in the place of the author: they count where nobody else is credited. Lines of wire copy don't:
    there the agency's name only says whose copy it is."""
    return [
        less_sure(row, without_by(row.credit.agencies[0][1]).strip(), "an agency")
        for row in found
        if row.credit.agencies and row.header.startswith(("jsonld.", "meta.", "itemprop.", "visible byline"))
    ]


def less_sure(row: Reading, name: str, kind: str) -> Candidate:
    """The candidate of a header that credits `name`, which is no person, whatever a page calls it."""
    stated = next((header.place for header in row.rows if name in header.value), row.rows[0].place)
    where = str(replace(stated, value_types=()) if set(stated.value_types) <= {"Person"} else stated)
    rule, confidence = f"{row.candidate.rule}, {kind}", round(row.candidate.confidence - 0.3, 3)
    return replace(row.candidate, value=name, where=where, rule=rule, confidence=confidence)


def raised(row: Reading, found: Sequence[Reading]) -> Candidate:
    """The same reading, surer for each other kind of header that names the same persons."""
    names = {fold(name) for name in row.credit.persons}
    agreeing = {
        other.candidate.rule
        for other in found
        if other is not row and {fold(name) for name in other.credit.persons} == names
    }
    confidence = round(min(0.99, row.candidate.confidence + 0.05 * min(3, len(agreeing))), 3)
    return replace(row.candidate, confidence=confidence)
