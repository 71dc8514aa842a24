"""Addresses of the web: what a reference stands for, which hosts a source may ask, and at which IP addresses."""

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2

from newsfold.config.sources import Source, SourceError

DEFAULT_PORTS = {"http": 80, "https": 443}
# What httpx2 makes of a host in its ASCII form; other characters it would send as they are.
HOST = re.compile(r"[a-z0-9_.:-]+")
# RFC 6052, RFC 8215: IPv6 addresses that a gateway turns into IPv4 ones.
GATEWAY = ipaddress.IPv6Network("64:ff9b::/96")
# Not public, whatever an older standard library says: local NAT64, segment routing, the examples of documents, site-local.
NEVER_PUBLIC = tuple(map(ipaddress.IPv6Network, ("64:ff9b:1::/48", "5f00::/16", "3fff::/20", "fec0::/10")))
# RFC 4291, 2.5.5.1: the old form of an IPv4 address within IPv6.
COMPATIBLE = ipaddress.IPv6Network("::/96")


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that a source declares: names as sent on the wire, each with the port that it names, if any."""

    exact: frozenset[tuple[str, int | None]]
    below: tuple[tuple[str, int | None], ...]  # `.example.org` for `*.example.org`

    def hold(self, url: httpx2.URL) -> bool:
        """Whether the address may be asked: http or https, a declared host, and one of the two usual ports or the declared."""
        if url.scheme not in DEFAULT_PORTS:
            return False
        name, port = host_name(url), port_of(url)
        ports = {known for host, known in self.exact if host == name}
        ports |= {known for end, known in self.below if name.endswith(end)}
        return bool(ports) and (port in DEFAULT_PORTS.values() or port in ports)


def declared_hosts(source: Source, location: httpx2.URL) -> Hosts:
    """The location's host, and those of the source's `hosts`: `example.org`, `example.org:8080` or `*.example.org`.

    Raises SourceError for an entry that is no host name.
    """
    exact: set[tuple[str, int | None]] = {(host_name(location), port_of(location))}
    below = []
    for entry in source.hosts:
        name = entry.removeprefix("*.")
        try:
            url = httpx2.URL(f"http://{name}/")
        except (httpx2.InvalidURL, ValueError) as error:
            raise SourceError(f"source {source.slug}: hosts: {entry!r} is no host name") from error
        if not url.host or url.raw_path != b"/" or url.userinfo or "*" in url.host or url.fragment:
            raise SourceError(
                f"source {source.slug}: hosts: {entry!r} is no host name; give it without https:// and path"
            )
        if name == entry:
            exact.add((host_name(url), url.port))
        else:
            below.append((f".{host_name(url)}", url.port))
    return Hosts(frozenset(exact), tuple(below))


def join_address(base: httpx2.URL, reference: str) -> httpx2.URL | None:
    """The address that a reference in a document stands for; None where it is none of the web.

    Without fragment and login. Longer ones than 2,000 characters are no addresses of pages (the sitemap protocol's limit
    is 2,048), but can be traps.
    """
    reference = re.sub(r"[\t\r\n]", "", reference.strip()).partition("#")[0]
    if not reference or len(reference) > 2_000:
        return None
    try:
        url = httpx2.URL(reference)
        if not url.host and (url.scheme or reference.startswith("//")):
            return None
        if not url.scheme:
            url = httpx2.URL(urljoin(str(base), str(url)))
        if url.userinfo:
            url = url.copy_with(username="", password="")
        fine = (
            url.scheme in DEFAULT_PORTS
            and HOST.fullmatch(host_name(url))
            and 0 < port_of(url) < 65_536
            and len(str(url)) <= 2_000
        )
    except (httpx2.InvalidURL, ValueError):
        return None
    return url if fine else None


def is_same_origin(url: httpx2.URL, location: httpx2.URL) -> bool:
    """Whether credentials for the location may go to the address: same host and port, or the same host's https."""
    if host_name(url) != host_name(location):
        return False
    if url.scheme == location.scheme:
        return port_of(url) == port_of(location)
    return url.scheme == "https" and (port_of(location), port_of(url)) == (80, 443)


def host_name(url: httpx2.URL) -> str:
    """The host as it is resolved: lower case, international names in their ASCII form."""
    return url.raw_host.decode("ascii").lower().rstrip(".")


def port_of(url: httpx2.URL) -> int:
    return url.port or DEFAULT_PORTS.get(url.scheme, 0)


def find_forbidden(addresses: Sequence[str], private_network: bool) -> str | None:
    """The first of a host's IP addresses that may not be connected to."""
    return next((each for each in addresses if not may_connect(each, private_network)), None)


def may_connect(address: str, private_network: bool) -> bool:
    """Whether an IP address is public; with `private_network`, also those of private networks and of this machine.

    Link-local addresses never are: that is where clouds keep the credentials of a machine (169.254.169.254).
    """
    try:
        full = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(full in network for network in NEVER_PUBLIC):
        return private_network
    ip = embedded(full) or full
    if ip.is_multicast or ip.is_unspecified or ip.is_link_local:
        return False
    # The standard library calls some reserved ranges global.
    return private_network or (ip.is_global and not (ip.version == 4 and ip.is_reserved))


def embedded(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to: mapped, 6to4, NAT64, or in the old compatible form."""
    if ip.version == 4:
        return None
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip in GATEWAY or (ip in COMPATIBLE and int(ip) > 1):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None
