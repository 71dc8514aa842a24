"""`python -m tests.long.fuzz`: damaged, spliced and wrapped files by the thousand; each record must end in one outcome.

The samples of the tests and the renderings of `bench` are mutated and read as a run would read them, up to the fingerprint and
the row for staging; what can be read in ranges is read so, too. Looked for: exceptions that come out, files without any record,
gaps in the positions, ranges that give other records than the whole, values that can't be stored, files that take long, files
that end the process. Every case is made of its number alone: `--case N` repeats one.
"""

import argparse
import bz2
import contextlib
import faulthandler
import gzip
import io
import lzma
import multiprocessing
import queue
import random
import resource
import sys
import tarfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from bench.invented_news import Newsroom
from bench.measure import LAST_DAY, NOW
from bench.renderings import FORMATS
from newsfold import dedup
from newsfold.config.sources import Source
from newsfold.formats import file_ranges, large_files
from newsfold.model import Article, Record, Rejection, SourceFile
from newsfold.pipeline.reading import read_bytes
from newsfold.store import staging

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
LARGEST_SAMPLE = 300_000
LARGEST_CASE = 3_000_000
HANG_SECONDS = 120
TOKENS = [
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x01", b"\x02", b"\x03", b"\x04", b"\x16\x16\x01", b"<![CDATA[", b"]]>",
    b"<!--", b"-->", b"&#0;", b"&lol;", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<", b">", b'"', b"'", b"{", b"}", b"[", b"]",
    b"\r", b"\n\n", b"\r\n\r\n", b"Content-Length: 99999999999\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"From x Sat Sep 27 09:30:00 2025\n", b"--x\n", b"%s", b"\xed\xa0\x80", b"\xc3\xa9", b"\xe2\x80\xae", b"9999-99-99",
    b"0000-00-00T00:00:00Z", b"Sep 31, 2025", b"(AP) -", b"KILL", b"EMBARGOED until ", b"PK\x03\x04", b"\x1f\x8b\x08",
    b"WARC/1.0\r\n", b"1e999999", b"-1", b"9" * 5000, b"\xf0\x9f\x92\xa9" * 50, b"&amp;#8217;", b"&amp;amp;amp;lt;p&gt;",
    b"&#x110000;", b"&#xD800;", b"\xc4\x82\xc2\xa9", b'<div typeof="schema:NewsArticle" property="schema:headline">',
    b'"liveBlogUpdate":[{"articleBody":', b'<time datetime="2025-09-27T', b"<article>", b'<p class="byline" rel="author">',
    b"\nZCZC\n", b"\nNNNN\n", b"1 of 3 DOCUMENTS\n", b"\\rtf1\\u-9999?", b"<DOC>", b"</DOC>", b"<page>", b'{"id": 1}\n',
]  # fmt: skip
SMALL = {"WINDOW_BYTES": 900, "BLOCK_BYTES": 700, "HEAD_BYTES": 1_200, "MAX_WINDOW_BYTES": 3_600}
LARGEST_IN_RANGES = 40_000
MOST_TOLD = 900


@dataclass(slots=True)
class Tally:
    """What came out so far."""

    cases: int = 0
    records: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    slowest: float = 0.0
    slowest_case: int = 0


@cache
def corpus() -> list[list[bytes]]:
    """The files that are mutated, by the ends of their names: there are hundreds of texts, and one of some kinds of document."""
    kinds: defaultdict[str, list[bytes]] = defaultdict(list)
    for path in sorted(SAMPLES.rglob("*")):
        if path.is_file() and path.stat().st_size <= LARGEST_SAMPLE:
            kinds["".join(path.suffixes[-2:])].append(path.read_bytes())
    del kinds[".expected.json"]
    newsroom = Newsroom(1)
    reports = [newsroom.report(number, LAST_DAY) for number in range(1, 4)]
    return [*kinds.values(), *([render(reports)] for render, _ in FORMATS.values())]


def one_of(chance: random.Random) -> bytes:
    """One file of one kind."""
    return chance.choice(chance.choice(corpus()))


def make_case(number: int) -> bytes:
    """One damaged file."""
    chance = random.Random(number)
    data = one_of(chance)
    for _ in range(chance.choice((0, 1, 1, 2, 3, 5, 12))):
        data = chance.choice(MUTATIONS)(data, chance)[:LARGEST_CASE]
    if chance.random() < 0.25:
        data = chance.choice(WRAPPINGS)(data, chance)
        if chance.random() < 0.5:
            data = chance.choice(MUTATIONS)(data, chance)[:LARGEST_CASE]
    return data


