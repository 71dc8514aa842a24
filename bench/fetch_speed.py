"""`python -m bench.fetch_speed`: files a second and peak memory of fetching from a server into a raw store.

The server runs on loopback in a process of its own, and so does each round's client: list, open and add, with as many threads
as the transport allows, into a folder. The server's speed bounds the client's, moto's more than OpenSSH's; the client's CPU
seconds tell what a faster server would allow. Peak memory is that of the client's process, in all and beyond what it held
when everything was imported and nothing was fetched yet.
"""

import argparse
import contextlib
import itertools
import json
import os
import resource
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncssh
import httpx2
import obstore
from rich.console import Console
from rich.table import Table

from newsfold.config.credentials import Credentials
from newsfold.config.sources import Source
from newsfold.fetch.objects.object_settings import store_for
from newsfold.fetch.opening import open_source
from newsfold.fetch.transport import FoundFile, Opened
from newsfold.raw_store.raw_store import RawStore

MANY_FILES = 10_000
FILE_BYTES = 5_000
LARGE_FILES = 20
LARGE_BYTES = 20_000_000
#: How many files of a listing are held at a time, as the fetch does.
CHUNK_FILES = 500
BUCKET = "bench"
progress = Console(stderr=True)


@dataclass(frozen=True)
class Server:
    """Where a transport's files are put, and how a source reaches them: its location up to the folder, and its login."""

    put: Callable[[str, bytes], object]
    location: str
    credentials: Credentials


@dataclass(frozen=True)
class Round:
    """What a client measured. Memory in MB, 10^6 bytes."""

    transport: str
    files: int
    megabytes: float
    seconds: float
    cpu_seconds: float
    peak_memory_mb: float
    beyond_start_mb: float

    @property
    def files_per_second(self) -> float:
        """Over the whole time, the listing included."""
        return self.files / self.seconds


# --- servers -----------------------------------------------------------------------------------------------------

S3_SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def s3_server(folder: Path) -> Iterator[Server]:
    """moto's S3 server."""
    with running([sys.executable, "-c", S3_SERVER]) as process:
        assert process.stdout is not None
        url = f"http://127.0.0.1:{process.stdout.readline().decode().strip()}"
        httpx2.put(f"{url}/{BUCKET}").raise_for_status()
        credentials = Credentials("bench", "bench", extra={"endpoint_url": url})
        store = store_for(f"s3://{BUCKET}", credentials)
        yield Server(lambda name, data: obstore.put(store, name, data), f"s3://{BUCKET}", credentials)


@contextlib.contextmanager
def sftp_server(folder: Path) -> Iterator[Server]:
    """OpenSSH's server, for whoever runs this. Raises FileNotFoundError where it is not installed."""
    program = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        raise FileNotFoundError("sshd is not installed (package openssh-server)")
    with contextlib.suppress(PermissionError):  # only root's server needs it, and root can make it
        Path("/run/sshd").mkdir(exist_ok=True)
    key, files, port = asyncssh.generate_private_key("ssh-ed25519"), folder / "files", free_port()
    for name, data in (
        ("key", key.export_private_key()),
        ("authorized", key.export_public_key()),
        ("config", sshd_config(folder, port).encode()),
    ):
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(data)
    with running([program, "-D", "-e", "-f", str(folder / "config")]) as process:
        wait_for(port, process)
        extra = {
            "private_key": key.export_private_key().decode(),
            "host_key": key.export_public_key().decode(),
        }
        credentials = Credentials(os.environ.get("USER") or Path.home().owner(), extra=extra)
        yield Server(
            lambda name, data: write(files / name, data), f"sftp://127.0.0.1:{port}{files}", credentials
        )


def sshd_config(folder: Path, port: int) -> str:
    """One key for the host and for the login."""
    return f"""
ListenAddress 127.0.0.1:{port}
HostKey {folder}/key
AuthorizedKeysFile {folder}/authorized
PidFile none
StrictModes no
PermitRootLogin prohibit-password
PasswordAuthentication no
MaxStartups 100
MaxSessions 100
Subsystem sftp internal-sftp
"""


def write(path: Path, data: bytes) -> None:
    """Write a file, with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when a server listens. Raises RuntimeError where it ended instead."""
    while process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"sshd ended with {process.returncode}")


@contextlib.contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program that ends with the block."""
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


SERVERS = {"s3": s3_server, "sftp": sftp_server}

# --- the client --------------------------------------------------------------------------------------------------


class NoRateLimits:
    """These transports keep no rate limit."""

    def wait(self, host: str, seconds_between: float) -> None:
        """Don't."""

    def hold_back(self, host: str, seconds: float) -> None:
        """Don't."""


