"""The comparison of texts: fingerprint, candidates, relation, fold into stories.

Nothing here knows what is stored: each result depends on the texts handed in and on fixed word statistics.
"""

from newsfold.dedup.batch import Pair, relate_many
from newsfold.dedup.boilerplate import Boilerplate, Method, method_of, set_aside
from newsfold.dedup.calibration import METHOD
from newsfold.dedup.candidates import are_candidates
from newsfold.dedup.crossing_index import are_crossing
from newsfold.dedup.fingerprints import (
    CANDIDATE_CAP,
    CANDIDATE_TERMS,
    MINIMUM_SHARED_TERMS,
    MINIMUM_SHARED_WEIGHT,
    NEAR_DAYS,
    WINDOW_DAYS,
    fingerprint,
    fingerprint_of,
)
from newsfold.dedup.headlines import compared_text
from newsfold.dedup.identity import content_sha256
from newsfold.dedup.packed_features import pack
from newsfold.dedup.pair_explanation import Comparison, compare, compare_texts
from newsfold.dedup.publishers import publisher
from newsfold.dedup.relation import relate
from newsfold.dedup.text_features import Features, features

__all__ = [
    "CANDIDATE_CAP",
    "CANDIDATE_TERMS",
    "METHOD",
    "MINIMUM_SHARED_TERMS",
    "MINIMUM_SHARED_WEIGHT",
    "NEAR_DAYS",
    "WINDOW_DAYS",
    "Boilerplate",
    "Comparison",
    "Features",
    "Method",
    "Pair",
    "are_candidates",
    "are_crossing",
    "compare",
    "compare_texts",
    "compared_text",
    "content_sha256",
    "features",
    "fingerprint",
    "fingerprint_of",
    "method_of",
    "pack",
    "publisher",
    "relate",
    "relate_many",
    "set_aside",
]
