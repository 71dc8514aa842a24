"""The headline: which of the record's titles is it, without the outlet's name behind it. None where there is none."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

from newsfold.headers.header_names import listed, rules
from newsfold.model import Candidate, HeaderPlace, RawHeader
from newsfold.text.date_shapes import FULL_DATE
from newsfold.text.word_lists import any_of

DIVIDER = re.compile(r"\s+[|│–—·•»«:∣｜/>~-]+\s+|\s*[|│｜∣]\s*|\s+-{1,2}\s+")
# Feeds and metadata hold titles with the markup of their words. Other tags are what the title speaks of.
MARKUP = re.compile(
    r"</?(?:abbr|a|big|br|b|cite|div|em|font|h[1-6]|i|mark|p|q|small|span|strong|sub|sup|s|u|wbr)(?:\s[^<>]{0,500})?/?>",
    re.I,
)
MAX_HEADLINE = 500
STATED_OUTLETS = frozenset(
    ("feed.source", "feed.publisher", "publisher", "source", "agency", "item.publisher")
)
PROGRAMS = frozenset(("meta.application-name", "meta.apple-mobile-web-app-title"))
OWN_TITLES = frozenset(("meta.og:title", "jsonld.headline", "itemprop.headline", "meta.twitter:title"))
# Dividers only where the outlet's name stands behind or in front of them, word for word.
LOOSE_END, LOOSE_START = (
    re.compile(r"\s{0,4}[,:]{1,4}\s{1,4}|\s{1,4}[<‹@]\s{1,4}"),
    re.compile(r"\s*[:：]\s+"),
)
IN_BRACKETS = re.compile(r"\s*[(\[](?P<name>[^()\[\]]{2,60})[)\]]$")
MAX_SECTION_WORDS = 2
MAX_OUTLET_WORDS = 8
# From so many characters on programs cut a headline for others (110 is what search engines ask of JSON-LD).
LEAST_CUT = 60
CUT_SHORT = 0.3
BESIDE = re.compile(r"\s+[|│–—·•»«:/>~-]+\s+|\s*[|│｜∣:：]\s+")
SECTION = re.compile(any_of("title_sections"), re.I)
# Marks for the direction of writing, and those without width: at the edges they say nothing.
UNSEEN = "\u200b\u200e\u200f\u061c\ufeff"
RELATED_HEADING = 0.95
BANNER_HEADING = 0.3
OTHER_HEADING = 0.5
LEAST_WORDS, LONG_HEADING = 4, 150
ALTERNATIVE = 'itemprop="alternativeHeadline"'
OWN_HEADING = 0.91  # the only one, and inside the article
AGREEING = 0.01


@lru_cache(maxsize=1_024)  # each title is compared with all others
def comparable(text: str) -> str:
    """Letters and digits only, casefolded."""
    return "".join(re.findall(r"\w+", text.casefold()))


def site_names(headers: Iterable[RawHeader], address: str | None, source_name: str) -> frozenset[str]:
    """The outlet's names in comparable form, its host among them."""
    headers = list(headers)
    titles = {comparable(header.value) for header in headers if header.name.lower() in OWN_TITLES}
    found = {
        comparable(header.value.lstrip("@"))
        for header in headers
        if header.name.lower() in listed("outlet") and names_site(header)
    }
    # Some systems write each page's own title there.
    found -= {comparable(header.value) for header in headers if header.name.lower() in PROGRAMS} & titles
    host = (urlsplit(address).hostname or "") if address else ""
    labels = [label for label in host.split(".") if label not in ("www", "m", "amp", "news", "blog")]
    if labels:
        found |= {
            comparable(host),
            comparable(".".join(labels)),
            comparable(labels[0]),
            comparable(labels[-2] if len(labels) > 1 else labels[0]),
        }
    found.add(comparable(source_name))
    return frozenset(name for name in found if len(name) > 1)


