"""Directory listings, lists, feeds and sitemaps as a server sends them, over all their pages."""

import gzip
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from newsfold.config.sources import Settings, SourceError
from newsfold.fetch.transport import FailureClass, FetchError, FoundFile, Gap, files_of
from newsfold.fetch.web.rate_limits import LocalRateLimits
from newsfold.upkeep import source_learning

DAYS = [date(2025, 9, 26), date(2025, 9, 27)]

APACHE = """<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN"><html><head><title>Index of {path}</title></head><body>
<h1>Index of {path}</h1><table><tr><th><a href="?C=N;O=D">Name</a></th><th><a href="?C=M;O=A">Last modified</a></th></tr>
<tr><td><a href="{parent}">Parent Directory</a></td></tr>{rows}</table><address><a href="https://apache.example/">Apache</a>
</address></body></html>"""
NGINX = """<html><head><title>Index of {path}</title></head><body><h1>Index of {path}</h1><hr><pre>
<a href="../">../</a>
{rows}</pre><hr></body></html>"""
IIS = """<html><head><title>localhost - {path}</title></head><body><H1>localhost - {path}</H1><hr><pre>
<A HREF="{parent}">[To Parent Directory]</A><br><br>{rows}</pre><hr></body></html>"""


def listing(shape: str, path: str, *names: str) -> str:
    start = path if shape is IIS else ""
    rows = "".join(
        f'<tr><td><a href="{start}{name}">{name}</a></td><td>27-Sep-2025 08:30</td><td>1.2K</td></tr>\n'
        for name in names
    )
    return shape.format(path=path, parent=path.rstrip("/").rpartition("/")[0] + "/", rows=rows)


def names(opened, *, days=DAYS) -> list[str]:
    return [found.name.partition("//")[2].partition("/")[2] for found in opened.list_files(days)]


def names_and_failure(opened) -> tuple[list[str], FetchError]:
    found = []
    with pytest.raises(FetchError) as caught:
        found.extend(each.name.partition("//")[2].partition("/")[2] for each in opened.list_files(DAYS))
    return found, caught.value


@pytest.mark.parametrize("shape", [APACHE, NGINX, IIS], ids=["Apache", "nginx", "IIS"])
def test_a_listing_names_the_files_below_it(web_server, open_web_source, shape):
    page = listing(shape, "/pub/", "a.txt", "b%20%C3%A4.txt", "c.xml", ".hidden.txt", "d.txt.part", "deep/")
    web_server.page("/pub/", page)
    opened = open_web_source(web_server.url("/pub/"), follow="links", match="*.txt")
    assert list(opened.list_files(DAYS)) == [
        FoundFile(web_server.url(f"/pub/{name}"), web_server.url(f"/pub/{name}"))
        for name in ("a.txt", "b%20%C3%A4.txt")
    ]
    assert web_server.paths() == ["/pub/"]


@pytest.mark.parametrize("shape", [APACHE, NGINX, IIS], ids=["Apache", "nginx", "IIS"])
def test_sub_folders_are_listed_where_the_glob_wants_it(web_server, open_web_source, shape):
    web_server.page("/pub/", listing(shape, "/pub/", "a.txt", "2024/", "2025/", ".git/"))
    web_server.page("/pub/2024/", listing(shape, "/pub/2024/", "b.txt"))
    web_server.page("/pub/2025/", listing(shape, "/pub/2025/", "09/", "c.txt"))
    web_server.page("/pub/2025/09/", listing(shape, "/pub/2025/09/", "d.txt", "e.xml"))
    opened = open_web_source(web_server.url("/pub/"), follow="links", match="**/*.txt")
    assert names(opened) == ["pub/a.txt", "pub/2024/b.txt", "pub/2025/c.txt", "pub/2025/09/d.txt"]
    assert "/pub/.git/" not in web_server.paths()


def test_a_folder_that_can_hold_nothing_is_not_asked_for(web_server, open_web_source):
    web_server.page("/pub/", listing(NGINX, "/pub/", "2024/", "2025/"))
    web_server.page("/pub/2025/", listing(NGINX, "/pub/2025/", "c.txt", "09/"))
    opened = open_web_source(web_server.url("/pub/"), follow="links", match="2025/*.txt")
    assert names(opened) == ["pub/2025/c.txt"]
    assert web_server.paths() == ["/pub/", "/pub/2025/"]


def test_folders_that_hold_each_other_end(web_server, open_web_source):
    web_server.page("/pub/", '<a href="a/">a</a>')
    path = "/pub/"
    for _ in range(20):
        path += "a/"
        web_server.page(
            path, f'<a href="a/">a</a><a href="{path}">.</a><a href="/pub/a/">back</a><a href="x.txt">x</a>'
        )
    opened = open_web_source(web_server.url("/pub/"), follow="links", match="**/*.txt")
    assert len(names(opened)) == len(web_server.paths()) - 1 == 10


