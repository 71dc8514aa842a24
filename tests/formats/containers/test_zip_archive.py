"""ZIP archives: what counts, what is refused, and archives that lie."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import pytest

from newsfold.formats.containers.members import Budget, Exhausted, Member
from newsfold.formats.containers.zip_archive import read_zip
from newsfold.formats.containers.zip_package import find_package
from newsfold.model import Rejection

TEXT = b"The ferry to Bastia was late on Friday. " * 10


def make(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with `members`."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def outcome(data: bytes, limit: int = 10**9) -> list[tuple[str, object]]:
    """(name, bytes) of each member, (reason code, detail) of each rejection."""
    return [
        (item.name, item.data) if isinstance(item, Member) else (item.reason_code, item.detail)
        for item in read_zip(data, Budget(limit))
    ]


def reasons(data: bytes) -> list[str]:
    """`member` or the reason code of each item."""
    return [
        "member" if isinstance(item, Member) else item.reason_code for item in read_zip(data, Budget(10**9))
    ]


def patched(data: bytes, signature: bytes, offset: int, layout: str, value: int) -> bytes:
    """`data` with one field of the last header that has `signature` changed."""
    changed = bytearray(data)
    struct.pack_into(layout, changed, data.rindex(signature) + offset, value)
    return bytes(changed)


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_members_come_in_order_with_their_bytes(method: int) -> None:
    data = make({"b/one.txt": TEXT, "a.txt": b"x", "empty.txt": b""}, method)
    assert outcome(data) == [("b/one.txt", TEXT), ("a.txt", b"x"), ("empty.txt", b"")]


def test_a_member_knows_its_bytes_in_the_file() -> None:
    data = make({"a.txt": TEXT, "b.txt": b"second"}, zipfile.ZIP_STORED)
    first, second = read_zip(data, Budget(10**9))
    assert isinstance(first, Member)
    assert isinstance(second, Member)
    assert data[first.offset : first.offset + first.length].endswith(TEXT)
    assert data[second.offset : second.offset + second.length].endswith(b"second")


def test_directories_links_and_litter_are_no_members() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("news/", b"")
        archive.writestr("__MACOSX/news/._a.txt", b"fork")
        archive.writestr(".DS_Store", b"x")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("news/a.txt", TEXT)
    assert outcome(file.getvalue()) == [("news/a.txt", TEXT)]


def test_names_are_kept_as_names() -> None:
    data = make({"../../etc/passwd": TEXT, "/root.txt": b"x", "C:\\a.txt": b"y"})
    assert [name for name, _ in outcome(data)] == ["../../etc/passwd", "/root.txt", "C:\\a.txt"]


def test_an_archive_without_files_is_empty() -> None:
    assert reasons(make({})) == ["empty"]
    assert reasons(make({"a/": b""})) == ["empty"]


def test_an_encrypted_member_costs_only_itself() -> None:
    data = make({"a.txt": TEXT, "secret.txt": TEXT})
    data = patched(data, b"PK\x01\x02", 8, "<H", 1)
    assert outcome(data) == [("a.txt", TEXT), ("encrypted", "secret.txt: needs a password")]


def test_an_unknown_method_costs_only_its_member() -> None:
    data = patched(make({"a.txt": TEXT, "b.txt": TEXT}), b"PK\x01\x02", 10, "<H", 9)
    assert outcome(data) == [("a.txt", TEXT), ("unsupported_format", "b.txt: ZIP compression method 9")]


@pytest.mark.parametrize("size", [3, 4_000])
def test_a_size_that_lies_is_found_out(size: int) -> None:
    data = patched(make({"a.txt": TEXT, "b.txt": TEXT}), b"PK\x01\x02", 24, "<I", size)
    assert reasons(data) == ["member", "malformed"]


def test_a_wrong_checksum_is_found_out() -> None:
    data = patched(make({"a.txt": TEXT}), b"PK\x01\x02", 16, "<I", 7)
    assert reasons(data) == ["malformed"]


def test_a_member_that_says_it_is_too_large_is_not_unpacked() -> None:
    data = patched(make({"a.txt": TEXT}), b"PK\x01\x02", 24, "<I", 4_000_000_000)
    assert reasons(data) == ["too_large"]


def test_a_member_that_unpacks_to_too_much_is_refused() -> None:
    data = make({"zeros.txt": bytes(64_000_001), "a.txt": TEXT})
    data = patched(data, b"PK\x01\x02", 0, "<I", 0x02014B50)
    at = data.index(b"PK\x01\x02")
    data = data[: at + 24] + struct.pack("<I", 10) + data[at + 28 :]
    assert reasons(data) == ["too_large", "member"]


def test_bytes_shared_by_two_members_are_refused() -> None:
    data = make({"a.txt": TEXT, "b.txt": TEXT, "c.txt": b"y"}, zipfile.ZIP_STORED)
    directory = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", directory + 4)
    changed = bytearray(data)
    struct.pack_into("<I", changed, second + 42, 0)  # the second name, the first one's bytes
    assert reasons(bytes(changed)) == ["malformed", "malformed", "member"]


def test_the_budget_ends_an_archive_of_bombs() -> None:
    data = make({f"{n}.txt": bytes(10_000_000) for n in range(8)})
    with pytest.raises(Exhausted):
        outcome(data, 30_000_000)


def test_a_bomb_of_bzip2_is_unpacked_in_small_pieces() -> None:
    data = make({"zeros.txt": bytes(70_000_000)}, zipfile.ZIP_BZIP2)
    assert len(data) < 1_000
    assert reasons(data) == ["too_large"]


def test_lzma_properties_that_ask_for_gigabytes_are_refused() -> None:
    data = make({"a.txt": TEXT}, zipfile.ZIP_LZMA)
    at = data.index(b"a.txt") + 5 + 4
    changed = data[: at + 1] + b"\xff\xff\xff\xff" + data[at + 5 :]
    assert reasons(changed) == ["malformed"]


def test_documents_that_are_packed_as_zip_are_named() -> None:
    presentation = b"application/vnd.oasis.opendocument.presentation"
    for members, known in (
        ({"[Content_Types].xml": b"x", "word/document.xml": b"y"}, ("docx", "ms-office (Office Open XML)")),
        (
            {"ppt/a.xml": b"y", "[Content_Types].xml": b"x"},
            ("unsupported_format", "ms-office (Office Open XML)"),
        ),
        ({"mimetype": presentation, "content.xml": b"y"}, ("unsupported_format", "opendocument")),
        ({"mimetype": b"application/epub+zip", "a.xhtml": b"y"}, ("epub", "application/epub+zip")),
        ({"META-INF/container.xml": b"x", "a.xhtml": b"y"}, ("epub", "application/epub+zip")),
        ({"a.txt": b"x"}, None),
        ({"word/a.txt": b"x", "xl/b.txt": b"y"}, None),
    ):
        assert find_package(make(members, zipfile.ZIP_STORED)) == known


def test_of_a_packed_web_archive_only_the_pages_count() -> None:
    data = make(
        {
            "datapackage.json": b"{}",
            "archive/data.warc": b"WARC",
            "pages/pages.jsonl": b"{}",
            "indexes/i.cdx": b"x",
        }
    )
    assert outcome(data) == [("archive/data.warc", b"WARC")]


def test_what_is_whole_in_a_cut_archive_is_read() -> None:
    data = make({"a.txt": TEXT, "b.txt": TEXT * 3, "c.txt": bytes(range(256)) * 9})
    third = data.index(b"c.txt") - 30
    items = list(read_zip(data[: third + 60], Budget(10**9)))
    assert [item.name for item in items if isinstance(item, Member)] == ["a.txt", "b.txt"]
    assert [item.reason_code for item in items if isinstance(item, Rejection)] == ["truncated"]
    assert "c.txt" in getattr(items[-1], "detail", "")


def test_an_archive_without_its_directory_is_read_by_its_members() -> None:
    data = make({"a.txt": TEXT, "b.txt": b"x"})
    items = list(read_zip(data[: data.index(b"PK\x01\x02")], Budget(10**9)))
    assert [item.name for item in items if isinstance(item, Member)] == ["a.txt", "b.txt"]
    assert getattr(items[-1], "reason_code", "") == "truncated"
    assert "2 members" in getattr(items[-1], "detail", "")


def test_members_written_without_sizes_are_read_from_a_cut_archive() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(TEXT) + packer.flush()
    header = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 8, 8, 0, 0, 0, 0, 0, 5, 0) + b"a.txt"
    descriptor = b"PK\x07\x08" + struct.pack("<3I", zlib.crc32(TEXT), len(packed), len(TEXT))
    one = header + packed + descriptor
    names = [name for name, _ in outcome(one + one)]
    assert names == ["a.txt", "a.txt", "truncated"]
    assert reasons(header + packed) == ["truncated"]
    assert reasons(header + packed + b"\x00" * 20)[0] == "malformed"


def test_a_directory_too_large_to_hold_is_refused() -> None:
    data = make({"a.txt": TEXT}) + b"PK\x01\x02" * 200_001
    assert reasons(data) == ["too_large"]
