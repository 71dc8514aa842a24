"""Which files of a folder are ready to be taken."""

import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from newsfold.fetch.folders import list_files, split_location
from newsfold.sources import Source, SourceError

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
