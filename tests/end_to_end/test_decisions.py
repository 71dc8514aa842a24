"""Decisions on days, and decisions that wait: what they change, what they keep, and who may write them."""

from datetime import UTC, date, datetime, timedelta

import psycopg2
import pytest

from newsfold.analytics import marts
from newsfold.pipeline import deciding, steps
from newsfold.store import decisions
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
RIGHT = date(2025, 9, 20)


@pytest.fixture
def filled(newsroom, once):
    """Two near copies, the second of them a day later, and another report."""

    def fill() -> None:
        for slug in ("alpha", "beta"):
            newsroom.source(slug)
        newsroom.deliver("alpha", "1.txt", f"Bridge opens\n\nSetubal, Sep 26, 2025 (MNA) {REPORT}\n")
        newsroom.deliver("beta", "2.txt", f"Bridge at Setubal open\n\nSetubal, Sep 27, 2025 (MNA) {COPY}\n")
        newsroom.deliver("alpha", "3.txt", f"Sardines\n\nPeniche, Sep 26, 2025 (MNA) {OTHER}\n")
        newsroom.run()

    once(fill)
    return newsroom


def article(newsroom, name: str):
    (row,) = [row for row in newsroom.query("select * from analytics.articles") if row.uri.endswith(name)]
    return row


def decide_day(newsroom, name: str, day: date = RIGHT) -> dict:
    with newsroom.workspace() as work:
        return deciding.decide_day(
            work,
            article(newsroom, name).article_id,
            day,
            decided_by="ana",
            note="it says so",
            now=steps.utc_now(),
        )


def revoke_all(newsroom) -> None:
    for row in newsroom.query("select decision_id from ops.decision where revoked_at is null"):
        with newsroom.workspace() as work:
            deciding.revoke(work, row.decision_id, revoked_by="rui", now=steps.utc_now())


def days_everywhere(newsroom, name: str) -> dict:
    """The day of an article wherever it is kept."""
    held = article(newsroom, name)
    with newsroom.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())
    one = f"where article_id = {held.article_id}"
    return {
        "article": held.published_on,
        "search": newsroom.query(f"select day from news.search_document {one}")[0].day,
        "appearance": newsroom.query(
            "select array_agg(distinct day) as days from news.content_appearance join news.version using (content_id)"
            f" where version.article_id = {held.article_id} and terms <> ''"
        )[0].days,
        "mart": newsroom.query(f"select day from marts.article {one}")[0].day,
        "story": newsroom.query(
            f"select first_published_on, representative_article_id = {held.article_id} as leads"
            f" from analytics.stories where story_id = {held.story_id}"
        )[0],
    }


def test_a_decided_day_is_the_day_everywhere_and_taking_it_back_restores_all(filled):
    before = days_everywhere(filled, "2.txt")
    assert before["article"] == date(2025, 9, 27)
    assert not before["story"].leads
    token = filled.query("select analytics.changes_token() as token")[0].token
    report = decide_day(filled, "2.txt")
    assert (report["redated"], report["decisions"]) == (1, 1)
    assert deciding.changes_articles(report)
    after = days_everywhere(filled, "2.txt")
    assert [after[key] for key in ("article", "search", "mart")] == [RIGHT] * 3
    assert after["appearance"] == [RIGHT]
    # It is the earliest of its story now, and stands for it.
    assert tuple(after["story"]) == (RIGHT, True)
    told = filled.query("select article_id, change from analytics.changes(%s)", token)
    assert {(row.article_id, row.change) for row in told} == {
        (article(filled, name).article_id, "changed") for name in ("1.txt", "2.txt")
    }
    days = filled.query("select published_on from analytics.changed_days(%s)", token)
    assert {row.published_on for row in days} >= {date(2025, 9, 27), RIGHT}
    revoke_all(filled)
    assert days_everywhere(filled, "2.txt") == before


