"""Blocks that a page repeats, each with a time of day of its own: the updates of a live blog, or something that looks like them.

Readers' comments, lists of other articles and times inside an article's own lists look alike; each differs in one of the ways
that `may_be_updates` and `can_be_answered` ask for.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from newsfold.formats.pages.html_tree import text_of
from newsfold.formats.pages.html_visible import DATE_ATTRIBUTES
from newsfold.formats.pages.page_frame import COMMENT, INSIDE, own_kind
from newsfold.text.characters import fold, weight
from newsfold.text.clock_times import CLOCK
from newsfold.text.credit_lines import is_time_alone
from newsfold.text.word_lists import any_of

LEAST = 3  # blocks
MAX_TIMES = 3_000
MAX_TIME = 40  # characters of an element that holds a time and nothing else
MAX_BESIDE = 120  # characters that may stand on the time's own line, or before it
MAX_HEADING = 80
MAX_BEFORE = 3  # pieces in front of the first block that may be the heading over all
WITH_TIME_APART = 0.8
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
# What a time may stand in with other words of its line, and not with the text.
LINES = frozenset({
    "p", "div", "li", "td", "th", "dt", "dd", "header", "footer", "h2", "h3", "h4", "h5", "h6", "section", "article",
})  # fmt: skip
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
#: Under a reader's comment, and over all of them.
ANSWER = re.compile(rf"{any_of('answer_words')}(?:\s?\(?\d+\)?)?", re.I)
COMMENTS_ABOVE = re.compile(rf"(?:\d[\d.,]*\s)?{any_of('comment_words')}(?:\s?[(:]?\s?\d[\d.,]*\)?)?", re.I)
WORD_OF_COMMENTS = re.compile(rf"(?<!\w){any_of('comment_words')}(?!\w)", re.I)


@dataclass(frozen=True, slots=True)
class Block:
    """An update's element and the one in it that holds the time, as it is stated."""

    element: etree._Element
    clock: etree._Element
    time: str


def grouped_times(root: etree._Element) -> dict[str, list[tuple[etree._Element, str]]]:
    """The page's elements that hold a time of day and nothing else, with the time as it is stated: those that stand in the same
    elements within each other are a group.
    """
    found: dict[str, list[tuple[etree._Element, str]]] = defaultdict(list)
    count = 0
    timed = set(root.iter("time", "meta"))
    for element in root.iter(etree.Element):
        text = element.text
        # Most elements hold no time, which is seen here without a call.
        if (not text or len(text) > MAX_TIME or not CLOCK.search(text)) and element not in timed:
            continue
        time = stated_time(element)
        if not time or count >= MAX_TIMES:
            continue
        around = [element, *element.iterancestors()]
        if around[1:] and any(own_kind(each) != INSIDE for each in around):
            continue
        count += 1
        found["/".join(each.tag for each in reversed(around))].append((element, time))
    return found


def stated_time(element: etree._Element) -> str:
    """The time that an element holds: what it states for programs, else what it shows; empty where it holds none alone."""
    tag = element.tag
    if tag == "meta":
        content = element.get("content") or ""
        is_time = element.get("itemprop") == "datePublished" and INSTANT.match(content)
        return content.strip() if is_time else ""
    shown = text_of(element, 2 * MAX_TIME)
    if len(shown) > MAX_TIME or not (tag == "time" or is_time_alone(shown)):
        return ""
    for name, value in element.items():
        if (name in DATE_ATTRIBUTES or name == "title") and INSTANT.match(value):
            return str(value).strip()[:MAX_TIME]
    return shown if is_time_alone(shown) else ""


def blocks_of(group: Sequence[tuple[etree._Element, str]]) -> list[Block]:
    """For each time the element around it that holds no other time of its group, all as deep in the page as the deepest: of a day
    with a single update the update.
    """
    around = [(clock, time, [clock, *clock.iterancestors()]) for clock, time in group]
    holders = Counter(holder for _, _, chain in around for holder in chain)
    # All are as deep as each other, so what counts from the clock upwards is the same for each.
    height = min(next(n for n, holder in enumerate(chain) if holders[holder] > 1) for _, _, chain in around)
    return [Block(chain[max(0, height - 1)], clock, time) for clock, time, chain in around]


def may_be_updates(blocks: Sequence[Block], path: str) -> bool:
    """Whether blocks are no list of other articles and no readers' comments, and their times stand apart from their texts."""
    first = blocks[0].element
    if any(own_kind(each) == COMMENT for each in (first, *first.iterancestors())) or is_below_comments(first):
        return False
    leading = sum(leads_away(block, path) for block in blocks)
    apart = sum(stands_apart(block) for block in blocks)
    return 2 * leading < len(blocks) and apart >= WITH_TIME_APART * len(blocks)


def is_below_comments(first: etree._Element) -> bool:
    """Whether the heading over the first block speaks of comments."""
    seen = 0
    for element in (first, *first.iterancestors()):
        for before in element.itersiblings(preceding=True):
            text = text_of(before, MAX_HEADING)
            if not text:
                continue
            if len(text) <= MAX_TIME and COMMENTS_ABOVE.fullmatch(text):
                return True
            if before.tag in HEADINGS and WORD_OF_COMMENTS.search(text):
                return True
            seen += 1
            if seen > MAX_BEFORE:
                return False
    return False


def leads_away(block: Block, path: str) -> bool:
    """Whether the block's heading or its time is a link to another page, or the whole block stands in one."""
    links = [each for each in (block.clock, *block.clock.iterancestors("a")) if each.tag == "a"]
    for heading in block.element.iter(*HEADINGS):
        links.extend(heading.iter("a"))
        links.extend(heading.iterancestors("a"))
    if not links:
        links = [
            link for link in block.element.iter("a") if 2 * len(text_of(link)) > len(text_of(block.element))
        ]
    for link in links[:MAX_BEFORE]:
        target = link.get("href") or ""
        is_program = ":" in target[:11] and not target.startswith("http")
        is_here = not target or target[0] in "#?" or is_program
        if (
            not is_here
            and not (path.strip("/") and urlsplit(target).path.startswith(path))
            and "#" not in target
        ):
            return True
    return False


def stands_apart(block: Block) -> bool:
    """Whether the line of the time holds little else, and stands at the block's head or its foot."""
    if block.clock.tag == "meta":
        return True
    line = block.clock
    while line is not block.element and line.tag not in LINES and (parent := line.getparent()) is not None:
        line = parent
    if line is block.element:
        beside = (block.clock.tail or "") + (block.element.text or "")
        if weight(beside.strip()) > MAX_TIME:
            return False
    elif len(text_of(line, 2 * MAX_BESIDE)) > MAX_BESIDE:
        return False
    whole = text_of(block.element, 100_000)
    at = whole.find(text_of(block.clock, 2 * MAX_TIME))
    return at <= MAX_BESIDE or len(whole) - at <= MAX_BESIDE


def can_be_answered(block: Block) -> bool:
    """Whether something in the block lets readers answer to it."""
    return any(
        ANSWER.fullmatch(fold(piece).strip(" ·|•"))
        for piece in block.element.itertext()
        if len(piece) <= MAX_TIME
    )
