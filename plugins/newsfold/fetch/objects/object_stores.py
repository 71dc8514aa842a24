"""S3, Google Cloud Storage and Azure: which objects of a bucket fit a source's location, and their bytes."""

import contextlib
import io
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast
from urllib.parse import quote, unquote

import obstore
from obstore.exceptions import BaseError, NotModifiedError
from obstore.store import ObjectStore

from newsfold.config.credentials import Credentials
from newsfold.config.locations import expand_days
from newsfold.config.sources import Source, Transport
from newsfold.fetch.globs import OPEN, compile_glob, fixed_start, split_fixed
from newsfold.fetch.objects.object_listing import CONTROL, Hidden, behind, is_askable, list_objects
from newsfold.fetch.objects.object_settings import WHOLE_SECONDS, explain, parse_address, s3_bucket, store_for
from newsfold.fetch.objects.s3_pages import Bucket, PageFailed
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

if TYPE_CHECKING:
    from obstore import BytesStream, ObjectMeta

log = logging.getLogger(__name__)

AT_ONCE = 16
CHUNK_BYTES = 262_144


class Stretch(NamedTuple):
    """A part of a bucket to list: a folder from a certain name on, or a single object if it exists."""

    folder: str
    first: str
    exact: str


def open_object_store(source: Source, credentials: Credentials) -> "OpenedObjectStore":
    """A source in an object store. Raises FetchError where the location or the connection can't be used."""
    try:
        transport, bucket, path = parse_address(source.location)
        seconds = min(WHOLE_SECONDS, 60 * source.max_run_minutes)
        store = store_for(source.location, credentials, whole_seconds=seconds)
        own = s3_bucket(bucket, credentials) if transport is Transport.S3 else None
    except ValueError as error:
        message = f"source {source.slug}: {source.location}: {error}"
        raise FetchError(FailureClass.REFUSED, message) from error
    root, pattern = split_fixed(path)
    return OpenedObjectStore(source, store, f"{transport}://{bucket}/", root, pattern, own)


