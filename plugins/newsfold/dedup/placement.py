"""What becomes of a run: which article each record is of (`recognition`, `versions`), the relations, the fold into stories.

Pure: what is stored comes in with the arrivals and the relations, what is to be stored goes out. The stories that come
out do not depend on the order or the batches in which records arrive; the outcomes say how each record was met.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import inf
from typing import Any

from newsfold.dedup.fold import ArticleTexts, Decisions, fold
from newsfold.dedup.recognition import Identity
from newsfold.dedup.round_ups import Part, Parts, TextPair
from newsfold.dedup.versions import Identified
from newsfold.model import (
    HandedLink,
    Link,
    Outcome,
    Placement,
    Plan,
    Relation,
    StoredArticle,
    StoredLink,
    StoredStories,
)

NO_STORIES = StoredStories()
Node = StoredArticle | int


def plan(
    identified: Identified,
    relations: Mapping[TextPair, Relation],
    stored_texts: Mapping[bytes, StoredArticle],
    stored: StoredStories = NO_STORIES,
) -> Plan:
    """Fold all that hangs together with a run's articles anew, by what each says now.

    `relations` are keyed by two content hashes; `stored_texts` gives a stored article that says each text now, and goes on
    saying it after this run. `stored` must hold the stories of all stored articles that the others name.
    """
    links = [*copy_links(identified, stored_texts), *relation_links(identified, relations, stored_texts)]
    return fold_into_stories(identified, links, relations, stored)


def holders_of(identified: Identified, stored_texts: Mapping[bytes, StoredArticle]) -> dict[bytes, Node]:
    """An article that says each text now: a stored one, else the first of the run."""
    holders: dict[bytes, Node] = dict(stored_texts)
    for identity in identified.changed():
        holders.setdefault(identity.state.content_sha256, identity.owner)
    return holders


def copy_links(identified: Identified, stored_texts: Mapping[bytes, StoredArticle]) -> Iterable[Link]:
    """The same text again, by another name: stored, or earlier in the run."""
    holders = holders_of(identified, stored_texts)
    for identity in identified.changed():
        text = identity.state.content_sha256
        if holders[text] != identity.owner:
            yield Link(identity.owner, holders[text], Outcome.COPY, 1.0, {"same_text": True}, (text, text))


def relation_links(
    identified: Identified,
    relations: Mapping[TextPair, Relation],
    stored_texts: Mapping[bytes, StoredArticle],
) -> Iterable[Link]:
    """A link for each relation between two texts, between the articles that say them."""
    holders = holders_of(identified, stored_texts)
    for (one, other), relation in sorted(relations.items()):
        if one in holders and other in holders and holders[one] != holders[other]:
            (first, matched), (second, text) = sorted(
                ((holders[one], one), (holders[other], other)), key=lambda end: arrival_order(end[0])
            )
            evidence = relation.evidence if text == one else turned(relation.evidence)
            yield Link(second, first, relation.kind, relation.score, evidence, (text, matched))


def turned(evidence: Mapping[str, object]) -> dict[str, object]:
    """The evidence with the parts of the two texts in the order of the link."""
    parts = parts_in(evidence.get("parts"))
    return {**evidence, **({"parts": [parts[1], parts[0]]} if parts else {})}


def parts_in(kept: Any) -> Parts | None:
    """The parts of two texts, as evidence has them; None where an earlier method kept none."""
    return (Part(*kept[0]), Part(*kept[1])) if kept else None


def arrival_order(node: Node) -> tuple[int, int]:
    """Stored articles come before those of the run."""
    return (0, node.article_id) if isinstance(node, StoredArticle) else (1, node)


def fold_into_stories(
    identified: Identified,
    links: Sequence[Link],
    relations: Mapping[TextPair, Relation],
    stored: StoredStories,
) -> Plan:
    """The groups of the fold as stories, and what changes by them: new articles' stories, moves, merges, links."""
    placed, identities = identified.placed, identified.identities
    articles = articles_to_fold(identified, stored)
    by_id = {member.article.article_id: member.article for member in stored.members}
    standing, handed, closes = sort_links(stored.links, articles, by_id)
    scores: dict[TextPair, float] = {}
    parts: dict[TextPair, Parts] = {}
    found: list[tuple[TextPair, float, Any]] = [
        (link.texts, link.score, link.parts) for link in [*standing, *(each.link for each in handed)]
    ]
    found += [(pair, relation.score, relation.evidence.get("parts")) for pair, relation in relations.items()]
    for (one, other), score, said in found:
        pair = (one, other) if one < other else (other, one)
        scores[pair] = max(score, scores.get(pair, 0.0))
        if (known := parts_in(said)) is not None:
            parts[pair] = known if one < other else (known[1], known[0])
    decisions = Decisions(named(stored.same, by_id), named(stored.different, by_id))
    folded = fold(articles, scores, decisions, parts)
    group_of = {node: number for number, group in enumerate(folded.groups) for node in group}
    groups, merges, moves, numbers = assign_stories(folded.groups, placed, identities)
    kept = [replace(link, joins=group_of[link.article] == group_of[link.matched]) for link in links]
    joins = {
        link.link_id: not link.joins
        for link in standing
        if link.joins != (group_of[by_id[link.article_id]] == group_of[by_id[link.matched_article_id]])
    }
    handed = [replace(each, joins=group_of[each.article] == group_of[each.matched]) for each in handed]
    new = {number: numbers[group_of[number]] for number in placed if number in group_of}
    placements = choose_matches(placed, [link for link in kept if link.joins], new)
    return Plan(
        tuple(placements),
        tuple(kept),
        groups,
        merges,
        moves,
        joins,
        closes=tuple(closes),
        handed=tuple(handed),
        doubted=identified.doubted,
    )


