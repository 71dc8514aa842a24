"""Which files of a folder are ready to be taken."""

import contextlib
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newsfold.config.sources import Source, SourceError
from newsfold.fetch.folders import OpenedFolder, list_files, split_location
from newsfold.fetch.transport import FailureClass, FetchError

NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)


def put(folder, name: str, age: timedelta = timedelta(hours=1)):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("news")
    when = (NOW - age).timestamp()
    os.utime(path, (when, when))
    return path


def names(source: Source, base, days=()) -> list[str]:
    return [found.name for found in list_files(source, base, list(days), NOW)]


def test_a_folder_means_everything_below_it(tmp_path):
    put(tmp_path, "in/b.txt")
    put(tmp_path, "in/deep/er/a.html")
    assert names(Source("s", "in"), tmp_path) == ["b.txt", "deep/er/a.html"]


def test_a_glob_takes_what_it_names(tmp_path):
    put(tmp_path, "in/x/1.txt")
    put(tmp_path, "in/x/1.html")
    assert names(Source("s", "in/*/*.txt"), tmp_path) == ["x/1.txt"]


def test_the_day_stands_for_each_day_of_the_run(tmp_path):
    for day in ("2025-09-25", "2025-09-26", "2025-09-27"):
        put(tmp_path, f"in/{day}/a.txt")
    days = [date(2025, 9, 26), date(2025, 9, 27)]
    assert names(Source("s", "in/{day}/*.txt"), tmp_path, days) == ["2025-09-26/a.txt", "2025-09-27/a.txt"]


def test_a_folder_of_the_day_means_everything_below_it(tmp_path):
    put(tmp_path, "in/2025/09/26/a.txt")
    put(tmp_path, "in/2025/09/27/deep/b.txt")
    put(tmp_path, "in/2025-09-27.txt")
    days = [date(2025, 9, 26), date(2025, 9, 27), date(2025, 9, 28)]
    found = names(Source("s", "in/{day:%Y/%m/%d}"), tmp_path, days)
    assert found == ["2025/09/26/a.txt", "2025/09/27/deep/b.txt"]
    assert names(Source("s", "in/{day}.txt"), tmp_path, days) == ["2025-09-27.txt"]


def test_a_file_still_being_written_is_left_for_the_next_run(tmp_path):
    put(tmp_path, "in/fresh.txt", age=timedelta(seconds=2))
    put(tmp_path, "in/settled.txt", age=timedelta(seconds=9))
    assert names(Source("s", "in"), tmp_path) == ["settled.txt"]


def test_a_time_in_the_future_does_not_hold_a_file_back_for_ever(tmp_path):
    put(tmp_path, "in/clock.txt", age=timedelta(days=-400))
    assert names(Source("s", "in"), tmp_path) == ["clock.txt"]


@pytest.mark.parametrize("name", [".hidden", ".git/config", "a.txt.part", "a.tmp", "b~"])
def test_hidden_and_unfinished_files_are_left_out(tmp_path, name):
    put(tmp_path, "in/" + name)
    put(tmp_path, "in/a.txt")
    assert names(Source("s", "in"), tmp_path) == ["a.txt"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    secret = put(tmp_path, "secret.txt")
    put(tmp_path, "in/a.txt")
    (tmp_path / "in" / "way-out.txt").symlink_to(secret)
    (tmp_path / "in" / "way-out").symlink_to(tmp_path)
    assert names(Source("s", "in"), tmp_path) == ["a.txt"]


def test_a_pattern_goes_through_links_that_stay_in_the_folder_and_through_no_others(tmp_path):
    put(tmp_path, "elsewhere/secret.txt")
    put(tmp_path, "in/monday/a.txt")
    (tmp_path / "in" / "tuesday").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "wednesday").symlink_to(tmp_path / "in" / "monday")
    (tmp_path / "in" / "monday" / "b.txt").symlink_to(tmp_path / "in" / "monday" / "a.txt")
    (tmp_path / "in" / "monday" / "c.txt").symlink_to(tmp_path / "in" / "nowhere")
    found = names(Source("s", "in/*/*.txt"), tmp_path)
    assert found == ["monday/a.txt", "monday/b.txt", "wednesday/a.txt", "wednesday/b.txt"]


