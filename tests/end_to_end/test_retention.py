"""What leaves when its time is over: whole articles, nothing of others', and nothing without a trace."""

import json
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import psycopg2.errors
import pytest

from newsfold.analytics import marts
from newsfold.pipeline import deciding, steps
from newsfold.store import decisions, export
from newsfold.store.connection import connect
from newsfold.upkeep import refolding, retention

BRIDGE = (
    "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March. "
    "The toll stays at 3.20 euros for cars, and buses of the Setubal line cross free until December."
)
SARDINES = (
    "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "Joao Abrantes, who runs the auction, called it the best September in eleven years. "
    "Prices fell to 1.10 euros a kilo, and two canneries took on 60 workers."
)
TRAMS = (
    "Vienna ordered 64 low-floor trams from the works at Graz, deputy mayor Eva Lindner said in the Rathaus. "
    "The first will run on line 18 in spring, and the oldest cars go to a museum in Mariazell. "
    "The order is worth 212 million euros, with an option for 30 more vehicles."
)


def item(uri: str, body: str, published: str = "2025-09-26T06:00:00Z", **fields: object) -> str:
    """One ninjs item."""
    values = {
        "uri": uri,
        "type": "text",
        "firstcreated": published,
        "versioncreated": published,
        "headline": "A headline",
        "language": "en",
        "body_text": body,
        **fields,
    }
    return json.dumps(values)


def later(days: float) -> datetime:
    """So many days from now."""
    return steps.utc_now() + timedelta(days=days)


def enforce(newsroom, days: float, **options) -> retention.Removed:
    """What a maintenance in so many days would remove."""
    with newsroom.workspace() as work:
        return retention.enforce(work, now=later(days), **options)


def uris(newsroom) -> list[str]:
    return [row.uri for row in newsroom.query("select uri from analytics.articles order by uri")]


@pytest.fixture
def wires(newsroom, once):
    """alpha may be kept for 30 days, beta and gamma for ever. Both have the bridge, gamma word for word."""

    def fill() -> None:
        newsroom.source("alpha", retention_days=30)
        newsroom.source("beta")
        newsroom.source("gamma")
        newsroom.deliver("alpha", "1.json", item("urn:a:1", BRIDGE, "2025-09-25T06:00:00Z"))
        newsroom.deliver("alpha", "2.json", item("urn:a:2", SARDINES, "2025-09-27T06:00:00Z"))
        newsroom.deliver("beta", "1.json", item("urn:b:1", BRIDGE + " A ceremony is planned."))
        newsroom.deliver("gamma", "1.json", item("urn:g:1", BRIDGE))
        newsroom.run()
        assert newsroom.stories() == {frozenset({"urn:a:1", "urn:b:1", "urn:g:1"}), frozenset({"urn:a:2"})}

    once(fill)
    return newsroom


def test_nothing_leaves_before_its_time_or_without_a_limit(wires):
    assert enforce(wires, 29).articles == {}
    assert len(uris(wires)) == 4


def test_articles_leave_after_their_time_and_others_stay_whole(wires, assert_whole):
    story = wires.query("select story_id from analytics.articles where uri = 'urn:b:1'")[0].story_id
    done = enforce(wires, 31)
    assert (done.articles, done.stories_ended, done.files) == ({"alpha": 2}, 1, 2)
    assert uris(wires) == ["urn:b:1", "urn:g:1"]
    (held,) = wires.query("select * from analytics.stories")
    assert (held.story_id, held.article_count) == (story, 2)
    assert wires.query("select body from analytics.articles where uri = 'urn:g:1'")[0].body == BRIDGE
    assert wires.query("select count(*)::int as n from analytics.search('sardines')")[0].n == 0
    assert_whole(wires)
    assert enforce(wires, 31).articles == {}


def test_a_dry_run_counts_and_changes_nothing(wires):
    assert enforce(wires, 31, dry_run=True).articles == {"alpha": 2}
    assert len(uris(wires)) == 4
    assert wires.query("select count(*)::int as n from ops.run")[0].n == 1


