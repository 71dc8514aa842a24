"""A sentence knows its first carrier in another language, as long as the two texts hold for translations."""

from itertools import permutations

import pytest

from newsfold.dedup import meaning
from newsfold.pipeline import deciding, steps
from newsfold.store import export
from newsfold.upkeep import refolding
from tests.end_to_end.test_sentence_origins import ORIGINS, passage
from tests.end_to_end.test_translations import TEXTS

#: Languages in three scripts: what they have in common is found by its meaning alone.
DAYS = {"en": "2025-09-25", "ru": "2025-09-26", "ar": "2025-09-27"}
CARRIED = """
select article.headline, origin.headline as origin, count(*) as sentences, count(distinct kind) as kinds, min(kind) as kind
from analytics.sentence_origins as here
join analytics.articles as article using (article_id)
join analytics.articles as origin on origin.article_id = origin_article_id
group by 1, 2
order by 1, 2
"""


@pytest.fixture
def papers(newsroom, monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "on")
    for language in DAYS:
        newsroom.source(f"paper-{language}", language=language)
    return newsroom


def deliver(newsroom, language: str, more: str = "") -> None:
    text = f"date {DAYS[language]}\ntitle report {language}\n\n{TEXTS[language]['report']} {more}\n"
    newsroom.deliver(f"paper-{language}", f"report-{language}.txt", text)


def carried(newsroom) -> dict[tuple[str, str], int]:
    return {(row.headline[-2:], row.origin[-2:]): row.sentences for row in newsroom.query(CARRIED)}


@pytest.mark.parametrize("order", list(permutations(DAYS))[::2])
def test_any_order_of_arrival_ends_in_the_same_origins(papers, order):
    own = " ".join(passage("own", 2))
    for language in order:
        deliver(papers, language, own if language == "ru" else "")
        papers.run()
    found = carried(papers)
    assert set(found) == {("ru", "en"), ("ar", "en")}
    assert min(found.values()) >= 6
    assert {row.kind for row in papers.query(CARRIED)} == {"reworded"}
    rows = papers.query(ORIGINS)
    assert all(row.sentence_number == row.origin_sentence_number for row in rows if row.origin)
    assert not any(row.origin for row in rows if row.sentence in own)


def test_what_is_no_translation_any_more_has_no_origin(papers):
    for language in ("en", "ru"):
        deliver(papers, language)
    papers.run()
    assert set(carried(papers)) == {("ru", "en")}
    one, other = sorted(row.article_id for row in papers.query("select article_id from analytics.articles"))
    with papers.workspace() as work:
        with work.connection:
            token = export.current_token(work.connection)
        deciding.decide(work, "different", (one, other), decided_by="ada", note=None, now=steps.utc_now())
        assert carried(papers) == {}
        told = {row["article_id"] for part in export.changes(work.connection, token) for row in part}
        assert told & {one, other}
        (decision,) = papers.query("select decision_id from ops.decision")
        deciding.revoke(work, decision.decision_id, revoked_by="ada", now=steps.utc_now())
    assert set(carried(papers)) == {("ru", "en")}


def test_a_refold_finds_the_same_again(papers):
    for language in ("en", "ru"):
        deliver(papers, language)
    papers.run()
    before = papers.query(ORIGINS)
    for table in ("sentence_text", "sentence_match", "sentence_origin", "sentence_posting", "sentence_index"):
        papers.query(f"delete from news.{table} returning 1")
    with papers.workspace() as work:
        refolding.refold(work, now=steps.utc_now())
    assert papers.query(ORIGINS) == before


def test_without_vectors_there_is_no_origin_in_another_language(papers, monkeypatch):
    monkeypatch.setenv(meaning.SETTING, "off")
    for language in ("en", "ru"):
        deliver(papers, language)
    papers.run()
    assert papers.query("select count(distinct story_id) as n from analytics.articles")[0].n == 1
    assert carried(papers) == {}
