"""Structured formats under attack: any pieces and any sizes end in records and rejections that can be stored."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsfold.formats import read
from newsfold.model import REASONS, Record, Rejection
from newsfold.text.raw_headers import MAX_HEADERS, MAX_VALUE_CHARACTERS

RSS = b'<rss version="2.0"><channel><title>T</title>'


def check(data: bytes) -> list[Record | Rejection]:
    """Read `data` and hold every item to the contract."""
    items = list(read(data, name="x"))
    assert items
    assert [item.position for item in items] == list(range(len(items)))
    for item in items:
        assert 0 <= (item.offset or 0) <= len(data)
        if isinstance(item, Rejection):
            assert item.reason_code in REASONS
            assert item.reason_code != "reader_failed", item.detail
            texts = [item.detail]
        else:
            assert 0 <= item.length <= len(data)
            assert item.body.strip()
            assert len(item.headers) <= MAX_HEADERS
            assert all(0 < len(header.value) <= MAX_VALUE_CHARACTERS for header in item.headers)
            for paragraph in item.body.split("\n\n"):
                assert paragraph == " ".join(paragraph.split()) != ""
            texts = [
                item.body,
                *(h.value for h in item.headers),
                *(h.name for h in item.headers),
                *(b.text for b in item.set_aside),
            ]
        for text in texts:
            assert "\x00" not in text
            text.encode("utf-8")  # a lone surrogate could not be stored
    return items


NAMES = st.sampled_from(
    [
        "uri", "bodies", "body_text", "headlines", "value", "role", "contentType", "versionCreated", "pubStatus", "subjects",
        "associations", "type", "by", "title", "text", "content", "url", "date", "author", "items", "articles", "version",
        "@type", "@context", "@graph", "articleBody", "_source", "id",
    ]
)  # fmt: skip
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.sampled_from(
        ["main", "NewsArticle", "https://jsonfeed.org/version/1", "<p>One.</p>", "\x00", "\ud800", "A\n\nb."]
    ),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=30,
)
OBJECTS = st.lists(st.dictionaries(NAMES, VALUES, min_size=1, max_size=8), min_size=1, max_size=4)
JSON_PIECES = [
    '{"uri": "a", "body_text": "', '"}', "{", "}", "[", "]", ",", ":", '"', "\\", '{"title": "A", "text": "B."}', "\n", "\r\n",
    '{"items": [', "null", "1e9", "\x00", "\u2028", "\ufeff",
]  # fmt: skip
XML_PIECES = [
    "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<description>", "</description>", "<![CDATA[", "]]>",
    "<!--", "-->", "&", "&amp;", "&nbsp;", "&#0;", "&#xD800;", "<content:encoded>", "</content:encoded>", "<p>", "<br>", "\x00",
    '<link href="http://[x"/>', '<a:b c="', '">', "<item/>", "<dc:creator>", "<media:content>", "<media:description>x", "<rss>",
    "xml:base='", "</channel>", '<content type="xhtml">', "<!DOCTYPE a [", "]>",
]  # fmt: skip
TABLE_PIECES = ["a,b\n", '"', ",", "\n", "\r", '""', "\x00", '"a\nb",c\n', "\u2028"]
OPENINGS = [
    "<rss><channel>",
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    "<urlset><url><news:news>",
    "<rdf:RDF xml:base='http://[' >",
]


def pieces(known: list[str]) -> st.SearchStrategy[list[str]]:
    """Known pieces and any text, in any order."""
    return st.lists(st.one_of(st.text(max_size=20), st.sampled_from(known)), max_size=40)


@given(OBJECTS, st.booleans())
@example([{"uri": None, "articleBody": ["<p>", "\ud800"]}], True)
def test_any_json_is_read(objects: list[dict[str, object]], as_lines: bool) -> None:
    data = "\n".join(map(json.dumps, objects)) if as_lines else json.dumps(objects)
    check(data.encode())


DATE_PARTS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(),
    st.integers(-1, 3000),
    st.sampled_from(["2025", "", 10**400]),
)
DATES = st.recursive(
    DATE_PARTS,
    lambda inner: (
        st.lists(inner, max_size=8)
        | st.dictionaries(
            st.sampled_from(
                ["$date", "$numberLong", "seconds", "nanos", "year", "month", "day", "value", "time"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(st.sampled_from(["date", "published", "modified", "dateCreated", "time", "embargo"]), DATES)
@example("date", [[None, None, None]])
@example("date", [2025, True, -1])
def test_any_date_of_a_database_is_read(name: str, value: object) -> None:
    check(json.dumps([{"title": "A bridge", "text": "It is open again.", name: value}]).encode())


@given(pieces(JSON_PIECES))
def test_any_broken_json_is_read(parts: list[str]) -> None:
    check(('{"a": ' + "".join(parts)).encode("utf-8", "surrogatepass"))
    check(('[{"a": 1}, ' + "".join(parts)).encode("utf-8", "surrogatepass"))


@given(pieces(XML_PIECES), st.sampled_from(OPENINGS))
@example(["<:", "<item>"], "<rss><channel>")
def test_any_feed_of_broken_pieces_is_read(parts: list[str], opening: str) -> None:
    check((opening + "".join(parts)).encode("utf-8", "surrogatepass"))


@given(pieces(TABLE_PIECES))
def test_any_table_is_read(parts: list[str]) -> None:
    check(("title,text\n" + "".join(parts)).encode("utf-8", "surrogatepass"))


HOSTILE = {
    "items without end": RSS + b"<item><description>x" * 5_000,
    "empty items": RSS + b"<item/>" * 20_000,
    "open comments": RSS + b"<!--" * 300_000,
    "open sections": RSS + b"<item><![CDATA[" * 10_000,
    "ampersands": RSS + b"<item><description>" + b"&" * 300_000 + b"</description></item>",
    "elements 100,000 deep": RSS + b"<item><description>" + b"<a>" * 100_000 + b"x</description></item>",
    "markup 100,000 deep": RSS
    + b"<item><description><![CDATA["
    + b"<div>" * 100_000
    + b"x"
    + b"</div>" * 100_000
    + b"]]></description></item>",
    "100,000 attributes": RSS
    + b"<item><description "
    + b" ".join(b'a%d="x"' % n for n in range(100_000))
    + b">x</description></item>",
    "100,000 categories": RSS
    + b"<item>"
    + b"<category>a</category>" * 100_000
    + b"<description>x</description></item>",
    "open tags": RSS + b"<item <" * 10_000,
    "entries": b"<urlset>" + b"<url><news:news></url>" * 5_000,
    "JSON lists 1,000,000 deep": b'[{"a":' + b"[" * 1_000_000,
    "JSON objects": b"[" + b"{}," * 20_000 + b"{}]",
    "numbers": b'{"a": [' + b"1," * 500_000 + b"1]}",
    "a number of 5,000 digits": b'{"title": "a", "text": "x", "date": ' + b"9" * 5_000 + b"}",
    "broken items": b"[" + b'{"uri":"x" "body_text":"y"},' * 10_000 + b"{}]",
    "items with a quote too many": b"[" + b'{"uri":"x"","body_text":"y"},' * 10_000 + b"{}]",
    "quotes": b'[{"uri":"' + b'a\\"' * 500_000,
    "200,000 bodies": b'{"uri":"urn:x","bodies":[' + b'{"role":"main","value":"text"},' * 200_000 + b"null]}",
    "rows of quotes": b"title,text\n" + b'a,"b\n' * 20_000,
    "short rows": b"title,text\n" + b"a,b\n" * 20_000,
    "4,000 columns": b"title,text," + b"x," * 4_000 + b"\n" + b"a,b\n" * 10,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_ends_in_records_or_rejections(case: str) -> None:
    check(HOSTILE[case])
