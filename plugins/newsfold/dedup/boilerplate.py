"""Sentences that a source prints under many of its reports. They are set aside before texts are compared.

What is boilerplate is learned from what is stored, and then holds until it is learned anew: if it changed with each run, the
stories would depend on the order in which articles arrive.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from newsfold.dedup.calibration import METHOD
from newsfold.dedup.segmentation import sentences
from newsfold.dedup.words import SPACELESS_LETTERS

#: A sentence of fewer words says too little to be missed, or to be learned.
LEAST_WORDS = 4
#: The same in scripts that put no spaces between words.
LEAST_SIGNS = 10
LEAST_LETTERS = 20
#: It stands in so many reports of one source: articles that open with other words (copies of one report count once) ...
LEAST_REPORTS = 5
#: ... of so many days. A figure that is repeated all through one busy day is news.
LEAST_DAYS = 3

#: What opens every report hides that the reports differ, until it is found itself.
ROUNDS = 3

#: The keys of the sentences that are set aside.
Boilerplate = frozenset[int]
NOTHING: Boilerplate = frozenset()


@dataclass(frozen=True, slots=True)
class StoredSentences:
    """The sentence keys of one stored text, in their order (`sentence_keys`), and its day."""

    day: date
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """How texts are compared: the version of the rules and word statistics, and what is set aside before.

    `name` is stored with each link and with features: texts that were read by another method are read anew.
    """

    name: str = METHOD
    boilerplate: Boilerplate = NOTHING


def method_of(version: int, keys: Boilerplate) -> Method:
    """The method with a version of the boilerplate; the bare one before any was learned."""
    return Method(f"{METHOD}+b{version}" if version else METHOD, keys)


def set_aside(body: str, boilerplate: Boilerplate) -> str:
    """The body without its boilerplate; as it is where nothing else is in it."""
    if not boilerplate:
        return body
    found = [text for key, text in keyed(body) if key in boilerplate]
    if not found:
        return body
    rest = body
    for text in sorted(set(found), key=len, reverse=True):
        rest = re.sub(r"\s+".join(map(re.escape, text.split())), " ", rest)
    return rest if any(map(str.isalnum, rest)) else body


class _Letters(dict[int, int | None]):
    """What stays of a text: letters, digits and spaces; looked up once for each character there is."""

    def __missing__(self, code: int) -> int | None:
        kept = self[code] = code if code == ord(" ") or chr(code).isalnum() else None
        return kept


_LETTERS = _Letters()


def sentence_key(sentence: str) -> int | None:
    """A 63-bit hash of a sentence's words, whatever stands between them; None for one of less than `LEAST_WORDS`."""
    words = sentence.casefold().split()
    folded = " ".join(words).translate(_LETTERS)
    if len(words) < LEAST_WORDS and not _is_long_without_spaces(folded):
        return None
    return (
        int.from_bytes(hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest(), "big") >> 1
    )


def _is_long_without_spaces(folded: str) -> bool:
    """Whether a line of a script without spaces is as long as a sentence of `LEAST_WORDS` words."""
    if SPACELESS_LETTERS.match(folded):
        return len(folded) >= LEAST_LETTERS
    return len(folded) >= LEAST_SIGNS and not folded.isascii() and folded[0] >= "\u2e80"


def sentence_keys(body: str) -> tuple[int, ...]:
    """The keys of a body's sentences that have one."""
    keys = (sentence_key(sentence.text) for sentence in sentences(body))
    return tuple(key for key in keys if key is not None)


def find_boilerplate(texts: Iterable[StoredSentences]) -> dict[int, int]:
    """The sentences that stand in many reports of one source: key -> number of reports.

    Whether two articles are one report is not asked of the stories: where boilerplate has joined many, there is only one.
    What an article says first, the sentence itself left aside, tells reports apart. The result depends on the texts alone,
    not on their order.
    """
    rows = list(texts)
    found: dict[int, int] = {}
    for _ in range(ROUNDS):
        more = find_once(rows)
        if not more:
            break
        found |= more
        rows = [replace(row, keys=tuple(key for key in row.keys if key not in more)) for row in rows]
    return found


def find_once(rows: list[StoredSentences]) -> dict[int, int]:
    """The sentences that stand in articles with many openings, of several days."""
    keys, openings, days = columns(rows)
    often = spread(keys, openings, LEAST_REPORTS)
    several = spread(keys, days, LEAST_DAYS)
    return {key: count for key, count in often.items() if key in several}


def spread(keys: NDArray[np.int64], values: NDArray[np.int64], least: int) -> dict[int, int]:
    """The keys that stand beside at least so many different values, and how many these are."""
    if not len(keys):
        return {}
    pairs = np.unique(np.stack((keys, values)), axis=1)
    found, counts = np.unique(pairs[0], return_counts=True)
    chosen = counts >= least
    return dict(zip(found[chosen].tolist(), counts[chosen].tolist(), strict=True))


def columns(
    rows: list[StoredSentences],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """For each sentence of each text its key, the key of the opening beside it, and the day, as arrays.

    The opening is the text's first sentence, for that itself the second. A source may hold millions of sentences.
    """
    lengths = [len(row.keys) for row in rows]
    total = sum(lengths)
    keys = np.fromiter((key for row in rows for key in row.keys), np.int64, total)
    openings = np.fromiter((opening(row.keys, key) for row in rows for key in row.keys), np.int64, total)
    days = np.repeat(np.fromiter((row.day.toordinal() for row in rows), np.int64, len(rows)), lengths)
    return keys, openings, days


def opening(keys: tuple[int, ...], key: int) -> int:
    """The first sentence beside a certain one; -1 where there is no other."""
    return next((other for other in keys if other != key), -1)


def quoted(bodies: Iterable[str], wanted: Iterable[int]) -> Mapping[int, str]:
    """The words of certain sentences, as they stand in one of the bodies: the smallest wording in code-point order."""
    looked_for = set(wanted)
    words: dict[int, str] = {}
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
