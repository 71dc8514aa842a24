"""Documents of Microsoft Word (.docx, Office Open XML, ECMA-376 part 1) -> their articles.

python-docx was looked at and not taken: it reads the whole document into memory, without a limit, and gives neither text boxes
nor what was inserted with changes tracked. What counts here are a dozen elements.
"""

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from newsfold.formats.containers.members import Budget
from newsfold.formats.containers.zip_package import (
    Package,
    attribute,
    local,
    open_package,
    parse_part,
    texts_by_name,
    walk,
)
from newsfold.formats.documents.written_document import MAX_BLOCKS, Block, Written, read_written
from newsfold.model import Record, Rejection

FORM = "docx"
MAIN = "word/document.xml"
MAIN_RELATION = "/officeDocument"
WANTED = frozenset(("p", "tr"))
# What was deleted or moved away, is there a second time for older programs, or is hidden, a field's code or a note.
UNREAD = frozenset(
    (
        "del",
        "moveFrom",
        "Fallback",
        "delText",
        "instrText",
        "delInstrText",
        "footnoteReference",
        "pPr",
        "rPr",
        "sdtPr",
    )
)
BREAKS = frozenset(("br", "cr"))
CHARACTERS = {"tab": " ", "noBreakHyphen": "-", "ptab": " "}
#: Invariant names of built-in styles, in small letters; their ids are in the language of the program.
STYLES = {"title": "title", "subtitle": "subtitle", "headline": "title"}
MAX_CELL = 100


def read_docx(data: bytes, budget: Budget, _: Mapping[str, str]) -> Iterator[Record | Rejection]:
    """Read the articles of a document, mostly one. Raises Refused where it can't be opened."""
    package = open_package(data, budget)
    main = package.read(main_part(package))
    if not main:
        yield Rejection("malformed", "a document without its main part", 0, 0, FORM)
        return
    styles = styles_of(package)
    blocks = []
    for block in blocks_of(main, styles):
        blocks.append(block)
        if len(blocks) > MAX_BLOCKS:
            yield Rejection("too_large", f"more than {MAX_BLOCKS:,} paragraphs", 0, 0, FORM)
            return
    yield from read_written(
        Written(blocks, texts_by_name(parse_part(package.read("docProps/core.xml")))), FORM, len(data)
    )


def main_part(package: Package) -> str:
    """The name of the part with the text: `word/document.xml`, where the document's relations do not name another."""
    root = parse_part(package.read("_rels/.rels"))
    for element in root.iter() if root is not None else ():
        if local(element) == "Relationship" and attribute(element, "Type").endswith(MAIN_RELATION):
            name = posixpath.normpath(attribute(element, "Target").lstrip("/"))
            if name in package.parts:
                return name
    return MAIN


def styles_of(package: Package) -> dict[str, str]:
    """Id of a paragraph's style -> title, subtitle or heading, for those that are one."""
    found = {}
    for style in walk(package.read("word/styles.xml"), "style".__eq__):
        name = next((attribute(each, "val") for each in style if local(each) == "name"), "").casefold()
        kind = "heading" if name.startswith("heading ") else STYLES.get(name)
        if kind:
            found[attribute(style, "styleId")] = kind
    return found


def blocks_of(main: bytes, styles: dict[str, str]) -> Iterator[Block]:
    """The paragraphs in order. Those of a row of a table come together, as one where all its cells are short."""
    row: list[Block] = []
    for element in walk(main, WANTED.__contains__):
        if local(element) == "tr":
            yield from row_of(row)
            row = []
            continue
        block = block_of(element, styles)
        is_in_row = next((True for above in element.iterancestors() if local(above) == "tr"), False)
        if any(local(above) in UNREAD for above in element.iterancestors()):
            continue
        if is_in_row:
            row.append(block)
        else:
            yield block
    yield from row


def row_of(cells: list[Block]) -> list[Block]:
    """A row as one line where it is one of data; a key and its value are a header line."""
    filled = [cell for cell in cells if cell.text.strip()]
    if len(filled) < 2 or any(len(cell.text) > MAX_CELL for cell in filled):
        return filled
    texts = [" ".join(cell.text.split()) for cell in filled]
    is_key = len(texts) == 2 and texts[0].endswith(":")
    return [Block((" " if is_key else " | ").join(texts))]


def block_of(paragraph: etree._Element, styles: dict[str, str]) -> Block:
    """One paragraph with its style."""
    style = ""
    properties = next((each for each in paragraph if local(each) == "pPr"), None)
    for each in properties if properties is not None else ():
        if local(each) == "pStyle":
            style = styles.get(attribute(each, "val"), style)
        elif (
            local(each) == "numPr"
            and not style
            and any(attribute(n, "val") != "0" for n in each if local(n) == "numId")
        ):
            style = "item"
    return Block("".join(pieces_of(paragraph)).strip(), style)


def pieces_of(element: etree._Element) -> Iterator[str]:
    """The text of an element, piece by piece, in order. Runs that are hidden are not part of it."""
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in BREAKS:
            yield "\n"
        elif name in CHARACTERS:
            yield CHARACTERS[name]
        elif name not in UNREAD and not (name == "r" and is_hidden(child)):
            yield from pieces_of(child)


def is_hidden(run: etree._Element) -> bool:
    """Whether a run is set in a font that is not shown."""
    properties = next((each for each in run if local(each) == "rPr"), None)
    vanish = (
        None if properties is None else next((each for each in properties if local(each) == "vanish"), None)
    )
    return vanish is not None and attribute(vanish, "val") not in ("0", "false")
