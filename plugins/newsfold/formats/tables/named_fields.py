"""Objects and rows whose names nobody laid down -> a record: by their usual names, or by the source's mapping.

A name is compared without case, spaces and marks: `published_at`, `publishedAt` and `Published at` are one.
"""

import json
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from newsfold.formats.content_text import read_content
from newsfold.formats.tables.json_items import JsonItem, text_of_value
from newsfold.formats.wire.withdrawn import text_of_withdrawn
from newsfold.model import Record, Rejection
from newsfold.text.data_files import read
from newsfold.text.raw_headers import Collector
from newsfold.text.value_lists import split_list

# Field (as in `newsfold.config.sources.COLUMN_FIELDS`) -> its usual names.
USUAL_NAMES: dict[str, list[str]] = dict(read("named_fields"))
BESIDE_TEXT = frozenset(USUAL_NAMES.pop("beside_text"))
# Field -> raw header. These are the names that header lines of text files have, so that both are read by the same rules.
HEADERS = {
    "headline": "headline", "url": "url", "id": "id", "published": "published", "modified": "updated", "byline": "author",
    "agency": "agency", "publisher": "publisher", "section": "section", "keywords": "keywords", "language": "language",
    "place": "place", "rights": "rights", "embargo": "embargo", "status": "status",
}  # fmt: skip
# What editors say beside an article. A source can't map these.
BESIDE = {
    "ednote": "item.ednote", "editornote": "item.ednote", "editorsnote": "item.ednote", "signal": "item.signal",
    "slugline": "item.slugline", "isaccessibleforfree": "item.isaccessibleforfree", "kicker": "item.kicker",
    "istruncated": "item.istruncated", "wordcount": "item.wordcount",
}  # fmt: skip
# `news_body`, `articleDate`: what the thing is called in front of the field's own name.
BEFORE_NAME = re.compile(r"^(?:news|article|story|post|doc(?:ument)?|entry|record)(?=\w{4})")
FIELD_OF = {name: (field, rank) for field, names in USUAL_NAMES.items() for rank, name in enumerate(names)}
# What an object in place of a plain value may hold its text in: `{"rendered": …}` of WordPress, `{"name": …}` of an author.
INNER = ("rendered", "name", "fullname", "displayname", "value", "text", "title", "label", "by", "url", "@value")  # fmt: skip
# Columns for the time, beside one for the day, and for the parts of a date.
CLOCK_NAMES = frozenset(
    (
        "time",
        "publishtime",
        "publishedtime",
        "pubtime",
        "uhrzeit",
        "zeit",
        "hora",
        "heure",
        "ora",
        "tijd",
        "время",
        "时间",
    )
)
CLOCK = re.compile(
    r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d))?", re.I
)
DAY_ALONE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}")
DATE_PARTS = ("year", "month", "day")
DATE_FIELDS = frozenset(("published", "modified"))
# What an object in place of a date holds it in: MongoDB, Firestore, moment.js, schema.org, Solr.
DATE_NAMES_INSIDE = (
    "date", "numberlong", "numberint", "iso", "isodate", "utc", "datetime", "timestamp", "value", "time", "seconds", "millis",
    "ms",
    "epoch", "unix", "start", "published", "text", "formatted", "display",
)  # fmt: skip
MAX_DATE_DEPTH = 4
UTC_NAMES = frozenset(("dategmt", "modifiedgmt"))
ONE_EACH = frozenset(("byline", "keywords", "section"))
MAX_VALUES = 40
MIN_UNLISTED = 300
MIN_UNLISTED_SENTENCES = 3
MAX_UNLISTED_LOOK = 5_000
TAG = re.compile(r"<[^<>]{0,300}>")
SENTENCE = re.compile(r"[^\W\d_]{2}[.!?…][\"”’»)]?(?=\s|$)|[。！？।።]")


@lru_cache(maxsize=4096)
def comparable(name: str) -> str:
    """A name of a column or property in small letters, letters and digits only."""
    return re.sub(r"[\W_]+", "", name[:200].casefold())


