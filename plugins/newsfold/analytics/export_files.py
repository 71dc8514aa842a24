"""The files of an export: Parquet, CSV and ninjs. Each appears under its name only when it is whole."""

import csv
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from newsfold.analytics.export_ninjs import ninjs_item
from newsfold.store.export import Column, Row

Portions = Iterable[Sequence[Row]]
TEMPORARY = ".unfinished"
ENDINGS = {"parquet": "parquet", "csv": "csv", "ninjs": "jsonl"}
#: A word, not Hive's name for no value: pandas fails where one partition is null.
UNDATED = "undated"
#: Not the name of a column: readers would find it twice, with two types.
PARTITION = "day"


def day_path(day: date | None, format_name: str) -> str:
    """Where the articles of a day are, below the folder of the export: as pandas, Polars, DuckDB and Spark name partitions."""
    name = UNDATED if day is None else day.isoformat()
    return f"articles/{PARTITION}={name}/part.{ENDINGS[format_name]}"


def write_day(
    path: Path, format_name: str, columns: Sequence[Column], portions: Portions
) -> tuple[int, int, str]:
    """Write one file as a whole or not at all; its rows, bytes and SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(path.name + TEMPORARY)
    rows = 0

    def counted() -> Iterator[Sequence[Row]]:
        nonlocal rows
        for portion in portions:
            rows += len(portion)
            yield portion

    try:
        WRITERS[format_name](temporary, columns, counted())
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = temporary.stat().st_size
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)  # where the disk is full it takes the room of those that are whole
    return rows, size, digest


def write_text(path: Path, text: str) -> None:
    """Write a small file as a whole or not at all."""
    temporary = path.with_name(path.name + TEMPORARY)
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


# --- Parquet -------------------------------------------------------------------------------------------------------


def write_parquet(path: Path, columns: Sequence[Column], portions: Portions) -> None:
    """One row group a portion. Lists are lists; JSON is text. Timestamps are UTC, in microseconds."""
    import pyarrow
    import pyarrow.parquet

    types = {
        "boolean": pyarrow.bool_(), "int64": pyarrow.int64(), "int32": pyarrow.int32(), "text": pyarrow.string(),
        "float32": pyarrow.float32(), "texts": pyarrow.list_(pyarrow.string()), "date": pyarrow.date32(),
        "timestamp": pyarrow.timestamp("us", tz="UTC"), "json": pyarrow.string(),
    }  # fmt: skip
    schema = pyarrow.schema([(column.name, types[column.kind]) for column in columns])
    with pyarrow.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for portion in portions:
            values = [
                pyarrow.array([as_parquet(row[place], column.kind) for row in portion], types[column.kind])
                for place, column in enumerate(columns)
            ]
            writer.write_table(pyarrow.table(values, schema=schema))


def as_parquet(value: Any, kind: str) -> Any:
    """A value as pyarrow takes it."""
    return json.dumps(value, ensure_ascii=False) if kind == "json" and value is not None else value


# --- CSV -----------------------------------------------------------------------------------------------------------


def write_csv(path: Path, columns: Sequence[Column], portions: Portions) -> None:
    """UTF-8 with a header, by RFC 4180 but for its line ends, which are \\n. Null is written as nothing; lists are JSON."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in columns])
        for portion in portions:
            writer.writerows([as_csv(value) for value in row] for row in portion)


def as_csv(value: Any) -> Any:
    """A value as it stands in a CSV file, where an empty text and null look the same."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


# --- ninjs ---------------------------------------------------------------------------------------------------------


def write_ninjs(path: Path, columns: Sequence[Column], portions: Portions) -> None:
    """UTF-8, one item a line."""
    names = [column.name for column in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        for portion in portions:
            for row in portion:
                item = ninjs_item(dict(zip(names, row, strict=True)))
                file.write(json.dumps(item, ensure_ascii=False, default=str) + "\n")


WRITERS: dict[str, Callable[[Path, Sequence[Column], Portions], None]] = {
    "parquet": write_parquet,
    "csv": write_csv,
    "ninjs": write_ninjs,
}