def cut(data: bytes, chance: random.Random) -> bytes:
    """Only the beginning."""
    return data[: chance.randrange(len(data) + 1)]


def drop(data: bytes, chance: random.Random) -> bytes:
    """Without a stretch."""
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randrange(1, 400) :]


def flip(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 20) if data else 0):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def insert(data: bytes, chance: random.Random) -> bytes:
    """With something that means something to some reader."""
    start = chance.randrange(len(data) + 1)
    return data[:start] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 2, 40)) + data[start:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """A stretch many times."""
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + chance.randrange(1, 200))
    return data[:start] + data[start:end] * chance.choice((2, 10, 1_000)) + data[end:]


def splice(data: bytes, chance: random.Random) -> bytes:
    """The beginning of one file and the end of another."""
    other = one_of(chance)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def recode(data: bytes, chance: random.Random) -> bytes:
    """In another encoding."""
    text = data.decode("utf-8", errors="replace")
    return text.encode(
        chance.choice(("utf-16", "utf-16-le", "cp1252", "koi8-r", "gb18030", "utf-7")), errors="replace"
    )


def as_zip(data: bytes, chance: random.Random) -> bytes:
    """In an archive, perhaps several times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for number in range(chance.randrange(1, 4)):
            archive.writestr(chance.choice(("a.txt", "../a", "x/y.html", f"{number}", "a\x00b")), data)
    return buffer.getvalue()


def as_tar(data: bytes, chance: random.Random) -> bytes:
    """In a tar."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo(chance.choice(("a.txt", "../../a", "/etc/x")))
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return buffer.getvalue()


MUTATIONS: list[Callable[[bytes, random.Random], bytes]] = [
    cut,
    drop,
    flip,
    insert,
    insert,
    repeat,
    splice,
    recode,
]
WRAPPINGS: list[Callable[[bytes, random.Random], bytes]] = [
    as_zip,
    as_tar,
    lambda data, _: gzip.compress(data, 1),
    lambda data, _: bz2.compress(data),
    lambda data, _: lzma.compress(data, preset=0),
]


def read_case(number: int) -> tuple[list[str], int, list[str], list[str], float]:
    """Faults, records, formats, reasons and seconds of one case."""
    data = make_case(number)
    file = SourceFile("fuzz", "case", "file:///case", "0" * 64, len(data), NOW, NOW)
    source = Source(slug="fuzz", location="/")
    faults, formats, reasons, positions = [], [], [], []
    started = time.perf_counter()
    for place, (record, result) in enumerate(read_bytes(data, source, file)):
        if isinstance(result, Article):
            formats.append(result.format)
            positions.append(result.record_position)
            faults.extend(storing_faults(result))
        else:
            reasons.append(result.reason_code)
            positions.append(place if result.position is None else result.position)
            if result.reason_code == "reader_failed":
                faults.append(f"reader_failed: {result.detail}")
        if record is not None and record.position != place:
            faults.append(f"record {place} calls itself {record.position}")
    if positions != list(range(len(positions))) or not positions:
        faults.append(f"positions {positions[:12]}")
    if len(data) <= LARGEST_IN_RANGES:
        faults.extend(range_faults(data))
    return faults, len(positions), formats, reasons, time.perf_counter() - started


def range_faults(data: bytes) -> list[str]:
    """Where the ranges of a file give other records than the whole, both read in windows that are made small for it."""

    def read_part(start: int, length: int) -> bytes:
        return data[start : start + length]

    before = {name: getattr(large_files, name) for name in SMALL}
    for name, size in SMALL.items():
        setattr(large_files, name, size)
    try:
        whole = large_files.read_large(read_part, len(data), name="case", columns={}, form=None)
        if whole is None:
            return []
        ranges = file_ranges.divide(
            read_part, len(data), columns={}, form=None, range_bytes=1_000, most=1_000
        )
        parts = [
            large_files.read_large(read_part, len(data), name="case", columns={}, form=None, part=part)
            for part in ranges
        ]
        expected, found = list(map(essence, whole)), [essence(item) for part in parts for item in part or ()]
    finally:
        for name, size in before.items():
            setattr(large_files, name, size)
    # Of many refusals only so many are told one by one, in each range.
    if not ranges or found == expected or len(expected) > MOST_TOLD:
        return []
    first = next(n for n, pair in enumerate(zip_longest(expected, found)) if pair[0] != pair[1])
    return [
        f"{len(ranges)} ranges give {len(found)} records, the whole {len(expected)}; record {first} is another:"
        f" {expected[first : first + 1]} {found[first : first + 1]}"[:600]
    ]


