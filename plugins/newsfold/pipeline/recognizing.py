"""Which article each record of a run is: recognition by `newsfold.dedup`, on rows of the store."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from newsfold import dedup
from newsfold.dedup import batch
from newsfold.dedup.likeness import SAME, Likeness, is_short, likeness, short_likeness
from newsfold.dedup.packed_features import opened, unpack
from newsfold.dedup.recognition import Alike, Register
from newsfold.dedup.text_features import Features
from newsfold.dedup.versions import Identified, identify
from newsfold.model import Arrival, HeldArticle, StoredArticle
from newsfold.pipeline import matching
from newsfold.store import deduplication, redating
from newsfold.store.connection import Connection

#: How many texts' features are cached while records are recognized: about 30 kB each.
TEXTS_KEPT = 2_000
READ_AT_ONCE = 500


def recognize(connection: Connection, run_id: int, method: dedup.Method) -> Identified:
    """The article of each of the run's records; where people have decided on its day, the record gets that. Part of the caller's
    transaction.
    """
    redating.stage_stated_days(connection, run_id)
    found = identify_staged(connection, run_id, method)
    of_article = {
        (placement.arrival.state.file_id, placement.arrival.state.record_position): placement.known.article_id
        for placement in found.placed.values()
        if placement.known is not None
    }
    if of_article and redating.stage_decided_days(connection, run_id, of_article):
        found = identify_staged(connection, run_id, method)  # the order of records is by their days
    return found


def identify_staged(connection: Connection, run_id: int, method: dedup.Method) -> Identified:
    """The article of each record as they are staged now."""
    arrivals = deduplication.staged_arrivals(connection, run_id)
    held = deduplication.held_articles(connection, run_id)
    doubted = deduplication.doubted_places(connection, run_id)
    alike = text_likeness(connection, run_id, method, contested(arrivals, held))
    return identify(arrivals, Register(arrivals, held, doubted, alike))


def superseded(identified: Identified) -> set[int]:
    """The ids of the stored articles that the run gives another text."""
    return {
        identity.owner.article_id
        for identity in identified.changed()
        if isinstance(identity.owner, StoredArticle) and identity.state.content_sha256 != identity.held_text
    }


def said_again(identified: Identified) -> set[bytes]:
    """The texts that stored articles have had before, and say again after this run."""
    return {
        identity.state.content_sha256
        for identity in identified.changed()
        if identity.state.content_sha256 in identity.held_contents
    }


def contested(arrivals: Sequence[Arrival], held: Iterable[HeldArticle]) -> list[bytes]:
    """The texts that are probably compared: of records under one id or address, stored ones too, where there are several."""
    texts: dict[tuple[int, bytes], set[bytes]] = defaultdict(set)
    known = [(each.source_id, each.place_sha256, each.state) for each in held]
    for source_id, place, state in [*known, *((it.source_id, it.place_sha256, it.state) for it in arrivals)]:
        texts[source_id, place].add(state.content_sha256)
    return list(dict.fromkeys(text for found in texts.values() if len(found) > 1 for text in sorted(found)))


def text_likeness(
    connection: Connection, run_id: int, method: dedup.Method, expected: Sequence[bytes] = ()
) -> Alike:
    """How much two texts, staged or stored, have in common. Each is read when it is first asked for, the `expected` ones in
    batches.
    """
    place_of = {text: place for place, text in enumerate(expected)}

    @lru_cache(maxsize=2)
    def portion(number: int) -> Mapping[bytes, bytes | batch.Text]:
        wanted = set(expected[number * READ_AT_ONCE : (number + 1) * READ_AT_ONCE])
        return matching.packed_features(connection, run_id, wanted, method)

    def packed(text: bytes) -> bytes | batch.Text | None:
        place = place_of.get(text)
        if place is None:
            return matching.packed_features(connection, run_id, {text}, method).get(text)
        return portion(place // READ_AT_ONCE).get(text)

    @lru_cache(maxsize=TEXTS_KEPT)
    def features(text: bytes) -> Features | None:
        found = packed(text)
        if found is None:
            return None
        return unpack(opened(found)) if isinstance(found, bytes) else dedup.features(*found)

    @lru_cache(maxsize=TEXTS_KEPT)
    def body(text: bytes) -> str:
        bodies = matching.texts_of(connection, run_id, {text}, method)
        return bodies[text][0] if text in bodies else ""

    @lru_cache(maxsize=TEXTS_KEPT)
    def compare(one: bytes, other: bytes) -> Likeness:
        a, b = features(one), features(other)
        if a is None or b is None:
            return SAME  # the text is not there to speak against it
        return short_likeness(body(one), body(other)) if is_short(a) or is_short(b) else likeness(a, b)

    def alike(one: bytes, other: bytes) -> Likeness:
        return SAME if one == other else compare(min(one, other), max(one, other))

    return alike
