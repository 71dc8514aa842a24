"""Feeds of all dialects: each item is a record, a broken one costs only itself."""

import pytest

from newsfold.formats import detect, read
from newsfold.model import Record, Rejection

RSS = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    "<channel><title>Herald</title><language>en-GB</language>{}</channel></rss>"
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Blatt</title>{}</feed>'


def items_of(markup: str) -> list[Record | Rejection]:
    return list(read(markup.encode(), name="feed.xml"))


def record_of(item: str, shape: str = RSS) -> Record:
    (found,) = items_of(shape.format(item))
    assert isinstance(found, Record), found
    assert found.format == "feed"
    return found


def values(record: Record, name: str) -> list[str]:
    return [header.value for header in record.headers if header.name == f"feed.{name}"]


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel/></rss>",
        b'<?xml version="1.0"?>\n<!-- by a program -->\n<rss version="0.91"></rss>',
        b'<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/rss.dtd"><rss version="0.91"/>',
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"></rdf:RDF>',
        b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>',
        b'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"></atom:feed>',
        b'Warning: a program complains in line 3\n<rss version="2.0"><channel><title>x</title></channel></rss>',
        '<rss version="2.0"><channel/></rss>'.encode("utf-16"),
    ],
)
def test_feeds_are_told_by_their_content(data: bytes) -> None:
    assert detect(data, "page.html") == "feed"


def test_a_feed_without_items_gives_one_rejection() -> None:
    (empty,) = items_of(RSS.format(""))
    assert isinstance(empty, Rejection)
    assert empty.reason_code == "no_article"
    (cut,) = items_of(RSS.format("")[:-20])
    assert isinstance(cut, Rejection)
    assert cut.reason_code == "truncated"


@pytest.mark.parametrize(
    ("item", "body"),
    [
        ("<description>In short.</description>", "In short."),
        ("<description>&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</description>", "One.\n\nTwo."),
        ("<description><![CDATA[<p>One.</p><p>Two.</p>]]></description>", "One.\n\nTwo."),
        ("<description><p>One.</p><p>Two &amp; three.</p></description>", "One.\n\nTwo & three."),
        (
            "<description>In short.</description><content:encoded>&lt;p&gt;In full it is.&lt;/p&gt;</content:encoded>",
            "In full it is.",
        ),
        (
            "<description>This one is longer than the content.</description><content:encoded>Full.</content:encoded>",
            "Full.",
        ),
        ('<body xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></body>', "One.\n\nTwo."),
        ("<content:encoded></content:encoded><description>In short.</description>", "In short."),
    ],
)
def test_the_text_of_an_rss_item(item: str, body: str) -> None:
    assert record_of(f"<item>{item}</item>").body == body


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ('<content type="html">&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;</content>', "One.\n\nTwo."),
        (
            '<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>One.</x:p><x:p>Two.</x:p></x:div></content>',
            "One.\n\nTwo.",
        ),
        ('<content type="text">1 &lt; 2.</content>', "1 < 2."),
        ('<content type="image/png">aGVsbG8=</content><summary>In short.</summary>', "In short."),
        ("<summary>In short.</summary>", "In short."),
    ],
)
def test_the_text_of_an_atom_entry(content: str, body: str) -> None:
    assert record_of(f"<entry>{content}</entry>", ATOM).body == body


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("<author>jane@a.example (Jane Doe)</author>", "Jane Doe"),
        ("<dc:creator>Jane Doe</dc:creator>", "Jane Doe"),
        ("<author><name>Jane Doe</name><email>jane@a.example</email></author>", "Jane Doe"),
        ("<author>Jane Doe</author>", "Jane Doe"),
    ],
)
def test_authors(author: str, name: str) -> None:
    assert values(record_of(f"<item>{author}<description>Text.</description></item>"), "author") == [name]


def test_all_dates_are_kept_even_those_that_are_none() -> None:
    dates = (
        "<pubDate>Thu, 25 Sep 2025 08:00 GMT</pubDate><dc:date>2025-09-25</dc:date><pubDate>soon</pubDate>"
    )
    record = record_of(f"<item>{dates}<description>Text.</description></item>")
    assert values(record, "published") == ["Thu, 25 Sep 2025 08:00 GMT", "2025-09-25", "soon"]


