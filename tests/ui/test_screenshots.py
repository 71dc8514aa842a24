"""The pages in a real browser, light and dark, wide and narrow. `SCREENSHOTS=folder` keeps the pictures."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import Depends, FastAPI
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, Page, sync_playwright

from newsfold.config.sources_file import load_sources
from newsfold.operate import incidents
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import connect
from newsfold.ui.host import Actor, Host
from tests.ui.conftest import write
from tests.ui.serving import served

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
KEPT = os.environ.get("SCREENSHOTS")
DARK_FRAME = (
    '<html style="color-scheme: dark"><iframe src="/newsfold/" width="900" height="700"></iframe></html>'
)
PATHS = (
    ("overview", "/"),
    ("incidents", "/incidents"),
    ("incident", "/incidents/1"),
    ("run-report", "/runs/1"),
    ("brief", "/brief"),
    ("quarantine", "/quarantine"),
    ("quarantined-record", "/quarantine/1"),
    ("repair", "/repair?slug=erle-wire&setting=language%20%3D%20%22de%22"),
    ("sources", "/sources"),
    ("source", "/sources?slug=erle-wire"),
    ("sql", "/sql/runs?sort=-found"),
    ("acts", "/done"),
    ("learn", "/sources/learn"),
    ("article", "/articles/2"),
)
WITHOUT_CHARTS = {"quarantined-record", "repair", "article", "incidents", "incident", "sql", "acts", "learn"}

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on this machine: the pages are not looked at"
)


@pytest.fixture
def address(newsroom, once) -> Iterator[str]:
    """The pages of a run, mounted under a prefix as in Airflow, on a port of this machine."""

    def fill() -> None:
        newsroom.run("airflow:news_ingest:first")
        newsroom.count()
        newsroom.spoil_headlines()
        with closing(connect(newsroom.role_url("loader"))) as connection:
            sources = load_sources(newsroom.root / "dags" / "sources.toml")[1]
            incidents.refresh(connection, sources, datetime.now(UTC))

    once(fill)
    with shown(newsroom) as address:
        yield address


@pytest.fixture
def serve(newsroom) -> Iterator[Callable[[], str]]:
    """Serves the pages, once the newsroom has been filled."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(shown(newsroom))


def shown(newsroom) -> AbstractContextManager[str]:
    """The pages, and a dark page that has one of them inside."""
    application = FastAPI()
    host = Host(
        lambda: newsroom.role_url("operator"),
        may_configure=[Depends(lambda: None)],
        actor=lambda: Actor("Ada", may_act=True, may_configure=True),
        project=newsroom.root,
        raw_store=lambda: RawStore(newsroom.root / "raw"),
    )
    application.add_api_route("/dark", lambda: HTMLResponse(DARK_FRAME))
    return served(host, application)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


