"""What may be asked by program: answers as the views have them, each with its citation, and no way to more."""

from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal

import psycopg2.errors
import pytest

from newsfold.analytics.questions import questions
from newsfold.serve import answers
from newsfold.serve.asking import reading
from newsfold.store.connection import DatabaseError, connect


@pytest.fixture(scope="module")
def connection(sample_analyst_url):
    with reading(sample_analyst_url) as opened:
        yield opened


def value(connection, query: str):
    [row] = answers.rows_of(connection, query)["rows"]
    return next(iter(row.values()))


def test_every_question_of_the_cookbook_has_its_answer(connection):
    asked = questions()
    assert len(asked) >= 50
    for each in asked:
        given = answers.question(connection, each.name)
        with connection, connection.cursor() as cursor:
            cursor.execute(each.sql)
            rows = cursor.fetchall()
            names = [column.name for column in cursor.description]
        assert given["count"] == len(rows) > 0, each.name
        assert list(given["rows"][0]) == names, each.name


def test_a_search_gives_what_the_view_finds_with_the_record_that_it_was_read_from(connection):
    word = value(connection, "select term from analytics.rising_terms order by score desc, term limit 1")
    given = answers.search(connection, word, limit=3)
    with connection, connection.cursor() as cursor:
        cursor.execute("select article_id from analytics.search(%s, max_results => 3)", (word,))
        assert [row["article_id"] for row in given["rows"]] == [row.article_id for row in cursor.fetchall()]
    for row in given["rows"]:
        assert row["citation"]["file_uri"]
        assert row["citation"]["record_position"] >= 0
        assert row["citation"]["article_id"] == row["article_id"]


def test_an_article_its_story_and_its_reasons_agree(connection):
    article_id = value(
        connection, "select article_id from analytics.articles where outcome = 'rewrite' order by 1 limit 1"
    )
    shown = answers.article(connection, article_id)
    story = answers.story(connection, shown["story_id"])
    assert shown["body"]
    assert story["article_count"] == story["articles"]["count"] > 1
    assert article_id in {row["article_id"] for row in story["articles"]["rows"]}
    assert all(row["citation"]["file_uri"] for row in story["articles"]["rows"])
    reasons = answers.explain(connection, article_id)
    assert reasons["citation"] == shown["citation"]
    assert {"headline", "published_on"} <= {row["field"] for row in reasons["evidence"]}
    assert any(link["relation"] == "rewrite" for link in reasons["links"])


def test_what_is_not_shown_says_what_became_of_it(connection):
    hidden = value(connection, "select article_id from analytics.hidden_articles limit 1")
    for article_id, said in ((hidden, "is hidden"), (10**15, "was never held")):
        with pytest.raises(answers.NotHeld, match=said):
            answers.article(connection, article_id)
        with pytest.raises(answers.NotHeld, match=said):
            answers.explain(connection, article_id)
    with pytest.raises(answers.NotHeld):
        answers.story(connection, 10**15)
    with pytest.raises(answers.NotHeld):
        answers.question(connection, "none_such")


def test_changes_go_on_from_their_token(connection):
    first = answers.changes(connection, limit=5)
    assert first["count"] == 5
    assert first["is_cut"]
    rest = answers.changes(connection, first["rows"][-1]["token"])
    assert rest["count"] > 20
    whole = answers.changes(connection)["rows"]
    assert [row["article_id"] for row in first["rows"] + rest["rows"]] == [row["article_id"] for row in whole]
    assert all((row["citation"] is not None) == (row["file_uri"] is not None) for row in whole)


def test_sources_are_those_of_the_view(connection):
    assert answers.sources(connection)["count"] == value(connection, "select count(*) from analytics.sources")


def test_an_answer_has_an_end_and_says_so(connection):
    for rows, limit, count, is_cut in (
        (5, 5, 5, False),
        (6, 5, 5, True),
        (2000, 5000, 1000, True),
        (3, 0, 0, True),
    ):
        given = answers.rows_of(connection, f"select n from generate_series(1, {rows}) as n", limit=limit)
        assert (given["count"], given["is_cut"]) == (count, is_cut)


@pytest.mark.parametrize(
    "statement",
    [
        "select 1; select 2",
        "select 1; commit; create table lab.mine (a integer)",
        "create table lab.mine (a integer)",
        "create table lab.mine as select 1",
        "insert into lab.mine values (1)",
        "with made as (insert into lab.mine values (1) returning *) select * from made",
        "select set_config('transaction_read_only', 'off', false)",
        "set transaction read write",
        "reset role",
        "commit",
        "do $$ begin perform 1; end $$",
        "copy (select 1) to program 'true'",
        "select * from news.article",
        "",
        "'); drop table x; --",
    ],
)
def test_a_statement_of_its_own_only_reads(sample_analyst_url, statement):
    with reading(sample_analyst_url) as opened:
        with pytest.raises(psycopg2.Error):
            answers.rows_of(opened, statement)
    with closing(connect(sample_analyst_url)) as after, after, after.cursor() as cursor:
        cursor.execute("select to_regclass('lab.mine') is null as it")
        assert cursor.fetchone().it


def test_what_a_statement_makes_on_its_way_is_gone(sample_analyst_url):
    """To explain a statement Postgres may run it; nothing of a question stays."""
    with reading(sample_analyst_url) as opened:
        answers.rows_of(opened, "explain analyze create table lab.mine as select 1")
    with reading(sample_analyst_url) as opened:
        assert value(opened, "select to_regclass('lab.mine') is null") is True


def test_an_event_has_its_stories_with_their_citations(connection):
    events = answers.rows_of(connection, "select event_id, story_count from analytics.events order by 1")[
        "rows"
    ]
    for row in events:
        stories = answers.event(connection, row["event_id"])["stories"]
        assert stories["count"] == row["story_count"]
        assert all(each["citation"]["file_uri"] for each in stories["rows"])
    with pytest.raises(answers.NotHeld):
        answers.event(connection, 10**15)


def test_a_question_that_takes_long_is_ended(sample_analyst_url):
    with reading(sample_analyst_url, seconds=1) as opened, pytest.raises(psycopg2.errors.QueryCanceled):
        answers.rows_of(opened, "select pg_sleep(600)")


@pytest.mark.parametrize("role", ["owner", "loader", "operator"])
def test_a_login_that_is_more_than_an_analyst_is_refused(role_url, role):
    with pytest.raises(DatabaseError, match="rights of an analyst"):
        with reading(role_url(role)):
            pass


def test_values_are_those_that_json_knows():
    given = {
        "at": datetime(2025, 9, 27, 6, tzinfo=UTC), "on": date(2025, 9, 27), "share": Decimal("0.5"), "none": float("nan"),
        "names": ("a", None), "inner": {"n": Decimal(3)}, "yes": True,
    }  # fmt: skip
    assert answers.plain(given) == {
        "at": "2025-09-27T06:00:00+00:00", "on": "2025-09-27", "share": 0.5, "none": None,
        "names": ["a", None], "inner": {"n": 3.0}, "yes": True,
    }  # fmt: skip
