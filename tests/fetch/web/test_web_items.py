"""The pages that feeds and sitemaps name."""

import contextlib
import gzip
import json
import zlib
from datetime import UTC, datetime

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.fetch.web.web_documents import DocumentTooLarge, of_bytes
from newsfold.fetch.web.web_items import find_items
from newsfold.fetch.web.web_json_feed import Item, read_instant
from newsfold.fetch.web.web_links import Unread, WrongShape

FEED = httpx2.URL("https://news.example/feeds/all.xml")
MORNING = datetime(2025, 9, 27, 8, 30, tzinfo=UTC)


def entries(content: bytes | str, max_bytes: int = 1_000_000) -> list[Item | Unread]:
    content = content.encode() if isinstance(content, str) else content
    return list(find_items(of_bytes(FEED, content, max_bytes=max_bytes)))


def items(content: bytes | str, max_bytes: int = 1_000_000) -> list[Item]:
    return [each for each in entries(content, max_bytes) if isinstance(each, Item) and not each.is_next]


def unread(content: bytes | str) -> list[str]:
    return [each.raw for each in entries(content) if isinstance(each, Unread)]


def following(content: bytes | str) -> list[str]:
    return [str(each.url) for each in entries(content) if isinstance(each, Item) and each.is_next]


def paths(content: bytes | str) -> list[str]:
    return [str(item.url).removeprefix("https://news.example") for item in items(content)]


RSS_2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Herald</title><link>https://news.example/</link>
<atom:link rel="self" href="https://news.example/feeds/all.xml"/>
<image><url>https://news.example/logo.png</url><link>https://news.example/</link></image>
<item><title>Rain &amp; wind</title><link> /a?x=1&amp;y=2#top </link><pubDate>Sat, 27 Sep 2025 08:30:00 GMT</pubDate>
  <source url="https://wire.example/">Wire</source><media:content url="https://news.example/a.jpg"/></item>
<item><link><![CDATA[/b?x=1&y=2]]></link><atom:updated>2025-09-27T10:30:00+02:00</atom:updated></item>
<item><guid>https://news.example/c</guid></item>
<item><guid isPermaLink="false">https://news.example/no</guid><title>without a link</title></item>
<item><guid isPermaLink="true">https://news.example/no</guid><link>/d</link></item>
</channel></rss>"""

RSS_1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dcterms="http://purl.org/dc/terms/"><channel rdf:about="x"><link>https://news.example/</link></channel>
<item rdf:about="y"><link>/a</link><dcterms:modified>2025-09-27T08:30Z</dcterms:modified></item></rdf:RDF>"""

RSS_0 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><item><title>x</title><link>https://news.example/a</link></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/atom/">
<link href="https://news.example/"/><updated>2025-09-27T12:00:00Z</updated>
<entry><link rel="enclosure" href="a.mp3"/><link rel="alternate" type="application/pdf" href="a.pdf"/>
  <link href="a"/><updated>2025-09-27T08:30:00Z</updated><published>2025-09-26T08:30:00Z</published>
  <source><link href="https://wire.example/"/><updated>2020-01-01T00:00:00Z</updated></source></entry>
<entry xml:base="/deep/"><link rel="alternate" href="b"/></entry>
<entry><id>urn:x</id><link rel="self" href="self"/></entry></feed>"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://news.example/a.jpg</image:loc></image:image><loc>https://news.example/a</loc>
 <news:news><news:publication_date>2025-09-26T08:30:00Z</news:publication_date></news:news>
 <lastmod>2025-09-27T08:30:00.000Z</lastmod></url>
<url><loc>https://news.example/b</loc><lastmod>2025-09-27</lastmod></url></urlset>"""


def test_rss_2_names_its_items_by_their_links():
    assert paths(RSS_2) == ["/a?x=1&y=2", "/b?x=1&y=2", "/c", "/d"]


def test_a_date_of_publication_is_no_date_of_change():
    assert [item.modified_at for item in items(RSS_2)] == [None, MORNING, None, None]


def test_rss_1_is_read():
    assert items(RSS_1) == [Item(httpx2.URL("https://news.example/a"), MORNING)]


def test_rss_0_91_is_read_and_its_dtd_is_not_fetched():
    assert paths(RSS_0) == ["/a"]


def test_atom_names_the_alternate_page_of_each_entry():
    assert paths(ATOM) == ["/atom/a", "/deep/b"]
    assert [item.modified_at for item in items(ATOM)] == [MORNING, None]


def test_a_sitemap_names_pages_and_not_their_pictures():
    assert paths(SITEMAP) == ["/a", "/b"]


def test_a_day_is_no_time_of_change():
    assert [item.modified_at for item in items(SITEMAP)] == [MORNING, None]


def test_an_index_names_sitemaps():
    index = (
        "<sitemapindex><sitemap><loc>/1.xml.gz</loc><lastmod>2025-09-27</lastmod></sitemap></sitemapindex>"
    )
    assert items(index) == [Item(httpx2.URL("https://news.example/1.xml.gz"), None, is_index=True)]


