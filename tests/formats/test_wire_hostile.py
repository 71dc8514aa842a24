"""Agencies' XML under attack: damaged samples, broken pieces and huge ones end in records and rejections that can be stored."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsfold.formats import read
from newsfold.model import REASONS, Record, Rejection
from newsfold.text.raw_headers import MAX_HEADERS, MAX_VALUE_CHARACTERS

SAMPLES = Path(__file__).parents[1] / "samples" / "formats" / "wire"
FILES = {
    path.name: path.read_bytes()
    for path in sorted(SAMPLES.iterdir())
    if not path.name.endswith(".expected.json")
}


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
            texts = [item.body]
            texts += [part for header in item.headers for part in (header.name, header.value, header.where)]
            texts += [part for block in item.set_aside for part in (block.text, block.where)]
        for text in texts:
            assert "\x00" not in text
            text.encode("utf-8")  # a lone surrogate could not be stored
    return items


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sample with up to six cuts, copies, moves and foreign pieces."""
    data = FILES[draw(st.sampled_from(sorted(FILES)))]
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 400)))
        piece = draw(
            st.one_of(
                st.just(b""),
                st.just(data[start:end] * 2),
                st.binary(max_size=8),
                st.sampled_from(
                    [
                        b"<",
                        b">",
                        b"&",
                        b"]]>",
                        b"<![CDATA[",
                        b"<!--",
                        b"</",
                        b'"',
                        b"\x00",
                        b"\xff",
                        b"&#0;",
                        b"&x;",
                    ]
                ),
                st.sampled_from(
                    [
                        b"<p>",
                        b"</p>",
                        b"<nitf>",
                        b"</nitf>",
                        b"<NewsItem>",
                        b"<newsItem>",
                        b"</x:newsItem>",
                        b"<D/>",
                    ]
                ),
            )
        )
        data = data[:start] + piece + data[end:]
    return data


@given(damaged())
def test_any_damaged_sample_is_read(data: bytes) -> None:
    check(data)


@given(st.sampled_from(sorted(FILES)), st.data())
def test_a_sample_cut_off_anywhere_is_read(name: str, data: st.DataObject) -> None:
    whole = FILES[name]
    check(whole[: data.draw(st.integers(1, len(whole)))])


PIECES = [
    "<nitf>", "</nitf>", "<head>", "<docdata management-status='canceled'>", "<body>", "<body.head>", "<body.content>",
    "<block>", "<p>", "</p>", "<pre>", "<br/>", "<table>", "<tr>", "<td>", "<ul>", "<li>", "<media>", "<media-caption>",
    "<note>", "<fn>", "<hl1>", "<byline>By ", "<byttl>", "<dateline>", "<location>", "<NewsItem>", "</NewsItem>",
    "<NewsComponent>",
    "<Role FormalName='Caption'/>", "<ContentItem>", "<DataContent>", "<Encoding Notation='base64'>", "<newsItem guid='a'>",
    "</newsItem>", "<contentMeta>", "<contentSet>", "<inlineXML>", "<inlineData encoding='base64'>", "<html>", "<x:p>",
    "<REUTERS>",
    "</REUTERS>", "<TEXT>", "<BODY>", "<D>", "&#3;", "&amp;", "&", "<![CDATA[", "]]>", "<!--", "-->", "<?a ", "?>", "\x00",
    "<subject qcode='", "'/>", "<itemRef residref='a'/>",
]  # fmt: skip
OPENINGS = [
    "<nitf>",
    "<NewsML><NewsItem>",
    "<newsMessage>",
    "<newsItem>",
    "<REUTERS>",
    "<!DOCTYPE lewis><REUTERS>",
]


@given(
    st.lists(st.one_of(st.text(max_size=20), st.sampled_from(PIECES)), max_size=40), st.sampled_from(OPENINGS)
)
@example(["<:", "<p>"], "<nitf>")
def test_any_broken_pieces_are_read(parts: list[str], opening: str) -> None:
    check((opening + "".join(parts)).encode("utf-8", "surrogatepass"))


