"""What somebody asks of `newsfold sources learn`, by the command or from the page: which source is meant, and the entry for it.

`python -m newsfold.upkeep.source_asking` does it for the page, in a process of its own: a file may take all the memory it gets.
"""

import dataclasses
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from newsfold.config import source_lists
from newsfold.config.source_entries import Entry, Value, slug_of
from newsfold.config.sources import Source, SourceError
from newsfold.config.sources_file import load_sources
from newsfold.fetch.web.rate_limits import LocalRateLimits
from newsfold.pipeline.reader_process import limit_memory
from newsfold.pipeline.steps import utc_now
from newsfold.upkeep.source_learning import learn

#: What is learned of a source; all else that its entry says is given, and decides how it is reached.
LEARNED = ("language", "country", "time_zone", "date_order", "agency", "format", "columns")


class DeclaredAlready(SourceError):
    """The location or the slug is that of a source which is declared."""


def ask(project: Path, location: str, slug: str | None = None, name: str | None = None) -> dict[str, Any]:
    """The entry for a new source, as text and in parts, what its files are without it and with it, and what could not be had.
    `project` is the folder with `dags/sources.toml`. Raises DeclaredAlready, and SourceError where nothing can be fetched.
    """
    settings, declared = load_sources(project / "dags" / "sources.toml")
    location = within(project, location)
    known = declared_at(declared, location)
    if known is not None:
        raise DeclaredAlready(f"{location} is the location of the source {known.slug}")
    if slug in declared:
        raise DeclaredAlready(f"the source {slug} is declared already")
    given: dict[str, Value] = {"name": name} if name else {}
    first = slug or slug_of(name or stem_of(location), declared)
    found = learn(first, location, given, settings, project, LocalRateLimits(), utc_now())
    entry = found.entry
    if not slug and "name" in entry.values:
        entry = dataclasses.replace(entry, slug=slug_of(str(entry.values["name"]), declared))
    return as_values(entry, found)


def ask_again(project: Path, slug: str) -> dict[str, Any]:
    """The same for a source that is declared: how it is reached stays, what its files say is learned anew."""
    settings, declared = load_sources(project / "dags" / "sources.toml")
    if slug not in declared:
        raise SourceError(f"there is no source {slug}")
    source = declared[slug]
    usual = Source(slug, source.location, max_file_bytes=settings.max_file_bytes)
    given = {
        each.name: getattr(source, each.name)
        for each in dataclasses.fields(Source)
        if each.name not in ("slug", "location", *LEARNED)
        and getattr(source, each.name) != getattr(usual, each.name)
    }
    found = learn(slug, source.location, given, settings, project, LocalRateLimits(), utc_now())
    return as_values(found.entry, found)


def as_values(entry: Entry, found: Any) -> dict[str, Any]:
    """What was learned, as JSON can hold it."""
    return {
        "entry": entry.text(),
        "slug": entry.slug,
        "learned": {
            **{name: entry.values[name] for name in LEARNED if name in entry.values},
            **({"columns": dict(entry.columns)} if entry.columns else {}),
        },
        "files": found.files,
        "before": asdict(found.before),
        "after": asdict(found.after),
        "problems": list(found.problems),
    }


def within(project: Path, location: str) -> str:
    """A folder as it stands in `sources.toml`: from the project on where it is in it. Addresses stay as they are."""
    if "://" in location:
        return location
    path = (project / location).resolve()
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else str(path)


def declared_at(declared: Mapping[str, Source], location: str) -> Source | None:
    """The source that is declared with a location."""
    place = source_lists.place_of(location)
    return next((each for each in declared.values() if source_lists.place_of(each.location) == place), None)


def stem_of(location: str) -> str:
    """What a source is called as long as nobody has named it: its host, or its folder."""
    host = urlsplit(location).hostname if "://" in location else None
    plain = location.partition("{")[0].partition("*")[0].rstrip("/")
    return host.removeprefix("www.") if host else Path(plain).name or "source"


def main() -> int:
    """Answer one request on standard input with JSON; what went wrong is its `problem`."""
    asked = json.load(sys.stdin)
    project = Path(asked["project"])
    try:
        limit_memory(load_sources(project / "dags" / "sources.toml")[0].reader_memory_mb)
        value = ask_again(project, asked["again"]) if asked.get("again") else ask(project, asked["location"])
    except (SourceError, MemoryError) as error:
        value = {"problem": str(error) or "its files take more memory than a reader may have"}
    json.dump(value, sys.stdout, default=str)
    return 0


if __name__ == "__main__":
    sys.exit(main())
