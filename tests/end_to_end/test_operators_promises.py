"""What an operator is promised, walked through in a real browser on the real stack: within ten seconds whether last night was
fine, within a minute why it wasn't, and put right with a click.

The night: a source that is gone, one that delivered a fraction of what it should, one that is declared with a wrong format, and
two reports that were folded though a person knows that they are two.
"""

import io
import os
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright
from rich.console import Console

from newsfold.config.home import project_root
from newsfold.local import airflow_api, airflow_settings, postgres, run
from newsfold.pipeline import steps, workspaces
from newsfold.store.connection import connect
from newsfold.store.migrations import migrate
from newsfold.upkeep import refolding

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
KEPT = os.environ.get("SCREENSHOTS")
NIGHT = """
[source.far-lights]
name = "Far Lights"
location = "tests/samples/inbox/nowhere"

[source.half-empty]
name = "Half Empty"
location = "night/half-empty"
expected_files = 40

[source.misread]
name = "Misread"
location = "night/misread"
format = "nitf"
"""
REPORT = """The mill wheel

Hollenbeck, Sept 26, 2025 - The water mill of Hollenbeck turned again on Friday for the first time in 61 years, said Ada
Brinkmann of the Hollenbeck Mill Society. The wheel, 4.2 metres wide, was rebuilt by Joris Vantongeren from oak.

Flour from the mill is sold at the Saturday market in Aldermoor. Mayor Tilo Gerswin expects 9,000 visitors a year.
"""

pytestmark = [
    pytest.mark.airflow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: nobody can click"),
]


# A busy machine starts a run in its own time.
expect.set_options(timeout=120_000)


@dataclass(frozen=True, slots=True)
class Stack:
    """Airflow and both databases, up, on a project of their own."""

    home: Path
    project: Path
    address: str

    def query(self, text: str, *parameters: object) -> list[Any]:
        with connect(postgres.database_url(self.home, "owner")) as connection, connection.cursor() as cursor:
            cursor.execute(text, parameters or None)
            return cursor.fetchall()

    def sources(self, old: str, new: str) -> None:
        """Change the configuration, as an operator would."""
        path = self.project / "dags" / "sources.toml"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    """`make run` on a copy of the project with the night's sources."""
    project, home = tmp_path / "project", tmp_path / "home"
    for folder in ("dags", "plugins", "sql", "tests/samples/inbox"):
        shutil.copytree(project_root() / folder, project / folder)
    path = project / "dags" / "sources.toml"
    path.write_text(path.read_text(encoding="utf-8") + NIGHT, encoding="utf-8")
    write(project / "night" / "misread" / "mill.txt", REPORT)
    write(
        project / "night" / "half-empty" / "ferry.txt",
        REPORT.replace("mill", "ferry").replace("wheel", "deck"),
    )
    console = Console(file=io.StringIO())
    try:
        done = run.run(home, project=project, migrate=migrate, console=console)
        assert done.state == "success", done.failed_tasks
        made = Stack(home, project, done.address)
        wait_for_dag(made, "news_ingest")  # the run that the schedule was due as well
        # Nothing is expected of sources on their first day: this is the night after.
        with connect(postgres.database_url(home, "owner")) as connection, connection.cursor() as cursor:
            cursor.execute("update news.source set created_at = created_at - interval '3 days'")
        with logged_in_api(made) as client:
            airflow_api.trigger(client, "news_ingest", {})
        wait_for_dag(made, "news_ingest")
        yield made
    finally:
        run.stop(home)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


def write(path: Path, text: str) -> None:
    """A file that was finished an hour ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - 3600,) * 2)


def logged_in(browser: Browser, stack: Stack, user: str) -> Page:
    """The browser of a user who went through Airflow's own login form."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(stack.address)
    page.locator("input[name=username]").fill(user)
    page.locator("input[name=password]").fill(airflow_settings.logins(stack.home)[user])
    page.locator("button[type=submit]").click()
    page.get_by_text("Newsfold", exact=True).first.wait_for()
    return page


def pages_in(page: Page) -> FrameLocator:
    """Newsfold's pages inside of Airflow's."""
    return page.frame_locator("iframe")


def kept(page: Page, name: str) -> None:
    if KEPT:
        page.screenshot(path=Path(KEPT) / f"{name}.png", full_page=True)


def logged_in_api(stack: Stack) -> httpx2.Client:
    """Airflow's API, as its admin."""
    return airflow_api.connect(stack.address, "admin", airflow_settings.logins(stack.home)["admin"])


