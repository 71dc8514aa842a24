"""Compressed files: any number of streams, cut and damaged ones, and pieces that stay small whatever they unpack to."""

import bz2
import gzip
import lzma
import zlib
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.formats.containers.compressed import (
    DECOMPRESSORS,
    PIECE_BYTES,
    Pieces,
    expand,
    gather,
    plain,
    zstd,
)
from newsfold.formats.containers.members import Budget, Exhausted, Refused

TEXT = b"The ferry to Bastia was late on Friday. " * 40
CHECKED = {zstd.CompressionParameter.checksum_flag: 1}
COMPRESSORS = {
    "gzip": partial(gzip.compress, mtime=0),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": partial(zstd.compress, options=CHECKED),
}


def unpack(data: bytes, method: str, limit: int = 10**9) -> tuple[bytes, str | None]:
    """What `data` unpacks to, and the reason code of what stopped it."""
    content, refusal = gather(iter(Pieces(data, method, Budget(limit))))
    return content, refusal.reason_code if refusal else None


@pytest.mark.parametrize("method", COMPRESSORS)
def test_streams_one_behind_the_other_are_one_file(method: str) -> None:
    pack = COMPRESSORS[method]
    assert unpack(pack(TEXT), method) == (TEXT, None)
    assert unpack(pack(TEXT) + pack(b"") + pack(b"End."), method) == (TEXT + b"End.", None)


@pytest.mark.parametrize("method", COMPRESSORS)
def test_padding_behind_the_last_stream_is_left(method: str) -> None:
    assert unpack(COMPRESSORS[method](TEXT) + b"\x00" * 700 + b"junk", method) == (TEXT, None)


@pytest.mark.parametrize("method", COMPRESSORS)
def test_a_cut_stream_is_told_as_such(method: str) -> None:
    packed = COMPRESSORS[method](TEXT)
    content, reason = unpack(packed + packed[:-9], method)
    assert content.startswith(TEXT)
    assert reason == "truncated"
    assert unpack(packed[:3], method) == (b"", "truncated")


@pytest.mark.parametrize("method", COMPRESSORS)
def test_damaged_bytes_are_told_as_such(method: str) -> None:
    packed = bytearray(COMPRESSORS[method](TEXT + bytes(range(256)) * 9))
    middle = len(packed) // 2
    packed[middle : middle + 4] = bytes(byte ^ 0xFF for byte in packed[middle : middle + 4])
    assert unpack(bytes(packed), method)[1] in ("malformed", "truncated")


@pytest.mark.parametrize("method", COMPRESSORS)
def test_pieces_stay_small_and_the_budget_ends_them(method: str) -> None:
    bomb = COMPRESSORS[method](bytes(20_000_000))
    sizes: list[int] = []
    with pytest.raises(Exhausted):
        sizes.extend(map(len, Pieces(bomb, method, Budget(10_000_000))))
    assert max(sizes) <= PIECE_BYTES
    assert sum(sizes) <= 10_000_000


def test_more_than_the_limit_is_refused_without_the_bytes() -> None:
    pieces = Pieces(gzip.compress(bytes(5_000_000)), "gzip", Budget(10**9))
    content, refusal = gather(iter(pieces), limit=1_000_000)
    assert content == b""
    assert refusal is not None
    assert refusal.reason_code == "too_large"


def test_bare_deflate_ends_where_its_stream_ends() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(TEXT) + packer.flush()
    pieces = Pieces(packed + b"behind", "deflate", Budget(10**9))
    assert b"".join(pieces) == TEXT
    assert pieces.end == len(packed)


def test_the_place_of_each_stream_is_known() -> None:
    first, second = gzip.compress(b"a" * 100), gzip.compress(b"b" * 50)
    expanded = expand(first + second, "gzip", Budget(10**6))
    assert expanded.peek(4) == b"aaaa"
    assert expanded.tell() == 0
    assert expanded.readall() == b"a" * 100 + b"b" * 50
    assert [expanded.packed_place(at) for at in (0, 99, 100, 149)] == [0, 0, len(first), len(first)]
    assert plain(b"abc").packed_place(2) == 2


def test_peeking_hides_no_fault() -> None:
    expanded = expand(gzip.compress(TEXT)[:-30], "gzip", Budget(10**6))
    assert TEXT.startswith(expanded.peek(10_000_000))
    with pytest.raises(Refused):
        expanded.readall()


def test_a_dictionary_in_front_is_used() -> None:
    samples = [b"WARC/1.0 response number %d of the ferry to Bastia, text/html" % n for n in range(4_000)]
    dictionary = zstd.train_dict(samples, 4_000)
    for content in (dictionary.dict_content, zstd.compress(dictionary.dict_content)):
        frame = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
        packed = zstd.compress(samples[7], zstd_dict=dictionary)
        assert unpack(frame + packed + packed, "zstd") == (samples[7] * 2, None)
        assert unpack(frame[:-5], "zstd")[1] == "truncated"
        assert unpack(packed, "zstd")[1] == "malformed"
    assert unpack(b"\x5d\x2a\x4d\x18\x09\x00\x00\x00no words.", "zstd")[1] == "malformed"


def test_tiny_streams_by_the_million_cost_little_memory() -> None:
    pieces = Pieces(gzip.compress(b"") * 250_000, "gzip", Budget(10))
    assert b"".join(pieces) == b""
    assert len(pieces.starts) <= 200_000


@given(st.sampled_from(sorted(DECOMPRESSORS)), st.binary(max_size=300))
def test_any_bytes_are_unpacked_or_refused(method: str, data: bytes) -> None:
    _, reason = unpack(data, method, 10**7)
    assert reason in (None, "malformed", "truncated")


@given(st.sampled_from(sorted(COMPRESSORS)), st.data())
def test_any_change_of_good_bytes_is_unpacked_or_refused(method: str, data: st.DataObject) -> None:
    packed = bytearray(COMPRESSORS[method](TEXT))
    for _ in range(data.draw(st.integers(1, 5))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    content, reason = unpack(bytes(packed), method, 10**7)
    assert reason in (None, "malformed", "truncated", "too_large")
    assert len(content) <= 10**7
