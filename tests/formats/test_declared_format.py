"""The format that a source declares goes before what its text looks like."""

import gzip

from newsfold import formats
from newsfold.config.sources import FORMATS
from newsfold.formats import NAMED_READERS, READERS
from newsfold.model import Record, Rejection

TABLE = "when;what\n2025-09-27;The bridge at Varnhem opens to traffic on Monday, the county said.\n"


def test_each_reader_of_text_can_be_declared() -> None:
    assert set(FORMATS) == {*READERS, *NAMED_READERS}


def test_a_table_is_read_as_text_where_the_source_says_so() -> None:
    columns = {"body": "what", "published": "when"}
    (table,) = formats.read(TABLE.encode(), name="x", columns=columns, form="csv")
    (text,) = formats.read(TABLE.encode(), name="x", form="text")
    assert isinstance(table, Record)
    assert isinstance(text, Record)
    assert (table.format, text.format) == ("csv", "text")


def test_what_does_not_fit_its_declared_format_is_refused_and_never_raises() -> None:
    for form in FORMATS:
        for item in formats.read(b"Not much of anything, and no markup at all.", name="x", form=form):
            assert isinstance(item, Record | Rejection)
    (refused,) = formats.read(b"no markup", name="x", form="nitf")
    assert isinstance(refused, Rejection)
    assert refused.reason_code in ("malformed", "truncated")


def test_archives_are_opened_whatever_is_declared() -> None:
    (record,) = formats.read(gzip.compress(TABLE.encode()), name="x.gz", form="text")
    assert isinstance(record, Record)
    assert record.format == "text"