def test_json_feed_is_read():
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {
                "id": "1",
                "url": "/a",
                "date_modified": "2025-09-27T08:30:00Z",
                "date_published": "2025-09-26T00:00:00Z",
            },
            {"id": "2", "external_url": "https://wire.example/"},
            {"url": 5},
            {"url": "/\ud800"},
            7,
            {"url": "b#x", "date_modified": 5},
        ],
    }
    assert items(json.dumps(feed)) == [
        Item(httpx2.URL("https://news.example/a"), MORNING),
        Item(httpx2.URL("https://news.example/feeds/b")),
    ]


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(SITEMAP.encode(), mtime=0),
        ("\ufeff" + SITEMAP).encode(),
        ("\n\n  " + SITEMAP).encode(),
        SITEMAP.replace("UTF-8", "UTF-16").encode("utf-16"),
        SITEMAP.replace("UTF-8", "UTF-16").encode("utf-16-be"),
        SITEMAP.replace("UTF-8", "no-such-encoding").encode(),
        SITEMAP.replace("UTF-8", "utf-16").encode(),
        SITEMAP.replace("</loc>", "\x00\x0b</loc>").encode(),
    ],
    ids=["gzip", "mark", "space", "utf-16", "utf-16 without mark", "unknown", "lie", "control characters"],
)
def test_oddities_of_encodings_are_no_matter(content):
    assert paths(content) == ["/a", "/b"]


def test_the_declared_encoding_is_used():
    feed = '<?xml version="1.0" encoding="windows-1251"?><rss><item><link>/погода</link></item></rss>'
    assert [httpx2.URL(path).path for path in paths(feed.encode("windows-1251"))] == ["/погода"]


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        ("<title><b>never closed</title><link>/b</link>", ["/a", "/b", "/c"]),
        ("<link>/b?x=1&y=2</link>", ["/a", "/b?x=1&y=2", "/c"]),
        ("<title>&nbsp;&undeclared; R&D</title><link>/b</link>", ["/a", "/b", "/c"]),
        ("<title>1 < 2</title><link>/b</link>", ["/a", "/b", "/c"]),
        ("<x:title>no such prefix</x:title><link>/b</link>", ["/a", "/b", "/c"]),
        ("<description>caf\udce9</description><link>/b</link>", ["/a", "/b", "/c"]),
        ("<description></p></x></description><link>/b</link>", ["/a", "/b", "/c"]),
        ("<description><a href=x>y</a></description><link>/b</link>", ["/a", "/b", "/c"]),
        ("<link>/b</link><description><1></description>", ["/a", "/b", "/c"]),
        ("<link>/b</link><description><a b='never closed</description>", ["/a", "/b", "/c"]),
        ("<link>/b</link><!DOCTYPE x></ ><!x>", ["/a", "/b", "/c"]),
        (
            "<description><![CDATA[<item><link>/no</link></item>]]></description><link>/b</link>",
            ["/a", "/b", "/c"],
        ),
        ("<!--<item><link>/no</link></item>--><link>/b</link>", ["/a", "/b", "/c"]),
        ("<link>mailto:x</link>", ["/a", "/c"]),
        ("<link>http://[</link>", ["/a", "/c"]),
    ],
)
def test_an_item_that_is_broken_is_no_harm_to_the_others(broken, found):
    feed = f"<rss><channel><item><link>/a</link></item><item>{broken}</item><item><link>/c</link></item></channel></rss>"
    assert paths(feed.encode("utf-8", "surrogateescape")) == found


def test_many_broken_items_are_no_harm_to_the_last():
    broken = "<item><description><p>one<br>two</p></description><link>/x</link></item>" * 3_000
    assert paths(f"<rss><channel>{broken}<item><link>/last</link></item></channel></rss>")[-1] == "/last"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Service unavailable",
        "<html><body><a href='/a'>a</a></body></html>",
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "{}",
        '{"items": 5}',
        '{"items": ',
        '{"items":' * 50_000,
        "[1]",
        "<",
        b"\xff\xfe\x00",
        b"\x00" * 100,
    ],
)
def test_what_is_no_feed_has_the_wrong_shape(content):
    with pytest.raises(WrongShape):
        items(content)


@pytest.mark.parametrize("content", ["<rss><channel/></rss>", "<feed/>", "<urlset/>", '{"items": []}'])
def test_an_empty_feed_is_a_feed(content):
    assert items(content) == []


@pytest.mark.parametrize("end", ["<item><link>/b", "<item><link>/b</link>", "<item><link>/b</li"])
def test_a_feed_that_breaks_off_is_said_so_after_its_items(end):
    feed = f"<rss><item><link>/a</link></item>{end}"
    assert next(find_items(of_bytes(FEED, feed.encode()))).url.path == "/a"
    with pytest.raises(WrongShape, match="breaks off"):
        items(feed)


def find_until_broken(content: str) -> list[Item]:
    found = []
    with contextlib.suppress(WrongShape):
        for item in find_items(of_bytes(FEED, content.encode())):
            found.append(item)
    return found


def test_an_address_that_breaks_off_is_no_address():
    assert [
        item.url.path for item in find_until_broken("<rss><item><link>/a</link></item><item><link>/b")
    ] == ["/a"]


