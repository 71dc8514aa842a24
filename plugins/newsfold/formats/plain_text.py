"""The reader of plain text: one article a file, or several in an export.

From the top: front matter, header lines, a headline, bylines and dates on lines of their own, blocks that are
set aside, then the body. Datelines and headers inside the first paragraph's line stay in the body for
`newsfold.headers`.
"""

import html
import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from newsfold.formats.article_limits import too_long
from newsfold.formats.documents.press_exports import read_export
from newsfold.formats.documents.several_articles import Piece, divide_articles
from newsfold.formats.isolation import read_isolated
from newsfold.formats.tables.json_items import BytePlaces
from newsfold.model import Record, Rejection
from newsfold.text.body_blocks import split_blocks
from newsfold.text.byline_lines import find_byline_line
from newsfold.text.characters import ends_sentence, fold, split_lines, weight
from newsfold.text.credit_lines import is_byline, is_date_alone
from newsfold.text.credit_reading import RULE, read_byline_or_date, read_credit_line, read_credits, skip_blank
from newsfold.text.date_place_lines import find_date_and_place
from newsfold.text.datelines import opens_with_dateline
from newsfold.text.decoding import Decoded
from newsfold.text.editorial_lines import read_note_lines, read_slug_line, with_only_notes
from newsfold.text.editorial_notes import read_embargo, read_note, unwrapped
from newsfold.text.editors_part import without_editors_part
from newsfold.text.header_lines import (
    read_date_and_place,
    read_field_line,
    read_front_matter,
    read_header_block,
    read_json_front,
    with_values_beside,
    without_text_label,
)
from newsfold.text.headline_marks import bare_headline, hand_over_headline
from newsfold.text.no_news import find_no_news
from newsfold.text.paragraphs import (
    MAX_WRAP_COLUMNS,
    MIN_WRAP_COLUMNS,
    Line,
    find_wrap_width,
    fits_no_more,
    join_paragraphs,
    without_end,
)
from newsfold.text.press_releases import cut_contacts, read_press_label
from newsfold.text.quad_lines import opens_with_quads, read_quad_lines
from newsfold.text.raw_headers import Collector, on_line
from newsfold.text.set_aside import find_kind, is_bullet, is_synopsis_heading
from newsfold.text.telex import without_frame

MAX_HEADLINE_WEIGHT = 240
MAX_HEADLINE_WORDS = 35
MIN_SUBTITLE_WORDS = 4
# Only the names of tags, and capitals only in pairs: `<SRD>` and `<U>` in agency copy are ticker symbols.
INLINE_TAG = re.compile(
    r"</?(b|i|em|strong|a|span|u|font|sup|sub|small|big|cite|mark|center|div|section|article|body|html|tt)(?:\s[^<>]{0,500})?/?>",
    re.I,
)
BLOCK_TAG = re.compile(r"</?(p|br|h[1-6]|li|ul|ol|tr|table|blockquote|hr)(?:\s[^<>]{0,500})?/?>", re.I)
UNDERLINE = re.compile(r"\s*[=\-~^]{3,}\s*")  # of a Markdown heading
ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)


def read_text(decoded: Decoded, size: int) -> Iterator[Record | Rejection]:
    """Read the articles of a text, mostly one, from a file of `size` bytes."""
    other = find_no_news(decoded.text)
    if other is not None:
        yield Rejection(other[0], f"the text is {other[1]}", 0, 0, "text")
        return
    pieces = divide_articles(decoded.text)
    places = BytePlaces(decoded, size) if len(pieces) > 1 else None
    for position, piece in enumerate(pieces):
        offset = places.advance(piece.start) if places else 0
        length = places.measure(piece.text) if places else size
        yield from read_isolated(
            partial(read_piece, piece, decoded.encoding, position, offset, length), position, offset, "text"
        )


def read_piece(
    piece: Piece, encoding: str, position: int, offset: int, length: int, found: Collector | None = None
) -> list[Record | Rejection]:
    """Read one article, with its bytes in the file. `found` may hold what is known of it from elsewhere."""
    if detail := too_long(piece.text):
        return [Rejection("too_large", detail, position, offset, "text")]
    found = found if found is not None else Collector()
    front = read_json_front(piece.text, found)
    texts = split_lines(strip_markup_bits(piece.text[front:]))
    first_line = piece.first_line + piece.text.count("\n", 0, front)
    lines: Sequence[Line] = [Line(number, text) for number, text in enumerate(texts, first_line)]
    if all(line.is_blank for line in lines):
        return [Rejection("empty", f"{length} bytes of white space", position, offset, "text")]
    # A rule below the text divides it from the next one.
    lines = without_frame(without_editors_part(without_end(lines, RULE.match), found), found)
    exported = read_export(lines, found)
    body = read_article(lines if exported is None else exported, found)
    if not body:
        return [Rejection("no_article", "headers, and no text below them", position, offset, "text")]
    return [
        Record(
            position,
            "text",
            tuple(found.headers),
            "\n\n".join(body),
            tuple(found.blocks),
            encoding,
            offset=offset,
            length=length,
        )
    ]


