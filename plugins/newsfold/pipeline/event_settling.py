"""Which stories tell of one event, kept true by each load, decision, refold and removal, in its own transaction.

    stories -> what is compared of them -> bonds with those of near days -> centres -> events, their ids and members

What two stories have in common is found once, when the second of them comes. From there on only the neighbourhood of what
changed is looked at; the result is that of a rebuild.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from newsfold.config import switches
from newsfold.dedup import event_bonds, events
from newsfold.dedup.event_bonds import Report
from newsfold.store import events as store
from newsfold.store.connection import Connection
from newsfold.store.events import MemberRow, ReasonRow, ReportRow

SETTING = "NEWSFOLD_EVENTS"
#: So many stories are compared at once, and the others of their last day: those of near days are read for each portion and
#: held in memory meanwhile, about 1 kB each.
PORTION = 2_000

CENTRAL = "the most central report of the event"
DECIDED = "put into the event by a person"


def is_on() -> bool:
    """Whether events are kept."""
    return switches.is_on(SETTING)


def settle_run(connection: Connection, run_id: int, now: datetime, also: Collection[int] = ()) -> None:
    """Bring up to date what a run's load touched, and certain stories besides. Part of the caller's transaction, which holds off
    loads.
    """
    if is_on():
        settle(connection, {*store.touched_stories(connection, run_id, now), *also}, run_id, now)


def settle_texts(connection: Connection, content_ids: Collection[int], run_id: int, now: datetime) -> None:
    """Bring up to date the stories whose representatives have certain texts: these are read in another way. Part of the caller's
    transaction, which holds off loads.
    """
    if is_on():
        settle(connection, store.stories_of_texts(connection, content_ids), run_id, now)


def settle_all(connection: Connection, run_id: int, now: datetime) -> None:
    """Bring up to date all stories. Part of the caller's transaction, which holds off loads."""
    if is_on():
        for part in store.all_stories(connection):
            settle(connection, part, run_id, now)


def settle(connection: Connection, story_ids: Collection[int], run_id: int, now: datetime) -> None:
    """Bring up to date the events around certain stories: those that may have changed, or on which people have decided."""
    if not story_ids:
        return
    changed, gone = store.refresh_stories(connection, story_ids, now)
    decided = store.decisions(connection)
    decisions = events.Decisions(frozenset(decided["same_event"]), frozenset(decided["different_event"]))
    beside = store.drop_bonds(connection, changed | gone)
    found = list(bonds_of(connection, changed))
    store.add_bonds(connection, found)
    weighed = {*changed, *beside, *(story for bond in found for story in (bond.one, bond.other))} - gone
    store.weigh_stories(connection, weighed)
    # A decision may have put together what has no bond: who was in an event with these is looked at, too.
    fellows = {member.story_id for member in store.memberships(connection, story_ids)}
    seeds = (weighed | set(story_ids) | fellows | decisions.partners(gone)) - gone
    centers = events.settle_around(seeds, StoredGraph(connection), decisions)
    moved = {story: now_around for story, (before, now_around) in centers.items() if before != now_around}
    store.place_stories(connection, moved)
    name_events(connection, centers, gone, run_id, now)


# --- stories -> bonds --------------------------------------------------------------------------------------------------


def bonds_of(connection: Connection, story_ids: Collection[int]) -> Iterator[event_bonds.Bond]:
    """The bonds of certain stories with all of near days, each once."""
    rows = [row for row in store.reports(connection, story_ids) if row.day is not None]
    ordered = sorted(rows, key=lambda row: (row.day, row.story_id))
    seen: set[tuple[int, int]] = set()
    for portion in whole_days(ordered):
        for bond in event_bonds.find_bonds(
            [*reports_of(portion)],
            lambda first, last: reports_of(store.reports_between(connection, first, last)),
        ):
            if (bond.one, bond.other) not in seen:
                seen.add((bond.one, bond.other))
                yield bond


def whole_days(rows: Sequence[ReportRow]) -> Iterator[Sequence[ReportRow]]:
    """Rows in the order of their days, some at a time; none of these ends within a day, whose near days would be read again."""
    start = 0
    for end, (row, following) in enumerate(pairwise(rows), start=1):
        if end - start >= PORTION and row.day != following.day:
            yield rows[start:end]
            start = end
    if rows:
        yield rows[start:]


