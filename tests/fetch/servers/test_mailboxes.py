"""Which messages of an IMAP folder are taken, and their bytes."""

import collections
import hashlib
import random
import socket
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from newsfold.config.credentials import Credentials
from newsfold.config.sources import Source
from newsfold.fetch.servers import mailboxes, remote_address
from newsfold.fetch.servers.mailboxes import OpenedMailbox, open_mailbox
from newsfold.fetch.transport import FailureClass, FetchError

NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)
ARRIVED = datetime(2025, 9, 27, 8, 30, tzinfo=timezone(timedelta(hours=9)))

pytestmark = pytest.mark.usefixtures("loopback_is_trusted")


@pytest.fixture
def open_box() -> Iterator[Callable[..., OpenedMailbox]]:
    """Opens a folder of a server as a source."""
    with ExitStack() as closing:

        def open_one(server, path: str = "", credentials: Credentials | None = None) -> OpenedMailbox:
            source = Source("herald", server.location(path))
            opened = open_mailbox(source, credentials or server.credentials, NOW)
            closing.callback(opened.close)
            return opened

        yield open_one


def message(number: int, length: int = 10) -> bytes:
    return f"Subject: report {number}\r\n\r\n".encode() + b"The river rose again.\r\n" * length


def fill(server, count: int, folder: str = "INBOX", first: int = 1) -> None:
    with server.mailbox() as client:
        for number in range(first, first + count):
            client.append(folder, message(number), msg_time=ARRIVED)


def read(opened: OpenedMailbox, found) -> bytes:
    with opened.open(found, None) as delivery:
        return delivery.stream.read()


def failure(opened: OpenedMailbox) -> FetchError:
    with pytest.raises(FetchError) as caught:
        list(opened.list_files([]))
    return caught.value


def interrupted(opened, found, interrupt) -> FetchError:
    """What reading a file raises where something happens to the server after the first bytes."""
    with opened.open(found, None) as delivery:
        delivery.stream.read(1000)
        interrupt()
        with pytest.raises(FetchError) as caught:
            collections.deque(iter(lambda: delivery.stream.read(1_000_000), b""), maxlen=0)
    return caught.value


def test_each_message_is_a_file(dovecot, open_box):
    fill(dovecot, 12)
    opened = open_box(dovecot)
    found = list(opened.list_files([]))
    assert [read(opened, each) for each in found] == [message(number) for number in range(1, 13)]
    assert {(each.size, each.modified_at) for each in found[:9]} == {(len(message(1)), ARRIVED)}
    assert all(each.modified_at.utcoffset() == timedelta(0) for each in found)
    assert [each.name for each in found] == sorted(each.name for each in found)
    assert found[0].name.endswith("/0000000001.eml")
    assert len(found[0].name) == 25
    assert found[0].uri.startswith(f"{dovecot.location('INBOX')};UIDVALIDITY=")


def test_nothing_is_marked_as_read(dovecot, open_box):
    fill(dovecot, 3)
    opened = open_box(dovecot)
    for found in opened.list_files([]):
        read(opened, found)
    with dovecot.mailbox() as client:
        client.select_folder("INBOX", readonly=True)
        assert b"\\Seen" not in [flag for flags in client.get_flags([1, 2, 3]).values() for flag in flags]


def test_a_listing_begins_after_the_last_known_message(dovecot, open_box):
    fill(dovecot, 5)
    opened = open_box(dovecot)
    known = [found.name for found in opened.list_files([])]
    assert [found.name for found in opened.list_files([], known[2])] == known[3:]
    assert list(opened.list_files([], known[-1])) == []
    fill(dovecot, 1, first=6)
    (late,) = opened.list_files([], known[-1])
    assert read(opened, late) == message(6)


def test_a_folder_that_was_numbered_anew_is_listed_from_its_beginning(dovecot, open_box):
    fill(dovecot, 3)
    opened = open_box(dovecot)
    found = list(opened.list_files([]))
    older = f"{int(found[0].name[:10]) - 1:010}/0000000002.eml"
    assert len(list(opened.list_files([], older))) == 3
    stale = replace(found[0], validity=found[0].validity - 1)
    with pytest.raises(FetchError) as caught:
        read(opened, stale)
    assert caught.value.failure is FailureClass.GONE


def test_gaps_in_the_numbers_and_long_mailboxes_are_listed_piece_by_piece(dovecot, open_box, monkeypatch):
    monkeypatch.setattr(mailboxes, "NUMBERS_AT_ONCE", 3)
    monkeypatch.setattr(mailboxes, "MESSAGES_AT_ONCE", 2)
    fill(dovecot, 14)
    with dovecot.mailbox() as client:
        client.select_folder("INBOX")
        client.delete_messages([1, 4, 5, 6, 7, 8, 9, 14])
        client.expunge()
    found = list(open_box(dovecot).list_files([]))
    assert [int(each.name[11:21]) for each in found] == [2, 3, 10, 11, 12, 13]


def test_an_empty_folder_has_no_files(dovecot, open_box):
    assert list(open_box(dovecot).list_files([])) == []