def names_site(header: RawHeader) -> bool:
    """Whether the header's value is an outlet: what an article is part of may also be its own page."""
    return (
        len(header.value) <= 60
        and len(header.value.split()) <= MAX_OUTLET_WORDS
        and (
            not header.name.lower().endswith("ispartof")
            or any(re.search(r"WebSite|Periodical|Newspaper", kind) for kind in header.place.value_types)
        )
    )


def is_site(segment: str, sites: frozenset[str]) -> bool:
    """Whether a part of a title is the outlet's name, whole or nearly."""
    name = comparable(segment)
    if not name:
        return True
    return any(
        name == site
        or (
            len(site) > 3 and len(name) > 3 and (name in site or site in name) and len(name) < 2.2 * len(site)
        )
        for site in sites
    )


def strip_site(title: str, sites: frozenset[str], others: Sequence[str]) -> str:
    """The title without the outlet's name at its end or start; where what is left is another candidate, that says it too."""
    known = {comparable(other) for other in others} - sites
    title = strip_loose(title, sites)
    is_cut = False
    for _ in range(4):
        dividers = list(DIVIDER.finditer(title))
        if not dividers:
            break
        last, first = dividers[-1], dividers[0]
        for divider in dividers:
            if comparable(title[: divider.start()]) in known:
                return title[: divider.start()].strip()
            if comparable(title[divider.end() :]) in known:
                return title[divider.end() :].strip()
        if is_site(title[last.end() :], sites) and len(comparable(title[: last.start()])) > 2:
            title, is_cut = title[: last.start()], True
        elif (
            is_cut
            and (is_section(title[last.end() :]) or is_short_part(title, last))
            and len(comparable(title[: last.start()])) > 8
        ):
            title = title[: last.start()]
        elif is_site(title[: first.start()], sites) and len(comparable(title[first.end() :])) > 8:
            title = title[first.end() :]
        else:
            break
    return title.strip()


def is_short_part(title: str, divider: re.Match[str]) -> bool:
    """Whether a word or two stand behind a bar, in front of the outlet's name that was cut off: a section."""
    behind = title[divider.end() :].split()
    return (
        "|" in divider[0]
        and len(behind) <= MAX_SECTION_WORDS
        and len(title[: divider.start()].split()) > len(behind)
    )


def without_stated_outlet(title: str, headers: Iterable[RawHeader]) -> str:
    """A title without the name behind its last divider that the record states as its outlet, word for word."""
    last = next(reversed(list(DIVIDER.finditer(title))), None)
    if last is None or len(comparable(title[: last.start()])) <= 8:
        return title
    behind = comparable(title[last.end() :])
    is_outlet = any(
        comparable(header.value) == behind
        for header in headers
        if header.name.lower() in STATED_OUTLETS and len(header.value) <= 80
    )
    return title[: last.start()].strip() if behind and is_outlet else title


def strip_loose(title: str, sites: frozenset[str]) -> str:
    """The title without an outlet's name, word for word, behind its last comma or `<` or in front of its first colon."""
    bracket = IN_BRACKETS.search(title)
    if bracket and comparable(bracket["name"]) in sites and len(comparable(title[: bracket.start()])) > 8:
        return title[: bracket.start()]
    last = next(reversed(list(LOOSE_END.finditer(title))), None)
    if (
        last is not None
        and comparable(title[last.end() :]) in sites
        and len(comparable(title[: last.start()])) > 8
    ):
        title = title[: last.start()]
        if (
            "<" in last[0]
            and (above := next(reversed(list(LOOSE_END.finditer(title))), None))
            and "<" in above[0]
        ):
            title = title[: above.start()] if is_section(title[above.end() :]) else title
    first = LOOSE_START.search(title)
    if (
        first is not None
        and comparable(title[: first.start()]) in sites
        and len(comparable(title[first.end() :])) > 8
    ):
        title = title[first.end() :]
    return title


def is_section(part: str) -> bool:
    """Whether a part of a title in front of the outlet's name is a section or a date, and none of the headline's words."""
    return SECTION.fullmatch(part.strip()) is not None or FULL_DATE.fullmatch(part.strip()) is not None


