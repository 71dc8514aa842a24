"""Bad input is counted and kept; what is well goes on."""

import os

import pytest

from newsfold.config.sources import SourceError
from newsfold.fetch import folders
from newsfold.pipeline import steps

GOOD = """The bridge at Setubal opens

Setubal, Sep 26 (MNA) The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said.

Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March.
"""


def test_a_broken_file_is_quarantined_and_the_rest_of_its_batch_loads(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a-good.txt", GOOD)
    newsroom.deliver("mna", "b-noise.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    newsroom.deliver("mna", "c-empty.txt", b"")
    report = newsroom.run()
    assert report["totals"]["original"] == 1
    assert report["totals"]["quarantined"] == 2
    assert report["totals"]["balanced"]
    assert {each["reason_code"] for each in report["quarantine"]} == {"binary", "empty"}
    assert all(each["detail"] for each in report["quarantine"])


def test_a_file_over_the_limit_is_quarantined_unread_and_not_copied(newsroom):
    newsroom.source("mna", max_file_bytes=100)
    newsroom.deliver("mna", "large.txt", GOOD)
    report = newsroom.run()
    assert [each["reason_code"] for each in report["quarantine"]] == ["too_large"]
    assert newsroom.query("select size from ops.file")[0].size == len(GOOD.encode())
    kept = [path for path in (newsroom.root / "raw").rglob("*") if path.is_file()]
    assert [path for path in kept if path.parent.name != "journal"] == []


@pytest.mark.parametrize("size", [10**11, 10**13])
def test_a_file_of_any_size_costs_itself_only(newsroom, size):
    newsroom.source("mna")
    newsroom.deliver("mna", "a-good.txt", GOOD)
    huge = newsroom.deliver("mna", "b-huge.txt", "x")
    stated = huge.stat()
    os.truncate(huge, size)  # with nothing in it, it takes no room
    os.utime(huge, (stated.st_atime, stated.st_mtime))
    report = newsroom.run()
    assert report["totals"]["original"] == 1
    assert [each["reason_code"] for each in report["quarantine"]] == ["too_large"]


def test_bytes_that_the_raw_store_lost_are_quarantined(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD)
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "lost", "command", None, dry_run=False)
        steps.fetch(work, run_id, [], [], steps.utc_now())
    for path in (newsroom.root / "raw").rglob("*"):
        if path.is_file():
            path.unlink()
    assert [each["reason_code"] for each in newsroom.run(key="lost")["quarantine"]] == ["missing_bytes"]


def test_refusing_again_is_one_row_and_reading_it_at_last_resolves_it(newsroom):
    newsroom.source("mna", max_file_bytes=100)
    newsroom.deliver("mna", "large.txt", GOOD)
    newsroom.run()
    newsroom.run()
    newsroom.reread()
    assert newsroom.query("select count(*) as n from ops.rejected_record")[0].n == 1
    toml = newsroom.root / "dags" / "sources.toml"
    toml.write_text(toml.read_text().replace("max_file_bytes = 100", "max_file_bytes = 100000"))
    assert newsroom.run()["totals"]["original"] == 1
    assert newsroom.query("select count(*) as n from ops.quarantine where resolved_at is null")[0].n == 0


def test_a_source_that_can_not_be_read_leaves_the_others_alone(newsroom):
    newsroom.source("mna")
    newsroom.source("gone")
    newsroom.deliver("mna", "a.txt", GOOD)
    (newsroom.root / "inbox" / "gone").rmdir()
    report = newsroom.run()
    assert report["totals"]["original"] == 1
    assert [each["source"] for each in report["source_failures"]] == ["gone"]
    warned = {check["check_name"] for check in report["checks"] if check["broken_rows"]}
    assert warned == {"sources_were_read"}


def test_a_run_without_any_readable_source_fails_and_names_it(newsroom):
    newsroom.source("gone")
    (newsroom.root / "inbox" / "gone").rmdir()
    with pytest.raises(SourceError, match=r"source gone: .*gone is not a folder"):
        newsroom.run()


def test_a_dry_run_reports_and_loads_nothing(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD)
    report = newsroom.run(dry_run=True)
    assert report["totals"]["original"] == 1
    assert report["dry_run"]
    assert newsroom.query("select count(*) as n from news.article")[0].n == 0
    assert newsroom.query("select count(*) as n from staging.article")[0].n == 0
    assert newsroom.run()["totals"]["original"] == 1


def test_a_source_is_asked_for_by_name_only_when_it_is_known(newsroom):
    newsroom.source("mna")
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "x", "command", None, dry_run=False)
        with pytest.raises(SourceError, match="no such source: mnaa; there are mna"):
            steps.fetch(work, run_id, ["mnaa"], [], steps.utc_now())


