"""Packed words are found by their numbers, and no others."""

import zlib

from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.packed_words import PackedWords, packed

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


@given(st.lists(WORDS, unique=True), st.lists(st.text(max_size=6)))
def test_a_word_has_its_number_and_others_have_none(words, others):
    known = PackedWords(packed(words))
    assert len(known) == len(words)
    assert [known.find(word) for word in words] == list(range(len(words)))
    assert [known.find(other) for other in others if other not in words] == [-1] * sum(
        other not in words for other in others
    )


def test_words_with_one_checksum_are_told_apart():
    words = ["plumless", "buckeroo"]
    assert len({zlib.crc32(word.encode()) for word in words}) == 1
    assert [PackedWords(packed(words)).find(word) for word in words] == [0, 1]
    assert PackedWords(packed(words[:1])).find(words[1]) == -1
