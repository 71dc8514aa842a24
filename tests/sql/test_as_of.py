"""analytics.articles_as_of and stories_as_of: what was held and believed at a time."""

import json
from datetime import timedelta

SADO = (
    "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March."
)
SARDINES = (
    "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "Joao Abrantes, who runs the auction, called it the best September in eleven years."
)


def item(uri: str, hour: int, body: str, **fields: object) -> str:
    """One ninjs item."""
    values = {
        "uri": uri,
        "type": "text",
        "versioncreated": f"2025-09-26T{hour:02}:00:00Z",
        "firstcreated": "2025-09-26T06:00:00Z",
        "headline": "A headline",
        "language": "en",
        "body_text": body,
        **fields,
    }
    return json.dumps(values)


def load(newsroom, name: str, text: str):
    """One run of one item. Gives the time of its load."""
    newsroom.deliver("desk", name, text)
    newsroom.run()
    return newsroom.query("select max(loaded_at) as at from ops.run")[0].at


def test_it_is_the_present_now_and_nothing_before_the_first_load(newsroom, ask):
    newsroom.source("desk")
    first = load(newsroom, "1.json", item("urn:x:1", 7, SADO))
    load(newsroom, "2.json", item("urn:x:2", 7, SARDINES))
    for view, key in (("articles", "article_id"), ("stories", "story_id")):
        now = ask(f"select * from analytics.{view}_as_of(now()) order by {key}")
        present = ask(f"select * from analytics.{view} order by {key}")
        if view == "articles":  # who was first is known as of now only
            unknown = {"own_share": None, "reused_share": None, "agency_share": None}
            present = [row._replace(**unknown) for row in present]
        assert now == present
        assert ask(f"select * from analytics.{view}_as_of(%s)", first - timedelta(seconds=1)) == []
    assert [row.uri for row in ask("select uri from analytics.articles_as_of(%s)", first)] == ["urn:x:1"]


def test_a_version_holds_until_the_next(newsroom, ask):
    newsroom.source("desk")
    first = load(newsroom, "1.json", item("urn:x:1", 8, SADO))
    older = load(newsroom, "2.json", item("urn:x:1", 7, SADO.replace("14 crews", "4 crews")))
    newer = load(newsroom, "3.json", item("urn:x:1", 9, SADO.replace("14 crews", "40 crews")))
    for at, crews, version in ((first, "14 crews", 1), (older, "14 crews", 1), (newer, "40 crews", 3)):
        (row,) = ask("select body, version from analytics.articles_as_of(%s)", at)
        assert crews in row.body
        assert row.version == version


def test_what_is_killed_now_was_there_but_its_words_are_gone(newsroom, ask):
    newsroom.source("desk")
    first = load(newsroom, "1.json", item("urn:x:1", 7, SADO, slugline="BC-Bridge", by="Ines Quaresma"))
    killed = load(
        newsroom, "2.json",
        item("urn:x:3", 9, "Editors: kill the story on the bridge.", slugline="BC-BRIDGE", pubstatus="canceled"),
    )  # fmt: skip
    (row,) = ask("select * from analytics.articles_as_of(%s)", first)
    assert row.uri == "urn:x:1"
    assert (row.headline, row.body, row.byline, row.slugline) == (None, None, None, None)
    (story,) = ask("select * from analytics.stories_as_of(%s)", first)
    assert (story.article_count, story.headline) == (1, None)
    assert ask("select * from analytics.articles_as_of(%s)", killed) == []
    assert ask("select * from analytics.stories_as_of(%s)", killed) == []


def test_an_embargo_holds_until_it_was_lifted(newsroom, ask):
    newsroom.source("desk")
    held = load(newsroom, "1.json", item("urn:x:1", 7, SADO, embargoed="2999-01-01T00:00:00Z"))
    lifted = load(newsroom, "2.json", item("urn:x:1", 9, SADO + " It rained."))
    assert ask("select * from analytics.articles_as_of(%s)", held) == []
    (row,) = ask("select * from analytics.articles_as_of(%s)", lifted)
    assert "rained" in row.body


def test_stories_that_were_merged_were_two_before(newsroom, ask):
    newsroom.source("desk")
    load(newsroom, "1.json", item("urn:x:1", 7, SADO))
    before = load(newsroom, "2.json", item("urn:x:2", 7, SARDINES))
    one, other = (
        row.article_id for row in newsroom.query("select article_id from analytics.articles order by 1")
    )
    (merged,) = newsroom.query(
        "with moved as (update news.membership set valid_to = clock_timestamp() where article_id = %s returning *)"
        " insert into news.membership select article_id, (select story_id from news.membership where article_id = %s),"
        " valid_to, null, run_id from moved returning valid_from",
        other, one,
    )  # fmt: skip
    assert [row.article_count for row in ask("select * from analytics.stories_as_of(%s)", before)] == [1, 1]
    (story,) = ask("select * from analytics.stories_as_of(%s)", merged.valid_from)
    assert (story.article_count, story.representative_article_id) == (2, one)


def test_ids_narrow_it_down_and_change_nothing_else(newsroom, ask):
    newsroom.source("desk")
    load(newsroom, "1.json", item("urn:x:1", 7, SADO))
    load(newsroom, "2.json", item("urn:x:2", 8, SADO))
    everything = ask("select * from analytics.articles_as_of(now()) order by article_id")
    for row in everything:
        assert ask("select * from analytics.articles_as_of(now(), article_ids => %s)", [row.article_id]) == [
            row
        ]
    stories = ask("select * from analytics.stories_as_of(now())")
    for story in stories:
        assert ask("select * from analytics.stories_as_of(now(), %s)", [story.story_id]) == [story]
        assert ask("select * from analytics.articles_as_of(now(), story_ids => %s)", [story.story_id])
    assert ask("select * from analytics.articles_as_of(now(), article_ids => '{}')") == []
