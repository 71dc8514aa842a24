"""The index that finds texts with a sentence in common: keys of sentences -> the texts that have them, packed in buckets.

A posting takes eight bytes. What a key leads to is bounded: of a frequent one only the earliest texts are looked at, as the first
carrier is among them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

#: A key that leads to more texts than this is a common one: of these the earliest so many are looked at.
COMMON_KEY = 32
EARLIEST = 8
#: Texts with fewer keys in common are not compared: one name beside another one is no trace of a sentence.
LEAST_KEYS = 2

#: Buckets are told by so many upper bits of a key. More of them are read quicker, and take more room: with a million texts in
#: twelve months each has about 17 postings of a month.
BUCKET_BITS = 18
_LOW_BITS = 32 - BUCKET_BITS
_LOW_MASK = (1 << _LOW_BITS) - 1
_POSTING = np.dtype([("low", "<u2"), ("day", "<u2"), ("text", "<u4")])
_EPOCH = date(1970, 1, 1).toordinal()

Postings = NDArray[np.void]


def day_number(day: date) -> int:
    """Days since 1970, as far as two bytes go."""
    return min(max(0, day.toordinal() - _EPOCH), 0xFFFF)


def bucket_of(key: int) -> int:
    """The bucket of a signed 32-bit key, from 0."""
    return (key + (1 << 31)) >> _LOW_BITS


def packed_postings(texts: Mapping[int, tuple[Iterable[int], date]]) -> Iterator[tuple[int, bytes]]:
    """Give bucket and postings for some texts: id -> keys and day. Raises OverflowError for ids beyond 32 bits."""
    rows = [(key, day_number(day), text) for text, (keys, day) in texts.items() for key in keys]
    if rows:
        table = np.array(rows, dtype=np.int64)
        yield from packed_table(table[:, 0], table[:, 1], table[:, 2])


def packed_table(
    keys: NDArray[np.int64], days: NDArray[np.int64], texts: NDArray[np.int64]
) -> Iterator[tuple[int, bytes]]:
    """Give bucket and postings, from arrays with an entry a posting. Raises OverflowError for ids beyond 32 bits."""
    if texts.max() > 0xFFFFFFFF:
        raise OverflowError("the index of sentences holds texts with ids of 32 bits")
    order = np.lexsort((texts, keys))
    full = keys[order] + (1 << 31)
    packed = np.empty(len(full), dtype=_POSTING)
    packed["low"], packed["day"], packed["text"] = full & _LOW_MASK, days[order], texts[order]
    buckets = full >> _LOW_BITS
    starts = np.flatnonzero(np.r_[True, buckets[1:] != buckets[:-1]])
    ends = np.r_[starts[1:], len(buckets)]
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        yield int(buckets[start]), packed[start:end].tobytes()


def without(postings: bytes, texts: Iterable[int]) -> bytes:
    """The postings without those of certain texts."""
    table = np.frombuffer(postings, _POSTING)
    gone = np.fromiter(texts, np.uint32)
    kept: Postings = table[~np.isin(table["text"], gone)]
    return kept.tobytes()


def texts_in_common(keys: Iterable[int], found: Mapping[int, Iterable[int]]) -> set[int]:
    """The texts that `found` (see `holders`) gives for `LEAST_KEYS` of some keys: what is taken over leaves that many."""
    counts = Counter(text for key in keys for text in found.get(key, ()))
    return {text for text, count in counts.items() if count >= LEAST_KEYS}


def holders(
    stored: Iterable[tuple[int, bytes]], wanted: Iterable[int], most: int | None = None
) -> dict[int, list[int]]:
    """Give for each of the wanted keys that is there its texts, the earliest first: the earliest `most` of them, or where that is
    not said all of a rare key and `EARLIEST` of a common one.

    `stored` are buckets and their postings, in any order.
    """
    rows = list(stored)
    keys = np.unique(np.fromiter((key + (1 << 31) for key in wanted), np.int64))
    if not rows or not len(keys):
        return {}
    table = np.frombuffer(b"".join(postings for _, postings in rows), _POSTING)
    lengths = [len(postings) // _POSTING.itemsize for _, postings in rows]
    full = (
        np.repeat(np.array([bucket for bucket, _ in rows], dtype=np.int64) << _LOW_BITS, lengths)
        | table["low"]
    )
    at = np.searchsorted(keys, full)
    at[at == len(keys)] = 0
    kept = np.flatnonzero(keys[at] == full)
    kept = kept[np.lexsort((table["text"][kept], table["day"][kept], full[kept]))]
    found: dict[int, list[int]] = defaultdict(list)
    for key, text in zip((full[kept] - (1 << 31)).tolist(), table["text"][kept].tolist(), strict=True):
        found[key].append(text)
    if most is not None:
        return {key: texts[:most] for key, texts in found.items()}
    return {key: texts if len(texts) <= COMMON_KEY else texts[:EARLIEST] for key, texts in found.items()}
