"""What would put a source right: settings that are proposed because they were tried on what it delivered, and read more of it."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from newsfold.config.kept_settings import with_settings
from newsfold.config.sources import COLUMN_FIELDS, FORMATS, Source, SourceError
from newsfold.formats.tables.column_proposals import columns_of
from newsfold.formats.tables.table_peek import first_rows
from newsfold.model import Article, Rejection, SourceFile
from newsfold.pipeline import reading
from newsfold.raw_store.contract import AnyRawStore

#: So many files, of at most so many bytes, and so many of their records are read to try a setting: a person waits for the page.
MOST_FILES = 3
MOST_BYTES = 200_000
MOST_RECORDS = 25
MOST_SECONDS = 5.0
#: What has ended a reader is not read inside the server of the pages.
DEADLY = ("reader_died", "reader_failed")
#: A limit is raised to the next of these sizes that leaves room for files twice as large.
SIZES = tuple(
    number * unit for unit in (1_000_000, 10_000_000, 100_000_000, 1_000_000_000) for number in (1, 2, 5)
)
DATE_ORDERS = ("DMY", "MDY", "YMD")
#: Where how many files are usual is what has changed.
OF_VOLUME = frozenset({"low", "high"})


@dataclass(frozen=True, slots=True)
class Tally:
    """What is read of some files: articles, and how many of their headline, day, byline and dateline; and what is refused."""

    articles: int
    headers: int
    refused: int

    @property
    def worth(self) -> tuple[int, int]:
        """What makes one reading better than another: more articles with a headline and a day, less refused."""
        return self.headers, -self.refused


@dataclass(frozen=True, slots=True)
class Proposal:
    """Settings that would help, and why. `tally` is what is read with them, `before` without; None where it can't be tried."""

    settings: Mapping[str, Any]
    why: str
    tally: Tally | None = None
    before: Tally | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What was delivered by a source that is not read well: `records` as `store.quarantine.record` gives them, newest first."""

    source: Source
    records: Sequence[Any]
    files_now: int | None = None
    state: str = ""


def proposals(raw_store: AnyRawStore | None, known: Known) -> list[Proposal]:
    """Settings that would help, the best first; only those that read more than is read without them, where that can be tried."""
    found = [*of_limits(known), *of_volume(known)]
    files = sample_files(raw_store, known) if raw_store is not None else []
    if not files:
        return found
    before, started = tally(files, known.source), time.monotonic()
    tried: list[Proposal] = []
    is_open = not shows_format(files, known.source)
    for settings, why in candidates(known.source, [data for _, data in files], is_open=is_open):
        if time.monotonic() - started > MOST_SECONDS:
            break
        try:
            changed = with_settings(known.source, settings)
        except SourceError:  # a name of a column that no setting can have
            continue
        after = tally(files, changed)
        if after.worth > before.worth and after.articles >= before.articles:
            tried.append(Proposal(settings, why, after, before))
    tried.sort(key=lambda each: each.tally.worth if each.tally else (0, 0), reverse=True)
    return [*found, *tried]


def of_limits(known: Known) -> Iterator[Proposal]:
    """Files that were larger than may be."""
    sizes = [row.file_size for row in known.records if getattr(row, "reason_code", "") == "too_large"]
    limit = next((size for size in SIZES if sizes and size >= 2 * max(sizes)), None)
    if limit is not None and max(sizes) > known.source.max_file_bytes:
        why = f"the largest that was refused has {max(sizes):,} bytes, and {known.source.max_file_bytes:,} are allowed"
        yield Proposal({"max_file_bytes": limit}, why)


def of_volume(known: Known) -> Iterator[Proposal]:
    """So many files a day as there are now, where somebody says that it is meant so."""
    if known.state in OF_VOLUME and known.files_now:
        why = f"where it is meant so: it brought {known.files_now:,} files on its newest day"
        yield Proposal({"expected_files": known.files_now}, why)


def candidates(
    source: Source, texts: Sequence[bytes], *, is_open: bool
) -> Iterator[tuple[dict[str, Any], str]]:
    """Settings that could help, each with why. `is_open`: the content of the files does not show of which format they are."""
    columns, said = columns_in(texts)
    if columns:
        kept = {name: each for name, each in source.columns.items() if name not in columns and each in said}
        yield {"columns": {**kept, **columns}}, "by what stands in its columns"
        if source.format is not None:
            yield {"columns": {**kept, **columns}, "format": None}, "by what stands in its columns"
    if source.format is not None:
        yield (
            {"format": None},
            "its files are no longer of the declared format; what they are is seen by their content",
        )
    for form in FORMATS if is_open else ():
        # Anything can be read as plain text: that it can be says nothing.
        if form not in ("text", source.format):
            yield {"format": form}, "its files can be read as it"
    for order in DATE_ORDERS:
        if order != source.date_order:
            yield {"date_order": order}, "more of its dates are possible so"


def shows_format(files: Iterable[tuple[SourceFile, bytes]], source: Source) -> bool:
    """Whether any of the files says itself of which format it is: a notice on a page is none the more an article as XML."""
    undeclared = with_settings(source, {"format": None})
    return any(
        result.format not in (None, "text")
        for file, data in files
        for _, result in islice(reading.read_bytes(data, undeclared, file), MOST_RECORDS)
    )


def columns_in(texts: Sequence[bytes]) -> tuple[dict[str, str], set[str]]:
    """Which column holds which field, by the rows of files with the same head as the first; and all names of columns."""
    rows: list[Mapping[str, str]] = []
    for data in texts:
        those = first_rows(data)
        rows += [row for row in those if not rows or row.keys() == rows[0].keys()]
    names = {name for row in rows for name in row}
    found = columns_of(rows)
    return {name: found[name][0] for name in COLUMN_FIELDS if name in found}, names


def sample_files(raw_store: AnyRawStore, known: Known) -> list[tuple[SourceFile, bytes]]:
    """The newest files that are small enough, with their bytes."""
    found: dict[str, tuple[SourceFile, bytes]] = {}
    for row in known.records:
        if len(found) == MOST_FILES:
            break
        if (
            row.file_size > MOST_BYTES
            or row.file_sha256 in found
            or getattr(row, "reason_code", "") in DEADLY
        ):
            continue
        try:
            found[row.file_sha256] = (file_of(row), raw_store.read(row.file_sha256))
        except OSError:  # its bytes are gone, or the store is: the page says so of each record
            continue
    return list(found.values())


def file_of(row: Any) -> SourceFile:
    """A row of a record's file as the readers take it."""
    return SourceFile(
        row.source, row.file_name, row.file_uri, row.file_sha256, row.file_size, row.file_modified_at, row.fetched_at
    )  # fmt: skip


def tally(files: Iterable[tuple[SourceFile, bytes]], source: Source) -> Tally:
    """What is read of some files."""
    found: Counter[str] = Counter()
    for file, data in files:
        for _, result in islice(reading.read_bytes(data, source, file), MOST_RECORDS):
            found.update(marks_of(result))
    headers = sum(found[name] for name in ("headline", "day", "byline", "dateline"))
    return Tally(found["article"], headers, found["refused"])


def marks_of(result: Article | Rejection) -> Iterator[str]:
    """What counts of a reading."""
    if isinstance(result, Rejection):
        if result.reason_code != "pointer":
            yield "refused"
        return
    yield "article"
    for name, value in (
        ("headline", result.headline), ("day", result.published_on), ("byline", result.byline),
        ("dateline", result.dateline_place),
    ):  # fmt: skip
        if value:
            yield name
