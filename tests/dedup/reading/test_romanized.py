"""One name has one key in every script that spells it out."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.dedup.reading.romanized import key, key_weight, skeleton


@pytest.mark.parametrize(
    "spellings",
    [
        ("Sandoval", "Сандовал", "सैंडोवाल"),
        ("Brinkmann", "Брінкманн", "Бринкман", "ब्रिंकमान"),
        ("Kharkiv", "Харків", "Khar'kov"),
        ("Ramanathan", "रामनाथन"),
        ("Castell", "Кастелл", "Κάστελ"),
        ("Pelevin", "Пелевин", "بيليفين"),
    ],
)
def test_a_name_is_one_in_every_script(spellings):
    assert len({key(each) for each in spellings}) == 1


def test_two_names_are_two():
    assert len({key(each) for each in ("Sandoval", "Achterberg", "Ramanathan", "Tarrant", "Wexcombe")}) == 5


def test_a_short_key_tells_nothing_and_a_long_one_more_than_a_shorter():
    assert key("Ost") == 0
    assert key_weight(key("Marle")) < key_weight(key("Tarrant")) <= key_weight(key("Achterberg"))


@given(st.text(max_size=40))
def test_a_key_has_no_vowels_and_nothing_twice(spelling):
    found = skeleton(spelling)
    assert not set(found) & set("aeiou")
    assert all(one != other for one, other in pairwise(found))