def candidates(headers: Sequence[RawHeader], sites: frozenset[str], format_name: str) -> list[Candidate]:
    """All titles of the record, cleaned, likeliest first; those that agree with others are raised."""
    rows = [header for header in headers if header.name.lower() in rules("headline")][:30]
    trusted = [
        header.value
        for header in rows
        if header.name.lower() in ("h1", "h2", "jsonld.headline", "itemprop.headline")
        and len(comparable(header.value)) > 8
    ]
    titled = [header.value for header in rows if header.name.lower() == "meta.og:title"]
    banners = find_banners(rows)
    found: list[Candidate] = []
    for header in rows:
        name = header.name.lower()
        rule, confidence = rules("headline")[name].rule, rules("headline")[name].confidence
        if name == "title" and format_name != "html":
            rule, confidence = "header line", 0.96
        shown = header.value if name == "h1" else html.unescape(MARKUP.sub("", header.value))
        value = " ".join(shown.split()).strip(f" {UNSEEN}")[:MAX_HEADLINE]
        known = trusted if name != "h1" else [*trusted, *titled]
        if name in ("meta.og:title", "meta.twitter:title"):  # what the page calls itself without the outlet
            known = [*trusted, *(row.value for row in rows if row.name.lower() == "title")]
        cleaned = (
            strip_site(value, sites, [other for other in known if comparable(other) != comparable(value)])
            if format_name == "html"
            else without_stated_outlet(value, headers)
        )
        cleaned = cleaned.strip(f" |»·•{UNSEEN}" if format_name == "html" else f" {UNSEEN}")
        if len(comparable(cleaned)) < 2:
            continue
        if name == "h1":
            cleaned = without_day(cleaned, titled)
            confidence = heading_confidence(cleaned, header.place, rows)
            if comparable(cleaned) in banners:
                rule, confidence = f"{rule}, what the page's title sets beside the headline", BANNER_HEADING
        if comparable(cleaned) in sites and format_name == "html":
            rule, confidence = f"{rule}: rejected: the outlet's name", 0.05
        elif cleaned != value:
            rule += ", the outlet's name cut off"
        elif name == "title" and format_name == "html" and (shorter := first_part(cleaned)):
            cleaned, rule = shorter, f"{rule}, its last part cut off"
        found.append(Candidate(cleaned, header.value, header.where, rule, confidence))
    found = without_cut(found)
    ranked = below_heading([raised(candidate, found) for candidate in found])
    return sorted(ranked, key=lambda candidate: -candidate.confidence)


def without_day(heading: str, titled: Sequence[str]) -> str:
    """A heading without the day in front of it, where what the page calls itself is the rest."""
    day = FULL_DATE.match(heading)
    rest = heading[day.end() :].strip(" :|·•–—-") if day else ""
    return rest if rest and comparable(rest) in map(comparable, titled) else heading


