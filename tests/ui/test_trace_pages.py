"""The trace of an article: from its bytes to its row, found by id, uri or words, and safe whatever the bytes are."""

import os
from datetime import date

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from newsfold.config.sources import SourceError
from newsfold.pipeline import deciding, steps, workspaces
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import connect
from newsfold.ui.application import create_application
from newsfold.ui.host import Actor, Host
from newsfold.ui.trace_view import changed_lines
from tests.ui.conftest import foreign


def shown(response) -> str:
    """The words of a page, as a person reads them."""
    return " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())


@pytest.fixture
def filled(newsroom, first_run):
    return newsroom


def client(newsroom, **more) -> TestClient:
    host = Host(lambda: newsroom.role_url("operator"), project=newsroom.root, **more)
    return TestClient(create_application(host), headers={"Sec-Fetch-Site": "same-origin"})


def without_its_connection() -> RawStore:
    """As a raw store is opened whose connection nobody has added."""
    raise SourceError("there is no connection newsfold_raw_store: add it")


def article_id(newsroom, headline: str) -> int:
    with connect(newsroom.role_url("owner")) as connection, connection.cursor() as cursor:
        cursor.execute("select article_id from news.version where headline = %s", (headline,))
        return cursor.fetchone().article_id


def test_an_article_is_traced_from_its_bytes_to_its_story(filled):
    number = article_id(filled, "Mill turns again")
    pages = client(filled, raw_store=lambda: RawStore(filled.root / "raw"))
    response = pages.get(f"/articles/{number}")
    text = shown(response)
    assert response.status_code == 200
    assert f"Article {number}: near copy of" in text
    assert "Analysts see it" in text
    assert "SHA-256" in text
    assert 'article:published_time" content="2025-09-26T09:00:00+02:00"' in text, "the bytes as text"
    assert "3c 68 74 6d 6c" in text, "the bytes in hexadecimal"
    assert "Today's readers find here: an article, html: Mill turns again, 2025-09-26" in text
    assert "2025-09-26T09:00:00+02:00 won" in text
    assert "near copy of" in text
    assert "stands for the story" in text
    links = {each["href"] for each in BeautifulSoup(response.text, "html.parser").find_all("a")}
    assert any(each.endswith("/runs/1") for each in links)
    assert "/dags/news_ingest/runs/first" in links


