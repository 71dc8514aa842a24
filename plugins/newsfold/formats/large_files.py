"""Files of any size, read in windows: what holds record after record is cut between two of them, and each window is read
like a file of its own. So memory holds a window, whatever the size.

That is possible for lines of JSON, tables, mail folders, archives of the web, dumps and collections in markup, and for each
of them compressed. A page, a JSON array or a ZIP archive is one thing, and read whole. `file_ranges` says how such a file is
divided among several readers: what they find one after the other is what one finds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from newsfold.formats import counted, read_items, read_member
from newsfold.formats.care import NO_CARE, Care
from newsfold.formats.containers.compressed import DECOMPRESSORS, Expanded, Pieces
from newsfold.formats.containers.members import Budget, Member, budget_for
from newsfold.formats.containers.tar_archive import is_tar, read_tar
from newsfold.formats.containers.web_archives import read_arc, read_warc
from newsfold.formats.detection import Detected, recognize
from newsfold.formats.record_windows import Windows, windows_of
from newsfold.model import FileRange, Record, Rejection

#: A smaller file is read whole.
LARGE_BYTES = 48_000_000
WINDOW_BYTES = 4_000_000
#: What is read at once where a reader has died: so few records that next to nothing is lost with the one that killed it.
CAREFUL_BYTES = 4_000
BLOCK_BYTES = 4_000_000
HEAD_BYTES = 1_000_000
#: A record that is longer ends where this is reached.
MAX_WINDOW_BYTES = 64_000_000
#: Behind the last byte of any file: the end of a range that goes on to the end of its file.
NO_END = 1 << 62

ReadPart = Callable[[int, int], bytes]


class Parts:
    """A file elsewhere whose parts can be had like those of bytes. One block is kept: it is read from front to back."""

    def __init__(self, read_part: ReadPart, size: int) -> None:
        self.read_part, self.size = read_part, size
        self.start, self.block = 0, b""

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self.size)
        if start < self.start or end > self.start + len(self.block):
            self.start, self.block = start, self.read_part(start, max(BLOCK_BYTES, end - start))
        return self.block[start - self.start : end - self.start]

    def pieces(self, start: int = 0, end: int = NO_END) -> Iterator[bytes]:
        """All of it from one byte to before another, block by block."""
        at, end = start, min(end, self.size)
        while at < end and (piece := self.read_part(at, min(BLOCK_BYTES, end - at))):
            at += len(piece)
            yield piece


@dataclass(frozen=True, slots=True)
class Large:
    """A large file: what it begins with once it is unpacked, what that is, how it is packed (empty: not at all)."""

    parts: Parts
    head: bytes
    detected: Detected
    packed: str

    @classmethod
    def at(cls, read_part: ReadPart, size: int, columns: Mapping[str, str]) -> "Large":
        """The file of `size` bytes whose parts `read_part` gives."""
        parts = Parts(read_part, size)
        head = parts[:HEAD_BYTES]
        detected = recognize(head, columns)
        if detected.format not in DECOMPRESSORS:
            return cls(parts, head, detected, "")
        packed = detected.format
        pieces = Pieces(parts, packed, budget_for(size))
        head = Expanded(iter(pieces), pieces.starts).peek(HEAD_BYTES)
        return cls(parts, head, recognize(head, columns), packed)

    def opened(self, part: FileRange, budget: Budget) -> Expanded:
        """The bytes of a range as a file; what is unpacked counts against `budget`."""
        if not self.packed:
            return Expanded(self.parts.pieces(part.start, part.end), base=part.start)
        packed = Pieces(self.parts, self.packed, budget, begins=(part.unpacked_at, part.packed_at))
        pieces = within(iter(packed), part.start - part.unpacked_at, part.end - part.unpacked_at)
        return Expanded(pieces, packed.starts, base=part.start)

    def budget(self, part: FileRange) -> Budget:
        """What a range may unpack to: the file's budget without what stands in front of it, else that of a file of its length."""
        whole = budget_for(len(self.parts))
        if part.end == NO_END and not part.start:
            return whole
        own = budget_for(min(part.end, len(self.parts) + part.start) - part.start)
        if self.packed:
            own.bytes_left = whole.bytes_left - part.unpacked_at
        return own


WHOLE = FileRange(1, 0, NO_END)


def within(pieces: Iterator[bytes], start: int, end: int) -> Iterator[bytes]:
    """The bytes from `start` on and before `end`."""
    at = 0
    for piece in pieces:
        kept = piece[max(0, start - at) : max(0, end - at)]
        at += len(piece)
        if kept:
            yield kept
        if at >= end:
            return


