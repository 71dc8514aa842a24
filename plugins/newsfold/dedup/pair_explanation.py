"""The evidence of a pair for a person: which sentences match, which names and numbers are shared, which are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsfold.dedup.alignment import MatchedPair, Text, matched_pairs, prepare, with_leads, with_meaning
from newsfold.dedup.calibration import CALIBRATION, METHOD
from newsfold.dedup.crossing_evidence import matched_leads, spelled_figures, spelled_names
from newsfold.dedup.fingerprints import WINDOW_DAYS
from newsfold.dedup.judgement import Judgement
from newsfold.dedup.lexicon import Kind
from newsfold.dedup.quotations import Span, shared_quotes
from newsfold.dedup.reading import Reading
from newsfold.dedup.relation import judge, judge_crossing, shown, shown_crossing
from newsfold.dedup.round_ups import part_of
from newsfold.dedup.signals import Signals, most_signals, sentence_products, with_sentences
from newsfold.dedup.text_features import Features
from newsfold.dedup.translation import Crossing, crossing
from newsfold.dedup.wording import Counts, summary
from newsfold.model import Relation

#: The most sentence pairs, names, numbers and quotes that are shown, and the most characters of a sentence.
SHOWN_SENTENCES = 6
SHOWN_TERMS = 20
SHOWN_QUOTES = 3
EXCERPT_LENGTH = 160

Evidence = dict[str, object]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared. `relation` is None where they carry two reports; the evidence is there in any case."""

    relation: Relation | None
    score: float
    evidence: Evidence
    measured: Signals
    judgement: Judgement
    crossed: Crossing | None = None


def compare(
    one: str,
    other: str,
    language: str | None = None,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
    rewrite_days: int = WINDOW_DAYS,
) -> Comparison:
    """Compare two bodies of one language, with full evidence whatever comes out. See `compare_texts`."""
    return compare_texts(
        prepare(one, language),
        prepare(other, language),
        days_apart,
        same_publisher=same_publisher,
        rewrite_days=rewrite_days,
    )


def compare_texts(
    one: Text,
    other: Text,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
    rewrite_days: int = WINDOW_DAYS,
) -> Comparison:
    """Compare two texts, each read in its own language.

    The evidence is JSON-ready: `summary`, the whole in a sentence; `counts`, what it counts; `names_are`, names or rare
    words; `features` and `conditions`, from which the score can be made again; `parts`, from where to where either
    text is matched by the other, in thousandths; `sentences`, the best matching pairs in
    order with their places and an excerpt from either side; `shared_names`, `names_only_in_one`,
    `names_only_in_other` and the same for numbers; `shared_quotes`, excerpts from the first text; `notes`, what spoke
    against a relation.
    """
    one, other = with_meaning(one, other)
    return explain(
        one.reading,
        other.reading,
        one.features,
        other.features,
        days_apart,
        same_publisher=same_publisher,
        rewrite_days=rewrite_days,
    )


def explain(
    one: Reading,
    other: Reading,
    features_one: Features,
    features_other: Features,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
    rewrite_days: int = WINDOW_DAYS,
) -> Comparison:
    """Compare two texts that are read already, with their features."""
    products = sentence_products(features_one, features_other)
    measured = with_sentences(
        most_signals(features_one, features_other), features_one, features_other, products
    )
    crossed = crossing(features_one, features_other) if one.language != other.language else None
    pairs = matched_pairs(one, other, products, features_other.sentence_count)
    if crossed is None:
        judgement = judge(measured, days_apart, same_publisher=same_publisher, rewrite_days=rewrite_days)
    else:
        judgement = judge_crossing(
            measured, crossed, days_apart, same_publisher=same_publisher, rewrite_days=rewrite_days
        )
        pairs = with_leads(pairs, matched_leads(features_one, features_other))
    evidence: Evidence = {
        **_told(one, other, judgement, pairs),
        **({} if crossed is None else {"crossing": shown_crossing(crossed)}),
        "features": shown(measured),
        "parts": [
            [*part_of([pair.one for pair in pairs], len(one.sentences))],
            [*part_of([pair.other for pair in pairs], len(other.sentences))],
        ],
        "conditions": {
            "days_apart": days_apart,
            "same_publisher": same_publisher,
            "rewrite_days": rewrite_days,
            "calibration": CALIBRATION,
        },
        "notes": [judgement.veto] if judgement.veto else [],
    }
    relation = (
        Relation(judgement.kind, judgement.score, METHOD, evidence) if judgement.kind is not None else None
    )
    return Comparison(relation, judgement.score, evidence, measured, judgement, crossed)


