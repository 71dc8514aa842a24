"""Reservations of text and data mining are recorded with what is fetched."""

import json

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.fetch.transport import FoundFile
from newsfold.fetch.web.opt_out import parse_tdmrep


def opt_out(opened, url: str) -> tuple[str, ...]:
    with opened.open(FoundFile(url, url), None) as delivery:
        assert delivery.stream.read() == b"x"
        return delivery.opt_out


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("User-agent: GPTBot\nDisallow: /", ("robots.txt",)),
        ("User-agent: ccbot\nUser-agent: Bytespider\nDisallow: /day", ("robots.txt",)),
        ("User-agent: Google-Extended\nDisallow: /archive/", ()),
        ("User-agent: Googlebot\nDisallow: /", ()),
        ("User-agent: Newsfold\nAllow: /\n\nUser-agent: *\nDisallow: /", ("robots.txt",)),
    ],
)
def test_a_robots_txt_that_keeps_out_crawlers_for_models_is_noted(web_server, open_web_source, rules, found):
    web_server.page("/robots.txt", rules)
    web_server.page("/day.txt", "x")
    assert opt_out(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt")) == found


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"TDM_Reservation": "1", "TDM_Policy": "https://news.example/policy"}, ("tdm-reservation",)),
        ({"tdm_reservation": "0"}, ()),
        ({"X_Robots_Tag": "noindex, noai"}, ("x-robots-tag",)),
        ({"X_Robots_Tag": "somebot: NoImageAI"}, ("x-robots-tag",)),
        ({"X_Robots_Tag": "noindex, nofollow"}, ()),
        ({"tdm_reservation": "1", "X_Robots_Tag": "noml"}, ("tdm-reservation", "x-robots-tag")),
    ],
)
def test_headers_that_reserve_are_noted(web_server, open_web_source, headers, found):
    web_server.page("/day.txt", "x", **headers)
    assert opt_out(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt")) == found


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ([{"location": "/", "tdm-reservation": 1}], ("tdmrep.json",)),
        ([{"location": "/*.txt$", "tdm-reservation": 1, "tdm-policy": "x"}], ("tdmrep.json",)),
        ([{"location": "/archive/", "tdm-reservation": 1}], ()),
        ([{"location": "/", "tdm-reservation": 0}], ()),
        ([{"location": "/day", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}], ()),
        (
            [{"location": "/", "tdm-reservation": 1}, {"location": "/day", "tdm-reservation": 0}],
            ("tdmrep.json",),
        ),
        ([5, {"location": 7}, {"tdm-reservation": 1}, {"location": "/"}], ()),
        ({"location": "/", "tdm-reservation": 1}, ()),
    ],
)
def test_the_first_fitting_rule_of_tdmrep_json_counts(web_server, open_web_source, rules, found):
    web_server.page("/.well-known/tdmrep.json", json.dumps(rules))
    web_server.page("/day.txt", "x")
    opened = open_web_source(web_server.url("/day.txt"))
    assert opt_out(opened, web_server.url("/day.txt")) == found
    assert opt_out(opened, web_server.url("/day.txt")) == found
    assert [path for path, _, _ in web_server.asked].count("/.well-known/tdmrep.json") == 1


def test_a_tdmrep_json_that_fails_keeps_no_file_back(web_server, open_web_source):
    web_server.page("/.well-known/tdmrep.json", status=500)
    web_server.page("/day.txt", "x")
    assert opt_out(open_web_source(web_server.url("/day.txt")), web_server.url("/day.txt")) == ()


def test_reservations_are_noted_where_robots_txt_is_not_obeyed(web_server, open_web_source):
    web_server.page("/robots.txt", "User-agent: *\nDisallow: /")
    web_server.page("/day.txt", "x")
    opened = open_web_source(web_server.url("/day.txt"), obey_robots=False)
    assert opt_out(opened, web_server.url("/day.txt")) == ("robots.txt",)


def test_the_rules_of_the_host_that_answers_count(web_server, other_web_server, open_web_source):
    other_web_server.page("/robots.txt", "User-agent: GPTBot\nDisallow: /")
    other_web_server.page("/day.txt", "x")
    web_server.page("/day.txt", status=302, Location=other_web_server.url("/day.txt"))
    port = other_web_server.server_address[1]
    opened = open_web_source(web_server.url("/day.txt"), hosts=(f"127.0.0.1:{port}",))
    assert opt_out(opened, web_server.url("/day.txt")) == ("robots.txt",)


@given(st.binary(max_size=300) | st.just(b"[" * 100_000))
def test_no_tdmrep_json_breaks_anything(content):
    for rule in parse_tdmrep(content):
        rule.fits(httpx2.URL("http://news.example/day.txt"))
