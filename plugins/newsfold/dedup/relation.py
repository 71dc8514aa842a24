"""Whether two texts carry the same report: a copy with edits, the report in other words, or neither."""

from bisect import bisect_left
from collections.abc import Iterator
from math import log, log2
from typing import NamedTuple

from newsfold.dedup import calibration as fixed
from newsfold.dedup import translation
from newsfold.dedup.calibration import METHOD
from newsfold.dedup.fingerprints import NEAR_DAYS, WINDOW_DAYS
from newsfold.dedup.judgement import Judgement, logistic
from newsfold.dedup.signals import Signals, most_signals, sentence_products, with_sentences
from newsfold.dedup.text_features import Features
from newsfold.model import Outcome, Relation


class Part(NamedTuple):
    """One part of the evidence for a rewrite: `value` is a share from 0 to 1 where `share` says so; `points` are what it
    gives to the sum, or takes from it."""

    what: str
    value: float
    share: bool
    points: float
    meaning: str


def relate(
    a: Features,
    b: Features,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
    rewrite_days: int = WINDOW_DAYS,
) -> Relation | None:
    """Give the relation of two texts, or None. Symmetric, deterministic, and independent of anything stored.

    `days_apart` is the distance of the publication days, None where one is unknown. `same_publisher` says that one
    publisher is named for both: it re-sends its own text, but what it writes anew on a matter is a report of its own.
    More than `rewrite_days` apart only copied text makes a relation.
    The evidence holds the features only; `newsfold.dedup.pair_explanation` adds the sentences, names and numbers.
    """
    weighed = weigh(a, b, days_apart, same_publisher=same_publisher, rewrite_days=rewrite_days)
    if weighed is None or weighed[0].kind is None:
        return None
    judgement, measured = weighed
    assert judgement.kind is not None
    evidence: dict[str, object] = {"features": shown(measured)}
    if a.language != b.language:
        evidence["crossing"] = shown_crossing(translation.crossing(a, b))
    return Relation(judgement.kind, judgement.score, METHOD, evidence)


def weigh(
    a: Features,
    b: Features,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
    rewrite_days: int = WINDOW_DAYS,
    under: float = 0.0,
) -> tuple[Judgement, Signals] | None:
    """Give what became of a pair, and its signals; None where no alignment of the sentences could lift it to within `under`
    points of the bar.
    """
    most = most_signals(a, b)
    if a.language != b.language:
        measured = with_sentences(most, a, b, sentence_products(a, b))
        crossed = judge_crossing(
            measured,
            translation.crossing(a, b),
            days_apart,
            same_publisher=same_publisher,
            rewrite_days=rewrite_days,
        )
        return (crossed, measured) if crossed.total >= -under or crossed.kind else None
    if (
        not is_copied(most)
        and over_bar(most, days_apart, same_publisher=same_publisher, rewrite_days=rewrite_days) < -under
    ):
        return None
    measured = with_sentences(most, a, b, sentence_products(a, b))
    return judge(measured, days_apart, same_publisher=same_publisher, rewrite_days=rewrite_days), measured


def shown(measured: Signals) -> dict[str, float]:
    """Give the signals JSON-ready, rounded for people."""
    return {name: round(value, 4) for name, value in measured._asdict().items()}


def shown_crossing(measured: translation.Crossing) -> dict[str, float]:
    """Give what two texts in two languages have in common, JSON-ready."""
    return {name: round(value, 4) for name, value in measured._asdict().items()}


def judge_crossing(
    measured: Signals,
    crossed: translation.Crossing,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
    rewrite_days: int = WINDOW_DAYS,
) -> Judgement:
    """Decide a pair of two languages: by what crosses them, or by the words that they share all the same."""
    by_words = judge(measured, days_apart, same_publisher=same_publisher, rewrite_days=rewrite_days)
    total = translation.over_bar(crossed, measured.fewest_words, days_apart, rewrite_days)
    if by_words.kind is Outcome.NEAR_COPY or not measured.securities:
        return by_words
    best = total if by_words.veto else max(total, by_words.total)
    score = max(translation.probability(total), by_words.score)
    return Judgement(Outcome.TRANSLATION if best >= 0 else None, score, None, best)


def judge(
    measured: Signals,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
    rewrite_days: int = WINDOW_DAYS,
) -> Judgement:
    """Decide a pair from its signals. Vetoes aside, more shared evidence never turns a relation into none."""
    copied = is_copied(measured)
    total = over_bar(measured, days_apart, same_publisher=same_publisher, rewrite_days=rewrite_days)
    score = probability(total)
    if copied:
        score = max(score, logistic(fixed.COPY_SLOPE * copied_share(measured) + fixed.COPY_SHIFT))
    veto = find_veto(measured, days_apart, same_publisher=same_publisher)
    if veto is not None:
        # What falls short of a relation anyhow is all the less one; nobody needs to be told of it.
        score = min(score, fixed.VETO_SCORE)
        if copied or total >= 0:
            return Judgement(None, score, veto, total)
    if copied:
        return Judgement(Outcome.NEAR_COPY, score, None, total)
    if total >= 0:
        return Judgement(Outcome.REWRITE, score, None, total)
    return Judgement(None, min(score, fixed.PART_SCORE) if is_part(measured) else score, None, total)


