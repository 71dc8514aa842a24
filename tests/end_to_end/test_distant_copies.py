"""Copies are found at any distance in time, other tellings within some weeks; forms of another week are not."""

import tomllib
from itertools import permutations
from pathlib import Path

import pytest

from newsfold.pipeline import steps
from newsfold.store import deduplication
from newsfold.upkeep import refolding

HERE = Path(__file__).parents[1] / "dedup"
TEXTS = tomllib.loads((HERE / "languages.toml").read_text(encoding="utf-8"))
FORMS = tomllib.loads((HERE / "forms.toml").read_text(encoding="utf-8"))
REPORT, REWRITE = TEXTS["en"]["report"], TEXTS["en"]["rewrite"]
EDITED = REPORT.replace("torn down", "demolished") + " The county council meets again on Monday."
CUT = " ".join(REPORT.split()[:60])


def deliver(newsroom, name: str, day: str, text: str) -> None:
    newsroom.deliver(f"paper-{name}", f"{name}.txt", f"date {day}\ntitle {name}\n\n{text}\n")


@pytest.fixture
def papers(newsroom):
    for name in ("one", "other", "third"):
        newsroom.source(f"paper-{name}", language="en")
    return newsroom


def stories(newsroom) -> list[set[str]]:
    rows = newsroom.query("select story_id, headline from analytics.articles")
    found: dict[int, set[str]] = {}
    for row in rows:
        found.setdefault(row.story_id, set()).add(row.headline)
    return sorted(found.values(), key=sorted)


@pytest.mark.parametrize("copy", [EDITED, CUT], ids=["edited", "cut"])
@pytest.mark.parametrize("day", ["2024-08-27", "2025-09-21"])
@pytest.mark.parametrize("at_once", [True, False], ids=["one run", "two runs"])
def test_a_copy_is_found_at_any_distance(papers, copy, day, at_once, monkeypatch):
    monkeypatch.setattr(deduplication, "MARKS_AT_ONCE", 5)  # fewer than a text has
    deliver(papers, "one", "2025-09-27", REPORT)
    if not at_once:
        papers.run()
    deliver(papers, "other", day, copy)
    papers.run()
    assert stories(papers) == [{"one", "other"}]


def test_another_telling_is_found_weeks_later_and_not_months_later(papers):
    deliver(papers, "one", "2025-08-01", REPORT)
    papers.run()
    deliver(papers, "other", "2025-08-20", REWRITE)
    papers.run()
    deliver(papers, "third", "2025-05-20", REWRITE.replace("Thornwick is to lose", "Thornwick will lose"))
    papers.run()
    held = stories(papers)
    assert {"one", "other"} <= next(each for each in held if "one" in each)


@pytest.mark.parametrize("order", list(permutations(("one", "other", "third")))[::2])
def test_the_story_does_not_depend_on_the_order_of_arrival(papers, order):
    texts = {
        "one": ("2025-06-01", REPORT),
        "other": ("2025-06-21", REWRITE),
        "third": ("2025-09-01", EDITED),
    }
    for name in order:
        deliver(papers, name, *texts[name])
        papers.run()
    assert stories(papers) == [{"one", "other", "third"}]


def test_the_form_of_another_week_is_no_copy(papers):
    form = FORMS["ferry_delays"]
    for name, day, filling in zip(
        ("one", "other", "third"), ("2025-09-05", "2025-09-14", "2025-09-23"), form["fillings"], strict=True
    ):
        deliver(papers, name, day, form["text"].format(*filling))
    papers.run()
    assert stories(papers) == [{"one"}, {"other"}, {"third"}]


def test_a_refold_finds_what_an_earlier_version_loaded_without_marks(papers):
    deliver(papers, "one", "2025-09-27", REPORT)
    papers.run()
    papers.query("delete from news.content_mark returning mark")
    deliver(papers, "other", "2025-03-27", EDITED)
    papers.run()
    assert len(stories(papers)) == 2
    with papers.workspace() as work:
        refolding.refold(work, now=steps.utc_now())
    assert len(stories(papers)) == 1


def follow_up(day: int) -> str:
    """Ten sentences of a saga, of which eight stood in the report of the day before."""
    people = (
        "Varga",
        "Salvador",
        "Dolan",
        "Kalder",
        "Norvik",
        "Abendroth",
        "Quennell",
        "Pfitzner",
        "Osgood",
        "Tarrant",
        "Eklund",
    )
    deeds = ("questioned", "released", "searched", "praised", "warned", "sued", "visited")
    places = ("Ostrel", "Pelagosa", "Thornwick", "Marle", "Wexcombe", "Dunvale", "Hollenbeck", "Iverby")
    return " ".join(
        f"Inspector {people[number % 11]} {deeds[number % 7]} {number * 37 + 11} witnesses in {places[number % 8]}"
        f" about the {people[number * 5 % 11]} bank before noon."
        for number in range(2 * day, 2 * day + 10)
    )


def test_a_saga_told_daily_with_what_was_said_before_is_no_one_story(papers):
    for day in range(14):
        papers.deliver(
            "paper-one",
            f"{day:02}.txt",
            f"date 2025-09-{day + 1:02}\ntitle day {day:02}\n\n{follow_up(day)}\n",
        )
    papers.run()
    days = [[int(headline[-2:]) for headline in story] for story in stories(papers)]
    assert len(days) < 14
    assert all(max(each) - min(each) <= 5 for each in days)


ANOTHER = """Beekeepers on the island of Sollund expect their best harvest in a decade. Warm weeks in May and June let the \
heather flower early, and the association counts 410 hives, twice as many as in 2015.

Its president, Astrid Halvorsen, warned that prices might fall. A jar now costs 85 crowns on the market of Vestervik. The dairy \
cooperative Fjellmelk has offered to sell the honey in 120 of its shops.

A young researcher, Jonas Eide, is mapping the hives with small sensors. He hopes to learn why the colonies of Sollund are \
spared by the mites that trouble the mainland. His first results are for the fair of Skerry in October, where 30 growers meet."""


@pytest.mark.parametrize("order", list(permutations(("one", "other", "third"))), ids="-".join)
def test_a_round_up_ties_no_two_reports_in_whatever_order_they_come(papers, order):
    texts = {"one": REPORT, "other": ANOTHER, "third": f"{REPORT}\n\n{ANOTHER}"}
    for name in order:
        deliver(papers, name, "2025-09-27", texts[name])
        papers.run()
    held = stories(papers)
    assert len(held) == 2
    assert not any({"one", "other"} <= story for story in held)
    with papers.workspace() as work:
        report = refolding.refold(work, now=steps.utc_now())
    assert (report["links"]["new"], report["links"]["rescored"], report["splits"], report["merges"]) == (
        0,
        0,
        0,
        0,
    )
    assert stories(papers) == held


def test_links_of_an_earlier_version_learn_what_part_they_are_of_by_a_refold(papers):
    for name, text in (("one", REPORT), ("other", ANOTHER), ("third", f"{REPORT}\n\n{ANOTHER}")):
        deliver(papers, name, "2025-09-27", text)
    papers.run()
    assert len(stories(papers)) == 2
    papers.query("update news.link set evidence = evidence - 'parts' returning link_id")
    with papers.workspace() as work:
        assert refolding.refold(work, now=steps.utc_now())["links"]["rescored"] == 2
        assert refolding.refold(work, now=steps.utc_now())["links"]["rescored"] == 0
    assert len(stories(papers)) == 2
