"""A file that is made of refusals is a bounded number of rows; what can be read in it is read all the same."""

import io
import json
import struct
import zipfile
from collections.abc import Callable

import pytest

from newsfold.formats import large_files, read
from newsfold.formats.containers.members import BYTES_PER_REJECTION, MAX_REJECTIONS
from newsfold.model import Record, Rejection

MANY = 6_000
TEXT = "The harbour of Lindow opened on Friday, its master said, after eleven weeks."
GOOD = {"title": "Harbour opens", "text": TEXT}


def archive(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, data in members.items():
            made.writestr(zipfile.ZipInfo(name), data)
    return file.getvalue()


def overlapping() -> bytes:
    """An archive whose directory names the same bytes again and again, and one member that is its own."""
    data = archive({"shared.txt": TEXT.encode(), "own.txt": f"Harbour opens\n\n{TEXT}".encode()})
    start = data.index(b"PK\x01\x02")
    shared = data[start : data.index(b"PK\x01\x02", start + 4)]
    own = data[start + len(shared) : data.rindex(b"PK\x05\x06")]
    entries = shared * MANY + own
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, MANY + 1, MANY + 1, len(entries), start, 0)
    return data[:start] + entries + end


#: Files of refused records with one at their end that can be read.
FILES: dict[str, Callable[[], bytes]] = {
    "zip, entries that overlap": overlapping,
    "zip, empty members": lambda: archive(
        {**{f"{n}.bin": b"\x00\x01" for n in range(MANY)}, "own.txt": f"Harbour opens\n\n{TEXT}".encode()}
    ),
    "lines of JSON": lambda: b'{"title": "a"}\n' * MANY + json.dumps(GOOD).encode() + b"\n",
    "items of JSON": lambda: json.dumps([{"title": "a"}] * MANY + [GOOD]).encode(),
    "table": lambda: b"title,text\n" + b"a,\n" * MANY + f'Harbour opens,"{TEXT}"\n'.encode(),
    "feed": lambda: (
        b"<rss version='2.0'><channel><title>T</title>"
        + b"<item><title>a</title><link>https://a.example/1</link></item>" * MANY
        + f"<item><title>Harbour opens</title><description>{TEXT}</description></item></channel></rss>".encode()
    ),
}  # fmt: skip


def check(items: list[Record | Rejection], size: int) -> None:
    refused = [item for item in items if isinstance(item, Rejection)]
    told = max(MAX_REJECTIONS, size // BYTES_PER_REJECTION)
    assert [item.position for item in items] == list(range(len(items)))
    assert any(isinstance(item, Record) and TEXT in item.body for item in items)
    assert told < len(refused) <= told + 3
    assert f"{MANY - told:,} more records were refused" in refused[-1].detail
    assert refused[-1].reason_code == refused[0].reason_code


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_what_is_refused_without_end_is_one_row_with_the_count(make):
    data = make()
    check(list(read(data, name="bomb")), len(data))


@pytest.mark.parametrize("name", ["lines of JSON", "table"])
def test_so_it_is_in_a_file_that_is_read_in_windows(name, monkeypatch):
    monkeypatch.setattr(large_files, "WINDOW_BYTES", 8_000)
    data = FILES[name]()
    read_part = lambda start, size: data[start : start + size]  # noqa: E731
    items = large_files.read_large(read_part, len(data), name="bomb", columns={}, form=None)
    assert items is not None
    check(list(items), len(data))


def test_a_few_refusals_are_told_one_by_one():
    data = b'{"title": "a"}\n' * MAX_REJECTIONS + json.dumps(GOOD).encode() + b"\n"
    items = list(read(data, name="bomb"))
    assert len(items) == MAX_REJECTIONS + 1
    assert not any("more records" in item.detail for item in items if isinstance(item, Rejection))