def is_copied(measured: Signals) -> bool:
    """Tell a near copy: much of the same word runs, in both texts or in the shorter."""
    return measured.jaccard >= fixed.COPY_JACCARD or measured.containment >= fixed.COPY_CONTAINMENT


def is_part(measured: Signals) -> bool:
    """Tell texts that have a part in common word for word, and beside it nothing that matches."""
    return (
        measured.containment >= fixed.PART_COPIED
        and measured.sentences - measured.containment < fixed.PART_MORE
    )


def copied_share(measured: Signals) -> float:
    """Give how much text is copied: the share of the shorter text's word runs."""
    return max(measured.containment, measured.jaccard)


def find_veto(
    measured: Signals, days_apart: int | None = None, *, same_publisher: bool = False
) -> str | None:
    """Name what makes two texts two reports though they share much.

    A template is a form that is filled anew: weekly figures, the opening of a market, a table. A digest, a live blog
    or a transcript holds another report among others; a text that was only cut keeps how it opens.
    """
    if not measured.securities:
        return "issuers: each names papers or firms by codes that the other does not have"
    if (
        measured.fewest_numbers >= least_numbers(measured, days_apart)
        and measured.numbers < fixed.TEMPLATE_SHARE
    ):
        return "template: the numbers differ"
    change = form_change(measured)
    if not same_publisher and is_reprint(measured):
        change = 1.0 - measured.filled  # they open with headlines of their own
    most = most_form_change(measured, days_apart, same_publisher=same_publisher)
    if change > most and not is_resent(measured, days_apart):
        return "form: the same sentences with other names, numbers or days in them"
    if not is_copied(measured) and measured.actors < fixed.LEAST_ACTORS:
        return "others: each opens with names that the other does not have"
    if measured.tied < fixed.LEAST_TIED:
        return "block: what both have has nothing to do with the rest of either"
    inside = measured.containment >= fixed.COPY_CONTAINMENT and measured.jaccard < fixed.DIGEST_JACCARD
    if inside and measured.head < fixed.CUT_HEAD:
        return "digest: the longer text holds the shorter one among others"
    return None


def least_numbers(measured: Signals, days_apart: int | None) -> int:
    """Give how many numbers two texts must have before it counts that they differ: fewer in short copies of another day."""
    is_later_copy = days_apart and is_copied(measured) and measured.most_words < fixed.FORM_WORDS
    return fixed.TEMPLATE_NUMBERS_LATER if is_later_copy else fixed.TEMPLATE_NUMBERS


def form_change(measured: Signals) -> float:
    """Give how much of what fills the sentences differs: names and numbers, and the opening."""
    return 2.0 - measured.filled - measured.lead


def is_reprint(measured: Signals) -> bool:
    """Whether nearly all is copied, with every figure and the names: one text, whatever stands above it."""
    return (
        measured.jaccard >= fixed.REPRINT_JACCARD
        and measured.names >= fixed.REPRINT_NAMES
        and measured.filled >= fixed.REPRINT_FILLED
        and measured.numbers == 1.0
    )


def is_resent(measured: Signals, days_apart: int | None) -> bool:
    """Whether one text is the other, corrected or under another opening, on its day or the next: the figures are the same.

    A form that is filled anew changes its figures, or where it has none, a word of its opening.
    """
    if days_apart is None or days_apart > fixed.RESENT_DAYS:
        return False
    with_figures = measured.fewest_numbers > 0 and measured.numbers >= fixed.RESENT_NUMBERS
    if measured.lead >= fixed.RESENT_LEAD and measured.filled >= fixed.RESENT_FILLED:
        return with_figures or (measured.fewest_numbers == 0 and measured.lead == 1.0)
    many = with_figures and measured.fewest_numbers >= fixed.REOPENED_NUMBERS
    return measured.filled >= fixed.REOPENED_FILLED and (many or measured.fewest_words >= fixed.FORM_WORDS)


def most_form_change(
    measured: Signals, days_apart: int | None = None, *, same_publisher: bool = False
) -> float:
    """Give how much of it may differ between two copies of one text."""
    halved = log2(fixed.FORM_WORDS / max(measured.fewest_words, 1)) / log2(
        fixed.FORM_WORDS / fixed.FORM_WORDS_BRIEF
    )
    brief = min(1.0, max(0.0, halved))
    of_brief = fixed.FORM_CHANGE_BRIEF_LATER if days_apart else fixed.FORM_CHANGE_BRIEF
    most = fixed.FORM_CHANGE + brief * (of_brief - fixed.FORM_CHANGE)
    if not is_copied(measured):
        return most + fixed.FORM_CHANGE_PARTLY
    if (days_apart or 0) > NEAR_DAYS:
        return min(most, fixed.FORM_CHANGE_AGAIN if same_publisher else fixed.FORM_CHANGE_LATER)
    return most


