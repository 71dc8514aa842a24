"""Servers on loopback that the transports fetch from."""

import contextlib
import grp
import ipaddress
import json
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import asyncssh
import boto3
import imapclient
import psutil
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newsfold.config.credentials import NO_CREDENTIALS, Credentials
from newsfold.config.sources import Source
from newsfold.fetch.web.rate_limits import LocalRateLimits
from newsfold.fetch.web.web import OpenedWeb, open_web

# --- an S3 server ------------------------------------------------------------------------------------------------

# Ends with the tests, also where they are killed: then its input is closed.
S3_SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True)
class S3Server:
    """moto's S3 server in a process of its own."""

    url: str
    credentials: Credentials

    def client(self, service: str = "s3"):
        """A client that can write what Newsfold only reads."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=self.credentials.login,
            aws_secret_access_key=self.credentials.password,
        )

    def new_bucket(self) -> str:
        """The name of a new empty bucket."""
        name = f"news-{uuid.uuid4().hex}"
        self.client().create_bucket(Bucket=name)
        return name


@contextlib.contextmanager
def running_s3_server(**environment: str) -> Iterator[S3Server]:
    command = [sys.executable, "-c", S3_SERVER]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},
    ) as process:
        try:
            url = f"http://127.0.0.1:{process.stdout.readline().strip()}"
            yield S3Server(url, Credentials("testing", "testing", extra={"endpoint_url": url}))
        finally:
            process.kill()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """An S3 server that lets everybody do everything."""
    with running_s3_server() as server:
        yield server


@pytest.fixture(scope="session")
def guarded_s3_server() -> Iterator[S3Server]:
    """An S3 server that asks for signatures, and knows one user, who may do everything."""
    with running_s3_server(INITIAL_NO_AUTH_ACTION_COUNT="4") as server:
        users = server.client("iam")
        users.create_user(UserName="reader")
        policy = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}],
        }
        users.put_user_policy(UserName="reader", PolicyName="all", PolicyDocument=json.dumps(policy))
        key = users.create_access_key(UserName="reader")["AccessKey"]
        server.client().create_bucket(Bucket="guarded")
        yield replace(
            server,
            credentials=replace(
                server.credentials, login=key["AccessKeyId"], password=key["SecretAccessKey"]
            ),
        )


@pytest.fixture
def bucket(s3_server: S3Server) -> str:
    """A new empty bucket."""
    return s3_server.new_bucket()


# --- a web server ------------------------------------------------------------------------------------------------


class WebServer(ThreadingHTTPServer):
    """A web server that says what a test tells it to, to the letter. Addresses without an answer are 404."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), WebHandler)
        if tls is not None:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.root = f"{'http' if tls is None else 'https'}://127.0.0.1:{self.server_address[1]}"
        self.over = threading.Event()
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        #: What was asked: path with query, headers, and when on the monotonic clock.
        self.asked: list[tuple[str, Message, float]] = []

    def handle_error(self, request, client_address) -> None:
        """Nothing is printed when a client hangs up."""

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return self.root + path

    def paths(self) -> list[str]:
        """The paths that were asked for, but for those of the rules."""
        rules = ("/robots.txt", "/.well-known/tdmrep.json")
        return [path for path, _, _ in self.asked if path not in rules]

    def headers(self, path: str) -> Message:
        """The headers of the last request for a path."""
        return next(headers for asked, headers, _ in reversed(self.asked) if asked == path)

    def page(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> None:
        """Answer with a body and headers, `content_type` for `Content-Type`."""
        content = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content-Length": str(len(content))}.items() | headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(content)

        self.answers[path] = answer

    def raw(self, path: str, content: bytes) -> None:
        """Answer with these bytes and end the connection."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(content)
            handler.close_connection = True

        self.answers[path] = answer

    def stall(self, path: str, content: bytes = b"") -> None:
        """Answer with these bytes, and then nothing until the test ends."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(content)
            self.over.wait()
            handler.close_connection = True

        self.answers[path] = answer

    def drip(self, path: str, content: bytes, drop: bytes) -> None:
        """Answer with these bytes, and then with a drop every now and then until the test ends."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(content)
            while not self.over.wait(0.02):
                handler.wfile.write(drop)
            handler.close_connection = True

        self.answers[path] = answer


class WebHandler(BaseHTTPRequestHandler):
    """Looks up what the server was told to say."""

    protocol_version = "HTTP/1.1"
    server: WebServer

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers, time.monotonic()))
        answer = self.server.answers.get(self.path)
        if answer is None:
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            answer(self)

    def log_message(self, *args) -> None:
        """Nothing is printed."""


@contextlib.contextmanager
def running_web_server(tls: ssl.SSLContext | None = None) -> Iterator[WebServer]:
    server = WebServer(tls)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def web_server() -> Iterator[WebServer]:
    """A web server of its own for the test."""
    with running_web_server() as server:
        yield server


@pytest.fixture
def other_web_server() -> Iterator[WebServer]:
    """Another one, at another port."""
    with running_web_server() as server:
        yield server


@pytest.fixture
def tls_web_server(tmp_path) -> Iterator[tuple[WebServer, Path]]:
    """One with a certificate that it signed itself, for news.example; and the file of the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "news.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with running_web_server(context) as server:
        yield server, path


@pytest.fixture
def open_web_source() -> Iterator[Callable[..., OpenedWeb]]:
    """Opens a source on the web that may ask this machine, as often as it likes; other keys as given."""
    with contextlib.ExitStack() as closing:

        def open_one(location: str, credentials: Credentials = NO_CREDENTIALS, **keys: Any) -> OpenedWeb:
            options = {name: keys.pop(name) for name in ("network", "limits") if name in keys}
            rate_limits, contact = (
                keys.pop("rate_limits", None) or LocalRateLimits(),
                keys.pop("contact", "desk@example.org"),
            )
            keys = {"private_network": True, "requests_per_minute": 1e9, **keys}
            source = Source("herald", location, **keys)
            opened = open_web(
                source, credentials, rate_limits, datetime(2025, 9, 27, 12, tzinfo=UTC), contact, **options
            )
            closing.callback(opened.close)
            return opened

        yield open_one


# --- SSH, FTP and IMAP servers -----------------------------------------------------------------------------------


class Program:
    """A server's process on a port of its own, that can be killed with all its children and started again."""

    def __init__(self, command: list[str], port: int, log: Path) -> None:
        self.command, self.port, self.log = command, port, log
        self.process: psutil.Popen | None = None

    def start(self) -> None:
        """Return when it listens. Raises RuntimeError with its log where it ended instead."""
        with self.log.open("ab") as log:
            self.process = psutil.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        while self.process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.02)
        raise RuntimeError(f"{self.command[0]} ended: {self.log.read_text(errors='replace')}")

    def kill(self) -> None:
        """End it and its children at once, as a power cut would. Stopped first, so that it has no child that wasn't seen."""
        processes = [self.process]
        with contextlib.suppress(psutil.NoSuchProcess):
            self.process.suspend()
            processes += self.process.children(recursive=True)
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(processes)


