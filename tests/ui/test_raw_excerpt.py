"""Raw bytes are shown as the readers decode them, bounded, and nothing in them acts on the page."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsfold.model import REASONS
from newsfold.operate.remedies import REMEDIES
from newsfold.raw_store.raw_store import RawStore
from newsfold.ui.raw_excerpt import BEFORE_BYTES, BEHIND_BYTES, UNSEEN, excerpt


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> RawStore:
    return RawStore(tmp_path_factory.mktemp("raw"))


def seen(store: RawStore, data: bytes, offset: int | None = None):
    """The excerpt of some bytes."""
    return excerpt(store, store.add(io.BytesIO(data)).sha256, offset)


def test_the_place_of_the_record_divides_what_is_before_it_from_what_it_is(store):
    found = seen(store, b"first record\n" + "zweite Meldung: Bäume\n".encode(), 13)
    assert found.before == "first record\n"
    assert found.text == "zweite Meldung: Bäume\n"
    assert found.encoding == "utf-8"
    assert found.rows[0].offset == 13


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "windows-1252", "utf-8-sig"])
@pytest.mark.parametrize("offset", [20_000, 20_001, 20_002, 20_003])
def test_text_is_read_from_the_middle_of_a_character_on(store, encoding, offset):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    data = mark + ("Über den Fluss führt jetzt eine Brücke. " * 2000).encode(encoding)
    found = seen(store, data, offset)
    assert found.text.count("Brücke") > 30
    assert found.end - found.start <= BEFORE_BYTES + BEHIND_BYTES


def test_an_archive_is_said_to_be_one(store):
    assert seen(store, b"\x1f\x8b\x08" + b"x" * 100).container == "gzip"


def test_an_offset_behind_the_end_shows_nothing(store):
    found = seen(store, b"short", 10_000)
    assert (found.text, list(found.rows)) == ("", [])


@settings(max_examples=60)
@given(st.binary(max_size=3000), st.integers(0, 4000))
def test_no_bytes_break_it_and_no_unseen_character_comes_through(store, data, offset):
    found = seen(store, data, offset)
    assert not UNSEEN.search(found.before + found.text)
    assert all(each.isascii() or each == "·" for row in found.rows for each in row.letters)
    assert bytes.fromhex("".join(row.numbers for row in found.rows)) == data[offset : offset + 256]


def test_there_is_advice_for_every_reason():
    assert REMEDIES.keys() == REASONS.keys()
