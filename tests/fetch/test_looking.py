"""What a look at a source sees as new: nothing is missed, nothing is told twice, and idle folders cost next to nothing."""

import os
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from newsfold.config.sources import Source
from newsfold.fetch import looking
from newsfold.fetch.looking import LISTED_AT_LEAST_EVERY, PATIENCE, Watched, is_new
from newsfold.fetch.transport import FailureClass, FetchError, FoundFile, Gap, KnownFile

NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)


@dataclass
class Clock:
    """A monotonic clock that is moved by hand."""

    at: float = 1000.0

    def __call__(self) -> float:
        return self.at


@dataclass
class Server:
    """A server that lists what it is told to, and may fail after that."""

    files: list[FoundFile | Gap] = field(default_factory=list)
    error: Exception | None = None
    seconds: float = 0.0
    clock: Clock = field(default_factory=Clock)
    closed: int = 0
    at_once: int = 1

    def list_files(self, days, after=None):
        yield from self.files
        self.clock.at += self.seconds
        if self.error is not None:
            raise self.error

    def close(self) -> None:
        self.closed += 1


def put(path: Path, *, age: timedelta = timedelta(hours=1)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("news")
    when = (NOW - age).timestamp()
    os.utime(path, (when, when))
    return path


def settle(folder: Path) -> None:
    """Let the folders' own times be past, as they are when nobody has written for a while."""
    for each in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        os.utime(each, (1_700_000_000, 1_700_000_000))


def look(watched: Watched, clock: Clock, now: datetime = NOW, *, note: bool = True) -> list[str]:
    found = watched.look([date(2025, 9, 28)], now, pytest.fail, clock)
    if note:
        watched.note(found)
    return sorted(each.name for each in found)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def watched(folder: Path) -> Watched:
    return Watched(Source("s", str(folder)), folder.parent)


def test_what_landed_is_new_until_it_was_told_once(folder, watched):
    clock = Clock()
    put(folder / "a.txt")
    assert look(watched, clock, note=False) == look(watched, clock) == ["a.txt"]
    put(folder / "deep" / "b.txt")
    assert look(watched, clock) == ["deep/b.txt"]
    put(folder / "a.txt", age=timedelta(minutes=5))
    assert look(watched, clock) == ["a.txt"]
    assert look(watched, clock) == []


def test_a_file_that_is_still_written_is_waited_for_however_quiet_the_folder_is(folder, watched):
    clock = Clock()
    put(folder / "half.txt", age=timedelta(seconds=1))
    put(folder / ".hidden.txt")
    put(folder / "copy.part")
    settle(folder)
    assert look(watched, clock) == []
    assert watched.is_restless
    assert look(watched, clock, NOW + timedelta(seconds=10)) == ["half.txt"]


def test_a_quiet_folder_is_not_listed_again_before_a_minute_has_passed(folder, watched, monkeypatch):
    clock = Clock()
    put(folder / "deep" / "a.txt")
    settle(folder)
    assert look(watched, clock) == ["deep/a.txt"]
    assert look(watched, clock) == []
    with monkeypatch.context() as patched:
        patched.setattr(looking, "OpenedFolder", None)
        assert look(watched, clock) == []
    put(folder / "deep" / "a.txt", age=timedelta(minutes=1))  # in place: the folder's time stays
    settle(folder)
    assert look(watched, clock) == []
    clock.at += LISTED_AT_LEAST_EVERY
    assert look(watched, clock) == ["deep/a.txt"]


@pytest.mark.parametrize("where", ["b.txt", "deep/b.txt", "new/b.txt"])
def test_a_quiet_folder_is_listed_at_once_where_something_was_added(folder, watched, where):
    clock = Clock()
    put(folder / "deep" / "a.txt")
    settle(folder)
    assert look(watched, clock) == ["deep/a.txt"]
    assert look(watched, clock) == []
    put(folder / where)
    assert look(watched, clock) == [where]


def test_a_folder_that_is_gone_is_told_and_looked_at_again_when_it_is_back(folder, watched):
    clock = Clock()
    put(folder / "a.txt")
    assert look(watched, clock) == ["a.txt"]
    folder.rename(folder.with_name("away"))
    assert look(watched, clock) == []
    assert "is not a folder" in watched.trouble
    since = watched.troubled_since
    clock.at += 5
    look(watched, clock)
    assert watched.troubled_since == since
    folder.with_name("away").rename(folder)
    put(folder / "b.txt")
    assert look(watched, clock) == ["b.txt"]
    assert (watched.trouble, watched.troubled_since) == (None, None)


def test_a_folder_below_that_may_not_be_read_is_named_once_and_hides_nothing_else(
    folder, watched, monkeypatch
):
    clock = Clock()
    put(folder / "open" / "a.txt")
    put(folder / "closed" / "b.txt")
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).name != "closed" and access(path, mode))
    assert set(look(watched, clock)) >= {"open/a.txt", "closed"}
    assert "closed" not in look(watched, clock)
    put(folder / "open" / "c.txt")
    assert look(watched, clock) == ["open/c.txt"]


