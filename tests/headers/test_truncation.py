"""Texts that break off are known in every form in which they come, and whole ones are not taken for such."""

import json
from datetime import UTC, datetime

import pytest

from newsfold.config.sources import Source
from newsfold.explain.explanation import explain
from newsfold.model import SourceFile

NOW = datetime(2025, 9, 27, 12, tzinfo=UTC)
SENTENCE = "The ferry to Lund sails at noon again, the harbour master Ada Lund said on Friday."
TEASER = f"{SENTENCE} Boats of all sizes were checked after the storm, and the market"
MORE = "Bakers, butchers and growers from four islands come to the square at eight, as they did last year."
WHOLE = " ".join(f"{SENTENCE} It was trip number {number} of the week." for number in range(12))


def read(data: str | bytes, name: str) -> dict[str, object]:
    """The only record of a file, as `explain` shows it."""
    raw = data.encode() if isinstance(data, str) else data
    file = SourceFile("bote", name, f"file:///{name}", "0" * 64, len(raw), NOW, NOW)
    ((article, _),) = explain(raw, Source(slug="bote", location="/"), file)
    assert "rejected" not in article, article
    return article


def feed(text: str, element: str = "description") -> tuple[str, str]:
    item = f"<title>Ferry sails</title><guid>urn:1</guid><{element}><![CDATA[{text}]]></{element}>"
    space = "http://purl.org/rss/1.0/modules/content/"
    return (
        f'<rss version="2.0" xmlns:content="{space}"><channel><title>Bote</title><item>{item}</item></channel></rss>',
        "a.xml",
    )


def items(text: str, **more: object) -> tuple[str, str]:
    return json.dumps(
        {"title": "Ferry sails", "url": "https://bote.example/1", "content": text, **more}
    ), "a.json"


def mail(text: str) -> tuple[str, str]:
    return (
        f"From: Bote <news@bote.example>\nSubject: Ferry sails\nDate: Fri, 26 Sep 2025 10:00:00 +0000\n\n{text}\n",
        "a.eml",
    )


def page(text: str, head: str = "", end: str = "</article></body></html>") -> tuple[str, str]:
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in text.split("\n\n"))
    return (
        f"<html><head><title>Ferry sails</title>{head}</head><body><article><h1>Ferry sails</h1>{paragraphs}{end}",
        "a.html",
    )


def json_ld(**stated: object) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry sails", **stated}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


CUT = {
    "a feed's summary, WordPress": feed(f"<p>{TEASER} [&hellip;]</p>"),
    "a feed's summary, an ellipsis": feed(f"{TEASER}…"),
    "a feed's summary with a link": feed(f'<p>{TEASER}&hellip; <a href="/1">Continue reading <b>Ferry sails</b></a></p>'),
    "a feed's content with a link": feed(f'<p>{SENTENCE}</p><p><a href="/1">Read more...</a></p>', "content:encoded"),
    "a feed's content, WordPress' tag": feed(f"<p>{SENTENCE}</p><p>(more&#8230;)</p>", "content:encoded"),
    "an interface that counts": items(f"{TEASER}… [+2314 chars]"),
    "an interface that says so": items(SENTENCE, is_truncated=True),
    "an interface with the count of words": items(SENTENCE, word_count=640),
    "a table": (f'title,content\nFerry sails,"{TEASER} [...]"\n', "a.csv"),
    "a mail that leads to the site": mail(f"{SENTENCE}\n\nRead the full story online"),
    "a mail in German": mail(f"{SENTENCE}\n\nWeiterlesen »"),
    "plain text with a link": (f"Ferry sails\n\n{WHOLE}\n\nContinue reading →\n", "a.txt"),
    "a page with a wall": page(f"{WHOLE}\n\n{MORE}\n\nThis article is for subscribers.\n\nAlready a subscriber? Log in."),
    "a short page with a wall": page(f"{SENTENCE}\n\nSubscribe now to continue reading this article."),
    "a page with the count of words": page(f"{SENTENCE}\n\n{MORE}", json_ld(wordCount=640)),
    "a page with the count as text": page(f"{SENTENCE}\n\n{MORE}", json_ld(wordCount="1,640 words")),
    "a page that breaks off in a tag": page(f"{SENTENCE}\n\n{MORE}", end='<p>The market</p><div class="mor'),
    "a page that breaks off in its text": page(f"{SENTENCE}\n\n{MORE}", end="<p>The mark"),
}  # fmt: skip


@pytest.mark.parametrize("form", CUT)
def test_a_text_that_breaks_off_is_known(form):
    article = read(*CUT[form])
    assert article["is_truncated"] is True
    (row,) = [each for each in article["evidence"] if each["field"] == "is_truncated"]
    assert row["rule"]
    assert not any(
        mark in article["body"] for mark in ("chars]", "[…]", "[...]", "eading", "Read ", "Weiter")
    )


HOLDS_ALL = {
    "a feed": feed(f"<p>{WHOLE}</p>", "content:encoded"),
    "a feed with a link to another text": feed(f"<p>{WHOLE}</p><p>Read more: Bridge closed for a week</p>", "content:encoded"),
    "a long text whose last word is an ellipsis": feed(f"<p>{WHOLE} And the market …</p>", "content:encoded"),
    "an interface": items(WHOLE, word_count=290),
    "an interface that says so": items(SENTENCE, is_truncated=False),
    "characters counted as words": page(f"{WHOLE}\n\n{MORE}", json_ld(wordCount=len(WHOLE) + len(MORE) + 2)),
    "a count that is another's by a few": page(f"{WHOLE}\n\n{MORE}", json_ld(wordCount=460)),
    "a short page": page(f"{SENTENCE}\n\n{MORE}", json_ld(wordCount=36)),
    "a page for subscribers that was read whole": page(f"{WHOLE}\n\n{MORE}", json_ld(isAccessibleForFree=False)),
    "a page with an ellipsis of its author": page(f"{WHOLE}\n\nAnd so they waited …"),
    "a page with links below": page(f"{WHOLE}\n\n{MORE}\n\nRead more"),
    "a fragment of a page": (f"<h1>Ferry sails</h1><p>{WHOLE}</p><p>{WHOLE}</p>", "a.html"),
    "a page without closing tags": page(f"{WHOLE}\n\n{MORE}", end=""),
    "a mail": mail(WHOLE),
    "a text with an ellipsis of its author": (f"Ferry sails\n\n{SENTENCE}\n\nAnd so they waited …\n", "a.txt"),
}  # fmt: skip


@pytest.mark.parametrize("form", HOLDS_ALL)
def test_of_a_whole_text_nothing_is_said(form):
    article = read(*HOLDS_ALL[form])
    assert article["is_truncated"] is None


def test_what_led_to_the_rest_is_set_aside():
    article = read(*CUT["plain text with a link"])
    assert article["body"].endswith("of the week.")
    assert [block["text"] for block in article["set_aside"]] == ["Continue reading →"]


def test_an_archive_says_that_it_kept_a_part():
    data, _ = page(f"{SENTENCE}\n\n{MORE}")
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{data}"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://bote.example/1\r\n"
        "WARC-Date: 2025-09-26T10:00:00Z\r\nWARC-Truncated: length\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    assert read(f"{head}{answer}\r\n\r\n".encode(), "a.warc")["is_truncated"] is True
