"""A file that is read in ranges, whatever they are, gives what it gives in one: the same records, at the same places."""

import bz2
import gzip
import random
from dataclasses import replace
from itertools import pairwise

import pytest

from newsfold.formats import file_ranges, large_files
from newsfold.formats.care import Care, Grave
from newsfold.formats.file_ranges import divide
from newsfold.formats.large_files import read_large
from newsfold.model import FileRange, Record, Rejection
from tests.formats.test_large_files import COUNT, FILES, archive, json_lines, mails, table

RANGE = 2_000


@pytest.fixture(autouse=True)
def small_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (
        ("WINDOW_BYTES", 900),
        ("BLOCK_BYTES", 700),
        ("HEAD_BYTES", 1_200),
        ("MAX_WINDOW_BYTES", 3_600),
        ("CAREFUL_BYTES", 60),
    ):
        monkeypatch.setattr(large_files, name, size)
    monkeypatch.setattr(file_ranges, "FINENESS", 1_000)


def cut(data: bytes, range_bytes: int = RANGE, most: int = 1_000) -> list[FileRange]:
    return divide(part_of(data), len(data), columns={}, form=None, range_bytes=range_bytes, most=most)


def part_of(data: bytes):
    return lambda start, length: data[start : start + length]


def items_of(
    data: bytes, part: FileRange | None = None, care: Care | None = None
) -> list[Record | Rejection]:
    more = {} if care is None else {"care": care}
    found = read_large(part_of(data), len(data), name="given", columns={}, form=None, part=part, **more)
    assert found is not None
    return list(found)


def in_order(data: bytes, ranges: list[FileRange]) -> list[Record | Rejection]:
    """What the ranges give one after the other, numbered through as the load does it."""
    found: list[Record | Rejection] = []
    for part in ranges:
        for count, item in enumerate(items_of(data, part)):
            assert item.position == part.position_from + count
            found.append(replace(item, position=len(found)))
    return found


def per_record(data: bytes) -> bytes:
    """An archive of the web, each record packed by itself."""
    return b"".join(gzip.compress(b"WARC/1.0" + each) for each in data.split(b"WARC/1.0")[1:])


VARIANTS = {
    **FILES,
    "JSON Lines of Windows": lambda: json_lines().replace(b"\n", b"\r\n"),
    "table with lines in its cells": lambda: table().replace(b"friday.", b"friday.\r\n\r\n\r\n"),
    "mail folder of Windows": lambda: mails().replace(b"\n", b"\r\n"),
    "archive of short names": lambda: archive().replace(b"Content-Length", b"content-length"),
    "archive in an archive": lambda: archive().replace(
        b"Ferry 7\n\n", b"\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\n", 1
    ),
    "archive, record by record": lambda: per_record(archive()),
    "archive in one": lambda: gzip.compress(archive()),
    "JSON Lines in one": lambda: bz2.compress(json_lines()),
    "table in one": lambda: gzip.compress(table()),
    "lines in several": lambda: b"".join(
        gzip.compress(line + b"\n") for line in json_lines().split(b"\n") if line
    ),
}


@pytest.mark.parametrize("kind", VARIANTS)
def test_ranges_give_the_same_as_the_whole(kind: str) -> None:
    data = VARIANTS[kind]()
    whole = items_of(data)
    assert sum(isinstance(each, Record) for each in whole) >= COUNT - 2
    ranges = cut(data)
    assert len(ranges) >= 3
    assert in_order(data, ranges) == whole


@pytest.mark.parametrize("kind", VARIANTS)
@pytest.mark.parametrize("seed", range(2))
def test_so_do_ranges_at_any_places_where_one_may_begin(kind: str, seed: int) -> None:
    data = VARIANTS[kind]()
    chance = random.Random(seed)
    every = cut(data, range_bytes=1)
    kept = [every[0], *sorted(chance.sample(every[1:], min(5, len(every) - 1)), key=lambda part: part.start)]
    ends = [*(part.start for part in kept[1:]), every[-1].end]
    ranges = [
        replace(part, end=end, number=number, position_from=1_000 * number)
        for number, (part, end) in enumerate(zip(kept, ends, strict=True))
    ]
    assert in_order(data, ranges) == items_of(data)


