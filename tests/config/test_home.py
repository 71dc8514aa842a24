import json
import multiprocessing
import stat
import time
from pathlib import Path

import pytest

from newsfold.config.home import (
    locked,
    newsfold_home,
    private_folder,
    project_root,
    read_json,
    rotate_log,
    write_private,
    write_private_json,
)


def test_the_home_is_in_the_checkout_unless_named(tmp_path):
    assert newsfold_home({}) == project_root() / ".newsfold"
    assert newsfold_home({"NEWSFOLD_HOME": ""}) == project_root() / ".newsfold"
    assert newsfold_home({"NEWSFOLD_HOME": str(tmp_path / "x")}) == tmp_path / "x"


def test_the_project_root_holds_the_package():
    assert (project_root() / "plugins" / "newsfold" / "config" / "home.py").exists()


def test_private_files_and_folders_are_for_the_owner_only(tmp_path):
    path = tmp_path / "a" / "b" / "secret.json"
    write_private_json(path, {"one": 1})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in path.parents[:2]] == [0o700, 0o700]
    assert json.loads(path.read_text()) == {"one": 1}


def test_a_folder_that_exists_keeps_its_mode(tmp_path):
    tmp_path.chmod(0o755)
    private_folder(tmp_path / "new")
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_failed_write_leaves_the_old_text_and_nothing_else(tmp_path):
    path = tmp_path / "file"
    write_private(path, "old")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "new \ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("text", [None, "", "{", "[1]", "1"])
def test_what_is_no_json_object_reads_as_empty(tmp_path, text):
    path = tmp_path / "file"
    if text is not None:
        path.write_text(text)
    assert read_json(path) == {}


def add_one(lock: Path, counter: Path) -> None:
    with locked(lock):
        value = int(counter.read_text())
        time.sleep(0.05)
        counter.write_text(str(value + 1))


def test_only_one_process_holds_the_lock(tmp_path):
    counter = tmp_path / "counter"
    counter.write_text("0")
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=add_one, args=(tmp_path / "lock", counter)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert counter.read_text() == "4"


def test_a_large_log_is_put_aside(tmp_path):
    log = tmp_path / "log"
    rotate_log(log)
    log.write_text("12345")
    rotate_log(log, largest_bytes=5)
    assert log.exists()
    rotate_log(log, largest_bytes=4)
    assert [path.name for path in tmp_path.iterdir()] == ["log.1"]
