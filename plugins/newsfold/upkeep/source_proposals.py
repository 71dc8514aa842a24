"""What a source's own files say about it -> an entry of `sources.toml`, with the reason for each of its lines.

Only what most of the files agree on is proposed. What they leave open stays out: a wrong zone or order of dates is
worse than none.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from newsfold.config.source_entries import Entry, Value
from newsfold.dedup.boilerplate import LEAST_REPORTS, LEAST_WORDS
from newsfold.dedup.segmentation import sentences
from newsfold.formats.tables.column_proposals import LEAST_ROWS as LEAST_ARTICLES
from newsfold.formats.tables.column_proposals import MANY, columns_of
from newsfold.formats.tables.date_order import order_of_dates
from newsfold.headers.header_names import listed, rules
from newsfold.model import Article, Record, Rejection
from newsfold.text import places

MOST = 0.8
MAX_EXAMPLES = 3
OFFSET = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?([+-]\d\d):?(\d\d)\b")


@dataclass(frozen=True, slots=True)
class Sample:
    """A file that was read: its name and size, its records with what they became, the rows of a table nobody could read."""

    name: str
    size: int
    items: Sequence[tuple[Record | None, Article | Rejection]]
    rows: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """What was read with an entry, or without."""

    records: int
    refused: int
    headline: int
    byline: int
    day: int
    instant: int
    language: int
    refusals: Mapping[str, int]


def count(samples: Sequence[Sample]) -> Counts:
    """How many records were read, and how many have which field."""
    items = [result for sample in samples for _, result in sample.items]
    articles = [each for each in items if isinstance(each, Article)]
    refused = Counter(each.reason_code for each in items if isinstance(each, Rejection))
    return Counts(
        records=len(items),
        refused=refused.total(),
        headline=sum(each.headline is not None for each in articles),
        byline=sum(bool(each.byline) for each in articles),
        day=sum(each.published_on is not None for each in articles),
        instant=sum(each.published_at is not None for each in articles),
        language=sum(each.language is not None for each in articles),
        refusals=dict(refused),
    )


def propose(slug: str, location: str, samples: Sequence[Sample], given: Mapping[str, Value]) -> Entry:
    """The entry for a source with these files. `given` is what the caller knows: its keys come first, without a reason."""
    articles = [result for sample in samples for _, result in sample.items if isinstance(result, Article)]
    records = [record for sample in samples for record, _ in sample.items if record is not None]
    values: dict[str, Value] = dict(given)
    reasons: dict[str, str] = {}
    found = (
        ("name", outlet(records)),
        ("language", agreed((each.language for each in articles), "articles are in it")),
        ("country", country(articles)),
        ("date_order", date_order(records)),
        ("agency", agency(articles, records)),
    )
    for name, each in found:
        if each is not None and name not in values:
            values[name], reasons[name] = each
    if "time_zone" not in values and (zone := time_zone(str(values.get("country", "")), records)):
        values["time_zone"], reasons["time_zone"] = zone
    columns = columns_of([row for sample in samples for row in sample.rows])
    reasons |= {f"columns.{name}": why for name, (_, why) in columns.items()}
    order = (
        "name",
        "location",
        "follow",
        "format",
        "language",
        "country",
        "time_zone",
        "date_order",
        "agency",
    )
    values["location"] = location
    sorted_values = {name: values[name] for name in (*order, *values) if name in values}
    named_columns = {name: column for name, (column, _) in columns.items()}
    return Entry(slug, sorted_values, named_columns, reasons, notes(samples, records, articles))


def agreed(values: Iterable[str | None], what: str) -> tuple[str, str] | None:
    """The value that most agree on, and how many do."""
    counted = Counter(each for each in values if each)
    if not counted:
        return None
    value, times = counted.most_common(1)[0]
    total = counted.total()
    return (
        (value, f"{times} of {total} {what}") if total >= LEAST_ARTICLES and times >= MOST * total else None
    )


def outlet(records: Sequence[Record]) -> tuple[str, str] | None:
    """The outlet's name as its pages and items state it."""
    named = listed("outlet") | {"feed.publisher"}
    first = (
        next((header.value for header in record.headers if header.name.lower() in named), None)
        for record in records
    )
    return agreed(first, "records name it")


def country(articles: Sequence[Article]) -> tuple[str, str] | None:
    """The country of the addresses' top-level domain."""
    domains = [(urlsplit(each.uri).hostname or "").rpartition(".")[2].upper() for each in articles]
    codes = ("GB" if each == "UK" else each for each in domains if len(each) == 2)
    return agreed((code for code in codes if places.is_country(code)), "addresses end in its domain")


def time_zone(country: str, records: Sequence[Record]) -> tuple[str, str] | None:
    """The country's zone where it has one only, and the times of the files do not contradict it."""
    zone = places.country_zone(country) if country else None
    if zone is None:
        return None
    stated = {match[1] + match[2] for value in dates_of(records) if (match := OFFSET.search(value))}
    beside = (
        f"; the files' times are ahead of UTC by {', '.join(sorted(stated)[:MAX_EXAMPLES])}" if stated else ""
    )
    return zone, f"the only zone of {country}{beside}"


def date_order(records: Sequence[Record]) -> tuple[str, str] | None:
    """The order that dates in numbers can only have, where some show it and none contradicts."""
    values = list(dates_of(records))
    order = order_of_dates(values)
    if not order:
        return None
    telling = [value for value in values if order_of_dates([value]) == order]
    return (
        order,
        f"{len(telling)} dates can only be read so, none otherwise: {', '.join(telling[:MAX_EXAMPLES])}",
    )


def dates_of(records: Sequence[Record]) -> Iterator[str]:
    """The values of all headers that are dates."""
    known = rules("date")
    return (header.value for record in records for header in record.headers if header.name.lower() in known)


def agency(articles: Sequence[Article], records: Sequence[Record]) -> tuple[str, str] | None:
    """The agency that nearly all articles are from, where they name no outlet that carries it."""
    own = [each.agency if each.agency_role != "cited" else "" for each in articles]
    counted = Counter(own)
    if len(own) < LEAST_ARTICLES:
        return None
    name, times = counted.most_common(1)[0]
    if not name or times < MANY * len(own) or outlet(records) is not None:
        return None
    return name, f"{times} of {len(own)} articles are from it, and none names another outlet"


def notes(samples: Sequence[Sample], records: Sequence[Record], articles: Sequence[Article]) -> list[str]:
    """What is worth knowing and no line of an entry."""
    encodings = Counter(record.encoding for record in records)
    forms = Counter(record.format for record in records)
    said = [f"learned from {len(samples)} files with {len(articles)} articles: {shown(forms)}"]
    if set(encodings) - {"utf-8", "ascii"}:
        said.append(f"encodings, which need no setting: {shown(encodings)}")
    repeated = Counter(
        sentence
        for each in articles
        for sentence in {found.text for found in sentences(each.body)}
        if len(sentence.split()) >= LEAST_WORDS
    )
    often = [(text, times) for text, times in repeated.most_common(MAX_EXAMPLES) if times >= LEAST_REPORTS]
    said += [
        f"boilerplate, which is learned from what is loaded: {text[:100]!r} stands in {times} articles"
        for text, times in often
    ]
    return said


def shown(counted: Mapping[str, int]) -> str:
    """Numbers by name, as a sentence has them."""
    return ", ".join(
        f"{number} {name}" for name, number in sorted(counted.items(), key=lambda pair: -pair[1])
    )
