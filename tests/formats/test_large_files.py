"""A file that is read in windows gives what it gives when it is read whole: the same records, at the same places."""

import bz2
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from newsfold.formats import large_files, read
from newsfold.formats.large_files import Parts, read_large
from newsfold.formats.record_windows import last_row
from newsfold.model import Record, Rejection
from tests.formats.documents import making

COUNT = 60
TEXT = "The ferry of Aldermoor “runs” again, café number {0} said on Friday.\nIt takes, he said, {0} minutes."


@pytest.fixture(autouse=True)
def small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (
        ("WINDOW_BYTES", 1_500),
        ("BLOCK_BYTES", 700),
        ("HEAD_BYTES", 1_200),
        ("MAX_WINDOW_BYTES", 6_000),
    ):
        monkeypatch.setattr(large_files, name, size)


def json_lines() -> bytes:
    rows = [{"id": str(n), "title": f"Ferry {n}", "text": TEXT.format(n)} for n in range(COUNT)]
    lines = [json.dumps(row, ensure_ascii=n % 2 == 0) for n, row in enumerate(rows)]
    lines[7] = '{"broken": '
    return ("\n".join(lines) + "\n\n").encode()


def table() -> bytes:
    rows = "".join(f'Ferry {n},Ada Lund,"{TEXT.format(n)} ""Yes."""\r\n' for n in range(COUNT))
    return (
        "Export of Friday\r\nheadline,author,text\r\n" + rows.replace("Ferry 9,", "Ferry 9,too many,")
    ).encode()


def mails() -> bytes:
    one = (
        "From desk@aldermoor.example Fri Sep 26 10:00:00 2025\nFrom: desk@aldermoor.example\n"
        "Message-ID: <{0}@aldermoor.example>\n"
        "Subject: Ferry {0}\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{1}\nFrom here on it is known.\n\n"
    )
    return "".join(one.format(n, TEXT.format(n)) for n in range(COUNT)).encode()


def archive() -> bytes:
    records = []
    for n in range(COUNT):
        block = f"Ferry {n}\n\n{TEXT.format(n)}\n".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: conversion\r\n"
            f"WARC-Target-URI: https://aldermoor.example/{n}\r\nWARC-Date: 2025-09-27T05:00:00Z\r\n"
            f"Content-Type: text/plain\r\nContent-Length: {len(block)}\r\n\r\n"
        )
        records.append(head.encode() + block + b"\r\n\r\n")
    return b"".join(records)


def dump() -> bytes:
    return making.wiki(*((f"Ferry {n}", "1" if n == 5 else "0", TEXT.format(n)) for n in range(COUNT)))


def collection() -> bytes:
    one = "<DOC>\n<DOCNO>{0}</DOCNO>\n<TITLE>Ferry {0}</TITLE>\n<TEXT>\n{1}\n</TEXT>\n</DOC>\n"
    return "".join(one.format(n, TEXT.format(n)) for n in range(COUNT)).encode()


FILES = {
    "JSON Lines": json_lines, "table": table, "mail folder": mails, "archive": archive, "dump": dump, "collection": collection,
}  # fmt: skip


def in_windows(data: bytes) -> Iterator[Record | Rejection] | None:
    def read_part(start: int, length: int) -> bytes:
        assert length <= 1_500
        return data[start : start + length]

    return read_large(read_part, len(data), name="given", columns={}, form=None)


def without_places(items: list[Record | Rejection]) -> list[Record | Rejection]:
    return [
        replace(each, offset=0) if isinstance(each, Rejection) else replace(each, offset=0, length=0)
        for each in items
    ]


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("ending", ["", "\n", "\n\n  \n"])
def test_windows_give_the_same_as_the_whole(kind, ending):
    data = FILES[kind]() + (ending.encode() if kind != "archive" else b"")
    found = in_windows(data)
    assert found is not None
    whole, parts = list(read(data, name="given")), list(found)
    assert sum(isinstance(each, Record) for each in whole) >= COUNT - 2
    assert parts == whole


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress])
def test_a_compressed_file_is_read_in_windows_too(kind, compress):
    data = FILES[kind]()
    parts = in_windows(compress(data))
    assert parts is not None
    bodies = [each.body for each in parts if isinstance(each, Record)]
    assert bodies == [each.body for each in read(data, name="given") if isinstance(each, Record)]


@pytest.mark.parametrize("kind", ["JSON Lines", "table", "collection"])
def test_a_file_that_was_cut_keeps_what_came_before(kind):
    data = FILES[kind]()
    for end in range(len(data) - 300, len(data), 37):
        parts = in_windows(data[:end])
        assert parts is not None
        assert without_places(list(parts)) == without_places(list(read(data[:end], name="given")))


def test_an_open_quote_costs_no_more_than_in_the_whole():
    data = table().replace(b'Ferry 20,Ada Lund,"', b'Ferry 20,Ada "Lund,"')
    found = in_windows(data)
    assert found is not None
    whole = sum(isinstance(each, Record) for each in read(data, name="given"))
    assert sum(isinstance(each, Record) for each in found) >= whole > 0


@pytest.mark.parametrize(
    "data",
    [
        b"[" + json_lines().replace(b"\n\n", b"").replace(b"\n", b",") + b"]",
        json_lines().decode().encode("utf-16"),
        b"<html><body><p>" + TEXT.encode() * 100,
        TEXT.encode() * 100,
        making.docx(),
    ],
    ids=["JSON array", "two bytes a letter", "page", "text", "document"],
)
def test_what_is_one_thing_is_read_whole(data):
    assert in_windows(data) is None


def test_a_record_longer_than_a_window_is_cut_and_said():
    row = json.dumps({"title": "Ferry", "text": "It runs again. " * 2_000}).encode() + b"\n"
    found = in_windows(json_lines() + row + json_lines())
    assert found is not None
    items = list(found)
    assert sum(isinstance(each, Record) for each in items) == 2 * (COUNT - 1)
    assert any(isinstance(each, Rejection) for each in items)


def test_parts_are_those_of_the_bytes():
    data = bytes(range(256)) * 20
    parts = Parts(lambda start, length: data[start : start + length], len(data))
    for start, end in ((0, 4), (3, 90), (5_000, 6_000), (0, 6), (5_119, 5_120), (5_120, 5_130), (700, 702)):
        assert parts[start:end] == data[start:end]
    assert b"".join(parts.pieces()) == data


def test_a_row_ends_where_the_quotes_are_even():
    assert last_row(b'a,"b\nc"\nd,"e\n') == len(b'a,"b\nc"\n')
    assert last_row(b"a,b\nc") == 4
    assert last_row(b"a,b") == 0
    assert partial(last_row)(b"") == 0
