"""The relations of many pairs: each text is read once, each pair judged once, and only what is related is explained.

Three stages, each over arrays or single texts, none over the whole: `in_portions` cuts the pairs so that a portion needs
few texts, `related_pairs` finds the related ones from packed features alone, `explained` reads only those texts.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain, groupby
from operator import attrgetter
from typing import Generic, NamedTuple, TypeVar

from newsfold.dedup.fingerprints import WINDOW_DAYS
from newsfold.dedup.packed_features import opened, pack, unpack
from newsfold.dedup.pair_explanation import explain
from newsfold.dedup.reading import Reading, read
from newsfold.dedup.relation import weigh
from newsfold.dedup.screening import Screen, Screened, screened
from newsfold.dedup.text_features import Features, features, features_of
from newsfold.model import Relation

Key = TypeVar("Key", bound=Hashable)
Text = tuple[str, str | None]

#: A portion of pairs needs about this many texts; packed features take about 5 kB, opened ones three times as much.
PORTION_TEXTS = 1500
#: Pairs at most so many points under the bar came near it: one in four by the curve of the score. A person may see what the
#: method does not.
NEAR_POINTS = 1.7
#: How many texts' readings and features are kept at once while relations are explained; one takes about 160 kB.
READINGS_KEPT = 64


class Pair(NamedTuple, Generic[Key]):
    """Two texts to compare, by their keys, and what is known of them beside their words (see `relate`)."""

    one: Key
    other: Key
    days_apart: int | None = None
    same_publisher: bool = False
    rewrite_days: int = WINDOW_DAYS


def relate_many(
    texts: Mapping[Key, Text],
    pairs: Iterable[tuple[Key, Key, int | None] | tuple[Key, Key, int | None, bool]],
    progress: Callable[[int, int], None] | None = None,
) -> dict[tuple[Key, Key], Relation]:
    """Give the related pairs of some texts, each relation with its full evidence.

    `texts` maps a key to body and language, `pairs` are as `Pair`, and `progress` hears of pairs done and in all. Two
    texts may come in several pairs, one for each way in which they were published: the highest score is kept. The
    result does not depend on the order of the pairs. Raises KeyError for a key that `texts` lacks.
    """
    portions = in_portions([Pair(*pair) for pair in pairs], PORTION_TEXTS)
    total, done = sum(map(len, portions)), 0
    related: list[Pair[Key]] = []
    for portion in portions:
        packed = {key: pack(features(*texts[key], with_meaning=True)) for key in keys_of(portion)}
        related += related_pairs(packed, portion)
        done += len(portion)
        if progress is not None:
            progress(done, total)
    return explained(texts, related)


def related_pairs(packed: Mapping[Key, bytes], pairs: Iterable[Pair[Key]]) -> list[Pair[Key]]:
    """Give the pairs that are related, judged by the packed features of their texts. See `judged_pairs`."""
    return judged_pairs(packed, pairs)[0]


def judged_pairs(
    packed: Mapping[Key, bytes], pairs: Iterable[Pair[Key]]
) -> tuple[list[Pair[Key]], list[tuple[Pair[Key], float]]]:
    """Give the pairs that are related, and those that came near it (`NEAR_POINTS`, no veto) with their scores.

    Of several pairs of two texts the one with the highest score is given. Pairs of one text are compared together
    where they stand together. Raises KeyError for a key that `packed` lacks.
    """
    screen = Screen()
    # By score, then by the distance from the bar: scores are rounded.
    best: dict[tuple[Key, Key], tuple[float, float, Pair[Key]]] = {}
    near: dict[tuple[Key, Key], tuple[float, float, Pair[Key]]] = {}

    @cache
    def screened_at(key: Key) -> Screened:
        return screened(opened(packed[key]))

    @lru_cache(maxsize=READINGS_KEPT)
    def features_at(key: Key) -> Features:
        return unpack(screened_at(key).packed)

    for one, group in groupby(pairs, key=attrgetter("one")):
        for pair in passed(screen, screened_at, one, list(group)):
            weighed = weigh(
                features_at(one),
                features_at(pair.other),
                pair.days_apart,
                same_publisher=pair.same_publisher,
                rewrite_days=pair.rewrite_days,
                under=NEAR_POINTS,
            )
            if weighed is None:
                continue
            judgement = weighed[0]
            if judgement.kind is None and (judgement.veto or judgement.total < -NEAR_POINTS):
                continue
            found = near if judgement.kind is None else best
            known = found.get((pair.one, pair.other))
            if known is None or known[:2] < (judgement.score, judgement.total):
                found[pair.one, pair.other] = judgement.score, judgement.total, pair
    misses = [(pair, score) for key, (score, _, pair) in near.items() if key not in best]
    return [pair for _, _, pair in best.values()], misses


def passed(
    screen: Screen, screened_at: Callable[[Key], Screened], one: Key, together: list[Pair[Key]]
) -> Iterator[Pair[Key]]:
    """Those of one text's pairs that could be related, or come near it. Pairs in two languages are few: each is looked at."""
    language = screened_at(one).packed.language
    others = [screened_at(pair.other) for pair in together]
    same = [place for place, other in enumerate(others) if other.packed.language == language]
    if same:
        found = screen.passed(
            screened_at(one),
            [others[place] for place in same],
            [together[place].days_apart or 0 for place in same],
            [together[place].same_publisher for place in same],
            under=NEAR_POINTS,
            rewrite_days=together[0].rewrite_days,
        )
        yield from (together[same[place]] for place in found.tolist())
    yield from (
        pair for pair, other in zip(together, others, strict=True) if other.packed.language != language
    )


