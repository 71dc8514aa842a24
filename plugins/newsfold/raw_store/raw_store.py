"""The raw store: every file's bytes under their SHA-256, written once and never changed.

It is a folder, or a prefix of an object store (`object_raw_store.py`).
"""

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from newsfold.config import disk_room
from newsfold.config.credentials import Credentials
from newsfold.config.sources import SourceError
from newsfold.raw_store.contract import CHUNK_BYTES, HASH, JOURNAL, AnyRawStore, Stored, TooLarge


def open_raw_store(where: str | Path, credentials: Credentials) -> AnyRawStore:
    """The raw store at a folder, or at `s3://bucket/prefix`, `gs://...`, `az://...`. Asks no server yet.

    A folder needs no credentials. Raises SourceError for a location that can't be used.
    """
    if "://" not in str(where):
        return RawStore(Path(where))
    from newsfold.raw_store.object_raw_store import ObjectRawStore

    try:
        return ObjectRawStore.at(str(where), credentials)
    except ValueError as error:
        raise SourceError(f"raw store {where}: {error}") from error


@dataclass(frozen=True, slots=True)
class RawStore:
    """A folder of files named by their SHA-256, two levels deep."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash are, or would be."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def add(self, stream: BinaryIO, limit: int | None = None) -> Stored:
        """Copy a stream into the store, in constant memory, and give its hash.

        The bytes are complete under their name or not there at all: they are written under another name, flushed to
        disk and renamed. Raises OSError where the store can't be written, and TooLarge where more than `limit` bytes
        come; then nothing is left behind.
        """
        with disk_room.writing("the raw store", self.folder):
            return self.add_whole(stream, limit)

    def add_whole(self, stream: BinaryIO, limit: int | None) -> Stored:
        """The same."""
        incoming = self.folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        temporary = incoming / secrets.token_hex(16)
        digest, size = hashlib.sha256(), 0
        try:
            with temporary.open("xb") as target:
                while chunk := stream.read(CHUNK_BYTES):
                    digest.update(chunk)
                    size += len(chunk)
                    if limit is not None and size > limit:
                        raise TooLarge(f"more than {limit:,} bytes")
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            final = self.path(digest.hexdigest())
            if not touched(final):
                final.parent.mkdir(parents=True, exist_ok=True)
                temporary.replace(final)
                sync_folder(final.parent)
        finally:
            temporary.unlink(missing_ok=True)
        return Stored(digest.hexdigest(), size)

    def sweep(self, now: datetime) -> int:
        """Remove what killed writers left behind more than a day ago; how many pieces."""
        incoming, removed = self.folder / "incoming", 0
        for path in incoming.iterdir() if incoming.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                if now.timestamp() - path.stat().st_mtime > 86_400:
                    path.unlink()
                    removed += 1
        return removed

    def discard(self, sha256: str, written_before: datetime) -> bool:
        """Remove the bytes with this hash, unless somebody has added them since that time; whether they are gone.

        Whoever adds the same bytes at the same moment either finds them gone and writes them, or has touched them: then they
        are put back.
        """
        path, limit = self.path(sha256), written_before.timestamp()
        aside = self.folder / "incoming" / secrets.token_hex(16)
        try:
            if path.stat().st_mtime >= limit:
                return False
            aside.parent.mkdir(parents=True, exist_ok=True)
            path.rename(aside)
        except FileNotFoundError:
            return True
        # Another sweep may be faster with what is old.
        with contextlib.suppress(FileNotFoundError):
            if aside.stat().st_mtime >= limit:
                aside.replace(path)
                return False
            aside.unlink()
        return True

    def hashes(self, written_before: datetime) -> Iterator[str]:
        """The hashes of all bytes that nobody has added since that time."""
        for path in self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
            with contextlib.suppress(FileNotFoundError):
                if HASH.fullmatch(path.name) and path.stat().st_mtime < written_before.timestamp():
                    yield path.name

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash. Raises FileNotFoundError where they are gone."""
        return self.path(sha256).read_bytes()

    def write_journal(self, name: str, data: bytes) -> None:
        """Keep an entry of the journal, unless it is there. Whole or not at all. Raises OSError."""
        folder, incoming = self.folder / JOURNAL, self.folder / "incoming"
        if (folder / name).exists():
            return
        folder.mkdir(parents=True, exist_ok=True)
        incoming.mkdir(parents=True, exist_ok=True)
        temporary = incoming / secrets.token_hex(16)
        try:
            with temporary.open("xb") as target:
                target.write(data)
                target.flush()
                os.fsync(target.fileno())
            temporary.replace(folder / name)
            sync_folder(folder)
        finally:
            temporary.unlink(missing_ok=True)

    def journal_names(self) -> list[str]:
        """The names of the journal's entries, sorted. Raises OSError."""
        folder = self.folder / JOURNAL
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []

    def read_journal(self, name: str) -> bytes:
        """An entry of the journal. Raises FileNotFoundError where it is gone."""
        return (self.folder / JOURNAL / name).read_bytes()

    def read_part(self, sha256: str, start: int, length: int) -> bytes:
        """At most `length` of them from `start` on, without reading the others. Raises as `read` does."""
        with self.path(sha256).open("rb") as file:
            file.seek(start)
            return file.read(length)


def touched(path: Path) -> bool:
    """Give a file the time of now, so that it counts as added just now; False where there is none."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder outlast a crash of the machine."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
