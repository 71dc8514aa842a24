"""What a run makes of listings that are cut short, of sources that hang, and of heads that are dead: the rest is loaded, and
what is unknown is said.
"""

import json
import os
import socket
import threading
from pathlib import Path

import pytest

from newsfold import cli
from newsfold.fetch import folders
from newsfold.fetch.transport import FailureClass, Gap
from newsfold.pipeline import fetching, steps, workspaces
from newsfold.store import ledger

TEXT = """The rebuilt bridge at Varnhem opens, part {0}

VARNHEM, Sept 27 (MNA) - The rebuilt road bridge number {0} at Varnhem opens to traffic on Monday, {0} weeks after a barge struck
its northern pier, the county said. Repairs cost {0} crews {0} days of work, engineer Liv Sandgren said on Saturday.
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A source whose time is up is ended at once."""
    monkeypatch.setattr(fetching, "SECONDS_TO_NOTICE", 0.2)
    monkeypatch.setattr(fetching, "SECONDS_TO_END", 0.2)


def declare(newsroom, slug: str, **settings: object) -> None:
    """A source that is anywhere."""
    lines = [
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}"
        for key, value in settings.items()
    ]
    with (newsroom.root / "dags" / "sources.toml").open("a") as file:
        file.write("\n".join([f"[source.{slug}]", *lines]) + "\n")


def state(newsroom, slug: str):
    """How a source answered."""
    (row,) = newsroom.query(
        "select state.* from ops.source_state as state join news.source using (source_id) where slug = %s",
        slug,
    )
    return row


def with_listing(monkeypatch, change) -> None:
    """What a folder's listing is made into."""
    listed = folders.OpenedFolder.list_files
    monkeypatch.setattr(
        folders.OpenedFolder,
        "list_files",
        lambda opened, days, after=None: change(opened, listed(opened, days, after)),
    )


def two_sources(newsroom) -> None:
    for slug in ("first", "second"):
        newsroom.source(slug)
        for number in range(3):
            newsroom.deliver(slug, f"{number}.txt", TEXT.format(10 * len(slug) + number))


def test_gaps_are_rows_with_the_raw_entry_and_the_rest_is_loaded(newsroom, monkeypatch):
    two_sources(newsroom)
    gap = Gap(
        FailureClass.CHANGED_SHAPE,
        "source first: a line of its listing is not understood",
        "?? 12 \\x00 a.txt",
    )
    with_listing(
        monkeypatch, lambda opened, found: iter([gap, *found] if opened.source.slug == "first" else found)
    )
    report = newsroom.run()
    assert report["totals"]["found"] == 6
    (failure,) = report["source_failures"]
    assert failure["source"] == "first"
    assert "listing incomplete" in failure["detail"]
    assert "?? 12" in failure["detail"]
    (row,) = newsroom.query("select * from ops.listing_gap")
    assert (row.gap_number, row.failure_class, row.raw) == (1, "changed_shape", gap.raw)
    first = state(newsroom, "first")
    assert (first.listing_gaps, first.failures, first.incomplete_detail) == (1, 0, gap.detail)
    monkeypatch.undo()
    newsroom.run()
    first = state(newsroom, "first")
    assert (first.listing_gaps, first.incomplete_since, first.incomplete_detail) == (0, None, None)


