"""The packed lists say of each word what the library says, and of no other word anything."""

import functools

import pytest
import wordfreq

from newsfold.dedup.lexicon import HIGHEST_WEIGHT, Lexicon, weight_of
from newsfold.dedup.word_frequencies import (
    PackedFrequencies,
    listed_languages,
    packed_frequencies,
    read_buckets,
    word_frequencies,
)


@functools.cache
def known(language: str) -> dict[str, float]:
    return wordfreq.get_frequency_dict.__wrapped__(language, "best")


@pytest.mark.parametrize("language", ["en", "ko", "zh"])
def test_packed_they_say_the_same(language):
    packed = PackedFrequencies(packed_frequencies(read_buckets(language)))
    assert len(packed) == len(known(language))
    assert [word for word, share in known(language).items() if packed.get(word) != share] == []
    others = [f"{word}x" for word in known(language) if f"{word}x" not in known(language)]
    assert [word for word in others if word in packed] == []


@pytest.mark.parametrize("language", ["en", "de", "ja"])
def test_what_is_left_out_weighs_as_much_as_before(language):
    lexicon, wrong = Lexicon(language), []
    for word, frequency in known(language).items():
        found = lexicon.frequencies.get(word)
        if (HIGHEST_WEIGHT if found is None else weight_of(found)) != weight_of(frequency):
            wrong.append(word)
    assert wrong == []


def test_a_list_that_cuts_lines_into_words_is_whole():
    assert len(Lexicon("ja").frequencies) == len(known("ja"))
    assert len(Lexicon("en").frequencies) < len(known("en")) // 2


def test_a_language_without_a_list_has_no_words():
    assert "xx" not in listed_languages()
    assert len(word_frequencies("xx")) == 0
    assert word_frequencies("xx").get("ferry") is None


def test_bounds():
    packed = PackedFrequencies(
        packed_frequencies(
            [(0.5, ["b", "é", "a"]), (0.25, ["a"]), (0.1, ["", "rare"]), (0.01, ["rare"])], 0.1
        )
    )
    assert [packed.get(word) for word in ("a", "b", "é", "", "c", "rare", "\ud800", "0")] == [
        0.25, 0.5, 0.5, 0.1, None, None, None, None,
    ]  # fmt: skip
