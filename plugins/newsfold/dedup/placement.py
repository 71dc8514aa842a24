"""What becomes of each record of a run: identity first, then the relations, then the fold into stories.

Pure: what is stored comes in with the arrivals and the relations, what is to be stored goes out. The stories that come
out do not depend on the order or the batches in which records arrive; the outcomes say how each record was met.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import inf

from newsfold.dedup.fold import ArticleTexts, Decisions, TextPair, fold
from newsfold.model import Arrival, Link, Outcome, Placement, Plan, Relation, StoredArticle, StoredStories

NO_STORIES = StoredStories()


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
    relations: Mapping[TextPair, Relation],
    stored_texts: Mapping[bytes, StoredArticle],
    stored: StoredStories = NO_STORIES,
) -> Plan:
    """Place each arrival, in order, and fold all that hangs together with them anew.

    `relations` are keyed by two content hashes; `stored_texts` gives the stored article of each content that is not among
    the arrivals, or is also stored. `stored` must hold the stories of all stored articles that the others name.
    """
    placed, identities = identify(arrivals)
    links = [*copy_links(placed, identities), *relation_links(placed, identities, relations, stored_texts)]
    return fold_into_stories(placed, identities, links, relations, stored)


def identify(arrivals: Sequence[Arrival]) -> tuple[dict[int, Placement], dict[int, Identity]]:
    """Same source and uri: unchanged or a version. The others are new and called original until links are known.

    What was held and removed does not come back by being delivered again: it is unchanged, and belongs to no article.
    """
    by_identity: dict[tuple[int, bytes], Identity] = {}
    placed: dict[int, Placement] = {}
    owners: dict[int, Identity] = {}
    for arrival in arrivals:
        if arrival.is_removed:
            placed[arrival.number] = Placement(arrival, Outcome.UNCHANGED)
            owners[arrival.number] = Identity(arrival.number, set(), None, None, 0)
            continue
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
    """The next version of a known article; it becomes the current one unless it is dated before that. Where the dates don't
    tell, an old file that is read again does not bring back what a later file has changed.
    """
    if arrival.changed_at and identity.changed_at and arrival.changed_at != identity.changed_at:
        older = arrival.changed_at < identity.changed_at
    else:
        older = arrival.fetched_before_held and identity.current == arrival.held_version_sha256
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
            text = placement.arrival.content_sha256
            yield Link(owner, holder, Outcome.COPY, 1.0, {"same_text": True}, (text, text))


def relation_links(
    placed: Mapping[int, Placement],
    identities: Mapping[int, Identity],
    relations: Mapping[TextPair, Relation],
    stored_texts: Mapping[bytes, StoredArticle],
) -> Iterable[Link]:
    """A link for each relation between two texts, between the articles that hold them."""
    holders: dict[bytes, StoredArticle | int] = dict(stored_texts)
    for number, placement in placed.items():
        if placement.outcome is not Outcome.UNCHANGED:
            holders.setdefault(placement.arrival.content_sha256, identities[number].owner)
    for (one, other), relation in sorted(relations.items()):
        if one in holders and other in holders and holders[one] != holders[other]:
            (first, matched), (second, text) = sorted(
                ((holders[one], one), (holders[other], other)), key=lambda end: arrival_order(end[0])
            )
            yield Link(second, first, relation.kind, relation.score, relation.evidence, (text, matched))


def arrival_order(node: StoredArticle | int) -> tuple[int, int]:
    """StoredArticle articles come before those of the run."""
    return (0, node.article_id) if isinstance(node, StoredArticle) else (1, node)


def fold_into_stories(
    placed: Mapping[int, Placement],
    identities: Mapping[int, Identity],
    links: Sequence[Link],
    relations: Mapping[TextPair, Relation],
    stored: StoredStories,
) -> Plan:
    """The groups of the fold as stories, and what changes by them: new articles' stories, moves, merges, links."""
    articles = articles_to_fold(placed, identities, stored)
    scores: dict[TextPair, float] = {}
    found = [(link.texts, link.score) for link in stored.links]
    for (one, other), score in [*found, *((pair, relation.score) for pair, relation in relations.items())]:
        pair = (one, other) if one < other else (other, one)
        scores[pair] = max(score, scores.get(pair, 0.0))
    by_id = {member.article.article_id: member.article for member in stored.members}
    folded = fold(articles, scores, Decisions(named(stored.same, by_id), named(stored.different, by_id)))
    group_of = {node: number for number, group in enumerate(folded.groups) for node in group}
    groups, merges, moves, numbers = assign_stories(folded.groups, placed, identities)
    kept = [replace(link, joins=group_of[link.article] == group_of[link.matched]) for link in links]
    joins = {
        link.link_id: not link.joins
        for link in stored.links
        if link.joins != (group_of[by_id[link.article_id]] == group_of[by_id[link.matched_article_id]])
    }
    new = {number: numbers[group_of[number]] for number in placed if number in group_of}
    placements = choose_matches(placed, [link for link in kept if link.joins], new)
    return Plan(tuple(placements), tuple(kept), groups, merges, moves, joins)


