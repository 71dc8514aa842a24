"""Word lists and the patterns made of them."""

import re

import pytest

from newsfold.text.word_lists import any_of, words


def test_a_phrase_is_written_with_underscores():
    assert "staff writer" in words("job_titles")


def test_the_pattern_takes_the_longer_word_and_any_white_space():
    assert re.match(any_of("job_titles"), "staff \n writers")[0] == "staff \n writers"


def test_an_unknown_list_is_an_error():
    with pytest.raises(KeyError):
        words("no such list")