def test_the_readings_of_the_record_stay_and_the_decision_is_one_of_them(filled):
    held = article(filled, "1.txt").article_id
    readings = (
        "select value, rule, chosen from news.date_candidate join news.article using (article_id)"
        f" where article_id = {held} and version = current_version and field = 'published_on' order by ordinal"
    )
    stated = filled.query(readings)
    evidence = "select evidence from news.version join news.article using (article_id) where version = current_version"
    evidence += f" and article_id = {held}"
    (own,) = filled.query(evidence)
    decide_day(filled, "1.txt")
    rows = filled.query(readings)
    assert tuple(rows[0]) == ("2025-09-20", "decided by a person", True)
    assert [(row.value, row.rule) for row in rows[1:]] == [(row.value, row.rule) for row in stated]
    assert not any(row.chosen for row in rows[1:])
    (shown,) = filled.query(evidence)
    (published,) = [each for each in shown.evidence if each["field"] == "published_on"]
    assert published["value"] == "2025-09-20"
    assert "of ana: it says so" in published["note"]
    assert "2025-09-26" in [each["value"] for each in published["candidates"]]
    revoke_all(filled)
    assert filled.query(readings) == stated

    def by_field(rows):
        return sorted(rows, key=lambda each: each["field"])

    assert by_field(filled.query(evidence)[0].evidence) == by_field(own.evidence)


def test_a_day_that_is_confirmed_keeps_its_instant(newsroom):
    newsroom.source("alpha")
    page = (
        '<html lang="en"><head><meta property="article:published_time" content="2025-09-26T09:00:00+02:00">'
        f"<title>Bridge</title></head><body><article><h1>Bridge opens</h1><p>{REPORT}</p></article></body></html>"
    )
    newsroom.deliver("alpha", "1.html", page)
    newsroom.run()
    before = article(newsroom, "1.html")
    assert before.published_at is not None
    decide_day(newsroom, "1.html", before.published_on)
    confirmed = article(newsroom, "1.html")
    assert (confirmed.published_at, confirmed.published_precision) == (before.published_at, "instant")
    decide_day(newsroom, "1.html")
    moved = article(newsroom, "1.html")
    assert (moved.published_on, moved.published_at, moved.published_precision) == (RIGHT, None, "day")
    revoke_all(newsroom)
    restored = article(newsroom, "1.html")
    assert (restored.published_on, restored.published_at) == (before.published_on, before.published_at)


def test_what_was_believed_before_the_decision_is_still_known(filled):
    then = datetime.now(UTC)
    decide_day(filled, "1.txt")
    query = "select published_on from analytics.articles_as_of(%s) where headline = 'Bridge opens'"
    assert filled.query(query, then)[0].published_on == date(2025, 9, 26)
    assert filled.query(query, datetime.now(UTC) + timedelta(seconds=1))[0].published_on == RIGHT


def test_every_re_run_and_refold_keeps_days_and_pairs_and_counts_nothing_as_new(filled):
    decide_day(filled, "1.txt")
    one, other = (article(filled, name).article_id for name in ("1.txt", "2.txt"))
    with filled.workspace() as work:
        deciding.decide(work, "different", (one, other), decided_by="ana", note=None, now=steps.utc_now())
    before = filled.query(
        "select article_id, story_id, published_on, version from analytics.articles order by 1"
    )
    totals = filled.reread()["totals"]
    assert (totals["unchanged"], totals["version"]) == (3, 0)
    with filled.workspace() as work:
        refolding.refold(work, now=steps.utc_now())
    filled.reread()
    assert (
        filled.query("select article_id, story_id, published_on, version from analytics.articles order by 1")
        == before
    )
    for name in ("appearance", "article"):
        assert days_everywhere(filled, "1.txt")[name] in (RIGHT, [RIGHT])


def test_a_new_version_from_the_source_keeps_the_decided_day_until_it_is_taken_back(filled):
    decide_day(filled, "1.txt")
    filled.deliver("alpha", "1.txt", f"Bridge opens\n\nSetubal, Sep 25, 2025 (MNA) {REPORT} Trains follow.\n")
    totals = filled.run()["totals"]
    assert totals["version"] == 1
    changed = article(filled, "1.txt")
    assert "Trains follow" in changed.body
    assert changed.published_on == RIGHT
    assert filled.reread()["totals"]["version"] == 0
    revoke_all(filled)
    restored = article(filled, "1.txt")
    assert "Trains follow" in restored.body
    assert restored.published_on == date(2025, 9, 25)
    assert filled.reread()["totals"]["version"] == 0
    assert filled.query(
        "select count(*) = max(version) as whole from news.version group by article_id having max(version) > 1"
    )[0].whole


def test_another_day_takes_the_place_of_the_first_and_the_same_one_changes_nothing(filled):
    decide_day(filled, "1.txt")
    decide_day(filled, "1.txt", date(2025, 9, 21))
    assert article(filled, "1.txt").published_on == date(2025, 9, 21)
    report = decide_day(filled, "1.txt", date(2025, 9, 21))
    assert not deciding.changes_articles(report)
    assert filled.query("select count(*) as n from ops.decision where revoked_at is null")[0].n == 1


