"""Rows of cells, as spreadsheets and columnar files hold them -> one record a row, by the names in the first that is a head."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import Any

from newsfold.formats.isolation import read_isolated
from newsfold.formats.tables.date_order import order_of_dates, with_order
from newsfold.formats.tables.json_items import MAX_ITEMS, JsonItem, text_of_value
from newsfold.formats.tables.named_fields import DATE_FIELDS, known_fields, look_up, read_fields
from newsfold.model import Record, Rejection

MAX_ROWS_ABOVE = 6
MAX_ROWS_FOR_ORDER = 1_000
MAX_NAME = 80
MAX_SHOWN = 400
Row = Sequence[str]


def read_sheet(
    rows: Iterable[Row], columns: Mapping[str, str], form: str, name: str
) -> Iterator[Record | Rejection]:
    """Read the rows of one sheet called `name`; nothing where it is empty. Positions begin with 0.

    Above the names of the columns may stand a title and a few lines more.
    """
    source = iter(rows)
    above: list[Row] = []
    for row in source:
        if any(cell.strip() for cell in row):
            names = names_of(row)
            if is_head(names, columns):
                values = (
                    dict(zip(names, each, strict=False))
                    for each in source
                    if any(cell.strip() for cell in each)
                )
                yield from read_values(values, known_fields(names, columns), form)
                return
            above.append(row)
        if len(above) > MAX_ROWS_ABOVE:
            break
    if above:
        widest = max(above, key=lambda row: sum(1 for cell in row if cell.strip()))
        shown = ", ".join(cell.strip()[:MAX_NAME] for cell in widest if cell.strip())[:MAX_SHOWN]
        detail = f"{name}: a table, and none of its columns is known to hold the text: {shown}"
        yield Rejection("unsupported_format", detail, 0, 0, form)


def names_of(row: Row) -> list[str]:
    """The names of a head; a column without one gets its number."""
    return [cell.strip()[: MAX_NAME + 1] or f"column {number}" for number, cell in enumerate(row, 1)]


def is_head(names: Sequence[str], columns: Mapping[str, str]) -> bool:
    """Whether a row names the columns: one for the text, and another one that is known."""
    if len(names) < 2 or any(len(name) > MAX_NAME for name in names):
        return False
    fields = known_fields(names, columns)
    return "body" in fields and len(fields) > 1 and fields["body"][0] in names


def read_values(
    values: Iterable[dict[str, Any]], fields: Mapping[str, list[str]], form: str
) -> Iterator[Record | Rejection]:
    """Read rows, each as its values by the names of the columns."""
    source = iter(values)
    first = list(islice(source, MAX_ROWS_FOR_ORDER))
    order = order_of_dates(
        text_of_value(look_up(row, name))
        for row in first
        for field in DATE_FIELDS
        for name in fields.get(field, ())
    )
    for position, row in enumerate(chain(first, source)):
        if position >= MAX_ITEMS:
            detail = f"more than {MAX_ITEMS:,} rows; the rest of the file was not read"
            yield Rejection("too_large", detail, position, 0, form)
            return
        yield from read_isolated(partial(read_one, row, fields, position, order, form), position, 0, form)


def read_one(
    row: dict[str, Any], fields: Mapping[str, list[str]], position: int, order: str, form: str
) -> list[Record | Rejection]:
    """Read one row; `order` as `order_of_dates` gives it."""
    return [with_order(read_fields(JsonItem(row, 0, 0, "utf-8"), fields, position, form), order)]
