"""Which sentences are a source's boilerplate."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.boilerplate import (
    LEAST_DAYS,
    LEAST_STORIES,
    StoredSentences,
    find_boilerplate,
    quoted,
    sentence_key,
    sentence_keys,
)

DAY = date(2025, 9, 27)
FOOTER = "Sign up for the morning letter of the Courier."


def text(story: int, day: int, *sentences: str) -> StoredSentences:
    return StoredSentences(story, DAY + timedelta(days=day), sentence_keys(" ".join(sentences)))


def test_a_sentence_under_many_stories_of_several_days_is_boilerplate():
    texts = [
        text(number, number % 3, f"The bridge number {number} was closed.", FOOTER) for number in range(6)
    ]
    assert find_boilerplate(texts) == {sentence_key(FOOTER): 6}


def test_copies_of_one_report_make_no_boilerplate():
    assert find_boilerplate([text(1, day, "The bridge over the Sado is closed.") for day in range(9)]) == {}


def test_what_is_said_all_through_one_day_is_no_boilerplate():
    assert find_boilerplate([text(story, 0, "At least 40 people were hurt.") for story in range(9)]) == {}


def test_few_stories_or_days_are_not_enough():
    few_stories = [text(story, story, FOOTER) for story in range(LEAST_STORIES - 1)]
    few_days = [text(story, story % (LEAST_DAYS - 1), FOOTER) for story in range(9)]
    assert find_boilerplate(few_stories) == find_boilerplate(few_days) == {}
    assert find_boilerplate([]) == {}


def test_the_key_looks_at_words_only():
    assert sentence_key("Sign up for the MORNING letter!") == sentence_key(
        "“Sign up, for the morning letter.”"
    )
    assert sentence_key("Sign up for the evening letter.") != sentence_key("Sign up for the morning letter.")
    assert sentence_key("All rights reserved.") is None
    assert sentence_key("著作権は本紙にあります。無断転載を禁じます。") is not None
    assert sentence_key("禁じます。") is None


def test_the_words_of_a_key_are_found_again():
    body = f"The bridge is closed for good. {FOOTER}"
    assert quoted([body], [sentence_key(FOOTER)]) == {sentence_key(FOOTER): FOOTER}


SENTENCES = st.sampled_from(
    ["One two three four.", "Five six seven eight.", FOOTER, "Nine ten eleven twelve thirteen."]
)


@given(
    st.lists(st.builds(text, st.integers(1, 8), st.integers(0, 5), SENTENCES, SENTENCES), max_size=40),
    st.randoms(),
)
def test_the_order_of_the_texts_does_not_matter_and_counts_are_of_stories(texts, chance):
    expected = {}
    for key in {key for each in texts for key in each.keys}:
        having = [each for each in texts if key in each.keys]
        stories, days = {each.story_id for each in having}, {each.day for each in having}
        if len(stories) >= LEAST_STORIES and len(days) >= LEAST_DAYS:
            expected[key] = len(stories)
    chance.shuffle(texts)
    assert find_boilerplate(texts) == expected


@given(st.text(max_size=200))
def test_a_key_fits_a_bigint(sentence):
    key = sentence_key(sentence)
    assert key is None or 0 <= key < 2**63
