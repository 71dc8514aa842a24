"""What of a text can be compared with a text in another language: its figures as values, its rare words in one alphabet, and
where in the text each stands. A translation keeps both, and keeps them in their places.
"""

from collections.abc import Iterator
from typing import NamedTuple

from newsfold.dedup.lexicon import Kind
from newsfold.dedup.reading import Reading
from newsfold.dedup.reading.figures import figures
from newsfold.dedup.reading.romanized import key

#: Places are thousandths of the text.
PLACES = 1000
#: Words of less weight are nobody's name.
LEAST_WEIGHT = 3.0
#: Of a longer text the first ones count.
MOST_WORDS = 500
MOST_FIGURES = 200
#: Up to this a figure is as good as a word.
SMALL_FIGURE = 2

_NUMBER = int(Kind.NUMBER)


class CrossingWord(NamedTuple):
    """A rare word: the id of its key, its place in the text, and whether it is a name."""

    key: int
    place: int
    is_name: bool


class Figure(NamedTuple):
    """A number's value and its place in the text."""

    value: float
    place: int


def crossing_words(reading: Reading) -> tuple[CrossingWord, ...]:
    """Give the rare words of a text in their order."""
    found: list[CrossingWord] = []
    total, at = _word_count(reading), 0
    for words in reading.words:
        for number, word in enumerate(words, start=at):
            if word.kind == _NUMBER or word.weight < LEAST_WEIGHT:
                continue
            key_id = key(word.spelling)
            if key_id:
                found.append(CrossingWord(key_id, number * PLACES // total, word.term in reading.names))
        at += len(words)
    return tuple(found[:MOST_WORDS])


def placed_figures(reading: Reading) -> tuple[Figure, ...]:
    """Give the figures of a text in their order, each with the place of its sentence."""
    return tuple(_figures(reading))[:MOST_FIGURES]


def _figures(reading: Reading) -> Iterator[Figure]:
    total, at = _word_count(reading), 0
    for words, sentence in zip(reading.words, reading.sentences, strict=True):
        if any(word.kind == _NUMBER for word in words):
            for value in figures(sentence.text, reading.language):
                if value > SMALL_FIGURE:
                    yield Figure(value, at * PLACES // total)
        at += len(words)


def _word_count(reading: Reading) -> int:
    return sum(map(len, reading.words)) or 1
