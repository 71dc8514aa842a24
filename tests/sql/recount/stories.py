"""Stories, how they spread, and events."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.sql.recount.held import Held, Piece, grouped
from tests.sql.recount.origins import minutes

Row = dict[str, Any]
OUTCOMES = {
    "copies": "copy",
    "near_copies": "near_copy",
    "rewrites": "rewrite",
    "translations": "translation",
}


def outcomes(members: list[Piece]) -> dict[str, int]:
    counted = Counter(piece.article.outcome for piece in members)
    return {name: counted[outcome] for name, outcome in OUTCOMES.items()}


def days(members: list[Piece]) -> list[Any]:
    return sorted(piece.version.published_on for piece in members if piece.version.published_on)


def stories(held: Held) -> Iterator[Row]:
    for story_id, members in held.stories.items():
        dated = days(members)
        yield {
            "story_id": story_id,
            "headline": members[0].version.headline,
            "first_published_on": dated[0] if dated else None,
            "last_published_on": dated[-1] if dated else None,
            "article_count": len(members),
            "source_count": len({piece.slug for piece in members}),
            **outcomes(members),
            "representative_article_id": members[0].id,
            "event_id": held.event_id(story_id),
        }


def sources_in_order(members: list[Piece]) -> list[str]:
    """The first one's, then by who had it by when."""
    by_source = grouped(members, lambda piece: piece.slug)
    first = members[0].slug
    return sorted(
        by_source,
        key=lambda slug: (
            slug != first,
            min(piece.until for piece in by_source[slug]),
            min(piece.id for piece in by_source[slug]),
        ),
    )


def is_later(piece: Piece, first: Piece) -> bool:
    """Whether an article surely came out after the first."""
    if piece.version.published_on is None or first.version.published_on is None:
        return False
    if piece.version.published_at and first.version.published_at:
        return bool(piece.version.published_at > first.version.published_at)
    return piece.since >= first.until


def story_spread(held: Held) -> Iterator[Row]:
    for story_id, members in held.stories.items():
        first = members[0]
        others = [piece for piece in members if piece.slug != first.slug]
        instants = [
            min(at)
            for rows in grouped(others, lambda piece: piece.slug).values()
            if (at := [piece.version.published_at for piece in rows if piece.version.published_at])
        ]
        dated = days(members)
        lags = [minutes(first.version.published_at, at) for at in instants]
        yield {
            "story_id": story_id,
            "day": first.day,
            "first_source": first.slug,
            "first_agency": first.version.agency,
            "first_agency_role": first.version.agency_role,
            "first_published_at": first.version.published_at,
            "is_first_certain": all(is_later(piece, first) for piece in others),
            "article_count": len(members),
            "source_count": len({piece.slug for piece in members}),
            "sources": sources_in_order(members),
            "languages": sorted({piece.version.language for piece in members if piece.version.language}),
            "countries": sorted(
                {piece.version.dateline_country for piece in members if piece.version.dateline_country}
            ),
            "first_day_articles": (
                sum(piece.version.published_on == first.version.published_on for piece in members)
                if first.version.published_on
                else None
            ),
            "days": (dated[-1] - dated[0]).days + 1 if dated else None,
            "minutes_to_second_source": min((lag for lag in lags if lag is not None), default=None),
            "minutes_to_last_source": max((lag for lag in lags if lag is not None), default=None),
            "representative_article_id": first.id,
        }


def unique_articles(held: Held) -> Iterator[Row]:
    for story_id, members in held.stories.items():
        first, dated = members[0], days(members)
        version = first.version
        same = (
            "headline", "byline", "agency", "agency_role", "dateline_place", "dateline_country", "language", "published_on",
            "published_at", "section", "keywords", "media_topics", "usage_terms", "opt_out",
        )  # fmt: skip
        yield {
            **{name: getattr(version, name) for name in same},
            "story_id": story_id,
            "article_id": first.id,
            "day": first.day,
            "source": first.slug,
            "uri": first.article.uri,
            "body": first.content.body,
            "word_count": first.content.word_count,
            "article_count": len(members),
            "source_count": len({piece.slug for piece in members}),
            "sources": sources_in_order(members),
            **outcomes(members),
            "first_published_on": dated[0] if dated else None,
            "last_published_on": dated[-1] if dated else None,
            "last_day": dated[-1] if dated else first.day,
            "first_seen_at": first.article.first_seen_at,
            "licence": first.source.licence,
            "event_id": held.event_id(story_id),
        }


def events(held: Held) -> Iterator[Row]:
    by_event = grouped(held.event_of.values(), lambda row: row.event_id)
    for event in held.rows["events"]:
        stories_of = [
            row.story_id for row in by_event.get(event.event_id, ()) if row.story_id in held.stories
        ]
        if event.ended_at or not stories_of:
            continue
        members = [piece for story_id in stories_of for piece in held.stories[story_id]]
        firsts = [held.stories[story_id][0] for story_id in stories_of]
        dated = days(members)
        before = [row.story_id for row in by_event.get(event.follows_event_id, ())]
        yield {
            "event_id": event.event_id,
            "first_published_on": dated[0] if dated else None,
            "last_published_on": dated[-1] if dated else None,
            "places": distinct(piece.version.dateline_place for piece in members),
            "countries": distinct(piece.version.dateline_country for piece in members),
            "languages": distinct(piece.version.language for piece in members),
            "story_count": len(stories_of),
            "article_count": len(members),
            "source_count": len({piece.slug for piece in members}),
            "independent_reports": len({piece.agency or piece.slug for piece in firsts}),
            "follows_event_id": (
                event.follows_event_id if any(story_id in held.stories for story_id in before) else None
            ),
        }


def distinct(values: Any) -> list[Any] | None:
    return sorted({value for value in values if value is not None}) or None


def event_members(held: Held) -> Iterator[Row]:
    names = ("event_id", "story_id", "joined_by_story_id", "score", "valid_from", "valid_to")
    for row in held.rows["event_members"]:
        other = row.joined_by_article_id
        # Of what was removed nobody knows any more whether it was hidden; it is told of by its story's number.
        if (row.article_id not in held.all or held.is_shown(row.article_id)) and (
            other is None or other not in held.all or held.is_shown(other)
        ):
            yield {**{name: getattr(row, name) for name in names}, "reason": row.reason or None}
