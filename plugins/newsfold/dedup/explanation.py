"""The evidence of a pair for a person: which sentences match, which names and numbers are shared, which are not."""

from collections.abc import Mapping
from dataclasses import dataclass

from newsfold.dedup.calibration import METHOD
from newsfold.dedup.lexicon import Kind
from newsfold.dedup.reading import Reading, read
from newsfold.dedup.relation import judge, shown
from newsfold.dedup.signals import LEAST_PRODUCT, most_signals, sentence_products, with_sentences
from newsfold.dedup.text_features import THINNEST_SENTENCE, UNIT, Features, features_of
from newsfold.model import Relation

#: The most sentence pairs, names and numbers that are shown, and the most characters of a sentence.
SHOWN_SENTENCES = 6
SHOWN_TERMS = 20
EXCERPT_LENGTH = 160

Evidence = dict[str, object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared. `relation` is None where they carry two reports; the evidence is there in any case."""

    relation: Relation | None
    score: float
    evidence: Evidence


def compare(
    one: str,
    other: str,
    language: str | None = None,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
) -> Comparison:
    """Compare two bodies of one language, with full evidence whatever comes out.

    The evidence is JSON-ready: `features`; `sentences`, the best matching pairs in order with their places and an
    excerpt from either side; `shared_names`, `names_only_in_one`, `names_only_in_other` and the same for numbers;
    `notes`, what spoke against a relation.
    """
    a, b = read(one, language), read(other, language)
    return explain(a, b, features_of(a), features_of(b), days_apart, same_publisher=same_publisher)


def explain(
    one: Reading,
    other: Reading,
    features_one: Features,
    features_other: Features,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
) -> Comparison:
    """Compare two texts that are read already, with their features."""
    products = sentence_products(features_one, features_other)
    measured = with_sentences(
        most_signals(features_one, features_other), features_one, features_other, products
    )
    judgement = judge(measured, days_apart, same_publisher=same_publisher)
    evidence: Evidence = {
        "features": shown(measured),
        "sentences": _sentence_pairs(one, other, products, features_other.sentence_count),
        **_sides("names", _names(one), _names(other)),
        **_sides("numbers", _numbers(one), _numbers(other)),
        "notes": [judgement.veto] if judgement.veto else [],
    }
    if judgement.kind is None:
        return Comparison(None, judgement.score, evidence)
    return Comparison(Relation(judgement.kind, judgement.score, METHOD, evidence), judgement.score, evidence)


def _sentence_pairs(
    one: Reading, other: Reading, products: Mapping[int, int], width: int
) -> list[dict[str, object]]:
    """Give the best matching sentence pairs, each sentence once, in the order of the first text."""
    ranked = sorted(
        (-product, *divmod(place, width)) for place, product in products.items() if product >= LEAST_PRODUCT
    )
    chosen: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for product, i, j in ranked:
        if i not in chosen and j not in taken:
            chosen[i] = (j, min(1.0, -product / UNIT / UNIT))
            taken.add(j)
        if len(chosen) == SHOWN_SENTENCES:
            break
    places_one, places_other = _matchable(one), _matchable(other)
    return [
        {
            "one_place": places_one[i],
            "other_place": places_other[j],
            "cosine": round(cosine, 3),
            "one": excerpt(one.sentences[places_one[i]].text),
            "other": excerpt(other.sentences[places_other[j]].text),
        }
        for i, (j, cosine) in sorted(chosen.items())
    ]


def _matchable(reading: Reading) -> list[int]:
    """Give the places of the sentences that have a vector."""
    return [
        place
        for place, heavy in enumerate(reading.heavy)
        if len({w.term for w in heavy}) >= THINNEST_SENTENCE
    ]


def excerpt(text: str) -> str:
    """Cut a sentence to `EXCERPT_LENGTH` characters."""
    return text if len(text) <= EXCERPT_LENGTH else text[: EXCERPT_LENGTH - 1].rstrip() + "…"


def _names(reading: Reading) -> dict[int, str]:
    """Give each name's term as it is first spelled in the text, the heaviest first."""
    weights = reading.names
    spelled: dict[int, str] = {}
    for heavy in reading.heavy:
        for word in heavy:
            if word.term in weights:
                spelled.setdefault(word.term, word.spelling)
    return {term: spelled[term] for term in sorted(weights, key=lambda term: (-weights[term], term))}


def _numbers(reading: Reading) -> dict[int, str]:
    return {word.term: word.stem for heavy in reading.heavy for word in heavy if word.kind == Kind.NUMBER}


def _sides(what: str, one: dict[int, str], other: dict[int, str]) -> Evidence:
    return {
        f"shared_{what}": [name for term, name in one.items() if term in other][:SHOWN_TERMS],
        f"{what}_only_in_one": [name for term, name in one.items() if term not in other][:SHOWN_TERMS],
        f"{what}_only_in_other": [name for term, name in other.items() if term not in one][:SHOWN_TERMS],
    }
