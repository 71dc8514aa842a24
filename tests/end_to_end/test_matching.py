"""Pairs, features and relations with a real database: kept or computed again, in one process or in several."""

from contextlib import closing

import pytest

from newsfold import dedup
from newsfold.dedup.packed_terms import pack_terms
from newsfold.pipeline import matching, steps
from newsfold.store import deduplication
from newsfold.store.connection import connect
from newsfold.store.migrations import LEDGER, apply, available, migrate

REPORT = (
    "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March. "
    "The toll stays at 3.20 euros for cars, and buses of the Setubal line cross free until December. "
    "Traders in Troia, who lost 40 percent of their custom, asked the minister Rui Falcato for help."
)
REWRITE = (
    "Cars are rolling over the Sado again: the rebuilt bridge was opened on Friday, according to Infraestruturas. "
    "Since March 14 crews had been at work on its piers, engineer Marta Vilela told reporters. "
    "Drivers pay 3.20 euros as before, while the Setubal line's buses cross without a toll until December. "
    "Minister Rui Falcato heard from traders in Troia whose custom had fallen by 40 percent."
)
OTHER = (
    "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "Joao Abrantes, who runs the auction, called it the best September in eleven years. "
    "Prices fell to 1.10 euros a kilo, and two canneries took on 60 workers."
)


def deliver(newsroom, slug: str, name: str, text: str) -> None:
    newsroom.deliver(slug, name, f"Headline {name}\n\nSetubal, Sep 26, 2025 (MNA) {text}\n")


@pytest.fixture
def filled(newsroom, once):
    """A report and another one are stored."""

    def fill() -> None:
        for slug in ("alpha", "beta"):
            newsroom.source(slug, language="en")
        deliver(newsroom, "alpha", "1.txt", REPORT)
        deliver(newsroom, "alpha", "2.txt", OTHER)
        newsroom.run()

    once(fill)
    return newsroom


def staged(newsroom, work, key: str) -> int:
    """Stage what is new; the run's id."""
    run_id = steps.begin(work, key, "command", None, dry_run=False)
    for batch in steps.fetch(work, run_id, [], [], steps.utc_now()):
        steps.normalize(work, run_id, batch.batch)
    return run_id


def no_progress(done: int, total: int) -> None:
    pass


def relations(work, run_id: int, processes: int = 1) -> matching.Relations:
    pairs = matching.candidate_pairs(work.connection, run_id)
    return matching.relate_pairs(work.connection, run_id, pairs, no_progress, processes)


def test_each_stored_text_has_its_features(filled):
    rows = filled.query(
        "select features, method, body, headline, language from news.content_features"
        " join news.content using (content_id) join news.version using (content_id)"
    )
    assert len(rows) == 2
    for row in rows:
        assert row.method == dedup.METHOD
        assert bytes(row.features) == dedup.pack(
            dedup.features(dedup.compared_text(row.body, row.headline, row.language), row.language)
        )


def test_the_plan_reads_only_the_texts_of_related_pairs(filled, monkeypatch):
    deliver(filled, "beta", "1.txt", REWRITE)
    read = []
    stored_texts = deduplication.stored_texts
    monkeypatch.setattr(
        deduplication, "stored_texts", lambda c, keys: read.extend(keys) or stored_texts(c, keys)
    )
    with filled.workspace() as work:
        assert len(relations(work, staged(filled, work, "next"))) == 1
    assert len(read) == 1


@pytest.mark.parametrize(
    "lost", ["delete from news.content_features", "update news.content_features set method = 'other'"]
)
def test_without_features_of_this_method_the_relations_are_the_same(filled, lost):
    deliver(filled, "beta", "1.txt", REWRITE)
    with filled.workspace() as work:
        run_id = staged(filled, work, "next")
        expected = relations(work, run_id)
        assert [relation.kind.value for relation in expected.values()] == ["rewrite"]
        execute(filled, lost)
        assert relations(work, run_id) == expected
        execute(filled, "update staging.article set features = null")
        assert relations(work, run_id) == expected


def test_a_text_that_comes_again_gets_the_features_it_lacks(filled):
    execute(filled, "delete from news.content_features")
    filled.reread()
    assert filled.query("select count(*) as n from news.content_features")[0].n == 2


def test_several_processes_find_the_same_relations(filled, monkeypatch):
    monkeypatch.setattr(matching.batch, "PORTION_TEXTS", 1)
    monkeypatch.setattr(matching, "EXPLAINED_AT_ONCE", 1)
    for number, text in enumerate(
        (REWRITE, f"{REPORT} A ceremony follows.", f"{OTHER} More is expected.", f"{REWRITE} Rain fell.")
    ):
        deliver(filled, "beta", f"{number}.txt", text)
    with filled.workspace() as work:
        run_id = staged(filled, work, "next")
        alone = relations(work, run_id)
        assert len(alone) > 4
        assert relations(work, run_id, processes=2) == alone


def test_a_stored_day_has_the_pairs_that_its_texts_had_when_they_came(filled):
    deliver(filled, "beta", "1.txt", REWRITE)
    filled.run()
    with filled.workspace() as work:
        (day,) = [row.day for row in filled.query("select distinct day from news.content_appearance")]
        pairs = matching.stored_pairs(work.connection, day)
        found = matching.relate_pairs(work.connection, None, pairs, no_progress)
    rows = filled.query(
        "select content_sha256 from news.link join news.content_key"
        " on content_key.content_id in (link.content_id, matched_content_id)"
    )
    texts = {bytes(row.content_sha256) for row in rows}
    assert {frozenset(pair) for pair in found} == {frozenset(texts)}


def test_features_of_an_older_month_are_dropped_and_of_the_last_month_are_kept(filled):
    with filled.workspace() as work, work.connection, work.connection.cursor() as cursor:
        for month in ("2025-01-01", "2025-02-01", "2025-03-01"):
            cursor.execute("select ops.create_month_partitions(%s)", (month,))
        cursor.execute(
            "select inhrelid::regclass::text as name from pg_inherits"
            " where inhparent = 'news.content_features'::regclass order by 1"
        )
        assert [row.name for row in cursor.fetchall() if "_2025_" in row.name] == [
            "news.content_features_2025_02",
            "news.content_features_2025_03",
        ]


def test_an_upgrade_keeps_the_terms_of_what_is_stored(empty_database_url):
    terms = (("seoul", 6000), ("東京", 5000), ("1284", 300))
    with closing(connect(empty_database_url)) as connection:
        with connection, connection.cursor() as cursor:
            cursor.execute(LEDGER)
        for migration in available():
            if migration.name < "0006":
                apply(connection, migration)
        with connection, connection.cursor() as cursor:
            # Rows without the articles that they are of are enough here.
            cursor.execute(
                "alter table news.content_appearance drop constraint content_appearance_article_fk"
            )
            cursor.execute(
                "insert into news.content_appearance values (7, '2025-09-27', 'x', 1), (8, '2025-09-27', '', 2)"
            )
            for term, weight in terms:
                cursor.execute("insert into news.term values (%s, '2025-09-27', 7, %s)", (term, weight))
    migrate(empty_database_url)
    with closing(connect(empty_database_url)) as connection, connection.cursor() as cursor:
        cursor.execute("select content_id, terms from news.content_appearance order by content_id")
        held = [(row.content_id, bytes(row.terms)) for row in cursor.fetchall()]
    packed = pack_terms((term, weight / 10_000) for term, weight in terms)
    assert held == [(7, packed), (8, b"")]


def execute(newsroom, statement: str) -> None:
    with (
        closing(connect(newsroom.role_url("owner"))) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
