"""Servers that stall, lie, lead astray or never end; and hosts that may not be asked."""

import gzip
import threading
import zlib
from dataclasses import dataclass, field

import httpcore2
import pytest

from newsfold.config.credentials import Credentials
from newsfold.fetch.transport import FailureClass, FetchError, FoundFile
from newsfold.fetch.web.http_connections import Network, authorities, connect_to
from newsfold.fetch.web.web_client import Limits

# Long enough for a busy machine to answer, short enough to be waited for.
SHORT = Limits(connect=30.0, read=2.0, answer=60.0)
SHORT_IN_ALL = Limits(connect=30.0, read=30.0, answer=2.0)


def read(opened, url: str) -> bytes:
    with opened.open(FoundFile(url, url), None) as delivery:
        return delivery.stream.read()


def failure_of(opened, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        read(opened, url)
    assert str(caught.value).startswith("source herald: ")
    return caught.value


def head(*lines: str, status: str = "200 OK") -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode()


# --- time ---


def test_a_server_that_stalls_before_it_answers_is_slow(web_server, open_web_source):
    web_server.stall("/day.txt")
    opened = open_web_source(web_server.url("/day.txt"), limits=SHORT)
    assert failure_of(opened, web_server.url("/day.txt")).failure is FailureClass.SLOW


def test_a_server_that_stalls_in_the_body_is_slow(web_server, open_web_source):
    web_server.stall("/day.txt", head("Content-Length: 100") + b"half of it")
    opened = open_web_source(web_server.url("/day.txt"), limits=SHORT)
    with opened.open(FoundFile("x", web_server.url("/day.txt")), None) as delivery:
        assert delivery.stream.read1(100) == b"half of it"
        with pytest.raises(FetchError) as caught:
            delivery.stream.read()
    assert caught.value.failure is FailureClass.SLOW


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (head("Content-Length: 1000000"), b"x"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"x"),
        (head("Transfer-Encoding: chunked"), b"0"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "header", "chunk length", "informational answers"],
)
def test_a_server_that_drips_is_left_after_a_time(web_server, open_web_source, start, drop):
    web_server.drip("/day.txt", start, drop)
    opened = open_web_source(web_server.url("/day.txt"), limits=SHORT_IN_ALL)
    assert failure_of(opened, web_server.url("/day.txt")).failure is FailureClass.SLOW


# --- lengths ---


