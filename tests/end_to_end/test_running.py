"""One run from its beginning to its end: what follows it, what may be left out, and what is left of one that breaks off."""

import threading
from contextlib import closing

import pytest

from newsfold.pipeline import deciding, replay_choices, replaying, running, steps
from newsfold.store import decisions, loading, reports
from newsfold.store.connection import connect, transaction

TEXT = """The bridge at {place} opens

{place}, Sep 26 (MNA) The rebuilt bridge over the {place} opened to traffic on Friday, the road company said.

Marta Vilela, the engineer in charge, said {n} crews had worked on the piers of {place} since March.
"""
OTHER = """Sardine season ends early

Peniche, Sep 25 (MNA) The sardine fleet of Peniche tied up after its quota of 900 tonnes ran out, skipper Rui Paz said.

Canneries in the town expect 40 lorries of frozen fish from Galicia to keep their lines busy until spring.
"""
MARTS = "select coalesce(max(load_number), 0) as load_number from ops.mart_refresh"
#: Advisory locks of this database.
HELD = """
select count(*) as n from pg_locks join pg_database on oid = database
where locktype = 'advisory' and granted and datname = current_database()
"""
LOADS = "select coalesce(max(load_number), 0) as load_number from ops.run"


class Broken(Exception):
    pass


@pytest.fixture
def wires(newsroom):
    """Two articles that nothing has counted yet."""
    newsroom.source("mna", language="en")
    newsroom.deliver("mna", "1.txt", TEXT.format(place="Setubal", n=14))
    newsroom.deliver("mna", "2.txt", OTHER)
    newsroom.run()
    return newsroom


def run(newsroom, key: str, take_in=None, **how) -> dict:
    with newsroom.workspace() as work:
        taken = take_in or (lambda run_id: steps.fetch(work, run_id, [], [], steps.utc_now()))
        return running.run(work, key, "command", taken, processes=0, **how)


def wait_for_a_fold(newsroom) -> None:
    """A decision that waits, as the review page writes it."""
    one, other = [row.article_id for row in newsroom.query("select article_id from news.article order by 1")]
    with newsroom.workspace() as work, work.connection:
        decisions.insert_pair(
            work.connection, "same", (one, other), decided_by="ana", note=None, now=steps.utc_now()
        )


def status(newsroom) -> dict:
    with newsroom.workspace() as work:
        return reports.status(work.connection)


def test_decisions_that_wait_are_obeyed_and_marts_brought_up_to_date_whatever_the_run_is_for(wires):
    wait_for_a_fold(wires)
    assert len(wires.stories()) == 2
    with wires.workspace() as work:
        choice = replay_choices.choice_of({"first_day": f"{steps.utc_now():%Y-%m-%d}"})
        report = run(wires, "again", lambda run_id: replaying.assign(work, run_id, choice))
    assert (report["state"], report["totals"]["unchanged"]) == ("published", 2)
    assert len(wires.stories()) == 1
    assert wires.query(MARTS) == wires.query(LOADS)


def test_what_follows_is_left_out_by_name_and_after_a_dry_run(wires):
    wait_for_a_fold(wires)
    before = wires.query(MARTS)
    run(wires, "bare", checked=False, decisions=False, counted=False)
    assert run(wires, "dry", dry_run=True)["state"] == "rehearsed"
    assert (len(wires.stories()), wires.query(MARTS)) == (2, before)
    assert not wires.query(
        "select 1 from ops.check_result join ops.run using (run_id) where run_key <> 'bare' and dry_run"
    )
    assert not wires.query(
        "select 1 from ops.check_result join ops.run using (run_id) where run_key = 'bare'"
    )


def test_a_run_that_breaks_off_has_failed_and_status_counts_it_until_one_is_published(wires):
    def breaks(run_id: int):
        raise Broken

    assert status(wires)["failed_runs"] == 0
    with pytest.raises(Broken):
        run(wires, "broken", breaks)
    assert wires.query(
        "select state, finished_at is not null as ended from ops.run where run_key = 'broken'"
    ) == [("failed", True)]
    assert status(wires)["failed_runs"] == 1
    # What is no run of the pipeline says nothing of whether it works again.
    wait_for_a_fold(wires)
    with wires.workspace() as work:
        deciding.apply_waiting(work, steps.utc_now())
    assert status(wires)["failed_runs"] == 1
    run(wires, "mended")
    assert status(wires)["failed_runs"] == 0


def test_a_run_that_nobody_was_left_to_call_failed_is_counted_after_a_day(wires):
    with wires.workspace() as work:
        steps.begin(work, "killed", "command", None, dry_run=False)
        assert status(wires)["failed_runs"] == 0
    wires.query(
        "update ops.run set started_at = now() - interval '25 hours' where run_key = 'killed' returning 1"
    )
    assert status(wires)["failed_runs"] == 1


def test_a_run_that_came_to_its_end_stays_published_whatever_breaks_behind_it(wires, monkeypatch):
    def breaks(*told: object):
        raise Broken

    monkeypatch.setattr(running, "count", breaks)
    with pytest.raises(Broken):
        run(wires, "counted badly")
    assert wires.query("select state from ops.run where run_key = 'counted badly'") == [("published",)]


def test_no_report_is_made_while_other_loads_wait(wires, monkeypatch):
    """Only a rehearsal has to, since nothing is left of it afterwards."""
    made = []
    real = reports.run_report

    def noted(connection, run_id):
        with closing(connect(wires.role_url("owner"))) as other, other, other.cursor() as cursor:
            cursor.execute(HELD)
            made.append(cursor.fetchone().n)
        return real(connection, run_id)

    monkeypatch.setattr(reports, "run_report", noted)
    wires.deliver("mna", "3.txt", TEXT.format(place="Sagres", n=3))
    run(wires, "real")
    assert made == [0]
    run(wires, "dry", dry_run=True)
    assert made[1] > 0


def test_a_transaction_commits_or_is_undone_and_takes_its_lock_with_it(wires):
    with wires.workspace() as work:
        connection = work.connection

        def renamed(name: str, **how) -> list:
            with transaction(connection, **how), connection.cursor() as cursor:
                cursor.execute("update news.source set name = %s", (name,))
                if name == "raises":
                    raise Broken
            return wires.query("select name from news.source")

        assert renamed("kept", lock=loading.lock_loads) == [("kept",)]
        assert renamed("undone", lock=loading.lock_loads, undo=True) == [("kept",)]
        with pytest.raises(Broken):
            renamed("raises", lock=loading.lock_loads)
        assert wires.query("select name from news.source") == [("kept",)]
        with transaction(connection, lock=loading.lock_loads):
            waits = threading.Thread(target=run, args=(wires, "beside"))
            waits.start()
            assert wires.query("select state from ops.run where run_key = 'beside'") in ([], [("started",)])
        waits.join()
    assert wires.query("select state from ops.run where run_key = 'beside'") == [("published",)]