def over_bar(
    measured: Signals,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
    rewrite_days: int = WINDOW_DAYS,
) -> float:
    """Sum the evidence for a rewrite, less the bar, which `newsfold.dedup.calibration` explains."""
    return (
        fixed.NAMES * measured.names
        - points_of_few_names(measured.names)
        + points_of_sentences(measured.sentences)
        + fixed.ORDER * measured.order
        - fixed.BAR
        - fixed.BRIEF * halvings(measured)
        + (0.0 if same_publisher else points_of_brief_figures(measured))
        - points_of_days(days_apart, rewrite_days)
        - (fixed.SAME_PUBLISHER if same_publisher else 0.0)
    )


def parts(
    measured: Signals,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
    rewrite_days: int = WINDOW_DAYS,
) -> Iterator[Part]:
    """Give the summands of `over_bar`, with what each means."""
    yield Part("names in both", measured.names, True, fixed.NAMES * measured.names,
               "of the names of the text with fewer, the rare counting more")  # fmt: skip
    if measured.names < fixed.LEAST_NAMES:
        yield Part("few names in both", measured.names, True, -points_of_few_names(measured.names),
                   "what happens alike in two places has other names")  # fmt: skip
    yield Part("matching sentences in order", measured.sentences, True, points_of_sentences(measured.sentences),
               f"of the text with fewer sentences, up to {fixed.MOST_SENTENCES:.0%}")  # fmt: skip
    yield Part("rare words, names and numbers in order", measured.order, True, fixed.ORDER * measured.order,
               "the longest run that rises in both texts")  # fmt: skip
    yield Part("the bar", fixed.BAR, False, -fixed.BAR, "what any rewrite must reach")
    brief = halvings(measured)
    if brief:
        yield Part("short text", measured.fewest_words, False, -fixed.BRIEF * brief,
                   f"words without quotes; under {fixed.BRIEF_WORDS} each halving raises the bar")  # fmt: skip
    figures = points_of_brief_figures(measured)
    if figures and not same_publisher:
        yield Part("figures of a short text in both", measured.numbers, True, figures,
                   "two tellings of one report give the same ones")  # fmt: skip
    if days_apart:
        yield Part("days apart", days_apart, False, -points_of_days(days_apart, rewrite_days),
                   "a later text on a matter is mostly a new report")  # fmt: skip
    if same_publisher:
        yield Part("one publisher", 1, False, -fixed.SAME_PUBLISHER,
                   "its second text on a matter is mostly a follow-up")  # fmt: skip


def points_of_sentences(sentences: float) -> float:
    """Give what matching sentences give: beyond a share the rest of them says no more, and can't stand for names and order."""
    return fixed.SENTENCES * min(sentences, fixed.MOST_SENTENCES)


def points_of_few_names(names: float) -> float:
    """Give what it takes that two texts have hardly any names in common."""
    return fixed.FEW_NAMES * max(0.0, fixed.LEAST_NAMES - names)


def points_of_days(days_apart: int | None, rewrite_days: int = WINDOW_DAYS) -> float:
    """Give what the distance in time takes; beyond the window of rewrites nothing makes up for it."""
    if not days_apart:
        return 0.0
    far = fixed.DAY + fixed.DAY_DOUBLED * log2(days_apart)
    return far if days_apart <= rewrite_days else far + fixed.BEYOND_WINDOW


def halvings(measured: Signals) -> float:
    """Count how often the length at which a text is no brief any more must be halved to get the shorter text's."""
    return max(0.0, log2(fixed.BRIEF_WORDS / max(measured.fewest_words, 1)))


def points_of_brief_figures(measured: Signals) -> float:
    """Give what it adds that two texts of which one is short have all figures in common."""
    if measured.fewest_numbers < fixed.FEWEST_BRIEF_FIGURES:
        return 0.0
    shared = max(0.0, measured.numbers - fixed.BRIEF_FIGURES_SHARE) / (1 - fixed.BRIEF_FIGURES_SHARE)
    return fixed.BRIEF_FIGURES * shared * min(1.0, max(0.0, halvings(measured) - 1.0))


def probability(total: float) -> float:
    """Give the probability that a pair this far over (or under) the bar is one report, as calibrated."""
    at = bisect_left(_DISTANCES, total)
    if at == 0:
        return logistic(_ODDS[0] + fixed.SCORE_SLOPE * (total - _DISTANCES[0]))
    if at == len(_DISTANCES):
        return logistic(_ODDS[-1] + fixed.SCORE_SLOPE * (total - _DISTANCES[-1]))
    before, after = _DISTANCES[at - 1], _DISTANCES[at]
    return logistic(_ODDS[at - 1] + (_ODDS[at] - _ODDS[at - 1]) * (total - before) / (after - before))


_DISTANCES = [distance for distance, _ in fixed.SCORE_POINTS]
_ODDS = [log(share / (1.0 - share)) for _, share in fixed.SCORE_POINTS]
