"""The data files behind the header rules."""

import pytest

from newsfold.headers.header_names import first_name, in_order, language_names, listed, rules
from newsfold.model import HeaderPlace, RawHeader

KINDS = ["date", "author", "headline", "language", "section", "keywords", "address"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_rule_has_a_name_in_small_letters_and_a_confidence(kind):
    for name, rule in rules(kind).items():
        assert name == name.lower().strip()
        assert 0 < rule.confidence < 1
        assert rule.rule


def test_every_date_rule_says_what_it_dates():
    assert {rule.field for rule in rules("date").values()} == {"published", "modified"}


def test_the_headers_of_a_list_are_known_kinds():
    assert listed("author_one_each") | listed("author_in_sight") <= set(rules("author"))
    assert listed("keywords_whole") <= set(rules("keywords"))


def test_a_versions_date_has_the_first_publications_name():
    assert first_name("item.versioncreated") == "item.firstcreated"
    assert first_name("date") is None


def test_languages_are_known_by_their_own_names():
    assert language_names()["deutsch"] == language_names()["german"] == "de"


def test_headers_of_a_kind_stand_in_the_order_of_the_file_then_of_the_document():
    rows = [
        RawHeader(name, "x", HeaderPlace(where))
        for name, where in [
            ("meta.rights", "1"),
            ("copyright", "2"),
            ("h1", "3"),
            ("Item.CopyrightNotice", "4"),
            ("copyright", "5"),
        ]
    ]
    assert [row.where for row in in_order(rows, "copyright_notice")] == ["4", "2", "5", "1"]


@pytest.mark.parametrize(
    "name",
    [
        "subject_name",
        "subject_code",
        "alt_id",
        "identifier",
        "identifier_without_address",
        "identifier_of_row",
    ],
)
def test_lists_hold_names_in_small_letters(name):
    assert listed(name)
    assert all(entry == entry.lower() for entry in listed(name))
