"""The fold: which articles carry the same report. Connected groups, guarded against chains and held to decisions.

Pure, and a function of the sets that come in: neither the order of arrival nor the ids that it gave play a part, only
what the articles are (`ArticleTexts.key`) and how their texts relate.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Generic, TypeVar

from newsfold.dedup.round_ups import Parts, TextPair, round_ups

Node = TypeVar("Node", bound=Hashable)

NOTHING_KNOWN: Mapping[TextPair, Parts] = {}

#: Two groups of at least this many texts each are not joined by a chance bond ...
GUARDED_TEXTS = 3
#: ... but by relations between at least this share of the smaller group's texts, and never by a single one.
LEAST_BOND = 0.5
#: A group that spans more days than this is one story only where a text of its first days is related to one of its last: a
#: saga of daily follow-ups, each kept in part from the day before, is many. Five days of the calendar are four apart.
LONGEST_SAGA = timedelta(days=4)
SAGA_ENDS = timedelta(days=1)
#: Among more articles of one text than this, each is only held against the first: decisions name few.
PAIRED_HOLDERS = 50


@dataclass(frozen=True, slots=True)
class ArticleTexts:
    """What the fold knows of an article: a key that stays the same whenever it arrives, its texts' hashes, and its day where that
    is known."""

    key: tuple[int, bytes]
    texts: frozenset[bytes]
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Decisions(Generic[Node]):
    """What operators decided: pairs of articles that carry the same report, and pairs that don't."""

    same: frozenset[tuple[Node, Node]] = frozenset()
    different: frozenset[tuple[Node, Node]] = frozenset()


@dataclass(frozen=True, slots=True)
class Folded(Generic[Node]):
    """The groups, each sorted by its articles' keys, and the related texts that were kept apart all the same."""

    groups: tuple[tuple[Node, ...], ...]
    apart: frozenset[TextPair]


def fold(
    articles: Mapping[Node, ArticleTexts],
    relations: Mapping[TextPair, float],
    decisions: Decisions[Node],
    parts: Mapping[TextPair, Parts] = NOTHING_KNOWN,
) -> Folded[Node]:
    """Fold articles into groups. `relations` gives the score of each related pair of texts, the
    smaller hash first, and `parts` which part of either text the other covers, where that is known.

    Articles of one text, and those of related texts, belong together, unless

    - a decision says that two of the group are different: then decisions for `same` come first, after them the same
      text, then relations, those within dense groups first, and what would bring the two together is left out;
    - the only bond between two groups, each of several texts, is thin: a chain of follow-ups or one wrong relation must
      not make one story of two. A real story has relations between most of its texts;
    - the two groups together span many days, and nothing ties their first days to their last;
    - what ties them is a round-up that holds a report of either: it goes with the one that it is related to most.
    """
    groups: list[tuple[Node, ...]] = []
    apart: set[TextPair] = set()
    holding_two = round_ups(relations, parts)
    for component, within in components(articles, relations, decisions):
        found = Clusters(component, articles, within, decisions, holding_two)
        if found.is_plain():
            groups.append(in_key_order(component, articles))
            continue
        found.join_all()
        groups.extend(in_key_order(members, articles) for members in found.members.values())
        apart.update(found.relations_apart())
    groups.sort(key=lambda group: articles[group[0]].key)
    return Folded(tuple(groups), frozenset(apart))


def in_key_order(nodes: Iterable[Node], articles: Mapping[Node, ArticleTexts]) -> tuple[Node, ...]:
    """Articles by their keys."""
    return tuple(sorted(nodes, key=lambda node: articles[node].key))