def wait_for_dag(stack: Stack, dag_id: str) -> None:
    """Until no run of a DAG is under way any more."""
    with logged_in_api(stack) as client:
        while True:
            runs = airflow_api.answer(client.get(f"/dags/{dag_id}/dagRuns"))["dag_runs"]
            if runs and all(each["state"] in airflow_api.ENDED_RUNS for each in runs):
                assert [each["state"] for each in runs] == ["success"] * len(runs)
                return
            time.sleep(0.5)


def test_the_night_is_understood_and_put_right_without_leaving_airflow(stack, browser):
    page = logged_in(browser, stack, "admin")

    # Ten seconds: one page says what was wrong, without a scroll or a click.
    page.get_by_text("Newsfold", exact=True).first.click()
    overview = pages_in(page)
    expect(overview.locator(".verdict.bad, .verdict.warning").first).to_be_visible()
    seen = overview.locator(".verdict").first.inner_text().lower().replace("-", " ")
    for name in ("far lights", "half empty", "quarantine"):
        assert name in seen, seen
    kept(page, "night-overview")

    # A minute: one click from there to the record that could not be read, and to the setting that reads it.
    overview.locator(".problems").get_by_role("link", name=re.compile("^Misread")).click()
    repair = pages_in(page)
    expect(repair.get_by_role("heading", name="Repair: Misread")).to_be_visible()
    expect(repair.get_by_text("would still be refused")).to_be_visible()
    expect(repair.locator("textarea")).to_have_value('format = ""')
    kept(page, "night-repair")

    # A second one keeps the setting and reads the file again.
    repair.get_by_role("button", name="Keep it and read all again").click()
    expect(pages_in(page).get_by_role("status")).to_be_visible()
    wait_for_dag(stack, "news_replay")
    found = stack.query("select headline from analytics.articles where source = 'misread'")
    assert [each.headline for each in found] == ["The mill wheel"]
    assert stack.query("select 1 from ops.quarantine where source = 'misread' and resolved_at is null") == []

    # Two articles of one story are told apart by a click, and stay so.
    page.goto(f"{stack.address}/newsfold/review?kind=pairs&at=0")
    kept(page, "night-review")
    one = int(page.locator("input[name=one]").first.input_value())
    other = int(page.locator("input[name=other]").first.input_value())
    assert one != other
    page.keyboard.press("d")
    expect(page.get_by_role("status")).to_be_visible()
    wait_for_dag(stack, "news_decisions")
    assert apart(stack, one, other)
    url = postgres.database_url(stack.home, "loader")
    with workspaces.open_workspace(url, workspaces.raw_store_folder(stack.home), stack.project) as work:
        refolding.refold(work, now=steps.utc_now())
    assert apart(stack, one, other)

    # Who did what is in ops.decision, and in Airflow's own audit log.
    decisions = stack.query("select verdict, decided_by from ops.decision order by decision_id")
    assert [tuple(each) for each in decisions] == [("replay", "admin"), ("different", "admin")]
    with logged_in_api(stack) as client:
        events = airflow_api.answer(client.get("/eventLogs", params={"owner": "admin", "limit": 1000}))
    assert {"act_on_source", "decide_pair"} <= {each["event"] for each in events["event_logs"]}

    # A viewer sees the same, and no button.
    viewer = logged_in(browser, stack, "viewer")
    viewer.goto(f"{stack.address}/newsfold/quarantine")
    expect(viewer.locator("h1")).to_have_text("Quarantine")
    assert viewer.locator("form[method=post]").count() == 0

    assert_logs_tell_no_secrets(stack)


def apart(stack: Stack, one: int, other: int) -> bool:
    rows = stack.query(
        "select count(distinct story_id) as n from news.membership where article_id in (%s, %s) and valid_to is null",
        one,
        other,
    )
    return rows[0].n == 2


def assert_logs_tell_no_secrets(stack: Stack) -> None:
    """Logs hold no password and no article text."""
    secrets = [
        *airflow_settings.logins(stack.home).values(),
        *(
            re.search(r":([^:@/]+)@", postgres.database_url(stack.home, role))[1]
            for role in ("owner", "loader", "operator", "analyst")
        ),
    ]
    words = [
        row.words
        for row in stack.query(
            "select substr(body, 40, 60) as words from analytics.articles where length(body) > 100"
        )
    ]
    assert len(words) > 20
    logs = [path for path in (stack.home / "logs").rglob("*") if path.is_file()]
    assert len(logs) > 10
    for path in logs:
        text = path.read_text(encoding="utf-8", errors="replace")
        assert [each for each in secrets if each in text] == [], path
        assert [each for each in words if each in text] == [], path
