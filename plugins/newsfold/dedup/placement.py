"""What becomes of each record of a run: identity first, then the relations, then the fold into stories.

Pure: what is stored comes in with the arrivals and the relations, what is to be stored goes out. The stories that come
out do not depend on the order or the batches in which records arrive; the outcomes say how each record was met.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsfold.model import Arrival, Link, Outcome, Placement, Plan, Relation, StoredArticle


@dataclass(slots=True)
class Identity:
    """The versions of one article while the run's records are read in order."""

    owner: StoredArticle | int
    seen: set[bytes]
    current: bytes | None
    changed_at: datetime | None
    latest: int
    texts: set[bytes] = field(default_factory=set)


def plan(
    arrivals: Sequence[Arrival],
    relations: Mapping[tuple[bytes, bytes], Relation],
    stored_texts: Mapping[bytes, StoredArticle],
) -> Plan:
    """Place each arrival, in order. `relations` are keyed by two content hashes; `stored_texts` gives the stored
    article of each content that is not among the arrivals, or is also stored."""
    placed, identities = identify(arrivals)
    links = [*copy_links(placed, identities), *relation_links(placed, identities, relations, stored_texts)]
    return fold_into_stories(placed, identities, links)


def identify(arrivals: Sequence[Arrival]) -> tuple[dict[int, Placement], dict[int, Identity]]:
    """Same source and uri: unchanged or a version. The others are new and called original until links are known."""
    by_identity: dict[tuple[int, bytes], Identity] = {}
    placed: dict[int, Placement] = {}
    owners: dict[int, Identity] = {}
    for arrival in arrivals:
        identity = by_identity.get(arrival.identity)
        if identity is None and arrival.known is not None:
            identity = Identity(
                arrival.known,
                set(),
                arrival.held_version_sha256,
                arrival.held_changed_at,
                arrival.latest_version,
            )
            by_identity[arrival.identity] = identity
        if identity is None:
            identity = Identity(arrival.number, set(), arrival.version_sha256, arrival.changed_at, 1)
            by_identity[arrival.identity] = identity
            placed[arrival.number] = Placement(arrival, Outcome.ORIGINAL, version=1, is_current=True)
        elif is_unchanged(arrival, identity):
            placed[arrival.number] = Placement(arrival, Outcome.UNCHANGED)
        else:
            placed[arrival.number] = new_version(arrival, identity)
        identity.seen.add(arrival.version_sha256)
        identity.texts.add(arrival.content_sha256)
        owners[arrival.number] = identity
    return placed, owners


def is_unchanged(arrival: Arrival, identity: Identity) -> bool:
    """Whether the article is held in this state already. A return to an older state, dated later than the present
    one, is a change; without such a date it is an old copy of the file."""
    if arrival.version_sha256 == identity.current:
        return True
    if arrival.version_sha256 not in identity.seen and not arrival.version_known:
        return False
    return not (arrival.changed_at and identity.changed_at and arrival.changed_at > identity.changed_at)


def new_version(arrival: Arrival, identity: Identity) -> Placement:
    """The next version of a known article; it becomes the current one unless it is dated before that."""
    older = arrival.changed_at and identity.changed_at and arrival.changed_at < identity.changed_at
    identity.latest += 1
    if not older:
        identity.current = arrival.version_sha256
        identity.changed_at = arrival.changed_at or identity.changed_at
    return Placement(arrival, Outcome.VERSION, version=identity.latest, is_current=not older)


def copy_links(placed: Mapping[int, Placement], identities: Mapping[int, Identity]) -> Iterable[Link]:
    """The same text again, under another uri: stored, or earlier in the run."""
    first: dict[bytes, StoredArticle | int] = {}
    for number, placement in placed.items():
        if placement.outcome is Outcome.UNCHANGED:
            continue
        owner = identities[number].owner
        holder = placement.arrival.same_text or first.setdefault(placement.arrival.content_sha256, owner)
        if holder != owner:
            yield Link(owner, holder, Outcome.COPY, 1.0, {"same_text": True})


def relation_links(
    placed: Mapping[int, Placement],
    identities: Mapping[int, Identity],
    relations: Mapping[tuple[bytes, bytes], Relation],
    stored_texts: Mapping[bytes, StoredArticle],
) -> Iterable[Link]:
    """A link for each relation between two texts, between the articles that hold them."""
    holders: dict[bytes, StoredArticle | int] = dict(stored_texts)
    for number, placement in placed.items():
        if placement.outcome is not Outcome.UNCHANGED:
            holders.setdefault(placement.arrival.content_sha256, identities[number].owner)
    for (one, other), relation in sorted(relations.items()):
        if one in holders and other in holders and holders[one] != holders[other]:
            first, second = sorted((holders[one], holders[other]), key=arrival_order)
            yield Link(second, first, relation.kind, relation.score, relation.evidence)


