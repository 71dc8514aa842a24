"""The stories as events see them, the bonds between them, and the events with their members."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows, fetch_tuples
from newsfold.store.staging import Rows

PORTION = 1_000


class ReportRow(NamedTuple):
    """A story as it is compared: as `newsfold.dedup.event_bonds.Report`, but that its day may not be known."""

    story_id: int
    key: bytes
    day: date | None
    language: str
    headline: str
    place: str
    terms: bytes
    crossing: bytes


class MemberRow(NamedTuple):
    """A story in an event, and why."""

    event_id: int
    story_id: int
    joined_by_story_id: int
    article_id: int
    joined_by_article_id: int
    score: float
    reason: str


class ReasonRow(NamedTuple):
    """What speaks for a story and its centre: the articles that stand for them, and the bond of the two, if there is one."""

    story_id: int
    article_id: int
    joined_by_article_id: int
    score: int | None
    evidence: dict[str, object] | None


def ids(rows: Iterable[tuple[int, ...]]) -> list[int]:
    """The first column."""
    return [row[0] for row in rows]


# --- stories -----------------------------------------------------------------------------------------------------------


def touched_stories(connection: Connection, run_id: int, now: datetime) -> set[int]:
    """The stories that a load, a decision or a removal has changed."""
    return set(ids(fetch_tuples(connection, "events/touched_stories", {"run_id": run_id, "now": now})))


def stories_of_texts(connection: Connection, content_ids: Collection[int]) -> set[int]:
    """The stories whose representatives have certain texts."""
    return set(ids(fetch_tuples(connection, "events/stories_of_texts", {"content_ids": list(content_ids)})))


def all_stories(connection: Connection) -> Iterator[list[int]]:
    """All stories, some at a time."""
    after = 0
    while found := ids(
        fetch_tuples(connection, "events/stories_in_portions", {"after": after, "limit": PORTION})
    ):
        yield found
        after = found[-1]


def refresh_stories(
    connection: Connection, story_ids: Collection[int], now: datetime
) -> tuple[set[int], set[int]]:
    """Bring up to date what is compared of certain stories. Those that changed, and those that are compared no more."""
    rows = fetch_tuples(connection, "events/refresh_stories", {"story_ids": sorted(story_ids), "now": now})
    return {story for story, is_gone in rows if not is_gone}, {story for story, is_gone in rows if is_gone}


def reports(connection: Connection, story_ids: Collection[int]) -> list[ReportRow]:
    """Certain stories as they are compared, in any order."""
    return [*map(report, fetch_tuples(connection, "events/reports", {"story_ids": list(story_ids)}))]


def reports_between(connection: Connection, first: date, last: date) -> Iterator[ReportRow]:
    """The stories from one day to another, both included."""
    yield from map(report, fetch_tuples(connection, "events/reports_between", {"first": first, "last": last}))


def report(row: tuple[Any, ...]) -> ReportRow:
    """A row of `reports` or `reports_between`."""
    story_id, key, day, language, headline, place, terms, crossing = row
    return ReportRow(story_id, bytes(key), day, language, headline, place, bytes(terms), bytes(crossing))


# --- bonds and centres ---------------------------------------------------------------------------------------------------


def drop_bonds(connection: Connection, story_ids: Collection[int]) -> set[int]:
    """Delete the bonds of certain stories; all that had one."""
    return set(ids(fetch_tuples(connection, "events/drop_bonds", {"story_ids": list(story_ids)})))


def add_bonds(connection: Connection, bonds: Iterable[tuple[int, int, int, Mapping[str, object]]]) -> None:
    """Store bonds: the two stories, the score and the evidence."""
    with Rows("news.event_bond") as rows:
        for one, other, score, evidence in bonds:
            rows.add(
                {
                    "story_id": one,
                    "other_story_id": other,
                    "score": score,
                    "evidence": json.dumps(evidence, ensure_ascii=False),
                }
            )
        rows.copy(connection)


def bonds(connection: Connection, story_ids: Collection[int]) -> list[tuple[int, int, int]]:
    """The bonds of certain stories: the story that was asked for, the other one, the score."""
    return fetch_tuples(connection, "events/bonds", {"story_ids": list(story_ids)})


def weigh_stories(connection: Connection, story_ids: Collection[int]) -> None:
    """Add up the bonds of certain stories."""
    execute(connection, "events/weigh_stories", {"story_ids": sorted(story_ids)})


def standings(connection: Connection, story_ids: Collection[int]) -> list[tuple[int, int, bytes, int | None]]:
    """Certain stories with their weights, keys and centres."""
    rows = fetch_tuples(connection, "events/standings", {"story_ids": list(story_ids)})
    return [(story, weight, bytes(key), center) for story, weight, key, center in rows]


def decisions(connection: Connection) -> dict[str, set[tuple[int, int]]]:
    """What people have decided: verdict -> pairs of stories, the smaller id first."""
    found: dict[str, set[tuple[int, int]]] = {"same_event": set(), "different_event": set()}
    for verdict, one, other in fetch_tuples(connection, "events/decisions", {}):
        found[verdict].add((one, other))
    return found


def place_stories(connection: Connection, centers: Mapping[int, int | None]) -> None:
    """Note the centres of stories."""
    execute(
        connection, "events/place_stories", {"story_ids": list(centers), "centers": list(centers.values())}
    )


def stories_around(connection: Connection, centers: Collection[int]) -> list[tuple[int, int]]:
    """The stories around certain centres: centre and story."""
    return fetch_tuples(connection, "events/stories_around", {"centers": list(centers)})


# --- events ------------------------------------------------------------------------------------------------------------


def memberships(connection: Connection, story_ids: Collection[int]) -> list[MemberRow]:
    """All members of the events that certain stories are in, by event and story."""
    rows = fetch_tuples(connection, "events/memberships", {"story_ids": list(story_ids)})
    return [MemberRow(*row) for row in rows]


def ended_events(connection: Connection, story_ids: Collection[int]) -> dict[int, int]:
    """Story -> the first of the events that have ended and that it was the oldest story of."""
    found: dict[int, int] = {}
    for event_id, story_id in fetch_tuples(connection, "events/ended_events", {"story_ids": list(story_ids)}):
        found.setdefault(story_id, event_id)
    return found


def new_events(
    connection: Connection, oldest: Collection[int], *, run_id: int, now: datetime
) -> dict[int, int]:
    """Make events; oldest story -> id."""
    values = {"oldest": list(oldest), "run_id": run_id, "now": now}
    rows = fetch_tuples(connection, "events/new_events", values) if oldest else []
    return {story_id: event_id for event_id, story_id in rows}


def reasons(connection: Connection, centers: Mapping[int, int]) -> list[ReasonRow]:
    """What speaks for stories and their centres."""
    values = {"story_ids": list(centers), "centers": list(centers.values())}
    return [ReasonRow(*row) for row in fetch_tuples(connection, "events/reasons", values)]


def note_events(connection: Connection, around: Mapping[int, tuple[int, int]]) -> None:
    """Note the centre and the oldest story of events."""
    values = {
        "event_ids": list(around),
        "centers": [center for center, _ in around.values()],
        "oldest": [oldest for _, oldest in around.values()],
    }
    execute(connection, "events/note_events", values)


def end_events(connection: Connection, into: Mapping[int, int | None], now: datetime) -> None:
    """End events; those that were merged redirect to another one."""
    values = {"event_ids": list(into), "into": list(into.values()), "now": now}
    execute(connection, "events/end_events", values)


def replace_members(
    connection: Connection,
    ended: Collection[int],
    members: Collection[MemberRow],
    *,
    run_id: int,
    now: datetime,
) -> None:
    """Close what was said of certain stories, and say something new of some."""
    stories = sorted({*ended, *(member.story_id for member in members)})
    execute(connection, "events/close_members", {"story_ids": stories, "now": now})
    with Rows("news.event_member") as rows:
        for member in members:
            rows.add({**member._asdict(), "valid_from": now, "run_id": run_id})
        rows.copy(connection)


def mark_stories(connection: Connection, events: Mapping[int, int | None]) -> list[int]:
    """Note the event that stories are in now; those for which it is another one."""
    values = {"story_ids": list(events), "event_ids": list(events.values())}
    return ids(fetch_tuples(connection, "events/mark_stories", values))


def link_events(connection: Connection, event_ids: Collection[int]) -> None:
    """Find the parts of sagas before certain events, and before those that they are bound to."""
    execute(connection, "events/link_events", {"event_ids": sorted(event_ids)})


def note_changes(connection: Connection, story_ids: Collection[int], *, run_id: int, now: datetime) -> None:
    """Tell those who follow that the articles of certain stories are in another event."""
    values = {"story_ids": list(story_ids), "run_id": run_id, "now": now}
    execute(connection, "events/note_changes", values)


def shown_event(connection: Connection, event_id: int) -> dict[str, Any] | None:
    """An event as analysts see it, with its stories in the order of their days, and the places of its datelines, as far as
    coordinates are known; None where nothing of it is shown.
    """
    row = fetch_row(connection, "events/show_event", {"event_id": event_id})
    if row is None:
        return None
    stories = fetch_rows(connection, "events/show_stories", {"event_id": row.event_id})
    places = fetch_rows(connection, "events/show_places", {"event_id": row.event_id})
    return {
        **row._asdict(),
        "stories": [story._asdict() for story in stories],
        "datelines": [place._asdict() for place in places],
    }
