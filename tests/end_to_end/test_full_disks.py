"""A disk that is full while something is written: it is named, nothing half written has a name that says it is whole, and done
again with room it leaves what it would have left.

The limit is one on the size of files, which needs no disk of its own; it says what a full disk says, but for the number.
"""

import contextlib
import errno
import hashlib
import io
import resource
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsfold.analytics import export
from newsfold.config import home, source_entries
from newsfold.config.disk_room import NoRoom, writing
from newsfold.config.sources import SourceError
from newsfold.config.sources_file import load_sources
from newsfold.fetch import transport
from newsfold.pipeline import transfers
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import connect

NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)
TEXT = "Ferry {n} to Lindow\n\nLindow, Sep 26 (MNA) Ferry {n} of the port was back on Friday, after {n}1 days at the yard.\n"
LIMITS = (0, 100, 2_000)


@contextlib.contextmanager
def files_of(most: int) -> Iterator[None]:
    """No file of this process becomes larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def contents(folder: Path) -> dict[str, str]:
    """The files below a folder with what they hold; of a manifest only that it is there, as it holds times."""
    return {
        str(path.relative_to(folder)): "" if path.name == export.MANIFEST else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }  # fmt: skip


@pytest.fixture
def analyst(newsroom):
    """A database with articles of some days."""
    newsroom.source("mna", language="en")
    for n in range(1, 9):
        newsroom.deliver("mna", f"{n}.txt", TEXT.format(n=n).replace("Sep 26", f"Sep {20 + n}"))
    newsroom.run()
    with closing(connect(newsroom.role_url("analyst"))) as connection:
        yield connection


@pytest.mark.parametrize("form", ["parquet", "csv", "ninjs"])
def test_an_export_says_where_there_is_no_room_and_leaves_no_half_file(analyst, tmp_path, form):
    export.export(analyst, tmp_path / "whole", export.Wanted(form), now=NOW)
    expected = contents(tmp_path / "whole")
    for limit in LIMITS:
        folder = tmp_path / f"{limit}"
        with files_of(limit), pytest.raises(NoRoom, match=f"no room for the export in {folder}"):
            export.export(analyst, folder, export.Wanted(form), now=NOW)
        left = contents(folder)
        assert left.items() <= expected.items()
        assert export.MANIFEST not in left
        export.export(analyst, folder, export.Wanted(form), now=NOW)
        assert contents(folder) == expected


def raw_store(folder: Path) -> None:
    for n in range(4):
        RawStore(folder).add(io.BytesIO(b"x" * 1_000 * (n + 1)))


def a_password(folder: Path) -> None:
    home.write_private(folder / "passwords.json", "x" * 3_000)


WRITERS: dict[str, Callable[[Path], None]] = {"the raw store": raw_store, "passwords.json": a_password}


@pytest.mark.parametrize("what", WRITERS)
def test_what_is_written_is_there_whole_or_not_at_all(tmp_path, what):
    WRITERS[what](tmp_path / "whole")
    expected = contents(tmp_path / "whole")
    for limit in LIMITS:
        folder = tmp_path / f"{limit}"
        with files_of(limit), pytest.raises(NoRoom, match=f"no room for {what} in {folder}"):
            WRITERS[what](folder)
        assert contents(folder).items() <= expected.items()
        WRITERS[what](folder)
        assert contents(folder) == expected


def test_sources_toml_stays_as_it_was(tmp_path):
    path = tmp_path / "sources.toml"
    path.write_text('[source.a]\nlocation = "in"\n')
    before = path.read_bytes()
    entries = [source_entries.Entry(f"paper-{n}", {"location": f"/srv/{n}"}) for n in range(100)]
    for limit in LIMITS:
        with files_of(limit), pytest.raises(SourceError, match=str(path)):
            source_entries.append_entries(path, entries)
        assert path.read_bytes() == before
    source_entries.append_entries(path, entries)
    assert len(load_sources(path)[1]) == 101


def test_a_run_ends_with_the_raw_stores_name_and_the_next_one_finishes(newsroom):
    newsroom.source("mna", language="en")
    for n in range(1, 9):
        newsroom.deliver("mna", f"{n}.txt", TEXT.format(n=n))
    with files_of(20), pytest.raises(NoRoom, match="no room for the raw store"):
        newsroom.run()
    # It is not the source's fault.
    assert newsroom.query("select from ops.source_failure") == []
    totals = newsroom.run()["totals"]
    assert (totals["files"], totals["found"], totals["balanced"]) == (8, 8, True)


def test_a_listing_that_finds_no_room_is_no_fault_of_its_source(newsroom, monkeypatch):
    newsroom.source("mna", language="en")

    def full(*_: object) -> Iterator[transport.FoundFile]:
        raise OSError(errno.ENOSPC, "No space left on device")
        yield

    monkeypatch.setattr("newsfold.pipeline.fetching.open_source", lambda *_: Listed(full))
    with pytest.raises(NoRoom, match=f"no room for a listing that is being read in {tempfile.gettempdir()}"):
        newsroom.run()
    assert newsroom.query("select from ops.source_failure") == []


class Listed:
    """A source with a listing of the test's."""

    at_once = 1

    def __init__(self, list_files: Callable[..., Iterator[transport.FoundFile]]) -> None:
        self.list_files = list_files

    def close(self) -> None:
        """Nothing to close."""

    abort = close


def test_other_errors_pass_as_they_are():
    with pytest.raises(PermissionError), writing("news", "/srv"):
        raise PermissionError(errno.EACCES, "Permission denied")
    assert issubclass(NoRoom, OSError)
    assert transfers.disk_room.is_full(NoRoom(errno.ENOSPC, "no room"))
