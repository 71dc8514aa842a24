"""Connections of the web: to IP addresses that were checked, and never for longer than a deadline."""

import contextlib
import functools
import math
import os
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

from newsfold.fetch.web.addresses import find_forbidden

#: When the exchange that this thread is busy with has to be over, on the monotonic clock.
DEADLINE: ContextVar[float] = ContextVar("newsfold_web_deadline", default=math.inf)
MAX_ADDRESSES = 4


class AddressRefused(Exception):
    """A host's name leads to an IP address that may not be connected to."""


def resolve_name(host: str, port: int) -> list[str]:
    """The IP addresses of a host. Raises OSError or UnicodeError where the name has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def connect_to(address: str, port: int, timeout: float | None) -> httpcore2.NetworkStream:
    """A TCP connection to an IP address. Raises httpcore2's exceptions."""
    return httpcore2.SyncBackend().connect_tcp(address, port, timeout)


@dataclass(frozen=True, slots=True)
class Network:
    """How names become IP addresses, and these become connections."""

    resolve: Callable[[str, int], Sequence[str]] = resolve_name
    connect: Callable[[str, int, float | None], httpcore2.NetworkStream] = connect_to


@dataclass(frozen=True, slots=True)
class CheckedBackend(httpcore2.NetworkBackend):
    """Resolves a name, checks each address that it has, and connects to one of those very addresses.

    So a name that resolves to something else a moment later gains nothing. The host's name is still what is sent and what
    the certificate has to fit: httpcore2 keeps it apart from the connection.
    """

    network: Network
    private_network: bool

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """As httpcore2 has it. Raises AddressRefused if any of the host's addresses is not allowed."""
        try:
            addresses = self.network.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"the name {host} does not resolve: {error}") from error
        forbidden = find_forbidden(addresses, self.private_network)
        if forbidden is not None:
            raise AddressRefused(f"{host} leads to {forbidden}, which is not a public address")
        failure: Exception = httpcore2.ConnectError(f"the name {host} has no address")
        for address in addresses[:MAX_ADDRESSES]:
            try:
                return TimedStream(self.network.connect(address, port, time_left(timeout)))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


@dataclass(frozen=True, slots=True)
class TimedStream(httpcore2.NetworkStream):
    """A connection on which every read and write ends at the deadline, so that a server that sends single bytes can't hold us."""

    inner: httpcore2.NetworkStream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.inner.read(max_bytes, time_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.inner.write(buffer, time_left(timeout))

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return TimedStream(self.inner.start_tls(ssl_context, server_hostname, time_left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


def time_left(timeout: float | None) -> float | None:
    """The time-out of a step, or what is left until the deadline. Raises httpcore2.ReadTimeout where that is nothing."""
    left = DEADLINE.get() - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("it took too long in all")
    return timeout if left == math.inf else min(timeout or left, left)


@contextlib.contextmanager
def until(deadline: float) -> Iterator[None]:
    """Hold what this thread does meanwhile to a deadline."""
    token = DEADLINE.set(deadline)
    try:
        yield
    finally:
        DEADLINE.reset(token)


def authorities() -> ssl.SSLContext:
    """Checks certificates with the system's authorities, or those that SSL_CERT_FILE or SSL_CERT_DIR names."""
    return read_authorities(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


# Reading the 150 authorities of a Debian takes 50 ms of CPU: that is done once in a process, not for each source.
@functools.cache
def read_authorities(cert_file: str | None, cert_folder: str | None) -> ssl.SSLContext:
    """The authorities that the environment names now. The two variables are the key of the cache."""
    return httpx2.create_ssl_context()


class Connections:
    """The connections of one source: without proxies, cookies or redirects, and with certificates that are checked.

    Each request has one of its own: where a server sends more than it announced, the rest would be read as the answer to
    the next request, and a file be kept under another's name.
    """

    def __init__(self, network: Network, private_network: bool, at_once: int) -> None:
        self.pool = httpcore2.ConnectionPool(
            ssl_context=authorities(),
            max_connections=2 * at_once,
            max_keepalive_connections=0,
            network_backend=CheckedBackend(network, private_network),
        )

    def send(self, request: httpx2.Request) -> httpx2.Response:
        """The answer to a request, its body unread. Raises httpcore2's exceptions, and AddressRefused."""
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        headers = [*request.headers.raw, (b"Connection", b"close")]
        answer = self.pool.handle_request(
            httpcore2.Request(request.method, url, headers=headers, extensions=dict(request.extensions))
        )
        return httpx2.Response(answer.status, headers=answer.headers, stream=PooledStream(answer))

    def close(self) -> None:
        self.pool.close()


class PooledStream(httpx2.SyncByteStream):
    """The body of an answer as httpcore2 reads it."""

    def __init__(self, answer: httpcore2.Response) -> None:
        self.answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self.answer.iter_stream()

    def close(self) -> None:
        """Give the connection back."""
        self.answer.close()
