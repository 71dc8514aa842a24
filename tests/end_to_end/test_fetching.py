"""What a run makes of sources that fail, come back, are paused, or go back on their word."""

import pytest

from newsfold.fetch import folders
from newsfold.fetch.transport import FailureClass, FetchError
from newsfold.pipeline import steps, transfers
from newsfold.store import ledger, source_states

GOOD = """The rebuilt bridge at Varnhem opens

VARNHEM, Sept 27 (MNA) - The rebuilt road bridge at Varnhem opens to traffic on Monday, eleven weeks after a barge struck
its northern pier, the county said.

Repairs cost 14 crews 61 days of work, engineer Liv Sandgren said on Saturday.
"""
BETTER = GOOD.replace("61 days", "63 days")


def fetch_failing(newsroom, key: str) -> None:
    """A run whose only source can't be fetched."""
    with newsroom.workspace() as work:
        run_id = steps.begin(work, key, "command", None, dry_run=False)
        with pytest.raises(steps.NothingToRead, match="is not a folder"):
            steps.fetch(work, run_id, [], [], steps.utc_now())


def state(newsroom):
    """The one row of ops.source_state."""
    return newsroom.query("select * from ops.source_state")[0]


def test_after_five_failed_runs_a_source_is_paused_and_said_so(newsroom):
    newsroom.source("mna")
    (newsroom.root / "inbox" / "mna").rmdir()
    for number in range(4):
        fetch_failing(newsroom, f"run {number}")
        fetch_failing(newsroom, f"run {number}")  # the task's second try counts with its first
    assert (state(newsroom).failures, state(newsroom).paused_at) == (4, None)
    fetch_failing(newsroom, "the last one")
    assert (state(newsroom).failures, state(newsroom).paused_by) == (5, "newsfold")
    assert "is not a folder" in state(newsroom).pause_reason

    newsroom.deliver("mna", "a.txt", GOOD)
    newsroom.source("other")
    newsroom.deliver("other", "b.txt", BETTER)
    report = newsroom.run()
    assert report["totals"]["found"] == 1
    assert [(each["source"], each["failure_class"]) for each in report["source_failures"]] == [
        ("mna", "paused")
    ]

    with newsroom.workspace() as work:
        assert source_states.resume(work.connection, state(newsroom).source_id)
    assert newsroom.run()["totals"]["found"] == 1
    assert (state(newsroom).failures, state(newsroom).paused_at) == (0, None)


def test_a_success_forgets_earlier_failures(newsroom):
    newsroom.source("mna")
    folder = newsroom.root / "inbox" / "mna"
    folder.rmdir()
    fetch_failing(newsroom, "one")
    newsroom.deliver("mna", "a.txt", GOOD)
    newsroom.run()
    assert state(newsroom).failures == 0
    assert state(newsroom).succeeded_at is not None


def test_a_person_may_ask_a_paused_source(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD)
    newsroom.run()
    newsroom.deliver("mna", "b.txt", BETTER)
    with newsroom.workspace() as work:
        source_states.pause(work.connection, 1, paused_by="kim", reason="a test", now=steps.utc_now())
        run_id = steps.begin(work, "by hand", "command", None, dry_run=False)
        (batch,) = steps.fetch(work, run_id, ["mna"], [], steps.utc_now())
    assert batch.files == 1


def test_a_run_whose_only_source_is_paused_is_green_and_says_so(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD)
    newsroom.run()
    with newsroom.workspace() as work:
        source_states.pause(work.connection, 1, paused_by="kim", reason="it moves", now=steps.utc_now())
    newsroom.deliver("mna", "b.txt", BETTER)
    report = newsroom.run()
    assert report["totals"]["found"] == 0
    assert "by kim: it moves" in report["source_failures"][0]["detail"]


def test_a_fetch_that_waits_too_long_for_another_one_is_slow(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD)
    with newsroom.workspace() as one, newsroom.workspace() as other:
        source = one.sources["mna"]
        source_id = ledger.register_source(one.connection, source, now=steps.utc_now())
        source_states.lock(one.connection, source_id)
        with other.connection, other.connection.cursor() as cursor:
            cursor.execute("set lock_timeout = '100ms'")
        fetch = transfers.Fetch(other.connection, other.raw_store, source, source_id, steps.utc_now())
        opened = folders.OpenedFolder(source, other.base, steps.utc_now())
        failure = transfers.fetch_source(fetch, opened, []).failure
        assert failure is not None
        assert failure.failure is FailureClass.SLOW
        source_states.unlock(one.connection, source_id)
        assert transfers.fetch_source(fetch, opened, []).files == 1


