"""IMAP folders: each message is a file, and none is marked as read."""

import contextlib
import imaplib
import re
import ssl
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from urllib.parse import quote

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, LoginError

from newsfold.config.credentials import Credentials
from newsfold.config.sources import Source
from newsfold.fetch.block_stream import stream_of
from newsfold.fetch.servers import remote_address
from newsfold.fetch.servers.remote_address import Server, find_server, is_on
from newsfold.fetch.transport import Delivery, FailureClass, FetchError, FoundFile, KnownFile

PORTS = {"imap": 143, "imaps": 993}
BLOCK_BYTES = 262_144
#: How many numbers of messages are looked at in one search: a line of the answer has a limit in imaplib.
NUMBERS_AT_ONCE = 50_000
MESSAGES_AT_ONCE = 200
#: Numbers have 32 bits (RFC 3501, 2.3.1.1).
MOST_NUMBERS = 2**32
#: What a server may say in answer to one question, pieces of messages left out.
ANSWER_BYTES = 64_000_000
NAME = re.compile(r"(\d{10})/(\d{10})\.eml")


@dataclass(frozen=True, slots=True)
class Message(FoundFile):
    """A message: its number in its folder, and the number of the folder's numbering."""

    uid: int = 0
    validity: int = 0


@dataclass(slots=True)
class Folder:
    """An open folder. `next_uid` is what the next message will have; each older one has less."""

    client: IMAPClient
    validity: int
    next_uid: int