def components(
    articles: Mapping[Node, ArticleTexts], relations: Mapping[TextPair, float], decisions: Decisions[Node]
) -> Iterator[tuple[list[Node], dict[TextPair, float]]]:
    """All that hangs together in any way, by a text, a relation or a decision for `same`, with its relations."""
    parents: dict[Hashable, Hashable] = {}
    texts = {text for article in articles.values() for text in article.texts}
    held = {pair: score for pair, score in relations.items() if pair[0] in texts and pair[1] in texts}
    for node, article in articles.items():
        for text in article.texts:
            unite(parents, ("text", text), ("article", node))
    for one, other in held:
        unite(parents, ("text", one), ("text", other))
    for pair in decisions.same:
        if pair[0] in articles and pair[1] in articles:
            unite(parents, ("article", pair[0]), ("article", pair[1]))
    nodes: dict[Hashable, list[Node]] = defaultdict(list)
    for node in articles:
        nodes[root(parents, ("article", node))].append(node)
    within: dict[Hashable, dict[TextPair, float]] = defaultdict(dict)
    for text_pair, score in held.items():
        within[root(parents, ("text", text_pair[0]))][text_pair] = score
    for key, members in nodes.items():
        yield members, within.get(key, {})


def root(parents: dict[Hashable, Hashable], node: Hashable) -> Hashable:
    """The root of a node's tree, shortening the way there."""
    parents.setdefault(node, node)
    while parents[node] != node:
        parents[node] = parents[parents[node]]
        node = parents[node]
    return node


def unite(parents: dict[Hashable, Hashable], one: Hashable, other: Hashable) -> None:
    """Make one tree of two."""
    parents[root(parents, one)] = root(parents, other)


