"""The head of copy that is marked up for typesetting as AP does: lines from `^` to a quadding mark, `^Storm hits port<`.

`<` sets a line to the left, `=` to the right, `|` and `^` in the middle. Each such line is a whole: slug line, headline,
pictures, notes, byline, credit. (ANPA Bulletin 1312; AP Stylebook, "Filing the wire")
"""

import re
from collections.abc import Sequence

from newsfold.model import HeaderPlace
from newsfold.text.characters import ends_sentence, fold
from newsfold.text.credit_lines import is_byline
from newsfold.text.editorial_notes import find_corrected_story, hand_over, hand_over_marks, read_top_note
from newsfold.text.paragraphs import Line
from newsfold.text.raw_headers import NOTE, SLUG_LINE, Collector, on_line
from newsfold.text.slug_lines import find_slug_line, split_headline

END_WORDS = frozenset({"END", "MORE", "-30-"})
MAX_LINES = 12
MAX_QUADS = 40
QUAD_END = re.compile(r"(?<!\s)\s*+[<=|^]{1,3}\s*+$")
AGENCY = re.compile(r"(?:The )?(?:AP|Associated Press|Canadian Press|UPI|United Press International)")
MEDIA = re.compile(
    r"(?:AP|UPI|CP|AAP)?\s?(?:Photos?|Graphics?|Video|Audio|Maps?|Illustration|Interactive)s?\b.{0,20}\b[A-Z]{2,6}\d{2,5}\b"
    r"|(?:AP|UPI|CP|AAP) (?:Photos?|Graphics?|Video|Audio|Interactive)\b",
)


def opens_with_quads(lines: Sequence[Line]) -> bool:
    """True where the first line of the text is such a line."""
    first = next((line.text.strip() for line in lines[:20] if not line.is_blank), "")
    return first.startswith("^") and len(first) > 3 and QUAD_END.search(first) is not None


def read_quad_lines(lines: Sequence[Line], found: Collector) -> Sequence[Line]:
    """Read the lines with marks at the top; the lines below them, which hold the text, with stray marks taken off."""
    position = 0
    count = 0
    state = QuadState()
    while position < len(lines) and count < MAX_QUADS:
        line = lines[position]
        if line.is_blank:
            position += 1
            continue
        if not line.text.lstrip().startswith("^"):
            break
        end = end_of_quad(lines, position)
        text = fold(" ".join(each.text for each in lines[position:end])).lstrip("^ ")
        if not state.read(QUAD_END.sub("", text), line.number, found):
            break
        position, count = end, count + 1
    return [without_marks(line) for line in lines[position:]]


def end_of_quad(lines: Sequence[Line], start: int) -> int:
    """The position behind a line with marks; a long one goes on until its mark."""
    for end in range(start, min(len(lines), start + MAX_LINES)):
        text = lines[end].text
        if end > start and (not text.strip() or text.lstrip().startswith("^")):
            return end
        if QUAD_END.search(text):
            return end + 1
    return start + 1


def without_marks(line: Line) -> Line:
    """A line of the text without quadding marks around it."""
    text = line.text.strip()
    if not text.startswith("^") or not QUAD_END.search(text):
        return line
    text = QUAD_END.sub("", text).lstrip("^ ")
    return Line(line.number, "" if text in END_WORDS else text)


class QuadState:
    """What the lines with marks have shown so far: they come in an order."""

    __slots__ = ("byline", "credit", "headline", "summary")

    def __init__(self) -> None:
        """Nothing yet."""
        self.headline = False
        self.byline = False
        self.credit = False
        self.summary = False

    def read(self, text: str, line: int, found: Collector) -> bool:
        """Read one line; False where it belongs to the text already."""
        place = on_line(line)
        slug = find_slug_line("^" + text) if not self.headline else None
        if not text:
            return True
        if slug is not None:
            above = on_line(line, SLUG_LINE)
            found.header("item.slugline", slug.slugline, above)
            hand_over_marks(slug.marks, above, found)
            found.block("notice", text, above)
        elif MEDIA.match(text):
            found.block("notice", text, place)
        elif is_byline(text):
            self.byline = True
            found.header("byline line", text, place)
        elif (note := read_top_note(text)) is not None:
            hand_over(note, on_line(line, NOTE), found)
            found.note(text, on_line(line, NOTE))
        elif (
            not self.headline and not AGENCY.fullmatch(text) and not (ends_sentence(text) and len(text) > 120)
        ):
            self.read_headline(text, place, found)
        elif AGENCY.fullmatch(text) or (self.byline and not self.credit and len(text) <= 60):
            self.credit = True
            found.header("item.creditline", text, place)
        elif not self.summary and not self.byline and len(text) > 60 and ends_sentence(text):
            self.summary = True
            found.block("synopsis", text, place)
        else:
            return False
        return True

    def read_headline(self, text: str, place: HeaderPlace, found: Collector) -> None:
        """The first line that is nothing else."""
        self.headline = True
        text, marks = split_headline(text)
        found.header("first line", text, place)
        hand_over_marks(marks, place, found)
        found.header("item.previous.slugline", find_corrected_story(text), place)