def test_the_ledger_keeps_what_it_counted(wires):
    before = wires.query("select * from ops.ledger order by file_id")
    enforce(wires, 31)
    assert wires.query("select * from ops.ledger order by file_id") == before
    removed = wires.query(
        "select sum(removed)::int as n from ops.run_file"
        " join ops.file using (file_id) join news.source using (source_id) where slug = 'alpha'"
    )
    assert removed[0].n == 2


def test_what_was_removed_does_not_come_back_by_being_delivered_again(wires, assert_whole):
    enforce(wires, 31)
    wires.deliver("alpha", "again.json", item("urn:a:1", BRIDGE, "2025-09-25T06:00:00Z"))
    report = wires.run()
    assert (report["totals"]["unchanged"], report["totals"]["found"]) == (1, 1)
    assert uris(wires) == ["urn:b:1", "urn:g:1"]
    assert_whole(wires)


def test_a_new_state_of_what_was_removed_is_a_new_article(wires, assert_whole):
    enforce(wires, 31)
    wires.deliver("alpha", "new.json", item("urn:a:1", BRIDGE + " It rained.", "2025-09-26T08:00:00Z"))
    wires.deliver("alpha", "old.json", item("urn:a:1", BRIDGE, "2025-09-25T06:00:00Z"))
    totals = wires.run()["totals"]
    assert (totals["unchanged"], totals["quarantined"], totals["found"]) == (1, 0, 2)
    assert uris(wires) == ["urn:a:1", "urn:b:1", "urn:g:1"]
    assert len(wires.stories()) == 1
    wires.deliver("alpha", "older.json", item("urn:a:1", BRIDGE, "2025-09-25T06:00:00Z") + " ")
    assert wires.run()["totals"]["unchanged"] == 1
    assert_whole(wires)


def article_id(newsroom, uri: str) -> int:
    return newsroom.query("select article_id from news.article where uri = %s", uri)[0].article_id


def decide_all(newsroom) -> None:
    """A person hides `urn:a:1`, gives it another day, and takes it apart from beta's."""
    one, other, now = article_id(newsroom, "urn:a:1"), article_id(newsroom, "urn:b:1"), steps.utc_now()
    with newsroom.workspace() as work:
        with work.connection:
            decisions.insert_act(work.connection, "hide", decided_by="ada", now=now, article_id=one)
            decisions.insert_act(
                work.connection, "day", decided_by="ada", now=now, article_id=one, day=date(2025, 9, 20)
            )
            decisions.insert_pair(
                work.connection, "different", (one, other), decided_by="ada", note=None, now=now
            )
        deciding.apply_waiting(work, now)


@pytest.mark.parametrize("is_taken_back", [False, True])
def test_what_was_removed_and_comes_back_keeps_its_decisions(wires, is_taken_back, assert_whole):
    """Hidden by hand, of another day, of another story than beta's: under its new id as before, unless it was taken back."""
    decide_all(wires)
    if is_taken_back:
        wires.query("update ops.decision set revoked_at = now(), revoked_by = 'ada' returning 1")
        with wires.workspace() as work:
            deciding.apply_waiting(work, steps.utc_now())
    enforce(wires, 31)
    wires.deliver("alpha", "new.json", item("urn:a:1", BRIDGE + " It rained.", "2025-09-26T08:00:00Z"))
    wires.run()
    with wires.workspace() as work:
        deciding.apply_waiting(work, steps.utc_now())
    (back,) = wires.query(
        "select article.article_id, version.published_on from news.article join news.version using (article_id)"
        " where uri = 'urn:a:1' and version.version = current_version"
    )
    held = wires.query(
        "select verdict from ops.decision where %s in (article_id, other_article_id)", back.article_id
    )
    assert sorted(row.verdict for row in held) == ["day", "different", "hide"]
    assert ("urn:a:1" in uris(wires)) == is_taken_back
    assert back.published_on == (date(2025, 9, 26) if is_taken_back else date(2025, 9, 20))
    stories = wires.query(
        "select distinct story_id from news.membership where valid_to is null and article_id = any (%s)",
        [back.article_id, article_id(wires, "urn:b:1")],
    )
    assert (len(stories) == 1) == is_taken_back
    assert_whole(wires)


