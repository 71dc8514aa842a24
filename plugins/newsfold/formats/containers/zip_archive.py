"""ZIP archives -> their members. Specification: APPNOTE.TXT 6.3, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT.

The standard library reads the directory. The members are unpacked here: its own reading of bzip2 members takes whatever
one block expands to, and entries that share their bytes with others (https://www.bamsoftware.com/hacks/zipbomb/) are
refused by its later versions only. An archive that was cut has no directory; its members are then read in the order of the
bytes.
"""

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsfold.formats.containers.compressed import Decompressor, Pieces, gather
from newsfold.formats.containers.members import (
    MAX_MEMBER_BYTES,
    MAX_MEMBERS,
    Budget,
    Exhausted,
    Member,
    Refused,
    is_litter,
    rejected,
)
from newsfold.model import Rejection

LOCAL = b"PK\x03\x04"
DIRECTORY = b"PK\x01\x02"
DESCRIPTOR = b"PK\x07\x08"
LOCAL_HEADER = struct.Struct("<4s5H3I2H")
ENCRYPTED = 0x1 | 0x40 | 0x2000
SIZES_FOLLOW = 0x8
UTF8_NAME = 0x800
STORED, DEFLATED, BZIP2, LZMA, ZSTANDARD = 0, 8, 12, 14, 93
METHODS = {DEFLATED: "deflate", BZIP2: "bzip2", LZMA: "xz", ZSTANDARD: "zstd"}
BROKEN = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, struct.error)


@dataclass(frozen=True, slots=True)
class Entry:
    """One member: where its packed bytes are, what they should unpack to. `size` and `checksum` None: not stated."""

    name: str
    flags: int
    method: int
    offset: int
    start: int
    packed_size: int
    size: int | None
    checksum: int | None


def read_zip(data: bytes, budget: Budget) -> Iterator[Member | Rejection]:
    """The members of an archive in the order of its directory. Directories, links and litter are left out."""
    if data.count(DIRECTORY) > 2 * MAX_MEMBERS:
        yield Rejection("too_large", f"more than {2 * MAX_MEMBERS:,} entries in the archive's directory")
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except BROKEN as error:
        yield from salvage(data, budget, str(error))
        return
    foreign = find_foreign({info.filename for info in infos})
    if foreign:
        yield Rejection("unsupported_format", foreign)
        return
    overlapping = find_overlaps(infos)
    count = 0
    for info in choose(infos):
        budget.take_member()
        if not is_file(info):
            continue
        count += 1
        try:
            if info.header_offset in overlapping:
                raise Refused("malformed", "its bytes are also those of another member")
            yield unpack(data, entry_of(info, data), budget)
        except Exhausted:
            raise
        except Refused as refusal:
            yield rejected(info.filename, refusal, info.header_offset)
    if not count:
        yield Rejection("empty", "an archive without files")


def find_foreign(names: set[str]) -> str | None:
    """What kind of document it is that only happens to be packed as ZIP; None for an archive."""
    return "java archive" if "META-INF/MANIFEST.MF" in names else None


def choose(infos: Sequence[zipfile.ZipInfo]) -> Sequence[zipfile.ZipInfo]:
    """All members; of a web archive (WACZ, https://specs.webrecorder.net/wacz/) those that hold pages, not its indexes."""
    archived = [info for info in infos if info.filename.startswith("archive/")]
    is_wacz = archived and any(info.filename == "datapackage.json" for info in infos)
    return archived if is_wacz else infos


def is_file(info: zipfile.ZipInfo) -> bool:
    """True for what somebody has packed: no directory, no symbolic link, no litter."""
    return not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16) and not is_litter(info.filename)


def find_overlaps(infos: Sequence[zipfile.ZipInfo]) -> set[int]:
    """The offsets of members whose bytes lie partly inside another's."""
    overlapping: set[int] = set()
    end, owner = 0, -1
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            overlapping |= {owner, info.header_offset}
        own_end = info.header_offset + LOCAL_HEADER.size + info.compress_size
        if own_end > end:
            end, owner = own_end, info.header_offset
    return overlapping


def entry_of(info: zipfile.ZipInfo, data: bytes) -> Entry:
    """The member that an entry of the directory names. Raises Refused where there is none."""
    local = read_local_header(data, info.header_offset)
    if local is None:
        raise Refused("malformed", "the directory names a place where no member begins")
    return Entry(
        info.filename,
        info.flag_bits | local.flags,
        info.compress_type,
        info.header_offset,
        local.start,
        info.compress_size,
        info.file_size,
        info.CRC,
    )


def read_local_header(data: bytes, offset: int) -> Entry | None:
    """The member whose own header stands at `offset`; None where none does."""
    if not data.startswith(LOCAL, offset) or len(data) < offset + LOCAL_HEADER.size:
        return None
    _, _, flags, method, _, _, checksum, packed, size, name_size, extra_size = LOCAL_HEADER.unpack_from(
        data, offset
    )
    at = offset + LOCAL_HEADER.size
    name = data[at : at + name_size].decode("utf-8" if flags & UTF8_NAME else "cp437", "replace")
    stated = not flags & SIZES_FOLLOW
    return Entry(
        name, flags, method, offset, at + name_size + extra_size, packed,
        size if stated else None, checksum if stated else None,
    )  # fmt: skip