@pytest.mark.parametrize(
    "error", [ValueError("year 36812 is out of range"), KeyError("x"), RecursionError(), OSError(5, "disk")]
)
def test_a_listing_that_breaks_off_keeps_what_came_and_harms_no_other(newsroom, monkeypatch, error):
    two_sources(newsroom)

    def breaking(opened, found):
        yield next(found)
        if opened.source.slug == "first":
            raise error
        yield from found

    with_listing(monkeypatch, breaking)
    monkeypatch.setattr("newsfold.pipeline.transfers.ATTEMPTS", 1)
    report = newsroom.run()
    assert report["totals"]["found"] == 4
    (failure,) = report["source_failures"]
    assert failure["failure_class"] == "broken"
    assert "listing incomplete after '0.txt'" in state(newsroom, "first").incomplete_detail
    assert state(newsroom, "first").failures == 0


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no file system here keeps such a time")
def test_a_file_from_the_year_36812_is_taken(newsroom, tmp_path):
    folder = Path("/dev/shm") / f"newsfold-{tmp_path.name}-{os.getpid()}"
    folder.mkdir()
    try:
        (folder / "a.txt").write_text(TEXT.format(7))
        os.utime(folder / "a.txt", (2**40, 2**40))
        declare(newsroom, "odd", location=str(folder))
        two_sources(newsroom)
        assert newsroom.run()["totals"]["found"] == 7
        ((named,),) = workspaces.by_source([folder / "a.txt"], {}, newsroom.root, None).values()
        assert named.modified_at is None
    finally:
        (folder / "a.txt").unlink()
        folder.rmdir()


def test_a_dead_head_ends_no_source(newsroom, monkeypatch):
    newsroom.source("first")
    for number in range(20):
        newsroom.deliver("first", f"{number:02}.txt", TEXT.format(number + 20))
    read = folders.OpenedFolder.open

    def fail(opened, found, known):
        if found.name < "12":
            raise folders.FetchError(
                list(FailureClass)[int(found.name[:2]) % 2], f"{found.name}: not for you"
            )
        return read(opened, found, known)

    monkeypatch.setattr(folders.OpenedFolder, "open", fail)
    report = newsroom.run()
    assert report["totals"]["found"] == 8
    assert "00.txt: not for you" in report["source_failures"][0]["detail"]
    assert state(newsroom, "first").failures == 0


def test_a_server_that_drips_takes_its_own_time_only(newsroom):
    two_sources(newsroom)
    over = threading.Event()

    def drip(client: socket.socket) -> None:
        with client:
            try:
                client.sendall(b"220")
                while not over.wait(0.02):
                    client.sendall(b"-")
            except OSError:
                pass

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        threads = []

        def accept() -> None:
            client, _ = server.accept()
            threads.append(threading.Thread(target=drip, args=(client,)))
            threads[-1].start()

        acceptor = threading.Thread(target=accept)
        acceptor.start()
        declare(
            newsroom, "drip", location=f"ftp://127.0.0.1:{server.getsockname()[1]}/in", max_run_minutes=0.02
        )
        report = newsroom.run()
        over.set()
        acceptor.join()
        for thread in threads:
            thread.join()
    assert report["totals"]["found"] == 6
    (failure,) = report["source_failures"]
    assert (failure["source"], failure["failure_class"]) == ("drip", "slow")
    assert "time is up" in failure["detail"]
    assert state(newsroom, "drip").listing_gaps == 1


def test_a_source_that_can_not_even_be_broken_off_is_left_to_itself(newsroom, monkeypatch):
    newsroom.source("first", max_run_minutes=0.01)
    newsroom.source("second")
    newsroom.deliver("second", "a.txt", TEXT.format(3))
    hangs = threading.Event()

    def hang(opened, found):
        if opened.source.slug == "first":
            hangs.wait()
        yield from found

    with_listing(monkeypatch, hang)
    try:
        report = newsroom.run()
        assert report["totals"]["found"] == 1
        (failure,) = report["source_failures"]
        assert (failure["source"], failure["failure_class"]) == ("first", "slow")
        assert "no way to break it off" in failure["detail"]
        locks = """select count(*) as n from pg_locks where locktype = 'advisory'
            and database = (select oid from pg_database where datname = current_database())"""
        assert newsroom.query(locks)[0].n == 0
    finally:
        hangs.set()


def test_a_listing_that_names_too_many_files_says_where_it_was_left(newsroom):
    newsroom.source("first", max_listed_files=4)
    for number in range(6):
        newsroom.deliver("first", f"{number}.txt", TEXT.format(number + 20))
    report = newsroom.run()
    assert report["totals"]["found"] == 4
    assert "after '3.txt': it names more than max_listed_files = 4" in report["source_failures"][0]["detail"]


