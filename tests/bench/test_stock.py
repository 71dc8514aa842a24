"""The stock: what is copied in the database stands in the same tables as what the real load has put there."""

from contextlib import closing

from bench import stock as stocks
from bench.measure import sources
from newsfold.config.sources import Settings
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import connect

LOADED, COPIED = 12, 30
#: Rows for each text or article that are worked out from the text, and found by nobody who only reads.
LEFT_OUT = {
    "change",
    "content_crossing",
    "content_mark",
    "date_candidate",
    "novelty",
    "sentence_posting",
    "search_name",
    "search_word",
}
ROWS = """
select relname::text as name
from pg_class
where relnamespace = 'news'::regnamespace
  and relkind in ('r', 'p')
  and not relispartition
"""


def test_copied_articles_have_all_that_loaded_ones_have(database_url: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(stocks, "STOCK_TEXTS", LOADED)
    with closing(connect(database_url)) as connection, connection.cursor() as cursor:
        work = Workspace(
            connection, RawStore(tmp_path / "raw"), Settings(), sources(tmp_path / "inbox"), tmp_path
        )
        stock = stocks.Stock(1)
        stock.grow(work, database_url, LOADED)
        before = rows(cursor)
        connection.rollback()
        stock.grow(work, database_url, LOADED + COPIED)
        after = rows(cursor)
    of_each = {name for name, count in before.items() if count >= LOADED} - LEFT_OUT
    assert {"article", "version", "content", "sentence_text", "search_document"} <= of_each
    short = {name for name in of_each if after[name] * LOADED < before[name] * (LOADED + COPIED)}
    assert short == set()


def rows(cursor) -> dict[str, int]:
    """How many stand in each table of articles."""
    cursor.execute(ROWS)
    counts = {}
    for row in cursor.fetchall():
        cursor.execute(f"select count(*) as rows from news.{row.name}")
        counts[row.name] = cursor.fetchone().rows
    return counts
