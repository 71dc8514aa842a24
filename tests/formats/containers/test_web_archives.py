"""WARC and ARC: which of their records count, and files that are cut, damaged or lie."""

import gzip
import io

import pytest
from fastwarc.warc import WarcRecord, WarcRecordType
from hypothesis import given
from hypothesis import strategies as st

from newsfold import formats
from newsfold.formats.containers.compressed import expand, plain, zstd
from newsfold.formats.containers.members import Budget, Member
from newsfold.formats.containers.web_archives import read_arc, read_warc
from newsfold.model import Record, Rejection

HTML = b"<html><body><p>The ferry to Bastia was late.</p></body></html>"
HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
PAGE = HTTP + HTML
ADDRESS = "https://harbour.example/news/ferry"


def record(
    block: bytes = PAGE,
    *,
    kind: str = "response",
    uri: str = ADDRESS,
    media: str = "application/http; msgtype=response",
    length: int | None = None,
) -> bytes:
    """One WARC record."""
    size = len(block) if length is None else length
    lines = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        "WARC-Record-ID: <urn:uuid:2b3c0c5e-0000-4000-8000-000000000001>",
        "WARC-Date: 2025-09-27T10:00:00Z",
        f"WARC-Target-URI: {uri}",
        f"Content-Type: {media}",
        f"Content-Length: {size}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def read(data: bytes, limit: int = 10**9) -> list[Member | Rejection]:
    """The items of an uncompressed WARC file."""
    return list(read_warc(plain(data), Budget(limit)))


def told(items: list[Member | Rejection]) -> list[str]:
    """`page` or the reason code of each item."""
    return ["page" if isinstance(item, Member) else item.reason_code for item in items]


def arc(*pages: tuple[str, bytes]) -> bytes:
    """An ARC file with `pages`."""
    text = b"1 0 Harbour\nURL IP-address Archive-date Content-type Archive-length\n"
    data = b"filedesc://a.arc 127.0.0.1 20080927100000 text/plain %d\n" % len(text) + text + b"\n"
    for address, block in pages:
        data += f"{address} 192.0.2.7 20080927101112 text/html {len(block)}\n".encode() + block + b"\n"
    return data


def test_a_response_is_a_page_with_what_the_archive_says() -> None:
    (page,) = read(record())
    assert isinstance(page, Member)
    assert (page.data, page.name, page.charset, page.is_named) == (HTML, ADDRESS, "utf-8", False)
    assert {header.name: header.value for header in page.headers} == {
        "warc.target-uri": ADDRESS,
        "warc.date": "2025-09-27T10:00:00Z",
        "http.content-type": "text/html; charset=utf-8",
    }


def test_what_is_no_answer_of_the_web_does_not_count() -> None:
    others = [
        record(b"software: x\r\n", kind="warcinfo", media="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(b"a: b", kind="metadata"),
        record(HTTP, kind="revisit"),
        record(b"harbour.example. 192.0.2.7", uri="dns:harbour.example", media="text/dns"),
        record(b"log", kind="resource", uri="urn:X-crawler:log", media="text/plain"),
    ]
    assert told(read(b"".join(others) + record())) == ["page"]
    assert told(read(b"".join(others))) == ["no_article"]


@pytest.mark.parametrize(
    ("block", "uri", "reason"),
    [
        (HTTP.replace(b"200 OK", b"404 Not Found") + HTML, ADDRESS, "http_error"),
        (HTTP.replace(b"200 OK", b"301 Moved") + HTML, ADDRESS, "http_error"),
        (HTTP.replace(b"text/html; charset=utf-8", b"image/png") + b"\x89PNG", ADDRESS, "binary"),
        (HTTP.replace(b"text/html; charset=utf-8", b"text/css") + b"p {}", ADDRESS, "no_article"),
        (HTTP.replace(b"text/html", b"application/javascript") + b"x()", ADDRESS, "no_article"),
        (HTTP.replace(b"text/html", b"text/plain") + b"User-agent: *", "https://h.example/robots.txt", "no_article"),
        (b"HTTP/1.1\r\n\r\n", ADDRESS, "http_error"),
    ],
)  # fmt: skip
def test_each_other_answer_ends_in_one_rejection(block: bytes, uri: str, reason: str) -> None:
    (item,) = read(record(block, uri=uri))
    assert isinstance(item, Rejection)
    assert item.reason_code == reason
    assert uri in item.detail


def test_resources_and_conversions_are_pages() -> None:
    resource = record(HTML, kind="resource", media="text/html")
    conversion = record(b"The ferry was late.", kind="conversion", media="text/plain")
    assert [item.data for item in read(resource + conversion) if isinstance(item, Member)] == [
        HTML,
        b"The ferry was late.",
    ]
    assert told(read(record(b"\x89PNG", kind="resource", media="image/png"))) == ["binary"]
    assert told(read(record(b"rest", kind="continuation"))) == ["unsupported_format"]


def test_addresses_in_angle_brackets_and_with_spaces_are_read() -> None:
    items = read(record(uri=f"<{ADDRESS}>") + record(uri="https://h.example/a b"))
    assert [getattr(item, "name", "") for item in items] == [ADDRESS, "https://h.example/a b"]


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress])
def test_each_record_may_be_compressed_and_keeps_its_place(pack) -> None:
    first, second = pack(record()), pack(record(uri="https://h.example/2"))
    method = "gzip" if pack is gzip.compress else "zstd"
    items = list(read_warc(expand(first + second, method, Budget(10**9)), Budget(10**9)))
    assert [(getattr(item, "name", ""), item.offset) for item in items] == [
        (ADDRESS, 0),
        ("https://h.example/2", len(first)),
    ]


