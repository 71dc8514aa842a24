"""Word lists and the patterns made of them."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsfold.text.word_lists import any_of, any_pattern, finder, words

LISTED = (
    rf"(?<!\w){any_pattern('embargoes', 'bare')}(?!\w)",
    any_pattern("embargoes", "sure"),
    "yayımlan|[ıx]ş|str(?:a|aß)e",
)
PARTS = st.sampled_from(
    [
        "embargo",
        "Embargos",
        "hold until",
        "HFR",
        "yayimlan",
        "YAYIMLAN",
        "İ",
        "ı",
        "Straſe",
        "ıŞ",
        "9",
        "-",
        " ",
    ]
)


def test_a_phrase_is_written_with_underscores():
    assert "staff writer" in words("job_titles")


def test_the_pattern_takes_the_longer_word_and_any_white_space():
    assert re.match(any_of("job_titles"), "staff \n writers")[0] == "staff \n writers"


def test_an_unknown_list_is_an_error():
    with pytest.raises(KeyError):
        words("no such list")


@given(text=st.lists(st.one_of(PARTS, st.text(max_size=3)), max_size=6).map("".join))
@example(text="YAYIMLANMADAN")
def test_a_finder_finds_what_its_pattern_finds(text):
    for pattern in LISTED:
        found, expected = finder(pattern)(text), re.search(pattern, text, re.I)
        assert (found and found.span()) == (expected and expected.span())


@pytest.mark.parametrize("pattern", [r"\W(?P<name>x)\D", r"(?<!\S)embargo"])
def test_classes_and_names_of_groups_are_no_capitals(pattern):
    finder(pattern)


def test_a_finder_refuses_capitals():
    with pytest.raises(ValueError, match="capitals"):
        finder("embargo|Sperrfrist")
