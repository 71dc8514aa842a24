"""What is counted by day: volume, carriage, corrections, dates, places, the sources' usual, and what rises."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, timedelta
from statistics import median
from typing import Any

from newsfold.analytics.opening_terms import OPENING_CHARACTERS, opening_terms
from newsfold.text import places as gazetteer
from tests.sql.recount.held import Held, Piece, grouped
from tests.sql.recount.stories import outcomes

Row = dict[str, Any]
GRAINS: dict[str, tuple[str, ...]] = {
    "day": (),
    "source": ("source",),
    "language": ("language",),
    "country": ("country",),
    "place": ("country", "place"),
    "agency": ("agency", "agency_role"),
    "source_language": ("source", "language"),
}
VALUES: dict[str, Callable[[Piece], Any]] = {
    "source": lambda piece: piece.slug,
    "language": lambda piece: piece.version.language,
    "country": lambda piece: piece.version.dateline_country,
    "place": lambda piece: piece.version.dateline_place,
    "agency": lambda piece: piece.version.agency,
    "agency_role": lambda piece: piece.version.agency_role,
}
INFERRED = re.compile(
    "year from evidence|as other dates of the record|relative to the fetch|day in the address|the only date"
)
AMBIGUOUS = re.compile("ambiguous|day or month first")
FIELDS = (
    "agency", "byline", "dateline_country", "dateline_place", "ed_note", "embargoed", "headline", "keywords", "language",
    "pub_status", "published_at", "published_on", "section",
)  # fmt: skip


def dated(held: Held) -> list[Piece]:
    return [piece for piece in held.shown if piece.version.published_on]


def first_ids(held: Held) -> set[int]:
    """The articles that stand for their stories."""
    return {members[0].id for members in held.stories.values()}


def daily_volume(held: Held) -> Iterator[Row]:
    first = first_ids(held)
    for grain, columns in GRAINS.items():
        groups = grouped(
            dated(held),
            lambda piece, columns=columns: (
                piece.version.published_on,
                *(VALUES[name](piece) for name in columns),
            ),
        )
        for (day, *values), pieces in groups.items():
            told = len({piece.story_id for piece in pieces})
            yield {
                "day": day,
                "grain": grain,
                **dict.fromkeys(VALUES),
                **dict(zip(columns, values, strict=True)),
                "articles": len(pieces),
                "stories": told,
                "first_reports": sum(piece.id in first for piece in pieces),
                "echo_factor": half_up(len(pieces) / told, 2),
            }


def half_up(value: float, digits: int) -> float:
    """A share rounded as SQL rounds: a half goes up."""
    return math.floor(value * 10**digits + 0.5 + 1e-9) / 10**digits


def places(held: Held) -> Iterator[Row]:
    known = gazetteer.coordinates()
    for row in daily_volume(held):
        if row["grain"] != "place" or row["place"] is None:
            continue
        found = gazetteer.look_up(row["place"], country=row["country"])
        if found is not None and row["country"] and found.country != row["country"]:
            found = None
        geoname_id = found.geoname_id if found else None
        latitude, longitude = known.get(geoname_id or 0, (None, None))
        yield {
            **{
                name: row[name]
                for name in ("day", "place", "country", "articles", "stories", "first_reports")
            },
            "name": found.name if found else None,
            "kind": found.kind if found else None,
            "geoname_id": geoname_id,
            "latitude": latitude,
            "longitude": longitude,
        }


def carriage(held: Held) -> Iterator[Row]:
    def origin(piece: Piece) -> str | None:
        both = piece.version, held.stories[piece.story_id][0].version
        named = [each.agency for each in both if each.agency_role == "origin" and each.agency]
        return named[0] if named else None

    for period in ("day", "month"):

        def key(piece: Piece, period: str = period) -> tuple[Any, ...]:
            day = piece.version.published_on
            start = day if period == "day" else day.replace(day=1)
            return start, origin(piece), held.stories[piece.story_id][0].slug, piece.slug

        for (start, agency, first_source, source), pieces in grouped(dated(held), key).items():
            others = [piece for piece in pieces if piece is not held.stories[piece.story_id][0]]
            counted = pieces if agency is not None else others
            if not counted:
                continue
            lags, spans = [], []
            for piece in others:
                first = held.stories[piece.story_id][0].version
                if piece.version.published_at and first.published_at:
                    lags.append((piece.version.published_at - first.published_at).total_seconds() / 60)
                if first.published_on:
                    spans.append((piece.version.published_on - first.published_on).days)
            yield {
                "period": period,
                "period_start": start,
                "origin_agency": agency,
                "origin_source": first_source,
                "source": source,
                "articles": len(counted),
                "stories": len({piece.story_id for piece in counted}),
                **outcomes(counted),
                "timed_articles": len(lags),
                "median_minutes": float(median(lags)) if lags else None,
                "median_days": float(median(spans)) if spans else None,
            }


def date_quality(held: Held) -> Iterator[Row]:
    read = held.grouped("candidates", "article_id", "version")

    def is_inferred(piece: Piece) -> bool:
        return any(
            row.chosen and row.field == "published_on" and INFERRED.search(row.rule)
            for row in read.get((piece.id, piece.version.version), ())
        )

    def is_ambiguous(piece: Piece) -> bool:
        rows = read.get((piece.id, piece.version.version), ())
        return piece.version.delivered_date is None and any(AMBIGUOUS.search(row.rule) for row in rows)

    for (day, source), pieces in grouped(held.shown, lambda piece: (piece.day, piece.slug)).items():
        instant = sum(piece.version.published_at is not None for piece in pieces)
        undated = sum(piece.version.published_on is None for piece in pieces)
        yield {
            "day": day,
            "source": source,
            "articles": len(pieces),
            "instant": instant,
            "day_only": len(pieces) - instant - undated,
            "undated": undated,
            "inferred_share": half_up(sum(map(is_inferred, pieces)) / len(pieces), 3),
            "ambiguous_share": half_up(sum(map(is_ambiguous, pieces)) / len(pieces), 3),
        }


def corrections(held: Held) -> Iterator[Row]:
    contents = held.by("contents", "content_id")
    by_number = held.by("versions", "article_id", "version")
    by_record = held.grouped("versions", "article_id", "file_id", "record_position")
    for later in held.rows["versions"]:
        if later.version == 1 or later.decision_id is not None or not held.is_shown(later.article_id):
            continue
        same_record = by_record[later.article_id, later.file_id, later.record_position]
        if min(row.version for row in same_record) < later.version:
            continue
        piece, earlier = held.all[later.article_id], by_number[later.article_id, later.version - 1]
        old, new = contents[earlier.content_id], contents[later.content_id]
        before, after = Counter(words(old.body)), Counter(words(new.body))
        changed = [name for name in FIELDS if getattr(later, name) != getattr(earlier, name)]
        yield {
            "article_id": piece.id,
            "version": later.version,
            "source": piece.slug,
            "uri": piece.article.uri,
            "day": later.first_seen_at.astimezone(UTC).date(),
            "signal": later.signal,
            "modified_at": later.modified_at,
            "seen_at": later.first_seen_at,
            "is_current": later is piece.version,
            "fields": sorted([*changed, *(["body"] if old is not new else [])]),
            "headline_before": earlier.headline,
            "headline_after": later.headline,
            "words_before": old.word_count,
            "words_after": new.word_count,
            "words_added": sum((after - before).values()),
            "words_removed": sum((before - after).values()),
            "ed_note": later.ed_note,
        }


def words(text: str) -> list[str]:
    """The words of a text that is written with spaces, without the marks around them."""
    stripped = (re.sub(r"^\W+|\W+$", "", each) for each in text.lower().split())
    return [each for each in stripped if each]


def rising_terms(held: Held) -> Iterator[Row]:
    firsts = [members[0] for members in held.stories.values() if members[0].version.published_on is not None]
    total: dict[tuple[str, date], int] = defaultdict(int)
    terms: dict[tuple[str, date], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for piece in firsts:
        version = piece.version
        key = version.language or "und", version.published_on
        total[key] += 1
        for term in opening_terms(piece.content.body[:OPENING_CHARACTERS], version.language):
            terms[key][term] += 1
    for (language, day), found in terms.items():
        past = [each for back in range(1, 29) if (language, each := day - timedelta(days=back)) in total]
        before = sum(total[language, each] for each in past)
        scored = []
        for term, count in found.items():
            if not past or count < 3:
                continue
            # A day on which only one story had it counts as none.
            had = [terms.get((language, each), {}).get(term, 0) for each in past]
            expected = sum(each for each in had if each >= 2) * total[language, day] / before
            least = max(expected, 0.5)
            if count > least:
                scored.append(
                    (-2 * (count * math.log(count / least) - (count - least)), term, count, expected)
                )
        for rank, (score, term, count, expected) in enumerate(sorted(scored)[:100], 1):
            yield {
                "day": day,
                "language": language,
                "rank": rank,
                "term": term,
                "stories": count,
                "expected": half_up(expected, 2),
                "score": half_up(-score, 1),
                "past_days": len(past),
            }


def source_activity(held: Held) -> Iterator[Row]:
    came = Counter((piece.version.published_on, piece.slug) for piece in dated(held))
    calendar = {day for day, _ in came}
    for source in {slug for _, slug in came}:
        own = sorted(day for day, slug in came if slug == source)
        for day in sorted(calendar):
            if day < own[0]:
                continue
            past = [day - timedelta(weeks=back) for back in range(1, 9)]
            usual = [came[each, source] for each in past if each in calendar and each >= own[0]]
            middle = median(usual) if usual else None
            last = max(each for each in own if each <= day)
            yield {
                "day": day,
                "source": source,
                "articles": came[day, source],
                "usual_articles": None if middle is None else float(middle),
                "weeks_compared": len(usual),
                "last_day": last,
                "days_silent": (day - last).days,
                "is_quiet": middle is not None and middle >= 2 and came[day, source] < 0.2 * middle,
            }
