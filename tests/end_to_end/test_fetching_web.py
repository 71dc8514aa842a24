"""Sources on a real web server: a feed over a week, two workers at once, a fetch that is killed again and again."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

import pytest

from newsfold.config.home import project_root
from newsfold.pipeline import steps

FETCHER = """
import sys
from pathlib import Path
from newsfold.pipeline import steps, workspaces
url, root, key = sys.argv[1:]
with workspaces.open_workspace(url, Path(root) / "raw", Path(root)) as work:
    run_id = steps.begin(work, key, "command", None, dry_run=False)
    print("fetching", flush=True)
    steps.fetch(work, run_id, [], [], steps.utc_now())
    print("fetched", flush=True)
"""


@dataclass
class Site:
    """A web server on loopback. `pages` by path; `requests` are paths with the time of the request and If-None-Match."""

    pages: dict[str, bytes] = field(default_factory=dict)
    requests: list[tuple[str, float, str | None]] = field(default_factory=list)
    seconds: float = 0.0
    url: str = ""

    def asked(self, prefix: str) -> list[str]:
        """The paths that were asked for, robots.txt and the like left out."""
        return [path for path, _, _ in self.requests if path.startswith(prefix)]


@pytest.fixture
def site() -> Iterator[Site]:
    """A server that ends with the test."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            etag = self.headers.get("If-None-Match")
            site.requests.append((self.path, time.monotonic(), etag))
            time.sleep(site.seconds)
            page = site.pages.get(self.path)
            own = f'"{hash(page)}"'
            status = 404 if page is None else 304 if etag == own else 200
            body = page if status == 200 and page is not None else b""
            self.send_response(status)
            self.send_header("ETag", own)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield site
    server.shutdown()
    server.server_close()
    thread.join()


def words(number: int, edition: int = 0) -> str:
    """A short report like no other one; another edition changes one figure."""
    chance = random.Random(number)

    def word() -> str:
        return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(3))

    sentences = [
        f"{word().title()} {word().title()} told reporters in {word().title()} that the {word()} of the {word()} had"
        f" {word()} {chance.randint(100, 9999) + (edition if not index else 0)} {word()} since {word().title()}."
        for index in range(5)
    ]
    return " ".join(sentences)


def feed(items: list[tuple[str, str]]) -> bytes:
    """RSS of items with a guid and a text."""
    entries = "".join(
        f"<item><guid isPermaLink='false'>{guid}</guid><title>{escape(text.split(' told')[0])} speaks</title>"
        f"<description>{escape(text)}</description></item>"
        for guid, text in items
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>Wire</title>{entries}</channel></rss>".encode()


def web_source(newsroom, slug: str, location: str, **settings: object) -> None:
    """Declare a source on a server of this machine."""
    shown = {"location": location, "private_network": True, "requests_per_minute": 60_000.0, **settings}
    lines = [
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}"
        for key, value in shown.items()
    ]
    with (newsroom.root / "dags" / "sources.toml").open("a") as file:
        file.write("\n".join([f"[source.{slug}]", *lines]) + "\n")


def outcomes(report) -> dict[str, int]:
    """The outcomes of a run that are not 0."""
    totals = report["totals"]
    assert totals["balanced"]
    names = ("original", "copy", "near_copy", "rewrite", "version", "unchanged", "quarantined")
    return {name: totals[name] for name in names if totals[name]}


def test_a_feed_over_a_week_of_daily_runs(newsroom, site):
    web_source(newsroom, "wire", f"{site.url}/feed.xml")
    items = {f"item-{n}": words(n) for n in range(500)}
    for day in range(7):
        expected: Counter[str] = Counter()
        repeated: list[tuple[str, str]] = []
        if day == 0:
            expected["original"] = 500
        elif day != 3:
            guids = list(items)
            for guid in guids[:30]:
                del items[guid]  # older ones leave the feed; their articles stay
            for guid in guids[100:120]:
                items[guid] = words(int(guid.split("-")[1]), edition=day)
            items |= {f"item-{n}": words(n) for n in range(500 + 30 * day, 530 + 30 * day)}
            repeated = [(guid, items[guid]) for guid in guids[200:205]]
            expected |= {"original": 30, "version": 20, "unchanged": 500 - 30 - 20 + 5}
        if day != 3:  # else nothing has changed: the server says so, and no file comes
            site.pages["/feed.xml"] = feed([*items.items(), *repeated])
        assert outcomes(newsroom.run()) == dict(expected), f"day {day}"
    first, *later = [etag for path, _, etag in site.requests if path == "/feed.xml"]
    assert first is None
    assert all(later)
    held = newsroom.query("select count(*) as n from analytics.articles")[0].n
    assert held == 500 + 5 * 30


