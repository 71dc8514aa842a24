"""The journal's objects: what they hold, and which of them follow each other."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.config.home import project_root
from newsfold.config.sources import Source
from newsfold.config.sources_file import load_sources
from newsfold.pipeline import journal
from newsfold.raw_store.raw_store import RawStore

AT = datetime(2025, 9, 27, 3, 0, tzinfo=UTC)


def header(number: int, previous: str | None, *, hour: int = 0) -> dict:
    entry_id = str(uuid.uuid4())
    return {
        "journal": 1,
        "entry": number,
        "id": entry_id,
        "previous": previous,
        "at": AT.replace(hour=hour).isoformat(),
    }


def write(store: RawStore, *headers: dict) -> list[str]:
    names = [journal.entry_name(each["entry"], each["id"]) for each in headers]
    for name, each in zip(names, headers, strict=True):
        store.write_journal(name, journal.encode([each]))
    return names


def chain_of(count: int, previous: str | None = None, first: int = 1, hour: int = 0) -> list[dict]:
    made: list[dict] = []
    for number in range(first, first + count):
        made.append(header(number, made[-1]["id"] if made else previous, hour=hour))
    return made


def test_entries_follow_each_other_by_their_numbers(tmp_path):
    store = RawStore(tmp_path)
    names = write(store, *chain_of(12))
    assert journal.find_chain(store) == names


def test_an_empty_store_has_no_entries(tmp_path):
    assert journal.find_chain(RawStore(tmp_path)) == []


def test_the_branch_that_was_written_to_last_is_followed(tmp_path):
    store = RawStore(tmp_path)
    shared = chain_of(3)
    longer = chain_of(4, shared[-1]["id"], 4, hour=5)
    newer = chain_of(2, shared[-1]["id"], 4, hour=6)
    write(store, *longer)
    expected = write(store, *shared, *newer)
    assert journal.find_chain(store) == expected


def test_a_branch_of_a_branch_is_followed(tmp_path):
    store = RawStore(tmp_path)
    shared = chain_of(2)
    old = chain_of(3, shared[-1]["id"], 3, hour=1)
    branch = chain_of(3, shared[-1]["id"], 3, hour=2)
    twig = chain_of(1, branch[0]["id"], 4, hour=3)
    write(store, *old, *branch)
    expected = write(store, *shared, branch[0], *twig)
    assert journal.find_chain(store) == expected


@pytest.mark.parametrize(("kept", "named"), [([2, 3], 2), ([1, 3], 3), ([1, 2, 5], 5)])
def test_a_gap_is_named(tmp_path, kept, named):
    store = RawStore(tmp_path)
    write(store, *(each for each in chain_of(6) if each["entry"] in kept))
    with pytest.raises(journal.JournalError, match=f"before number {named}"):
        journal.find_chain(store)


@pytest.mark.parametrize(
    "name", ["notes.txt", "0000000001-x.jsonl.gz", "1-0b0f5c1e-3c1b-4f0e-9a59-5d1f6c2a7e11.jsonl.gz"]
)
def test_what_is_no_entry_is_refused_by_name(tmp_path, name):
    store = RawStore(tmp_path)
    store.write_journal(name, b"x")
    with pytest.raises(journal.JournalError, match="is no entry"):
        journal.find_chain(store)


def test_an_entry_under_another_name_is_refused(tmp_path):
    store = RawStore(tmp_path)
    one, other = chain_of(2)
    store.write_journal(journal.entry_name(1, one["id"]), journal.encode([other]))
    with pytest.raises(journal.JournalError, match="holds entry 2"):
        journal.read_entry(store, journal.entry_name(1, one["id"]))


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read(data):
    try:
        lines = journal.decode(data)
    except ValueError:
        return
    assert lines[0]["journal"] == 1


@given(st.lists(st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=4), max_size=5))
def test_lines_survive_and_give_the_same_bytes(lines):
    told = [{"journal": 1}, *lines]
    assert journal.decode(journal.encode(told)) == told
    assert journal.encode(told) == journal.encode(json.loads(json.dumps(told)))


def test_a_declaration_survives():
    _, sources = load_sources(project_root() / "dags" / "sources.toml")
    odd = Source(
        slug="odd",
        location="sftp://host.example/in",
        hosts=("a.example", "b.example"),
        columns={"headline": "Titel"},
        max_file_bytes=5,
        embargo_minutes=30,
        enabled=False,
    )
    for source in [*sources.values(), odd]:
        settings = json.loads(json.dumps(journal.source_settings(source)))
        assert journal.source_of(source.slug, settings) == source


def test_a_declaration_of_another_version_is_read_as_far_as_it_is_known():
    assert journal.source_of("a", {"language": "de", "moon": "full"}) == Source(
        slug="a", location="", language="de"
    )
