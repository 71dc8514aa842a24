"""What a site or an agency prints in place of a text under many headlines makes no story of them, in whatever order they come."""

import json

import pytest

from newsfold.pipeline import steps
from newsfold.upkeep import refolding

WALL = (
    "This text is for our readers. Choose one of the offers below and read on, or sign in. Whoever takes the paper has free "
    "access to all that is published here. The day pass costs 4.90 crowns. Questions are answered by the readers' desk."
)
FERRY, ZOO = "Ferries between Saranne and Skerry stop on Friday", "Giraffe born in the zoo of Corvane"


def deliver(newsroom, name: str, *headlines: str) -> None:
    rows = [
        {"headline": each, "body": WALL, "published": "2025-09-27", "language": "en"} for each in headlines
    ]
    newsroom.deliver("courier", name, "\n".join(map(json.dumps, rows)) + "\n")


def held(newsroom) -> list[list[str]]:
    """The headlines of each story."""
    rows = newsroom.query(
        "select array_agg(headline order by headline) as titles from analytics.articles group by story_id"
    )
    return sorted(row.titles for row in rows)


@pytest.mark.parametrize("at_once", [True, False])
def test_pages_with_one_wall_are_articles_and_stories_of_their_own(newsroom, at_once):
    newsroom.source("courier", language="en")
    deliver(newsroom, "first.jsonl", FERRY)
    if not at_once:
        newsroom.run()
    deliver(newsroom, "second.jsonl", ZOO, FERRY)
    newsroom.run()
    assert held(newsroom) == [[FERRY, FERRY], [ZOO]]
    newsroom.query("delete from news.content_features returning content_id")
    with newsroom.workspace() as work:
        refolding.refold(work, now=steps.utc_now())
    assert held(newsroom) == [[FERRY, FERRY], [ZOO]]
