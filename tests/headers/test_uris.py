"""Addresses of articles."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.headers.uris import canonical, made_address, own_addresses
from newsfold.model import RawHeader


@pytest.mark.parametrize(
    ("address", "result"),
    [
        ("HTTPS://News.Example.ORG/a?utm_source=x&id=5#top", "https://news.example.org/a?id=5"),
        ("http://example.org:80/a", "http://example.org/a"),
        ("http://example.org:8080/a", "http://example.org:8080/a"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a?fbclid=1", "https://example.org/a"),
        ("/only/a/path", None),
        ("ftp://example.org/a", None),
        ("https://[broken", None),
        ("https://example.org:port/", None),
        ("https://localhost/a", None),
        ("https://example.org/a b", None),
        ("https://example.org/" + "x" * 2_000, None),
    ],
)
def test_addresses_are_brought_to_one_form(address, result):
    assert canonical(address) == result


def test_the_canonical_link_comes_first():
    headers = [
        RawHeader("meta.og:url", "https://example.org/b", ""),
        RawHeader("link.canonical", "https://example.org/a", ""),
    ]
    assert [address for address, _ in own_addresses(headers)] == [
        "https://example.org/a",
        "https://example.org/b",
    ]


def test_a_file_without_an_address_gets_one_of_its_own():
    assert made_address("inbox", "day 1/a#b.txt", 0) == "urn:newsfold:inbox:day%201/a%23b.txt"
    assert made_address("inbox", "feed.xml", 3) == "urn:newsfold:inbox:feed.xml#3"


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_address_makes_the_reader_raise(text):
    result = canonical(text)
    assert result is None or canonical(result) == result
