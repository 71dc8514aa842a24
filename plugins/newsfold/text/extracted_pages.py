"""The article in the text of a whole page, as Common Crawl's WET files have it: without the menus above it and the links below.

Such a text has a line for each block of the page, whatever it is. Lines that are sentences make the article; menus, lists of
other articles and the page's foot are none.
"""

from collections.abc import Sequence
from typing import NamedTuple

from newsfold.text.characters import ends_sentence, sentences_of, split_lines, weight
from newsfold.text.credit_lines import is_byline, is_credit, is_date_alone
from newsfold.text.visitor_notes import find_visitor_note

LEAST_LINE = 60  # of a line that is running text, by its weight
MAX_BETWEEN = (
    5  # lines without a sentence that may stand inside an article: cross-headings, a list, a caption
)
ABOVE = 12  # lines above the text among which its headline is
LEAST_TITLE = 9  # letters and digits of a heading that counts as the page's title
LEAST_WORDS = 3
MAX_HEADING = 200


class PageText(NamedTuple):
    """The article's lines, its headline first, and how many lines of the page above and below it were left out."""

    lines: Sequence[str]
    above: int
    below: int


def find_article(text: str) -> PageText:
    """The article in a page's text; all of its lines where there is no running text."""
    lines = [line for each in split_lines(text) if (line := " ".join(each.split()))]
    start, end = heaviest_run(lines)
    if start == end:
        return PageText(lines, 0, 0)
    while end < len(lines) and is_short_sentence(lines[end]):
        end += 1
    heading = find_heading(lines, start)
    top = lines[heading + 1 : start] if heading is not None else []
    kept = [
        line
        for line in top
        if is_byline(line) or is_date_alone(line) or is_credit(line) or is_short_sentence(line)
    ]
    title = [] if heading is None else [lines[heading]]
    above = start - len(title) - len(kept)
    return PageText([*title, *kept, *lines[start:end]], above, len(lines) - end)


def heaviest_run(lines: Sequence[str]) -> tuple[int, int]:
    """From where to where the most running text stands without too much of something else between; the same twice for none."""
    best = (0, 0)
    most = size = 0
    start = last = -1
    for number, line in enumerate(lines):
        if not is_running(line):
            continue
        if start < 0 or number - last - 1 > MAX_BETWEEN:
            start, size = number, 0
        last = number
        size += weight(line)
        if size > most:
            most, best = size, (start, number + 1)
    return best


def is_running(line: str) -> bool:
    """Whether a line is running text, and no note to the site's visitors; a sign-off may follow its last sentence."""
    return weight(line) >= LEAST_LINE and bool(sentences_of(line)) and find_visitor_note([line]) is None


def is_short_sentence(line: str) -> bool:
    """Whether a line at the edge of an article is a sentence of it, however short, and no note to the site's visitors."""
    return len(line.split()) >= LEAST_WORDS and ends_sentence(line) and find_visitor_note([line]) is None


def find_heading(lines: Sequence[str], start: int) -> int | None:
    """Where the headline of the text that begins at `start` stands: the nearest line above it that the page's title, its first
    line, holds, else the nearest of several words; None without one.
    """
    near = range(start - 1, max(-1, start - 1 - ABOVE), -1)
    title = letters(lines[0])
    for number in near:
        if number and len(letters(lines[number])) >= LEAST_TITLE and letters(lines[number]) in title:
            return number
    for number in near:
        line = lines[number]
        is_other = line.endswith((".", "。")) or is_byline(line) or is_date_alone(line) or is_credit(line)
        if len(line.split()) >= LEAST_WORDS and len(line) <= MAX_HEADING and not is_other:
            return number
    return 0 if start else None


def letters(line: str) -> str:
    """A line's letters and digits in small letters."""
    return "".join(filter(str.isalnum, line.casefold()))
