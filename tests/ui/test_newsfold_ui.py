"""The plugin in Airflow itself: its real users, its real tokens, the pages as Airflow mounts them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from newsfold.config.home import project_root
from newsfold.local import airflow_settings


@pytest.fixture
def answers(airflow_for, role_url, tmp_path) -> dict[str, dict[str, int]]:
    """The status of every route, by kind of user and way to ask."""
    settings = airflow_for(tmp_path, role_url("operator"))
    settings |= {
        name: str(project_root() / folder)
        for name, folder in (
            ("AIRFLOW__CORE__DAGS_FOLDER", "dags"),
            ("AIRFLOW__CORE__PLUGINS_FOLDER", "plugins"),
        )
    }
    result = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "request_pages.py")],
        env={**airflow_settings.clean_environment(), **settings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-6000:]
    return json.loads(result.stdout.splitlines()[-1])


def split(statuses: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """Routes that show, and routes that act."""
    shows = {route: status for route, status in statuses.items() if route.startswith("GET ")}
    return shows, {route: status for route, status in statuses.items() if route not in shows}


@pytest.mark.airflow
def test_who_gets_to_see_the_pages_and_who_may_act(answers):
    assert set(answers.pop("documents").values()) == {404}
    links = answers.pop("elsewhere in links")
    assert len(links) > 20
    assert set(links.values()) == {0}
    assert len({tuple(each) for each in answers.values()}) == 1
    shows, acts = split(answers["admin"])
    assert {
        "GET /newsfold/",
        "GET /newsfold/quarantine",
        "GET /newsfold/review",
        "GET /newsfold/sources",
    } <= set(shows)
    assert len(acts) >= 6
    for user, refusal in (("nobody", 401), ("bad token", 403), ("no role", 403), ("unknown role", 403)):
        assert set(answers[user].values()) == {refusal}, user
    for statuses in answers.values():  # administrators only
        shown = [statuses.pop(f"{method} /newsfold/sources/learn") for method in ("GET", "POST")]
        if statuses is answers["admin"]:
            assert shown == [200, 200]
        else:
            assert set(shown) <= {401, 403}
    shows, acts = split(answers["admin"])
    for user, statuses in answers.items():
        shown, acted = split(statuses)
        if user in ("nobody", "bad token", "no role", "unknown role"):
            continue
        assert shown == shows, user
        assert set(shown.values()) <= {200, 404, 422}, user
        if user in ("operator", "operator from our pages", "operator from our pages, old browser", "admin"):
            assert not set(acted.values()) & {401, 403, 405, 500}, (user, acted)
        else:
            assert set(acted.values()) == {403}, user
