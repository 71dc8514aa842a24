"""Files inside files: what a container's reader hands over, and how much one file may unpack to.

Archives can be made to expand without end, by repeated bytes, by entries that share their bytes, or by an archive that
holds itself. So all that one file unpacks is counted against one budget, however deep it lies. And what is there once can be
named by many: a text by the cells of a table, a value by the rows of a column. So the texts that come out are counted, too.
"""

import re
from dataclasses import dataclass, replace

from newsfold.model import HeaderPlace, RawHeader, Record, Rejection
from newsfold.text.characters import fold
from newsfold.text.raw_headers import MAX_HEADERS, MAX_VALUE_CHARACTERS

MAX_MEMBER_BYTES = 64_000_000
MAX_FILE_BYTES = 1_000_000_000
MAX_EXPANSION = 1_000
USUAL_EXPANSION = 20
MAX_MEMBERS = 100_000
# How many refused records of a file are told one by one: so many, or one for so many bytes. A file can be made of nothing else,
# and each is a row.
MAX_REJECTIONS = 1_000
BYTES_PER_REJECTION = 1_000
#: What a record counts at least. Nothing that is written down record by record comes near: the shortest takes 25 bytes, and a
#: file may give twenty times its size.
LEAST_PER_RECORD = 500
#: How many containers may lie one inside the other. A compressed tar archive counts once.
MAX_DEPTH = 4
# What packing programs leave behind: resource forks of macOS, thumbnails and folder settings of Windows.
LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._[^/]*$|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.I)

PAGE_PART = re.compile(r"\.(?:css|less|scss|m?js|map)(?:[?#]|$)", re.I)


class Refused(Exception):
    """A container, or a member of it, can't be read on. `reason_code` and `detail` are those of the Rejection."""

    def __init__(self, reason_code: str, detail: str) -> None:
        super().__init__(detail)
        self.reason_code = reason_code
        self.detail = detail


class Exhausted(Refused):
    """The file has used up its budget: nothing more of it is read."""


@dataclass(slots=True)
class Budget:
    """How many bytes and members one file may unpack to, how many of its refused records are told one by one, and how many
    characters the others have, over all its archives.
    """

    bytes_left: int
    members_left: int = MAX_MEMBERS
    told_rejections: int = MAX_REJECTIONS
    characters_left: int = MAX_FILE_BYTES

    def take_bytes(self, count: int) -> None:
        """Count unpacked bytes. Raises Exhausted where there are too many."""
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise Exhausted("too_large", "unpacks to more than is read of one file; the rest was not read")

    def take_member(self) -> None:
        """Count one member. Raises Exhausted where there are too many."""
        self.members_left -= 1
        if self.members_left < 0:
            raise Exhausted("too_large", "more members than are read of one file; the rest was not read")

    def take_record(self, characters: int) -> None:
        """Count the text of one record. Raises Exhausted where there are too many."""
        self.characters_left -= max(characters, LEAST_PER_RECORD)
        if self.characters_left < 0:
            detail = "its records have more text than is read of one file; the rest was not read"
            raise Exhausted("too_large", detail)


def budget_for(size: int) -> Budget:
    """The budget of a file of `size` bytes: a thousand times its size, within 64 MB and 1 GB; of a large file twenty times."""
    most = max(MAX_MEMBER_BYTES, min(MAX_FILE_BYTES, MAX_EXPANSION * size), USUAL_EXPANSION * size)
    rejections = max(MAX_REJECTIONS, size // BYTES_PER_REJECTION)
    members = max(MAX_MEMBERS, size // BYTES_PER_REJECTION)
    return Budget(most, members_left=members, told_rejections=rejections, characters_left=most)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a container, unpacked.

    `name` is told in details; where `is_named`, it is also what makes the record's address, because no other member
    of the container has it. It never becomes a path. `headers` are what the container says about the member; `charset` is the
    declared one. `offset` and `length` are the member's own bytes in the container, packed;
    both are 0 where members are packed together. `place` is where an archive that is read as a stream has it, unpacked.
    """

    name: str
    data: bytes
    headers: tuple[RawHeader, ...] = ()
    charset: str | None = None
    offset: int = 0
    length: int = 0
    is_named: bool = True
    place: int = 0


def is_litter(name: str) -> bool:
    """True for the name of a member that a packing program has added, and nobody wrote."""
    return LITTER.search(name) is not None


def is_page_part(name: str) -> bool:
    """True for the name of a text that a program reads: styles and scripts in the archive of a page."""
    return PAGE_PART.search(name) is not None


def rejected(member: str, refusal: Refused, offset: int = 0) -> Rejection:
    """The Rejection of one member."""
    return Rejection(refusal.reason_code, f"{member}: {refusal.detail}", offset=offset)


def place(item: Record | Rejection, member: Member, index: int, container: str) -> Record | Rejection:
    """`item`, the one with number `index` among those of `member`, with its place in the container and what that says.

    Each container that it lies in adds a header `container` with its format, the innermost first.
    Its name goes to the header `member.name` (`inner.zip!/a.txt` for archives in archives), its number, if it isn't
    the first, to `member.position`.
    """
    if isinstance(item, Rejection):
        detail = f"{member.name}: {item.detail}" if member.name else item.detail
        return replace(item, detail=detail, offset=member.offset)
    own = list(item.headers)
    extra = [*member.headers, RawHeader("container", container, HeaderPlace("container"))]
    if member.is_named:
        inner = [header.value for header in own if header.name == "member.name"]
        own = [header for header in own if header.name != "member.name"]
        if not inner and index:
            extra.append(RawHeader("member.position", str(index), HeaderPlace("container")))
        name = "!/".join([fold(member.name), *inner])[:MAX_VALUE_CHARACTERS]
        extra.append(RawHeader("member.name", name or "unnamed", HeaderPlace("container")))
    over = max(0, len(own) + len(extra) - MAX_HEADERS)
    half = MAX_HEADERS // 2  # the first and the last ones say more than those in the middle
    kept = (*own[:half], *own[half + over :], *extra) if over else (*own, *extra)
    return replace(item, headers=kept, offset=member.offset, length=member.length)
