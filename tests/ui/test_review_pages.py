"""The review inbox: what is shown first, what a decision writes, and that nothing in the data breaks out."""

import os
import time
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from newsfold.pipeline import deciding, steps, workspaces
from newsfold.store.connection import connect
from newsfold.ui.application import create_application
from newsfold.ui.host import Actor, Host
from newsfold.ui.review_queue import ranked
from tests.ui.conftest import foreign

OURS = {"Sec-Fetch-Site": "same-origin"}
UNDATED = (
    "<html><head><title>T</title></head><body><article><h1>Wheel</h1><time>04/05/2025</time>"
    "<p>{}</p></article></body></html>"
)


def shown(response) -> str:
    """The words of a page, as a person reads them."""
    return " ".join(BeautifulSoup(response.text, "html.parser").get_text(" ").split())


@pytest.fixture
def started() -> list[tuple[str, dict]]:
    """The DAG runs that were asked for."""
    return []


@pytest.fixture
def filled(newsroom, once):
    """A run with an unsure link and a day that could be either way."""

    def fill() -> None:
        write = newsroom.root / "inbox" / "bote" / "wheel.html"
        write.parent.mkdir(parents=True, exist_ok=True)
        text = (
            "The toll bridge at Orrin Ferry <b>closed</b> for repairs, the county's engineer Brannagh Tully said. "
            * 3
        )
        write.write_text(UNDATED.format(text))

        os.utime(write, (time.time() - 3600,) * 2)
        newsroom.run("airflow:news_ingest:first")
        with connect(newsroom.role_url("owner")) as connection, connection.cursor() as cursor:
            cursor.execute("update news.link set score = 0.7")
        newsroom.spoil_headlines()

    once(fill)
    return newsroom


@pytest.fixture
def client(filled, started):
    """The pages for an operator; runs are only written down."""

    async def start(request, dag_id, params):
        started.append((dag_id, dict(params)))
        return "manual__1"

    host = Host(
        lambda: filled.role_url("operator"), actor=lambda: Actor("olga", may_act=True), start_run=start
    )
    return TestClient(create_application(host), headers=OURS)


def query(newsroom, text: str) -> list:
    with connect(newsroom.role_url("owner")) as connection, connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall()


def form_of(response, action: str) -> dict[str, str]:
    """The hidden fields of the form that leads to an action."""
    form = next(
        each
        for each in BeautifulSoup(response.text, "html.parser").find_all("form")
        if each["action"].endswith(action)
    )
    return {each["name"]: each["value"] for each in form.find_all("input", type="hidden")}


def test_a_pair_is_shown_side_by_side_with_its_evidence_and_the_keys(client):
    response = client.get("/review")
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 200
    assert len(page.select("section.texts article")) == 2
    assert page.select("span.matched")
    assert "The method gives 70 % for one report" in shown(response)
    assert {each["data-key"] for each in page.select("[data-key]")} >= {"s", "d", "u"}
    assert "Nothing else holds this story of 2 together" in shown(response)
    script = foreign(page, "script")
    assert len(script) == 1
    assert "sha256-" in response.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/review", "/review?kind=dates"])
def test_hostile_words_are_text(client, path):
    page = BeautifulSoup(client.get(path).text, "html.parser")
    assert not page.find_all(["img", "iframe", "object", "style"])
    assert len(foreign(page, "script")) == 1
    assert not page.find_all(onmouseover=True)
    assert '<script>alert("headline")' in page.get_text()


def test_a_decision_is_a_row_that_waits_and_a_run_that_obeys_it(client, filled, started):
    fields = form_of(client.get("/review"), "/review/pair")
    response = client.post(
        "/review/pair",
        data=fields | {"verdict": "different", "note": "two <b>mills</b>"},
        follow_redirects=False,
    )
    assert response.status_code == 303
    assert started == [("news_decisions", {})]
    (row,) = query(filled, "select * from ops.decision")
    assert (row.verdict, row.decided_by, row.note, row.applied_at) == (
        "different",
        "olga",
        "two <b>mills</b>",
        None,
    )
    after = client.get(response.headers["location"])
    assert "No pair waits for a person" in shown(after)
    assert "takes effect soon" in shown(after)
    with workspaces.open_workspace(filled.role_url("loader"), filled.root / "raw", filled.root) as work:
        assert deciding.apply_waiting(work, steps.utc_now())["splits"] == 1
    assert "holds" in shown(client.get("/review"))
    taken = form_of(client.get("/review"), "/review/take-back")
    assert client.post("/review/take-back", data=taken).status_code == 200
    assert query(filled, "select revoked_by from ops.decision")[0].revoked_by == "olga"
    assert len(started) == 2
    assert "Nothing was kept" in shown(client.post("/review/take-back", data=taken))


def test_unsure_starts_no_run_and_is_not_asked_again(client, started):
    fields = form_of(client.get("/review"), "/review/pair")
    response = client.post("/review/pair", data=fields | {"verdict": "unsure"})
    assert "It changes no story" in shown(response)
    assert started == []
    assert "No pair waits" in shown(response)


