"""An event's page: which reports are in it and why, its course, and the ways to it from an article and from the brief."""

import re
from contextlib import closing
from datetime import date

import pytest
from bs4 import BeautifulSoup

from newsfold.store.connection import connect
from newsfold.ui.event_pages import MOST_DAYS, course_bars
from tests.dedup.test_event_bonds import NAMES
from tests.end_to_end.test_events import as_item
from tests.ui.conftest import write

FERRY = [name for name in NAMES if name.startswith("ferry.")]


@pytest.fixture
def client(desk):
    """The pages after a run that brought the reports of a ferry's accident, each from a source of its own."""
    root = desk.newsroom.root
    with (root / "dags" / "sources.toml").open("a") as sources:
        for name in FERRY:
            outlet = name.split(".")[1]
            sources.write(f'[source.{outlet}]\nlocation = "inbox/{outlet}"\n')
            write(root / "inbox" / outlet / "1.json", as_item(name))
    desk.newsroom.run("airflow:news_ingest:second")
    desk.newsroom.count()
    return desk.client()


def rows(desk, query: str) -> list[tuple]:
    with closing(connect(desk.newsroom.role_url("operator"))) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_an_event_names_its_reports_in_order_and_why_each_is_there(client, desk):
    [(event_id, name)] = rows(desk, "select event_id, name from analytics.events")
    answer = client.get(f"/events/{event_id}")
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "html.parser")
    assert name in page.h1.get_text()
    shown = [[cell.get_text(" ", strip=True) for cell in row.select("td")] for row in page.select("tbody tr")]
    held = rows(
        desk,
        "select a.source, m.reason from analytics.event_members as m join analytics.articles as a using (story_id)"
        " where m.valid_to is null",
    )
    assert sorted(row[2] for row in shown) == sorted(source for source, _ in held)
    assert {
        source: row[5].startswith(reason) for source, reason in held for row in shown if row[2] == source
    } == {source: True for source, _ in held}
    assert shown[0][1].endswith("first")
    for link in page.select("tbody a"):
        assert client.get(link["href"].removeprefix("http://testserver")).status_code == 200


def test_an_article_and_the_brief_lead_to_the_event(client, desk):
    [(event_id,)] = rows(desk, "select event_id from analytics.events")
    [(article_id, day)] = rows(
        desk,
        "select article_id, published_on from analytics.articles where event_id is not null order by 1 limit 1",
    )
    address = re.compile(rf"/events/{event_id}$")
    assert BeautifulSoup(client.get(f"/articles/{article_id}").text, "html.parser").find("a", href=address)
    assert BeautifulSoup(client.get(f"/brief/{day}").text, "html.parser").find("a", href=address)


@pytest.mark.parametrize("number", [0, 999, 2**70])
def test_what_is_no_event_is_not_found(client, number):
    assert client.get(f"/events/{number}").status_code == 404


def story(day: date | None, articles: int) -> dict:
    return {"first_published_on": day, "article_count": articles}


def test_the_course_has_each_day_once_and_no_undated_story():
    bars = course_bars(
        [story(date(2025, 9, 1), 3), story(date(2025, 9, 3), 1), story(date(2025, 9, 3), 1), story(None, 9)]
    )
    assert [(bar.day.day, bar.stories, bar.articles) for bar in bars] == [(1, 1, 3), (2, 0, 0), (3, 2, 2)]
    assert course_bars([story(None, 1)]) == []
    far = course_bars([story(date(2025, 12, 1), 1), story(date(2025, 1, 1), 1)])
    assert [bar.day for bar in far] == [date(2025, 1, 1), date(2025, 12, 1)]
    assert (
        len(course_bars([story(date(2025, 1, 1), 1), story(date(2025, 1, MOST_DAYS // 2), 1)]))
        == MOST_DAYS // 2
    )
