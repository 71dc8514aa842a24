"""The transport for http and https: files, directory listings, lists, feeds and sitemaps with the pages that they name."""

import contextlib
import re
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import httpx2

from newsfold.config.credentials import Credentials
from newsfold.config.sources import Source, SourceError, expand_days
from newsfold.fetch.transport import (
    Delivery,
    FailureClass,
    FetchError,
    FoundFile,
    KnownFile,
    Turns,
    is_unfinished,
)
from newsfold.fetch.web.addresses import DEFAULT_PORTS, join_address
from newsfold.fetch.web.http_connections import Network
from newsfold.fetch.web.opt_out import OptOuts
from newsfold.fetch.web.robots import Robots
from newsfold.fetch.web.web_client import Answer, Limits, WebClient
from newsfold.fetch.web.web_documents import Document, DocumentTooLarge
from newsfold.fetch.web.web_items import find_items
from newsfold.fetch.web.web_json_feed import Item
from newsfold.fetch.web.web_links import (
    Seen,
    WrongShape,
    find_links,
    fits_match,
    folder_of,
    is_list,
    may_hold_matches,
    path_below,
)

T = TypeVar("T")
AT_ONCE = 4
#: A sitemap may have 50 MB (sitemaps.org).
DOCUMENT_BYTES = 64_000_000
IN_MEMORY_BYTES = 1_000_000
MAX_DEPTH = 10
MAX_FOLDERS = 2_000
MAX_SITEMAPS = 2_000
# What a header can hold: printable ASCII.
SENDABLE = re.compile(r"[\x20-\x7e]{1,1000}")


def open_web(
    source: Source,
    credentials: Credentials,
    turns: Turns,
    now: datetime,
    contact: str,
    *,
    network: Network | None = None,
    limits: Limits | None = None,
) -> "OpenedWeb":
    """A source on the web, as `Opened` has it. `contact` is the address at which a server's owner reaches whoever runs this.

    `network` and `limits` are for tests, and for those who have a network of their own. Raises SourceError where the
    location, `hosts` or the connection can't be used.
    """
    location = parse_location(source, source.location, credentials)
    client = WebClient(
        source,
        location,
        credentials,
        turns,
        now,
        contact,
        network or Network(),
        limits or Limits(),
        AT_ONCE,
    )
    robots = Robots(client)
    return OpenedWeb(source, credentials, client, robots, OptOuts(client, robots))


