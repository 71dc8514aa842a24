"""Which hosts and addresses may be asked, and what references stand for."""

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.config.sources import Source, SourceError
from newsfold.fetch.web.addresses import declared_hosts, is_same_origin, join_address, may_connect


@pytest.mark.parametrize(
    ("address", "public", "private_network"),
    [
        ("8.8.8.8", True, True),
        ("2606:4700::1111", True, True),
        ("::ffff:8.8.8.8", True, True),
        ("64:ff9b::808:808", True, True),
        ("2002:808:808::1", True, True),
        ("127.0.0.1", False, True),
        ("10.0.0.1", False, True),
        ("172.16.0.1", False, True),
        ("192.168.1.1", False, True),
        ("100.64.0.1", False, True),
        ("192.0.2.1", False, True),
        ("240.0.0.1", False, True),
        ("::1", False, True),
        ("fc00::1", False, True),
        ("fec0::1", False, True),
        ("5f00::1", False, True),
        ("2001:db8::1", False, True),
        ("::ffff:10.0.0.1", False, True),
        ("::127.0.0.1", False, True),
        ("64:ff9b::a00:1", False, True),
        ("64:ff9b:1::808:808", False, True),
        ("2002:a00:1::1", False, True),
        ("2001::1", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1%eth0", False, False),
        ("0.0.0.0", False, False),
        ("::", False, False),
        ("224.0.0.1", False, False),
        ("ff02::1", False, False),
        ("no address", False, False),
    ],
)
def test_only_public_addresses_are_connected_to(address, public, private_network):
    assert may_connect(address, private_network=False) is public
    assert may_connect(address, private_network=True) is private_network


def hosts(location: str, *names: str):
    return declared_hosts(Source("herald", location, hosts=names), httpx2.URL(location))


@pytest.mark.parametrize(
    ("url", "held"),
    [
        ("https://news.example/x", True),
        ("http://NEWS.example./x", True),
        ("https://news.example:8443/x", False),
        ("https://www.news.example/x", False),
        ("https://cdn.example:8080/x", True),
        ("https://cdn.example/x", True),
        ("https://cdn.example:8081/x", False),
        ("https://a.b.press.example/x", True),
        ("https://press.example/x", False),
        ("https://evilpress.example/x", False),
        ("https://news.example.evil.example/x", False),
        ("https://bücher.example/x", True),
        ("https://xn--bcher-kva.example/x", True),
        ("ftp://news.example/x", False),
    ],
)
def test_only_declared_hosts_are_asked_at_the_usual_ports_or_the_declared(url, held):
    declared = hosts("https://news.example/feed", "cdn.example:8080", "*.press.example", "Bücher.example")
    assert declared.hold(httpx2.URL(url)) is held


def test_the_port_of_the_location_is_declared():
    assert hosts("http://news.example:8000/").hold(httpx2.URL("http://news.example:8000/x"))


@pytest.mark.parametrize(
    "name", ["https://cdn.example", "cdn.example/x", "", "a@b", "*", "*.", "a*.example", "[::1"]
)
def test_what_is_no_host_is_said_so(name):
    with pytest.raises(SourceError, match="source herald: hosts"):
        hosts("https://news.example/", name)


@pytest.mark.parametrize(
    ("reference", "address"),
    [
        ("b.html#top", "http://news.example/a/b.html"),
        ("../b?x=1", "http://news.example/b?x=1"),
        ("//cdn.example/b", "http://cdn.example/b"),
        (" http://Cdn.example:80/ä b\n", "http://cdn.example/%C3%A4%20b"),
        ("http://ana:s3cret@cdn.example/", "http://cdn.example/"),
        ("#top", None),
        ("", None),
        ("mailto:desk@example.org", None),
        ("javascript:alert(1)", None),
        ("data:text/plain,x", None),
        ("file:///etc/passwd", None),
        ("http://", None),
        ("http://[", None),
        ("http://a:99999999/", None),
        ("x" * 3000, None),
        ("a\0b", None),
        ("http://\ud800/", None),
    ],
)
def test_a_reference_is_an_address_of_the_web_or_none(reference, address):
    found = join_address(httpx2.URL("http://news.example/a/"), reference)
    assert (found and str(found)) == address


@given(st.text(max_size=60) | st.from_regex(r"(http|https|//|/)[:/@\[\]?#%.\w]*", fullmatch=True))
def test_an_address_stands_for_itself(reference):
    found = join_address(httpx2.URL("http://news.example/a/"), reference)
    if found is not None:
        assert join_address(httpx2.URL("http://other.example/"), str(found)) == found
        assert str(found).isascii()


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://news.example/x", True),
        ("https://NEWS.example:443/x", True),
        ("http://news.example/x", False),
        ("https://news.example:8443/x", False),
        ("https://www.news.example/x", False),
    ],
)
def test_credentials_go_to_the_location_only(url, trusted):
    assert is_same_origin(httpx2.URL(url), httpx2.URL("https://news.example/feed")) is trusted


def test_credentials_may_go_to_the_same_host_by_https():
    assert is_same_origin(httpx2.URL("https://news.example/x"), httpx2.URL("http://news.example/"))
    assert not is_same_origin(httpx2.URL("https://news.example/x"), httpx2.URL("http://news.example:8000/"))
