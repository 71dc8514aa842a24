"""The index of words is in parts by article id: a load fills the newest, a search looks into all."""

import json

import pytest

from newsfold.pipeline import steps
from newsfold.upkeep import maintenance, retention

FIRST, SECOND = "search_document_from_1", "search_document_from_100001"
PARTS = """
select relname as name
from pg_inherits
join pg_class on pg_class.oid = inhrelid
where inhparent = 'news.search_document'::regclass
order by (substring(relname from '\\d+$'))::bigint
"""
WORDS = ("ferry", "bridge", "sardines", "tram", "harvest", "lighthouse")


def item(number: int, word: str) -> str:
    """One ninjs item about something."""
    body = (
        f"The council of Aldermoor spoke about the {word} for {number + 2} hours on Friday and decided nothing. "
        f"Ada Brinkmann, who knows more about a {word} than anybody, said that it had to be paid for by somebody."
    )
    values = {
        "uri": f"urn:x:{number}",
        "type": "text",
        "versioncreated": "2025-09-26T07:00:00Z",
        "language": "en",
    }
    return json.dumps({**values, "headline": f"About the {word}", "body_text": body})


@pytest.fixture
def at_the_border(newsroom):
    """Six articles of two sources: the last ones of one part, and the first ones of the next."""
    newsroom.query("select setval(pg_get_serial_sequence('news.article', 'article_id'), 99997)")
    newsroom.source("early")
    newsroom.source("late")
    for number, word in enumerate(WORDS):
        newsroom.deliver("early" if number < 3 else "late", f"{number}.json", item(number, word))
        if number == 2:
            newsroom.run()
    newsroom.run()
    return newsroom


def parts(newsroom) -> list[str]:
    return [row.name for row in newsroom.query(PARTS)]


def found(newsroom, word: str) -> list[str]:
    return [row.uri for row in newsroom.query("select uri from analytics.search(%s)", word)]


def test_articles_of_all_parts_are_found_and_each_is_in_its_own(at_the_border):
    assert parts(at_the_border)[:2] == [FIRST, SECOND]
    assert [found(at_the_border, word) for word in WORDS] == [[f"urn:x:{n}"] for n in range(len(WORDS))]
    assert sorted(found(at_the_border, "council")) == [f"urn:x:{n}" for n in range(len(WORDS))]
    for part in (FIRST, SECOND):
        ((held,),) = at_the_border.query(f"select count(*) from news.{part}")
        assert held == 3
    indexes = at_the_border.query(
        "select pg_get_indexdef(inhrelid) from pg_inherits where inhparent = 'news.search_document_words'::regclass"
    )
    assert len(indexes) == len(parts(at_the_border))


def test_one_part_is_always_there_ahead_and_asking_again_makes_none(newsroom):
    newsroom.query("select ops.create_search_partitions(0)")
    before = parts(newsroom)
    assert before == [FIRST]
    newsroom.query("select ops.create_search_partitions(2)")
    newsroom.query("select ops.create_search_partitions(2)")
    assert parts(newsroom) == [FIRST, SECOND]
    newsroom.query("select setval(pg_get_serial_sequence('news.article', 'article_id'), 10000000)")
    newsroom.query("select ops.create_search_partitions(10)")
    (last,) = newsroom.query(
        "select pg_get_expr(relpartbound, oid) as bound from pg_class where relname = %s", parts(newsroom)[-1]
    )
    assert last.bound == "FOR VALUES FROM ('10200001') TO ('10400001')"


def test_a_part_whose_articles_have_all_left_is_dropped_and_never_the_newest(at_the_border):
    with at_the_border.workspace() as work:
        retention.forget(work, "early", now=steps.utc_now())
        assert maintenance.perform(work, "partitions", now=steps.utc_now(), dry_run=True)["would_drop"] == [
            FIRST
        ]
        assert maintenance.perform(work, "partitions", now=steps.utc_now(), dry_run=False)["dropped"] == [
            FIRST
        ]
        assert maintenance.perform(work, "partitions", now=steps.utc_now(), dry_run=False)["dropped"] == []
        retention.forget(work, "late", now=steps.utc_now())
        assert maintenance.perform(work, "partitions", now=steps.utc_now(), dry_run=False)["dropped"] == []
    assert parts(at_the_border)[0] == SECOND
    assert found(at_the_border, "council") == []
