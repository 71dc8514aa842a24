"""Who carried each sentence of a text first, from what is kept of texts and of the articles that carry them.

What many carry is not compared with all of them: a text is matched with few that have the sentence, and one of these may know
an earlier carrier. As the words are the same it is the first carrier here, too. So a row that changes is told to the texts that
are matched with it, until nothing changes: the rows are the same in whatever order the texts came.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from newsfold.dedup import origins as method
from newsfold.dedup import sentence_postings
from newsfold.dedup.boilerplate import Boilerplate
from newsfold.dedup.sentence_matches import MatchKind, SentenceMatch, is_telling
from newsfold.dedup.sentence_prints import SentencePrint, unpack_prints
from newsfold.pipeline.sentence_cutting import portions
from newsfold.store import boilerplate
from newsfold.store import origins as store
from newsfold.store.connection import Connection

log = logging.getLogger(__name__)

#: What changes is told to neighbours in so many rounds at most; in each some sentence has found an earlier carrier.
MOST_ROUNDS = 1_000

Prints = tuple[SentencePrint, ...]
Pairs = dict[int, dict[int, list[SentenceMatch]]]


def resolve_texts(connection: Connection, content_ids: Collection[int], run_id: int, now: datetime) -> None:
    """Say anew who carried the sentences of certain texts first, and of those to which that makes a difference, and tell of the
    articles for which it changed.
    """
    due = sorted(content_ids)
    for _ in range(MOST_ROUNDS):
        if not due:
            return
        changed = resolve_once(connection, due, run_id, now)
        due = sorted(store.matched_texts(connection, sorted(changed))) if changed else []
    log.warning("the first carriers of %d texts are not settled; a refold settles them", len(due))


def resolve_once(
    connection: Connection, content_ids: Collection[int], run_id: int, now: datetime
) -> set[int]:
    """The same without those that it makes a difference to. Gives the texts that changed and may know what others do not: those
    that are matched with as many as are looked at of a common key.
    """
    _, keys = boilerplate.current(connection)
    popular: set[int] = set()
    for part in portions(content_ids):
        pairs = matched_pairs(connection, part)
        fresh = set(first_carriers(connection, part, pairs, keys, now))
        before = store.stored_origins(connection, part)
        changed = {row.content_id for row in before ^ fresh}
        if changed:
            rows = sorted(row for row in fresh if row.content_id in changed)
            store.replace_origins(connection, sorted(changed), rows)
            told = sorted({row.content_id for row in as_told(before) ^ as_told(fresh)})
            store.note_changes(connection, told, run_id=run_id, now=now)
        popular |= {text for text in changed if len(pairs[text]) >= sentence_postings.EARLIEST}
    return popular


def matched_pairs(connection: Connection, part: Sequence[int]) -> Pairs:
    """By text, what it has in common with others; of a sentence that is matched in its own language no other match counts."""
    pairs: Pairs = defaultdict(dict)
    for row in store.matches(connection, part):
        found = pairs[row.one].setdefault(row.other, [])
        known = {place for match in found for place in (match.one, -1 - match.other)}
        found += [
            match
            for match in method.unpack_matches(row.matches, turned=row.turned)
            if known.isdisjoint((match.one, -1 - match.other))
        ]
    return pairs


def first_carriers(
    connection: Connection, part: Sequence[int], pairs: Pairs, keys: Boilerplate, now: datetime
) -> Iterator[store.OriginRow]:
    """The origins of certain texts: of all articles, and apart from these, where it differs, of those that analysts see."""
    known: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    others = {other for found in pairs.values() for other in found}
    for row in store.stored_origin_texts(connection, others):
        known[row.content_id, row.sentence_number - 1].append(
            (row.origin_content_id, row.origin_sentence_number - 1)
        )
    concerned = {*part, *others, *(text for places in known.values() for text, _ in places)}
    prints = {text: unpack_prints(data) for text, data in store.prints(connection, concerned).items()}
    carriers = carriers_of(store.carriers(connection, concerned), prints)
    hidden = store.hidden_carriers(connection, concerned, now)
    gone = {article for articles in hidden.values() for article in articles}
    shown = {text: each for text, each in carriers.items() if text not in hidden}
    if hidden:
        shown |= carriers_of(store.carriers(connection, hidden, gone), prints)
    for text in part:
        found = with_known(text, pairs[text], known, prints)
        every = method.resolve(text, prints.get(text, ()), found, carriers, keys)
        if hidden.keys().isdisjoint({text, *found}):
            yield from (origin_row(text, origin) for origin in every)
            continue
        seen = method.resolve(text, prints.get(text, ()), found, shown, keys)
        yield from (origin_row(text, origin, store.EVERYBODY) for origin in every if origin in seen)
        yield from (origin_row(text, origin, store.DESK) for origin in every if origin not in seen)
        yield from (origin_row(text, origin, store.ANALYSTS) for origin in seen if origin not in every)


def with_known(
    text: int,
    pairs: Mapping[int, Sequence[SentenceMatch]],
    known: Mapping[tuple[int, int], Iterable[tuple[int, int]]],
    prints: Mapping[int, Prints],
) -> dict[int, list[SentenceMatch]]:
    """A text's matches, and those with the texts that its neighbours know to have had the same words."""
    more: dict[int, dict[int, SentenceMatch]] = defaultdict(dict)
    for other, matches in pairs.items():
        for match in matches:
            for first, place in known.get((other, match.other), ()):
                if (
                    first != text
                    and first not in pairs
                    and is_same(prints.get(other), match.other, prints.get(first), place)
                ):
                    best = more[first].get(match.one)
                    told = match._replace(other=place)
                    more[first][match.one] = told if best is None else max(best, told, key=rank)
    return {**{other: list(matches) for other, matches in pairs.items()},
            **{first: list(found.values()) for first, found in more.items()}}  # fmt: skip


