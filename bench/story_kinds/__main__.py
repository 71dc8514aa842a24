"""`python -m bench.story_kinds [seen|kept]`: what the comparison decides on the kinds of pairs that are easily taken wrong."""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import numpy as np

from bench.probabilities import equal_edges, reliability
from bench.story_kinds import HALVES, KindPair, brief_pairs, kind_pairs, roundups, saga, words_of
from bench.story_kinds.crossings import crossing_pairs
from bench.story_kinds.issuers import issuer_pairs
from bench.story_kinds.sites import site_pairs
from newsfold.dedup import (
    are_candidates,
    compare,
    compare_texts,
    compared_text,
    content_sha256,
    features,
    fingerprint,
    relate,
)
from newsfold.dedup.alignment import prepare
from newsfold.dedup.fold import ArticleTexts, Decisions, fold
from newsfold.dedup.placement import parts_in


def main() -> int:
    """Print a line for each kind."""
    parser = argparse.ArgumentParser(prog="python -m bench.story_kinds", description=__doc__)
    parser.add_argument("half", nargs="?", choices=HALVES, default="seen")
    parser.add_argument("--draws", type=int, default=12)
    parser.add_argument("--families", action="store_true", help="a line for each family, too")
    arguments = parser.parse_args()
    tally: dict[tuple[str, bool, str], list[bool]] = defaultdict(list)
    said: list[float] = []
    true: list[float] = []
    for pair in all_pairs(arguments.half, arguments.draws):
        merged, score = judged(pair)
        tally[pair.kind, pair.same, pair.family].append(merged)
        said.append(score)
        true.append(float(pair.same))
    kinds: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for (kind, same, family), merged in tally.items():
        kinds[kind, same] += merged
        if arguments.families:
            print(f"    {kind:30} {family:12} {sum(merged)}/{len(merged)}")
    for found_in_two in crossing_pairs(random.Random(f"{arguments.half} crossings")):
        texts = [
            prepare(text, language)
            for text, language in zip(
                (found_in_two.one, found_in_two.other), found_in_two.languages, strict=True
            )
        ]
        linked = compare_texts(texts[0], texts[1], 0).relation is not None
        kinds[f"two languages: {found_in_two.kind}", found_in_two.same].append(linked)
    for (kind, same), merged in kinds.items():
        print(
            f"{kind:32} {'same' if same else 'apart':5} merged {sum(merged) / len(merged):.3f} of {len(merged)}"
        )
    joined = [joins(*texts) for texts in roundups(arguments.half, draws=arguments.draws)]
    print(f"{'round-up of two reports':32} apart merged {sum(joined) / len(joined):.3f} of {len(joined)}")
    for kept in (0.6, 0.75, 0.9):
        print(f"saga, {kept:.0%} kept: longest story {longest_story(saga(arguments.half, kept=kept))} days")
    found = reliability(np.array(said), np.array(true), equal_edges(np.array(said), 10))
    print(f"calibration error {found.error:.4f}, Brier score {found.brier:.4f}")
    for each in found.bins:
        print(f"    {each.low:.2f}-{each.high:.2f} {each.pairs:5} {each.predicted:.3f} {each.observed:.3f}")
    return 0


def all_pairs(half: str, draws: int) -> Iterator[KindPair]:
    """The pairs of a half, with those of sites and of firms; the briefs of `briefs.toml` belong to neither half."""
    yield from kind_pairs(half, draws=draws)
    yield from site_pairs(words_of(half), random.Random(f"{half} sites"), pages=4)
    yield from issuer_pairs(random.Random(f"{half} issuers"), draws)
    for pair in brief_pairs(words_of("briefs"), random.Random(), draws):
        yield replace(pair, kind=f"{pair.kind}, looked at once")


def judged(pair: KindPair) -> tuple[bool, float]:
    """Whether a run would make one story of two texts, and the score."""
    texts = [
        compared_text(text, headline, pair.language)
        for text, headline in zip((pair.one, pair.other), pair.headlines or (None, None), strict=True)
    ]
    if content_sha256(texts[0]) == content_sha256(texts[1]):
        return True, 1.0
    compared = compare(*texts, pair.language, pair.days_apart, same_publisher=pair.same_publisher)
    prints = [fingerprint(text, pair.language) for text in texts]
    meet = are_candidates(*prints) or not set(prints[0].marks).isdisjoint(prints[1].marks)
    return compared.relation is not None and meet, compared.score


def joins(one: str, other: str, both: str) -> bool:
    """Whether a text that holds two reports brings them into one story."""
    texts = {str(number).encode(): text for number, text in enumerate((one, other, both))}
    relations, parts = {}, {}
    for first, second in combinations(texts, 2):
        found = compare(texts[first], texts[second], "en", 0).relation
        if found is not None:
            relations[first, second], parts[first, second] = found.score, parts_in(found.evidence["parts"])
    articles = {key: ArticleTexts((0, key), frozenset({key})) for key in texts}
    groups = fold(articles, relations, Decisions(), parts).groups
    return any({b"0", b"1"} <= set(group) for group in groups)


def longest_story(texts: list[tuple[int, str]]) -> int:
    """How many days the longest story of a saga spans."""
    made = [(day, text, features(text, "en")) for day, text in texts]
    hashes = [content_sha256(text) for _, text, _ in made]
    relations = {}
    for i, (day, _, one) in enumerate(made):
        for j in range(i):
            found = relate(made[j][2], one, day - made[j][0])
            if found is not None and hashes[i] != hashes[j]:
                pair = (min(hashes[i], hashes[j]), max(hashes[i], hashes[j]))
                relations[pair] = found.score
    first = date(2025, 9, 1)
    articles = {
        number: ArticleTexts((0, hashes[number]), frozenset({hashes[number]}), first + timedelta(days=day))
        for number, (day, _) in enumerate(texts)
    }
    groups = fold(articles, relations, Decisions()).groups
    return max(texts[max(group)][0] - texts[min(group)][0] + 1 for group in groups)


if __name__ == "__main__":
    raise SystemExit(main())