@pytest.mark.parametrize("day", [date(1066, 10, 14), date(2999, 1, 1)])
def test_an_impossible_day_is_refused_and_an_article_that_is_not_there_too(filled, day):
    with pytest.raises(deciding.DecisionError, match="is not of"):
        decide_day(filled, "1.txt", day)
    with filled.workspace() as work, pytest.raises(deciding.DecisionError, match="no article"):
        deciding.decide_day(work, 10**9, RIGHT, decided_by="a", note=None, now=steps.utc_now())
    assert not filled.query("select from ops.decision")


def test_a_decision_that_is_refused_leaves_no_run_behind(filled):
    before = filled.query("select count(*) as n from ops.run")
    with filled.workspace() as work:
        for refused in (
            lambda now: deciding.decide(work, "same", (1, 999), decided_by="ana", note=None, now=now),
            lambda now: deciding.revoke(work, 999, revoked_by="ana", now=now),
        ):
            with pytest.raises(deciding.DecisionError):
                refused(steps.utc_now())
    assert filled.query("select count(*) as n from ops.run") == before


def test_a_publishers_corrections_do_not_count_decisions(filled):
    decide_day(filled, "1.txt")
    revoke_all(filled)
    days_everywhere(filled, "1.txt")
    assert not filled.query("select from analytics.corrections")


def test_unsure_is_kept_and_changes_no_story(filled):
    before = filled.stories()
    one, other = (article(filled, name).article_id for name in ("1.txt", "2.txt"))
    with filled.workspace() as work:
        report = deciding.decide(
            work, "unsure", (one, other), decided_by="ana", note=None, now=steps.utc_now()
        )
    assert not deciding.changes_articles(report)
    assert filled.stories() == before
    assert filled.query("select verdict from ops.decision")[0].verdict == "unsure"


def test_what_an_operator_decides_waits_and_is_obeyed_once(filled, role_url):
    one, other = (article(filled, name).article_id for name in ("1.txt", "2.txt"))
    connection = connect(role_url("operator"))
    with connection:
        decisions.insert_pair(
            connection, "different", (one, other), decided_by="op", note=None, now=steps.utc_now()
        )
        day = decisions.insert_act(
            connection, "day", article_id=one, day=RIGHT, decided_by="op", now=steps.utc_now()
        )
    assert article(filled, "1.txt").published_on == date(2025, 9, 26)
    with filled.workspace() as work:
        report = deciding.apply_waiting(work, steps.utc_now())
        assert (report["decisions"], report["splits"], report["redated"]) == (2, 1, 1)
        assert deciding.apply_waiting(work, steps.utc_now()) is None
    assert article(filled, "1.txt").published_on == RIGHT
    with connection:
        assert decisions.revoke(connection, day, revoked_by="op", now=steps.utc_now())
    with filled.workspace() as work:
        assert deciding.apply_waiting(work, steps.utc_now())["redated"] == 1
    assert article(filled, "1.txt").published_on == date(2025, 9, 26)
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "update ops.decision set verdict = 'same'",
        "update ops.decision set day = '2025-01-01'",
        "delete from ops.decision",
        "update news.version set published_on = null",
        "insert into ops.near_miss select",
    ],
)
def test_an_operator_may_write_and_take_back_decisions_and_nothing_else(filled, role_url, statement):
    decide_day(filled, "1.txt")
    connection = connect(role_url("operator"))
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), connection, connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def test_a_doubtful_day_is_noted_and_leaves_the_list_with_the_decision(newsroom):
    newsroom.source("alpha")
    page = (
        f"<html><head><title>Bridge</title></head><body><article><h1>Bridge opens</h1><time>04/05/2025</time><p>{REPORT}</p>"
        "</article></body></html>"
    )
    newsroom.deliver("alpha", "1.html", page)
    newsroom.run()
    doubt = "select kind, rule, confidence from ops.date_doubt"
    (row,) = newsroom.query(doubt)
    assert (row.kind, row.confidence) == ("undated", 0)
    assert "ambiguous" in row.rule
    decide_day(newsroom, "1.html", date(2025, 5, 4))
    assert newsroom.query(doubt) == []
    assert article(newsroom, "1.html").published_on == date(2025, 5, 4)
    revoke_all(newsroom)
    assert len(newsroom.query(doubt)) == 1
    assert article(newsroom, "1.html").published_on is None


