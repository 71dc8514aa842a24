"""Each figure of the marts is what a second implementation, in plain Python over the articles, finds."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from newsfold.analytics import marts
from newsfold.pipeline import steps
from newsfold.store import briefs
from tests.sql.recount.compared import differences
from tests.sql.recount.held import Held

REPORTS = (
    "The ferry line Ondaluz orders four electric boats for the crossing to Berlenga island. Captain Rita Salgado said that the"
    " first one arrives in May. Each boat carries 240 passengers and takes 35 minutes.",
    "Beekeepers around Kostelnik count 12,000 lost hives after the cold spring. Association head Jonas Weidel asked the ministry"
    " for 3 million crowns. Honey will cost 15 percent more in autumn, he said.",
    "The observatory at Mount Arvell photographed a comet that had not been seen since 1911. Astronomer Lina Forsgren measured a"
    " tail of two million kilometres. It can be seen with binoculars until Sunday night.",
    "Quarrel over the opera house: the council of Brannholm stopped the works on the roof. Architect Piet Hollander called the"
    " decision absurd. The costs have doubled to 88 million euros in three years.",
)
RISE = "A landslide cut off the valley of Almograve. Report {n} from the {what} speaks of {n}{n} people without power."
WHAT = (
    "school", "harbour", "clinic", "railway", "market", "chapel", "library", "factory", "museum", "stadium", "mill", "bakery",
    "garage", "cinema",
)  # fmt: skip


def item(uri: str, body: str, published: str | None, **fields: object) -> str:
    """One ninjs item; without `published` nothing dates it."""
    dated = {"firstcreated": published, "versioncreated": published} if published else {}
    return json.dumps(
        {
            "uri": uri,
            "type": "text",
            "headline": "Of the day",
            "language": "en",
            "body_text": body,
            **dated,
            **fields,
        }
    )


def in_hours(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


def assert_as_recounted(newsroom) -> None:
    """After a small refresh and after a full one."""
    for full in (False, True):
        with newsroom.workspace() as work:
            marts.refresh(work.connection, now=steps.utc_now(), full=full)
        assert not differences(newsroom.query, Held(newsroom.query)), full


def fill(newsroom) -> None:
    """Sources in several zones, and stories with instants, days and neither."""
    newsroom.source("york", time_zone="America/New_York")
    newsroom.source("tokyo", time_zone="Asia/Tokyo")
    newsroom.source("wire")
    newsroom.source("paper", time_zone="Europe/Lisbon")
    ferry, hives, comet, opera = REPORTS
    # By its dateline's day Tokyo is last, though it was first by hours; New York's day is the one before, though it came after.
    newsroom.deliver(
        "tokyo", "1.json", item("urn:t:1", f"TOKYO, Sep 28 (Reuters) - {ferry}", "2025-09-27T18:00:00Z")
    )
    newsroom.deliver(
        "york", "1.json", item("urn:y:1", f"NEW YORK, Sep 27 (Reuters) - {ferry}", "2025-09-28T01:00:00Z")
    )
    newsroom.deliver(
        "wire", "1.json", item("urn:w:1", f"LONDON, Sep 28 (Reuters) - {ferry}", "2025-09-28T00:10:00Z")
    )
    newsroom.deliver("paper", "1.txt", f"Ferry\n\nLisbon, Sep 27, 2025 (Reuters) - {ferry}\n")
    newsroom.deliver("paper", "2.txt", f"Hives\n\nLisbon, Sep 26, 2025 (MNA) - {hives}\n")
    newsroom.deliver("york", "2.json", item("urn:y:2", hives, "2025-09-26T23:30:00-04:00"))
    newsroom.deliver("wire", "3.json", item("urn:w:3", hives, None))
    newsroom.deliver("wire", "4.json", item("urn:w:4", comet, None))
    newsroom.deliver("york", "4.json", item("urn:y:4", comet, None))
    newsroom.deliver("tokyo", "5.json", item("urn:t:5", opera, "2025-09-25T03:00:00Z"))
    newsroom.deliver("wire", "5.json", item("urn:w:5", opera, "2025-09-25T02:00:00Z"))
    for n, what in enumerate(WHAT):
        day = 27 if n < 5 else 20 + n % 3
        newsroom.deliver(
            "wire",
            f"r{n}.json",
            item(f"urn:r:{n}", RISE.format(n=n + 3, what=what), f"2025-09-{day}T06:00:00Z"),
        )
    newsroom.run()


@pytest.fixture
def world(newsroom, once):
    once(lambda: fill(newsroom))
    return newsroom


def test_every_figure_is_what_a_second_count_finds(world):
    """A load, a kill, an embargo, a late file, a correction of the day: after each."""
    assert_as_recounted(world)
    assert any(row.expected % 1 for row in world.query("select expected from analytics.rising_terms"))
    assert world.query("select from analytics.story_spread where days is null or first_day_articles is null")

    world.deliver(
        "wire", "5k.json", item("urn:w:5", REPORTS[3], "2025-09-25T02:00:00Z", pubstatus="canceled")
    )
    world.deliver(
        "paper", "e.json", item("urn:p:e", REPORTS[1], "2025-09-26T01:00:00Z", embargoed=in_hours(3))
    )
    world.run()
    assert_as_recounted(world)

    world.deliver("paper", "l.json", item("urn:p:l", REPORTS[0], "2025-09-27T17:00:00Z"))
    world.deliver("york", "2c.json", item("urn:y:2", REPORTS[1], "2025-09-25T23:30:00-04:00", version="2"))
    world.run()
    assert_as_recounted(world)


def test_who_was_first_is_told_by_the_instant(world):
    with world.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())
    (row,) = world.query(
        "select first_source, sources, is_first_certain, minutes_to_second_source, minutes_to_last_source"
        " from analytics.story_spread where 'tokyo' = any (sources) and source_count = 4"
    )
    assert row.first_source == "tokyo"
    assert (row.minutes_to_second_source, row.minutes_to_last_source) == (370, 420)


def test_the_representative_does_not_depend_on_the_order_of_arrival(newsroom):
    """The same articles one by one, in both orders: one text stands for them."""
    texts = {
        "tokyo": item("urn:t", REPORTS[0], "2025-09-27T18:00:00Z"),
        "york": item("urn:y", REPORTS[0] + " It is the third of its kind.", "2025-09-28T01:00:00Z"),
        "paper": f"Ferry\n\nLisbon, Sep 27, 2025 (Reuters) - {REPORTS[0]}\n",
    }
    for slug, zone in (("tokyo", "Asia/Tokyo"), ("york", "America/New_York"), ("paper", "Europe/Lisbon")):
        newsroom.source(slug, time_zone=zone)
    for number, order in enumerate((["tokyo", "york", "paper"], ["paper", "york", "tokyo"])):
        for slug in order:
            body = (
                texts[slug]
                .replace("Berlenga", ("Berlenga", "Pessegueiro")[number])
                .replace('"urn:', f'"urn:{number}:')
            )
            newsroom.deliver(slug, f"{number}.json" if body.startswith("{") else f"{number}.txt", body)
            newsroom.run()
    rows = newsroom.query("select source from analytics.articles where is_representative")
    first = {row.source for row in rows}
    assert first == {"tokyo"}


def test_after_a_kill_the_earliest_shown_stands_for_the_story(newsroom):
    """Killed by its own next version, by another item, or hidden by an embargo that ends."""
    for slug in ("late", "early", "first"):
        newsroom.source(slug)
    newsroom.deliver("late", "1.json", item("urn:late", REPORTS[0], "2025-09-27T09:00:00Z"))
    newsroom.deliver("early", "1.json", item("urn:early", REPORTS[0], "2025-09-27T08:00:00Z"))
    newsroom.deliver("first", "1.json", item("urn:first", REPORTS[0], "2025-09-27T07:00:00Z"))
    newsroom.run()
    stands = "select uri from analytics.articles where is_representative"
    stories = (
        "select uri from analytics.stories join analytics.articles on article_id = representative_article_id"
    )
    assert [row.uri for row in newsroom.query(stands)] == ["urn:first"]
    newsroom.deliver(
        "first", "2.json", item("urn:first", REPORTS[0], "2025-09-27T07:00:00Z", pubstatus="canceled")
    )
    newsroom.run()
    assert [row.uri for row in newsroom.query(stands)] == ["urn:early"]
    assert [row.uri for row in newsroom.query(stories)] == ["urn:early"]
    newsroom.deliver(
        "early", "2.json", item("urn:early", REPORTS[0], "2025-09-27T08:00:00Z", embargoed=in_hours(3))
    )
    newsroom.run()
    assert [row.uri for row in newsroom.query(stands)] == ["urn:late"]
    for table in ("version", "hidden"):
        newsroom.query(
            f"update news.{table} set embargoed = now() - interval '1 second' where embargoed is not null returning 1"
        )
    newsroom.deliver("late", "2.json", item("urn:other", REPORTS[1], "2025-09-27T09:00:00Z"))
    newsroom.run()
    assert {row.uri for row in newsroom.query(stands)} == {"urn:early", "urn:other"}


def test_undated_articles_are_not_published_on_the_day_they_were_loaded(world):
    with world.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())
        with work.connection:
            assert str(briefs.find_day(work.connection, None).day) == "2025-09-28"
    today = "(select max(day) from analytics.date_quality where undated > 0)"
    for view in ("daily_volume", "source_activity", "places", "rising_terms"):
        assert (
            world.query(f"select count(*)::int as n from analytics.{view} where day >= {today}")[0].n == 0
        ), view
    (row,) = world.query("select sum(undated)::int as n from analytics.date_quality")
    assert row.n == 3