def sort_links(
    links: Iterable[StoredLink],
    articles: Mapping[Node, ArticleTexts],
    by_id: Mapping[int, StoredArticle],
) -> tuple[list[StoredLink], list[HandedLink], list[int]]:
    """Stored links whose articles still say what was compared; those that go over to another article which says it; and the
    ids of those that hold no more, the second ones' too. A story links what articles say now.
    """
    holders: dict[bytes, list[Node]] = defaultdict(list)
    for node in sorted(articles, key=arrival_order):
        for text in articles[node].texts:
            holders[text].append(node)
    standing: list[StoredLink] = []
    handed: list[HandedLink] = []
    closes: list[int] = []
    for link in links:
        ends: list[Node] = [by_id[link.article_id], by_id[link.matched_article_id]]
        says = [text in articles[end].texts for end, text in zip(ends, link.texts, strict=True)]
        if all(says):
            standing.append(link)
            continue
        closes.append(link.link_id)
        for place in (0, 1):
            if not says[place]:
                other = ends[1 - place] if says[1 - place] else None
                ends[place] = next(
                    (each for each in holders[link.texts[place]] if each != other), ends[place]
                )
                says[place] = link.texts[place] in articles[ends[place]].texts
        if all(says) and ends[0] != ends[1]:
            handed.append(HandedLink(link, ends[0], ends[1]))
    return standing, handed, closes


def named(
    pairs: Iterable[tuple[int, int]], by_id: Mapping[int, StoredArticle]
) -> frozenset[tuple[StoredArticle | int, StoredArticle | int]]:
    """Decisions on articles by their ids, as the fold's nodes."""
    return frozenset((by_id[one], by_id[other]) for one, other in pairs if one in by_id and other in by_id)


def articles_to_fold(identified: Identified, stored: StoredStories) -> dict[Node, ArticleTexts]:
    """The stored articles and those of the run, with the text that each says now."""
    articles: dict[Node, ArticleTexts] = {
        member.article: ArticleTexts(member.identity, frozenset({member.text}), member.day)
        for member in stored.members
    }
    for identity in identified.changed():
        state = identity.state
        day = state.day if state.is_dated else None
        articles[identity.owner] = ArticleTexts(identity.key, frozenset({state.content_sha256}), day)
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