@pytest.mark.parametrize(
    "answer",
    [
        head("Content-Length: 100") + b"too short",
        head("Transfer-Encoding: chunked") + b"5\r\nhello\r\n",
        head("Transfer-Encoding: chunked") + b"5\r\nhel",
        head("Transfer-Encoding: chunked") + b"zz\r\nhello\r\n0\r\n\r\n",
        head("Content-Length: five") + b"hello",
        head("Content-Length: 5", "Content-Length: 6") + b"hello",
        head("Content-Length: -5") + b"hello",
        b"",
        b"HTTP/1.1",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 300_000,
        head(*(f"X-{number}: {'x' * 100}" for number in range(2_000))),
        head(status="302 Found"),
    ],
)
def test_an_answer_that_is_not_whole_never_comes_out_as_a_file(web_server, open_web_source, answer):
    web_server.raw("/day.txt", answer)
    error = failure_of(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    assert error.failure in (FailureClass.BROKEN, FailureClass.REFUSED)
    assert len(str(error)) < 1000


def test_bytes_beyond_the_length_are_not_part_of_this_file_nor_of_the_next(web_server, open_web_source):
    web_server.answers["/day.txt"] = lambda handler: handler.wfile.write(
        head("Content-Length: 5") + b"helloHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong"
    )
    web_server.page("/next.txt", "right")
    opened = open_web_source(web_server.url("/day.txt"))
    assert read(opened, web_server.url("/day.txt")) == b"hello"
    assert read(opened, web_server.url("/next.txt")) == b"right"


def test_what_broke_once_is_not_read_to_its_end(web_server, open_web_source):
    web_server.raw("/day.txt", head("Content-Length: 100") + b"too short")
    opened = open_web_source(web_server.url("/day.txt"))
    with opened.open(FoundFile("x", web_server.url("/day.txt")), None) as delivery:
        for _ in range(3):
            with pytest.raises(FetchError) as caught:
                delivery.stream.read()
            assert caught.value.failure is FailureClass.BROKEN


# --- packed bodies ---


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"Rain in Lisbon.", mtime=0)),
        ("x-gzip", gzip.compress(b"Rain in ", mtime=0) + gzip.compress(b"Lisbon.", mtime=0) + bytes(512)),
        ("deflate", zlib.compress(b"Rain in Lisbon.")),
        ("deflate", zlib.compress(b"Rain in Lisbon.", wbits=-15)),
        ("identity", b"Rain in Lisbon."),
    ],
)
def test_packed_bodies_are_unpacked(web_server, open_web_source, encoding, body):
    web_server.page("/day.txt", body, Content_Encoding=encoding)
    opened = open_web_source(web_server.url("/day.txt"))
    with opened.open(FoundFile("x", web_server.url("/day.txt")), None) as delivery:
        assert delivery.size == (15 if encoding == "identity" else None)
        assert delivery.stream.read() == b"Rain in Lisbon."


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"Rain in Lisbon.", mtime=0)[:-4]),
        ("gzip", gzip.compress(b"Rain in Lisbon.", mtime=0) + b"and more"),
        ("gzip", b"not packed"),
        ("deflate", zlib.compress(b"Rain in Lisbon." * 100)[:20]),
        ("br", b"\x0b\x07\x80"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"x", mtime=0), mtime=0)),
    ],
)
def test_a_packed_body_that_is_not_whole_is_broken(web_server, open_web_source, encoding, body):
    web_server.page("/day.txt", body, Content_Encoding=encoding)
    error = failure_of(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    assert error.failure is FailureClass.BROKEN


def test_a_bomb_comes_out_no_faster_than_it_is_read(web_server, open_web_source):
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    web_server.page("/day.txt", bomb, Content_Encoding="gzip")
    opened = open_web_source(web_server.url("/day.txt"))
    with opened.open(FoundFile("x", web_server.url("/day.txt")), None) as delivery:
        assert len(delivery.stream.read(100_000)) == 100_000
        assert len(delivery.stream.raw.piece) <= 65_536


# --- hosts and redirects ---


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(web_server, open_web_source, status):
    web_server.page("/old.txt", status=status, Location="new/./day.txt#top")
    web_server.page("/new/day.txt", "x")
    assert read(open_web_source(web_server.url("/old.txt")), web_server.url("/old.txt")) == b"x"


def test_a_redirect_to_an_undeclared_host_is_refused(web_server, other_web_server, open_web_source):
    other_web_server.page("/day.txt", "x")
    web_server.page("/day.txt", status=302, Location=other_web_server.url("/day.txt"))
    error = failure_of(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    assert error.failure is FailureClass.REFUSED
    assert other_web_server.asked == []


def test_a_file_on_an_undeclared_host_is_refused(web_server, other_web_server, open_web_source):
    error = failure_of(open_web_source(web_server.url("/day.txt")), other_web_server.url("/day.txt"))
    assert error.failure is FailureClass.REFUSED
    assert other_web_server.asked == web_server.asked == []


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "http://[", ""]
)
def test_a_redirect_out_of_the_web_is_refused(web_server, open_web_source, target):
    web_server.page("/day.txt", status=302, Location=target)
    error = failure_of(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    assert error.failure is FailureClass.REFUSED


def test_a_redirect_loop_ends(web_server, open_web_source):
    web_server.page("/day.txt", status=302, Location="/day.txt")
    error = failure_of(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    assert error.failure is FailureClass.BROKEN
    assert web_server.paths() == ["/day.txt"] * 6


def test_a_login_in_a_redirect_is_not_used(web_server, open_web_source):
    web_server.page(
        "/old.txt", status=302, Location=web_server.url("/day.txt").replace("//", "//ana:s3cret@")
    )
    web_server.page("/day.txt", "x")
    assert read(open_web_source(web_server.url("/old.txt")), web_server.url("/old.txt")) == b"x"
    assert web_server.headers("/day.txt")["Authorization"] is None


@dataclass
class Town:
    """A network in which names have the addresses that a test gives them, and all addresses lead to one server."""

    port: int
    names: dict[str, list[str]]
    connected: list[tuple[str, int]] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> list[str]:
        return self.names[host]

    def connect(self, address: str, port: int, timeout: float | None) -> httpcore2.NetworkStream:
        self.connected.append((address, port))
        return connect_to("127.0.0.1", self.port, timeout)

    def network(self) -> Network:
        return Network(self.resolve, self.connect)


@pytest.fixture
def town(web_server) -> Town:
    names = {"news.example": ["8.8.4.4"], "cdn.news.example": ["8.8.8.8"], "inside.example": ["10.0.0.7"]}
    return Town(web_server.server_address[1], names)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.7",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "fd00::1",
    ],
)
def test_a_name_that_leads_to_an_address_that_is_not_public_is_refused(
    web_server, open_web_source, town, address
):
    web_server.page("/day.txt", "x")
    town.names["news.example"] = ["8.8.4.4", address]
    opened = open_web_source("http://news.example/day.txt", private_network=False, network=town.network())
    error = failure_of(opened, "http://news.example/day.txt")
    assert error.failure is FailureClass.REFUSED
    assert "private_network" in str(error)
    assert town.connected == []


