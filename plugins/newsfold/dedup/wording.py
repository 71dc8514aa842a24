"""What a comparison found, in plain words: one sentence of the whole, and the account that led to the decision."""

from typing import NamedTuple

from newsfold.dedup import calibration as fixed
from newsfold.dedup import translation
from newsfold.dedup.fingerprints import WINDOW_DAYS
from newsfold.dedup.judgement import Judgement
from newsfold.dedup.relation import over_bar, parts
from newsfold.dedup.signals import Signals
from newsfold.dedup.translation import Crossing
from newsfold.model import Outcome

VERDICTS = {
    Outcome.COPY: "The same text",
    Outcome.NEAR_COPY: "The same text with edits",
    Outcome.REWRITE: "The same report in other words",
    Outcome.TRANSLATION: "The same report in another language",
    None: "Two reports",
}


class Counts(NamedTuple):
    """What two texts have in common, as plain counts; `_of` is the count of the side that has less.

    `moved` and `same_words` are of the matching sentences; `numbers_apart` are the numbers that only one text has.
    """

    sentences: int
    sentences_of: int
    moved: int
    same_words: int
    names: int
    names_of: int
    numbers: int
    numbers_of: int
    numbers_apart: int
    quotes: int


class AccountLine(NamedTuple):
    """One line of the account: what it is, its value, the points that it gives (less than 0: takes), and what it means."""

    what: str
    value: str
    points: float
    meaning: str


def summary(judgement: Judgement, counts: Counts, names: str = "names") -> str:
    """Say the whole in a sentence: `The same report in other words: 6 of 9 sentences match; ...`.

    `names` is what the names are called: in languages whose capitals mark none, rare words stand in for them.
    """
    said = [_sentences(counts), _names(counts, names.removesuffix("s")), _numbers(counts)]
    if counts.quotes:
        said.append(f"{_count(counts.quotes, 'quote')} in both")
    if judgement.veto:
        said.append(judgement.veto.split(": ", 1)[-1])
    return f"{VERDICTS[judgement.kind]}: {'; '.join(filter(None, said))}."


def same_text_summary() -> str:
    """Say that two texts are a copy."""
    return f"{VERDICTS[Outcome.COPY]}: nothing but case, marks and white space differs."


def _sentences(counts: Counts) -> str:
    if not counts.sentences:
        return "no sentence matches"
    matching = f"{counts.sentences} of {_count(counts.sentences_of, 'sentence')} match"
    if counts.sentences == 1:
        matching += "es"
    if counts.same_words:
        matching += ", " + ("all" if counts.same_words == counts.sentences else str(counts.same_words))
        matching += " word for word"
    if counts.sentences > 1:
        matching += f", {counts.moved} in another place" if counts.moved else ", in the same order"
    return matching


def _names(counts: Counts, name: str) -> str:
    if not counts.names_of:
        return ""
    return (
        f"{counts.names} of {_count(counts.names_of, name)} in both" if counts.names else f"no {name} in both"
    )


def _numbers(counts: Counts) -> str:
    if not counts.numbers_of and not counts.numbers_apart:
        return ""
    if not counts.numbers_apart:
        return "no number differs"
    if not counts.numbers_of:
        return "only one gives numbers"
    return f"{counts.numbers or 'none'} of {_count(counts.numbers_of, 'number')} in both"


def _count(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def account(
    measured: Signals,
    days_apart: int | None = None,
    *,
    same_publisher: bool = False,
    crossed: Crossing | None = None,
    rewrite_days: int = WINDOW_DAYS,
) -> list[AccountLine]:
    """Give the evidence for a rewrite line by line, then what it had to reach; for a translation where that is nearer."""
    if crossed is not None:
        total = translation.over_bar(crossed, measured.fewest_words, days_apart, rewrite_days)
        if total >= over_bar(measured, days_apart, same_publisher=same_publisher, rewrite_days=rewrite_days):
            return _crossing_account(measured, days_apart, crossed, total, rewrite_days)
    lines = [
        AccountLine(
            part.what, f"{part.value:.2f}" if part.share else f"{part.value:g}", part.points, part.meaning
        )
        for part in parts(measured, days_apart, same_publisher=same_publisher, rewrite_days=rewrite_days)
    ]
    total = over_bar(measured, days_apart, same_publisher=same_publisher, rewrite_days=rewrite_days)
    return [
        *lines,
        AccountLine(
            "over the bar" if total >= 0 else "under the bar",
            "",
            total,
            "0 or more is a rewrite, if nothing else is against it",
        ),
    ]


def _crossing_account(
    measured: Signals, days_apart: int | None, crossed: Crossing, total: float, rewrite_days: int
) -> list[AccountLine]:
    lines = [
        AccountLine(
            part.what, f"{part.value:.2f}" if part.value < 1 else f"{part.value:g}", part.points, part.meaning
        )
        for part in translation.parts(crossed, measured.fewest_words, days_apart, rewrite_days)
    ]
    said = "over the bar" if total >= 0 else "under the bar"
    return [*lines, AccountLine(said, "", total, "0 or more is a translation")]


def copied_text(measured: Signals) -> str:
    """Say how much text is copied, and how much makes a near copy."""
    return (
        f"{measured.containment:.0%} of the shorter text's runs of five words are in the other (a near copy from"
        f" {fixed.COPY_CONTAINMENT:.0%}), {measured.jaccard:.0%} of all runs are in both (from {fixed.COPY_JACCARD:.0%})"
    )
