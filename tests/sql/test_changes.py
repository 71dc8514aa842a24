"""analytics.changes, as a system that follows reads it: a replay of it always ends where the views are."""

import json
import uuid
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg2
import pytest

from newsfold.pipeline import deciding, steps
from newsfold.store.connection import SQL_FOLDER, connect

NEXT_MONTH = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%dT00:00:00Z}"
TOPICS = {
    "bridge": "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March.",
    "sardines": "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "Joao Abrantes, who runs the auction, called it the best September in eleven years.",
    "library": "The city library of Tampere will stay open through the night from Monday, its director Aino Rantala said. "
    "Students had asked for it with 4,200 signatures in the spring.",
}


def item(uri: str, topic: str, hour: int = 7, **fields: object) -> str:
    """One ninjs item."""
    values = {
        "uri": uri,
        "type": "text",
        "versioncreated": f"2025-09-26T{hour:02}:00:00Z",
        "firstcreated": "2025-09-26T06:00:00Z",
        "headline": f"About the {topic}",
        "language": "en",
        "body_text": TOPICS[topic],
        **fields,
    }
    return json.dumps(values)


def load(newsroom, *items: str) -> None:
    """One run."""
    for each in items:
        newsroom.deliver("desk", f"{uuid.uuid4()}.json", each)
    newsroom.run()


@pytest.fixture
def desk(newsroom):
    newsroom.source("desk")
    return newsroom


class Follower:
    """A system that follows: it knows nothing but the feed."""

    def __init__(self, ask, portion: int = 1000) -> None:
        self.ask = ask
        self.portion = portion
        self.token = None
        self.articles: dict[int, int] = {}

    def read(self) -> list[tuple[str, int]]:
        """Go on to the end; what was told."""
        told = []
        while True:
            rows = self.ask("select * from analytics.changes(%s, %s)", self.token, self.portion)
            for row in rows:
                told.append((row.change, row.article_id))
                self.token = row.token
                if row.change == "hidden":
                    self.articles.pop(row.article_id, None)
                else:
                    self.articles[row.article_id] = row.story_id
            if len(rows) < self.portion:
                return told

    def is_right(self) -> bool:
        """Whether it has what analysts see."""
        rows = self.ask("select article_id, story_id from analytics.articles")
        return self.articles == {row.article_id: row.story_id for row in rows}


def ids(ask) -> dict[str, int]:
    return {row.uri: row.article_id for row in ask("select uri, article_id from analytics.articles")}


def test_what_is_new_is_told_once(desk, ask):
    follower = Follower(ask)
    assert follower.read() == []
    load(desk, item("urn:x:1", "bridge"), item("urn:x:2", "sardines"))
    articles = ids(ask)
    # Which of two files of one load comes first is not said.
    assert sorted(follower.read()) == sorted(("added", articles[uri]) for uri in ("urn:x:1", "urn:x:2"))
    assert follower.read() == []
    load(desk, item("urn:x:3", "library"))
    assert follower.read() == [("added", ids(ask)["urn:x:3"])]
    assert follower.is_right()


def test_rows_name_the_run_and_its_time(desk, ask):
    load(desk, item("urn:x:1", "bridge"))
    (row,) = ask("select * from analytics.changes()")
    (run,) = desk.query("select run_id, loaded_at from ops.run")
    assert (row.run_id, row.at) == (run.run_id, run.loaded_at)


def test_a_newer_version_is_a_change_and_an_older_one_is_none(desk, ask):
    load(desk, item("urn:x:1", "bridge", 8))
    follower = Follower(ask)
    follower.read()
    load(desk, item("urn:x:1", "bridge", 7, headline="An earlier word on it"))
    assert follower.read() == []
    load(desk, item("urn:x:1", "bridge", 9, headline="A later word on it"))
    assert follower.read() == [("changed", ids(ask)["urn:x:1"])]


def test_what_is_killed_is_hidden_for_all_who_come_later(desk, ask):
    load(desk, item("urn:x:1", "bridge", slugline="BC-Bridge"), item("urn:x:2", "sardines"))
    killed = ids(ask)["urn:x:1"]
    follower = Follower(ask)
    follower.read()
    kill = item("urn:x:3", "library", 9, slugline="BC-BRIDGE", pubstatus="canceled")
    load(desk, kill)
    assert ("hidden", killed) in follower.read()
    assert follower.is_right()
    late = Follower(ask)
    assert ("added", killed) not in late.read()
    assert late.is_right()


