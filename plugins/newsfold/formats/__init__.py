"""Reading files: bytes -> records with raw headers. The shape of a file is known here, and nowhere else.

`read` finds the format by the content and runs its reader. What the headers mean is the business of
`newsfold.headers`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from newsfold.formats.characters import fold
from newsfold.formats.csv_table import read_csv
from newsfold.formats.decoding import Decoded
from newsfold.formats.detection import NO_COLUMNS, Detected, recognize
from newsfold.formats.feed import read_feed
from newsfold.formats.html_page import read_page
from newsfold.formats.json_records import read_json
from newsfold.formats.plain_text import read_text
from newsfold.formats.sitemap import read_sitemap
from newsfold.model import Record, Rejection

__all__ = ["NAMED_READERS", "READERS", "detect", "read"]

READERS: dict[str, Callable[[Decoded, int], Iterator[Record | Rejection]]] = {
    "text": read_text,
    "html": read_page,
    "feed": read_feed,
    "sitemap": read_sitemap,
}

# Readers that also take the names of columns that the source states.
NAMED_READERS: dict[str, Callable[[Decoded, int, Mapping[str, str]], Iterator[Record | Rejection]]] = {
    "json": read_json,
    "csv": read_csv,
}


def detect(data: bytes, name: str = "") -> str:
    """The format of `data`: a key of `READERS` or `NAMED_READERS`, or the reason code that it is refused with.

    `name` is not trusted.
    """
    return recognize(data).format


def read(data: bytes, *, name: str, columns: Mapping[str, str] = NO_COLUMNS) -> Iterator[Record | Rejection]:
    """Read all records of a file, at least one item, positions counted from 0. Never raises on any bytes.

    `name` is the file's name, for the details of rejections. `columns` is the source's mapping of fields to columns of
    CSV or properties of JSON. A fault in a reader becomes a Rejection, so that it costs
    one file and not the batch; what the reader gave before stays.
    """
    position = 0
    try:
        detected = recognize(data, columns)
        items = find_items(detected, len(data), columns)
        if items is None:
            yield Rejection(detected.format, detected.detail, 0, 0)
            return
        for item in items:
            # What a detail quotes of the file may hold characters that can't be stored.
            yield replace(item, detail=fold(item.detail)) if isinstance(item, Rejection) else item
            position += 1
    except (Exception, RecursionError) as error:
        yield Rejection("reader_failed", f"{name}: {type(error).__name__}: {error}"[:500], position, 0)
        return
    if position == 0:
        yield Rejection("no_article", "the reader found no record", 0, 0)


def find_items(
    detected: Detected, size: int, columns: Mapping[str, str]
) -> Iterator[Record | Rejection] | None:
    """The items of a file that was recognized; None where no reader fits."""
    reader = READERS.get(detected.format)
    named_reader = NAMED_READERS.get(detected.format)
    if detected.decoded is None:
        return None
    if named_reader is not None:
        return named_reader(detected.decoded, size, columns)
    return reader(detected.decoded, size) if reader is not None else None