def _told(one: Reading, other: Reading, judgement: Judgement, pairs: Sequence[MatchedPair]) -> Evidence:
    """Give what the words of the two texts show."""
    if one.language == other.language:
        names, numbers = (_names(one), _names(other)), (_numbers(one), _numbers(other))
    else:
        names, numbers = spelled_names(one, other), spelled_figures(one, other)
    quotes = shared_quotes(one, other)[0]
    counts = Counts(
        sentences=len(pairs),
        sentences_of=min(len(one.sentences), len(other.sentences)),
        moved=sum(pair.moved for pair in pairs),
        same_words=sum(pair.same_words for pair in pairs),
        names=len(names[0].keys() & names[1].keys()),
        names_of=min(map(len, names)),
        numbers=len(numbers[0].keys() & numbers[1].keys()),
        numbers_of=min(map(len, numbers)),
        numbers_apart=len(numbers[0].keys() ^ numbers[1].keys()),
        quotes=sum(map(len, quotes.values())),
    )
    called = _names_are(one, other)
    return {
        "summary": summary(judgement, counts, called),
        "counts": counts._asdict(),
        "names_are": called,
        "sentences": _best_sentences(one, other, pairs),
        **_sides("names", *names),
        **_sides("numbers", *numbers),
        "shared_quotes": _quotes(one, quotes),
    }


def _best_sentences(one: Reading, other: Reading, pairs: Sequence[MatchedPair]) -> list[dict[str, object]]:
    """Give the best matching sentence pairs in the order of the first text."""
    best = sorted(pairs, key=lambda pair: -pair.cosine)[:SHOWN_SENTENCES]
    return [
        {
            "one_place": pair.one,
            "other_place": pair.other,
            "cosine": round(pair.cosine, 3),
            "one": excerpt(one.sentences[pair.one].text),
            "other": excerpt(other.sentences[pair.other].text),
        }
        for pair in sorted(best)
    ]


def excerpt(text: str) -> str:
    """Cut a sentence to `EXCERPT_LENGTH` characters."""
    return text if len(text) <= EXCERPT_LENGTH else text[: EXCERPT_LENGTH - 1].rstrip() + "…"


def _names(reading: Reading) -> dict[object, str]:
    """Give each name's term as it is first spelled in the text, the heaviest first."""
    weights = reading.names
    spelled: dict[int, str] = {}
    for heavy in reading.heavy:
        for word in heavy:
            if word.term in weights:
                spelled.setdefault(word.term, word.spelling)
    return {term: spelled[term] for term in sorted(spelled, key=lambda term: (-weights[term], term))}


def _names_are(one: Reading, other: Reading) -> str:
    """Say what stands for names: where capitals mark none, it is the rare words (see `newsfold.dedup.reading`)."""
    raised = {
        word.term
        for text in (one, other)
        for heavy in text.heavy
        for word in heavy
        if word.kind == Kind.CAPITAL
    }
    return "names" if raised >= one.names.keys() | other.names.keys() else "rare words"


def _quotes(reading: Reading, spans: Mapping[int, list[Span]]) -> list[str]:
    """Give excerpts of quotes, by the place of their sentence."""
    found = [reading.sentences[place].text[slice(*span)] for place in sorted(spans) for span in spans[place]]
    return [excerpt(text) for text in found[:SHOWN_QUOTES]]


def _numbers(reading: Reading) -> dict[object, str]:
    return {word.term: word.stem for heavy in reading.heavy for word in heavy if word.kind == Kind.NUMBER}


def _both(one: str, other: str) -> str:
    """Both spellings, where they differ by more than an ending."""
    return one if one.casefold()[:4] == other.casefold()[:4] else f"{one} / {other}"


def _sides(what: str, one: Mapping[object, str], other: Mapping[object, str]) -> Evidence:
    return {
        f"shared_{what}": [_both(name, other[term]) for term, name in one.items() if term in other][
            :SHOWN_TERMS
        ],
        f"{what}_only_in_one": [name for term, name in one.items() if term not in other][:SHOWN_TERMS],
        f"{what}_only_in_other": [name for term, name in other.items() if term not in one][:SHOWN_TERMS],
    }
