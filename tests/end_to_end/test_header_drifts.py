"""A source that changes its layout is an incident in the run that brings the first such articles, and over once it is mended."""

from contextlib import closing

from newsfold.config.sources_file import load_sources
from newsfold.operate import incidents
from newsfold.pipeline import steps
from newsfold.store.connection import connect
from newsfold.upkeep import retention

STORY = """{headline}
{byline}
{place}, Sep 26 - The harbour office of {place} counted {n} boats on Friday, {more} more than a year before.

"We had {n} berths taken by noon, and quay {more} stood empty," said the harbour master, who has kept the books by hand.
"""
PLACES = ("Lisbon", "Porto", "Aveiro", "Faro", "Setubal", "Braga", "Evora", "Coimbra", "Sintra", "Tavira")


def brought(newsroom, day: int, byline: str) -> None:
    """A day of ten articles, in two runs; what was before is a day older."""
    newsroom.query("update ops.header_tally set day = day - 100 returning 1")
    newsroom.query("update ops.header_tally set day = day + 99 returning 1")
    for n, place in enumerate(PLACES):
        text = STORY.format(
            headline=f"Harbour of {place} counts boats, week {day}",
            byline=byline,
            place=place,
            n=100 + 7 * n,
            more=day,
        )
        newsroom.deliver("paper", f"{day}-{n}.txt", text)
        if n == 4:
            newsroom.run()
    newsroom.run()


def drifted(newsroom) -> list[incidents.Incident]:
    _, declared = load_sources(newsroom.root / "dags" / "sources.toml")
    with closing(connect(newsroom.role_url("loader"))) as connection:
        incidents.refresh(connection, declared, steps.utc_now())
        return [
            each
            for each in incidents.present(connection, declared, steps.utc_now())
            if each.kind == "drifted"
        ]  # fmt: skip


def test_a_byline_that_vanishes_is_told_at_once_with_articles_of_before_and_after(newsroom):
    newsroom.source("paper")
    for day in range(5):
        brought(newsroom, day, "By Ada Marsh\n")
    assert drifted(newsroom) == []
    brought(newsroom, 5, "")
    [found] = drifted(newsroom)
    assert "a byline in 0 of 10 records, usual are 100 %" in found.title
    examples = found.details["examples"]
    bylines = {
        label: [
            row.byline
            for each in examples
            if each["label"] == label
            for row in newsroom.query(
                f"select byline from analytics.articles where article_id = {each['article_id']}"
            )
        ]
        for label in ("before", "after")
    }
    assert bylines == {"before": [["Ada Marsh"]] * 3, "after": [[]] * 3}
    brought(newsroom, 6, "By Ada Marsh\n")
    assert drifted(newsroom) == []
    [kept] = newsroom.query("select ended_at from ops.incident where kind = 'drifted'")
    assert kept.ended_at is not None


def test_of_a_source_that_is_forgotten_nothing_is_told(newsroom):
    newsroom.source("paper")
    brought(newsroom, 0, "")
    newsroom.query(
        "insert into ops.header_drift select source_id, 'byline', 1, now(), 0, 10, .9, 30, '{}', '{}' from news.source"
        " where slug = 'paper' returning 1"
    )
    assert len(drifted(newsroom)) == 1
    with newsroom.workspace() as work:
        retention.forget(work, "paper", now=steps.utc_now())
    assert drifted(newsroom) == []