def explained(texts: Mapping[Key, Text], related: Iterable[Pair[Key]]) -> dict[tuple[Key, Key], Relation]:
    """Give related pairs their relation with its full evidence. Raises KeyError for a key that `texts` lacks."""

    @lru_cache(maxsize=READINGS_KEPT)
    def read_at(key: Key) -> Reading:
        return read(*texts[key])

    @lru_cache(maxsize=READINGS_KEPT)
    def features_at(key: Key, with_meaning: bool) -> Features:
        return features_of(read_at(key), with_meaning=with_meaning)

    relations: dict[tuple[Key, Key], Relation] = {}
    for pair in chain.from_iterable(in_portions(list(related), READINGS_KEPT)):
        one, other = read_at(pair.one), read_at(pair.other)
        crosses = one.language != other.language
        relation = explain(
            one,
            other,
            features_at(pair.one, crosses),
            features_at(pair.other, crosses),
            pair.days_apart,
            same_publisher=pair.same_publisher,
            rewrite_days=pair.rewrite_days,
        ).relation
        known = relations.get((pair.one, pair.other))
        if relation is not None and (known is None or known.score < relation.score):
            relations[pair.one, pair.other] = relation
    return relations


def keys_of(pairs: Iterable[Pair[Key]]) -> set[Key]:
    """The texts that some pairs name."""
    return {key for pair in pairs for key in (pair.one, pair.other)}


def in_portions(pairs: list[Pair[Key]], size: int) -> list[list[Pair[Key]]]:
    """Cut pairs into portions that need about `size` texts each, pairs of one text next to each other.

    The first texts of the pairs are met by a breadth-first walk along the pairs, so that the texts around one come
    into the same portion as far as they fit. A text with many more candidates than that makes a larger portion.
    """
    by_one: dict[Key, list[Pair[Key]]] = {}
    around: dict[Key, list[Key]] = {}
    for pair in pairs:
        by_one.setdefault(pair.one, []).append(pair)
        around.setdefault(pair.one, []).append(pair.other)
        around.setdefault(pair.other, []).append(pair.one)
    portions: list[list[Pair[Key]]] = []
    portion: list[Pair[Key]] = []
    needed: set[Key] = set()
    for key in _near_order(around):
        own = by_one.get(key)
        if own is None:
            continue
        if needed and len(needed) + len(own) > size:
            portions.append(portion)
            portion, needed = [], set()
        portion += own
        needed.add(key)
        needed.update(pair.other for pair in own)
    return [*portions, portion] if portion else portions


def _near_order(around: Mapping[Key, list[Key]]) -> Iterator[Key]:
    met: set[Key] = set()
    for start in around:
        if start in met:
            continue
        met.add(start)
        queue = deque([start])
        while queue:
            key = queue.popleft()
            yield key
            for other in around[key]:
                if other not in met:
                    met.add(other)
                    queue.append(other)
