"""Building the database again from the raw store alone: the bytes, and the journal that says how they came.

The entries of the journal are replayed in order, by the same steps, with the times and the source settings that they record:
relative dates are read against the time at which a file was fetched. People's decisions are replayed at their place. One load
replays one entry and notes it, so a rebuild that was killed resumes at the entry that it was at. In the same way it brings a
database that was restored from an older dump up to the last load.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from newsfold.analytics import marts
from newsfold.config.sources import undeclared
from newsfold.model import SourceFile
from newsfold.pipeline import deciding, dividing, journal, readers, running, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store import checks, ledger, loading, rebuilds
from newsfold.store import journal as load_journal
from newsfold.store import retention as removing
from newsfold.store.connection import transaction
from newsfold.store.rebuilds import FileKey
from newsfold.upkeep import learning, refolding, retention

Line = Mapping[str, Any]
#: entry, entries, what it is
Progress = Callable[[int, int, str], None]

EXAMPLES = 20


class RebuildError(Exception):
    """A database can't be rebuilt here: it holds something else, or somebody is rebuilding it."""


@dataclass(slots=True)
class Rebuilt:
    """What a rebuild did, and how what came out differs from what was recorded."""

    entries: int = 0
    replayed: int = 0
    files: int = 0
    bytes_gone: int = 0
    decisions_left_out: int = 0
    differing_files: int = 0
    examples: list[dict[str, Any]] = field(default_factory=list)
    recorded: str | None = None
    result: str | None = None
    result_in_full: str | None = None
    first_differing_entry: int | None = None
    checks: dict[str, int] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def is_same(self) -> bool:
        """Whether the articles and stories are those that were recorded."""
        return self.result == self.result_in_full and self.recorded in (None, self.result)


def rebuild(work: Workspace, progress: Progress, *, until: datetime | None = None) -> Rebuilt:
    """Replay the journal of the raw store, or its loads up to a moment. The database is empty, or holds what the journal's first
    entries record.

    Raises RebuildError, and JournalError where an entry is missing or damaged.
    """
    if not rebuilds.try_lock(work.connection):
        raise RebuildError("somebody else is rebuilding this database")
    chain = journal.find_chain(work.raw_store)
    if not chain:
        raise RebuildError("the raw store has no journal")
    if until is not None:
        chain = entries_until(work, chain, until)
    first = entries_held(work, chain)
    done = Rebuilt(entries=len(chain))
    with readers.kept_between_runs():
        for place, name in enumerate(chain[first:], start=first):
            entry = journal.read_entry(work.raw_store, name)
            header = entry[0]
            progress(place, len(chain), f"{header['trigger']} of {header['at'][:16].replace('T', ' ')}")
            replay(Replay(work, header, entry[1:], done))
            done.replayed += 1
            compare_result(work, header, done)
    progress(len(chain), len(chain), "done")
    finish(work, done, journal.read_entry(work.raw_store, chain[-1])[0])
    return done


def entries_until(work: Workspace, chain: Sequence[str], until: datetime) -> list[str]:
    """The entries up to a moment. Raises RebuildError where the first is later."""
    found = list(
        itertools.takewhile(
            lambda name: datetime.fromisoformat(journal.read_entry(work.raw_store, name)[0]["at"]) <= until,
            chain,
        )
    )
    if not found:
        raise RebuildError(f"nothing was held at {until.isoformat()}")
    return found


def entries_held(work: Workspace, chain: Sequence[str]) -> int:
    """How many entries the database holds already. Raises RebuildError where it holds something else."""
    state = rebuilds.state(work.connection)
    with work.connection:
        last = load_journal.last_entry(work.connection)
    ids = [journal.parse_name(name)[1] for name in chain]
    if last is not None:
        if last.entry_number <= len(ids) and ids[last.entry_number - 1] == last.entry_id:
            return int(last.entry_number)
    elif not state.holds_something or state.first_replayed == ids[0]:
        return 0
    raise RebuildError(
        "the database is not empty, and holds something else than the beginning of this journal"
    )


