"""Live blogs in plain HTML are their updates with their own times; what only looks like one is read as it always was."""

import random
import re
from datetime import UTC, datetime
from html import escape

import pytest

from newsfold.config.sources import Source
from newsfold.formats import read
from newsfold.formats.pages import html_page
from newsfold.model import Article, Record, SourceFile
from newsfold.pipeline.reading import read_bytes
from tests.formats.pages.live_layouts import (
    LAYOUTS,
    TONGUES,
    WITH_INSTANTS,
    Blog,
    blog_page,
    expected,
    invent,
    page,
)

FETCHED = datetime(2025, 10, 1, tzinfo=UTC)

TEXTS = [
    f"In the month of number {number} two kea carried a device out of a hut above Aoraki and dropped it into a crevasse."
    for number in range(6)
]
ARTICLE = "".join(f"<p>{text}</p>" for text in TEXTS)


def body_of(data: bytes) -> str:
    (record,) = read(data, name="page.html")
    assert isinstance(record, Record), record
    return record.body


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", TONGUES)
def test_each_update_stands_below_its_time_and_its_heading(layout: str, language: str) -> None:
    seed = random.Random(f"{layout} {language}").randrange(100)
    for count in (3, 4 + seed % 20):
        blog = invent(language, seed, count)
        updates = (blog.updates[-1], *blog.updates[:-1]) if layout == "pinned" else blog.updates
        assert body_of(blog_page(layout, blog)) == "\n\n".join(expected(blog, layout, updates))


def comments(answer: str, heading: str = "") -> str:
    """Readers' comments, told by nothing but what may be done with each, or by the heading over them."""
    people = (
        "Odo Lindqvist",
        "Mara Sell",
        "Ines Tarn",
        "Jon Farrow",
        "Ada Vell",
        "Per Ost",
        "Lena Gil",
        "Tom Wes",
    )
    blocks = "".join(
        f"<div class='c-x'><b>{name}</b> <time datetime='2025-09-28T1{n}:05:00Z'>1{n}:05</time>"
        f"<p>I was in a hut like that in my year {n}, and no bird came near it, which I was glad of, to be honest.</p>"
        f"<p>It may be that the huts were built otherwise then, as my brother, who was there, too, always says.</p>"
        f"<span>{answer}</span></div>"
        for n, name in enumerate(people)
    )
    return f"<div>{heading}{blocks}</div>"


def teasers(where: str) -> str:
    """Other articles, each with its time and what it begins with."""
    return "".join(
        f"<div class='k'><time datetime='2025-09-28T1{n}:05:00Z'>1{n}:05</time>"
        f"<h3><a href='{where}/{n}'>A harbour reopens, part {n}</a></h3>"
        f"<p>The harbour of Saranne was opened again after {n + 2} weeks, and the first boats came in before noon.</p></div>"
        for n in range(8)
    )


LINES = [f"At {n + 9} the birds came back to the hut, and one of them took a glove." for n in range(6)]
INTRODUCTION = f"<p>{TEXTS[0]}</p>"


def each(form: str, texts: list[str] = TEXTS) -> str:
    """One element after the other, made of its number, an hour, a line and a text."""
    return "".join(form.format(n=n, hour=n + 9, line=LINES[n], text=text) for n, text in enumerate(texts))


