"""To analysts what is hidden carried nothing, neither by what is told nor by what is missing; the desk knows of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsfold.pipeline import deciding, steps
from newsfold.store import export
from tests.end_to_end.test_sentence_origins import EXPECTED, ORIGINS, as_item, carried

SQL = Path(__file__).parents[2] / "sql"
NEXT_MONTH = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%dT00:00:00Z}"
#: What analysts see of these articles where nobody ever heard of the agency's report.
WITHOUT_WIRE = {("noon", "morning"): 2, ("evening", "morning"): 4}
SHARES = """
select uri, own_share, reused_share, agency_share from analytics.articles where uri <> 'urn:x:wire' order by uri
"""
REUSE = """
select article.uri, origin.uri as origin, sentences, words, share, minutes_after, is_credited
from analytics.reuse
join analytics.articles as article using (article_id)
join analytics.articles as origin on origin.article_id = origin_article_id
where article.uri <> 'urn:x:wire'
order by 1, 2
"""


def told(newsroom, token: str) -> set[str]:
    with newsroom.workspace() as work:
        ids = [row["article_id"] for part in export.changes(work.connection, token) for row in part]
    rows = newsroom.query("select uri from news.article where article_id = any (%s)", ids)
    return {row.uri.rpartition(":")[2] for row in rows}


def token(newsroom) -> str:
    with newsroom.workspace() as work, work.connection:
        return export.current_token(work.connection)


def deliver(newsroom, *names: str, **wire: object) -> None:
    for name in names:
        newsroom.deliver("desk", f"{name}.json", as_item(name, **(wire if name == "wire" else {})))
    newsroom.run()


def end_embargoes(newsroom) -> None:
    for table in ("version", "hidden"):
        newsroom.query(
            f"update news.{table} set embargoed = now() - interval '1 second' where embargoed is not null returning 1"
        )


def seen(newsroom) -> list[list[tuple]]:
    """All that analysts see of the papers' sentences, by names."""
    return [
        [tuple(row) for row in newsroom.query(query) if "wire" not in row[0]]
        for query in (ORIGINS, SHARES, REUSE)
    ]


@pytest.fixture
def papers(newsroom):
    newsroom.source("desk")
    deliver(newsroom, "morning", "noon", "evening", "other")
    assert carried(newsroom) == WITHOUT_WIRE
    return newsroom


def test_a_report_under_embargo_changes_nothing_that_analysts_see(papers):
    before, since = seen(papers), token(papers)
    deliver(papers, "wire", embargoed=NEXT_MONTH)
    assert seen(papers) == before
    assert told(papers, since) <= {"wire"}
    desk = papers.query("select distinct audience from news.sentence_origin")
    assert {row.audience for row in desk} == {"all", "desk", "analysts"}


def test_the_end_of_an_embargo_makes_it_the_first_carrier_at_the_next_load(papers):
    deliver(papers, "wire", embargoed=NEXT_MONTH)
    since = token(papers)
    end_embargoes(papers)
    papers.deliver("desk", "later.json", as_item("other", headline="Another headline"))
    papers.run()
    assert carried(papers) == EXPECTED
    assert told(papers, since) >= {"wire", "morning", "noon", "evening"}
    assert {row.audience for row in papers.query("select audience from news.sentence_origin")} == {"all"}


WITHDRAWN = [
    {"pubstatus": "canceled"},
    {"pubstatus": "withheld"},
    {"embargoed": NEXT_MONTH},
]


@pytest.mark.parametrize("how", WITHDRAWN, ids=lambda how: next(iter(how.values()))[:8])
def test_what_is_withdrawn_leaves_its_place_to_the_next_carrier(papers, how):
    before = seen(papers)
    deliver(papers, "wire")
    assert carried(papers) == EXPECTED
    since = token(papers)
    deliver(papers, "wire", versioncreated="2025-09-26T20:00:00Z", **how)
    assert seen(papers) == before
    assert told(papers, since) >= {"wire", "morning", "noon", "evening"}


def test_what_a_person_hides_and_shows_again(papers):
    before = seen(papers)
    deliver(papers, "wire")
    (wire,) = papers.query("select article_id from analytics.articles where uri = 'urn:x:wire'")
    with papers.workspace() as work:
        deciding.hide(work, wire.article_id, decided_by="ada", note="wrong", now=steps.utc_now())
    assert seen(papers) == before
    with papers.workspace() as work:
        (decision,) = papers.query("select decision_id from ops.decision where verdict = 'hide'")
        deciding.revoke(work, decision.decision_id, revoked_by="ada", now=steps.utc_now())
    assert carried(papers) == EXPECTED


def test_a_hidden_copy_of_a_text_that_is_shown_is_nobodys_origin(papers):
    before = seen(papers)
    text = as_item("morning", embargoed=NEXT_MONTH).replace("urn:x:morning", "urn:x:wire-copy")
    papers.deliver("desk", "copy.json", text.replace("T09:", "T04:"))
    papers.run()
    assert seen(papers) == before


def test_the_desk_sees_who_carries_what_is_killed(papers):
    deliver(papers, "wire")
    deliver(papers, "wire", versioncreated="2025-09-26T20:00:00Z", pubstatus="canceled")
    rows = papers.query("select uri, count(*) as n from ops.carried_withdrawals group by 1 order by 1")
    assert [tuple(row) for row in rows] == [
        ("urn:x:evening", 3),
        ("urn:x:morning", 3),
        ("urn:x:noon", 4),
    ]


#: These are about rows, whoever is told of them.
OF_ALL = {
    "drop_origins.sql",
    "stored_origin_texts.sql",
    "texts_of_articles.sql",
    "retention.sql",
    "removed_articles_leave_nothing.sql",
    "grants.sql",
}


def test_whoever_reads_origins_says_for_whom():
    """A sentence may have two rows: one for the desk, one for analysts."""
    readers = [
        path
        for path in SQL.rglob("*.sql")
        if "migrations" not in path.parts and "news.sentence_origin" in path.read_text(encoding="utf-8")
    ]
    assert len(readers) > 10
    silent = {path.name for path in readers if "audience" not in path.read_text(encoding="utf-8")}
    assert silent <= OF_ALL
