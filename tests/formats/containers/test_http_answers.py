"""Answers of web servers: encodings that are there, that are not there, and that have no end."""

import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.formats.containers.compressed import zstd
from newsfold.formats.containers.http_answers import read_answer
from newsfold.formats.containers.members import Budget, Exhausted, Refused

HTML = b"<p>The ferry to Bastia was late on Friday.</p>"


def bare_deflate(data: bytes) -> bytes:
    """DEFLATE data without zlib's header."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def chunked(data: bytes) -> bytes:
    """`data` in chunks of 20 bytes."""
    pieces = [data[at : at + 20] for at in range(0, len(data), 20)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def answer(payload: bytes, *headers: str) -> bytes:
    """A whole answer."""
    lines = ["HTTP/1.1 200 OK", 'Content-Type: text/html; charset="windows-1251"', *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + payload


@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (HTML, []),
        (gzip.compress(HTML, mtime=0), ["Content-Encoding: gzip"]),
        (zlib.compress(HTML), ["Content-Encoding: deflate"]),
        (bare_deflate(HTML), ["Content-Encoding: deflate"]),
        (brotli.compress(HTML), ["Content-Encoding: br"]),
        (zstd.compress(HTML), ["Content-Encoding: zstd"]),
        (brotli.compress(gzip.compress(HTML, mtime=0)), ["Content-Encoding: gzip, br"]),
        (chunked(HTML), ["Transfer-Encoding: chunked"]),
        (chunked(gzip.compress(HTML, mtime=0)), ["Transfer-Encoding: chunked", "Content-Encoding: gzip"]),
        (HTML, ["Content-Encoding: gzip"]),
        (HTML, ["Content-Encoding: br"]),
        (HTML, ["Content-Encoding: moonshine"]),
        (HTML, ["Transfer-Encoding: chunked"]),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else ", ".join(value) or "none",
)
def test_encodings_are_undone_where_they_are_there(payload: bytes, headers: list[str]) -> None:
    found = read_answer(answer(payload, *headers), Budget(10**9))
    assert found.payload == HTML
    assert (found.content_type, found.charset) == ("text/html", "windows-1251")


def test_the_headers_that_say_something_about_the_page_are_kept() -> None:
    headers = ["Last-Modified: Sat, 27 Sep 2025 10:00:00 GMT", "Content-Language: fr", "Set-Cookie: a=b"]
    found = read_answer(answer(HTML, *headers), Budget(10**9))
    assert {header.name for header in found.headers} == {
        "http.content-type",
        "http.last-modified",
        "http.content-language",
    }


def test_bytes_without_http_headers_are_the_payload() -> None:
    assert read_answer(HTML, Budget(10**9)).payload == HTML


def test_a_payload_that_breaks_off_is_refused() -> None:
    whole = chunked(HTML * 20)
    for cut in (whole[:300], whole[:300] + b"damage" * 60):
        with pytest.raises(Refused, match="break off") as refusal:
            read_answer(answer(cut, "Transfer-Encoding: chunked"), Budget(10**9))
        assert refusal.value.reason_code == "truncated"


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_a_payload_without_end_is_refused_and_counted(encoding: str) -> None:
    bomb = (
        gzip.compress(bytes(70_000_000))
        if encoding == "gzip"
        else brotli.compress(bytes(70_000_000), quality=1)
    )
    budget = Budget(10**9)
    with pytest.raises(Refused) as refusal:
        read_answer(answer(bomb, f"Content-Encoding: {encoding}"), budget)
    assert refusal.value.reason_code == "too_large"
    assert budget.bytes_left < 10**9 - 60_000_000
    with pytest.raises(Exhausted):
        read_answer(answer(bomb, f"Content-Encoding: {encoding}"), Budget(1_000_000))


def test_headers_without_end_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        read_answer(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n", Budget(10**9))
    assert refusal.value.reason_code == "malformed"


def outcome(block: bytes) -> str:
    """`read` or the reason code of the refusal."""
    try:
        read_answer(block, Budget(10**8))
    except Refused as refusal:
        return refusal.reason_code
    return "read"


@given(st.binary(max_size=200), st.sampled_from(["gzip", "br", "zstd", "deflate", "x", "gzip, gzip"]))
def test_any_payload_is_read_or_refused(payload: bytes, encoding: str) -> None:
    for header in (f"Content-Encoding: {encoding}", "Transfer-Encoding: chunked"):
        assert outcome(answer(payload, header)) in ("read", "truncated", "malformed")


@given(st.binary(max_size=200))
def test_any_headers_are_read_or_refused(data: bytes) -> None:
    assert outcome(b"HTTP/1.1 200 OK\r\n" + data) in ("read", "truncated", "malformed", "http_error")
