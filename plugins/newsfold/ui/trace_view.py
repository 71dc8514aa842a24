"""One article from bytes to row, as the trace page shows it: what differs between versions, and its record in the file."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from newsfold.config.sources import ADHOC, Source, undeclared
from newsfold.model import Article, Record, SourceFile
from newsfold.pipeline import reading
from newsfold.raw_store.contract import AnyRawStore
from newsfold.store.article_columns import DATED, STATED
from newsfold.ui.raw_excerpt import Excerpt, excerpt, visible

#: A file is read again to find a record in it only up to this size and place.
MOST_BYTES = 4_000_000
MOST_RECORDS = 300
MOST_CHANGES = 40
SHOWN_MEMBER = 4_000
#: Fields of the article that the page lays out in words of its own.
LAID_OUT = frozenset({
    "headline", "dateline_place", "dateline_country", "section", "slugline", "keywords", "ed_note", "pub_status", "signal",
    "embargoed", "copyright_notice", "usage_terms", "opt_out", "alt_ids", "set_aside", "format", "evidence",
})  # fmt: skip
#: The key says the slug line once more, the codes of the topics are among the subjects.
COMPARED_FIELDS = (
    *(name for name in STATED if name not in ("slugline_key", "media_topics")), "published_on", "published_at",
)  # fmt: skip
NOT_THERE = "The bytes are not in the raw store any more."
NO_STORE = "These pages have no raw store to read from."


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as it stands in its file. `member` is a record of an archive as it was read, `reads` what today's readers make
    of it; `problem` says why there is less.
    """

    excerpt: Excerpt | None = None
    member: str = ""
    reads: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed from one version to the next: fields with their values before and after, paragraphs gone and new."""

    version: int
    before: int
    fields: Sequence[tuple[str, Any, Any]]
    lines: Sequence[tuple[str, str]]
    is_cut: bool


def other_fields(article: Any) -> list[tuple[str, Any]]:
    """The fields that are neither laid out nor among the evidence, with their values."""
    shown = LAID_OUT | {each["field"] for each in article.evidence}
    return [(name, getattr(article, name)) for name in (*STATED, *sorted(DATED)) if name not in shown]


def differences(versions: Sequence[Any]) -> dict[int, Difference]:
    """For each version but the first what changed; `versions` are rows of the trace, the newest first."""
    return {later.version: difference(earlier, later) for later, earlier in pairwise(versions)}


def difference(earlier: Any, later: Any) -> Difference:
    """What changed between two versions."""
    fields = [
        (name, getattr(earlier, name), getattr(later, name))
        for name in COMPARED_FIELDS
        if getattr(earlier, name) != getattr(later, name)
    ]
    lines = [] if earlier.content_id == later.content_id else changed_lines(earlier.body, later.body)
    return Difference(later.version, earlier.version, fields, lines[:MOST_CHANGES], len(lines) > MOST_CHANGES)


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    """The paragraphs that went (`del`) and came (`ins`), in their order."""
    kinds = {"-": "del", "+": "ins"}
    one, other = ([line for line in text.split("\n") if line.strip()] for text in (before, after))
    found = difflib.unified_diff(one, other, lineterm="", n=0)
    return [
        (kinds[line[0]], line[1:])
        for place, line in enumerate(found)
        if place >= 2 and line[:1] in kinds  # after the two lines that name the texts
    ]


def raw_record(raw_store: AnyRawStore | None, source: Source | None, file: Any, position: int) -> RawRecord:
    """The record at a place in a file (a row of the trace), as its bytes stand there. Never raises for what is not there."""
    if raw_store is None:
        return RawRecord(problem=NO_STORE)
    try:
        record, reads = None, ""
        if file.size <= MOST_BYTES and position < MOST_RECORDS:
            record, reads = read_again(raw_store.read(file.sha256), source, file, position)
        if record is not None and any(header.name == "container" for header in record.headers):
            return RawRecord(excerpt(raw_store, file.sha256, 0), member_text(record), reads)
        found = excerpt(raw_store, file.sha256, record.offset if record else 0)
    except FileNotFoundError:
        return RawRecord(problem=NOT_THERE)
    except OSError as error:
        return RawRecord(problem=f"The raw store can't be read: {error}")
    searched = record is not None or position == 0
    return RawRecord(
        found, "", reads, "" if searched else "Too large to be searched here: this is how it begins."
    )


def read_again(data: bytes, source: Source | None, file: Any, position: int) -> tuple[Record | None, str]:
    """The record at a place, and what today's readers make of it."""
    known = SourceFile(
        file.source, file.name, file.uri, file.sha256, file.size, file.modified_at, file.fetched_at
    )
    read_as = source or undeclared(file.source or ADHOC)
    for number, (record, result) in enumerate(reading.read_bytes(data, read_as, known)):
        if number == position:
            if isinstance(result, Article):
                day = result.published_on or "no day"
                return record, f"an article, {result.format}: {result.headline or '(no headline)'}, {day}"
            return record, f"refused, {result.reason_code}: {result.detail}"
    return None, "no record at this place any more"


def member_text(record: Record) -> str:
    """A record of an archive: its headers and the beginning of its text, as they were read."""
    headers = "\n".join(f"{header.name}: {header.value}" for header in record.headers)
    return visible(f"{headers}\n\n{record.body}"[:SHOWN_MEMBER])


def shown_state(article: Any, now: datetime) -> tuple[str, str]:
    """Whether analysts see the article, as a level and a sentence, by its status and embargo alone."""
    if article.pub_status != "usable":
        return "bad", f"Analysts do not see it: it is {article.pub_status}."
    if article.embargoed is not None and article.embargoed > now:
        return (
            "warning",
            f"Analysts do not see it before {article.embargoed:%Y-%m-%d %H:%M} UTC: it is embargoed.",
        )
    return "good", "Analysts see it."