def test_an_embargo_that_a_version_lifts_is_told(desk, ask):
    load(desk, item("urn:x:1", "bridge", embargoed=NEXT_MONTH))
    follower = Follower(ask)
    assert [change for change, _ in follower.read()] == ["hidden"]
    load(desk, item("urn:x:1", "bridge", 9, headline="Now for all"))
    assert "shown" in [change for change, _ in follower.read()]
    assert follower.is_right()


def test_an_embargo_ends_without_a_load(desk, ask):
    load(desk, item("urn:x:1", "bridge", embargoed=NEXT_MONTH), item("urn:x:2", "sardines"))
    follower = Follower(ask)
    follower.read()
    assert follower.is_right()
    end_embargoes(desk)
    assert not follower.is_right()
    assert follower.read() == [("shown", ids(ask)["urn:x:1"])]
    assert follower.is_right()
    assert follower.read() == []
    load(desk, item("urn:x:3", "library"))
    assert follower.read() == [("added", ids(ask)["urn:x:3"])]


def test_an_embargo_that_ended_before_its_load_was_read_is_not_lost(desk, ask):
    load(desk, item("urn:x:2", "sardines"))
    follower = Follower(ask)
    follower.read()
    load(desk, item("urn:x:1", "bridge", embargoed=NEXT_MONTH))
    end_embargoes(desk)
    follower.read()
    assert follower.is_right()


def test_the_end_of_an_embargo_does_not_bring_back_what_was_killed(desk, ask):
    load(desk, item("urn:x:1", "bridge", slugline="BC-Bridge", embargoed=NEXT_MONTH))
    follower = Follower(ask)
    follower.read()
    load(desk, item("urn:x:3", "library", 9, slugline="BC-BRIDGE", pubstatus="canceled"))
    end_embargoes(desk)
    follower.read()
    assert follower.is_right()


def end_embargoes(desk) -> None:
    """Make as if the end of all embargoes had been now."""
    now = datetime.now(UTC)
    desk.query("update news.hidden set embargoed = %s where embargoed is not null returning 1", now)
    desk.query("update news.change set embargoed = %s where embargoed is not null returning 1", now)
    desk.query("update news.version set embargoed = %s where embargoed is not null returning 1", now)


def test_stories_that_split_and_merge_move_their_articles(desk, ask):
    load(desk, item("urn:x:1", "bridge"), item("urn:x:2", "bridge", 8), item("urn:x:3", "sardines"))
    follower = Follower(ask)
    follower.read()
    articles = ids(ask)
    assert follower.articles[articles["urn:x:1"]] == follower.articles[articles["urn:x:2"]]
    decide(desk, "different", articles["urn:x:1"], articles["urn:x:2"])
    assert "moved" in [change for change, _ in follower.read()]
    assert follower.is_right()
    assert follower.articles[articles["urn:x:1"]] != follower.articles[articles["urn:x:2"]]
    decide(desk, "same", articles["urn:x:1"], articles["urn:x:3"])
    assert "moved" in [change for change, _ in follower.read()]
    assert follower.is_right()


def decide(desk, verdict: str, one: int, other: int) -> None:
    with desk.workspace() as work:
        deciding.decide(work, verdict, (one, other), decided_by="desk", note=None, now=steps.utc_now())


def test_who_no_longer_stands_for_a_story_has_changed(desk, ask):
    load(desk, item("urn:x:1", "bridge", 8, firstcreated="2025-09-26T08:00:00Z"))
    follower = Follower(ask)
    follower.read()
    load(desk, item("urn:x:2", "bridge", 7))
    articles = ids(ask)
    (shown,) = ask("select uri from analytics.articles where is_representative")
    assert shown.uri == "urn:x:2"
    assert sorted(follower.read()) == [("added", articles["urn:x:2"]), ("changed", articles["urn:x:1"])]


@pytest.mark.parametrize("portion", [1, 3, 1000])
def test_a_replay_in_portions_of_any_size_ends_where_the_views_are(desk, ask, portion):
    along = Follower(ask, portion)
    rounds = [
        [item("urn:x:1", "bridge", slugline="BC-Bridge"), item("urn:x:2", "bridge", 8), item("urn:x:3", "sardines")],
        [item("urn:x:4", "library", embargoed=NEXT_MONTH), item("urn:x:3", "sardines", 9, headline="New")],
        [item("urn:x:5", "library", 9, slugline="BC-BRIDGE", pubstatus="canceled")],
        [item("urn:x:6", "sardines", 5), item("urn:x:3", "sardines", 11, pubstatus="withheld")],
        [item("urn:x:3", "sardines", 12)],
    ]  # fmt: skip
    for items in rounds:
        load(desk, *items)
        along.read()
        assert along.is_right()
    end_embargoes(desk)
    articles = ids(ask)
    decide(desk, "different", articles["urn:x:3"], articles["urn:x:6"])
    anew = Follower(ask, portion)
    for follower in (along, anew):
        follower.read()
        assert follower.is_right()
    assert anew.articles