def test_the_pages_of_a_feed_are_asked_for_once_and_again_when_they_changed(newsroom, site):
    def entries(*updated: str) -> bytes:
        each = "".join(
            f"<entry><id>{n}</id><link href='/news/{n}.txt'/><updated>{time_}</updated></entry>"
            for n, time_ in enumerate(updated)
        )
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{each}</feed>".encode()

    web_source(newsroom, "wire", f"{site.url}/atom.xml", follow="items")
    site.pages |= {f"/news/{n}.txt": f"Report number {n}\n\n{words(n)}\n".encode() for n in range(3)}
    site.pages["/atom.xml"] = entries("2025-09-27T08:00:00Z", "2025-09-27T09:00:00Z", "2025-09-27T10:00:00Z")
    assert outcomes(newsroom.run()) == {"original": 3}
    assert outcomes(newsroom.run()) == {}
    assert Counter(site.asked("/news/")) == {f"/news/{n}.txt": 1 for n in range(3)}
    site.pages["/news/1.txt"] = f"Report number 1\n\n{words(1, edition=1)}\n".encode()
    site.pages["/atom.xml"] = entries("2025-09-27T08:00:00Z", "2025-09-28T09:00:00Z", "2025-09-27T10:00:00Z")
    assert outcomes(newsroom.run()) == {"version": 1}
    assert Counter(site.asked("/news/"))["/news/1.txt"] == 2


def test_two_workers_fetch_no_file_twice_and_keep_the_rate_of_the_host(newsroom, site):
    per_minute = 1200.0
    for slug in ("wire", "paper"):
        web_source(newsroom, slug, f"{site.url}/{slug}/", follow="links", requests_per_minute=per_minute)
        links = "".join(f"<a href='{n}.txt'>{n}.txt</a>" for n in range(15))
        site.pages[f"/{slug}/"] = f"<html><body><h1>Index of /{slug}</h1>{links}</body></html>".encode()
        site.pages |= {f"/{slug}/{n}.txt": words(n + 1000).encode() for n in range(15)}
    workers = [fetcher(newsroom, f"worker {number}") for number in range(2)]
    for worker in workers:
        assert worker.communicate()[0] == "fetching\nfetched\n"
    pages = [path for path, _, _ in site.requests if path.endswith(".txt") and path != "/robots.txt"]
    assert len(pages) == len(set(pages)) == 30
    times = sorted(moment for _, moment, _ in site.requests)
    assert len(times) >= 34  # the pages, and each worker's listings
    # Requests may be late by the network and the machine, and then be followed closely; no minute holds more than its share.
    interval = 60 / per_minute
    assert times[-1] - times[0] >= interval * (len(times) - 1) * 0.9
    assert newsroom.query("select count(*) as n from ops.file")[0].n == 30


def fetcher(newsroom, key: str) -> subprocess.Popen[str]:
    """A process of its own that fetches."""
    process = subprocess.Popen(
        [sys.executable, "-c", FETCHER, newsroom.role_url("loader"), str(newsroom.root), key],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(project_root() / "plugins")},
        text=True,
    )
    return process


def test_a_fetch_killed_at_twenty_random_moments_ends_with_each_file_exactly_once(newsroom):
    newsroom.source("mna")
    delivered = 0
    chance, killed = random.Random(20), 0
    while killed < 20:
        # A fetch that was done before its kill found too little to do.
        for number in range(delivered, delivered + 100):
            newsroom.deliver("mna", f"{number:04}.txt", f"number {number}")
        delivered += 100
        process = fetcher(newsroom, f"try {delivered}")
        assert process.stdout is not None
        assert process.stdout.readline() == "fetching\n"
        try:
            process.wait(timeout=chance.uniform(0.0, 0.06))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            killed += 1
    files = newsroom.query("select count(*) as n, count(distinct name) as names from ops.file")[0]
    assert files.n == files.names
    with newsroom.workspace() as work:
        run_id = steps.begin(work, "the last", "command", None, dry_run=False)
        for batch in steps.fetch(work, run_id, [], [], steps.utc_now()):
            steps.normalize(work, run_id, batch.batch)
        steps.deduplicate(work, run_id)
        totals = steps.load(work, run_id, steps.utc_now())
    files = newsroom.query("select count(*) as n, count(distinct name) as names from ops.file")[0]
    assert files.n == files.names == totals["found"] == delivered
    assert totals["balanced"]
