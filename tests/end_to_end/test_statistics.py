"""After a load that made the stock much larger the planner knows it, without the upkeep."""

import pytest

from newsfold.store import loading

PARENTS = ("content", "version", "version_agency", "date_candidate", "search_document")
KNOWN = "select reltuples::bigint as rows from pg_class where oid = 'news.version'::regclass"


def deliver(newsroom, first: int, last: int) -> None:
    for n in range(first, last):
        newsroom.deliver(
            "wire",
            f"{n}.txt",
            f"Boat {n}\n\nLisbon, Sep 26, 2025 (MNA) - Boat number {n} of {n}77 came in.\n",
        )


@pytest.fixture
def wire(newsroom, monkeypatch):
    monkeypatch.setattr(loading, "LEAST_ANALYZED", 8)
    newsroom.source("wire")
    return newsroom


def test_a_load_brings_the_statistics_of_the_partitioned_tables_up_to_date(wire):
    deliver(wire, 0, 10)
    wire.run()
    unknown = wire.query(
        "select relname from pg_class where relnamespace = 'news'::regnamespace and relkind = 'p' and reltuples < 0"
    )
    assert [row.relname for row in unknown if row.relname in PARENTS] == []
    inherited = wire.query(
        "select 1 from pg_stats where schemaname = 'news' and tablename = 'version' and inherited"
    )
    assert inherited
    assert wire.query(KNOWN)[0].rows == 10


def test_small_loads_after_it_do_not_pay_for_it(wire):
    deliver(wire, 0, 10)
    wire.run()
    deliver(wire, 10, 12)
    wire.run()
    assert wire.query(KNOWN)[0].rows == 10
    deliver(wire, 12, 16)
    wire.run()
    assert wire.query(KNOWN)[0].rows == 16


def test_a_small_stock_is_left_alone(newsroom):
    newsroom.source("wire")
    deliver(newsroom, 0, 3)
    newsroom.run()
    assert newsroom.query(KNOWN)[0].rows == -1
