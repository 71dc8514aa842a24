"""Lines of a printed page, as they stand on it -> paragraphs. Where one ends is seen by the room, the indents and the type.

Nothing in a PDF says what is a paragraph or a headline (ISO 32000-1, 9.4: there are only strings with places).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsfold.formats.documents.written_document import Block
from newsfold.text.byline_lines import find_byline_line
from newsfold.text.characters import ends_sentence, is_ideographic
from newsfold.text.credit_lines import is_date_alone

MORE_ROOM = 1.28
OTHER_SIZE = 0.08
LEAST_ROOM, MOST_ROOM = 0.8, 2.2
INDENT = 0.7
LINES_AT_EDGE = 2
PAGES_FOR_REPEATS = 3
TITLE_SIZE = 1.2
LINES_AT_TOP = 25
SHORT_LINE = 0.8
PAGE_NUMBER = re.compile(
    r"[\W_]{0,4}(?:[^\W\d]{1,10}\.?\s{0,2})?\d{1,4}(?:\s{0,2}(?:/|of|von|de|sur|di|van|из)\s{0,2}\d{1,4})?[\W_]{0,4}"
)
DIGITS = re.compile(r"\d+")
HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,40}-[^\W\d_]{2,40}")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of type: its left edge and its height on the page, in points from the lower left, and the size of its type."""

    text: str
    left: float
    height: float
    size: float


def blocks_of(pages: Sequence[Sequence[PrintedLine]]) -> list[Block]:
    """The paragraphs of a document in the order of its pages, without what stands at the edge of each page."""
    pages = without_repeats(pages)
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    body = body_size(lines)
    joined = frozenset(word.casefold() for line in lines for word in HYPHENATED.findall(line.text))
    title = find_title_size(pages[0] or lines, body)
    found = []
    for part in divide(pages):
        style = (
            "title"
            if title and abs(part[0].size - title) < 0.5
            else "heading"
            if part[0].size > TITLE_SIZE * body
            else ""
        )
        found.append(Block(join(part, joined), style))
    return found


def body_size(lines: Sequence[PrintedLine]) -> float:
    """The size of type in which most of the text is set."""
    counted: Counter[float] = Counter()
    for line in lines:
        counted[round(line.size * 2) / 2] += len(line.text)
    return counted.most_common(1)[0][0]


def find_title_size(page: Sequence[PrintedLine], body: float) -> float:
    """The size of the largest type at the top of the first page, where it stands in one place; 0 where there is none."""
    top = page[:LINES_AT_TOP]
    largest = max((line.size for line in top), default=0.0)
    places = [number for number, line in enumerate(top) if abs(line.size - largest) < 0.5]
    in_one_place = all(b - a == 1 for a, b in pairwise(places))
    return largest if largest >= TITLE_SIZE * body and in_one_place else 0.0


def without_repeats(pages: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """The pages without their numbers, and without the lines at their edges that stand on most pages, whatever their number."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({shape(line) for line in (*page[:LINES_AT_EDGE], *page[-LINES_AT_EDGE:])})
    often = {
        text for text, count in edges.items() if len(pages) >= PAGES_FOR_REPEATS and 2 * count > len(pages)
    }
    lines = [line for page in pages for line in page]
    largest = TITLE_SIZE * body_size(lines) if lines else 0.0
    return [list(without_edges(page, often, largest)) for page in pages]


def without_edges(page: Sequence[PrintedLine], often: set[str], largest: float) -> Iterator[PrintedLine]:
    """The lines of one page but for those at its edges that are its number or stand on most pages, in type below `largest`: what
    runs above the pages may be the headline of the first.
    """
    for number, line in enumerate(page):
        is_edge = (number < LINES_AT_EDGE or number >= len(page) - LINES_AT_EDGE) and line.size < largest
        if not (is_edge and (shape(line) in often or PAGE_NUMBER.fullmatch(line.text))):
            yield line


def shape(line: PrintedLine) -> str:
    """A line with its numbers made alike."""
    return DIGITS.sub("#", line.text)


def divide(pages: Sequence[Sequence[PrintedLine]]) -> Iterator[list[PrintedLine]]:
    """The lines of each paragraph. One may go on in the next column or on the next page."""
    part: list[PrintedLine] = []
    for page in pages:
        room = usual_room(page)
        for number, line in enumerate(page):
            if part and begins(part, line, room, column(page, number), is_new_page=number == 0):
                yield part
                part = []
            part.append(line)
    if part:
        yield part


def usual_room(page: Sequence[PrintedLine]) -> float:
    """From line to line within a paragraph, as a multiple of the size of type: the room that is usual among the narrow ones."""
    rooms = sorted(
        (above.height - below.height) / max(below.size, 1.0)
        for above, below in pairwise(page)
        if abs(above.size - below.size) <= OTHER_SIZE * below.size
        and LEAST_ROOM * below.size <= above.height - below.height < 3 * below.size
    )
    return min(rooms[len(rooms) // 4], MOST_ROOM) if rooms else 1.2


def column(page: Sequence[PrintedLine], number: int) -> tuple[float, int]:
    """The left edge and the longest line, in characters, of the lines near to one, in its column."""
    near = page[max(0, number - 12) : number + 13]
    own = page[number]
    beside = [line for line in near if abs(line.left - own.left) < 4 * own.size]
    return min(line.left for line in beside), max(len(line.text) for line in beside)


def begins(
    part: Sequence[PrintedLine],
    line: PrintedLine,
    room: float,
    edges: tuple[float, int],
    *,
    is_new_page: bool,
) -> bool:
    """Whether a line opens a new paragraph below those of `part`."""
    above = part[-1]
    if abs(above.size - line.size) > OTHER_SIZE * max(above.size, line.size):
        return True
    if len(part) == 1 and (find_byline_line(above.text) is not None or is_date_alone(above.text)):
        return True
    left, longest = edges
    is_indented = line.left - left > INDENT * line.size
    if is_new_page or above.height - line.height <= 0:  # the next column, or page
        return ends_sentence(above.text) and (
            is_indented or len(above.text) < SHORT_LINE * longest or len(part) == 1
        )
    if (above.height - line.height) / max(line.size, 1.0) > MORE_ROOM * room:
        return True
    if is_indented and above.left - left <= INDENT * line.size:
        return True
    return ends_sentence(above.text) and len(above.text) < SHORT_LINE * longest


def join(part: Sequence[PrintedLine], joined: frozenset[str]) -> str:
    """The text of a paragraph. A word that a line's end divides is put together, unless it has its hyphen elsewhere."""
    text = part[0].text.strip()
    for line in part[1:]:
        piece = line.text.strip()
        if text.endswith("-") and text[-2:-1].islower() and piece[:1].islower():
            first, second = re.split(r"\s", text)[-1][:-1], re.split(r"[^\w]", piece)[0]
            text = text if f"{first}-{second}".casefold() in joined else text[:-1]
            text += piece
        elif (text.endswith("-") and text[-2:-1].isalpha() and piece[:1].isalpha()) or (
            is_ideographic(text[-1:]) and is_ideographic(piece[:1])
        ):
            text += piece
        else:
            text = f"{text} {piece}"
    return text
