"""Runs, sources, files and the ledger."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from newsfold.config.sources import Source
from newsfold.model import FileRange, SourceFile
from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows, insert_rows

#: Airflow maps no task over more than 1,024 (`[core] max_map_length`).
MOST_BATCHES = 1_000


@dataclass(frozen=True, slots=True)
class DueFile:
    """A file of a run that no load has taken in yet; with `part` one range of a file that is read in ranges."""

    file_id: int
    source_id: int
    file: SourceFile
    part: FileRange | None = None

    @property
    def size(self) -> int:
        """How many bytes are read of it."""
        return min(self.part.end - self.part.start, self.file.size) if self.part else self.file.size


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of files, or a range of a large one, for one normalize task. `label` is for operators, `bytes` what it reads."""

    batch: int
    files: int
    label: str
    bytes: int = 0


def begin_run(
    connection: Connection,
    run_key: str,
    *,
    trigger: str,
    day: date | None,
    dry_run: bool,
    now: datetime,
    news_day: date | None = None,
) -> int:
    """Open a run, or find it again by its key, and give its id. `news_day` is what it fetches for, where it has no day."""
    with connection:
        return open_run(
            connection, run_key, trigger=trigger, day=day, dry_run=dry_run, now=now, news_day=news_day
        )


def open_run(
    connection: Connection,
    run_key: str,
    *,
    trigger: str,
    day: date | None,
    dry_run: bool,
    now: datetime,
    news_day: date | None = None,
) -> int:
    """The same, as a part of the caller's transaction."""
    row = fetch_row(
        connection,
        "begin_run",
        {
            "run_key": run_key,
            "trigger": trigger,
            "day": day,
            "news_day": day or news_day,
            "dry_run": dry_run,
            "now": now,
        },
    )
    return int(row.run_id)


def note_failed(connection: Connection, run_id: int, *, now: datetime) -> None:
    """Mark a run as failed, unless it is published, rehearsed or held."""
    with connection:
        execute(connection, "note_failed", {"run_id": run_id, "now": now})


def register_source(connection: Connection, source: Source, *, now: datetime) -> int:
    """The id of a source, made at its first use."""
    with connection:
        row = fetch_row(
            connection,
            "upsert_source",
            {
                "slug": source.slug,
                "name": source.name or source.slug,
                "country": source.country,
                "language": source.language,
                "time_zone": source.time_zone,
                "location": source.location,
                "schedule": source.schedule,
                "licence": source.licence,
                "expected_files": source.expected_files,
                "freshness_hours": source.freshness_hours,
                "owner": source.owner,
                "tags": list(source.tags),
                "now": now,
            },
        )
    return int(row.source_id)


def source_id(connection: Connection, slug: str) -> int | None:
    """The id of a source that was used before, else None. Part of the caller's transaction."""
    row = fetch_row(connection, "source_id", {"slug": slug})
    return None if row is None else int(row.source_id)


def known_files(connection: Connection, source_id: int, names: Iterable[str]) -> dict[str, Any]:
    """What is known of certain files of a source, by name: rows of file_id, size, modified_at, etag, last_modified and
    last_seen_at, of the contents seen last where a name came with several.
    """
    parameters = {"source_id": source_id, "names_sha256": [name_sha256(name) for name in names]}
    with connection:
        return {row.name: row for row in fetch_rows(connection, "known_files", parameters)}


def name_sha256(name: str) -> bytes:
    """The indexed hash of a file's name: names may be longer than an index entry."""
    return hashlib.sha256(name.encode("utf-8", errors="surrogateescape")).digest()


def record_files(connection: Connection, source_id: int, files: Sequence[SourceFile]) -> list[int]:
    """Note files whose bytes are in the raw store, in one transaction, and give their ids."""
    if not files:
        return []
    # One insert can't touch a row twice: the same bytes listed twice under one name are one file.
    unique = {(file.name, file.sha256): file for file in files}
    rows = [
        (
            source_id,
            file.name,
            name_sha256(file.name),
            file.uri,
            bytes.fromhex(file.sha256),
            file.size,
            file.modified_at,
            file.fetched_at,
            file.returned_at or file.fetched_at,
            file.etag,
            file.last_modified,
            list(file.opt_out),
        )
        for file in unique.values()
    ]
    with connection:
        return [row.file_id for row in insert_rows(connection, "insert_files", rows)]


def touch_files(connection: Connection, file_ids: Iterable[int], *, now: datetime) -> None:
    """Note that files were listed again unchanged."""
    with connection:
        execute(connection, "touch_files", {"file_ids": list(file_ids), "now": now})


def assign_due_files(
    connection: Connection, run_id: int, source_ids: Iterable[int] | None, batch_files: int
) -> int:
    """Assign to the run every file that is still to be loaded, of these sources or of all; how many it did not have before."""
    with connection:
        return execute(
            connection,
            "assign_due_files",
            {
                "run_id": run_id,
                "source_ids": None if source_ids is None else list(source_ids),
                "batch_files": batch_files,
                "most_batches": MOST_BATCHES,
            },
        )