def test_traces_can_be_lifted_by_a_person(wires, assert_whole):
    enforce(wires, 31)
    with wires.workspace() as work, work.connection:
        assert retention.retention.forget_removals(work.connection, "alpha") == 2
    wires.deliver("alpha", "again.json", item("urn:a:1", BRIDGE, "2025-09-25T06:00:00Z"))
    assert wires.run()["totals"]["copy"] == 1
    assert_whole(wires)


def test_the_text_of_a_copy_stays_with_its_relations(wires, assert_whole):
    """gamma's copy takes over what related alpha's text to beta's: a refold finds nothing to change."""
    enforce(wires, 31)
    (link,) = wires.query(
        "select one.uri as one, other.uri as other from news.link join news.article as one using (article_id)"
        " join news.article as other on other.article_id = link.matched_article_id where valid_to is null"
    )
    assert {link.one, link.other} == {"urn:b:1", "urn:g:1"}
    with wires.workspace() as work:
        report = refolding.refold(work, now=steps.utc_now())
    assert (report["splits"], report["merges"], report["links"]["closed"]) == (0, 0, 0)
    assert_whole(wires)


def test_a_story_stays_one_where_the_article_in_its_middle_leaves(newsroom, assert_whole):
    """A decision joined the two through a third one; without it they would fall apart."""
    newsroom.source("alpha", retention_days=30)
    newsroom.source("beta")
    newsroom.deliver("beta", "1.json", item("urn:b:1", BRIDGE))
    newsroom.deliver("beta", "2.json", item("urn:b:2", SARDINES))
    newsroom.deliver("alpha", "1.json", item("urn:a:1", TRAMS))
    newsroom.run()
    ids = {row.uri: row.article_id for row in newsroom.query("select uri, article_id from news.article")}
    with newsroom.workspace() as work:
        for other in ("urn:b:1", "urn:b:2"):
            pair = (ids["urn:a:1"], ids[other])
            deciding.decide(work, "same", pair, decided_by="ada", note=None, now=steps.utc_now())
    (whole,) = newsroom.stories()
    enforce(newsroom, 31)
    assert newsroom.stories() == {whole - {"urn:a:1"}}
    assert_whole(newsroom)
    with newsroom.workspace() as work:
        refolding.refold(work, now=steps.utc_now())
    assert newsroom.stories() == {whole - {"urn:a:1"}}
    newsroom.deliver("beta", "3.json", item("urn:b:3", SARDINES))
    newsroom.run()
    assert newsroom.stories() == {(whole - {"urn:a:1"}) | {"urn:b:3"}}
    assert newsroom.query("select count(*)::int as n from ops.decision")[0].n == 2
    assert_whole(newsroom)


def test_a_decision_that_two_differ_holds_when_the_third_leaves(wires, assert_whole):
    ids = {row.uri: row.article_id for row in wires.query("select uri, article_id from news.article")}
    with wires.workspace() as work:
        pair = (ids["urn:b:1"], ids["urn:g:1"])
        deciding.decide(work, "different", pair, decided_by="ada", note=None, now=steps.utc_now())
    enforce(wires, 31)
    assert wires.stories() == {frozenset({"urn:b:1"}), frozenset({"urn:g:1"})}
    assert_whole(wires)


def test_a_kill_stays_as_long_as_what_it_kills(newsroom):
    newsroom.source("alpha", retention_days=30)
    newsroom.deliver("alpha", "1.json", item("urn:a:1", BRIDGE))
    newsroom.run()
    newsroom.deliver(
        "alpha",
        "2.txt",
        "Headline: KILL bridge\nDate: 2025-09-27\n\nx",
    )
    newsroom.query(
        "insert into news.amendment (article_id, version, source_id, signal, amended_uri, seen_at)"
        " select article_id, 1, source_id, 'kill', 'urn:none', now() from news.article returning 1"
    )
    newsroom.deliver("alpha", "3.json", item("urn:a:3", SARDINES))
    newsroom.run()
    newsroom.query(
        """
        with pair as (
          select min(article_id) as killer, max(article_id) as killed from news.article where uri in ('urn:a:1', 'urn:a:3')
        )
        insert into news.hidden (article_id, reason, amended_by_article_id, valid_from)
        select killed, 'killed', killer, now() from pair returning 1
        """
    )
    newsroom.query(
        "update news.article set last_seen_at = now() + interval '10 days' where uri = 'urn:a:3' returning 1"
    )
    assert "urn:a:3" not in uris(newsroom)
    enforce(newsroom, 31)
    held = {row.uri for row in newsroom.query("select uri from news.article")}
    assert {"urn:a:1", "urn:a:3"} <= held
    enforce(newsroom, 41)
    assert newsroom.query("select count(*)::int as n from news.article")[0].n == 0