@dataclass(frozen=True)
class LoopbackServer:
    """A server of files or mail, and how to log in."""

    program: Program
    credentials: Credentials
    scheme: str
    port: int

    def location(self, path: str | Path) -> str:
        """The address of something there."""
        return f"{self.scheme}://127.0.0.1:{self.port}/{str(path).lstrip('/')}"


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def installed(name: str, package: str) -> str:
    """Where a system program is; skips where it isn't installed, except where all must be tested."""
    program = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"{name} is not installed (package {package})")
    return program


def this_user() -> str:
    return pwd.getpwuid(os.getuid()).pw_name


@contextlib.contextmanager
def running_sshd(folder: Path) -> Iterator[LoopbackServer]:
    """OpenSSH's server for whoever runs the tests, with keys of its own."""
    program, port = installed("sshd", "openssh-server"), unused_port()
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    host, user = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    config = f"""
        ListenAddress 127.0.0.1:{port}
        HostKey {folder}/host
        AuthorizedKeysFile {folder}/authorized
        PidFile none
        StrictModes no
        PermitRootLogin yes
        PasswordAuthentication yes
        MaxStartups 100
        Subsystem sftp internal-sftp
    """
    for name, data in (
        ("host", host.export_private_key()),
        ("authorized", user.export_public_key()),
        ("config", config.encode()),
    ):
        (folder / name).touch(mode=0o600)
        (folder / name).write_bytes(data)
    extra = {
        "private_key": user.export_private_key().decode(),
        "host_key": host.export_public_key().decode(),
    }
    server = Program([program, "-D", "-e", "-f", str(folder / "config")], port, folder / "log")
    server.start()
    try:
        yield LoopbackServer(server, Credentials(this_user(), extra=extra), "sftp", port)
    finally:
        server.kill()


