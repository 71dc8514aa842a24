"""The pages, on a real database."""

import re
from datetime import UTC, datetime

import psycopg2
import pytest
from bs4 import BeautifulSoup
from fastapi import Depends, HTTPException
from fastapi.testclient import TestClient

from newsfold.ui.application import SECURITY_HEADERS, create_application
from newsfold.ui.database import reading
from newsfold.ui.host import Host, NoConnectionDefined
from tests.ui.conftest import foreign

PATHS = [
    "/",
    "/runs/1",
    "/runs/999",
    "/runs/nonsense",
    "/dag-run?dag_id=a&run_id=b",
    "/newsfold.css",
    "/brief",
    "/brief/2025-09-26",
    "/brief/1999-01-01",
    "/brief.css",
    "/nothing",
]


def shown(response) -> str:
    """The words of a page, as a person reads them."""
    return " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())


def test_an_empty_database_is_said_to_be_empty(newsroom):
    response = newsroom.client().get("/")
    assert response.status_code == 200
    assert "Nothing was taken in yet" in shown(response)


def test_the_overview_shows_the_last_run_its_outcomes_the_quarantine_and_the_sources(newsroom, first_run):
    run_id = first_run
    response = newsroom.client().get("/")
    text = shown(response)
    assert f"Run {run_id} is published and balances" in text
    assert "1 record in quarantine (binary)." in text
    assert re.search(r"binary .* 1 ", text)
    assert "Bote <i>of</i> Hollenbeck" in text
    chart = BeautifulSoup(response.text, "html.parser").find("svg", class_="chart")
    drawn = [rect.title.get_text() for rect in chart.find_all("rect")]
    assert drawn == [
        f"{datetime.now(UTC):%Y-%m-%d}: {count} {outcome}"
        for count, outcome in ((2, "original"), (1, "near copy"), (1, "quarantined"))
    ]


def test_a_run_report_tells_every_outcome_and_why_articles_were_folded(newsroom, first_run):
    run_id = first_run
    response = newsroom.client().get(f"/runs/{run_id}")
    text = shown(response)
    assert response.status_code == 200
    assert "found 4 in 4 files balanced" in text
    assert "near copy 1 the same text with small edits" in text
    assert "Mill turns again" in text
    assert "erle-wire" in text
    fold = BeautifulSoup(response.text, "html.parser").find("article", class_="fold")
    assert fold.find("p", class_="measures").find_all("b")
    assert "binary" in text
    assert "balance passed" in text


def test_a_run_is_found_by_the_names_that_airflow_has_for_it(newsroom):
    run_id = newsroom.run("airflow:news_ingest:manual__2025-09-27T05:00:00+00:00")
    parameters = {"dag_id": "news_ingest", "run_id": "manual__2025-09-27T05:00:00+00:00"}
    response = newsroom.client().get("/dag-run", params=parameters)
    assert response.status_code == 200
    assert f"Run {run_id} is published" in shown(response)


def test_the_brief_of_the_newest_day_is_linked_and_leads_to_the_days_beside_it(newsroom, first_run):
    run_id = first_run
    client = newsroom.client()
    assert "No brief yet" in shown(client.get("/brief"))
    newsroom.count()
    for path in ("/", f"/runs/{run_id}"):
        links = BeautifulSoup(client.get(path).text, "html.parser").find_all("a", string="Daily brief")
        assert [client.get(link["href"]).status_code for link in links] == [200]
    newest = client.get("/brief")
    assert "Friday, 26 September 2025" in shown(newest)
    assert "3 articles from 2 sources carry 2 independent reports" in shown(newest)
    assert shown(client.get("/brief/2025-09-26")) == shown(newest)


def test_the_brief_leads_to_the_days_before_and_after(newsroom):
    newsroom.deliver_earlier_page()
    newsroom.run("airflow:news_ingest:first")
    newsroom.count()
    client = newsroom.client()
    earlier = BeautifulSoup(client.get("/brief").text, "html.parser").find("a", rel="prev")
    response = client.get(earlier["href"])
    assert "Wednesday, 24 September 2025" in shown(response)
    later = BeautifulSoup(response.text, "html.parser").find("a", rel="next")
    assert later["href"].endswith("/brief/2025-09-26")


def test_a_hostile_headline_is_text_in_the_brief(newsroom, first_run):
    newsroom.count()
    newsroom.spoil_headlines()
    page = BeautifulSoup(newsroom.client().get("/brief").text, "html.parser")
    assert '<script>alert("headline")</script> & <img src=x onerror=alert(4)>' in [
        each.get_text() for each in page.find_all("h3")
    ]
    assert not foreign(page, "script", "img", "iframe", "object", "style")
    assert not page.find_all(style=True)