def named(
    pairs: Iterable[tuple[int, int]], by_id: Mapping[int, StoredArticle]
) -> frozenset[tuple[StoredArticle | int, StoredArticle | int]]:
    """Decisions on articles by their ids, as the fold's nodes."""
    return frozenset((by_id[one], by_id[other]) for one, other in pairs if one in by_id and other in by_id)


def articles_to_fold(
    placed: Mapping[int, Placement], identities: Mapping[int, Identity], stored: StoredStories
) -> dict[StoredArticle | int, ArticleTexts]:
    """The stored articles and those of the run, with all texts that each has had."""
    articles: dict[StoredArticle | int, ArticleTexts] = {
        member.article: ArticleTexts(member.identity, member.texts) for member in stored.members
    }
    for number, placement in placed.items():
        owner, texts = identities[number].owner, frozenset(identities[number].texts)
        known = articles.get(owner)
        if known is None and placement.outcome is Outcome.UNCHANGED:
            continue  # a stored article that nothing of this run touches
        articles[owner] = ArticleTexts(placement.arrival.identity, texts | known.texts if known else texts)
    return articles


def assign_stories(
    folded: Sequence[Sequence[StoredArticle | int]],
    placed: Mapping[int, Placement],
    identities: Mapping[int, Identity],
) -> tuple[dict[int, int | None], dict[int, int], dict[int, int], dict[int, int]]:
    """Which story each group is: the oldest of those whose first article is in it, else a new one.

    Gives the stories of the groups that change or receive articles, the merges, the moves, and for each place in `folded`
    the number of its group. Groups with arrivals are numbered by their first one, the others follow.
    """
    oldest: dict[int, int] = {}
    for node in (node for group in folded for node in group if isinstance(node, StoredArticle)):
        oldest[node.story_id] = min(node.article_id, oldest.get(node.story_id, node.article_id))
    heirs = [
        sorted(
            {
                node.story_id
                for node in group
                if isinstance(node, StoredArticle) and oldest[node.story_id] == node.article_id
            }
        )
        for group in folded
    ]
    stories = [found[0] if found else None for found in heirs]
    moved = [
        [node for node in group if isinstance(node, StoredArticle) and node.story_id != story]
        for group, story in zip(folded, stories, strict=True)
    ]
    left = {node.story_id for nodes in moved for node in nodes}
    touched = {
        identities[number].owner for number, each in placed.items() if each.outcome is not Outcome.UNCHANGED
    }
    groups: dict[int, int | None] = {}
    merges: dict[int, int] = {}
    moves: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for place in sorted(range(len(folded)), key=lambda place: first_arrival(folded[place], place)):
        if moved[place] or stories[place] in left or not touched.isdisjoint(folded[place]):
            number = numbers[place] = len(groups) + 1
            groups[number] = stories[place]
            merges.update((other, heirs[place][0]) for other in heirs[place][1:])
            moves.update((node.article_id, number) for node in moved[place])
    return groups, merges, moves, numbers


def first_arrival(group: Sequence[StoredArticle | int], place: int) -> tuple[float, int]:
    """The number of a group's first arrival, infinite where it has none, then its place."""
    return min((node for node in group if isinstance(node, int)), default=inf), place


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
