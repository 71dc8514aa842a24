"""The index of sentences: what loads add to it, what is looked up in it, and how it stays quick to read.

What comes is added to a young tier, a row a bucket and load. Where rows have become many they are merged; where the young tier
has become an eighth of all that is older, it is merged with that. So a key is looked up in two places, however many texts are
held, and each posting is written again now and then. All but looking up is part of the caller's transaction, which holds off
loads.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from newsfold.dedup.sentence_postings import (
    LEAST_BITS,
    bits_for,
    buckets_of,
    count_postings,
    holders,
    merged,
    packed_postings,
    without,
)
from newsfold.store import sentence_index as store
from newsfold.store.connection import Connection
from newsfold.store.sentence_index import OLD, YOUNG, Tier

#: The rows that loads add are merged when they are so many, and more than this part of the young tier's postings.
LEAST_APPENDED = 131_072
APPENDED_SHARE = 16
#: The young tier is merged with what is older when it has more than this part of that.
YOUNG_SHARE = 8
#: How many postings are merged at once, about: 20 MB.
MERGED_AT_ONCE = 1 << 20


def add(connection: Connection, texts: Mapping[int, tuple[Collection[int], date]]) -> None:
    """Add texts, id -> keys and day, and merge what has become many."""
    bits = store.tiers(connection).get(YOUNG, Tier(YOUNG, LEAST_BITS)).bits
    add_packed(connection, list(packed_postings(texts, bits)), sum(len(keys) for keys, _ in texts.values()))


def add_packed(connection: Connection, rows: Collection[tuple[int, bytes]], count: int) -> None:
    """Add buckets of the young tier with so many postings, and merge what has become many."""
    if not rows:
        return
    tiers = store.tiers(connection)
    young = tiers.get(YOUNG, Tier(YOUNG, LEAST_BITS))
    young = Tier(YOUNG, young.bits, young.postings + count, young.appended + len(rows))
    store.copy_postings(connection, YOUNG, rows)
    store.keep_tier(connection, young)
    if young.appended > LEAST_APPENDED and (
        young.appended > young.postings // APPENDED_SHARE or is_grown(young, old_tier(tiers))
    ):
        merge(connection)


def look_up(connection: Connection, keys: Collection[int], most: int | None = None) -> dict[int, list[int]]:
    """For each of some keys that is there its texts, the earliest first, as `holders` gives them."""
    while True:
        tiers = store.tiers(connection)
        parts = [
            (tier.bits, store.postings(connection, tier.tier, buckets_of(keys, tier.bits)))
            for tier in tiers.values()
        ]
        # Who only looks up holds off nobody: where a merge came between, its rows may have been missed.
        if store.tiers(connection) == tiers:
            return holders(parts, keys, most)


def take_out(connection: Connection, texts: Mapping[int, Iterable[int]]) -> None:
    """Take texts out, id -> keys."""
    keys = {key for each in texts.values() for key in each}
    for tier in store.tiers(connection).values() if keys else ():
        rows = store.drop_postings(connection, tier.tier, buckets_of(keys, tier.bits))
        left = ((bucket, without(postings, texts)) for bucket, postings in rows)
        store.copy_postings(connection, tier.tier, ((bucket, rest) for bucket, rest in left if rest))


def merge(connection: Connection) -> None:
    """Make one row of what a bucket of the young tier has; or of that and all that is older, where the young tier has grown."""
    tiers = store.tiers(connection)
    old = old_tier(tiers)
    if is_grown(tiers[YOUNG], old):
        pour(connection, (tiers[YOUNG], old), OLD[1 - OLD.index(old.tier)])
    else:
        pour(connection, (tiers[YOUNG],), YOUNG)


def old_tier(tiers: Mapping[int, Tier]) -> Tier:
    """The one that holds all that is older, or an empty one."""
    return next((tiers[each] for each in OLD if each in tiers), Tier(OLD[0], LEAST_BITS))


def is_grown(young: Tier, old: Tier) -> bool:
    """Whether the young tier has become so large that it is merged with what is older."""
    return young.postings * YOUNG_SHARE > old.postings


def pour(connection: Connection, taken: Collection[Tier], into: int) -> None:
    """Make one tier of some, a part of the keys at a time."""
    put_in = sum(tier.postings for tier in taken)
    bits, part_bits = bits_for(put_in), min((put_in // MERGED_AT_ONCE).bit_length(), LEAST_BITS)
    held = 0
    for part in range(1 << part_bits):
        rows = [(tier.bits, taken_part(connection, tier, part, part_bits)) for tier in taken]
        held += sum(count_postings(postings) for _, buckets in rows for _, postings in buckets)
        store.copy_postings(connection, into, merged(rows, bits))
    store.drop_tiers(connection, [tier.tier for tier in taken])
    store.keep_tier(connection, Tier(into, bits, held))


def taken_part(connection: Connection, tier: Tier, part: int, part_bits: int) -> list[store.Bucket]:
    """What a tier has of the keys with certain upper bits: it is taken out."""
    shift = tier.bits - part_bits
    return store.take_postings(connection, tier.tier, part << shift, (part + 1) << shift)
