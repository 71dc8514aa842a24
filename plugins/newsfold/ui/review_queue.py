"""In which order uncertain pairs are shown: what one look may put right for most articles comes first. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

#: Links in stories of more articles than this are not followed: each counts as joining one article.
MOST_ARTICLES = 300
#: What a link counts for whose articles hang together by others too.
NO_BRIDGE = 0.5


@dataclass(frozen=True, slots=True)
class Waiting:
    """Two articles that a person may decide on. `moved` articles change their story if the method is wrong; `is_near`: a
    near miss, else a link.
    """

    article_id: int
    other_article_id: int
    is_near: bool
    relation: str | None
    score: float
    moved: float
    is_bridge: bool
    articles: int

    @property
    def worth(self) -> float:
        """How unsure the pair is (1 at even odds, 0 where the method is certain), times the articles that it moves."""
        return 4 * self.score * (1 - self.score) * self.moved


def ranked(pairs: Iterable[Any], links: Iterable[Any]) -> list[Waiting]:
    """Rows of `reviews.unsure_pairs`, the most valuable first. `links` are those of `reviews.story_links`."""
    joined: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for link in links:
        joined[link.story_id][link.article_id].add(link.matched_article_id)
        joined[link.story_id][link.matched_article_id].add(link.article_id)
    found = [weighed(pair, joined.get(pair.story_id, {})) for pair in pairs]
    return sorted(found, key=lambda each: (-each.worth, each.article_id, each.other_article_id))


def weighed(pair: Any, neighbours: dict[int, set[int]]) -> Waiting:
    """One row with what hangs on it."""
    is_near = pair.kind == "near"
    if is_near:
        moved, is_bridge = float(min(pair.articles, pair.other_articles)), True
    else:
        part = reached(pair.article_id, (pair.article_id, pair.other_article_id), neighbours)
        is_bridge = bool(neighbours) and pair.other_article_id not in part
        moved = float(max(1, min(len(part), pair.articles - len(part)))) if is_bridge else NO_BRIDGE
    return Waiting(
        pair.article_id,
        pair.other_article_id,
        is_near,
        pair.relation,
        pair.score,
        moved,
        is_bridge,
        pair.articles,
    )


def reached(start: int, without: Sequence[int], neighbours: dict[int, set[int]]) -> set[int]:
    """The articles that hang together with one, where the link between two of them is left out."""
    cut, met, waiting = set(without), {start}, [start]
    while waiting:
        at = waiting.pop()
        for other in neighbours.get(at, ()):
            if other not in met and {at, other} != cut:
                met.add(other)
                waiting.append(other)
    return met
