"""A source whose articles have other headers than usual is told in the run that brings them; what is usual is no drift."""

import argparse
from contextlib import closing
from datetime import date, timedelta

import pytest
from psycopg2.extras import Json, execute_values

from bench.drift import RUNS, TALLIES, measure
from newsfold.store.connection import connect

#: A Monday; the day that is judged, after twelve weeks.
TODAY = date(2025, 9, 29)
DAYS = [TODAY - timedelta(days=back) for back in range(84, -1, -1)]
FIELDS = (
    "records", "headline", "published_on", "published_at", "byline", "dateline", "languages", "formats", "encodings",
    "median_words",
)  # fmt: skip


def usual(**other: object) -> tuple:
    """The tally of an ordinary day of forty articles, but for what is given."""
    ordinary = {
        "records": 40, "headline": 40, "published_on": 39, "published_at": 20, "byline": 36, "dateline": 10,
        "languages": {"en": 40}, "formats": {"html": 38, "text": 2}, "encodings": {"windows-1252": 33, "utf-8": 7},
        "median_words": 500,
    }  # fmt: skip
    row = ordinary | other
    return tuple(Json(row[name]) if isinstance(row[name], dict) else row[name] for name in FIELDS)


def drifts(url: str, by_day: dict[date, tuple], refused: int = 0) -> dict[str, tuple[int, int]]:
    """What is unusual about the last of these days: present and records, by header."""
    runs = [
        (n, f"day {n}", "airflow", day, day, False, "published", day + timedelta(days=1))
        for n, day in enumerate(by_day, 1)
    ]
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "insert into news.source (slug, name, created_at) values ('wire', 'Wire', '2024-01-01')"
        )
        execute_values(cursor, RUNS, runs)
        execute_values(
            cursor,
            TALLIES,
            [
                (n, 1, day, 40, refused if day == TODAY else 0, *row)
                for n, (day, row) in enumerate(by_day.items(), 1)
            ],
        )
        cursor.execute("select header, present, records from ops.header_drifts(%s)", (len(runs),))
        return {row.header: (row.present, row.records) for row in cursor.fetchall()}


def with_today(**other: object) -> dict[date, tuple]:
    """Twelve weeks of ordinary days, and another one."""
    return {**{day: usual() for day in DAYS}, TODAY: usual(**other)}


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ({}, {}),
        ({"byline": 1}, {"byline": (1, 40)}),
        ({"byline": 0, "published_on": 0, "published_at": 0},
         {"byline": (0, 40), "published_on": (0, 40), "published_at": (0, 40)}),
        ({"headline": 20}, {"headline": (20, 40)}),
        ({"dateline": 40}, {"dateline": (40, 40)}),
        ({"languages": {"fr": 39, "en": 1}}, {"language en": (1, 40)}),
        ({"formats": {"text": 40}}, {"format html": (0, 40)}),
        ({"encodings": {"utf-8": 40}}, {"encoding windows-1252": (0, 40)}),
        ({"median_words": 90}, {"words": (90, 40)}),
        ({"median_words": 2200}, {"words": (2200, 40)}),
        # Chance, or too few to say.
        ({"byline": 30, "dateline": 16, "published_at": 14, "median_words": 320}, {}),
        ({"records": 2, "headline": 2, "published_on": 2, "published_at": 0, "byline": 1, "dateline": 2, "languages": {"en": 2},
          "formats": {"html": 2}, "encodings": {"utf-8": 2}, "median_words": 150}, {}),
        # Plain ASCII is UTF-8 as well: how much of it there is is chance.
        ({"encodings": {"windows-1252": 26, "utf-8": 14}}, {}),
        ({"encodings": {"windows-1252": 40}}, {}),
        ({"encodings": {}}, {}),
    ],
)  # fmt: skip
def test_a_header_that_is_lost_or_new_is_seen_on_its_first_day(database_url, other, found):
    assert drifts(database_url, with_today(**other)) == found


def test_more_refusals_than_usual_are_seen_and_fewer_are_good_news(database_url):
    assert drifts(database_url, with_today(), refused=25) == {"refused": (25, 40)}


def test_an_edition_of_a_weekday_is_usual_on_that_weekday_alone(database_url):
    edition = {"byline": 0, "dateline": 40, "median_words": 2000}
    by_day = {day: usual(**edition) if day.weekday() == 0 else usual() for day in DAYS}
    assert drifts(database_url, by_day) == {}


def test_the_same_edition_on_another_day_is_none(database_url):
    edition = {"byline": 0, "dateline": 40, "median_words": 2000}
    by_day = {day: usual(**edition) if day.weekday() == 3 or day == TODAY else usual() for day in DAYS}
    assert set(drifts(database_url, by_day)) == {"byline", "dateline", "words"}


def test_what_has_been_so_for_weeks_is_usual(database_url):
    by_day = {day: usual(byline=0) if (TODAY - day).days < 45 else usual() for day in DAYS}
    assert drifts(database_url, by_day) == {}


@pytest.mark.parametrize(("known", "found"), [(1, {}), (6, {"encoding windows-1252": (0, 40)})])
def test_days_on_which_encodings_were_not_counted_say_nothing_of_them(database_url, known, found):
    by_day = {day: usual(encodings={}) for day in DAYS} | {day: usual() for day in DAYS[-known - 1 :]}
    assert drifts(database_url, by_day | {TODAY: usual(encodings={"utf-8": 40})}) == found


def test_a_source_of_a_few_days_has_no_usual(database_url):
    by_day = {day: usual() for day in DAYS[-5:]} | {TODAY: usual(byline=0)}
    assert drifts(database_url, by_day) == {}


def test_an_invented_quarter_has_its_changes_found_and_hardly_any_that_is_none(role_url):
    with closing(connect(role_url("owner"))) as connection:
        figures = measure(connection, argparse.Namespace(sources=6, days=120, changes=4, seed=4))
    assert figures["seen_of_those_with_ten_records_or_more"] == 1
    assert figures["false_alarms_a_source_year"] <= 2
