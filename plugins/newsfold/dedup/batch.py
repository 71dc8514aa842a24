"""The relations of many pairs: each text is read once, each pair judged once, and only what is related is explained."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

from newsfold.dedup.explanation import compare_readings
from newsfold.dedup.reading import read
from newsfold.dedup.relation import relate
from newsfold.dedup.text_features import Features, features
from newsfold.model import Relation

Key = TypeVar("Key", bound=Hashable)

#: How many texts' features are kept at once; one takes about 60 kB.
FEATURES_KEPT = 4000


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

    `texts` maps a key to body and language, `pairs` are as `Pair`, and `progress` hears of pairs done and in all. The
    result does not depend on the order of the pairs. Raises KeyError for a key that `texts` lacks.
    """
    waiting: list[Pair[Key]] = [Pair(*pair) for pair in pairs]
    kept: OrderedDict[Key, Features] = OrderedDict()
    related: dict[tuple[Key, Key], Relation] = {}

    def features_at(key: Key) -> Features:
        found = kept.get(key)
        if found is None:
            found = kept[key] = features(*texts[key])
            if len(kept) > FEATURES_KEPT:
                kept.popitem(last=False)
        return found

    for done, (one, other, days_apart, same_publisher) in enumerate(waiting, start=1):
        a, b = features_at(one), features_at(other)
        if relate(a, b, days_apart, same_publisher=same_publisher) is not None:
            readings = read(*texts[one]), read(*texts[other])
            relation = compare_readings(*readings, days_apart, same_publisher=same_publisher).relation
            if relation is not None:
                related[one, other] = relation
        if progress is not None:
            progress(done, len(waiting))
    return related
