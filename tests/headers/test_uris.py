"""Addresses of articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.headers.uris import archived_addresses, canonical, made_address, own_addresses, own_identifiers
from newsfold.model import HeaderPlace, RawHeader, Record


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
        RawHeader("meta.og:url", "https://example.org/b", HeaderPlace("")),
        RawHeader("link.canonical", "https://example.org/a", HeaderPlace("")),
    ]
    assert [address for address, _ in own_addresses(headers)] == [
        "https://example.org/a",
        "https://example.org/b",
    ]


def test_a_file_without_an_address_gets_one_of_its_own():
    assert made_address("inbox", "day 1/a#b.txt", 0) == "urn:newsfold:inbox:day%201/a%23b.txt"
    assert made_address("inbox", "feed.xml", 3) == "urn:newsfold:inbox:feed.xml#3"


@given(st.text(max_size=200))
def test_no_address_makes_the_reader_raise(text):
    result = canonical(text)
    assert result is None or canonical(result) == result


def member(name: str, position: str = "") -> list[RawHeader]:
    """What the reader of an archive says about one of its members."""
    found = [RawHeader("member.position", position, HeaderPlace("container"))] if position else []
    return [*found, RawHeader("member.name", name, HeaderPlace("container"))]


def test_the_member_of_an_archive_has_an_address_of_its_own() -> None:
    assert (
        made_address("inbox", "day.zip", 7, member("a b/c.txt")) == "urn:newsfold:inbox:day.zip!/a%20b/c.txt"
    )
    assert (
        made_address("inbox", "day.zip", 7, member("feed.xml", "3"))
        == "urn:newsfold:inbox:day.zip!/feed.xml#3"
    )
    assert (
        made_address("inbox", "a.zip", 0, member("b.tar!/c.txt")) == "urn:newsfold:inbox:a.zip!/b.tar!/c.txt"
    )


def test_one_more_member_in_an_archive_changes_no_address() -> None:
    assert made_address("inbox", "day.zip", 1, member("b.txt")) == made_address(
        "inbox", "day.zip", 2, member("b.txt")
    )


def test_the_address_of_a_member_with_a_long_name_stays_short_and_its_own() -> None:
    first, second = (made_address("inbox", "day.zip", 0, member("é" * 1_900 + end)) for end in "ab")
    assert first != second
    assert len(first) <= 2_000


def test_an_id_counts_within_its_member() -> None:
    found = [
        own_identifiers([RawHeader("id", "7", HeaderPlace("x")), *member(name)], None, "inbox", "day.zip")
        for name in ("a", "b")
    ]
    assert [identifier for ((identifier, _),) in found] == [
        "urn:newsfold:inbox:day.zip!/a#id=7",
        "urn:newsfold:inbox:day.zip!/b#id=7",
    ]


def page(*headers: tuple[str, str], record_format: str = "html") -> Record:
    return Record(
        0,
        record_format,
        tuple(RawHeader(name, value, HeaderPlace(name)) for name, value in headers),
        "The bridge is closed.",
    )


def test_a_page_of_a_web_archive_is_known_by_the_address_that_the_archive_has_it_under() -> None:
    address = "http://a.example/story?id=7&utm_source=x"
    found = archived_addresses(page(("warc.target-uri", address), ("link.canonical", "https://a.example/7")))
    assert [value for value, _ in found] == [address]


def test_items_of_an_archived_feed_and_strange_addresses_are_not() -> None:
    assert archived_addresses(page(("warc.target-uri", "https://a.example/feed"), record_format="feed")) == []
    assert archived_addresses(page(("warc.target-uri", "dns:a.example"))) == []
    assert archived_addresses(page(("link.canonical", "https://a.example/7"))) == []
