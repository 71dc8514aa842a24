"""The relations of many pairs: each text is read once, each pair judged once, and only what is related is explained."""

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from newsfold.dedup.explanation import explain
from newsfold.dedup.reading import Reading, read
from newsfold.dedup.relation import relate
from newsfold.dedup.text_features import Features, features
from newsfold.model import Relation

Key = TypeVar("Key", bound=Hashable)

#: How many texts' features are kept at once; one takes about 60 kB.
FEATURES_KEPT = 4000
#: The same for the readings of texts whose relations are explained; one takes about 100 kB.
READINGS_KEPT = 64


class Pair(NamedTuple, Generic[Key]):
    """Two texts to compare, by their keys, and what is known of them beside their words (see `relate`)."""

    one: Key
    other: Key
    days_apart: int | None = None
    same_publisher: bool = False


def relate_many(
    texts: Mapping[Key, tuple[str, str | None]],
    pairs: Iterable[tuple[Key, Key, int | None] | tuple[Key, Key, int | None, bool]],
    progress: Callable[[int, int], None] | None = None,
) -> dict[tuple[Key, Key], Relation]:
    """Give the related pairs of some texts, each relation with its full evidence.

    `texts` maps a key to body and language, `pairs` are as `Pair`, and `progress` hears of pairs done and in all. Two
    texts may come in several pairs, one for each way in which they were published: the highest score is kept. The
    result does not depend on the order of the pairs. Raises KeyError for a key that `texts` lacks.
    """
    waiting = in_near_order([Pair(*pair) for pair in pairs])
    kept: OrderedDict[Key, Features] = OrderedDict()
    related: dict[tuple[Key, Key], Relation] = {}

    @lru_cache(maxsize=READINGS_KEPT)
    def reading_at(key: Key) -> Reading:
        return read(*texts[key])

    def features_at(key: Key) -> Features:
        found = kept.get(key)
        if found is None:
            found = kept[key] = features(*texts[key])
            if len(kept) > FEATURES_KEPT:
                kept.popitem(last=False)
        else:
            kept.move_to_end(key)
        return found

    for done, (one, other, days_apart, same_publisher) in enumerate(waiting, start=1):
        a, b = features_at(one), features_at(other)
        if relate(a, b, days_apart, same_publisher=same_publisher) is not None:
            readings = reading_at(one), reading_at(other)
            relation = explain(*readings, a, b, days_apart, same_publisher=same_publisher).relation
            known = related.get((one, other))
            if relation is not None and (known is None or known.score < relation.score):
                related[one, other] = relation
        if progress is not None:
            progress(done, len(waiting))
    return related


def in_near_order(pairs: list[Pair[Key]]) -> list[Pair[Key]]:
    """Sort pairs so that those of one text, and of the texts around it, come close together.

    The texts are numbered as a breadth-first walk along the pairs meets them; a pair stands at its later text. With
    pairs in any other order, features would be forgotten and made again and again.
    """
    neighbours: dict[Key, list[Key]] = {}
    for pair in pairs:
        neighbours.setdefault(pair.one, []).append(pair.other)
        neighbours.setdefault(pair.other, []).append(pair.one)
    places: dict[Key, int] = {}
    for start in neighbours:
        queue = deque([start] if start not in places else [])
        places.setdefault(start, len(places))
        while queue:
            for key in neighbours[queue.popleft()]:
                if key not in places:
                    places[key] = len(places)
                    queue.append(key)
    return sorted(pairs, key=lambda pair: sorted((places[pair.one], places[pair.other]), reverse=True))
