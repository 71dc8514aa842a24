"""The index of sentences as it stands in the database: tiers of buckets, and what is known of each."""

from binascii import hexlify
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from newsfold.store.connection import Connection, copy_in, execute, fetch_tuples
from newsfold.store.refused_rows import spool

#: What came lately, and all that is older: that is in one of two, and in the other one after it was merged.
YOUNG, OLD = 0, (1, 2)

Bucket = tuple[int, memoryview]


class Tier(NamedTuple):
    """One tier: by how many bits its buckets are told, how many postings were put in, and how many rows since it was merged."""

    tier: int
    bits: int
    postings: int = 0
    appended: int = 0


def tiers(connection: Connection) -> dict[int, Tier]:
    """The tiers that hold something."""
    return {row[0]: Tier(*row) for row in fetch_tuples(connection, "origins/tiers", {})}


def keep_tier(connection: Connection, tier: Tier) -> None:
    """Note what is known of a tier."""
    execute(connection, "origins/keep_tier", tier._asdict())


def drop_tiers(connection: Connection, numbers: Collection[int]) -> None:
    """Note that tiers hold nothing any more."""
    execute(connection, "origins/drop_tiers", {"tiers": list(numbers)})


def copy_postings(connection: Connection, tier: int, postings: Iterable[tuple[int, bytes]]) -> None:
    """COPY buckets into a tier. They are many and small: written here, in a third of the time that `Rows` takes."""
    with spool() as buffer:
        for bucket, packed in postings:
            buffer.write(b"%d\t%d\t\\\\x%s\n" % (tier, bucket, hexlify(packed)))
        buffer.seek(0)
        copy_in(connection, "news.sentence_posting", "tier, bucket, postings", buffer)


def postings(connection: Connection, tier: int, buckets: Sequence[int]) -> list[Bucket]:
    """What some buckets of a tier have, in any order."""
    return fetch_tuples(connection, "origins/postings", {"tier": tier, "buckets": list(buckets)})


def drop_postings(connection: Connection, tier: int, buckets: Sequence[int]) -> list[Bucket]:
    """Take some buckets out of a tier, to be written anew."""
    return fetch_tuples(connection, "origins/drop_postings", {"tier": tier, "buckets": list(buckets)})


def take_postings(connection: Connection, tier: int, first: int, last: int) -> list[Bucket]:
    """Take the buckets from `first` to before `last` out of a tier, to be written anew."""
    return fetch_tuples(connection, "origins/take_postings", {"tier": tier, "first": first, "last": last})
