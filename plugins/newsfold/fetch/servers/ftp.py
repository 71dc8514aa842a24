"""FTP, plain or with TLS that is asked for (AUTH TLS, RFC 4217): passive, each transfer on a connection of its own.

ftplib itself: fsspec's FTP starts a transfer anew for each block, and checks no certificate.
"""

import contextlib
import ftplib
import posixpath
import re
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from typing import IO

from newsfold.fetch.servers import remote_address
from newsfold.fetch.servers.contract import Entry, Kind
from newsfold.fetch.servers.ftp_lines import Line, is_heading, read_human_line, read_machine_line
from newsfold.fetch.servers.remote_address import Server
from newsfold.fetch.transport import FailureClass, FetchError, Gap

BLOCK_BYTES = 262_144
#: A connection that was unused for longer is asked whether it is still there.
FRESH_SECONDS = 5.0
# ValueError: a name that no command can hold, such as one with a line break.
ERRORS = (ftplib.Error, OSError, EOFError, ValueError)
#: The listing of one folder: a million names and more.
LISTING_BYTES = 256_000_000
IN_MEMORY_BYTES = 1_000_000
#: A line that is longer is no entry.
LONGEST_LINE = 10_000
#: How long a transfer may take; longer only as far as its bytes keep coming at that pace.
TRANSFER_SECONDS = 300.0
SLOWEST_BYTES_A_SECOND = 10_000.0
#: What servers answer LIST with in an empty folder, besides nothing.
EMPTY = re.compile(r"no (such )?(files?|entry|entries)\b|file not found|empty|nothing", re.IGNORECASE)
DENIED = re.compile(r"permission|denied|not allowed|access", re.IGNORECASE)


class SecureFTP(ftplib.FTP_TLS):
    """FTP with TLS whose data connections take up the session of the control connection, as many servers demand."""

    def ntransfercmd(self, cmd: str, rest: int | str | None = None) -> tuple[socket.socket, int | None]:
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
        #: The connections in use, for `abort`.
        self.busy: set[ftplib.FTP | socket.socket] = set()

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
            return next((each for each in entries if isinstance(each, Entry) and each.path == path), None)
        except FetchError as error:
            if error.failure is FailureClass.GONE:
                return None
            raise

    def entries(self, folder: bytes, root: bytes) -> Iterator[Entry | Gap]:
        """What is in a folder. Links that the server shows as such are left out; what others show as files, they deliver."""
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as lines:
            cut: FetchError | None = None
            is_machine = False
            try:
                with self.connection(folder) as ftp:
                    data, is_machine = self.begin_listing(ftp, folder)
                    if data is not None:
                        with self.transferred(data):
                            receive(data, lines)
                        ftp.voidresp()
            except FetchError as error:
                if not lines.tell():
                    raise
                cut = error
            lines.seek(0)
            yield from self.read_lines(lines, folder, is_machine, cut is not None)
            if cut is not None:
                raise cut

    def begin_listing(self, ftp: ftplib.FTP, folder: bytes) -> tuple[socket.socket | None, bool]:
        """The listing on its way, none where the folder is empty, and whether it is MLSD's. Whatever is wrong with MLSD, LIST
        is asked for then.
        """
        ftp.voidcmd("TYPE A")
        if self.has_mlsd:
            try:
                return ftp.transfercmd(f"MLSD {to_text(folder)}"), True
            except (ftplib.error_perm, ftplib.error_temp) as error:
                if str(error)[:3] == "421":
                    raise
                self.has_mlsd = not is_unknown(error)
        ftp.cwd(to_text(folder))  # to some servers, a missing folder is an empty one
        try:
            return ftp.transfercmd("LIST"), False
        except (ftplib.error_perm, ftplib.error_temp) as error:
            if EMPTY.search(str(error)) and not DENIED.search(str(error)):
                return None, False
            raise

    def read_lines(
        self, lines: IO[bytes], folder: bytes, is_machine: bool, is_cut: bool
    ) -> Iterator[Entry | Gap]:
        """The entries of a listing. A line that is not understood is a gap; where none is, the listing is of another shape."""
        any_line = any_entry = False
        place = self.server.uri(folder)
        read = read_machine_line if is_machine else read_human_line
        for text in each_line(lines):
            if not text.strip() or (not any_line and not is_machine and is_heading(text)):
                continue
            any_line = True
            found = read(text) if len(text) < LONGEST_LINE else None
            if found is None:
                # What came last of a listing that broke off may be half a line.
                yield self.server.gap(place, "a line of its listing is not understood", text)
                continue
            any_entry = True
            if found.kind is not Kind.OTHER:
                yield self.entry_of(found, folder, is_machine)
        if any_line and not any_entry and not is_cut:
            raise self.server.failed(FailureClass.CHANGED_SHAPE, place, "its listing is not understood")

    def entry_of(self, line: Line, folder: bytes, is_machine: bool) -> Entry:
        """A line as an entry. The times of LIST have no known zone, so each file's is asked for."""
        name = to_bytes(line.name)
        path = posixpath.join(folder, name)
        if line.kind is Kind.FOLDER:
            return Entry(name, path, line.kind)
        when = utc_time(line.when) if is_machine else self.time_of(path)
        return Entry(name, path, line.kind, line.size, when)

    def time_of(self, path: bytes) -> datetime | None:
        """When a file was changed (MDTM, RFC 3659), if the server says so."""
        if not self.has_mdtm:
            return None
        with self.connection(path) as ftp:
            try:
                return utc_time(ftp.voidcmd(f"MDTM {to_text(path)}").partition(" ")[2].strip())
            except ftplib.error_perm as error:
                self.has_mdtm = not is_unknown(error)
            except ValueError:  # a name that no command can hold
                pass
        return None

    def blocks(self, path: bytes, size: int | None) -> Generator[bytes, None, None]:
        """A file's bytes. It is whole when the server says so."""
        with self.connection(path) as ftp:
            ftp.voidcmd("TYPE I")  # listings are text
            with self.transferred(ftp.transfercmd(f"RETR {to_text(path)}")) as data:
                yield from blocks_of(data)
            ftp.voidresp()

    def close(self) -> None:
        with self.lock:
            self.is_closed = True
            idle, self.idle = self.idle, []
        for _, ftp in idle:
            self.end(ftp)

    def abort(self) -> None:
        """Close all connections at once, also those in use. Never blocks."""
        self.is_closed = True
        for each in list(self.busy):
            end = each.sock if isinstance(each, ftplib.FTP) else each
            if end is not None:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def end(self, ftp: ftplib.FTP) -> None:
        self.busy.discard(ftp)
        ftp.close()

    @contextlib.contextmanager
    def transferred(self, data: socket.socket) -> Iterator[socket.socket]:
        """A data connection while it is used."""
        self.busy.add(data)
        try:
            with contextlib.closing(data):
                yield data
        finally:
            self.busy.discard(data)

    @contextlib.contextmanager
    def connection(self, path: bytes) -> Iterator[ftplib.FTP]:
        """A connection that nobody else uses; ended after a failure. Raises FetchError that names the path."""
        with self.fetch_errors(path):
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
                    self.end(ftp)

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
                self.end(ftp)

    def connect(self) -> ftplib.FTP:
        """A new connection, logged in. Names go to and fro as Latin-1, which is any bytes."""
        timeout = remote_address.CONNECT_SECONDS
        ftp: ftplib.FTP
        if self.server.scheme == "ftps":
            context = ssl.create_default_context()
            ftp = SecureFTP(timeout=timeout, encoding="latin-1", context=context)
        else:
            ftp = ftplib.FTP(timeout=timeout, encoding="latin-1")  # noqa: S321 - where the source says ftp://
        self.busy.add(ftp)
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
            self.end(ftp)
            raise
        return ftp

    @contextlib.contextmanager
    def fetch_errors(self, path: bytes) -> Iterator[None]:
        """Errors of ftplib within the block become FetchError."""
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
        return FailureClass.REFUSED if DENIED.search(str(error)) else FailureClass.GONE
    return FailureClass.BROKEN