def known_fields(names: Iterable[str], columns: Mapping[str, str]) -> dict[str, list[str]]:
    """Which of `names` hold which field, the surest first. A field that `columns` maps is found there and nowhere else."""
    present = list(names)
    mapped = set(columns.values())
    ranked: dict[str, list[tuple[int, str]]] = {}
    for name in present:
        field, rank = FIELD_OF.get(comparable(name)) or FIELD_OF.get(
            BEFORE_NAME.sub("", comparable(name)), ("", 0)
        )
        if field and field not in columns and name not in mapped:
            ranked.setdefault(field, []).append((rank, name))
    fields = {
        field: [name for _, name in sorted(pairs, key=lambda pair: pair[0])]
        for field, pairs in ranked.items()
    }
    folded = {comparable(name): name for name in present}
    for field, column in columns.items():
        if column in present:
            fields[field] = [column]
        elif comparable(column) in folded:
            fields[field] = [folded[comparable(column)]]
        elif "." in column:
            fields[field] = [column]
    return fields


def read_fields(
    source: JsonItem, fields: Mapping[str, list[str]], position: int, form: str
) -> Record | Rejection:
    """Read one object or row; `fields` as `known_fields` gives them. Rejection where it holds no text.

    One that takes an article back is a record even so (`text_of_withdrawn`).
    """
    item = source.value
    found = Collector()
    for field, header in HEADERS.items():
        for name in fields.get(field, ()):
            value = look_up(item, name)
            values = [*date_texts(value)] if field in DATE_FIELDS else list(texts_of(value))
            if field in ONE_EACH:
                values = [
                    text for text in values if not text.isdigit()
                ]  # numbers of authors and categories, kept elsewhere
            if field in ONE_EACH:
                values = [each for text in values for each in split_list(text)]
            if field == "published":
                values = [with_clock(text, item) for text in values]
            for text in values if field in ONE_EACH else values[:1]:
                found.header(header, in_utc(name, text), name)
    if not fields.get("published"):
        found.header("published", date_of_parts(item), "/".join(DATE_PARTS))
    collect_beside(item, found)
    body, used = longest(item, fields.get("body", ()))
    summary, summary_name = longest(item, fields.get("summary", ()))
    if not body and "body" not in fields:
        body, used = unlisted_text(item, fields, summary)
    if not body:
        body, used = summary, summary_name
    elif summary:
        found.block("synopsis", "\n".join(read_content(summary[:20_000], "", Collector(), "")), summary_name)
    paragraphs = read_content(body, "", found, used) if body else []
    paragraphs = paragraphs or text_of_withdrawn(found)
    if not paragraphs:
        return refusal(found, fields, position, source.offset, form)
    return Record(
        position,
        form,
        tuple(found.headers),
        "\n\n".join(paragraphs),
        tuple(found.blocks),
        source.encoding,
        source.offset,
        source.length,
    )


def date_texts(value: Any) -> list[str]:
    """The texts of a date: plain, or as databases write one (`{"$date": {"$numberLong": "1758964500000"}}`, `[2025, 9, 27]`,
    `{"seconds": 1758964500}`, `{"year": 2025, "month": 9, "day": 27}`).
    """
    for _ in range(MAX_DATE_DEPTH):
        if isinstance(value, list) and value and not all(isinstance(each, int) for each in value):
            value = value[0]
        if not isinstance(value, Mapping):
            break
        parts = {str(name).strip("$_@").casefold(): each for name, each in value.items()}
        if text := date_of_parts(value):
            return [text]
        day, zone = parts.get("date"), parts.get("timezone")
        if isinstance(day, str) and isinstance(zone, str) and ":" in day:
            return [f"{day} {zone}"]  # as PHP prints its dates
        inner = next((parts[name] for name in DATE_NAMES_INSIDE if parts.get(name) is not None), None)
        if inner is None:
            return list(texts_of(value))
        value = inner
    if isinstance(value, list) and 3 <= len(value) <= 7 and are_parts_of_a_date(value):
        day, clock = value[:3], [*value[3:6], 0, 0][:3] if len(value) > 3 else []
        shown = "-".join(f"{number:02d}" for number in day)
        return [f"{shown}T{':'.join(f'{number:02d}' for number in clock)}" if clock else shown]
    return list(texts_of(value))


def are_parts_of_a_date(values: Sequence[Any]) -> bool:
    """Whether they are numbers as those of a date are: a year, months to seconds, and at last nanoseconds."""
    return all(type(value) is int and 0 <= value < 10**9 for value in values) and 1900 <= values[0] <= 2200