def without_cut(found: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates, those lowered that a program has cut: another one begins with the same words, and goes on in the
    middle of a word, a bracket or a quotation, or behind three dots.
    """
    longer = [each.value for each in found if each.confidence > CUT_SHORT]
    return [
        replace(each, confidence=CUT_SHORT, rule=f"{each.rule}, cut off")
        if len(each.value) >= LEAST_CUT and each.confidence > CUT_SHORT and is_cut(each.value, longer)
        else each
        for each in found
    ]


def is_cut(title: str, others: Sequence[str]) -> bool:
    """Whether a title is the beginning of another one, and no title itself."""
    begun = title.rstrip(" .…")
    goes_on = [other[len(begun) :] for other in others if len(other) > len(title) and other.startswith(begun)]
    if not goes_on:
        return False
    is_open = begun.count("(") > begun.count(")") or begun.count("“") > begun.count("”")
    return (title != begun and title.endswith(("...", "…"))) or is_open or goes_on[0][:1].isalnum()


def below_heading(found: Sequence[Candidate]) -> list[Candidate]:
    """The same candidates, those that say something else than the heading over the article below it: what readers see is the
    headline, what programs are told is often written for a search. A heading is the article's where it shares most of its
    words with them; a part of what they are told is it without its kicker.
    """
    seen = [
        each
        for each in found
        if each.rule.startswith("heading")
        and each.confidence >= RELATED_HEADING
        and len(each.value.split()) >= LEAST_WORDS
        and len(each.value) <= LONG_HEADING
    ]
    best = max(seen, key=lambda each: each.confidence, default=None)
    if best is None:
        return list(found)
    least = round(best.confidence - AGREEING, 3)
    return [
        replace(each, confidence=least)
        if each.confidence > least
        and not each.rule.startswith("heading")
        and not same(each.value, best.value)
        and comparable(best.value) not in comparable(each.value)
        else each
        for each in found
    ]


def find_banners(rows: Sequence[RawHeader]) -> frozenset[str]:
    """What the page's title element sets beside the headline that Open Graph or JSON-LD states: the outlet or a section."""
    stated = {
        comparable(row.value) for row in rows if row.name.lower() in ("meta.og:title", "jsonld.headline")
    }
    found = set()
    for row in rows:
        for divider in BESIDE.finditer(row.value) if row.name.lower() == "title" else ():
            before, behind = comparable(row.value[: divider.start()]), comparable(row.value[divider.end() :])
            found |= {one for one, other in ((before, behind), (behind, before)) if other in stated}
    return frozenset(found - stated - {""})


def heading_confidence(heading: str, place: HeaderPlace, rows: Sequence[RawHeader]) -> float:
    """How likely a heading is the article's: it shares words with the page's other titles, which a site's banner does not."""
    if ALTERNATIVE in place.selector or "breadcrumb" in place.selector.lower():
        return OTHER_HEADING
    words = set(re.findall(r"\w+", heading.casefold()))
    best = 0.0
    for row in rows:
        if row.name.lower() in ("title", "meta.og:title", "jsonld.headline", "meta.twitter:title"):
            others = set(re.findall(r"\w+", row.value.casefold()))
            best = max(best, len(words & others) / max(1, min(len(words), len(others))))
    if best >= 0.5 and len(words) > 2:
        return RELATED_HEADING
    headings = sum(row.name.lower() == "h1" for row in rows)
    if headings == 1 and len(words) > 2 and ("article" in place.landmarks or "main" in place.landmarks):
        return OWN_HEADING
    return (
        0.86
        if best >= 0.5 or (best >= 0.3 and headings == 1)
        else 0.72
        if headings == 1 and len(words) > 3
        else OTHER_HEADING
    )


def first_part(title: str) -> str | None:
    """The title without a short last part behind a bar or a dash, which names the outlet or a section; None if there is none."""
    dividers = [
        divider for divider in DIVIDER.finditer(title) if ":" not in divider[0] and "/" not in divider[0]
    ]
    bars = [divider for divider in dividers if re.search(r"[|│｜∣]", divider[0])]
    cut = (bars or dividers[-1:])[:1]
    if not cut:
        return None
    head, tail = title[: cut[0].start()].strip(), title[cut[0].end() :].strip()
    return head if len(head) >= 12 and (bars or (len(tail.split()) <= 4 and len(tail) < len(head))) else None


def raised(candidate: Candidate, others: Sequence[Candidate]) -> Candidate:
    """The same candidate, surer for each other kind of title that says the same."""
    if candidate.confidence < 0.1:
        return candidate
    agreeing = {
        other.where
        for other in others
        if other is not candidate
        and other.confidence > 0.1
        and other.rule != candidate.rule
        and same(other.value, candidate.value)
    }
    confidence = min(0.99, candidate.confidence + AGREEING * min(4, len(agreeing)))
    return Candidate(candidate.value, candidate.raw, candidate.where, candidate.rule, round(confidence, 3))


def same(first: str, second: str) -> bool:
    """Whether two titles say the same: equal but for punctuation, or one goes on a little longer than the other."""
    a, b = sorted((comparable(first), comparable(second)), key=len)
    return a == b or (len(a) > 20 and len(a) > 0.85 * len(b) and a in b)
