"""An incident opens when it is seen, keeps its history, and is over when it is no longer so."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsfold.config.sources import Source
from newsfold.operate import alerts, incidents, metrics, operating
from newsfold.operate.alerts import News
from newsfold.operate.conditions import conditions_of, made
from newsfold.store import expectations
from newsfold.store import incidents as rows
from newsfold.store.connection import Connection, connect
from tests.operate.test_conditions import facts

NOW = datetime(2026, 3, 4, 6, 0, tzinfo=UTC)
SOURCES = {"wire": Source("wire", "inbox/wire", name="Wire")}


@pytest.fixture
def connection(role_url) -> Iterator[Connection]:
    """The loader's connection."""
    with closing(connect(role_url("loader"))) as opened:
        yield opened


@pytest.fixture
def operator(role_url) -> Iterator[Connection]:
    """The operator's connection."""
    with closing(connect(role_url("operator"))) as opened:
        yield opened


def do(connection: Connection, statement: str) -> list:
    with connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def failed_run(connection: Connection, key: str = "airflow:news_ingest:a", state: str = "failed") -> int:
    """A run that failed an hour ago."""
    statement = f"""insert into ops.run (run_key, trigger, state, started_at, dry_run)
        values ('{key}', 'airflow', '{state}', timestamptz '{NOW - timedelta(hours=1)}', false) returning run_id"""
    return do(connection, statement)[0].run_id


def look(connection: Connection, after: timedelta = timedelta()) -> list[str]:
    """What happened, as `news_watch` sees it."""
    return [each.what for each in incidents.refresh(connection, SOURCES, NOW + after)]


def titles(connection: Connection) -> list[tuple[str, str]]:
    return [(each.kind, each.level) for each in incidents.present(connection, SOURCES, NOW)]


def test_a_failed_run_opens_one_that_stays_until_it_comes_to_its_end(connection):
    run_id = failed_run(connection)
    assert titles(connection) == [("run_failed", "bad")]
    assert incidents.present(connection, SOURCES, NOW)[0].incident_id is None
    assert look(connection) == ["opened"]
    assert look(connection, timedelta(minutes=15)) == []
    failed_run(connection, "airflow:news_ingest:b", "published")
    assert look(connection, timedelta(minutes=30)) == ["better"]
    assert look(connection, timedelta(days=20)) == ["opened"]  # that no run has begun
    assert ("run_failed", "watch") in titles(connection)
    do(connection, f"update ops.run set state = 'published' where run_id = {run_id} returning 1")
    assert look(connection, timedelta(days=20, hours=1)) == ["ended"]
    (row,) = [each for each in rows.past(connection, 10) if each.run_id == run_id]
    assert [each.what for each in rows.events(connection, row.incident_id)] == ["opened", "better", "ended"]
    assert row.since == NOW - timedelta(hours=1)


def test_what_somebody_resolved_is_gone_until_it_gets_worse(connection, operator):
    run_id = failed_run(connection)
    failed_run(connection, "airflow:news_ingest:b", "published")
    look(connection)
    (found,) = incidents.present(connection, SOURCES, NOW)
    with operator:
        assert rows.act(operator, found.incident_id, "resolved", by="ada", now=NOW, detail="known")
        assert not rows.act(operator, found.incident_id, "resolved", by="bo", now=NOW)
    assert titles(connection) == []
    assert look(connection, timedelta(minutes=15)) == []
    do(connection, "update ops.run set state = 'failed' where run_key = 'airflow:news_ingest:b' returning 1")
    assert titles(connection) == [("run_failed", "bad"), ("run_failed", "bad")]
    assert sorted(look(connection, timedelta(minutes=30))) == ["opened", "worse"]
    assert rows.one(connection, found.incident_id).resolved_at is None
    assert rows.one(connection, found.incident_id).run_id == run_id


def test_what_somebody_does_is_kept_with_who_and_what(connection, operator):
    failed_run(connection)
    look(connection)
    (found,) = incidents.present(connection, SOURCES, NOW)
    with operator:
        for what, detail in (("owned", "ada"), ("noted", "rang them"), ("silenced", None)):
            until = NOW + timedelta(hours=2)
            assert rows.act(operator, found.incident_id, what, by="ada", now=NOW, detail=detail, until=until)
        assert not rows.act(operator, 999, "owned", by="ada", now=NOW)
    (found,) = incidents.present(connection, SOURCES, NOW)
    assert (found.owner, found.note, found.is_loud) == ("ada", "rang them", False)
    assert incidents.present(connection, SOURCES, NOW + timedelta(hours=3))[0].is_loud
    events = rows.events(connection, found.incident_id)
    assert [(each.what, each.by) for each in events[1:]] == [
        ("owned", "ada"), ("noted", "ada"), ("silenced", "ada"),
    ]  # fmt: skip
    assert events[-1].detail == "2026-03-04 08:00 UTC"


