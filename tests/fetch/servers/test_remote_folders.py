"""Which files of an SFTP or FTP server are taken, and their bytes."""

import collections
import hashlib
import os
import random
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from newsfold.config.credentials import Credentials
from newsfold.config.sources import Source
from newsfold.fetch.servers import remote_address
from newsfold.fetch.servers.remote_folders import OpenedRemoteFolder, open_remote_folder
from newsfold.fetch.transport import FailureClass, FetchError

NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)


@pytest.fixture(params=["sshd", "ftp_server", "old_ftp_server", "ftps_server"])
def server(request):
    """Each kind of server. What ftps needs to be trusted is set for all."""
    found = request.getfixturevalue(request.param)
    request.getfixturevalue("loopback_is_trusted")
    return found


@pytest.fixture
def own_server(request):
    """Servers that may be killed; by the name of the fixture."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def open_folder() -> Iterator[Callable[..., OpenedRemoteFolder]]:
    """Opens a path of a server as a source; other keys as given."""
    with ExitStack() as closing:

        def open_one(server, path, credentials: Credentials | None = None, **keys) -> OpenedRemoteFolder:
            source = Source("herald", server.location(path), **keys)
            opened = open_remote_folder(source, credentials or server.credentials, NOW)
            closing.callback(opened.close)
            return opened

        yield open_one


def put(folder, name: str | bytes, content: bytes = b"news", age: timedelta = timedelta(hours=1)) -> None:
    path = os.path.join(os.fsencode(folder), name.encode() if isinstance(name, str) else name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
    when = (NOW - age).timestamp()
    os.utime(path, (when, when))


def names(opened: OpenedRemoteFolder, days=(), after: str | None = None) -> list[str]:
    return [found.name for found in opened.list_files(days, after)]


def read(opened: OpenedRemoteFolder, found) -> bytes:
    with opened.open(found, None) as delivery:
        return delivery.stream.read()


def interrupted(opened, found, interrupt) -> FetchError:
    """What reading a file raises where something happens to the server after the first bytes."""
    with opened.open(found, None) as delivery:
        delivery.stream.read(1000)
        interrupt()
        with pytest.raises(FetchError) as caught:
            collections.deque(iter(lambda: delivery.stream.read(1_000_000), b""), maxlen=0)
    return caught.value


def failure(opened: OpenedRemoteFolder) -> FetchError:
    with pytest.raises(FetchError) as caught:
        list(opened.list_files([]))
    return caught.value


def test_a_folder_means_everything_below_it(server, open_folder, tmp_path):
    put(tmp_path, "in/b.txt", b"four")
    put(tmp_path, "in/deep/er/a.html")
    put(tmp_path, "beside.txt")
    found = {each.name: each for each in open_folder(server, tmp_path / "in").list_files([])}
    assert set(found) == {"b.txt", "deep/er/a.html"}
    assert (found["b.txt"].size, found["b.txt"].modified_at) == (4, NOW - timedelta(hours=1))
    assert found["b.txt"].uri == server.location(tmp_path / "in/b.txt")


@pytest.mark.parametrize(
    ("glob", "expected"),
    [
        ("*.txt", ["a.txt"]),
        ("*/*.txt", ["x/b.txt", "y/b.txt"]),
        ("**/*.txt", ["a.txt", "x/b.txt", "x/z/c.txt", "y/b.txt"]),
        ("x/**", ["b.txt", "z/c.txt"]),
        ("[xy]/**/c.txt", ["x/z/c.txt"]),
        ("x/b.txt", ["b.txt"]),
        ("nothing/*.txt", None),
    ],
)
def test_a_glob_takes_what_it_names(server, open_folder, tmp_path, glob, expected):
    for name in ("a.txt", "a.html", "x/b.txt", "y/b.txt", "x/z/c.txt"):
        put(tmp_path, "in/" + name)
    opened = open_folder(server, f"{tmp_path}/in/{glob}")
    if expected is None:
        assert failure(opened).failure is FailureClass.GONE
    else:
        assert sorted(names(opened)) == expected


def test_the_day_stands_for_each_day_of_the_run(server, open_folder, tmp_path):
    for day in ("25", "26", "27"):
        put(tmp_path, f"in/2025/09/{day}/a.txt")
    days = [date(2025, 9, 26), date(2025, 9, 27), date(2025, 9, 28)]
    opened = open_folder(server, f"{tmp_path}/in/{{day:%Y/%m/%d}}/*.txt")
    assert sorted(names(opened, days)) == ["2025/09/26/a.txt", "2025/09/27/a.txt"]


def test_a_day_without_a_folder_is_not_a_failure(server, open_folder, tmp_path):
    (tmp_path / "in").mkdir()
    assert names(open_folder(server, f"{tmp_path}/in/{{day}}"), [date(2025, 9, 26)]) == []


def test_hidden_unfinished_and_fresh_files_are_left_out(server, open_folder, tmp_path):
    for name in (".a", ".git/a.txt", "a.part", "b~", "deep/.hidden/b.txt", "ready.txt"):
        put(tmp_path, name)
    put(tmp_path, "fresh.txt", age=timedelta(seconds=2))
    put(tmp_path, "clock-ahead.txt", age=timedelta(days=-400))
    assert sorted(names(open_folder(server, tmp_path))) == ["clock-ahead.txt", "ready.txt"]


def test_names_that_grow_are_listed_in_order_after_the_last_known_one(server, open_folder, tmp_path):
    for name in ("a/1.txt", "a/2.txt", "a-b/1.txt", "a.txt", "b/1.txt", "b/c/1.txt"):
        put(tmp_path, name)
    opened = open_folder(server, tmp_path, names_grow=True)
    assert names(opened) == ["a-b/1.txt", "a.txt", "a/1.txt", "a/2.txt", "b/1.txt", "b/c/1.txt"]
    assert names(opened, after="a/1.txt") == ["a/2.txt", "b/1.txt", "b/c/1.txt"]


def test_where_names_grow_a_file_still_being_written_ends_the_listing(server, open_folder, tmp_path):
    put(tmp_path, "1.txt")
    put(tmp_path, "2.txt", age=timedelta(seconds=2))
    put(tmp_path, "3.txt")
    assert names(open_folder(server, tmp_path, names_grow=True)) == ["1.txt"]


@pytest.mark.parametrize(
    "name", [b"caf\xe9.txt", "Zürich 100%.txt".encode(), b"a?b#c.txt", b"..txt..", b"-l", b"a;b=c d.txt"]
)
def test_odd_names_are_found_and_read(server, open_folder, tmp_path, name):
    if name.startswith(b"."):
        name = b"x" + name
    put(tmp_path, name, b"odd")
    opened = open_folder(server, tmp_path)
    (found,) = opened.list_files([])
    assert found.name == name.decode(errors="backslashreplace")
    assert read(opened, found) == b"odd"


def test_many_files_at_once_have_the_right_bytes_each(server, open_folder, tmp_path):
    for number in range(300):
        put(tmp_path, f"{number % 7}/{number}.txt", f"report {number} ".encode() * (number % 50))
    opened = open_folder(server, tmp_path)
    found = list(opened.list_files([]))
    assert len(found) == 300
    with ThreadPoolExecutor(opened.at_once) as pool:
        for each, content in zip(found, pool.map(lambda each: read(opened, each), found), strict=True):
            number = int(each.name.split("/")[1].removesuffix(".txt"))
            assert content == f"report {number} ".encode() * (number % 50)


def test_a_large_file_is_read_in_little_memory(server, open_folder, tmp_path):
    block = random.Random(7).randbytes(1_000_003)
    put(tmp_path, "large.bin", block * 40)
    opened = open_folder(server, tmp_path)
    (found,) = opened.list_files([])
    digest = hashlib.sha256()
    tracemalloc.start()
    try:
        with opened.open(found, None) as delivery:
            while chunk := delivery.stream.read(1_048_576):
                digest.update(chunk)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert digest.digest() == hashlib.sha256(block * 40).digest()
    assert peak < 12_000_000


def test_a_stream_that_is_left_early_leaves_the_rest_working(server, open_folder, tmp_path):
    put(tmp_path, "large.bin", bytes(5_000_000))
    opened = open_folder(server, tmp_path)
    (found,) = opened.list_files([])
    for _ in range(5):
        with opened.open(found, None) as delivery:
            assert len(delivery.stream.read(10)) == 10
    assert read(opened, found) == bytes(5_000_000)


def test_a_missing_folder_is_gone(server, open_folder, tmp_path):
    error = failure(open_folder(server, tmp_path / "nothing"))
    assert error.failure is FailureClass.GONE
    assert "source herald" in str(error)
    assert "/nothing" in str(error)


def test_a_file_that_went_after_the_listing_is_gone(server, open_folder, tmp_path):
    put(tmp_path, "a.txt")
    put(tmp_path, "b.txt")
    opened = open_folder(server, tmp_path)
    found = {each.name: each for each in opened.list_files([])}
    (tmp_path / "a.txt").unlink()
    with pytest.raises(FetchError) as caught:
        read(opened, found["a.txt"])
    assert caught.value.failure is FailureClass.GONE
    assert read(opened, found["b.txt"]) == b"news"


def test_a_wrong_password_is_refused_and_not_told(server, open_folder, tmp_path):
    extra = {name: value for name, value in server.credentials.extra.items() if name == "host_key"}
    wrong = replace(server.credentials, password="not-this-one", extra=extra)
    error = failure(open_folder(server, tmp_path, wrong))
    assert error.failure is FailureClass.REFUSED
    assert "not-this-one" not in str(error)


KILLED = pytest.mark.parametrize("own_server", ["own_sshd", "own_ftp_server"], indirect=True)


@KILLED
def test_a_server_killed_in_mid_transfer_is_broken_and_works_again_later(own_server, open_folder, tmp_path):
    content = random.Random(8).randbytes(20_000_000)
    put(tmp_path, "large.bin", content)
    opened = open_folder(own_server, tmp_path)
    (found,) = opened.list_files([])
    assert interrupted(opened, found, own_server.program.kill).failure is FailureClass.BROKEN
    with pytest.raises(FetchError) as caught:
        read(opened, found)
    assert caught.value.failure is FailureClass.BROKEN
    own_server.program.start()
    assert read(opened, found) == content
    assert names(opened) == ["large.bin"]


@KILLED
def test_an_idle_connection_that_was_lost_is_made_again(own_server, open_folder, tmp_path, monkeypatch):
    monkeypatch.setattr("newsfold.fetch.servers.ftp.FRESH_SECONDS", 0.0)
    put(tmp_path, "a.txt")
    opened = open_folder(own_server, tmp_path)
    (found,) = opened.list_files([])
    own_server.program.kill()
    own_server.program.start()
    assert read(opened, found) == b"news"


@pytest.mark.parametrize("scheme", ["sftp", "ftp", "ftps"])
def test_a_server_that_says_nothing_is_slow(monkeypatch, scheme):
    monkeypatch.setattr(remote_address, "CONNECT_SECONDS", 0.2)
    monkeypatch.setattr(remote_address, "READ_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        location = f"{scheme}://127.0.0.1:{silent.getsockname()[1]}/in"
        login = Credentials("desk", "secret-word", extra={"no_host_key_check": True})
        opened = open_remote_folder(Source("herald", location), login, NOW)
        try:
            error = failure(opened)
        finally:
            opened.close()
    assert error.failure is FailureClass.SLOW
    assert "secret-word" not in str(error)


@pytest.mark.parametrize("scheme", ["sftp", "ftp"])
def test_a_server_that_is_not_there_is_broken(scheme):
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        location = f"{scheme}://127.0.0.1:{taken.getsockname()[1]}/in"
        login = Credentials("desk", "word", extra={"no_host_key_check": "true"})
        opened = open_remote_folder(Source("herald", location), login, NOW)
        try:
            assert failure(opened).failure is FailureClass.BROKEN
        finally:
            opened.close()


def test_the_connection_says_where_the_server_is_if_the_location_does_not(ftp_server, tmp_path):
    put(tmp_path, "a.txt")
    login = replace(ftp_server.credentials, host="127.0.0.1", port=ftp_server.port)
    opened = open_remote_folder(Source("herald", f"ftp://{tmp_path}"), login, NOW)
    assert names(opened) == ["a.txt"]
    opened.close()


def test_a_location_without_any_host_is_refused():
    with pytest.raises(FetchError) as caught:
        open_remote_folder(Source("herald", "sftp:///in"), Credentials("desk"), NOW)
    assert caught.value.failure is FailureClass.REFUSED
