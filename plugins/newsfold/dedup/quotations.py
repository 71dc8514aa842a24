"""The longer quotes of a text, which are no part of its report, and those that two texts have in common."""

from newsfold.dedup.reading import Reading
from newsfold.dedup.segmentation import Sentence
from newsfold.dedup.words import split_words

#: Runs of this many words are compared; a quote is in both texts where the other has at least this share of its runs.
RUN_LENGTH = 3
SHARED_RUNS = 0.6

_OPENING = frozenset('“„«»「『"')
_CLOSING = frozenset('”“»«」』"')

Span = tuple[int, int]


def quoted_spans(sentence: Sentence) -> list[Span]:
    """Give the stretches of a sentence's `text` that are left out of its `report`.

    The report is the sentence with one space for each quote, so both run alike up to the mark that opens a quote.
    """
    text, report = sentence
    if text is report:
        return []
    spans = []
    at = read = 0
    while at < len(text):
        same = _alike(text, at, report, read)
        at, read = at + same, read + same
        if at == len(text):
            break
        end = _quote_end(text, at, report, read + 1)
        spans.append((at, end))
        at, read = end, read + 1
    return spans


def _alike(text: str, at: int, report: str, read: int) -> int:
    """Count the characters that both have from there on."""
    length = 0
    for one, other in zip(text[at:], report[read:], strict=False):
        if one != other:
            break
        length += 1
    return length


def _quote_end(text: str, start: int, report: str, read: int) -> int:
    """Find where a quote ends: behind a closing mark from where the text goes on as the report does."""
    for end in range(start + 2, len(text)):
        if text[end - 1] not in _CLOSING:
            continue
        same = _alike(text, end, report, read)
        if end + same == len(text):
            return end
        if same < len(report) - read and report[read + same] == " " and text[end + same] in _OPENING:
            return end
    return len(text)


def shared_quotes(one: Reading, other: Reading) -> tuple[dict[int, list[Span]], dict[int, list[Span]]]:
    """Give for either text the quotes that the other has too, by the place of their sentence."""
    spans = [_spans_by_place(reading) for reading in (one, other)]
    if not all(spans):
        return {}, {}
    runs = [
        {run for place, found in each.items() for span in found for run in _runs(reading, place, span)}
        for each, reading in zip(spans, (one, other), strict=True)
    ]
    return _also_in(one, spans[0], runs[1]), _also_in(other, spans[1], runs[0])


def _spans_by_place(reading: Reading) -> dict[int, list[Span]]:
    found = {place: quoted_spans(sentence) for place, sentence in enumerate(reading.sentences)}
    return {place: spans for place, spans in found.items() if spans}


def _runs(reading: Reading, place: int, span: Span) -> list[tuple[str, ...]]:
    """Give the runs of words of a quote; a shorter quote is one run."""
    words = split_words(reading.sentences[place].text[slice(*span)].lower(), reading.language)
    return [tuple(words[at : at + RUN_LENGTH]) for at in range(max(1, len(words) - RUN_LENGTH + 1))]


def _also_in(
    reading: Reading, spans: dict[int, list[Span]], theirs: set[tuple[str, ...]]
) -> dict[int, list[Span]]:
    shared: dict[int, list[Span]] = {}
    for place, found in spans.items():
        for span in found:
            runs = _runs(reading, place, span)
            if sum(run in theirs for run in runs) >= SHARED_RUNS * len(runs):
                shared.setdefault(place, []).append(span)
    return shared
