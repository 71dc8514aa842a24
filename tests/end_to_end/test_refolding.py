"""Decisions of operators and refolds: what moves, what stays on record, and that every re-run obeys."""

import psycopg2
import pytest

from newsfold import dedup
from newsfold.pipeline import deciding, steps
from newsfold.store.connection import connect
from newsfold.upkeep import refolding

REPORT = (
    "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March. "
    "The toll stays at 3.20 euros for cars, and buses of the Setubal line cross free until December."
)
COPY = REPORT + " A ceremony is planned for Sunday."
OTHER = (
    "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "Joao Abrantes, who runs the auction, called it the best September in eleven years. "
    "Prices fell to 1.10 euros a kilo, and two canneries took on 60 workers."
)


@pytest.fixture
def filled(newsroom, once):
    """Two near copies and another report."""

    def fill() -> None:
        for slug in ("alpha", "beta"):
            newsroom.source(slug)
        newsroom.deliver("alpha", "1.txt", f"Bridge opens\n\nSetubal, Sep 26, 2025 (MNA) {REPORT}\n")
        newsroom.deliver("beta", "2.txt", f"Bridge at Setubal open\n\nSetubal, Sep 26, 2025 (MNA) {COPY}\n")
        newsroom.deliver("alpha", "3.txt", f"Sardines\n\nPeniche, Sep 26, 2025 (MNA) {OTHER}\n")
        newsroom.run()

    once(fill)
    return newsroom


def stories(newsroom) -> dict[str, int]:
    rows = newsroom.query("select uri, story_id from analytics.articles")
    return {row.uri.rpartition(":")[2]: row.story_id for row in rows}


def ids(newsroom) -> dict[str, int]:
    rows = newsroom.query("select uri, article_id from analytics.articles")
    return {row.uri.rpartition(":")[2]: row.article_id for row in rows}


def decide(newsroom, verdict: str, one: str, other: str) -> dict:
    known = ids(newsroom)
    with newsroom.workspace() as work:
        return deciding.decide(
            work, verdict, (known[one], known[other]), decided_by="ana", note="read both", now=steps.utc_now()
        )


def assert_whole(newsroom) -> None:
    """Each article is in one story, links and stories agree, each story has a representative in it."""
    assert (
        newsroom.query(
            "select count(*) as n from news.article where article_id not in"
            " (select article_id from news.membership where valid_to is null)"
        )[0].n
        == 0
    )
    assert (
        newsroom.query(
            "select count(*) as n from news.link"
            " join news.membership as a on a.article_id = link.article_id and a.valid_to is null"
            " join news.membership as b on b.article_id = link.matched_article_id and b.valid_to is null"
            " where link.valid_to is null and (a.story_id = b.story_id) <> link.joins"
        )[0].n
        == 0
    )
    assert (
        newsroom.query(
            "select count(*) as n from news.story left join news.membership on membership.article_id = representative_article_id"
            " and membership.story_id = story.story_id and membership.valid_to is null"
            " where merged_into_story_id is null and membership.article_id is null"
        )[0].n
        == 0
    )


def test_the_reports_are_folded_as_they_should(filled):
    found = stories(filled)
    assert found["1.txt"] == found["2.txt"] != found["3.txt"]


def test_a_split_moves_the_younger_article_to_a_story_of_its_own_and_outlives_every_re_run(filled):
    before = stories(filled)
    report = decide(filled, "different", "1.txt", "2.txt")
    assert (report["splits"], report["moved_articles"]) == (1, 1)
    after = stories(filled)
    assert after["1.txt"] == before["1.txt"]
    assert after["2.txt"] not in before.values()
    assert_whole(filled)
    filled.reread()
    assert stories(filled) == after
    # A third telling is related to both. It joins one of them, and does not bring them together.
    filled.source("gamma")
    filled.deliver("gamma", "4.txt", f"Bridge\n\nSetubal, Sep 26, 2025 (MNA) {COPY} It will be short.\n")
    filled.run()
    found = stories(filled)
    assert found["1.txt"] != found["2.txt"]
    assert found["4.txt"] in (found["1.txt"], found["2.txt"])
    assert_whole(filled)


def test_where_an_article_was_before_stays_on_record(filled):
    decide(filled, "different", "1.txt", "2.txt")
    rows = filled.query(
        "select valid_to is null as holds, trigger from news.membership join ops.run using (run_id)"
        f" where article_id = {ids(filled)['2.txt']} order by valid_from"
    )
    assert [(row.holds, row.trigger) for row in rows] == [(False, "command"), (True, "decision")]


