"""Dates that a page shows: those of a change and those beside the article are not taken for the publication's."""

from datetime import UTC, date, datetime

import pytest

from newsfold.config.sources import Source
from newsfold.explain.explanation import explain
from newsfold.model import SourceFile

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEXT = "The ferry to Lund sails at noon again, the harbour master Ada Lund said on Friday. " * 3
PUBLISHED = '<meta property="article:published_time" content="2015-05-12T06:05:27+00:00">'
CHANGED = '<meta property="article:modified_time" content="2026-01-25T19:56:29+00:00">'


def published_on(head: str, above: str, below: str = "") -> str | None:
    page = (
        f"<html><head><title>Ferry sails again to Lund</title>{head}</head><body><main><article>"
        f"<h1>Ferry sails again to Lund</h1>{above}<p>{TEXT}</p><p>{TEXT} It rained.</p>{below}</article></main></body></html>"
    )
    file = SourceFile("bote", "a.html", "file:///a.html", "0" * 64, len(page), NOW, NOW)
    ((article, _),) = explain(page.encode(), Source(slug="bote", location="/"), file)
    return article["published_on"]


RELATED = '<aside><div class="related-card">{}</div></aside>'
ITEM = '<span itemprop="datePublished" content="{}">then</span>'
CASES = {
    "to the minute what is stated of the change": (
        PUBLISHED + CHANGED,
        '<time class="entry-date published updated" datetime="2026-01-25T12:56:29-07:00">January 25, 2026</time>',
        "",
        date(2015, 5, 12),
    ),
    "to the second what is stated of the change, in another zone": (
        PUBLISHED + CHANGED,
        '<time class="entry-date published updated" datetime="2026-01-25T19:56:29+05:30">January 25, 2026</time>',
        "",
        date(2015, 5, 12),
    ),
    "readers are told that it was changed, whatever it is called": (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sails again to Lund",'
        ' "datePublished": "2025-12-01"}</script>',
        '<time itemprop="datePublished" class="pubdate" datetime="2025-12-17">Last Updated: Dec 17, 2025</time>',
        "",
        date(2025, 12, 1),
    ),
    "microdata of other articles": (
        '<meta name="date" content="March 27, 2025">',
        "",
        RELATED.format(ITEM.format("2025-12-13T12:00:00+00:00"))
        + RELATED.format(ITEM.format("2025-12-13T11:00:00+00:00")),
        date(2025, 3, 27),
    ),
    "the change before what stands beside it": (
        "",
        '<p class="date">Last updated on 17 December 2025</p>',
        '<div class="related"><span class="date">2 January 2026</span></div>',
        date(2025, 12, 17),
    ),
    # What must stay.
    "shown later on the day of a change, but not at its minute": (
        '<meta property="article:published_time" content="2025-05-12T06:05:27+00:00">'
        '<meta property="article:modified_time" content="2025-05-12T09:00:00+00:00">',
        '<time datetime="2025-05-12T06:05:27+00:00">May 12, 2025</time>',
        "",
        date(2025, 5, 12),
    ),
    "published and changed at one time": (
        '<meta property="article:published_time" content="2025-05-12T06:05:27+00:00">'
        '<meta property="article:modified_time" content="2025-05-12T06:05:27+00:00">',
        '<time class="entry-date published updated" datetime="2025-05-12T06:05:27+00:00">May 12, 2025</time>',
        "",
        date(2025, 5, 12),
    ),
    "the article's own microdata": ("", ITEM.format("2025-12-13"), "", date(2025, 12, 13)),
    "published in front of updated": (
        "",
        '<p class="date">Published 12 May 2025, updated 13 May 2025</p>',
        "",
        date(2025, 5, 12),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_day_of_publication(case):
    head, above, below, day = CASES[case]
    assert published_on(head, above, below) == day.isoformat()
