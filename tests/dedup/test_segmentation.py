"""Sentences, and the quotes that are taken out of them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.segmentation import BODY_LIMIT, sentences


def texts(body: str) -> list[str]:
    return [sentence.text for sentence in sentences(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. J. Moss spoke. He left.", ["Dr. J. Moss spoke.", "He left."]),
        ("It rose 1.5 per cent. Then fell.", ["It rose 1.5 per cent.", "Then fell."]),
        ("A line\nbroken by hand. Next", ["A line broken by hand.", "Next"]),
        ("First paragraph\n\nSecond", ["First paragraph", "Second"]),
        ("The space was lost.Then more.", ["The space was lost.", "Then more."]),
        ("価格は上がった。次に下がった。", ["価格は上がった。", "次に下がった。"]),
        ("यह एक है। यह दो है।", ["यह एक है।", "यह दो है।"]),
        ("هل هذا؟ نعم.", ["هل هذا؟", "نعم."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(body, expected):
    assert texts(body) == expected


@pytest.mark.parametrize(
    "quote",
    [
        "“We shall build many more houses in this town”",
        '"We shall build many more houses in this town"',
        "«We shall build many more houses in this town»",
        "„We shall build many more houses in this town“",
        "「これはとても大きな問題だと思います」",
    ],
)
def test_a_long_quote_is_no_part_of_the_report(quote):
    body = f"The mayor of the town spoke for an hour in the old hall and said: {quote}, then left the room."
    (sentence,) = sentences(body)
    assert quote in sentence.text
    assert quote[5:15] not in sentence.report
    assert sentence.report.startswith("The mayor")
    assert sentence.report.endswith("left the room.")


def test_a_short_quote_stays():
    (sentence,) = sentences("The so-called “green deal” was signed on Friday.")
    assert sentence.report is sentence.text


def test_a_text_wholly_in_quotes_keeps_them():
    body = "“The whole report stands between two marks, as some feeds write it.”"
    assert all(sentence.report == sentence.text for sentence in sentences(body))


def test_a_mark_that_is_never_closed_takes_nothing_out():
    body = "He said “it would rain all day and all night. " + "The town waited for the river to rise. " * 40
    assert all(sentence.report == sentence.text for sentence in sentences(body))


@given(st.text(max_size=400))
def test_no_letter_or_digit_is_lost(body):
    kept = "".join(texts(body))
    assert re.sub(r"[\W_]", "", kept) == re.sub(r"[\W_]", "", body)


@pytest.mark.parametrize("piece", ["“", '"a ', ". ", "a.", "「", "\n\n", "«»", "Mr. ", "?!"])
def test_long_hostile_runs_are_read_up_to_the_limit(piece):
    assert sum(len(text) for text in texts(piece * 200_000)) <= BODY_LIMIT
