"""The marts: what they count, that small refreshes give what a full one gives, and that nobody waits for one."""

import json
import re
import threading
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg2.errors
import pytest

from newsfold.analytics import marts
from newsfold.pipeline import deciding, steps
from newsfold.store.connection import connect
from newsfold.upkeep import refolding

BRIDGE = (
    "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March. "
    "The toll stays at 3.20 euros for cars, and buses of the Setubal line cross free until December."
)
SARDINES = (
    "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "Joao Abrantes, who runs the auction, called it the best September in eleven years. "
    "Prices fell to 1.10 euros a kilo, and two canneries took on 60 workers."
)
TRAMS = (
    "Vienna ordered 64 low-floor trams from the works at Graz, deputy mayor Eva Lindner said in the Rathaus. "
    "The first will run on line 18 in spring, and the oldest cars go to a museum in Mariazell. "
    "The order is worth 212 million euros, with an option for 30 more vehicles."
)
TABLES = (
    "article",
    "story",
    "volume",
    "carriage",
    "correction",
    "date_quality",
    "story_term",
    "term_day",
    "rising_term",
)


def item(uri: str, body: str, published: str = "2025-09-26T06:00:00Z", **fields: object) -> str:
    """One ninjs item."""
    values = {
        "uri": uri,
        "type": "text",
        "firstcreated": published,
        "versioncreated": published,
        "headline": "A headline",
        "language": "en",
        "body_text": body,
        **fields,
    }
    return json.dumps(values)


def refresh(newsroom, *, full: bool = False) -> marts.Refreshed:
    with newsroom.workspace() as work:
        return marts.refresh(work.connection, now=steps.utc_now(), full=full)


def held(newsroom) -> dict[str, list[str]]:
    """All rows of the marts, and what the view of the places shows."""
    rows = {
        name: [
            row.line for row in newsroom.query(f"select m::text as line from marts.{name} as m order by 1")
        ]
        for name in TABLES
    }
    view = newsroom.query("select p::text as line from analytics.places as p order by 1")
    return {**rows, "places": [row.line for row in view]}


def assert_as_rebuilt(newsroom) -> None:
    """The marts are what a full refresh makes, and agree with the live views."""
    small = held(newsroom)
    assert refresh(newsroom, full=True).kind == "full"
    rebuilt = held(newsroom)
    for name, rows in rebuilt.items():
        assert small[name] == rows, name
    columns = "story_id, article_count, source_count, copies, near_copies, rewrites, first_published_on, last_published_on"
    live = newsroom.query(
        f"select {columns}, representative_article_id as article_id, headline from analytics.stories order by story_id"
    )
    shown = newsroom.query(
        f"select {columns}, article_id, headline from analytics.unique_articles order by story_id"
    )
    assert [tuple(row) for row in shown] == [tuple(row) for row in live]
    (total,) = newsroom.query(
        "select (select count(*) from analytics.articles) as articles,"
        " (select coalesce(sum(articles), 0) from analytics.daily_volume where grain = 'day') as counted,"
        " (select count(*) from analytics.stories) as stories,"
        " (select coalesce(sum(first_reports), 0) from analytics.daily_volume where grain = 'source') as reports"
    )
    assert (total.counted, total.reports) == (total.articles, total.stories)


@pytest.fixture
def wires(newsroom, once):
    """Three sources: the bridge in two of them, the sardines in one."""

    def fill() -> None:
        for slug in ("alpha", "beta", "gamma"):
            newsroom.source(slug)
        newsroom.deliver("alpha", "1.json", item("urn:a:1", BRIDGE, headline="Bridge opens"))
        newsroom.deliver(
            "beta", "1.json", item("urn:b:1", BRIDGE + " A ceremony is planned.", "2025-09-26T09:30:00Z")
        )
        newsroom.deliver("alpha", "2.json", item("urn:a:2", SARDINES, "2025-09-27T06:00:00Z"))
        newsroom.run()

    once(fill)
    return newsroom


def test_one_row_a_story_however_often_it_was_carried(wires):
    refresh(wires)
    rows = wires.query(
        "select uri, source, article_count, source_count, sources, body, day::text from analytics.unique_articles order by uri"
    )
    assert [tuple(row) for row in rows] == [
        ("urn:a:1", "alpha", 2, 2, ["alpha", "beta"], BRIDGE, "2025-09-26"),
        ("urn:a:2", "alpha", 1, 1, ["alpha"], SARDINES, "2025-09-27"),
    ]