def read_article(lines: Sequence[Line], found: Collector, *, is_wire: bool = False) -> list[str]:
    """The paragraphs of the article that `lines` hold; headers and what is set aside go to `found`.

    `is_wire`: the lines come from a format of agencies, whose lines are wrapped at a fixed width, however few there are.

    A kill is its own article, with the note as its text, so that it isn't lost; so is any other notice without text.
    """
    if opens_with_quads(lines):
        lines = read_quad_lines(lines, found)
    rest = read_top(lines, found)
    width = find_wrap_width(rest) or (wire_width(rest) if is_wire else None)
    body = split_blocks(cut_contacts(join_paragraphs(rest, width), found), found)
    return with_only_notes(body, found)


def wire_width(lines: Sequence[Line]) -> int | None:
    """The longest line's columns, where no line is longer than wrapped ones are."""
    longest = max((len(line.text.rstrip()) for line in lines), default=0)
    return longest if MIN_WRAP_COLUMNS <= longest <= MAX_WRAP_COLUMNS else None


def strip_markup_bits(text: str) -> str:
    """Plain text with the leftovers of HTML taken out: known tags and character references."""
    if "<" in text:
        lowered = text.lower()

        def is_ticker(tag: re.Match[str]) -> bool:
            name = tag[1]
            return name.isupper() and f"</{name.lower()}" not in lowered

        text = BLOCK_TAG.sub(lambda tag: tag[0] if is_ticker(tag) else "\n\n", text)
        text = INLINE_TAG.sub(lambda tag: tag[0] if is_ticker(tag) else "", text)
    return html.unescape(text) if "&" in text and ENTITY.search(text) else text


def read_top(lines: Sequence[Line], found: Collector) -> Sequence[Line]:
    """Read everything above the text; give the lines that are left. Each part may stand in any order, and be
    missing.
    """
    lines = skip_blank(lines)
    lines = with_values_beside(skip_blank(lines[read_front_matter(lines, found) :]))
    has_headline = any(header.name == "first line" for header in found.headers)
    while lines:
        if has_headline:
            lines = without_text_label(lines)
        count = read_slug_line(lines, found, has_headline) or read_note_lines(lines, found)
        block = 0 if count else read_field_line(lines[0], found) or read_header_block(lines, found)
        if block:
            lines = without_text_label(skip_rules(lines[block:]))
            continue
        count = count or read_date_and_place(lines, found)
        if not count and not has_headline:
            count = read_press_label(lines, found)
        if not count and is_short_line(lines):
            count = read_credits(lines, found) or read_credit_line(lines, found, has_headline)
        if not count and not has_headline:
            count = read_section(lines, found)
        if not count and not has_headline:
            has_headline = True
            count = read_headline(lines, found)
        if not count:
            break
        lines = skip_blank(lines[count:])
    return lines


def skip_rules(lines: Sequence[Line]) -> Sequence[Line]:
    """`lines` from the first that is neither blank nor a rule."""
    return lines[
        next(
            (i for i, line in enumerate(lines) if not (line.is_blank or RULE.match(line.text))), len(lines)
        ) :
    ]


def is_short_line(lines: Sequence[Line]) -> bool:
    """True where the first line is no part of a paragraph that goes on below."""
    return len(lines[0].text) <= 120 and len(lines) > 1


def read_section(lines: Sequence[Line], found: Collector) -> int:
    """Read the name of a section above the headline: a word or two in capitals, if a byline or a date is below that; 1 or 0."""
    text = fold(lines[0].text)
    if not text.isupper() or len(text.split()) > 2 or len(lines) < 4 or not lines[1].is_blank:
        return 0
    below = skip_blank(lines[1:])
    count = count_headline_lines(below) if len(below) > 2 else 0
    rest = skip_blank(below[count:])
    if not count or len(below[0].text.split()) < 3 or not rest:
        return 0
    text_below = rest[0].text.strip(" \t*_|")
    if not (is_byline(text_below) or is_date_alone(text_below) or opens_with_dateline(rest[0].text)):
        return 0
    found.header("section", text, on_line(lines[0].number, "above the headline"))
    return 1


