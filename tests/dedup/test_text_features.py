"""Features: complete, small, and able to travel."""

import pickle

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup import features, relate
from newsfold.dedup.text_features import UNIT


def test_features_survive_a_pickle(report, rewrite):
    a, b = features(report, "en"), features(rewrite, "en")
    assert relate(pickle.loads(pickle.dumps(a)), b) == relate(a, b)


def test_shingles_are_sorted_and_distinct(report):
    shingles = features(report + "\n\n" + report, "en").shingles
    assert np.all(shingles[1:] > shingles[:-1])


def test_anchors_occur_once_and_rise(report):
    found = features(report, "en").anchors
    assert list(found.values()) == sorted(found.values())
    repeated = features(report + "\n\n" + report, "en").anchors
    assert repeated == {}


def test_sentence_vectors_have_the_length_of_the_unit(report):
    found = features(report, "en")
    squares = dict.fromkeys(range(found.sentence_count), 0)
    for parts in found.postings.values():
        for packed in parts:
            sentence, part = divmod(packed, UNIT + 1)
            squares[sentence] += part * part
    assert all(0.98 * UNIT <= square**0.5 <= UNIT for square in squares.values())


def test_quotes_count_for_copied_text_only():
    spoken = "“The harvest in the valley of Kirnau was destroyed by hail and frost,” she said."
    report = "The farmer Ottilie Brandner spoke on Monday in the village hall of Kirnau about the bad season."
    found = features(f"{report} {spoken}", "en")
    assert len(found.shingles) > len(features(report, "en").shingles) + 8
    assert found.postings.keys() == features(f"{report} she said.", "en").postings.keys()


@given(st.text(max_size=300), st.sampled_from(["en", "ru", "ja", "th", None]))
def test_any_text_has_features(text, language):
    found = features(text, language)
    assert len(found.names) <= max(1, len(text))
