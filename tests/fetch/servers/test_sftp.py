"""What is particular to SFTP: host keys, links, private keys, and names with line breaks."""

import collections
import os
import socket
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import asyncssh
import pytest

from newsfold.config.credentials import Credentials
from newsfold.config.sources import Source
from newsfold.fetch.servers import remote_address
from newsfold.fetch.servers.remote_folders import open_remote_folder
from newsfold.fetch.transport import FailureClass, FetchError

NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)


def put(path: Path, content: str = "news") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def files(server, path, credentials: Credentials | None = None) -> dict[str, bytes]:
    source = Source("herald", server.location(path))
    with closing(open_remote_folder(source, credentials or server.credentials, NOW)) as opened:
        taken = {}
        for found in opened.list_files([]):
            with opened.open(found, None) as delivery:
                taken[found.name] = delivery.stream.read()
        return taken


def interrupted(opened, found, interrupt) -> FetchError:
    """What reading a file raises where something happens to the server after the first bytes."""
    with opened.open(found, None) as delivery:
        delivery.stream.read(1000)
        interrupt()
        with pytest.raises(FetchError) as caught:
            collections.deque(iter(lambda: delivery.stream.read(1_000_000), b""), maxlen=0)
    return caught.value


def refusal(server, path, **extra) -> str:
    credentials = replace(server.credentials, extra={**server.credentials.extra, **extra})
    with pytest.raises(FetchError) as caught:
        files(server, path, credentials)
    assert caught.value.failure is FailureClass.REFUSED
    return str(caught.value)


def test_a_link_is_taken_only_where_it_leads_to_a_file_below_the_folder(sshd, tmp_path):
    put(tmp_path / "in/a.txt", "inside")
    secret, folder = put(tmp_path / "secret.txt"), tmp_path / "in"
    put(tmp_path / "in-too/b.txt")
    for name, target in (
        ("out.txt", secret),
        ("up.txt", "../secret.txt"),
        ("neighbour.txt", "../in-too/b.txt"),
        ("alias.txt", "a.txt"),
        ("loop", "loop"),
        ("self", "."),
        ("all", "/"),
        ("dead.txt", "nothing"),
    ):
        (folder / name).symlink_to(target)
    assert files(sshd, folder) == {"a.txt": b"inside", "alias.txt": b"inside"}


def test_a_link_whose_target_turns_into_a_way_out_is_not_followed(sshd, tmp_path):
    put(tmp_path / "in/a.txt", "inside")
    put(tmp_path / "secret.txt", "secret")
    (tmp_path / "in/alias.txt").symlink_to("a.txt")
    with closing(
        open_remote_folder(Source("herald", sshd.location(tmp_path / "in")), sshd.credentials, NOW)
    ) as opened:
        found = {each.name: each for each in opened.list_files([])}
        (tmp_path / "in/alias.txt").unlink()
        (tmp_path / "in/alias.txt").symlink_to("../secret.txt")
        with opened.open(found["alias.txt"], None) as delivery:
            assert delivery.stream.read() == b"inside"


def test_a_declared_folder_may_be_a_link(sshd, tmp_path):
    put(tmp_path / "real/a.txt")
    (tmp_path / "in").symlink_to("real")
    assert files(sshd, tmp_path / "in") == {"a.txt": b"news"}


