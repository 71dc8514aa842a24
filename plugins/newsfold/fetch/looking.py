"""Looking at a source often and cheaply: what its listing names that it did not name before.

A look costs what the listing costs. So it is not repeated before twenty times of that have passed; and folders whose own times
have not changed since are not listed again before a minute has passed, as only files that are written in place can be new there.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from newsfold.config.sources import Source, Transport
from newsfold.fetch.folders import OpenedFolder, is_settling, split_location
from newsfold.fetch.transport import FetchError, FoundFile, KnownFile, Opened, files_of, plausible

#: How often a source that doesn't say is looked at.
FOLDER_SECONDS, SERVER_SECONDS = 1.0, 60.0
#: A look may take one of so many parts of the time.
PATIENCE = 20
#: In folders whose times have not changed, files may still be written anew in place.
LISTED_AT_LEAST_EVERY = 60.0
#: With more folders than this, asking each for its time saves nothing.
MOST_FOLDERS = 2_000


@dataclass(slots=True)
class Watched:
    """One place that is looked at again and again; `prefix` stands before the names of its files.

    What was once told as new is not new any more: `seen` holds a number for each such state of a file, as long as it is listed.
    `trouble` says why the place could not be listed at the last look, `troubled_since` since when. Times are those of the
    monotonic clock, in seconds.
    """

    source: Source
    base: Path
    prefix: str = ""
    seen: set[int] = field(default_factory=set)
    next_look: float = 0.0
    trouble: str | None = None
    troubled_since: float | None = None
    folders: dict[str, int] = field(default_factory=dict)
    listed_at: float | None = None
    is_restless: bool = False

    @property
    def seconds(self) -> float:
        """How often it is looked at."""
        if self.source.watch_seconds is not None:
            return self.source.watch_seconds
        return FOLDER_SECONDS if self.is_folder else SERVER_SECONDS

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of this machine."""
        return self.source.transport is Transport.FOLDER

    def look(
        self, days: Sequence[date], now: datetime, open_it: Callable[[], Opened], clock: Callable[[], float]
    ) -> list[FoundFile]:
        """The files that are ready, and were not seen in this state. They stay new until `note` is called with them.

        A place that can't be listed gives none, and `trouble` says why; what it named before that counts. `open_it` is asked
        only where the place has to be listed.
        """
        began = clock()
        if self.is_folder and self.is_quiet(began):
            self.next_look = began + self.seconds
            return []
        folders = times_of_folders(self.source, self.base) if self.is_folder else {}
        new: list[FoundFile] = []
        listed: set[int] = set()
        trouble, self.is_restless = None, False
        try:
            for found in self.listed(days, now, open_it):
                each = replace(found, modified_at=plausible(found.modified_at))
                listed.add(state_of(each))
                if self.is_folder and is_settling(each, self.source, now.timestamp() + clock() - began):
                    self.is_restless = True
                elif state_of(each) not in self.seen:
                    new.append(each)
        except (FetchError, OSError, TimeoutError) as error:
            trouble = str(error)
        if trouble is None:
            # What has gone or changed is forgotten, or a watch of months would hold each file that ever was.
            self.seen &= listed
        self.note_trouble(trouble, began)
        self.folders, self.listed_at = folders, None if trouble else began
        self.is_restless = self.is_restless or bool(new)
        ended = clock()
        self.next_look = ended + max(self.seconds, PATIENCE * (ended - began))
        return new

    def listed(
        self, days: Sequence[date], now: datetime, open_it: Callable[[], Opened]
    ) -> Iterable[FoundFile]:
        """What the place names, of a folder also what is still being written. Raises FetchError."""
        if self.is_folder:
            unsettled = replace(self.source, settle_seconds=0.0)
            yield from OpenedFolder(unsettled, self.base, now).list_files(days)
            return
        opened = open_it()
        try:
            yield from files_of(opened.list_files(days))
        finally:
            opened.close()

    def is_quiet(self, at: float) -> bool:
        """Whether nothing can have been added since the last listing, which had nothing that was not told."""
        if self.is_restless or self.listed_at is None or not self.folders:
            return False
        if at - self.listed_at >= LISTED_AT_LEAST_EVERY:
            return False
        try:
            return all(os.stat(folder).st_mtime_ns == changed for folder, changed in self.folders.items())
        except OSError:
            return False

    def note(self, files: Iterable[FoundFile]) -> None:
        """These are not new any more."""
        self.seen.update(map(state_of, files))

    def note_trouble(self, trouble: str | None, at: float) -> None:
        """Keep why the place could not be listed, and since when."""
        if trouble is None:
            self.troubled_since = None
        elif self.troubled_since is None:
            self.troubled_since = at
        self.trouble = trouble


def times_of_folders(source: Source, base: Path) -> dict[str, int]:
    """The folders that a location may name files in, each with the time of its last change; empty where that is no help: there
    are too many, {day} moves on, or a clock's steps are too coarse to tell two changes apart.
    """
    root, _ = split_location(source, base)
    found: dict[str, int] = {}
    if "{day" in source.location:
        return found
    try:
        for folder, _, _ in os.walk(root):
            changed = os.stat(folder).st_mtime_ns
            # What changes again within a tick of the clock that files get their times from would look the same.
            if len(found) >= MOST_FOLDERS or abs(time.time_ns() - changed) < 2_000_000_000:
                return {}
            found[folder] = changed
    except OSError:
        return {}
    return found


def state_of(found: FoundFile) -> int:
    """A number for a file in its present state, as far as the listing tells it."""
    return hash((found.name, found.size, found.modified_at, found.etag))


def is_new(found: FoundFile, known: KnownFile | None) -> bool:
    """Whether a file is another than the one that was taken in under its name. Where the listing does not tell, it is the same:
    the daily run asks.
    """
    if known is None:
        return True
    if found.etag and known.etag:
        return found.etag != known.etag
    if found.modified_at is None or known.modified_at is None:
        return False
    return found.modified_at != known.modified_at or found.size not in (None, known.size)