def test_a_watch_of_months_holds_only_what_is_listed():
    clock, server = Clock(), Server()
    place = Watched(Source("wire", "https://wire.example/"), Path("/nowhere"))
    for number in range(50):
        server.files = [
            FoundFile(f"{day}.txt", f"https://wire.example/{day}.txt", modified_at=NOW)
            for day in range(number, number + 3)
        ]
        server.error = FetchError(FailureClass.SLOW, "broken off") if number % 10 == 9 else None
        place.note(place.look([date(2025, 9, 28)], NOW, lambda: server, clock))
        clock.at += 100.0
    server.error = None
    assert place.look([date(2025, 9, 28)], NOW, lambda: server, clock) == []
    assert len(place.seen) == 3


def test_a_server_is_listed_each_time_and_closed_and_its_gaps_are_no_files():
    clock, changed = Clock(), NOW - timedelta(hours=1)
    server = Server([FoundFile("a", "s3://b/a", 3, changed), Gap(FailureClass.BROKEN, "page 2")], clock=clock)
    watched = Watched(Source("s", "s3://b/", settle_seconds=5), Path("/"))
    found = watched.look([], NOW, lambda: server, clock)
    assert [each.name for each in found] == ["a"]
    watched.note(found)
    server.files.append(FoundFile("b", "s3://b/b", 3, changed))
    assert [each.name for each in watched.look([], NOW, lambda: server, clock)] == ["b"]
    assert server.closed == 2


def test_what_a_server_named_before_it_failed_counts():
    clock = Clock()
    server = Server([FoundFile("a", "s3://b/a", 3)], FetchError(FailureClass.SLOW, "no answer"), clock=clock)
    watched = Watched(Source("s", "s3://b/"), Path("/"))
    assert [each.name for each in watched.look([], NOW, lambda: server, clock)] == ["a"]
    assert watched.trouble == "no answer"


def test_looking_takes_a_small_part_of_the_time():
    clock = Clock()
    server = Server(seconds=30.0, clock=clock)
    watched = Watched(Source("s", "s3://b/", watch_seconds=1.0), Path("/"))
    watched.look([], NOW, lambda: server, clock)
    assert watched.next_look - clock.at == PATIENCE * 30.0
    server.seconds = 0.0
    watched.look([], NOW, lambda: server, clock)
    assert watched.next_look - clock.at == 1.0


@pytest.mark.parametrize(
    ("location", "stated", "seconds"),
    [("in", None, 1.0), ("s3://b/", None, 60.0), ("in", 7.0, 7.0), ("https://e.example/", 5.0, 5.0)],
)
def test_servers_are_left_alone_for_longer(location, stated, seconds):
    assert Watched(Source("s", location, watch_seconds=stated), Path("/")).seconds == seconds


FOUND = FoundFile("a", "u", 3, NOW, "e1")
KNOWN = KnownFile(1, 3, NOW, "e1", None, NOW)


@pytest.mark.parametrize(
    ("found", "known", "expected"),
    [
        (FOUND, None, True),
        (FOUND, KNOWN, False),
        (replace(FOUND, etag="e2"), KNOWN, True),
        (replace(FOUND, etag=None), KNOWN, False),
        (replace(FOUND, etag=None, modified_at=NOW + timedelta(seconds=1)), KNOWN, True),
        (replace(FOUND, etag=None, size=4), KNOWN, True),
        (replace(FOUND, etag=None, size=None), KNOWN, False),
        # The listing does not tell: the daily run asks.
        (replace(FOUND, etag=None, modified_at=None, size=None), KNOWN, False),
        (replace(FOUND, etag=None), replace(KNOWN, etag=None, modified_at=None), False),
    ],
)
def test_a_file_is_new_where_the_listing_shows_another_state_than_the_database(found, known, expected):
    assert is_new(found, known) is expected
