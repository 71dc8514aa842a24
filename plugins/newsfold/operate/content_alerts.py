"""Messages of what is new in a saved search: to whom it was promised, once a story, and not in its quiet hours."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from newsfold.operate.alerts import Message
from newsfold.store import saved_searches
from newsfold.store.connection import Connection

#: So many stories are named in one message.
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class ContentAlert:
    """A message about one search. `connection_id` names the Airflow connection that it goes to; None: the usual one. One that
    tells of a gap (`is_gap`) names no article.
    """

    search: str
    message: Message
    article_ids: tuple[int, ...]
    connection_id: str | None
    is_gap: bool = False


def due(connection: Connection, zone: ZoneInfo, now: datetime) -> Iterator[ContentAlert]:
    """Let each saved search look at what has changed, and give the messages that are due now."""
    for search in saved_searches.listed(connection):
        is_gap = False
        try:
            saved_searches.look(connection, search.name, now=now)
        except saved_searches.TooOld:
            is_gap = True
        if is_quiet(search.quiet_from, search.quiet_to, now.astimezone(zone).time()):
            continue
        if is_gap:
            yield ContentAlert(search.name, gap_message(search), (), search.connection, is_gap=True)
        found = saved_searches.untold(connection, search.name)
        if found:
            yield ContentAlert(
                search.name,
                message_of(search.name, found),
                tuple(row.article_id for row in found),
                search.connection,
            )


def note_sent(connection: Connection, alert: ContentAlert, now: datetime) -> None:
    """A message was sent. Whoever is killed between the two sends it again."""
    if alert.is_gap:
        saved_searches.start_again(connection, alert.search, now=now)
    else:
        saved_searches.note_told(connection, alert.search, alert.article_ids, now=now)


def is_quiet(start: time | None, end: time | None, at: time) -> bool:
    """Whether a time of day lies in the quiet hours, which may go over midnight."""
    if start is None or end is None:
        return False
    return start <= at < end if start <= end else at >= start or at < end


def message_of(name: str, found: Sequence[Any]) -> Message:
    """What is new in a search. It holds headlines, as whoever saved it asked for them."""
    count = f"{len(found):,} new {'story' if len(found) == 1 else 'stories'}"
    lines = [line_of(row) for row in found[-MOST_NAMED:]]
    if len(found) > MOST_NAMED:
        lines.append(f"and {len(found) - MOST_NAMED:,} more of earlier")
    return Message(f"Newsfold: {count} for {name}", "\n".join(lines), is_problem=False)


def gap_message(search: Any) -> Message:
    """A search has not looked for too long."""
    since = search.looked_at or search.created_at
    return Message(
        f"Newsfold: {search.name} has a gap",
        f"It has not looked since {since:%Y-%m-%d %H:%M} UTC, and changes since are told no more: what came in between is not in"
        " its messages. It goes on from now.",
        is_problem=True,
    )


def line_of(row: Any) -> str:
    """A story on one line."""
    headline = " ".join((row.headline or "(without a headline)").split())
    day = f", {row.published_on}" if row.published_on else ""
    return f"- {headline} ({row.source}{day}; story {row.story_id}) {row.uri}"
