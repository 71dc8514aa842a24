"""`newsfold api` and `newsfold mcp`: what they refuse before they serve, and what they serve."""

import argparse

import pytest
import uvicorn

from newsfold.cli import command_line, serve_commands


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("NEWSFOLD_HOME", str(tmp_path))


def test_the_api_starts_for_those_who_have_a_token(role_url, capsys, monkeypatch):
    served = []
    monkeypatch.setattr(uvicorn, "run", lambda application, **settings: served.append(settings))
    asked = ["api", "--database-url", role_url("analyst")]
    assert command_line.main(asked) == 2
    assert "--new-token" in capsys.readouterr().err
    assert command_line.main(["api", "--new-token", "press-review"]) == 0
    assert len(capsys.readouterr().out.strip()) > 30
    assert command_line.main(asked) == 0
    assert served[0]["host"] == "127.0.0.1"
    assert command_line.main(["api", "--revoke-token", "press-review"]) == 0
    assert command_line.main(["api", "--revoke-token", "press-review"]) == 2
    assert command_line.main(asked) == 2
    assert len(served) == 1


@pytest.mark.parametrize("name", ["api", "mcp"])
def test_a_login_that_may_more_is_refused_before_anything_is_served(role_url, capsys, name):
    command_line.main(["api", "--new-token", "press-review"])
    assert command_line.main([name, "--database-url", role_url("owner")]) == 1
    assert "rights of an analyst" in capsys.readouterr().err


def test_each_question_asks_the_server_where_it_is_now(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSFOLD_HOME", str(tmp_path))
    monkeypatch.delenv("NEWSFOLD_DATABASE_URL", raising=False)
    ports = iter((5001, 5002))
    monkeypatch.setattr(
        "newsfold.local.postgres.database_url", lambda *_: f"postgresql://127.0.0.1:{next(ports)}/n"
    )
    embedded = argparse.Namespace(database_url=None)
    assert [serve_commands.url_now(embedded)[-6:] for _ in range(2)] == ["5001/n", "5002/n"]
    assert serve_commands.url_now(argparse.Namespace(database_url="postgresql://a/b")) == "postgresql://a/b"
