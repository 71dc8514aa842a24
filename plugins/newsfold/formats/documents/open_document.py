"""Documents of LibreOffice and others (.odt, OpenDocument 1.3 part 3) -> their articles."""

from collections.abc import Iterator, Mapping

from lxml import etree

from newsfold.formats.containers.members import Budget, Refused
from newsfold.formats.containers.zip_package import (
    Package,
    attribute,
    local,
    open_package,
    parse_part,
    texts_by_name,
    walk,
)
from newsfold.formats.documents.word_document import row_of
from newsfold.formats.documents.written_document import MAX_BLOCKS, Block, Written, read_written
from newsfold.model import Record, Rejection

FORM = "odt"
WANTED = frozenset(("p", "h", "style", "table-row"))
# Footnotes, comments, deleted text, what is shown where a change was, and the parts that stand on each page.
UNREAD = frozenset(
    (
        "note",
        "annotation",
        "annotation-end",
        "tracked-changes",
        "ruby-text",
        "script",
        "header",
        "footer",
        "sequence-decls",
    )
)
STYLES = {"Title": "title", "Subtitle": "subtitle"}
MAX_SPACES = 20
PROPERTIES = {"initial-creator": "creator", "creation-date": "created", "date": "modified"}


def read_odt(data: bytes, budget: Budget, _: Mapping[str, str]) -> Iterator[Record | Rejection]:
    """Read the articles of a document, mostly one. Raises Refused where it can't be opened."""
    package = open_package(data, budget)
    check_encryption(package)
    content = package.read("content.xml")
    if not content:
        yield Rejection("malformed", "a document without its content", 0, 0, FORM)
        return
    blocks = []
    for block in blocks_of(content):
        blocks.append(block)
        if len(blocks) > MAX_BLOCKS:
            yield Rejection("too_large", f"more than {MAX_BLOCKS:,} paragraphs", 0, 0, FORM)
            return
    yield from read_written(Written(blocks, properties_of(package)), FORM, len(data))


def check_encryption(package: Package) -> None:
    """Raise Refused where the list of parts says that they are encrypted."""
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused("encrypted", "needs a password")


def properties_of(package: Package) -> dict[str, str]:
    """The properties by the names of Dublin Core. `dc:creator` is who saved it last, `dc:date` when."""
    stated = texts_by_name(parse_part(package.read("meta.xml")))
    found = {PROPERTIES[name]: value for name, value in stated.items() if name in PROPERTIES}
    return {**{name: stated[name] for name in ("title", "language", "creator") if name in stated}, **found}


def blocks_of(content: bytes) -> Iterator[Block]:
    """The paragraphs in order. Those of a row of a table come together, as one where all its cells are short."""
    styles = dict(STYLES)
    row: list[Block] = []
    for element in walk(content, WANTED.__contains__):
        name = local(element)
        if name == "style":  # P1 is a Title with an indent
            parent = styles.get(attribute(element, "parent-style-name"))
            if parent and attribute(element, "name"):
                styles[attribute(element, "name")] = parent
            continue
        if name == "table-row":
            yield from row_of(row)
            row = []
            continue
        around = {local(above) for above in element.iterancestors()}
        if around & UNREAD:
            continue
        style = styles.get(attribute(element, "style-name"), "heading" if name == "h" else "")
        block = Block("".join(pieces_of(element)).strip(), style or ("item" if "list-item" in around else ""))
        if "table-row" in around:
            row.append(block)
        else:
            yield block
    yield from row


def pieces_of(element: etree._Element) -> Iterator[str]:
    """The text of an element, piece by piece, in order; white space counts once (OpenDocument 1.3 part 3, 6.1.2)."""
    yield " ".join((element.text or "").replace("\n", " ").split(" ")) if element.text else ""
    for child in element:
        name = local(child)
        if name == "line-break":
            yield "\n"
        elif name == "tab":
            yield " "
        elif name == "s":
            count = attribute(child, "c")
            yield " " * (min(int(count), MAX_SPACES) if count.isdigit() else 1)
        elif name and name not in UNREAD:
            yield from pieces_of(child)
        yield (child.tail or "").replace("\n", " ")
