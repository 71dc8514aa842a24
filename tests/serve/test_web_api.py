"""The HTTP API: every route needs a token, gives what is asked with its citation, and says in a sentence what is wrong."""

import json

import pytest
from fastapi.testclient import TestClient

from newsfold.analytics.questions import questions
from newsfold.serve import tokens
from newsfold.serve.web_api import ROUTES, create_api


@pytest.fixture(scope="module")
def client(sample_analyst_url, tmp_path_factory):
    path = tmp_path_factory.mktemp("api") / "tokens.json"
    token = tokens.make(path, "tests")
    with TestClient(create_api(lambda: sample_analyst_url, path), raise_server_exceptions=False) as made:
        made.headers["Authorization"] = f"Bearer {token}"
        yield made


def got(client, path: str, **parameters: object) -> dict:
    answer = client.get(f"/v1{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize("given", [None, "Bearer wrong", "Basic dGVzdHM6eA==", "Bearer "])
def test_who_has_no_token_is_told_nothing(client, path, given):
    headers = {"Authorization": given} if given else {}
    bare = TestClient(client.app, raise_server_exceptions=False)
    filled = (
        path.replace("{article_id}", "1")
        .replace("{story_id}", "1")
        .replace("{event_id}", "1")
        .replace("{name}", "keywords")
    )
    answer = bare.request("POST" if path == "/sql" else "GET", f"/v1{filled}", headers=headers)
    assert answer.status_code == 401
    assert set(answer.json()) == {"detail"}


def test_the_description_names_every_route(client):
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {f"/v1{path}" for path in ROUTES}
    for path in described["paths"].values():
        for asked in path.values():
            assert asked["description"]
            assert asked["security"]


def test_from_a_search_to_the_record(client):
    found = got(client, "/search", query="the", limit=2, one_per_story=True)
    assert found["count"] >= 0
    [row] = client.post(
        "/v1/sql",
        json={"statement": "select article_id, story_id from analytics.articles order by 1 limit 1"},
    ).json()["rows"]
    article = got(client, f"/articles/{row['article_id']}")
    assert article["citation"]["file_uri"] == article["file_uri"]
    assert got(client, f"/articles/{row['article_id']}/explanation")["citation"] == article["citation"]
    assert got(client, f"/stories/{row['story_id']}")["articles"]["count"] > 0
    assert got(client, "/sources")["count"] > 3
    assert got(client, "/changes", limit=4)["count"] == 4


def test_fifty_questions_are_listed_and_one_is_answered(client):
    listed = got(client, "/questions")
    assert listed["count"] == len(questions()) >= 50
    given = got(client, f"/questions/{listed['rows'][0]['name']}", limit=1)
    assert given["count"] == 1
    assert given["sql"].startswith("select") or given["sql"].startswith("with")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/articles/999999999999", 404, "was never held"),
        ("/articles/0", 422, ""),
        ("/articles/99999999999999999999", 422, ""),
        ("/articles/x", 422, ""),
        ("/stories/999999999999", 404, "was never held"),
        ("/events/999999999999", 404, "was never held"),
        ("/questions/none_such", 404, "no question"),
        ("/search", 422, ""),
        ("/search?query=x&from_day=yesterday", 422, ""),
        (f"/search?query={'x' * 1001}", 422, ""),
        ("/search?query=x&limit=1001", 422, ""),
        ("/changes?since=nonsense", 400, "no token"),
        ("/search?query=%00", 400, "query has a null character"),
        ("/search?query=x&source=a%00b", 400, "source has a null character"),
        ("/changes?since=%00", 400, "since has a null character"),
        ("/questions/%00", 404, "no question"),
        ("/nothing", 404, ""),
    ],
)
def test_what_is_wrong_is_said(client, path, status, said):
    answer = client.get(f"/v1{path}")
    assert answer.status_code == status
    assert said in str(answer.json()["detail"])


def test_a_statement_that_is_refused_says_why_and_shows_nothing_else(client):
    answer = client.post("/v1/sql", json={"statement": "select * from news.article"})
    assert (answer.status_code, answer.json()) == (400, {"detail": "permission denied for schema news"})


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("select 1\x00", "statement has a null character, or half of a surrogate pair"),
        ("select repeat('a', 1000000) from generate_series(1, 30)", "an answer has at most 20 MB"),
        ("select 1 as a, 2 as a", "two columns have one name"),
        ("", "cannot open"),
        ("select 1; select 2", "cannot open"),
        ("begin", "cannot open"),
    ],
)
def test_a_statement_that_can_not_be_asked_is_told_so(client, statement, said):
    answer = client.post(
        "/v1/sql", content=json.dumps({"statement": statement}), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(said)


@pytest.mark.parametrize(
    "body", [b'{"statement": "\\ud800"}', b"{", b"\xff", b'{"statement": 1}', b"null", b"["]
)
def test_a_body_of_the_wrong_form_is_told_so_and_not_repeated(client, body):
    answer = client.post("/v1/sql", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert "body" in answer.json()["detail"]


def test_a_database_that_is_down_is_said_to_be_down_without_its_name(tmp_path):
    token = tokens.make(tmp_path / "tokens.json", "tests")
    gone = create_api(lambda: "postgresql://kim:secret@127.0.0.1:1/gone", tmp_path / "tokens.json")
    client = TestClient(gone, raise_server_exceptions=False, headers={"Authorization": f"Bearer {token}"})
    answer = client.get("/v1/sources")
    assert answer.status_code == 503
    assert "secret" not in answer.text
    assert "127.0.0.1" not in answer.text
