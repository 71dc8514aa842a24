"""Who carried each sentence first, kept true by each load, decision, refold and removal, in its own transaction.

    texts -> sentences and their keys -> texts with a key in common -> sentences in common -> the first carrier

Only the last step knows of articles and days. What two texts have in common is found once, when the second of them comes.
"""

from collections import ChainMap
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache

from newsfold.dedup import meaning
from newsfold.dedup import origins as method
from newsfold.dedup.sentence_matches import OpenedText, match_sentences
from newsfold.dedup.sentence_postings import texts_in_common
from newsfold.dedup.sentence_prints import (
    NO_PRINTS,
    SentencePrint,
    keys_of,
    prints_of,
    unpack_prints,
)
from newsfold.dedup.sentence_translations import match_translated, meant_text
from newsfold.pipeline import sentence_index as index
from newsfold.pipeline.first_carriers import resolve_texts
from newsfold.pipeline.sentence_cutting import (
    NOTHING_CUT,
    CutTexts,
    cut_texts,
    portions,
    stored_sentences,
)
from newsfold.store import origins as store
from newsfold.store.connection import Connection

#: How many texts' prints are kept opened while they are compared; one takes about 30 kB.
PRINTS_KEPT = 2_000
#: How many pairs of translations are compared at once: their vectors take about 20 kB each.
TRANSLATIONS_AT_ONCE = 200

Prints = tuple[SentencePrint, ...]
Opened = Callable[[int], OpenedText]


def settle_run(
    connection: Connection,
    run_id: int,
    now: datetime,
    decided: Iterable[int] = (),
    known: CutTexts = NOTHING_CUT,
) -> None:
    """Bring up to date what a run's load touched, and certain articles on which people have decided. `known` are texts that are
    cut into sentences already. Part of the caller's transaction, which holds off loads.
    """
    settle(connection, store.run_texts(connection, run_id, now, list(decided)), run_id, now, known)


def settle(
    connection: Connection,
    content_ids: Collection[int],
    run_id: int,
    now: datetime,
    known: CutTexts = NOTHING_CUT,
) -> None:
    """Bring up to date the origins of certain texts, and of those that have sentences in common with them.

    Part of the caller's transaction, which holds off loads.
    """
    if not content_ids:
        return
    add_texts(connection, store.texts_without_sentences(connection, content_ids), known)
    compare_translations(connection, content_ids)
    affected = sorted({*content_ids, *store.matched_texts(connection, content_ids)})
    resolve_texts(connection, affected, run_id, now)


def settle_all(connection: Connection, run_id: int, now: datetime) -> None:
    """Bring up to date the origins of all texts. Part of the caller's transaction, which holds off loads."""
    add_texts(connection, store.texts_without_sentences(connection, None), NOTHING_CUT)
    for part in store.all_texts(connection):
        compare_translations(connection, part)
    for part in store.all_texts(connection):
        resolve_texts(connection, part, run_id, now)


def leaving(connection: Connection, article_ids: Collection[int]) -> tuple[list[int], dict[int, bytes]]:
    """What to settle when certain articles have left: the texts that it concerns, with the prints of their own texts."""
    concerned = store.texts_of_articles(connection, article_ids)
    concerned = sorted({*concerned, *store.matched_texts(connection, concerned)})
    return concerned, store.prints(connection, concerned)


def settle_removal(
    connection: Connection, before: tuple[list[int], dict[int, bytes]], run_id: int, now: datetime
) -> None:
    """Bring up to date what the removal of articles touched; `before` is what `leaving` gave.

    Part of the caller's transaction, which holds off loads.
    """
    concerned, packed = before
    held = set(store.held_texts(connection, concerned))
    forget(connection, {text: data for text, data in packed.items() if text not in held})
    settle(connection, sorted(held), run_id, now)


def forget(connection: Connection, packed: Mapping[int, bytes]) -> None:
    """Take texts that are gone out of the index. Their other rows went with them."""
    index.take_out(connection, {text: keys_of(unpack_prints(data)) for text, data in packed.items()})


# --- texts -> sentences -> pairs -----------------------------------------------------------------------------------


def add_texts(connection: Connection, content_ids: Collection[int], known: CutTexts) -> None:
    """Cut new texts into sentences, put them into the index, and compare them with those that it finds."""
    for part in portions(content_ids):
        cut = list(cut_texts(connection, part, known))
        store.add_sentences(connection, (stored_sentences(body, text) for body, text in cut))
        index.add(connection, {body.content_id: (text.keys, body.day) for body, text in cut})
        pairs = candidates(connection, {body.content_id: text.keys for body, text in cut})
        prints = {body.content_id: text.prints for body, text in cut}
        store.add_matches(connection, matched(connection, prints, pairs))


def candidates(connection: Connection, keys: Mapping[int, Collection[int]]) -> list[tuple[int, int]]:
    """The pairs of some texts with others that have `LEAST_KEYS` in common, each pair once, sorted."""
    wanted = {key for found in keys.values() for key in found}
    found = index.look_up(connection, wanted)
    pairs = {
        (min(text, other), max(text, other))
        for text, own in keys.items()
        for other in texts_in_common(own, found)
        if other != text
    }
    return sorted(pairs)


def matched(
    connection: Connection, packed: Mapping[int, bytes], pairs: list[tuple[int, int]]
) -> dict[tuple[int, int], bytes]:
    """The sentences that pairs of texts have in common, packed; pairs without any are left out. `packed` are prints that need not
    be read. All are compared as they are kept, in rounded weights: so it does not matter which of two texts is new.
    """
    others = {text for pair in pairs for text in pair} - packed.keys()
    opened = opened_prints(packed, store.prints(connection, sorted(others)) if others else {})
    result = {}
    for one, other in pairs:
        found = match_sentences(opened(one), opened(other))
        if found:
            result[one, other] = method.pack_matches(found)
    return result


def compare_translations(connection: Connection, content_ids: Collection[int]) -> None:
    """Compare the sentences of certain texts with those that are their translations; without vectors nothing is compared."""
    if not meaning.is_on():
        return
    pairs = store.translated_pairs(connection, content_ids)
    for start in range(0, len(pairs), TRANSLATIONS_AT_ONCE):
        some = pairs[start : start + TRANSLATIONS_AT_ONCE]
        meant = {
            each.content_id: meant_text(each.body, prints_of(each.body, each.language), each.language)
            for each in store.bodies(connection, sorted({text for pair in some for text in pair}))
        }
        found = {(one, other): match_translated(meant[one], meant[other]) for one, other in some}
        packed = {pair: method.pack_matches(matches) for pair, matches in found.items()}
        store.add_matches(connection, packed, across=True)


def opened_prints(*packed: Mapping[int, bytes]) -> Opened:
    """Opens the prints of texts when they are asked for."""
    every = ChainMap(*map(dict, packed))

    @lru_cache(maxsize=PRINTS_KEPT)
    def opened(text: int) -> OpenedText:
        return OpenedText(unpack_prints(every.get(text, NO_PRINTS)))

    return opened
