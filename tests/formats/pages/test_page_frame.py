"""The part of a page where its article is."""

import pytest

from newsfold.formats.pages.html_tree import parse_page
from newsfold.formats.pages.page_frame import find_frames

OPENING = "Kea have learnt to open the zips of rucksacks, and wardens of the Aoraki huts ask walkers to hang them up."
TEXTS = [
    f"In hut {number} the wardens counted {number * 7} boots that kea had carried away during the night."
    for number in range(9)
]
OTHER = (
    "Readers say that the birds are clever, and that they would never want to miss one of them on a ridge."
)


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def frames_of(markup: str) -> list[str | None]:
    root = parse_page(f"<html><body>{markup}</body></html>")
    assert root is not None
    return [frame.get("id") for frame in find_frames(root)[0]]


@pytest.mark.parametrize(
    "beside",
    [
        'div class="comments-area"',
        "aside",
        'div id="related-stories"',
        'form class="x"',
        'section class="newsletter"',
    ],
)
def test_what_is_beside_the_article_by_its_name_is_no_part_of_the_frame(beside: str) -> None:
    others = f"<{beside}>{paragraphs([OTHER] * 8)}</{beside.split()[0]}>"
    assert frames_of(f'<h1>Kea</h1><div id="text">{paragraphs(TEXTS)}</div>{others}') == ["text"]


@pytest.mark.parametrize("name", ["comments-area", "comment-list", "comments", "comment"])
def test_comments_are_no_part_of_the_frame_however_many_they_are(name: str) -> None:
    others = f'<ol class="{name}">{paragraphs([OTHER] * 200)}</ol>'
    assert frames_of(f'<h1>Kea</h1><div id="text">{paragraphs(TEXTS)}</div>{others}') == ["text"]


@pytest.mark.parametrize("name", ["with-sidebar", "has-comments", "no-comments"])
def test_a_frame_that_says_what_stands_beside_it_is_the_article_s(name: str) -> None:
    assert frames_of(f'<h1>Kea</h1><div id="text" class="main {name}">{paragraphs(TEXTS)}</div>') == ["text"]


def test_a_page_all_of_whose_text_is_in_such_a_block_is_read_from_it() -> None:
    assert frames_of(f'<h1>Kea</h1><div id="text" class="widget-social">{paragraphs(TEXTS)}</div>') == [
        "text"
    ]


def test_an_introduction_in_a_frame_of_its_own_belongs_to_the_article() -> None:
    markup = f'<div id="all"><h1>Kea</h1><div>{paragraphs([OPENING])}</div><div id="text">{paragraphs(TEXTS)}</div></div>'
    assert frames_of(f"<div><p>{OTHER}</p></div>{markup}") == ["all", "text"]


def test_what_stands_above_the_headline_is_no_introduction() -> None:
    above = f"<div>{paragraphs([OPENING])}</div>"
    assert frames_of(f'{above}<h1>Kea</h1><div id="text">{paragraphs(TEXTS)}</div>') == ["text"]


@pytest.mark.parametrize("part", ["ul", "ol", "blockquote"])
def test_a_part_of_the_text_is_no_frame_however_much_it_holds(part: str) -> None:
    inside = "".join(f"<li>{text}</li>" for text in TEXTS) if part != "blockquote" else paragraphs(TEXTS)
    markup = f'<div id="text"><{part}>{inside}</{part}>{paragraphs([OPENING])}</div>'
    assert frames_of(f"<h1>Kea</h1>{markup}") == ["text"]