def arrival_order(node: StoredArticle | int) -> tuple[int, int]:
    """StoredArticle articles come before those of the run."""
    return (0, node.article_id) if isinstance(node, StoredArticle) else (1, node)


def fold_into_stories(
    placed: Mapping[int, Placement], identities: Mapping[int, Identity], links: Sequence[Link]
) -> Plan:
    """Connected groups of the links; each stored story is one node, so that touching two of them merges them."""
    parents: dict[tuple[str, int], tuple[str, int]] = {}
    for number, placement in placed.items():
        if placement.outcome is not Outcome.UNCHANGED:
            find(parents, story_node(identities[number].owner))
    for link in links:
        union(parents, story_node(link.article), story_node(link.matched))
    members: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for node in sorted(parents):
        members[find(parents, node)].append(node)
    groups: dict[int, int | None] = {}
    merges: dict[int, int] = {}
    group_of: dict[int, int] = {}
    by_first_arrival = sorted(
        members.values(), key=lambda nodes: min((n for kind, n in nodes if kind == "arrival"), default=-1)
    )
    for nodes in by_first_arrival:
        stories = sorted(number for kind, number in nodes if kind == "story")
        arrivals = [number for kind, number in nodes if kind == "arrival"]
        if arrivals:
            group = len(groups) + 1
            groups[group] = stories[0] if stories else None
            group_of.update(dict.fromkeys(arrivals, group))
        for story in stories[1:]:
            merges[story] = stories[0]
    placements = choose_matches(placed, links, group_of)
    return Plan(tuple(placements), tuple(links), groups, merges)


def story_node(node: StoredArticle | int) -> tuple[str, int]:
    """The node of the fold's graph: a stored article stands for its whole story."""
    return ("story", node.story_id) if isinstance(node, StoredArticle) else ("arrival", node)


def find(parents: dict[tuple[str, int], tuple[str, int]], node: tuple[str, int]) -> tuple[str, int]:
    """The root of a node's group, shortening the way there."""
    root = parents.setdefault(node, node)
    while parents[root] != root:
        root = parents[root]
    while parents[node] != root:
        parents[node], node = root, parents[node]
    return root


def union(
    parents: dict[tuple[str, int], tuple[str, int]], one: tuple[str, int], other: tuple[str, int]
) -> None:
    """Join two groups; the smaller root stays root."""
    first, second = sorted((find(parents, one), find(parents, other)))
    parents[second] = first


def choose_matches(
    placed: Mapping[int, Placement], links: Sequence[Link], group_of: Mapping[int, int]
) -> list[Placement]:
    """Give each new article the article it repeats: the best link to one that is stored or was met before it.

    The earliest of a new story is its original. From there the others are met along their links, so that no story
    gets a second original because two of its articles are only linked through a third.
    """
    neighbours: dict[int, list[tuple[StoredArticle | int, Link]]] = defaultdict(list)
    for link in links:
        for one, other in ((link.article, link.matched), (link.matched, link.article)):
            if isinstance(one, int):
                neighbours[one].append((other, link))
    waiting: dict[int, list[int]] = defaultdict(list)
    for number, placement in placed.items():
        if placement.outcome is Outcome.ORIGINAL:
            waiting[group_of[number]].append(number)
    result = dict(placed)
    for group, numbers in waiting.items():
        for number, matched in meet(numbers, neighbours):
            placement = replace(result[number], story_group=group)
            if matched is not None:
                other, link = matched
                placement = replace(placement, outcome=link.relation, matched=other, score=link.score)
            result[number] = placement
    return [result[number] for number in sorted(result)]


def meet(
    numbers: list[int], neighbours: Mapping[int, list[tuple[StoredArticle | int, Link]]]
) -> Iterable[tuple[int, tuple[StoredArticle | int, Link] | None]]:
    """The arrivals of one group in the order in which they are met, each with its best link to one met before."""
    left, met = sorted(numbers), set()
    while left:
        for number in left:
            known = [
                (other, link)
                for other, link in neighbours[number]
                if isinstance(other, StoredArticle) or other in met
            ]
            if known:
                break
        else:
            number, known = left[0], []
        left.remove(number)
        met.add(number)
        yield number, min(known, key=link_preference) if known else None


def link_preference(pair: tuple[StoredArticle | int, Link]) -> tuple[object, ...]:
    """A copy before other relations, then the higher score, then the earlier article."""
    other, link = pair
    return (link.relation is not Outcome.COPY, -link.score, *arrival_order(other))
