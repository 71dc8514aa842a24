"""A client that sends without end, or goes away while its question is asked."""

import asyncio
import json
from contextlib import closing

import pytest

from newsfold.serve import hanging_up, tokens
from newsfold.serve.web_api import create_api
from newsfold.store.connection import connect


@pytest.fixture
def asked(sample_analyst_url, tmp_path):
    """Asks the application as a server would; gives the status of the answer, and its body."""
    token = tokens.make(tmp_path / "tokens.json", "tests")
    application = create_api(lambda: sample_analyst_url, tmp_path / "tokens.json")

    async def ask(path: str, receive, *, token: str | None = token) -> tuple[int, bytes]:
        headers = [(b"content-type", b"application/json")]
        headers += [(b"authorization", f"Bearer {token}".encode())] if token else []
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "scheme": "http", "path": path,
            "raw_path": path.encode(), "query_string": b"", "root_path": "", "headers": headers, "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 2), "state": {},
        }  # fmt: skip
        sent: list[dict] = []

        async def send(message: dict) -> None:
            sent.append(message)

        await application(scope, receive, send)
        return sent[0]["status"], b"".join(each.get("body", b"") for each in sent)

    return ask


@pytest.mark.parametrize("token", ["with", None])
def test_a_body_without_end_is_refused_whoever_sends_it(asked, token):
    taken = 0

    async def receive() -> dict:
        nonlocal taken
        taken += 65_536
        assert taken < 10 * hanging_up.MOST_BYTES
        return {"type": "http.request", "body": b" " * 65_536, "more_body": True}

    status, body = asyncio.run(asked("/v1/sql", receive, **({} if token else {"token": None})))
    assert status == 413
    assert b"more than" in body


def statements_of(url: str) -> int:
    with closing(connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(
            "select count(*) as n from pg_stat_activity where application_name = 'newsfold api' and query ~ 'pg_sleep'"
            " and state = 'active' and datname = current_database()"
        )
        return cursor.fetchone().n


def test_a_question_ends_when_nobody_waits_for_its_answer(asked, sample_analyst_url):
    messages = [json.dumps({"statement": "select pg_sleep(25)"}).encode()]

    async def receive() -> dict:
        if messages:
            return {"type": "http.request", "body": messages.pop(), "more_body": False}
        while not await asyncio.to_thread(statements_of, sample_analyst_url):
            await asyncio.sleep(0.05)
        return {"type": "http.disconnect"}

    # Asked to its end, it would be answered by 200.
    status, _ = asyncio.run(asked("/v1/sql", receive))
    assert status == 504
    assert statements_of(sample_analyst_url) == 0


def test_who_waits_has_the_answer(asked):
    messages = [b'{"statement":', b' "select 1 as one"}']

    async def receive() -> dict:
        if messages:
            return {"type": "http.request", "body": messages.pop(0), "more_body": bool(messages)}
        await asyncio.Event().wait()
        raise AssertionError

    status, body = asyncio.run(asked("/v1/sql", receive))
    assert status == 200
    assert json.loads(body)["rows"] == [{"one": 1}]
