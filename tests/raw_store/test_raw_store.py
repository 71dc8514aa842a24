"""The raw store keeps bytes whole, once, under their hash."""

import errno
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsfold.config.disk_room import NoRoom
from newsfold.raw_store.contract import TooLarge
from newsfold.raw_store.raw_store import RawStore


class Breaking(io.BytesIO):
    """A stream that fails after its first chunk."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError("the line went dead")
        return super().read(3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=4000))
def test_what_is_added_can_be_read_under_its_hash(tmp_path, data):
    store = RawStore(tmp_path)
    stored = store.add(io.BytesIO(data))
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert stored.size == len(data)
    assert store.read(stored.sha256) == data


def test_the_same_bytes_are_kept_once(tmp_path):
    store = RawStore(tmp_path)
    first = store.path(store.add(io.BytesIO(b"news")).sha256).stat()
    second = store.path(store.add(io.BytesIO(b"news")).sha256).stat()
    assert first.st_ino == second.st_ino
    assert [path.name for path in (tmp_path / "incoming").iterdir()] == []


def test_a_broken_stream_leaves_nothing_behind(tmp_path):
    with pytest.raises(OSError, match="went dead"):
        RawStore(tmp_path).add(Breaking(b"half a file"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_named(tmp_path, monkeypatch, code):
    def full(descriptor: int) -> None:
        raise OSError(code, "no room")

    monkeypatch.setattr("newsfold.raw_store.raw_store.os.fsync", full)
    with pytest.raises(NoRoom, match=f"no room for the raw store in {tmp_path}: ") as raised:
        RawStore(tmp_path).add(io.BytesIO(b"news"))
    assert raised.value.errno == code
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_more_than_the_limit_leaves_nothing_behind(tmp_path):
    with pytest.raises(TooLarge, match="more than 10 bytes"):
        RawStore(tmp_path).add(io.BytesIO(b"x" * 11), limit=10)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert RawStore(tmp_path).add(io.BytesIO(b"x" * 10), limit=10).size == 10


def test_many_writers_of_the_same_bytes_do_not_disturb_each_other(tmp_path):
    store = RawStore(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        hashes = set(pool.map(lambda _: store.add(io.BytesIO(b"x" * 3_000_000)).sha256, range(16)))
    assert len(hashes) == 1
    assert store.read(hashes.pop()) == b"x" * 3_000_000


def test_missing_bytes_are_named(tmp_path):
    with pytest.raises(FileNotFoundError):
        RawStore(tmp_path).read("ab" * 32)


def test_an_entry_of_the_journal_is_written_once_and_never_changed(tmp_path):
    store = RawStore(tmp_path)
    assert store.journal_names() == []
    for name in ("2", "10", "1"):
        store.write_journal(name, name.encode())
    store.write_journal("1", b"something else")
    assert store.journal_names() == ["1", "10", "2"]
    assert store.read_journal("1") == b"1"
    with pytest.raises(FileNotFoundError):
        store.read_journal("3")
    assert list((tmp_path / "incoming").iterdir()) == []


def test_the_journal_is_not_taken_for_bytes(tmp_path):
    store = RawStore(tmp_path)
    store.write_journal("a" * 64, b"x")
    assert list(store.hashes(datetime(2100, 1, 1, tzinfo=UTC))) == []
