"""The daily brief: a summary of one day's news, read from the analysts' views.

`day` is a day of publication everywhere, or of loading where that is not known. "Usual" is the median of the same weekday in
the eight weeks before; where nothing came then, it is None. A report is a story: forty reprints count once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from newsfold.store import briefs
from newsfold.store.connection import Connection

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Totals:
    """What came in. `new_reports` began on the day; `refreshed_at` is the moment that the counts stand for."""

    articles: int
    reports: int
    new_reports: int
    usual_articles: float | None
    usual_reports: float | None
    usual_weeks: int
    sources: int
    languages: int
    countries: int
    places: int
    refreshed_at: datetime | None
    load_number: int
    is_current: bool

    @property
    def echo(self) -> float:
        """Articles for each independent report."""
        return self.articles / self.reports

    @property
    def usual_echo(self) -> float | None:
        """The same of the usual articles and reports."""
        return (
            self.usual_articles / self.usual_reports if self.usual_articles and self.usual_reports else None
        )


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the weeks before."""

    day: date
    articles: int
    reports: int


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source that had articles. `new_reports` are the stories that it was the first to have."""

    source: str
    articles: int
    reports: int
    new_reports: int
    usual_articles: float | None


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event that several outlets report themselves. `follows` is the name of the event that it goes on from."""

    event_id: int
    article_id: int
    name: str | None
    first_published_on: date | None
    last_published_on: date | None
    independent_reports: int
    article_count: int
    languages: list[str]
    places: list[str]
    follows: str | None
    follows_article_id: int | None


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One story that several sources carried. `headline` is the opening of the text where there is none."""

    story_id: int
    article_id: int
    headline: str
    language: str | None
    first_source: str
    agency: str | None
    place: str | None
    article_count: int
    source_count: int
    other_sources: list[str]
    copies: int
    near_copies: int
    rewrites: int
    translations: int
    is_first_certain: bool
    minutes_to_second_source: float | None
    minutes_to_last_source: float | None
    days: int


@dataclass(frozen=True, slots=True)
class RisingLine:
    """One name or word that opens more reports than its past makes likely."""

    term: str
    kind: str
    language: str
    reports: int
    expected: float
    score: float
    past_days: int


@dataclass(frozen=True, slots=True)
class ReuseLine:
    """One source that printed sentences of others: words in all, those that an agency or another outlet had first, whom it took
    most from, and an agency's words without its name. `found` is how many such sources there are in all.
    """

    source: str
    words: int
    agency_words: int
    other_words: int
    main_origin: str
    uncredited_words: int
    found: int


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """One later version of an article. `found` is how many there are in all."""

    article_id: int
    source: str
    language: str | None
    published_on: date | None
    loaded_on: date
    signal: str | None
    fields: list[str]
    headline_before: str | None
    headline_after: str | None
    words_added: int
    words_removed: int
    ed_note: str | None
    found: int


@dataclass(frozen=True, slots=True)
class HeldBackLine:
    """How many articles are not shown for one reason. Never their text."""

    reason: str
    articles: int
    sources: int
    last_embargo: datetime | None


@dataclass(frozen=True, slots=True)
class QuietLine:
    """One source that gave much less than usual, or nothing. `found` is how many there are in all."""

    source: str
    articles: int
    usual_articles: float | None
    weeks_compared: int
    last_day: date
    days_silent: int
    is_quiet: bool
    found: int


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """One language, ISO 639-1; None where it is not known."""

    language: str | None
    articles: int
    reports: int


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place of a dateline. Latitude and longitude in degrees (WGS 84), None where they are not known."""

    place: str
    country: str | None
    latitude: float | None
    longitude: float | None
    articles: int
    reports: int


@dataclass(frozen=True, slots=True)
class DateLine:
    """How many articles state the instant, only the day, or neither; and how many days were inferred or are ambiguous."""

    articles: int
    instant: int
    day_only: int
    undated: int
    inferred: int
    ambiguous: int


@dataclass(frozen=True, slots=True)
class Brief:
    """One day. Lists are in the order in which they are shown."""

    day: date
    previous_day: date | None
    next_day: date | None
    totals: Totals
    trend: list[DayLine]
    sources: list[SourceLine]
    events: list[EventLine]
    stories: list[StoryLine]
    rising: list[RisingLine]
    reuse: list[ReuseLine]
    corrections: list[CorrectionLine]
    held_back: list[HeldBackLine]
    quiet: list[QuietLine]
    languages: list[LanguageLine]
    places: list[PlaceLine]
    dates: DateLine

    @property
    def article_ids(self) -> list[int]:
        """The articles whose headlines it names."""
        named = {line.article_id for line in self.events}
        named |= {line.article_id for line in self.stories}
        named |= {line.article_id for line in self.corrections}
        before = {line.follows_article_id for line in self.events if line.follows_article_id is not None}
        return sorted(named | before)


def collect(connection: Connection, day: date | None = None) -> Brief:
    """The brief of a day; of the newest one with articles for None. Raises LookupError where the day has no article."""
    with connection:
        found = briefs.find_day(connection, day)
        if found is None:
            raise LookupError(f"no article is of {day}" if day else "there is no article yet, or no mart")

        def lines(part: str, make: Callable[..., Line]) -> list[Line]:
            rows: list[Any] = briefs.part(connection, part, found.day)
            return [make(**row._asdict()) for row in rows]

        return Brief(
            day=found.day,
            previous_day=found.previous_day,
            next_day=found.next_day,
            totals=lines("totals", Totals)[0],
            trend=lines("trend", DayLine),
            sources=lines("sources", SourceLine),
            events=lines("events", EventLine),
            stories=lines("stories", StoryLine),
            rising=lines("rising", RisingLine),
            reuse=lines("reuse", ReuseLine),
            corrections=lines("corrections", CorrectionLine),
            held_back=lines("held_back", HeldBackLine),
            quiet=lines("quiet", QuietLine),
            languages=lines("languages", LanguageLine),
            places=lines("places", PlaceLine),
            dates=lines("dates", DateLine)[0],
        )
