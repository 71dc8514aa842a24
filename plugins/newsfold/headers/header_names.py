"""What a raw header's name means: the rule that reads it and how far it is to be trusted, from `header_names.toml`."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from newsfold.model import RawHeader
from newsfold.text.data_files import read


@dataclass(frozen=True, slots=True)
class HeaderRule:
    """One kind of raw header. `order` is its place in the file; `field` is published or modified for dates, else empty."""

    rule: str
    confidence: float
    order: int
    field: str = ""


@cache
def rules(kind: str) -> dict[str, HeaderRule]:
    """Header name in small letters -> rule, for `date`, `author`, `headline`, `language`, `section`, `keywords`, `address`."""
    rows = read("header_names")[kind]
    names = [(name, row) for row in rows for name in row["names"]]
    return {
        name: HeaderRule(row["rule"], row["confidence"], order, row.get("field", ""))
        for order, (name, row) in enumerate(names)
    }


def in_order(headers: Iterable[RawHeader], kind: str) -> list[RawHeader]:
    """The headers of a kind, by the order of the names in `header_names.toml`, then of the document."""
    known = rules(kind)
    return sorted(
        (header for header in headers if header.name.lower() in known),
        key=lambda header: known[header.name.lower()].order,
    )


def first_name(name: str) -> str | None:
    """The header that states the first publication, for one that dates a version; None for other headers."""
    first: str | None = read("header_names")["versions"].get(name)
    return first


@cache
def listed(name: str) -> frozenset[str]:
    """The header names of one of the file's plain lists."""
    return frozenset(read("header_names")["lists"][name])


@cache
def language_names() -> dict[str, str]:
    """A language's name in small letters -> ISO 639-1."""
    return {name: code for code, names in read("header_names")["language_names"].items() for name in names}
