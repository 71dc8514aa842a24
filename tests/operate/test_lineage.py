"""Names of data sets."""

from pathlib import Path

import pytest

from newsfold.config.sources import Source
from newsfold.operate import lineage

BASE = Path("/srv/newsfold")


@pytest.mark.parametrize(
    ("location", "data_set"),
    [
        ("inbox/wire/{day}", ("file", "/srv/newsfold/inbox/wire/{day}")),
        ("/data/wire/*.txt", ("file", "/data/wire/*.txt")),
        ("file:///data/wire", ("file", "/data/wire")),
        ("s3://bucket/a/b", ("s3://bucket", "a/b")),
        ("sftp://files.example.org:2222/out", ("sftp://files.example.org:2222", "out")),
        ("https://example.org/feed.xml?key=secret#part", ("https://example.org", "feed.xml")),
        ("https://example.org", ("https://example.org", "/")),
    ],
)
def test_a_location_is_named_as_openlineage_does_without_secrets(location, data_set):
    assert lineage.location_of(Source("wire", location), BASE) == data_set


def test_a_login_in_the_address_of_a_raw_store_does_not_go_out():
    assert lineage.raw_files("s3://key:secret@bucket/raw") == ("s3://bucket", "raw")


def test_a_load_goes_from_the_raw_store_to_tables_and_views():
    moved = lineage.loaded(Path("/raw"), "db.example.org", "5432", "news")
    assert moved.inputs == [("file", "/raw")]
    assert ("postgres://db.example.org:5432", "news.news.article") in moved.outputs
    assert ("postgres://db.example.org:5432", "news.analytics.articles") in moved.outputs
