"""How a large file is divided among several readers: at places where its reader would come by, so that all together find what
one finds.

To find them costs one look at all bytes, without reading a record: a hundredth of what the reading costs. A compressed file is
unpacked from its beginning for each range, or from the stream in it that stands before the range: archives of the web have one
for each record.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newsfold.formats.containers.compressed import Expanded
from newsfold.formats.containers.members import Refused
from newsfold.formats.containers.web_archives import record_places
from newsfold.formats.large_files import NO_END, WHOLE, Large, ReadPart, windows_in
from newsfold.formats.record_windows import windows_of
from newsfold.model import FileRange

#: A file that has to be unpacked from its beginning for each range has no more of them.
MOST_WITHOUT_STARTS = 8
#: Record positions are four bytes in the tables.
MOST_POSITIONS = 2**31 - 1
#: Places nearer to each other than this part of a range are not kept.
FINENESS = 16


@dataclass(frozen=True, slots=True)
class Place:
    """Where a range may begin, and the stream of a compressed file that stands before it: its unpacked and packed place."""

    at: int
    unpacked_at: int = 0
    packed_at: int = 0


def divide(
    read_part: ReadPart,
    size: int,
    *,
    columns: Mapping[str, str],
    form: str | None,
    range_bytes: int,
    most: int,
) -> list[FileRange]:
    """The ranges of a file of `size` bytes whose parts `read_part` gives: at most `most`, none where it is read as one."""
    if most < 2:
        return []
    file = Large.at(read_part, size, columns)
    if not file.packed and size < 2 * range_bytes:
        return []
    stream = file.opened(WHOLE, file.budget(WHOLE))
    found = [Place(0)]
    try:
        for at in places_in(file, stream, columns, form):
            if at - found[-1].at >= range_bytes // FINENESS:
                found.append(place_of(at, stream))
        end = stream.tell() if file.packed else size
    except (Refused, OSError, ValueError):
        end = NO_END  # whoever reads the last range meets what it is, and says so
    if file.packed and any(place.at - place.unpacked_at > range_bytes for place in found):
        most = min(most, MOST_WITHOUT_STARTS)
    return chosen(found, end, range_bytes, most)


def places_in(file: Large, stream: Expanded, columns: Mapping[str, str], form: str | None) -> Iterator[int]:
    """Where records begin, or windows of them; nothing for a file that is one thing."""
    if file.head.startswith(b"WARC/"):
        yield from record_places(stream)
        return
    windows = windows_of(file.detected, columns, form)
    if windows is not None:
        for start, _ in windows_in(stream, windows):
            yield start


def place_of(at: int, stream: Expanded) -> Place:
    """The place at this byte. Streams that stand before it are forgotten: there may be millions."""
    if not stream.starts:
        return Place(at)
    last = max(0, bisect_right(stream.starts, (at, NO_END)) - 1)
    del stream.starts[:last]
    return Place(at, *stream.starts[0])


def chosen(found: list[Place], end: int, range_bytes: int, most: int) -> list[FileRange]:
    """Ranges of about the same length, of those that may be."""
    total = end if end < NO_END else found[-1].at
    length = max(range_bytes, -(-total // most))
    kept = [found[0]]
    for place in found[1:]:
        if place.at - kept[-1].at >= length and total - place.at >= length // 2:
            kept.append(place)
    if len(kept) < 2:
        return []
    step = MOST_POSITIONS // len(kept)
    ends = [*(place.at for place in kept[1:]), end]
    return [
        FileRange(number, place.at, stop, place.packed_at, place.unpacked_at, (number - 1) * step)
        for number, (place, stop) in enumerate(zip(kept, ends, strict=True), 1)
    ]
