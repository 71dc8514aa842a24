"""What robots.txt lets us ask for."""

import pytest
from protego import Protego

from newsfold.fetch.transport import FailureClass, FetchError, FoundFile
from newsfold.fetch.web.rate_limits import LocalRateLimits
from newsfold.fetch.web.robots import merge_others


def read(opened, url: str) -> bytes:
    with opened.open(FoundFile(url, url), None) as delivery:
        return delivery.stream.read()


def failure_of(opened, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        read(opened, url)
    return caught.value


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /day", False),
        ("User-agent: newsfold\nDisallow: /\n\nUser-agent: *\nDisallow:", False),
        ("User-agent: Newsfold\nAllow: /\n\nUser-agent: *\nDisallow: /", True),
        ("User-agent: otherbot\nDisallow: /", True),
        ("User-agent: otherbot\nUser-agent: *\nDisallow: /*.txt$", False),
        ("User-agent: *\nDisallow: /\nAllow: /day.txt", True),
        ("<html>Not found", True),
        ("", True),
    ],
)
def test_robots_txt_is_obeyed(web_server, open_web_source, rules, allowed):
    web_server.page("/robots.txt", rules)
    web_server.page("/day.txt", "x")
    opened = open_web_source(web_server.url("/day.txt"))
    if allowed:
        assert read(opened, web_server.url("/day.txt")) == b"x"
    else:
        error = failure_of(opened, web_server.url("/day.txt"))
        assert error.failure is FailureClass.REFUSED
        assert "robots.txt" in str(error)
        assert web_server.paths() == []


def test_a_source_may_be_declared_to_be_ours_to_ask(web_server, open_web_source):
    web_server.page("/robots.txt", "User-agent: *\nDisallow: /")
    web_server.page("/day.txt", "x")
    opened = open_web_source(web_server.url("/day.txt"), obey_robots=False)
    assert read(opened, web_server.url("/day.txt")) == b"x"


def test_a_redirect_leads_to_no_forbidden_page(web_server, open_web_source):
    web_server.page("/robots.txt", "User-agent: *\nDisallow: /closed/")
    web_server.page("/day.txt", status=302, Location="/closed/day.txt")
    web_server.page("/closed/day.txt", "x")
    assert (
        failure_of(open_web_source(web_server.url("/")), web_server.url("/day.txt")).failure
        is FailureClass.REFUSED
    )
    assert web_server.paths() == ["/day.txt"]


def test_robots_txt_is_asked_for_once(web_server, open_web_source):
    web_server.page("/day.txt", "x")
    opened = open_web_source(web_server.url("/day.txt"))
    for _ in range(3):
        read(opened, web_server.url("/day.txt"))
    assert [path for path, _, _ in web_server.asked].count("/robots.txt") == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
def test_without_robots_txt_all_is_allowed(web_server, open_web_source, status):
    web_server.page("/robots.txt", "User-agent: *\nDisallow: /", status)
    web_server.page("/day.txt", "x")
    assert read(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt")) == b"x"


@pytest.mark.parametrize(
    ("status", "headers", "failure"),
    [
        (500, {}, FailureClass.BROKEN),
        (503, {}, FailureClass.BROKEN),
        (503, {"Retry_After": "20"}, FailureClass.SLOW),
        (429, {}, FailureClass.SLOW),
    ],
)
def test_nothing_is_asked_while_robots_txt_is_not_known(
    web_server, open_web_source, status, headers, failure
):
    web_server.page("/robots.txt", "", status, **headers)
    web_server.page("/day.txt", "x")
    opened = open_web_source(web_server.url("/day.txt"))
    assert failure_of(opened, web_server.url("/day.txt")).failure is failure
    # A second file does not hammer it.
    assert failure_of(opened, web_server.url("/day.txt")).failure is failure
    assert [path for path, _, _ in web_server.asked] == ["/robots.txt"]


def test_a_robots_txt_that_breaks_off_is_not_known(web_server, open_web_source):
    web_server.raw("/robots.txt", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nUser-agent: *\n")
    web_server.page("/day.txt", "x")
    error = failure_of(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    assert error.failure is FailureClass.BROKEN
    assert web_server.paths() == []


def test_robots_txt_may_redirect(web_server, open_web_source):
    web_server.page("/robots.txt", status=301, Location="/rules.txt")
    web_server.page("/rules.txt", "User-agent: *\nDisallow: /day.txt")
    error = failure_of(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    assert error.failure is FailureClass.REFUSED


def test_only_the_start_of_an_endless_robots_txt_is_read(web_server, open_web_source):
    rules = "User-agent: *\nDisallow: /closed\n" + "# more\n" * 100_000 + "Disallow: /day.txt\n"
    web_server.page("/robots.txt", rules)
    web_server.page("/day.txt", "x")
    opened = open_web_source(web_server.url("/day.txt"))
    assert read(opened, web_server.url("/day.txt")) == b"x"
    assert failure_of(opened, web_server.url("/closed")).failure is FailureClass.REFUSED


class NotedRateLimits(LocalRateLimits):
    """Notes what is waited for, and waits for nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, host: str, seconds_between: float) -> None:
        self.waits.append(seconds_between)


@pytest.mark.parametrize(
    ("delay", "seconds"), [("12", 12.0), ("0.5", 1.0), ("nan", 1.0), ("-3", 1.0), ("soon", 1.0)]
)
def test_the_crawl_delay_is_kept_where_it_is_longer_than_our_own(web_server, open_web_source, delay, seconds):
    web_server.page("/robots.txt", f"User-agent: *\nCrawl-delay: {delay}")
    web_server.page("/day.txt", "x")
    rate_limits = NotedRateLimits()
    opened = open_web_source(web_server.url("/day.txt"), rate_limits=rate_limits, requests_per_minute=60)
    read(opened, web_server.url("/day.txt"))
    assert rate_limits.waits[-1] == seconds


def test_a_host_that_asks_for_hours_between_requests_is_left_alone(web_server, open_web_source):
    web_server.page("/robots.txt", "User-agent: *\nCrawl-delay: 86400")
    error = failure_of(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt"))
    assert error.failure is FailureClass.REFUSED
    assert "86400" in str(error)


def test_robots_that_nobody_asks_for_are_kept_as_one():
    names = "".join(f"User-agent: bot{number}\n" for number in range(5_000))
    rules = Protego.parse(merge_others(f"{names}Disallow: /a\n\nUser-Agent : GPTBot # and\nDisallow: /b"))
    assert len(rules._user_agents) == 2
    assert rules.can_fetch("http://news.example/a", "Newsfold")
    assert not rules.can_fetch("http://news.example/b", "GPTBot")
