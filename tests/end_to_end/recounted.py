"""The marts once more, in plain Python over the articles as they are held: what the SQL of the marts is compared with."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from newsfold.analytics.opening_terms import OPENING_CHARACTERS, opening_terms

ARTICLES = """
select
  article.article_id, membership.story_id, source.slug as source, source.time_zone, version.day_utc_offset,
  version.published_on, version.published_at,
  version.language, version.dateline_country as country, version.dateline_place as place, version.agency,
  version.agency_role, article.outcome, content.word_count, content.body, article.first_seen_at
from news.article
join news.source using (source_id)
join news.membership on membership.article_id = article.article_id and membership.valid_to is null
join news.version on version.article_id = article.article_id and version.version = article.current_version
join news.content on content.content_id = version.content_id
where not exists (
  select from news.hidden
  where hidden.article_id = article.article_id
    and hidden.valid_to is null
    and (hidden.embargoed is null or hidden.embargoed > now())
)
"""
VIEWS = {
    "stories": "select story_id, representative_article_id from analytics.stories",
    "representatives": "select story_id, article_id from analytics.articles where is_representative",
    "story_spread": """
        select story_id, representative_article_id, is_first_certain, sources, days, first_day_articles,
          minutes_to_second_source, minutes_to_last_source
        from analytics.story_spread""",
    "daily_volume": """
        select day, grain, source, language, country, place, agency, agency_role, articles, stories, first_reports
        from analytics.daily_volume""",
    "date_quality": "select day, source, articles, instant, day_only, undated from analytics.date_quality",
    "carriage": """
        select period, period_start, origin_agency, origin_source, source, articles, stories, timed_articles, median_minutes
        from analytics.carriage""",
    "rising_terms": """
        select day, language, rank, term, stories, expected::float, score::float, past_days from analytics.rising_terms""",
}


def shown(newsroom: Any) -> dict[str, list[tuple[Any, ...]]]:
    """What the views show."""
    return {name: in_order(map(tuple, newsroom.query(text))) for name, text in VIEWS.items()}


def recounted(newsroom: Any) -> dict[str, list[tuple[Any, ...]]]:
    """What they should show."""
    articles = newsroom.query(ARTICLES)
    stories = [tell(members) for members in grouped(articles, lambda row: row.story_id).values()]
    first = {story["first"].article_id for story in stories}
    by_id = {story["first"].story_id: story for story in stories}
    dated = [row for row in articles if row.published_on]
    return {
        name: in_order(rows)
        for name, rows in {
            "stories": ((story["first"].story_id, story["first"].article_id) for story in stories),
            "representatives": ((story["first"].story_id, story["first"].article_id) for story in stories),
            "story_spread": (spread(story) for story in stories),
            "daily_volume": volume(dated, first),
            "date_quality": date_quality(articles),
            "carriage": carriage(dated, by_id),
            "rising_terms": rising_terms(stories),
        }.items()
    }


def in_order(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)


def grouped(rows: Iterable[Any], key: Callable[[Any], Any]) -> dict[Any, list[Any]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def span(row: Any) -> tuple[datetime, datetime]:
    """Between which moments an article came out: its instant, else its day where its place or its source is."""
    if row.published_at:
        return row.published_at, row.published_at
    if row.published_on is None:
        return datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    zone: tzinfo = ZoneInfo(row.time_zone or "UTC")
    if row.day_utc_offset is not None:
        zone = timezone(timedelta(minutes=row.day_utc_offset))
    return tuple(
        datetime.combine(row.published_on + timedelta(days=later), time(), zone).astimezone(UTC)
        for later in (0, 1)
    )


def tell(members: list[Any]) -> dict[str, Any]:
    """A story: its articles, and the one that was first."""
    first = min(
        members,
        key=lambda row: (span(row)[1], row.published_at is None, -row.word_count, row.article_id),
    )
    return {"first": first, "members": members}


def spread(story: dict[str, Any]) -> tuple[Any, ...]:
    first, members = story["first"], story["members"]
    others = [row for row in members if row.source != first.source]
    certain = all(
        row.published_on
        and first.published_on
        and (
            row.published_at > first.published_at
            if row.published_at and first.published_at
            else span(row)[0] >= span(first)[1]
        )
        for row in others
    )
    by_source = grouped(others, lambda row: row.source)
    order = sorted(by_source, key=lambda slug: min((span(row)[1], row.article_id) for row in by_source[slug]))
    instants = [
        min(row.published_at for row in rows if row.published_at)
        for rows in by_source.values()
        if any(row.published_at for row in rows)
    ]
    minutes = [
        round((at - first.published_at).total_seconds() / 60) if first.published_at else None
        for at in instants
    ]
    days = [row.published_on for row in members if row.published_on]
    return (
        first.story_id, first.article_id, certain, [first.source, *order],
        (max(days) - min(days)).days + 1 if days else None,
        sum(row.published_on == first.published_on for row in members) if days else None,
        min(minutes, default=None), max(minutes, default=None),
    )  # fmt: skip


GRAINS: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "day": lambda row: (None,) * 6,
    "source": lambda row: (row.source, *(None,) * 5),
    "language": lambda row: (None, row.language, *(None,) * 4),
    "country": lambda row: (None, None, row.country, None, None, None),
    "place": lambda row: (None, None, row.country, row.place, None, None),
    "agency": lambda row: (*(None,) * 4, row.agency, row.agency_role),
    "source_language": lambda row: (row.source, row.language, *(None,) * 4),
}


def volume(dated: list[Any], first: set[int]) -> Iterator[tuple[Any, ...]]:
    for grain, columns in GRAINS.items():
        for (day, values), rows in grouped(
            dated, lambda row, columns=columns: (row.published_on, columns(row))
        ).items():
            reports = sum(row.article_id in first for row in rows)
            yield day, grain, *values, len(rows), len({row.story_id for row in rows}), reports


def date_quality(articles: list[Any]) -> Iterator[tuple[Any, ...]]:
    for (day, source), rows in grouped(
        articles,
        lambda row: (row.published_on or row.first_seen_at.astimezone(UTC).date(), row.source),
    ).items():
        instant = sum(row.published_at is not None for row in rows)
        undated = sum(row.published_on is None for row in rows)
        yield day, source, len(rows), instant, len(rows) - instant - undated, undated


def carriage(dated: list[Any], stories: dict[int, dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    def origin(row: Any) -> str | None:
        first = stories[row.story_id]["first"]
        named = [each.agency for each in (row, first) if each.agency_role == "origin" and each.agency]
        return named[0] if named else None

    def key(row: Any, period: str) -> tuple[Any, ...]:
        start = row.published_on if period == "day" else row.published_on.replace(day=1)
        return period, start, origin(row), stories[row.story_id]["first"].source, row.source

    for period in ("day", "month"):
        for values, rows in grouped(dated, lambda row, period=period: key(row, period)).items():
            others = [row for row in rows if row is not stories[row.story_id]["first"]]
            counted = rows if values[2] is not None else others
            if not counted:
                continue
            minutes = [
                (row.published_at - stories[row.story_id]["first"].published_at).total_seconds() / 60
                for row in others
                if row.published_at and stories[row.story_id]["first"].published_at
            ]
            yield (
                *values, len(counted), len({row.story_id for row in counted}), len(minutes),
                median(minutes) if minutes else None,
            )  # fmt: skip


def rising_terms(stories: list[dict[str, Any]]) -> Iterator[tuple[Any, ...]]:
    firsts = [story["first"] for story in stories if story["first"].published_on]
    total: dict[tuple[str, date], int] = defaultdict(int)
    terms: dict[tuple[str, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in firsts:
        language = row.language or "und"
        total[language, row.published_on] += 1
        for term in opening_terms(row.body[:OPENING_CHARACTERS], row.language):
            terms[language, row.published_on][term] += 1
    for (language, day), found in terms.items():
        past = [
            day - timedelta(days=back)
            for back in range(1, 29)
            if (language, day - timedelta(days=back)) in total
        ]
        before = sum(total[language, each] for each in past)
        scored = []
        for term, count in found.items():
            if not past or count < 3:
                continue
            # A day on which only one story had it counts as none.
            had = [terms[language, each].get(term, 0) for each in past]
            expected = sum(each for each in had if each >= 2) * total[language, day] / before
            least = max(expected, 0.5)
            if count > least:
                score = 2 * (count * math.log(count / least) - (count - least))
                scored.append((-score, term, count, expected))
        for rank, (score, term, count, expected) in enumerate(sorted(scored), 1):
            yield day, language, rank, term, count, round(expected, 2), round(-score, 1), len(past)
