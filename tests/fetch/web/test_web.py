"""Files of the web, one by one: from a server on loopback that says what each test tells it to."""

from datetime import UTC, date, datetime

import pytest

from newsfold.config.credentials import Credentials
from newsfold.config.sources import SourceError
from newsfold.fetch.transport import FailureClass, FetchError, FoundFile, KnownFile
from newsfold.fetch.web.rate_limits import LocalRateLimits

DAYS = [date(2025, 9, 26), date(2025, 9, 27)]
SEEN = datetime(2025, 9, 26, tzinfo=UTC)


def read(opened, url: str, known: KnownFile | None = None) -> bytes | None:
    with opened.open(FoundFile(url, url), known) as delivery:
        return None if delivery is None else delivery.stream.read()


def known_as(etag: str | None = None, last_modified: str | None = None) -> KnownFile:
    return KnownFile(1, 5, None, etag, last_modified, SEEN)


def test_the_location_itself_is_the_file(web_server, open_web_source):
    web_server.page("/day.txt", "Rain in Lisbon.", ETag='"a1"', Last_Modified="Fri, 26 Sep 2025 10:00:00 GMT")
    opened = open_web_source(web_server.url("/day.txt"))
    (found,) = opened.list_files(DAYS)
    assert found == FoundFile(web_server.url("/day.txt"), web_server.url("/day.txt"), always_ask=True)
    with opened.open(found, None) as delivery:
        assert (delivery.size, delivery.etag) == (15, '"a1"')
        assert delivery.last_modified == "Fri, 26 Sep 2025 10:00:00 GMT"
        assert delivery.opt_out == ()
        assert delivery.stream.read() == b"Rain in Lisbon."


def test_each_day_is_a_file(web_server, open_web_source):
    opened = open_web_source(web_server.url("/{day:%Y/%m}/{day}.txt"))
    names = [found.name for found in opened.list_files(DAYS)]
    assert names == [web_server.url(f"/2025/09/2025-09-{day}.txt") for day in (26, 27)]


def test_only_names_after_the_last_known_one_are_listed(web_server, open_web_source):
    opened = open_web_source(web_server.url("/{day}.txt"))
    after = web_server.url("/2025-09-26.txt")
    assert [found.name for found in opened.list_files(DAYS, after)] == [web_server.url("/2025-09-27.txt")]


@pytest.mark.parametrize(
    ("known", "header", "value"),
    [
        (known_as(etag='W/"a1"'), "If-None-Match", 'W/"a1"'),
        (known_as(last_modified="Fri, 26 Sep 2025"), "If-Modified-Since", "Fri, 26 Sep 2025"),
    ],
)
def test_a_known_file_is_asked_for_only_if_it_changed(web_server, open_web_source, known, header, value):
    web_server.page("/day.txt", status=304)
    opened = open_web_source(web_server.url("/day.txt"))
    assert read(opened, web_server.url("/day.txt"), known) is None
    assert web_server.headers("/day.txt")[header] == value


