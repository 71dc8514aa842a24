"""`newsfold export FOLDER --snapshot NAME`: the articles of a past state as files by day, the same whenever they are written.

What has been removed since is not among them, and what is hidden by now has lost its words: the command counts both. Nothing else
in the folder depends on when it is written.
"""

import itertools
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from newsfold.analytics import export as exports
from newsfold.analytics import export_files
from newsfold.config import disk_room
from newsfold.store import export as store
from newsfold.store import snapshots
from newsfold.store.connection import Connection


@dataclass(frozen=True, slots=True)
class SnapshotExported:
    """What was written. `withheld` articles are without their words, `gone` were removed since."""

    snapshot: str
    folder: str
    articles: int
    files: int
    withheld: int
    gone: int


def export_snapshot(connection: Connection, folder: Path, name: str, format_name: str) -> SnapshotExported:
    """Write the articles of a snapshot into an empty folder. `connection` needs an analyst's rights, and is in no transaction.

    Raises SnapshotError for a name that is none, and ExportError for a folder that holds something.
    """
    with disk_room.writing("the export", folder):
        folder.mkdir(parents=True, exist_ok=True)
        with exports.locked(folder):
            make_empty(folder)
            with store.snapshot(connection):
                at = snapshots.moment(connection, name)
                (then,) = (each for each in snapshots.listed(connection) if each.name == name)
                columns = store.article_columns(connection)
                files, withheld = write_days(connection, folder, columns, at, format_name)
            stated = exports.Manifest(
                format_name, f"snapshot {name}", at.isoformat(), [column.name for column in columns], None, None,
                is_partial=False, files=files,
            )  # fmt: skip
            exports.write_manifest(folder, stated)
    held = sum(file.rows for file in files)
    return SnapshotExported(name, str(folder), held, len(files), withheld, then.articles - held)


def make_empty(folder: Path) -> None:
    """Take away what an export left that broke off. Raises ExportError where the folder holds anything else."""
    names = {path.name for path in folder.iterdir() if not path.name.endswith(export_files.TEMPORARY)}
    if names - {"articles"} or not exports.is_unfinished(folder):
        raise exports.ExportError(f"{folder}: holds something; a snapshot goes into an empty folder")
    shutil.rmtree(folder / "articles", ignore_errors=True)


def write_days(
    connection: Connection, folder: Path, columns: list[store.Column], at: Any, format_name: str
) -> tuple[list[exports.DayFile], int]:
    """A file for each day, and how many articles have lost their words."""
    place = {column.name: number for number, column in enumerate(columns)}
    files: list[exports.DayFile] = []
    withheld = 0

    def day_of(row: tuple[Any, ...]) -> date | None:
        day: date | None = row[place["published_on"]]
        return day

    for day, rows in itertools.groupby(snapshots.articles(connection, at), day_of):
        licences: dict[str, str | None] = {}
        path = export_files.day_path(day, format_name)

        def portions(rows: Any = rows, licences: dict[str, str | None] = licences) -> Any:
            nonlocal withheld
            while portion := list(itertools.islice(rows, store.FETCHED_ROWS)):
                withheld += sum(row[place["body"]] is None for row in portion)
                licences.update((row[place["source"]], row[place["licence"]]) for row in portion)
                yield portion

        written = export_files.write_day(folder / path, format_name, columns, portions())
        files.append(exports.DayFile(path, exports.iso(day), *written, dict(sorted(licences.items()))))
    return files, withheld
