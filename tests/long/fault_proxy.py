"""A proxy between Newsfold and Postgres that strikes at a certain byte of what Newsfold says."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

CHUNK = 65_536
#: What a connection of `newsfold.store.connection` asks for, and what it gets here: both of one length.
PATIENCE, IMPATIENCE = b"lock_timeout=600s", b"lock_timeout=1500"


@dataclass(slots=True)
class Strike:
    """What to do, once, when so many bytes have come from the client. Then the connections are cut, unless `goes_on`."""

    at: int
    act: Callable[[], None]
    goes_on: bool = False
    done: threading.Event = field(default_factory=threading.Event)


class FaultProxy:
    """Listens on a free port of 127.0.0.1 and passes all on to Postgres. A context manager.

    `sent` counts what clients have said so far; `heard` keeps it where `listens`.
    """

    def __init__(self, port: int, *, listens: bool = False, impatient: bool = False) -> None:
        self.server_port, self.listens, self.impatient = port, listens, impatient
        self.sent, self.heard = 0, bytearray()
        self.strike: Strike | None = None
        self.turn = threading.Lock()
        self.sockets: list[socket.socket] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])

    def __enter__(self) -> "FaultProxy":
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        # A thread that waits in accept() is not woken by close() alone.
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def url(self, url: str) -> str:
        """The same database by way of this proxy, without encryption: the bytes have to be read."""
        return (
            re.sub(r"@127\.0\.0\.1:\d+/", f"@127.0.0.1:{self.port}/", url)
            + "?sslmode=disable&gssencmode=disable"
        )

    def accept(self) -> None:
        """Two threads for each connection."""
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self.server_port), timeout=10)
            except OSError:
                client.close()
                continue
            server.settimeout(None)
            with self.turn:
                self.sockets += [client, server]
            threading.Thread(target=self.pass_on, args=(client, server), daemon=True).start()
            threading.Thread(target=self.pass_back, args=(server, client), daemon=True).start()

    def pass_on(self, client: socket.socket, server: socket.socket) -> None:
        """What the client says, up to the strike."""
        with contextlib.suppress(OSError):
            while data := client.recv(CHUNK):
                if self.impatient:
                    data = data.replace(PATIENCE, IMPATIENCE)
                with self.turn:
                    before, self.sent = self.sent, self.sent + len(data)
                    if self.listens:
                        self.heard += data
                    strike = self.strike
                    strikes = strike is not None and not strike.done.is_set() and strike.at < self.sent
                    if strikes and strike is not None:
                        strike.done.set()
                if strikes and strike is not None:
                    if strike.goes_on:
                        strike.act()
                    else:
                        server.sendall(data[: max(strike.at - before, 0)])
                        strike.act()
                        self.cut()
                        return
                server.sendall(data)
        close(client, server)

    def pass_back(self, server: socket.socket, client: socket.socket) -> None:
        """What the server says."""
        with contextlib.suppress(OSError):
            while data := server.recv(CHUNK):
                client.sendall(data)
        close(client, server)

    def cut(self) -> None:
        """End all connections."""
        with self.turn:
            sockets, self.sockets = self.sockets, []
        close(*sockets)


def close(*sockets: socket.socket) -> None:
    """Both directions at once: whoever waits is told."""
    for each in sockets:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
