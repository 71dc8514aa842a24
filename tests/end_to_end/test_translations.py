"""One report in several languages is one story, in any order, with vectors and without."""

import tomllib
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from newsfold.config.sources import FoldSettings
from newsfold.dedup import meaning
from newsfold.pipeline import steps
from newsfold.upkeep import refolding

TEXTS = tomllib.loads((Path(__file__).parents[1] / "dedup" / "translations.toml").read_text(encoding="utf-8"))
SLUGS = {"en": "tribune", "de": "anzeiger", "ru": "vestnik", "hi": "samachar", "cs": "listy"}


def deliver(newsroom, language: str, day: str, text: str, name: str = "report") -> None:
    newsroom.deliver(
        SLUGS[language], f"{name}-{language}.txt", f"date {day}\ntitle {name} {language}\n\n{text}\n"
    )


@pytest.fixture
def papers(newsroom):
    for language, slug in SLUGS.items():
        newsroom.source(slug, language=language)
    return newsroom


def stories(newsroom) -> list[set[str]]:
    rows = newsroom.query("select story_id, headline from analytics.articles")
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row.story_id, set()).add(row.headline)
    return sorted(found.values(), key=sorted)


def test_one_report_in_five_languages_is_one_story(papers):
    for language in SLUGS:
        deliver(papers, language, "2025-09-26", TEXTS[language]["report"])
    deliver(papers, "en", "2025-09-26", TEXTS["en"]["independent"], "own")
    papers.run()
    assert stories(papers) == [{"own en"}, {f"report {language}" for language in SLUGS}]
    totals = papers.query(
        "select sum(translation)::int as translation, bool_and(balanced) as balanced from ops.ledger"
    )
    assert (totals[0].translation, totals[0].balanced) == (4, True)
    assert papers.query("select translations from analytics.stories order by 1")[-1].translations == 4


@pytest.mark.parametrize("order", list(permutations(("en", "ru", "hi")))[::2])
def test_the_story_does_not_depend_on_the_order_of_arrival(papers, order):
    for language in order:
        deliver(papers, language, "2025-09-26", TEXTS[language]["report"])
        papers.run()
    assert stories(papers) == [{f"report {language}" for language in order}]


def test_a_translation_is_found_weeks_later_and_not_months_later(papers):
    deliver(papers, "en", "2025-06-02", TEXTS["en"]["report"])
    deliver(papers, "de", "2025-06-25", TEXTS["de"]["report"])
    deliver(papers, "cs", "2025-09-25", TEXTS["cs"]["report"])
    papers.run()
    assert stories(papers) == [{"report cs"}, {"report de", "report en"}]


def test_vectors_are_kept_and_find(papers, monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "on")
    for language in ("en", "de"):
        deliver(papers, language, "2025-09-26", TEXTS[language]["report"])
    papers.run()
    rows = papers.query(
        "select language, length(crossing) as size from news.content_crossing order by language"
    )
    assert [row.language for row in rows] == ["de", "en"]
    assert all(row.size > meaning.LENGTH for row in rows)
    assert len(stories(papers)) == 1


def test_a_refold_finds_what_an_earlier_version_loaded_without(papers):
    deliver(papers, "en", "2025-09-26", TEXTS["en"]["report"])
    papers.run()
    papers.query("delete from news.content_crossing returning content_id")
    deliver(papers, "ru", "2025-09-26", TEXTS["ru"]["report"])
    papers.run()
    assert len(stories(papers)) == 2
    with papers.workspace() as work:
        rehearsed = refolding.refold(work, now=steps.utc_now(), dry_run=True)
        assert len(stories(papers)) == 2
        assert rehearsed["dry_run"]
        refolding.refold(work, now=steps.utc_now())
    assert len(stories(papers)) == 1


def test_a_refold_with_another_window_shows_first_what_it_would_join(papers):
    deliver(papers, "en", "2025-06-02", TEXTS["en"]["report"])
    deliver(papers, "de", "2025-08-11", TEXTS["de"]["report"])
    papers.run()
    assert len(stories(papers)) == 2
    with papers.workspace() as opened:
        work = replace(opened, settings=replace(opened.settings, fold=FoldSettings(rewrite_days=100)))
        rehearsed = refolding.refold(work, now=steps.utc_now(), dry_run=True)
        assert (rehearsed["merges"], rehearsed["links"]["new"], len(stories(papers))) == (1, 1, 2)
        refolding.refold(work, now=steps.utc_now())
        assert len(stories(papers)) == 1
        refolding.refold(opened, now=steps.utc_now())
    assert len(stories(papers)) == 2
