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
    monkeypatch.setattr(batch, "PORTION_TEXTS", 1)
    monkeypatch.setattr(batch, "READINGS_KEPT", 2)
    single = [relate_many(texts, [pair]) for pair in reversed(pairs)]
    assert {key: relation for part in single for key, relation in part.items()} == whole
    assert relate_many(texts, reversed(pairs)) == whole


def test_progress_is_told_up_to_the_last_pair(texts, monkeypatch):
    monkeypatch.setattr(batch, "PORTION_TEXTS", 1)
    told = []
    relate_many(texts, [(0, 1, None), (2, 3, None)], lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_of_several_appearances_the_likeliest_counts(texts):
    pairs = [(0, 1, 3), (0, 1, 0), (0, 1, 0, True)]
    expected = relate_many(texts, [(0, 1, 0)])
    assert expected
    for order in itertools.permutations(pairs):
        assert relate_many(texts, order) == expected


def test_portions_hold_each_pair_once_and_keep_the_pairs_of_a_text_together():
    pairs = [Pair(a, (a * 7 + step) % 40) for a in range(40) for step in range(1, 6)]
    portions = batch.in_portions(pairs, 12)
    flat = [pair for portion in portions for pair in portion]
    assert len(portions) > 1
    assert sorted(flat, key=str) == sorted(pairs, key=str)
    assert len([key for key, _ in itertools.groupby(flat, key=lambda pair: pair.one)]) == 40
    assert all(len(batch.keys_of(portion)) <= 12 for portion in portions)


def test_one_publisher_can_be_named_for_a_pair(texts):
    found = relate_many(texts, [(0, 4, 0, True)])
    assert set(found) == {(0, 4)}


def test_a_missing_text_is_an_error(texts):
    with pytest.raises(KeyError):
        relate_many(texts, [(0, 99, None)])
