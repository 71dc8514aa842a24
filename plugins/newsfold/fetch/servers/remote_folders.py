"""Folders on SFTP and FTP servers: which files are there, folder by folder, and which of them are ready to be taken."""

import contextlib
import fnmatch
import posixpath
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from newsfold.config.credentials import Credentials
from newsfold.config.locations import expand_days
from newsfold.config.sources import Source, Transport
from newsfold.fetch.block_stream import stream_of
from newsfold.fetch.globs import compile_glob, is_bracketed, split_fixed
from newsfold.fetch.servers.contract import Entry, FileServer, Kind
from newsfold.fetch.servers.remote_address import Server, find_server, readable
from newsfold.fetch.transport import (
    Delivery,
    FailureClass,
    FetchError,
    FoundFile,
    Gap,
    KnownFile,
    Patience,
    is_unfinished,
)

PORTS = {"sftp": 22, "ftp": 21, "ftps": 21}
#: A folder that is deeper is a link in disguise.
MOST_LEVELS = 40


@dataclass(frozen=True, slots=True)
class RemoteFile(FoundFile):
    """A file on a server, and its path there."""

    path: bytes = b""


@dataclass(frozen=True, slots=True)
class Start:
    """A folder, or a file, that a listing begins at, and the globs below it. `name` is its own, below the root."""

    path: bytes
    name: str
    patterns: tuple[str, ...]


class Walk(NamedTuple):
    """One walk through folders: the fixed folder of the location, the last known name, before which nothing is looked for,
    and whether the location names one folder only, without which there is nothing.
    """

    root: bytes
    after: str | None
    patience: Patience
    is_only_start: bool


def open_remote_folder(source: Source, credentials: Credentials, now: datetime) -> "OpenedRemoteFolder":
    """A folder on an SFTP or FTP server. Nothing is connected yet. Raises FetchError where the connection can't be used.

    The location's path is absolute; `/~/` at its beginning stands for the folder that the login starts in.
    """
    server = find_server(source, credentials, PORTS)
    if source.transport is Transport.SFTP:
        from newsfold.fetch.servers.sftp import SftpServer

        return OpenedRemoteFolder(source, server, SftpServer(server), now)
    from newsfold.fetch.servers.ftp import FtpServer

    return OpenedRemoteFolder(source, server, FtpServer(server), now)


