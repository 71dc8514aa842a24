"""Files of every format with one long text in one of their places, as a publisher sends it who wants a reader to take long."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from newsfold.config.sources import Source
from newsfold.explain.explanation import explain
from newsfold.model import SourceFile

OPENING = "The harbour of Lindow opened again on Friday. Ferries left at noon, the port office said.\n\n"
CLOSING = "\n\nThe council of Lindow meets on Monday. Its members want to hear the port office."
NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)


def page(head: str = "", before: str = "", inside: str = "") -> str:
    return (
        f"<html><head><title>Harbour opens</title>{head}</head><body><article><h1>Harbour opens</h1>{before}"
        f"<p>{OPENING}</p>{inside}<p>{CLOSING}</p></article></body></html>"
    )


def feed(item: str) -> str:
    return (
        f'<rss version="2.0"><channel><title>T</title><item><title>Harbour</title>{item}'
        f"<description>{OPENING}</description></item></channel></rss>"
    )


def nitf(head: str = "", inside: str = "") -> str:
    return (
        f"<nitf><head/><body><body.head><hedline><hl1>Harbour</hl1></hedline>{head}</body.head>"
        f"<body.content><p>{OPENING}</p>{inside}</body.content></body></nitf>"
    )


def mail(headers: str, body: str) -> str:
    return f"From: desk@lindow.example\nMessage-ID: <1@lindow.example>\n{headers}\n{body}"


def table(row: list[str]) -> str:
    return "title,author,date,text\n" + ",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n"


def of_json(**fields: str) -> str:
    return json.dumps({"title": "Harbour opens", "text": OPENING + CLOSING, **fields})


#: Pieces of which such a text is made, beside those that stand in `attacks.GENERAL`.
PUMPS = (
    "<style ",
    "&lt;p\n\t&gt;",
    "&lt;p&gt;",
    "1.",
    "\r\n",
    "<!--",
    "<![CDATA[",
    "<p ",
    '<a href="',
    "</p",
    '"a":',
    '{"a":[',
    '\\"',
    "(a) ",
    "a(",
    "A, 1 ",
    "„a",
    "“",
    "«",
    "‘a",
    "Aa ",
    "A/",
    "a@",
    "a@a.",
    "&",
    "&amp;",
    "&#",
    "\x1f",
    "\x18",
    "_",
    "^",
    "<= ",
    "\n\t",
    "\n-",
    "\n1. ",
    "a | ",
    "| ",
    "- ",
    " - ",
    ": ",
    "by A and ",
    "A and ",
    "東京,",
    "月",
    "年1月",
    "%",
    "://",
    "https://a.b/",
    "\n> ",
    "\nFrom ",
    "a:b\n",
    "A: b\n",
    "\x0c",
    "\u3000",
    "\xa0",
    "\u200b",
    "- a\n\n",
    "Key points\n\n- a\n\n",
    "1/9 a\n\n",
    "Read more\n\n",
    "A: b\n\n",
    "* * *\n\n",
    "<p>a</p>",
    "<div>",
    "<b>",
    "<br>",
    "<li>a",
    "<td>",
    "<tr><td>a",
    "<p><b>By A</b></p>",
    "<time>1</time>",
    '<span class="date">',
    "<a>b</a>",
    "<h2>a</h2>",
)
#: What holds the text, by name: raw where it may break the format, else escaped.
SHAPES: dict[str, Callable[[str], str]] = {
    "alone": lambda text: text,
    "first line of a text": lambda text: f"{text}\n\n{OPENING}{CLOSING}",
    "second line of a text": lambda text: f"Harbour opens\n{text}\n\n{OPENING}{CLOSING}",
    "header of a text": lambda text: (
        f"Headline: Harbour opens\nAuthor: {text}\nDate: {text}\n\n{OPENING}{CLOSING}"
    ),
    "paragraph of a text": lambda text: f"Harbour opens\n\n{OPENING}{text}{CLOSING}",
    "end of a text": lambda text: f"Harbour opens\n\n{OPENING}{CLOSING}\n\n{text}",
    "page, raw": lambda text: page(inside=text),
    "page, paragraph": lambda text: page(inside=f"<p>{escape(text)}</p>"),
    "page, headline": lambda text: page(before=f"<h1>{escape(text)}</h1>"),
    "page, byline": lambda text: page(
        before=f'<span class="byline author">{escape(text)}</span><time class="date">{escape(text)}</time>'
    ),
    "page, meta": lambda text: page(
        "".join(
            f'<meta name="{name}" content="{escape(text)}">'
            for name in ("author", "date", "description", "keywords", "og:title")
        )
    ),
    "page, open tag": lambda text: page(head=f"<meta {text}", inside=f"<p {text}"),
    "page, script": lambda text: page(head=f"<script>{text}</script><style>{text}</style><!-- {text}"),
    "page, JSON-LD": lambda text: page(
        head='<script type="application/ld+json">'
        + json.dumps(
            {
                "@type": "NewsArticle",
                "headline": text,
                "author": text,
                "datePublished": text,
                "articleBody": OPENING + text,
            }
        )
        + "</script>"
    ),
    "page, JSON-LD, raw": lambda text: page(head=f'<script type="application/ld+json">{text}</script>'),
    "feed, raw": feed,
    "feed, fields": lambda text: feed(
        "".join(
            f"<{name}>{escape(text)}</{name}>"
            for name in ("title", "author", "pubDate", "category", "guid", "link")
        )
    ),
    "feed, description": lambda text: feed(f"<description>{escape(escape(text))}</description>"),
    "NITF, raw": lambda text: nitf(inside=text),
    "NITF, byline": lambda text: nitf(
        head=f"<byline>{escape(text)}</byline><dateline>{escape(text)}</dateline>"
    ),
    "NITF, paragraph": lambda text: nitf(inside=f"<p>{escape(text)}</p>"),
    "Reuters": lambda text: (
        f"<REUTERS><DATE>{escape(text)}</DATE><TEXT><TITLE>Harbour</TITLE><BODY>{OPENING}{escape(text)}</BODY>"
        "</TEXT></REUTERS>"
    ),
    "ANPA": lambda text: (
        f"\x16\x16\x01a0123\x1f\nr i Harbour 09-26 0123\nHarbour, 123\n\x02{text}\n{OPENING}{text}\x03"
    ),
    "ANPA, header": lambda text: f"\x16\x16\x01a0123\x1f\nr i {text} 09-26 0123\n\x02{OPENING}{text}\x03",
    "IPTC 7901": lambda text: f"\x01\x01\x01AAA0123 4 POL 123\r\n{text}\r\n\x02{OPENING}{text}\r\n\x03",
    "IPTC 7901, bare": lambda text: f"AAA0123 4 POL 123 {text}\r\nHarbour\r\n{OPENING}\r\n{text}\r\n",
    "table, raw": lambda text: "title,author,date,text\n" + text,
    "table, cells": lambda text: table(["Harbour", text, text, OPENING + text]),
    "JSON, raw": lambda text: '{"title": "Harbour", "text": ' + text,
    "JSON, wrapped": lambda text: f"callback({of_json()}){text}",
    "JSON, fields": lambda text: of_json(
        author=text, date=text, headline=text, uri=text, section=text, language=text
    ),
    "JSON, text": lambda text: of_json(text=OPENING + text),
    "mail": lambda text: mail(f"Subject: {text}\nDate: {text}\n", OPENING + text),
    "mail, page": lambda text: mail("Subject: Harbour\nContent-Type: text/html\n", f"<p>{OPENING}</p>{text}"),
    "mail folder": lambda text: (
        "From desk@lindow.example Mon Sep 29 10:00:00 2025\n"
        + mail("Subject: Harbour\n", f"{OPENING}{text}\n")
    ),
    "export of a press database": lambda text: (
        "Document 1 of 2\n\nHarbour opens\n\nLindow Courier, 26 September 2025, p. 1\n\n"
        f"{OPENING}{text}\n\nDocument 2 of 2\n\n{text}\n{OPENING}\n"
    ),
}


def read_whole(data: str) -> int:
    """Read a file with all rules of the readers and of headers: how many records and rejections."""
    raw = data.encode("utf-8", "surrogatepass")
    source = Source(slug="adhoc", location="inbox")
    file = SourceFile("adhoc", "x", "file:///inbox/x", "", len(raw), NOW, NOW)
    return sum(1 for _ in explain(raw, source, file))
