"""One record's raw headers and text -> an Article, with the evidence for each field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from newsfold.config.sources import Source
from newsfold.headers import headline as headlines
from newsfold.headers import languages, subjects, uris
from newsfold.headers.authorship import Authorship, read_authorship
from newsfold.headers.confidence import with_confidences
from newsfold.headers.date_candidates import Clock
from newsfold.headers.editorial import read_editorial
from newsfold.headers.embargo import declared_embargo
from newsfold.headers.evidence import evidence, undecided
from newsfold.headers.header_names import listed
from newsfold.headers.publication import Publication, read_publication
from newsfold.headers.rights import read_alt_ids, read_opt_out
from newsfold.headers.stated_fields import read_stated_fields
from newsfold.headers.truncation import read_wholeness
from newsfold.model import Article, Candidate, Evidence, RawHeader, Record, Rejection, SourceFile
from newsfold.text import places, word_lists
from newsfold.text.bracket_datelines import find_bracket_dateline
from newsfold.text.calendar_names import fold, numeric_order
from newsfold.text.clock_times import zone_of
from newsfold.text.closing_lines import split_closing_date
from newsfold.text.date_place_lines import find_date_and_place
from newsfold.text.date_readings import DateHints
from newsfold.text.dateline import Context, Dateline, find_dateline
from newsfold.text.dateline_parts import is_place_name, proper_case, split_place

# Headers that hold a dateline or its place, whole datelines first.
DATELINE_HEADERS = ("item.dateline", "dateline", "jsonld.dateline", "place", "item.located")
MAX_IN_SIGHT = 5
LEAST_EXTENT = 0.5  # of a page's running text: below it a body may be cut
WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+(?:['’-][^\W_]+)*")
# The same for a text in ASCII, where it finds the same twice as fast.
ASCII_WORD = re.compile(r"[A-Za-z0-9]+(?:['-][A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for the whole record: language, country, the order of day and month, addresses."""

    language: str | None
    languages: tuple[Candidate, ...]
    country: str | None
    addresses: tuple[tuple[str, RawHeader], ...]
    hints: DateHints


def normalize(record: Record, source: Source, file: SourceFile, *, alone: bool = True) -> Article | Rejection:
    """Read the headers of `record` as it was found in `file` of `source`; `alone`: the file holds nothing else.

    Pure: "now" is `file.fetched_at`. Rejection `no_article` where no text is left. Each header field that has a value has one
    Evidence; a field with candidates of which none was accepted has one with the value None.
    """
    setting = read_setting(record, source, file)
    dateline = read_dateline(record, source, setting)
    body = record.body[dateline.end :].lstrip() if dateline else record.body.strip()
    if not any(character.isalnum() for character in body):
        return Rejection(
            "no_article", "no text is left below the headers", record.position, record.offset, record.format
        )
    body, closing_date, closing_line = split_closing_date(body)
    if closing_date is not None and closing_line is not None:
        record = replace(
            record,
            headers=(*record.headers, closing_date),
            set_aside=(*record.set_aside, closing_line),
        )
    words = count_words(body)
    whole = read_wholeness(record, body, words)
    if whole.text != body:
        body, words = whole.text, count_words(whole.text)
    clock = Clock(
        file.fetched_at.astimezone(UTC),
        zone_of(source.time_zone),
        zone_of(dateline.zone) if dateline else None,
        outlet_zone(record, setting),
    )
    dates = read_publication(record, body, dateline, file, setting.hints, setting.addresses, clock)
    address = setting.addresses[0][0] if setting.addresses else None
    sites = headlines.site_names(record.headers, address, source.name)
    titles = headlines.candidates(record.headers, sites, record.format)
    publishers = frozenset(
        {
            *(fold(header.value) for header in record.headers if header.name.lower() in listed("outlet")),
            fold(source.name),
            *sites,
        }
    ) - {""}
    authors = read_authorship(record.headers, body, dateline, source, setting.language, publishers)
    sections = subjects.section(record.headers)
    keywords, keyword_rows = subjects.keywords(record.headers)
    topics, topics_row = subjects.subjects(record.headers)
    alt_ids, alt_ids_row = read_alt_ids(record.headers)
    agency = next((role for role in authors.agencies if role.role != "cited"), None)
    headline = titles[0].value if titles and titles[0].confidence >= 0.3 else None
    identity = uris.identity_of(
        record, body, setting.addresses, source.slug, file, (headline, setting.language), alone=alone
    )
    editorial = read_editorial(
        record.headers, identity.uri, source.slug, setting.hints, clock, dates.published_on
    )
    stated = read_stated_fields(record.headers)
    declared = declared_embargo(
        source.embargo_minutes, dates.published_at, dates.published_on, file.fetched_at
    )
    ends = [datetime.fromisoformat(declared.value)] if declared and declared.value else []
    return Article(
        source=source.slug,
        uri=identity.uri,
        known_by=uris.known_by(identity),
        file_uri=file.uri,
        record_position=record.position,
        format=record.format,
        encoding=record.encoding,
        body=body,
        word_count=words,
        headline=headline,
        byline=authors.names,
        agency=agency.agency if agency else None,
        agency_role=agency.role if agency else None,
        agencies=authors.agencies,
        dateline_place=dateline.place if dateline else None,
        dateline_country=dateline.country if dateline else None,
        language=setting.language,
        published_on=dates.published_on,
        published_at=dates.published_at,
        published_precision=dates.precision,
        modified_at=dates.modified_at,
        outlet_day=dates.outlet_day,
        dateline_day=dates.dateline_day,
        day_utc_offset=dates.day_utc_offset,
        section=sections[0].value if sections else None,
        keywords=keywords,
        subjects=topics,
        pub_status=editorial.pub_status,
        signal=editorial.signal,
        embargoed=max([*ends, *([editorial.embargoed] if editorial.embargoed else [])], default=None),
        slugline=editorial.slugline,
        slugline_key=editorial.slugline_key,
        ed_note=editorial.ed_note,
        amends_uri=editorial.amends_uri,
        amends_slugline_key=editorial.amends_slugline_key,
        **stated.values,
        alt_ids=alt_ids,
        opt_out=read_opt_out(record.headers, file.opt_out),
        is_truncated=whole.is_truncated,
        set_aside=(*record.set_aside, *whole.set_aside),
        evidence=with_confidences((
            uris.uri_evidence(identity),
            *all_evidence(setting, dateline, dates, titles, authors, sections, keywords, keyword_rows),
            *(row for row in (topics_row, alt_ids_row, declared, body_evidence(record), whole.evidence) if row is not None),
            *editorial.evidence,
            *stated.evidence,
        ), record.format),
    )  # fmt: skip