def test_a_replay_may_stop_anywhere_while_loads_go_on(desk, ask):
    follower = Follower(ask, 2)
    load(
        desk,
        item("urn:x:1", "bridge", slugline="BC-Bridge"),
        item("urn:x:2", "sardines"),
        item("urn:x:4", "library"),
    )
    first, second = ask("select * from analytics.changes(null, 2)")
    follower.token = second.token
    follower.articles = {row.article_id: row.story_id for row in (first, second)}
    load(desk, item("urn:x:3", "library", 9, slugline="BC-BRIDGE", pubstatus="canceled"))
    follower.read()
    assert follower.is_right()


def test_what_was_held_before_there_was_a_feed_is_told_as_well(desk, ask, role_url):
    load(
        desk,
        item("urn:x:1", "bridge", slugline="BC-Bridge"),
        item("urn:x:2", "sardines"),
        item("urn:x:4", "library", embargoed=NEXT_MONTH),
    )
    load(desk, item("urn:x:3", "library", 9, slugline="BC-BRIDGE", pubstatus="canceled"))
    migration = (SQL_FOLDER / "migrations" / "0012_changes.sql").read_text(encoding="utf-8")
    with closing(connect(role_url("owner"))) as connection, connection, connection.cursor() as cursor:
        cursor.execute("drop table news.change")
        cursor.execute(migration)
    follower = Follower(ask)
    assert "added" in [change for change, _ in follower.read()]
    assert follower.is_right()
    end_embargoes(desk)
    follower.read()
    assert follower.is_right()
    assert ids(ask)["urn:x:4"] in follower.articles


def test_a_rehearsal_tells_nothing(desk, ask):
    desk.deliver("desk", "1.json", item("urn:x:1", "bridge"))
    desk.run(dry_run=True)
    assert ask("select * from analytics.changes()") == []


def test_the_token_of_now_stands_for_all_that_is_held(desk, ask):
    load(desk, item("urn:x:1", "bridge"))
    token = ask("select analytics.changes_token() as token")[0].token
    assert ask("select * from analytics.changes(%s)", token) == []
    load(desk, item("urn:x:2", "sardines"))
    assert [row.change for row in ask("select * from analytics.changes(%s)", token)] == ["added"]


@pytest.mark.parametrize("token", ["nonsense", "1.2.3", "1.-1.0.0", "2.1.0.0", "1.99.0.0", "1.1.1.1; drop"])
def test_a_token_that_is_none_or_of_another_database_is_refused(desk, ask, token):
    load(desk, item("urn:x:1", "bridge"))
    with pytest.raises(psycopg2.errors.InvalidParameterValue, match="token"):
        ask("select * from analytics.changes(%s)", token)


def test_an_article_that_is_gone_is_told_as_removed(desk, ask):
    load(desk, item("urn:x:1", "bridge"))
    follower = Follower(ask)
    follower.read()
    (article,) = follower.articles
    desk.query(
        "with a as (delete from news.membership returning 1), b as (delete from news.search_document returning 1)"
        " select 1"
    )
    desk.query("delete from news.content_appearance returning 1")
    desk.query("delete from news.version returning 1")
    desk.query("update news.story set representative_article_id = null returning 1")
    desk.query("delete from news.article returning 1")
    desk.query(
        "insert into news.change (article_id, change, changed_at) values (%s, 'hidden', now()) returning 1",
        article,
    )
    assert follower.read() == [("removed", article)]


def test_days_of_changed_articles_include_those_that_they_were_moved_from(desk, ask):
    load(desk, item("urn:x:1", "bridge", firstcreated="2025-09-25T06:00:00Z"))
    token = ask("select analytics.changes_token() as token")[0].token
    before = {row.published_on for row in ask("select published_on from analytics.articles")}
    load(desk, item("urn:x:1", "bridge", 23, firstcreated="2025-09-24T06:00:00Z", headline="Another"))
    after = {row.published_on for row in ask("select published_on from analytics.articles")}
    assert before != after
    assert {
        row.published_on for row in ask("select * from analytics.changed_days(%s)", token)
    } == before | after
    assert max(before) - max(after) == timedelta(days=1)
