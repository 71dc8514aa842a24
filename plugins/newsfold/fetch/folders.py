"""Local and mounted folders and globs: which files are there, and which of them are ready to be taken."""

import contextlib
import errno
import functools
import glob
import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, cast

from newsfold.config.locations import expand_days
from newsfold.config.sources import Source
from newsfold.fetch.globs import is_bracketed
from newsfold.fetch.transport import (
    Delivery,
    FailureClass,
    FetchError,
    FoundFile,
    KnownFile,
    instant_of,
    is_unfinished,
)

WILDCARD = re.compile(r"[*?\[]")
#: Several at once, since most of a file's time is spent on its sync to disk (docs/decisions.md, 22 November 2026).
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class LocalFile(FoundFile):
    """A file in a source's folder, and its path on this machine."""

    size: int = 0
    path: Path = Path()


@dataclass(frozen=True, slots=True)
class OpenedFolder:
    """A source's folder while it is being fetched. Relative locations start at `base`."""

    source: Source
    base: Path
    now: datetime
    at_once: int = AT_ONCE

    def list_files(self, days: Sequence[date], after: str | None = None) -> Iterator[FoundFile]:
        """The files that are ready, by name. Raises FetchError."""
        found = list_files(self.source, self.base, days, self.now)
        return found if after is None else (each for each in found if each.name > after)

    @contextlib.contextmanager
    def open(self, found: FoundFile, known: KnownFile | None) -> Iterator[Delivery | None]:
        """A file's bytes. Raises FetchError."""
        assert isinstance(found, LocalFile)
        try:
            stream = open_regular(found.path)
        except OSError as error:
            failure = FailureClass.GONE if isinstance(error, FileNotFoundError) else FailureClass.REFUSED
            reason = "may not be entered" if isinstance(error, IsADirectoryError) else error.strerror or error
            raise FetchError(failure, f"source {self.source.slug}: {found.path}: {reason}") from error
        with stream:
            yield Delivery(
                cast(BinaryIO, Readable(stream, f"source {self.source.slug}: {found.path}")), found.size
            )

    def close(self) -> None:
        """Nothing to close."""

    def abort(self) -> None:
        """Nothing to abort: a blocked call to the file system can't be interrupted."""


