"""Fields that stand in a record as they are: each is read from its surest header, by one reader for its kind of value.

Terms: IPTC ninjs 3.1 `copyrightHolder`, `copyrightNotice`, `usageTerms`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newsfold.headers.evidence import evidence, undecided
from newsfold.headers.header_names import in_order, rules
from newsfold.model import Candidate, Evidence, RawHeader

MAX_TEXT = 2_000
Reading = tuple[Any, Evidence | None]


@dataclass(frozen=True, slots=True)
class StatedFields:
    """The fields of READERS by their names in `newsfold.model.Article`, with the evidence of those that were stated."""

    values: Mapping[str, Any]
    evidence: tuple[Evidence, ...]


def read_stated_fields(headers: Sequence[RawHeader]) -> StatedFields:
    """Each field of READERS; None for one that is not stated."""
    found = {field: read(headers, field) for field, read in READERS.items()}
    return StatedFields(
        {field: value for field, (value, _) in found.items()},
        tuple(row for _, row in found.values() if row is not None),
    )


def read_text(headers: Sequence[RawHeader], field: str) -> Reading:
    """A text as given, white space folded."""
    texts = ((header, " ".join(header.value.split())[:MAX_TEXT]) for header in in_order(headers, field))
    found = [
        candidate(header, field, text)
        for header, text in texts
        if any(character.isalnum() for character in text)
    ]
    return (found[0].value if found else None), evidence(field, found)


def read_truth(headers: Sequence[RawHeader], field: str) -> Reading:
    """schema.org's Boolean: `true`, `True`, `https://schema.org/True`, and their opposites; a table's 1 and 0. None where
    headers of the surest kind disagree: a page may hold other articles, too.
    """
    words = {"true": "true", "1": "true", "false": "false", "0": "false"}
    found = [
        candidate(header, field, words.get(header.value.strip().rpartition("/")[2].lower(), ""))
        for header in in_order(headers, field)
    ]
    read = [each for each in found if each.value]
    values = {each.value for each in read if each.confidence == read[0].confidence}
    if len(values) == 1:
        return read[0].value == "true", evidence(field, read)
    note = "headers disagree" if values else "neither true nor false"
    return None, undecided(field, found, note) if found else None


def candidate(header: RawHeader, field: str, value: str) -> Candidate:
    """One header's reading of a field."""
    rule = rules(field)[header.name.lower()]
    return Candidate(value, header.value, header.where, rule.rule, rule.confidence)


#: Field -> its reader. The headers of each are in `header_names.toml`, under the field's name.
READERS: dict[str, Callable[[Sequence[RawHeader], str], Reading]] = {
    "copyright_holder": read_text,
    "copyright_notice": read_text,
    "usage_terms": read_text,
    "is_accessible_for_free": read_truth,
    "kicker": read_text,
}
