"""Tar archives -> their members, read forward through the unpacked bytes: the archive itself is never held whole."""

import io
import tarfile
from collections.abc import Iterator

from newsfold.formats.containers.compressed import Expanded, gather
from newsfold.formats.containers.members import (
    MAX_MEMBER_BYTES,
    Budget,
    Exhausted,
    Member,
    Refused,
    is_litter,
    rejected,
)
from newsfold.model import Rejection

BLOCK = 512
# Long names, extended headers and maps of sparse members stand in front of a member. None of them is ever this long.
MAX_HEADER_BYTES = 1_000_000
PIECE_BYTES = 262_144
FAULTS = (tarfile.TarError, OSError, EOFError, ValueError, IndexError, KeyError, OverflowError)


class TarBytes(io.RawIOBase):
    """The bytes of an archive as the standard library wants them, with a limit on what it reads for one header."""

    def __init__(self, expanded: Expanded) -> None:
        self.expanded = io.BufferedReader(expanded, PIECE_BYTES)
        self.at = 0
        self.header_left = MAX_HEADER_BYTES
        self.in_header = True
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        if self.in_header:
            self.header_left -= size
            if size < 0 or self.header_left < 0:
                raise Refused("malformed", f"a header of more than {MAX_HEADER_BYTES:,} bytes")
        self.last = self.expanded.read(size)
        self.at += len(self.last)
        return self.last

    def seek(self, offset: int, whence: int = 0) -> int:
        if whence or offset < self.at:
            raise Refused("malformed", "a member that lies in front of the one before")
        while self.at < offset and (piece := self.expanded.read(min(PIECE_BYTES, offset - self.at))):
            self.at += len(piece)
        return self.at

    def tell(self) -> int:
        return self.at

    def seekable(self) -> bool:
        return True


def is_tar(data: bytes) -> bool:
    """True where the first header has the mark of POSIX or GNU tar, or the checksum of the older form fits."""
    if data[257:262] == b"ustar":
        return True
    if not data[124:135].strip(b" 01234567\x00") and data[148:154].strip(b" \x00").isdigit():
        try:
            return bool(tarfile.TarInfo.frombuf(data[:BLOCK], "utf-8", "surrogateescape").name)
        except (tarfile.HeaderError, ValueError):
            return False
    return False


def read_tar(expanded: Expanded, budget: Budget, *, is_packed: bool) -> Iterator[Member | Rejection]:
    """The regular files of an archive, in order. Links, devices and litter are left out.

    `is_packed`: the archive was compressed, so its unpacking counts already; the members have no bytes of their own in the file.
    """
    source = TarBytes(expanded)
    count = 0
    name = "the archive"
    try:
        with tarfile.TarFile(fileobj=source, mode="r", encoding="utf-8", errors="surrogateescape") as archive:
            while (info := next_info(archive, source)) is not None:
                budget.take_member()
                name = info.name
                if not info.isreg() or is_litter(name):
                    continue
                count += 1
                yield unpack(archive, info, budget, is_packed)
    except Exhausted:
        raise
    except Refused as refusal:
        yield rejected(name, refusal)
        return
    except FAULTS as error:
        is_cut = "unexpected end" in str(error) or "truncated" in str(error) or len(source.last) < BLOCK
        yield Rejection("truncated" if is_cut else "malformed", f"behind {name}: {error}")
        return
    if source.last.strip(b"\x00"):
        is_cut = len(source.last) < BLOCK
        yield Rejection(
            "truncated" if is_cut else "malformed", f"behind {name}: no further member can be read"
        )
    elif not count:
        yield Rejection("empty", "an archive without files")


def next_info(archive: tarfile.TarFile, source: TarBytes) -> tarfile.TarInfo | None:
    """The next member's header. Headers that were read are forgotten, or a long archive would fill the memory."""
    archive.members.clear()  # type: ignore[attr-defined]
    source.in_header, source.header_left = True, MAX_HEADER_BYTES
    info = archive.next()
    source.in_header = False
    return info


def unpack(
    archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget, is_packed: bool
) -> Member | Rejection:
    """One member's bytes. What is too large is passed over."""
    offset = 0 if is_packed else info.offset
    if info.size > MAX_MEMBER_BYTES:
        detail = f"{info.size:,} bytes; the limit for a member is {MAX_MEMBER_BYTES:,}"
        return rejected(info.name, Refused("too_large", detail), offset)
    file = archive.extractfile(info)
    if file is None:
        return rejected(info.name, Refused("malformed", "no regular file"), offset)
    budget.take_bytes(info.size if not is_packed or info.sparse else 0)
    content, _ = gather(iter(lambda: file.read(PIECE_BYTES), b""))
    if len(content) < info.size:
        raise Refused("truncated", "its bytes end in the middle")
    length = 0 if is_packed else info.offset_data - info.offset + info.size
    return Member(info.name, content, offset=offset, length=length, place=info.offset)