def with_clock(text: str, item: Mapping[str, Any]) -> str:
    """A day with the time behind it that stands in a column of its own."""
    if not DAY_ALONE.fullmatch(text.strip()):
        return text
    clocks = (
        text_of_value(value).strip() for name, value in item.items() if comparable(str(name)) in CLOCK_NAMES
    )
    clock = next(filter(CLOCK.fullmatch, clocks), "")
    return f"{text.strip()} {clock}" if clock else text


def date_of_parts(item: Mapping[str, Any]) -> str:
    """The date whose year, month and day stand in columns of their own; empty where one is missing."""
    named = {comparable(str(name)): text_of_value(value).strip() for name, value in item.items()}
    year, month, day = (named.get(name, "").removesuffix(".0") for name in DATE_PARTS)
    if not (
        re.fullmatch(r"(?:19|20)\d\d", year) and re.fullmatch(r"\d\d?", month) and re.fullmatch(r"\d\d?", day)
    ):
        return ""
    return with_clock(f"{year}-{int(month):02d}-{int(day):02d}", item)


def collect_beside(item: Mapping[str, Any], found: Collector, *, but: Container[str] = ()) -> None:
    """What BESIDE knows of an object's properties, but for names that were read otherwise. A truth value as JSON writes it."""
    for name, value in item.items():
        header = BESIDE.get(comparable(str(name)))
        if header and name not in but:
            text = json.dumps(value) if isinstance(value, bool) else text_of_value(value)
            found.header(header, text, str(name))


def refusal(
    found: Collector, fields: Mapping[str, list[str]], position: int, offset: int, form: str
) -> Rejection:
    """Why there is no text: only an address or a headline is there, or nothing that we know by its name."""
    stated = {header.name: header.value for header in found.headers}
    if "url" in stated:
        return Rejection(
            "pointer",
            f"{stated.get('headline', 'no headline')}: {stated['url']}"[:500],
            position,
            offset,
            form,
        )
    known = ", ".join(f"{field} in {names[0]}" for field, names in fields.items())
    return Rejection(
        "no_article", f"no text; known by name: {known or 'nothing'}"[:500], position, offset, form
    )


def look_up(item: Mapping[str, Any], name: str) -> Any:
    """The value of a name, or of a path of names with dots (`fields.bodyText`); None where there is none."""
    if name in item:
        return item[name]
    value: Any = item
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def texts_of(value: Any, depth: int = 0) -> Iterator[str]:
    """The plain texts in a value: itself, the items of a list, the telling part of an object."""
    if isinstance(value, list) and depth < 3:
        for each in value[:MAX_VALUES]:
            yield from texts_of(each, depth + 1)
    elif isinstance(value, Mapping) and depth < 3:
        parts = {comparable(str(name)): each for name, each in value.items()}
        inner = next((parts[name] for name in INNER if parts.get(name)), None)
        if inner is None and ("firstname" in parts or "lastname" in parts):
            inner = f"{text_of_value(parts.get('firstname'))} {text_of_value(parts.get('lastname'))}"
        yield from texts_of(inner, depth + 1)
    elif text := text_of_value(value).strip():
        yield text


def longest(item: Mapping[str, Any], names: Iterable[str]) -> tuple[str, str]:
    """The longest text under one of `names`, the surest name of equals, and that name; empty where there is none."""
    found = [("\n\n".join(texts_of(look_up(item, name))), name) for name in names]
    return max(found, key=lambda pair: len(pair[0]), default=("", ""))


def unlisted_text(item: Mapping[str, Any], fields: Mapping[str, list[str]], summary: str) -> tuple[str, str]:
    """The text under a name that is in no list, and that name: the longest value that is several sentences and longer than the
    summary. Empty where there is none.
    """
    known = {name for names in fields.values() for name in names}
    found = [
        (value, name)
        for name, value in item.items()
        if isinstance(value, str) and name not in known and comparable(name) not in BESIDE_TEXT
    ]
    value, name = max(found, key=lambda pair: len(pair[0]), default=("", ""))
    if len(value) <= max(MIN_UNLISTED, len(summary)):
        return "", ""
    sentences = SENTENCE.findall(TAG.sub(" ", value[:MAX_UNLISTED_LOOK]))
    return (value, name) if len(sentences) >= MIN_UNLISTED_SENTENCES else ("", "")


def in_utc(name: str, text: str) -> str:
    """A time under a name that says GMT, with that zone written behind it."""
    return (
        f"{text}Z"
        if comparable(name) in UTC_NAMES and re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?", text)
        else text
    )