def test_a_folder_that_redirects_out_of_the_listing_is_not_read(web_server, open_web_source):
    web_server.page("/pub/", '<a href="a/">a</a>')
    web_server.page("/pub/a/", status=302, Location="/private/")
    web_server.page("/private/", '<a href="x.txt">x</a>')
    assert names(open_web_source(web_server.url("/pub/"), follow="links", match="**/*.txt")) == []


def test_what_fails_within_a_listing_is_a_gap_in_it(web_server, open_web_source):
    web_server.page("/pub/", listing(NGINX, "/pub/", "a/", "b/"))
    web_server.page("/pub/a/", status=500)
    web_server.page("/pub/b/", listing(NGINX, "/pub/b/", "x.txt"))
    opened = open_web_source(web_server.url("/pub/"), follow="links", match="**/*.txt")
    gap, found = opened.list_files(DAYS)
    assert found.name == web_server.url("/pub/b/x.txt")
    assert gap.failure is FailureClass.BROKEN
    assert "/pub/a/" in gap.detail


def test_a_server_that_asks_for_patience_is_not_asked_on(web_server, open_web_source):
    web_server.page("/pub/", listing(NGINX, "/pub/", "a/", "b/"))
    web_server.page("/pub/a/", status=429, Retry_After="0")
    found, error = names_and_failure(
        open_web_source(web_server.url("/pub/"), follow="links", match="**/*.txt")
    )
    assert (found, error.failure) == ([], FailureClass.SLOW)
    assert web_server.paths() == ["/pub/", "/pub/a/"]


def test_a_list_names_files_anywhere(web_server, open_web_source):
    text = "http://cdn.example/a.txt\n/deep/b.txt\n/deep/.hidden.txt\n/deep/c.xml\n/folder/\nhttp://cdn.example/a.txt\n"
    web_server.page("/today.txt", text, Content_Type="text/plain")
    opened = open_web_source(web_server.url("/today.txt"), follow="links", match="*.txt")
    assert [found.uri for found in opened.list_files(DAYS)] == [
        "http://cdn.example/a.txt",
        web_server.url("/deep/b.txt"),
    ]


def test_links_of_a_page_to_elsewhere_are_no_files(web_server, open_web_source):
    page = '<a href="/pub/a.txt">a</a><a href="/other/b.txt">b</a><a href="http://cdn.example/c.txt">c</a>'
    web_server.page("/pub/index.html", page)
    assert names(open_web_source(web_server.url("/pub/index.html"), follow="links")) == ["pub/a.txt"]


@pytest.mark.parametrize("follow", ["links", "items"])
def test_a_page_that_is_something_else_has_changed_its_shape(web_server, open_web_source, follow):
    web_server.page("/pub/", "<html><p>Please log in.</p></html>")
    _, error = names_and_failure(open_web_source(web_server.url("/pub/"), follow=follow))
    assert error.failure is FailureClass.CHANGED_SHAPE
    assert "/pub/: " in str(error)


def test_a_page_that_is_packed_in_itself_and_breaks_off_is_broken(web_server, open_web_source):
    web_server.page("/map.xml.gz", gzip.compress(b"<urlset><url><loc>/a</loc></url></urlset>", mtime=0)[:-5])
    _, error = names_and_failure(open_web_source(web_server.url("/map.xml.gz"), follow="items"))
    assert error.failure is FailureClass.BROKEN


def test_a_feed_without_end_has_changed_its_shape(web_server, open_web_source, monkeypatch):
    monkeypatch.setattr("newsfold.fetch.web.web.DOCUMENT_BYTES", 100_000)
    web_server.page("/feed.xml", gzip.compress(b"<rss>" + b" " * 1_000_000, mtime=0), Content_Encoding="gzip")
    _, error = names_and_failure(open_web_source(web_server.url("/feed.xml"), follow="items"))
    assert error.failure is FailureClass.CHANGED_SHAPE


def test_a_feed_names_pages_once_and_relative_to_where_it_was_found(web_server, open_web_source):
    feed = "<rss><item><link>a#1</link></item><item><link>/new/a</link></item><item><link>http://b.example/</link></item></rss>"
    web_server.page("/feed", status=301, Location="/new/feed")
    web_server.page("/new/feed", feed)
    opened = open_web_source(web_server.url("/feed"), follow="items")
    assert [found.name for found in opened.list_files(DAYS)] == [
        web_server.url("/new/a"),
        "http://b.example/",
    ]


