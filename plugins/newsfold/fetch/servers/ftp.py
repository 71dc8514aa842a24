"""FTP, plain or with TLS that is asked for (AUTH TLS, RFC 4217): passive, each transfer on a connection of its own.

ftplib itself: fsspec's FTP starts a transfer anew for each block, and checks no certificate.
"""

import contextlib
import ftplib
import posixpath
import re
import socket
import ssl
import threading
import time
from collections.abc import Generator, Iterator
from datetime import UTC, datetime

from newsfold.fetch.servers import remote_address
from newsfold.fetch.servers.contract import Entry, Kind
from newsfold.fetch.servers.remote_address import Server
from newsfold.fetch.transport import FailureClass, FetchError

BLOCK_BYTES = 262_144
#: A connection that was unused for longer is asked whether it is still there.
FRESH_SECONDS = 5.0
# ValueError: a name that no command can hold, such as one with a line break.
ERRORS = (ftplib.Error, OSError, EOFError, ValueError)
KINDS = {"file": Kind.FILE, "dir": Kind.FOLDER}
#: A line of `ls -l`: type and rights, links, owner, group, size, month, day, time or year, name.
LINE = re.compile(r"([a-z-])\S{9,10}\s+\d+\s+\S+\s+\S+\s+(\d+)\s+\S+\s+\S+\s+[\d:]+ (.+)")


