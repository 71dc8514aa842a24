"""Tables that are made once for all processes."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from newsfold.text import calendar_names, derived_tables, places
from newsfold.text.derived_tables import derived_from


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the tables lie."""
    monkeypatch.setattr(
        derived_tables,
        "path_for",
        lambda make, packages, *rest, **more: tmp_path / "kept" / f"m.{make.__name__}.key.table",
    )
    return tmp_path / "kept"


def counted(made: list[int]) -> Callable[[], object]:
    """A new process's view of a table; each time that it is made is noted."""

    @derived_from("babel")
    def names() -> tuple[object, ...]:
        made.append(1)
        return ("Añover", {"jun": {"de": 6}}, frozenset({"a"}), None, 1.5)

    return names


def test_a_table_is_made_once_and_read_by_the_processes_after_that(folder: Path) -> None:
    made: list[int] = []
    first = counted(made)
    assert first() is first()
    assert counted(made)() == first()
    assert len(made) == 1


@pytest.mark.parametrize(
    "damage", [lambda data: b"", lambda data: data[:-1], lambda data: data[:40] + b"\xff" + data[41:]]
)
def test_a_damaged_table_is_made_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    made: list[int] = []
    whole = counted(made)()
    (file,) = folder.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    assert counted(made)() == whole
    assert counted(made)() == whole
    assert len(made) == 2


def test_where_nothing_can_be_written_each_process_makes_its_own(folder: Path) -> None:
    folder.write_bytes(b"no folder")
    made: list[int] = []
    assert counted(made)() == counted(made)()
    assert len(made) == 2


def test_a_full_disk_keeps_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    made: list[int] = []
    assert counted(made)() == counted(made)()
    assert len(made) == 2
    assert list(folder.iterdir()) == []


def test_the_name_stays_where_a_container_keeps_whole_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived_tables, "WORDS", tmp_path)
    (tmp_path / "months.toml").write_text("a")
    os.utime(tmp_path / "months.toml", ns=(0, 1_764_000_000_123_456_789))
    before = derived_tables.path_for(counted, ("babel",))
    os.utime(tmp_path / "months.toml", ns=(0, 1_764_000_000_000_000_000))
    assert derived_tables.path_for(counted, ("babel",)) == before


def test_tables_of_older_inputs_are_removed(folder: Path) -> None:
    folder.mkdir()
    (folder / "m.names.older.table").touch()
    (folder / "m.other.older.table").touch()
    counted([])()
    assert {file.name for file in folder.iterdir()} == {"m.names.key.table", "m.other.older.table"}


def test_the_name_changes_with_the_word_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derived_tables, "WORDS", tmp_path)
    (tmp_path / "months.toml").write_text("a")
    before = derived_tables.path_for(counted, ("babel",))
    (tmp_path / "months.toml").write_text("ab")
    assert derived_tables.path_for(counted, ("babel",)) != before
    assert before.parent.name == "__pycache__"


@pytest.mark.parametrize(
    "table",
    [
        places.cities,
        places.countries,
        calendar_names.months,
        calendar_names.weekdays,
        calendar_names.short_weekdays,
    ],
)
def test_what_is_kept_equals_what_is_made(folder: Path, table: Callable[[], object]) -> None:
    made = table()
    derived_tables.write(folder / "m.t.k.table", made)
    assert derived_tables.read(folder / "m.t.k.table") == made