@dataclass(frozen=True, slots=True)
class OpenedRemoteFolder:
    """A remote folder while it is being fetched."""

    source: Source
    server: Server
    files: FileServer
    now: datetime

    @property
    def at_once(self) -> int:
        return self.files.at_once

    def list_files(self, days: Sequence[date], after: str | None = None) -> Iterator[FoundFile | Gap]:
        """The files that are ready; in the order of their names where `names_grow`, otherwise as the server names them.

        Left out are hidden and unfinished files, and those changed less than `settle_seconds` ago. Where names grow, the
        first one that is still being written ends the listing: a later one would hide it from the next run. A folder that
        can't be listed is a gap, unless it is the only one that the location names.
        """
        started = time.monotonic()
        root, starts = self.find_starts(days)
        walk = Walk(root, after, Patience(), len(starts) == 1)
        is_there = False
        for start in starts:
            for found in self.walk_from(start, walk):
                is_there = True
                if isinstance(found, Gap):
                    yield found
                    continue
                name, entry = found
                if entry.kind is Kind.FILE and not is_unfinished(name) and (after is None or name > after):
                    # A time in the future is another machine's clock, not a file still being written.
                    age = self.now.timestamp() + time.monotonic() - started - timestamp(entry)
                    if abs(age) >= self.source.settle_seconds:
                        uri = self.server.uri(entry.path)
                        yield RemoteFile(name, uri, entry.size, entry.modified_at, path=entry.path)
                    elif self.source.names_grow:
                        return
        if not is_there and self.files.find(root) is None:
            raise self.server.failed(FailureClass.GONE, self.server.uri(root), "there is no such folder")

    @contextlib.contextmanager
    def open(self, found: FoundFile, known: KnownFile | None) -> Iterator[Delivery | None]:
        """A file's bytes. Raises FetchError, also while they are read."""
        assert isinstance(found, RemoteFile)
        blocks = self.files.blocks(found.path, found.size)
        with contextlib.closing(blocks):
            first = next(blocks, b"")
            yield Delivery(stream_of(chain(first, blocks)), found.size)

    def close(self) -> None:
        self.files.close()

    def abort(self) -> None:
        """Close all connections at once, also those in use. Never blocks."""
        self.files.abort()

    def find_starts(self, days: Sequence[date]) -> tuple[bytes, list[Start]]:
        """The fixed folder of the location, and for each day the folder below it that a listing begins at."""
        root, pattern = self.find_root()
        patterns: dict[str, list[str]] = {}
        for each in sorted(expand_days(pattern, days)):
            start, glob = split_fixed(each)
            patterns.setdefault(start, []).append(glob)
        return root, [
            Start(posixpath.join(root, start.encode("utf-8", "surrogateescape")), start, tuple(globs))
            if start
            else Start(root, "", tuple(globs))
            for start, globs in patterns.items()
        ]

    def find_root(self) -> tuple[bytes, str]:
        """The fixed folder of the location, and the glob below it. A name with brackets that is there as it is written is no
        glob: `[wire]` is a folder of that name first.
        """
        fixed, pattern = split_fixed(self.server.path)
        root = self.absolute(fixed)
        while True:
            part, _, rest = pattern.partition("/")
            literal = posixpath.join(root, part.encode("utf-8", "surrogateescape"))
            if not is_bracketed(part) or self.files.find(literal) is None:
                return root, pattern
            root, pattern = literal, rest

    def absolute(self, fixed: str) -> bytes:
        """A path of the location as the server has it."""
        path = posixpath.normpath("/" + fixed.strip("/")).encode("utf-8", "surrogateescape")
        if path == b"/~" or path.startswith(b"/~/"):
            return posixpath.normpath(posixpath.join(self.files.home(), path[3:]))
        return path

    def walk_from(self, start: Start, walk: Walk) -> Iterator[tuple[str, Entry] | Gap]:
        """What a start leads to, and its own entry: nothing where nothing is there."""
        try:
            own = self.files.find(start.path)
        except FetchError as error:
            if walk.is_only_start:
                raise
            yield walk.patience.gap(error)
            return
        if own is None:
            return
        if own.kind is Kind.OTHER:
            yield self.server.gap(self.server.uri(start.path), "neither a file nor a folder")
        elif own.kind is Kind.FILE and "" in start.patterns:
            yield start.name or readable(posixpath.basename(start.path)), own
        elif own.kind is Kind.FOLDER:
            yield start.name, own
            fits = [compile_glob(pattern) for pattern in start.patterns]
            prefix = start.name + "/" if start.name else ""
            for found in self.walk(start, start.path, "", walk):
                if isinstance(found, Gap):
                    yield found
                elif any(fit(found[0]) for fit in fits):
                    yield prefix + found[0], found[1]

    def walk(self, start: Start, folder: bytes, name: str, walk: Walk) -> Iterator[tuple[str, Entry] | Gap]:
        """The files below a folder. `name`: the folder's below the start."""
        prefix = f"{start.name}/" if start.name else ""
        try:
            for each in self.in_order(self.files.entries(folder, walk.root)):
                walk.patience.renew()
                if isinstance(each, Gap):
                    yield each
                    continue
                if each.name in (b"", b".", b".."):
                    continue
                if b"/" in each.name or b"\0" in each.name:
                    yield self.server.gap(
                        self.server.uri(folder), "a name that no path can hold", readable(each.name)
                    )
                    continue
                own = posixpath.join(name, readable(each.name))
                if each.kind is Kind.FILE:
                    yield own, each
                elif each.kind is Kind.FOLDER and leads_on(own, start.patterns):
                    if own.count("/") >= MOST_LEVELS:
                        yield self.server.gap(
                            self.server.uri(each.path), f"more than {MOST_LEVELS} levels deep"
                        )
                    elif holds_later(f"{prefix}{own}/", walk.after):
                        yield from self.walk(start, each.path, own, walk)
        except FetchError as error:
            if not name and walk.is_only_start:
                raise
            yield walk.patience.gap(error)

    def in_order(self, entries: Iterator[Entry | Gap]) -> Iterator[Entry | Gap]:
        """What is in a folder, by name where names grow, and gaps before all: no later name may hide them."""
        if not self.source.names_grow:
            yield from entries
            return
        found = list(entries)
        yield from (each for each in found if isinstance(each, Gap))
        yield from sorted((each for each in found if isinstance(each, Entry)), key=order)


def chain(first: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The first block, and those that follow."""
    yield first
    yield from blocks


def timestamp(entry: Entry) -> float:
    """When an entry was changed, in seconds since 1970; 0 where the server doesn't say."""
    return entry.modified_at.timestamp() if entry.modified_at else 0.0


def order(entry: Entry) -> str:
    """Sorts a folder so that whole paths come in the order of text."""
    return readable(entry.name) + ("/" if entry.kind is Kind.FOLDER else "")


def holds_later(folder: str, after: str | None) -> bool:
    """Whether a folder, named with a `/` at its end, can hold names that come after the last known one."""
    return after is None or folder > after or after.startswith(folder)


def leads_on(folder: str, patterns: Sequence[str]) -> bool:
    """Whether a folder can hold what one of the globs fits. Hidden ones can't."""
    parts = folder.split("/")
    if parts[-1].startswith("."):
        return False
    return any(leads_to(parts, pattern) for pattern in patterns)


def leads_to(parts: Sequence[str], pattern: str) -> bool:
    """Whether the parts of a folder's name fit the beginning of a glob."""
    if not pattern:
        return True
    globs = pattern.split("/")
    is_deep = "**" in globs
    lead = globs[: globs.index("**")] if is_deep else globs[:-1]
    return (is_deep or len(parts) <= len(lead)) and all(map(fnmatch.fnmatchcase, parts, lead))