def test_a_folder_within_a_folder_is_named_with_slashes(dovecot, open_box):
    with dovecot.mailbox() as client:
        client.create_folder("Wires.Übersee 1")
    fill(dovecot, 2, "Wires.Übersee 1")
    opened = open_box(dovecot, "Wires/Übersee 1")
    assert [read(opened, found) for found in opened.list_files([])] == [message(1), message(2)]


def test_a_message_that_went_after_the_listing_is_gone(dovecot, open_box):
    fill(dovecot, 2)
    opened = open_box(dovecot)
    first, second = opened.list_files([])
    with dovecot.mailbox() as client:
        client.select_folder("INBOX")
        client.delete_messages([1])
        client.expunge()
    with pytest.raises(FetchError) as caught:
        read(opened, first)
    assert caught.value.failure is FailureClass.GONE
    assert read(opened, second) == message(2)


def test_a_large_message_is_read_in_little_memory(dovecot, open_box):
    noise = random.Random(9).randbytes(1000).hex().encode() + b"\r\n"
    body = b"Subject: large\r\n\r\n" + noise * 10_000
    with dovecot.mailbox() as client:
        client.append("INBOX", body)
    opened = open_box(dovecot)
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
    assert digest.digest() == hashlib.sha256(body).digest()
    assert peak < 8_000_000


@pytest.mark.parametrize(
    "length", [mailboxes.BLOCK_BYTES - 1, mailboxes.BLOCK_BYTES, mailboxes.BLOCK_BYTES + 1]
)
def test_the_end_is_found_wherever_a_block_ends(dovecot, open_box, length):
    start = b"Subject: x\r\n\r\n"
    body = (start + b"y" * 70 + (b"\r\n" + b"y" * 70) * length)[: length - 2] + b"\r\n"
    with dovecot.mailbox() as client:
        client.append("INBOX", body)
    opened = open_box(dovecot)
    (found,) = opened.list_files([])
    assert read(opened, found) == body


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
def test_an_encrypted_connection_is_made(dovecot, open_box, scheme):
    fill(dovecot, 1)
    port = dovecot.tls_port if scheme == "imaps" else dovecot.port
    opened = open_box(replace(dovecot, scheme=scheme, port=port))
    assert len(list(opened.list_files([]))) == 1


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
def test_an_unknown_certificate_is_refused(dovecot, open_box, scheme, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    port = dovecot.tls_port if scheme == "imaps" else dovecot.port
    assert failure(open_box(replace(dovecot, scheme=scheme, port=port))).failure is FailureClass.REFUSED


def test_an_unencrypted_connection_is_made_where_the_connection_says_so(dovecot, open_box, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    fill(dovecot, 1)
    plain = replace(dovecot.credentials, extra={"plain": "true"})
    assert len(list(open_box(dovecot, "", plain).list_files([]))) == 1


@pytest.mark.parametrize("password", ["not-this-one", "nicht-für-uns"])
def test_a_wrong_password_is_refused_and_not_told(dovecot, open_box, password):
    error = failure(open_box(dovecot, "", replace(dovecot.credentials, password=password)))
    assert error.failure is FailureClass.REFUSED
    assert password not in str(error)
    assert "source herald" in str(error)


def test_a_missing_folder_is_gone(dovecot, open_box):
    error = failure(open_box(dovecot, "No/Such"))
    assert error.failure is FailureClass.GONE
    assert dovecot.location("No/Such") in str(error)


def test_a_server_killed_in_mid_transfer_is_broken_and_works_again_later(own_dovecot, open_box):
    body = b"Subject: large\r\n\r\n" + b"z" * 70 + b"\r\n" * 2_000_000
    with own_dovecot.mailbox() as client:
        client.append("INBOX", body)
    opened = open_box(own_dovecot)
    (found,) = opened.list_files([])
    assert interrupted(opened, found, own_dovecot.program.kill).failure is FailureClass.BROKEN
    own_dovecot.program.start()
    assert read(opened, found) == body


def test_a_server_that_says_nothing_is_slow(open_box, monkeypatch):
    monkeypatch.setattr(remote_address, "CONNECT_SECONDS", 0.2)
    monkeypatch.setattr(remote_address, "READ_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        location = f"imap://127.0.0.1:{silent.getsockname()[1]}/"
        opened = open_mailbox(Source("herald", location), Credentials("desk", "word"), NOW)
        assert failure(opened).failure is FailureClass.SLOW


@pytest.mark.parametrize(
    ("location", "credentials"),
    [
        ("imaps://127.0.0.1/{day}", Credentials("desk", "word")),
        ("imaps://127.0.0.1/", Credentials("desk")),
        ("imaps://127.0.0.1/", Credentials(password="word")),
        ("imaps:///INBOX", Credentials("desk", "word")),
        ("imaps://127.0.0.1:x/INBOX", Credentials("desk", "word")),
    ],
)
def test_what_can_never_work_is_refused_at_once(location, credentials):
    with pytest.raises(FetchError) as caught:
        open_mailbox(Source("herald", location), credentials, NOW)
    assert caught.value.failure is FailureClass.REFUSED
