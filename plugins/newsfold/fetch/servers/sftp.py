"""SFTP for threads: an event loop in a thread of its own serves their requests, over one connection.

asyncssh itself, not fsspec's sshfs above it: with the same cipher, small files read as streams come five times as fast (measured
figures are in docs/decisions.md, 22 November 2026), and sshfs trusts any host key by default.
"""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine, Generator, Iterator
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

import asyncssh

from newsfold.fetch.servers import remote_address
from newsfold.fetch.servers.contract import Entry
from newsfold.fetch.servers.remote_address import Server
from newsfold.fetch.servers.sftp_session import BLOCK_BYTES, Connections
from newsfold.fetch.transport import FailureClass, FetchError, Gap

T = TypeVar("T")

NAMES_AT_ONCE = 1000
REFUSED = (
    asyncssh.PermissionDenied,
    asyncssh.HostKeyNotVerifiable,
    asyncssh.KeyExchangeFailed,
    asyncssh.ProtocolNotSupported,
    asyncssh.IllegalUserName,
    asyncssh.ChannelOpenError,
    asyncssh.SFTPPermissionDenied,
)
GONE = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath, asyncssh.SFTPNotADirectory)


class SftpServer:
    """A server's files over one connection. Safe for several threads."""

    #: On a local network four keep the loop's thread busy; at a latency of 20 ms speed doubles with the number, up to here.
    at_once = 32

    def __init__(self, server: Server) -> None:
        self.server = server
        self.connections = Connections(server)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.thread: threading.Thread | None = None
        self.lock = threading.Lock()

    def home(self) -> bytes:
        """The folder that the login starts in."""
        return self.ask(b"", self.connections.real_path(b"."))

    def find(self, path: bytes) -> Entry | None:
        """What is at a path, links followed."""
        try:
            return self.ask(path, self.connections.find(path))
        except FetchError as error:
            if error.failure is FailureClass.GONE:
                return None
            raise

    def entries(self, folder: bytes, root: bytes) -> Iterator[Entry | Gap]:
        """What is in a folder, a thousand names at a time."""
        names = self.connections.scan(folder, root)
        try:
            while True:
                taken: list[Entry] = []
                failure: FetchError | None = None
                try:
                    self.ask(folder, self.connections.take(names, NAMES_AT_ONCE, taken))
                except FetchError as error:
                    failure = error
                yield from taken
                if failure is not None:
                    raise failure
                if len(taken) < NAMES_AT_ONCE:
                    return
        finally:
            with contextlib.suppress(FetchError):
                self.ask(folder, names.aclose())

    def blocks(self, path: bytes, size: int | None) -> Generator[bytes, None, None]:
        """A file's bytes: the next block is on its way while one is used. A small file takes one question."""
        count = BLOCK_BYTES if size is None else min(size + 1, BLOCK_BYTES)
        file, block = self.ask(path, self.connections.begin(path, count))
        if file is None:
            yield block
            return
        ahead: Future[bytes] | None = None
        offset = 0
        try:
            while block:
                offset += len(block)
                ahead = self.submit(file.read(offset))
                yield block
                block = self.result(path, ahead)
        finally:
            if ahead is not None:
                ahead.cancel()
            with contextlib.suppress(FetchError):
                self.ask(path, file.close())

    def close(self) -> None:
        """End the connection and the thread."""
        with self.lock:
            loop, thread = self.loop, self.thread
            self.loop = self.thread = None
        if loop is not None and thread is not None:
            future = asyncio.run_coroutine_threadsafe(self.connections.end(), loop)
            with contextlib.suppress(Exception):  # it is ended either way
                future.result(remote_address.CONNECT_SECONDS)
            loop.call_soon_threadsafe(loop.stop)
            thread.join()

    def abort(self) -> None:
        """Close the connection at once, also while it is used. Never blocks."""
        loop = self.loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # it has ended meanwhile
                loop.call_soon_threadsafe(self.connections.abort)

    def ask(self, path: bytes, question: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the loop and give its result. Raises FetchError that names the path."""
        return self.result(path, self.submit(question))

    def submit(self, question: Coroutine[Any, Any, T]) -> "Future[T]":
        """Hand a question over to the loop, whose thread starts with the first one."""
        with self.lock:
            if self.loop is None:
                self.loop = asyncio.new_event_loop()
                name = f"sftp {self.server.slug}"
                self.thread = threading.Thread(target=run, args=(self.loop,), name=name, daemon=True)
                self.thread.start()
            return asyncio.run_coroutine_threadsafe(question, self.loop)

    def result(self, path: bytes, future: "Future[T]") -> T:
        """Wait for an answer. Raises FetchError that names the path."""
        try:
            return future.result()
        except GONE as error:
            raise self.failed(FailureClass.GONE, path, error) from error
        except REFUSED as error:
            raise self.failed(FailureClass.REFUSED, path, error) from error
        except TimeoutError as error:
            raise self.failed(FailureClass.SLOW, path, str(error) or "no answer in time") from error
        except CancelledError as error:
            raise self.failed(FailureClass.BROKEN, path, "the connection was ended") from error
        except (asyncssh.Error, OSError, EOFError, ValueError) as error:
            raise self.failed(FailureClass.BROKEN, path, error) from error

    def failed(self, failure: FailureClass, path: bytes, cause: object) -> FetchError:
        """A failure at a path."""
        return self.server.failed(failure, self.server.uri(path), cause)


def run(loop: asyncio.AbstractEventLoop) -> None:
    """Run a loop until it is stopped, then cancel its tasks and close it."""
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(cancel_others())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


async def cancel_others() -> None:
    """End whatever still waits in this loop."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
