"""Addresses of articles."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.headers.uris import (
    address_key,
    archived_addresses,
    canonical,
    file_address,
    identity_of,
    own_addresses,
    own_identifiers,
    text_uri,
)
from newsfold.model import HeaderPlace, RawHeader, Record, SourceFile

BODY = "The bridge is closed."


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


def identity(
    *headers: RawHeader,
    form: str = "text",
    file: str = "day 1/a#b.txt",
    uri: str = "file:///x",
    alone: bool = True,
):
    """What a record with certain headers is known by."""
    record = Record(0, form, headers, BODY)
    found = SourceFile("inbox", file, uri, "0" * 64, 1, None, datetime(2025, 9, 30, tzinfo=UTC))
    return identity_of(record, BODY, own_addresses(headers), "inbox", found, alone=alone)


def test_a_file_without_an_address_gets_one_of_its_own():
    assert identity().uri == "urn:newsfold:inbox:day%201/a%23b.txt"
    assert identity().kind == "file"


@pytest.mark.parametrize(("form", "alone"), [("text", False), ("feed", True), ("csv", True), ("json", False)])
def test_what_states_nothing_in_a_list_is_known_by_its_text_and_not_by_its_place(form, alone):
    found = identity(form=form, alone=alone)
    assert (found.uri, found.kind) == (text_uri("inbox", BODY), "text")
    assert found.other_uri == "urn:newsfold:inbox:day%201/a%23b.txt"
    assert text_uri("inbox", "the Bridge is closed") == text_uri("inbox", BODY) != text_uri("desk", BODY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.example/1", "https://a.example/1"),
        ("https://a.example/1?ts=111", "https://a.example/1?ts=222"),
        ("https://a.example/1?id=5&_=17", "https://a.example/1?id=5"),
        ("https://a.example/1?t=1727424000", "https://a.example/1?t=1727424999123"),
        ("https://a.example/1?nocache&rnd=0.7", "https://a.example/1"),
        ("https://a.example/1?1727424000", "http://a.example/1"),
    ],
)
def test_addresses_that_differ_in_nothing_that_names_a_page_are_one(one, other):
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/1?id=1727424000", "https://a.example/1?id=1727424001"),
        ("https://a.example/1?t=12", "https://a.example/1?t=13"),
        ("https://a.example/1?v=2", "https://a.example/1?v=3"),
        ("https://a.example/1", "https://a.example/2"),
        ("https://a.example/live#post-1", "https://a.example/live#post-2"),
        ("urn:a:1?ts=1", "urn:a:1?ts=2"),
    ],
)
def test_other_addresses_stay_apart(one, other):
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    ("headers", "form", "uri", "other"),
    [
        (
            {"feed.link": "https://a.example/1", "feed.id": "g-1"},
            "feed",
            "https://a.example/1",
            "urn:newsfold:inbox:id:g-1",
        ),
        (
            {"feed.link": "https://a.example/1", "feed.id": "https://a.example/1"},
            "feed",
            "https://a.example/1",
            None,
        ),
        (
            {"feed.link": "http://a.example/1", "feed.id": "https://a.example/1?ts=4"},
            "feed",
            "http://a.example/1",
            None,
        ),
        ({"feed.link": "https://a.example/l#p-1"}, "feed", "https://a.example/l", "https://a.example/l#p-1"),
        (
            {"link.canonical": "https://a.example/news/"},
            "html",
            "https://a.example/news/",
            "https://a.example/p/0",
        ),
        ({"url": "https://a.example/1", "id": "7"}, "csv", "https://a.example/1", "urn:newsfold:inbox:id:7"),
        ({"id": "7"}, "csv", "urn:newsfold:inbox:id:7", None),
    ],
)
def test_the_second_choice_is_another_statement(headers, form, uri, other):
    rows = [RawHeader(name, value, HeaderPlace(name)) for name, value in headers.items()]
    found = identity(*rows, form=form, uri="https://a.example/p/0", alone=False)
    assert (found.uri, found.other_uri) == (uri, other)


@pytest.mark.parametrize("name", ["feed.id", "feed.link", "link.canonical", "id"])
def test_a_front_page_names_no_article(name):
    assert (
        identity(RawHeader(name, "https://a.example/", HeaderPlace(name)), form="feed", alone=False).kind
        == "text"
    )


@given(st.text(max_size=200))
def test_no_address_makes_the_reader_raise(text):
    result = canonical(text)
    assert result is None or canonical(result) == result


def member(name: str, position: str = "") -> list[RawHeader]:
    """What the reader of an archive says about one of its members."""
    found = [RawHeader("member.position", position, HeaderPlace("container"))] if position else []
    return [*found, RawHeader("member.name", name, HeaderPlace("container"))]


def test_the_member_of_an_archive_has_an_address_of_its_own() -> None:
    found = [
        identity(*member("a b/c.txt"), file="day.zip", alone=False),
        identity(*member("feed.xml", "3"), file="day.zip", alone=False),
        identity(*member("b.tar!/c.txt"), file="a.zip", alone=False),
    ]
    assert [each.uri for each in found] == [
        "urn:newsfold:inbox:day.zip!/a%20b/c.txt",
        text_uri("inbox", BODY),
        "urn:newsfold:inbox:a.zip!/b.tar!/c.txt",
    ]


def test_the_address_of_a_member_with_a_long_name_stays_short_and_its_own() -> None:
    first, second = (file_address("inbox", "day.zip", member("é" * 1_900 + end)) for end in "ab")
    assert first != second
    assert len(first) <= 2_000


def test_an_id_counts_within_its_source() -> None:
    found = {
        own_identifiers([RawHeader("id", "7", HeaderPlace("x")), *member(name)], None, source)[0][0]
        for name in ("a", "b")
        for source in ("inbox", "desk")
    }
    assert found == {"urn:newsfold:inbox:id:7", "urn:newsfold:desk:id:7"}


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
