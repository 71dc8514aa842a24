"""Characters that a program escaped twice (`Mayor&amp;#8217;s`) are read as they were meant, in each format, head and text."""

import csv
import io
import json
from html import escape

import pytest

from newsfold.config.sources import Source
from newsfold.explain.explanation import explain
from newsfold.model import SourceFile
from tests.samples.expectations import FETCHED_AT

MEANT = {
    "&#8217;": "’", "&#x2019;": "’", "&#38;": "&", "&#x26;": "&", "&#039;": "'", "&#8212;": "—", "&#x1F600;": "\U0001f600",
    "&amp;": "&", "&nbsp;": " ", "&quot;": '"', "&apos;": "'", "&rsquo;": "’", "&ldquo;": "“", "&bdquo;": "„", "&sbquo;": "‚",
    "&raquo;": "»", "&lsaquo;": "‹", "&mdash;": "—", "&hellip;": "…", "&euro;": "€", "&pound;": "£", "&eacute;": "é",
    "&Uuml;": "Ü", "&ntilde;": "ñ", "&ccedil;": "ç", "&scaron;": "š", "&aring;": "å", "&oslash;": "ø", "&szlig;": "ß",
    "&aelig;": "æ", "&OElig;": "Œ", "&iquest;": "¿", "&frac12;": "½", "&deg;": "°",
}  # fmt: skip
HEADLINE = "Ferry of the Dahl {0} Sons yard is back in Lindow"
TEXT = (
    "LINDOW, Sept 26, 2025 - The ferry of the Dahl {0} Sons yard was back in Lindow on Friday, said its master, Ada Brinkmann."
    " It had been away for 61 days, and takes 90 people."
)


def page(headline: str, text: str) -> str:
    return f"<html><body><article><h1>{headline}</h1><p>{text}</p></article></body></html>"


def nitf(headline: str, text: str) -> str:
    return (
        f"<nitf><body><body.head><hedline><hl1>{headline}</hl1></hedline></body.head>"
        f"<body.content><p>{text}</p></body.content></body></nitf>"
    )


def feed(headline: str, text: str) -> str:
    item = f"<item><title>{headline}</title><link>https://mna.example/1</link><description>{text}</description></item>"
    return f'<rss version="2.0"><channel><title>MNA</title>{item}</channel></rss>'


def news_item(headline: str, text: str) -> str:
    return (
        '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:mna:1">'
        '<itemMeta><itemClass qcode="ninat:text"/></itemMeta>'
        f"<contentMeta><headline>{headline}</headline></contentMeta><contentSet><inlineXML contenttype='application/xhtml+xml'>"
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text}</p></body></html></inlineXML></contentSet></newsItem>'
    )


def table(headline: str, text: str) -> str:
    rows = io.StringIO()
    csv.writer(rows).writerows([("id", "headline", "body"), (1, headline, text)])
    return rows.getvalue()


#: Of each format: how it is written, and how often its own writer escapes.
FORMATS = {
    "html": (page, 1),
    "nitf.xml": (nitf, 1),
    "rss": (feed, 1),
    "g2.xml": (news_item, 1),
    "csv": (table, 0),
    "json": (lambda headline, text: json.dumps({"id": "1", "headline": headline, "body": text}), 0),
    "txt": (lambda headline, text: f"{headline}\n\n{text}\n", 0),
}


def read(ending: str, headline: str, text: str) -> tuple[str | None, str]:
    """What is read of an article that was escaped once before its format was written."""
    write, times = FORMATS[ending]
    for _ in range(times):
        headline, text = escape(headline, quote=False), escape(text, quote=False)
    data = write(headline, text).encode()
    file = SourceFile(
        "adhoc", f"odd.{ending}", f"file:///odd.{ending}", "", len(data), FETCHED_AT, FETCHED_AT
    )
    ((record, _),) = explain(data, Source("adhoc", "inbox"), file)
    return record["headline"], record["body"]


@pytest.mark.parametrize("ending", FORMATS)
def test_what_was_escaped_twice_is_read_as_it_was_meant(ending):
    wrong = {}
    for reference, meant in MEANT.items():
        headline, body = read(ending, HEADLINE.format(reference), TEXT.format(reference))
        expected = " ".join(HEADLINE.format(meant).split())
        if (headline, meant in body, body.count("in Lindow")) != (expected, True, 1):
            wrong[reference] = headline, body[:80]
    assert wrong == {}


@pytest.mark.parametrize("ending", ["html", "nitf.xml", "g2.xml"])
def test_a_text_that_speaks_of_them_keeps_them(ending):
    text = TEXT.format("&") + " In HTML the sign of the yard is written as &amp; by its clerk."
    assert "written as &amp; by" in read(ending, HEADLINE.format("and"), text)[1]
