"""Files in files, through the one entrance: nothing is lost, positions have no gap, and no file costs more than its budget."""

import bz2
import gzip
import io
import lzma
import tarfile
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.formats import CONTAINERS, READERS, detect, read
from newsfold.formats.containers.compressed import zstd
from newsfold.formats.containers.members import MAX_DEPTH, MAX_REJECTIONS
from newsfold.model import REASONS, Record, Rejection
from newsfold.text.raw_headers import MAX_HEADERS, MAX_VALUE_CHARACTERS

TEXT = (
    b"The council of Bastia voted on Monday to repair the harbour bridge, which has been closed since March. "
    * 2
)
LINES = b'{"title": "First", "text": "The bridge is closed."}\n{"title": "Second", "text": "The ferry is late."}\n'
PAGE = b"<html><head><title>Bridge</title></head><body>" + b"".join(b"<p>" + TEXT + b"</p>" for _ in range(4))
COMPRESSORS = {
    "gzip": partial(gzip.compress, mtime=0),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
}


def make_zip(members: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def make_tar(members: Mapping[str, bytes]) -> bytes:
    """A tar archive."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def make_warc(members: Mapping[str, bytes]) -> bytes:
    """A WARC file with a response for each member."""
    found = b""
    for name, content in members.items():
        block = b"HTTP/1.1 200 OK\r\n\r\n" + content
        head = (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://bastia.example/{name}\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        found += head.encode() + block + b"\r\n\r\n"
    return found


def make_mail(members: Mapping[str, bytes]) -> bytes:
    """A mail without text that has the members attached."""
    message = EmailMessage()
    message["Subject"] = "Files"
    message["Message-ID"] = "<1@bastia.example>"
    message.set_content("\n")
    for name, content in members.items():
        message.add_attachment(content, "application", "octet-stream", filename=name)
    if members:
        message.set_boundary("=boundary=")
    return message.as_bytes()


def make_folder(members: Mapping[str, bytes]) -> bytes:
    """A mail folder with a mail for each member."""
    line = b"From desk@bastia.example Sat Sep 27 10:00:00 2025\n"
    return b"".join(line + make_mail({name: content}) + b"\n" for name, content in members.items())


MAKERS: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "zip": make_zip,
    "tar": make_tar,
    "warc": make_warc,
    "email": make_mail,
    "mbox": make_folder,
    **{
        f"tar.{method}": lambda members, pack=pack: pack(make_tar(members))
        for method, pack in COMPRESSORS.items()
    },
    **{
        f"warc.{method}": lambda members, pack=pack: pack(make_warc(members))
        for method, pack in COMPRESSORS.items()
    },
}


def check(data: bytes) -> list[Record | Rejection]:
    """Read `data` and hold every item to the contract."""
    items = list(read(data, name="x"))
    assert items
    assert [item.position for item in items] == list(range(len(items)))
    for item in items:
        assert 0 <= (item.offset or 0) <= len(data)
        if isinstance(item, Rejection):
            assert item.reason_code in REASONS
            assert item.reason_code != "reader_failed", item.detail
            texts = [item.detail]
        else:
            assert item.offset + item.length <= len(data)
            assert item.body.strip()
            assert len(item.headers) <= MAX_HEADERS
            assert all(0 < len(header.value) <= MAX_VALUE_CHARACTERS for header in item.headers)
            texts = [item.body, *(h.value for h in item.headers), *(b.text for b in item.set_aside)]
        for text in texts:
            assert "\x00" not in text
            text.encode("utf-8")  # a lone surrogate could not be stored
    return items


def told(data: bytes) -> list[str]:
    """The format of each record, the reason code of each rejection."""
    return [item.format if isinstance(item, Record) else item.reason_code for item in check(data)]


def headers_of(item: Record | Rejection) -> dict[str, str]:
    """Header name -> value of a record."""
    assert isinstance(item, Record)
    return {header.name: header.value for header in item.headers}


@pytest.mark.parametrize("kind", MAKERS)
def test_each_member_is_read_by_its_own_reader(kind: str) -> None:
    data = MAKERS[kind](
        {"a.html": TEXT, "b.txt": PAGE, "c": LINES, "d.txt": b"", "e.png": b"\x89PNG" + bytes(20)}
    )
    assert told(data) == ["text", "html", "json", "json", "empty", "binary"]
    assert detect(data) in CONTAINERS


@pytest.mark.parametrize("outer", MAKERS)
@pytest.mark.parametrize("inner", MAKERS)
def test_members_in_members_are_read(outer: str, inner: str) -> None:
    nested = MAKERS[inner]({"a": TEXT, "b": LINES})
    data = MAKERS[outer]({"before": TEXT, "nested": nested, "after": TEXT})
    assert told(data) == ["text", "text", "json", "json", "text"]


@pytest.mark.parametrize("method", COMPRESSORS)
def test_a_compressed_file_is_its_content(method: str) -> None:
    pack = COMPRESSORS[method]
    (item,) = check(pack(TEXT))
    assert isinstance(item, Record)
    assert (item.body, item.offset, item.length) == (TEXT.decode().strip(), 0, len(pack(TEXT)))
    assert "member.name" not in headers_of(item)
    assert told(pack(LINES)) == ["json", "json"]
    assert told(pack(pack(TEXT))) == ["text"]
    assert told(pack(b"")) == ["empty"]


def test_a_compressed_article_that_is_cut_is_no_article() -> None:
    cut = gzip.compress(TEXT)[:-12]
    assert told(cut) == ["truncated"]
    # Items before the cut are whole.
    many = b"".join(b'{"title": "%d", "text": "The bridge is closed."}\n' % n for n in range(5_000))
    found = told(gzip.compress(many)[:-2_000])
    assert found.count("json") > 3_000
    assert found[-1] == "truncated"


def test_names_and_numbers_of_members_are_told() -> None:
    data = make_zip({"day/feed.jsonl": LINES, "in.tar.gz": gzip.compress(make_tar({"a.txt": TEXT}))})
    first, second, third = check(data)
    assert headers_of(first)["member.name"] == "day/feed.jsonl"
    assert "member.position" not in headers_of(first)
    assert headers_of(second)["member.position"] == "1"
    assert headers_of(third)["member.name"] == "in.tar.gz!/a.txt"
    assert isinstance(third, Record)
    assert data[third.offset :].startswith(b"PK\x03\x04")


def test_a_rejection_names_its_members() -> None:
    (item,) = check(make_zip({"in.zip": make_zip({"a.txt": b""})}))
    assert isinstance(item, Rejection)
    assert item.detail.startswith("in.zip: a.txt: 0 bytes")


def test_a_member_s_charset_goes_before_what_it_declares() -> None:
    page = (
        PAGE.replace(b"<head>", b'<head><meta charset="windows-1252">')
        + "<p>Мост закрыт.</p>".encode("cp1251") * 4
    )
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n"
    warc = make_warc({"a": page}).replace(b"HTTP/1.1 200 OK\r\n\r\n", head)
    size = len(head) + len(page)
    (item,) = check(warc.replace(b"Content-Length: %d" % (19 + len(page)), b"Content-Length: %d" % size))
    assert isinstance(item, Record)
    assert "Мост закрыт." in item.body


def test_of_a_saved_page_in_an_archive_only_the_page_is_read() -> None:
    members = {
        "page.html": PAGE,
        "page_files/app.js": b"let bridge = 1; // the bridge",
        "page_files/a.css": b"p { color: red }",
    }
    assert told(make_zip(members)) == ["html", "no_article", "no_article"]
    # A name alone decides nothing.
    assert told(make_zip({"page.js": PAGE})) == ["html"]


def test_nesting_ends() -> None:
    data = TEXT
    for _ in range(MAX_DEPTH):
        data = make_zip({"in": data})
    assert told(data) == ["text"]
    assert told(make_zip({"in": data, "a.txt": TEXT})) == ["too_deep", "text"]
    for _ in range(40):
        data = gzip.compress(data)
    assert told(data) == ["too_deep"]


def test_an_archive_that_holds_itself_ends() -> None:
    # A gzip stream that unpacks to itself would pass every check but the depth; one that holds many of its like, the budget.
    data = make_zip({"a.txt": TEXT})
    for _ in range(MAX_DEPTH + 3):
        data = make_zip({f"{n}.zip": data for n in range(9)})
    found = told(data)
    assert set(found) == {"too_deep"}
    assert len(found) == MAX_REJECTIONS + 1


def test_a_fault_in_a_reader_costs_one_member(monkeypatch: pytest.MonkeyPatch) -> None:
    real = READERS["text"]

    def failing(decoded, size) -> Iterator[Record | Rejection]:
        if "fault" in decoded.text:
            raise ValueError("broken")
        yield from real(decoded, size)

    monkeypatch.setitem(READERS, "text", failing)
    items = list(read(make_zip({"a.txt": TEXT, "b.txt": b"A fault.", "c.txt": TEXT}), name="x"))
    assert [getattr(item, "reason_code", "record") for item in items] == ["record", "reader_failed", "record"]
    assert "b.txt: ValueError: broken" in getattr(items[1], "detail", "")
    assert [item.position for item in items] == [0, 1, 2]


def test_a_hundred_thousand_empty_members_each_count_and_more_are_not_read() -> None:
    header = tarfile.TarInfo("a").tobuf()
    found = [
        item.reason_code
        for item in read(gzip.compress(header * 100_050), name="x")
        if isinstance(item, Rejection)
    ]
    assert Counter(found) == {"empty": MAX_REJECTIONS + 1, "too_large": 1}


@pytest.mark.parametrize("kind", ["zip", "tar.gzip", "warc.gzip", "tar.zstd", "tar.bzip2"])
def test_a_bomb_is_refused_in_little_memory(kind: str) -> None:
    data = MAKERS[kind]({"zeros": bytes(63_000_000), "a": TEXT})
    tracemalloc.start()
    try:
        found = told(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert set(found) <= {"empty", "too_large", "text"}
    assert peak < 300_000_000


def test_many_bombs_in_one_archive_end_with_the_budget() -> None:
    data = make_zip({str(n): make_zip({"zeros": bytes(60_000_000)}) for n in range(3)})
    data = make_zip({str(n): data for n in range(12)})
    found = told(data)
    assert found[-1] == "too_large"
    assert len(found) < 36


def test_names_that_climb_stay_names() -> None:
    names = ["../../etc/passwd", "/etc/passwd", "a\nb.txt", "a\u202eb.txt", "x" * 3_000, "é.txt"]
    items = check(make_tar(dict.fromkeys(names, TEXT)))
    assert [headers_of(item)["member.name"][:20] for item in items] == [
        "../../etc/passwd", "/etc/passwd", "a b.txt", "ab.txt", "x" * 20, "é.txt"
    ]  # fmt: skip


MAGICS = [
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18",
    b"WARC/1.0\r\n", b"filedesc://x 0 20250927100000 text/plain 0\n", b"Message-ID: <1@a>\nMIME-Version: 1.0\n",
    b"From a Sat Sep 27 10:00:00 2025\nA: b\n", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n",
    bytes(257) + b"ustar",
]  # fmt: skip


@given(st.sampled_from(MAGICS), st.binary(max_size=600))
def test_any_bytes_behind_a_first_mark_are_read_or_refused(magic: bytes, data: bytes) -> None:
    check(magic + data)


@given(st.sampled_from(sorted(MAKERS)), st.data())
@settings(max_examples=200)
def test_any_change_and_any_cut_of_a_container_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    whole = bytearray(MAKERS[kind]({"a.txt": TEXT, "b.json": LINES, "c.zip": make_zip({"d.txt": TEXT})}))
    for _ in range(data.draw(st.integers(0, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    check(bytes(whole[: data.draw(st.integers(1, len(whole)))]))


@given(
    st.lists(st.sampled_from([TEXT, PAGE, LINES, b"", b"\x89PNG", b"PK\x03\x04x"]), max_size=6),
    st.sampled_from(sorted(MAKERS)),
)
def test_what_a_container_gives_is_what_its_members_give_alone(members: list[bytes], kind: str) -> None:
    alone = [found for member in members for found in told(member)]
    packed = MAKERS[kind]({f"m{n}": member for n, member in enumerate(members)})
    assert (told(packed) == alone) if members else (set(told(packed)) <= {"empty", "no_article"})