def test_an_incident_is_its_sources_owners_until_somebody_else_takes_it(connection, operator):
    do(
        connection,
        "insert into news.source (slug, name, created_at) values ('wire', 'Wire', now()) returning 1",
    )
    do(
        connection,
        "insert into ops.source_state (source_id, paused_at, paused_by) select source_id, now(), 'ada' from news.source"
        " returning 1",
    )
    owned = {"wire": Source("wire", "inbox/wire", name="Wire", owner="the night desk")}
    (new,) = incidents.present(connection, owned, NOW)  # not kept yet
    assert new.owner == "the night desk"
    incidents.refresh(connection, owned, NOW)
    (found,) = incidents.present(connection, owned, NOW)
    assert found.owner == "the night desk"
    draft = alerts.Draft()
    alerts.add_incidents(draft, News([found]))
    assert any(line.endswith("(the night desk looks after it)") for line in draft.lines)
    with operator:
        assert rows.act(operator, found.incident_id, "owned", by="ada", now=NOW, detail="ada")
    incidents.refresh(connection, owned, NOW + timedelta(minutes=15))
    (found,) = incidents.present(connection, owned, NOW)
    assert found.owner == "ada"


def test_where_the_sources_cant_be_read_theirs_stay_as_they_were(connection):
    do(
        connection,
        "insert into news.source (slug, name, created_at) values ('wire', 'Wire', now()) returning 1",
    )
    do(
        connection,
        "insert into ops.source_state (source_id, paused_at, paused_by) select source_id, now(), 'ada' from news.source"
        " returning 1",
    )
    assert look(connection) == ["opened"]
    unread = incidents.refresh(connection, "line 3: no such key", NOW + timedelta(minutes=15))
    assert [each.detail for each in unread] == ["dags/sources.toml can't be read: line 3: no such key"]
    shown = incidents.present(connection, "line 3: no such key", NOW)
    assert [each.kind for each in shown] == ["configuration", "paused"]
    assert look(connection, timedelta(minutes=30)) == ["ended"]


def test_a_message_tells_what_is_new_and_what_is_over_once(connection):
    run_id = failed_run(connection)
    news, message = operating.overdue_message(connection, SOURCES, NOW)
    assert message is None  # its own run tells of it within the hour
    assert metrics.incident_metrics(news.open)[-1].value == 1
    news, message = operating.overdue_message(connection, SOURCES, NOW + timedelta(hours=2))
    assert message.title.startswith(f"Newsfold: Run {run_id} of 2026-03-04 05:00 UTC has failed.")
    assert "new, bad: Run" in message.body
    operating.note_told(connection, message, NOW + timedelta(hours=2))
    assert operating.overdue_message(connection, SOURCES, NOW + timedelta(hours=3))[1] is None
    do(connection, "update ops.run set state = 'published' returning 1")
    news = operating.news_of(connection, SOURCES, NOW + timedelta(hours=3))
    assert [each.run_id for each in news.over] == [run_id]
    draft = alerts.Draft()
    told = alerts.add_incidents(draft, news)
    assert "Incidents that are over:" in draft.lines
    operating.note_told(connection, alerts.Message("", "", False, told), NOW + timedelta(hours=3))
    assert operating.news_of(connection, SOURCES, NOW + timedelta(hours=4)).over == []


@pytest.mark.parametrize("silenced", ["'wire', null", "null, 'no_article'"])
def test_a_silenced_source_or_reason_silences_its_incidents(connection, silenced):
    refusals = {
        "slug": "wire", "name": "Wire", "records": 2, "reasons": ["no_article"], "refused_files": 0, "refused_since": None,
        "last_good_at": None,
    }  # fmt: skip
    do(
        connection,
        "insert into ops.decision (verdict, slug, reason_code, expires_at, decided_by, decided_at) values"
        f" ('silence', {silenced}, timestamptz '{NOW + timedelta(hours=1)}', 'ada', now()) returning 1",
    )
    (condition,) = conditions_of(facts(refusals=[refusals]), NOW)
    silences = {(row.slug, row.reason_code): row.expires_at for row in expectations.silences(connection, NOW)}
    assert not incidents.joined(condition, None, silences, NOW).is_loud
    assert incidents.joined(condition, None, silences, NOW + timedelta(hours=2)).is_loud


def test_a_silenced_one_is_listed_and_no_reason_for_a_message():
    quiet = incidents.Incident("bad", "silent", "Wire is silent", "", NOW, 1, silenced_until=NOW)
    assert alerts.incidents_message(News([quiet])) is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seen=st.lists(
        st.dictionaries(st.integers(1, 4), st.sampled_from(["bad", "watch"])), min_size=1, max_size=6
    )
)
def test_whatever_is_seen_in_whatever_order_what_is_open_is_what_was_seen_last(connection, seen):
    for step, now in enumerate(seen):
        conditions = [
            asdict(made("silent", f"s{key}", "is silent", level=level, slug=f"s{key}"))
            for key, level in now.items()
        ]
        with connection:
            rows.note(connection, conditions, ["silent"], now=NOW + timedelta(minutes=step))
        with connection:
            held = {each.key: each.level for each in rows.current(connection)}
        assert held == {f"silent:s{key}": level for key, level in now.items()}
    begun_and_over = do(
        connection,
        "select count(*) filter (where what = 'opened') - count(*) filter (where what = 'ended') as open"
        " from ops.incident_event",
    )
    assert begun_and_over[0].open == len(seen[-1])
