"""What the page reader collects as headers, takes as body, sets aside and refuses."""

import json

import pytest

from newsfold.formats import read
from newsfold.model import Record, Rejection

TEXTS = [
    "Two kea have carried a satellite navigation device out of a hut above Aoraki and dropped it into a crevasse.",
    "The device went on sending its position for nine hours, which led a crew to search the glacier for a climber.",
    "A ranger has asked visitors to keep their zips closed, and to hang their boots where no beak can reach them.",
]
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXTS)


def read_one(body: str, head: str = "<title>Kea</title>", attributes: str = "") -> Record:
    """The one record of a page."""
    (record,) = read(
        f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>".encode(), name="x"
    )
    assert isinstance(record, Record), record
    return record


def values(record: Record, name: str) -> list[str]:
    """All values of one header, in order."""
    return [header.value for header in record.headers if header.name == name]


def test_body_is_the_article_without_what_stands_around_it() -> None:
    record = read_one(
        "<header><a href=/>Alpine Post</a></header><nav>News Sport</nav><div id=c><h1>Kea steal sat-nav</h1>"
        f"<p class=byline>By Mere Tautahi</p>{PARAGRAPHS}</div><aside><p>Most read: snow in Queenstown and more.</p></aside>"
        "<footer>All the usual words about us.</footer>"
    )
    assert record.body == "\n\n".join(TEXTS)


def test_metadata_keeps_its_names_and_document_order() -> None:
    record = read_one(
        PARAGRAPHS,
        '<title>Kea | Alpine Post</title><meta property="og:title" content="Kea"><meta name="Author" content="Mere Tautahi">'
        '<meta itemprop="datePublished" content="2025-09-25"><link rel="canonical" href="https://a.example/kea">'
        '<link rel=amphtml href="https://a.example/amp/kea"><meta name="viewport" content="width=1">',
        'lang="en-NZ"',
    )
    assert [(header.name, header.value) for header in record.headers] == [
        ("html.lang", "en-NZ"),
        ("title", "Kea | Alpine Post"),
        ("meta.og:title", "Kea"),
        ("meta.author", "Mere Tautahi"),
        ("itemprop.datePublished", "2025-09-25"),
        ("link.canonical", "https://a.example/kea"),
        ("link.amphtml", "https://a.example/amp/kea"),
    ]


def test_time_says_where_it_stands() -> None:
    record = read_one(
        '<main><article><header><h1>Kea</h1><time itemprop="datePublished" datetime="2025-09-25T18:05:00+12:00">6.05pm</time>'
        f'</header>{PARAGRAPHS}</article></main><div class="related-stories"><time datetime="2025-09-01">1 Sep</time></div>'
    )
    found = [(header.value, header.where) for header in record.headers if header.name == "time.datetime"]
    assert found == [
        ("2025-09-25T18:05:00+12:00", 'time[itemprop="datePublished"] in main > article > header'),
        ("2025-09-01", "time in related"),
    ]


def test_bylines_and_dates_in_sight_are_candidates() -> None:
    record = read_one(
        f'<h1>Kea</h1><div><span class="c-author__name">Mere Tautahi</span> <span>25 September 2025</span></div>{PARAGRAPHS}'
    )
    assert values(record, "visible byline") == ["Mere Tautahi"]
    assert "25 September 2025" in values(record, "visible date")


def test_a_sentence_with_a_date_near_the_headline_stays_in_the_body() -> None:
    lead = "Kea were last counted in 2019, by hand."
    record = read_one(f"<h1>Kea</h1><p>{lead}</p>{PARAGRAPHS}")
    assert record.body.split("\n\n")[0] == lead
    assert values(record, "visible date") == []


def test_article_body_of_json_ld_serves_where_the_page_has_no_text() -> None:
    script = json.dumps({"@type": "NewsArticle", "headline": "Kea", "articleBody": "\n\n".join(TEXTS)})
    record = read_one(
        "<div id=root></div>", f'<title>Kea</title><script type="application/ld+json">{script}</script>'
    )
    assert record.body == "\n\n".join(TEXTS)


def test_captions_and_links_are_set_aside() -> None:
    record = read_one(
        f"<article>{PARAGRAPHS}<figure><img src=k><figcaption>A kea at Mueller Hut</figcaption></figure>"
        "<p>Read more: Kea learn to open bins</p></article>"
    )
    assert [(block.kind, block.text) for block in record.set_aside] == [
        ("caption", "A kea at Mueller Hut"),
        ("related", "Read more: Kea learn to open bins"),
    ]
    assert record.body == "\n\n".join(TEXTS)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (
            "<html><head><title>x</title></head><body><ul><li><a href=a>Ferry</a><li><a href=b>Kea</a></ul></body></html>",
            "no_article",
        ),
        ("<html><head><title>x</title></head><body></body></html>", "no_article"),
        (
            "<html><body><p>We use cookies to store information on your device, and so do our partners.</p></body></html>",
            "no_article",
        ),
        ("<html><head><meta charset=utf-8><title>Kea", "truncated"),
        ("<html><head><title>Kea</title></head><body><div class='", "truncated"),
    ],
)
def test_pages_without_article_are_refused_with_the_reason(page: str, reason: str) -> None:
    (item,) = read(page.encode(), name="x")
    assert isinstance(item, Rejection)
    assert (item.reason_code, item.format) == (reason, "html")


def test_a_page_cut_inside_its_text_keeps_what_is_there() -> None:
    page = f"<html><head><title>Kea</title></head><body><article>{PARAGRAPHS}<p>And then the"
    (record,) = read(page.encode(), name="x")
    assert isinstance(record, Record)
    assert record.body.startswith(TEXTS[0])


def test_declared_charset_is_used_and_recorded() -> None:
    text = "<p>Две птицы унесли прибор. Его искали весь день.</p>" * 5
    page = f'<html><head><meta charset="windows-1251"><title>Кеа</title></head><body>{text}'
    (record,) = read(page.encode("cp1251"), name="x")
    assert isinstance(record, Record)
    assert record.encoding == "cp1251"
    assert values(record, "title") == ["Кеа"]


def test_names_below_the_headline_and_the_imprint_behind_the_text_are_no_body() -> None:
    record = read_one(
        "<div id=note><h1>Kea steal sat-nav</h1><p class=sig>NPS · Hokitika</p><p class=day>25/09/2025 · 08:30</p>"
        f"{PARAGRAPHS}<p>Alpine Post, Hokitika. Legal notice.</p></div>"
    )
    assert record.body == "\n\n".join(TEXTS)
    assert "NPS · Hokitika" in values(record, "visible byline")
    assert [block.text for block in record.set_aside if block.kind == "notice"] == ["Alpine Post, Hokitika. Legal notice."]