def count_words(text: str) -> int:
    """How many words a text has; each Chinese or Japanese character is one."""
    return len((ASCII_WORD if text.isascii() else WORD).findall(text))


def read_setting(record: Record, source: Source, file: SourceFile) -> Setting:
    """Language, country and date order, from the record's own statements and the source's."""
    found = languages.candidates(record.headers, record.body, source.language)
    language = found[0].value if found else None
    addresses = tuple(uris.own_addresses(record.headers))
    declared = [
        country
        for declared_language, country, _ in languages.declared(record.headers)
        if country and declared_language == language
    ]
    country = source.country or next(iter(declared), None) or country_of(addresses)
    stated = next((header.value for header in record.headers if header.name == "date.order"), None)
    order = source.date_order or stated or (numeric_order(language, country) if language else None)
    return Setting(
        language, tuple(found), country, addresses, DateHints(language, country, order, file.fetched_at.year)
    )


def country_of(addresses: Sequence[tuple[str, RawHeader]]) -> str | None:
    """The country of an address's top-level domain, None for domains that the whole world uses."""
    for address, _ in addresses[:1]:
        domain = address.split("/")[2].split(":")[0].rpartition(".")[2]
        if domain == "uk":
            return "GB"
        if domain not in word_lists.words("world_domains") and places.is_country(domain.upper()):
            return domain.upper()
    return None


def outlet_zone(record: Record, setting: Setting) -> tzinfo | None:
    """The zone of the country that a page's own address names, if that country has only one."""
    country = country_of(setting.addresses) if record.format == "html" else None
    return zone_of(places.country_zone(country)) if country else None


def read_dateline(record: Record, source: Source, setting: Setting) -> Dateline | None:
    """The dateline that opens the body, else the one that a header gives (`dateline`, `place`)."""
    context = Context(setting.hints, source.country or setting.country, record.body[:1_500])
    found = find_bracket_dateline(record.body, context) or find_dateline(record.body, context)
    if found is not None:
        return found
    in_sight = [row for row in record.headers if row.name.lower() == "visible date"][:MAX_IN_SIGHT]
    for header in in_sight:
        # A dateline that is a paragraph of its own is taken for a page's date by its reader.
        both = find_date_and_place(header.value, context.hints)
        if both is not None and both.agency and both.is_known:
            return stated_dateline(replace(header, value=both.dateline()), context)
    stated = [row for row in record.headers if row.name.lower() in DATELINE_HEADERS]
    for header in sorted(stated, key=lambda row: DATELINE_HEADERS.index(row.name.lower())):
        read = stated_dateline(header, context)
        if read is not None:
            return read
    return None


