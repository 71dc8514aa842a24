"""Whether the index brings two texts together: the rule of `newsfold.dedup.term_index`, for one pair."""

from newsfold.dedup.fingerprints import MINIMUM_SHARED_TERMS, MINIMUM_SHARED_WEIGHT
from newsfold.model import Fingerprint


def are_candidates(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether two texts share enough of their heaviest terms to be compared, their days aside."""
    weights = dict(other.terms)
    products = [weight * weights[term] for term, weight in one.terms if term in weights]
    return len(products) >= MINIMUM_SHARED_TERMS and sum(products) >= MINIMUM_SHARED_WEIGHT
