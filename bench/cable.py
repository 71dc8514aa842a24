"""Carries connections between a machine's own network and the others', through sockets in a folder.

    python cable.py outside FOLDER PORT…              FOLDER/PORT leads to 127.0.0.1:PORT of the network that this runs in
    python cable.py inside FOLDER PORT… -- COMMAND    in a new network namespace: 127.0.0.1:PORT there leads to FOLDER/PORT;
                                                      then runs the command, and ends with it

A new network namespace has nothing but a loopback interface that is down, and reaches nothing. Paths reach across it.
"""

import asyncio
import contextlib
import fcntl
import signal
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

# Linux, <net/if.h> and <linux/sockios.h>.
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 0x1
Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def raise_loopback() -> None:
    """Bring the namespace's loopback interface up."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as handle:
        asked = struct.pack("16sh14x", b"lo", 0)
        _, flags = struct.unpack("16sh14x", fcntl.ioctl(handle, SIOCGIFFLAGS, asked))
        fcntl.ioctl(handle, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on all that comes, and then the end."""
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError):
        writer.write_eof()


def joined(lead: Callable[[], Awaitable[Streams]]) -> Callable[..., Awaitable[None]]:
    """What a server does with each connection: open another one by `lead`, and join the two."""

    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            other_reader, other_writer = await lead()
            await asyncio.gather(pump(reader, other_writer), pump(other_reader, writer))
            other_writer.close()
        writer.close()

    return join


async def outside(folder: Path, ports: list[int]) -> None:
    """Serve until killed."""
    for port in ports:
        await asyncio.start_unix_server(
            joined(lambda port=port: asyncio.open_connection("127.0.0.1", port)), folder / str(port)
        )
    print("ready", flush=True)
    await asyncio.Event().wait()


async def inside(folder: Path, ports: list[int], command: list[str]) -> int:
    """Serve as long as the command runs; its exit code. A SIGTERM is the command's."""
    raise_loopback()
    for port in ports:
        await asyncio.start_server(
            joined(lambda port=port: asyncio.open_unix_connection(folder / str(port))), "127.0.0.1", port
        )
    process = await asyncio.create_subprocess_exec(*command)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, process.terminate)
    return await process.wait()


def main() -> int:
    """Read the arguments."""
    side, folder, *rest = sys.argv[1:]
    if side == "outside":
        asyncio.run(outside(Path(folder), [int(port) for port in rest]))
        return 0
    cut = rest.index("--")
    return asyncio.run(inside(Path(folder), [int(port) for port in rest[:cut]], rest[cut + 1 :]))


if __name__ == "__main__":
    sys.exit(main())