@dataclass(slots=True)
class OpenedMailbox:
    """A folder on an IMAP server that is being fetched, over one connection."""

    server: Server
    folder: Folder | None = None
    client: IMAPClient | None = None
    lock: threading.RLock = field(default_factory=threading.RLock)
    at_once: int = 1

    def list_files(self, days: Sequence[date], after: str | None = None) -> Iterator[FoundFile]:
        """All messages, or those that came after one. A message is whole once it is there, so none is left to settle.

        Their names `<numbering>/<number>.eml` hold ten digits each, so that later ones come later as text. Where the server
        has numbered its messages anew, all of them come again under new names.
        """
        with self.fetch_errors(""), self.lock:
            folder = self.open_folder(again=True)
        known = NAME.fullmatch(after or "")
        first = int(known[2]) + 1 if known and int(known[1]) == folder.validity else 1
        count = NUMBERS_AT_ONCE
        while first < min(folder.next_uid, MOST_NUMBERS):
            last = min(first + count, folder.next_uid) - 1
            try:
                uids = self.search(folder.validity, first, last)
            except FetchError as error:
                if error.failure is not FailureClass.BROKEN or count <= NUMBERS_AT_ONCE:
                    raise
                count = NUMBERS_AT_ONCE  # the answer may have been too long for one line
                continue
            for at in range(0, len(uids), MESSAGES_AT_ONCE):
                yield from self.describe(folder.validity, uids[at : at + MESSAGES_AT_ONCE])
            # Skip unused numbers in growing steps: the server's next number may be absurdly large.
            first, count = last + 1, NUMBERS_AT_ONCE if uids else 2 * count

    def search(self, validity: int, first: int, last: int) -> list[int]:
        """The numbers of the messages that are there, from one to another."""
        with self.fetch_errors(""), self.lock:
            found = self.open_folder(validity).client.search(["UID", f"{first}:{last}"])
        return sorted(uid for uid in found if first <= uid <= last)

    def describe(self, validity: int, uids: Sequence[int]) -> Iterator[Message]:
        """The messages with certain numbers that are still there."""
        with self.fetch_errors(""), self.lock:
            client = self.open_folder(validity).client
            answers = client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"])
        for uid, parts in answers.items():
            name = f"{validity:010}/{uid:010}.eml"
            size, when = parts.get(b"RFC822.SIZE"), parts.get(b"INTERNALDATE")
            when = when.astimezone(UTC) if isinstance(when, datetime) else None
            yield Message(name, self.uri(uid, validity), size, when, uid=uid, validity=validity)

    @contextlib.contextmanager
    def open(self, found: FoundFile, known: KnownFile | None) -> Iterator[Delivery | None]:
        """A message's bytes. Raises FetchError, also while they are read."""
        assert isinstance(found, Message)
        with contextlib.closing(self.blocks(found)) as blocks:
            first = next(blocks)
            yield Delivery(stream_of(chain(first, blocks)), found.size)

    def blocks(self, message: Message) -> Generator[bytes, None, None]:
        """A message's bytes, asked for block by block. Not marked as read (BODY.PEEK, RFC 3501, 6.4.5)."""
        offset = 0
        while True:
            with self.fetch_errors(message.uri), self.lock:
                client = self.open_folder(message.validity).client
                part = f"BODY.PEEK[]<{offset}.{BLOCK_BYTES}>"
                answer = client.fetch([message.uid], [part]).get(message.uid)
            block = (answer or {}).get(f"BODY[]<{offset}>".encode()) or b""
            # Some servers send NIL as the body of a message that was just deleted.
            if answer is None or not (block or offset):
                raise self.server.failed(FailureClass.GONE, message.uri, "the message is not there any more")
            offset += len(block)
            yield block
            if not block or (len(block) < BLOCK_BYTES and offset >= (message.size or 0)):
                return

    def abort(self) -> None:
        """Close the connection at once, also while it is used. Never blocks: it does not take the lock."""
        client = self.client
        if client is not None:
            shut(client)

    def close(self) -> None:
        with self.lock:
            folder, self.folder = self.folder, None
            if folder is not None:
                try:
                    folder.client.logout()
                except (imaplib.IMAP4.error, OSError):
                    shut(folder.client)

    def open_folder(self, validity: int | None = None, *, again: bool = False) -> Folder:
        """The folder, open for reading only. `again` looks for new messages. Raises FetchError where its messages are
        numbered in another way than `validity`, and what imaplib raises.
        """
        if self.folder is None:
            client = self.client = dial(self.server)
            with shut_on_failure(client):
                log_in(client, self.server)
                self.folder = examine(client, self.server)
        elif again:
            self.folder = examine(self.folder.client, self.server)
        if validity not in (None, self.folder.validity):
            raise self.server.failed(FailureClass.GONE, self.uri(), "its messages were numbered anew")
        return self.folder

    def uri(self, uid: int | None = None, validity: int | None = None) -> str:
        """The URI of the folder, or of a message in it (RFC 5092)."""
        folder = f"{self.server.address}/{quote(folder_path(self.server))}"
        return folder if uid is None else f"{folder};UIDVALIDITY={validity}/;UID={uid}"

    @contextlib.contextmanager
    def fetch_errors(self, uri: str) -> Iterator[None]:
        """Errors of imaplib become FetchError; after one of the connection, the next request opens a new connection."""
        try:
            yield
        except FetchError:
            raise
        except (imaplib.IMAP4.error, OSError, ValueError) as error:
            failure = failure_of(error)
            if failure is not FailureClass.GONE:
                self.drop()
            raise self.server.failed(failure, uri or self.uri(), error) from error

    def drop(self) -> None:
        """Give up a connection that has failed."""
        with self.lock:
            folder, self.folder = self.folder, None
        if folder is not None:
            shut(folder.client)


class NoSuchFolder(imaplib.IMAP4.error):
    """The server has no such folder, or none for us."""


def open_mailbox(source: Source, credentials: Credentials, now: datetime) -> OpenedMailbox:
    """A folder on an IMAP server: INBOX, or what the location's path names, with `/` between its parts. Nothing is connected
    yet.

    `imaps` is TLS from the start. `imap` changes to TLS before the login, unless the connection's extra says `plain = true`.
    Raises FetchError where the connection can't be used.
    """
    server = find_server(source, credentials, PORTS)
    if "{day" in server.path:
        raise server.failed(FailureClass.REFUSED, source.location, "a mailbox can't be named by a day")
    if not server.login or credentials.password is None:
        raise server.failed(FailureClass.REFUSED, server.address, "its connection holds no password")
    return OpenedMailbox(server)


