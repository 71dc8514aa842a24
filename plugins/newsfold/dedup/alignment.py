"""Two texts side by side: which sentence matches which, and what in each is in both, in one only, or quoted."""

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from newsfold.dedup.crossing_evidence import matched_leads, shared_terms
from newsfold.dedup.lexicon import UNLISTED, Kind, Word
from newsfold.dedup.quotations import Span, quoted_spans, shared_quotes
from newsfold.dedup.reading import SENTENCE_LIMIT, Reading, read
from newsfold.dedup.segmentation import BODY_LIMIT, PARAGRAPH
from newsfold.dedup.signals import LEAST_PRODUCT, sentence_products
from newsfold.dedup.text_features import THINNEST_SENTENCE, UNIT, Features, features_of
from newsfold.dedup.words import SPACELESS_LETTERS

#: What may stand between two marked words that are shown as one: `Tarrant and Hale` are two, `Ingrid Sandoval` is one.
_JOINTS = frozenset({" ", "-", " - ", ". ", "·", "・"})


class MarkKind(StrEnum):
    """What a stretch of a sentence is: in both texts, in this one only, or someone's speech."""

    SHARED_NAME = "shared name"
    OWN_NAME = "own name"
    SHARED_NUMBER = "shared number"
    OWN_NUMBER = "own number"
    QUOTE = "quote"
    SHARED_QUOTE = "shared quote"


class Mark(NamedTuple):
    """A stretch of a sentence (characters)."""

    start: int
    end: int
    kind: MarkKind


class MatchedPair(NamedTuple):
    """Two sentences that match, by their places. `cosine` is 0 to 1; `same_words` where nothing but marks differs;
    `moved` where the pair stands in another order than most."""

    one: int
    other: int
    cosine: float
    same_words: bool
    moved: bool


class AlignedSentence(NamedTuple):
    """A sentence as shown: `pair` is the number of its pair from 1, the same on both sides, None where it is alone.

    `thin` says that the sentence alone has too few telling words to be compared.
    """

    text: str
    paragraph: int
    pair: int | None
    thin: bool
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Both texts cut into sentences. Pair number n is `pairs[n - 1]`; numbers rise along the first text."""

    one: tuple[AlignedSentence, ...]
    other: tuple[AlignedSentence, ...]
    pairs: tuple[MatchedPair, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A body with all that is made of it to compare it."""

    body: str
    reading: Reading
    features: Features


def prepare(body: str, language: str | None) -> Text:
    """Read a body. Never raises."""
    reading = read(body, language)
    return Text(body, reading, features_of(reading))


def align(one: Text, other: Text) -> Alignment:
    """Put two texts side by side."""
    one, other = with_meaning(one, other)
    products = sentence_products(one.features, other.features)
    pairs = matched_pairs(one.reading, other.reading, products, other.features.sentence_count)
    pairs = with_leads(pairs, matched_leads(one.features, other.features))
    quotes_one, quotes_other = shared_quotes(one.reading, other.reading)
    numbered = list(enumerate(pairs, start=1))
    return Alignment(
        _sentences(one, {pair.one: n for n, pair in numbered}, _shared(one, other), quotes_one),
        _sentences(other, {pair.other: n for n, pair in numbered}, _shared(other, one), quotes_other),
        tuple(pairs),
    )


# --- which sentences match ---------------------------------------------------------------------------------------


def matched_pairs(one: Reading, other: Reading, products: Mapping[int, int], width: int) -> list[MatchedPair]:
    """Pair the sentences, the most alike first, each at most once; in the order of the first text.

    Sentences without enough telling words for a cosine are paired where their words are the same.
    """
    chosen = best_pairs(one, other, products, width)
    thin: dict[tuple[str, ...], deque[int]] = defaultdict(deque)
    for j, heavy in enumerate(other.heavy):
        if _is_thin(heavy) and (words := _spellings(other, j)):
            thin[words].append(j)
    for i, heavy in enumerate(one.heavy):
        if thin and _is_thin(heavy) and (same := thin.get(_spellings(one, i))):
            chosen[i] = (same.popleft(), 1.0)
    places = sorted(chosen)
    in_order = _longest_rising([chosen[i][0] for i in places])
    return [
        MatchedPair(i, j, cosine, _same_words(one, i, other, j), at not in in_order)
        for at, (i, (j, cosine)) in enumerate((i, chosen[i]) for i in places)
    ]


def with_meaning(one: Text, other: Text) -> tuple[Text, Text]:
    """Add vectors to two texts in two languages."""
    if one.reading.language == other.reading.language:
        return one, other
    first, second = (
        replace(text, features=features_of(text.reading, with_meaning=True)) for text in (one, other)
    )
    return first, second


def with_leads(pairs: list[MatchedPair], leads: Mapping[int, tuple[int, float]]) -> list[MatchedPair]:
    """Add the sentences of the leads that match by meaning, where no words pair them already."""
    places, others = {pair.one for pair in pairs}, {pair.other for pair in pairs}
    added = [
        MatchedPair(i, j, cosine, same_words=False, moved=False)
        for i, (j, cosine) in leads.items()
        if i not in places and j not in others
    ]
    found = sorted([*pairs, *added])
    in_order = _longest_rising([pair.other for pair in found])
    return [pair._replace(moved=at not in in_order) for at, pair in enumerate(found)] if added else pairs


