"""What the journal of the raw store records of each load, and the digest of what is held.

The digest is a sum of hashes: of each version of each article, and of each story with its members and its representative. It
has no ids and no times of processing in it. A load adds the hashes of its versions, takes those of the stories that it may
change out, and puts them in again as they are afterwards: nothing else is read.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from newsfold.model import StoredStories
from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

HALF = 2**64


class Digest(NamedTuple):
    """Two sums of 64-bit numbers: what is held, or by how much that has changed."""

    high: int
    low: int

    @property
    def text(self) -> str:
        """32 hexadecimal digits."""
        return f"{self.high % HALF:016x}{self.low % HALF:016x}"


NOTHING = Digest(0, 0)


def plus(one: Digest, other: Digest) -> Digest:
    """The digest of both."""
    return Digest(one.high + other.high, one.low + other.low)


def minus(one: Digest, other: Digest) -> Digest:
    """The digest of the first without the second."""
    return Digest(one.high - other.high, one.low - other.low)


def digest_of(row: Any) -> Digest:
    """A row with `high` and `low`."""
    return Digest(int(row.high), int(row.low))


# --- a load, within its transaction and under its lock ---------------------------------------------------------------


def touched_stories(connection: Connection, run_id: int) -> list[int]:
    """The stored stories that the plan of a run, as it is staged, may change."""
    return [row.story_id for row in fetch_rows(connection, "journal_touched_stories", {"run_id": run_id})]


def stories_digest(connection: Connection, story_ids: Collection[int]) -> Digest:
    """What certain stories add to the digest now."""
    if not story_ids:
        return NOTHING
    return digest_of(fetch_row(connection, "journal_stories_digest", {"story_ids": sorted(set(story_ids))}))


def versions_digest(connection: Connection, article_ids: Collection[int]) -> Digest:
    """What certain articles add to the digest by their versions."""
    return digest_of(
        fetch_row(connection, "journal_versions_digest", {"article_ids": sorted(set(article_ids))})
    )


def new_versions_digest(connection: Connection, run_id: int, *, at: datetime, month: str) -> Digest:
    """What the versions that a load has made add to the digest."""
    parameters = {"run_id": run_id, "at": at, "month": month}
    return digest_of(fetch_row(connection, "journal_new_versions_digest", parameters))


def new_stories(connection: Connection, run_id: int, *, at: datetime) -> list[int]:
    """The stories that a load has made."""
    return [
        row.story_id for row in fetch_rows(connection, "journal_new_stories", {"run_id": run_id, "at": at})
    ]


def note_load(
    connection: Connection,
    run_id: int,
    *,
    at: datetime,
    change: Digest,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Keep that there was a load, and the digest after it; the number of its entry. It waits to be written."""
    held = last_digest(connection)
    after = None if held is None else plus(held, change)
    parameters = {
        "run_id": run_id,
        "at": at,
        "details": json.dumps(dict(details or {}), default=str),
        "high": after.high if after else None,
        "low": after.low if after else None,
    }
    number = int(fetch_row(connection, "journal_insert_entry", parameters).entry_number)
    execute(connection, "journal_claim_decisions", {"entry_number": number})
    return number


def held_by(connection: Connection, article_ids: Collection[int], before: StoredStories) -> Digest:
    """What some articles, and all stories that hang together with them, add to the digest before the articles leave."""
    return plus(versions_digest(connection, article_ids), stories_digest(connection, story_ids(before)))


def note_removal(
    connection: Connection, run_id: int, held: Digest, before: StoredStories, *, at: datetime
) -> None:
    """Note that articles were removed; `before` holds their stories. Part of the caller's transaction."""
    left = [*story_ids(before), *new_stories(connection, run_id, at=at)]
    note_load(connection, run_id, at=at, change=minus(stories_digest(connection, left), held))


def story_ids(stored: StoredStories) -> list[int]:
    """The ids of some stories."""
    return sorted({member.article.story_id for member in stored.members})


def staged_sources(connection: Connection, run_id: int) -> list[str]:
    """The sources whose files a run has staged."""
    return [row.slug for row in fetch_rows(connection, "journal_staged_sources", {"run_id": run_id})]


# --- what is held ------------------------------------------------------------------------------------------------------


def last_entry(connection: Connection) -> Any:
    """The last entry: number, id, time and digest; None before the first."""
    return fetch_row(connection, "journal_last_entry", {})


def last_digest(connection: Connection) -> Digest | None:
    """The digest as it was carried forward to the last load; None where it is not known."""
    last = last_entry(connection)
    if last is None:
        return NOTHING
    return None if last.result_high is None else Digest(int(last.result_high), int(last.result_low))


def see_one_state(connection: Connection) -> None:
    """Until this transaction ends it sees what is held as of its first query, however much is loaded meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read")


def digest_in_full(connection: Connection) -> Digest:
    """The digest worked out from all that is held. Reads every version and every story."""
    versions = digest_of(fetch_row(connection, "journal_versions_digest", {"article_ids": None}))
    return plus(versions, digest_of(fetch_row(connection, "journal_all_stories_digest", {})))


# --- what is written ---------------------------------------------------------------------------------------------------


def due_entries(connection: Connection, limit: int) -> list[Any]:
    """Entries that are not in the raw store yet, the oldest first."""
    return fetch_rows(connection, "journal_due_entries", {"limit": limit})


def note_written(connection: Connection, entry_number: int, *, now: datetime) -> None:
    """An entry is in the raw store. Part of the caller's transaction."""
    execute(connection, "journal_note_written", {"entry_number": entry_number, "now": now})


def lines(connection: Connection, entry: Any) -> Iterable[dict[str, Any]]:
    """What stands in an entry: first what it is, then one value a decision, a file, a removed article, a bond."""
    key = {"run_id": entry.run_id, "at": entry.at, "entry_number": entry.entry_number}
    yield {
        "journal": 1,
        "entry": entry.entry_number,
        "id": entry.entry_id,
        "previous": entry.previous,
        "at": entry.at,
        "run_key": entry.run_key,
        "trigger": entry.trigger,
        "day": entry.day,
        "started_at": entry.started_at,
        "method": entry.method,
        "details": entry.details,
        "result": None
        if entry.result_high is None
        else Digest(int(entry.result_high), int(entry.result_low)).text,
    }
    for kind, name in (
        ("decision", "journal_decisions"),
        ("file", "journal_files"),
        ("removal", "journal_removals"),
        ("bond", "journal_bonds"),
    ):
        for row in fetch_rows(connection, name, key):
            yield {kind: {column: value for column, value in row._asdict().items() if value is not None}}
