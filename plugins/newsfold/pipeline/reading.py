"""The records of a file as articles or rejections: the readers of formats, then those of headers."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from newsfold.config.sources import ADHOC, Source
from newsfold.model import Article, FileRange, Record, Rejection, SourceFile

if TYPE_CHECKING:
    from newsfold.formats.care import Care

log = logging.getLogger(__name__)


class Readable(Protocol):
    """Where the bytes of files are, by their SHA-256: a raw store, or one file in the place of it."""

    def read(self, sha256: str) -> bytes: ...
    def read_part(self, sha256: str, start: int, length: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class OneFile:
    """A file of this machine in the place of a raw store."""

    path: Path

    def read(self, sha256: str) -> bytes:
        """All bytes."""
        return self.path.read_bytes()

    def read_part(self, sha256: str, start: int, length: int) -> bytes:
        """At most `length` of them from `start` on."""
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(length)


def read_file(
    raw_store: Readable,
    source: Source,
    file: SourceFile,
    part: FileRange | None = None,
    care: "Care | None" = None,
) -> Iterator[tuple[Record | None, Article | Rejection]]:
    """The records of one file, each as an article or a rejection; with `part` those of one of its ranges, none where it has none.

    `care` is what is known of readers that died in the file.
    """
    if file.size > source.max_file_bytes:
        if part is None or part.number == 1:
            yield None, too_large(file, source)
        return
    try:
        items = records_in_windows(raw_store, source, file, part, care)
        if items is None and part is not None:
            raise ValueError(f"{file.uri} was divided into ranges, and can't be read in any")
        data = raw_store.read(file.sha256) if items is None else b""
    except FileNotFoundError:
        if part is None or part.number == 1:
            yield None, Rejection("missing_bytes", f"{file.sha256} is not in the raw store")
        return
    if items is None:
        yield from read_bytes(data, source, file)
    elif part is not None:  # there are other ranges, so none of its records is the file's only one
        yield from normalized_each(((item, False) for item in items), source, file)
    else:
        yield from normalized(items, source, file)


def records_in_windows(
    raw_store: Readable, source: Source, file: SourceFile, part: FileRange | None, care: "Care | None"
) -> Iterator[Record | Rejection] | None:
    """The records of a large file that can be read in parts; None for all others. Raises FileNotFoundError."""
    from newsfold.formats.care import NO_CARE
    from newsfold.formats.large_files import LARGE_BYTES, read_large

    if file.size < LARGE_BYTES and part is None:
        return None
    return read_large(
        partial(raw_store.read_part, file.sha256),
        file.size,
        name=file.name,
        columns=source.columns,
        form=source.format,
        part=part,
        care=care or NO_CARE,
    )


def divide(
    raw_store: Readable, source: Source, file: SourceFile, range_bytes: int, most: int
) -> list[FileRange]:
    """The ranges in which a file may be read, at most so many of at least so many bytes; none where it is read as one."""
    from newsfold.formats import file_ranges

    if file.size > source.max_file_bytes:
        return []
    read_part = partial(raw_store.read_part, file.sha256)
    return file_ranges.divide(
        read_part, file.size, columns=source.columns, form=source.format, range_bytes=range_bytes, most=most
    )


def too_large(file: SourceFile, source: Source) -> Rejection:
    """The refusal of a file over its source's limit."""
    table = "[ingest]" if source.slug == ADHOC else f"[source.{source.slug}]"
    detail = (
        f"{file.size:,} bytes; the limit of source {source.slug} is {source.max_file_bytes:,}:"
        f" max_file_bytes of {table} in dags/sources.toml raises it"
    )
    return Rejection("too_large", detail)


def read_bytes(
    data: bytes, source: Source, file: SourceFile
) -> Iterator[tuple[Record | None, Article | Rejection]]:
    """The records of some bytes, each as an article or a rejection."""
    from newsfold import formats

    yield from normalized(
        formats.read(data, name=file.name, columns=source.columns, form=source.format), source, file
    )


def normalized(
    items: Iterator[Record | Rejection], source: Source, file: SourceFile
) -> Iterator[tuple[Record | None, Article | Rejection]]:
    """The records of a file as articles, where their headers can be read."""
    yield from normalized_each(with_company(items), source, file)


def normalized_each(
    items: Iterable[tuple[Record | Rejection, bool]], source: Source, file: SourceFile
) -> Iterator[tuple[Record | None, Article | Rejection]]:
    """The same, of items with whether each is the file's only one."""
    from newsfold import headers

    for item, alone in items:
        if isinstance(item, Rejection):
            yield None, item
            continue
        try:
            yield item, headers.normalize(item, source, file, alone=alone)
        except MemoryError:
            raise
        except Exception as error:
            yield item, reader_failed(file, item.position, item.format, error)


def with_company(items: Iterator[Record | Rejection]) -> Iterator[tuple[Record | Rejection, bool]]:
    """The items of a file, each with whether it is the file's only one: the first waits until there is a second."""
    first = next(items, None)
    if first is None:
        return
    second = next(items, None)
    yield first, second is None
    if second is not None:
        yield second, False
        yield from ((item, False) for item in items)


def reader_failed(file: SourceFile, position: int, format_name: str, error: Exception) -> Rejection:
    """The rejection of a record on which a reader raised: a bug. It is logged and counted, and does not stop the file."""
    log.error("%s, record %d", file.uri, position, exc_info=error)
    return Rejection("reader_failed", f"{type(error).__name__}: {error}", position, format=format_name)
