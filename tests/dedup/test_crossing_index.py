"""Which texts are worth comparing for what their leads mean: each pair of two languages that is alike, and no other."""

from datetime import date, timedelta

import numpy as np
import pytest

from newsfold.dedup import crossing_index
from newsfold.dedup.crossing_index import LEAST_COSINE, CrossingAppearance, find_crossings
from newsfold.dedup.meaning import LENGTH, packed_vectors
from newsfold.dedup.packed_crossing import language_of, parted

FIRST, DAYS = date(2025, 9, 1), 5
THINGS = np.random.default_rng(7).normal(0, 1, (3, LENGTH))


@pytest.mark.parametrize("languages", [["en"], ["en", "de"], ["en", "de", "fr"]])
@pytest.mark.parametrize("at_once", [(1_024, 2_048), (3, 5)])
def test_pairs_are_those_of_two_languages_with_leads_alike(monkeypatch, languages, at_once) -> None:
    monkeypatch.setattr(crossing_index, "WANTED_AT_ONCE", at_once[0])
    monkeypatch.setattr(crossing_index, "VECTORS_AT_ONCE", at_once[1])
    random = np.random.default_rng(len(languages))
    incoming = [appearance(random, number, languages) for number in range(20)]
    stored = [appearance(random, 100 + number, languages) for number in range(30)]
    found = find_crossings(
        incoming, lambda first, last: [each for each in stored if first <= each.day <= last]
    )
    expected = {
        (one.text, other.text)
        for one in incoming
        for other in (*stored, *incoming)
        if other.text > one.text and language_of(one.crossing) != language_of(other.crossing)
        if cosine(one, other) >= LEAST_COSINE
    }
    assert {(each.one, each.other) for each in found} == expected
    assert bool(expected) == (len(languages) > 1)


def appearance(random: np.random.Generator, number: int, languages: list[str]) -> CrossingAppearance:
    """A text about one of three things; one in ten has no vector."""
    about = THINGS[random.integers(3)] + random.normal(0, 0.7, LENGTH)
    vector = packed_vectors(about / np.linalg.norm(about)) if random.random() > 0.1 else b""
    language = str(random.choice(languages)).ljust(8).encode()
    day = FIRST + timedelta(days=int(random.integers(DAYS)))
    return CrossingAppearance(number, day, language + bytes([bool(vector)]) + vector)


def cosine(one: CrossingAppearance, other: CrossingAppearance) -> float:
    """The cosine of two texts' vectors; 0 where one has none."""
    a, b = (np.frombuffer(parted(each.crossing)[0], np.int8).astype(float) for each in (one, other))
    return float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b))) if len(a) and len(b) else 0.0