def test_taking_a_decision_back_brings_the_old_fold_again(filled):
    before = stories(filled)
    decide(filled, "different", "1.txt", "2.txt")
    decision = filled.query("select decision_id from ops.decision")[0].decision_id
    with filled.workspace() as work:
        deciding.revoke(work, decision, revoked_by="rui", now=steps.utc_now())
        with pytest.raises(deciding.DecisionError, match="no decision"):
            deciding.revoke(work, decision, revoked_by="rui", now=steps.utc_now())
    assert stories(filled) == before
    row = filled.query("select decided_by, note, revoked_by from ops.decision")[0]
    assert tuple(row) == ("ana", "read both", "rui")
    assert_whole(filled)


def test_a_merge_by_decision_redirects_the_younger_story(filled):
    before = stories(filled)
    report = decide(filled, "same", "1.txt", "3.txt")
    assert report["merges"] == 1
    assert set(stories(filled).values()) == {before["1.txt"]}
    redirect = filled.query(
        f"select merged_into_story_id as into from news.story where story_id = {before['3.txt']}"
    )
    assert redirect[0].into == before["1.txt"]
    assert_whole(filled)
    # The opposite decision takes its place.
    decide(filled, "different", "1.txt", "3.txt")
    found = stories(filled)
    assert found["1.txt"] == found["2.txt"] != found["3.txt"]
    assert filled.query("select count(*) as n from ops.decision where revoked_at is null")[0].n == 1
    assert_whole(filled)


def test_a_decision_on_what_is_not_there_changes_nothing(filled):
    known = ids(filled)["1.txt"]
    with filled.workspace() as work:
        for pair in ((known, 10**9), (known, known)):
            with pytest.raises((deciding.DecisionError, psycopg2.IntegrityError)):
                deciding.decide(work, "same", pair, decided_by="ana", note=None, now=steps.utc_now())
    assert filled.query("select count(*) as n from ops.decision")[0].n == 0


def test_a_refold_with_the_same_method_changes_nothing(filled):
    before = (
        filled.query("select * from news.membership order by 1, 3"),
        filled.query("select * from news.link order by 1"),
    )
    with filled.workspace() as work:
        report = refolding.refold(work, now=steps.utc_now())
    assert report["links"] == {"kept": 1, "new": 0, "rescored": 0, "closed": 0, "turned": 0}
    assert (report["splits"], report["merges"]) == (0, 0)
    after = (
        filled.query("select * from news.membership order by 1, 3"),
        filled.query("select * from news.link order by 1"),
    )
    assert before == after


def spoil(newsroom, role_url, statement: str) -> None:
    """Change what is stored, as an older method would have left it."""
    connection = connect(role_url("owner"))
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_refold_finds_links_that_an_older_method_missed(filled, role_url, dry_run):
    decide(filled, "different", "1.txt", "2.txt")
    spoil(filled, role_url, "delete from ops.decision; delete from news.link")
    before = stories(filled)
    with filled.workspace() as work:
        report = refolding.refold(work, now=steps.utc_now(), dry_run=dry_run)
    assert (report["links"]["new"], report["merges"]) == (1, 1)
    assert report["merged_stories"][0]["articles"][0]["title"] == "Bridge at Setubal open"
    found = stories(filled)
    assert (found == before) if dry_run else (found["1.txt"] == found["2.txt"])
    if not dry_run:
        assert filled.query("select method from news.link where valid_to is null")[0].method == dedup.METHOD
        assert_whole(filled)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_refold_closes_links_that_the_method_does_not_find_any_more(filled, role_url, dry_run):
    known = ids(filled)
    decide(filled, "same", "1.txt", "3.txt")
    spoil(
        filled,
        role_url,
        "delete from ops.decision;"
        "insert into news.link (article_id, matched_article_id, relation, score, method, evidence, decided_by, run_id,"
        " valid_from, content_id, matched_content_id)"
        " select a.article_id, b.article_id, 'rewrite', 0.9, 'old', '{}', 'method', a.run_id, now(),"
        f" a.content_id, b.content_id from news.version as a, news.version as b where a.article_id = {known['3.txt']}"
        f" and b.article_id = {known['1.txt']}",
    )
    with filled.workspace() as work:
        report = refolding.refold(work, now=steps.utc_now(), dry_run=dry_run)
    assert (report["links"]["closed"], report["splits"]) == (1, 1)
    found = stories(filled)
    assert (found["1.txt"] == found["3.txt"]) is dry_run
    rows = filled.query("select valid_to is null as holds from news.link where method = 'old'")
    assert [row.holds for row in rows] == [dry_run]
    if not dry_run:
        assert found["1.txt"] == found["2.txt"]
        assert_whole(filled)


def test_a_refold_of_the_samples_changes_nothing(sample_newsroom):
    sample_newsroom.run()
    with sample_newsroom.workspace() as work:
        report = refolding.refold(work, now=steps.utc_now(), dry_run=True)
    assert {name: report["links"][name] for name in ("new", "rescored", "closed", "turned")} == {
        "new": 0, "rescored": 0, "closed": 0, "turned": 0,
    }  # fmt: skip
    assert (report["splits"], report["merges"], report["moved_articles"]) == (0, 0, 0)
