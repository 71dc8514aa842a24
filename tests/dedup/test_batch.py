"""Many pairs at once give what each pair gives."""

import itertools

import pytest

from newsfold.dedup import Pair, batch, compare, relate_many


@pytest.fixture
def texts(report, rewrite, independent, unrelated):
    bodies = (report, rewrite, independent, unrelated, report + "\n\nMore will follow.")
    return {number: (body, "en") for number, body in enumerate(bodies)}


def test_related_pairs_come_with_their_evidence(texts):
    pairs = [(a, b, 0) for a, b in itertools.combinations(texts, 2)]
    found = relate_many(texts, pairs)
    assert set(found) == {(0, 1), (0, 4), (1, 4)}
    for (one, other), relation in found.items():
        assert relation == compare(texts[one][0], texts[other][0], "en", 0).relation


def test_neither_order_nor_batches_nor_a_small_memory_matter(texts, monkeypatch):
    pairs = [Pair(a, b, 0) for a, b in itertools.combinations(texts, 2)]
    whole = relate_many(texts, pairs)
    monkeypatch.setattr(batch, "FEATURES_KEPT", 1)
    single = [relate_many(texts, [pair]) for pair in reversed(pairs)]
    assert {key: relation for part in single for key, relation in part.items()} == whole
    assert relate_many(texts, reversed(pairs)) == whole


def test_progress_is_told_of_each_pair(texts):
    told = []
    relate_many(texts, [(0, 1, None), (0, 2, None)], lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_one_publisher_can_be_named_for_a_pair(texts):
    found = relate_many(texts, [(0, 4, 0, True)])
    assert set(found) == {(0, 4)}


def test_a_missing_text_is_an_error(texts):
    with pytest.raises(KeyError):
        relate_many(texts, [(0, 99, None)])
