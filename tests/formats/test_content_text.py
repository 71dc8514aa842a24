"""Texts in fields of feeds and items: plain or markup, with their paragraphs."""

import pytest

from newsfold.formats.content_text import is_markup, read_content
from newsfold.text.raw_headers import Collector


def paragraphs(text: str, content_type: str = "") -> list[str]:
    return read_content(text, content_type, Collector(), "x")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("One.<br><br>Two.", ["One.", "Two."]),
        ("One.<br>still one", ["One. still one"]),
        ("<div>One.<div>Two.</div></div>", ["One.", "Two."]),
        ("<ul><li>a</li><li>b</li></ul>", ["- a", "- b"]),
        ('<img src="x.jpg" alt="no text">One &amp; <b>two</b>.', ["One & two."]),
        ("<p>One</p><script>no()</script><style>p {}</style>", ["One"]),
        ("<p>One<p>Two<div>Three", ["One", "Two", "Three"]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One &amp; two&#8217;s.", ["One & two’s."]),
        ("", []),
        ("<p> </p>", []),
    ],
)
def test_paragraphs(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_ticker_symbols_in_plain_text_are_no_markup() -> None:
    assert not is_markup("Citicorp <C> and Phillips <P> rose.", "text/plain")
    assert is_markup("<p>One.</p>", "text/plain")
    assert is_markup("A &lt; B", "text/html") is True


def test_captions_are_set_aside() -> None:
    found = Collector()
    text = "<p>One.</p><figure><img src=x><figcaption>A <b>boat</b></figcaption></figure><p>Two.</p>"
    assert read_content(text, "text/html", found, "body") == ["One.", "Two."]
    assert [(block.kind, block.text, block.where) for block in found.blocks] == [
        ("caption", "A boat", "body, figcaption")
    ]


@pytest.mark.parametrize(
    "text",
    ["<div>" * 100_000 + "One.", "<p>" * 100_000, "<" * 100_000, "<figcaption>" * 50_000, "a &" * 50_000],
)
def test_hostile_markup_comes_to_an_end(text: str) -> None:
    assert isinstance(paragraphs(text, "text/html"), list)
