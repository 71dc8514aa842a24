"""`python -m bench.score_fit DATA_FOLDER`: what the comparison decides on labelled articles, and what its score is worth.

The data (its shape: `bench.labelled_news`) is given by its path. Shown are: the shares of labelled pairs that end in one
story; how often pairs of a score are one report; and the same with bar and curves fitted without the pairs they are tried on.
"""

import argparse
import json
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.labelled_news import Key, LabelledNews, LabelledPair, read_news
from bench.probabilities import Curve, Numbers, Reliability, fit, reliability
from newsfold.dedup import METHOD, content_sha256
from newsfold.dedup import calibration as fixed
from newsfold.dedup.judgement import Judgement
from newsfold.dedup.relation import copied_share, find_veto, is_copied, judge, over_bar

#: Of background pairs nobody said whether they are one report. What reading 42 and 40 of them by eye found: of those over the
#: bar, of those at most so many points under it; of the others none is taken to be.
READ_OVER_BAR = 0.55
READ_UNDER_BAR = 0.1
READ_DOWN_TO = -2.2
#: Pairs with this share of copied word runs have text in common.
SHARED_TEXT = 0.1
#: What a bar that is fitted must keep on the pairs it is fitted on.
MOST_SAME_EVENT = 0.02
MOST_WRONG = 0.002
SETS = ("rewrite", "same_event", "resend", "template")


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what became of it. `total` is the distance to the bar."""

    pair: LabelledPair
    judgement: Judgement
    total: float
    copied: bool

    @property
    def merged(self) -> bool:
        """Whether the pair itself is linked: it must have been a candidate."""
        return self.pair.candidate and self.judgement.kind is not None


def main() -> int:
    """Measure, and print tables or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.score_fit", description=__doc__)
    parser.add_argument("data", type=Path, metavar="DATA_FOLDER")
    parser.add_argument("--split", default="dev", help="which split of the sets (default: %(default)s)")
    parser.add_argument("--folds", type=int, default=5, help="of the cross-validation (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    arguments = parser.parse_args()
    report = measured(read_news(arguments.data, arguments.split), arguments.folds)
    if arguments.json:
        print(json.dumps(report, indent=2, default=asdict))
    else:
        print_report(Console(), report)
    return 0


def measured(news: LabelledNews, folds: int) -> dict[str, Any]:
    """All figures."""
    judged = [judge_pair(pair) for pair in news.pairs]
    compared = [each for each in judged if each.pair.candidate]
    rewrites = [each for each in compared if not each.copied]
    labelled = [each for each in rewrites if each.pair.same is not None]
    copies = [
        each for each in judged if each.copied and each.pair.same is not None and not each.judgement.veto
    ]
    return {
        "method": METHOD,
        "articles": len(news.articles),
        "pairs": dict(Counter(each.pair.label for each in judged)),
        "stories": story_figures(news, judged),
        "thresholds": threshold_figures(judged),
        "reliability": {
            "rewrites, labelled pairs": reliability(scores(labelled), truths(labelled)),
            "rewrites, with the background as it was read": reliability(scores(rewrites), truths(rewrites)),
            "near copies, labelled pairs, templates of other weeks too": reliability(
                scores(copies), truths(copies)
            ),
        },
        "fitted": {
            "now": [list(point) for point in fixed.SCORE_POINTS],
            "rewrites": asdict(fit(totals(rewrites), truths(rewrites))),
            "near copies": asdict(fit(shares(copies), truths(copies))),
        },
        "cross_validated": cross_validate(judged, folds),
    }


def judge_pair(pair: LabelledPair) -> Judged:
    """Decide one pair as a run does."""
    told = {"same_publisher": pair.same_publisher}
    return Judged(
        pair,
        judge(pair.measured, pair.days_apart, **told),
        over_bar(pair.measured, pair.days_apart, **told),
        is_copied(pair.measured),
    )


def truth(each: Judged) -> float:
    """Whether a pair is one report, or how likely that is by what was read of its like."""
    if each.pair.same is not None:
        return float(each.pair.same)
    if each.total >= 0:
        return READ_OVER_BAR
    return READ_UNDER_BAR if each.total >= READ_DOWN_TO else 0.0


def truths(judged: Sequence[Judged]) -> Numbers:
    """The same for many."""
    return np.array([truth(each) for each in judged])


def scores(judged: Sequence[Judged]) -> Numbers:
    """What the comparison says of each pair."""
    return np.array([each.judgement.score for each in judged])


def totals(judged: Sequence[Judged]) -> Numbers:
    """The distances to the bar."""
    return np.array([each.total for each in judged])


def shares(judged: Sequence[Judged]) -> Numbers:
    """The shares of copied text."""
    return np.array([copied_share(each.pair.measured) for each in judged])


# --- what is decided ---------------------------------------------------------------------------------------------


def story_figures(news: LabelledNews, judged: Sequence[Judged]) -> dict[str, float]:
    """Shares of labelled pairs in one story, and what was merged in the background, per 1,000 articles."""
    story = fold(news, [each.pair for each in judged if each.merged])
    tally: dict[str, list[bool]] = defaultdict(list)
    for each in judged:
        tally[each.pair.label].append(story[each.pair.one] == story[each.pair.other])
    figures = {name: sum(tally[name]) / max(1, len(tally[name])) for name in SETS}
    same = {frozenset((each.pair.one, each.pair.other)) for each in judged if each.pair.same}
    members: dict[Key, list[Key]] = defaultdict(list)
    for key, root in story.items():
        members[root].append(key)
    right = wrong = 0
    for keys in members.values():
        for one, other in combinations(sorted(keys), 2):
            if one[0] == other[0] == "rewrite":
                right += frozenset((one, other)) in same
                wrong += frozenset((one, other)) not in same
    background = [each for each in judged if each.pair.label == "background" and each.merged]
    thousands = len(news.articles) / 1000
    apart = [each for each in background if each.pair.measured.containment < SHARED_TEXT]
    return {
        **figures,
        "wrong_share": wrong / max(1, wrong + right),
        "largest_story": max(map(len, members.values())),
        "background pairs linked, per 1,000 articles": len(background) / thousands,
        "of them rewrites": sum(not each.copied for each in background) / thousands,
        "of them without shared text": len(apart) / thousands,
    }


def fold(news: LabelledNews, pairs: Iterable[LabelledPair]) -> dict[Key, Key]:
    """Each article's story, named after one of its members; the same text is one story from the start."""
    parents: dict[Key, Key] = {key: key for key in news.articles}

    def root(key: Key) -> Key:
        while parents[key] != key:
            parents[key] = key = parents[parents[key]]
        return key

    first: dict[bytes, Key] = {}
    for key, article in news.articles.items():
        parents[root(key)] = root(first.setdefault(content_sha256(article.body), key))
    for pair in pairs:
        parents[root(pair.one)] = root(pair.other)
    return {key: root(key) for key in parents}


def threshold_figures(judged: Sequence[Judged]) -> list[dict[str, float]]:
    """Precision and recall of the links themselves, with the bar where it is and moved."""
    known = [each for each in judged if each.pair.same is not None and each.pair.label != "template"]
    related = sum(bool(each.pair.same) for each in known)
    rows = []
    for moved in (-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0):
        linked = [each for each in known if is_linked(each, fixed.BAR + moved)]
        right = sum(bool(each.pair.same) for each in linked)
        background = sum(is_linked(e, fixed.BAR + moved) for e in judged if e.pair.label == "background")
        rows.append(
            {
                "bar": fixed.BAR + moved,
                "precision": right / max(1, len(linked)),
                "recall": right / max(1, related),
                "background": background,
            }
        )
    return rows


def is_linked(each: Judged, bar: float) -> bool:
    """Whether a pair would be linked with another bar for rewrites."""
    over = each.total >= bar - fixed.BAR
    return each.pair.candidate and (each.copied or over) and find_veto(each.pair.measured) is None


# --- fitted without what it is tried on ---------------------------------------------------------------------------


def cross_validate(judged: Sequence[Judged], folds: int) -> dict[str, Any]:
    """Fit the bar and the curve without one fold of the clusters, and try them on that fold; all folds together."""
    parts: list[list[Judged]] = [[] for _ in range(folds)]
    for each in judged:
        parts[zlib.crc32(each.pair.cluster.encode()) % folds].append(each)
    bars: list[float] = []
    tally: dict[str, list[bool]] = defaultdict(list)
    said: list[Numbers] = []
    true: list[Numbers] = []
    for held_out in parts:
        rest = [each for part in parts if part is not held_out for each in part]
        bar = lowest_bar(rest)
        bars.append(bar)
        for each in held_out:
            tally[each.pair.label].append(is_linked(each, bar))
        curve: Curve = fit(*curve_data(rest))
        x, y = curve_data(held_out)
        said.append(curve.at(x))
        true.append(y)
    return {
        "bars": bars,
        "linked": {name: sum(tally[name]) / len(tally[name]) for name in sorted(tally)},
        "reliability": reliability(np.concatenate(said), np.concatenate(true)),
    }


def curve_data(judged: Sequence[Judged]) -> tuple[Numbers, Numbers]:
    """What the curve of the rewrites is fitted on: distances to the bar, and the truth."""
    rewrites = [each for each in judged if each.pair.candidate and not each.copied]
    return totals(rewrites), truths(rewrites)


def lowest_bar(judged: Sequence[Judged]) -> float:
    """The lowest bar that keeps independent reports and other clusters apart, in steps of 0.1."""
    same_event = [each for each in judged if each.pair.label == "same_event"]
    labelled = [each for each in judged if each.pair.label in ("rewrite", "rewrite_sibling", "other_cluster")]
    keeps: Callable[[float], bool] = lambda bar: (  # noqa: E731
        sum(is_linked(each, bar) for each in same_event) <= MOST_SAME_EVENT * len(same_event)
        and (linked := [each for each in labelled if is_linked(each, bar)]) != []
        and sum(not each.pair.same for each in linked) <= MOST_WRONG * len(linked)
    )
    bars = [round(float(bar), 1) for bar in np.arange(fixed.BAR + 4, fixed.BAR - 4, -0.1)]
    lowest = bars[0]
    for bar in bars:
        if not keeps(bar):
            break
        lowest = bar
    return lowest


# --- for a person --------------------------------------------------------------------------------------------------


def print_report(out: Console, report: dict[str, Any]) -> None:
    """All figures as tables."""
    out.print(
        f"method {report['method']}, {report['articles']} articles; pairs: {report['pairs']}", markup=False
    )
    out.print(simple_table("in one story", ["what", "share or count"], report["stories"].items()))
    out.print(simple_table("links, with the bar moved", list(report["thresholds"][0]),
                           [row.values() for row in report["thresholds"]]))  # fmt: skip
    for name, found in report["reliability"].items():
        print_reliability(out, name, found)
    out.print(f"curves fitted on all of it: {report['fitted']}", markup=False)
    crossed = report["cross_validated"]
    out.print(f"cross-validated: bars {crossed['bars']} (in use: {fixed.BAR})", markup=False)
    out.print(simple_table("links on folds held out", ["what", "linked"], crossed["linked"].items()))
    print_reliability(out, "rewrites, curve fitted on the other folds", crossed["reliability"])


def print_reliability(out: Console, name: str, found: Reliability) -> None:
    """One table of bins."""
    rows = [(f"{b.low:.2f}-{b.high:.2f}", b.pairs, b.predicted, b.observed) for b in found.bins]
    title = f"{name}: {found.pairs} pairs, Brier score {found.brier:.4f}, calibration error {found.error:.4f}"
    out.print(simple_table(title, ["score", "pairs", "predicted", "observed"], rows))


def simple_table(title: str, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> Table:
    """A table of text and numbers."""
    table = Table(*columns, title=title, title_justify="left", box=None)
    for row in rows:
        table.add_row(*(f"{value:.4f}" if isinstance(value, float) else str(value) for value in row))
    return table


if __name__ == "__main__":
    raise SystemExit(main())
