"""Watching the sources that are fetched on arrival: which of them have something that a run should take in now.

The watch says it, and the run looks for itself what there is: what lands until it lists goes with it, what lands later into the
next one, which Airflow begins when the one before has ended. Of that one nothing more is said before it has begun and listed, so
there are as few runs as needed. The watch keeps nothing on disk: started anew, it compares what it sees with what the database
knows.
"""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from newsfold.config.credentials import Credentials
from newsfold.config.sources import Settings, Source, SourceError
from newsfold.config.sources_file import load_sources
from newsfold.fetch.looking import Watched, is_new
from newsfold.fetch.opening import open_source
from newsfold.fetch.transport import FoundFile, Opened
from newsfold.pipeline import days, transfers
from newsfold.store import arrival_runs, ledger, source_states
from newsfold.store.connection import Connection, DatabaseError, ServerError
from newsfold.store.rate_limits import DatabaseRateLimits

log = logging.getLogger(__name__)

#: A run that does not begin within this time after it was asked for, or that failed, is asked for again.
ASK_AGAIN_SECONDS = 600.0
#: How long a place may be out of reach until a run is asked for that notes it; then once an hour.
TROUBLE_SECONDS, TROUBLE_AGAIN_SECONDS = 600.0, 3600.0
#: A paused source is looked at again after that time; a database that is away is asked again after the other.
PAUSED_SECONDS, DATABASE_SECONDS = 60.0, 5.0
LOOKS_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A run that was asked for: for which sources, when (monotonic), and the newest run for arrivals at that time."""

    slugs: frozenset[str]
    at: float
    newest_run_id: int


@dataclass(slots=True)
class ArrivalWatch:
    """`look` is called again and again, by one thread, and never waits for a server.

    `project` holds `dags/sources.toml`, which may change at any time. `connect` opens the news database, `credentials` looks up a
    source's connection; both are asked only where they are needed.
    """

    project: Path
    inbox: Path | None
    connect: Callable[[], AbstractContextManager[Connection]]
    credentials: Callable[[str | None], Credentials]
    clock: Callable[[], float] = time.monotonic
    places: list[Watched] = field(default_factory=list)
    settings: Settings = field(default_factory=Settings)
    declared_at: int | None = None
    new: dict[int, list[FoundFile]] = field(default_factory=dict)
    looks: dict[int, "Future[list[FoundFile]]"] = field(default_factory=dict)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(LOOKS_AT_ONCE))
    asked: Asked | None = None
    last_asked: float | None = None
    next_question: float = 0.0
    trouble_told: dict[str, float] = field(default_factory=dict)

    def look(self, now: datetime) -> list[str]:
        """The slugs of the sources that a run should be started for now; mostly none."""
        self.read_sources()
        at = self.clock()
        for number, place in enumerate(self.places):
            self.look_at(number, place, at, now)
        troubled = self.troubled(at)
        if (not self.asked and not troubled and not any(self.new.values())) or at < self.next_question:
            return []
        if self.last_asked is not None and at - self.last_asked < self.settings.arrival_pause_seconds:
            return []
        try:
            with self.connect() as connection:
                slugs = self.question(connection, at, now, troubled)
        except (DatabaseError, ServerError) as error:
            log.warning("the database can't be asked what it has; what has arrived waits: %s", error)
            self.next_question = at + DATABASE_SECONDS
            return []
        self.next_question = at + (0.0 if any(self.new.values()) else DATABASE_SECONDS)
        return slugs

    def close(self) -> None:
        """Begin no further look."""
        self.pool.shutdown(wait=False, cancel_futures=True)

    def read_sources(self) -> None:
        """Follow `sources.toml`. Where it can't be read, what it said before holds."""
        path = self.project / "dags" / "sources.toml"
        try:
            changed = path.stat().st_mtime_ns
            if changed == self.declared_at:
                return
            self.declared_at = changed
            self.settings, sources = load_sources(path)
        except (SourceError, OSError) as error:
            log.error("what is watched stays as it was: %s", error)
            return
        before = {(place.source, place.prefix): place for place in self.places}
        wanted = [
            place for source in sources.values() if source.is_watched for place in self.places_of(source)
        ]
        self.places = [before.get((place.source, place.prefix), place) for place in wanted]
        self.new, self.looks = {}, {}
        for place in self.places:
            place.next_look = 0.0
        log.info(
            "watched: %s", ", ".join(dict.fromkeys(place.source.slug for place in self.places)) or "nothing"
        )

    def places_of(self, source: Source) -> list[Watched]:
        """Where a source's files arrive: its location, and the folder where people may drop some."""
        found = [Watched(source, self.project)]
        if self.inbox is not None:
            dropped = replace(
                source, location=str(self.inbox / source.slug), connection=None, follow="", watch_seconds=None
            )
            found.append(Watched(dropped, self.project, prefix="inbox/"))
        return found

    def look_at(self, number: int, place: Watched, at: float, now: datetime) -> None:
        """Look at a place that is due: at a folder at once, at a server beside all else."""
        if number in self.looks:
            if self.looks[number].done():
                self.new[number] = self.looks.pop(number).result()
        elif at >= place.next_look:
            if place.prefix and not Path(place.source.location).is_dir():
                place.next_look = at + place.seconds
            elif place.is_folder:
                self.new[number] = self.look_once(place, now)
            else:
                self.looks[number] = self.pool.submit(self.look_once, place, now)

    def look_once(self, place: Watched, now: datetime) -> list[FoundFile]:
        """What is new at a place, and what is wrong there, said once."""
        before, source = place.trouble, place.source
        chosen = days.days_at_source(
            source, days.looking_back(days.today(self.settings, now), self.settings), self.settings, now
        )
        try:
            if place.is_folder:
                found = place.look(chosen, now, no_server, self.clock)
            else:
                with self.connect() as connection:
                    found = place.look(chosen, now, lambda: self.opened(connection, source, now), self.clock)
        except Exception as error:  # what one source answers must not end the watch of the others
            at = self.clock()
            place.note_trouble(f"{type(error).__name__}: {error}", at)
            place.next_look, found = at + max(place.seconds, DATABASE_SECONDS), []
        if place.trouble is not None and place.trouble != before:
            log.warning("source %s can't be looked at: %s", source.slug, place.trouble)
        return found

    def opened(self, connection: Connection, source: Source, now: datetime) -> Opened:
        """A server, ready to be listed. Raises SourceError."""
        limits = DatabaseRateLimits(connection)
        return open_source(
            source, self.credentials(source.connection), self.project, limits, self.settings.contact, now
        )

    def troubled(self, at: float) -> set[str]:
        """The sources that have been out of reach for long: a run notes it, and operators are told."""
        return {
            place.source.slug
            for place in self.places
            if not place.prefix
            and place.troubled_since is not None
            and at - place.troubled_since >= TROUBLE_SECONDS
            and at - self.trouble_told.get(place.source.slug, -TROUBLE_AGAIN_SECONDS) >= TROUBLE_AGAIN_SECONDS
        }

    def question(self, connection: Connection, at: float, now: datetime, troubled: set[str]) -> list[str]:
        """Whether a run should be started now, and for which sources."""
        newest = arrival_runs.newest(connection, now=now)
        if newest.will_take_it:
            return []
        again: frozenset[str] = frozenset()
        if self.asked is not None:
            has_begun = newest.run_id > self.asked.newest_run_id
            if has_begun and newest.state != "failed":
                self.asked = None
            elif at - self.asked.at >= ASK_AGAIN_SECONDS:
                again = self.asked.slugs
            elif not has_begun:
                return []
        paused = {slug for slug, row in source_states.states(connection).items() if row.paused_at is not None}
        wanted = self.unknown(connection, paused, at)
        slugs = wanted | again | troubled - paused
        if not slugs:
            return []
        kept = self.asked.slugs if self.asked is not None else frozenset()
        self.asked = Asked(frozenset(slugs | kept), at, newest.run_id)
        self.last_asked = at
        self.trouble_told |= dict.fromkeys(troubled, at)
        return sorted(self.asked.slugs)

    def unknown(self, connection: Connection, paused: set[str], at: float) -> set[str]:
        """The sources with new files that the database does not have. What was compared is not new any more."""
        slugs = set()
        for number, files in self.new.items():
            place = self.places[number]
            if not files:
                continue
            if place.source.slug in paused and not place.prefix:
                place.next_look = at + PAUSED_SECONDS
            else:
                if has_unknown(connection, place, files):
                    slugs.add(place.source.slug)
                place.note(files)
        self.new = {}
        return slugs


def no_server() -> Opened:
    """Folders are not opened."""
    raise AssertionError


def has_unknown(connection: Connection, place: Watched, files: Sequence[FoundFile]) -> bool:
    """Whether the database lacks one of a place's files, or has another state of it."""
    with connection:
        source_id = ledger.source_id(connection, place.source.slug)
    if source_id is None:
        return True
    for start in range(0, len(files), transfers.CHUNK_FILES):
        names = {place.prefix + each.name: each for each in files[start : start + transfers.CHUNK_FILES]}
        known: dict[str, Any] = ledger.known_files(connection, source_id, names)
        rows = {name: transfers.known_file(row) for name, row in known.items()}
        if any(is_new(each, rows.get(name)) for name, each in names.items()):
            return True
    return False