def test_an_item_tells_when_it_was_changed(web_server, open_web_source):
    feed = '{"items": [{"url": "/a", "date_modified": "2025-09-27T08:30:00Z"}, {"url": "/b"}]}'
    web_server.page("/feed.json", feed)
    first, second = open_web_source(web_server.url("/feed.json"), follow="items").list_files(DAYS)
    assert first.modified_at == datetime(2025, 9, 27, 8, 30, tzinfo=UTC)
    assert (second.modified_at, second.always_ask) == (None, False)


def test_an_index_of_sitemaps_is_followed_one_level(web_server, open_web_source):
    index = "<sitemapindex><sitemap><loc>/1.xml</loc></sitemap><sitemap><loc>/2.xml.gz</loc></sitemap>{}</sitemapindex>"
    web_server.page(
        "/sitemap.xml",
        index.format("<sitemap><loc>/deeper.xml</loc></sitemap><sitemap><loc>/gone.xml</loc></sitemap>"),
    )
    web_server.page("/1.xml", "<urlset><url><loc>/a</loc></url></urlset>")
    web_server.page("/2.xml.gz", gzip.compress(b"<urlset><url><loc>/b</loc></url></urlset>", mtime=0))
    web_server.page("/deeper.xml", index.format(""))
    listed = list(open_web_source(web_server.url("/sitemap.xml"), follow="items").list_files(DAYS))
    assert [each.name for each in files_of(listed)] == [web_server.url("/a"), web_server.url("/b")]
    gaps = [each for each in listed if isinstance(each, Gap)]
    assert [gap.failure for gap in gaps] == [*[FailureClass.CHANGED_SHAPE] * 2, FailureClass.GONE]
    assert "an index of sitemaps within another one is not followed" in gaps[0].detail
    assert "/gone.xml" in gaps[2].detail
    assert web_server.paths() == ["/sitemap.xml", "/1.xml", "/2.xml.gz", "/deeper.xml", "/gone.xml"]


def test_a_day_whose_page_is_not_there_yet_is_left_out(web_server, open_web_source):
    web_server.page("/2025-09-26/", '<a href="a.txt">a</a>')
    assert names(open_web_source(web_server.url("/{day}/"), follow="links")) == ["2025-09-26/a.txt"]


def test_a_source_none_of_whose_days_is_there_is_gone(web_server, open_web_source):
    found, error = names_and_failure(open_web_source(web_server.url("/{day}/"), follow="links"))
    assert (found, error.failure) == ([], FailureClass.GONE)


def test_only_names_after_the_last_known_one_are_listed(web_server, open_web_source):
    web_server.page("/pub/", listing(NGINX, "/pub/", "a.txt", "b.txt", "c.txt"))
    opened = open_web_source(web_server.url("/pub/"), follow="links", names_grow=True)
    assert [found.name for found in opened.list_files(DAYS, web_server.url("/pub/b.txt"))] == [
        web_server.url("/pub/c.txt")
    ]


def test_no_server_waits_while_its_files_are_fetched(web_server, open_web_source):
    web_server.page("/pub/", listing(NGINX, "/pub/", *(f"{number}.txt" for number in range(20_000))))
    web_server.page("/pub/0.txt", "x")
    opened = open_web_source(web_server.url("/pub/"), follow="links")
    listed = opened.list_files(DAYS)
    first = next(listed)
    with opened.open(first, None) as delivery:
        assert delivery.stream.read() == b"x"
    assert opened.client.connections.pool.connections == []
    assert sum(1 for _ in listed) == 19_999


def learned(location: str) -> source_learning.Learned:
    given = {"private_network": True, "requests_per_minute": 100_000.0, "obey_robots": False}
    now = datetime.now(UTC)
    return source_learning.learn("x", location, given, Settings(), Path("/"), LocalRateLimits(), now)


def test_a_source_that_drips_is_learned_from_for_a_while_only(web_server, monkeypatch):
    monkeypatch.setattr(source_learning, "MAX_SECONDS", 0.5)
    web_server.drip("/page.html", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", b"a")
    with pytest.raises(SourceError, match=r"127\.0\.0\.1"):
        learned(web_server.url("/page.html"))


def test_a_source_that_leads_elsewhere_is_not_followed_there_to_be_learned(web_server, other_web_server):
    other_web_server.page("/", "<html><body><p>Inside.</p></body></html>")
    for place in (other_web_server.url("/"), "http://169.254.169.254/latest/meta-data/"):
        web_server.page("/moved", status=302, Location=place)
        with pytest.raises(SourceError, match="and not one of the source's"):
            learned(web_server.url("/moved"))
    assert other_web_server.paths() == []
