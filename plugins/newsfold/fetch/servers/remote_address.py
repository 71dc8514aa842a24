"""Where a remote source's server is, what its names look like as text, and how failures there are reported."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_from_bytes

from newsfold.config.credentials import Credentials
from newsfold.config.sources import Source
from newsfold.fetch.transport import FailureClass, FetchError, Gap, beginning

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Server:
    """One source's server, and the login there. `path` is the rest of the location, letter by letter: with its globs, and
    without any percent-encoding.
    """

    slug: str
    scheme: str
    host: str
    port: int
    path: str
    credentials: Credentials

    @property
    def address(self) -> str:
        """The server as the start of a URI."""
        host = f"[{self.host}]" if is_ipv6(self.host) else self.host
        return f"{self.scheme}://{host}:{self.port}"

    @property
    def login(self) -> str:
        """The login name. Raises FetchError where the connection has none."""
        if not self.credentials.login:
            raise self.failed(FailureClass.REFUSED, self.address, "its connection names no login")
        return self.credentials.login

    def uri(self, path: bytes) -> str:
        """The URI of a file there."""
        return f"{self.address}/{quote_from_bytes(path.lstrip(b'/'))}"

    def gap(self, address: str, cause: str, raw: str = "") -> Gap:
        """A gap in a listing, at an address of this server."""
        error = self.failed(FailureClass.CHANGED_SHAPE, address, cause)
        return Gap(error.failure, str(error), beginning(raw))

    def failed(self, failure: FailureClass, address: str, cause: object) -> FetchError:
        """A failure at an address of this server, without the secrets that a server may have quoted."""
        text = str(cause) or type(cause).__name__
        for secret in secrets(self.credentials):
            text = text.replace(secret, "***")
        return FetchError(failure, f"source {self.slug}: {address}: {text}")


def find_server(source: Source, credentials: Credentials, ports: Mapping[str, int]) -> Server:
    """Where a location leads. What it doesn't say, the connection says, and then the scheme's port. Raises FetchError."""
    scheme, _, rest = source.location.partition("://")
    authority, slash, path = rest.partition("/")
    host, port = split_port(authority)
    host = host or credentials.host or ""
    place = f"source {source.slug}: {source.location}"
    if not host:
        raise FetchError(
            FailureClass.REFUSED, f"{place}: neither the location nor its connection names a host"
        )
    if port and not port.isdecimal():
        raise FetchError(FailureClass.REFUSED, f"{place}: {port!r} is no port")
    number = int(port) if port else credentials.port or ports[scheme]
    return Server(source.slug, scheme, host, number, slash + path, credentials)


def split_port(authority: str) -> tuple[str, str]:
    """The host and the port of `host`, `host:port`, `[::1]` or `[::1]:port`; empty where there is none."""
    if authority.startswith("["):
        host, _, rest = authority[1:].partition("]")
        return host, rest.removeprefix(":")
    host, _, port = authority.partition(":")
    return host, port


def is_ipv6(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).version == 6
    except ValueError:
        return False


def secrets(credentials: Credentials) -> list[str]:
    """What no message may hold: the password and the passphrase, as they are and as a URI would quote them."""
    values = (credentials.password, credentials.extra.get("private_key_passphrase"))
    texts = [value for value in values if isinstance(value, str) and value]
    return texts + [quoted for text in texts if (quoted := quote(text, safe="")) != text]


def is_on(value: Any) -> bool:
    """Whether an extra of a connection is switched on: in JSON as true, in a URI as a word."""
    return value is True or (isinstance(value, str) and value.lower() in ("true", "yes", "1"))


def readable(name: bytes) -> str:
    """A name as text that UTF-8 can hold: bytes that are no UTF-8 are shown as `\\xNN`."""
    return name.decode("utf-8", errors="backslashreplace")
