"""From links to stories: connected groups, and the article that stands for each."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def fold(nodes: Iterable[Node], links: Iterable[tuple[Node, Node]]) -> list[frozenset[Node]]:
    """Give the connected groups of all nodes, alone ones too.

    The groups depend on the set of nodes and links only, never on their order or on how they came in batches. Groups
    are listed by the first place of a member in `nodes`. A node that only `links` names is a group's member too.
    """
    parent: dict[Node, Node] = {node: node for node in nodes}

    def root(node: Node) -> Node:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for first, second in links:
        parent[root(first)] = root(second)
    groups: dict[Node, list[Node]] = {}
    for node in list(parent):
        groups.setdefault(root(node), []).append(node)
    return [frozenset(members) for members in groups.values()]


@dataclass(frozen=True, slots=True)
class Member:
    """One article of a story, with what the choice of the representative needs. `length` is in characters."""

    article_id: int
    length: int
    published_on: date | None = None
    published_at: datetime | None = None


def representative(members: Iterable[Member]) -> Member:
    """Choose the story's representative: the earliest published, then the longest text, then the smallest id.

    An instant counts as its day in UTC against a bare day; on one day, instants come in their order and before bare
    days. Articles without any date come last. Raises ValueError when there are no members.
    """
    return min(members, key=_order)


def _order(member: Member) -> tuple[date, datetime, int, int]:
    latest = datetime.max.replace(tzinfo=UTC)
    instant = member.published_at or latest
    day = instant.astimezone(UTC).date() if member.published_at else member.published_on
    return (day or date.max, instant, -member.length, member.article_id)
