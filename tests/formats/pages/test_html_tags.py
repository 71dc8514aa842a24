"""Open quotes, comments and scripts hide no text, at any size of the page; what only looks like one stays."""

import pytest

from newsfold.formats import read
from newsfold.formats.pages.html_tags import mend_tags
from newsfold.model import Record

TEXTS = [
    "Two kea have carried a satellite navigation device out of a hut above Aoraki and dropped it into a crevasse.",
    "The device went on sending its position for nine hours, which led a crew to search the glacier for a climber.",
    "A ranger has asked visitors to keep their zips closed, and to hang their boots where no beak can reach them.",
]
ARTICLE = "<main><article><h1>Kea</h1>" + "".join(f"<p>{text}</p>" for text in TEXTS) + "</article></main>"
MENU = "".join(
    f'<li class="nav-{number}"><a href="/s/{number}" title="S">S</a></li>' for number in range(900)
)
FAULTS = [
    '<a href="/polls/"">Polls</a>',
    "<a href='/polls/''>Polls</a>",
    '<a href="/polls/>Polls</a>',
    "<a href='/polls/>Polls</a>",
    '<div class="a b><div id="c">x</div></div>',
    '<p title="5" rod">x</p>',
    "<p title='it's'>x</p>",
    "<a onclick=\"if (a < b && c > d) e('f')\">x</a>",
    '<img alt="an <em>old</em> quay">',
    '<meta name=“verification” content=“xt" />',
    '<!--[if lt IE 9]><div class="container><p>Old.</p></div><![endif]-->',
    "<!-->",
    "<!-- never closed",
    "<script>var a = 'b",
    "<noscript><p>None.</p>",
    "<style>p { color: red }",
]


@pytest.mark.parametrize("menu", ["", f"<ul>{MENU}</ul>"], ids=["small", "large"])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_markup_hides_no_text(fault: str, menu: str) -> None:
    page = f"<!DOCTYPE html><html><head><title>Kea</title></head><body>{fault}{menu}{ARTICLE}{menu}</body></html>"
    (record,) = read(page.encode(), name="x")
    assert isinstance(record, Record), record
    assert record.body.endswith("\n\n".join(TEXTS))


@pytest.mark.parametrize(
    "markup",
    [
        '<p title="a > b">x</p>',
        '<p title="a <i>b</i>" class="c">x</p>',
        "<p data-a='{\"b\": \"<i>c</i>\"}' class='d'>x</p>",
        '<a href="/?q=a&r=">x</a><b class="c">y</b>',
        "<p class = 'a' id=b>x</p>",
        '<script>document.write("<a href=\'" + x + "\'>")</script><p class="a">x</p>',
        "<!-- <a href=\"/x> --><p class='a'>x</p>",
        '<script>var page = "<p>The text of a page that breaks off',
    ],
)
def test_what_only_looks_like_a_fault_stays(markup: str) -> None:
    assert mend_tags(markup) == markup


def test_a_tag_with_thousands_of_attributes_is_cut_and_one_with_a_long_value_is_not() -> None:
    many = " ".join(f"a{number}='1'" for number in range(2_000))
    assert len(mend_tags(f"<p {many}>x</p>")) < 2_000
    long = f'<p title="{"word " * 2_000}">x</p>'
    assert mend_tags(long) == long


@pytest.mark.parametrize("piece", ['<a b="', "<a b='c>", "<!--", "<script>", "=\"'", "<a =", '<a b="c>d=">'])
def test_hostile_markup_is_looked_at_few_times(piece: str) -> None:
    text = piece * 40_000
    assert len(mend_tags(text)) < 3 * len(text)