def opened(browser: Browser, url: str, scheme: str, width: int) -> tuple[Page, list[str], list[str]]:
    """A page that has been loaded, what it asked for, and what the browser complained about."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 850})
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.goto(url)
    return page, asked, complaints


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_their_window_run_nothing_and_load_nothing_from_outside(
    browser, address, scheme, width, tmp_path
):
    for name, path in PATHS:
        page, asked, complaints = opened(browser, address + path, scheme, width)
        pictures = Path(KEPT) if KEPT else tmp_path
        page.screenshot(path=pictures / f"{name}-{scheme}-{width}.png", full_page=True)
        assert [line for line in complaints if "favicon" not in line and "404" not in line] == []
        assert {url for url in asked if not url.startswith(address)} <= {
            address.removesuffix("/newsfold") + "/favicon.ico"
        }
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width == 1280:
            sideways = "e => e.querySelector('.dense') && e.scrollWidth > e.clientWidth"
            assert page.evaluate(f"[...document.querySelectorAll('.scroll')].filter({sideways}).length") == 0
        assert grave_faults(page) == []
        if name not in WITHOUT_CHARTS:
            fill = page.locator(
                "rect.original, path.original, rect.reports, rect.quarantined"
            ).first.evaluate("element => getComputedStyle(element).fill")
            assert fill not in ("", "none", "rgb(0, 0, 0)"), "the style sheet was not applied"
        assert (brightness(page, "backgroundColor") > 128) == (scheme == "light")
        assert abs(brightness(page, "backgroundColor") - brightness(page, "color")) > 150


def test_times_are_shown_in_the_zone_of_whoever_reads(browser, address):
    context = browser.new_context(timezone_id="Asia/Seoul")
    page = context.new_page()
    page.goto(address + "/")
    shown = page.locator("table.dense time").first
    at = datetime.fromisoformat(shown.get_attribute("datetime"))
    assert shown.inner_text() == f"{at + timedelta(hours=9):%Y-%m-%d %H:%M}"
    assert shown.get_attribute("title") == f"{at:%Y-%m-%d %H:%M} UTC"


def grave_faults(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe finds that keeps people out: the rule, how grave, and where."""
    found = Axe().run(page).response["violations"]
    return [
        (each["id"], each["impact"], [node["html"] for node in each["nodes"]][:3])
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def brightness(page: Page, what: str) -> float:
    """How light the body's colour is, 0 to 255."""
    value = page.evaluate(f"getComputedStyle(document.body).{what}")
    red, green, blue = (float(part) for part in value.strip("rgb()").split(",")[:3])
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_a_page_in_a_dark_frame_is_dark_as_in_airflow_when_its_user_chose_so(browser, address):
    page, _, complaints = opened(browser, address.replace("/newsfold", "/dark"), "null", 1280)
    frame = page.frames[-1]
    frame.wait_for_selector("h1")
    assert frame.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert not [line for line in complaints if "Content Security Policy" in line]


@pytest.fixture
def unsure(newsroom, address) -> str:
    """The same, with a link that is not sure and a day that could be either way."""
    with connect(newsroom.role_url("owner")) as connection, connection.cursor() as cursor:
        cursor.execute("update news.link set score = 0.7")
        cursor.execute("update news.version set headline = headline || repeat('Donaudampfschifffahrt', 12)")
        cursor.execute(
            "update news.date_candidate set raw = raw || repeat('ab12', 60), location = repeat('div', 70),"
            " value = value || '+00:00'"
        )
        cursor.execute(
            "insert into ops.date_doubt select article_id, source_id, 'conflict', 'time.text', 0.5, now() from news.article"
        )
    return address


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_review_and_trace_fit_their_window_and_run_only_what_is_ours(
    browser, unsure, scheme, width, tmp_path
):
    for name, path in (
        ("review-pairs", "/review"),
        ("review-dates", "/review?kind=dates"),
        ("article", "/articles/2"),
        ("articles", "/articles?q=Hollenbeck"),
    ):
        page, asked, complaints = opened(browser, unsure + path, scheme, width)
        pictures = Path(KEPT) if KEPT else tmp_path
        page.screenshot(path=pictures / f"{name}-{scheme}-{width}.png", full_page=True)
        assert [line for line in complaints if "favicon" not in line and "404" not in line] == [], name
        assert {url for url in asked if not url.startswith(unsure)} <= {
            unsure.removesuffix("/newsfold") + "/favicon.ico"
        }
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert grave_faults(page) == [], name
        assert abs(brightness(page, "backgroundColor") - brightness(page, "color")) > 150


def test_keys_decide_and_go_on_but_are_letters_in_a_field(browser, unsure):
    page, _, complaints = opened(browser, unsure + "/review?kind=dates", "light", 1280)
    page.keyboard.press("n")
    page.wait_for_url("**at=1")
    page.keyboard.press("k")
    page.wait_for_url("**at=0")
    page.goto(unsure + "/review")
    page.locator("input[name=note]").press_sequentially("dusk")
    assert page.locator("input[name=note]").input_value() == "dusk"
    page.locator("input[name=note]").press("Enter")
    assert page.url.endswith("/review")
    page.locator("h1").click()
    page.keyboard.press("u")
    page.wait_for_url("**done=noted**")
    assert "No pair waits" in page.locator("main").inner_text()
    assert not [line for line in complaints if "Content Security Policy" in line]


#: The sources of a long article's sentences: more than there are colours.
SOURCES = 10
SENTENCE = "Councillor {0} Ebbesen of {0}stead counted {1} barges at lock {2} on the Skell before the {0}stead regatta began."


@pytest.fixture
def long_article(newsroom) -> str:
    """The path of an article of 200 sentences, most of them from 14 reports of ten sources; some reworded."""
    places = (
        "Arn",
        "Bel",
        "Cor",
        "Dun",
        "Elm",
        "Fen",
        "Gil",
        "Hol",
        "Ing",
        "Jar",
        "Kel",
        "Lud",
        "Mar",
        "Nor",
    )
    reports = [[SENTENCE.format(place, 40 + 7 * n, n + 3) for n in range(10)] for place in places]
    paragraphs = []
    with (newsroom.root / "dags" / "sources.toml").open("a") as file:
        file.writelines(f'[source.paper-{n}]\nlocation = "inbox/paper-{n}"\n' for n in range(SOURCES + 1))
    for number, sentences in enumerate(reports):
        text = f"Regatta in {places[number]}stead\n\nSept 25, 2025\n\n{' '.join(sentences)}\n"
        write(newsroom.root / "inbox" / f"paper-{number % SOURCES}" / f"{number}.txt", text)
        taken = (
            [each.replace("counted", "saw").replace("before", "when") for each in sentences]
            if number % 5 == 4
            else sentences
        )
        own = [
            f"Nobody at house {n} of {places[number]} Lane had heard of any of this, said the milkman."
            for n in range(4)
        ]
        paragraphs += [" ".join(taken[:4] + own[:2]), " ".join(own[2:] + taken[4:])]
    text = f"The Skell from source to sea\n\nSept 26, 2025\n\n{(chr(10) * 2).join(paragraphs)}\n"
    write(newsroom.root / "inbox" / f"paper-{SOURCES}" / "long.txt", text)
    newsroom.run("airflow:news_ingest:first")
    with connect(newsroom.role_url("owner")) as connection, connection.cursor() as cursor:
        cursor.execute("select article_id from news.version where headline like 'The Skell%'")
        return f"/articles/{cursor.fetchone().article_id}"


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]
)
def test_a_long_article_of_many_origins_stays_readable(
    browser, newsroom, long_article, serve, scheme, width, tmp_path
):
    page, _, complaints = opened(browser, serve() + long_article, scheme, width)
    marks = page.locator(".marked a.pair")
    assert page.locator(".origins li").count() == 14
    assert marks.count() >= 14
    mark = marks.nth(3)
    mark.scroll_into_view_if_needed()
    (Path(KEPT) if KEPT else tmp_path).mkdir(exist_ok=True)
    card = mark.locator(".whence")
    assert not card.is_visible()
    mark.focus()
    assert card.is_visible(), "by key"
    page.screenshot(path=(Path(KEPT) if KEPT else tmp_path) / f"long-key-{scheme}-{width}.png")
    mark.evaluate("element => element.blur()")
    mark.hover()
    assert card.is_visible(), "by pointer"
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.mouse.move(0, 0)
    page.screenshot(path=(Path(KEPT) if KEPT else tmp_path) / f"long-{scheme}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert grave_faults(page) == []
    page.locator(".origins a.matched").nth(2).click()
    assert page.url.endswith("#from3")
    mark.click()
    assert "#origin" in page.url
    assert [line for line in complaints if "favicon" not in line and "404" not in line] == []
