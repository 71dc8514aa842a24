"""Agencies: names, short forms, and what a text cites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.agencies import (
    all_agencies,
    cited_agencies,
    find_agency,
    looks_like_agency,
    names_in,
    pieces_with_names,
)


def test_the_data_file_holds_sixty_agencies_and_more_each_once():
    names = [agency.name for agency in all_agencies()]
    assert len(names) >= 60
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("AP", "AP"),
        ("The Associated Press", "AP"),
        ("Reuters Staff", "Reuters"),
        ("dpa/lby", "dpa"),
        ("(AFP)", "AFP"),
        ("/ТАСС/", "TASS"),
        ("共同通信", "Kyodo"),
        ("연합뉴스", "Yonhap"),
    ],
)
def test_an_agency_is_known_by_name_and_short_form(text, name):
    assert find_agency(text).name == name


@pytest.mark.parametrize("text", ["", "NationPress", "Jane Doe", "ap", "The Daily Example"])
def test_other_names_are_no_agency_that_we_know(text):
    assert find_agency(text) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("NationPress", True),
        ("WLS", True),
        ("local time", False),
        ("Saturday", False),
        ("2025", False),
        ("", False),
    ],
)
def test_a_name_in_brackets_can_be_an_agency(text, answer):
    assert looks_like_agency(text) is answer


def test_cited_agencies_are_found_where_the_text_cites_them():
    text = (
        "It was seen, Yonhap news agency reported. A spokesman told AFP so, and Ria Novosti said the same. "
        "The EP and the AP of the city met."
    )
    assert [role.agency for role in cited_agencies(text)] == ["Yonhap", "AFP", "RIA Novosti"]
    assert {role.role for role in cited_agencies(text)} == {"cited"}


def test_a_short_form_that_is_a_word_is_not_cited():
    assert (
        cited_agencies("Tap the map. MAP it. NA is not available, PA is a state, and CP means nothing.") == []
    )


NAMES = sorted(
    {name for agency in all_agencies() for name in (*agency.names, *agency.short) if name.isascii()}
)


@given(
    body=st.lists(st.sampled_from([*NAMES, "the", "The ferry", "runs"]), max_size=4).map(" ".join),
    ending=st.sampled_from(["", "'s", ".", ",", "-owned"]),
)
def test_no_agency_is_left_out_of_the_pieces_that_are_looked_at(body, ending):
    body += ending
    kept, lowered = pieces_with_names(body), body.lower()
    for piece in body.split():
        held = [name for _, rows in names_in(piece) for name, _, _ in rows if name.lower() in lowered]
        assert piece in kept or not held


def test_a_text_that_holds_no_whole_name_has_no_pieces_to_look_at():
    assert pieces_with_names("The ferry runs again, the associated firms said.") == set()
