"""The data files behind the header rules."""

import pytest

from newsfold.headers.header_names import first_name, language_names, listed, rules

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
