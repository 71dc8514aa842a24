"""CSV and TSV with a header line -> one record a row. RFC 4180, and what else is in use: semicolons, bars, tabs.

Rows are cut by counting quotes, so that a quote without end costs its own line and not the rest of the file.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import partial

from newsfold.formats.isolation import read_isolated
from newsfold.formats.tables.json_items import MAX_ITEMS, BytePlaces, JsonItem
from newsfold.formats.tables.named_fields import known_fields, read_fields
from newsfold.model import Record, Rejection
from newsfold.text.characters import fold
from newsfold.text.decoding import Decoded

DELIMITERS = "\t,;|"
MAX_HEADER_CHARACTERS = 10_000
MAX_NAME_CHARACTERS = 80
MAX_COLUMNS = 1_000
MAX_ROW_CHARACTERS = 4_000_000
# The limit holds for the whole process, and the default of 131,072 characters is below a long article.
csv.field_size_limit(MAX_ROW_CHARACTERS)


def find_table(text: str, columns: Mapping[str, str]) -> tuple[str, list[str]] | None:
    """The delimiter and the names of the columns of a text whose first line is a table's head; None where it is none.

    It is one if a column for the text is among them and another one that we know, and if a second line follows.
    """
    line, _, rest = with_line_feeds(text[: 2 * MAX_HEADER_CHARACTERS].lstrip("\ufeff\r\n")).partition("\n")
    if len(line) > MAX_HEADER_CHARACTERS or not rest.strip():
        return None
    for delimiter in DELIMITERS:
        if delimiter not in line:
            continue
        names = split_row(line.rstrip("\r"), delimiter)
        if (
            names is None
            or not 2 <= len(names) <= MAX_COLUMNS
            or any(len(name) > MAX_NAME_CHARACTERS for name in names)
        ):
            continue
        fields = known_fields(names, columns)
        if "body" in fields and len(fields) > 1 and fields["body"][0] in names:
            return delimiter, names
    return None


def with_line_feeds(text: str) -> str:
    """Text whose lines end in carriage returns alone, with line feeds in their place."""
    return text.replace("\r", "\n") if "\n" not in text else text


def split_row(text: str, delimiter: str) -> list[str] | None:
    """The fields of one row, None where its quotes are wrong."""
    try:
        rows = (
            list(csv.reader([text], delimiter=delimiter, strict=True))
            if "\n" not in text
            else list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
        )
    except csv.Error:
        return None
    return [field.strip() for field in rows[0]] if len(rows) == 1 else None


def read_csv(decoded: Decoded, size: int, columns: Mapping[str, str]) -> Iterator[Record | Rejection]:
    """Read the rows of a table of `size` bytes, in order; each row that can't be read is one Rejection."""
    text = with_line_feeds(decoded.text)
    table = find_table(text, columns)
    if table is None:
        yield Rejection("malformed", "no line with the names of the columns", 0, 0, "csv")
        return
    delimiter, names = table
    fields = known_fields(names, columns)
    places = BytePlaces(decoded, size)
    rows = cut_rows(text)
    next(rows, None)
    for position, (start, row) in enumerate(rows):
        place = places.advance(start)
        if position >= MAX_ITEMS:
            yield Rejection(
                "too_large",
                f"more than {MAX_ITEMS:,} rows; the rest of the file was not read",
                position,
                place,
                "csv",
            )
            return
        values = split_row(row, delimiter)
        if values is None or len(values) != len(names):
            fault = (
                "its quotes are wrong" if values is None else f"{len(values)} fields under {len(names)} names"
            )
            yield Rejection(
                "malformed", f"a row that can't be read: {fault}: {fold(row[:80])}", position, place, "csv"
            )
            continue
        item = JsonItem(dict(zip(names, values, strict=True)), place, places.measure(row), decoded.encoding)
        yield from read_isolated(partial(read_row, item, fields, position), position, place, "csv")


def read_row(item: JsonItem, fields: Mapping[str, list[str]], position: int) -> list[Record | Rejection]:
    """Read one row."""
    return [read_fields(item, fields, position, "csv")]


def cut_rows(text: str) -> Iterator[tuple[int, str]]:
    """Each row with its place: a line, and the lines behind it as long as a quote is open. Empty lines are none.

    Where the quote doesn't close within the limit, the line stands alone.
    """
    start = 0
    while start < len(text):
        end = line_end(text, start)
        quotes = text.count('"', start, end)
        reach = end
        while quotes % 2 and reach < len(text) and reach - start < MAX_ROW_CHARACTERS:
            following = line_end(text, reach + 1)
            quotes += text.count('"', reach, following)
            reach = following
        if quotes % 2 == 0:
            end = reach
        row = text[start:end].strip("\r\n\x00\ufeff")
        if row.strip():
            yield start, row
        start = end + 1


def line_end(text: str, start: int) -> int:
    """Where the line that begins at `start` ends."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end
