"""The transport for http and https: files, directory listings, lists, feeds and sitemaps with the pages that they name."""

import contextlib
import re
import tempfile
import threading
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, TypeVar

import httpx2

from newsfold.config.credentials import Credentials
from newsfold.config.locations import expand_days
from newsfold.config.sources import Source, SourceError
from newsfold.fetch.transport import (
    Delivery,
    FailureClass,
    FetchError,
    FoundFile,
    Gap,
    KnownFile,
    Patience,
    RateLimits,
    beginning,
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
    Unread,
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
#: /, /index.html, /en/, /en-gb/home
FRONT_PAGE = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?)?/?(?:(?:index|default|home|start)(?:\.[a-z]{2,5})?/?)?", re.IGNORECASE
)
# What a header can hold: printable ASCII.
SENDABLE = re.compile(r"[\x20-\x7e]{1,1000}")


def open_web(
    source: Source,
    credentials: Credentials,
    rate_limits: RateLimits,
    now: datetime,
    contact: str,
    *,
    network: Network | None = None,
    limits: Limits | None = None,
) -> "OpenedWeb":
    """A source on the web, as `Opened` has it. `contact` is where a server's owner can reach the operator.

    `network` and `limits` are for tests, and for those who have a network of their own. Raises SourceError where the
    location, `hosts` or the connection can't be used.
    """
    location = parse_location(source, source.location, credentials)
    client = WebClient(
        source,
        location,
        credentials,
        rate_limits,
        now,
        contact,
        network or Network(),
        limits or Limits(),
        AT_ONCE,
    )
    robots = Robots(client)
    return OpenedWeb(source, credentials, client, robots, OptOuts(client, robots))


class Found(NamedTuple):
    """What the documents of a feed or sitemap have named so far: pages, sitemaps, and where it goes on."""

    seen: Seen
    sitemaps: list[httpx2.URL]
    following: list[httpx2.URL]


