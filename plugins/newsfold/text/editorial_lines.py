"""Slug lines and editors' notes among the lines above a plain text, and what becomes of a text that holds nothing else."""

from collections.abc import Sequence
from itertools import pairwise

from newsfold.model import EditorsNote
from newsfold.text.characters import fold, weight
from newsfold.text.editorial_notes import hand_over, hand_over_marks, read_top_note
from newsfold.text.editorial_words import MAY_OPEN_NOTE, with_one_apostrophe
from newsfold.text.embargo_lines import names_embargo
from newsfold.text.paragraphs import Line, find_wrap_width, fits_no_more
from newsfold.text.raw_headers import NOTE, SLUG_LINE, Collector, on_line
from newsfold.text.slug_lines import find_slug_line

MAX_NOTE_LINES = 12
MAX_LINE = 1_300
MAX_KILL_WEIGHT = 1_500


def read_slug_line(lines: Sequence[Line], found: Collector, has_headline: bool) -> int:
    """Read the first line as a slug line, above the headline only; 1 if it was one, else 0."""
    line = lines[0]
    if has_headline or len(line.text) > MAX_LINE or len(lines) < 2:
        return 0
    slug = find_slug_line(fold(line.text))
    if slug is None:
        return 0
    place = on_line(line.number, SLUG_LINE)
    found.header("item.slugline", slug.slugline, place)
    hand_over_marks(slug.marks, place, found)
    found.block("notice", fold(line.text), place)
    return 1


def read_note_lines(lines: Sequence[Line], found: Collector) -> int:
    """Read the paragraph that begins at the first line as a note; the number of its lines, 0 where it is none."""
    if len(lines[0].text) > MAX_LINE:
        return 0
    killed = any(
        header.name == "item.signal" and header.value in ("kill", "withdraw") for header in found.headers
    )
    start = with_one_apostrophe(lines[0].text.strip().lstrip("*_=|+-–—#([（［【<• "))
    if not killed and MAY_OPEN_NOTE.match(start) is None and not names_embargo(start):
        return 0
    for count in heights(lines, whole=killed or lines[0].text.rstrip().endswith(":")):
        text = fold(" ".join(line.text for line in lines[:count]))
        note = read_top_note(text, killed=killed)
        if note is not None:
            place = on_line(lines[0].number, NOTE)
            hand_over(note, place, found)
            found.note(text, place)
            return count
    return 0


def heights(lines: Sequence[Line], *, whole: bool) -> list[int]:
    """How many lines the first paragraph may have, the likeliest first: to its bracket's end, as wrapped, one.

    `whole`: all lines up to the next empty one are likely, as those below a label or a kill.
    """
    height = next(
        (i for i, line in enumerate(lines[:MAX_NOTE_LINES]) if line.is_blank), min(len(lines), MAX_NOTE_LINES)
    )
    block = lines[:height]
    found = []
    if block[0].text.lstrip()[:1] in ("(", "["):
        ends = (i for i, line in enumerate(block, 1) if line.text.rstrip(" .").endswith((")", "]")))
        found.append(next(ends, 1))
    width = find_wrap_width(lines)
    if width is not None:
        short = (
            i
            for i, (above, below) in enumerate(pairwise(block), 1)
            if not fits_no_more(above.text, below.text, width)
        )
        found.append(next(short, height))
    elif whole or (
        height < len(lines) and height <= 4 and all(not line.text[:1].isupper() for line in block[1:])
    ):
        found.append(height)
    return list(dict.fromkeys((*found, 1)))


def with_only_notes(body: list[str], found: Collector) -> list[str]:
    """The body; the notes themselves where there is no other text, or where they kill an item and little else is said."""
    notes = [block for block in found.blocks if isinstance(block, EditorsNote)]
    killed = any(
        header.name == "item.pubstatus"
        and header.value == "canceled"
        and header.place.part in (NOTE, SLUG_LINE)
        for header in found.headers
    )
    if body and not (killed and sum(map(weight, body)) <= MAX_KILL_WEIGHT):
        return body
    found.blocks = [block for block in found.blocks if block not in notes]
    return [*(block.text for block in notes), *body]