def test_what_the_feed_says_holds_for_its_items() -> None:
    record = record_of("<item><description>Text.</description></item>")
    assert (values(record, "language"), values(record, "publisher")) == (["en-GB"], ["Herald"])
    own = record_of('<entry xml:lang="fr"><summary>Texte.</summary></entry>', ATOM)
    assert values(own, "language") == ["fr"]


def test_addresses_are_those_of_the_item() -> None:
    links = '<link rel="self" href="/self"/><link rel="alternate" href="/one"/><link rel="enclosure" href="/a.mp3"/>'
    record = record_of(
        f'<entry xml:base="https://a.example/b/">{links}<summary>Text.</summary></entry>', ATOM
    )
    assert values(record, "link") == ["https://a.example/one"]
    assert values(record, "media") == ["https://a.example/a.mp3"]


def test_an_item_without_text_points_to_its_article() -> None:
    (item,) = items_of(RSS.format("<item><title>Bridge</title><link>https://a.example/1</link></item>"))
    assert isinstance(item, Rejection)
    assert (item.reason_code, item.detail) == ("pointer", "Bridge: https://a.example/1")
    (nothing,) = items_of(RSS.format("<item><title>Bridge</title></item>"))
    assert isinstance(nothing, Rejection)
    assert nothing.reason_code == "no_article"


def test_items_with_the_same_guid_are_all_read() -> None:
    item = "<item><guid>1</guid><description>{}</description></item>"
    found = items_of(RSS.format(item.format("One.") + item.format("Two.")))
    assert [each.body for each in found if isinstance(each, Record)] == ["One.", "Two."]


@pytest.mark.parametrize(
    "broken",
    [
        "<item><description>Gas & oil at AT&T</description></item>",
        "<item><description>caf&eacute;&nbsp;&bogus;</description></item>",
        "<item><description>never closed <br> <b> tags</description></item>",
        "<item><description>no end",
        "<item><description>\x0b\x01 &#0; &#x1F;&#xD800; controls</description></item>",
        "<item><description><![CDATA[open </item>",
        "<item><description>wrong </link> end</description></item>",
        "<item undeclared:a='1' b><description>attributes</description></item>",
        "<item><un:declared>x</un:declared><description>prefix</description></item>",
    ],
)
def test_a_broken_item_costs_at_most_itself(broken: str) -> None:
    good = "<item><description>{}</description></item>"
    found = items_of(RSS.format(good.format("One.") + broken + good.format("Two.")))
    bodies = [each.body for each in found if isinstance(each, Record)]
    assert bodies[0] == "One."
    if "open" not in broken:  # an open CDATA section takes all that follows for its own
        assert bodies[-1] == "Two."
        assert len(found) == 3


def test_letters_behind_bare_ampersands_stay() -> None:
    record = record_of(
        "<item><title>Gas & oil</title><link>https://a.example/?a=1&b=2</link><description>AT&T caf&eacute;</description></item>"
    )
    assert (values(record, "title"), values(record, "link"), record.body) == (
        ["Gas & oil"],
        ["https://a.example/?a=1&b=2"],
        "AT&T café",
    )


def test_commented_out_items_are_none() -> None:
    assert (
        len(
            items_of(
                RSS.format(
                    "<!-- <item><description>No.</description></item> --><item><description>Yes.</description></item>"
                )
            )
        )
        == 1
    )


def test_items_know_their_bytes() -> None:
    data = RSS.format(
        "<item><description>Größe.</description></item><item><description>Maß.</description></item>"
    ).encode()
    second = list(read(data, name="x"))[1]
    assert isinstance(second, Record)
    assert (
        data[second.offset : second.offset + second.length].decode()
        == "<item><description>Maß.</description></item>"
    )


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY a "aaaaaaaaaa">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;',
    ],
)
def test_entities_of_a_document_are_not_expanded(declaration: str) -> None:
    document = f"<!DOCTYPE rss [{declaration}]>" + RSS.format(
        "<item><title>&a;</title><description>Text &a; &a;</description></item>"
    )
    (item,) = items_of(document)
    assert isinstance(item, Record)
    assert item.body == "Text &a; &a;"
    assert values(item, "title") == ["&a;"]


def test_a_bomb_of_entities_costs_nothing() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(30))
    (item,) = items_of(
        f"<!DOCTYPE rss [{levels}]>" + RSS.format("<item><description>Text &l29;</description></item>")
    )
    assert isinstance(item, Record)
    assert len(item.body) < 100