def stated_dateline(header: RawHeader, context: Context) -> Dateline | None:
    """A header read as a dateline, or as a place with its region or country behind it."""
    if len(header.value) > 200 or re.fullmatch("[A-Z]{2,3}", header.value.strip()):
        return None  # `FRA`: the code of a country, which is no place of a dateline
    filler = " The text stands elsewhere, and this only closes the line."
    read = find_dateline(header.value.rstrip(" -–—:") + " -" + filler, context)
    if read is not None:
        return replace(read, end=0, raw=header.value, rule=f"header {header.name}, {read.rule}")
    place, region = split_place(header.value)
    for name, beside in ((header.value, None), (place, region)):
        entry = places.look_up(name or "", region=beside, country=context.country, text=context.text)
        if name and entry is not None:
            shown = proper_case(name, entry)
            rule = f"header {header.name}"
            return Dateline(
                header.value, 0, rule, 0.9, place=shown, country=entry.country, zone=entry.zone, found=entry
            )
    if header.name == "dateline" and place and is_place_name(place):
        rule = f"header {header.name}, a place that is in no list"
        return Dateline(header.value, 0, rule, 0.7, place=proper_case(place, None))
    return None


def all_evidence(
    setting: Setting,
    dateline: Dateline | None,
    dates: Publication,
    titles: Sequence[Candidate],
    authors: Authorship,
    sections: Sequence[Candidate],
    words: Sequence[str],
    word_rows: Sequence[RawHeader],
) -> tuple[Evidence, ...]:
    """The evidence of the fields from the headline on, in the order of the article's fields."""
    rows: list[Evidence | None] = [
        headline_evidence(titles),
        byline_evidence(authors),
        *agency_evidence(authors),
        *place_evidence(dateline),
        evidence("language", setting.languages),
        *dates.evidence,
        evidence("section", sections),
    ]
    if words:
        raw = "; ".join(row.value for row in word_rows)[:500]
        rows.append(Evidence("keywords", "; ".join(words), raw, word_rows[0].where, word_rows[0].name, 0.9))
    return tuple(row for row in rows if row is not None)


def body_evidence(record: Record) -> Evidence | None:
    """How much of a page's running text the body holds, by which it is to be trusted; None for other formats."""
    row = next((row for row in record.headers if row.name == "body.extent"), None)
    if row is None:
        return None
    held, _, whole = row.value.partition(" of ")
    share = round(int(held) / max(1, int(whole)), 3)
    note = "far short of the page's running text" if share < LEAST_EXTENT else ""
    return Evidence(
        "body", f"{held} of {whole} characters", row.value, row.where, "text of a page", share, (), note
    )


def headline_evidence(titles: Sequence[Candidate]) -> Evidence | None:
    """The headline's evidence; candidates that are only the outlet's name are none."""
    if titles and titles[0].confidence < 0.3:
        return undecided("headline", titles, "every title is the outlet's own name")
    return evidence("headline", titles)


def byline_evidence(authors: Authorship) -> Evidence | None:
    """The byline's evidence; headers that name no person are kept beside it."""
    if authors.names or not authors.candidates:
        return evidence("byline", authors.candidates)
    return undecided(
        "byline", authors.candidates, "no person is named, only an organization, an agency or a title"
    )


def agency_evidence(authors: Authorship) -> list[Evidence | None]:
    """The evidence of the agency, with all roles in its note, and of its role."""
    note = "; ".join(f"{role.agency}: {role.role}" for role in authors.agencies)
    found = authors.agency_candidates
    if found:
        best = found[0]
        role = next(row.role for row in authors.agencies if row.agency == best.value)
        return [evidence("agency", found, note=note), evidence("agency_role", [replace(best, value=role)])]
    cited = [
        Candidate(role.agency, role.raw, "body", "named in the text: cited", 0.8) for role in authors.agencies
    ]
    return [undecided("agency", cited, "agencies are only cited")] if cited else []


def place_evidence(dateline: Dateline | None) -> list[Evidence | None]:
    """Place and country of the dateline, with the gazetteer's entry and the other places of that name."""
    if dateline is None or dateline.place is None:
        return []
    entry = dateline.found
    note = (
        f"GeoNames {entry.geoname_id}, {entry.name}, {entry.zone}"
        if entry and entry.geoname_id
        else ("" if entry else "not in the gazetteer")
    )
    rows = [
        evidence(
            "dateline_place",
            [Candidate(dateline.place, dateline.raw, "dateline", dateline.rule, dateline.confidence)],
            note=note,
        )
    ]
    if dateline.country:
        sure = dateline.confidence if entry is None or not entry.rivals else dateline.confidence - 0.2
        rule = f"{entry.kind} in the gazetteer" if entry else f"the region {dateline.region!r}"
        others = [
            Candidate(rival, dateline.place, "gazetteer", "another place of that name", 0.2)
            for rival in (entry.rivals if entry else ())
        ]
        rows.append(
            evidence(
                "dateline_country",
                [
                    Candidate(
                        dateline.country, dateline.region or dateline.place, "dateline", rule, round(sure, 3)
                    ),
                    *others,
                ],
            )
        )
    return rows