def compare_result(work: Workspace, header: Line, done: Rebuilt) -> None:
    """Hold the digest after an entry against the recorded one. While articles are missing whose bytes are gone it differs."""
    with work.connection:
        held = load_journal.last_digest(work.connection)
    if header["result"] and held and held.text != header["result"] and not done.bytes_gone:
        done.first_differing_entry = done.first_differing_entry or header["entry"]


def finish(work: Workspace, done: Rebuilt, last: Line) -> None:
    """Refresh the marts, run the checks, and compare the digests."""
    marts.refresh(work.connection, now=steps.utc_now())
    with work.connection:
        held = load_journal.last_digest(work.connection)
        done.result_in_full = load_journal.digest_in_full(work.connection).text
        run_id = load_journal.last_entry(work.connection).run_id
    # After a journal that began without a digest the one that is carried forward begins at nothing, as it should.
    done.result = held.text if held else done.result_in_full
    done.recorded = last["result"]
    done.totals = rebuilds.totals(work.connection)
    results = checks.run_checks(work.connection, run_id, now=steps.utc_now())
    done.checks = {each.check.name: each.broken_rows for each in results if steps.fails(each)}


# --- one entry -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replay:
    """One entry that is replayed: its header and its other lines."""

    work: Workspace
    header: Line
    lines: Sequence[Line]
    done: Rebuilt

    @property
    def at(self) -> datetime:
        """The time of its load."""
        return datetime.fromisoformat(self.header["at"])

    def lines_of(self, kind: str) -> list[dict[str, Any]]:
        """The content of the lines of one kind."""
        return [line[kind] for line in self.lines if kind in line]


def replay(entry: Replay) -> None:
    """Do again what an entry records."""
    connection, header = entry.work.connection, entry.header
    rebuilds.begin_entry(connection, header)
    entry.done.decisions_left_out += rebuilds.keep_decisions(
        connection, header["entry"], entry.lines_of("decision")
    )
    trigger, learn = header["trigger"], bool(header["details"].get("learn"))
    if trigger == "decision":
        deciding.apply_pending(entry.work, entry.at)
    elif trigger == "refold":
        refolding.refold(entry.work, now=entry.at, learn=learn)
    elif "lifted" in header["details"]:
        retention.lift_in(connection, begin(entry), header["details"]["lifted"], entry.at)
    elif trigger == "retention":
        replay_removal(entry)
    elif learn:
        replay_learning(entry)
    else:
        replay_load(entry)


def begin(entry: Replay) -> int:
    """Open the run of an entry under its original key."""
    header = entry.header
    return ledger.begin_run(
        entry.work.connection,
        header["run_key"],
        trigger=header["trigger"],
        day=day_of(header),
        dry_run=False,
        now=datetime.fromisoformat(header["started_at"]),
    )


def day_of(header: Line) -> date | None:
    """The day that the run of an entry was for."""
    return date.fromisoformat(header["day"]) if header["day"] else None


def replay_load(entry: Replay) -> None:
    """Take in the files of a load, in their order, and load them with the source settings and the time that it had."""
    settings = entry.header["details"].get("sources", {})
    then = {slug: journal.source_of(slug, each) for slug, each in settings.items()}
    work = replace(entry.work, sources={**entry.work.sources, **then})
    files = entry.lines_of("file")

    def take_in(run_id: int) -> list[ledger.Batch]:
        file_ids = record(entry, work, files)
        ledger.assign_files(work.connection, run_id, file_ids, work.settings.batch_files)
        return dividing.batches(work, run_id)

    report = running.run(
        work,
        entry.header["run_key"],
        entry.header["trigger"],
        take_in,
        day=day_of(entry.header),
        started_at=datetime.fromisoformat(entry.header["started_at"]),
        clock=lambda: entry.at,
        after_reading=lambda run_id: set_gone_aside(entry, run_id, files),
        # All of it is checked and counted once, at the end; decisions have entries of their own.
        checked=False,
        decisions=False,
        counted=False,
    )
    entry.done.files += len(files)
    compare_ledger(entry, report["run_id"], files)


