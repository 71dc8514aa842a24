"""One SFTP connection with many requests on their way: the part that lives in an event loop."""

import asyncio
import base64
import contextlib
import posixpath
import re
import socket
from collections.abc import AsyncGenerator, Awaitable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import asyncssh

from newsfold.fetch.servers import remote_address
from newsfold.fetch.servers.contract import Entry, Kind
from newsfold.fetch.servers.remote_address import Server, is_on
from newsfold.fetch.transport import FailureClass, FetchError, instant_of

T = TypeVar("T")

#: What is read at a time.
BLOCK_BYTES = 524_288
#: The ciphers that cost the client least come first, then the others that asyncssh holds to be safe.
CIPHERS = "^aes128-gcm@openssh.com,aes256-gcm@openssh.com"
HOST_KEYS = (
    "ssh-ed25519",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "rsa-sha2-512",
    "rsa-sha2-256",
)
KINDS = {asyncssh.FILEXFER_TYPE_REGULAR: Kind.FILE, asyncssh.FILEXFER_TYPE_DIRECTORY: Kind.FOLDER}
LOST = (asyncssh.DisconnectError, asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection, OSError, EOFError)


@dataclass(slots=True, eq=False)
class Session:
    """An open connection. `heard`: when the server last answered, in the loop's time."""

    connection: asyncssh.SSHClientConnection
    client: asyncssh.SFTPClient
    heard: float
    is_lost: bool = False

    def lose(self) -> None:
        """Give the connection up: whatever still waits for it fails."""
        self.is_lost = True
        self.connection.abort()

    async def wait_for(self, answer: Awaitable[T]) -> T:
        """An answer, for as long as the server answers anything: with many requests on their way over a slow line, each may
        take long. Raises TimeoutError after that.
        """
        loop = asyncio.get_running_loop()
        task = asyncio.ensure_future(answer)
        try:
            while True:
                done, _ = await asyncio.wait({task}, timeout=remote_address.READ_SECONDS)
                if done:
                    self.heard = loop.time()
                    return task.result()
                if loop.time() - self.heard >= remote_address.READ_SECONDS:
                    self.lose()
                    raise TimeoutError(f"no answer within {remote_address.READ_SECONDS:g} seconds")
        except LOST:
            self.lose()
            raise
        finally:
            task.cancel()


@dataclass(slots=True, eq=False)
class OpenFile:
    """A file that is being read."""

    session: Session
    file: asyncssh.SFTPClientFile

    async def read(self, offset: int) -> bytes:
        """The block at an offset; shorter only at the end of the file."""
        block: bytes = await self.session.wait_for(self.file.read(BLOCK_BYTES, offset))
        return block

    async def close(self) -> None:
        """Give it back to the server, if that is still there."""
        if not self.session.is_lost:
            with contextlib.suppress(asyncssh.SFTPError):
                await self.session.wait_for(self.file.close())


