"""Addresses of writers' own pages."""

import pytest

from newsfold.text.author_pages import name_in_address


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://a.example/author/jane-doe", "Jane Doe"),
        ("https://a.example/about/editors/jane-doe/", "Jane Doe"),
        ("/autoren/erika-m%C3%BCster.html", "Erika Müster"),
        ("https://a.example/people/jane_van_doe?x=1", "Jane Van Doe"),
        ("https://a.example/author/editorial-team", ""),
        ("https://a.example/author/jdoe7", ""),
        ("https://social.example/janedoe", ""),
        ("https://a.example/news/jane-doe", ""),
        ("https://[a.example/author/jane-doe", ""),
    ],
)
def test_the_address_of_an_authors_page_holds_a_name(address, name):
    assert name_in_address(address) == name
