"""Events: which stories tell of one thing that happened. Stars of stories around the most central ones.

The story that most others are bound to is the centre of its event, and whatever is bound to a centre joins it: so nothing is
joined over a chain of others, and each member has a reason that names the centre. Who is a centre is told by rank, from the top:
a story that no centre of higher rank is bound to. That is a function of the bonds and decisions alone, whatever came first.

It is also a local one: what a change of one story moves is found by going from neighbour to neighbour (`Region`), and the rest is
left as it is. A story that is a centre has itself as its centre, also where nothing has joined it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

Pair = tuple[int, int]


class Standing(NamedTuple):
    """A story among others: what its bonds add up to, a key that is the same whenever it arrives, and the centre of the
    event that it is in: itself, another story, or None where it is in none."""

    weight: int
    key: bytes
    center: int | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """Pairs of stories of which people say that they are of one event, or of two; the smaller id first."""

    same: frozenset[Pair] = frozenset()
    different: frozenset[Pair] = frozenset()

    def partners(self, stories: Collection[int]) -> set[int]:
        """All stories that decisions name beside certain ones, and those beside these, and so on."""
        beside: dict[int, set[int]] = defaultdict(set)
        for one, other in self.same | self.different:
            beside[one].add(other)
            beside[other].add(one)
        found, due = set[int](), list(stories)
        while due:
            for each in beside.get(due.pop(), set()) - found:
                found.add(each)
                due.append(each)
        return found


NONE = Decisions()


@dataclass(frozen=True, slots=True)
class Region:
    """Stories to be settled (`inside`), with all that they are bound to. `bonds` has the neighbours of each story inside, with
    the score of the bond; of stories outside the `center` of their standing holds."""

    inside: frozenset[int]
    standings: Mapping[int, Standing]
    bonds: Mapping[int, Mapping[int, int]]
    decisions: Decisions = NONE


class Graph(Protocol):
    """The stories that are held, as the settling asks for them."""

    def bonds(self, stories: Collection[int]) -> Mapping[int, Mapping[int, int]]:
        """The bonds of certain stories: each with its neighbours and the scores."""

    def standings(self, stories: Collection[int]) -> Mapping[int, Standing]:
        """The standings of certain stories, as far as they are held."""


def settle_around(
    changed: Collection[int], graph: Graph, decisions: Decisions = NONE
) -> dict[int, tuple[int | None, int | None]]:
    """Settle anew all that changes where certain stories have changed: those whose bonds, weight or decisions are others than
    before. Gives the centre before and now of each story that was looked at.
    """
    inside = set(changed) | neighbours(graph.bonds(changed))
    while True:
        inside |= decisions.partners(inside)
        bonds = graph.bonds(inside)
        around = neighbours(bonds)
        # Of two stories that a decision names both are settled, or none.
        decided = {each for each in around - inside if decisions.partners([each])}
        if decided:
            inside |= decided
            continue
        standings = graph.standings(inside | around)
        inside &= standings.keys()
        region = Region(frozenset(inside), standings, bonds, decisions)
        centers = Stars(region).centers()
        more = moved(region, centers)
        if not more:
            return {story: (standings[story].center, center) for story, center in centers.items()}
        inside |= more


def neighbours(bonds: Mapping[int, Mapping[int, int]]) -> set[int]:
    """All that some stories are bound to."""
    return {other for found in bonds.values() for other in found}


def moved(region: Region, centers: Mapping[int, int | None]) -> set[int]:
    """The stories outside that must be settled, too: those bound to a story that became a centre, or is one no more.

    Of stories that people put together one stands for all; so whatever changes of those counts.
    """
    decided = {story for pair in region.decisions.same for story in pair}
    turned = [
        each
        for each in region.inside
        if (centers[each] == each) != (region.standings[each].center == each)
        or (each in decided and centers[each] != region.standings[each].center)
    ]
    return {other for each in turned for other in region.bonds.get(each, {})} - region.inside


@dataclass(slots=True)
class Stars:
    """The settling of one region. Stories that a person has put together are one unit, known by its story of the highest rank."""

    region: Region
    unit: dict[int, int] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)
    apart: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    near: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        self.make_units()
        for one, other in self.region.decisions.different:
            if one in self.unit and other in self.unit and self.unit[one] != self.unit[other]:
                self.apart[self.unit[one]].add(self.unit[other])
                self.apart[self.unit[other]].add(self.unit[one])
        for one in self.region.inside:
            for other, score in self.region.bonds.get(one, {}).items():
                self.note_bond(self.unit[one], self.unit[other], score)

    def rank(self, story: int) -> tuple[int, bytes]:
        """What puts stories in order: the highest first."""
        standing = self.region.standings[story]
        return -standing.weight, standing.key

    def make_units(self) -> None:
        """Put together what people have, unless that joins what they keep apart; in the order of the stories' keys."""
        standings, decisions = self.region.standings, self.region.decisions
        group = {story: [story] for story in standings}
        different = decisions.different
        for one, other in sorted(
            (pair for pair in decisions.same if pair[0] in group and pair[1] in group),
            key=lambda pair: sorted(standings[story].key for story in pair),
        ):
            ours, theirs = group[one], group[other]
            barred = any((min(a, b), max(a, b)) in different for a in ours for b in theirs)
            if ours is not theirs and not barred:
                ours += theirs
                group.update(dict.fromkeys(theirs, ours))
        for story, together in group.items():
            self.unit[story] = min(together, key=self.rank)
            self.members.setdefault(self.unit[story], together)

    def note_bond(self, one: int, other: int, score: int) -> None:
        """Keep the strongest bond of two units, unless they are kept apart."""
        if one != other and other not in self.apart.get(one, ()):
            best = max(score, self.near[one].get(other, 0))
            self.near[one][other] = self.near[other][one] = best

    def centers(self) -> dict[int, int | None]:
        """The centre of each story inside."""
        standings, inside = self.region.standings, self.region.inside
        ours = {self.unit[story] for story in inside}
        is_center = {unit: standings[unit].center == unit for unit in self.members if unit not in ours}
        for unit in sorted(ours, key=self.rank):
            is_center[unit] = not any(
                is_center.get(other, False) for other in self.near[unit] if self.rank(other) < self.rank(unit)
            )
        joined: dict[int, int | None] = {unit: unit if is_center[unit] else None for unit in ours}
        options = {
            unit: {other: score for other, score in self.near[unit].items() if is_center[other]}
            for unit in ours
            if not is_center[unit]
        }
        for unit, center in self.chosen(options):
            joined[unit] = center
        return {story: joined[self.unit[story]] for story in inside}

    def chosen(self, options: Mapping[int, Mapping[int, int]]) -> Iterator[tuple[int, int]]:
        """Each unit with the centre that it is bound to most; of two that are kept apart the weaker one takes another centre."""
        every = sorted(
            (-score, self.rank(unit), self.rank(center), unit, center)
            for unit, found in options.items()
            for center, score in found.items()
        )
        taken: dict[int, int] = {}
        for _, _, _, unit, center in every:
            rivals = self.apart.get(unit, ())
            if unit not in taken and all(taken.get(rival) != center for rival in rivals):
                taken[unit] = center
                yield unit, center


# --- ids -------------------------------------------------------------------------------------------------------------


class Kept(NamedTuple):
    """An event that is there: its id, and the stories that were in it, the oldest first."""

    event_id: int
    stories: tuple[int, ...]


class Named(NamedTuple):
    """A group of stories with the id of its event, None for a new one, and the older events that it ends."""

    stories: tuple[int, ...]
    event_id: int | None
    merged: tuple[int, ...] = ()


def name_groups(groups: Iterable[Collection[int]], events: Iterable[Kept]) -> list[Named]:
    """Give each group the id of the event whose oldest story it holds, the smallest of several.

    An event whose oldest story is in no group any more is known by the next one. Groups come in the order of their oldest story.
    """
    ordered = sorted(tuple(sorted(group)) for group in groups)
    place = {story: number for number, group in enumerate(ordered) for story in group}
    ids: dict[int, list[int]] = defaultdict(list)
    for event in events:
        held = next((place[story] for story in event.stories if story in place), None)
        if held is not None:
            ids[held].append(event.event_id)
    return [
        Named(group, min(found, default=None), tuple(sorted(found)[1:]))
        for number, group in enumerate(ordered)
        for found in [ids.get(number, [])]
    ]
