"""What each source delivered in each run, as the steps note it."""

from dataclasses import replace
from datetime import UTC, datetime

from newsfold.config.sources import Settings
from newsfold.operate import operating
from newsfold.operate.alerts import Links
from newsfold.pipeline import steps
from newsfold.pipeline.days import news_day
from newsfold.store import expectations

GOOD = """Ferry number {number} resumes

Lisbon, Sep 26 (MNA) Ferry company Transtejo said on Friday that {number} boats had returned to service.

Engineer Marta Vilela told reporters in Cacilhas that {number} crew members had voted for the new contract.
"""


def delivered(newsroom) -> list[tuple]:
    rows = newsroom.query(
        "select run_id, slug, is_asked, failure_class, files, records, quarantined from ops.run_source"
        " join news.source using (source_id) order by run_id, slug"
    )
    return [tuple(row) for row in rows]


def test_each_file_is_counted_in_the_first_run_that_holds_it_and_a_rehearsal_holds_none(newsroom):
    newsroom.source("mna")
    newsroom.source("gone")
    (newsroom.root / "inbox" / "gone").rmdir()
    newsroom.deliver("mna", "a.txt", GOOD.format(number=11))
    newsroom.deliver("mna", "broken.txt", b"")
    newsroom.run(dry_run=True)
    newsroom.run()
    newsroom.deliver("mna", "b.txt", GOOD.format(number=12))
    newsroom.run()
    newsroom.reread()
    assert delivered(newsroom) == [
        (1, "gone", True, "gone", 0, None, None),
        (1, "mna", True, None, 2, None, None),
        (2, "gone", True, "gone", 0, None, None),
        (2, "mna", True, None, 2, 2, 1),
        (3, "gone", True, "gone", 0, None, None),
        (3, "mna", True, None, 1, 1, 0),
    ]


def test_a_paused_source_was_not_asked(newsroom):
    newsroom.source("mna")
    newsroom.source("paper")
    newsroom.run()
    newsroom.query(
        "insert into ops.source_state (source_id, paused_at, paused_by, pause_reason)"
        " select source_id, now(), 'Ada', 'a strike' from news.source where slug = 'paper'"
        " on conflict (source_id) do update set paused_at = now(), paused_by = 'Ada', pause_reason = 'a strike'"
        " returning 1"
    )
    newsroom.run()
    assert [row[:4] for row in delivered(newsroom)[2:]] == [
        (2, "mna", True, None),
        (2, "paper", False, "paused"),
    ]


def test_a_run_on_a_public_holiday_of_a_sources_country_is_noted(newsroom):
    newsroom.source("mna", country="DE")
    now = datetime(2025, 12, 25, 6, tzinfo=UTC)
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "a test", "airflow", now.date(), dry_run=False)
        steps.fetch(work, run_id, [], [], now)
    assert [(row.country, row.day) for row in newsroom.query("select * from ops.holiday")] == [
        ("DE", now.date())
    ]


def remember(newsroom, files: int) -> None:
    """Six weeks in which each source delivered so many files on the weekday that counts now."""
    today = news_day(Settings(), steps.utc_now())
    newsroom.query(
        "insert into ops.run (run_key, trigger, day, dry_run, state, started_at)"
        f" select 'week ' || n, 'airflow', date '{today}' - 7 * n, false, 'published',"
        f" (date '{today}' - 7 * n)::timestamp at time zone 'UTC'"
        " from generate_series(1, 6) as n returning 1"
    )
    newsroom.query(
        "insert into ops.run_source (run_id, day, source_id, is_asked, files, records)"
        f" select run_id, day, source_id, true, {files}, {files} from ops.run, news.source"
        " where run_key like 'week %%' returning 1"
    )


def test_a_run_far_below_what_is_usual_asks_and_a_rehearsal_a_loaded_and_a_usual_one_do_not(newsroom):
    newsroom.source("mna")
    newsroom.run()
    remember(newsroom, 300)
    newsroom.deliver("mna", "a.txt", GOOD.format(number=11))
    now = steps.utc_now()
    with newsroom.workspace() as opened:

        def staged(key: str, *, dry_run: bool = False) -> int:
            run_id = steps.begin(opened, key, "airflow", None, dry_run=dry_run)
            for batch in steps.fetch(opened, run_id, [], [], now):
                steps.normalize(opened, run_id, batch.batch)
            steps.deduplicate(opened, run_id)
            return run_id

        rehearsal = staged("rehearsal", dry_run=True)
        assert operating.at_gate(opened, rehearsal, Links(), now).question is None
        run_id = staged("real")
        tolerant = replace(opened, settings=replace(opened.settings, gate_low=0.0))
        assert operating.at_gate(tolerant, run_id, Links(), now).question is None
        question = operating.at_gate(opened, run_id, Links(), now).question
        assert question is not None
        assert "typical: 300" in question.subject
        assert state_of(newsroom, run_id) == "waiting"
        assert expectations.gate_of(opened.connection, run_id).choice is None
        operating.answer(opened, run_id, "load", "Ada", now)
        assert state_of(newsroom, run_id) == "started"
        steps.load(opened, run_id, now)
        assert operating.at_gate(opened, run_id, Links(), now).question is None
        operating.answer(opened, run_id, "hold", "Ada", now)
        assert state_of(newsroom, run_id) == "loaded"


def state_of(newsroom, run_id: int) -> str:
    return newsroom.query("select state from ops.run where run_id = %s", run_id)[0].state


def test_a_silenced_source_makes_no_run_wait_until_the_silence_ends(newsroom):
    newsroom.source("mna")
    newsroom.run()
    remember(newsroom, 300)
    newsroom.query(
        "insert into ops.decision (verdict, slug, expires_at, decided_by, decided_at)"
        " values ('silence', 'mna', now() + interval '1 hour', 'Ada', now()) returning 1"
    )
    now = steps.utc_now()
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "real", "airflow", None, dry_run=False)
        steps.fetch(work, run_id, [], [], now)
        assert operating.at_gate(work, run_id, Links(), now).question is None
        message = operating.message_of(work, run_id, ["load"], Links(), now)
        assert "silenced until" in message.body
        later = newsroom.query("select now() + interval '2 hours' as t")[0].t
        assert operating.at_gate(work, run_id, Links(), later).question is not None


def test_a_fine_run_sends_no_message_unless_it_always_shall(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD.format(number=11))
    report = newsroom.run()
    with newsroom.workspace() as work:
        now = steps.utc_now()
        assert operating.message_of(work, report["run_id"], [], Links(), now) is None
        always = replace(work, settings=replace(work.settings, alert_on="always"))
        message = operating.message_of(always, report["run_id"], [], Links(), now)
        assert message.title.endswith(": fine")
        metrics = operating.metrics_of(work, report["run_id"], "news_ingest", now)
    figures = {(each.name, *each.tags.values()): each.value for each in metrics}
    assert figures["run.found", "news_ingest"] == 1
    assert figures["run.records", "news_ingest", "original"] == 1
    assert figures["records", "news_ingest", "mna", "original"] == 1
    assert 0 <= figures["source.freshness_seconds", "mna"] < 600
    assert figures["articles",] == 1