@pytest.mark.parametrize("kind", VARIANTS)
def test_a_file_that_was_cut_loses_nothing_before_the_cut(kind: str) -> None:
    data = VARIANTS[kind]()
    for end in range(len(data) - len(data) // 4, len(data), max(1, len(data) // 11)):
        ranges = cut(data[:end])
        if ranges:
            assert in_order(data[:end], ranges) == items_of(data[:end])


def test_ranges_cover_the_file_and_are_about_as_long_as_asked() -> None:
    data = json_lines() * 20
    ranges = cut(data, most=7)
    assert len(ranges) == 7
    assert (ranges[0].start, ranges[-1].end) == (0, len(data))
    assert all(one.end == other.start for one, other in pairwise(ranges))
    assert max(part.end - part.start for part in ranges) < 1.5 * len(data) / 7
    assert [part.number for part in ranges] == list(range(1, 8))
    assert ranges[-1].position_from < 2**31 - 2**31 // 8


def test_a_file_without_streams_of_its_own_has_few_ranges() -> None:
    assert len(cut(gzip.compress(json_lines() * 20))) <= file_ranges.MOST_WITHOUT_STARTS
    assert len(cut(per_record(archive() * 5))) > file_ranges.MOST_WITHOUT_STARTS


@pytest.mark.parametrize(
    "data", [b"[" + b"1," * 4_000 + b"1]", b"<html><p>A ferry runs." * 500, b"A ferry runs. " * 900]
)
def test_what_is_one_thing_has_no_ranges(data: bytes) -> None:
    assert cut(data) == []


def test_a_small_file_has_no_ranges() -> None:
    assert cut(json_lines(), range_bytes=len(json_lines())) == []


@pytest.mark.parametrize("kind", ["JSON Lines", "table", "mail folder", "dump", "collection", "archive"])
def test_what_killed_its_readers_costs_next_to_nothing_else(kind: str) -> None:
    """A record kills whoever reads it. Each reader knows where those before it died, and the last one reads all the rest."""
    data = FILES[kind]()
    poison = data.index(b"Ferry 31")
    whole = items_of(data)
    graves: list[Grave] = []
    for _ in range(12):
        at: list[tuple[int, int]] = []
        care = Care(graves, lambda start, end, at=at: at.append((start, end)))
        items = read_until(data, care, at, poison)
        if items is not None:
            break
        start, end = at[-1]
        known = next((each for each in graves if (each.start, each.end) == (start, end)), None)
        graves = [each for each in graves if each is not known]
        graves.append(Grave(start, end, known.deaths + 1 if known else 1, "its process ended"))
    else:
        pytest.fail("the readers never came to an end")
    refused = [each for each in items if isinstance(each, Rejection) and each.reason_code == "reader_died"]
    assert len(refused) == 1
    assert "this was tried 2 times" in refused[0].detail
    lost = {each.body for each in whole if isinstance(each, Record)} - {
        each.body for each in items if isinstance(each, Record)
    }
    assert 1 <= len(lost) <= 2


def read_until(
    data: bytes, care: Care, at: list[tuple[int, int]], poison: int
) -> list[Record | Rejection] | None:
    """What is read; None where a reader came to the poison."""
    part = FileRange(1, 0, len(data))
    found = read_large(part_of(data), len(data), name="given", columns={}, form=None, part=part, care=care)
    assert found is not None
    items = []
    for item in found:
        if at and covers(data, at[-1], poison):
            return None
        items.append(item)
    return None if at and covers(data, at[-1], poison) else items


def covers(data: bytes, at: tuple[int, int], poison: int) -> bool:
    """Whether the poison lies in what was told; of a member of an archive only its first byte is told."""
    start, end = at
    if end == start + 1 and data.startswith(b"WARC/"):
        following = data.find(b"WARC/1.0", start + 8)
        end = following if following > 0 else len(data)
    return start <= poison < end


def without_answers(count: int = 60) -> bytes:
    """Records of a web archive that count for nothing."""
    return b"".join(
        f"WARC/1.0\r\nWARC-Type: request\r\nWARC-Target-URI: https://kea.example/{n}\r\nContent-Length: 18\r\n\r\n"
        "GET / HTTP/1.1\r\n\r\n\r\n\r\n".encode()
        for n in range(count)
    )


@pytest.mark.parametrize("parts", ["before", "behind"])
def test_a_range_without_a_record_adds_none(parts: str) -> None:
    data = without_answers() + archive() if parts == "before" else archive() + without_answers()
    ranges = cut(data)
    assert any(not items_of(data, part) for part in ranges)
    assert in_order(data, ranges) == items_of(data)


@pytest.mark.parametrize("kind", ["collection", "dump", "JSON Lines"])
def test_what_is_damaged_in_the_middle_is_told_in_ranges_as_in_one(kind: str) -> None:
    """Text without any record where a range ends, which behind the last record of a file would be its end."""
    data = FILES[kind]()
    middle = data.index(b"Ferry 31")
    middle = data.rindex(b"\n", 0, middle) + 1
    damaged = data[:middle] + b"Nothing that begins a record stands here.\n" * 120 + data[middle:]
    every = cut(damaged, range_bytes=1)
    assert in_order(damaged, every) == items_of(damaged)
    assert in_order(damaged, cut(damaged)) == items_of(damaged)