def read_large(
    read_part: ReadPart,
    size: int,
    *,
    name: str,
    columns: Mapping[str, str],
    form: str | None,
    part: FileRange | None = None,
    care: Care = NO_CARE,
) -> Iterator[Record | Rejection] | None:
    """All records of a file of `size` bytes whose parts `read_part` gives; None where it can only be read whole.

    As `newsfold.formats.read` otherwise. With `part` those of a range, numbered from its `position_from`; none where none
    begins in it. `care` is told what is read next, and says what is passed over.
    """
    file = Large.at(read_part, size, columns)
    wanted = part or WHOLE
    budget = file.budget(wanted)
    stream = file.opened(wanted, budget)
    members = members_of(file.head, stream, budget, is_packed=bool(file.packed), is_part=part is not None)
    if members is not None:
        container = file.packed or file.detected.format
        items = partial(read_members, members, container, columns, budget, form, care)
    else:
        windows = windows_of(file.detected, columns, form)
        if windows is None:
            return None
        # Of a packed file it isn't known here whether more stands behind the range.
        goes_on = not file.packed and wanted.end < size
        items = partial(
            read_windows, stream, windows, columns, budget, care, is_packed=bool(file.packed), goes_on=goes_on
        )
    return counted(items, name, budget, None if part is None else part.position_from)


def members_of(
    head: bytes, stream: Expanded, budget: Budget, *, is_packed: bool, is_part: bool
) -> Iterator[Member | Rejection] | None:
    """The members of an archive whose reader takes a stream; None for other files."""
    if is_tar(head):
        return read_tar(stream, budget, is_packed=is_packed)
    if head.startswith(b"WARC/"):
        return read_warc(stream, budget, is_part=is_part)
    return read_arc(stream, budget) if head.startswith(b"filedesc://") else None


def read_members(
    members: Iterator[Member | Rejection],
    container: str,
    columns: Mapping[str, str],
    budget: Budget,
    form: str | None,
    care: Care,
) -> Iterator[Record | Rejection]:
    """The records of an archive's members."""
    for part in members:
        if not isinstance(part, Member):
            yield part
        elif (detail := care.begins(part.place, part.place + 1)) is not None:
            yield Rejection("reader_died", f"{part.name}: {detail}", offset=part.offset)
        else:
            yield from read_member(part, container, columns, budget, 1, form)


def read_windows(
    stream: Expanded,
    windows: Windows,
    columns: Mapping[str, str],
    budget: Budget,
    care: Care,
    *,
    is_packed: bool,
    goes_on: bool = False,
) -> Iterator[Record | Rejection]:
    """The records of each window, with their places in the file; in a compressed one the places are not known."""
    for start, data in windows_in(stream, windows, care, goes_on=goes_on):
        if (detail := care.begins(start, start + len(data))) is not None:
            place = "" if is_packed else f"bytes {start:,} to {start + len(data):,}: "
            yield Rejection("reader_died", place + detail, offset=0 if is_packed else start)
            continue
        prefix = windows.prefix if start else b""
        shift = start - len(prefix)
        for item in read_items(prefix + data if prefix else data, columns, budget, form=windows.form):
            if is_packed:
                yield (
                    replace(item, offset=0)
                    if isinstance(item, Rejection)
                    else replace(item, offset=0, length=0)
                )
            else:
                yield replace(item, offset=max(0, (item.offset or 0) + shift))


def windows_in(
    stream: Expanded, windows: Windows, care: Care = NO_CARE, *, goes_on: bool = False
) -> Iterator[tuple[int, bytes]]:
    """Each window: where it begins in the file, and its bytes. Where one ends depends on nothing but where it begins.

    Where `care` doubts the bytes, windows are as small as their records allow. The last one is left out where no record begins in
    it, as what stands behind the last record of a file; not where the file goes on behind the stream (`goes_on`).
    """
    start, rest = stream.base, b""
    while True:
        doubted_to = care.doubted_to(start)
        limit = doubted_to - start if doubted_to else MAX_WINDOW_BYTES
        cut = (doubted_to and windows.small_cut) or windows.cut
        most = min(CAREFUL_BYTES if doubted_to else WINDOW_BYTES, limit)
        while True:
            rest += read_up_to(stream, most - len(rest))
            is_last = len(rest) < most
            end = len(rest) if is_last else cut(rest[:most])
            if end or is_last or most == limit:
                break
            most = min(2 * most, limit)
        # A last record that is cut off is read with those before it, as in a file that is read whole.
        if not rest or (is_last and start and not goes_on and not windows.holds_record(rest)):
            return
        end = end or most
        yield start, rest[:end]
        start, rest = start + end, rest[end:]


def read_up_to(stream: Expanded, count: int) -> bytes:
    """The next `count` bytes, fewer at the end of the file."""
    kept: list[bytes] = []
    while count > 0 and (piece := stream.read(count)):
        kept.append(piece)
        count -= len(piece)
    return b"".join(kept)
