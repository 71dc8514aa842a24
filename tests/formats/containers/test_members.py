"""Members of containers: what is litter, what a budget allows, how a record gets its place."""

import pytest

from newsfold.formats.containers.members import (
    MAX_MEMBERS,
    Budget,
    Exhausted,
    Member,
    budget_for,
    is_litter,
    is_page_part,
    place,
)
from newsfold.model import HeaderPlace, RawHeader, Record, Rejection
from newsfold.text.raw_headers import MAX_HEADERS

RECORD = Record(
    3,
    "text",
    (RawHeader("first line", "Ferry late", HeaderPlace("line 1")),),
    "The ferry was late.",
    length=20,
)


def headers_of(item: Record | Rejection) -> dict[str, str]:
    """Header name -> value."""
    assert isinstance(item, Record)
    return {header.name: header.value for header in item.headers}


@pytest.mark.parametrize(
    "name", ["__MACOSX/a/._b.txt", "a/.DS_Store", "._b.txt", "x/Thumbs.db", "desktop.ini", "a/__MACOSX/b"]
)
def test_what_packing_programs_leave_is_litter(name: str) -> None:
    assert is_litter(name)


@pytest.mark.parametrize("name", ["a.txt", "MACOSX/a.txt", "a._b.txt", "_.txt", "DS_Store", ".hidden/a.txt"])
def test_other_names_are_no_litter(name: str) -> None:
    assert not is_litter(name)


@pytest.mark.parametrize("name", ["a/style.css", "https://a.example/app.js?v=2", "b.MJS", "c.js.map"])
def test_styles_and_scripts_are_parts_of_pages(name: str) -> None:
    assert is_page_part(name)


@pytest.mark.parametrize("name", ["a.json", "js", "css/a.txt", "https://a.example/js/news", "a.jsx.html"])
def test_other_names_are_no_parts_of_pages(name: str) -> None:
    assert not is_page_part(name)


def test_a_record_gets_the_name_and_the_bytes_of_its_member() -> None:
    member = Member("a.txt", b"", (RawHeader("mail.date", "x", HeaderPlace("Date")),), offset=70, length=90)
    placed = place(RECORD, member, 0, "zip")
    assert headers_of(placed) == {
        "first line": "Ferry late",
        "mail.date": "x",
        "container": "zip",
        "member.name": "a.txt",
    }
    assert (placed.offset, placed.format, placed.position) == (70, "text", 3)
    assert headers_of(place(RECORD, member, 4, "zip"))["member.position"] == "4"


def test_names_of_members_in_members_are_joined() -> None:
    inner = place(RECORD, Member("b.txt", b""), 2, "zip")
    outer = place(inner, Member("in.zip", b"", offset=9), 7, "zip")
    assert headers_of(outer)["member.name"] == "in.zip!/b.txt"
    assert headers_of(outer)["member.position"] == "2"
    assert outer.offset == 9


def test_an_unnamed_member_gives_no_name() -> None:
    assert "member.name" not in headers_of(place(RECORD, Member("x", b"", is_named=False), 1, "zip"))


def test_names_hold_nothing_that_can_not_be_stored() -> None:
    assert headers_of(place(RECORD, Member("a\x00\udc80\nb", b""), 0, "zip"))["member.name"] == "a b"
    assert headers_of(place(RECORD, Member("\x00", b""), 0, "zip"))["member.name"] == "unnamed"


def test_a_rejection_tells_the_member() -> None:
    placed = place(Rejection("empty", "0 bytes", 0), Member("a.txt", b"", offset=5), 0, "zip")
    assert placed == Rejection("empty", "a.txt: 0 bytes", 0, 5)


def test_the_first_and_the_last_headers_stay_where_there_are_too_many() -> None:
    many = tuple(RawHeader(f"h{n}", "x", HeaderPlace("")) for n in range(MAX_HEADERS))
    placed = place(Record(0, "text", many, "x"), Member("a", b""), 1, "zip")
    names = list(headers_of(placed))
    assert len(names) == MAX_HEADERS
    assert (names[0], names[-3:]) == ("h0", ["container", "member.position", "member.name"])


def test_a_budget_grows_with_the_file_within_bounds() -> None:
    sizes = (10, 500_000, 5_000_000, 500_000_000)
    assert [budget_for(size).bytes_left for size in sizes] == [64_000_000, 500_000_000, 10**9, 10**10]


def test_a_budget_ends() -> None:
    budget = Budget(10)
    budget.take_bytes(10)
    with pytest.raises(Exhausted):
        budget.take_bytes(1)
    for _ in range(MAX_MEMBERS):
        budget.take_member()
    with pytest.raises(Exhausted):
        budget.take_member()
