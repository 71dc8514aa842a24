"""The heaviest terms of a text as bytes: what is kept for each appearance of a text, and what candidates are found by."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

#: Weights are kept as integers: sums of floats would depend on their order.
WEIGHT_UNIT = 10_000
#: One packed term: the first eight bytes of its SHA-256, and its weight.
TERM = np.dtype([("term", ">u8"), ("weight", ">i2")])


def pack_terms(terms: Iterable[tuple[str, float]]) -> bytes:
    """Write the terms of a fingerprint as bytes, ten each."""
    return b"".join(
        [_term_id(term) + round(weight * WEIGHT_UNIT).to_bytes(2, "big") for term, weight in terms]
    )


@lru_cache(maxsize=1 << 16)
def _term_id(term: str) -> bytes:
    return hashlib.sha256(term.encode("utf-8", "replace").replace(b"\0", "\ufffd".encode())).digest()[:8]


def term_number(term: str) -> int:
    """Give the number that a term has in packed terms."""
    return int.from_bytes(_term_id(term), "big")