def test_files_dropped_into_the_inbox_stand_in_for_a_source_that_is_down(newsroom):
    newsroom.source("mna")
    (newsroom.root / "inbox" / "mna").rmdir()
    newsroom.write(newsroom.root / "dropped" / "mna" / "saved.txt", GOOD)
    report = newsroom.run()
    assert report["totals"]["original"] == 1
    (failure,) = report["source_failures"]
    assert "is not a folder" in failure["detail"]
    assert "1 files came from its inbox" in failure["detail"]
    assert newsroom.query("select name from ops.file")[0].name == "inbox/saved.txt"


def test_a_source_that_goes_back_to_older_bytes_delivers_no_new_file(newsroom):
    newsroom.source("mna")
    for hours, text in ((3, GOOD), (2, BETTER), (1, GOOD)):
        newsroom.deliver("mna", "a.txt", text, hours_ago=hours)
        newsroom.run()
    assert newsroom.run()["totals"]["found"] == 0
    assert newsroom.query("select count(*) as n from ops.file")[0].n == 2


def test_only_so_many_files_a_run_and_the_rest_in_the_next(newsroom):
    newsroom.source("mna", max_run_files=2)
    for number in range(5):
        newsroom.deliver("mna", f"{number}.txt", GOOD.replace("61", str(70 + number)))
    reports = [newsroom.run() for _ in range(3)]
    assert [report["totals"]["found"] for report in reports] == [2, 2, 1]
    assert "max_run_files = 2" in reports[0]["source_failures"][0]["detail"]
    assert state(newsroom).failures == 0


def test_a_listing_that_begins_behind_known_names_forgets_no_file_that_failed(newsroom, monkeypatch):
    newsroom.source("mna", names_grow=True)
    read, broken = folders.OpenedFolder.open, {"1.txt"}

    def fail(opened, found, known):
        if found.name in broken:
            raise FetchError(FailureClass.REFUSED, f"{found.name}: not today")
        return read(opened, found, known)

    monkeypatch.setattr(folders.OpenedFolder, "open", fail)
    for number in range(3):
        newsroom.deliver("mna", f"{number}.txt", GOOD.replace("61", str(70 + number)))
    assert newsroom.run()["totals"]["found"] == 2
    assert state(newsroom).last_name is None
    broken.clear()
    assert newsroom.run()["totals"]["found"] == 1
    assert state(newsroom).last_name == "2.txt"
    newsroom.deliver("mna", "0 is not looked at.txt", GOOD.replace("61", "99"))
    newsroom.deliver("mna", "3.txt", GOOD.replace("61", "98"))
    assert newsroom.run()["totals"]["found"] == 1


def broken_checks(report) -> set[str]:
    """The checks that found something."""
    return {each["check_name"] for each in report["checks"] if each["broken_rows"]}


def two_days_ago(newsroom) -> None:
    """All that happened until now happened two days earlier, whatever time of the day it is."""
    for table, times in {
        "ops.file": ["fetched_at"],
        "ops.run": ["day", "started_at"],
        "ops.run_source": ["day"],
        "news.source": ["created_at"],
    }.items():
        earlier = ", ".join(f"{time} = {time} - interval '2 days'" for time in times)
        newsroom.query(f"update {table} set {earlier} returning 1")


def test_a_source_that_went_quiet_is_told(newsroom):
    newsroom.source("mna", freshness_hours=12, expected_files=8)
    for number in range(2):
        newsroom.deliver("mna", f"{number}.txt", GOOD.replace("61", str(70 + number)))
    assert broken_checks(newsroom.run()) == set()
    two_days_ago(newsroom)
    assert broken_checks(newsroom.run()) == {"sources_are_fresh", "sources_deliver_as_expected"}
    for number in range(2):
        newsroom.deliver("mna", f"new {number}.txt", GOOD.replace("61", str(80 + number)))
    assert broken_checks(newsroom.run()) == set()


def test_the_same_bytes_under_another_name_are_noticed(newsroom):
    newsroom.source("mna")
    newsroom.source("paper")
    newsroom.deliver("mna", "a.txt", GOOD)
    newsroom.deliver("mna", "b.txt", GOOD)
    newsroom.deliver("paper", "c.txt", GOOD)
    newsroom.run()
    rows = newsroom.query(
        "select source, name, first_source, first_name from ops.repeated_file order by file_id"
    )
    assert [tuple(row) for row in rows] == [
        ("mna", "b.txt", "mna", "a.txt"),
        ("paper", "c.txt", "mna", "a.txt"),
    ]