class SecureFTP(ftplib.FTP_TLS):
    """FTP with TLS whose data connections take up the session of the control connection, as many servers demand."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
        """As in ftplib."""
        plain, size = ftplib.FTP.ntransfercmd(self, cmd, rest)  # noqa: S321 - wrapped in TLS below
        assert isinstance(self.sock, ssl.SSLSocket)
        return self.context.wrap_socket(plain, server_hostname=self.host, session=self.sock.session), size


class FtpServer:
    """A server's files, over as many connections as are used at a time. Safe for several threads."""

    #: Many servers refuse a fifth connection from the same address.
    at_once = 3

    def __init__(self, server: Server) -> None:
        self.server = server
        self.idle: list[tuple[float, ftplib.FTP]] = []
        self.lock = threading.Lock()
        self.is_closed = False
        self.has_mlsd = self.has_mdtm = True

    def home(self) -> bytes:
        """The folder that the login starts in."""
        with self.connection(b"") as ftp:
            return to_bytes(ftp.pwd())

    def find(self, path: bytes) -> Entry | None:
        """What is at a path: a folder is what can be entered, a file what its folder names."""
        try:
            with self.connection(path) as ftp:
                ftp.cwd(to_text(path))
            return Entry(posixpath.basename(path), path, Kind.FOLDER)
        except FetchError as error:
            if error.failure is not FailureClass.GONE or path == b"/":
                raise
        try:
            entries = self.entries(posixpath.dirname(path), b"/")
            return next((entry for entry in entries if entry.path == path), None)
        except FetchError as error:
            if error.failure is FailureClass.GONE:
                return None
            raise

    def entries(self, folder: bytes, root: bytes) -> Iterator[Entry]:
        """What is in a folder. Links that the server shows as such are left out; what others show as files, they deliver."""
        with self.connection(folder) as ftp:
            found = self.machine_listing(ftp, folder) if self.has_mlsd else None
            if found is None:
                found = self.human_listing(ftp, folder)
        yield from found

    def machine_listing(self, ftp: ftplib.FTP, folder: bytes) -> list[Entry] | None:
        """A folder by MLSD (RFC 3659), with times in UTC; None where the server doesn't know that."""
        try:
            lines = list(ftp.mlsd(to_text(folder)))
        except ftplib.error_perm as error:
            if not is_unknown(error):
                raise
            self.has_mlsd = False
            return None
        entries = []
        for name, facts in lines:
            kind = KINDS.get(facts.get("type", "").lower())
            if kind is not None:  # neither the folder itself nor the second half of a name with a line break
                size = facts.get("size", "")
                path = posixpath.join(folder, to_bytes(name))
                when = utc_time(facts.get("modify", ""))
                entries.append(Entry(to_bytes(name), path, kind, number(size), when))
        return entries

    def human_listing(self, ftp: ftplib.FTP, folder: bytes) -> list[Entry]:
        """A folder by LIST, as `ls -l` shows it; its times are in nobody knows which zone, so each file's is asked for."""
        lines: list[str] = []
        ftp.cwd(to_text(folder))  # to some servers, a missing folder is an empty one
        ftp.retrlines("LIST", lines.append)
        matches = [found for line in lines if (found := LINE.fullmatch(line))]
        if not matches and any(not line.startswith("total") for line in lines):
            cause = "its listing is not understood"
            raise self.server.failed(FailureClass.CHANGED_SHAPE, self.server.uri(folder), cause)
        entries = []
        for found in matches:
            name = to_bytes(found[3])
            path = posixpath.join(folder, name)
            if found[1] == "d":
                entries.append(Entry(name, path, Kind.FOLDER))
            elif found[1] == "-":
                entries.append(Entry(name, path, Kind.FILE, number(found[2]), self.time_of(ftp, path)))
        return entries

    def time_of(self, ftp: ftplib.FTP, path: bytes) -> datetime | None:
        """When a file was changed (MDTM, RFC 3659), if the server says so."""
        if not self.has_mdtm:
            return None
        try:
            return utc_time(ftp.voidcmd(f"MDTM {to_text(path)}").partition(" ")[2].strip())
        except ftplib.error_perm as error:
            self.has_mdtm = not is_unknown(error)
            return None

    def blocks(self, path: bytes, size: int | None) -> Generator[bytes, None, None]:
        """A file's bytes. It is whole when the server says so."""
        with self.connection(path) as ftp:
            ftp.voidcmd("TYPE I")  # listings are text
            with contextlib.closing(ftp.transfercmd(f"RETR {to_text(path)}")) as data:
                while block := data.recv(BLOCK_BYTES):
                    yield block
            ftp.voidresp()

    def close(self) -> None:
        """End all connections."""
        with self.lock:
            self.is_closed = True
            idle, self.idle = self.idle, []
        for _, ftp in idle:
            ftp.close()

    @contextlib.contextmanager
    def connection(self, path: bytes) -> Iterator[ftplib.FTP]:
        """A connection that nobody else uses; ended after a failure. Raises FetchError that names the path."""
        with self.told(path):
            ftp = self.reuse() or self.connect()
            is_whole = False
            try:
                yield ftp
                is_whole = True
            except ftplib.error_perm:  # the server said no, and is still there
                is_whole = True
                raise
            finally:
                with self.lock:
                    is_kept = is_whole and not self.is_closed
                    if is_kept:
                        self.idle.append((time.monotonic(), ftp))
                if not is_kept:
                    ftp.close()

    def reuse(self) -> ftplib.FTP | None:
        """A connection that is up and unused, if there is one."""
        while True:
            with self.lock:
                if not self.idle:
                    return None
                since, ftp = self.idle.pop()
            if time.monotonic() - since < FRESH_SECONDS:
                return ftp
            try:
                ftp.voidcmd("NOOP")
                return ftp
            except ERRORS:
                ftp.close()

    def connect(self) -> ftplib.FTP:
        """A new connection, logged in. Names go to and fro as Latin-1, which is any bytes."""
        timeout = remote_address.CONNECT_SECONDS
        ftp: ftplib.FTP
        if self.server.scheme == "ftps":
            context = ssl.create_default_context()
            ftp = SecureFTP(timeout=timeout, encoding="latin-1", context=context)
        else:
            ftp = ftplib.FTP(timeout=timeout, encoding="latin-1")  # noqa: S321 - where the source says ftp://
        try:
            ftp.connect(self.server.host, self.server.port)
            assert ftp.sock is not None
            ftp.timeout = remote_address.READ_SECONDS
            ftp.sock.settimeout(ftp.timeout)
            credentials = self.server.credentials
            # Without a login: ftplib's anonymous one.
            ftp.login(*(to_text((each or "").encode()) for each in (credentials.login, credentials.password)))
            if isinstance(ftp, ftplib.FTP_TLS):
                ftp.prot_p()
        except BaseException:
            ftp.close()
            raise
        return ftp

    @contextlib.contextmanager
    def told(self, path: bytes) -> Iterator[None]:
        """Failures of the library as FetchError."""
        try:
            yield
        except ERRORS as error:
            cause = error if str(error) else "the connection was lost"
            raise self.server.failed(failure_of(error), self.server.uri(path), cause) from error


def failure_of(error: Exception) -> FailureClass:
    """The class of a failure, by the type of the error or the code of the reply (RFC 959, 4.2)."""
    code = str(error)[:3]
    if isinstance(error, ssl.SSLCertVerificationError) or code in ("530", "532", "534"):
        return FailureClass.REFUSED
    if isinstance(error, TimeoutError) or code == "421":
        return FailureClass.SLOW
    if code == "550":  # for whatever is wrong with a file
        is_refused = re.search(r"permission|denied|not allowed|access", str(error), re.IGNORECASE)
        return FailureClass.REFUSED if is_refused else FailureClass.GONE
    return FailureClass.BROKEN


def is_unknown(error: ftplib.error_perm) -> bool:
    """Whether a server doesn't know a command."""
    return str(error)[:3] in ("500", "502", "504")


def to_text(path: bytes) -> str:
    """Bytes as ftplib sends them."""
    return path.decode("latin-1")


def to_bytes(text: str) -> bytes:
    """What ftplib read, as bytes."""
    return text.encode("latin-1")


def number(digits: str) -> int | None:
    """A size, if it is one."""
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None


def utc_time(digits: str) -> datetime | None:
    """A time of RFC 3659, `YYYYMMDDHHMMSS` with or without a fraction: always UTC."""
    try:
        return datetime.strptime(digits[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