def reports_of(rows: Iterable[ReportRow]) -> Iterator[Report]:
    """The rows whose day is known, as they are compared."""
    for row in rows:
        if isinstance(row.day, date):
            yield Report(*row)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class StoredGraph:
    """The stored stories with their bonds, as `events.settle_around` asks for them."""

    connection: Connection

    def bonds(self, stories: Collection[int]) -> dict[int, dict[int, int]]:
        """The bonds of certain stories: each with its neighbours and the scores."""
        found: dict[int, dict[int, int]] = defaultdict(dict)
        for one, other, score in store.bonds(self.connection, stories):
            found[one][other] = score
        return found

    def standings(self, stories: Collection[int]) -> dict[int, events.Standing]:
        """The standings of certain stories, as far as they are held."""
        return {
            story: events.Standing(weight, key, center)
            for story, weight, key, center in store.standings(self.connection, stories)
        }


# --- centres -> events ---------------------------------------------------------------------------------------------------


def name_events(
    connection: Connection,
    centers: Mapping[int, tuple[int | None, int | None]],
    gone: Collection[int],
    run_id: int,
    now: datetime,
) -> None:
    """Give the groups around the centres that were looked at their ids, and write what changed of their members."""
    looked_at = {center for pair in centers.values() for center in pair if center is not None}
    groups: dict[int, list[int]] = defaultdict(list)
    for center, story in store.stories_around(connection, looked_at):
        groups[center].append(story)
    groups = {center: stories for center, stories in groups.items() if len(stories) > 1}
    center_of = {story: center for center, stories in groups.items() for story in stories}
    held = store.memberships(connection, {*centers, *gone, *center_of})
    kept: dict[int, list[int]] = defaultdict(list)
    for member in held:
        kept[member.event_id].append(member.story_id)
    named = events.name_groups(
        groups.values(), [events.Kept(event_id, tuple(stories)) for event_id, stories in kept.items()]
    )
    event_of = give_ids(connection, named, run_id, now)
    members = [
        member_of(row, center_of[row.story_id], event_of[row.story_id])
        for row in store.reasons(connection, center_of)
    ]
    write_members(connection, held, members, run_id, now)
    around = {event_of[stories[0]]: (center, min(stories)) for center, stories in groups.items()}
    store.note_events(connection, around)
    merged: dict[int, int | None] = {
        event_id: event_of[group.stories[0]] for group in named for event_id in group.merged
    }
    ended = {event_id: merged.get(event_id) for event_id in kept.keys() - around.keys()}
    store.end_events(connection, ended, now)
    marks = {story: event_of.get(story) for story in {*centers, *center_of}}
    changed = store.mark_stories(connection, marks)
    store.note_changes(connection, changed, run_id=run_id, now=now)
    store.link_events(connection, {*around, *ended})


def give_ids(
    connection: Connection, named: Iterable[events.Named], run_id: int, now: datetime
) -> dict[int, int]:
    """The event of each story of some groups. Those without an id go on with that of an ended event, or get a new one."""
    groups = list(named)
    nameless = [group for group in groups if group.event_id is None]
    ended = store.ended_events(connection, [story for group in nameless for story in group.stories])
    revived = {
        group.stories: min(ended[story] for story in group.stories if story in ended)
        for group in nameless
        if any(story in ended for story in group.stories)
    }
    fresh = [group.stories[0] for group in nameless if group.stories not in revived]
    new = store.new_events(connection, fresh, run_id=run_id, now=now)
    return {
        story: group.event_id or revived.get(group.stories) or new[group.stories[0]]
        for group in groups
        for story in group.stories
    }


def member_of(row: ReasonRow, center: int, event_id: int) -> MemberRow:
    """A story's row: in which event, and why."""
    if row.story_id == center:
        score, reason = 1.0, CENTRAL
    elif row.score is None or row.evidence is None:
        score, reason = 1.0, DECIDED
    else:
        score, reason = row.score / 10_000, event_bonds.reason(row.evidence)
    return MemberRow(event_id, row.story_id, center, row.article_id, row.joined_by_article_id, score, reason)


def write_members(
    connection: Connection,
    held: Iterable[MemberRow],
    members: Iterable[MemberRow],
    run_id: int,
    now: datetime,
) -> None:
    """Write the rows of stories that are in another event than before, or for another reason."""
    before = {same_precision(row): row for row in held}
    after = {same_precision(row): row for row in members}
    fresh = [row for key, row in after.items() if key not in before]
    ended = {row.story_id for key, row in before.items() if key not in after}
    if fresh or ended:
        store.replace_members(connection, ended, fresh, run_id=run_id, now=now)


def same_precision(row: MemberRow) -> MemberRow:
    """A row whose score can be compared with one that is stored in single precision."""
    return row._replace(score=round(row.score, 4))
