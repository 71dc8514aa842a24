"""Section and keywords."""

from newsfold.headers.subjects import keywords, section
from newsfold.model import HeaderPlace, RawHeader


def test_the_most_trusted_section_comes_first():
    headers = [
        RawHeader("meta.article:section", "Town", HeaderPlace("a")),
        RawHeader("jsonld.articleSection", "Politics", HeaderPlace("b")),
    ]
    assert [candidate.value for candidate in section(headers)] == ["Politics", "Town"]


def test_keywords_are_split_and_each_kept_once():
    words, rows = keywords(
        [
            RawHeader("meta.keywords", "bread, Town; bread ,  Bread|x", HeaderPlace("a")),
            RawHeader("other", "y", HeaderPlace("b")),
        ]
    )
    assert words == ("bread", "Town")
    assert len(rows) == 1


def test_a_record_without_either_has_none():
    assert section([]) == []
    assert keywords([]) == ((), [])