@pytest.fixture(scope="session")
def sshd(tmp_path_factory) -> Iterator[LoopbackServer]:
    """OpenSSH's server. Its files are this machine's, under their own paths."""
    with running_sshd(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture
def own_sshd(tmp_path_factory) -> Iterator[LoopbackServer]:
    """One that the test may kill."""
    with running_sshd(tmp_path_factory.mktemp("sshd")) as server:
        yield server


# Names are any bytes here, as they are for most FTP servers.
FTP_SERVER = """
import sys
from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer
port, certificate, without = int(sys.argv[1]), sys.argv[2], sys.argv[3].split()
handler = FTPHandler
if certificate:
    from pyftpdlib.handlers import TLS_FTPHandler as handler
    handler.certfile, handler.tls_control_required, handler.tls_data_required = certificate, True, True
handler.authorizer = DummyAuthorizer()
handler.authorizer.add_user("desk", "wire-7:pass", "/", perm="elr")
handler.encoding, handler.unicode_errors = "utf-8", "surrogateescape"
handler.proto_cmds = {name: value for name, value in handler.proto_cmds.items() if name not in without}
FTPServer(("127.0.0.1", port), handler).serve_forever()
"""
FTP_LOGIN = Credentials("desk", "wire-7:pass")


@contextlib.contextmanager
def running_ftp_server(
    folder: Path, *, certificate: Path | None = None, without: str = ""
) -> Iterator[LoopbackServer]:
    """pyftpdlib's server, without some of its commands."""
    port = unused_port()
    command = [sys.executable, "-W", "ignore", "-c", FTP_SERVER, str(port), str(certificate or ""), without]
    program = Program(command, port, folder / "log")
    program.start()
    try:
        yield LoopbackServer(program, FTP_LOGIN, "ftps" if certificate else "ftp", port)
    finally:
        program.kill()


@pytest.fixture(scope="session")
def ftp_server(tmp_path_factory) -> Iterator[LoopbackServer]:
    """An FTP server. Its files are this machine's, under their own paths."""
    with running_ftp_server(tmp_path_factory.mktemp("ftp")) as server:
        yield server


@pytest.fixture
def own_ftp_server(tmp_path_factory) -> Iterator[LoopbackServer]:
    """One that the test may kill."""
    with running_ftp_server(tmp_path_factory.mktemp("ftp")) as server:
        yield server


@pytest.fixture(scope="session")
def old_ftp_server(tmp_path_factory) -> Iterator[LoopbackServer]:
    """One that lists as `ls -l` does, and in no other way."""
    with running_ftp_server(tmp_path_factory.mktemp("ftp"), without="MLSD MLST") as server:
        yield server


@pytest.fixture(scope="session")
def ftps_server(tmp_path_factory, loopback_certificate) -> Iterator[LoopbackServer]:
    """One that insists on TLS."""
    pytest.importorskip("OpenSSL", reason="pyftpdlib's TLS needs pyopenssl")
    with running_ftp_server(tmp_path_factory.mktemp("ftp"), certificate=loopback_certificate) as server:
        yield server


@pytest.fixture(scope="session")
def loopback_certificate(tmp_path_factory) -> Path:
    """A key and a certificate for 127.0.0.1 that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("certificate") / "loopback.pem"
    path.write_bytes(private + certificate.public_bytes(pem))
    return path


@pytest.fixture
def loopback_is_trusted(loopback_certificate, monkeypatch) -> None:
    """TLS connections made here trust the servers' certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(loopback_certificate))


@dataclass(frozen=True)
class MailServer(LoopbackServer):
    """An IMAP server; `tls_port` is for TLS from the start."""

    tls_port: int

    @contextlib.contextmanager
    def mailbox(self) -> Iterator[imapclient.IMAPClient]:
        """A client that can write what Newsfold only reads."""
        with imapclient.IMAPClient("127.0.0.1", self.port, ssl=False) as client:
            client.login(self.credentials.login, self.credentials.password)
            yield client


def dovecot_config(folder: Path, certificate: Path, ports: tuple[int, int]) -> str:
    """For dovecot 2.3. Mail is kept as a user other than root, whom dovecot refuses."""
    user = "nobody" if os.getuid() == 0 else this_user()
    record = pwd.getpwnam(user)
    mine = f"default_internal_user = {user}\ndefault_login_user = {user}\n" if os.getuid() else ""
    group = f"default_internal_group = {grp.getgrgid(record.pw_gid).gr_name}\n" if os.getuid() else ""
    return f"""
{mine}{group}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain
mail_location = maildir:{folder}/mail/%u
mail_max_userip_connections = 100
passdb {{
  driver = static
  args = password=wire-7:pass
}}
userdb {{
  driver = static
  args = uid={record.pw_uid} gid={record.pw_gid} home={folder}/mail/%u
}}
first_valid_uid = 1
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {ports[0]}
  }}
  inet_listener imaps {{
    port = {ports[1]}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@contextlib.contextmanager
def running_dovecot(certificate: Path) -> Iterator[MailServer]:
    """dovecot for whoever runs the tests. Every user has the same password and a mailbox of their own."""
    program = installed("dovecot", "dovecot-imapd")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("2.3."):
        pytest.skip(f"its settings are written for dovecot 2.3, not {version.strip()}")
    with tempfile.TemporaryDirectory(prefix="newsfold-mail-") as name:
        folder, ports = Path(name), (unused_port(), unused_port())
        folder.chmod(0o755)
        (folder / "mail").mkdir()
        if os.getuid() == 0:
            shutil.chown(folder / "mail", "nobody")
        (folder / "dovecot.conf").write_text(dovecot_config(folder, certificate, ports))
        server = Program([program, "-F", "-c", str(folder / "dovecot.conf")], ports[0], folder / "log")
        server.start()
        try:
            yield MailServer(server, Credentials("desk", "wire-7:pass"), "imap", *ports)
        finally:
            server.kill()


@pytest.fixture(scope="session")
def shared_dovecot(loopback_certificate) -> Iterator[MailServer]:
    """An IMAP server."""
    with running_dovecot(loopback_certificate) as server:
        yield server


@pytest.fixture
def dovecot(shared_dovecot) -> MailServer:
    """An IMAP server, and an empty mailbox there."""
    return replace(shared_dovecot, credentials=Credentials(f"desk-{uuid.uuid4().hex}", "wire-7:pass"))


@pytest.fixture
def own_dovecot(loopback_certificate) -> Iterator[MailServer]:
    """One that the test may kill."""
    with running_dovecot(loopback_certificate) as server:
        yield server
