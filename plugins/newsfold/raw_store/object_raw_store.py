"""The raw store below a prefix of an object store. An object is there whole or not at all, by the nature of these stores."""

import contextlib
import functools
import hashlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import ObjectStore

from newsfold.config import disk_room
from newsfold.config.credentials import Credentials
from newsfold.fetch.objects.object_settings import explain, parse_address, store_for
from newsfold.raw_store.contract import CHUNK_BYTES, HASH, JOURNAL, Stored, TooLarge

#: More than that is spooled to a file of the system's temporary folder, and sent in parts. S3 allows no smaller parts.
PART_BYTES = 5 * 1_048_576
SPOOL_BYTES = CHUNK_BYTES
# No caller retries, so the library does.
MAX_RETRIES = 5
RETRY_SECONDS = 60
#: Less than the age from which maintenance deletes bytes: what was found here stays until its file is recorded.
FRESH = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class ObjectRawStore:
    """Objects named by their SHA-256 below a location such as `s3://bucket/prefix`.

    It holds no connection: those are made where it is used, once for each process.
    """

    location: str
    prefix: str
    credentials: Credentials = field(repr=False)

    @classmethod
    def at(cls, location: str, credentials: Credentials) -> "ObjectRawStore":
        """The store at a location. Asks no server yet. Raises ValueError for a location or settings that can't be used."""
        store = cls(location, parse_address(location).path, credentials)
        connected(location, credentials)
        return store

    @property
    def store(self) -> ObjectStore:
        return connected(self.location, self.credentials)

    def key(self, sha256: str) -> str:
        """Where the bytes with this hash are, or would be."""
        return "/".join(filter(None, (self.prefix, sha256[:2], sha256[2:4], sha256)))

    def add(self, stream: BinaryIO, limit: int | None = None) -> Stored:
        """Copy a stream into the store, in constant memory, and give its hash. Errors of the stream pass through.

        Raises OSError where the store can't be written, and TooLarge where more than `limit` bytes come; then nothing is
        left behind. The bytes wait in a file without a name until their hash is known.
        """
        digest, size = hashlib.sha256(), 0
        room = disk_room.writing("what is on its way to the raw store", tempfile.gettempdir())
        with room, tempfile.SpooledTemporaryFile(SPOOL_BYTES) as spool:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
                size += len(chunk)
                if limit is not None and size > limit:
                    raise TooLarge(f"more than {limit:,} bytes")
                spool.write(chunk)
            spool.seek(0)
            stored = Stored(digest.hexdigest(), size)
            with self.errors(stored.sha256):
                if size <= PART_BYTES:
                    self.create(stored, spool.read())
                elif not self.is_fresh(stored):
                    self.send(stored, spool)
        return stored

    def create(self, stored: Stored, data: bytes) -> None:
        """Write an object, unless it is there."""
        try:
            obstore.put(self.store, self.key(stored.sha256), data, mode="create", use_multipart=False)
        except AlreadyExistsError:
            # The store also says so of an object that somebody else has begun to write, and may yet fail to.
            if not self.is_fresh(stored):
                obstore.put(self.store, self.key(stored.sha256), data, use_multipart=False)

    def send(self, stored: Stored, spool: "tempfile.SpooledTemporaryFile[bytes]") -> None:
        """Write a large object in parts. Who does the same at the same time writes the same bytes."""
        parts = iter(functools.partial(spool.read, PART_BYTES), b"")
        key = self.key(stored.sha256)
        obstore.put(self.store, key, parts, use_multipart=True, chunk_size=PART_BYTES, max_concurrency=1)

    def is_fresh(self, stored: Stored) -> bool:
        """Whether the bytes are there and too young for maintenance to delete them: else they are written again."""
        try:
            found = obstore.head(self.store, self.key(stored.sha256))
        except FileNotFoundError:
            return False
        return found["size"] == stored.size and datetime.now(UTC) - found["last_modified"] < FRESH

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash. Raises FileNotFoundError where they are gone, and OSError where the store can't be read."""
        with self.errors(sha256):
            return bytes(obstore.get(self.store, self.key(sha256)).bytes())

    def read_part(self, sha256: str, start: int, length: int) -> bytes:
        """At most `length` of them from `start` on, without reading the others. Raises as `read` does."""
        with self.errors(sha256):
            size = obstore.head(self.store, self.key(sha256))["size"]
            length = min(length, size - start)
            if length <= 0:
                return b""
            return bytes(obstore.get_range(self.store, self.key(sha256), start=start, length=length))

    def sweep(self, now: datetime) -> int:
        """Nothing: killed writers leave no objects behind. Parts that were sent of one are for the bucket's lifecycle rules."""
        return 0

    def discard(self, sha256: str, written_before: datetime) -> bool:
        """Remove the bytes with this hash, unless somebody has written them since that time; whether they are gone.

        Raises OSError where the store can't be used.
        """
        try:
            with self.errors(sha256):
                if obstore.head(self.store, self.key(sha256))["last_modified"] >= written_before:
                    return False
                obstore.delete(self.store, self.key(sha256))
        except FileNotFoundError:
            pass
        return True

    def hashes(self, written_before: datetime) -> Iterator[str]:
        """The hashes of all bytes that nobody has written since that time. Raises OSError where the store can't be used."""
        with self.errors("listing"):
            for page in obstore.list(self.store, prefix=self.prefix or None, chunk_size=1_000):
                for found in page:
                    name = found["path"].rpartition("/")[2]
                    if HASH.fullmatch(name) and found["last_modified"] < written_before:
                        yield name

    def write_journal(self, name: str, data: bytes) -> None:
        """Keep an entry of the journal, unless it is there. Whole or not at all. Raises OSError."""
        with self.errors(name):
            try:
                obstore.put(self.store, self.journal_key(name), data, mode="create", use_multipart=False)
            except AlreadyExistsError:
                # As in `create`: somebody may have begun to write it, and failed.
                try:
                    obstore.head(self.store, self.journal_key(name))
                except FileNotFoundError:
                    obstore.put(self.store, self.journal_key(name), data, use_multipart=False)

    def journal_names(self) -> list[str]:
        """The names of the journal's entries, sorted. Raises OSError."""
        with self.errors(JOURNAL):
            listing = obstore.list(self.store, prefix=self.journal_key(""))
            return sorted(each["path"].rpartition("/")[2] for part in listing for each in part)

    def read_journal(self, name: str) -> bytes:
        """An entry of the journal. Raises FileNotFoundError where it is gone."""
        with self.errors(name):
            return bytes(obstore.get(self.store, self.journal_key(name)).bytes())

    def journal_key(self, name: str) -> str:
        """Where an entry is, or would be."""
        return "/".join(filter(None, (self.prefix, JOURNAL, name)))

    @contextlib.contextmanager
    def errors(self, sha256: str) -> Iterator[None]:
        """Errors of obstore within the block become OSErrors that name the object."""
        try:
            yield
        except (BaseError, FileNotFoundError, ValueError) as error:
            message = f"raw store {self.location}: {sha256}: {explain(error)[1]}"
            # A missing bucket does not mean that the bytes are gone.
            is_gone = isinstance(error, FileNotFoundError) and not is_missing_bucket(error)
            raise (FileNotFoundError if is_gone else OSError)(message) from None


def is_missing_bucket(error: FileNotFoundError) -> bool:
    """Whether the bucket or container itself is missing."""
    return any(code in str(error) for code in ("NoSuchBucket", "ContainerNotFound", "bucket does not exist"))


@functools.lru_cache(maxsize=4)
def connected(location: str, credentials: Credentials) -> ObjectStore:
    """The store of a location, once for each process: threads share its connections."""
    return store_for(location, credentials, max_retries=MAX_RETRIES, retry_seconds=RETRY_SECONDS)
