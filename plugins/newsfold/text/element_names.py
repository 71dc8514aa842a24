"""What the class, the id or another name of a page's element says that it holds: a byline, a date, other articles."""

import re
from functools import lru_cache

from newsfold.model import HeaderPlace

BYLINE = re.compile(r"byline|author|writer|journalist|reporter|contributor|autor|auteur|redakt")
DATE = re.compile(r"date|time|stamp|publish|publica|posted|created|modified|datum|fecha")
BYLINE_OR_DATE = re.compile(f"(?P<byline>{BYLINE.pattern})|{DATE.pattern}")
NO_DATE = re.compile(r"dateline|timeline|[a-z]time")
# What stands close to an article's own headline.
NEAR = re.compile(
    r"headline|byline|entry-date|post-date|article-date|article_date|meta|dateline|timestamp|dtstart|author|publi|date",
    re.I,
)
# Blocks about other articles, or with readers' comments. The three patterns below add what is sure for their question only.
OTHERS = "related|comment|sidebar|teaser|recommend|promo|trending|widget|latest|ticker|more-?news"
ELSEWHERE = re.compile(rf"{OTHERS}|most-?read|newsletter|carousel", re.I)
BESIDE_DATES = re.compile(
    rf"{OTHERS}|aside|footer|nav\b|recent|most|list|archiv|event|copyright|elsewhere|blogroll", re.I
)
BESIDE_WRITERS = re.compile(
    rf"{OTHERS}|aside|footer|\bnav\b|avatar|bookmark|quot(?:e|ation)|testimonial|embed|caption", re.I
)
# The classes that a post gets by its author, its section and its keywords (`author-jane-roe`) say nothing of what it holds.
OF_POST = re.compile(
    r"(?:^|\s)(?:h-?entry|post-type-\S+|type-post|status-publish|blog-?item|post-\d+)(?=\s|$)"
)
BY_POST = re.compile(r"(?:^|(?<=\s))(?:author|tag|category|date|format|status)-\S+")


@lru_cache(maxsize=8192)
def kind_of_name(name: str | None) -> str:
    """What a class, an id or an itemprop says its element is: byline, date, or nothing. Cached: pages repeat their classes
    hundreds of times.
    """
    if not name:
        return ""
    name = name[:300].lower()
    if OF_POST.search(name):
        name = BY_POST.sub("", name)
    hint = BYLINE_OR_DATE.search(name)  # most names hold neither, which is seen in one look
    if hint is None:
        return ""
    if hint["byline"] or BYLINE.search(name):
        return "byline"
    told = NO_DATE.sub("", name)
    return "date" if told == name or DATE.search(told) else ""


@lru_cache(maxsize=8192)
def is_elsewhere(name: str) -> bool:
    """True for a class of blocks that are about other articles, or hold readers' comments."""
    return ELSEWHERE.search(name[:300]) is not None


def dates_another(place: HeaderPlace) -> bool:
    """Whether a date that stood there is beside the article: its element or a landmark around it says so."""
    return any(BESIDE_DATES.search(part) for part in (place.selector, *place.landmarks))


def is_of_another(place: HeaderPlace) -> bool:
    """Whether a date that stood there belongs to another article, or to the page: in a block about others, beside or below the
    article in an element of its own. What is called a date of publication may be the article's wherever it stands.
    """
    around = {"related", "aside", "footer"}.intersection(place.landmarks)
    return bool(around) and "article" not in place.landmarks and NEAR.search(place.selector) is None


def is_inside_related(place: HeaderPlace) -> bool:
    """Whether an element stands in a block about other articles that is no article's own."""
    inside = place.landmarks[::-1]
    return "related" in inside and "article" not in inside[: inside.index("related")]


def credits_another(place: HeaderPlace) -> bool:
    """Whether a byline that stood there is beside the article."""
    return any(BESIDE_WRITERS.search(part) for part in (place.selector, *place.landmarks))