def blocks_of(data: socket.socket) -> Iterator[bytes]:
    """The blocks of a transfer. Raises TimeoutError where they come too slowly, however steadily."""
    started, received = time.monotonic(), 0
    while block := data.recv(BLOCK_BYTES):
        received += len(block)
        if time.monotonic() > started + TRANSFER_SECONDS + received / SLOWEST_BYTES_A_SECOND:
            raise TimeoutError(f"only {received:,} bytes came in {TRANSFER_SECONDS:g} seconds")
        yield block


def receive(data: socket.socket, target: IO[bytes]) -> None:
    """Copy a listing into a file. Raises OSError where it is longer than LISTING_BYTES."""
    for block in blocks_of(data):
        target.write(block)
        if target.tell() > LISTING_BYTES:
            raise OSError(f"a listing of more than {LISTING_BYTES:,} bytes")


def each_line(lines: IO[bytes]) -> Iterator[str]:
    """The lines of a listing; of those that are too long, only the beginning."""
    while raw := lines.readline(LONGEST_LINE):
        yield raw.decode("latin-1").rstrip("\r\n")
        while len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            raw = lines.readline(LONGEST_LINE)


def is_unknown(error: Exception) -> bool:
    """Whether a server doesn't know a command."""
    return str(error)[:3] in ("500", "502", "504")


def to_text(path: bytes) -> str:
    """Bytes as ftplib sends them."""
    return path.decode("latin-1")


def to_bytes(text: str) -> bytes:
    """What ftplib read, as bytes."""
    return text.encode("latin-1")


def utc_time(digits: str) -> datetime | None:
    """A time of RFC 3659, `YYYYMMDDHHMMSS` with or without a fraction: always UTC."""
    try:
        return datetime.strptime(digits[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