class Clusters(Generic[Node]):
    """The groups within one component while they grow, bond by bond, the surest first."""

    def __init__(
        self,
        component: Sequence[Node],
        articles: Mapping[Node, ArticleTexts],
        relations: Mapping[TextPair, float],
        decisions: Decisions[Node],
        holding_two: frozenset[bytes] = frozenset(),
    ) -> None:
        self.articles, self.relations, self.decisions = articles, relations, decisions
        ordered = in_key_order(component, articles)
        self.holders: dict[bytes, list[Node]] = defaultdict(list)
        for node in ordered:
            for text in articles[node].texts:
                self.holders[text].append(node)
        self.holding_two = holding_two & self.holders.keys()
        self.cluster = {node: number for number, node in enumerate(ordered)}
        self.members = {number: [node] for number, node in enumerate(ordered)}
        #: Texts of each group, and relations between the texts of each two groups.
        self.texts: Counter[int] = Counter()
        self.bonds: dict[int, Counter[int]] = defaultdict(Counter)
        self.neighbours: dict[bytes, set[bytes]] = defaultdict(set)
        for one_text, other_text in relations:
            self.neighbours[one_text].add(other_text)
            self.neighbours[other_text].add(one_text)
        self.different: dict[Node, set[Node]] = defaultdict(set)
        for one, other in decisions.different:
            if one in self.cluster and other in self.cluster:
                self.different[one].add(other)
                self.different[other].add(one)

    def is_plain(self) -> bool:
        """Whether nothing can keep parts of the component apart."""
        days = self.days_of(self.cluster)
        if self.different or self.holding_two or (days and max(days) - min(days) > LONGEST_SAGA):
            return False
        return min(len(self.holders), len(self.cluster)) < 2 * GUARDED_TEXTS

    def days_of(self, nodes: Iterable[Node]) -> list[date]:
        """The days of some articles, as far as they are known."""
        return [day for node in nodes if (day := self.articles[node].day) is not None]

    def join_all(self) -> None:
        """Join along every bond that may join."""
        inside = self.cluster.keys()
        same = [pair for pair in self.decisions.same if pair[0] in inside and pair[1] in inside]
        for one, other in sorted(same, key=lambda pair: sorted(self.articles[node].key for node in pair)):
            self.join(one, other)
        for text in sorted(self.holders):
            for one, other in holder_pairs(self.holders[text], paired=bool(self.different)):
                self.join(one, other)
        for text in self.holders:
            self.texts[self.cluster_of(text)] += 1
        for one_text, other_text in self.relations:
            first, second = self.cluster_of(one_text), self.cluster_of(other_text)
            self.bonds[first][second] += 1
            self.bonds[second][first] += 1
        ordered = self.in_order_of_support()
        for round_ups_in_it in (0, 2, 1):
            for pair in ordered:
                if len(self.holding_two.intersection(pair)) == round_ups_in_it:
                    self.join_along(pair)

    def join_along(self, pair: TextPair) -> None:
        """Join the groups of two related texts, unless something speaks against it."""
        first, second = (self.cluster_of(text) for text in pair)
        if first == second or self.is_thin(first, second) or self.is_saga(first, second):
            return
        if self.holding_two.isdisjoint(pair) or any(map(self.holds_round_ups_only, (first, second))):
            self.join(self.holders[pair[0]][0], self.holders[pair[1]][0])

    def holds_round_ups_only(self, cluster: int) -> bool:
        """Whether all texts of a group are round-ups: it may still go with another group."""
        return all(self.articles[node].texts <= self.holding_two for node in self.members[cluster])

    def cluster_of(self, text: bytes) -> int:
        """The group of a text: that of the first article which holds it."""
        return self.cluster[self.holders[text][0]]

    def in_order_of_support(self) -> list[TextPair]:
        """The relations, first those whose two texts are related to most others in common, then by score.

        So dense groups are complete before a bond between two of them is looked at.
        """
        near = self.neighbours
        return sorted(
            self.relations,
            key=lambda pair: (-len(near[pair[0]] & near[pair[1]]), -self.relations[pair], pair),
        )

    def is_thin(self, one: int, other: int) -> bool:
        """Whether two groups of several texts have too few relations between them to be one story."""
        smaller = min(self.texts[one], self.texts[other], len(self.members[one]), len(self.members[other]))
        return smaller >= GUARDED_TEXTS and self.bonds[one][other] < max(2, LEAST_BOND * smaller)

    def is_saga(self, one: int, other: int) -> bool:
        """Whether two groups would span many days with nothing between the first and the last of these."""
        nodes = [*self.members[one], *self.members[other]]
        days = self.days_of(nodes)
        if not days or max(days) - min(days) <= LONGEST_SAGA:
            return False
        first, last = min(days) + SAGA_ENDS, max(days) - SAGA_ENDS
        early, late = set[bytes](), set[bytes]()
        for node in nodes:
            article = self.articles[node]
            if article.day is not None and article.day <= first:
                early |= article.texts
            if article.day is not None and article.day >= last:
                late |= article.texts
        return not early & late and all(self.neighbours[text].isdisjoint(late) for text in early)

    def join(self, one: Node, other: Node) -> None:
        """Make one group of two, unless a decision keeps any of their articles apart."""
        first, second = sorted((self.cluster[one], self.cluster[other]))
        if first == second:
            return
        if self.different and any(
            self.cluster[enemy] == second
            for node in self.members[first]
            for enemy in self.different.get(node, ())
        ):
            return
        if len(self.members[first]) < len(self.members[second]):
            first, second = second, first
        moved = self.members.pop(second)
        self.members[first].extend(moved)
        self.cluster.update(dict.fromkeys(moved, first))
        self.texts[first] += self.texts.pop(second, 0)
        for neighbour, count in self.bonds.pop(second, Counter()).items():
            self.bonds[neighbour].pop(second, None)
            if neighbour != first:
                self.bonds[first][neighbour] += count
                self.bonds[neighbour][first] += count

    def relations_apart(self) -> Iterator[TextPair]:
        """The related texts that no group holds both of."""
        for one, other in self.relations:
            clusters = [{self.cluster[node] for node in self.holders[text]} for text in (one, other)]
            if not clusters[0] & clusters[1]:
                yield one, other


def holder_pairs(holders: Sequence[Node], *, paired: bool) -> Iterable[tuple[Node, Node]]:
    """The articles of one text, each with the first; where decisions play a part, each with each."""
    if paired and len(holders) <= PAIRED_HOLDERS:
        return combinations(holders, 2)
    return ((holders[0], other) for other in holders[1:])
