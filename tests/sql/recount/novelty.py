"""How new each article was, as it is known now."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.sql.recount.held import Held, Piece, grouped
from tests.sql.recount.origins import cut, minutes, origins_of, real

NEVER = datetime.max.replace(tzinfo=UTC)


def novelty(held: Held) -> Iterator[dict[str, Any]]:
    events = grouped(held.event_of.values(), lambda row: row.event_id)
    for piece in held.shown:
        event_id = held.event_id(piece.story_id)
        circle = {piece.story_id} | {row.story_id for row in events.get(event_id, ()) if event_id is not None}
        fellows = [
            fellow
            for story_id in circle
            for fellow in held.stories.get(story_id, ())
            if fellow.key < piece.key
        ]
        own = [fellow for fellow in fellows if fellow.story_id == piece.story_id]
        at, until = piece.version.published_at, piece.until
        is_dated = until != NEVER
        yield {
            "article_id": piece.id,
            "source": piece.slug,
            "published_on": piece.version.published_on,
            "published_at": at,
            "story_rank": 1 + len(own),
            "event_rank": 1 + len(fellows) if event_id is not None else None,
            "story_minutes": since_first(piece, own),
            "event_minutes": since_first(piece, fellows) if event_id is not None else None,
            "similar_hour": (
                sum(
                    fellow.version.published_at is not None
                    and fellow.version.published_at > at - timedelta(hours=1)
                    for fellow in fellows
                )
                if at
                else None
            ),
            "similar_day": within(fellows, until, 1) if is_dated else None,
            "similar_week": within(fellows, until, 7) if is_dated else None,
            "new_share": new_share(held, piece),
        }


def since_first(piece: Piece, fellows: list[Piece]) -> int | None:
    at = piece.version.published_at
    if at is None:
        return None
    return minutes(
        min([at, *(each.version.published_at for each in fellows if each.version.published_at)]), at
    )


def within(fellows: list[Piece], until: datetime, days: int) -> int:
    return sum(NEVER != fellow.until > until - timedelta(days=days) for fellow in fellows)


def new_share(held: Held, piece: Piece) -> float | None:
    sentences = cut(held, piece)
    if sentences is None or not sentences.words:
        return None
    taken = [row for row in origins_of(held, piece).values() if row.kind != "shared_quote"]
    return real(1 - len(taken) / len(sentences.words))
