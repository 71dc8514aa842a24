"""Which raw header says when an article was published or changed, and how far each kind is to be trusted.

Kinds that a name tells are listed in `header_names.toml`; elements in sight are judged here by where they stand.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from newsfold.headers.header_names import HeaderRule, first_name, rules
from newsfold.model import RawHeader

MODIFIED_WORDS = re.compile(
    r"modif|updat|upd\b|last (?:change|edit|review)|letzte änderung|stand(?=\s*:?\s*\d)|lastmod|revis|aktualisiert|stand:|"
    r"geändert|mis\s?(?:e)?\s?à\s?jour|maj\b|actualiz|atualiz|aggiorn|bijgewerkt|обновл|更新|수정|تحديث|अपडेट|güncel|edited",
    re.I,
)
PUBLISHED_WORDS = re.compile(
    r"publish|written|erschienen|(?<!\w)(?:datum|date|fecha)\s?:?\s+\d|"
    r"pubdate|date[_-]?published|posted|created|veröffentlich|publi[ée]|publicad|pubblicat|gepubliceerd|опубликован|发布|發布|公開|配信|입력|등록|datepublished",
    re.I,
)
SIDE_WORDS = re.compile(
    r"comment|related|sidebar|aside|footer|recent|latest|teaser|most|trending|widget|recommend|promo|list|teaser|archiv|event|nav\b|copyright|elsewhere|blogroll",
    re.I,
)
NEAR_WORDS = re.compile(
    r"headline|byline|entry-date|post-date|article-date|article_date|meta|dateline|timestamp|dtstart|author|publi|date",
    re.I,
)
IN_SIGHT = frozenset({"time.datetime", "time.text", "visible date", "visible byline"})
NODE_DATE = re.compile(r"jsonld\.\w+\.date(published|created|modified)")
CLOCK_WORDS = re.compile(
    r"aktuelle zeit|current(?:ly| time)|it is now|heute ist|today is|time now|aujourd'hui nous|hora actual|сейчас",
    re.I,
)
# Since when a reader or a writer has been a member.
JOINED_WORDS = re.compile(
    r"\bjoin(?:ed\b|[-_]?date)|member.?since|registered|mitglied.?seit|angemeldet|anmeldedatum|beigetreten|inscrit|miembro desde"
    r"|registrado|membro desde|регистрац",
    re.I,
)


def date_rule(header: RawHeader, stated: Collection[str] = ()) -> HeaderRule | None:
    """The rule for a raw header, None where it holds no date. Elements in the page are judged by where they stand.

    `stated` holds the names of all headers of the record.
    """
    name = header.name.lower()
    if name in IN_SIGHT:
        return element_rule(name, header)
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
        r"event|expir|copyright|birth|start|end|valid|archiv|update[-_]?freq", name
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
    label = f"{selector} {header.value if name != 'time.datetime' else ''}"
    if CLOCK_WORDS.search(label) or JOINED_WORDS.search(label):
        return None  # the page's clock, or a member's day
    if re.search(r"itemprop=\W?datemodified", selector, re.I) or says_changed(
        selector, header.value if name != "time.datetime" else ""
    ):
        return HeaderRule(f"{name}, says that it was changed", 0.6, 0, "modified")
    confidence = {"time.datetime": 0.83, "time.text": 0.8, "visible date": 0.74, "visible byline": 0.74}[name]
    if name != "time.datetime" and len(header.value) > 60:
        confidence -= 0.06  # other text stands around the date
    if any(SIDE_WORDS.search(part) for part in (selector, *place.landmarks)):
        return HeaderRule(f"{name}, beside the article", round(confidence - 0.45, 3), 0, "published")
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
    if PUBLISHED_WORDS.search(label):
        return HeaderRule(f"{name}, says that it was published", round(confidence + 0.08, 3), 0, "published")
    if NEAR_WORDS.search(selector):
        return HeaderRule(f"{name}, near the headline", round(confidence + 0.04, 3), 0, "published")
    return HeaderRule(name, round(confidence, 3), 0, "published")


def says_changed(selector: str, text: str) -> bool:
    """Whether class or text calls the date one of a change; a date in front of such words is the publication's."""
    if PUBLISHED_WORDS.search(f"{selector} {text}"):
        return False
    if MODIFIED_WORDS.search(selector):
        return True
    word = MODIFIED_WORDS.search(text)
    return word is not None and (
        re.search(r"\d{4}\D", text[: word.start()]) is None or word[0] in ("更新", "수정")
    )