class Connections:
    """The connection to a server: made when it is first needed, and again after it was lost."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.options = connection_options(server)
        self.session: Session | None = None
        self.lock = asyncio.Lock()

    async def connected(self) -> Session:
        """The connection that is up."""
        async with self.lock:
            if self.session is None or self.session.is_lost or self.session.connection.is_closed():
                self.session = await self.connect()
            return self.session

    async def connect(self) -> Session:
        """A new connection. Raises what asyncssh raises, and TimeoutError."""
        address = (self.server.host, self.server.port)
        plain = await asyncio.to_thread(socket.create_connection, address, remote_address.CONNECT_SECONDS)
        plain.setblocking(False)
        timeout = remote_address.READ_SECONDS
        connection = await asyncssh.connect(
            self.server.host, self.server.port, sock=plain, connect_timeout=timeout, **self.options
        )
        try:
            async with asyncio.timeout(timeout):
                client = await connection.start_sftp_client(path_encoding=None)
        except BaseException:
            connection.abort()
            raise
        return Session(connection, client, asyncio.get_running_loop().time())

    async def real_path(self, path: bytes) -> bytes:
        """A path without links and dots."""
        session = await self.connected()
        return bytes(await session.wait_for(session.client.realpath(path)))

    async def find(self, path: bytes) -> Entry:
        """What is at a path, links followed."""
        session = await self.connected()
        attributes = await session.wait_for(session.client.stat(path))
        return await session.wait_for(probed(session.client, posixpath.basename(path), path, attributes))

    async def scan(self, folder: bytes, root: bytes) -> AsyncGenerator[Entry, None]:
        """What is in a folder, as the server names it."""
        session = await self.connected()
        async for each in session.client.scandir(folder):
            session.heard = asyncio.get_running_loop().time()
            name, attributes = each.filename, each.attrs
            assert isinstance(name, bytes)
            path = posixpath.join(folder, name)
            if attributes.type == asyncssh.FILEXFER_TYPE_UNKNOWN:
                attributes = await session.client.lstat(path)
            if attributes.type == asyncssh.FILEXFER_TYPE_SYMLINK or is_shown_as_link(each):
                yield await follow(session.client, name, path, root)
            else:
                yield await probed(session.client, name, path, attributes)

    async def take(self, names: AsyncGenerator[Entry, None], count: int, taken: list[Entry]) -> None:
        """Add the next entries of a folder to `taken`, as far as they come: what came before a failure is there."""
        session = await self.connected()
        await session.wait_for(fill(names, count, taken))

    def abort(self) -> None:
        """Close the connection at once; whatever waits for it or is still connecting fails. In the loop's thread only."""
        if self.session is not None:
            self.session.lose()
        for task in asyncio.all_tasks():
            task.cancel()

    async def begin(self, path: bytes, count: int) -> tuple[OpenFile | None, bytes]:
        """The first bytes of a file, and the file, if there may be more than `count`."""
        session = await self.connected()
        return await session.wait_for(begin(session, path, count))

    async def end(self) -> None:
        if self.session is not None:
            self.session.connection.abort()
            await self.session.connection.wait_closed()


async def begin(session: Session, path: bytes, count: int) -> tuple[OpenFile | None, bytes]:
    file = await session.client.open(path, asyncssh.FXF_READ, encoding=None)
    data: bytes = await file.read(count, 0)
    if len(data) == count:
        return OpenFile(session, file), data
    await file.close()
    return None, data


async def follow(client: asyncssh.SFTPClient, name: bytes, path: bytes, root: bytes) -> Entry:
    """A link as what it leads to, if that is a file below the root: two or three questions a link."""
    try:
        target = bytes(await client.realpath(path))
        top = bytes(await client.realpath(root)).rstrip(b"/")
        if target.startswith(top + b"/"):
            found = await probed(client, name, target, await client.lstat(target))
            if found.kind is Kind.FILE:
                return found
    except asyncssh.SFTPError:
        pass  # it leads nowhere
    return Entry(name, path, Kind.OTHER)


async def fill(entries: AsyncGenerator[Entry, None], count: int, taken: list[Entry]) -> None:
    """Add the next ones."""
    async for entry in entries:
        taken.append(entry)
        if len(taken) == count:
            break


async def probed(
    client: asyncssh.SFTPClient, name: bytes, path: bytes, attributes: asyncssh.SFTPAttrs
) -> Entry:
    """The attributes of a name. Where the server sends no permissions, and so no type, what can be listed is a folder and all
    else a file: opening it reports why it is none.
    """
    entry = entry_of(name, path, attributes)
    if attributes.type != asyncssh.FILEXFER_TYPE_UNKNOWN:
        return entry
    try:
        scan: Any = client.scandir(path)
        async with contextlib.aclosing(scan) as names:
            async for _ in names:
                break
        return replace(entry, kind=Kind.FOLDER)
    except asyncssh.SFTPConnectionLost:
        raise
    except asyncssh.SFTPError:
        return replace(entry, kind=Kind.FILE)


