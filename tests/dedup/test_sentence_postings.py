"""The index of sentences: what is put in is found, and frequent keys are bounded."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.sentence_postings import (
    COMMON_KEY,
    EARLIEST,
    LEAST_BITS,
    MOST_BITS,
    MOST_IN_BUCKET,
    bits_for,
    buckets_of,
    count_postings,
    holders,
    merged,
    packed_postings,
    without,
)

DAY = date(2025, 9, 26)
KEYS = st.integers(-(2**31), 2**31 - 1) | st.integers(-3, 3) | st.integers(-70_000, 70_000)


BITS = st.integers(LEAST_BITS, MOST_BITS)


@given(
    st.lists(
        st.tuples(
            BITS, st.dictionaries(st.integers(1, 2**32 - 1), st.frozensets(KEYS, max_size=6), max_size=8)
        )
    ),
    st.frozensets(KEYS),
    BITS,
)
def test_what_is_put_in_is_found_and_nothing_else_also_when_it_is_merged(portions, others, bits):
    parts = [
        (told_by, list(packed_postings({text: (keys, DAY) for text, keys in texts.items()}, told_by)))
        for told_by, texts in portions
    ]
    wanted = {key for _, texts in portions for keys in texts.values() for key in keys} | others
    found = holders(parts, wanted)
    expected = {
        key: sorted(text for _, texts in portions for text, keys in texts.items() if key in keys)
        for key in wanted
    }
    assert found == {key: held for key, held in expected.items() if held}
    as_one = list(merged(parts, bits))
    assert holders([(bits, as_one)], wanted) == found
    assert [bucket for bucket, _ in as_one] == buckets_of(found, bits)
    assert sum(count_postings(postings) for _, postings in as_one) == sum(map(len, found.values()))


def test_buckets_stay_small_however_many_postings_there_are():
    for size in range(1, 31):
        postings = 1 << size
        assert bits_for(postings) == LEAST_BITS or postings >> bits_for(postings) - 1 >= MOST_IN_BUCKET / 2
        assert postings >> bits_for(postings) <= MOST_IN_BUCKET


@given(st.frozensets(st.integers(1, 50), max_size=20), st.frozensets(st.integers(1, 50), max_size=20))
def test_texts_that_leave_are_found_no_more(held, gone):
    rows = packed_postings(dict.fromkeys(held, ((7, -7), DAY)))
    left = [(bucket, without(postings, gone)) for bucket, postings in rows]
    assert sorted(holders([(LEAST_BITS, left)], {7}).get(7, [])) == sorted(held - gone)


def test_a_frequent_key_leads_to_the_earliest_texts():
    days = {text: DAY - timedelta(days=text) for text in range(1, COMMON_KEY + 2)}
    rows = list(packed_postings({text: ((5,), day) for text, day in days.items()}))
    assert holders([(LEAST_BITS, rows)], {5})[5] == sorted(days, key=days.__getitem__)[:EARLIEST]


def test_days_before_and_after_what_two_bytes_hold_are_kept_in_order():
    rows = list(packed_postings({1: ((5,), date.max), 2: ((5,), date.min), 3: ((5,), DAY)}))
    assert holders([(LEAST_BITS, rows)], {5})[5] == [2, 3, 1]