def test_two_runs_at_the_same_time_end_as_one_after_the_other(newsroom):
    """Both have fetched and deduplicated the same text before either loads."""
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD)
    with newsroom.workspace() as one, newsroom.workspace() as other:
        runs = [(one, steps.begin(one, "one", "command", None, dry_run=False))]
        runs.append((other, steps.begin(other, "other", "command", None, dry_run=False)))
        for work, run_id in runs:
            for batch in steps.fetch(work, run_id, [], [], steps.utc_now()):
                steps.normalize(work, run_id, batch.batch)
            steps.deduplicate(work, run_id)
        totals = [steps.load(work, run_id, steps.utc_now()) for work, run_id in runs]
    assert [(each["original"], each["unchanged"]) for each in totals] == [(1, 0), (0, 1)]
    assert all(each["balanced"] for each in totals)


def test_loading_a_loaded_run_again_changes_nothing(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD)
    first = newsroom.run(key="again")
    second = newsroom.run(key="again")
    assert second["totals"] == first["totals"]
    assert newsroom.query("select count(*) as n from news.version")[0].n == 1


def test_hostile_words_and_numbers_are_loaded_like_others(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "nul.txt", GOOD.replace("The rebuilt bridge", "Why C:\\u0000 the rebuilt bridge"))
    newsroom.deliver("mna", "digits.txt", GOOD.replace("14 crews", "1" + ".234" * 3000 + " crews"))
    totals = newsroom.run()["totals"]
    assert (totals["found"], totals["quarantined"], totals["balanced"]) == (2, 0, True)


def test_a_corrected_currency_is_a_version(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD.replace("14 crews", "€5 million"))
    newsroom.run()
    newsroom.deliver("mna", "a.txt", GOOD.replace("14 crews", "$5 million") + " ")
    assert newsroom.run()["totals"]["version"] == 1
    assert "$5 million" in newsroom.query("select body from analytics.articles")[0].body


def test_a_file_that_can_not_be_opened_leaves_the_others_of_its_source_alone(newsroom, monkeypatch):
    newsroom.source("mna")
    for name in ("a", "b", "c"):
        newsroom.deliver("mna", f"{name}.txt", GOOD.replace("14", f"14{ord(name)}"))
    a, b, _ = (newsroom.root / "inbox" / "mna" / f"{name}.txt" for name in ("a", "b", "c"))
    read = folders.OpenedFolder.open

    def lose_b(opened, found, known):
        if found.path == a:
            b.unlink()
        return read(opened, found, known)

    monkeypatch.setattr(folders.OpenedFolder, "open", lose_b)
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "x", "command", None, dry_run=False)
        batches = steps.fetch(work, run_id, [], [], steps.utc_now())
    assert sum(batch.files for batch in batches) == 2
    failure = newsroom.query("select detail from ops.source_failure")[0]
    assert "b.txt: No such file" in failure.detail


def test_a_failed_run_can_be_repeated_after_a_newer_one_took_its_files_over(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD)
    newsroom.deliver("mna", "empty.txt", b"")
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "older", "command", None, dry_run=False)
        steps.fetch(work, run_id, [], [], steps.utc_now())
    newsroom.run(key="newer")
    totals = newsroom.run(key="older")["totals"]
    assert (totals["unchanged"], totals["quarantined"], totals["balanced"]) == (1, 1, True)


def test_a_rehearsal_passes_through_all_steps_and_can_be_repeated(newsroom):
    newsroom.source("mna")
    newsroom.deliver("mna", "a.txt", GOOD)
    first = newsroom.run(dry_run=True, key="rehearsal")
    with newsroom.workspace() as work:
        assert steps.check(work, first["run_id"], steps.utc_now()) == {}
        assert steps.publish(work, first["run_id"], steps.utc_now())["totals"]["original"] == 1
        assert steps.load(work, first["run_id"], steps.utc_now(), rehearse=True)["original"] == 1
    assert newsroom.query("select state from ops.run")[0].state == "rehearsed"
