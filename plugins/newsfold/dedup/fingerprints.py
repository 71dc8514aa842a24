"""What finds an article again: the hash of its text and its heaviest terms, by fixed word statistics."""

from collections import Counter
from dataclasses import replace
from math import log, sqrt

from newsfold.dedup.boilerplate import NOTHING, Boilerplate, set_aside
from newsfold.dedup.calibration import REWRITE_DAYS
from newsfold.dedup.headlines import compared_text
from newsfold.dedup.identity import content_sha256
from newsfold.dedup.lexicon import Kind
from newsfold.dedup.marks import marks_of
from newsfold.dedup.packed_crossing import pack_crossing
from newsfold.dedup.packed_features import pack
from newsfold.dedup.packed_terms import pack_terms
from newsfold.dedup.reading import Reading, read
from newsfold.dedup.text_features import features_of
from newsfold.model import Article, Fingerprint

#: How many of a text's heaviest terms are indexed.
CANDIDATE_TERMS = 30
#: Two articles are compared when the products of the weights of their shared terms add up to this (1: all alike) ...
MINIMUM_SHARED_WEIGHT = 0.3
#: ... and they share at least this many terms ...
MINIMUM_SHARED_TERMS = 2
#: ... or this many terms and less weight: the heaviest terms of a long text are not all those of its summary ...
MANY_SHARED_TERMS = 5
MANY_SHARED_WEIGHT = 0.2
#: ... and their days lie at most this far apart.
NEAR_DAYS = 3
#: So far apart may two tellings of one report lie, in other words or another language. Copies are found at any distance.
WINDOW_DAYS = REWRITE_DAYS
#: A safety against floods only: the candidates of one article, best first. Where it is reached, order plays a part.
CANDIDATE_CAP = 500
#: Names and numbers stay when a report is rewritten; other words are replaced.
NAME_FACTOR = 1.3
#: Raises the rare above the common: weights are taken to this power before they are scaled.
WEIGHT_POWER = 1.5

_NUMBER = int(Kind.NUMBER)


def fingerprint(body: str, language: str | None, *, with_meaning: bool = False) -> Fingerprint:
    """Give the hash of the text, its `CANDIDATE_TERMS` heaviest terms, heaviest first, its packed features and what finds it in
    other languages; `with_meaning` vectors too.

    The squares of the weights add up to 1, so that the sum of products over the shared terms of two texts is the
    cosine of their heavy terms. A weight depends on the text alone, never on what is stored.
    """
    reading = read(body, language)
    terms = heaviest_terms(reading)
    features = features_of(reading, with_meaning=with_meaning)
    return Fingerprint(
        content_sha256(body),
        terms,
        pack_terms(terms),
        pack(features),
        pack_crossing(features),
        marks_of(features, terms),
    )


def fingerprint_of(
    article: Article, boilerplate: Boilerplate = NOTHING, *, with_meaning: bool = False
) -> Fingerprint:
    """The fingerprint of an article: of its whole text (`newsfold.dedup.headlines`) the hash, terms and
    features without boilerplate. A killed one has a text of its own and no terms.

    What stands in a kill is often a form (`Editors: please kill ...`), and always about that one article: it must
    neither be a copy of another kill nor lead to a story.
    """
    if article.pub_status == "canceled":
        return Fingerprint(content_sha256(f"{article.source} {article.uri} {article.body}"), ())
    text = compared_text(article.body, article.headline, article.language)
    rest = set_aside(text, boilerplate)
    found = fingerprint(rest, article.language, with_meaning=with_meaning)
    return found if rest is text else replace(found, content_sha256=content_sha256(text))


def heaviest_terms(reading: Reading) -> tuple[tuple[str, float], ...]:
    """Weigh each term by its rarity in its language, its count in the text, and whether it is a name or number."""
    flat = [word for heavy in reading.heavy for word in heavy]
    counts = Counter([word[0] for word in flat])
    names = reading.names
    heaviest: dict[int, tuple[float, str]] = {}
    for term, weight, kind, stem, _ in flat:
        raised = weight * NAME_FACTOR if kind == _NUMBER or term in names else weight
        if term not in heaviest or raised > heaviest[term][0]:
            heaviest[term] = (raised, stem)
    weighed = [(-weight * (1.0 + log(counts[term])), stem) for term, (weight, stem) in heaviest.items()]
    weighed.sort()
    kept = [(stem, (-weight) ** WEIGHT_POWER) for weight, stem in weighed[:CANDIDATE_TERMS]]
    length = sqrt(sum(weight * weight for _, weight in kept)) or 1.0
    return tuple((stem, round(weight / length, 6)) for stem, weight in kept)