NITF = b"<nitf><body><body.content>"
END = b"</body.content></body></nitf>"
COMPONENT = b"<NewsComponent><ContentItem><DataContent>x</DataContent></ContentItem></NewsComponent>"
BOMB = b'<!DOCTYPE nitf [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
)
HOSTILE = {
    "documents without end": b"<nitf><body><body.content><p>x" * 3_000,
    "empty documents": b"<nitf/>" * 20_000,
    "an entity bomb": BOMB + b"]>" + NITF + b"<p>&m;</p></body.content></body></nitf>",
    "an outside entity": b'<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + NITF + b"<p>a &x; b</p>" + END,
    "a document type that doesn't end": b"<!DOCTYPE nitf [" + b"<!-- <!ENTITY ' " * 20_000,
    "quotes in a document type": b"<!DOCTYPE nitf [" + b"'" * 100_001 + b"]>" + NITF + b"<p>x</p>",
    "comments in front": b"<!-- x -->" * 400 + NITF + b"<p>x</p>",
    "elements 100,000 deep": NITF + b"<block>" * 100_000 + b"<p>x</p>",
    "running text 100,000 deep": NITF + b"<p>" + b"<em>" * 100_000 + b"x",
    "100,000 paragraphs": NITF + b"<p>x</p>" * 100_000 + b"</body.content></body></nitf>",
    "100,000 line breaks": NITF + b"<p>" + b"x<br/>" * 100_000 + b"</p>",
    "100,000 rows": NITF + b"<table>" + b"<tr><td>x</td></tr>" * 100_000 + b"</table>",
    "100,000 keywords": b"<nitf><head><docdata>" + b'<keyword key="a"/>' * 100_000 + b"</docdata></head><body><p>x</p>",
    "200,000 attributes": b"<nitf " + b" ".join(b'a%d="x"' % n for n in range(200_000)) + b"><body><p>x</p></body></nitf>",
    "a document of 5,000,000 characters": NITF + b"<p>" + b"word " * 1_000_000 + b"</p></body.content></body></nitf>",
    "components 100,000 deep": b"<NewsML><NewsItem>" + b"<NewsComponent>" * 100_000 + b"<ContentItem><DataContent>x",
    "components side by side": b"<NewsML><NewsItem>" + COMPONENT * 5_000,
    "items without end": b"<NewsML>" + b"<NewsItem><NewsComponent>" * 5_000,
    "a package of 50,000": b"<packageItem>" + b'<itemRef residref="a"/>' * 50_000 + b"</packageItem>",
    "50,000 items of nothing": b"<newsMessage><itemSet>" + b"<newsItem/>" * 20_000,
    "50,000 subjects": b"<newsItem><contentMeta>" + b'<subject qcode="a:b"><name>n</name></subject>' * 50_000,
    "50,000 contents": b"<newsItem><contentSet>" + b"<inlineData>x</inlineData>" * 20_000 + b"</contentSet></newsItem>",
    "articles of brackets": b"<!DOCTYPE lewis><REUTERS><TEXT><BODY>" + b"&lt;" * 200_000,
    "white space": b"<REUTERS><TEXT><BODY>" + b"\n " * 400_000 + b"x</BODY></TEXT></REUTERS>",
}  # fmt: skip


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_ends_in_records_or_rejections(case: str) -> None:
    check(HOSTILE[case])


def test_entities_are_neither_expanded_nor_fetched() -> None:
    (item,) = check(HOSTILE["an outside entity"])
    assert isinstance(item, Record)
    assert item.body == "a &x; b"
    (item,) = check(HOSTILE["an entity bomb"])
    assert isinstance(item, Record)
    assert item.body == "&m;"


def test_an_item_that_is_too_large_costs_only_itself() -> None:
    data = (
        HOSTILE["a document of 5,000,000 characters"]
        + NITF
        + b"<p>After it.</p></body.content></body></nitf>"
    )
    large, small = check(data)
    assert isinstance(large, Rejection)
    assert large.reason_code == "too_large"
    assert isinstance(small, Record)
    assert small.body == "After it."