TRAPS = {
    "comments that can be answered": (ARTICLE, "", comments("Reply")),
    "comments in German": (ARTICLE, "", comments("Antworten")),
    "comments under a heading": (ARTICLE, "", comments("Link", "<h3>8 comments</h3>")),
    "comments of Italy": (ARTICLE, "", comments("·", "<div>Commenti (8)</div>")),
    "teasers below": (ARTICLE, "", teasers("/news")),
    "teasers elsewhere": (ARTICLE, "", teasers("https://other.example/a")),
    "a box of headlines": (
        ARTICLE,
        "",
        f"<ul>{each('<li><time>{hour}:05</time> <a href=/n/{n}>A harbour reopens, {n}</a></li>')}</ul>",
    ),
    "a timeline inside": (ARTICLE, f"<ul>{each('<li><b>{hour}:15</b> {line}</li>')}</ul>"),
    "a timeline that is all": (
        INTRODUCTION,
        f"<ul>{each('<li><time>{hour}:15</time> {line} {text}</li>')}</ul>",
    ),
    "times in front of paragraphs": (INTRODUCTION, each("<p><b>{hour}:15:</b> {line} {text}</p>")),
    "a programme": (
        ARTICLE,
        f"<table>{each('<tr><td>{hour}:15</td><td>The film of the {n}. year</td></tr>')}</table>",
    ),
    "sections without times": ("", each("<section><h2>Part {n}</h2><p>{text}</p></section>")),
    "days and no times": (
        "",
        each("<section><time datetime=2025-09-0{n}>{n} September 2025</time><p>{text}</p></section>"),
    ),
    "times in no order": (
        "",
        "".join(
            f"<section><span>{hour}:15</span><p>{text}</p></section>"
            for hour, text in zip((9, 16, 11, 18, 13, 20), TEXTS, strict=True)
        ),
    ),
}


@pytest.mark.parametrize("kind", TRAPS)
def test_what_is_no_live_blog_is_read_as_before(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = page("Kea", *TRAPS[kind])
    found = body_of(data)
    monkeypatch.setattr(html_page, "find_live_text", lambda root, address: None)
    assert found == body_of(data)


def test_a_permalink_of_the_page_itself_leads_nowhere_else() -> None:
    blog = invent("en", 4)
    canonical = '<link rel="canonical" href="https://tide.example/live/ferry">'
    linked = [f'<h2><a href="/live/ferry/{n}">{u.heading}</a></h2>' for n, u in enumerate(blog.updates)]
    data = blog_page("entries", blog).decode().replace("<head>", f"<head>{canonical}")
    for update, heading in zip(blog.updates, linked, strict=True):
        data = data.replace(f"<h2>{update.heading}</h2>", heading)
    assert body_of(data.encode()) == "\n\n".join(expected(blog, "entries", blog.updates))


def test_an_update_says_what_it_says() -> None:
    """Quotes, lists and words in capitals of an update stay; a line with nothing but its writer does not."""
    blog = Blog(*TONGUES["en"][:2], invent("en", 2).updates, "Share")
    extra = (
        f"<p>By Odo Lindqvist</p><blockquote><p>{escape(TEXTS[1])}</p></blockquote>"
        "<ul><li>One boat.</li><li>No car.</li></ul>"
    )
    first = blog.updates[0]
    data = (
        blog_page("entries", blog)
        .decode()
        .replace(f"<p>{first.texts[0]}</p>", f"<p>{first.texts[0]}</p>{extra}", 1)
    )
    body = body_of(data.encode())
    assert "Odo Lindqvist" not in body
    assert f"{TEXTS[1]}\n\n- One boat.\n\n- No car." in body


@pytest.mark.parametrize("layout", WITH_INSTANTS)
def test_the_times_of_updates_are_not_the_articles(layout: str) -> None:
    """Where nothing else dates a live blog its first update does; the last one says when it was changed."""
    blog = invent("de", 5)
    first, last = blog.updates[-1].instant, blog.updates[0].instant
    stated = blog_page(layout, blog)
    alone = re.sub(rb'<meta property="article:published_time"[^>]*>', b"", stated)
    times = [datetime.fromisoformat(time) for time in (first, last)]
    assert [article_of(alone).published_at, article_of(alone).modified_at] == times
    article = article_of(stated)
    assert (article.published_at, article.modified_at) == (
        datetime.fromisoformat("2025-09-28T05:30:00+02:00"),
        times[1],
    )


def article_of(data: bytes) -> Article:
    file = SourceFile("tide", "page.html", "file:///page.html", "0" * 64, len(data), FETCHED, FETCHED)
    ((_, article),) = read_bytes(data, Source(slug="tide", location="/"), file)
    assert isinstance(article, Article), article
    return article
