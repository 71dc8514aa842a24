"""Markup that is cut into items, and mended where authors forget to escape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.text.web_markup import Mark, cut_items


def mended(*pieces: str) -> str:
    return "".join(text for _, text in cut_items(iter(pieces), "item"))


def cut(*pieces: str) -> list[str]:
    texts = [""]
    for mark, text in cut_items(iter(pieces), "item"):
        if mark is Mark.START:
            texts.append("")
        texts[-1] += text
        if mark is Mark.END:
            texts.append("")
    return texts


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("?a=1&b=2", "?a=1&amp;b=2"),
        ("a &amp; b &#233; &#xE9; &eacute;", "a &amp; b &#233; &#xE9; &eacute;"),
        ("AT&T; R&D", "AT&T; R&amp;D"),
        ("1 < 2 <3 <> <-", "1 &lt; 2 &lt;3 &lt;> &lt;-"),
        ("<a></a><?x?><!DOCTYPE x><é/>", "<a></a><?x?><!DOCTYPE x><é/>"),
        ("<![CDATA[?a=1&b < 2]]>&", "<![CDATA[?a=1&b < 2]]>&amp;"),
        ("<!-- a & b < c -->&", "<!-- a & b < c -->&amp;"),
        ("<![CDATA[a]]]]><![CDATA[>&]]>&c", "<![CDATA[a]]]]><![CDATA[>&]]>&amp;c"),
        ("<![CDATA[never ends & more", "<![CDATA[never ends & more"),
        ("&" * 3, "&amp;" * 3),
        ("", ""),
    ],
)
def test_what_begins_no_entity_and_no_tag_is_escaped(text, escaped):
    assert mended(text) == escaped


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("<rss><item>a</item><item >b", ["<rss>", "<item>a</item>", "", "<item >b"]),
        ("<item/><rss:item>b", ["", "<item/>", "<rss:item>b"]),
        ("<items/><item-x>", ["<items/><item-x>"]),
        ("<item>a</x:item\n>b<item>", ["", "<item>a</x:item\n>", "b", "<item>"]),
        ("<item><![CDATA[<item>]]><!--<item>-->", ["", "<item><![CDATA[<item>]]><!--<item>-->"]),
    ],
)
def test_a_text_is_cut_at_each_item(text, texts):
    assert cut(text) == texts


SCRAPS = [
    "&",
    "amp;",
    "a",
    ";",
    "<![CDATA[",
    "]]>",
    "]",
    "<",
    "x" * 50,
    "#1",
    "<item",
    ">",
    " ",
    "<!--",
    "-->",
]


@given(st.lists(st.sampled_from(SCRAPS), max_size=30).map("".join), st.lists(st.integers(1, 20), max_size=40))
def test_it_does_not_matter_how_the_text_arrives(text, lengths):
    pieces, rest = [], text
    for length in lengths:
        pieces.append(rest[:length])
        rest = rest[length:]
    assert cut(*pieces, rest) == cut(text)
