"""trafilatura's result -> the paragraphs of a page's text, each once."""

from collections.abc import Iterator, Sequence

from lxml import etree

from newsfold.text.characters import ends_sentence, fold, weight

# What ends a piece of text; lists and tables are read on their own.
APART = ("lb", "list", "table")
MIN_COPY = 200


def read_blocks(body: etree._Element) -> Iterator[str]:
    """The paragraphs of trafilatura's result: p, head, quote, list and table elements."""
    for block in body.iterchildren(etree.Element):
        if block.tag == "list":
            yield from ("- " + text for text in map(read_inline, block.iter("item")) if text)
        elif block.tag == "table":
            for row in block.iter("row"):
                text = " | ".join(filter(None, map(read_inline, row.iterchildren("cell"))))
                if text:
                    yield text
        else:
            yield from read_lines(block)


def read_inline(element: etree._Element) -> str:
    """The text of an item or a cell on one line, without the lists and tables inside it: their items are lines of their own."""
    return fold("".join(own_text(element)) if len(element) else element.text or "")


def own_text(element: etree._Element) -> Iterator[str]:
    """The pieces of text in `element`, a space for a line break and for a list or table inside it."""
    yield element.text or ""
    for child in element:
        if child.tag in APART:
            yield " "
        else:
            yield from own_text(child)
        yield child.tail or ""


def read_lines(block: etree._Element) -> Iterator[str]:
    """The paragraphs in one block: two line breaks divide them, and one does behind a long line that ends a sentence."""
    current = ""
    for piece in read_pieces(block):
        if current and (not piece or (ends_sentence(current) and weight(current) > 80)):
            yield current
            current = ""
        current = f"{current} {piece}".strip()
    if current:
        yield current


def read_pieces(block: etree._Element) -> Iterator[str]:
    """The text between the line breaks in one block, empty where two breaks meet.

    trafilatura folds the line feeds of the source, so one that is left in its text was a line break.
    """
    for piece in divide(block) if len(block) else [block.text or ""]:
        yield from [text for text in map(fold, piece.split("\n")) if text] or [""]


def divide(block: etree._Element) -> list[str]:
    """The text of a block, divided at line breaks and at the paragraphs and items inside."""
    pieces = [""]
    for event, element in etree.iterwalk(block, events=("start", "end")):
        if event == "start":
            if element.tag in ("lb", "p", "item") and element is not block:
                pieces.append("")
            pieces[-1] += element.text or ""
        elif element is not block:
            if element.tag in ("p", "item"):
                pieces.append("")
            pieces[-1] += element.tail or ""
    return pieces


def drop_copies(texts: Sequence[str]) -> list[str]:
    """The paragraphs without those that repeat a run of earlier ones word for word: pages hold their text once for each
    width of screen. Short runs stay: a refrain, a row of a table.
    """
    kept: list[str] = []
    first: dict[str, int] = {}
    position = 0
    while position < len(texts):
        end = end_of_copy(texts, position, first.get(texts[position]))
        if sum(map(len, texts[position:end])) >= MIN_COPY:
            position = end
            continue
        first.setdefault(texts[position], position)
        kept.append(texts[position])
        position += 1
    return kept


def end_of_copy(texts: Sequence[str], start: int, origin: int | None) -> int:
    """The position behind the paragraphs from `start` on that say the same as those from `origin` on; `start` without one."""
    end = start
    while origin is not None and origin < start and end < len(texts) and texts[end] == texts[origin]:
        end += 1
        origin += 1
    return end
