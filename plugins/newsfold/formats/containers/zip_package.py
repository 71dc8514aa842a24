"""Documents that are written as ZIP archives: Office Open XML, OpenDocument, EPUB. Which of them a file is, and their parts."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from newsfold.formats.containers.members import Budget, Refused
from newsfold.formats.containers.zip_archive import BROKEN, ENCRYPTED, entry_of, find_overlaps, unpack

END_OF_DIRECTORY = b"PK\x05\x06"
MAX_END = 66_000
MAX_PARTS = 20_000
PIECE_BYTES = 65_536
#: Opening and closing tags between two elements that are wanted.
MAX_UNWANTED = 1_000_000
CONTENT_TYPES = b"[Content_Types].xml"
BOOK = b"META-INF/container.xml"
FOLDER = re.compile(rb"PK\x01\x02.{42}(word|xl|ppt|visio)/", re.S)
OFFICE = {b"word": "docx", b"xl": "xlsx"}
#: The media type that stands first in the archive, unpacked (OpenDocument 1.3 part 2, 3.3; OCF 3.3, 4.3).
MEDIA_TYPE = re.compile(rb"mimetype(application/[a-z0-9.+-]{1,80})")
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    "application/epub+zip": "epub", f"{OPEN_DOCUMENT}text": "odt", f"{OPEN_DOCUMENT}text-template": "odt",
    f"{OPEN_DOCUMENT}text-master": "odt", f"{OPEN_DOCUMENT}spreadsheet": "ods",
}  # fmt: skip
# No document type is read, no entity expanded, nothing outside the file opened; what is broken is read as far as it goes.
PARSING = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "recover": True,
    "remove_comments": True, "remove_pis": True,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a document, by their names. All that is unpacked of them is counted against `budget`."""

    data: bytes
    budget: Budget
    parts: dict[str, zipfile.ZipInfo] = field(hash=False)
    overlapping: frozenset[int] = frozenset()

    def read(self, name: str) -> bytes:
        """The bytes of a part, empty where there is none. Raises Refused where they can't be unpacked, and Exhausted."""
        info = self.parts.get(name)
        if info is None:
            return b""
        if info.header_offset in self.overlapping:
            raise Refused("malformed", f"{name}: its bytes are also those of another part")
        return unpack(self.data, entry_of(info, self.data), self.budget).data

    def first(self, *names: str) -> bytes:
        """The bytes of the first of these parts that is there."""
        return self.read(next((name for name in names if name in self.parts), ""))


def find_package(data: bytes) -> tuple[str, str] | None:
    """Format and detail of a document that is packed as ZIP; None for an archive. The format is one of documents that are read,
    or `unsupported_format`. The name of the file says nothing, and neither does the order of the parts.
    """
    media_type = MEDIA_TYPE.match(data, 30)
    if media_type:
        stated = media_type[1].decode("ascii")
        if stated in MEDIA_TYPES:
            return MEDIA_TYPES[stated], stated
        if stated.startswith(OPEN_DOCUMENT):
            return "unsupported_format", "opendocument"
    listed = directory_of(data)
    if BOOK in listed:
        return "epub", "application/epub+zip"
    if CONTENT_TYPES not in listed:
        return None
    folder = FOLDER.search(listed)
    form = OFFICE.get(folder[1]) if folder else None
    if form is None and listed == data[: len(listed)] and b"word/" in listed:
        form = "docx"  # only the beginning of the file is there
    detail = "ms-office (Office Open XML)"
    return (form, detail) if form else ("unsupported_format", detail)


def directory_of(data: bytes) -> bytes:
    """The bytes of the archive's directory; the beginning of the file where it has none."""
    end = data.rfind(END_OF_DIRECTORY, max(0, len(data) - MAX_END))
    if end < 0:
        return data[:4096]
    start = int.from_bytes(data[end + 16 : end + 20], "little")
    return data[start:end] if start < end else data[:4096]


def open_package(data: bytes, budget: Budget) -> Package:
    """The parts of a document. Raises Refused where it is damaged, encrypted or has too many."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except BROKEN as error:
        reason = "malformed" if END_OF_DIRECTORY in data[-MAX_END:] else "truncated"
        raise Refused(reason, f"its directory of parts can't be read: {error}") from error
    if len(infos) > MAX_PARTS:
        raise Refused("too_large", f"a document of {len(infos):,} parts; the limit is {MAX_PARTS:,}")
    if any(info.flag_bits & ENCRYPTED for info in infos):
        raise Refused("encrypted", "needs a password")
    return Package(data, budget, {info.filename: info for info in infos}, frozenset(find_overlaps(infos)))


def walk(data: bytes, is_wanted: Callable[[str], bool]) -> Iterator[etree._Element]:
    """Each element of an XML part with a wanted name (without namespace), where it ends; then its content is forgotten.

    So memory holds one of them at a time. A wanted element inside another comes before it, and is empty when that comes.
    Raises Refused where too much stands in none of them.
    """
    parser = etree.XMLPullParser(events=("end",), **PARSING)
    unwanted = 0
    try:
        for at in range(0, len(data), PIECE_BYTES):
            piece = data[at : at + PIECE_BYTES]
            unwanted += piece.count(b"<")
            if unwanted > MAX_UNWANTED:
                raise Refused("malformed", "too many elements of other kinds in a document")
            parser.feed(piece)
            for _, element in parser.read_events():
                if is_wanted(local(element)):
                    unwanted = 0
                    yield element
                    forget(element, is_wanted)
    except etree.XMLSyntaxError:
        return


def forget(element: etree._Element, is_wanted: Callable[[str], bool]) -> None:
    """Give the memory of an element free, and that of what stood before it where it lies in no other wanted one."""
    element.clear(keep_tail=True)
    around = list(element.iterancestors())
    if any(is_wanted(local(above)) for above in around):
        return
    for each in (element, *around[:-1]):
        parent = each.getparent()
        while parent is not None and parent[0] is not each:
            del parent[0]


def parse_part(data: bytes) -> etree._Element | None:
    """The root of a small XML part; None where it can't be read."""
    try:
        return etree.fromstring(data, etree.XMLParser(**PARSING)) if data else None
    except (etree.XMLSyntaxError, ValueError):
        return None


def local(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """The value of an attribute, by its name without namespace; empty where there is none."""
    return next((str(value) for key, value in element.items() if key.rpartition("}")[2] == name), "")


def texts_by_name(root: etree._Element | None) -> dict[str, str]:
    """The text of each element of a small part, by its name without namespace; the first of each name."""
    found: dict[str, str] = {}
    for element in root.iter() if root is not None else ():
        if element.text and element.text.strip():
            found.setdefault(local(element), element.text.strip())
    return found