def test_followers_are_told(wires):
    with wires.workspace() as work:
        with work.connection:
            token = export.current_token(work.connection)
        retention.enforce(work, now=later(31))
        told = [
            (row["change"], row["article_id"])
            for part in export.changes(work.connection, token)
            for row in part
        ]
        gone = {row.article_id for row in wires.query("select article_id from news.removed_article")}
        assert {article for change, article in told if change == "removed"} == gone
        with work.connection:
            days = {str(day) for day in export.changed_days(work.connection, token)}
        assert {"2025-09-25", "2025-09-27"} <= days
        everything = [row for part in export.changes(work.connection, None) for row in part]
        assert {row["article_id"] for row in everything if row["change"] == "removed"} == gone


def mirror(newsroom, articles: dict[int, object], connection, token: str | None) -> None:
    """Bring a copy of analytics.articles up to date by the feed of changes alone."""
    for part in export.changes(connection, token):
        for row in part:
            found = newsroom.query(
                "select * from analytics.articles where article_id = %s", row["article_id"]
            )
            articles.pop(row["article_id"], None)
            articles.update({each.article_id: each for each in found})


def test_a_mirror_and_the_marts_hear_of_all_that_a_removal_changes(wires):
    """Others that repeated what left have lost what they matched."""
    facts = "select * from analytics.article_facts order by article_id"
    copy: dict[int, object] = {}
    with wires.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())
        mirror(wires, copy, work.connection, None)
        for slug in ("alpha", "beta"):
            with work.connection:
                token = export.current_token(work.connection)
            retention.forget(work, slug, now=later(0))
            mirror(wires, copy, work.connection, token)
            held = wires.query("select * from analytics.articles")
            assert copy == {row.article_id: row for row in held}
            marts.refresh(work.connection, now=steps.utc_now())
            small = wires.query(facts)
            marts.refresh(work.connection, now=steps.utc_now(), full=True)
            assert wires.query(facts) == small
    assert held


def test_a_token_from_before_removals_that_are_told_no_more_is_refused(wires):
    with wires.workspace() as work:
        retention.enforce(work, now=later(31))
        wires.query("update news.change set changed_at = now() - interval '50 days' returning 1")
        long_ago = int((steps.utc_now() - timedelta(days=60)).timestamp() * 1_000_000)
        token = f"1.4.{long_ago}.0"
        with work.connection:
            between = export.current_token(work.connection)
        everything = [row for part in export.changes(work.connection, None) for row in part]
        with work.connection, work.connection.cursor() as cursor:
            cursor.execute("select ops.prune_changes(now() - interval '40 days') as pruned")
            assert cursor.fetchone().pruned > 0
        with pytest.raises(export.TokenError, match=r"too old.*full export"):
            list(export.changes(work.connection, token))
        assert list(export.changes(work.connection, between)) == []
        with work.connection:
            fresh = export.current_token(work.connection)
        assert list(export.changes(work.connection, fresh)) == []
        after = [row for part in export.changes(work.connection, None, portion=1) for row in part]
        held = {row["article_id"] for row in everything if row["change"] != "removed"}
        assert {row["article_id"] for row in after} == held - {
            row.article_id for row in wires.query("select article_id from news.removed_article")
        }


