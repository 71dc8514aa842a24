"""Who carried each sentence of a text first.

The answer depends on the texts that hold the sentence and on when each was first carried, never on the order in which they came.
What every report of a source has under it, and what stands in it day after day, has no origin; nor do rows of tables.
"""

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from newsfold.dedup.boilerplate import Boilerplate
from newsfold.dedup.sentence_matches import MatchKind, SentenceMatch
from newsfold.dedup.sentence_prints import SentencePrint

#: One publisher's texts of so many openings, of so many days, hold a form: it is nobody's copy.
FORM_TEXTS = 3
FORM_DAYS = 2
#: Texts with so much of their sentences in common are one report, whoever made it longer.
ONE_REPORT = 0.4
#: What a form takes where no publisher is known.
UNKNOWN_FORM_TEXTS = 4
UNKNOWN_FORM_DAYS = 3
#: Where so many reports that have nothing else in common hold a sentence, it is a form, and with speech a quote that all heard.
INDEPENDENT_REPORTS = 3

SHARED_QUOTE = "shared_quote"
_MATCH = struct.Struct("<HHBBB")
_KINDS = tuple(MatchKind)

#: What puts articles in order: day and instant (unknown ones last); of those that these do not tell apart what names an agency
#: as its own, then the longer text, then the uri.
Order = tuple[bool, date, bool, float, bool, int, str, int]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A text as it was carried: by which article first, and by which publishers on which days. `opening` is the key of the
    sentence that it opens with, `keys` are those of all. So many `articles` have the text, in any version."""

    article_id: int
    order: Order
    appearances: frozenset[tuple[str, date]]
    opening: int
    keys: frozenset[int] = frozenset()
    articles: int = 1


class Origin(NamedTuple):
    """The first carrier of a sentence, by its places from 0. `kind` is a `MatchKind` or `SHARED_QUOTE`."""

    sentence: int
    article_id: int
    text: int
    origin_sentence: int
    kind: str
    similarity: float


class Holder(NamedTuple):
    """A text that has a sentence, and how."""

    text: int
    match: SentenceMatch


def resolve(
    text: int,
    prints: Sequence[SentencePrint],
    pairs: Mapping[int, Iterable[SentenceMatch]],
    carriers: Mapping[int, Carrier],
    boilerplate: Boilerplate = frozenset(),
) -> list[Origin]:
    """Give the origins of a text's sentences that an earlier article carried than some that has this text.

    `pairs` maps other texts to their matches, seen from this one. Texts that no article carries any more are left out.
    """
    if text not in carriers:
        return []
    holders: dict[int, list[Holder]] = defaultdict(list)
    for other, matches in pairs.items():
        if other in carriers:
            for match in matches:
                holders[match.one].append(Holder(other, match))
    places = range(len(prints)) if carriers[text].articles > 1 else sorted(holders)
    found = (_origin(text, place, prints[place], holders[place], carriers, boilerplate) for place in places)
    return [origin for origin in found if origin is not None]


def _origin(
    text: int,
    place: int,
    sentence: SentencePrint,
    holders: Collection[Holder],
    carriers: Mapping[int, Carrier],
    boilerplate: Boilerplate,
) -> Origin | None:
    """Give the first carrier of one sentence, where some article that has the text is not it."""
    if sentence.key in boilerplate or sentence.is_table or is_form(text, holders, carriers):
        return None
    itself = Holder(text, SentenceMatch(place, place, MatchKind.VERBATIM, 1.0, len(holders)))
    every = (itself, *holders)
    article = carriers[min(every, key=lambda held: carriers[held.text].order).text].article_id
    # An article has several texts where it was corrected: the sentence is of the one that has it as it is.
    first = min(
        (held for held in every if carriers[held.text].article_id == article),
        key=lambda held: (
            held.match.kind is not MatchKind.VERBATIM,
            -held.match.similarity,
            carriers[held.text].order,
        ),
    )
    if carriers[text].articles == 1 and carriers[text].article_id == article:
        return None
    kind: str = first.match.kind
    if sentence.is_quote and independent_reports(text, holders, carriers) >= INDEPENDENT_REPORTS:
        kind = SHARED_QUOTE
    return Origin(place, article, first.text, first.match.other, kind, first.match.similarity)


def is_form(text: int, holders: Collection[Holder], carriers: Mapping[int, Carrier]) -> bool:
    """Whether one publisher has the sentence in several reports of several days; or, where publishers are not known, whether it
    stands alone in more of them.
    """
    by_publisher: dict[str, tuple[set[int], set[date]]] = defaultdict(lambda: (set(), set()))
    alone = {each.text for each in holders if each.match.company == 1}
    for held in {text, *(each.text for each in holders)}:
        for publisher, day in carriers[held].appearances:
            if publisher or held == text or held in alone:
                texts, days = by_publisher[publisher]
                texts.add(held)
                days.add(day)
    return any(
        len(texts) >= (least := FORM_TEXTS if publisher else UNKNOWN_FORM_TEXTS)
        and len(days) >= (FORM_DAYS if publisher else UNKNOWN_FORM_DAYS)
        and count_reports([carriers[each] for each in texts], least) >= least
        for publisher, (texts, days) in by_publisher.items()
    )


def count_reports(carriers: Iterable[Carrier], enough: int) -> int:
    """How many reports some texts are, up to `enough`. What opens with the same sentence, or has many sentences of another one,
    is one more state of the same report: an agency sends its report again and again, and each time a little longer.
    """
    reports: list[Carrier] = []
    for carrier in sorted(carriers, key=lambda each: each.order):
        if not any(is_one_report(carrier, other) for other in reports):
            reports.append(carrier)
            if len(reports) == enough:
                break
    return len(reports)


def is_one_report(one: Carrier, other: Carrier) -> bool:
    """Whether two texts have an opening or a good part of their sentences in common."""
    fewest = min(len(one.keys), len(other.keys))
    return one.opening == other.opening or len(one.keys & other.keys) >= max(2, ONE_REPORT * fewest)


def independent_reports(text: int, holders: Collection[Holder], carriers: Mapping[int, Carrier]) -> int:
    """How many reports have the sentence, and none of those beside it: this one and those by other openings."""
    openings = {carriers[each.text].opening for each in holders if each.match.company == 1}
    return len(openings | {carriers[text].opening})


# --- as bytes ------------------------------------------------------------------------------------------------------


def pack_matches(matches: Sequence[SentenceMatch]) -> bytes:
    """Write the matches of two texts, seven bytes each."""
    return b"".join(
        _MATCH.pack(
            each.one,
            each.other,
            _KINDS.index(each.kind),
            round(each.similarity * 200),
            min(each.company, 255),
        )
        for each in matches
    )


def unpack_matches(data: bytes, *, turned: bool = False) -> list[SentenceMatch]:
    """Read packed matches; `turned`: seen from the other text."""
    return [
        SentenceMatch(*((other, one) if turned else (one, other)), _KINDS[kind], similarity / 200, company)
        for one, other, kind, similarity, company in _MATCH.iter_unpack(data)
    ]