def best_pairs(
    one: Reading, other: Reading, products: Mapping[int, int], width: int
) -> dict[int, tuple[int, float]]:
    """Give the best matching sentences, each once: the place in the first text -> place in the other and cosine."""
    places_one, places_other = comparable_places(one), comparable_places(other)
    ranked = sorted(
        (-product, *divmod(place, width)) for place, product in products.items() if product >= LEAST_PRODUCT
    )
    chosen: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for product, i, j in ranked:
        if places_one[i] not in chosen and j not in taken:
            chosen[places_one[i]] = (places_other[j], min(1.0, -product / UNIT / UNIT))
            taken.add(j)
    return chosen


def comparable_places(reading: Reading) -> list[int]:
    """Give the places of the sentences that have a vector (see `newsfold.dedup.text_features`)."""
    places = [place for place, heavy in enumerate(reading.heavy) if not _is_thin(heavy)]
    return places[:SENTENCE_LIMIT]


def _is_thin(heavy: list[Word]) -> bool:
    return len({word.term for word in heavy}) < THINNEST_SENTENCE


def _spellings(reading: Reading, place: int) -> tuple[str, ...]:
    return tuple(word.spelling.lower() for word in reading.words[place])


def _same_words(one: Reading, i: int, other: Reading, j: int) -> bool:
    ours, theirs = one.words[i], other.words[j]
    return len(ours) == len(theirs) and all(
        a[0] == b[0] and a.spelling.lower() == b.spelling.lower() for a, b in zip(ours, theirs, strict=True)
    )


def _longest_rising(places: list[int]) -> set[int]:
    """Give the positions of a longest rising subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for at, place in enumerate(places):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else None)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [at]
    kept: set[int] = set()
    position = ends[-1] if ends else None
    while position is not None:
        kept.add(position)
        position = before[position]
    return kept


# --- what is marked in a sentence ----------------------------------------------------------------------------------


def _shared(text: Text, other: Text) -> frozenset[int]:
    """Give the terms that are marked as shared in a text."""
    if text.reading.language == other.reading.language:
        return _terms(other.reading)
    return shared_terms(text.reading, other.reading)


def _terms(reading: Reading) -> frozenset[int]:
    """Give the names and numbers of a text."""
    numbers = {word.term for heavy in reading.heavy for word in heavy if word.kind == Kind.NUMBER}
    return frozenset(numbers | reading.names.keys())


def _sentences(
    text: Text, numbers: Mapping[int, int], theirs: frozenset[int], quotes: Mapping[int, list[Span]]
) -> tuple[AlignedSentence, ...]:
    reading = text.reading
    return tuple(
        AlignedSentence(
            reading.sentences[place].text + closing,
            paragraph,
            numbers.get(place),
            _is_thin(reading.heavy[place]),
            tuple(_marks(reading, place, theirs, quotes.get(place, []))),
        )
        for place, (paragraph, closing) in enumerate(_places(text))
    )


def _places(text: Text) -> list[tuple[int, str]]:
    """Give the paragraph of each sentence, and what stands between it and the next: marks that close behind its end.

    Sentences carry no places, but they stand in order.
    """
    lines = [" ".join(paragraph.split()) for paragraph in PARAGRAPH.split(text.body[:BODY_LIMIT])]
    spans: list[tuple[int, int, int]] = []
    number = at = 0
    for sentence in text.reading.sentences:
        while (start := lines[number].find(sentence.text, at)) < 0:
            number, at = number + 1, 0
        at = start + len(sentence.text)
        spans.append((number, start, at))
    following = [*spans[1:], (len(lines), 0, 0)]
    return [
        (number, lines[number][end : start if then == number else None].rstrip())
        for (number, _, end), (then, start, _) in zip(spans, following, strict=False)
    ]


def _marks(reading: Reading, place: int, theirs: frozenset[int], shared: list[Span]) -> Iterator[Mark]:
    """Mark the quotes of a sentence, and the names and numbers outside of them, in the order of the text."""
    sentence = reading.sentences[place]
    quotes = quoted_spans(sentence)
    marks = [Mark(*span, MarkKind.SHARED_QUOTE if span in shared else MarkKind.QUOTE) for span in quotes]
    at = 0
    is_cut = reading.language in UNLISTED  # into pieces that overlap, where there are no spaces
    for word in reading.words[place]:
        start = sentence.text.find(word.spelling, at)
        if start < 0:
            continue
        end = start + len(word.spelling)
        at = start + 1 if is_cut and SPACELESS_LETTERS.search(word.spelling) else end
        kind = _kind(word, reading.names, theirs)
        if kind and not any(first < end and start < last for first, last in quotes):
            marks.append(Mark(start, end, kind))
    yield from _joined(sentence.text, sorted(marks))


def _kind(word: Word, names: Mapping[int, float], theirs: frozenset[int]) -> MarkKind | None:
    if word.kind == Kind.NUMBER:
        return MarkKind.SHARED_NUMBER if word.term in theirs else MarkKind.OWN_NUMBER
    if word.term in names:
        return MarkKind.SHARED_NAME if word.term in theirs else MarkKind.OWN_NAME
    return None


def _joined(text: str, marks: list[Mark]) -> Iterator[Mark]:
    """Join marks of one kind that touch, or have nothing but a space or a hyphen between them."""
    waiting: Mark | None = None
    for mark in marks:
        if (
            waiting
            and mark.kind is waiting.kind
            and (mark.start <= waiting.end or text[waiting.end : mark.start] in _JOINTS)
        ):
            waiting = waiting._replace(end=max(mark.end, waiting.end))
            continue
        if waiting:
            yield waiting
        waiting = mark
    if waiting:
        yield waiting
