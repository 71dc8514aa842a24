"""Whether the index brings two texts together: the rule of `newsfold.dedup.term_index`, for one pair."""

from newsfold.dedup.fingerprints import (
    MANY_SHARED_TERMS,
    MANY_SHARED_WEIGHT,
    MINIMUM_SHARED_TERMS,
    MINIMUM_SHARED_WEIGHT,
)
from newsfold.model import Fingerprint


def are_candidates(one: Fingerprint, other: Fingerprint) -> bool:
    """Tell whether two texts share enough of their heaviest terms to be compared, their days aside."""
    weights = dict(other.terms)
    products = [weight * weights[term] for term, weight in one.terms if term in weights]
    return is_enough(len(products), sum(products))


def is_enough(shared_terms: int, weight: float) -> bool:
    """Tell whether so many shared terms, the products of whose weights add up to `weight`, make two texts worth comparing."""
    if shared_terms >= MANY_SHARED_TERMS:
        return weight >= MANY_SHARED_WEIGHT
    return shared_terms >= MINIMUM_SHARED_TERMS and weight >= MINIMUM_SHARED_WEIGHT