def test_a_known_file_that_changed_is_read(web_server, open_web_source):
    web_server.page("/day.txt", "new", ETag='"a2"')
    assert (
        read(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"), known_as('"a1"'))
        == b"new"
    )


def test_not_modified_is_no_answer_to_a_plain_request(web_server, open_web_source):
    web_server.page("/day.txt", status=304)
    with pytest.raises(FetchError, match="304") as caught:
        read(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"), known_as())
    assert caught.value.failure is FailureClass.BROKEN


@pytest.mark.parametrize("etag", ['"caf\u00e9"', '"' + "x" * 2000 + '"'])
def test_what_can_not_be_sent_back_to_the_letter_is_not_kept(web_server, open_web_source, etag):
    web_server.page("/day.txt", "x", ETag=etag)
    opened = open_web_source(web_server.url("/day.txt"))
    with opened.open(next(opened.list_files(DAYS)), None) as delivery:
        assert delivery.etag is None


def test_a_known_etag_with_a_line_break_is_not_sent(web_server, open_web_source):
    web_server.page("/day.txt", "x")
    known = known_as(etag='"a"\r\nX-Injected: 1')
    assert read(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"), known) == b"x"
    assert web_server.headers("/day.txt")["X-Injected"] is None


@pytest.mark.parametrize(
    ("status", "headers", "failure"),
    [
        (404, {}, FailureClass.GONE),
        (410, {}, FailureClass.GONE),
        (401, {}, FailureClass.REFUSED),
        (403, {}, FailureClass.REFUSED),
        (407, {}, FailureClass.REFUSED),
        (418, {}, FailureClass.REFUSED),
        (451, {}, FailureClass.REFUSED),
        (408, {}, FailureClass.SLOW),
        (429, {}, FailureClass.SLOW),
        (503, {"Retry_After": "7"}, FailureClass.SLOW),
        (503, {}, FailureClass.BROKEN),
        (500, {}, FailureClass.BROKEN),
        (502, {}, FailureClass.BROKEN),
        (504, {}, FailureClass.BROKEN),
        (300, {}, FailureClass.BROKEN),
        (204, {}, FailureClass.CHANGED_SHAPE),
        (206, {}, FailureClass.CHANGED_SHAPE),
    ],
)
def test_each_status_has_its_class(web_server, open_web_source, status, headers, failure):
    web_server.page("/day.txt", "", status, **headers)
    opened = open_web_source(web_server.url("/day.txt"))
    with pytest.raises(
        FetchError, match=rf"source herald: http://127.0.0.1:\d+/day.txt: .*{status}"
    ) as caught:
        read(opened, web_server.url("/day.txt"))
    assert caught.value.failure is failure


class NotedRateLimits(LocalRateLimits):
    """Notes what is waited for, and waits for nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[tuple[str, float]] = []
        self.held: list[tuple[str, float]] = []

    def wait(self, host: str, seconds_between: float) -> None:
        self.waits.append((host, seconds_between))

    def hold_back(self, host: str, seconds: float) -> None:
        self.held.append((host, seconds))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry_After": "120"}, 120.0),
        ({"Retry_After": "99999999999999999999"}, 3600.0),
        ({"Retry_After": "Sat, 27 Sep 2025 10:01:30 GMT", "Date": "Sat, 27 Sep 2025 10:00:00 GMT"}, 90.0),
        ({"Retry_After": "Sat, 27 Sep 2025 09:00:00 GMT", "Date": "Sat, 27 Sep 2025 10:00:00 GMT"}, 0.0),
        ({"Retry_After": "Fri, 31 Dec 9999 23:59:59 -2300", "Date": "Sat, 27 Sep 2025 10:00:00 GMT"}, None),
        ({"Retry_After": "soon"}, None),
        ({"Retry_After": "-5"}, None),
        ({}, None),
    ],
)
def test_a_server_that_asks_for_patience_gets_it_from_everybody(
    web_server, open_web_source, headers, seconds
):
    def answer(handler):
        handler.send_response_only(429)
        for name, value in {"Content-Length": "0", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()

    web_server.answers["/day.txt"] = answer
    rate_limits = NotedRateLimits()
    opened = open_web_source(web_server.url("/day.txt"), rate_limits=rate_limits)
    with pytest.raises(FetchError) as caught:
        read(opened, web_server.url("/day.txt"))
    assert (caught.value.failure, caught.value.retry_after) == (FailureClass.SLOW, seconds)
    assert rate_limits.held == [("127.0.0.1", 30.0 if seconds is None else seconds)]


def test_a_date_to_come_back_is_measured_from_our_clock_where_the_server_tells_none(
    web_server, open_web_source
):
    head = b"HTTP/1.1 429 Wait\r\nRetry-After: Sat, 27 Sep 2025 12:30:00 GMT\r\nContent-Length: 0\r\n\r\n"
    web_server.raw("/day.txt", head)
    with pytest.raises(FetchError) as caught:
        read(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    # The source was opened at 12:00.
    assert 0 < caught.value.retry_after <= 1800


def test_every_request_waits_for_its_turn(web_server, open_web_source):
    web_server.page("/robots.txt", "User-agent: *\nCrawl-delay: 7")
    web_server.page("/old.txt", status=302, Location="/day.txt")
    web_server.page("/day.txt", "x")
    rate_limits = NotedRateLimits()
    opened = open_web_source(web_server.url("/old.txt"), rate_limits=rate_limits, requests_per_minute=20)
    assert read(opened, web_server.url("/old.txt")) == b"x"
    assert len(rate_limits.waits) == len(web_server.asked) == 4
    # robots.txt before its own delay is known.
    assert rate_limits.waits == [("127.0.0.1", 3.0)] + [("127.0.0.1", 7.0)] * 3


def test_we_say_who_we_are(web_server, open_web_source):
    web_server.page("/day.txt", "x")
    read(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    for path in ("/day.txt", "/robots.txt"):
        assert web_server.headers(path)["User-Agent"].startswith("Newsfold/")
        assert web_server.headers(path)["User-Agent"].endswith(" (+desk@example.org)")
        assert web_server.headers(path)["From"] is None


def test_a_contact_can_not_break_the_header(web_server, open_web_source):
    web_server.page("/day.txt", "x")
    opened = open_web_source(web_server.url("/day.txt"), contact="desk\r\nX-Injected: 1 \u00e9")
    assert read(opened, web_server.url("/day.txt")) == b"x"
    assert web_server.headers("/day.txt")["X-Injected"] is None


def test_a_login_and_extra_headers_are_sent_to_the_location(web_server, open_web_source):
    web_server.page("/day.txt", "x")
    credentials = Credentials("ana", "s3cret", extra={"headers": {"X-Key": "k1"}})
    read(open_web_source(web_server.url("/day.txt"), credentials), web_server.url("/day.txt"))
    assert web_server.headers("/day.txt")["Authorization"] == "Basic YW5hOnMzY3JldA=="
    assert web_server.headers("/day.txt")["X-Key"] == "k1"
    assert web_server.headers("/robots.txt")["Authorization"] is None


def test_credentials_stay_with_the_location_where_it_redirects(web_server, other_web_server, open_web_source):
    port = other_web_server.server_address[1]
    web_server.page("/day.txt", status=302, Location=other_web_server.url("/day.txt"))
    other_web_server.page("/day.txt", "x")
    credentials = Credentials("ana", "s3cret", extra={"headers": '{"X-Key": "k1"}'})
    opened = open_web_source(web_server.url("/day.txt"), credentials, hosts=(f"127.0.0.1:{port}",))
    assert read(opened, web_server.url("/day.txt")) == b"x"
    assert web_server.headers("/day.txt")["X-Key"] == "k1"
    assert other_web_server.headers("/day.txt")["Authorization"] is None
    assert other_web_server.headers("/day.txt")["X-Key"] is None


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Key": "s3cret\r\nX: 1"},
        {"X Key": "s3cret"},
        {"User-Agent": "s3cret"},
        {"X-Key": 5},
        "s3cret",
        ["s3cret"],
    ],
)
def test_headers_that_can_not_be_sent_are_refused_without_quoting_them(open_web_source, headers):
    with pytest.raises(SourceError, match="header") as caught:
        open_web_source("http://news.example/", Credentials(extra={"headers": headers}))
    assert "s3cret" not in str(caught.value)


def test_an_error_tells_no_key_of_the_address(web_server, open_web_source):
    web_server.page("/day.txt", status=302, Location="/elsewhere.txt?signature=s3cret")
    with pytest.raises(FetchError, match=r"/elsewhere.txt\?") as caught:
        read(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    assert "s3cret" not in str(caught.value)


def test_cookies_are_not_kept(web_server, open_web_source):
    web_server.page("/day.txt", "x", Set_Cookie="track=1; Path=/")
    opened = open_web_source(web_server.url("/day.txt"))
    read(opened, web_server.url("/day.txt"))
    read(opened, web_server.url("/day.txt"))
    assert web_server.headers("/day.txt")["Cookie"] is None


def test_a_proxy_of_the_environment_is_not_asked(web_server, other_web_server, open_web_source, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, other_web_server.url())
    web_server.page("/day.txt", "x")
    assert read(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt")) == b"x"
    assert other_web_server.asked == []


@pytest.mark.parametrize(
    "location", ["http://", "http://[::1/x", "https:///day.txt", "http://ana:s3cret@news.example/"]
)
def test_a_location_that_is_no_address_is_said_so(open_web_source, location):
    with pytest.raises(SourceError, match="source herald"):
        open_web_source(location)


def test_the_connection_names_the_host_where_the_location_has_none(web_server, open_web_source):
    web_server.page("/day.txt", "x")
    credentials = Credentials(host="127.0.0.1", port=web_server.server_address[1])
    (found,) = open_web_source("http:///day.txt", credentials).list_files(DAYS)
    assert found.uri == web_server.url("/day.txt")


def test_a_name_that_is_no_address_is_refused(web_server, open_web_source):
    with pytest.raises(FetchError) as caught:
        read(open_web_source(web_server.url("/")), "file:///etc/passwd")
    assert caught.value.failure is FailureClass.REFUSED