def test_the_marts_count_what_is_left(wires):
    with wires.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())
        retention.enforce(work, now=later(31))
        marts.refresh(work.connection, now=steps.utc_now())
        shown = wires.query("select * from analytics.unique_articles")
        volume = wires.query("select * from marts.volume order by volume::text")
        marts.refresh(work.connection, now=steps.utc_now(), full=True)
    assert [(row.uri, row.article_count) for row in shown] in ([("urn:b:1", 2)], [("urn:g:1", 2)])
    assert wires.query("select * from marts.volume order by volume::text") == volume


def test_a_default_holds_for_sources_that_name_none_and_for_those_declared_no_more(newsroom):
    path = newsroom.root / "dags" / "sources.toml"
    path.write_text("[ingest]\nretention_days = 10\n")
    newsroom.source("alpha", retention_days=0)
    newsroom.source("beta")
    newsroom.source("gone")
    for slug, body in (("alpha", BRIDGE), ("beta", SARDINES), ("gone", TRAMS)):
        newsroom.deliver(slug, "1.json", item(f"urn:{slug}", body))
    newsroom.run()
    path.write_text(path.read_text().replace("[source.gone]\nlocation = 'inbox/gone'\n", ""))
    assert enforce(newsroom, 11).articles == {"beta": 1, "gone": 1}
    assert uris(newsroom) == ["urn:alpha"]


def test_a_file_with_an_open_refusal_keeps_its_bytes(wires):
    wires.deliver("alpha", "bad.json", '{"uri": "urn:a:9"')
    wires.run()
    enforce(wires, 31)
    rows = wires.query(
        "select file.name, bytes_released_at is null as kept from ops.file join news.source using (source_id)"
        " where slug = 'alpha' order by name"
    )
    assert [tuple(row) for row in rows] == [("1.json", False), ("2.json", False), ("bad.json", True)]


def test_a_source_can_be_forgotten_wholly(wires, assert_whole):
    wires.deliver("beta", "bad.json", '{"uri": "urn:b:9"')
    wires.run()
    with wires.workspace() as work:
        with pytest.raises(LookupError, match="alpha, beta, gamma"):
            retention.forget(work, "betta", now=later(0))
        early = retention.forget(work, "beta", before=datetime(2020, 1, 1, tzinfo=UTC), now=later(0))
        assert early.articles == {}
        assert retention.forget(work, "beta", now=later(0), dry_run=True).articles == {"beta": 1}
        assert retention.forget(work, "beta", now=later(0)).as_dict()["articles"] == 1
    assert uris(wires) == ["urn:a:1", "urn:a:2", "urn:g:1"]
    assert not wires.query("select 1 from ops.quarantine where resolved_at is null")
    assert not wires.query(
        "select 1 from ops.file join news.source using (source_id) where slug = 'beta' and bytes_released_at is null"
    )
    for text in ("ceremony", "urn:b:1"):
        assert not wires.query(f"select 1 from ops.run where report::text like '%{text}%'")
    assert_whole(wires)


def test_a_run_that_was_deduplicated_against_what_left_is_deduplicated_again(wires, assert_whole):
    wires.deliver("gamma", "2.json", item("urn:g:2", SARDINES))
    with wires.workspace() as work:
        now = steps.utc_now()
        run_id = steps.begin(work, "between", "command", None, dry_run=False)
        for batch in steps.fetch(work, run_id, [], [], now):
            steps.normalize(work, run_id, batch.batch)
        assert steps.deduplicate(work, run_id) == {"copy": 1}
        enforce(wires, 31)
        steps.load(work, run_id, steps.utc_now())
        steps.check(work, run_id, steps.utc_now())
    assert wires.query("select outcome from news.article where uri = 'urn:g:2'")[0].outcome == "original"
    assert_whole(wires)


def test_the_loader_removes_articles_by_the_function_only(role_url):
    with closing(connect(role_url("loader"))) as connection, connection.cursor() as cursor:
        for statement in (
            "delete from news.removed_article",
            "update news.removed_article set removed_at = now()",
            "delete from news.change",
            "select ops.hand_over_links('{1}', '{1}')",
        ):
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute(statement)
            connection.rollback()
    for role in ("operator", "analyst"):
        with closing(connect(role_url(role))) as connection, connection.cursor() as cursor:
            with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                cursor.execute("select ops.remove_articles('{1}', now(), 1, 'retention')")
