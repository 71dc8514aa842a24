"""The index that finds texts with a sentence in common: keys of sentences -> the texts that have them, packed in buckets.

A posting takes eight bytes. What a key leads to is bounded: of a frequent one only the earliest texts are looked at, as the first
carrier is among them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

#: A key that leads to more texts than this is a common one: of these the earliest so many are looked at.
COMMON_KEY = 32
EARLIEST = 8
#: Texts with fewer keys in common are not compared: one name beside another one is no trace of a sentence.
LEAST_KEYS = 2

#: Buckets are told by so many upper bits of a key at least, and by more where they would have more postings than this: so a key
#: is found as quickly among many texts as among few. What is kept of a key beside its bucket has room for the lower bits then.
LEAST_BITS = 18
MOST_BITS = 31
MOST_IN_BUCKET = 64
_LOW_MASK = (1 << (32 - LEAST_BITS)) - 1
_POSTING = np.dtype([("low", "<u2"), ("day", "<u2"), ("text", "<u4")])
_LOOKED_AT = 22
_EPOCH = date(1970, 1, 1).toordinal()

Postings = NDArray[np.void]
#: Buckets that are told by so many bits, in any order, a bucket once or more often: its number and its postings.
Part = tuple[int, Sequence[tuple[int, bytes | memoryview]]]


def bits_for(postings: int) -> int:
    """By how many bits buckets are told where there are so many postings."""
    return min(max(LEAST_BITS, (postings // MOST_IN_BUCKET).bit_length()), MOST_BITS)


def count_postings(postings: bytes | memoryview) -> int:
    """How many there are in a bucket."""
    return len(postings) // _POSTING.itemsize


def day_number(day: date) -> int:
    """Days since 1970, as far as two bytes go."""
    return min(max(0, day.toordinal() - _EPOCH), 0xFFFF)


def buckets_of(keys: Iterable[int], bits: int = LEAST_BITS) -> list[int]:
    """The buckets of signed 32-bit keys, from 0, each once, in order."""
    found: list[int] = np.unique(_unsigned(keys) >> (32 - bits)).tolist()
    return found


def packed_postings(
    texts: Mapping[int, tuple[Iterable[int], date]], bits: int = LEAST_BITS
) -> Iterator[tuple[int, bytes]]:
    """Give bucket and postings for some texts: id -> keys and day. Raises OverflowError for ids beyond 32 bits."""
    rows = [
        (key, number, text)
        for text, (keys, day) in texts.items()
        for number in [day_number(day)]
        for key in keys
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    yield from packed_table(table[:, 0], table[:, 1], table[:, 2], bits)


def packed_table(
    keys: NDArray[np.int64], days: NDArray[np.int64], texts: NDArray[np.int64], bits: int = LEAST_BITS
) -> Iterator[tuple[int, bytes]]:
    """Give bucket and postings, from arrays with an entry a posting. Raises OverflowError for ids beyond 32 bits."""
    if texts.max(initial=0) > 0xFFFFFFFF:
        raise OverflowError("the index of sentences holds texts with ids of 32 bits")
    full = keys + (1 << 31)
    packed = np.empty(len(full), dtype=_POSTING)
    packed["low"], packed["day"], packed["text"] = full & _LOW_MASK, days, texts
    yield from _in_buckets(full, packed, bits)


def merged(parts: Iterable[Part], bits: int) -> Iterator[tuple[int, bytes]]:
    """Give bucket and postings of several parts as one, told by so many bits; a bucket once."""
    yield from _in_buckets(*_opened(parts), bits)


def _in_buckets(full: NDArray[np.int64], packed: Postings, bits: int) -> Iterator[tuple[int, bytes]]:
    """Give postings by buckets, from arrays with the whole key and the posting; sorted by key."""
    if not len(full):
        return
    # What is merged is sorted already, part by part: a stable sort takes a hundredth of the time of another one then.
    order = np.argsort(full, kind="stable")
    buckets = full[order] >> (32 - bits)
    data = packed[order].tobytes()
    starts = np.flatnonzero(np.r_[True, buckets[1:] != buckets[:-1]])
    ends = np.r_[starts[1:], len(buckets)]
    size = _POSTING.itemsize
    for bucket, start, end in zip(buckets[starts].tolist(), starts.tolist(), ends.tolist(), strict=True):
        yield bucket, data[size * start : size * end]


def _opened(parts: Iterable[Part]) -> tuple[NDArray[np.int64], Postings]:
    """The whole key of each posting, from 0, and the posting."""
    keys, tables = [np.empty(0, np.int64)], [np.empty(0, _POSTING)]
    for bits, rows in parts:
        table = np.frombuffer(b"".join([postings for _, postings in rows]), _POSTING)
        lengths = [count_postings(postings) for _, postings in rows]
        buckets = np.array([bucket for bucket, _ in rows], dtype=np.int64) << (32 - bits)
        keys.append(np.repeat(buckets, lengths) | (table["low"] & ((1 << (32 - bits)) - 1)))
        tables.append(table)
    return np.concatenate(keys), np.concatenate(tables)


def _unsigned(keys: Iterable[int]) -> NDArray[np.int64]:
    """Signed 32-bit keys, from 0."""
    return np.fromiter(keys, np.int64) + (1 << 31)


def without(postings: bytes | memoryview, texts: Iterable[int]) -> bytes:
    """The postings without those of certain texts."""
    table = np.frombuffer(postings, _POSTING)
    gone = np.fromiter(texts, np.uint32)
    kept: Postings = table[~np.isin(table["text"], gone)]
    return kept.tobytes()


def texts_in_common(keys: Iterable[int], found: Mapping[int, Iterable[int]]) -> set[int]:
    """The texts that `found` (see `holders`) gives for `LEAST_KEYS` of some keys: what is taken over leaves that many."""
    counts = Counter(text for key in keys for text in found.get(key, ()))
    return {text for text, count in counts.items() if count >= LEAST_KEYS}


def holders(parts: Iterable[Part], wanted: Iterable[int], most: int | None = None) -> dict[int, list[int]]:
    """Give for each of the wanted keys that is there its texts, the earliest first: the earliest `most` of them, or where that is
    not said all of a rare key and `EARLIEST` of a common one.
    """
    keys = np.unique(_unsigned(wanted))
    full, table = _opened(parts)
    if not len(keys):
        return {}
    # Of a hundred postings of a bucket one is wanted: most of the others are told from it by their lower bits alone.
    low = np.zeros(1 << _LOOKED_AT, dtype=bool)
    low[keys & (len(low) - 1)] = True
    kept = np.flatnonzero(low[full & (len(low) - 1)])
    at = np.searchsorted(keys, full[kept])
    at[at == len(keys)] = 0
    kept = kept[keys[at] == full[kept]]
    kept = kept[np.lexsort((table["text"][kept], table["day"][kept], full[kept]))]
    if not len(kept):
        return {}
    found, texts = full[kept], table["text"][kept].tolist()
    starts = np.flatnonzero(np.r_[True, found[1:] != found[:-1]])
    lengths = np.diff(np.r_[starts, len(found)])
    looked_at = (
        np.where(lengths <= COMMON_KEY, lengths, EARLIEST) if most is None else np.minimum(lengths, most)
    )
    told = zip((found[starts] - (1 << 31)).tolist(), starts.tolist(), looked_at.tolist(), strict=True)
    return {key: texts[start : start + length] for key, start, length in told}