def read_headline(lines: Sequence[Line], found: Collector) -> int:
    """Read the headline, and a subtitle below it, by position; the number of lines read, 0 where the text
    begins at once.
    """
    known = {h.value.casefold() for h in found.headers if h.name in ("title", "headline")}
    count = count_headline_lines(lines)
    if not count:
        return 0
    text = fold(" ".join(line.text for line in lines[:count])).strip("#*_=+ ")
    if known and text.casefold() not in known:
        return 0  # the headers name the headline: what comes here is text
    if not known:
        hand_over_headline("first line", text, on_line(lines[0].number), found)
    if len(lines) > count and UNDERLINE.fullmatch(lines[count].text):
        count += 1
    rest = skip_blank(lines[count:])
    if is_subtitle(rest):
        found.block("synopsis", fold(rest[0].text), on_line(rest[0].number))
        return len(lines) - len(rest) + 1
    return count


def count_headline_lines(lines: Sequence[Line]) -> int:
    """How many lines the headline takes: 1, up to 3 where it is wrapped and an empty line follows, 0 if it is
    none.
    """
    height = next((i for i, line in enumerate(lines[:4]) if line.is_blank), min(len(lines), 4))
    width = find_wrap_width(lines)
    if height > 1 and width is not None:
        if (
            height <= 3
            and all(fits_no_more(a.text, b.text, width) for a, b in pairwise(lines[:height]))
            and is_headline(fold(" ".join(line.text for line in lines[:height])), lines[height:])
        ):
            return height
        if not stands_apart(lines[0].text, lines[1].text, width):
            return 0
    return 1 if is_headline(fold(lines[0].text), lines[1:]) else 0


def stands_apart(line: str, below: str, width: int) -> bool:
    """True where, in wrapped text, the first line is not the first of a paragraph: indentation, capitals or
    room say so.
    """
    is_indented = len(below) - len(below.lstrip()) >= len(line) - len(line.lstrip()) + 2
    has_room = len(line.rstrip()) + 1 + len(below.split(None, 1)[0]) <= width
    return (
        is_indented
        or (line.isupper() and not below.isupper())
        or (has_room and not below.lstrip()[:1].islower())
    )


def is_headline(text: str, below: Sequence[Line]) -> bool:
    """True where `text`, followed by `below`, reads as a headline: short, no sentence, no dateline, with text
    under it.
    """
    text = bare_headline(text)
    words = len(text.split())
    if (
        not text
        or weight(text) > MAX_HEADLINE_WEIGHT
        or words > MAX_HEADLINE_WORDS
        or not any(map(str.isalpha, text))
    ):
        return False
    if (
        re.search(r"[,;:、，；：]$", text)
        or is_bullet(text)
        or is_synopsis_heading(text)
        or find_kind(text)
        or is_date_alone(text)
        or find_date_and_place(text)
        or read_note(text)
        or read_embargo(unwrapped(text)[0])
    ):
        return False
    is_abbreviation = re.search(r"\b\w\.\w\.$|\b(?:Inc|Co|Corp|Ltd|Jr|Sr|No|St|vs)\.$|\.\.\.$|…$", text)
    if ends_sentence(text) and not re.search(r"[?!？！؟]['\"”’»)]*$", text) and not is_abbreviation:
        return False
    if opens_with_dateline(text) or "://" in text:
        return False
    longest = max((weight(line.text) for line in below[:400]), default=0)
    return longest > 0 and sum(weight(line.text) for line in below[:400]) > weight(text)


def is_subtitle(lines: Sequence[Line]) -> bool:
    """True where one short line that is no sentence stands between the headline and the text, or its byline."""
    text = fold(lines[0].text) if lines else ""
    if len(lines) < 3 or len(text.split()) < MIN_SUBTITLE_WORDS or not is_headline(text, lines[1:]):
        return False
    goes_on = not lines[1].is_blank and find_wrap_width(lines) is not None
    nothing = Collector()
    if goes_on or is_byline(text) or find_byline_line(text) or read_header_block(lines, nothing):
        return False
    if read_field_line(lines[0], nothing):
        return False
    below = skip_blank(lines[1:])
    while below and (count := read_header_block(below, nothing) or read_byline_or_date(below[0], nothing)):
        below = skip_blank(below[count:])
    height = next((i for i, line in enumerate(below) if line.is_blank), len(below))
    first = fold(" ".join(line.text for line in below[:height]))
    return ends_sentence(first) and len(first) > len(text)
