"""The journal: besides the bytes, the raw store holds what the ledger knows of them, one small object for each load.

An object is gzipped JSON Lines: what the load was, then the decisions of people since the load before, then each file that it
took in, in order, with what became of its records, and what a retention removed. With the bytes that is all it takes to
build the database again. Objects are written once, after the commit; what a kill left unwritten, the next load writes.
"""

import dataclasses
import gzip
import itertools
import json
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from newsfold.config.sources import Source
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.contract import AnyRawStore
from newsfold.store import journal
from newsfold.store.connection import Connection

log = logging.getLogger(__name__)

ENTRIES_AT_ONCE = 50
ENTRY_NAME = re.compile(r"(\d{10,})-([0-9a-f-]{36})\.jsonl\.gz")


def entry_name(number: int, entry_id: str) -> str:
    """The name of an entry's object below `journal/`: they sort by their numbers."""
    return f"{number:010d}-{entry_id}.jsonl.gz"


def write_due(work: Workspace, now: datetime) -> int:
    """Write the entries that wait, and give how many. Where the raw store can't be written they go on waiting."""
    return write_due_entries(work.connection, work.raw_store, now)


def write_due_entries(connection: Connection, raw_store: AnyRawStore, now: datetime) -> int:
    """The same. The connection is in no transaction."""
    written = 0
    while True:
        with connection:
            due = journal.due_entries(connection, ENTRIES_AT_ONCE)
        for entry in due:
            with connection:
                data = encode(journal.lines(connection, entry))
            try:
                raw_store.write_journal(entry_name(entry.entry_number, entry.entry_id), data)
            except OSError as error:
                log.warning("the journal waits for the raw store: %s", error)
                return written
            with connection:
                journal.note_written(connection, entry.entry_number, now=now)
            written += 1
        if len(due) < ENTRIES_AT_ONCE:
            return written


def verify(connection: Connection) -> dict[str, Any]:
    """The digest of all that is held, worked out anew, beside the one that was carried from load to load.

    Both are of one snapshot; loads go on meanwhile.
    """
    with connection:
        journal.see_one_state(connection)
        held, full = journal.last_digest(connection), journal.digest_in_full(connection)
    return {"result": held.text if held else None, "result_in_full": full.text, "same": held == full}


def encode(lines: Iterable[Mapping[str, Any]]) -> bytes:
    """The bytes of an entry. The same lines give the same bytes."""
    text = "".join(json.dumps(line, ensure_ascii=False, default=json_ready) + "\n" for line in lines)
    return gzip.compress(text.encode("utf-8"), compresslevel=6, mtime=0)


def decode(data: bytes) -> list[dict[str, Any]]:
    """The lines of an entry. Raises ValueError for what is none."""
    try:
        lines = [json.loads(line) for line in gzip.decompress(data).decode("utf-8").split("\n") if line]
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise ValueError(f"no entry of a journal: {error}") from error
    if not lines or lines[0].get("journal") != 1:
        raise ValueError("no entry of a journal that this version can read")
    return lines


def json_ready(value: Any) -> Any:
    """Times in UTC, ISO 8601; other values as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def source_settings(source: Source) -> dict[str, Any]:
    """The settings of a source that differ from the defaults. Secrets are never among them."""
    found = {}
    for each in dataclasses.fields(source):
        value = getattr(source, each.name)
        plain = (
            dict(value) if isinstance(value, Mapping) else list(value) if isinstance(value, tuple) else value
        )
        if each.default is not dataclasses.MISSING and value == each.default:
            continue
        if plain not in ({}, []):
            found[each.name] = plain
    return found


def source_of(slug: str, settings: Mapping[str, Any]) -> Source:
    """A source with the settings that it had. Keys that this version does not know are left out."""
    known = {each.name for each in dataclasses.fields(Source)}
    values: dict[str, Any] = {"location": ""}
    values |= {name: tuple(v) if isinstance(v, list) else v for name, v in settings.items() if name in known}
    return Source(**{**values, "slug": slug})


# --- reading it ----------------------------------------------------------------------------------------------------------


class JournalError(Exception):
    """An entry of the journal is missing or damaged. Names it."""


def parse_name(name: str) -> tuple[int, str]:
    """The number and the id of an entry's object. Raises JournalError."""
    found = ENTRY_NAME.fullmatch(name)
    if found is None:
        raise JournalError(f"journal/{name} is no entry of a journal")
    return int(found[1]), found[2]


def read_entry(raw_store: AnyRawStore, name: str) -> list[dict[str, Any]]:
    """The lines of an entry. Raises JournalError where it is gone or damaged, or belongs to another journal."""
    try:
        lines = decode(raw_store.read_journal(name))
    except (FileNotFoundError, ValueError) as error:
        raise JournalError(f"journal/{name}: {error}") from error
    if (lines[0]["entry"], lines[0]["id"]) != parse_name(name):
        raise JournalError(f"journal/{name} holds entry {lines[0]['entry']}, {lines[0]['id']}")
    return lines


def find_chain(raw_store: AnyRawStore) -> list[str]:
    """The names of the entries from the first to the last, each the next one of the one before it.

    Where a database was restored from a dump and went on, there are several next ones: the branch that was written to last is
    followed. Raises JournalError where an entry is missing.
    """
    by_number: dict[int, list[str]] = defaultdict(list)
    for name in raw_store.journal_names():
        by_number[parse_name(name)[0]].append(name)
    numbers = sorted(by_number)
    gaps = [after for before, after in itertools.pairwise([0, *numbers]) if after != before + 1]
    if gaps:
        raise JournalError(f"the journal lacks the entry before number {gaps[0]}")
    forks = [number for number in numbers if len(by_number[number]) > 1]
    if not forks:
        return [by_number[number][0] for number in numbers]
    branches = [number for number in numbers if number >= forks[0]]
    headers = {
        parse_name(name)[1]: (name, read_entry(raw_store, name)[0])
        for number in branches
        for name in by_number[number]
    }
    followed = {header["previous"] for _, header in headers.values()}
    tips = [each for entry_id, each in headers.items() if entry_id not in followed]
    name, header = max(tips, key=lambda each: (each[1]["at"], each[0]))
    chain = [name]
    while header["previous"] in headers:
        name, header = headers[header["previous"]]
        chain.append(name)
    shared = [by_number[number][0] for number in numbers if number < forks[0]]
    return [*shared, *reversed(chain)]
