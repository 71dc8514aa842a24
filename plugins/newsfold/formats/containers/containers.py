"""The readers of files that hold other files, by the names that `newsfold.formats.detection` gives them."""

from collections.abc import Callable, Iterator
from functools import partial

from newsfold.formats.containers.book import read_book
from newsfold.formats.containers.compressed import PIECE_BYTES, Expanded, expand, gather, plain
from newsfold.formats.containers.mail import read_mail
from newsfold.formats.containers.mail_folder import read_mail_folder
from newsfold.formats.containers.members import Budget, Member
from newsfold.formats.containers.saved_page import read_saved_page
from newsfold.formats.containers.tar_archive import is_tar, read_tar
from newsfold.formats.containers.web_archives import read_arc, read_warc
from newsfold.formats.containers.zip_archive import read_zip
from newsfold.formats.detection import recognize
from newsfold.model import Record, Rejection

HEAD_BYTES = 1_024
# Formats of one article: what was cut is refused, because half a text would pass for a new version of the whole one.
ONE_ARTICLE = frozenset({"text", "html"})

Reader = Callable[[bytes, Budget], Iterator[Member | Record | Rejection]]


def read_compressed(data: bytes, budget: Budget, method: str) -> Iterator[Member | Rejection]:
    """What a compressed file holds: an archive's members, read while it is unpacked, or one file."""
    expanded = expand(data, method, budget)
    head = expanded.peek(HEAD_BYTES)
    if is_tar(head):
        yield from read_tar(expanded, budget, is_packed=True)
    elif head.startswith(b"WARC/"):
        yield from read_warc(expanded, budget)
    elif head.startswith(b"filedesc://"):
        yield from read_arc(expanded, budget)
    else:
        yield from read_single(expanded, len(data))


def read_single(expanded: Expanded, size: int) -> Iterator[Member | Rejection]:
    """The one file that a compressed file of `size` bytes holds. It has no name of its own."""
    content, refusal = gather(iter(partial(expanded.read, PIECE_BYTES), b""))
    if content and (refusal is None or recognize(content).format not in ONE_ARTICLE):
        yield Member("", content, offset=0, length=size, is_named=False)
    elif refusal is None:
        yield Rejection("empty", "compressed, and nothing is in it", offset=0)
    if refusal:
        yield Rejection(refusal.reason_code, refusal.detail, offset=0)


def read_plain_tar(data: bytes, budget: Budget) -> Iterator[Member | Rejection]:
    """The members of a tar archive that is not compressed."""
    return read_tar(plain(data), budget, is_packed=False)


def read_plain_warc(data: bytes, budget: Budget) -> Iterator[Member | Rejection]:
    """The pages of a WARC file that is not compressed."""
    return read_warc(plain(data), budget)


def read_plain_arc(data: bytes, budget: Budget) -> Iterator[Member | Rejection]:
    """The pages of an ARC file that is not compressed."""
    return read_arc(plain(data), budget)


CONTAINERS: dict[str, Reader] = {
    "zip": read_zip,
    "tar": read_plain_tar,
    **{method: partial(read_compressed, method=method) for method in ("gzip", "bzip2", "xz", "zstd")},
    "warc": read_plain_warc,
    "arc": read_plain_arc,
    "email": read_mail,
    "mbox": read_mail_folder,
    "mhtml": read_saved_page,
    "epub": read_book,
}
