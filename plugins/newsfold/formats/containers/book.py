"""Electronic books (EPUB 3.3), as newspapers and magazines send their issues -> their articles, a chapter each."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from newsfold.formats.containers.members import Budget, Exhausted, Member, Refused, rejected
from newsfold.formats.containers.zip_package import (
    Package,
    attribute,
    local,
    open_package,
    parse_part,
    texts_by_name,
)
from newsfold.model import RawHeader, Rejection
from newsfold.text.raw_headers import Collector

PAGES = frozenset(("application/xhtml+xml", "text/html"))
# What is in a book beside its chapters.
NO_CHAPTER = frozenset(("nav", "cover", "toc", "title-page", "titlepage", "copyright-page", "cover-image"))
# Letters of fonts are mixed so that they are not copied: that locks nothing.
FONT_METHODS = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
HEADERS = {
    "publisher": "document.publisher",
    "language": "document.language",
    "date": "book.date",
    "title": "book.title",
}


def read_book(data: bytes, budget: Budget) -> Iterator[Member | Rejection]:
    """The chapters in the order in which they are read, as pages, each with what the book says of itself. Raises Refused."""
    package = open_package(data, budget)
    check_lock(package)
    name = root_file(package)
    root = parse_part(package.read(name))
    if root is None:
        yield Rejection("malformed", "a book without its list of contents")
        return
    stated = headers_of(root)
    count = 0
    # A chapter stands in a book once (EPUB 3.3, 5.6.2 and 5.7.2), however often it is named.
    for chapter in dict.fromkeys(chapters_of(root, posixpath.dirname(name))):
        info = package.parts.get(chapter)
        if info is None:
            continue
        budget.take_member()
        count += 1
        try:
            yield Member(chapter, package.read(chapter), stated, None, info.header_offset, info.compress_size)
        except Exhausted:
            raise
        except Refused as refusal:
            yield rejected(chapter, refusal, info.header_offset)
    if not count:
        yield Rejection("no_article", "a book without chapters")


def check_lock(package: Package) -> None:
    """Raise Refused where more than its fonts is encrypted."""
    locked = package.read("META-INF/encryption.xml")
    methods = locked.count(b"EncryptionMethod Algorithm")
    if methods > sum(locked.count(b'EncryptionMethod Algorithm="' + each) for each in FONT_METHODS):
        raise Refused("encrypted", "a book with a lock against copying")


def root_file(package: Package) -> str:
    """The name of the list of contents."""
    root = parse_part(package.read("META-INF/container.xml"))
    for element in root.iter() if root is not None else ():
        if local(element) == "rootfile" and attribute(element, "full-path") in package.parts:
            return attribute(element, "full-path")
    return next((name for name in package.parts if name.endswith(".opf")), "")


def chapters_of(root: etree._Element, folder: str) -> Iterator[str]:
    """The names of the parts that are read, in their order, but for covers and lists of contents."""
    listed = {attribute(each, "id"): each for each in root.iter() if local(each) == "item"}
    guide = {
        attribute(each, "href").partition("#")[0]
        for each in root.iter()
        if local(each) == "reference" and attribute(each, "type") in NO_CHAPTER
    }
    for element in root.iter():
        item = listed.get(attribute(element, "idref")) if local(element) == "itemref" else None
        if item is None or attribute(item, "media-type") not in PAGES or attribute(element, "linear") == "no":
            continue
        href = attribute(item, "href").partition("#")[0]
        if NO_CHAPTER.isdisjoint(attribute(item, "properties").split()) and href not in guide:
            yield posixpath.normpath(posixpath.join(folder, unquote(href)))


def headers_of(root: etree._Element) -> tuple[RawHeader, ...]:
    """What the book says of itself: of all its articles."""
    stated = texts_by_name(next((each for each in root.iter() if local(each) == "metadata"), None))
    found = Collector()
    for name, header in HEADERS.items():
        found.header(header, stated.get(name, ""), "the book")
    return tuple(found.headers)