def test_pipes_are_left_alone(sshd, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    put(tmp_path / "a.txt")
    assert files(sshd, tmp_path) == {"a.txt": b"news"}


def test_a_name_may_hold_a_line_break(sshd, tmp_path):
    put(tmp_path / "a\nb.txt")
    assert files(sshd, tmp_path) == {"a\nb.txt": b"news"}


def test_a_tilde_stands_for_the_folder_of_the_login(sshd):
    source = Source("herald", sshd.location("~/"))
    with closing(open_remote_folder(source, sshd.credentials, NOW)) as opened:
        root, _ = opened.find_starts([])
    home = sshd.credentials.login and Path(f"~{sshd.credentials.login}").expanduser()
    assert root == os.fsencode(home)


def test_without_a_host_key_it_is_refused_with_the_way_to_get_one(sshd, tmp_path):
    message = refusal(sshd, tmp_path, host_key=None)
    assert f"ssh-keyscan -p {sshd.port} 127.0.0.1" in message


def test_another_host_key_is_refused(sshd, tmp_path):
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    assert "herald" in refusal(sshd, tmp_path, host_key=other)


def test_another_kind_of_host_key_is_refused(sshd, tmp_path):
    other = asyncssh.generate_private_key("ecdsa-sha2-nistp256").export_public_key().decode()
    refusal(sshd, tmp_path, host_key=other)


@pytest.mark.parametrize("text", ["rubbish", "ssh-ed25519 AAAAZZ", "ssh-ed25519 AAAA====", "# only a note"])
def test_a_host_key_that_is_none_is_refused(sshd, tmp_path, text):
    assert "host_key" in refusal(sshd, tmp_path, host_key=text)


@pytest.mark.parametrize(
    "form",
    [
        "{kind} {key} somebody@somewhere",
        "[127.0.0.1]:22 {kind} {key}",
        "{key}",
        "# ssh-keyscan says:\nnews.example {kind} {key}\n",
    ],
)
def test_a_host_key_may_be_written_as_tools_print_it(sshd, tmp_path, form):
    put(tmp_path / "a.txt")
    kind, key = sshd.credentials.extra["host_key"].split()[:2]
    extra = {**sshd.credentials.extra, "host_key": form.format(kind=kind, key=key)}
    assert files(sshd, tmp_path, replace(sshd.credentials, extra=extra)) == {"a.txt": b"news"}


def test_a_private_key_may_have_a_passphrase(sshd, tmp_path):
    put(tmp_path / "a.txt")
    key = asyncssh.import_private_key(sshd.credentials.extra["private_key"])
    locked = key.export_private_key("pkcs8-pem", passphrase="seven words").decode()
    extra = {**sshd.credentials.extra, "private_key": locked, "private_key_passphrase": "seven words"}
    assert files(sshd, tmp_path, replace(sshd.credentials, extra=extra)) == {"a.txt": b"news"}
    message = refusal(sshd, tmp_path, private_key=locked, private_key_passphrase="eight words")
    assert "private_key" in message
    assert "eight words" not in message


def test_a_private_key_that_is_none_is_refused_and_not_told(sshd, tmp_path):
    assert "rubbish-key" not in refusal(sshd, tmp_path, private_key="rubbish-key")


def test_a_connection_without_login_is_refused(sshd, tmp_path):
    with pytest.raises(FetchError, match="login") as caught:
        files(sshd, tmp_path, replace(sshd.credentials, login=None))
    assert caught.value.failure is FailureClass.REFUSED


def test_no_thread_is_left_behind(sshd, tmp_path):
    put(tmp_path / "a.txt")
    files(sshd, tmp_path)
    assert not [thread.name for thread in threading.enumerate() if thread.name == "sftp herald"]


def test_a_server_that_stops_answering_in_mid_transfer_is_slow(own_sshd, tmp_path, monkeypatch):
    put(tmp_path / "large.txt", "x" * 20_000_000)
    source = Source("herald", own_sshd.location(tmp_path))
    with closing(open_remote_folder(source, own_sshd.credentials, NOW)) as opened:
        (found,) = opened.list_files([])
        monkeypatch.setattr(remote_address, "READ_SECONDS", 0.3)

        def stop() -> None:
            for process in own_sshd.program.process.children(recursive=True):
                process.suspend()

        assert interrupted(opened, found, stop).failure is FailureClass.SLOW


def test_a_server_of_another_kind_is_broken(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 10)

        thread = threading.Thread(target=answer)
        thread.start()
        location = f"sftp://127.0.0.1:{server.getsockname()[1]}/in"
        login = Credentials("desk", extra={"no_host_key_check": True})
        with closing(open_remote_folder(Source("herald", location), login, NOW)) as opened:
            with pytest.raises(FetchError) as caught:
                list(opened.list_files([]))
        thread.join()
    assert caught.value.failure is FailureClass.BROKEN