@dataclass(frozen=True, slots=True)
class OpenedWeb:
    """One source on the web. Sizes that listings tell are not used: they are rounded, and times there have no zone."""

    source: Source
    credentials: Credentials
    client: WebClient
    robots: Robots
    opt_outs: OptOuts
    at_once: int = AT_ONCE

    def list_files(self, days: Sequence[date], after: str | None = None) -> Iterator[FoundFile]:
        """As `Opened` has it. Names are addresses.

        The days' pages that are not there are left out, unless none is. What fails within a listing (a sub-folder, one of
        several sitemaps) is raised when the rest has been listed; where the server asks for patience, at once.
        """
        failures: list[FetchError] = []
        within: list[FetchError] = []
        pages = expand_days(self.source.location, days)
        for page in pages:
            url = parse_location(self.source, page, self.credentials)
            for found in self.carry_on(self.list_page(url, within), failures):
                if after is None or found.name > after:
                    yield found
        if len(failures) < len(pages) and all(each.failure is FailureClass.GONE for each in failures):
            failures = []
        first = next(iter((*failures, *within)), None)
        if first is not None:
            raise first

    def list_page(self, url: httpx2.URL, failures: list[FetchError]) -> Iterator[FoundFile]:
        """The files that the page at a location stands for."""
        match self.source.follow:
            case "links":
                yield from self.list_links(url, failures)
            case "items":
                for item in self.list_items(url, failures, is_index=False):
                    yield FoundFile(str(item.url), str(item.url), modified_at=item.modified_at)
            case _:
                yield FoundFile(str(url), str(url), always_ask=True)

    def list_links(self, url: httpx2.URL, failures: list[FetchError]) -> Iterator[FoundFile]:
        """The files that a plain list names; or those in a directory listing, and in the listings below it."""
        fits = fits_match(self.source.match)
        folders: list[httpx2.URL] = []
        with self.document(url) as document:
            root = folder_of(document.url)
            if is_list(document):
                links = (link for link in find_links(document) if fits(link, root))
                yield from (
                    as_file(link) for link in links if not is_unfinished(link.path.rpartition("/")[2])
                )
            else:
                yield from self.list_below(document, root, root, folders)
        known = {root, *folders}
        waiting = folders[::-1]
        while waiting:
            if len(known) > MAX_FOLDERS:
                failures.append(self.misshapen(url, f"more than {MAX_FOLDERS} folders"))
                return
            found: list[httpx2.URL] = []
            yield from self.carry_on(self.list_folder(waiting.pop(), root, found), failures)
            new = [folder for folder in found if folder not in known]
            known.update(new)
            waiting += new[::-1]

    def list_folder(
        self, folder: httpx2.URL, root: httpx2.URL, folders: list[httpx2.URL]
    ) -> Iterator[FoundFile]:
        """The files in one sub-folder's listing. Its own sub-folders are added to `folders`."""
        with self.document(folder) as document:
            here = folder_of(document.url)
            if path_below(here, root):
                yield from self.list_below(document, here, root, folders)

    def list_below(
        self, document: Document, here: httpx2.URL, root: httpx2.URL, folders: list[httpx2.URL]
    ) -> Iterator[FoundFile]:
        """The files that a listing links to below itself. Sub-folders that may hold some are added to `folders`.

        Links to the folder itself (they sort it), to those above it and to anywhere else are no files of it.
        """
        fits = fits_match(self.source.match)
        for link in find_links(document):
            below = path_below(link, here)
            if not below or is_unfinished(below.rstrip("/")):
                continue
            if not link.path.endswith("/"):
                if fits(link, root):
                    yield as_file(link)
            elif len(folders) <= MAX_FOLDERS and may_hold_matches(link, root, self.source.match, MAX_DEPTH):
                folders.append(link)

    def list_items(self, url: httpx2.URL, failures: list[FetchError], is_index: bool) -> Iterator[Item]:
        """The pages that a feed or sitemap names, each once. A sitemap's index is followed, an index in an index is not."""
        sitemaps: list[httpx2.URL] = []
        with self.document(url) as document:
            seen = Seen()
            for item in find_items(document):
                if not seen.is_new(item.url):
                    continue
                if not item.is_index:
                    yield item
                elif not is_index and len(sitemaps) <= MAX_SITEMAPS:
                    sitemaps.append(item.url)
        if len(sitemaps) > MAX_SITEMAPS:
            failures.append(self.misshapen(url, f"more than {MAX_SITEMAPS} sitemaps"))
        for sitemap in sitemaps[:MAX_SITEMAPS]:
            yield from self.carry_on(self.list_items(sitemap, failures, is_index=True), failures)

    def carry_on(self, found: Iterator[T], failures: list[FetchError]) -> Iterator[T]:
        """What is found, up to a failure, which is kept for the end; one that asks for patience is raised."""
        try:
            yield from found
        except FetchError as error:
            if error.failure is FailureClass.SLOW:
                raise
            failures.append(error)

    @contextlib.contextmanager
    def document(self, url: httpx2.URL) -> Iterator[Document]:
        """A page that names others. It is fetched whole, so that no server waits while its files are fetched.

        Raises FetchError, also for what goes wrong while it is read: CHANGED_SHAPE where it is something else.
        """
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as kept:
            with self.client.get(url, self.robots.seconds_for) as answer:
                left = DOCUMENT_BYTES
                while piece := answer.stream.read(65_536):
                    left -= len(piece)
                    if left < 0:
                        raise self.misshapen(url, f"more than {DOCUMENT_BYTES} bytes")
                    kept.write(piece)
                final, content_type = answer.url, answer.headers.get("content-type", "")
            try:
                yield Document(final, content_type, kept, DOCUMENT_BYTES)
            except WrongShape as error:
                raise self.misshapen(final, str(error)) from error
            except DocumentTooLarge as error:
                raise self.misshapen(final, f"more than {DOCUMENT_BYTES} bytes, unpacked") from error
            except (zlib.error, EOFError) as error:
                raise self.client.failure(FailureClass.BROKEN, final, f"broken gzip: {error}") from error

    def misshapen(self, url: httpx2.URL, cause: str) -> FetchError:
        """The failure of a page that is not what the source says."""
        return self.client.failure(FailureClass.CHANGED_SHAPE, url, cause)

    @contextlib.contextmanager
    def open(self, found: FoundFile, known: KnownFile | None) -> Iterator[Delivery | None]:
        """As `Opened` has it: a conditional request where the server gave an ETag or a Last-Modified before."""
        url = join_address(self.client.location, found.uri)
        if url is None:
            raise FetchError(
                FailureClass.REFUSED,
                f"source {self.source.slug}: {found.uri[:400]!r} is no address of the web",
            )
        # Before the page is asked for: meanwhile its server would wait for us.
        self.opt_outs.prepare(url)
        conditions = conditions_for(known)
        with self.client.get(url, self.robots.seconds_for, conditions) as answer:
            if answer.status != 304:
                yield self.deliver(answer)
            elif conditions:
                yield None
            else:
                raise self.client.failure(FailureClass.BROKEN, url, "the server says 304 to a plain request")

    def deliver(self, answer: Answer) -> Delivery:
        """An answer as a delivery. The size is known only where nothing is packed."""
        size = answer.headers.get("content-length", "")
        packed = answer.headers.get("content-encoding", "identity").strip().lower() != "identity"
        return Delivery(
            answer.stream,
            int(size) if re.fullmatch("[0-9]{1,18}", size) and not packed else None,
            sendable(answer.headers.get("etag")),
            sendable(answer.headers.get("last-modified")),
            self.opt_outs.find(answer),
        )

    def close(self) -> None:
        """End all connections."""
        self.client.close()


def parse_location(source: Source, location: str, credentials: Credentials) -> httpx2.URL:
    """A location as an address; with the connection's host where it has none. Raises SourceError."""
    try:
        url = httpx2.URL(location.partition("#")[0])
        if not url.host and credentials.host:
            url = url.copy_with(host=credentials.host, port=credentials.port)
    except (httpx2.InvalidURL, ValueError) as error:
        raise SourceError(f"source {source.slug}: {location!r} is no address of the web: {error}") from error
    if not url.host or url.scheme not in DEFAULT_PORTS or url.userinfo:
        raise SourceError(f"source {source.slug}: {location!r} is no address of the web")
    return url


def as_file(url: httpx2.URL) -> FoundFile:
    """A file that a listing names: what it says of its size and time is not exact enough to be used."""
    return FoundFile(str(url), str(url))


def conditions_for(known: KnownFile | None) -> dict[str, str]:
    """The headers that ask for a file only if it has changed (RFC 9110, 13.1)."""
    if known is None:
        return {}
    headers = {"If-None-Match": sendable(known.etag), "If-Modified-Since": sendable(known.last_modified)}
    return {name: value for name, value in headers.items() if value is not None}


def sendable(value: str | None) -> str | None:
    """A header's value if it can be sent back to the letter."""
    return value if value is not None and SENDABLE.fullmatch(value) else None