def essence(item: Record | Rejection) -> tuple[object, ...]:
    """What must be the same of a record, however its file is divided."""
    if isinstance(item, Rejection):
        return item.reason_code, item.detail, item.offset
    return item.format, item.body, item.headers, item.offset, item.length


def storing_faults(article: Article) -> list[str]:
    """What keeps an article from being stored."""
    row = staging.article_row(article, dedup.fingerprint_of(article), NOW, dedup.publisher(article))
    line = "\t".join(staging.copy_value(value) for value in row.values())
    return ["a NUL would be stored"] if "\x00" in line else []


def work(first: int, step: int, results: Any, current: Any) -> None:
    """Read case after case, in a process of its own: it may crash or hang."""
    faulthandler.enable()
    limit = 4 << 30
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    number = first
    while True:
        current.value = number
        try:
            results.put((number, *read_case(number)))
        except BaseException as error:
            results.put((number, [f"{type(error).__name__}: {error}"[:300]], 0, [], [], 0.0))
        number += step


def main() -> int:
    """Read cases until the time is over; exit code 1 where a fault was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.long.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long (default: %(default)s)")
    parser.add_argument("--cases", type=int, metavar="N", help="so many cases, however long that takes")
    parser.add_argument("--processes", type=int, default=2, help="how many at once (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="the first case (default: %(default)s)")
    parser.add_argument("--case", type=int, metavar="N", help="read one case only, and show it")
    arguments = parser.parse_args()
    if arguments.case is not None:
        print(make_case(arguments.case)[:2_000])
        print(read_case(arguments.case))
        return 0
    tally = run(arguments.seconds, arguments.cases, arguments.processes, arguments.seed)
    print(f"{tally.cases:,} files, {tally.records:,} records, {len(tally.faults)} faults")
    print(f"slowest: case {tally.slowest_case}, {tally.slowest:.1f} s")
    print("articles:", ", ".join(f"{name} {count:,}" for name, count in tally.formats.most_common()))
    print("refused:", ", ".join(f"{name} {count:,}" for name, count in tally.reasons.most_common()))
    for fault in tally.faults[:60]:
        print(fault)
    return 1 if tally.faults else 0


def run(seconds: float, cases: int | None, processes: int, seed: int) -> Tally:
    """Keep the workers busy for so many cases, else seconds; one that hangs or dies is replaced, and its case is a fault."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    tally, workers = Tally(), {}
    started = time.monotonic()

    def start(lane: int, first: int) -> None:
        current = context.Value("q", first)
        process = context.Process(target=work, args=(first, processes, results, current), daemon=True)
        process.start()
        workers[lane] = (process, current, [first, time.monotonic()])

    for lane in range(processes):
        start(lane, seed + lane)
    while tally.cases < cases if cases is not None else time.monotonic() - started < seconds:
        with contextlib.suppress(queue.Empty):
            note(tally, *results.get(timeout=1))
        for lane, (process, current, seen) in list(workers.items()):
            if current.value != seen[0]:
                seen[:] = [current.value, time.monotonic()]
            hangs = time.monotonic() - seen[1] > HANG_SECONDS
            if hangs or not process.is_alive():
                tally.faults.append(
                    f"case {seen[0]}: {'hangs' if hangs else f'the process died ({process.exitcode})'}"
                )
                process.kill()
                start(lane, seen[0] + processes)
    for process, _, _ in workers.values():
        process.kill()
    return tally


def note(
    tally: Tally,
    number: int,
    faults: list[str],
    records: int,
    formats: list[str],
    reasons: list[str],
    seconds: float,
) -> None:
    """Count one case."""
    tally.cases += 1
    tally.records += records
    tally.formats.update(formats)
    tally.reasons.update(reasons)
    tally.faults.extend(f"case {number}: {fault}" for fault in faults[:3])
    if seconds > tally.slowest:
        tally.slowest, tally.slowest_case = seconds, number


if __name__ == "__main__":
    sys.exit(main())
