"""The plugin in Airflow itself: its real users, its real tokens, the pages as Airflow mounts them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from newsfold.local import airflow_settings, supervisor
from newsfold.local.home import locked, project_root


@pytest.fixture
def answers(postgres_server, role_url) -> dict[str, dict[str, int]]:
    """The status of every page, by kind of user."""
    home = postgres_server.home
    with locked(home / "airflow-settings.lock"):
        settings = airflow_settings.airflow_environment(
            home, project_root(), database_url=role_url("operator")
        )
        supervisor.migrate_airflow(home, settings)
    result = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "request_pages.py")],
        env={**airflow_settings.clean_environment(), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-6000:]
    return json.loads(result.stdout.splitlines()[-1])


@pytest.mark.airflow
def test_who_gets_to_see_the_pages(answers):
    pages = {
        "/newsfold/",
        "/newsfold/runs/1",
        "/newsfold/dag-run",
        "/newsfold/brief",
        "/newsfold/brief/2025-09-26",
        "/newsfold/newsfold.css",
        "/newsfold/brief.css",
    }
    assert all(pages == set(answers[user]) for user in answers if user != "documents")
    assert set(answers["nobody"].values()) == {401}
    assert set(answers["bad token"].values()) == {403}
    assert set(answers["no role"].values()) == {403}
    seen = {
        "/newsfold/": 200,
        "/newsfold/runs/1": 404,
        "/newsfold/dag-run": 200,
        "/newsfold/brief": 200,
        "/newsfold/brief/2025-09-26": 404,
        "/newsfold/newsfold.css": 200,
        "/newsfold/brief.css": 200,
    }
    assert answers["viewer"] == answers["viewer by cookie"] == answers["admin"] == seen
    assert set(answers["admin posting"].values()) == {405}
    assert set(answers["documents"].values()) == {404}
