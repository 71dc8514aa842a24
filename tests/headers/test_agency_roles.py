"""What agencies have to do with a text."""

import pytest

from newsfold.config.sources import Source
from newsfold.headers.agency_roles import read_agencies
from newsfold.model import HeaderPlace, RawHeader

SOURCE = Source("inbox", "/inbox")
TEXT = "The council agreed on a new budget.\n\nIt makes bread cheaper for everyone in town."


def roles(*headers, body=TEXT, source=SOURCE):
    rows = [RawHeader(name, value, HeaderPlace("line 1")) for name, value in headers]
    return [(role.agency, role.role) for role in read_agencies(rows, body, None, source, [])[0]]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("credit", "Reuters", [("Reuters", "origin")]),
        ("item.infosource.originator", "AFP", [("AFP", "origin")]),
        ("agency", "NationPress", [("NationPress", "carrier")]),
        ("credit", "NationPress", []),
        ("title", "Reuters", []),
    ],
)
def test_headers_for_the_source_name_agencies(name, value, expected):
    assert roles((name, value)) == expected


def test_the_last_line_credits_who_wrote_the_text():
    assert roles(body=f"{TEXT}\n\nReuters") == [("Reuters", "origin")]


def test_the_sources_own_agency_counts_where_nothing_else_is_named():
    own = Source("inbox", "/inbox", agency="NationPress")
    assert roles(source=own) == [("NationPress", "origin")]
    assert roles(("agency", "NationPress"), source=own) == [("NationPress", "origin")]
    assert roles(("credit", "AFP"), source=own) == [("AFP", "origin")]


def test_who_wrote_a_text_stands_before_who_is_cited():
    body = f"A spokesman told AFP that it was a good day.\n\n{TEXT}"
    assert roles(("credit", "Reuters"), body=body) == [("Reuters", "origin"), ("AFP", "cited")]
