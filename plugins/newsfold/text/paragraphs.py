"""Lines -> paragraphs: by empty lines, by indentation, one a line, or unwrapped from a fixed width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsfold.text.body_blocks import Paragraph
from newsfold.text.characters import ends_sentence, fold, is_ideographic
from newsfold.text.raw_headers import on_line
from newsfold.text.set_aside import find_kind, is_bullet, is_related_heading, is_synopsis_heading

MAX_WRAP_COLUMNS = 110
MIN_WRAP_COLUMNS = 30
SAMPLE_LINES = 2_000
MIN_LINES = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file, its number counted from 1. The text keeps its indentation."""

    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        """True where nothing but white space stands on the line."""
        return not self.text or self.text.isspace()


def without_end(lines: Sequence[Line], is_left_out: Callable[[str], object]) -> Sequence[Line]:
    """The lines without those at their end that are blank or whose text is to be left out. They are cut once, however many."""
    end = len(lines)
    while end and (lines[end - 1].is_blank or is_left_out(lines[end - 1].text)):
        end -= 1
    return lines[:end]


def find_wrap_width(lines: Sequence[Line]) -> int | None:
    """The columns at which the text was wrapped; None where each line is a paragraph of its own.

    In wrapped text, lines that have a neighbour below mostly end in the middle of a sentence, and close to
    one width.
    """
    joined = [
        a.text.rstrip()
        for a, b in pairwise(lines[:SAMPLE_LINES])
        if not a.is_blank and not b.is_blank and not is_bullet(a.text)
    ]
    if len(joined) < MIN_LINES:
        return None
    open_ends = [line for line in joined if not ends_sentence(line)]
    widths = sorted(map(len, open_ends))
    if len(open_ends) * 2 < len(joined) or not widths:
        return None
    width = widths[int(0.9 * (len(widths) - 1))]
    return width if MIN_WRAP_COLUMNS <= width <= MAX_WRAP_COLUMNS else None


def join_paragraphs(lines: Sequence[Line], width: int | None) -> list[Paragraph]:
    """Divide `lines` into paragraphs, each folded to one line. `width` is the result of `find_wrap_width`."""
    paragraphs: list[Paragraph] = []
    part: list[Line] = []
    for line in lines:
        if part and (line.is_blank or begins_paragraph(part, line, width)):
            paragraphs.append(join_lines(part))
            part = []
        if not line.is_blank:
            part.append(line)
    if part:
        paragraphs.append(join_lines(part))
    return [p for p in paragraphs if p.text]


def begins_paragraph(part: Sequence[Line], line: Line, width: int | None) -> bool:
    """True where `line` opens a new paragraph below the lines of `part`."""
    if width is None or is_bullet(line.text):
        return True
    above = part[-1].text
    if (len(part) == 1 and (is_synopsis_heading(above) or is_related_heading(above))) or is_synopsis_heading(
        line.text
    ):
        return True
    if ends_sentence(above) and find_kind(line.text) in ("related", "newsletter", "caption"):
        return True
    indent, indent_above = indentation(line.text), indentation(above)
    if (
        is_bullet(part[0].text)
        and len(part) >= 1
        and indent == 0
        and indentation(part[0].text) == 0
        and ends_sentence(above)
    ):
        return True
    if is_bullet(part[0].text):
        return indent <= indentation(part[0].text) and not fits_no_more(above, line.text, width)
    if indent >= indent_above + 2:
        return True
    # A line that had room for the next word was ended on purpose; a sentence that ends well before the edge,
    # too.
    return not fits_no_more(above, line.text, width) and (
        ends_sentence(above) or len(above.strip()) < 0.6 * width
    )


def fits_no_more(above: str, below: str, width: int) -> bool:
    """True where the first word of `below` would not have fitted behind `above`: the line was ended by its
    width.
    """
    first_word = below.split(None, 1)[0]
    return len(above.rstrip()) + 1 + len(first_word) > width


def indentation(text: str) -> int:
    """The columns of white space before the first character; a tab counts as 4."""
    return len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip()) if text[:1].isspace() else 0


def join_lines(part: Sequence[Line]) -> Paragraph:
    """One paragraph from its lines: joined by a space, but not inside Chinese or Japanese, nor after a word's
    hyphen.
    """
    pieces = [line.text.strip() for line in part]
    text = pieces[0]
    for piece in pieces[1:]:
        hyphenated = text.endswith("-") and text[-2:-1].isalpha() and piece[:1].isalpha()
        between = "" if hyphenated or (is_ideographic(text[-1:]) and is_ideographic(piece[:1])) else " "
        text += between + piece
    return Paragraph(fold(text), on_line(part[0].number))