def test_a_dag_run_that_took_in_nothing_is_told_so(newsroom):
    response = newsroom.client().get("/dag-run", params={"dag_id": "another", "run_id": "x"})
    assert response.status_code == 200
    assert "No run report" in shown(response)


def test_a_rehearsal_shows_what_would_have_happened(newsroom):
    run_id = newsroom.run("airflow:news_ingest:first", dry_run=True)
    client = newsroom.client()
    assert f"Run {run_id} was a dry run: nothing was loaded" in shown(client.get("/"))
    assert "found 4 in 4 files" in shown(client.get(f"/runs/{run_id}"))
    overview = BeautifulSoup(client.get("/").text, "html.parser")
    assert not overview.find("svg", class_="chart").find_all("rect")  # nothing was taken in on that day
    assert "4 4 2 0 1" in " ".join(overview.select_one("table.dense tbody").get_text(" ").split())


def test_what_stands_in_the_data_is_shown_as_text_and_never_becomes_part_of_the_page(newsroom):
    run_id = newsroom.run("airflow:news_ingest:<svg onload=alert(3)>")
    newsroom.spoil_headlines()
    client = newsroom.client()
    for path in ("/", f"/runs/{run_id}"):
        page = BeautifulSoup(client.get(path).text, "html.parser")
        assert not foreign(page, "script", "img", "iframe", "object", "style", "i"), path
        assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)], (
            path
        )
        assert not page.find_all(style=True), path
    report = shown(client.get(f"/runs/{run_id}"))
    assert '<script>alert("headline")</script> & <img src=x onerror=alert(4)>' in report
    assert "<b onmouseover=alert(2)>We ground 300 kilos" in report
    assert "<svg onload=alert(3)>" in report


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_security_headers(newsroom, path, first_run):
    response = newsroom.client().get(path)
    for name, value in SECURITY_HEADERS.items():
        assert response.headers[name] == value
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/runs/999", 404),
        ("/runs/nonsense", 404),
        ("/nothing", 404),
        ("/brief/1999-01-01", 404),
        ("/brief/today", 404),
    ],
)
def test_what_is_not_there_is_not_found(newsroom, path, status):
    response = newsroom.client().get(path)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")


def test_every_route_asks_first_whether_the_user_may_see_it(database_url):
    def refuse() -> None:
        raise HTTPException(403)

    application = create_application(Host(lambda: database_url, may_see=[Depends(refuse)]))
    client = TestClient(application)
    asked = {
        (method, re.sub(r"\{[^}]+\}", "1", route.path))
        for route in application.routes
        for method in route.methods - {"HEAD"}
    }
    assert {
        ("GET", "/"),
        ("GET", "/runs/1"),
        ("GET", "/newsfold.css"),
        ("POST", "/quarantine/replay"),
    } <= asked
    assert {
        (method, path): client.request(method, path, params={"dag_id": "a", "run_id": "b"}).status_code
        for method, path in asked
    } == dict.fromkeys(asked, 403)


def test_the_application_does_not_describe_itself(newsroom):
    client = newsroom.client()
    assert [client.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")] == [404, 404, 404]


def test_nothing_can_be_changed_through_the_pages_connection(newsroom):
    with reading(Host(lambda: newsroom.role_url("owner"))) as connection, connection.cursor() as cursor:
        with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
            cursor.execute("delete from ops.run")
    client = newsroom.client()
    assert {client.request(method, "/").status_code for method in ("POST", "PUT", "PATCH", "DELETE")} == {405}


def test_a_database_that_is_down_is_said_to_be_down_without_its_password():
    url = "postgresql://someone:secret-word@127.0.0.1:1/newsfold"
    response = TestClient(create_application(Host(lambda: url))).get("/")
    assert response.status_code == 503
    assert "The news database does not answer" in shown(response)
    assert "127.0.0.1" in shown(response)
    assert "secret-word" not in response.text


def test_a_database_without_the_schema_is_told_from_one_that_is_down(empty_database_url):
    response = TestClient(create_application(Host(lambda: empty_database_url))).get("/")
    assert response.status_code == 503
    assert "newsfold migrate" in shown(response)


def test_a_user_whom_the_database_hides_everything_from_is_told_so(role_url):
    response = TestClient(create_application(Host(lambda: role_url("analyst")))).get("/")
    assert response.status_code == 503
    assert "permission denied" in shown(response)


def test_without_a_connection_the_page_says_what_to_define():
    def nothing() -> str:
        raise NoConnectionDefined("Define the Airflow connection newsfold_operator, or newsfold.")

    response = TestClient(create_application(Host(nothing))).get("/")
    assert response.status_code == 503
    assert "Define the Airflow connection newsfold_operator" in shown(response)
