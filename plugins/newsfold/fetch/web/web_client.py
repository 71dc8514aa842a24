"""HTTP requests: User-Agent and credentials, allowed hosts, rate limits, redirects, size and time limits, classes of failures.

Proxies of the environment are not used: through one, the address that is connected to could not be checked. Cookies are
not kept. Certificates are checked with the usual authorities, or those of the file that SSL_CERT_FILE names.
"""

import base64
import contextlib
import email.utils
import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

import httpcore2
import httpx2

from newsfold import __version__
from newsfold.config.credentials import Credentials
from newsfold.config.sources import Source
from newsfold.fetch.transport import FailureClass, FetchError, RateLimits
from newsfold.fetch.web.addresses import declared_hosts, host_name, is_same_origin, join_address
from newsfold.fetch.web.http_connections import AddressRefused, Connections, Network, until
from newsfold.fetch.web.web_bodies import ACCEPT_ENCODING, Pace, open_body

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
#: How long one answer may take in all; longer only as far as its bytes keep coming at that pace.
ANSWER_SECONDS = 300.0
SLOWEST_BYTES_A_SECOND = 100_000.0
MAX_REDIRECTS = 5
#: What a server can ask for at most by Retry-After, and what it gets where it says 429 without it.
LONGEST_PATIENCE = 3_600.0
USUAL_PATIENCE = 30.0
REDIRECTS = (301, 302, 303, 307, 308)
# Headers that are ours, or the protocol's.
RESERVED_HEADERS = {
    "accept-encoding", "connection", "content-length", "from", "host", "te", "transfer-encoding", "upgrade", "user-agent",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """Time-outs in seconds."""

    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    answer: float = ANSWER_SECONDS


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said with 2xx or 304, and at which address after all redirects."""

    url: httpx2.URL
    status: int
    headers: httpx2.Headers
    stream: BinaryIO


class StatusError(FetchError):
    """A server answered with a status that is no success."""

    def __init__(
        self, failure: FailureClass, message: str, status: int, retry_after: float | None = None
    ) -> None:
        super().__init__(failure, message, retry_after=retry_after)
        self.status = status


class WebClient:
    """Asks the hosts of one source. Safe for several threads."""

    def __init__(
        self,
        source: Source,
        location: httpx2.URL,
        credentials: Credentials,
        rate_limits: RateLimits,
        now: datetime,
        contact: str,
        network: Network,
        limits: Limits,
        at_once: int,
    ) -> None:
        self.source, self.location, self.rate_limits, self.limits = source, location, rate_limits, limits
        self.hosts = declared_hosts(source, location)
        self.seconds_between = 60.0 / source.requests_per_minute
        self.now, self.started = now, time.monotonic()
        #: When all requests have to be over, on the monotonic clock.
        self.ends_at = self.started + 60 * source.max_run_minutes
        self.extra_headers = httpx2.Headers(read_extra_headers(source, credentials))
        if credentials.login:
            login = f"{credentials.login}:{credentials.password or ''}".encode()
            self.extra_headers["Authorization"] = f"Basic {base64.b64encode(login).decode()}"
        self.headers = {
            "User-Agent": user_agent(contact),
            "Accept": "*/*",
            "Accept-Encoding": ACCEPT_ENCODING,
        }
        self.connections = Connections(network, source.private_network, at_once)

    @contextlib.contextmanager
    def get(
        self,
        url: httpx2.URL,
        seconds_for: Callable[[httpx2.URL], float],
        headers: Mapping[str, str] | None = None,
        *,
        with_credentials: bool = True,
    ) -> Iterator[Answer]:
        """The answer at an address or where it redirects to. Raises FetchError, also while its stream is read.

        `seconds_for` is asked before each request: how long after the one before it may come. It raises FetchError where
        the address may not be asked for.
        """
        for _ in range(MAX_REDIRECTS + 1):
            self.check_host(url)
            with self.ask(url, seconds_for(url), headers or {}, with_credentials) as answer:
                if answer.status not in REDIRECTS:
                    yield answer
                    return
                target = self.redirect_target(answer)
            url = target
        raise self.failure(FailureClass.BROKEN, url, f"more than {MAX_REDIRECTS} redirects")

    @contextlib.contextmanager
    def ask(
        self, url: httpx2.URL, seconds: float, headers: Mapping[str, str], with_credentials: bool
    ) -> Iterator[Answer]:
        """One request, without redirects: 2xx, 304, or a redirect."""
        self.rate_limits.wait(host_name(url), max(seconds, self.seconds_between))
        trusted = with_credentials and is_same_origin(url, self.location)
        all_headers = httpx2.Headers(self.headers)
        if trusted:
            all_headers.update(self.extra_headers)
        all_headers.update(headers)
        request = httpx2.Request(
            "GET",
            url,
            headers=all_headers,
            extensions={
                "timeout": {
                    "connect": self.limits.connect,
                    "read": self.limits.read,
                    "write": self.limits.read,
                }
            },
        )
        started = time.monotonic()
        try:
            with until(min(started + self.limits.answer, self.ends_at)):
                response = self.connections.send(request)
        except (
            httpcore2.TimeoutException,
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
            AddressRefused,
        ) as error:
            raise self.explain(url, error) from error
        try:
            self.check_status(url, response)
            yield Answer(url, response.status_code, response.headers, self.open_body(url, response, started))
        finally:
            response.close()

    def open_body(self, url: httpx2.URL, response: httpx2.Response, started: float) -> BinaryIO:
        """The body, unpacked. Raises FetchError, also while it is read."""

        def explain(error: Exception) -> FetchError:
            return self.explain(url, error)

        try:
            pace = Pace(started, self.limits.answer, SLOWEST_BYTES_A_SECOND, lambda: self.ends_at)
            return open_body(response, pace, explain)
        except ValueError as error:
            raise explain(error) from error

    def check_host(self, url: httpx2.URL) -> None:
        """Raise FetchError unless the source declares the address's host."""
        if not self.hosts.hold(url):
            raise self.failure(
                FailureClass.REFUSED, url, "not the location's host, and not one of the source's `hosts`"
            )

    def redirect_target(self, answer: Answer) -> httpx2.URL:
        """Where a redirect leads. Raises FetchError where that is no address of the web."""
        target = join_address(answer.url, answer.headers.get("location", ""))
        if target is None:
            leads = readable(answer.headers.get("location", ""))
            raise self.failure(FailureClass.REFUSED, answer.url, f"redirects to {leads!r}")
        return target

    def check_status(self, url: httpx2.URL, response: httpx2.Response) -> None:
        """Raise the FetchError that a status stands for."""
        status = response.status_code
        if status in (200, 203, 304, *REDIRECTS):
            return
        retry_after = self.patience(response.headers)
        failure = classify(status, retry_after)
        if failure is FailureClass.SLOW:
            self.rate_limits.hold_back(host_name(url), USUAL_PATIENCE if retry_after is None else retry_after)
        message = f"{self.place(url)}: the server says {status}"
        raise StatusError(failure, message, status, retry_after)

    def patience(self, headers: httpx2.Headers) -> float | None:
        """The seconds of Retry-After, given as such or as a date (RFC 9110, 10.2.3), at most an hour."""
        value = headers.get("retry-after", "").strip()
        if re.fullmatch(r"\d{1,20}(\.\d{0,20})?", value, re.ASCII):
            return min(float(value), LONGEST_PATIENCE)
        until_date = read_date(value)
        if until_date is None:
            return None
        # By the server's own clock, where it sends a Date.
        ours = self.now + timedelta(seconds=time.monotonic() - self.started)
        left = (until_date - (read_date(headers.get("date", "")) or ours)).total_seconds()
        return min(max(left, 0.0), LONGEST_PATIENCE)

    def explain(self, url: httpx2.URL, error: Exception) -> FetchError:
        """What the client's or a decoder's exception means."""
        match error:
            case FetchError():
                return error
            case AddressRefused():
                return self.failure(FailureClass.REFUSED, url, f"{error}; private_network = true allows it")
            case httpcore2.TimeoutException():
                return self.failure(FailureClass.SLOW, url, f"timed out: {error}")
            case httpcore2.LocalProtocolError():
                # Its text may quote a header of ours.
                return self.failure(FailureClass.BROKEN, url, "the request can't be written")
        return self.failure(FailureClass.BROKEN, url, str(error) or type(error).__name__)

    def failure(self, failure: FailureClass, url: httpx2.URL, cause: str) -> FetchError:
        """An error that names source, address and cause."""
        return FetchError(failure, f"{self.place(url)}: {readable(cause)}")

    def place(self, url: httpx2.URL) -> str:
        """Source and address, for errors. Queries are left out: they may hold a signature or a key."""
        address = readable(str(url.copy_with(query=None, fragment=None)))
        return f"source {self.source.slug}: {address}" + ("?…" if url.query else "")

    def close(self) -> None:
        self.connections.close()


def classify(status: int, retry_after: float | None) -> FailureClass:
    """What a status that is no success means."""
    if status in (404, 410):
        return FailureClass.GONE
    if status in (408, 429) or (status == 503 and retry_after is not None):
        return FailureClass.SLOW
    if 400 <= status < 500:
        return FailureClass.REFUSED
    # 204, 206 and the like: not what a plain GET is answered with.
    return FailureClass.CHANGED_SHAPE if 200 <= status < 300 else FailureClass.BROKEN


def user_agent(contact: str) -> str:
    """The User-Agent: our real name and version, and how to reach the operator."""
    shown = re.sub(r"[^\x21-\x7e]+", " ", contact).strip()[:200]
    return f"Newsfold/{__version__}" + (f" (+{shown})" if shown else "")


def read_extra_headers(source: Source, credentials: Credentials) -> dict[str, str]:
    """The headers of the connection's extra `headers`. Raises FetchError that never quotes a value."""
    headers = credentials.extra.get("headers") or {}
    with contextlib.suppress(ValueError):
        headers = json.loads(headers) if isinstance(headers, str) else headers
    if not isinstance(headers, Mapping):
        raise FetchError(
            FailureClass.REFUSED, f"source {source.slug}: the connection's extra `headers` is no object"
        )
    for name, value in headers.items():
        fine = re.fullmatch(r"[A-Za-z0-9-]{1,100}", name) and name.lower() not in RESERVED_HEADERS
        if not fine or not isinstance(value, str) or not re.fullmatch(r"[\x20-\x7e]*", value):
            raise FetchError(
                FailureClass.REFUSED,
                f"source {source.slug}: the connection's header {readable(name)!r} can't be sent: its name is ours, "
                "or name or value have other than printable ASCII characters",
            )
    return {name: value.strip() for name, value in headers.items()}


def read_date(value: str) -> datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def readable(text: str) -> str:
    """A text from outside for an error: one line, printable, short."""
    shown = "".join(char if char.isprintable() else " " for char in text[:400])
    return shown if len(text) <= 400 else f"{shown}…"
