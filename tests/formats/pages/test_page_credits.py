"""Writers whom a page credits by a label or by a link to their own page."""

import pytest

from newsfold.formats import read
from newsfold.model import Record

TEXT = "".join(
    f"<p>In hut {number} the wardens counted {number * 7} boots that kea had carried away during the night.</p>"
    for number in range(12)
)


def bylines(below: str, behind: str = "") -> list[str]:
    article = f"<main><h1>Kea carry boots away</h1>{below}{TEXT}{behind}</main>"
    page = f"<html><head><title>Kea</title></head><body>{article}</body></html>"
    (record,) = read(page.encode(), name="x")
    assert isinstance(record, Record)
    return [header.value for header in record.headers if header.name == "visible byline"]


@pytest.mark.parametrize("label", ["Written by", "Article by", "Author", "Words by", "Autorin:", "Text von"])
@pytest.mark.parametrize(
    "markup",
    [
        "<div><h3>{}</h3><p>Jane Roe</p></div>",
        "<div><span>{}</span> <a href='/x'>Jane Roe</a></div>",
        "<div><p><span>{}</span></p><p>Jane Roe</p></div>",
        "<p>{} <a href='/x'>Jane Roe</a></p>",
    ],
)
@pytest.mark.parametrize("is_above", [True, False])
def test_the_name_behind_a_label_is_a_byline_wherever_it_stands(
    label: str, markup: str, is_above: bool
) -> None:
    filler = "<i></i>" * 80
    line = markup.format(label)
    found = bylines(line) if is_above else bylines("", filler + line)
    assert any("Jane Roe" in value for value in found)


def test_by_alone_is_a_label_near_the_headline_only() -> None:
    line = "<div><span>by</span><b>Jane Roe</b></div>"
    assert "Jane Roe" in bylines(line)
    assert "Jane Roe" not in bylines("", "<i></i>" * 80 + line)


@pytest.mark.parametrize("name", ["Recent Posts", "Kea", "Read more about this", "12 March 2025"])
def test_what_is_no_name_behind_a_label_is_no_byline(name: str) -> None:
    assert bylines("", "<i></i>" * 80 + f"<div><span>Written by</span><b>{name}</b></div>") == []


@pytest.mark.parametrize("label", ["Reviewed by", "Photos by", "Fact checked by", "Edited by"])
def test_who_has_another_part_in_the_text_is_no_writer(label: str) -> None:
    assert bylines(f"<div><span>{label}</span> <a class='author-name' href='/x'>Jane Roe</a></div>") == []


def test_a_link_to_a_writers_page_is_a_byline_near_the_headline() -> None:
    link = "<div><a href='/authors/jane-roe'>Jane Roe</a></div>"
    assert bylines(link) == ["Jane Roe"]
    assert bylines("", "<i></i>" * 80 + link) == []
    assert bylines("<div><a href='/authors/jane-roe'>More stories</a></div>") == []
    assert bylines("<div><a href='/news/jane-roe'>Jane Roe</a></div>") == []


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<span class='byline-author__title'>Ferry Warden</span>", ", Ferry Warden"),
        ("<span itemprop='jobTitle'>Ferry Warden</span>", ", Ferry Warden"),
        ("<span class='x'>Ferry Warden</span>", " Ferry Warden"),
    ],
)
def test_a_title_in_an_element_of_its_own_is_divided_from_the_name(markup: str, said: str) -> None:
    assert f"By Jane Roe{said}" in bylines(f"<p class='byline'>By Jane Roe {markup}</p>")


def test_a_name_in_an_element_called_title_stays() -> None:
    assert "By Jane Roe" in bylines("<p class='byline'>By <span class='author-title'>Jane Roe</span></p>")
