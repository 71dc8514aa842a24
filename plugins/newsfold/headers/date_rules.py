"""Which raw header says when an article was published or changed, and how far each kind is to be trusted.

Kinds that a name tells are listed in `header_names.toml`; elements in sight are judged here by where they stand.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from newsfold.headers.header_names import HeaderRule, first_name, rules
from newsfold.model import RawHeader
from newsfold.text.date_labels import is_no_articles, says_changed, says_published
from newsfold.text.element_names import NEAR, dates_another, is_inside_related, is_of_another

#: The field of a date that isn't this article's: it shows in which order the outlet writes day and month.
OF_ANOTHER = "another's"
IN_SIGHT = frozenset({"time.datetime", "time.text", "visible date", "visible byline"})
BESIDE = 0.45  # what a date beside the article loses
NODE_DATE = re.compile(r"jsonld\.\w+\.date(published|created|modified)")


def date_rule(header: RawHeader, stated: Collection[str] = ()) -> HeaderRule | None:
    """The rule for a raw header, None where it holds no date. Elements in the page are judged by where they stand.

    `stated` holds the names of all headers of the record.
    """
    name = header.name.lower()
    if name in IN_SIGHT:
        return element_rule(name, header)
    if name.startswith("itemprop.") and is_inside_related(header.place) and (known := named_rule(name)):
        return replace(
            known, rule=f"{known.rule}, beside the article", confidence=round(known.confidence - BESIDE, 3)
        )
    return changed_rule(name) if first_name(name) in stated else named_rule(name)


@lru_cache(maxsize=4_096)
def named_rule(name: str) -> HeaderRule | None:
    """The rule for a header whose name alone tells what it holds."""
    known = rules("date").get(name)
    if known is None and (match := NODE_DATE.fullmatch(name)):
        return HeaderRule(
            f"schema.org: {name}", 0.7, 0, "published" if match[1] != "modified" else "modified"
        )
    return replace(known, rule=f"{known.rule}: {name}") if known else other_meta(name)


def changed_rule(name: str) -> HeaderRule:
    """The rule for a header that dates a version, where another states the first publication."""
    return replace(rules("date")[name], field="modified")


def other_meta(name: str) -> HeaderRule | None:
    """A `<meta>` that is in no list: its name tells what it holds."""
    if not name.startswith("meta.") or re.search(
        r"event|expir|copyright|birth|start|end|valid|archiv|update[-_]?freq|publisher|current|server|build",
        name,
    ):
        return None
    if re.search(r"pub.{0,8}date|date.{0,5}pub|publish|publication.?(?:date|time)|posted", name):
        return HeaderRule(f"page metadata: {name}", 0.86, 0, "published")
    if re.search(r"modif|update|revis|changed", name):
        return HeaderRule(f"page metadata: {name}", 0.8, 0, "modified")
    return (
        HeaderRule(f"page metadata: {name}", 0.7, 0, "published")
        if re.search(r"date|time(?!out)", name)
        else None
    )


def element_rule(name: str, header: RawHeader) -> HeaderRule | None:
    """`<time>` elements and visible dates: by class, itemprop, the words around and the part of the page."""
    place, selector = header.place, header.place.selector
    shown = header.value if name != "time.datetime" else ""
    if is_no_articles(selector, shown):
        return None
    if is_of_another(place):
        return HeaderRule(f"{name}, of another article", 0.1, 0, OF_ANOTHER)
    if re.search(r"itemprop=\W?datemodified", selector, re.I) or says_changed(selector, shown):
        return HeaderRule(f"{name}, says that it was changed", 0.6, 0, "modified")
    confidence = {"time.datetime": 0.83, "time.text": 0.8, "visible date": 0.74, "visible byline": 0.74}[name]
    if name != "time.datetime" and len(header.value) > 60:
        confidence -= 0.06  # other text stands around the date
    if dates_another(place):
        return HeaderRule(f"{name}, beside the article", round(confidence - BESIDE, 3), 0, "published")
    if place.attribute.startswith("data-"):
        confidence -= 0.08  # attributes for programs may mean another date than the publication's
    if place.is_away:
        confidence -= 0.12
    if place.landmarks[:1] == ("header",):
        confidence -= 0.2  # the page's own header often shows today
    elif "article" in place.landmarks or "main" in place.landmarks:
        confidence += 0.04
    if re.search(r"datepublished|pubdate", selector, re.I):
        return HeaderRule(f"{name}, itemprop or pubdate", round(confidence + 0.12, 3), 0, "published")
    if says_published(selector, shown):
        return HeaderRule(f"{name}, says that it was published", round(confidence + 0.08, 3), 0, "published")
    if NEAR.search(selector):
        return HeaderRule(f"{name}, near the headline", round(confidence + 0.04, 3), 0, "published")
    return HeaderRule(name, round(confidence, 3), 0, "published")
