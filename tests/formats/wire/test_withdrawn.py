"""Items that take an article back and have no text of their own are records all the same."""

import json

import pytest

from newsfold.formats import read
from newsfold.formats.wire.withdrawn import text_of_withdrawn
from newsfold.model import Record, Rejection
from newsfold.text.raw_headers import Collector


@pytest.mark.parametrize(
    ("item", "body"),
    [
        ({"id": "a1", "status": "killed", "body": ""}, "killed a1"),
        ({"id": "a1", "status": "withdrawn", "title": "Ferry sinks", "body": ""}, "Ferry sinks"),
        ({"id": "a1", "status": "deleted", "title": "Ferry", "edNote": "It did not sink."}, "It did not sink."),
        ({"id": "a1", "signal": "kill", "title": "Ferry sinks"}, "Ferry sinks"),
    ],
)  # fmt: skip
def test_an_object_that_is_taken_back_is_a_record(item: dict[str, str], body: str) -> None:
    (record,) = read(json.dumps(item).encode(), name="x")
    assert isinstance(record, Record)
    assert record.body == body


def test_a_row_that_is_taken_back_is_a_record() -> None:
    table = "id,title,body,status\na1,Ferry sinks,,killed\na2,Ferry sails,,usable\n"
    killed, other = read(table.encode(), name="x")
    assert isinstance(killed, Record)
    assert killed.body == "Ferry sinks"
    assert isinstance(other, Rejection)


def test_a_deleted_entry_of_a_feed_names_the_entry() -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>X</title>'
        '<at:deleted-entry ref="tag:x.example,2025:1" when="2025-09-28T06:00:00Z"><at:comment>Sent in error</at:comment>'
        '</at:deleted-entry><at:deleted-entry ref="tag:x.example,2025:2" when="2025-09-28T07:00:00Z"/>'
        "<at:deleted-entry/></feed>"
    )
    first, second, third = read(feed.encode(), name="x")
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert isinstance(third, Rejection)
    assert [(header.name, header.value) for header in first.headers] == [
        ("item.uri", "tag:x.example,2025:1"),
        ("item.versioncreated", "2025-09-28T06:00:00Z"),
        ("item.pubstatus", "deleted"),
        ("item.ednote", "Sent in error"),
    ]
    assert (first.body, second.body) == ("Sent in error", "deleted tag:x.example,2025:2")


def test_an_item_in_use_has_no_such_text() -> None:
    found = Collector()
    found.header("item.pubstatus", "usable", "")
    found.header("item.headline", "Ferry sails", "")
    assert text_of_withdrawn(found) == []