def assign_files(connection: Connection, run_id: int, file_ids: Iterable[int], batch_files: int) -> int:
    """Assign certain files to the run, whether they were loaded before or not; how many."""
    with connection:
        return execute(
            connection,
            "assign_named_files",
            {
                "run_id": run_id,
                "file_ids": list(file_ids),
                "batch_files": batch_files,
                "most_batches": MOST_BATCHES,
            },
        )


def due_batches(connection: Connection, run_id: int, after: int = 0) -> list[Batch]:
    """The batches of a run that are not loaded yet, with numbers greater than `after`."""
    with connection:
        rows = fetch_rows(connection, "due_batches", {"run_id": run_id, "after": after})
    return [Batch(row.batch, row.files, batch_label(row), row.bytes) for row in rows]


def batch_label(row: Any) -> str:
    """For example `batch 2: 500 files, dpa to tagblatt`, or `batch 3: range 2 of 40 of dump.warc, dpa`."""
    sources = (
        row.first_source
        if row.first_source == row.last_source
        else f"{row.first_source} to {row.last_source}"
    )
    ranged = f"range {row.range_number} of {row.ranges} of {row.ranged_file}" if row.ranges else ""
    others = row.files - 1 if ranged else row.files
    files = f"{others} files" if others or not ranged else ""
    return f"batch {row.batch}: {' and '.join(filter(None, (ranged, files)))}, {sources}"


def batch_files(connection: Connection, run_id: int, batch: int) -> list[DueFile]:
    """The files of one batch that are not loaded yet."""
    with connection:
        rows = fetch_rows(connection, "batch_files", {"run_id": run_id, "batch": batch})
    return [due_file(row, range_of(row)) for row in rows]


def files_to_range(connection: Connection, run_id: int, least: int) -> list[DueFile]:
    """The files of a run of `least` bytes or more that are not loaded and have no ranges yet."""
    with connection:
        rows = fetch_rows(connection, "files_to_range", {"run_id": run_id, "least": least})
    return [due_file(row) for row in rows]


def due_file(row: Any, part: FileRange | None = None) -> DueFile:
    """A file from its row."""
    file = SourceFile(
        row.slug,
        row.name,
        row.uri,
        row.sha256,
        row.size,
        row.modified_at,
        row.fetched_at,
        opt_out=tuple(row.opt_out),
    )
    return DueFile(row.file_id, row.source_id, file, part)


def range_of(row: Any) -> FileRange | None:
    """The range in the row of a batch's file."""
    if row.range_number is None:
        return None
    return FileRange(
        row.range_number, row.start_at, row.end_at, row.packed_at, row.unpacked_at, row.position_from
    )


def last_batch(connection: Connection, run_id: int) -> int:
    """The greatest number of the run's batches, of files and of ranges; 0 where it has none."""
    with connection:
        return int(fetch_row(connection, "last_batch", {"run_id": run_id}).batch)


def keep_ranges(connection: Connection, run_id: int, file_id: int, ranges: Sequence[FileRange]) -> None:
    """Let a file of the run be read in ranges: the first by its own batch, the others by further ones."""
    columns = {
        "numbers": [part.number for part in ranges],
        "starts": [part.start for part in ranges],
        "ends": [part.end for part in ranges],
        "packed": [part.packed_at for part in ranges],
        "unpacked": [part.unpacked_at for part in ranges],
        "positions": [part.position_from for part in ranges],
    }
    with connection:
        execute(connection, "insert_ranges", {"run_id": run_id, "file_id": file_id, **columns})


def join_ranges(connection: Connection, run_id: int) -> list[str]:
    """Make files of the ranges that are staged, their records numbered through. Part of the caller's transaction.

    Gives what there is to say of files of which a range was not read: nothing of them stays staged.
    """
    parameters = {"run_id": run_id}
    partial = fetch_rows(connection, "drop_partial_ranges", parameters)
    for apart in (True, False):
        execute(connection, "number_ranges", {**parameters, "apart": apart})
    execute(connection, "join_ranges", parameters)
    return [f"{row.uri}: {row.read} of its {row.ranges} ranges were read; it stays due" for row in partial]


def replayed_files(connection: Connection, chosen: Mapping[str, Any]) -> list[int]:
    """The files that a replay reads again; `chosen` has the parameters of sql/statements/replayed_files.sql."""
    with connection:
        return [row.file_id for row in fetch_rows(connection, "replayed_files", chosen)]


def note_batch(
    connection: Connection,
    run_id: int,
    batch: int,
    *,
    files: int,
    records: int,
    seconds: float,
    now: datetime,
) -> None:
    """Keep how long a batch took to read."""
    parameters = {
        "run_id": run_id, "batch": batch, "files": files, "records": records, "seconds": seconds, "now": now,
    }  # fmt: skip
    with connection:
        execute(connection, "note_batch", parameters)
