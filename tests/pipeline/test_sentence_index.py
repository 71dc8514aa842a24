"""The index of sentences in the database finds what was put in, through all merging and taking out."""

import random
from collections import defaultdict
from contextlib import closing
from datetime import date, timedelta

import pytest

from newsfold.dedup.sentence_postings import LEAST_BITS
from newsfold.pipeline import sentence_index
from newsfold.store import sentence_index as store
from newsfold.store.connection import connect

DAY = date(2025, 9, 26)
ALL = 1_000


@pytest.fixture
def merging(monkeypatch):
    """Merges whenever something is added, in small parts, by other numbers of bits each time."""
    monkeypatch.setattr(sentence_index, "LEAST_APPENDED", 0)
    monkeypatch.setattr(sentence_index, "MERGED_AT_ONCE", 40)
    monkeypatch.setattr(sentence_index, "bits_for", lambda postings: LEAST_BITS + postings % 5)


def drawn_keys(rng: random.Random) -> list[int]:
    """Some keys of a text, a few of them frequent."""
    return sorted({rng.choice((-5, 7, 2**31 - 1, rng.randint(-(2**31), 2**31 - 1))) for _ in range(6)})


def test_what_is_put_in_is_found_until_it_is_taken_out(database_url, merging):
    rng = random.Random(4)
    held: dict[int, list[int]] = {}
    with closing(connect(database_url)) as connection:
        for act in range(60):
            if rng.random() < 0.3 and held:
                gone = {text: held.pop(text) for text in rng.sample(sorted(held), min(3, len(held)))}
                sentence_index.take_out(connection, gone)
            else:
                fresh = {10 * act + number: drawn_keys(rng) for number in range(rng.randint(1, 6))}
                held |= fresh
                sentence_index.add(
                    connection, {text: (keys, DAY + timedelta(text)) for text, keys in fresh.items()}
                )
            expected = defaultdict(list)
            for text, keys in sorted(held.items()):
                for key in keys:
                    expected[key].append(text)
            assert sentence_index.look_up(connection, {*expected, 8, -6}, ALL) == expected
        used = {tier.tier for tier in store.tiers(connection).values()}
        assert used & set(store.OLD)
        assert {tier.bits for tier in store.tiers(connection).values()} != {LEAST_BITS}
        with connection.cursor() as cursor:
            cursor.execute("select distinct tier from news.sentence_posting")
            assert {row.tier for row in cursor.fetchall()} <= used


def test_who_looks_up_while_it_is_merged_misses_nothing(database_url, merging, monkeypatch):
    monkeypatch.setattr(sentence_index, "LEAST_APPENDED", 1_000)
    with closing(connect(database_url)) as loader, closing(connect(database_url)) as reader:
        with loader:
            sentence_index.add(loader, {1: ([5, 6], DAY), 2: ([6], DAY)})
        plain = store.postings

        def merged_before(connection, tier, buckets):
            monkeypatch.setattr(store, "postings", plain)
            with loader:
                sentence_index.merge(loader)
            return plain(connection, tier, buckets)

        monkeypatch.setattr(store, "postings", merged_before)
        assert sentence_index.look_up(reader, {5, 6}) == {5: [1], 6: [1, 2]}
