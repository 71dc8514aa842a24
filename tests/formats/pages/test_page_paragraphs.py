"""trafilatura's result as paragraphs."""

import pytest
from lxml import etree

from newsfold.formats.pages.page_paragraphs import drop_copies, read_blocks

LONG = [
    f"In hut {number} the wardens counted {number * 7} boots that kea had carried away during one night."
    for number in range(5)
]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<list><item>one</item><item>two</item></list>", ["- one", "- two"]),
        (
            "<list><item>fruit<list><item>pears</item><item>plums<list><item>late ones</item></list></item></list></item></list>",
            ["- fruit", "- pears", "- plums", "- late ones"],
        ),
        ("<list><item>first<lb/>second</item></list>", ["- first second"]),
        ("<list><item><list><item>alone</item></list></item></list>", ["- alone"]),
        ("<list><item>a <hi>b</hi> c</item></list>", ["- a b c"]),
        ("<table><row><cell>a</cell><cell>1</cell></row><row><cell/><cell>2</cell></row></table>", ["a | 1", "2"]),
        (
            "<table><row><cell>a<table><row><cell>inner</cell></row></table></cell><cell>b</cell></row></table>",
            ["a | b", "inner"],
        ),
        ("<p>first<lb/><lb/>second</p>", ["first", "second"]),
    ],
)  # fmt: skip
def test_each_item_and_cell_is_read_once(markup: str, lines: list[str]) -> None:
    assert list(read_blocks(etree.fromstring(f"<body>{markup}</body>"))) == lines


def test_a_text_that_a_page_holds_twice_is_read_once() -> None:
    assert drop_copies([*LONG, "More", *LONG]) == [*LONG, "More"]
    assert drop_copies([*LONG, *LONG, *LONG, "More"]) == [*LONG, "More"]
    assert drop_copies(["Boots", *LONG, "Boots", *LONG]) == ["Boots", *LONG]


@pytest.mark.parametrize("refrain", ["O the kea, the kea!", "- 410 | 380"])
def test_a_refrain_stays(refrain: str) -> None:
    song = [LONG[0], refrain, LONG[1], refrain, LONG[2], refrain, refrain]
    assert drop_copies(song) == song