def fetch_all(location: str, credentials: Credentials, folder: Path) -> Round:
    """Fetch all that is below a location into a raw store; in a process that does nothing else."""
    source = Source("bench", location, settle_seconds=0.0)
    store = RawStore(folder)
    before, peak_before = resource.getrusage(resource.RUSAGE_SELF), peak_memory()
    started = time.perf_counter()
    opened = open_source(source, credentials, folder, NoRateLimits(), "", datetime.now(UTC))
    files = size = 0
    listing = opened.list_files([])
    with ThreadPoolExecutor(opened.at_once) as pool:
        while chunk := list(itertools.islice(listing, CHUNK_FILES)):
            for stored in pool.map(lambda found: fetch_file(opened, store, found), chunk):
                files, size = files + 1, size + stored
    opened.close()
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_SELF)
    return Round(
        source.transport.value,
        files,
        size / 1e6,
        seconds,
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        peak_memory() / 1e6,
        (peak_memory() - peak_before) / 1e6,
    )


def peak_memory() -> int:
    """The most memory that this process ever held, in bytes. Linux counts a parent's memory to `ru_maxrss`, but not here."""
    status = Path("/proc/self/status")
    if status.exists():
        return 1024 * int(status.read_text().partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def fetch_file(opened: Opened, store: RawStore, found: FoundFile) -> int:
    """One file into the raw store; its size."""
    with opened.open(found, None) as delivery:
        assert delivery is not None
        return store.add(delivery.stream).size


def run_client(server: Server, path: str) -> Round:
    """`fetch_all` in a new process, which is told by its input."""
    task = {"location": f"{server.location}/{path}", "login": server.credentials.login}
    task |= {"password": server.credentials.password, "extra": dict(server.credentials.extra)}
    command = [sys.executable, "-m", "bench.fetch_speed", "--client"]
    done = subprocess.run(command, input=json.dumps(task), stdout=subprocess.PIPE, text=True, check=True)
    return Round(**json.loads(done.stdout))


def client() -> None:
    """The other end of `run_client`."""
    task = json.load(sys.stdin)
    credentials = Credentials(task["login"], task["password"], extra=task["extra"])
    with tempfile.TemporaryDirectory(prefix="newsfold-bench-") as folder:
        print(json.dumps(asdict(fetch_all(task["location"], credentials, Path(folder)))))


# --- rounds ------------------------------------------------------------------------------------------------------


def fill(server: Server, files: int, size: int, large_size: int) -> None:
    """A tenth of the small files in one folder, the others beside it, and the large ones; no two alike."""
    with ThreadPoolExecutor(4) as pool:
        for number in range(files):
            folder = "few" if number < files // 10 else "more"
            pool.submit(server.put, f"small/{folder}/{number:06}.txt", secrets.token_bytes(size))
    for number in range(LARGE_FILES):
        server.put(f"large/{number:02}.txt", secrets.token_bytes(large_size))


def measure(transport: str, files: int, size: int, large_size: int) -> list[Round]:
    """A tenth of the files, all of them, and the few large ones."""
    with tempfile.TemporaryDirectory(prefix="newsfold-bench-") as folder:
        with SERVERS[transport](Path(folder)) as server:
            progress.print(
                f"{transport}: writing {files:,} files of {size:,} bytes, and {LARGE_FILES} large ones …"
            )
            fill(server, files, size, large_size)
            rounds = []
            for path in ("small/few", "small", "large"):
                progress.print(f"{transport}: fetching {path} …")
                rounds.append(run_client(server, path))
            return rounds


def print_table(rounds: list[Round]) -> None:
    """For a person."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in (
        "transport", "files", "MB", "seconds", "files a second", "MB a second", "CPU seconds", "peak memory MB",
        "beyond start MB",
    ):  # fmt: skip
        table.add_column(column, justify="right", min_width=len(column.partition(" ")[0]))
    for each in rounds:
        table.add_row(
            each.transport,
            f"{each.files:,}",
            f"{each.megabytes:.1f}",
            f"{each.seconds:.1f}",
            f"{each.files_per_second:.0f}",
            f"{each.megabytes / each.seconds:.1f}",
            f"{each.cpu_seconds:.1f}",
            f"{each.peak_memory_mb:.0f}",
            f"{each.beyond_start_mb:.0f}",
        )
    Console().print(table)


def main() -> int:
    """Measure, and print a table or JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.fetch_speed", description=__doc__)
    parser.add_argument("--files", type=int, default=MANY_FILES, help="small files (default: %(default)s)")
    parser.add_argument("--size", type=int, default=FILE_BYTES, help="bytes of each (default: %(default)s)")
    parser.add_argument(
        "--large-size", type=int, default=LARGE_BYTES,
        help=f"bytes of each of {LARGE_FILES} large files (default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--transport", choices=SERVERS, help="just this one (default: each)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--client", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.client:
        client()
        return 0
    rounds: list[Round] = []
    for transport in [arguments.transport] if arguments.transport else SERVERS:
        rounds += measure(transport, arguments.files, arguments.size, arguments.large_size)
    if arguments.json:
        print(
            json.dumps(
                [{**asdict(each), "files_per_second": each.files_per_second} for each in rounds], indent=2
            )
        )
    else:
        print_table(rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
