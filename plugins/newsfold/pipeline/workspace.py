"""The workspace: what every step gets."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from newsfold.config import credentials
from newsfold.config.credentials import Credentials
from newsfold.config.sources import Settings, Source
from newsfold.raw_store.contract import AnyRawStore
from newsfold.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Workspace:
    """The database, the raw store and the sources.

    `base` is the folder that relative locations of sources start at, `credentials` looks up a source's connection, and
    `inbox` holds a folder for each source, where people may drop files.
    """

    connection: Connection
    raw_store: AnyRawStore
    settings: Settings
    sources: dict[str, Source]
    base: Path
    credentials: Callable[[str | None], Credentials] = credentials.from_environment
    inbox: Path | None = None