def test_a_day_that_could_be_either_way_offers_both_and_takes_one(client, filled, started):
    response = client.get("/review?kind=dates")
    buttons = BeautifulSoup(response.text, "html.parser").select("button[name=day][data-key]")
    assert {each["value"] for each in buttons} == {"2025-04-05", "2025-05-04"}
    fields = form_of(response, "/review/day")
    refused = client.post("/review/day", data=fields | {"day": "2999-01-01"})
    assert "Nothing was kept" in shown(refused)
    assert client.post("/review/day", data=fields | {"day": "nonsense"}).status_code == 200
    assert started == []
    client.post("/review/day", data=fields | {"day": "", "typed": "2025-05-04"})
    (row,) = query(filled, "select verdict, day::text, decided_by from ops.decision")
    assert tuple(row) == ("day", "2025-05-04", "olga")
    assert "No date waits" in shown(client.get("/review?kind=dates"))
    assert started == [("news_decisions", {})]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/review/pair", {"one": "1", "other": "999", "verdict": "same"}),
        ("/review/pair", {"one": "1", "other": "1", "verdict": "same"}),
        ("/review/day", {"article": "999", "day": "2025-09-01"}),
        ("/review/take-back", {"decision": "999"}),
    ],
)
def test_what_is_not_there_changes_nothing(client, filled, started, path, data):
    assert "Nothing was kept" in shown(client.post(path, data=data))
    assert query(filled, "select * from ops.decision") == []
    assert started == []


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/review/pair", {"one": "1", "other": "2", "verdict": "dismiss"}),
        ("/review/pair", {"one": "1", "other": str(2**70), "verdict": "same"}),
        ("/review/pair", {}),
        ("/review/day", {"article": "x", "day": "2025-09-01"}),
        ("/review/take-back", {}),
    ],
)
def test_a_form_with_the_wrong_fields_is_refused(client, filled, path, data):
    assert client.post(path, data=data).status_code == 404
    assert query(filled, "select * from ops.decision") == []


def test_another_site_can_not_make_a_browser_decide(client, filled):
    data = {"one": "1", "other": "2", "verdict": "same"}
    answer = client.post("/review/pair", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert query(filled, "select * from ops.decision") == []


def test_who_may_not_act_is_offered_nothing(filled):
    page = BeautifulSoup(filled.client().get("/review").text, "html.parser")
    assert page.select("section.texts")
    assert not page.find_all("button")


@pytest.mark.parametrize("at", ["-1", "999999", "x"])
def test_a_place_that_is_none_is_no_error_of_ours(client, at):
    assert client.get(f"/review?at={at}").status_code in (200, 404)


def pair(
    one: int,
    other: int,
    score: float,
    *,
    kind: str = "link",
    articles: int = 2,
    others: int = 2,
    story: int = 1,
):
    return SimpleNamespace(
        kind=kind,
        article_id=one,
        other_article_id=other,
        score=score,
        relation="rewrite",
        story_id=story,
        other_story_id=story if kind == "link" else story + 1,
        articles=articles,
        other_articles=others,
    )


def link(one: int, other: int, story: int = 1):
    return SimpleNamespace(story_id=story, article_id=one, matched_article_id=other)


def test_the_weak_link_that_alone_holds_a_story_together_comes_before_one_among_many():
    links = [link(1, 2), link(2, 3), link(1, 3), link(3, 4), link(4, 5), link(4, 6), link(5, 6)]
    pairs = [pair(1, 2, 0.6, articles=6), pair(3, 4, 0.6, articles=6)]
    first, second = ranked(pairs, links)
    assert (first.article_id, first.moved, first.is_bridge) == (3, 3.0, True)
    assert (second.article_id, second.is_bridge) == (1, False)


def test_even_odds_come_before_near_certainty_and_large_stories_before_small_ones():
    pairs = [
        pair(1, 2, 0.95, kind="near", articles=1, others=1),
        pair(3, 4, 0.5, kind="near", articles=1, others=1),
        pair(5, 6, 0.8, kind="near", articles=9, others=7),
    ]
    assert [each.article_id for each in ranked(pairs, [])] == [5, 3, 1]


def test_an_article_is_hidden_by_hand_with_a_reason_and_shown_again(client, filled, started):
    assert "Hide it from analysts" in shown(client.get("/articles/2"))
    assert "say why" in shown(client.post("/review/hide", data={"article": 2, "note": " "}))
    assert started == []
    assert "in a moment" in shown(client.post("/review/hide", data={"article": 2, "note": "<b>on request"}))
    assert started == [("news_decisions", {})]
    page = client.get("/articles/2")
    assert "Analysts do not see it: olga hid it." in shown(page)
    assert "<b>on request" in shown(page)
    again = form_of(page, "/review/take-back")
    (held,) = query(filled, "select decision_id from ops.decision where verdict = 'hide'")
    client.post("/review/take-back", data={**again, "decision": held.decision_id})
    assert "Hide it from analysts" in shown(client.get("/articles/2"))
    assert "Nothing was kept" in shown(client.post("/review/hide", data={"article": 999, "note": "why"}))


def test_a_fold_leads_to_its_articles_and_is_taken_apart_there(client, started):
    page = BeautifulSoup(client.get("/runs/1").text, "html.parser")
    fold = page.select_one("article.fold")
    assert [link["href"].rsplit("/", 2)[-2] for link in fold.select(".pair a")] == ["articles", "articles"]
    form = fold.find("form")
    data = {each["name"]: each["value"] for each in form.find_all(["input", "button"]) if each.get("name")}
    assert "Kept" in shown(client.post("/review/pair", data=data))
    assert started == [("news_decisions", {})]
