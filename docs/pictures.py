"""`python docs/pictures.py`: the pictures of docs/pages.md, taken from the stack that `make run` has left up. Needs Chromium."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from newsfold.config.home import newsfold_home, project_root
from newsfold.local import airflow_api, airflow_settings

FOLDER = Path(__file__).parent / "pictures"
SIZE = {"width": 1200, "height": 900}
PAGES = {
    "overview": "/",
    "run-report": "/runs/1",
    "quarantine": "/quarantine",
    "review": "/review?kind=pairs",
    "review-dates": "/review?kind=dates",
    "sources": "/sources",
    "brief": "/brief/2025-09-26",
}
IN_THE_DARK = ("overview", "brief")


def main() -> None:
    """One picture of each page, and of the first record and article that they lead to."""
    home = newsfold_home()
    address = airflow_settings.airflow_environment(home, project_root())["AIRFLOW__API__BASE_URL"]
    password = airflow_settings.logins(home)["admin"]
    with airflow_api.connect(address, "admin", password) as client:
        token = client.headers["Authorization"].removeprefix("Bearer ")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport=SIZE)
        context.add_cookies([{"name": "_token", "value": token, "url": address}])
        page = context.new_page()
        for name, path in PAGES.items():
            page.goto(f"{address}/newsfold{path}")
            take(page, name)
        page.goto(f"{address}/newsfold/quarantine")
        page.locator("tbody a[href*='/quarantine/']").first.click()
        take(page, "quarantined-record")
        page.get_by_role("link", name="What would help").click()
        take(page, "repair")
        page.goto(f"{address}/newsfold/articles/1")
        take(page, "article")
        page.goto(address)
        page.get_by_text("Newsfold", exact=True).first.click()
        page.frame_locator("iframe").locator("h1").wait_for()
        take(page, "in-airflow")
        page.emulate_media(color_scheme="dark")
        for name in IN_THE_DARK:
            page.goto(f"{address}/newsfold{PAGES[name]}")
            take(page, f"{name}-dark")
        browser.close()


def take(page: Page, name: str) -> None:
    """What a window of a laptop shows of the page."""
    page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