def test_a_redirect_to_a_private_address_is_refused_although_its_host_is_declared(
    web_server, open_web_source, town
):
    web_server.page("/day.txt", status=302, Location="http://inside.example/secrets.txt")
    web_server.page("/secrets.txt", "x")
    opened = open_web_source(
        "http://news.example/day.txt",
        private_network=False,
        hosts=("inside.example",),
        network=town.network(),
    )
    assert failure_of(opened, "http://news.example/day.txt").failure is FailureClass.REFUSED
    assert {address for address, _ in town.connected} == {"8.8.4.4"}


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "http://localhost/"]
)
def test_a_redirect_to_this_machine_is_refused(web_server, open_web_source, town, target):
    web_server.page("/day.txt", status=302, Location=target)
    opened = open_web_source("http://news.example/day.txt", private_network=False, network=town.network())
    assert failure_of(opened, "http://news.example/day.txt").failure is FailureClass.REFUSED
    assert {address for address, _ in town.connected} == {"8.8.4.4"}


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "127.1", "localhost"])
def test_this_machine_is_refused_by_whatever_name(open_web_source, host):
    opened = open_web_source(f"http://{host}/day.txt", private_network=False)
    error = failure_of(opened, f"http://{host}/day.txt")
    assert error.failure is FailureClass.REFUSED


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(web_server, open_web_source, town):
    web_server.page("/day.txt", "x")
    told = []

    def resolve(host: str, port: int) -> list[str]:
        told.append(f"8.8.4.{len(told)}")
        return told[-1:]

    opened = open_web_source(
        "http://news.example/day.txt", private_network=False, network=Network(resolve, town.connect)
    )
    assert read(opened, "http://news.example/day.txt") == b"x"
    assert [address for address, _ in town.connected] == told
    assert web_server.headers("/day.txt")["Host"] == "news.example"


def test_declared_hosts_below_a_domain_are_asked(web_server, open_web_source, town):
    web_server.page("/day.txt", "x")
    opened = open_web_source("http://news.example/", hosts=("*.news.example",), network=town.network())
    assert read(opened, "http://cdn.news.example/day.txt") == b"x"
    assert web_server.headers("/day.txt")["Host"] == "cdn.news.example"


def test_the_next_address_is_tried_where_one_does_not_answer(web_server, open_web_source, town):
    web_server.page("/day.txt", "x")
    town.names["news.example"] = ["8.8.4.4", "8.8.8.8"]
    tried = []

    def connect(address: str, port: int, timeout: float | None) -> httpcore2.NetworkStream:
        tried.append(address)
        if address == "8.8.4.4":
            raise httpcore2.ConnectError("no route")
        return town.connect(address, port, timeout)

    opened = open_web_source("http://news.example/", network=Network(town.resolve, connect))
    assert read(opened, "http://news.example/day.txt") == b"x"
    assert tried[:2] == ["8.8.4.4", "8.8.8.8"]


