"""A live blog as a page shows it, without a word in its data: the same block again and again, each with a time of its own.

What is read is what JSON-LD's updates give (`live_blog`): below the introduction a line with the time and the heading of each
update, and its text. A page is read so only where these blocks are most of its running text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urlsplit

from lxml import etree

from newsfold.formats.content_text import paragraphs_of
from newsfold.formats.html_writing import as_html
from newsfold.formats.pages.html_body import drop_advertisements, drop_asides
from newsfold.formats.pages.html_tree import text_of
from newsfold.formats.pages.live_blocks import (
    INSTANT,
    LEAST,
    MAX_TIME,
    Block,
    blocks_of,
    can_be_answered,
    grouped_times,
    may_be_updates,
)
from newsfold.formats.pages.page_frame import measure_elements
from newsfold.model import HeaderPlace
from newsfold.text.body_blocks import Paragraph
from newsfold.text.characters import ends_sentence, fold, weight
from newsfold.text.clock_times import time_in
from newsfold.text.credit_lines import is_byline, is_credit
from newsfold.text.raw_headers import Collector
from newsfold.text.sighted_names import is_person

MOST = 1_000  # updates of a page
MIN_TEXT = 40
RUNNING = 80
SHARE = 0.5  # of the page's running text
# Of the blocks with a time, how many must have text; of the times, how many may be out of order: some updates are pinned.
WITH_TEXT, OUT_OF_ORDER = 0.8, 0.2
MARK = "data-newsfold-time"
NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Update:
    """The time of an update as it is stated, its heading (may be empty), its paragraphs."""

    time: str
    heading: str
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class LiveText:
    """The paragraphs above a live blog's updates, those of the updates, their times as they are stated and as they are shown, and
    how many characters of running text the page has.
    """

    introduction: Sequence[Paragraph]
    updates: Sequence[Paragraph]
    times: Sequence[str]
    running: int


def find_live_text(root: etree._Element, address: str = "") -> LiveText | None:
    """The text of a live blog, in the page's order; None for any other page. `address` is the page's own."""
    groups = [group for group in grouped_times(root).values() if len(group) >= LEAST]
    if not groups:
        return None
    held, _ = measure_elements(root)
    total = held.get(root, 0)
    path = urlsplit(address[:2_000]).path if address.startswith(("http://", "https://")) else ""
    for group in sorted(groups, key=len, reverse=True)[:LEAST]:
        blocks = blocks_of(group[:MOST])
        size = sum(held.get(block.element, 0) for block in blocks)
        if size < SHARE * total or not may_be_updates(blocks, path):
            continue
        updates = read_blocks(blocks)
        if are_updates(updates, blocks):
            above = list(read_introduction(root, blocks[0].element, held))
            times = [time for each in blocks for time in (each.time, text_of(each.clock, 2 * MAX_TIME))]
            return LiveText(above, list(written(updates)), times, total)
    return None


def read_blocks(blocks: Sequence[Block]) -> list[Update]:
    """The updates in some blocks. Lines that most of them have (`Share`) belong to none."""
    found = [list(read_lines(block)) for block in blocks]
    often = Counter(key for lines in found for key in {bare(text) for text in lines})
    common = {key for key, count in often.items() if count >= LEAST and 2 * count > len(blocks)}
    updates = []
    for block, lines in zip(blocks, found, strict=True):
        kept = [text for text in lines if bare(text) not in common]
        start = next((n for n, text in enumerate(kept) if is_running(text)), len(kept))
        heading = [text for text in kept[:start] if not names_writer(text)]
        updates.append(
            Update(block.time, " ".join(heading), [text for text in kept[start:] if not is_byline(text)])
        )
    return updates


def read_lines(block: Block) -> Iterator[str]:
    """The paragraphs of a block without its time."""
    block.clock.set(MARK, "1")
    copied = deepcopy(block.element)
    del block.clock.attrib[MARK]
    copied.tail, copied.tag = None, "div"
    for clock in list(copied.iterdescendants(etree.Element)):
        if clock.get(MARK):
            clock.text, clock.tag = None, "template"
            for inner in list(clock):
                clock.remove(inner)
    etree.strip_tags(copied, "template")
    drop_advertisements(copied)
    drop_asides(copied)
    for paragraph in paragraphs_of(as_html(copied), "text/html", Collector(), HeaderPlace("live update")):
        text = paragraph.text.strip(" |·•")
        if text:
            yield text


def bare(text: str) -> str:
    """A line by which it is told again: text word for word, others without their numbers (`12 shares`)."""
    return text if is_running(text) else NUMBERS.sub("", text.casefold())


def is_running(text: str) -> bool:
    """Whether a line is text, and no heading."""
    return ends_sentence(text) or weight(text) > RUNNING


def names_writer(text: str) -> bool:
    """Whether a line above an update's text says who wrote it."""
    return is_byline(text) or is_credit(text) or is_person(text)


def are_updates(updates: Sequence[Update], blocks: Sequence[Block]) -> bool:
    """Whether these are the updates of a live blog: they have text, their times run one way, and nobody can answer to each."""
    with_text = [update for update in updates if sum(map(weight, update.texts)) >= MIN_TEXT]
    if len(with_text) < max(LEAST, WITH_TEXT * len(updates)):
        return False
    answers = sum(map(can_be_answered, blocks))
    return 2 * answers < len(blocks) and run_one_way([update.time for update in updates])


def run_one_way(times: Sequence[str]) -> bool:
    """Whether times are in order, whichever, but for a few; they are compared as what they show of a day."""
    keys = [key for time in times if (key := sort_key(time)) is not None]
    if len(set(keys)) < LEAST:
        return False
    up = sum(one < other for one, other in pairwise(keys))
    down = sum(one > other for one, other in pairwise(keys))
    # At midnight times of day begin anew.
    return min(up, down) <= max(1, OUT_OF_ORDER * len(keys))


def sort_key(time: str) -> str | None:
    """What times of one blog are compared by."""
    if INSTANT.match(time):
        return time[:19]
    shown = time_in(time)
    return shown.time.isoformat() if shown else None


def read_introduction(
    root: etree._Element, first: etree._Element, held: dict[etree._Element, int]
) -> Iterator[Paragraph]:
    """The running text between the page's headline and the first update."""
    began = root.find(".//h1") is None
    around = set(first.iterancestors())
    for element in root.iter(etree.Element):
        if element is first:
            return
        began = began or element.tag == "h1"
        if began and element.tag == "p" and element not in around and held.get(element):
            text = fold(text_of(element, 100_000))
            if text:
                yield Paragraph(text, HeaderPlace("body"))


def written(updates: Sequence[Update]) -> Iterator[Paragraph]:
    """The paragraphs of the updates, below each one's time and heading."""
    place = HeaderPlace("live update")
    for update in updates:
        if update.texts:
            yield Paragraph(f"{update.time} {update.heading}".strip(), place)
            yield from (Paragraph(text, place) for text in update.texts)
