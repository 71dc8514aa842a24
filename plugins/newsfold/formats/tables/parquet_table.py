"""Parquet files -> one record a row. Read in batches of rows, so that memory holds a part of a row group at a time.

Our own exports have their columns by the names of `analytics.articles`, which are usual names too.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from newsfold.formats.article_limits import MAX_CHARACTERS
from newsfold.formats.containers.members import Budget, Refused
from newsfold.formats.tables.named_fields import known_fields
from newsfold.formats.tables.row_tables import MAX_NAME, MAX_SHOWN, read_values
from newsfold.model import Record, Rejection

FORM = "parquet"
BATCH_ROWS = 200
#: What is longer is cut to a text that is too long for an article, and refused.
MAX_CELL = MAX_CHARACTERS
MAX_COLUMNS = 1_000
MAX_ROW_GROUP_BYTES = 512_000_000


def read_parquet(data: bytes, budget: Budget, columns: Mapping[str, str]) -> Iterator[Record | Rejection]:
    """Read the rows of a file. Raises Refused where it can't be opened or a part of it is too large."""
    import pyarrow

    try:
        table = open_table(data)
        names = [str(name)[: MAX_NAME + 1] for name in table.schema_arrow.names[:MAX_COLUMNS]]
        fields = known_fields(names, columns)
        if "body" not in fields or len(fields) < 2:
            shown = ", ".join(names)[:MAX_SHOWN]
            detail = f"a table, and none of its columns is known to hold the text: {shown}"
            yield Rejection("unsupported_format", detail, 0, 0, FORM)
            return
        if not table.metadata.num_rows:
            yield Rejection("empty", "a table without rows", 0, 0, FORM)
            return
        check_size(table, budget)
        yield from read_values(rows_of(table), fields, FORM)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        if isinstance(error, MemoryError):
            raise
        reason = "malformed" if data.endswith(b"PAR1") else "truncated"
        raise Refused(reason, f"a Parquet file that can't be read: {error}"[:300]) from error


def open_table(data: bytes) -> Any:
    """The file, its texts read as numbers of the different ones: rows that have a value in common share it in memory, too.

    Raises ArrowException and OSError where it is none.
    """
    import pyarrow
    from pyarrow import parquet

    limits = {"thrift_string_size_limit": 10_000_000, "thrift_container_size_limit": 1_000_000}
    schema = parquet.ParquetFile(pyarrow.BufferReader(data), **limits).schema
    columns = (schema.column(number) for number in range(min(len(schema), MAX_COLUMNS)))
    texts = [column.path for column in columns if column.physical_type == "BYTE_ARRAY"]
    return parquet.ParquetFile(pyarrow.BufferReader(data), read_dictionary=texts, **limits)


def check_size(table: Any, budget: Budget) -> None:
    """Count what is unpacked. Raises Refused for a row group that would not fit into memory, and Exhausted."""
    for number in range(table.metadata.num_row_groups):
        size = table.metadata.row_group(number).total_byte_size
        if not 0 <= size <= MAX_ROW_GROUP_BYTES:
            raise Refused("too_large", f"a row group of {size:,} bytes; the limit is {MAX_ROW_GROUP_BYTES:,}")
        budget.take_bytes(size)


def rows_of(table: Any) -> Iterator[dict[str, Any]]:
    """The rows, each as plain values by the names of the columns."""
    for batch in table.iter_batches(batch_size=BATCH_ROWS, use_threads=False):
        columns = [cells_of(column) for column in batch.columns]
        for row in zip(*columns, strict=True):
            yield dict(zip(batch.schema.names, row, strict=True))


def cells_of(column: Any) -> list[Any]:
    """The values of a column; a text that is there once and named by many rows is one object."""
    import pyarrow

    if isinstance(column, pyarrow.DictionaryArray):
        texts = [plain(value) for value in column.dictionary.to_pylist()]
        return [None if place is None else texts[place] for place in column.indices.to_pylist()]
    return [plain(value) for value in column.to_pylist()]


def plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON would have it: times in ISO 8601, bytes as text."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value[: 4 * MAX_CELL + 4].decode("utf-8", "replace")[: MAX_CELL + 1]
    if isinstance(value, str):
        return value[: MAX_CELL + 1]
    if isinstance(value, Decimal):
        return str(value)
    if depth < 5:
        if isinstance(value, list | tuple):
            return [plain(each, depth + 1) for each in value]
        if isinstance(value, dict):
            return {str(name): plain(each, depth + 1) for name, each in value.items()}
    return value