def unpack(data: bytes, entry: Entry, budget: Budget) -> Member:
    """One member's bytes, held to the size and the checksum that are stated. Raises Refused."""
    check_readable(entry)
    if entry.start + entry.packed_size > len(data):
        raise Refused("truncated", "its bytes go on behind the end of the file")
    packed = memoryview(data)[entry.start : entry.start + entry.packed_size]
    if entry.method == STORED:
        budget.take_bytes(len(packed))
        content, fault = bytes(packed), None
    else:
        content, fault = gather(iter(open_pieces(packed, entry.method, budget)))
    if fault:
        raise fault
    if (entry.size is not None and entry.size != len(content)) or zlib.crc32(content) != entry.checksum:
        raise Refused("malformed", "its bytes are not those that the archive states")
    return Member(
        entry.name, content, offset=entry.offset, length=entry.start + entry.packed_size - entry.offset
    )


def check_readable(entry: Entry) -> None:
    """Raise Refused for what is encrypted, too large or packed in a way that we don't know."""
    if entry.flags & ENCRYPTED:
        raise Refused("encrypted", "needs a password")
    if entry.method != STORED and entry.method not in METHODS:
        raise Refused("unsupported_format", f"ZIP compression method {entry.method}")
    if (entry.size or 0) > MAX_MEMBER_BYTES:
        raise Refused("too_large", f"{entry.size:,} bytes; the limit for a member is {MAX_MEMBER_BYTES:,}")


def open_pieces(packed: memoryview, method: int, budget: Budget) -> Pieces:
    """The unpacked pieces of a member. LZMA members begin with their properties (APPNOTE 5.8)."""
    if method != LZMA:
        return Pieces(packed, METHODS[method], budget)
    if len(packed) < 9 or packed[0] > 200:
        raise Refused("malformed", "the LZMA data has no properties")
    return Pieces(packed[9:], "xz", budget, first=lzma_decompressor(bytes(packed[4:9])))


def lzma_decompressor(properties: bytes) -> Decompressor:
    """A decompressor for bare LZMA data. Raises Refused for properties that can't be, or would take too much memory."""
    rest, size = properties[0], int.from_bytes(properties[1:5], "little")
    if rest >= 9 * 5 * 5 or size > MAX_MEMBER_BYTES:
        raise Refused("malformed", "LZMA properties that are not allowed")
    chosen = {
        "id": lzma.FILTER_LZMA1, "dict_size": max(4096, size), "lc": rest % 9, "lp": rest // 9 % 5, "pb": rest // 45
    }  # fmt: skip
    try:
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[chosen])
    except (lzma.LZMAError, ValueError) as error:
        raise Refused("malformed", f"LZMA properties: {error}") from error


def salvage(data: bytes, budget: Budget, fault: str) -> Iterator[Member | Rejection]:
    """The members of an archive whose directory is lost, each by its own header, then a Rejection that says so."""
    at = data.find(LOCAL)
    count = 0
    while at >= 0 and (entry := read_local_header(data, at)):
        budget.take_member()
        end = entry.start + entry.packed_size
        try:
            member, end = unpack_unlisted(data, entry, budget)
            if not (entry.name.endswith("/") or is_litter(entry.name)):
                count += 1
                yield member
        except Exhausted:
            raise
        except Refused as refusal:
            yield rejected(entry.name, refusal, at)
            if refusal.reason_code == "truncated" or end <= at + LOCAL_HEADER.size:
                return
        at = data.find(LOCAL, end)
    reason = "malformed" if DIRECTORY in data else "truncated"
    if data.startswith(b"PK\x05\x06"):
        yield Rejection("empty", "an archive without files")
        return
    yield Rejection(
        reason, f"the archive's directory can't be read ({fault}); {count} members were found without it"
    )


def unpack_unlisted(data: bytes, entry: Entry, budget: Budget) -> tuple[Member, int]:
    """A member that only its own header describes, and where its bytes end. Raises Refused."""
    if entry.size is not None or entry.flags & ENCRYPTED:
        return unpack(data, entry, budget), entry.start + entry.packed_size
    check_readable(entry)
    if entry.method != DEFLATED:
        raise Refused("truncated", "neither its size nor its end is known")
    pieces = Pieces(memoryview(data)[entry.start :], "deflate", budget)
    content, refusal = gather(iter(pieces))
    if refusal:
        raise refusal
    end = entry.start + pieces.end
    at = end + 4 if data.startswith(DESCRIPTOR, end) else end
    if data[at : at + 4] != zlib.crc32(content).to_bytes(4, "little"):
        raise Refused("truncated" if at + 4 > len(data) else "malformed", "its checksum is missing or wrong")
    return Member(entry.name, content, offset=entry.offset, length=end - entry.offset), end