def test_a_name_that_is_no_utf8_is_shown_with_its_bytes(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    path = os.path.join(os.fsencode(folder), b"caf\xe9.txt")
    with open(path, "wb") as file:
        file.write(b"news")
    old = time.time() - 100_000_000
    os.utime(path, (old, old))
    assert names(Source("s", "in"), tmp_path) == ["caf\\xe9.txt"]


def test_a_missing_folder_is_named_with_its_source(tmp_path):
    with pytest.raises(SourceError, match=r"source s: .*nowhere is not a folder"):
        names(Source("s", "nowhere"), tmp_path)


def test_the_fixed_folder_ends_where_the_glob_begins(tmp_path):
    assert split_location(Source("s", "/a/b/{day}/*.txt"), tmp_path)[1] == "{day}/*.txt"
    assert split_location(Source("s", "/a/b"), tmp_path)[1] == "**/*"


NOBODY = 65534


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that everybody may enter, unlike those of `tmp_path`."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


@contextlib.contextmanager
def an_ordinary_user() -> Iterator[None]:
    """Root may read everything: as root, be somebody else for a while."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def refusals(source: Source, base: Path) -> list[str]:
    """What opening all that is listed is refused with."""
    opened = OpenedFolder(source, base, NOW)
    told = []
    for each in opened.list_files([]):
        try:
            with opened.open(each, None):
                pass
        except FetchError as error:
            told.append(str(error).removeprefix(f"source s: {base}/") if error.failure == "refused" else "")
    return told


@pytest.mark.parametrize("mode", [0o000, 0o300, 0o444])
@pytest.mark.parametrize("pattern", ["in", "in/**/*.txt", "in/*/*/*.txt", "in/*/closed/a.txt"])
def test_a_folder_that_may_not_be_read_is_told(shared_folder, pattern, mode):
    put(shared_folder, "in/x/a.txt")
    put(shared_folder, "in/x/closed/a.txt").parent.chmod(mode)
    with an_ordinary_user():
        told = refusals(Source("s", pattern), shared_folder)
    assert {each.rpartition(": ")[0].removesuffix("/a.txt") for each in told} == {"in/x/closed"}
    assert {each.rpartition(": ")[2] for each in told} <= {"Permission denied", "may not be entered"}


def test_the_file_systems_own_folder_is_nothing_to_tell(shared_folder):
    put(shared_folder, "in/a.txt")
    put(shared_folder, "in/lost+found/b.txt").parent.chmod(0)
    with an_ordinary_user():
        assert refusals(Source("s", "in"), shared_folder) == []


@pytest.mark.parametrize("location", ["closed", "closed/in", "closed/{day}/*.txt"])
def test_a_source_whose_own_folder_may_not_be_read_is_refused(shared_folder, location):
    put(shared_folder, "closed/in/a.txt")
    (shared_folder / "closed").chmod(0)
    with (
        an_ordinary_user(),
        pytest.raises(FetchError, match=r"source s: .*closed.*: Permission denied") as told,
    ):
        names(Source("s", location), shared_folder, [date(2025, 9, 27)])
    assert told.value.failure is FailureClass.REFUSED


def test_a_link_to_a_folder_elsewhere_that_may_not_be_read_is_nothing_to_tell(shared_folder):
    put(shared_folder, "elsewhere/a.txt")
    put(shared_folder, "in/a.txt")
    (shared_folder / "in" / "way-out").symlink_to(shared_folder / "elsewhere")
    (shared_folder / "elsewhere").chmod(0)
    with an_ordinary_user():
        assert names(Source("s", "in"), shared_folder) == ["a.txt"]
        assert names(Source("s", "in/*/*.txt"), shared_folder) == []


def pipe(path: Path) -> None:
    os.mkfifo(path)


def socket_file(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def folder(path: Path) -> None:
    path.mkdir()


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def nothing(path: Path) -> None:
    """It was deleted."""


@pytest.mark.parametrize("other", [pipe, socket_file, folder, loop, nothing])
def test_what_is_no_file_any_more_when_it_is_opened_holds_up_nothing(tmp_path, other):
    inbox = tmp_path / "in"
    inbox.mkdir()
    path = put(inbox, "a.txt")
    opened = OpenedFolder(Source("s", str(inbox)), tmp_path, NOW)
    (found,) = opened.list_files([])
    path.unlink()
    other(path)
    with pytest.raises(FetchError, match=r"a\.txt: "), opened.open(found, None):
        pass
    # Nor is it listed.
    assert [each.name for each in opened.list_files([])] == []