def rank(match: SentenceMatch) -> tuple[bool, float, int, int]:
    """What is the better one of two matches of a sentence with one text."""
    return match.kind is MatchKind.VERBATIM, match.similarity, match.company, -match.other


def is_same(one: Prints | None, place: int, other: Prints | None, other_place: int) -> bool:
    """Whether two sentences have the same words, and say enough by themselves."""
    if one is None or other is None:
        return False
    key = one[place].key
    return key is not None and key == other[other_place].key and is_telling(one[place])


def as_told(rows: Iterable[store.OriginRow]) -> set[store.OriginRow]:
    """What analysts learn from rows."""
    return {row._replace(audience=store.EVERYBODY) for row in rows if row.audience != store.DESK}


def carriers_of(rows: Iterable[store.CarrierRow], prints: Mapping[int, Prints]) -> dict[int, method.Carrier]:
    """The first carriers of texts that are cut into sentences."""
    return {row.content_id: carrier(row, prints[row.content_id]) for row in rows if row.content_id in prints}


def carrier(row: store.CarrierRow, prints: Prints) -> method.Carrier:
    """A text's first carrier, as the comparison of days sees it."""
    return method.Carrier(
        row.article_id,
        (
            row.day is None,
            row.day or date.min,
            row.at is None,
            row.at or 0.0,
            not row.is_agency,
            -row.word_count,
            row.uri,
            row.article_id,
        ),
        row.appearances,
        next((each.key for each in prints if each.key is not None), 0),
        frozenset(each.key for each in prints if each.key is not None),
        row.articles,
    )


def origin_row(text: int, origin: method.Origin, audience: str = store.EVERYBODY) -> store.OriginRow:
    """An origin as it is stored: sentences count from 1, and the similarity is single precision."""
    return store.OriginRow(
        text,
        origin.sentence + 1,
        origin.article_id,
        origin.text,
        origin.origin_sentence + 1,
        str(origin.kind),
        origin.similarity,
        audience,
    )
