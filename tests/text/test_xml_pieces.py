"""Cutting items out of XML, and parsing each alone."""

import pytest

from newsfold.text.xml_pieces import Around, cut_pieces, find_around, mend, parse_piece


def pieces(text: str) -> list[tuple[str, bool]]:
    return [(text[piece.start : piece.end], piece.is_closed) for piece in cut_pieces(text, "item|entry")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a><item>1</item><item>2</item></a>", [("<item>1</item>", True), ("<item>2</item>", True)]),
        ("<a><x:entry b='c'>1</x:entry></a>", [("<x:entry b='c'>1</x:entry>", True)]),
        ("<a><item/><item />x</a>", [("<item/>", True), ("<item />", True)]),
        ("<a><items><item>1</item></items></a>", [("<item>1</item>", True)]),
        ("<item>1<item>2</item>", [("<item>1", False), ("<item>2</item>", True)]),
        ("<item>1", [("<item>1", False)]),
        ("<item><![CDATA[</item><item>]]></item>", [("<item><![CDATA[</item><item>]]></item>", True)]),
        ("<item><!-- </item> --></item>", [("<item><!-- </item> --></item>", True)]),
        (
            "<item><![CDATA[ 1</item><item>2</item>",
            [("<item><![CDATA[ 1</item>", True), ("<item>2</item>", True)],
        ),
        ("</item><a/>", []),
        ("", []),
    ],
)
def test_items_are_cut_by_their_tags(text: str, expected: list[tuple[str, bool]]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("markup", "mended"),
    [
        ("a &amp; b &lt; c &#38; &#x26;", "a &amp; b &lt; c &#38; &#x26;"),
        ("AT&T & co", "AT&amp;T &amp; co"),
        ("caf&eacute;&nbsp;&ndash;", "café\u00a0–"),
        ("&unknown; &amp", "&amp;unknown; &amp;amp"),
        ("&#0;&#31;&#xD800;&#x110000;&#10;", "&#10;"),
        ("&#146;&#X41;", "’A"),
        ("<![CDATA[a & b &eacute;]]>&eacute;", "<![CDATA[a & b &eacute;]]>é"),
        ("<![CDATA[a & b", "<![CDATA[a & b"),
        ("a\x00b\x0bc", "abc"),
        ("&lt;p&gt;", "&lt;p&gt;"),
        ("&LT;p&GT;", "&lt;p>"),
    ],
)
def test_ampersands_are_mended(markup: str, mended: str) -> None:
    assert mend(markup) == mended


def test_prefixes_come_from_the_head_or_from_custom() -> None:
    around = find_around('<rss xmlns:my="http://my.example/?a=1&amp;b=2" xml:lang="de">', 100)
    root = parse_piece("<item><my:a>1</my:a><dc:creator>2</dc:creator></item>", around)
    assert root is not None
    assert [child.tag for child in root[0]] == [
        "{http://my.example/?a=1&b=2}a",
        "{http://purl.org/dc/elements/1.1/}creator",
    ]
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"


def test_a_head_with_thousands_of_prefixes_gives_a_few() -> None:
    head = "<rss " + " ".join(f'xmlns:n{number}="u{number}"' for number in range(5_000)) + ">"
    assert find_around(head, len(head)).attributes.count("xmlns") < 100


@pytest.mark.parametrize(
    "markup",
    ["", "<", "&", "<item", "]]>", "<item>" * 2_000, "<?php", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "\ud800"],
)
def test_parsing_never_raises(markup: str) -> None:
    parse_piece(markup, find_around("", 0))


def test_a_broken_item_keeps_its_ampersands_and_brackets() -> None:
    markup = '<item><a></item><p k="&amp;">Rice &amp; beans &lt; &pound;2 <![CDATA[& &amp;]]></p>'
    parsed = parse_piece(markup, Around("", ""))
    assert parsed is not None
    (paragraph,) = parsed.iter("p")
    assert (paragraph.text, paragraph.get("k")) == ("Rice & beans < £2 & &amp;", "&")


def test_pieces_are_looked_for_from_a_place_on() -> None:
    text = "<!-- --><item>a</item><item>b</item>"
    starts = [piece.start for piece in cut_pieces(text, "item", text.index("<item>b"))]
    assert starts == [text.index("<item>b")]
