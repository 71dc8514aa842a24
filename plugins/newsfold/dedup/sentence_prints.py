"""What is kept of each sentence of a text, so that its first carrier is found again: where it stands, a hash of its words, and
its heaviest terms.

A print depends on the sentence alone, never on the rest of its text: the same sentence has the same print wherever it stands.
Two texts are worth comparing where their sentences have keys in common: pairs of a sentence's three heaviest terms. A translator,
an editor and a copying desk all leave names, numbers and rare words as they are.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from newsfold.dedup.boilerplate import sentence_key
from newsfold.dedup.lexicon import STOP_WEIGHT, Kind
from newsfold.dedup.reading import read
from newsfold.dedup.segmentation import QUOTE_LENGTH, Sentence

#: A sentence with fewer words says too little to lead to another text. It has an origin only in the company of others.
LEAST_WORDS = 6
#: So many of a sentence's heaviest terms are kept.
TERMS_KEPT = 10
#: Beside them so many numbers: a form that is filled anew differs in these alone.
NUMBERS_KEPT = 4
#: The pairs among so many of the heaviest terms are the sentence's keys.
KEY_TERMS = 3
#: Where more than this share of the words are numbers it is a row of a table.
NUMBER_SHARE = 0.4
#: Weights are kept as whole numbers of this part.
WEIGHT_UNIT = 20

_MASK = 0xFFFFFFFF
_NUMBER = int(Kind.NUMBER)
#: Version of the layout; then per sentence: key (0: none), words, kind, terms, length of the whole vector.
_LAYOUT = 1
_HEAD = struct.Struct("<BH")
_SENTENCE = struct.Struct("<QHBBH")
_TERM = struct.Struct("<IB")
_QUOTED, _TABLE = 1, 2
# Weights go up to 120: the upper bit says that a term is a number.
_IS_NUMBER = 128
#: The prints of a text without sentences, packed.
NO_PRINTS = _HEAD.pack(_LAYOUT, 0)


@dataclass(frozen=True, slots=True)
class SentencePrint:
    """One sentence: `start` and `end` are its place in the body (characters), `key` is that of `sentence_key`.

    `terms` maps its heaviest terms (32 bits of their ids) to their weights, heaviest first; `numbers` are those that are
    numbers; `length` is the length of the vector of all its terms. `is_quote`: someone's speech, for the greater part.
    `is_table`: mostly numbers.
    """

    start: int
    end: int
    key: int | None
    words: int
    is_quote: bool
    is_table: bool
    terms: dict[int, float]
    numbers: frozenset[int]
    length: float


def prints_of(body: str, language: str | None) -> tuple[SentencePrint, ...]:
    """Give the prints of a body's sentences, in order. Never raises; reads at most the segmentation's `BODY_LIMIT`."""
    text = read(body, language)
    prints = []
    for sentence, words, (start, end) in zip(
        text.sentences, text.words, spans(body, text.sentences), strict=True
    ):
        heavy: dict[int, float] = {}
        numbers: set[int] = set()
        figures = 0
        for word in words:
            if word[1] > STOP_WEIGHT:
                heavy[word[0] & _MASK] = word[1]
            if word[2] == _NUMBER:
                figures += 1
                numbers.add(word[0] & _MASK)
        ranked = sorted(heavy.items(), key=lambda item: (-item[1], item[0]))
        more = [item for item in ranked[TERMS_KEPT:] if item[0] in numbers]
        kept = dict(ranked[:TERMS_KEPT] + more[:NUMBERS_KEPT])
        prints.append(
            SentencePrint(
                start,
                end,
                sentence_key(sentence.text),
                min(len(words), 0xFFFF),
                _is_quote(sentence),
                figures > NUMBER_SHARE * len(words),
                kept,
                frozenset(numbers & kept.keys()),
                sqrt(sum(weight * weight for weight in heavy.values())),
            )
        )
    return tuple(prints)


def _is_quote(sentence: Sentence) -> bool:
    """Whether speech is the greater part of a sentence."""
    if sentence.report is sentence.text:
        return False
    return len(sentence.text) - len(sentence.report) >= max(QUOTE_LENGTH - 1, len(sentence.text) / 2)


def spans(body: str, found: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """Give the place of each sentence in the body, whose white space is as it came."""
    at = 0
    for sentence in found:
        start = body.find(sentence.text, at)
        end = start + len(sentence.text)
        if start < 0 or not _is_next(body, at, start):
            match = re.compile(r"\s+".join(map(re.escape, sentence.text.split()))).search(body, at)
            start, end = match.span() if match else (at, at)
        yield start, end
        at = end


def _is_next(body: str, at: int, start: int) -> bool:
    """Whether nothing but what closes a sentence stands between two places: else a later repetition was found."""
    return start - at < 4 or not any(map(str.isalnum, body[at:start]))


def keys_of(prints: Sequence[SentencePrint]) -> frozenset[int]:
    """The keys of a text, as signed 32-bit numbers."""
    return frozenset(key for each in prints for key in sentence_pairs(each))


def sentence_pairs(each: SentencePrint) -> Iterator[int]:
    """The keys of one sentence: none for a short one and for a row of a table."""
    if each.words < LEAST_WORDS or each.is_table:
        return
    for one, other in combinations(sorted(list(each.terms)[:KEY_TERMS]), 2):
        mixed = (one * 0x9E3779B1 + other * 0x85EBCA6B) & 0xFFFFFFFFFFFFFFFF
        mixed ^= mixed >> 29
        yield ((mixed * 0xC2B2AE35) & _MASK) - (1 << 31)


# --- as bytes ------------------------------------------------------------------------------------------------------


def pack_prints(prints: Sequence[SentencePrint]) -> bytes:
    """Write prints as bytes, about 50 a sentence. Their places in the body are kept elsewhere."""
    parts = [_HEAD.pack(_LAYOUT, len(prints))]
    for each in prints:
        kind = _QUOTED * each.is_quote | _TABLE * each.is_table
        length = min(0xFFFF, round(each.length * 100))
        parts.append(_SENTENCE.pack(each.key or 0, each.words, kind, len(each.terms), length))
        parts += [
            _TERM.pack(term, round(weight * WEIGHT_UNIT) | _IS_NUMBER * (term in each.numbers))
            for term, weight in each.terms.items()
        ]
    return b"".join(parts)


def unpack_prints(data: bytes) -> tuple[SentencePrint, ...]:
    """Read packed prints, without their places. Raises ValueError where they are of another layout."""
    layout, sentence_count = _HEAD.unpack_from(data)
    if layout != _LAYOUT:
        raise ValueError(f"prints of an unknown layout: {layout}")
    at = _HEAD.size
    prints = []
    for _ in range(sentence_count):
        key, words, kind, count, length = _SENTENCE.unpack_from(data, at)
        at += _SENTENCE.size
        stop = at + count * _TERM.size
        terms = list(_TERM.iter_unpack(data[at:stop]))
        at = stop
        prints.append(
            SentencePrint(
                0,
                0,
                key or None,
                words,
                bool(kind & _QUOTED),
                bool(kind & _TABLE),
                {term: (weight & ~_IS_NUMBER) / WEIGHT_UNIT for term, weight in terms},
                frozenset([term for term, weight in terms if weight & _IS_NUMBER]),
                length / 100,
            )
        )
    return tuple(prints)
