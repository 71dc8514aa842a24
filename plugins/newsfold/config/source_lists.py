"""Lists of sources that others keep, OPML (http://opml.org/spec2.opml) and CSV -> entries, and back.

A list says where something is, what it is called, perhaps in which language. What else an entry needs, `newsfold sources
learn` finds.
"""

import csv
import io
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from newsfold.config.source_entries import Entry, Value, slug_of
from newsfold.config.sources import TAG_MARKS, Source, SourceError
from newsfold.config.sources_file import build, check, type_name

MAX_ENTRIES = 10_000
#: So many outlines around a feed are groups that it belongs to.
MOST_GROUPS = 5
LONGEST_NOTE = 500
#: Stands in errors for the file that an entry would be written to.
PLACE = Path("entry")
OUTLINE = re.compile(r"</outline\s{0,10}>|<outline\b([^<>]{1,5000})>", re.I)
ATTRIBUTE = re.compile(r"""([\w:.-]{1,40})\s{0,5}=\s{0,5}("[^"<]{0,3000}"|'[^'<]{0,3000}')""")
#: What lists call a key of ours, in small letters without spaces and marks.
KEYS = {
    "url": "location", "xmlurl": "location", "feed": "location", "feedurl": "location", "rss": "location", "address": "location",
    "path": "location", "folder": "location", "title": "name", "text": "name", "outlet": "name", "source": "name",
    "lang": "language",
    "tag": "tags", "category": "tags", "categories": "tags", "group": "tags", "groups": "tags", "team": "owner",
    "responsible": "owner", "notes": "note", "comment": "note", "comments": "note", "description": "note",
    "timezone": "time_zone", "tz": "time_zone", "dateorder": "date_order", "id": "slug", "license": "licence",
}  # fmt: skip
TYPES = {each.name: type_name(each.type) for each in fields(Source) if each.name not in ("columns", "hosts")}
#: What a list of others may not say: whose password is sent, and how politely and to which machines we ask.
OURS = ("connection", "private_network", "obey_robots", "requests_per_minute")
EXPORTED = (
    "slug", "name", "location", "schedule", "follow", "language", "country", "time_zone", "date_order", "agency", "licence",
    "enabled", "owner", "tags", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list gives: the entries that are new, and for each other one why it is left out."""

    entries: list[Entry]
    left_out: list[str]


def read_list(text: str, known: Mapping[str, Source]) -> Listed:
    """The entries of a list in OPML or CSV. Raises SourceError for what is neither."""
    start = text.lstrip("\ufeff \t\r\n")[:2_000].lower()
    named = rows_of_opml(text) if "<opml" in start else rows_of_csv(text)
    rows = list(itertools.islice(named, MAX_ENTRIES + 1))
    if len(rows) > MAX_ENTRIES:
        raise SourceError(f"a list of more than {MAX_ENTRIES:,} sources")
    if not rows:
        raise SourceError("neither OPML with feeds, nor CSV with a column `location` or `url`")
    entries: list[Entry] = []
    left_out: list[str] = []
    places = {place_of(source.location): slug for slug, source in known.items()}
    slugs = set(known)
    for number, row in enumerate(rows, 1):
        location = row.pop("location", "")
        shown = row.get("name") or location or f"entry {number}"
        if not location:
            left_out.append(f"{shown}: no address of a source")
        elif place_of(location) in places:
            left_out.append(f"{shown}: {location} is that of {places[place_of(location)]}")
        else:
            given = row.pop("slug", "") or row.get("name") or host_of(location) or location
            slug = slug_of(given, slugs)
            try:
                entries.append(entry_of(slug, location, row))
            except ValueError as error:
                left_out.append(f"{shown}: {error}")
                continue
            slugs.add(slug)
            places[place_of(location)] = slug
            left_out += [
                f"{name} of {slug}: not taken from a list; write it yourself"
                for name in OURS
                if row.get(name)
            ]
    return Listed(entries, left_out)


def entry_of(slug: str, location: str, row: Mapping[str, str]) -> Entry:
    """An entry with the values of a row. Raises ValueError for one that is not of its kind, or that no source can have."""
    values: dict[str, Value] = {"name": row["name"]} if row.get("name") else {}
    values["location"] = location
    for name, text in row.items():
        if name not in TYPES or not text or name in ("name", *OURS):
            continue
        if (value := value_of(name, text)) != []:
            values[name] = value
    entry = Entry(slug, values)
    try:
        written = tomllib.loads(entry.text())["source"][slug]
        check(PLACE, slug, build(Source, PLACE, slug, {**written, "slug": slug}))
    except SourceError as error:
        raise ValueError(str(error).removeprefix(f"{PLACE}: {slug}: ")) from error
    return entry


def value_of(name: str, text: str) -> Value:
    """A cell as the key's kind of value."""
    kind = TYPES[name]
    if kind == "a list of strings":
        return tags_of(text)
    if "bool" in kind:
        if text.casefold() not in ("true", "false", "yes", "no", "1", "0"):
            raise ValueError(f"{name} must be true or false, not {text!r}")
        return text.casefold() in ("true", "yes", "1")
    try:
        return int(text) if "int" in kind else float(text) if "float" in kind else text
    except ValueError as error:
        raise ValueError(f"{name} must be a number, not {text!r}") from error


def tags_of(text: str) -> list[str]:
    """The tags of a cell: parted by commas, semicolons, bars or slashes, each once."""
    tags = (" ".join(each.split()) for each in re.split(f"[{re.escape(TAG_MARKS)}]", text))
    return list({each.casefold(): each for each in tags if each}.values())


def host_of(location: str) -> str | None:
    """The host of an address; None for what is none."""
    try:
        return urlsplit(location).hostname
    except ValueError:  # brackets that hold no address
        return None


def place_of(location: str) -> str:
    """A location in the form that is the same for its usual spellings."""
    try:
        parts = urlsplit(location.strip())
    except ValueError:  # brackets that hold no address
        return location.strip()
    if not parts.netloc:
        return location.strip().rstrip("/")
    scheme = "http" if parts.scheme == "https" else parts.scheme
    return f"{scheme}://{parts.netloc.casefold().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def rows_of_opml(text: str) -> Iterator[dict[str, str]]:
    """The outlines that name a feed, with the outlines around them as its tags. Read piece by piece: no document type is met, and
    a broken list gives what it holds. What is no address of the web is no feed: such lists come from others, and may name files
    of ours.
    """
    import html

    groups: list[str] = []
    for outline in OUTLINE.finditer(text):
        if outline[1] is None:
            groups = groups[:-1]
            continue
        stated = {
            name.lower(): html.unescape(value[1:-1]).strip() for name, value in ATTRIBUTE.findall(outline[1])
        }
        tags = ",".join([stated.get("category", ""), *groups[-MOST_GROUPS:]])
        if not outline[1].rstrip().endswith("/"):
            groups.append("" if stated.get("xmlurl") else stated.get("title") or stated.get("text", ""))
        if stated.get("xmlurl") and not stated["xmlurl"].lower().startswith(("http://", "https://")):
            yield {"name": stated.get("title") or stated.get("text") or stated["xmlurl"]}
        elif stated.get("xmlurl"):
            row = {"location": stated["xmlurl"], "name": stated.get("title") or stated.get("text", "")}
            row |= {"language": stated["language"][:2].lower()} if stated.get("language") else {}
            row |= {"owner": stated["newsfold:owner"]} if stated.get("newsfold:owner") else {}
            row |= {"note": stated["description"][:LONGEST_NOTE]} if stated.get("description") else {}
            yield row | {"tags": tags}


def rows_of_csv(text: str) -> Iterator[dict[str, str]]:
    """The rows below the names of the columns; nothing where none of them is a location."""
    lines = text.lstrip("\ufeff").splitlines()
    head = lines[0] if lines else ""
    delimiter = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        names = [key_of(cell) for cell in next(reader, [])]
        for cells in reader if "location" in names else ():
            row = {
                name: cell.strip() for name, cell in zip(names, cells, strict=False) if name and cell.strip()
            }
            if row:
                yield row
    except csv.Error as error:
        raise SourceError(f"a table that can't be read: {error}") from error


def key_of(name: str) -> str:
    """The key that a column is meant for; empty for one that we don't have."""
    plain = re.sub(r"[\W_]+", "", name.casefold())
    own = {re.sub("_", "", each): each for each in TYPES}
    return own.get(plain) or KEYS.get(plain, "")


def as_opml(sources: Iterable[Source]) -> str:
    """The sources with a web address, as OPML."""
    chosen = [each for each in sources if each.location.startswith(("http://", "https://"))]
    outlines = "".join(
        f'    <outline type="rss" text="{escape(each.name or each.slug)}" title="{escape(each.name or each.slug)}"'
        + (f' language="{escape(each.language)}"' if each.language else "")
        + (f' category="{escape(",".join(each.tags))}"' if each.tags else "")
        + (f' description="{escape(each.note)}"' if each.note else "")
        + (f' newsfold:owner="{escape(each.owner)}"' if each.owner else "")
        + f' xmlUrl="{escape(each.location)}"/>\n'
        for each in chosen
    )
    spaces = ' xmlns:newsfold="urn:newsfold:opml"' if any(each.owner for each in chosen) else ""
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0"{spaces}>\n  <head><title>Newsfold</title></head>\n'
    return f"{head}  <body>\n{outlines}  </body>\n</opml>\n"


def as_csv(sources: Iterable[Source]) -> str:
    """All sources, a row each."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(EXPORTED)
    for each in sources:
        values = (getattr(each, name) for name in EXPORTED)
        writer.writerow(
            [
                ""
                if value is None
                else str(value).lower()
                if isinstance(value, bool)
                else "; ".join(value)
                if isinstance(value, list | tuple)
                else value
                for value in values
            ]
        )
    return out.getvalue()