@pytest.mark.parametrize("error", [OSError("no such name"), UnicodeError("label too long")])
def test_a_name_that_does_not_resolve_is_broken(open_web_source, error):
    def resolve(host: str, port: int) -> list[str]:
        raise error

    opened = open_web_source("http://news.example/", network=Network(resolve))
    assert failure_of(opened, "http://news.example/day.txt").failure is FailureClass.BROKEN


def test_a_server_that_is_not_there_is_broken(web_server, open_web_source):
    location = web_server.url("/day.txt")
    web_server.shutdown()
    web_server.server_close()
    assert failure_of(open_web_source(location), location).failure is FailureClass.BROKEN


# --- TLS ---


def test_a_certificate_that_nobody_vouches_for_is_broken(tls_web_server, open_web_source):
    server, _ = tls_web_server
    server.page("/day.txt", "x")
    error = failure_of(open_web_source(server.url("/day.txt")), server.url("/day.txt"))
    assert error.failure is FailureClass.BROKEN
    assert "CERTIFICATE_VERIFY_FAILED" in str(error)
    assert server.asked == []


def test_the_certificate_has_to_fit_the_name_not_the_address(tls_web_server, open_web_source, monkeypatch):
    server, certificate = tls_web_server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server.page("/day.txt", "x")
    network = Town(
        server.server_address[1], {"news.example": ["8.8.4.4"], "other.example": ["8.8.4.4"]}
    ).network()
    assert (
        read(open_web_source("https://news.example/", network=network), "https://news.example/day.txt")
        == b"x"
    )
    opened = open_web_source("https://other.example/", network=network)
    assert failure_of(opened, "https://other.example/day.txt").failure is FailureClass.BROKEN


def test_authorities_are_read_once_and_anew_where_the_environment_names_others(tls_web_server, monkeypatch):
    usual = authorities()
    assert authorities() is usual
    monkeypatch.setenv("SSL_CERT_FILE", str(tls_web_server[1]))
    assert authorities() is not usual
    monkeypatch.undo()
    assert authorities() is usual


def test_credentials_never_go_from_https_to_http(tls_web_server, web_server, open_web_source, monkeypatch):
    server, certificate = tls_web_server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server.page("/day.txt", status=302, Location="http://news.example/day.txt")
    web_server.page("/day.txt", "x")
    ports = {443: server.server_address[1], 80: web_server.server_address[1]}
    network = Network(
        lambda host, port: ["8.8.4.4"],
        lambda address, port, timeout: connect_to("127.0.0.1", ports[port], timeout),
    )
    credentials = Credentials("ana", "s3cret", extra={"headers": {"X-Key": "k1"}})
    opened = open_web_source("https://news.example/day.txt", credentials, network=network)
    assert read(opened, "https://news.example/day.txt") == b"x"
    assert server.headers("/day.txt")["Authorization"] is not None
    assert web_server.headers("/day.txt")["Authorization"] is None
    assert web_server.headers("/day.txt")["X-Key"] is None


# --- threads ---


def test_several_threads_read_at_the_same_time(web_server, open_web_source):
    together = threading.Barrier(4)
    for number in range(4):

        def answer(handler, number=number):
            together.wait()
            handler.wfile.write(head("Content-Length: 1") + str(number).encode())

        web_server.answers[f"/{number}.txt"] = answer
    opened = open_web_source(web_server.url("/{day}.txt"))
    bodies: dict[int, bytes] = {}
    threads = [
        threading.Thread(
            target=lambda number=number: bodies.update(
                {number: read(opened, web_server.url(f"/{number}.txt"))}
            )
        )
        for number in range(opened.at_once)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert bodies == {number: str(number).encode() for number in range(4)}
    assert [path for path, _, _ in web_server.asked].count("/robots.txt") == 1