def folder_path(server: Server) -> str:
    """The folder's name with `/` between its parts."""
    return server.path.strip("/") or "INBOX"


def dial(server: Server) -> IMAPClient:
    """A connection, not yet logged in. Raises what imaplib raises."""
    timeout = SocketTimeout(remote_address.CONNECT_SECONDS, remote_address.READ_SECONDS)
    client = IMAPClient(server.host, server.port, ssl=server.scheme == "imaps", timeout=timeout)
    client.normalise_times = False  # times with their zone
    bound_answers(client)
    return client


def log_in(client: IMAPClient, server: Server) -> None:
    if server.scheme == "imap" and not is_on(server.credentials.extra.get("plain")):
        client.starttls()
    login, password = server.login, server.credentials.password or ""
    if (login + password).isascii():
        client.login(login, password)
    else:
        client.plain_login(login, password)


@contextlib.contextmanager
def shut_on_failure(client: IMAPClient) -> Iterator[None]:
    """Close the connection where the block raises."""
    try:
        yield
    except BaseException:
        shut(client)
        raise


def shut(client: IMAPClient) -> None:
    """End a connection that may be broken."""
    with contextlib.suppress(imaplib.IMAP4.error, OSError):
        client.shutdown()


def bound_answers(client: IMAPClient) -> None:
    """Let no server send longer pieces than are asked for, nor lines without end: imaplib keeps all of them."""
    read, readline, send = client._imap.read, client._imap.readline, client._imap.send
    received = 0

    def read_bounded(size: int) -> bytes:
        if size > 4 * BLOCK_BYTES:
            raise imaplib.IMAP4.abort(f"the server sends {size} bytes in one piece")
        piece: bytes = read(size)
        return piece

    def readline_bounded() -> bytes:
        nonlocal received
        line: bytes = readline()
        received += len(line)
        if received > ANSWER_BYTES:
            raise imaplib.IMAP4.abort(f"the server answers with more than {ANSWER_BYTES} bytes")
        return line

    def send_counted(data: bytes) -> None:
        nonlocal received
        received = 0
        send(data)

    client._imap.read, client._imap.readline, client._imap.send = (
        read_bounded,
        readline_bounded,
        send_counted,
    )


def examine(client: IMAPClient, server: Server) -> Folder:
    """Open the server's folder for reading only."""
    parts = folder_path(server).split("/")
    if len(parts) > 1:
        _, delimiter, _ = client.list_folders("", "")[0]
        parts = [(delimiter or b"/").decode("ascii").join(parts)]
    try:
        answer = client.select_folder(parts[0], readonly=True)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise NoSuchFolder(str(error)) from error
    validity, next_uid = answer.get(b"UIDVALIDITY"), answer.get(b"UIDNEXT")
    if next_uid is None:
        next_uid = client.folder_status(parts[0], ["UIDNEXT"])[b"UIDNEXT"]
    return Folder(client, int(validity), int(next_uid))


def failure_of(error: Exception) -> FailureClass:
    """The class of a failure, by the type of the error and the response code in it (RFC 5530)."""
    text = str(error)
    if "[UNAVAILABLE]" in text or "[INUSE]" in text or isinstance(error, TimeoutError):
        return FailureClass.SLOW
    if isinstance(error, LoginError | CapabilityError | ssl.SSLCertVerificationError) or "[NOPERM]" in text:
        return FailureClass.REFUSED
    return FailureClass.GONE if isinstance(error, NoSuchFolder) else FailureClass.BROKEN


def chain(first: bytes, blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The first block, and those that follow."""
    yield first
    yield from blocks