def test_a_comment_behind_the_end_is_no_matter():
    assert paths(f"<rss><item><link>/a</link></item></rss>\n<!-- {'cached ' * 100} -->") == ["/a"]


def test_a_prefix_that_the_root_declares_is_known_in_each_item():
    entries = "".join(f'<a:entry><a:link href="{path}"/></a:entry>' for path in ("/a", "/b"))
    feed = f'<a:feed xmlns:a="http://www.w3.org/2005/Atom">{entries}</a:feed>'
    assert paths(feed) == ["/a", "/b"]


def test_what_stands_behind_an_item_is_not_of_it():
    feed = "<rss><item><title>no link</title></item><link>/home</link><item><link>/a</link></item></rss>"
    assert paths(feed) == ["/a"]


def test_entities_grow_to_nothing():
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE rss [<!ENTITY a0 "{"x" * 50}">{levels}]><rss><item><title>&a11;</title><link>/a&a11;</link></item></rss>'
    assert all(len(str(item.url)) <= 2_000 for item in items(bomb))


def test_files_of_this_machine_are_not_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("s3cret")
    feed = (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]><rss><item><link>/a&x;</link></item></rss>'
    )
    assert "s3cret" not in str(items(feed))


def test_a_packed_document_is_bounded():
    with pytest.raises(DocumentTooLarge):
        items(gzip.compress(b"<rss>" + b" " * 2_000_000, mtime=0))


def test_a_packed_document_that_breaks_off_is_no_feed():
    with pytest.raises(EOFError):
        items(gzip.compress(SITEMAP.encode(), mtime=0)[:-10])


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        ("2025-09-27T08:30:00Z", MORNING),
        ("2025-09-27t08:30z", MORNING),
        ("2025-09-27T17:30:00+09:00", MORNING),
        ("2025-09-27T08:30:00", None),
        ("2025-09-27", None),
        ("Sat, 27 Sep 2025 08:30:00 GMT", None),
        ("0001-01-01T00:00:00+09:00", None),
        ("9999-12-31T23:59:59-09:00", None),
        ("2025-13-45T99:99:99Z", None),
        (5, None),
        (None, None),
    ],
)
def test_only_an_instant_is_a_time_of_change(value, instant):
    assert read_instant(value) == instant


SCRAPS = [
    b"<rss>", b"<item>", b"</item>", b"<link>", b"</link>", b"<link href='/a'/>", b"<![CDATA[", b"]]>", b"&", b"&x;",
    b"<!DOCTYPE r [", b"<!ENTITY x 'y'>", b"]>", b"/a", b"\xff", b"\0", b"<?xml version='1.0' encoding='utf-7'?>",
    b"<feed xml:base='http://['>", b"{", b"<feed xmlns:x='\"&lt;'>", b"<entry>",
    b'"items":[{"url":"/', b'"}]}', b"\x1f\x8b\x08", b"\xfe\xff", b"</rss>", b"<source>", b"<loc>", b"<sitemapindex><sitemap>",
]  # fmt: skip


@given(st.binary(max_size=2_000) | st.lists(st.sampled_from(SCRAPS), max_size=40).map(b"".join))
def test_any_bytes_are_a_feed_or_the_wrong_shape(content):
    try:
        for item in items(content):
            assert item.url.scheme in ("http", "https")
    except WrongShape:
        pass
    except (zlib.error, EOFError):
        assert content.startswith(b"\x1f\x8b")


def test_an_item_that_names_no_page_is_given_as_it_stands_there():
    assert unread(RSS_2) == [
        '<item><guid isPermaLink="false">https://news.example/no</guid><title>without a link</title></item>'
    ]
    assert unread("<urlset><url><loc>mailto:x</loc></url><url><loc>/a</loc></url></urlset>") == [
        "<url><loc>mailto:x</loc></url>"
    ]
    assert unread('{"items": [{"url": "/a"}, {"url": 5}, "x"]}') == ['{"url": 5}', '"x"']


NEXT = "https://news.example/feeds/2.xml"


@pytest.mark.parametrize(
    "feed",
    [
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="2.xml"/><entry><link href="/a"/></entry></feed>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry><link href="2.xml" rel="next"/></feed>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/></entry><link rel="next" href="2.xml"/>'
        '<entry><link href="/b"/></entry></feed>',
        '<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><atom:link rel="next" href="2.xml"/>'
        "<item><link>/a</link></item></channel></rss>",
        '{"next_url": "2.xml", "items": [{"url": "/a"}]}',
    ],
)
def test_a_feed_in_pages_says_where_it_goes_on(feed):
    assert following(feed) == [NEXT]
    assert "/a" in paths(feed)


@pytest.mark.parametrize(
    "feed",
    [
        '<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="2.xml"/><entry><link href="/a"/></entry></feed>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/><link rel="next" href="2.xml"/></entry></feed>',
        '<rss><item><link>/a</link><description>&lt;link rel="next" href="2.xml"/&gt;</description></item></rss>',
        '{"next_url": 5, "items": [{"url": "/a"}]}',
    ],
)
def test_what_an_item_says_is_not_where_its_feed_goes_on(feed):
    assert following(feed) == []
