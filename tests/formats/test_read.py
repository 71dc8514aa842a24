"""The contract of `newsfold.formats.read`: never raises, loses nothing, stays within bounds."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.formats import READERS, detect, read
from newsfold.formats.containers.members import MAX_REJECTIONS
from newsfold.model import REASONS, Record, Rejection
from newsfold.text.raw_headers import MAX_HEADERS, MAX_VALUE_CHARACTERS

SENTENCE = b"The council voted on Monday to repair the bridge, which has been closed since March. "
PAGE = b"<html><head><title>Bridge</title></head><body>"
PARAGRAPHS = b"".join(b"<p>" + SENTENCE + b"</p>" for _ in range(6))


def check(data: bytes) -> list[Record | Rejection]:
    """Read `data` and hold every item to the contract."""
    items = list(read(data, name="x"))
    assert items
    for item in items:
        if isinstance(item, Rejection):
            assert item.reason_code in REASONS
            assert item.reason_code != "reader_failed", item.detail
            continue
        assert item.body.strip()
        assert len(item.headers) <= MAX_HEADERS
        assert all(0 < len(header.value) <= MAX_VALUE_CHARACTERS for header in item.headers)
        texts = [
            item.body,
            *(h.value for h in item.headers),
            *(h.name for h in item.headers),
            *(b.text for b in item.set_aside),
        ]
        for text in texts:
            assert "\x00" not in text
            text.encode("utf-8")  # a lone surrogate could not be stored
        for paragraph in item.body.split("\n\n"):
            assert paragraph == " ".join(paragraph.split()) != ""
    return items


@given(st.binary(max_size=2_000))
def test_any_bytes_give_records_or_rejections(data: bytes) -> None:
    check(data)


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "---\n",
                "title: ",
                "Date: ",
                "date ",
                "2025-09-27",
                "\n",
                "\n\n",
                "\r\n",
                "\r",
                "  ",
                "- ",
                "Synopsis\n",
                "Read more: ",
                "By Jane Doe\n",
                "SEOUL, Sept 27 (MNA) - ",
                "Key Takeaways\n",
                "a: b\n",
                "\u2028",
                "\x00",
                "&amp;",
                "<p>",
                "</p>",
                "<br>",
                "The mayor said so. ",
                "日期：",
                "。",
            ]
        ),
        st.text(max_size=40),
    ),
    max_size=30,
)


@given(PIECES)
def test_any_text_of_header_like_pieces_is_read(pieces: list[str]) -> None:
    check("".join(pieces).encode("utf-8", "surrogatepass"))


MARKUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<html>",
                "<head>",
                "<body>",
                "</head>",
                "<p>",
                "</p>",
                "<h1>",
                "</h1>",
                "<div class=byline>",
                "</div>",
                "<time datetime=2025>",
                '<script type="application/ld+json">',
                "</script>",
                '{"@type":"NewsArticle","headline":"a"}',
                '{"@graph":[',
                "]}",
                "<table><tr>",
                "<td>",
                "<ul><li>",
                "<br><br>",
                "<!--",
                "-->",
                "<![CDATA[",
                '<meta property="og:title" content="',
                '">',
                "<title>",
                "&#0;",
                "&#xD800;",
                "<article>",
                "<svg>",
                "<a href=x>",
                '<span itemprop="author">',
                SENTENCE.decode(),
                "\\ud800",
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=40,
)


@given(MARKUP)
def test_any_page_of_broken_pieces_is_read(pieces: list[str]) -> None:
    check(("<!DOCTYPE html>" + "".join(pieces)).encode("utf-8", "surrogatepass"))


KEYS = st.sampled_from(
    [
        "@type",
        "@id",
        "@graph",
        "headline",
        "author",
        "name",
        "datePublished",
        "mainEntity",
        "articleBody",
        "url",
    ]
)
LEAVES = st.none() | st.booleans() | st.floats() | st.text(max_size=20)
DOCUMENTS = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)


@given(DOCUMENTS)
def test_any_json_ld_is_read(document: object) -> None:
    script = json.dumps(document).replace("</", "<\\/").encode()
    items = check(PAGE + b'<script type="application/ld+json">' + script + b"</script>" + PARAGRAPHS)
    assert isinstance(items[0], Record)


HOSTILE = {
    "one line of 10 MB": b"word " * 2_000_000,
    "short lines": b"Hi there\n" * 100_000,
    "white space": b"a" + b" " * 1_000_000 + b"x",
    "bullets": b"- a\n" * 100_000,
    "header lines": b"Date: 2025-01-01\n" * 20_000,
    "keys": (b"a" * 40 + b":") * 20_000,
    "brackets": b"A (" * 300_000,
    "less-than signs": b"Hello\n" + b"<" * 1_000_000,
    "tags 100,000 deep": PAGE + b"<div>" * 100_000 + PARAGRAPHS,
    "inline tags 100,000 deep": PAGE + b"<b>" * 100_000 + PARAGRAPHS,
    "100,000 attributes": PAGE + b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">" + PARAGRAPHS,
    "attributes that hold brackets": PAGE
    + b"<p "
    + b" ".join(b'a%d="<>"' % n for n in range(50_000))
    + b">"
    + PARAGRAPHS,
    "open quotes": PAGE + b'<a "' * 300_000,
    "open comments": PAGE + b"<!--" * 200_000,
    "30,000 paragraphs": PAGE + b"<p>" + SENTENCE * 2 + b"</p>" + b"<p>Hi</p>" * 30_000,
    "deep JSON-LD": PAGE
    + b'<script type="application/ld+json">'
    + b"[" * 500_000
    + b"</script>"
    + PARAGRAPHS,
    "wide JSON-LD": PAGE
    + b'<script type="application/ld+json">{"@graph":['
    + b",".join([b'{"@type":"NewsArticle","headline":"x","author":{"@id":"#a"}}'] * 20_000)
    + b"]}</script>"
    + PARAGRAPHS,
    "commas in JSON-LD": PAGE
    + b'<script type="application/ld+json">{"a":'
    + b", " * 300_000
    + b"</script>"
    + PARAGRAPHS,
    "times": PAGE + b"<h1>x</h1>" + b"<time>2025-01-01</time>" * 50_000 + PARAGRAPHS,
    "deep JSON": b'{"a":' * 200_000,
    "every byte": bytes(range(256)) * 200,
    "bytes of no encoding": b"\x80" * 100_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_input_ends_in_a_record_or_a_rejection(case: str) -> None:
    check(HOSTILE[case])


def test_text_over_the_limit_is_refused_not_cut() -> None:
    (item,) = read(b"word " * 500_000, name="x")
    assert isinstance(item, Rejection)
    assert item.reason_code == "too_large"


def test_a_fault_in_a_reader_costs_one_file_and_keeps_what_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    (good,) = read(SENTENCE, name="x")

    def failing_reader(*_: object) -> Iterator[Record | Rejection]:
        yield good
        raise ValueError("broken")

    monkeypatch.setitem(READERS, "text", failing_reader)
    first, second = read(SENTENCE, name="letters/a.txt")
    assert first == good
    assert isinstance(second, Rejection)
    assert (second.reason_code, second.position) == ("reader_failed", 1)
    assert "letters/a.txt: ValueError: broken" in second.detail


def test_detect_names_the_reader_or_the_reason() -> None:
    assert detect(SENTENCE, "a.html") == "text"
    assert detect(PAGE + PARAGRAPHS, "a.txt") == "html"
    assert detect(b"", "a.txt") == "empty"


@pytest.mark.parametrize(
    "data",
    [b'id,title,body\n"a,b\n' + b"x\n" * 11_000, b"[" + b"{}," * 11_000 + b"{}]", b"<REUTERS " * 11_000],
)
def test_a_file_of_nothing_but_refused_records_is_a_bounded_number_of_rows(data: bytes) -> None:
    """Those that are not told one by one are one row of each reason, with their number."""
    items = list(read(data, name="x"))
    assert not any(isinstance(item, Record) for item in items)
    assert len(items) <= MAX_REJECTIONS + len({item.reason_code for item in items})
    assert [item.position for item in items] == list(range(len(items)))


def test_records_between_refused_ones_are_all_read() -> None:
    line = b'{"title": "Ferry", "body": "The ferry sails again."}\n{"x": 1}\n'
    items = list(read(line * 2_000, name="x"))
    assert sum(isinstance(item, Record) for item in items) == 2_000
    refused = [item for item in items if isinstance(item, Rejection)]
    assert len(refused) == MAX_REJECTIONS + 1
    assert "1,000 more records were refused" in refused[-1].detail
