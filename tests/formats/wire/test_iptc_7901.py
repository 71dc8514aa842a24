"""IPTC 7901: recognition by the whole header, several messages in a file, lost and printed control characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.formats import detect, read
from newsfold.formats.wire.iptc_7901 import is_iptc_7901
from newsfold.model import Record, Rejection

LONG = (
    "   Tallinn (xyz) - Roe deer have crossed the new tunnel near Tallinn 41\r\r\ntimes in its first week, all of them "
    "between midnight and dawn.\r\r\n\r\r\n   The tunnel is 31 metres long.\r\r\n"
)
MESSAGE = (
    "\x01abc0123 3 pl 88  xyz 0456\r\r\n\r\r\nEstonia-wildlife/\r\r\n\x02Deer like their tunnel =\r\r\n\r\r\n"
    f"{LONG}\x03271630 GMT Sep 25\x04"
)


def items(text: str, encoding: str = "utf-8") -> list[Record | Rejection]:
    """All that a text gives."""
    return list(read(text.encode(encoding), name="x"))


def shown(item: Record | Rejection) -> tuple[str, str | None, str | None]:
    """Body, slug line and time of sending."""
    assert isinstance(item, Record)
    headers = {header.name: header.value for header in item.headers}
    return item.body, headers.get("item.slugline"), headers.get("item.versioncreated")


@pytest.mark.parametrize(
    "text",
    [
        MESSAGE,
        "\x16\x16" + MESSAGE,
        "\x00\x00\r\n" + MESSAGE,
        "ZCZC XYZ001\n" + MESSAGE,
        MESSAGE.replace("\r\r\n", "\r\n"),
        MESSAGE.replace("\r\r\n", "\n"),
        MESSAGE.replace("\x01", "<SOH>")
        .replace("\x02", "<STX>")
        .replace("\x03", "<ETX>")
        .replace("\x04", "<EOT>"),
        MESSAGE.replace("\x01", "^A").replace("\x02", "^B").replace("\x03", "^C").replace("\x04", "^D"),
        MESSAGE.translate({1: "␁", 2: "␂", 3: "␃", 4: "␄"}),
    ],
)
def test_the_same_message_reads_the_same_however_it_arrives(text):
    (item,) = items(text)
    body, slugline, sent = shown(item)
    assert item.format == "iptc-7901"
    assert body == (
        "Tallinn (xyz) - Roe deer have crossed the new tunnel near Tallinn 41 times in its first week, all of them between"
        " midnight and dawn.\n\nThe tunnel is 31 metres long."
    )
    assert (slugline, sent) == ("Estonia-wildlife/", "271630 GMT Sep 25")
    assert [header.value for header in item.headers if header.name == "headline"] == [
        "Deer like their tunnel"
    ]


def test_control_characters_that_are_lost_are_not_missed():
    bare = MESSAGE.translate({1: None, 2: None, 3: "\n", 4: "\n"})
    first, second = items(bare + bare.replace("0123", "0124"))
    assert shown(first)[0] == shown(second)[0]
    assert shown(first)[0].startswith("Tallinn (xyz)")
    assert shown(first)[2] == "271630 GMT Sep 25"


@pytest.mark.parametrize(
    "text",
    [
        "\x01\x02\x03\x04 a file whose first byte is a control character by chance, and the rest is text.",
        "\x01abc\x02 No header of any kind stands here, only an unhappy first byte in front of a sentence.",
        "Apollo11 3 km 400 miles from home\n\nThe crew said on Friday that it would land in the sea.",
        "abc0123 3 pl 88\n\nA line that looks like a header, and no stamp below, so that nothing proves it.",
        "Boeing 747 4 x 100\n\nRelay teams ran around a plane on Friday.",
    ],
)
def test_a_header_by_chance_is_not_taken(text):
    assert not is_iptc_7901(text)
    assert detect(text.encode()) in ("text", "binary")


def test_the_bytes_of_each_message_are_its_own():
    data = (MESSAGE.replace("deer", "déer") + "\r\n" + MESSAGE.replace("0123", "0124")).encode("iso-8859-1")
    first, second = read(data, name="x")
    assert data[first.offset : first.offset + first.length].startswith(b"\x01abc0123")
    assert data[second.offset : second.offset + second.length].startswith(b"\x01abc0124")
    assert first.offset + first.length == second.offset
    assert (first.position, second.position) == (0, 1)


def test_text_outside_of_the_messages_is_told():
    first, second, third = items(MESSAGE + "\nA line that stands outside of any message.\n" + MESSAGE)
    assert isinstance(first, Record)
    assert isinstance(third, Record)
    assert isinstance(second, Rejection)
    assert second.reason_code == "malformed"
    assert "stands outside" in second.detail
    assert [item.position for item in (first, second, third)] == [0, 1, 2]


def test_a_message_without_text_is_told():
    (item,) = items("\x01abc0123 3 pl 0\r\n\x02\r\n\x03271630\x04")
    assert isinstance(item, Rejection)
    assert item.reason_code == "no_article"


@given(
    st.lists(
        st.sampled_from(
            [MESSAGE, "\x01", "\x02", "\x03", "\x04", "\x16", "\r\n", "abc0123 3 pl 88\n", "a", "^A", "ZCZC"]
        ),
        max_size=12,
    )
)
def test_no_order_of_control_characters_raises(parts):
    for item in items("".join(parts)):
        assert not (isinstance(item, Rejection) and item.reason_code == "reader_failed"), item


@given(st.binary(max_size=300))
def test_no_bytes_behind_a_header_raise(data):
    for item in read(b"\x01abc0123 3 pl 88 \r\n\x02" + data, name="x"):
        assert not (isinstance(item, Rejection) and item.reason_code == "reader_failed"), item
