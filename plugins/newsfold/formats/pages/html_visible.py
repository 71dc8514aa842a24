"""What a page shows its readers of its headers: the headline, bylines, dates, and elements that attributes mark as such.

Each gets the place where it stood: a selector, the landmarks around it, and whether it is away from the headline.
"""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from lxml import etree

from newsfold.formats.pages.html_tree import describe, text_of
from newsfold.formats.pages.page_credits import (
    find_labelled,
    label_before,
    leads_to_writer,
    names_topics,
    text_of_byline,
)
from newsfold.model import HeaderPlace
from newsfold.text.characters import ends_sentence, fold
from newsfold.text.credit_lines import is_byline, is_other_label, opens_with_byline
from newsfold.text.date_labels import LABEL
from newsfold.text.date_shapes import DATE_LIKE, FULL_DATE, MACHINE_DATE, holds_full_date
from newsfold.text.element_names import is_elsewhere, kind_of_name
from newsfold.text.rdfa_names import microdata_name

MAX_VISIBLE = 60
MAX_AWAY = 12
MAX_READ = 600
NEAR_HEADLINE = range(-15, 60)
LANDMARKS = {"article", "header", "main", "aside", "footer", "nav"}
MICRODATA = {"headline", "name", "articleSection", "keywords", "inLanguage", "url", "publisher"}
# Attributes in which a page keeps the date that it shows in other words (`2 hours ago`).
DATE_ATTRIBUTES = frozenset({
    "datetime", "pubdate", "data-datetime", "data-date", "data-date-iso", "data-date-time", "data-iso", "data-isodate",
    "data-published", "data-published-at", "data-published-date", "data-publish-date", "data-publication-date",
    "data-publishdate", "data-pubdate", "data-date-published", "data-created", "data-created-at", "data-timestamp",
    "data-time", "data-ts", "data-utime", "data-unixtime", "data-unix", "data-epoch",
})  # fmt: skip
DATED_TAGS = {"article", "main", "section", "abbr", "ins"}
CONTAINERS = {"form", "style"}
LISTS = {"ul", "ol", "table"}
MAX_LIST = 80
# Names of what stands above a headline, inside its element.
KICKER = re.compile(
    r"kicker|eyebrow|overline|topline|over-?title|pre-?title|super-?title|dachzeile|spitzmarke|rubri|category|section|surtitre|antetitulo"
    r"|badge|flag|label|visually-?hidden|sr-only|screen-?reader|(?<![a-z])(?:date|tag|topic)(?![a-z])",
    re.I,
)
# The same of what stands behind it: its day, how many comments there are.
BEHIND_HEADLINE = re.compile(r"(?<![a-z])(?:date|time|comments?|count|share)(?![a-z])", re.I)
HEADINGS = frozenset({"h1", "h2", "h3"})
VISIBLE_TAGS = {"h1", "time"}
LINES = {
    "p", "div", "span", "small", "li", "a", "em", "i", "b", "strong", "td", "dd", "address", "cite", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip

# Name, value and place of raw headers.
Triples = list[tuple[str, str, HeaderPlace]]


class Sight:
    """The page as its readers see it. `headline` is the headline's position among `elements`, far outside without one."""

    def __init__(self, elements: list[etree._Element], headline: int, titles: Iterable[str] = ()) -> None:
        self.headline = headline
        self.titles = {comparable(title) for title in titles}
        self.around = set(elements[headline].iterancestors()) if headline >= 0 else set()
        self.seen: set[tuple[str, str]] = set()
        self.count = 0
        self.away = 0

    def read(self, index: int, element: etree._Element) -> Triples:
        """The headline, an h1, or a `time` element."""
        place = self.find_place(index, element)
        if element.tag != "time":
            kicker, text = split_heading(element, self.titles)
            name = "h1" if element.tag == "h1" else "h2"
            parts = [("kicker", kicker, place)] if kicker else []
            return [(name, text, place), *parts, *read_microdata(element, place)]
        text = text_of(element, 600)
        if self.count >= MAX_READ:
            return []
        self.count += 1
        stated = element.get("datetime")
        dated = [("time.datetime", stated, place)] if stated else self.read_attributes(index, element)
        return [*dated, ("time.text", text, place), *read_microdata(element, place)]

    def read_other(self, index: int, element: etree._Element) -> Triples:
        """Any other element: a byline, a date, microdata, or nothing of these."""
        if self.count >= MAX_READ:
            return []
        tag, stated = element.tag, element.items()
        kind = find_hint(dict(stated)) if stated else ""
        near = index - self.headline in NEAR_HEADLINE
        if not kind and near and tag in LINES:
            kind = guess_kind(element)
        if not kind and near and tag == "a" and leads_to_writer(element):
            kind = "byline"
        found = [] if not kind or tag in CONTAINERS else self.read_hinted(index, element, kind)
        if tag in LINES and (named := find_labelled(element, near)) is not None:
            place = self.find_place(index, named)
            found.append(("visible byline", text_of_byline(named), place))
        if stated and (near or kind == "date" or tag in DATED_TAGS or "-" in tag):
            found.extend(self.read_attributes(index, element))
        for piece in (element.text, element.tail):
            # Shorter ones hold no whole date, longer ones are running text.
            if piece and 6 <= len(piece) <= 300 and not piece.isspace() and holds_full_date(piece):
                found.extend(self.read_piece(index, element, piece, near))
        return self.kept(found) if found else found

    def kept(self, found: Triples) -> Triples:
        """What is kept of an element's rows: what is in sight once each, and not too much away from the headline."""
        kept = []
        for row in found:
            if not row[0].startswith("visible"):
                kept.append(row)
            elif row[:2] not in self.seen and len(self.seen) < MAX_VISIBLE:
                self.away += row[2].is_away
                if self.away > MAX_AWAY and row[2].is_away:
                    continue  # a list of other articles
                self.seen.add(row[:2])
                kept.append(row)
        self.count += bool(kept)
        return kept

    def read_hinted(self, index: int, element: etree._Element, kind: str) -> Triples:
        """An element with microdata, or a short text that is a byline, or holds a date."""
        text = text_of(element, 250) if kind != "byline" else text_of_byline(element)
        if kind == "byline":
            if LABEL.match(text) and DATE_LIKE.search(text):
                kind = "date"  # `Last updated: 7 January` among what is said of the author
            elif names_topics(element) or is_other_label(label_before(element)):
                return []
        content = element.get("content") or ""
        if not (text or content) or len(text) > (120 if kind == "date" else 200):
            return []
        if element.tag in LISTS and (kind != "byline" or len(text) > MAX_LIST):
            return []
        title = element.get("title") or ""
        if kind == "date" and not any(
            DATE_LIKE.search(shown) for shown in (text, content[:200], title[:100])
        ):
            return []
        place = self.find_place(index, element)
        rows = read_microdata(element, place)
        if kind != "microdata":
            rows.append((f"visible {kind}", text, place))
        if kind == "date" and len(title) <= 100 and FULL_DATE.search(title):
            rows.append(("visible date", title, place))
        return rows

    def read_attributes(self, index: int, element: etree._Element) -> Triples:
        """`time.datetime` from the first attribute that holds a date for programs."""
        for name, value in element.items():
            if name in DATE_ATTRIBUTES and len(value) <= 60 and MACHINE_DATE.fullmatch(value):
                return [("time.datetime", value, replace(self.find_place(index, element), attribute=name))]
        return []

    def read_piece(self, index: int, element: etree._Element, piece: str, near: bool) -> Triples:
        """A line of text that holds a date, by the headline or behind a label (`Datum`, `Updated:`)."""
        text = " ".join(piece.split())
        if not 6 <= len(text) <= 100 or ends_sentence(text):
            return []
        is_tail = piece is element.tail
        label = "" if LABEL.match(text) else find_label(element, is_tail)
        if not (near or label or LABEL.match(text)):
            return []
        holder = element.getparent() if is_tail else element
        if holder is None or holder.tag in ("time", "script", "style", "a", "option"):
            return []
        return [("visible date", f"{label} {text}".strip(), self.find_place(index, holder))]

    def find_place(self, index: int, element: etree._Element) -> HeaderPlace:
        """The element's selector and the landmarks that it stands in: `span.date in main > article > header`.

        What is around the headline, too, is no block of other articles, whatever its class says.
        """
        around: list[str] = []
        for ancestor in element.iterancestors():
            tag = ancestor.tag
            if tag in LANDMARKS:
                around.append(tag)
            elif (
                tag not in ("html", "body")
                and ancestor not in self.around
                and is_elsewhere(ancestor.get("class") or "")
            ):
                around.append("related")
        if "article" in around:
            around = [tag for tag in around if tag != "footer"]  # the article's own
        far = self.headline >= 0 and index - self.headline not in NEAR_HEADLINE
        landmarks = tuple(reversed(around[:5])) or ("body",)
        return HeaderPlace(fold(describe(element)), landmarks=landmarks, is_away=far)


def split_heading(element: etree._Element, titles: Container[str] = ()) -> tuple[str, str]:
    """(kicker, headline) of a heading: a first part of it that its name sets apart is above the headline and none of it, and so
    is one that the page's other titles leave out.

    Without such a part, or where nothing else stands in the heading, the kicker is empty.
    """
    whole = text_of(element, 600)
    last = next(element.iterchildren(etree.Element, reversed=True), None)
    if last is not None and not (last.tail or "").strip() and BEHIND_HEADLINE.search(last.get("class") or ""):
        behind = text_of(last, 100)
        shorter = whole.removesuffix(behind).rstrip(" :|·•–—-")
        whole = shorter if behind and len(shorter) > 8 else whole
    first = next(iter(element.iterchildren(etree.Element)), None)
    if first is None or (element.text or "").strip():
        return "", whole
    kicker = text_of(first, 600)
    rest = whole.removeprefix(kicker).lstrip(" :|·–—-")
    is_named = first.tag in ("time", "small") or KICKER.search(
        f"{first.get('class') or ''} {first.get('id') or ''}"
    )
    if not is_named and (comparable(rest) not in titles or comparable(whole) in titles):
        return "", whole
    return (
        (kicker.rstrip(" :|"), rest) if kicker and len(kicker) < len(whole) and len(rest) > 8 else ("", whole)
    )


def find_headline(elements: list[etree._Element], tags: list[str], titles: list[str]) -> int:
    """The position of the heading that the page's titles repeat, else of the first h1, else of the first h2.

    Far outside where the page has no heading.
    """
    known = [comparable(title) for title in titles]
    first: dict[str, int] = {}
    said: dict[str, int] = {}
    for index, tag in enumerate(tags):
        if tag not in HEADINGS or (tag in first and tag in said):
            continue
        words = comparable(text_of(elements[index], 300))
        if not words:
            continue
        first.setdefault(tag, index)
        if len(words) > 8 and any(words in title for title in known):
            said.setdefault(tag, index)
    for position in (said.get("h1"), said.get("h2"), first.get("h1"), said.get("h3")):
        if position is not None:
            return position
    return find_titled(elements, tags, known) if first.get("h2") is None else first["h2"]


def find_titled(elements: list[etree._Element], tags: list[str], known: list[str]) -> int:
    """The position of the first other element with the words of the page's title; far outside without one."""
    for index, tag in enumerate(tags):
        text = elements[index].text
        if tag in LINES and text and 12 <= len(text) <= 300:
            words = comparable(text)
            if len(words) > 12 and any(title.startswith(words) for title in known):
                return index
    return -1_000


def comparable(text: str) -> str:
    """Text reduced to its letters and digits, in small letters."""
    return re.sub(r"[\W_]+", "", text.casefold())


def find_hint(stated: Mapping[str, str]) -> str:
    """What an element's attributes say it is: byline, date, microdata; empty where they say nothing."""
    relation = stated.get("rel")
    if relation == "author" or (relation and microdata_name(relation) == "author"):
        return "byline"
    for attribute in ("class", "id"):
        name = stated.get(attribute)
        if name and (kind := kind_of_name(name)):
            return kind
    if "itemprop" in stated or "property" in stated:
        names = property_names(stated)
        if names:
            return kind_of_name(names[0]) or ("microdata" if names[0] in MICRODATA else "")
    return kind_of_name(stated.get("data-testid"))


def property_names(element: etree._Element | Mapping[str, str]) -> list[str]:
    """The names that microdata (`itemprop`) or RDFa (`property`, by schema.org's names) give an element."""
    names = element.get("itemprop") or element.get("property")
    return list(dict.fromkeys(map(microdata_name, names.split()[:3])))[:2] if names else []


def read_microdata(element: etree._Element, place: HeaderPlace) -> Triples:
    """`itemprop.<name>` with the element's content attribute, its datetime or its text."""
    names = property_names(element)
    if not names:
        return []
    value = element.get("content") or element.get("datetime") or text_of(element, 600)
    return [(f"itemprop.{name}", value, place) for name in names]


def guess_kind(element: etree._Element) -> str:
    """What a short text by the headline is, where no attribute says it: a byline, a line with a date, or
    neither (empty).
    """
    text = text_of(element, 120)
    if not 4 <= len(text) <= 100 or ends_sentence(text):
        return ""
    return (
        "byline" if opens_with_byline(text) or is_byline(text) else "date" if DATE_LIKE.search(text) else ""
    )


def find_label(element: etree._Element, is_tail: bool) -> str:
    """The label in front of a text: the element before it, or before the element that it is in. Empty where there is none."""
    before = element if is_tail else element.getprevious()
    if before is None and not is_tail and (parent := element.getparent()) is not None:
        before = parent.getprevious()
    if before is None or before.tag in ("script", "style"):
        return ""
    text = text_of(before, 60)
    return text if len(text) <= 40 and LABEL.match(text) and not re.search(r"\d", text) else ""
