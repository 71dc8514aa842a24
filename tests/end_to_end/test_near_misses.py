"""Pairs of texts that come just under the bar: kept for a person's eye, bounded, and gone with a decision."""

from newsfold.dedup import batch, features, pack
from newsfold.dedup.batch import Pair, judged_pairs
from newsfold.pipeline import deciding, steps
from newsfold.store import reviews

FIRST = (
    "The council of Tarrant Bay voted on Friday to rebuild the pier that a storm broke in March, said Mayor Ingrid Sandoval. "
    "The work costs 4.2 million euros and takes until June, the engineer Oskar Lindqvist told the Tarrant Herald. "
    "Fishermen use the quay at Hale meanwhile. The harbour office of Hale counts 61 boats there. "
    "Ms Sandoval said the province pays half of it."
)
FOLLOW_UP = (
    "Oskar Lindqvist has drawn the new pier of Tarrant Bay without a roof, to the anger of anglers. "
    "Mayor Ingrid Sandoval defended the plan in the Tarrant Herald on Saturday: a roof would cost 900,000 euros more. "
    "The council will hear the anglers' club of Hale next week, whose chairman Piet Dreyer has collected 1,300 names. "
    "He calls the design a bus stop without a bus."
)


def near(one: str, other: str, days: int = 0) -> list:
    packed = {"a": pack(features(one, "en")), "b": pack(features(other, "en"))}
    related, misses = judged_pairs(packed, [Pair("a", "b", days)])
    assert not (related and misses)
    return misses


def test_a_related_pair_is_no_near_miss_and_a_far_one_neither():
    assert near(FIRST, FIRST) == []
    assert (
        near(FIRST, "Prices of sardines fell at Peniche, where two canneries took on 60 workers on Monday.")
        == []
    )


def test_what_comes_near_is_kept_between_its_articles_until_somebody_decides(newsroom, monkeypatch):
    monkeypatch.setattr(batch, "NEAR_POINTS", 3.0)
    for slug, text in (("alpha", FIRST), ("beta", FOLLOW_UP)):
        newsroom.source(slug, language="en")
        newsroom.deliver(slug, "1.txt", f"The pier {slug}\n\nTarrant Bay, Sep 26, 2025 - {text}\n")
    assert newsroom.run()["totals"]["original"] == 2
    (row,) = newsroom.query("select * from ops.near_miss")
    assert row.article_id < row.other_article_id
    assert 0 <= row.score < 0.9
    with newsroom.workspace() as work:
        (waiting,) = reviews.unsure_pairs(work.connection)
        assert (waiting.kind, waiting.articles, waiting.other_articles) == ("near", 1, 1)
        work.connection.rollback()
        deciding.decide(
            work,
            "different",
            (row.article_id, row.other_article_id),
            decided_by="a",
            note=None,
            now=steps.utc_now(),
        )
        assert reviews.unsure_pairs(work.connection) == []
    assert newsroom.query("select count(*) as n from staging.near_miss")[0].n == 0