def is_shown_as_link(name: asyncssh.SFTPName) -> bool:
    """Whether a server that sends no permissions shows a name as a link, as `ls -l` does."""
    shown = name.longname
    text = shown.decode("latin-1") if isinstance(shown, bytes) else shown or ""
    return name.attrs.type == asyncssh.FILEXFER_TYPE_UNKNOWN and re.match(r"l[rwxst-]{9}", text) is not None


def entry_of(name: bytes, path: bytes, attributes: asyncssh.SFTPAttrs) -> Entry:
    """An entry by the attributes that the server sent."""
    modified_at = None if attributes.mtime is None else instant_of(attributes.mtime)
    return Entry(name, path, KINDS.get(attributes.type, Kind.OTHER), attributes.size, modified_at)


def connection_options(server: Server) -> Mapping[str, Any]:
    """Who we are and whom we trust: what the connection says, and nothing of this machine's user. Raises FetchError."""
    credentials = server.credentials
    options: dict[str, Any] = {
        "username": server.login,
        "password": credentials.password,
        "client_keys": None,
        **trust(server),
        "encryption_algs": CIPHERS,
        # Nothing of this machine's user: no configuration, no agent, no Kerberos ticket, no certificate authorities.
        "config": None,
        "agent_path": None,
        "gss_host": None,
        "x509_trusted_certs": None,
        "x509_trusted_cert_paths": [],
    }
    private_key = credentials.extra.get("private_key")
    if private_key:
        try:
            passphrase = credentials.extra.get("private_key_passphrase")
            options["client_keys"] = [asyncssh.import_private_key(private_key, passphrase)]
        except (ValueError, TypeError, asyncssh.Error) as error:
            cause = f"private_key of its connection can't be read: {error}"
            raise server.failed(FailureClass.REFUSED, server.address, cause) from error
    return options


def trust(server: Server) -> Mapping[str, Any]:
    """Whom we trust, as options of asyncssh: certain host keys, or any server, where the connection says so.

    The server is asked for a key of the kind that is known, and then for any other: so that a wrong one is seen as such, and
    not as a connection without a kind of key in common. Raises FetchError.
    """
    text = server.credentials.extra.get("host_key")
    if not text and is_on(server.credentials.extra.get("no_host_key_check")):
        return {"known_hosts": None}
    try:
        lines = [line.strip() for line in str(text or "").splitlines()]
        keys = [host_key(line) for line in lines if line and not line.startswith("#")]
    except ValueError as error:
        cause = f"host_key of its connection can't be read: {error}"
        raise server.failed(FailureClass.REFUSED, server.address, cause) from error
    if not keys:
        raise no_host_key(server)
    known = [kind.decode("ascii") for key in keys for kind in key.sig_algorithms]
    return {
        "known_hosts": (keys, [], []),
        "server_host_key_algs": list(dict.fromkeys([*known, *HOST_KEYS])),
    }


def no_host_key(server: Server) -> FetchError:
    """The error for a connection that names no host key: it says how to add one."""
    cause = (
        f"its connection holds no host_key: put a line of `ssh-keyscan -p {server.port} {server.host}` into its extra, after "
        "asking the server's owner whether that is its key (or no_host_key_check = true, which trusts any server)"
    )
    return server.failed(FailureClass.REFUSED, server.address, cause)


def host_key(line: str) -> asyncssh.SSHKey:
    """A public key: as in a .pub file, as in known_hosts with the host before it, or its base64 alone."""
    words = line.split()
    at = next((i for i, word in enumerate(words) if word.startswith("AAAA")), None)
    if at is None:
        raise ValueError("it holds no public key")
    blob = base64.b64decode(words[at])
    algorithm = blob[4 : 4 + int.from_bytes(blob[:4], "big")].decode("ascii")
    return asyncssh.import_public_key(f"{algorithm} {words[at]}")