def test_what_a_person_hides_no_analyst_sees_until_it_is_taken_back(filled):
    bridge, now = article(filled, "1.txt"), steps.utc_now()
    with filled.workspace() as work:
        report = deciding.hide(work, bridge.article_id, decided_by="ana", note="on request", now=now)
    assert (report["hidden"], deciding.changes_articles(report)) == (1, True)
    shown = filled.query("select article_id, is_representative from analytics.articles order by 1")
    assert bridge.article_id not in {row.article_id for row in shown}
    assert sum(row.is_representative for row in shown) == 2  # the near copy stands for the story now
    (why,) = filled.query("select article_id, reason from analytics.hidden_articles")
    assert (why.article_id, why.reason) == (bridge.article_id, "hidden")
    filled.run()
    assert len(filled.query("select 1 from analytics.articles")) == 2
    with filled.workspace() as work:
        with pytest.raises(deciding.DecisionError, match="hidden already"):
            deciding.hide(work, bridge.article_id, decided_by="bo", note=None, now=now)
        with pytest.raises(deciding.DecisionError, match="there is no article"):
            deciding.hide(work, 9_999, decided_by="bo", note=None, now=now)
    revoke_all(filled)
    assert article(filled, "1.txt") == bridge
    changes = [row.change for row in filled.query("select change from news.change order by change_id")]
    assert "hidden" in changes
    assert "shown" in changes


def resolved(newsroom, kind: str, kept: int, then: datetime | None) -> list[tuple]:
    return [
        tuple(row)
        for row in newsroom.query(
            f"select * from analytics.resolve_{kind}(%s, as_of => %s::timestamptz)",
            kept,
            then and then.isoformat(),
        )
    ]


def decide_two(newsroom, verdict: str, one: str, other: str) -> None:
    pair = (article(newsroom, one).article_id, article(newsroom, other).article_id)
    with newsroom.workspace() as work:
        deciding.decide(work, verdict, pair, decided_by="ana", note=None, now=steps.utc_now())


def test_ids_that_were_kept_lead_to_those_of_now_after_merges_splits_and_kills(filled):
    bridge, copy, sardines = (article(filled, name) for name in ("1.txt", "2.txt", "3.txt"))
    assert bridge.story_id == copy.story_id != sardines.story_id
    apart = steps.utc_now()
    assert resolved(filled, "story", bridge.story_id, None) == [(bridge.story_id, 2)]
    assert resolved(filled, "story", bridge.story_id, apart) == [(bridge.story_id, 2)]

    decide_two(filled, "same", "1.txt", "3.txt")
    merged = article(filled, "1.txt").story_id
    gone = next(story for story in (bridge.story_id, sardines.story_id) if story != merged)
    together = steps.utc_now()
    assert article(filled, "3.txt").story_id == merged
    # Without a time the story that it was merged into; with one where the articles of then are.
    assert resolved(filled, "story", gone, None) == [(merged, 3)]
    assert resolved(filled, "story", sardines.story_id, apart) == [(merged, 1)]
    assert resolved(filled, "story", gone, together) == []

    revoke_all(filled)
    decide_two(filled, "different", "1.txt", "2.txt")
    decide_two(filled, "different", "2.txt", "3.txt")
    now = [article(filled, name).story_id for name in ("1.txt", "2.txt", "3.txt")]
    assert len(set(now)) == 3
    assert sorted(resolved(filled, "story", merged, together)) == sorted((story, 1) for story in now)

    filled.query(
        "insert into news.hidden (article_id, reason, valid_from) values (%s, 'withheld', now()) returning 1",
        copy.article_id,
    )
    assert sorted(resolved(filled, "story", merged, together)) == sorted((now[n], 1) for n in (0, 2))
    assert resolved(filled, "story", now[1], None) == []
    [(_, state, story_now, story_then, version, version_then)] = resolved(
        filled, "article", copy.article_id, together
    )
    assert (state, story_now, story_then, version, version_then) == ("hidden", now[1], merged, None, None)
    [(_, state, story_now, story_then, version, version_then)] = resolved(
        filled, "article", bridge.article_id, apart
    )
    assert (state, story_now, story_then, version, version_then) == ("shown", now[0], bridge.story_id, 1, 1)
    [(_, state, _, story_then, _, version_then)] = resolved(
        filled, "article", bridge.article_id, datetime(2001, 1, 1, tzinfo=UTC)
    )
    assert (state, story_then, version_then) == ("shown", None, None)
    assert resolved(filled, "article", 10**12, None) == []
