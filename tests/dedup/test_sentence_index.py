"""The index of sentences: what is put in is found, and frequent keys are bounded."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.sentence_index import COMMON_KEY, EARLIEST, bucket_of, holders, packed_postings, without

DAY = date(2025, 9, 26)
KEYS = st.integers(-(2**31), 2**31 - 1) | st.integers(-3, 3) | st.integers(-70_000, 70_000)


@given(
    st.dictionaries(st.integers(1, 2**32 - 1), st.frozensets(KEYS, max_size=6), max_size=8),
    st.frozensets(KEYS),
)
def test_what_is_put_in_is_found_and_nothing_else(texts, others):
    rows = list(packed_postings({text: (keys, DAY) for text, keys in texts.items()}))
    wanted = {key for keys in texts.values() for key in keys} | others
    found = holders(rows, wanted)
    expected = {key: sorted(text for text, keys in texts.items() if key in keys) for key in wanted}
    assert {key: sorted(held) for key, held in found.items()} == {k: v for k, v in expected.items() if v}
    assert {bucket_of(key) for key in found} <= {bucket for bucket, _ in rows}


@given(st.frozensets(st.integers(1, 50), max_size=20), st.frozensets(st.integers(1, 50), max_size=20))
def test_texts_that_leave_are_found_no_more(held, gone):
    rows = packed_postings(dict.fromkeys(held, ((7, -7), DAY)))
    left = [(bucket, without(postings, gone)) for bucket, postings in rows]
    assert sorted(holders(left, {7}).get(7, [])) == sorted(held - gone)


def test_a_frequent_key_leads_to_the_earliest_texts():
    days = {text: DAY - timedelta(days=text) for text in range(1, COMMON_KEY + 2)}
    rows = list(packed_postings({text: ((5,), day) for text, day in days.items()}))
    assert holders(rows, {5})[5] == sorted(days, key=days.__getitem__)[:EARLIEST]


def test_days_before_and_after_what_two_bytes_hold_are_kept_in_order():
    rows = list(packed_postings({1: ((5,), date.max), 2: ((5,), date.min), 3: ((5,), DAY)}))
    assert holders(rows, {5})[5] == [2, 3, 1]
