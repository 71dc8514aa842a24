"""CSV and TSV with a header line -> one record a row. RFC 4180, and what else is in use: semicolons, bars, tabs.

Rows are cut by counting quotes, so that a quote without end costs its own line and not the rest of the file.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from newsfold.formats.isolation import read_isolated
from newsfold.formats.tables.date_order import NUMERIC_DAY, order_of_dates, with_order
from newsfold.formats.tables.json_items import MAX_ITEMS, BytePlaces, JsonItem
from newsfold.formats.tables.named_fields import DATE_FIELDS, known_fields, read_fields
from newsfold.model import Record, Rejection
from newsfold.text.characters import ends_sentence, fold
from newsfold.text.decoding import Decoded

DELIMITERS = "\t,;|"
MAX_HEADER_CHARACTERS = 10_000
MAX_NAME_CHARACTERS = 80
MAX_COLUMNS = 1_000
MAX_ROW_CHARACTERS = 4_000_000
# What programs write above the head: a line for the delimiter, comments, the title of the export.
MAX_ROWS_FOR_ORDER = 5_000
MAX_LINES_ABOVE = 6
MAX_TITLE_CHARACTERS = 200
SAMPLE_CHARACTERS = 100_000
MIN_UNKNOWN_COLUMNS = 3
MIN_UNKNOWN_ROWS = 3
MAX_UNKNOWN_NAME = 40
# A quote behind a backslash that closes no field.
ESCAPED_QUOTE = re.compile(r'\\"(?![,;|\t\r\n]|\Z)')
# The limit holds for the whole process, and the default of 131,072 characters is below a long article.
csv.field_size_limit(MAX_ROW_CHARACTERS)


@dataclass(frozen=True, slots=True)
class Table:
    """How a table is written: its delimiter, the names of its columns, the first character of its head, the mark in front of
    quotes inside quotes (empty where they are doubled).
    """

    delimiter: str
    names: list[str]
    start: int = 0
    escape: str = ""


def find_table(text: str, columns: Mapping[str, str]) -> Table | None:
    """The table whose head is one of the first lines of a text; None where none of them is.

    A line is one if a column for the text is among its names and another one that we know, and if a second line follows. Above
    it may stand what programs write there: `sep=;`, a comment, the title of the export. The line below must then fit.
    """
    text = with_line_feeds(text[: 2 * MAX_HEADER_CHARACTERS])
    for number, (start, line) in enumerate(first_lines(text)):
        head = find_head(line, columns)
        rest = text[start + len(line) :]
        if head is None or not rest.strip():
            continue
        delimiter, names = head
        if number and not fits(rest, delimiter, len(names)):
            continue
        return Table(delimiter, names, start)
    return None


def first_lines(text: str) -> Iterator[tuple[int, str]]:
    """The first lines that hold something, as far as each above is no more than a title: their places, and the lines."""
    start = 0
    for count in range(MAX_LINES_ABOVE + 1):
        while start < len(text) and text[start] in "\ufeff\r\n":
            start += 1
        line = text[start : line_end(text, start)].rstrip("\r")
        if not line or len(line) > MAX_HEADER_CHARACTERS:
            return
        yield start, line
        if len(line) > MAX_TITLE_CHARACTERS or count == MAX_LINES_ABOVE:
            return
        start += len(line)


def find_head(line: str, columns: Mapping[str, str]) -> tuple[str, list[str]] | None:
    """The delimiter and the names of a table's head; None where `line` is none."""
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


def fits(text: str, delimiter: str, width: int) -> bool:
    """Whether the first row of `text` has as many fields as the head above it, as far as it can be seen."""
    row = next((row for _, row in cut_rows(text)), "")
    values = split_row(row, delimiter)
    return values is None or len(values) == width


def find_unknown_head(text: str) -> list[str] | None:
    """The names of a table of whose columns none is known to hold a text; None where `text` is no table.

    No prose has line after line with the same number of fields, under names that are short and all different.
    """
    sample = with_line_feeds(text[:SAMPLE_CHARACTERS]).lstrip("\ufeff\r\n")
    end = line_end(sample, 0)
    for delimiter in DELIMITERS:
        names = split_row(sample[:end], delimiter) if delimiter in sample[:end] else None
        if names is None or not MIN_UNKNOWN_COLUMNS <= len(names) <= MAX_COLUMNS or not are_names(names):
            continue
        rows = [split_row(row, delimiter) for _, row in cut_rows(sample[end:])]
        rows = rows[:-1] if len(text) > SAMPLE_CHARACTERS else rows
        if len(rows) >= MIN_UNKNOWN_ROWS and all(row is not None and len(row) == len(names) for row in rows):
            return names
    return None