def test_a_record_is_found_in_a_file_of_many(newsroom):
    items = "".join(
        f"<item><title>Number {n}</title><guid>urn:x:{n}</guid><pubDate>Fri, 26 Sep 2025 09:00:00 +0000</pubDate>"
        f"<description>{'The ferry to Lund sails at noon again, the harbour master said. ' * 6}{n}</description></item>"
        for n in range(4)
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{items}</channel></rss>'
    path = newsroom.root / "inbox" / "bote" / "feed.xml"
    path.write_text(feed)
    os.utime(path, (1_758_900_000, 1_758_900_000))
    newsroom.run("airflow:news_ingest:first")
    number = article_id(newsroom, "Number 3")
    page = client(newsroom, raw_store=lambda: RawStore(newsroom.root / "raw")).get(f"/articles/{number}")
    assert "Today's readers find here: an article" in shown(page)
    assert "Number 3, 2025-09-26" in shown(page)


def test_without_a_raw_store_or_without_the_bytes_the_rest_is_shown(filled):
    number = article_id(filled, "Mill turns again")
    assert "no raw store" in shown(client(filled).get(f"/articles/{number}"))
    emptied = client(filled, raw_store=lambda: RawStore(filled.root / "elsewhere"))
    response = emptied.get(f"/articles/{number}")
    assert response.status_code == 200
    assert "not in the raw store any more" in shown(response)
    unknown = client(filled, raw_store=without_its_connection).get(f"/articles/{number}")
    assert unknown.status_code == 200
    assert "there is no connection newsfold_raw_store" in shown(unknown)


def test_hostile_words_and_bytes_are_text(filled):
    number = article_id(filled, "Mill of Hollenbeck turns")
    filled.spoil_headlines()
    response = client(filled, raw_store=lambda: RawStore(filled.root / "raw")).get(f"/articles/{number}")
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 200
    assert not foreign(page, "script", "img", "iframe", "object", "style")
    assert not page.find_all(onmouseover=True)
    assert page.h1.get_text() == '<script>alert("headline")</script> & <img src=x onerror=alert(4)>'


@pytest.mark.parametrize("words", ["{id}", 'mill "guests from Aldermoor"', "{uri}"])
def test_an_article_is_found_by_its_id_its_uri_or_words(filled, words):
    number = article_id(filled, "Mill turns again")
    with connect(filled.role_url("owner")) as connection, connection.cursor() as cursor:
        cursor.execute("select uri from news.article where article_id = %s", (number,))
        uri = cursor.fetchone().uri
    response = client(filled).get(
        "/articles", params={"q": words.format(id=number, uri=uri)}, follow_redirects=False
    )
    assert response.status_code == 303
    assert response.headers["location"].endswith(f"/articles/{number}")


def test_several_that_fit_are_listed_and_nothing_is_said_to_be_nothing(filled):
    listed = client(filled).get("/articles", params={"q": "Hollenbeck"})
    assert "Mill turns again" in shown(listed)
    assert "Mill of Hollenbeck turns" in shown(listed)
    for nothing in ("zzzzqqq", "'\"\x00(:*&|!<>", "99999999999999999999999", "%"):
        assert "No article fits" in shown(client(filled).get("/articles", params={"q": nothing}))


@pytest.mark.parametrize("number", ["0", "999", str(2**63), "-1", "x"])
def test_an_article_that_is_not_there_is_not_found(filled, number):
    assert client(filled).get(f"/articles/{number}").status_code == 404


def test_a_decided_day_its_versions_and_who_decided_are_shown_and_more_can_be_decided(filled):
    number = article_id(filled, "Mill turns again")

    async def start(request, dag_id, params):
        return "manual__1"

    pages = client(filled, actor=lambda: Actor("olga", may_act=True), start_run=start)
    data = {"article": str(number), "back": "article", "day": "", "typed": "2025-09-20", "note": "it says so"}
    response = pages.post("/review/day", data=data)
    assert response.url.path == f"/articles/{number}"
    assert "takes effect soon" in shown(response)
    with workspaces.open_workspace(filled.role_url("loader"), filled.root / "raw", filled.root) as work:
        assert deciding.apply_waiting(work, steps.utc_now())["redated"] == 1
        row = work.connection.cursor()
        row.execute("select published_on from analytics.articles where article_id = %s", (number,))
        assert row.fetchone().published_on == date(2025, 9, 20)
    text = shown(pages.get(f"/articles/{number}"))
    assert "Its day is a person's decision; the record itself says 2025-09-26" in text
    assert "published on: 2025-09-26 → 2025-09-20" in text
    assert "olga of 2025-09-20 it says so holds" in text


def test_changed_paragraphs_are_told_in_their_order():
    assert changed_lines("a\n\nb\n\nc", "a\n\nB\n\nc\n\nd") == [("del", "b"), ("ins", "B"), ("ins", "d")]
    assert changed_lines("--- x\n+++ y", "--- x\n+++ y") == []
    assert changed_lines("", "-- new") == [("ins", "-- new")]


def test_links_of_other_methods_say_less_and_stop_nothing(filled):
    with connect(filled.role_url("owner")) as connection, connection.cursor() as cursor:
        cursor.execute("update news.link set evidence = '{}'")
        assert cursor.rowcount == 1
    number = article_id(filled, "Mill turns again")
    assert client(filled).get(f"/articles/{number}").status_code == 200
    assert client(filled).get("/review").status_code == 200


WIRE = (
    "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March. "
    "The toll stays at 3.20 euros for cars, and buses of the Setubal line cross free until December."
)
PAPER = (
    "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority told this paper.\n\n"
    + WIRE.split(". ", 1)[1]
    + "\n\nJoao Abrantes, who runs the auction, called it the best September in eleven years."
)


def deliver_pair(newsroom) -> None:
    for name, day, text in (("Wire on the bridge", 25, WIRE), ("Paper on the bridge", 26, PAPER)):
        path = newsroom.root / "inbox" / "bote" / f"{name}.txt"
        path.write_text(f"Headline: {name}\nDate: 2025-09-{day}\n\n{text}\n")
        os.utime(path, (1_758_900_000, 1_758_900_000))


def test_each_sentence_is_marked_with_its_first_carrier(newsroom):
    deliver_pair(newsroom)
    newsroom.run("airflow:news_ingest:first")
    wire, paper = (article_id(newsroom, f"{name} on the bridge") for name in ("Wire", "Paper"))
    pages = client(newsroom)
    page = BeautifulSoup(pages.get(f"/articles/{paper}").text, "html.parser")
    (legend,) = page.select("ol.origins li")
    to_text, to_article = legend.select("a")
    assert to_article["href"].endswith(f"/articles/{wire}")
    assert "2 sentences" in legend.get_text()
    marked = page.select(".marked .matched")
    assert [each.get_text() for each in marked] == WIRE.split(". ", 1)[1].replace(". The", ".\nThe").split(
        "\n"
    )
    (number,) = page.select(".marked a.pair")
    assert number["href"] == f"#{legend['id']}"
    assert to_text["href"] == f"#{number['id']}"
    assert "Wire on the bridge (word for word)" in number.get_text()
    assert "word for word" in number["aria-label"]
    carried = shown(pages.get(f"/articles/{wire}"))
    assert "Carried by" in carried
    assert "Paper on the bridge" in carried
    assert pages.get("/origins.css").status_code == 200


def test_a_corrected_report_lists_who_carries_what_it_says_no_more(newsroom):
    deliver_pair(newsroom)
    newsroom.run("airflow:news_ingest:first")
    wire = article_id(newsroom, "Wire on the bridge")
    path = newsroom.root / "inbox" / "bote" / "Wire on the bridge.txt"
    text = path.read_text().replace(
        "14 crews had worked on the piers since March", "40 crews will work there"
    )
    path.write_text(text)
    os.utime(path, (1_758_910_000, 1_758_910_000))
    newsroom.run("airflow:news_ingest:second")
    assert "others still carry 1 sentence that it says no more" in shown(
        client(newsroom).get(f"/articles/{wire}")
    )
