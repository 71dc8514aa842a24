"""The links of a listing or a list, as text."""

import gzip
import zlib

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.fetch.web.web_documents import of_bytes
from newsfold.fetch.web.web_links import (
    Unread,
    WrongShape,
    find_links,
    fits_match,
    folder_of,
    may_hold_matches,
    path_below,
)

PUB = httpx2.URL("http://news.example/pub/")


def links(content: bytes | str, content_type: str = "") -> list[str]:
    content = content.encode() if isinstance(content, str) else content
    found = find_links(of_bytes(PUB, content, content_type))
    return [str(link) for link in found if not isinstance(link, Unread)]


def test_links_are_relative_to_the_page():
    page = (
        "<a href=a.txt>a</a><a HREF='/b.txt'>b</a><a href='//cdn.example/c.txt'>c<a href=a.txt#x><a name=x>"
    )
    assert links(page) == [
        f"http://{rest}" for rest in ("news.example/pub/a.txt", "news.example/b.txt", "cdn.example/c.txt")
    ]


def test_links_are_relative_to_the_base_of_the_page():
    assert links('<base href="/old/"><a href="a.txt">') == ["http://news.example/old/a.txt"]


def test_references_in_links_are_read():
    assert links('<a href="a.txt?x=1&amp;y=2">') == ["http://news.example/pub/a.txt?x=1&y=2"]


@pytest.mark.parametrize(
    "page", ["<html><p>Please log in.</p>", "Service unavailable", "<", "\x01\x02garbage"]
)
def test_a_page_without_links_is_no_listing(page):
    with pytest.raises(WrongShape):
        links(page)


@pytest.mark.parametrize("page", ["", " \n ", "\ufeff", "# nothing yet\n"])
def test_an_empty_list_is_a_list(page):
    assert links(page) == []


def test_a_plain_list_names_one_address_a_line():
    text = "# today\r\n\r\nhttp://news.example/a.txt\r\n  /b.txt \n./c.txt\nnot an address\nhttp://news.example/a.txt"
    assert links(text) == [f"http://news.example{path}" for path in ("/a.txt", "/b.txt", "/pub/c.txt")]


@pytest.mark.parametrize(
    "content",
    [
        "/café.txt".encode(),
        "\ufeff/café.txt".encode(),
        "/café.txt".encode("utf-16"),
        gzip.compress("/café.txt".encode(), mtime=0),
    ],
)
def test_a_list_may_have_any_encoding(content):
    assert links(content) == ["http://news.example/caf%C3%A9.txt"]


def test_an_encoding_is_told_by_the_header():
    assert links("/café.txt".encode("latin-1"), "text/plain; charset=ISO-8859-1") == [
        "http://news.example/caf%C3%A9.txt"
    ]


@pytest.mark.parametrize(
    "charset", ["hex", "idna", "punycode", "undefined", "bz2", "no-such", "utf-16", "unicode_escape"]
)
def test_a_charset_that_is_none_is_left_aside(charset):
    assert links("/a\\x41.txt", f"text/plain; charset={charset}") == links("/a\\x41.txt")


def test_lines_without_end_are_cut():
    assert links("/a.txt\n" + "x" * 1_000_000 + "\n/b.txt") == [
        "http://news.example/a.txt",
        "http://news.example/b.txt",
    ]


def test_links_before_what_breaks_the_page_count():
    assert links(b"<a href=a.txt>\x00\xff<<<![CDATA[<a href=b.txt>")[0] == "http://news.example/pub/a.txt"


@pytest.mark.parametrize(
    ("url", "below"),
    [
        ("http://news.example/pub/a/b.txt?x=1", "a/b.txt"),
        ("http://news.example/pub/?C=N;O=D", ""),
        ("http://news.example/", None),
        ("http://news.example/public/a", None),
        ("http://cdn.example/pub/a", None),
        ("http://news.example:8080/pub/a", None),
    ],
)
def test_what_is_below_a_folder(url, below):
    assert path_below(httpx2.URL(url), PUB) == below


def test_the_folder_of_a_page_ends_with_its_last_slash():
    assert folder_of(httpx2.URL("http://news.example/pub/index.html?x=/y/")) == PUB


@pytest.mark.parametrize(
    ("match", "path", "fits"),
    [
        ("*", "/pub/a.txt", True),
        ("*.xml", "/pub/a.txt", False),
        ("*.txt", "/elsewhere/deep/a.txt", True),
        ("a/*.txt", "/pub/a/b.txt", True),
        ("a/*.txt", "/pub/a/b/c.txt", False),
        ("**/*.txt", "/pub/a/b/c.txt", True),
        ("**", "/pub/a/b/c.txt", True),
        ("pub/*.txt", "/pub/c.txt", True),
        ("/pub/*.txt", "/pub/c.txt", True),
        ("ä*.txt", "/pub/%C3%A4b.txt", True),
    ],
)
def test_match_fits_the_path_below_or_the_whole_path_or_the_last_part(match, path, fits):
    assert fits_match(match)(httpx2.URL(f"http://news.example{path}"), PUB) is fits


@pytest.mark.parametrize(
    ("match", "folder", "may"),
    [
        ("*", "a/", False),
        ("**/*.txt", "a/b/c/", True),
        ("**/*.txt", "1/2/3/4/5/6/7/8/9/10/11/", False),
        ("2025/*/*.txt", "2025/", True),
        ("2025/*/*.txt", "2025/09/", True),
        ("2025/*/*.txt", "2024/", False),
        ("2025/*/*.txt", "2025/09/27/", False),
        ("pub/2025/*.txt", "2025/", True),
        ("pub/2025/*.txt", "2024/", False),
        ("2025/**/*.txt", "2024/09/", False),
    ],
)
def test_only_folders_that_may_hold_something_are_listed(match, folder, may):
    assert may_hold_matches(PUB.join(folder), PUB, match, 10) is may


@given(
    st.binary(max_size=2_000)
    | st.lists(
        st.sampled_from(
            [
                b"<",
                b"a ",
                b"href=",
                b'"x"',
                b">",
                b"</a>",
                b"\n",
                b"http://",
                b"[",
                b"\xff",
                b"\0",
                b"\x1f\x8b",
                b"<!--",
            ]
        ),
        max_size=60,
    ).map(b"".join)
)
def test_any_bytes_are_links_or_the_wrong_shape(content):
    try:
        for link in find_links(of_bytes(PUB, content)):
            assert isinstance(link, Unread) or link.scheme in ("http", "https")
    except WrongShape:
        pass
    except (zlib.error, EOFError):
        assert content.startswith(b"\x1f\x8b")


def test_a_line_that_is_no_address_is_given_as_it_stands_there():
    text = "see below\n/a.txt\nnot an address\n# a comment\nftp://x/b.txt\n"
    found = list(find_links(of_bytes(PUB, text.encode())))
    assert [each.raw for each in found if isinstance(each, Unread)] == [
        "see below",
        "not an address",
        "ftp://x/b.txt",
    ]
