"""Opening what the steps work with: the database, the raw store, and the sources of a checkout."""

import contextlib
import difflib
import errno
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from newsfold.config.credentials import NO_CREDENTIALS, Credentials, from_environment
from newsfold.config.kept_settings import overlaid
from newsfold.config.sources import ADHOC, Settings, Source, SourceError, Transport, undeclared
from newsfold.config.sources_file import load_sources
from newsfold.fetch.folders import LocalFile, is_barred, is_closed, local_file, readable_name, split_location
from newsfold.fetch.transport import instant_of, is_unfinished
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.contract import AnyRawStore
from newsfold.raw_store.raw_store import open_raw_store
from newsfold.store import source_settings
from newsfold.store.connection import Connection, connect

log = logging.getLogger(__name__)

#: The connection of a raw store that is an object store.
RAW_STORE_CONNECTION = "newsfold_raw_store"


def raw_store_folder(home: Path, environment: Mapping[str, str] = os.environ) -> Path | str:
    """Where the raw store is: `NEWSFOLD_RAW_STORE`, a folder or `s3://bucket/prefix`, else `raw/` under the home."""
    named = environment.get("NEWSFOLD_RAW_STORE", "")
    if "://" in named:
        return named
    return Path(named).expanduser().resolve() if named else home / "raw"


def raw_store_at(
    where: Path | str, look_up: Callable[[str | None], Credentials] = from_environment
) -> AnyRawStore:
    """The raw store at a place; an object store with the connection `newsfold_raw_store`, by default of the environment.

    Raises SourceError for a place or a connection that can't be used, and for one that is missing: the machine's own
    credentials may be anybody's.
    """
    if "://" not in str(where):
        return open_raw_store(where, NO_CREDENTIALS)
    try:
        credentials = look_up(RAW_STORE_CONNECTION)
    except SourceError as error:
        raise SourceError(
            f"raw store {where}: {error}. To use the machine's own credentials, give it the extra"
            ' {"machine_credentials": true}'
        ) from error
    return open_raw_store(where, credentials)


def inbox_folder(home: Path, environment: Mapping[str, str] = os.environ) -> Path:
    """Where people drop files, a folder for each source: `NEWSFOLD_INBOX`, else `inbox/` under the home."""
    named = environment.get("NEWSFOLD_INBOX", "")
    return Path(named).expanduser().resolve() if named else home / "inbox"


@contextlib.contextmanager
def open_workspace(
    database_url: str,
    raw_store: Path | str,
    project_root: Path,
    *,
    inbox: Path | None = None,
    look_up: Callable[[str | None], Credentials] = from_environment,
) -> Iterator[Workspace]:
    """Connect, read `dags/sources.toml` below the project's root, and close the connection at the end.

    Settings that are kept in the database are laid over what the file says. Raises DatabaseError and SourceError.
    """
    settings, sources = load_sources(project_root / "dags" / "sources.toml")
    with contextlib.closing(connect(database_url)) as connection:
        stored = raw_store_at(raw_store, look_up)
        with connection:
            sources = with_kept(connection, sources)
        yield Workspace(connection, stored, settings, sources, project_root, look_up, inbox)


def with_kept(connection: Connection, sources: Mapping[str, Source]) -> dict[str, Source]:
    """The sources as they are read now: as declared, but for what is kept in the database. Part of the caller's transaction."""
    found = dict(sources)
    for slug, row in source_settings.kept(connection).items():
        if slug not in found:
            continue
        try:
            found[slug] = overlaid(found[slug], source_settings.settings_of(row))
        except SourceError as error:
            log.error("the settings of %s that are kept in the database do not hold: %s", slug, error)
    return found


def find_files(paths: list[Path]) -> list[Path]:
    """The files that a person named: each file, and all files below each folder, without hidden ones.

    Raises FileNotFoundError for a path that is not there, and PermissionError for one that can't be read.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            below = sorted(p for p in (path, *path.rglob("*")) if is_barred(p) or p.is_file())
            files += [p for p in below if p == path or not is_unfinished(p.relative_to(path).as_posix())]
        elif path.is_file():
            files.append(path)
        else:
            raise FileNotFoundError(f"{path}: no such file or folder")
    for file in files:
        if is_closed(file):
            raise PermissionError(f"{file}: {os.strerror(errno.EACCES)}")
    return list(dict.fromkeys(file.absolute() for file in files))


def by_source(
    files: list[Path],
    sources: Mapping[str, Source],
    base: Path,
    slug: str | None,
    settings: Settings | None = None,
) -> dict[Source, list[LocalFile]]:
    """Each file under its source: the named one, else the one whose folder holds it, else `adhoc`.

    `adhoc` may be named, too: then no folder decides. A file's name is its path below the source's folder; outside of
    it, its whole path. Raises SourceError for a slug that is not declared.
    """
    if slug == ADHOC and slug not in sources:
        sources, slug = {}, None
    if slug is not None and slug not in sources:
        near = difflib.get_close_matches(slug, sources, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(sorted(sources))}"
        raise SourceError(f"no source {slug!r} in dags/sources.toml; {hint}")
    grouped: dict[Source, list[LocalFile]] = {}
    declared = [sources[slug]] if slug is not None else sources.values()
    folders = [
        (source, split_location(source, base)[0].resolve())
        for source in declared
        if source.transport is Transport.FOLDER
    ]
    # Resolving a path costs more than all else: files of one folder have that in common.
    real_folder = cache(Path.resolve)
    for file in files:
        real = (
            file.resolve() if file.is_symlink() or file.name == ".." else real_folder(file.parent) / file.name
        )
        source, name = owner(real, folders) or (
            sources[slug] if slug is not None else undeclared(ADHOC, settings),
            readable_name(file.relative_to(file.anchor)),
        )
        status = file.stat()
        found = local_file(file, name, status.st_size, instant_of(status.st_mtime))
        grouped.setdefault(source, []).append(found)
    return grouped


def owner(file: Path, folders: Sequence[tuple[Source, Path]]) -> tuple[Source, str] | None:
    """The first source whose folder holds a file, and the file's name there; None where none does. No link leads to the paths."""
    for source, folder in folders:
        if file.is_relative_to(folder):
            return source, readable_name(file.relative_to(folder))
    return None
