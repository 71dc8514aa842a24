"""The hash of a text: what a carrier changes makes no difference, what an editor changes does."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsfold.dedup import content_sha256, identity

WORDS = st.lists(
    st.text(st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=8), min_size=1, max_size=20
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“No,” she said.", '"No," she said.'),
        ("Two  spaces\n\nand a line", "Two spaces and a line"),
        ("north\u2013south", "north-south"),
        ("OSLO rises", "Oslo rises"),
        ("caf\u00e9", "cafe\u0301"),
        ("\ufb01nal \uff11\uff12", "final 12"),
        ("news\u00adpaper\u200b", "newspaper"),
        ("it\u2019s", "it's"),
        ("Stra\u00dfe", "STRASSE"),
        ("snake_case", "snake case"),
    ],
)
def test_spelling_out_does_not_change_the_hash(one, other):
    assert content_sha256(one) == content_sha256(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 dead", "13 dead"),
        ("the bank", "thebank"),
        ("की", "का"),
        ("กิน", "กัน"),
        ("…", "!!"),
        ("", "…"),
        ("東京", "京都"),
    ],
)
def test_other_words_give_another_hash(one, other):
    assert content_sha256(one) != content_sha256(other)


@given(
    WORDS,
    st.lists(st.sampled_from([" ", "\n\n", "\t", ", ", ". ", " – ", " “", "” ", "\u00a0", "… "]), min_size=1),
)
def test_white_space_and_punctuation_between_words_do_not_count(words, gaps):
    spread = "".join(word + gaps[i % len(gaps)] for i, word in enumerate(words))
    assert content_sha256(spread) == content_sha256(" ".join(words))


@given(st.text())
def test_any_text_has_a_hash_of_32_bytes(text):
    assert len(content_sha256(text)) == 32


def test_a_lone_surrogate_has_a_hash():
    assert content_sha256("a \ud800 b") == content_sha256("A \ud800 B")


@given(st.text(st.characters(max_codepoint=127), max_size=200))
@example("rose 3.5% to $1,200 at 10:30, -2 C; it_s Ann's e-mail")
def test_the_quick_pattern_finds_the_same_in_ascii(text):
    assert identity._ASCII_WORD.findall(text) == identity._WORD.findall(text)
