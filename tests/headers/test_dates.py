"""The choice among a record's dates."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from newsfold.headers.date_candidates import Clock, gather, known_order, settle_order
from newsfold.headers.dates import choose, only_changed
from newsfold.model import HeaderPlace, RawHeader
from newsfold.text.date_readings import DateHints

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
HINTS = DateHints("en", None, None, 2026)


def read(*headers, clock=None, hints=HINTS, addresses=()):
    clock = clock or Clock(NOW)
    rows = [
        RawHeader(name, value, where if isinstance(where, HeaderPlace) else HeaderPlace(where))
        for name, value, *rest in headers
        for where in (rest[0] if rest else name,)
    ]
    found = gather(rows, addresses, hints, clock)
    return settle_order(found, known_order(found)), clock


def published(*headers, **more):
    found, clock = read(*headers, **more)
    return choose(found, "published", clock)


def test_an_instant_needs_a_time_and_a_zone():
    assert published(("date", "2025-09-27 10:15")).instant is None
    assert published(("date", "2025-09-27 10:15 +0900")).instant == datetime.fromisoformat(
        "2025-09-27T10:15:00+09:00"
    )


def test_the_sources_zone_completes_a_time():
    choice = published(("date", "2025-09-27 10:15"), clock=Clock(NOW, ZoneInfo("Asia/Seoul")))
    assert choice.instant == datetime.fromisoformat("2025-09-27T10:15:00+09:00")
    assert "zone of the source" in choice.best.rule


def test_midnight_is_no_time():
    choice = published(("jsonld.datePublished", "2025-09-27T00:00:00+00:00"))
    assert (choice.day, choice.instant) == (date(2025, 9, 27), None)


def test_a_visible_time_completes_a_midnight_in_the_metadata():
    choice = published(
        ("jsonld.datePublished", "2025-09-27T00:00:00Z"),
        (
            "visible date",
            "27 September 2025 14:05 BST",
            HeaderPlace("span.date", landmarks=("main", "article")),
        ),
    )
    assert choice.instant == datetime.fromisoformat("2025-09-27T14:05:00+01:00")


def test_the_day_is_the_one_in_the_place():
    header = ("jsonld.datePublished", "2025-09-26T20:00:00Z")
    assert published(header, clock=Clock(NOW, None, ZoneInfo("Asia/Seoul"))).day == date(2025, 9, 27)
    assert published(header, clock=Clock(NOW, ZoneInfo("America/New_York"))).day == date(2025, 9, 26)
    assert published(header).day == date(2025, 9, 26)


def test_for_an_instant_in_utc_the_day_is_the_one_that_the_page_shows():
    choice = published(
        ("jsonld.datePublished", "2025-09-26T22:30:00Z"),
        ("visible date", "27 September 2025", HeaderPlace("span.date", landmarks=("article",))),
    )
    assert choice.day == date(2025, 9, 27)
    assert choice.instant == datetime(2025, 9, 26, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize("value", ["9999-12-31T23:59:59Z", "2026-12-24", "2025-02-31", "0001-01-01"])
def test_impossible_dates_are_kept_as_rejected_candidates(value):
    found, clock = read(("date", value))
    assert choose(found, "published", clock) is None
    assert "rejected" in found[0].candidate().rule
    assert found[0].candidate().confidence == 0


def test_the_surest_kind_wins_and_the_others_stay():
    found, clock = read(("meta.date", "2025-09-20"), ("jsonld.datePublished", "2025-09-27T10:00:00Z"))
    assert choose(found, "published", clock).day == date(2025, 9, 27)
    assert len(found) == 2


def test_agreement_raises_and_disagreement_lowers_the_confidence():
    alone = published(("jsonld.datePublished", "2025-09-27"))
    agreeing = published(
        ("jsonld.datePublished", "2025-09-27"), ("meta.article:published_time", "2025-09-27")
    )
    disagreeing = published(
        ("jsonld.datePublished", "2025-09-27"), ("meta.article:published_time", "2025-03-01")
    )
    assert disagreeing.confidence < alone.confidence <= agreeing.confidence


def test_day_or_month_first_is_ambiguous_where_nothing_decides():
    found, clock = read(("date", "09/10/2025"))
    assert choose(found, "published", clock) is None
    assert "ambiguous" in found[0].problem


@pytest.mark.parametrize(
    ("other", "day"),
    [
        (("meta.dc.date", "2025-09-10"), date(2025, 9, 10)),
        (("updated", "10/25/2025"), date(2025, 9, 10)),
        (("updated", "25/10/2025"), date(2025, 10, 9)),
    ],
)
def test_the_records_other_dates_settle_the_order(other, day):
    assert published(("published", "09/10/2025"), other).day == day


def test_an_order_that_would_be_after_the_fetch_is_not_taken():
    assert published(("date", "05/12/2026")).day == date(2026, 5, 12)


def test_the_day_in_the_address_counts():
    address = "https://example.org/2016/11/28/bread"
    assert published(
        addresses=[(address, RawHeader("link.canonical", address, HeaderPlace("link")))]
    ).day == date(2016, 11, 28)


def test_a_number_in_the_address_is_no_day():
    address = "https://example.org/articles/194709-13-ways"
    assert published(addresses=[(address, RawHeader("link.canonical", address, HeaderPlace("link")))]) is None


def test_a_date_of_change_is_not_the_publications():
    found, clock = read(
        ("visible date", "Updated 5 May 2020", HeaderPlace("span.date", landmarks=("article",)))
    )
    assert choose(found, "published", clock) is None
    fallback = only_changed(found, clock)
    assert (fallback.day, fallback.instant) == (date(2020, 5, 5), None)
    assert fallback.confidence < 0.5


def test_dates_beside_the_article_are_hardly_trusted():
    choice = published(
        ("visible date", "5 May 2020", "span.date in aside"),
        ("visible date", "3 May 2020", HeaderPlace("span.date", landmarks=("main", "article"))),
    )
    assert choice.day == date(2020, 5, 3)


def test_epoch_seconds_are_an_instant():
    assert published(("meta.pubdate", "1758964500")).instant == datetime(2025, 9, 27, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "name", ["meta.article:publisher", "meta.viewcurrentdatetime", "meta.server-time", "meta.build-time"]
)
def test_numbers_and_times_of_the_site_are_no_dates_of_the_article(name):
    assert published((name, "134888293273302", "meta")) is None


def test_what_an_element_says_to_programs_settles_what_it_shows():
    where = "time.date in main"
    shown = ("time.text", "10/12/2023 7:38:01 PM", where)
    told = ("time.datetime", "2023-10-12T19:38:01Z", where)
    assert published(told, shown).day == date(2023, 10, 12)
    assert published(shown, told).day == date(2023, 10, 12)