@dataclass(frozen=True, slots=True)
class OpenedObjectStore:
    """A source's bucket that is being fetched.

    `address` is the bucket's, with `/` at its end. Files are named by their path below `root`, and fit `pattern`.
    """

    source: Source
    store: ObjectStore
    address: str
    root: str
    pattern: str
    bucket: Bucket | None = None
    at_once: int = AT_ONCE

    def list_files(self, days: Sequence[date], after: str | None = None) -> Iterator[FoundFile | Gap]:
        """The objects that are ready, lazily; of each folder in the order of their names. Raises FetchError."""
        patience, stretches = Patience(), self.stretches(days)
        for stretch, globs in stretches.items():
            try:
                with self.errors(stretch.exact or stretch.folder):
                    for listed in self.list_stretch(stretch, after):
                        found = self.find_ready(listed)
                        if isinstance(found, Gap):
                            yield found
                        elif found is None or (after is not None and found.name <= after):
                            continue
                        elif any(fits(found.name) for fits in globs):
                            yield found
                patience.renew()
            except FetchError as error:
                if len(stretches) == 1:
                    raise
                yield patience.gap(error)

    def stretches(self, days: Sequence[date]) -> dict[Stretch, list[Callable[[str], bool]]]:
        """What is listed for some days, and the globs of which the names must fit one. No stretch comes twice."""
        found: dict[Stretch, list[Callable[[str], bool]]] = {}
        for pattern in expand_days(self.pattern, days):
            path = join(self.root, pattern)
            if OPEN.search(path) is None:
                found.setdefault(Stretch(path, "", path), []).append(compile_glob(""))
                continue
            start = fixed_start(path)
            folder, _, letters = start.rpartition("/")
            # Only whole folders can be asked for, but the names in it before the first letters can be passed over.
            first = start[:-1] if letters and not start[:-1].endswith((".", "/")) else ""
            globs = found.setdefault(Stretch(folder, first, ""), [])
            globs.append(compile_glob(pattern))
            if "[" in pattern:  # `[wire]` is also the name of a folder
                literal = pattern.replace("[", "[[]")
                globs += [compile_glob(literal), compile_glob(f"{literal}/**")]
        return found

    def list_stretch(
        self, stretch: Stretch, after: str | None
    ) -> "Iterator[tuple[str, ObjectMeta | None] | Hidden]":
        """The names of a stretch that come after the one named `after`."""
        if stretch.exact and (exact := self.head(stretch.exact)) is not None:
            yield stretch.exact, exact
            return
        offset = max(stretch.first, join(self.root, after) if after else "")
        yield from list_objects(self.store, stretch.folder, behind(offset), self.read_page)

    def read_page(self, folder: str, after: str) -> "list[tuple[str, ObjectMeta | None]] | None":
        """A page of S3's listing by our own request; objects that can't be asked for have no metadata. None where it fails."""
        if self.bucket is None:
            return None
        try:
            page = self.bucket.page(folder, after)
        except PageFailed as error:
            log.warning("source %s: %s%s: %s", self.source.slug, self.address, folder, error)
            return None
        return [
            (
                each.key,
                {
                    "path": each.key,
                    "size": each.size,
                    "last_modified": each.last_modified,
                    "e_tag": each.etag,
                    "version": None,
                }
                if is_askable(each.key)
                else None,
            )
            for each in page
        ]

    def head(self, key: str) -> "ObjectMeta | None":
        """The metadata of one object; None where it does not exist or may not be read."""
        try:
            return obstore.head(self.store, key)
        except (BaseError, FileNotFoundError) as error:
            if explain(error)[0] in (FailureClass.GONE, FailureClass.REFUSED):
                return None  # the right to list a folder does not include one to an object of that name
            raise

    def find_ready(self, listed: "tuple[str, ObjectMeta | None] | Hidden") -> FoundFile | Gap | None:
        """The object as a file, if it may be taken. Without data it can't be read, as `open` says."""
        if isinstance(listed, Hidden):
            cause = f"what comes after {listed.after!r} is hidden by a name that can't be asked for: {listed.before!r}"
            return Gap(FailureClass.CHANGED_SHAPE, f"source {self.source.slug}: {self.address}: {cause}")
        key, meta = listed
        readable = CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", key)
        below = f"{self.root}/" if self.root else ""
        name = readable[len(below) :] if readable.startswith(below) else readable.rpartition("/")[2]
        if is_unfinished(name):
            return None
        uri = self.address + quote(key)
        if meta is None:
            return FoundFile(name, uri)
        # An object is whole once it is there: it has no time to settle.
        # Web consoles show folders by empty objects whose name ends with `/`. Here the `/` is lost, but not when it is asked for.
        if meta["size"] == 0 and self.head(key) is None:
            return None
        return FoundFile(name, uri, meta["size"], meta["last_modified"], quoted(meta["e_tag"]))

    @contextlib.contextmanager
    def open(self, found: FoundFile, known: KnownFile | None) -> Iterator[Delivery | None]:
        """An object's bytes; None where it has still the known ETag. Raises FetchError."""
        key = unquote(found.uri.removeprefix(self.address))
        etag = known.etag if known is not None else None
        with self.errors(key):
            try:
                result = obstore.get(self.store, key, options={"if_none_match": etag} if etag else None)
            except NotModifiedError:
                result = None
        if result is None:
            yield None
            return
        meta = result.meta
        body = Body(result.stream(CHUNK_BYTES), self, key)
        buffer_bytes = min(max(meta["size"], 1), CHUNK_BYTES)
        with cast(BinaryIO, io.BufferedReader(body, buffer_bytes)) as stream:
            yield Delivery(stream, meta["size"], quoted(meta["e_tag"]))

    def close(self) -> None:
        """Nothing to close: connections belong to the store and are freed with it."""

    def abort(self) -> None:
        """Nothing to abort: each request has its own time-out."""

    @contextlib.contextmanager
    def errors(self, key: str) -> Iterator[None]:
        """Errors of obstore within the block become FetchErrors that name the object or folder."""
        try:
            yield
        except (BaseError, FileNotFoundError, ValueError) as error:
            failure, cause = explain(error)
            message = f"source {self.source.slug}: {self.address}{quote(key, safe='/ ')}: {cause}"
            raise FetchError(failure, message) from None


class Body(io.RawIOBase):
    """The chunks of an object as a stream."""

    def __init__(self, chunks: "BytesStream", opened: OpenedObjectStore, key: str) -> None:
        super().__init__()
        self.chunks, self.opened, self.key = chunks, opened, key
        self.rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with what is left of the last chunk, or else from the next one."""
        if not self.rest:
            with self.opened.errors(self.key):
                self.rest = memoryview(next(self.chunks, b""))
        count = min(len(buffer), len(self.rest))
        buffer[:count] = self.rest[:count]
        self.rest = self.rest[count:]
        return count


def quoted(etag: str | None) -> str | None:
    """An ETag as a request has it: Azure's listings leave out the quotation marks."""
    return etag if not etag or etag.endswith('"') else f'"{etag}"'


def join(folder: str, name: str) -> str:
    """A path of two parts, either of which may be empty."""
    return "/".join(filter(None, (folder, name)))