def test_reprints_raise_the_echo_and_not_the_reports(wires):
    refresh(wires)
    rows = wires.query(
        "select day::text, articles, stories, first_reports, echo_factor::float from analytics.daily_volume"
        " where grain = 'day' order by day"
    )
    assert [tuple(row) for row in rows] == [("2025-09-26", 2, 1, 1, 2.0), ("2025-09-27", 1, 1, 1, 1.0)]
    rows = wires.query(
        "select source, articles, stories, first_reports from analytics.daily_volume"
        " where grain = 'source' and day = '2025-09-26' order by source"
    )
    assert [tuple(row) for row in rows] == [("alpha", 1, 1, 1), ("beta", 1, 1, 0)]


def test_each_grain_adds_up_to_the_days_articles(wires):
    refresh(wires)
    rows = wires.query(
        "select grain, sum(articles)::int as articles, sum(first_reports)::int as reports"
        " from analytics.daily_volume group by grain"
    )
    grains = {"day", "source", "language", "country", "place", "agency", "source_language"}
    assert {row.grain: (row.articles, row.reports) for row in rows} == dict.fromkeys(grains, (3, 2))


def test_who_had_it_first_and_how_long_the_others_took(wires):
    refresh(wires)
    (spread,) = wires.query("select * from analytics.story_spread where source_count > 1")
    assert (spread.first_source, spread.is_first_certain, spread.days) == ("alpha", True, 1)
    assert (spread.minutes_to_second_source, spread.minutes_to_last_source) == (210, 210)
    rows = wires.query("select * from analytics.carriage order by period")
    assert [(r.period, str(r.period_start)) for r in rows] == [("day", "2025-09-26"), ("month", "2025-09-01")]
    for row in rows:
        assert (row.origin_source, row.source, row.articles, row.timed_articles) == ("alpha", "beta", 1, 1)
        assert (row.origin_agency, row.median_minutes, row.median_days) == (None, 210.0, 0.0)


def test_without_instants_the_first_of_a_day_is_not_certain(newsroom):
    for slug in ("alpha", "beta"):
        newsroom.source(slug)
        newsroom.deliver(slug, "1.txt", f"Bridge\n\nSetubal, Sep 26, 2025 (MNA) {BRIDGE}\n")
    newsroom.run()
    refresh(newsroom)
    (spread,) = newsroom.query("select * from analytics.story_spread")
    assert (spread.source_count, spread.is_first_certain, spread.minutes_to_second_source) == (2, False, None)


def test_an_agencys_text_counts_as_carried_even_where_only_one_source_has_it(newsroom):
    newsroom.source("alpha")
    newsroom.deliver("alpha", "1.txt", f"Trams\n\nVienna, Sep 26, 2025 (Reuters) - {TRAMS}\n")
    newsroom.run()
    refresh(newsroom)
    (row,) = newsroom.query("select * from analytics.carriage where period = 'day'")
    assert (row.origin_agency, row.source, row.articles, row.median_minutes) == ("Reuters", "alpha", 1, None)


