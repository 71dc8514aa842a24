"""The brief of a day once more, from the second count of the views."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from functools import cache
from statistics import median
from typing import Any

from tests.sql.recount import counts, origins, stories
from tests.sql.recount.articles import hidden_articles
from tests.sql.recount.held import Held

Row = dict[str, Any]


class Day:
    """What the brief of one day should say, part by part."""

    def __init__(self, held: Held, day: date) -> None:
        self.held, self.day = held, day
        self.volume = list(counts.daily_volume(held))

    def grain(self, name: str, day: date | None = None) -> list[Row]:
        return [row for row in self.volume if row["grain"] == name and row["day"] == (day or self.day)]

    def totals(self) -> Row:
        (today,) = self.grain("day")
        past = [row for back in range(1, 9) for row in self.grain("day", self.day - timedelta(weeks=back))]
        return {
            "articles": today["articles"],
            "reports": today["stories"],
            "new_reports": today["first_reports"],
            "usual_articles": middle([row["articles"] for row in past]),
            "usual_reports": middle([row["stories"] for row in past]),
            "usual_weeks": len(past),
            "sources": len(self.grain("source")),
            "languages": sum(row["language"] is not None for row in self.grain("language")),
            "countries": sum(row["country"] is not None for row in self.grain("country")),
            "places": sum(row["place"] is not None for row in self.grain("place")),
        }

    def trend(self) -> list[Row]:
        days = [self.day - timedelta(days=back) for back in range(27, -1, -1)]
        found = [next(iter(self.grain("day", day)), {"articles": 0, "stories": 0}) for day in days]
        return [
            {"day": day, "articles": row["articles"], "reports": row["stories"]}
            for day, row in zip(days, found, strict=True)
        ]

    def sources(self) -> list[Row]:
        return [
            {
                "source": row["source"],
                "articles": row["articles"],
                "reports": row["stories"],
                "new_reports": row["first_reports"],
                "usual_articles": self.activity()[row["source"]]["usual_articles"],
            }
            for row in sorted(self.grain("source"), key=lambda row: (-row["articles"], row["source"]))
        ]

    @cache  # noqa: B019 -- a day lives as long as its test
    def activity(self) -> dict[str, Row]:
        return {row["source"]: row for row in counts.source_activity(self.held) if row["day"] == self.day}

    def languages(self) -> list[Row]:
        rows = sorted(self.grain("language"), key=lambda row: (-row["articles"], row["language"] or "~"))
        return [
            {"language": row["language"], "articles": row["articles"], "reports": row["stories"]}
            for row in rows
        ]

    def places(self) -> list[Row]:
        rows = [row for row in counts.places(self.held) if row["day"] == self.day]
        rows.sort(key=lambda row: (-row["articles"], row["place"], row["country"] or "~"))
        names = ("place", "country", "latitude", "longitude", "articles")
        return [{**{name: row[name] for name in names}, "reports": row["stories"]} for row in rows]

    def stories(self) -> list[Row]:
        spread = {row["story_id"]: row for row in stories.story_spread(self.held)}
        rows = [
            row
            for row in stories.unique_articles(self.held)
            if row["published_on"] == self.day and row["source_count"] >= 2
        ]
        rows.sort(key=lambda row: (-row["source_count"], -row["article_count"], row["story_id"]))
        same = (
            "story_id", "article_id", "language", "agency", "article_count", "source_count", "copies", "near_copies",
            "rewrites", "translations",
        )  # fmt: skip
        told = ("is_first_certain", "minutes_to_second_source", "minutes_to_last_source", "days")
        return [
            {
                **{name: row[name] for name in same},
                **{name: spread[row["story_id"]][name] for name in told},
                "headline": (row["headline"] or row["body"])[:300],
                "first_source": row["source"],
                "place": row["dateline_place"],
                "other_sources": row["sources"][1:],
            }
            for row in rows[:12]
        ]

    def rising(self) -> list[Row]:
        rows = [row for row in counts.rising_terms(self.held) if row["day"] == self.day]
        rows.sort(key=lambda row: (-row["score"], row["language"], row["rank"]))
        return [
            {**{name: row[name] for name in ("term", "language", "past_days")}, "reports": row["stories"]}
            for row in rows[:12]
        ]

    def reuse(self) -> list[Row]:
        printed: Counter[str] = Counter()
        for piece in counts.dated(self.held):
            if piece.version.published_on == self.day:
                printed[piece.slug] += piece.content.word_count
        taken: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
        uncredited: Counter[str] = Counter()
        for row in origins.reuse(self.held):
            if row["published_on"] != self.day:
                continue
            agency = row["origin_agency"]
            taken[row["source"]][agency or row["origin_source"], agency is not None] += row["words"]
            uncredited[row["source"]] += row["words"] if row["is_credited"] is False else 0
        lines = [
            {
                "source": source,
                "words": printed[source],
                "agency_words": sum(words for (_, is_agency), words in by_origin.items() if is_agency),
                "other_words": sum(words for (_, is_agency), words in by_origin.items() if not is_agency),
                "main_origin": min(by_origin.items(), key=lambda each: (-each[1], each[0][0]))[0][0],
                "uncredited_words": uncredited[source],
                "found": len(taken),
            }
            for source, by_origin in taken.items()
        ]
        return sorted(lines, key=lambda line: (-line["agency_words"] - line["other_words"], line["source"]))[
            :12
        ]

    def corrections(self) -> list[Row]:
        pieces = {piece.id: piece for piece in self.held.shown}
        rows = [
            row
            for row in counts.corrections(self.held)
            if self.day <= row["day"] <= self.day + timedelta(days=7)
            and (row["day"] == self.day or pieces[row["article_id"]].version.published_on == self.day)
        ]
        return [{"article_id": row["article_id"], "found": len(rows)} for row in rows][:12]

    def held_back(self) -> list[Row]:
        def is_of_the_day(row: Row) -> bool:
            seen: datetime = row["first_seen_at"]
            return bool((row["published_on"] or seen.astimezone(UTC).date()) == self.day)

        rows = [row for row in hidden_articles(self.held) if is_of_the_day(row)]
        found = [
            {
                "reason": reason,
                "articles": len({row["article_id"] for row in rows if row["reason"] == reason}),
                "sources": len({row["source"] for row in rows if row["reason"] == reason}),
            }
            for reason in {row["reason"] for row in rows}
        ]
        return sorted(found, key=lambda line: (-line["articles"], line["reason"]))

    def quiet(self) -> list[Row]:
        rows = [
            row
            for row in self.activity().values()
            if row["is_quiet"] or (row["weeks_compared"] == 0 and row["days_silent"] > 0)
        ]
        names = (
            "source", "articles", "usual_articles", "weeks_compared", "last_day", "days_silent", "is_quiet",
        )  # fmt: skip
        lines = [{**{name: row[name] for name in names}, "found": len(rows)} for row in rows]
        return sorted(
            lines,
            key=lambda line: (
                not line["is_quiet"],
                -(line["usual_articles"] or -1),
                -line["days_silent"],
                line["source"],
            ),
        )

    def dates(self) -> Row:
        rows = [row for row in counts.date_quality(self.held) if row["day"] == self.day]
        return {
            name: sum(row[name] for row in rows) for name in ("articles", "instant", "day_only", "undated")
        }

    def events(self) -> list[Row]:
        of_day = {row["event_id"] for row in stories.unique_articles(self.held) if row["day"] == self.day}
        rows = [
            row
            for row in stories.events(self.held)
            if row["event_id"] in of_day and row["independent_reports"] >= 2
        ]
        rows.sort(key=lambda row: (-row["independent_reports"], -row["article_count"], row["event_id"]))
        return [
            {name: row[name] for name in ("event_id", "independent_reports", "article_count")}
            for row in rows[:8]
        ]


def middle(values: list[int]) -> float | None:
    return float(median(values)) if values else None


PARTS = (
    "totals", "trend", "sources", "languages", "places", "stories", "rising", "reuse", "corrections", "held_back", "quiet",
    "dates", "events",
)  # fmt: skip


def brief_differences(brief: Any, held: Held, day: date) -> dict[str, Any]:
    """By part of the brief of a day what it says, and what it should."""
    expected, found = Day(held, day), {}
    for part in PARTS:
        wanted, said = getattr(expected, part)(), getattr(brief, part)
        lines = wanted if isinstance(wanted, list) else [wanted]
        told = [
            {name: getattr(each, name) for name in (lines[0] if lines else {})}
            for each in (said if isinstance(said, list) else [said])
        ]
        if part == "corrections":
            lines, told = ordered(lines), ordered(told)
        if told != lines:
            found[part] = told, lines
    return found


def ordered(lines: list[Row]) -> list[Row]:
    return sorted(lines, key=repr)