def are_names(names: list[str]) -> bool:
    """Whether the fields of a line can be the names of columns."""
    return len(set(names)) == len(names) and all(
        name and len(name) <= MAX_UNKNOWN_NAME and not ends_sentence(name) and any(map(str.isalpha, name))
        for name in names
    )


def with_line_feeds(text: str) -> str:
    """Text whose lines end in carriage returns alone, with line feeds in their place. Fields in quotes may hold line feeds."""
    first = text.find("\r")
    is_alone = first >= 0 and "\r\n" not in text and not 0 <= text.find("\n") < first
    return text.replace("\r", "\n") if is_alone else text


def split_row(text: str, delimiter: str, escape: str = "") -> list[str] | None:
    """The fields of one row, None where its quotes are wrong."""
    lines = [text] if "\n" not in text else text.splitlines(keepends=True)
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True, escapechar=escape or None))
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
    if ESCAPED_QUOTE.search(text):
        table = replace(table, escape="\\")
    fields = known_fields(table.names, columns)
    places = BytePlaces(decoded, size)
    order = order_of_dates(dates_of(text, table, fields))
    rows = cut_rows(text, table.start, table.escape)
    next(rows, None)
    for position, (start, row) in enumerate(rows):
        place = places.advance(start)
        if position >= MAX_ITEMS:
            detail = f"more than {MAX_ITEMS:,} rows; the rest of the file was not read"
            yield Rejection("too_large", detail, position, place, "csv")
            return
        values = split_row(row, table.delimiter, table.escape)
        if values is None or len(values) != len(table.names):
            yield unreadable(row, values, table, position, place)
            continue
        item = JsonItem(
            dict(zip(table.names, values, strict=True)), place, places.measure(row), decoded.encoding
        )
        yield from read_isolated(partial(read_row, item, fields, position, order), position, place, "csv")


def unreadable(row: str, values: list[str] | None, table: Table, position: int, place: int) -> Rejection:
    """Why a row can't be read."""
    fault = (
        "its quotes are wrong" if values is None else f"{len(values)} fields under {len(table.names)} names"
    )
    detail = f"a row that can't be read: {fault}: {fold(row[:80])}"
    return Rejection("malformed", detail, position, place, "csv")


def read_row(
    item: JsonItem, fields: Mapping[str, list[str]], position: int, order: str
) -> list[Record | Rejection]:
    """Read one row. `order`: in which day and month stand in the file's dates (DMY, MDY), empty where nothing tells."""
    return [with_order(read_fields(item, fields, position, "csv"), order)]


def dates_of(text: str, table: Table, fields: Mapping[str, list[str]]) -> Iterator[str]:
    """The values of the columns for dates, of the first rows."""
    columns = [
        table.names.index(name)
        for field in DATE_FIELDS
        for name in fields.get(field, ())
        if name in table.names
    ]
    rows = cut_rows(text, table.start, table.escape) if columns and NUMERIC_DAY.search(text) else iter(())
    for _, row in islice(rows, 1, MAX_ROWS_FOR_ORDER):
        values = split_row(row, table.delimiter, table.escape) or []
        yield from (values[column] for column in columns if column < len(values))


def cut_rows(text: str, start: int = 0, escape: str = "") -> Iterator[tuple[int, str]]:
    """Each row from `start` on with its place: a line, and the lines behind it as long as a quote is open. Empty lines are none.

    Where the quote doesn't close within the limit, the line stands alone.
    """
    while start < len(text):
        end = line_end(text, start)
        quotes = count_quotes(text, start, end, escape)
        reach = end
        while quotes % 2 and reach < len(text) and reach - start < MAX_ROW_CHARACTERS:
            following = line_end(text, reach + 1)
            quotes += count_quotes(text, reach, following, escape)
            reach = following
        if quotes % 2 == 0:
            end = reach
        row = text[start:end].strip("\r\n\x00\ufeff")
        if row.strip():
            yield start, row
        start = end + 1


def count_quotes(text: str, start: int, end: int, escape: str) -> int:
    """How many quotes open or close a field."""
    escaped = text.count(f'{escape}"', start, end) if escape else 0
    return text.count('"', start, end) - escaped


def line_end(text: str, start: int) -> int:
    """Where the line that begins at `start` ends."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end
