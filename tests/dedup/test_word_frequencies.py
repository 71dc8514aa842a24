"""The packed lists say of each word what the library says, and of no other word anything."""

import pytest
import wordfreq

from newsfold.dedup.word_frequencies import Frequencies, listed_languages, word_frequencies


@pytest.mark.parametrize("language", ["en", "ko", "de"])
def test_they_say_what_the_library_says(language):
    known, packed = wordfreq.get_frequency_dict(language, "best"), word_frequencies(language)
    assert len(packed) == len(known)
    assert all(packed.get(word) == frequency for word, frequency in known.items())
    assert not any(f"{word}-{word}" in packed for word in known if f"{word}-{word}" not in known)


def test_a_language_without_a_list_has_no_words():
    assert "xx" not in listed_languages()
    assert len(word_frequencies("xx")) == 0
    assert word_frequencies("xx").get("ferry") is None


def test_they_are_small():
    packed = word_frequencies("en")
    assert packed.hashes.itemsize + packed.places.itemsize == 10


def test_bounds():
    packed = Frequencies([[], ["a"], ["b", "c"]])
    assert [packed.get(word) for word in "abcd"] == [10**-0.01, 10**-0.02, 10**-0.02, None]
    assert "" not in packed
