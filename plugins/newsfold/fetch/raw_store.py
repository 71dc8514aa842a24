"""The raw store: every file's bytes under their SHA-256, written once and never changed."""

import contextlib
import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

CHUNK_BYTES = 1_048_576


@dataclass(frozen=True, slots=True)
class Stored:
    """What was written: SHA-256 in hexadecimal, and the size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class RawStore:
    """A folder of files named by their SHA-256, two levels deep."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash are, or would be."""
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def add(self, stream: BinaryIO) -> Stored:
        """Copy a stream into the store, in constant memory, and give its hash.

        The bytes are complete under their name or not there at all: they are written under another name, flushed to
        disk and renamed. Raises OSError where the store can't be written.
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

    def measure(self, stream: BinaryIO) -> Stored:
        """Hash a stream without keeping it."""
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
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
