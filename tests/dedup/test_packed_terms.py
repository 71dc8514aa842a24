"""Terms as bytes."""

import hashlib

import numpy as np

from newsfold.dedup.packed_terms import TERM, pack_terms


def test_a_term_is_its_hash_and_its_weight():
    packed = np.frombuffer(pack_terms([("seoul", 0.5), ("東京", 0.0003)]), TERM)
    assert packed["weight"].tolist() == [5000, 3]
    first = int.from_bytes(hashlib.sha256(b"seoul").digest()[:8], "big")
    assert packed["term"][0] == first


def test_any_text_can_be_a_term():
    assert len(pack_terms([("\ud800", 0.1), ("\0", 1.0), ("", 0.0)])) == 3 * TERM.itemsize
