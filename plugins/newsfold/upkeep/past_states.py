"""A database of a past evening: in it every question gives what it gave then.

It is built from the raw store, as the disaster plan builds one, up to a moment: the same steps replay the same loads, decisions
and times. What analysts may not see by now is hidden in it, too; what was under embargo then stays so. Nobody
loads into it: it is closed at the end, and writes no journal.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO

from newsfold.analytics import marts
from newsfold.pipeline import deciding, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.contract import AnyRawStore, Stored
from newsfold.store import snapshots
from newsfold.store.connection import Connection
from newsfold.upkeep import rebuilding


@dataclass(frozen=True, slots=True)
class PastState:
    """What was built: loads and decisions that were replayed, whether it is what was recorded then, and how much is covered."""

    at: str
    entries: int
    articles: int
    stories: int
    same: bool
    covered: int


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """A raw store that is only read: what is decided in a database of a past evening is in no journal."""

    store: AnyRawStore

    def add(self, stream: BinaryIO, limit: int | None = None) -> Stored:
        """The bytes are there already: they are read to the end, and hashed."""
        return self.store.add(stream, limit)

    def read(self, sha256: str) -> bytes:
        """The bytes with this hash."""
        return self.store.read(sha256)

    def read_part(self, sha256: str, start: int, length: int) -> bytes:
        """Some of them."""
        return self.store.read_part(sha256, start, length)

    def sweep(self, now: datetime) -> int:
        """Nothing is removed."""
        return 0

    def discard(self, sha256: str, written_before: datetime) -> bool:
        """Nothing is removed."""
        return False

    def hashes(self, written_before: datetime) -> Iterator[str]:
        """The hashes of all bytes."""
        return self.store.hashes(written_before)

    def write_journal(self, name: str, data: bytes) -> None:
        """Nothing is written."""

    def journal_names(self) -> list[str]:
        """The names of the journal's entries."""
        return self.store.journal_names()

    def read_journal(self, name: str) -> bytes:
        """An entry of the journal."""
        return self.store.read_journal(name)


def build(work: Workspace, live: Connection, at: datetime, progress: rebuilding.Progress) -> PastState:
    """Fill the empty database of `work` with what was held at a moment; `live` tells what is not shown any more.

    One that broke off goes on. Raises SnapshotError where the database holds loads of its own or another evening,
    JournalError where the journal has a gap.
    """
    work = replace(work, raw_store=ReadOnly(work.raw_store))
    with work.connection:
        built = snapshots.begin(work.connection, at, now=steps.utc_now())
    state = PastState(**built) if built is not None else replay(work, at, progress)
    with live:
        names = snapshots.covered(live)
    with work.connection:
        covered = snapshots.cover(work.connection, names, now=at)
        snapshots.keep_embargoes(work.connection, at)
    deciding.apply_waiting(work, at)
    marts.refresh(work.connection, now=steps.utc_now(), full=True)
    with work.connection:
        snapshots.close(work.connection, now=steps.utc_now())
    return replace(state, covered=covered)


def replay(work: Workspace, at: datetime, progress: rebuilding.Progress) -> PastState:
    """Replay all up to a moment, and note that it is done: what is hidden afterwards is in no journal."""
    done = rebuilding.rebuild(work, progress, until=at)
    state = PastState(
        at.isoformat(), done.replayed, done.totals["articles"], done.totals["stories"], done.is_same, 0
    )
    with work.connection:
        snapshots.note_built(work.connection, as_dict(state))
    return state


def as_dict(state: PastState) -> dict[str, Any]:
    """The same, ready for JSON."""
    return {name: getattr(state, name) for name in PastState.__slots__}