def test_a_correction_shows_the_headlines_and_how_many_words_changed(wires):
    refresh(wires)
    changed = SARDINES.replace("310 tonnes", "130 tonnes") + " Correction."
    wires.deliver(
        "alpha",
        "3.json",
        item("urn:a:2", changed, "2025-09-27T06:00:00Z", headline="Corrected headline", version="2"),
    )
    wires.run()
    refresh(wires)
    (row,) = wires.query("select * from analytics.corrections")
    assert (row.uri, row.version, row.is_current) == ("urn:a:2", 2, True)
    assert (row.headline_before, row.headline_after) == ("A headline", "Corrected headline")
    assert (row.words_added, row.words_removed) == (2, 1)
    assert {"body", "headline"} <= set(row.fields)
    assert "published_on" not in row.fields
    assert_as_rebuilt(wires)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("One two three.\n\nFour five.", "One two three.\n\nFour six."),
        ("One two.\nThree four.", "One two. Three four."),
        ("He said “no”.\n\n“Never” – he left.", "He said no. Never, he left then."),
        ("議会は橋を承認した。工事は四月に始まる。", "議会は橋を承認した。工事は五月に始まる。"),
        ("시의회는 다리를 승인했다.\n공사는 4월에 시작된다.", "시의회는 다리를 승인했다.\n공사는 5월에 시작된다."),
        ("The toll is 3.20 euros,\tnot 3.50.", "The toll is 3.50 euros, not 3.50."),
    ],
)  # fmt: skip
def test_words_that_changed_are_counted_whatever_stands_between_them(newsroom, before, after):
    """Counted again in Python: words without the marks around them, and each character of scripts without spaces."""
    newsroom.source("alpha")
    for number, body in enumerate((before, after), 1):
        newsroom.deliver("alpha", f"{number}.json", item("urn:a:1", body, version=str(number)))
        newsroom.run()
    refresh(newsroom)
    counts = [
        Counter(filter(None, re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W_](?:\S*[^\W_])?", text.lower())))
        for text in (before, after)
    ]
    added, removed = counts[1] - counts[0], counts[0] - counts[1]
    rows = newsroom.query("select words_added, words_removed from analytics.corrections")
    assert [tuple(row) for row in rows] in ([(added.total(), removed.total())], [])
    # The same words with other marks and spaces between them are the same text.
    assert rows or not added + removed


def test_date_quality_tells_instants_days_and_inferred_years(newsroom):
    newsroom.source("alpha")
    newsroom.deliver("alpha", "1.json", item("urn:a:1", BRIDGE))
    newsroom.deliver("alpha", "2.txt", f"Sardines\n\nPeniche, Sep 26 (MNA) {SARDINES}\n")
    newsroom.run()
    refresh(newsroom)
    rows = newsroom.query("select * from analytics.date_quality order by day")
    assert sum(row.articles for row in rows) == 2
    assert sum(row.instant for row in rows) == 1
    assert sum(row.articles * row.inferred_share for row in rows) == 1
    assert sum(row.undated for row in rows) == 0


def test_places_have_coordinates_and_unknown_ones_stay(newsroom):
    newsroom.source("alpha")
    newsroom.deliver("alpha", "1.txt", f"Trams\n\nVienna, Sep 26, 2025 (Reuters) - {TRAMS}\n")
    newsroom.run()
    refresh(newsroom)
    (row,) = newsroom.query("select * from analytics.places")
    assert (row.place, row.country, row.articles, row.stories) == ("Vienna", "AT", 1, 1)
    assert abs(row.latitude - 48.2) < 0.2
    assert abs(row.longitude - 16.4) < 0.2


def test_a_term_rises_by_stories_not_by_reprints(newsroom):
    for slug in ("alpha", "beta", "gamma"):
        newsroom.source(slug)
    quiet = "Council {n} of the town met on its usual day and spoke of roof number {n}7 of the old school at length."
    for n in range(12):
        day = f"2025-09-{20 + n % 4}T06:00:00Z"
        newsroom.deliver("alpha", f"q{n}.json", item(f"urn:q:{n}", quiet.format(n=n) * 2, day))
    reports = (BRIDGE, SARDINES, TRAMS)
    for n, body in enumerate(reports):
        text = f"Nobody had foreseen that the tsunami would reach Almograve. {body}"
        newsroom.deliver("alpha", f"t{n}.json", item(f"urn:t:{n}", text, "2025-09-26T06:00:00Z"))
    echo = "Hardly anybody had seen Odeceixe in such a state before this week. " + BRIDGE.replace(
        "Sado", "Mira"
    )
    for slug in ("alpha", "beta", "gamma"):
        newsroom.deliver(slug, "echo.json", item(f"urn:echo:{slug}", echo, "2025-09-26T08:00:00Z"))
    newsroom.run()
    refresh(newsroom)
    rows = newsroom.query("select * from analytics.rising_terms where day = '2025-09-26'")
    found = {row.term: row for row in rows}
    assert found["Almograve"].kind == "name"
    assert found["tsunami"].kind == "word"
    assert found["Almograve"].stories == 3
    (past,) = newsroom.query(
        "select count(distinct day)::int as days from analytics.unique_articles where day < '2025-09-26'"
    )
    assert (float(found["Almograve"].expected), found["Almograve"].past_days) == (0.0, past.days)
    assert "Odeceixe" not in found
    assert_as_rebuilt(newsroom)


def test_a_source_that_usually_delivers_and_does_not_is_quiet(newsroom):
    for slug in ("alpha", "beta"):
        newsroom.source(slug)
    for week in range(4):
        day = (datetime(2025, 9, 5, 6, tzinfo=UTC) + timedelta(weeks=week)).isoformat()
        newsroom.deliver("alpha", f"{week}.json", item(f"urn:a:{week}", f"{SARDINES} {week}", day))
        for n in range(3 if week < 3 else 0):
            body = f"{TRAMS} Car {week}{n}."
            newsroom.deliver("beta", f"{week}-{n}.json", item(f"urn:b:{week}{n}", body, day))
    newsroom.run()
    refresh(newsroom)
    rows = newsroom.query("select * from analytics.source_activity where day = '2025-09-26' order by source")
    assert [(row.source, row.articles, row.usual_articles, row.is_quiet) for row in rows] == [
        ("alpha", 1, 1.0, False),
        ("beta", 0, 3.0, True),
    ]
    assert [(row.days_silent, row.weeks_compared) for row in rows] == [(0, 3), (7, 3)]


def test_small_refreshes_give_what_a_full_one_gives(wires):
    """Late files, corrections, kills by themselves and by others, an embargo, decisions, and a refold."""
    assert refresh(wires).kind == "full"
    assert refresh(wires).kind == "none"

    wires.deliver("gamma", "late.json", item("urn:g:1", BRIDGE, "2025-09-25T22:00:00Z"))
    wires.deliver("gamma", "new.json", item("urn:g:2", TRAMS, "2025-09-28T06:00:00Z"))
    wires.run()
    done = refresh(wires)
    assert (done.kind, done.articles, done.stories) == ("incremental", 2, 2)
    assert_as_rebuilt(wires)

    wires.deliver("gamma", "kill.json", item("urn:g:1", BRIDGE, "2025-09-25T22:00:00Z", pubstatus="canceled"))
    wires.run()
    assert refresh(wires).kind == "incremental"
    assert_as_rebuilt(wires)

    ids = {row.uri: row.article_id for row in wires.query("select uri, article_id from news.article")}
    with wires.workspace() as work:
        for verdict in ("different", "same"):
            deciding.decide(
                work,
                verdict,
                (ids["urn:a:1"], ids["urn:b:1"]),
                decided_by="ada",
                note=None,
                now=steps.utc_now(),
            )
            assert marts.refresh(work.connection, now=steps.utc_now()).kind == "incremental"
            assert_as_rebuilt(wires)
        deciding.decide(
            work,
            "same",
            (ids["urn:a:2"], ids["urn:g:2"]),
            decided_by="ada",
            note=None,
            now=steps.utc_now(),
        )
        refolding.refold(work, now=steps.utc_now())
    refresh(wires)
    assert_as_rebuilt(wires)


def test_what_is_hidden_later_is_gone_at_once_and_counted_out_by_the_next_refresh(wires):
    refresh(wires)
    wires.deliver("alpha", "k.json", item("urn:a:1", BRIDGE, headline="Bridge opens", pubstatus="canceled"))
    wires.run()
    uris = "select uri from analytics.unique_articles order by uri"
    assert [row.uri for row in wires.query(uris)] == ["urn:a:2"]
    refresh(wires)
    assert [row.uri for row in wires.query(uris)] == ["urn:a:2", "urn:b:1"]
    assert_as_rebuilt(wires)


def test_an_embargo_that_ends_without_a_run_shows_its_article_at_the_next_refresh(wires):
    ends = (steps.utc_now() + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
    wires.deliver("gamma", "e.json", item("urn:g:9", TRAMS, "2025-09-28T06:00:00Z", embargoed=ends))
    wires.run()
    refresh(wires)
    count = "select count(*)::int as n from analytics.unique_articles where uri = 'urn:g:9'"
    assert wires.query(count)[0].n == 0
    for table in ("version", "hidden"):
        wires.query(
            f"update news.{table} set embargoed = now() - interval '1 minute' where embargoed is not null returning 1"
        )
    done = refresh(wires)
    assert (done.kind, done.articles) == ("incremental", 1)
    assert wires.query(count)[0].n == 1
    assert_as_rebuilt(wires)


def test_articles_that_are_dropped_leave_no_row(wires):
    refresh(wires)
    wires.query(
        """
        create function pg_temp.drop_article(held_uri text) returns integer language plpgsql as $body$
        declare held bigint := (select article_id from news.article where uri = held_uri);
        begin
          delete from news.content_appearance where article_id = held;
          delete from news.membership where article_id = held;
          delete from news.version where article_id = held;
          delete from news.article where article_id = held;
          return held;
        end $body$;
        select pg_temp.drop_article('urn:a:2')
        """
    )
    assert refresh(wires).articles == 1
    assert wires.query("select count(*)::int as n from analytics.story_spread")[0].n == 1
    assert_as_rebuilt(wires)


def test_readers_do_not_wait_for_a_refresh(wires):
    refresh(wires)
    wires.deliver("gamma", "new.json", item("urn:g:2", TRAMS, "2025-09-26T06:00:00Z"))
    wires.run()
    count = (
        "select count(*)::int as n from analytics.daily_volume where day = '2025-09-26' and grain = 'source'"
    )
    with closing(connect(wires.role_url("analyst"))) as reader, reader.cursor() as cursor:
        cursor.execute("set lock_timeout = '5s'")
        reader.commit()
        with wires.workspace() as work:
            watch = marts.marts.Stopwatch()
            with marts.marts.refreshing(work.connection):
                marts.marts.touch(work.connection, None)
                marts.marts.refresh_facts(work.connection, watch, full=True)
                marts.marts.refresh_counts(work.connection, watch)
                cursor.execute(count)
                assert cursor.fetchone().n == 2
                cursor.execute("select count(*)::int as n from analytics.unique_articles")
                assert cursor.fetchone().n == 2
                reader.commit()
        cursor.execute(count)
        assert cursor.fetchone().n == 3


def test_two_refreshes_at_the_same_time_end_as_one(wires):
    refresh(wires)
    wires.deliver("gamma", "new.json", item("urn:g:2", TRAMS, "2025-09-28T06:00:00Z"))
    wires.run()
    found: list[marts.Refreshed] = []
    threads = [threading.Thread(target=lambda: found.append(refresh(wires))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done.kind for done in found) == ["incremental", "none", "none"]
    assert wires.query("select count(*)::int as n from ops.mart_refresh")[0].n == 2
    assert_as_rebuilt(wires)


def test_a_refresh_that_fails_leaves_what_was_there(wires):
    refresh(wires)
    before = held(wires)
    wires.deliver("gamma", "new.json", item("urn:g:2", TRAMS, "2025-09-28T06:00:00Z"))
    wires.run()
    wires.query("alter table marts.carriage add constraint never check (articles < 0) not valid; select 1")
    with pytest.raises(psycopg2.errors.CheckViolation):
        refresh(wires)
    assert held(wires) == before
    assert not wires.query("select is_current from analytics.mart_freshness")[0].is_current
    wires.query("alter table marts.carriage drop constraint never; select 1")
    assert refresh(wires).kind == "incremental"
    assert wires.query("select is_current from analytics.mart_freshness")[0].is_current
    assert_as_rebuilt(wires)


def test_other_rules_build_all_anew(wires, monkeypatch):
    refresh(wires)
    monkeypatch.setattr(marts, "DEFINITION", "another")
    assert refresh(wires).kind == "full"
    assert refresh(wires).kind == "none"


MARTS = (
    "unique_articles", "story_spread", "daily_volume", "carriage", "corrections", "date_quality", "rising_terms", "places",
    "source_activity", "mart_freshness",
)  # fmt: skip


@pytest.mark.parametrize("view", MARTS)
def test_the_analyst_reads_the_views_of_the_marts(role_url, view):
    with closing(connect(role_url("analyst"))) as connection, connection.cursor() as cursor:
        cursor.execute(f"select count(*)::int as n from analytics.{view}")
        assert cursor.fetchone().n == (1 if view == "mart_freshness" else 0)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from marts.story",
        "select * from marts.touched_article",
        "select * from ops.mart_refresh",
        "delete from analytics.daily_volume",
        "select ops.analyze_marts()",
        "select ops.analyze_touched()",
    ],
)
def test_the_analyst_neither_reads_nor_writes_what_is_below_them(role_url, statement):
    with closing(connect(role_url("analyst"))) as connection, connection.cursor() as cursor:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute(statement)


def test_every_mart_and_each_of_its_columns_has_a_comment(newsroom):
    rows = newsroom.query(
        """
        select c.relname || coalesce('.' || a.attname, '') as what
        from pg_class as c
        join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = 'marts'::regnamespace and c.relkind in ('r', 'v', 'p')
          and (col_description(c.oid, a.attnum) is null or obj_description(c.oid, 'pg_class') is null)
        """
    )
    assert rows == []


def test_a_refresh_leaves_nothing_of_its_own_behind(wires):
    refresh(wires)
    for name in ("touched_article", "touched_story", "touched_day", "touched_report_day", "hidden_now"):
        assert wires.query(f"select count(*)::int as n from marts.{name}")[0].n == 0, name