def open_regular(path: Path) -> BinaryIO:
    """A file for reading. Raises OSError, also where it is none any more: whoever opens a pipe waits for its writer."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    raise OSError(errno.EINVAL, "is no file any more", str(path))


@dataclass(frozen=True, slots=True)
class Readable:
    """A file being read. Errors of the disk become FetchError, so that they are not taken for errors of the raw store."""

    stream: BinaryIO
    place: str

    def read(self, size: int = -1) -> bytes:
        """The next bytes. Raises FetchError."""
        try:
            return self.stream.read(size)
        except OSError as error:
            raise FetchError(FailureClass.BROKEN, f"{self.place}: {error.strerror or error}") from error


def list_files(source: Source, base: Path, days: Sequence[date], now: datetime) -> Iterator[LocalFile]:
    """The files of a source that are ready, by name.

    `{day}` in the location stands for each of `days`. Left out: hidden files, files with the name of an
    unfinished copy, files changed less than `settle_seconds` ago (they are still being written), and links that lead out
    of the folder. A folder below that can't be read is listed like an unreadable file, so that it is reported. Raises
    FetchError where the folder does not exist or can't be read.
    """
    root, pattern = split_location(source, base)
    check_root(source, root)
    real_root = root.resolve()
    started = time.monotonic()
    seen: set[str] = set()
    is_inside = functools.cache(lambda folder: Path(folder).resolve().is_relative_to(real_root))
    for each in sorted(expand_days(pattern, days)):
        for path in named_paths(root, each):
            found = find_file(path, root, is_inside)
            if found is None or found.name in seen:
                continue
            if is_settling(found, source, now.timestamp() + time.monotonic() - started):
                if source.names_grow:
                    return  # the next listing may begin after the last name that was given, and must not miss this one
                continue
            seen.add(found.name)
            yield found


def check_root(source: Source, root: Path) -> None:
    """Raise FetchError unless the fixed folder of a location is there and can be read."""
    try:
        os.scandir(root).close()
        os.stat(f"{root}/.")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FetchError(FailureClass.GONE, f"source {source.slug}: {root} is not a folder") from error
    except OSError as error:
        message = f"source {source.slug}: {root}: {error.strerror or error}"
        raise FetchError(FailureClass.REFUSED, message) from error


def named_paths(root: Path, pattern: str) -> list[Path]:
    """What a glob below the root names, in order, and the folders on the way there that can't be read: `Path.glob` passes
    them over in silence. The plain name of a folder means everything below it, as it does in a location without a glob.
    """
    if os.path.isdir(root / pattern):
        pattern = f"{glob.escape(pattern)}/**/*"
    parts = pattern.split("/")
    # What `**/*` names has all folders in it.
    on_the_way = () if pattern == "**/*" else ("/".join(parts[:end]) for end in range(1, len(parts)))
    barred = {path for each in on_the_way for path in root.glob(each) if is_barred(path)}
    named = {*root.glob(pattern), *barred}
    if "[" in pattern and "[[]" not in pattern:  # `[wire]` is also the name of a folder, or of a file
        named.update(root.glob(pattern.replace("[", "[[]")))
    return sorted(named)


def is_barred(path: Path) -> bool:
    """Whether this is a folder that we may not read. `lost+found` holds no news and is passed over."""
    return os.path.isdir(path) and is_closed(path) and path.name != "lost+found"


def is_closed(path: Path) -> bool:
    """Whether we may not read a file, or not list or enter a folder."""
    return not os.access(path, os.R_OK | (os.X_OK if os.path.isdir(path) else 0))


def split_location(source: Source, base: Path) -> tuple[Path, str]:
    """The fixed folder of a location, and the glob below it. A plain folder means everything below it, a file means itself.

    A name with brackets that is there as it is written is no glob: `[wire]` is a folder of that name first.
    """
    parts = Path(base / os.path.expanduser(source.location.removeprefix("file://"))).parts
    end = 0
    while end < len(parts) and is_fixed(Path(*parts[:end]), parts[end]):
        end += 1
    root, pattern = Path(*parts[:end]), "/".join(parts[end:])
    if not pattern and os.path.isfile(root):
        return root.parent, glob.escape(root.name)
    return root, pattern or "**/*"


def is_fixed(folder: Path, name: str) -> bool:
    """Whether a part of a location stands for one name only."""
    if "{day" in name:
        return False
    return not WILDCARD.search(name) or (is_bracketed(name) and os.path.lexists(folder / name))


def find_file(path: Path, root: Path, is_inside: Callable[[Path], bool]) -> LocalFile | None:
    """The file at a path, if it may be taken at all. `is_inside` says whether a path, or its folder, stays below the root.

    What can't be examined (`stat` fails) is listed as a file without size and time: opening it raises the error.
    """
    relative = path.relative_to(root)
    if is_unfinished(relative.as_posix()):
        return None
    try:
        status = path.lstat()
    except PermissionError:
        return closed_file(path, readable_name(relative))
    except OSError:
        return None
    is_link = stat.S_ISLNK(status.st_mode)
    try:
        if is_link:
            status = path.stat()
        is_file = stat.S_ISREG(status.st_mode)
        # Resolving each path costs more than all else: where the path is no link itself, resolving its folder is enough.
        if not (is_file or is_barred(path)) or not is_inside(path if is_link else path.parent):
            return None
    except OSError:
        return None
    if not is_file:
        return closed_file(path, readable_name(relative))
    return local_file(path, readable_name(relative), status.st_size, instant_of(status.st_mtime))


def is_settling(found: FoundFile, source: Source, now: float) -> bool:
    """Whether a file may still be being written at `now`, in seconds since 1970, as the listing may take long.

    A time in the future is another machine's clock.
    """
    return found.modified_at is not None and abs(now - found.modified_at.timestamp()) < source.settle_seconds


def closed_file(path: Path, name: str) -> LocalFile:
    """A file that can't be examined. The listing has no size or time for it, so each fetch tries to open it."""
    return LocalFile(name, path.absolute().as_uri(), always_ask=True, path=path)


def local_file(path: Path, name: str, size: int, modified_at: datetime | None) -> LocalFile:
    """A file on this machine, under its name in its source."""
    return LocalFile(name, path.absolute().as_uri(), size, modified_at, path=path)


def readable_name(path: Path) -> str:
    """A path as text that UTF-8 can hold: bytes of a name that are no UTF-8 are shown as `\\xNN`."""
    return os.fsencode(path.as_posix()).decode("utf-8", errors="backslashreplace")
