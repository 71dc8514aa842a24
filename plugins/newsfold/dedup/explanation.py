"""The evidence of a pair for a person: which sentences match, which names and numbers are shared, which are not."""

from dataclasses import dataclass

from newsfold.dedup.calibration import METHOD
from newsfold.dedup.lexicon import Kind, lexicon
from newsfold.dedup.reading import Reading, read
from newsfold.dedup.relation import judge, shown
from newsfold.dedup.signals import MATCH_COSINE, sentence_products, signals
from newsfold.dedup.text_features import THINNEST_SENTENCE, UNIT, Features, features_of
from newsfold.dedup.words import split_words
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
    return compare_readings(
        read(one, language), read(other, language), days_apart, same_publisher=same_publisher
    )


def compare_readings(
    one: Reading, other: Reading, days_apart: int | None = None, *, same_publisher: bool = False
) -> Comparison:
    """Compare two texts that are read already."""
    features_one, features_other = features_of(one), features_of(other)
    measured = signals(features_one, features_other)
    judgement = judge(measured, days_apart, same_publisher=same_publisher)
    evidence: Evidence = {
        "features": shown(measured),
        "sentences": _sentence_pairs(one, other, features_one, features_other),
        **_sides("names", _names(one), _names(other)),
        **_sides("numbers", _numbers(one), _numbers(other)),
        "notes": [judgement.veto] if judgement.veto else [],
    }
    if judgement.kind is None:
        return Comparison(None, judgement.score, evidence)
    return Comparison(Relation(judgement.kind, judgement.score, METHOD, evidence), judgement.score, evidence)


def _sentence_pairs(
    one: Reading, other: Reading, features_one: Features, features_other: Features
) -> list[dict[str, object]]:
    """Give the best matching sentence pairs, each sentence once, in the order of the first text."""
    width = features_other.sentence_count
    least = int(MATCH_COSINE * UNIT * UNIT)
    products = sentence_products(features_one, features_other)
    ranked = sorted(
        (-product, *divmod(place, width)) for place, product in products.items() if product >= least
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
    """Give each name's term with a spelling of it from the text, the heaviest first."""
    weights = reading.names
    spelled = _spellings(reading)
    return {term: spelled[term] for term in sorted(weights, key=lambda term: (-weights[term], term))}


def _spellings(reading: Reading) -> dict[int, str]:
    """Find how the names' terms are first spelled in the text."""
    lookup = lexicon(reading.language)
    spelled: dict[int, str] = {}
    for sentence in reading.sentences:
        for spelling in split_words(sentence.report, reading.language):
            term = lookup[spelling].term
            if term in reading.names:
                spelled.setdefault(term, spelling)
    return spelled


def _numbers(reading: Reading) -> dict[int, str]:
    return {word.term: word.stem for heavy in reading.heavy for word in heavy if word.kind == Kind.NUMBER}


def _sides(what: str, one: dict[int, str], other: dict[int, str]) -> Evidence:
    return {
        f"shared_{what}": [name for term, name in one.items() if term in other][:SHOWN_TERMS],
        f"{what}_only_in_one": [name for term, name in one.items() if term not in other][:SHOWN_TERMS],
        f"{what}_only_in_other": [name for term, name in other.items() if term not in one][:SHOWN_TERMS],
    }
