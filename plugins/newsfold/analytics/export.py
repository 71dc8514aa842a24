"""`newsfold export`: all articles that analysts see, as files by day of publication.

A folder holds one export: a file a day below `articles/`, and `manifest.json` with the token of what it stands for and the
rows and SHA-256 of each file. The next export writes only the days whose articles changed since. A file is there as a whole
or not at all, and the manifest is written last: an export that was interrupted is done again.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from newsfold.analytics import export_files
from newsfold.config import disk_room
from newsfold.store import export as store
from newsfold.store.connection import Connection

MANIFEST = "manifest.json"
MANIFEST_VERSION = 1


class ExportError(Exception):
    """The folder can't take this export. Says what can be done."""


@dataclass(frozen=True, slots=True)
class DayFile:
    """The file of one day: `published_on` by ISO 8601, None for the undated; `licences` by source."""

    path: str
    published_on: str | None
    rows: int
    bytes: int
    sha256: str
    licences: dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder holds. `is_partial`: it began at a token, and has only the days that changed since."""

    format: str
    token: str
    exported_at: str
    columns: list[str]
    first_day: str | None
    last_day: str | None
    is_partial: bool
    files: list[DayFile] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for. `since`: the token from which on changes count, in place of the folder's own."""

    format: str = "parquet"
    first: date | None = None
    last: date | None = None
    since: str | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export did. `kind` is full, incremental or none, where nothing had changed. `articles` are those written."""

    kind: str
    folder: str
    written: int
    removed: int
    articles: int
    files: int
    token: str

    def as_dict(self) -> dict[str, Any]:
        """The same, ready for JSON."""
        return asdict(self)


def no_progress(done: int, total: int) -> None:
    """Report no progress."""


def export(
    connection: Connection,
    folder: Path,
    wanted: Wanted,
    *,
    now: datetime,
    progress: Callable[[int, int], None] = no_progress,
) -> Exported:
    """Bring the folder up to what analysts see now. `connection` needs an analyst's rights, and is in no transaction.

    Another range or other columns than before rewrite all, as `full` does. Raises ExportError where the folder holds something
    else, TokenError where the token is of another database.
    """
    with disk_room.writing("the export", folder):
        folder.mkdir(parents=True, exist_ok=True)
        return export_whole(connection, folder, wanted, now, progress)


def export_whole(
    connection: Connection, folder: Path, wanted: Wanted, now: datetime, progress: Callable[[int, int], None]
) -> Exported:
    """The same, into a folder that is there."""
    with locked(folder), store.snapshot(connection):
        before = read_manifest(folder, wanted)
        columns = store.article_columns(connection)
        held = store.held_days(connection, wanted.first, wanted.last)
        token = store.current_token(connection)
        base = wanted.since or (before.token if before else None)
        full = wanted.full or base is None or (before is not None and differs(before, wanted, columns))
        due = set(held)
        if not full and base is not None:
            due = days_due(folder, before, held, store.changed_days(connection, base))
        files = {each.published_on: each for each in before.files if not full} if before else {}
        files |= dict(write_days(connection, folder, wanted, columns, held, due, progress))
        removed = remove_files(folder, {path.published_on: path.path for path in files.values()}, held, files)
        manifest = Manifest(
            wanted.format, token, now.isoformat(), [column.name for column in columns],
            iso(wanted.first), iso(wanted.last), is_partial(before, wanted, full=full),
            sorted(files.values(), key=lambda each: (each.published_on is None, each.published_on or "")),
        )  # fmt: skip
        write_manifest(folder, manifest)
    kind = "full" if full else "incremental" if due or removed else "none"
    articles = sum(files[iso(day)].rows for day in due)
    return Exported(kind, str(folder), len(due), removed, articles, len(files), token)


def differs(before: Manifest, wanted: Wanted, columns: list[store.Column]) -> bool:
    """Whether the folder was made for another range, or by a version with other columns or names of folders."""
    paths = {each.path for each in before.files}
    days = (date.fromisoformat(each.published_on) if each.published_on else None for each in before.files)
    made_for = before.first_day, before.last_day, before.columns
    is_other = made_for != (iso(wanted.first), iso(wanted.last), [column.name for column in columns])
    return is_other or paths != {export_files.day_path(day, before.format) for day in days}


def is_partial(before: Manifest | None, wanted: Wanted, *, full: bool) -> bool:
    """Whether days may be missing on purpose."""
    return not full and (before.is_partial if before else wanted.since is not None)


def days_due(
    folder: Path,
    before: Manifest | None,
    held: Mapping[date | None, store.HeldDay],
    changed: set[date | None],
) -> set[date | None]:
    """The days to write: those of changed articles, and those whose file is not what it should be."""
    due = changed & held.keys()
    if before is None:
        return due
    files = {each.published_on: each for each in before.files}
    for day, now_held in held.items():
        file = files.get(iso(day))
        if file is None:
            if not before.is_partial:
                due.add(day)
        elif (file.rows, file.licences) != (now_held.rows, now_held.licences) or not is_whole(folder, file):
            due.add(day)
    return due


def is_whole(folder: Path, file: DayFile) -> bool:
    """Whether a file has the size that it was written with."""
    try:
        return (folder / file.path).stat().st_size == file.bytes
    except OSError:
        return False


def write_days(
    connection: Connection,
    folder: Path,
    wanted: Wanted,
    columns: list[store.Column],
    held: Mapping[date | None, store.HeldDay],
    due: set[date | None],
    progress: Callable[[int, int], None],
) -> Iterator[tuple[str | None, DayFile]]:
    """Write the files of the days, the undated last."""
    for done, day in enumerate(sorted(due, key=lambda each: each or date.max), start=1):
        path = export_files.day_path(day, wanted.format)
        with contextlib.closing(store.portions(connection, day)) as portions:
            written = export_files.write_day(folder / path, wanted.format, columns, portions)
        yield iso(day), DayFile(path, iso(day), *written, held[day].licences)
        progress(done, len(due))


def remove_files(
    folder: Path,
    paths: Mapping[str | None, str],
    held: Mapping[date | None, store.HeldDay],
    files: dict[str | None, DayFile],
) -> int:
    """Drop the days that have no article any more from `files`, and remove what no file of the export is; how many days."""
    days = {iso(day) for day in held}
    for day in [day for day in files if day not in days]:
        del files[day]
    kept = {folder / paths[day] for day in files}
    removed = 0
    # Versions before 0.2 named the folders after the column.
    for part in [
        *folder.glob(f"articles/{export_files.PARTITION}=*"),
        *folder.glob("articles/published_on=*"),
    ]:
        for path in part.glob("part.*"):
            if path not in kept:
                path.unlink()
                removed += not path.name.endswith(export_files.TEMPORARY)
        with contextlib.suppress(OSError):
            part.rmdir()
    return removed


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


# --- the folder ----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Only one export at a time writes into a folder. Raises ExportError where another does."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ExportError(f"{folder}: another export is writing here") from error
        yield
    finally:
        os.close(descriptor)


def read_manifest(folder: Path, wanted: Wanted) -> Manifest | None:
    """What the folder holds; None for an empty one. Raises ExportError where it is not ours, or of another format."""
    try:
        stated = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = [DayFile(**each) for each in stated.pop("files")]
        version = stated.pop("manifest_version")
        manifest = Manifest(**stated, files=files)
    except FileNotFoundError:
        if (folder / "articles").exists() and not is_unfinished(folder):
            raise ExportError(f"{folder}: holds articles/, but no {MANIFEST}: take another folder") from None
        return None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        if wanted.full:
            return None
        raise ExportError(f"{folder / MANIFEST}: can't be read; --full writes all anew") from error
    if wanted.full:
        return manifest
    if version != MANIFEST_VERSION or manifest.format != wanted.format:
        raise ExportError(
            f"{folder}: holds {manifest.format}; take another folder, or --full to write all anew"
        )
    return manifest


def is_unfinished(folder: Path) -> bool:
    """Whether a first export was interrupted: there is nothing but its files."""
    return all(path.is_dir() or path.name.startswith("part.") for path in (folder / "articles").rglob("*"))


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Keep what the folder holds now."""
    stated = {"manifest_version": MANIFEST_VERSION, **asdict(manifest)}
    export_files.write_text(folder / MANIFEST, json.dumps(stated, indent=2, ensure_ascii=False) + "\n")
