"""A source whose first files can't be had, for the reasons that each transport has: what is behind them is loaded, and the source
is neither failed nor paused. One whose listing has no end gives as much as it may.
"""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.fetch.conftest import S3Server, WebServer, running_s3_server, running_web_server

TEXT = (
    "Ferry {0} of Lindow\n\nLINDOW, Sept 26, 2025 (NPA) - Ferry number {0}{0} left the harbour at {0} with {0}4 sheep, "
    "a pilot of the {0}th fleet said.\n"
)
HEAD, REST = 8, 3


@pytest.fixture
def web() -> Iterator[WebServer]:
    with running_web_server() as server:
        yield server


@pytest.fixture(scope="module")
def s3() -> Iterator[S3Server]:
    with running_s3_server() as server:
        yield server


def declare(newsroom, location: str, **settings: object) -> None:
    """A source on a server of this machine."""
    shown = {"location": location, "private_network": True, **settings}
    lines = [
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}"
        for key, value in shown.items()
    ]
    (newsroom.root / "dags" / "sources.toml").write_text("\n".join(["[source.lindow]", *lines]) + "\n")


def as_page(number: int) -> str:
    return f"<html><body><article><h1>Ferry {number}</h1><p>{TEXT.format(number)}</p></article></body></html>"


def feed(web: WebServer) -> str:
    items = "".join(f"<item><link>{web.url(f'/news/{n}.html')}</link></item>" for n in range(HEAD + REST))
    web.page("/feed.xml", f"<rss version='2.0'><channel><title>Lindow</title>{items}</channel></rss>")
    for n in range(HEAD, HEAD + REST):
        web.page(f"/news/{n}.html", as_page(n))
    return web.url("/feed.xml")


def robots(web: WebServer) -> None:
    forbidden = "".join(f"Disallow: /news/{n}.html\n" for n in range(HEAD))
    web.page("/robots.txt", f"User-agent: *\n{forbidden}")


def refused(web: WebServer) -> None:
    for n in range(HEAD):
        web.page(f"/news/{n}.html", "no", status=403)


def gone(web: WebServer) -> None:
    """As what is not there."""


def moved_to_one_page(web: WebServer) -> None:
    web.page(
        "/archive/expired",
        "<html><body><article><h1>Gone</h1><p>This report is in our archive.</p></article></body></html>",
    )
    for n in range(HEAD):
        web.page(f"/news/{n}.html", status=301, Location="/archive/expired")


def moved_home(web: WebServer) -> None:
    web.page("/", "<html><body><h1>Welcome</h1></body></html>")
    for n in range(HEAD):
        web.page(f"/news/{n}.html", status=302, Location="/")


@pytest.mark.parametrize("head", [robots, refused, gone, moved_to_one_page, moved_home])
def test_items_at_the_head_of_a_feed_that_cannot_be_had_hide_none_behind_them(newsroom, web, head):
    head(web)
    declare(newsroom, feed(web), follow="items", requests_per_minute=60_000.0)
    report = newsroom.run()
    found = {row.uri.rpartition("/")[2] for row in newsroom.query("select uri from analytics.articles")}
    assert {f"{n}.html" for n in range(HEAD, HEAD + REST)} <= found
    # The first of those that lead to one page may be it; the others are not the same again.
    assert report["totals"]["found"] <= REST + 1
    is_well(newsroom)


def test_archived_objects_at_the_head_of_a_bucket_hide_none_behind_them(newsroom, s3, monkeypatch):
    bucket, client = s3.new_bucket(), s3.client()
    for n in range(HEAD + REST):
        kind = {"StorageClass": "GLACIER"} if n < HEAD else {}
        client.put_object(Bucket=bucket, Key=f"in/{n:02}.txt", Body=TEXT.format(n).encode(), **kind)
    use(monkeypatch, s3.url)
    declare(newsroom, f"s3://{bucket}/in", connection="lindow")
    report = newsroom.run()
    assert report["totals"]["found"] == REST
    (failure,) = report["source_failures"]
    assert "InvalidObjectState" in failure["detail"] or "archive" in failure["detail"]
    is_well(newsroom)


class EndlessBucket(BaseHTTPRequestHandler):
    """Lists a page of names again and again: other ones each time, or always the same."""

    def do_HEAD(self) -> None:
        self.send_error(404)

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" not in query:
            body = TEXT.format(7).encode()
        else:
            page = int(query.get("continuation-token", ["0"])[0]) if self.server.goes_on else 0
            names = "".join(
                f"<Contents><Key>in/{page:06}-{n}.txt</Key><Size>9</Size><ETag>x</ETag>"
                "<LastModified>2025-09-26T06:00:00.000Z</LastModified></Contents>"
                for n in range(5)
            )
            body = (
                f"<ListBucketResult><Name>lindow</Name><IsTruncated>true</IsTruncated>{names}"
                f"<NextContinuationToken>{page + 1}</NextContinuationToken></ListBucketResult>"
            ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Fri, 26 Sep 2025 06:00:00 GMT")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("goes_on", [True, False], ids=["ever other names", "ever the same"])
def test_a_bucket_whose_listing_has_no_end_says_where_it_was_left(newsroom, monkeypatch, goes_on):
    with ThreadingHTTPServer(("127.0.0.1", 0), EndlessBucket) as server:
        server.goes_on = goes_on
        threading.Thread(target=server.serve_forever, daemon=True).start()
        use(monkeypatch, f"http://127.0.0.1:{server.server_port}")
        declare(newsroom, "s3://lindow/in", connection="lindow", max_listed_files=23)
        report = newsroom.run()
        server.shutdown()
    assert report["totals"]["found"] == (23 if goes_on else 5)
    (state,) = newsroom.query("select failures, listing_gaps, incomplete_detail from ops.source_state")
    assert (state.failures, state.listing_gaps) == (0, 1)
    assert "max_listed_files = 23" in state.incomplete_detail


def use(monkeypatch, url: str) -> None:
    """The connection of the source is to an object store at this address."""
    extra = {"endpoint_url": url}
    connection = {"conn_type": "aws", "login": "testing", "password": "testing", "extra": extra}
    monkeypatch.setenv("AIRFLOW_CONN_LINDOW", json.dumps(connection))


def is_well(newsroom) -> None:
    """No failure is counted towards a pause, and a second run has nothing to do."""
    (state,) = newsroom.query("select failures, paused_at from ops.source_state")
    assert (state.failures, state.paused_at) == (0, None)
    assert newsroom.run()["totals"]["balanced"]
