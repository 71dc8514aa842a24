"""One article and one story by their ids: as the views show them, hidden ones left out, for analysts."""

from contextlib import closing

import psycopg2.errors
import pytest

from newsfold.analytics import marts
from newsfold.pipeline import steps
from newsfold.store.connection import connect
from newsfold.upkeep import retention

SAME = """
select count(*)::int as shown, count(*) filter (where view.it is distinct from function.it)::int as different
from (select {key} as id, v::text as it from analytics.{view} as v) as view
full join (
  select f.{key} as id, f::text as it from generate_series(1, 500) as n cross join lateral analytics.{function}(n) as f
) as function using (id)
"""

LINKS = """
select count(*)::int as shown, count(*) filter (where view.it is distinct from function.it)::int as different
from (
  select article.id, links.link_id, links::text as it
  from analytics.links
  cross join lateral (select links.article_id union select links.matched_article_id) as article (id)
) as view
full join (
  select n::bigint as id, f.link_id, f::text as it
  from generate_series(1, 500) as n
  cross join lateral analytics.links_of_article(n) as f
) as function using (id, link_id)
"""


@pytest.mark.parametrize(
    ("view", "function", "key"), [("articles", "article", "article_id"), ("stories", "story", "story_id")]
)
def test_each_is_what_its_view_shows(sample_newsroom, view, function, key):
    sample_newsroom.run()
    (found,) = sample_newsroom.query(SAME.format(view=view, function=function, key=key))
    assert found.shown > 50
    assert found.different == 0
    hidden = sample_newsroom.query(
        "select count(*)::int as n from analytics.hidden_articles cross join lateral analytics.article(article_id)"
    )
    assert hidden[0].n == 0


def test_the_links_of_an_article_are_those_of_their_view_from_either_end(sample_newsroom):
    sample_newsroom.run()
    (found,) = sample_newsroom.query(LINKS)
    assert found.shown > 20
    assert found.different == 0
    (linked,) = sample_newsroom.query(
        "select article_id, matched_article_id from analytics.links order by link_id limit 1"
    )
    sample_newsroom.query(
        "insert into news.hidden (article_id, reason, valid_from) values (%s, 'withheld', now()) returning 1",
        linked.matched_article_id,
    )
    (left,) = sample_newsroom.query(LINKS)
    assert left.shown < found.shown
    assert left.different == 0
    assert not sample_newsroom.query("select from analytics.links_of_article(%s)", linked.matched_article_id)


def test_the_articles_of_a_story_come_the_earliest_first(sample_newsroom):
    sample_newsroom.run()
    (largest,) = sample_newsroom.query(
        "select story_id, article_count from analytics.stories order by article_count desc, story_id limit 1"
    )
    rows = sample_newsroom.query("select * from analytics.articles_of_story(%s)", largest.story_id)
    assert len(rows) == largest.article_count > 1
    assert {row.story_id for row in rows} == {largest.story_id}
    days = [row.published_on for row in rows if row.published_on]
    assert days == sorted(days)


def test_the_facts_are_those_of_the_articles_and_of_what_is_held(sample_newsroom):
    sample_newsroom.run()
    with sample_newsroom.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())
        compared = (
            "select count(*)::int as n from analytics.article_facts as f full join analytics.articles as a using (article_id)"
            " where f.outcome is distinct from a.outcome or f.word_count is distinct from a.word_count"
            " or f.similarity is distinct from a.similarity or f.matched_article_id is distinct from a.matched_article_id"
        )
        assert sample_newsroom.query(compared)[0].n == 0
        slug = sample_newsroom.query(
            "select source, count(*) from analytics.articles group by 1 order by 2 desc limit 1"
        )[0].source
        retention.forget(work, slug, now=steps.utc_now())
    held = sample_newsroom.query("select count(*)::int as n from analytics.articles")[0].n
    assert sample_newsroom.query("select count(*)::int as n from analytics.article_facts")[0].n == held


@pytest.mark.parametrize("function", ["article", "articles_of_story", "story"])
def test_analysts_call_them_and_find_nothing_where_there_is_nothing(role_url, function):
    with closing(connect(role_url("analyst"))) as connection, connection.cursor() as cursor:
        cursor.execute(f"select * from analytics.{function}(77)")
        assert cursor.fetchall() == []
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("select * from news.article")