def test_the_fetch_of_a_run_has_its_own_time(newsroom, monkeypatch):
    (newsroom.root / "dags" / "sources.toml").write_text("[ingest]\nfetch_minutes = 0.02\n")
    newsroom.source("first")
    newsroom.source("second")
    hangs = threading.Event()

    def hang(opened, found):
        hangs.wait()
        yield from found

    with_listing(monkeypatch, hang)
    try:
        with newsroom.workspace() as work:
            run_id = steps.begin(work, "one", "command", None, dry_run=False)
            with pytest.raises(steps.SourceError, match="no way to break it off"):
                steps.fetch(work, run_id, [], [], steps.utc_now())
    finally:
        hangs.set()


@pytest.mark.parametrize(
    "location", ["inbox/[wire]", "inbox/[wire]/*.txt", "inbox/[wire]/a.txt", "inbox/*/[ab].txt"]
)
def test_a_folder_with_brackets_in_its_name_and_one_file_are_locations(newsroom, location):
    newsroom.write(newsroom.root / "inbox" / "[wire]" / "a.txt", TEXT.format(5))
    declare(newsroom, "wire", location=location)
    assert newsroom.run()["totals"]["found"] == 1


@pytest.mark.parametrize("files", [5, 9])
def test_there_are_never_more_batches_than_a_task_is_mapped_over(newsroom, monkeypatch, files):
    monkeypatch.setattr(ledger, "MOST_BATCHES", 4)
    newsroom.source("first")
    for number in range(files):
        newsroom.deliver("first", f"{number}.txt", TEXT.format(number + 20))
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "one", "command", None, dry_run=False)
        file_ids = []
        source = work.sources["first"]
        found = list(folders.list_files(source, work.base, [], steps.utc_now()))
        file_ids = fetching.fetch_files(work, source, found, steps.utc_now())
        ledger.assign_files(work.connection, run_id, file_ids, 1)
        batches = ledger.due_batches(work.connection, run_id)
    assert len(batches) <= 4
    assert sum(batch.files for batch in batches) == files


def test_the_command_ends_with_1_where_a_source_was_not_seen_whole(newsroom, monkeypatch, role_url, capsys):
    monkeypatch.setattr("newsfold.cli.database_access.project_root", lambda: newsroom.root)
    monkeypatch.setenv("NEWSFOLD_RAW_STORE", str(newsroom.root / "raw"))
    newsroom.source("first", max_listed_files=1)
    newsroom.deliver("first", "a.txt", TEXT.format(5))
    assert cli.main(["fetch", "first", "--database-url", role_url("loader")]) == 0
    newsroom.deliver("first", "b.txt", TEXT.format(6))
    assert cli.main(["fetch", "first", "--database-url", role_url("loader")]) == 1
    assert "max_listed_files" in capsys.readouterr().out


def test_status_and_report_say_since_when_a_listing_is_not_seen_whole(
    newsroom, monkeypatch, role_url, capsys
):
    two_sources(newsroom)
    newsroom.run()
    at = ["--database-url", role_url("operator")]
    assert cli.main(["status", *at]) == 0
    assert "incomplete_since" not in capsys.readouterr().out
    newsroom.deliver("first", "new.txt", TEXT.format(99))
    gap = Gap(FailureClass.REFUSED, "source first: folder b may not be read")
    with_listing(
        monkeypatch, lambda opened, found: iter([gap, *found] if opened.source.slug == "first" else found)
    )
    report = newsroom.run()
    since = state(newsroom, "first").incomplete_since
    monkeypatch.undo()
    (failure,) = report["source_failures"]
    assert failure["incomplete_since"] == str(since)
    assert cli.main(["status", "--json", *at]) == 1
    status = json.loads(capsys.readouterr().out)
    assert status["incomplete_listings"] == 1
    told = {each["source"]: each["incomplete_detail"] for each in status["sources"]}
    assert told == {"first": gap.detail, "second": None}
    cli.main(["report", *at])
    assert f"not seen whole: first since {since:%Y-%m-%d %H:%M} UTC" in capsys.readouterr().out