@dataclass(frozen=True, slots=True)
class Landings:
    """Where items have led that redirect, each with the name of the first that did."""

    names: dict[str, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(frozen=True, slots=True)
class OpenedWeb:
    """One source on the web. Sizes and times in directory listings are not used: sizes are rounded, and times have no zone."""

    source: Source
    credentials: Credentials
    client: WebClient
    robots: Robots
    opt_outs: OptOuts
    landings: Landings = field(default_factory=Landings)
    at_once: int = AT_ONCE

    def list_files(self, days: Sequence[date], after: str | None = None) -> Iterator[FoundFile | Gap]:
        """As `Opened` has it. Names are addresses.

        The days' pages that are not there are left out, unless none is. What fails within a listing (a sub-folder, one of
        several sitemaps) is a gap; where the server asks for patience, the listing ends.
        """
        failures: list[FetchError] = []
        patience = Patience()
        pages = expand_days(self.source.location, days)
        for page in pages:
            url = parse_location(self.source, page, self.credentials)
            try:
                for found in self.list_page(url, patience):
                    if isinstance(found, Gap) or after is None or found.name > after:
                        yield found
                patience.renew()
            except FetchError as error:
                failures.append(error)
                if len(failures) < len(pages) and error.failure is not FailureClass.GONE:
                    yield patience.gap(error)
        if len(failures) == len(pages):
            raise failures[0]

    def list_page(self, url: httpx2.URL, patience: Patience) -> Iterator[FoundFile | Gap]:
        """The files that the page at a location stands for."""
        match self.source.follow:
            case "links":
                yield from self.list_links(url, patience)
            case "items":
                for item in self.list_items(url, patience, is_index=False):
                    yield item if isinstance(item, Gap) else as_file(item.url, item.modified_at)
            case _:
                yield FoundFile(str(url), str(url), always_ask=True)

    def list_links(self, url: httpx2.URL, patience: Patience) -> Iterator[FoundFile | Gap]:
        """The files that a plain list names; or those in a directory listing, and in the listings below it."""
        folders: list[httpx2.URL] = []
        with self.document(url) as document:
            root = folder_of(document.url)
            if is_list(document):
                yield from self.list_lines(document, root)
            else:
                yield from self.list_below(document, root, root, folders)
        known = {root, *folders}
        waiting = folders[::-1]
        while waiting:
            if len(known) > MAX_FOLDERS:
                yield patience.gap(self.misshapen(url, f"more than {MAX_FOLDERS} folders"))
                return
            found: list[httpx2.URL] = []
            yield from self.within(self.list_folder(waiting.pop(), root, found), patience)
            new = [folder for folder in found if folder not in known]
            known.update(new)
            waiting += new[::-1]

    def list_lines(self, document: Document, root: httpx2.URL) -> Iterator[FoundFile | Gap]:
        """The files that a plain list names."""
        fits = fits_match(self.source.match)
        for link in find_links(document):
            if isinstance(link, Unread):
                yield self.unread(document.url, link)
            elif fits(link, root) and not is_unfinished(link.path.rpartition("/")[2]):
                yield as_file(link)

    def list_folder(
        self, folder: httpx2.URL, root: httpx2.URL, folders: list[httpx2.URL]
    ) -> Iterator[FoundFile | Gap]:
        """The files in one sub-folder's listing. Its own sub-folders are added to `folders`."""
        with self.document(folder) as document:
            here = folder_of(document.url)
            if path_below(here, root):
                yield from self.list_below(document, here, root, folders)

    def list_below(
        self, document: Document, here: httpx2.URL, root: httpx2.URL, folders: list[httpx2.URL]
    ) -> Iterator[FoundFile | Gap]:
        """The files that a listing links to below itself. Sub-folders that may hold some are added to `folders`.

        Links to the folder itself (they sort it), to those above it and to anywhere else are no files of it.
        """
        fits = fits_match(self.source.match)
        for link in find_links(document):
            if isinstance(link, Unread):
                yield self.unread(document.url, link)
                continue
            below = path_below(link, here)
            if not below or is_unfinished(below.rstrip("/")):
                continue
            if not link.path.endswith("/"):
                if fits(link, root):
                    yield as_file(link)
            elif len(folders) <= MAX_FOLDERS and may_hold_matches(link, root, self.source.match, MAX_DEPTH):
                folders.append(link)

    def list_items(self, url: httpx2.URL, patience: Patience, is_index: bool) -> Iterator[Item | Gap]:
        """The pages that a feed or sitemap names, each once. A sitemap's index is followed, an index in an index is not; a feed
        in pages as far as `max_pages`, and as long as its pages name anything new.
        """
        found = Found(Seen(), [], [])
        yield from self.list_one(url, found, is_index)
        pages, visited = 1, Seen()
        visited.is_new(url)
        while found.following and self.source.max_pages > 1:
            page = found.following.pop()
            if not visited.is_new(page):
                break
            if pages == self.source.max_pages:
                cause = f"goes on after max_pages = {self.source.max_pages}"
                yield patience.gap(self.misshapen(page, cause))
                break
            pages += 1
            any_new = False
            for each in self.within(self.list_one(page, found, is_index), patience):
                any_new = any_new or not isinstance(each, Gap)
                yield each
            if not any_new:
                break
        if len(found.sitemaps) > MAX_SITEMAPS:
            yield patience.gap(self.misshapen(url, f"more than {MAX_SITEMAPS} sitemaps"))
        for sitemap in found.sitemaps[:MAX_SITEMAPS]:
            yield from self.within(self.list_items(sitemap, patience, is_index=True), patience)

    def list_one(self, url: httpx2.URL, found: Found, is_index: bool) -> Iterator[Item | Gap]:
        """The pages that one document names that were not found before. What it names besides is added to `found`."""
        with self.document(url) as document:
            for item in find_items(document):
                if isinstance(item, Unread):
                    yield self.unread(document.url, item)
                elif item.is_next:
                    found.following.append(item.url)
                elif not found.seen.is_new(item.url):
                    continue
                elif not item.is_index:
                    yield item
                elif is_index:
                    cause = "an index of sitemaps within another one is not followed"
                    yield Gap(FailureClass.CHANGED_SHAPE, str(self.misshapen(item.url, cause)))
                elif len(found.sitemaps) <= MAX_SITEMAPS:
                    found.sitemaps.append(item.url)

    def within(self, found: Iterator[T], patience: Patience) -> Iterator[T | Gap]:
        """What is found, and then a failure as a gap; one that asks for patience is raised."""
        try:
            yield from found
            patience.renew()
        except FetchError as error:
            yield patience.gap(error)

    def unread(self, url: httpx2.URL, entry: Unread) -> Gap:
        """An entry of a listing that names no page."""
        error = self.misshapen(url, "an entry names no page")
        return Gap(error.failure, str(error), beginning(entry.raw))

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
                self.check_landing(url, found.name, answer.url)
                yield self.deliver(answer)
            elif conditions:
                yield None
            else:
                raise self.client.failure(FailureClass.BROKEN, url, "the server says 304 to a plain request")

    def check_landing(self, url: httpx2.URL, name: str, landing: httpx2.URL) -> None:
        """Raise FetchError where an item's page is gone, and its server leads to another page instead of saying so: the front
        page, the listing, or where another item has led before.
        """
        if not self.source.follow or landing == url:
            return
        if is_front_page(landing) and not is_front_page(url):
            raise self.client.failure(FailureClass.GONE, url, f"redirects to the front page {landing}")
        with self.landings.lock:
            first = self.landings.names.setdefault(str(landing), name)
        if first != name or landing == self.client.location:
            raise self.client.failure(
                FailureClass.GONE, url, f"redirects to {landing}, which is not its own page"
            )

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
        self.client.close()

    def abort(self) -> None:
        """Close all connections at once."""
        self.client.ends_at = 0.0


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


def as_file(url: httpx2.URL, modified_at: datetime | None = None) -> FoundFile:
    """A file that a listing names. What directory listings say of its size and time is not exact enough to be used."""
    return FoundFile(str(url), str(url), modified_at=modified_at)


def is_front_page(url: httpx2.URL) -> bool:
    """Whether an address is where a site, or its edition in a language, begins."""
    return not url.query and FRONT_PAGE.fullmatch(url.path) is not None


def conditions_for(known: KnownFile | None) -> dict[str, str]:
    """The headers that ask for a file only if it has changed (RFC 9110, 13.1)."""
    if known is None:
        return {}
    headers = {"If-None-Match": sendable(known.etag), "If-Modified-Since": sendable(known.last_modified)}
    return {name: value for name, value in headers.items() if value is not None}


def sendable(value: str | None) -> str | None:
    """A header's value if it can be sent back to the letter."""
    return value if value is not None and SENDABLE.fullmatch(value) else None
