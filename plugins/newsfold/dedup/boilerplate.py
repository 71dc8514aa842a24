"""Sentences that a source prints under many of its reports. They are set aside before texts are compared.

What is boilerplate is learned from what is stored, and then holds until it is learned anew: if it changed with each run, the
stories would depend on the order in which articles arrive.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from newsfold.dedup.segmentation import sentences

#: A sentence of fewer words says too little to be missed, or to be learned.
LEAST_WORDS = 4
#: The same in scripts that put no spaces between words.
LEAST_SIGNS = 10
#: It stands in articles of so many stories of one source (copies of one report count once) ...
LEAST_STORIES = 5
#: ... of so many days. A figure that is repeated all through one busy day is news.
LEAST_DAYS = 3

#: The keys of the sentences that are set aside.
Boilerplate = frozenset[int]
NOTHING: Boilerplate = frozenset()


@dataclass(frozen=True, slots=True)
class StoredSentences:
    """The sentence keys of one stored text (`sentence_keys`), its story and its day."""

    story_id: int
    day: date
    keys: tuple[int, ...]


def sentence_key(sentence: str) -> int | None:
    """A 63-bit hash of a sentence's words, whatever stands between them; None for one of less than `LEAST_WORDS`."""
    words = sentence.casefold().split()
    folded = " ".join("".join(filter(str.isalnum, word)) for word in words)
    if len(words) < LEAST_WORDS and (len(folded) < LEAST_SIGNS or folded.isascii() or folded[0] < "\u2e80"):
        return None
    return (
        int.from_bytes(hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1
    )


def sentence_keys(body: str) -> tuple[int, ...]:
    """The keys of a body's sentences that have one."""
    keys = (sentence_key(sentence.text) for sentence in sentences(body))
    return tuple(key for key in keys if key is not None)


def find_boilerplate(texts: Iterable[StoredSentences]) -> dict[int, int]:
    """The sentences that stand in many stories of one source: key -> number of stories.

    The result depends on the texts alone, not on their order.
    """
    keys, stories, days = columns(texts)
    if not len(keys):
        return {}
    order = np.lexsort((stories, keys))
    keys, stories, days = keys[order], stories[order], days[order]
    is_new_story = np.ones(len(keys), dtype=bool)
    is_new_story[1:] = (keys[1:] != keys[:-1]) | (stories[1:] != stories[:-1])
    found, counts = np.unique(keys[is_new_story], return_counts=True)
    often = found[counts >= LEAST_STORIES]
    spread = np.isin(keys, often)
    pairs = np.unique(np.stack((keys[spread], days[spread])), axis=1)
    on_days, day_counts = np.unique(pairs[0], return_counts=True)
    chosen = set(on_days[day_counts >= LEAST_DAYS].tolist())
    return {key: count for key, count in zip(found.tolist(), counts.tolist(), strict=True) if key in chosen}


def columns(texts: Iterable[StoredSentences]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Key, story and day of each sentence, as arrays: a source may hold millions."""
    rows = list(texts)
    lengths = [len(row.keys) for row in rows]
    keys = np.fromiter((key for row in rows for key in row.keys), np.int64, sum(lengths))
    stories = np.repeat(np.fromiter((row.story_id for row in rows), np.int64, len(rows)), lengths)
    days = np.repeat(np.fromiter((row.day.toordinal() for row in rows), np.int64, len(rows)), lengths)
    return keys, stories, days


def quoted(bodies: Iterable[str], wanted: Iterable[int]) -> Mapping[int, str]:
    """The words of certain sentences, as they stand in one of the bodies: the smallest wording in code-point order."""
    looked_for, words = set(wanted), {}
    for body in bodies:
        for key, text in keyed(body):
            if key in looked_for and (key not in words or text < words[key]):
                words[key] = text
    return words


def keyed(body: str) -> Iterator[tuple[int, str]]:
    """Key and words of each sentence that has a key."""
    for sentence in sentences(body):
        key = sentence_key(sentence.text)
        if key is not None:
            yield key, sentence.text