def test_a_place_in_a_file_that_is_not_compressed_is_exact() -> None:
    data = record(b"", kind="metadata") + record()
    (page,) = read(data)
    assert isinstance(page, Member)
    assert data[page.offset :].startswith(b"WARC/1.0")


def test_a_cut_file_keeps_what_is_whole() -> None:
    assert told(read(record() + record()[:-30])) == ["page", "truncated"]
    packed = gzip.compress(record()) + gzip.compress(record())[:-30]
    assert told(list(read_warc(expand(packed, "gzip", Budget(10**9)), Budget(10**9))))[0] == "page"
    assert told(list(read_warc(expand(packed, "gzip", Budget(10**9)), Budget(10**9))))[1:] == ["truncated"]


def test_damage_in_the_middle_keeps_what_came_before() -> None:
    packed = gzip.compress(record()) + gzip.compress(record())[:60] + b"damage" * 50
    assert told(list(read_warc(expand(packed, "gzip", Budget(10**9)), Budget(10**9)))) == [
        "page",
        "malformed",
    ]


def test_a_length_that_is_too_long_hides_no_record() -> None:
    assert told(read(record(length=900) + record())) == ["truncated", "page"]
    assert told(read(record(length=10**12) + record() + record())) == ["truncated", "page", "page"]


def test_a_length_that_is_too_short_costs_one_page_at_most() -> None:
    assert told(read(record(length=len(HTTP) + 20) + record())) == ["page", "page"]
    assert told(read(record(length=-5) + record()))[-1] == "page"


def test_records_that_all_claim_the_rest_of_the_file_end() -> None:
    assert told(read(record(length=10**9) * 100)).count("page") == 0


def test_a_page_of_more_than_the_limit_is_passed_over() -> None:
    items = read(record(HTTP + b" " * 66_000_000) + record())
    assert told(items) == ["too_large", "page"]


def test_arc_pages_come_with_address_and_date() -> None:
    items = list(read_arc(plain(arc((ADDRESS, PAGE), ("https://h.example/a b", PAGE))), Budget(10**9)))
    assert [getattr(item, "name", "") for item in items] == [ADDRESS, "https://h.example/a b"]
    assert isinstance(items[0], Member)
    assert items[0].data == HTML
    assert ("warc.date", "2008-09-27T10:11:12Z") in [(h.name, h.value) for h in items[0].headers]


def test_the_longer_form_of_arc_lines_is_read() -> None:
    line = b"%s 192.0.2.7 20080927101112 text/html 200 - - 1234 a.arc.gz %d\n" % (ADDRESS.encode(), len(PAGE))
    assert told(list(read_arc(plain(arc() + line + PAGE), Budget(10**9)))) == ["page"]


def test_cut_and_damaged_arc_files_keep_what_is_whole() -> None:
    good = arc((ADDRESS, PAGE))
    assert told(list(read_arc(plain(good + arc((ADDRESS, PAGE))[:-20]), Budget(10**9)))) == [
        "page",
        "truncated",
    ]
    bad = b"https://h.example/x 192.0.2.7 20080927101112 text/html -1\n\n"
    assert told(list(read_arc(plain(good + bad + good), Budget(10**9)))) == ["page", "malformed", "page"]
    assert told(list(read_arc(plain(arc()), Budget(10**9)))) == ["no_article"]
    assert told(list(read_arc(plain(arc() + b"https://h.example/ " + b"a " * 60_000), Budget(10**9)))) == [
        "malformed"
    ]


@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_inside_a_file_are_read_or_refused(data: bytes, at: int) -> None:
    whole = record()
    for item in read(whole[:at] + data + whole[at:] + whole):
        assert isinstance(item, Member) or item.reason_code in (
            "malformed", "truncated", "http_error", "binary", "no_article", "too_large",
        )  # fmt: skip
    arc_file = arc((ADDRESS, PAGE))
    list(read_arc(plain(arc_file[:at] + data + arc_file[at:]), Budget(10**9)))


def test_what_another_program_writes_is_read() -> None:
    written = WarcRecord()
    written.init_headers(WarcRecordType.response)
    written.headers["WARC-Target-URI"] = ADDRESS
    written.set_bytes_content(PAGE)
    file = io.BytesIO()
    written.write(file)
    assert told(read(file.getvalue())) == ["page"]


def test_the_case_of_header_names_means_nothing() -> None:
    page = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><h1>Ferry sails</h1>"
        b"<p>The ferry between Oban and Tiree sails again from Monday, its owner said on Friday.</p>"
        b"<p>The repair took longer than planned because a bearing had to be cast anew, its owner added.</p></body></html>"
    )
    head = (
        "WARC/1.0\r\nwarc-type: response\r\nwarc-target-uri: https://x.example/1\r\nwarc-date: 2025-09-28T00:00:00Z\r\n"
        f"warc-record-id: <urn:uuid:1>\r\ncontent-type: application/http; msgtype=response\r\nContent-Length: {len(page)}\r\n\r\n"
    )
    (item,) = formats.read(head.encode() + page + b"\r\n\r\n", name="x.warc")
    assert isinstance(item, Record)
    assert item.body.startswith("The ferry between Oban")
