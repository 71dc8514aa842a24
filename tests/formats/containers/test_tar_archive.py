"""Tar archives: what counts, cut ones, and headers that lie."""

import gzip
import io
import tarfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.formats.containers.compressed import expand, plain
from newsfold.formats.containers.members import Budget, Exhausted, Member
from newsfold.formats.containers.tar_archive import is_tar, read_tar

TEXT = b"The ferry to Bastia was late on Friday. " * 20


def make(members: Mapping[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """An archive with `members`."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return file.getvalue()


def header(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    """One header, right but for what `size` says."""
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size, link
    return info.tobuf(tarfile.GNU_FORMAT)


def outcome(data: bytes, *, limit: int = 10**9) -> list[tuple[str, object]]:
    """(name, bytes) of each member, (reason code, detail) of each rejection; the same from the compressed archive."""
    found = []
    for expanded, is_packed in (
        (plain(data), False),
        (expand(gzip.compress(data), "gzip", Budget(limit)), True),
    ):
        found.append(
            [
                (item.name, item.data) if isinstance(item, Member) else (item.reason_code, item.detail)
                for item in read_tar(expanded, Budget(limit), is_packed=is_packed)
            ]
        )
    assert found[0] == found[1]
    return found[0]


def reasons(data: bytes) -> list[str]:
    """Name of each member, reason code of each rejection."""
    return [name for name, _ in outcome(data)]


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_members_come_in_order_with_their_bytes(form: int) -> None:
    members = {
        "b/one.txt": TEXT,
        "a.txt": b"x" * 512,
        "empty.txt": b"",
        "z" * 90 + "/" + "é" * 30: b"long name",
    }
    data = make(members, form)
    assert is_tar(data)
    assert outcome(data) == list(members.items())


def test_the_form_without_a_mark_is_known_by_its_checksum() -> None:
    data = bytearray(make({"a.txt": TEXT}, tarfile.USTAR_FORMAT))
    data[257:265] = bytes(8)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\x00 " % sum(data[:512])
    assert is_tar(bytes(data))
    assert outcome(bytes(data)) == [("a.txt", TEXT)]
    data[0] = ord("b")
    assert not is_tar(bytes(data))


@pytest.mark.parametrize("data", [b"", b"0" * 512, TEXT, bytes(600), b"7" * 124 + b"0" * 400])
def test_other_bytes_are_no_tar(data: bytes) -> None:
    assert not is_tar(data)


def test_a_member_knows_its_bytes_in_the_file() -> None:
    data = make({"a.txt": b"first", "b.txt": b"second"})
    _, second = read_tar(plain(data), Budget(10**9), is_packed=False)
    assert isinstance(second, Member)
    assert data[second.offset : second.offset + second.length].endswith(b"second")


def test_links_devices_directories_and_litter_are_no_members() -> None:
    data = b"".join(
        [
            header("news/", kind=tarfile.DIRTYPE),
            header("link", kind=tarfile.SYMTYPE, link="../../etc/passwd"),
            header("hard", kind=tarfile.LNKTYPE, link="a.txt"),
            header("fifo", kind=tarfile.FIFOTYPE),
            header("device", kind=tarfile.CHRTYPE),
            header("._a.txt"),
            make({"../../etc/passwd": TEXT}),
        ]
    )
    assert outcome(data) == [("../../etc/passwd", TEXT)]


def test_an_archive_without_files_is_empty() -> None:
    assert reasons(header("a/", kind=tarfile.DIRTYPE) + bytes(1_024)) == ["empty"]


def test_a_member_that_is_cut_is_refused_and_those_before_it_stay() -> None:
    data = make({"a.txt": TEXT, "b.txt": TEXT})
    assert reasons(data[:1_900]) == ["a.txt", "truncated"]
    assert "b.txt" in str(outcome(data[:2_300])[-1][1])
    assert reasons(data[: 512 + 1_024 + 100]) == ["a.txt", "truncated"]


def test_an_archive_without_its_end_mark_is_whole() -> None:
    data = make({"a.txt": bytes(1_024)})
    assert reasons(data[: 512 + 1_024]) == ["a.txt"]


def test_foreign_bytes_behind_a_member_are_told() -> None:
    data = make({"a.txt": b"x" * 512})[:1_024] + TEXT
    assert reasons(data) == ["a.txt", "malformed"]


def test_a_size_that_lies_is_passed_over_or_found_out() -> None:
    assert reasons(header("huge.txt", 8**11 - 1) + make({"a.txt": TEXT})) == ["too_large", "truncated"]
    assert reasons(header("long.txt", 1_000_000) + make({"a.txt": TEXT})) == ["truncated"]


def test_a_name_of_a_gigabyte_is_not_read() -> None:
    name = header("././@LongLink", 2_000_000, tarfile.GNUTYPE_LONGNAME)
    assert reasons(make({"a.txt": TEXT})[:1_536] + name + bytes(2_000_000)) == ["a.txt", "malformed"]


def test_a_map_of_holes_without_end_is_not_read() -> None:
    map_of_holes = b"9" * 8 + b"\n" + b"1\n" * 1_500_000
    record = b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n29 GNU.sparse.name=holes.txt\n30 GNU.sparse.realsize=99999\n"
    pax = header("pax", len(record), tarfile.XHDTYPE) + record.ljust(512, b"\x00")
    data = pax + header("GNUSparseFile.0/holes.txt", len(map_of_holes)) + map_of_holes
    assert [reason for reason in reasons(data) if reason != "holes.txt"] != []


def test_holes_do_not_unpack_to_more_than_a_member_may() -> None:
    info = tarfile.TarInfo("holes.txt")
    info.type, info.size = tarfile.GNUTYPE_SPARSE, 0
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[386:410] = b"%011o\x00%011o\x00" % (0, 0)
    block[483:495] = b"%011o\x00" % 60_000_000
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\x00 " % sum(block)
    data = bytes(block) * 40 + bytes(1_024)
    with pytest.raises(Exhausted):
        list(read_tar(plain(data), Budget(2 * 10**8), is_packed=False))


@given(st.binary(max_size=1_500), st.integers(0, 512))
def test_any_bytes_in_a_header_are_read_or_refused(data: bytes, at: int) -> None:
    whole = make({"a.txt": TEXT})
    for item in read_tar(plain(whole[:at] + data + whole[at:]), Budget(10**8), is_packed=False):
        assert isinstance(item, Member) or item.reason_code in (
            "malformed",
            "truncated",
            "empty",
            "too_large",
        )
