"""The page of a comparison: whole in itself, safe with hostile texts, readable in any light and at any width."""

import base64
import hashlib
import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import sync_playwright

from newsfold.cli.comparison_page import comparison_page, style_sheet
from newsfold.config.home import project_root
from newsfold.config.sources_file import load_sources
from newsfold.dedup.alignment import AlignedSentence, Mark, MarkKind, prepare
from newsfold.explain.comparison import Side, compare_articles, compare_files
from newsfold.model import Article
from newsfold.ui.alignment_view import pieces

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
HOSTILE = "<script>alert(1)</script> & <img src=x onerror=alert(2)> \"'> Mayor Ada Brinkmann of Hollenbeck counted 61 wheels."


def article(body: str, headline: str, language: str | None = "en") -> Article:
    return Article(
        source='<b onclick="alert(3)">',
        uri="urn:x",
        file_uri="file:///%3Cimg%20src%3Dx%3E.txt",
        record_position=0,
        format="text",
        body=body,
        word_count=len(body.split()),
        headline=headline,
        language=language,
        published_on=date(2025, 9, 26),
    )


def side(body: str, headline: str, language: str | None = "en") -> Side:
    return Side(article(body, headline, language), prepare(body, language))


@pytest.fixture
def page() -> str:
    """The page of a rewrite from the sample inbox."""
    root = project_root()
    inbox = root / "tests" / "samples" / "inbox"
    _, sources = load_sources(root / "dags" / "sources.toml")
    files = (
        "meridian-news-agency/20250926-jakarta-power-cable.txt",
        "pan-pacific-desk/003_jakarta_cable.txt",
    )
    now = datetime(2025, 9, 28, tzinfo=UTC)
    return comparison_page(compare_files(*(str(inbox / name) for name in files), sources, root, now))


def test_hostile_texts_are_shown_as_text():
    made = comparison_page(
        compare_articles(side(HOSTILE, HOSTILE), side(f"{HOSTILE} Twice.", "</title>", 'x" onload="y'))
    )
    document = html.fromstring(made)
    assert document.xpath("//script | //img | //*[@onclick or @onload or @onerror or @style]") == []
    assert "<script>alert(1)</script>" in document.text_content()


def test_all_of_both_texts_is_there(page):
    document = html.fromstring(page)
    bodies = document.xpath('//div[@class="body"]')
    assert len(bodies) == 2
    assert "a project that both governments had postponed twice since 2022." in " ".join(
        bodies[0].text_content().split()
    )


def test_the_page_needs_nothing_else_and_allows_nothing_but_its_own_style(page):
    document = html.fromstring(page)
    [policy] = document.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    [style] = document.xpath("//style/text()")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert document.xpath("//script | //link | //iframe | //form | //*[@src]") == []
    assert all(target.startswith("#") for target in document.xpath("//@href"))
    assert "url(" not in style
    assert "@import" not in style


def test_every_link_leads_to_the_matching_sentence(page):
    document = html.fromstring(page)
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = document.xpath('//a[contains(@class, "pair")]/@href')
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)


def test_matches_have_numbers_beside_their_colours(page):
    document = html.fromstring(page)
    for letter in "ab":
        numbers = [
            re.match(r"\d+", link.text_content())[0]
            for link in document.xpath(f'//span[starts-with(@id, "{letter}")]/a')
        ]
        assert sorted(map(int, numbers)) == list(range(1, len(numbers) + 1))


def test_the_sentence_that_says_it_all_comes_first(page):
    [verdict] = html.fromstring(page).xpath('//section[contains(@class, "verdict")]/h2')
    assert verdict.text_content().startswith("The same report in other words: 10 of 11 sentences match")


def test_a_sentence_is_cut_at_its_marks():
    marks = (Mark(0, 3, MarkKind.SHARED_NAME), Mark(8, 10, MarkKind.OWN_NUMBER))
    cut = pieces(AlignedSentence("Ada saw 12 bees.", 0, None, False, marks))
    assert cut == [("Ada", "both"), (" saw ", ""), ("12", "own number"), (" bees.", "")]


def test_texts_without_anything_in_common_have_a_page_too():
    made = comparison_page(compare_articles(side("Ja.", "One"), side("漢字。", "Two", None)))
    assert "Two reports: no sentence matches" in made


# --- colours ---------------------------------------------------------------------------------------------------------


def palettes() -> dict[str, dict[str, str]]:
    """The colours by name, for light and dark."""
    found: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    screen = style_sheet().replace("@media print", "\x00").split("\x00")[0]
    for dark, block in re.findall(
        r"(@media \(prefers-color-scheme: dark\) \{\s*)?:root \{(.*?)\}", screen, re.DOTALL
    ):
        found["dark" if dark else "light"].update(re.findall(r"(--[\w-]+): (#\w{6});", block))
    return found


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_the_contrast_that_wcag_asks_for(scheme):
    colours = palettes()[scheme]
    grounds = {"--text": ["--page", *(f"--pair{n}" for n in range(1, 9))], "--quiet": ["--page"], "--bad": ["--page"],
               "--good": ["--good-panel"]}  # fmt: skip
    for text, behind in grounds.items():
        for ground in behind:
            lighter, darker = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (text, ground)


# --- in a browser ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is not looked at")
@pytest.mark.parametrize(("width", "columns"), [(1280, 2), (390, 1)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_its_window_and_runs_nothing(page, tmp_path, scheme, width, columns):
    file: Path = tmp_path / "page.html"
    file.write_text(page, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        shown = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 850}).new_page()
        asked, complaints = [], []
        shown.on("request", lambda request: asked.append(request.url))
        shown.on("console", lambda message: complaints.append(message.text))
        shown.goto(file.as_uri())
        assert (asked, complaints) == ([file.as_uri()], [])
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        lefts = shown.eval_on_selector_all(
            ".texts article", "all => all.map(each => each.getBoundingClientRect().left)"
        )
        assert len(set(lefts)) == columns
        colour = shown.locator(".pair1").first.evaluate(
            "element => getComputedStyle(element).backgroundColor"
        )
        assert colour not in ("", "rgba(0, 0, 0, 0)"), "the style sheet was not applied"
        browser.close()
