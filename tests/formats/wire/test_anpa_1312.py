"""ANPA 1312: recognition, quadding marks, typesetting codes, stamps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.formats import read
from newsfold.formats.wire.anpa_1312 import is_anpa_1312
from newsfold.model import Record, Rejection

HEAD = "\x16\x16\x01a0123\x1fxxyyz\r\nr i\x13\x11 BC-US--HarborStorm      09-27 0543\r\n"
TOP = "\x02^BC-US--Harbor Storm,143<\r\n^Storm keeps eleven ferries in port<\r\n^By MINA OSTER=\r\n^Associated Press=\r\n"
TEXT = (
    "\t   PORTLAND, Maine (AP) _ Eleven ferries stayed in port on Saturday, the master said.\r\n"
    "\t   ``No ship sails,'' he said.\r\n"
)
END = "\r\n\x03AP-WF-09-27-25 1426GMT<\r\n\r\n\x0c\r\n\x04"


def one(text: str) -> Record:
    """The one record of a text."""
    (item,) = read(text.encode(), name="x")
    assert isinstance(item, Record), item
    return item


def headers(record: Record, name: str) -> list[str]:
    """The values of the headers of that name."""
    return [header.value for header in record.headers if header.name == name]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + TOP + TEXT + END,
        (HEAD + TOP + TEXT + END).replace("\r\n", "\n"),
        HEAD.removeprefix("\x16\x16") + TOP + TEXT + END,
        (HEAD + TOP + TEXT + END).translate(
            {22: "^V", 1: "^A", 31: "^_", 2: "^B", 3: "^C", 4: "^D", 17: "^Q", 19: "^S", 12: "^L"}
        ),
        HEAD
        + TOP
        + TEXT.replace("Eleven", "Ten \x18Eleven\x0cbf8\x0b").replace("ferries", "\x17ferries")
        + END,
    ],
)
def test_the_same_message_reads_the_same_however_it_arrives(text):
    record = one(text)
    assert record.format == "anpa-1312"
    assert record.body == (
        "PORTLAND, Maine (AP) — Eleven ferries stayed in port on Saturday, the master said.\n\n“No ship sails,” he said."
    )
    assert headers(record, "first line") == ["Storm keeps eleven ferries in port"]
    assert headers(record, "byline line") == ["By MINA OSTER"]
    assert headers(record, "item.slugline") == ["BC-US--Harbor Storm"]
    assert headers(record, "item.versioncreated") == ["AP-WF-09-27-25 1426GMT"]
    assert headers(record, "item.altid") == ["a0123"]
    assert headers(record, "item.urgency") == ["r"]
    assert headers(record, "item.section") == ["i"]


def test_without_a_stamp_the_day_of_the_header_is_given_without_its_year():
    record = one(HEAD + TOP + TEXT + "\x03\r\n\x04")
    assert headers(record, "item.versioncreated") == ["--09-27"]


def test_without_a_slug_line_the_key_word_is_one():
    record = one(HEAD.replace("HarborStorm ", "HarborStorm 1stLd") + "\x02" + TEXT + END)
    assert headers(record, "item.slugline") == ["BC-US--HarborStorm"]
    assert headers(record, "item.version") == ["1stLd"]


@pytest.mark.parametrize(
    "text",
    [
        "\x16\x16\x01 no header",
        "\x16 A file with a control character in front.",
        "^A line with a caret\n\nText.",
    ],
)
def test_a_header_by_chance_is_not_taken(text):
    assert not is_anpa_1312(text)


@given(
    st.lists(
        st.sampled_from([HEAD, TOP, TEXT, END, "^", "<", "^By A B=", "\x02", "\x03", "\x04", "\n", "x" * 50]),
        max_size=12,
    )
)
def test_no_order_of_parts_raises(parts):
    for item in read((HEAD + "".join(parts)).encode(), name="x"):
        assert not (isinstance(item, Rejection) and item.reason_code == "reader_failed"), item


@given(st.binary(max_size=300))
def test_no_bytes_behind_a_header_raise(data):
    for item in read(HEAD.encode() + data, name="x"):
        assert not (isinstance(item, Rejection) and item.reason_code == "reader_failed"), item
