"""Local folders and globs: which files are there, and which of them are ready to be taken."""

import os
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from newsfold.sources import Source, SourceError

UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", "~")
WILDCARD = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file in a source's folder. `name` is its path below the folder, with `/`."""

    path: Path
    name: str
    size: int
    modified_at: datetime


def list_files(source: Source, base: Path, days: Sequence[date], now: datetime) -> Iterator[FoundFile]:
    """The files of a source that are ready, by name.

    `{day}` in the location stands for each of `days` as YYYY-MM-DD. Left out: hidden files, files with the name of an
    unfinished copy, files changed less than `settle_seconds` ago (they are still being written), and links that lead out
    of the folder. Raises SourceError where the folder does not exist or can't be read.
    """
    root, pattern = split_location(source, base)
    if not root.is_dir():
        raise SourceError(f"source {source.slug}: {root} is not a folder")
    patterns = (
        sorted({pattern.replace("{day}", day.isoformat()) for day in days})
        if "{day}" in pattern
        else [pattern]
    )
    real_root = root.resolve()
    started = time.monotonic()
    seen: set[str] = set()
    for each in patterns:
        for path in sorted(root.glob(each)):
            found = find_ready(path, root, real_root, source, now.timestamp() + time.monotonic() - started)
            if found is not None and found.name not in seen:
                seen.add(found.name)
                yield found


def split_location(source: Source, base: Path) -> tuple[Path, str]:
    """The fixed folder of a location, and the glob below it. A plain folder means everything below it."""
    parts = Path(base / os.path.expanduser(source.location)).parts
    fixed = next((i for i, part in enumerate(parts) if WILDCARD.search(part) or "{day}" in part), len(parts))
    pattern = "/".join(parts[fixed:]) or "**/*"
    return Path(*parts[:fixed]), pattern


def find_ready(path: Path, root: Path, real_root: Path, source: Source, now: float) -> FoundFile | None:
    """The file at a path, if it may be taken now: seconds since 1970, as the listing may take long."""
    relative = path.relative_to(root)
    if is_hidden_or_unfinished(relative):
        return None
    try:
        if not path.is_file() or not path.resolve().is_relative_to(real_root):
            return None
        status = path.stat()
    except OSError:
        return None
    # A time in the future is another machine's clock, not a file still being written.
    if abs(now - status.st_mtime) < source.settle_seconds:
        return None
    modified_at = datetime.fromtimestamp(status.st_mtime, tz=UTC)
    return FoundFile(path, readable_name(relative), status.st_size, modified_at)


def is_hidden_or_unfinished(relative: Path) -> bool:
    """Whether a path below a source's folder is hidden, or has the name of an unfinished copy."""
    return any(part.startswith(".") for part in relative.parts) or relative.name.endswith(UNFINISHED)


def readable_name(path: Path) -> str:
    """A path as text that UTF-8 can hold: bytes of a name that are no UTF-8 are shown as `\\xNN`."""
    return os.fsencode(path.as_posix()).decode("utf-8", errors="backslashreplace")
