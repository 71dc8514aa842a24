"""The raw store: every file's bytes under their SHA-256, written once and never changed.

It is a folder, or a prefix of an object store (`object_raw_store.py`).
"""

import contextlib
import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from newsfold.credentials import Credentials
from newsfold.sources import SourceError

CHUNK_BYTES = 1_048_576


class TooLarge(Exception):
    """More bytes came than may be kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written: SHA-256 in hexadecimal, and the size in bytes."""

    sha256: str
    size: int


class AnyRawStore(Protocol):
    """What all raw stores can do. Each is cheap to pickle, and may be used from several threads at the same time."""

    def add(self, stream: BinaryIO, limit: int | None = None) -> Stored:
        """Copy a stream into the store, in constant memory, and give its hash. Errors of the stream pass through.

        Raises OSError where the store can't be written, and TooLarge where more than `limit` bytes come; then nothing is
        left behind.
        """

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash. Raises FileNotFoundError where they are gone."""

    def sweep(self, now: datetime) -> None:
        """Remove what killed writers left behind more than a day ago."""


def open_raw_store(where: str | Path, credentials: Credentials | None) -> AnyRawStore:
    """The raw store at a folder, or at `s3://bucket/prefix`, `gs://...`, `az://...`. Asks no server yet.

    Without credentials an object store is used with those of the machine itself. Raises SourceError for a location that
    can't be used.
    """
    if "://" not in str(where):
        return RawStore(Path(where))
    from newsfold.fetch.object_raw_store import ObjectRawStore

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
            if not final.exists():
                final.parent.mkdir(parents=True, exist_ok=True)
                temporary.replace(final)
                sync_folder(final.parent)
        finally:
            temporary.unlink(missing_ok=True)
        return Stored(digest.hexdigest(), size)

    def sweep(self, now: datetime) -> None:
        """Remove what killed writers left behind more than a day ago."""
        incoming = self.folder / "incoming"
        for path in incoming.iterdir() if incoming.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):
                if now.timestamp() - path.stat().st_mtime > 86_400:
                    path.unlink()

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash. Raises FileNotFoundError where they are gone."""
        return self.path(sha256).read_bytes()


def sync_folder(folder: Path) -> None:
    """Make a rename in the folder outlast a crash of the machine."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
