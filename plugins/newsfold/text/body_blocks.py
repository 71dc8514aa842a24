"""Dividing an article's paragraphs into body text and blocks that are set aside. Used for text and for pages."""

from dataclasses import dataclass, replace

from newsfold.model import HeaderPlace
from newsfold.text.character_references import read_once_more
from newsfold.text.characters import ends_sentence, fold, weight
from newsfold.text.datelines import opens_with_dateline
from newsfold.text.editorial_notes import hand_over, read_edge_note
from newsfold.text.raw_headers import NOTE, Collector
from newsfold.text.set_aside import (
    SOFT_HEADINGS,
    find_inline_synopsis,
    find_kind,
    heading_words,
    is_bullet,
    is_related_heading,
    is_synopsis_heading,
    read_caption_number,
)

MAX_SYNOPSIS_CHARACTERS = 1_500
LEAST_LIST = 200
MAX_LINKS = 15
NOTES_AT_END = 4  # paragraphs at the foot of a text that may be notes of its editors


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph as it stands in the document."""

    text: str
    place: HeaderPlace


def split_blocks(paragraphs: list[Paragraph], found: Collector) -> list[str]:
    """Give the body's paragraphs in order; everything else goes to `found` as set-aside blocks."""
    paragraphs = [as_meant(paragraph) for paragraph in paragraphs]
    body: list[str] = []
    position = 0
    while position < len(paragraphs):
        kind, end = find_block(paragraphs, position, at_top=not body)
        if kind in (None, "notice"):
            is_edge = not body or position >= len(paragraphs) - NOTES_AT_END
            note = read_edge_note(paragraphs[position].text) if is_edge else None
            if note is not None:
                place = replace(paragraphs[position].place, part=NOTE)
                hand_over(note, place, found)
                found.note(paragraphs[position].text, place)
                position += 1
                continue
        if kind is None:
            body.append(paragraphs[position].text)
            position += 1
            continue
        found.block(kind, "\n".join(p.text for p in paragraphs[position:end]), paragraphs[position].place)
        position = end
    return body


def as_meant(paragraph: Paragraph) -> Paragraph:
    """A paragraph whose characters had been escaped twice, as it was meant."""
    text = read_once_more(paragraph.text)
    return paragraph if text == paragraph.text else replace(paragraph, text=fold(text))


def find_block(paragraphs: list[Paragraph], start: int, at_top: bool) -> tuple[str | None, int]:
    """The kind of the block that begins at `start` and the position behind it; kind None where it is body
    text.
    """
    text = paragraphs[start].text
    if is_synopsis_heading(text):
        end = end_of_synopsis(paragraphs, start, at_top)
        if end > start:
            return "synopsis", end
    if find_inline_synopsis(text):
        return "synopsis", start + 1
    if at_top and is_bullet(text):
        end = end_of_bullets(paragraphs, start)
        # A file that is a list from its first line to its last has the list as its body.
        if end - start >= 2 and any(weight(p.text) > 80 for p in paragraphs[end:]):
            return "synopsis", end
    if (end := end_of_gallery(paragraphs, start)) > start:
        return "gallery", end
    if is_related_heading(text):
        return "related", end_of_links(paragraphs, start + 1)
    return find_kind(text), start + 1


def end_of_synopsis(paragraphs: list[Paragraph], start: int, at_top: bool) -> int:
    """The position behind a synopsis: its headings, then its bullets or else one paragraph. `start` if it is
    none.

    Below the top only bullets under an unmistakable heading count: `What we know` may be a cross-heading of
    the body.
    """
    end = start
    while end < len(paragraphs) and is_synopsis_heading(paragraphs[end].text):
        end += 1
    after_bullets = end_of_bullets(paragraphs, end)
    if after_bullets > end:
        soft = all(heading_words(p.text) in SOFT_HEADINGS for p in paragraphs[start:end])
        is_text = soft and is_most(paragraphs, end, after_bullets)
        return after_bullets if not is_text and (at_top or not soft) else start
    if not at_top or end + 1 >= len(paragraphs):
        return end if at_top else start
    text = paragraphs[end].text
    is_paragraph = len(text) <= MAX_SYNOPSIS_CHARACTERS and not opens_with_dateline(text, loosely=True)
    return end + 1 if is_paragraph else end


def is_most(paragraphs: list[Paragraph], start: int, end: int) -> bool:
    """Whether a list is most of what there is: then it is the text."""
    listed, below = sum(weight(p.text) for p in paragraphs[start:end]), 0
    # How much more there is says nothing, and each heading of a long text would ask for all that is below it.
    for each in range(end, len(paragraphs)):
        if below >= listed:
            break
        below += weight(paragraphs[each].text)
    is_long = listed > MAX_SYNOPSIS_CHARACTERS / 2
    return (is_long and listed > below) or (listed > LEAST_LIST and 6 * below < listed)


def end_of_bullets(paragraphs: list[Paragraph], start: int) -> int:
    """The position behind the list that begins at `start`; `start` where there is none."""
    while start < len(paragraphs) and is_bullet(paragraphs[start].text):
        start += 1
    return start


def end_of_gallery(paragraphs: list[Paragraph], start: int) -> int:
    """The position behind the captions of a gallery that begins at `start`, numbered from 1 to their count; `start` where
    there is none.
    """
    end = start
    for number, position in enumerate(range(start, len(paragraphs)), start=1):
        shown = read_caption_number(paragraphs[position].text)
        if shown is None or shown[0] != number:
            break
        end += 1
        if shown[1] == number:
            return end
    return start


def end_of_links(paragraphs: list[Paragraph], start: int) -> int:
    """The position behind a list of links: bullets, or short lines that are no sentences."""
    end = start
    while end < min(len(paragraphs), start + MAX_LINKS):
        text = paragraphs[end].text
        if not is_bullet(text) and (len(text) > 160 or ends_sentence(text) or opens_with_dateline(text)):
            break
        end += 1
    return end
