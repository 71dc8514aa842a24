"""What two texts in two languages show a person: which sentences match by meaning, which names and numbers stand in both."""

from collections.abc import Mapping

from newsfold.dedup.crossing import LEAST_WEIGHT
from newsfold.dedup.lexicon import CAPITALS_MARK_NAMES, Kind, Word
from newsfold.dedup.reading import Reading
from newsfold.dedup.reading.figures import figures
from newsfold.dedup.reading.romanized import key
from newsfold.dedup.text_features import Features
from newsfold.dedup.translation import lead_cosines

#: Two sentences match from this cosine on.
MATCH_COSINE = 0.45

Spelled = dict[object, str]


def matched_leads(one: Features, other: Features) -> dict[int, tuple[int, float]]:
    """Give the best matching sentences of the leads, each once: the place in the first text -> place in the other and cosine."""
    if not one.meaning or not other.meaning:
        return {}
    cosines = lead_cosines(one.meaning, other.meaning)
    ranked = sorted((-cosines[i, j], i, j) for i in range(cosines.shape[0]) for j in range(cosines.shape[1]))
    chosen: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for cosine, i, j in ranked:
        if -cosine >= MATCH_COSINE and i not in chosen and j not in taken:
            chosen[i] = (j, min(1.0, float(-cosine)))
            taken.add(j)
    return chosen


def spelled_names(one: Reading, other: Reading) -> tuple[Spelled, Spelled]:
    """Give for either text its names by their keys. Of a language that marks none: what has the other's keys."""
    marks = [reading.language in CAPITALS_MARK_NAMES for reading in (one, other)]
    names = [_spelled(reading, names_only=True) for reading in (one, other)]
    words = [_spelled(reading, names_only=False) for reading in (one, other)]
    if marks[0] != marks[1]:
        marked = marks.index(True)
        names[1 - marked] = {
            each: words[1 - marked][each] for each in names[marked] if each in words[1 - marked]
        }
    return names[0], names[1]


def spelled_figures(one: Reading, other: Reading) -> tuple[Spelled, Spelled]:
    """Give for either text its figures as values, however they are written."""
    return _spelled_figures(one), _spelled_figures(other)


def _spelled_figures(reading: Reading) -> Spelled:
    found: Spelled = {}
    for sentence in reading.sentences:
        found.update((value, f"{value:,.10g}") for value in figures(sentence.text, reading.language))
    return found


def shared_terms(reading: Reading, other: Reading) -> frozenset[int]:
    """Give those of a text's own terms that name what the other text names too, or count the same."""
    keys = _spelled(other, names_only=False)
    values = {value for sentence in other.sentences for value in figures(sentence.text, other.language)}
    return frozenset(
        word.term
        for words in reading.words
        for word in words
        if (_value(word, reading) in values if word.kind == Kind.NUMBER else key(word.spelling) in keys)
    )


def _value(word: Word, reading: Reading) -> float | None:
    found = figures(word.spelling, reading.language)
    return found[0] if found else None


def _spelled(reading: Reading, *, names_only: bool) -> Spelled:
    names: Mapping[int, float] = reading.names
    found: Spelled = {}
    for words in reading.words:
        for word in words:
            if (
                word.kind == Kind.NUMBER
                or word.weight < LEAST_WEIGHT
                or (names_only and word.term not in names)
            ):
                continue
            key_id = key(word.spelling)
            if key_id:
                found.setdefault(key_id, word.spelling)
    return found