def record(entry: Replay, work: Workspace, files: Sequence[Line]) -> list[int]:
    """Record the files in their original order; gives their ids."""
    ids: list[int] = []
    known: dict[str, int] = {}
    started_at = datetime.fromisoformat(entry.header["started_at"])
    for slug, group in itertools.groupby(files, key=lambda file: str(file["slug"])):
        if slug not in known:
            source = work.sources.get(slug) or undeclared(slug, work.settings)
            known[slug] = ledger.register_source(work.connection, source, now=started_at)
        ids += ledger.record_files(work.connection, known[slug], [source_file(each) for each in group])
    return ids


def source_file(line: Line) -> SourceFile:
    """A file of the journal."""
    modified_at = line.get("modified_at")
    return SourceFile(
        line["slug"],
        line["name"],
        line["uri"],
        line["sha256"],
        line["size"],
        datetime.fromisoformat(modified_at) if modified_at else None,
        datetime.fromisoformat(line["fetched_at"]),
        line.get("etag"),
        line.get("last_modified"),
        tuple(line.get("opt_out", ())),
        datetime.fromisoformat(line["returned_at"]) if line.get("returned_at") else None,
    )


def set_gone_aside(entry: Replay, run_id: int, files: Sequence[Line]) -> None:
    """Keep the ledger rows of files whose bytes a retention has deleted since: an entry further on removes their articles."""
    missing = rebuilds.missing_bytes(entry.work.connection, run_id)
    lines: dict[FileKey, Line] = {rebuilds.file_key(each): each for each in files}
    gone = [(file_id, lines[key]) for key, file_id in missing.items() if key in lines]
    # A file that was refused as a whole before is refused again.
    gone = [(file_id, each) for file_id, each in gone if each.get("quarantined", 0) < each.get("found", 0)]
    rebuilds.note_gone(entry.work.connection, run_id, gone, at=entry.at)
    entry.done.bytes_gone += len(gone)


def compare_ledger(entry: Replay, run_id: int, files: Sequence[Line]) -> None:
    """Which files' records have other outcomes than they had then."""
    now = rebuilds.ledger_of(entry.work.connection, run_id, at=entry.at)
    for line in files:
        then = {name: line.get(name, 0) for name in ("found", *rebuilds.OUTCOMES)}
        here = now.get(rebuilds.file_key(line))
        if here != then:
            entry.done.differing_files += 1
            if len(entry.done.examples) < EXAMPLES:
                entry.done.examples.append(
                    {"entry": entry.header["entry"], "file": line["uri"], "then": then, "now": here}
                )


def replay_removal(entry: Replay) -> None:
    """Remove what a retention has removed. Of what is not held, since its bytes are gone, the trace is kept."""
    connection, run_id, removals = entry.work.connection, begin(entry), entry.lines_of("removal")
    loading.ensure_partitions(connection, entry.at)
    with transaction(connection, lock=loading.lock_loads):
        held = rebuilds.named_articles(connection, [(e["slug"], e["uri_sha256"]) for e in removals])
        ends = [(bond["slug"], bond["uri_sha256"]) for bond in entry.lines_of("bond")]
        others = [(bond["other_slug"], bond["other_uri_sha256"]) for bond in entry.lines_of("bond")]
        known = rebuilds.named_articles(connection, [*ends, *others])
        bonds = [
            (known[one], known[other], bond["score"])
            for one, other, bond in zip(ends, others, entry.lines_of("bond"), strict=True)
            if one in known and other in known
        ]
        for each in removals:
            if (each["slug"], each["uri_sha256"]) not in held:
                rebuilds.insert_removed(connection, run_id, each, at=entry.at)
        reason = removals[0]["reason"] if removals else "retention"
        retention.take_out(connection, run_id, sorted(held.values()), reason, entry.at, bonds)


def replay_learning(entry: Replay) -> None:
    """Learn the boilerplate anew, as the maintenance did."""
    connection, run_id = entry.work.connection, begin(entry)
    with transaction(connection, lock=loading.lock_loads):
        learning.learn(connection, run_id, entry.at)
        removing.note_load(connection, run_id, now=entry.at)
        load_journal.note_load(
            connection, run_id, at=entry.at, change=load_journal.NOTHING, details={"learn": True}
        )
