"""What is proposed for a source that is not read well."""

import hashlib
from types import SimpleNamespace

import pytest

from newsfold.config.sources import Source
from newsfold.operate import repairs
from tests.samples.expectations import FETCHED_AT

CONSENT = """<!DOCTYPE html><html lang="en"><head><title>The Alder Post</title></head><body><div id="wall"><h2>Your privacy</h2>
<p>With your consent, The Alder Post and its 317 partners use cookies to store and read information on your device, such as your
visits to this site. You may take back your consent at any time.</p><button>Accept</button></div></body></html>"""
LOGIN = """<html><head><title>Sign in</title></head><body><form><h1>Sign in</h1>
<p>Please enter your name and password to go on.</p>
<input name="u"></form></body></html>"""
GONE = "<html><head><title>Not found</title></head><body><h1>404</h1><p>The page you asked for is not here.</p></body></html>"
NO_TEXT = '{"uri": "urn:a:1", "type": "text", "headline": "Nothing below"}'
FEED = '<rss version="2.0"><channel><title>Alder</title><item><title>A</title></item></channel></rss>'


class Store:
    """Bytes by their hash."""

    def __init__(self, *texts: str) -> None:
        self.held = {hashlib.sha256(text.encode()).hexdigest(): text.encode() for text in texts}

    def read(self, sha256: str) -> bytes:
        return self.held[sha256]

    def rows(self) -> list[SimpleNamespace]:
        return [
            SimpleNamespace(
                source="alder", file_name=f"{number}.html", file_uri=f"file:///{number}.html", file_sha256=sha256,
                file_size=len(data), file_modified_at=None, fetched_at=FETCHED_AT, reason_code="no_article",
            )
            for number, (sha256, data) in enumerate(self.held.items())
        ]  # fmt: skip


@pytest.mark.parametrize("text", [CONSENT, LOGIN, GONE, NO_TEXT, FEED])
def test_what_shows_its_format_and_is_no_article_is_not_read_as_another_format(text):
    store = Store(text)
    found = repairs.proposals(store, repairs.Known(Source("alder", "inbox"), store.rows()))
    assert [each.settings for each in found if each.settings.get("format")] == []


def test_a_declared_format_that_is_wrong_is_left_out():
    store = Store(
        "Ferry runs again\n\nAldermoor, Sept 26, 2025 - The ferry of Aldermoor runs again after three weeks, said harbour"
        " master Odo Lindqvist. Nine mechanics had rebuilt its engine in the yard.\n"
    )
    found = repairs.proposals(store, repairs.Known(Source("alder", "inbox", format="nitf"), store.rows()))
    assert found[0].settings == {"format": None}
