"""Which sentences are a source's boilerplate."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.boilerplate import (
    LEAST_DAYS,
    LEAST_REPORTS,
    StoredSentences,
    find_boilerplate,
    quoted,
    sentence_key,
    sentence_keys,
)

DAY = date(2025, 9, 27)
HEADER = "News of the harbour and the town."
FOOTER = "Sign up for the morning letter of the Courier."


def text(day: int, *sentences: str) -> StoredSentences:
    return StoredSentences(DAY + timedelta(days=day), sentence_keys(" ".join(sentences)))


def report(number: int) -> str:
    return f"The bridge number {number} was closed."


def test_a_sentence_under_many_reports_of_several_days_is_boilerplate():
    texts = [text(number % 3, report(number), FOOTER) for number in range(6)]
    assert find_boilerplate(texts) == {sentence_key(FOOTER): 6}


def test_what_opens_every_report_does_not_hide_what_closes_it():
    texts = [text(number % 3, HEADER, report(number), FOOTER) for number in range(6)]
    assert find_boilerplate(texts) == {sentence_key(HEADER): 6, sentence_key(FOOTER): 6}


def test_copies_of_one_report_make_no_boilerplate():
    assert (
        find_boilerplate([text(day, report(1), "It stays so until March next year.") for day in range(9)])
        == {}
    )


def test_what_is_said_all_through_one_day_is_no_boilerplate():
    texts = [text(0, report(number), "At least 40 people were hurt.") for number in range(9)]
    assert find_boilerplate(texts) == {}


def test_few_reports_or_days_are_not_enough():
    few_reports = [text(number, report(number), FOOTER) for number in range(LEAST_REPORTS - 1)]
    few_days = [text(number % (LEAST_DAYS - 1), report(number), FOOTER) for number in range(9)]
    assert find_boilerplate(few_reports) == find_boilerplate(few_days) == {}
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


SENTENCES = st.sampled_from([*map(report, range(6)), HEADER, FOOTER])


@given(
    st.lists(st.builds(text, st.integers(0, 5), SENTENCES, SENTENCES, SENTENCES), max_size=40), st.randoms()
)
def test_the_order_of_the_texts_does_not_matter(texts, chance):
    expected = find_boilerplate(texts)
    chance.shuffle(texts)
    assert find_boilerplate(texts) == expected


@given(st.text(max_size=200))
def test_a_key_fits_a_bigint(sentence):
    key = sentence_key(sentence)
    assert key is None or 0 <= key < 2**63


@given(st.text(max_size=80))
def test_a_key_is_of_letters_and_digits_alone(sentence):
    words = sentence.casefold().split()
    written_out = " ".join("".join(filter(str.isalnum, word)) for word in words)
    bare = " ".join(word for word in written_out.split(" "))
    if len(words) >= 4 and all(written_out.split(" ")):
        assert sentence_key(sentence) == sentence_key(bare)
    assert sentence_key(sentence) == sentence_key(" ".join(words))


SPACELESS = {
    "th": ("สภาเมืองลงมติเมื่อวันอังคารให้ปิดสระว่ายน้ำ", "สวัสดีครับ"),
    "lo": ("ສະພາເມືອງໄດ້ລົງມະຕິໃນວັນອັງຄານໃຫ້ປິດສະລອຍນ້ຳ", "ສະບາຍດີ"),
    "km": ("ក្រុមប្រឹក្សាក្រុងបានសម្រេចបិទអាងហែលទឹកនៅថ្ងៃអង្គារ", "សួស្តី"),
    "my": ("မြို့တော်ကောင်စီသည်ရေကူးကန်ကိုပိတ်ရန်အင်္ဂါနေ့တွင်ဆုံးဖြတ်ခဲ့သည်", "မင်္ဂလာပါ"),
    "ja": ("町議会は火曜日に水泳場を閉鎖することを決めた", "こんにちは"),
    "zh": ("镇议会周二投票决定关闭米尔福德街的游泳池", "大家好"),
}


@pytest.mark.parametrize("language", SPACELESS)
def test_a_long_line_without_spaces_has_a_key_and_a_greeting_has_none(language):
    long, greeting = SPACELESS[language]
    assert sentence_key(long) is not None
    assert sentence_key(greeting) is None
