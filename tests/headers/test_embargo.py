"""Embargoes end at the latest moment that their words can mean, counted from the article's own day."""

from datetime import UTC, date, datetime

import pytest

from newsfold.config.sources import Source
from newsfold.headers.date_candidates import Clock
from newsfold.headers.embargo import declared_embargo, read_embargo
from newsfold.headers.normalization import normalize
from newsfold.model import Article, HeaderPlace, RawHeader, Record, SourceFile
from newsfold.text.clock_times import zone_of
from newsfold.text.date_readings import DateHints
from newsfold.text.embargoes import named_day, states_embargo, zone_of_place

FETCHED = datetime(2026, 5, 20, 12, tzinfo=UTC)
SATURDAY = date(2025, 9, 27)


def lifted(words: str, day: date | None = SATURDAY, zone: str | None = None) -> str | None:
    clock = Clock(FETCHED, zone_of(zone))
    moment, rows = read_embargo(
        [RawHeader("item.embargoed", words, HeaderPlace("embargoed"))], DateHints(), clock, day
    )
    assert rows
    return moment.isoformat() if moment else None


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("6 a.m. EDT, Sept. 28", "2025-09-28T10:00:00+00:00"),
        ("0600 GMT, January 3", "2026-01-03T06:00:00+00:00"),
        # A little before the article's day it is over.
        ("0600 GMT, 26 September", "2025-09-26T06:00:00+00:00"),
    ],
)
def test_a_missing_year_is_counted_from_the_article(words: str, moment: str) -> None:
    assert lifted(words) == moment


def test_a_missing_year_is_counted_from_the_fetch_where_the_article_has_no_day() -> None:
    assert lifted("6 a.m. EDT, Sept. 28", None) == "2026-09-28T10:00:00+00:00"


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("12:01 a.m. EDT Sunday", "2025-09-28T04:01:00+00:00"),
        ("0001 GMT Saturday", "2025-09-27T00:01:00+00:00"),
        ("Monday, 9.30 Uhr MESZ", "2025-09-29T07:30:00+00:00"),
        ("Friday", "2025-10-03T12:00:00+00:00"),
        # The week after the next such day: nobody can tell which of them is meant.
        ("0001 GMT next Sunday", "2025-10-05T00:01:00+00:00"),
        ("9 p.m. tonight London time", "2025-09-27T20:00:00+00:00"),
        ("1 a.m. GMT tonight", "2025-09-28T01:00:00+00:00"),
        ("6 a.m. GMT tomorrow", "2025-09-28T06:00:00+00:00"),
        # A time that can't be read: the day must be over everywhere.
        ("midnight tonight", "2025-09-28T12:00:00+00:00"),
        ("12:00 midnight Sunday", "2025-09-29T12:00:00+00:00"),
        ("after the speech on Sunday", "2025-09-29T12:00:00+00:00"),
    ],
)
def test_a_weekday_is_counted_from_the_article(words: str, moment: str) -> None:
    assert lifted(words) == moment


def test_a_time_without_a_zone_is_the_sources() -> None:
    assert lifted("9 a.m. Sunday", zone="Asia/Seoul") == "2025-09-28T00:00:00+00:00"


@pytest.mark.parametrize("words", ["12:01 a.m. EDT Sunday", "9 p.m. tonight", "today"])
def test_a_weekday_says_nothing_where_the_article_has_no_day(words: str) -> None:
    assert lifted(words, None) is None


@pytest.mark.parametrize(
    "value", ["false", "False", "none", " no ", "0", "null", "n/a", "N/A", "", "-", "[]"]
)
def test_a_form_may_say_that_there_is_no_embargo(value: str) -> None:
    assert not states_embargo(value)
    header = RawHeader("item.embargoed", value, HeaderPlace("embargoed"))
    assert read_embargo([header], DateHints(), Clock(FETCHED), SATURDAY) == (None, [])


@pytest.mark.parametrize("value", ["true", "yes", "until further notice"])
def test_an_embargo_without_an_end_is_one(value: str) -> None:
    assert states_embargo(value)


def test_a_place_names_the_zone_of_a_time() -> None:
    assert str(zone_of_place("9 p.m. London time")) == "Europe/London"
    assert str(zone_of_place("12:01 a.m. Eastern Time")) == "America/New_York"
    assert zone_of_place("9 p.m. local time") is None


def test_of_several_days_the_last_counts() -> None:
    assert named_day("Saturday 9 p.m. or Sunday 3 a.m.", SATURDAY) == date(2025, 9, 28)
    assert named_day("when the speech ends", SATURDAY) is None


def test_the_articles_own_day_is_taken_and_told() -> None:
    headers = (
        RawHeader("item.firstcreated", "2025-09-27T09:00:00Z", HeaderPlace("firstcreated")),
        RawHeader("item.embargoed", "6 a.m. GMT, 28 September", HeaderPlace("embargoed")),
    )
    file = SourceFile("desk", "items.json", "file:///items.json", "0" * 64, 1, None, FETCHED)
    source = Source(slug="desk", location="")
    article = normalize(Record(0, "ninjs", headers, "The bridge over the Sado is closed."), source, file)
    assert isinstance(article, Article)
    assert article.embargoed == datetime(2025, 9, 28, 6, tzinfo=UTC)
    row = next(row for row in article.evidence if row.field == "embargoed")
    assert "2025-09-27" in row.note


PUBLISHED = datetime(2025, 9, 27, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("published_at", "published_on", "expected"),
    [
        (PUBLISHED, date(2025, 9, 27), "2025-09-27T10:30:00+00:00"),
        (None, date(2025, 9, 27), "2025-09-28T12:30:00+00:00"),
        (None, None, "2025-09-29T08:30:00+00:00"),
    ],
)
def test_a_source_may_hold_back_all_its_articles(published_at, published_on, expected):
    row = declared_embargo(30, published_at, published_on, datetime(2025, 9, 29, 8, 0, tzinfo=UTC))
    assert row is not None
    assert (row.value, row.where) == (expected, "sources.toml")
    assert declared_embargo(0, published_at, published_on, PUBLISHED) is None
