"""`sources.toml` -> `Settings` and `Source`s, read strictly: an unknown key or an impossible value is an error that names it."""

import difflib
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from newsfold.config.cron_lines import find_cron_fault
from newsfold.config.locations import find_location_fault
from newsfold.config.sources import (
    ADHOC,
    ALERT_ON,
    COLUMN_FIELDS,
    FOLLOWS,
    FORMATS,
    GATE_DEFAULTS,
    LEAST_READER_MB,
    MAX_OWNER,
    MAX_TAG,
    MAX_TAGS,
    MOST_REWRITE_DAYS,
    SCHEDULES,
    SCHEMES,
    TAG_MARKS,
    FoldSettings,
    Settings,
    Source,
    SourceError,
    Transport,
)
from newsfold.config.stated_values import find_fault

T = TypeVar("T")


def load_sources(path: Path) -> tuple[Settings, dict[str, Source]]:
    """Read `sources.toml`. Raises SourceError that names the file, the source, the key and the nearest valid key."""
    document = read_document(path)
    settings = build(Settings, path, "[ingest]", document.get("ingest", {}))
    settings = replace(settings, fold=build(FoldSettings, path, "[fold]", document.get("fold", {})))
    if not 0 <= settings.fold.rewrite_days <= MOST_REWRITE_DAYS:
        raise SourceError(f"{path}: [fold]: rewrite_days must be from 0 to {MOST_REWRITE_DAYS}")
    if settings.batch_files < 1:
        raise SourceError(f"{path}: [ingest]: batch_files must be 1 or more")
    check_time_zone(path, "[ingest]", settings.time_zone)
    check_operations(path, settings)
    check_retention(path, "[ingest]", settings.retention_days)
    if settings.keep_changes_days < 7:
        raise SourceError(f"{path}: [ingest]: keep_changes_days must be 7 or more")
    check_values(path, "[ingest]", settings)
    sources = {}
    for slug, entry in document.get("source", {}).items():
        where = f"[source.{slug}]"
        if not isinstance(entry, dict):
            raise SourceError(f"{path}: {where} is not a table")
        stated = {"max_file_bytes": settings.max_file_bytes, **entry, "slug": slug}
        sources[slug] = check(path, where, build(Source, path, where, stated))
    return settings, sources


def known_sources(path: Path) -> tuple[Settings, dict[str, Source]]:
    """The same for a process that asks often: read again where the file has changed. Raises SourceError."""
    try:
        seen = path.stat()
    except OSError:
        return load_sources(path)
    return read_once(path, (seen.st_mtime_ns, seen.st_size, seen.st_ino))


@lru_cache(maxsize=4)
def read_once(path: Path, seen: tuple[int, int, int]) -> tuple[Settings, dict[str, Source]]:
    """The sources of a file that looks like this. An error is not kept."""
    return load_sources(path)


def read_document(path: Path) -> dict[str, Any]:
    """The tables of the file. Some editors put a mark of UTF-8 in front. Raises SourceError."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise SourceError(f"{path}: not found") from error
    except OSError as error:
        raise SourceError(f"{path}: can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # of TOML, of its encoding, and of numbers without end
        raise SourceError(f"{path}: not valid TOML: {error}") from error
    unknown_tables(path, document)
    return document


def check_operations(path: Path, settings: Settings) -> None:
    """Check the settings of schedules, gates, alerts and readers."""
    for name, value, valid in (
        ("gate_default", settings.gate_default, GATE_DEFAULTS),
        ("alert_on", settings.alert_on, ALERT_ON),
    ):
        if value not in valid:
            raise SourceError(f"{path}: [ingest]: {name} must be {' or '.join(valid)}, not {value!r}")
    for folder in settings.learn_folders:
        if not folder.strip() or "://" in folder or Path(folder) == Path("/"):
            raise SourceError(
                f"{path}: [ingest]: learn_folders must be folders, and not the root: {folder!r}"
            )
    for name in ("schedule", "hourly_schedule", "maintenance_schedule"):
        if fault := find_cron_fault(getattr(settings, name)):
            raise SourceError(f"{path}: [ingest]: {name} {fault}")
    for name, least, most in (
        ("gate_low", 0.0, 1.0),
        ("gate_high", 1.0, math.inf),
        ("gate_quarantine", 0.0, 1.0),
        ("gate_least", 0.0, math.inf),
        ("gate_wait_hours", 0.01, 24.0 * 7),
        ("reader_memory_mb", LEAST_READER_MB, math.inf),
        ("file_seconds", 1.0, 86_400.0),
        ("max_file_bytes", 1, math.inf),
        ("deadline_hours", 0.0, 24.0 * 7),
        ("fetch_minutes", 0.01, 110.0),
        ("arrival_pause_seconds", 0.0, 86_400.0),
    ):
        if not least <= getattr(settings, name) <= most:
            raise SourceError(f"{path}: [ingest]: {name} must be from {least:g} to {most:g}")


def unknown_tables(path: Path, document: Mapping[str, Any]) -> None:
    """Raise SourceError for a top-level name other than `ingest`, `fold` and `source`, and where these are no tables."""
    for name, table in document.items():
        if name not in ("ingest", "fold", "source"):
            raise SourceError(
                f"{path}: unknown table [{name}]; valid are [ingest], [fold] and [source.<slug>]"
            )
        if not isinstance(table, dict):
            raise SourceError(f"{path}: {name} is not a table")


def build(shape: type[T], path: Path, where: str, entry: Mapping[str, Any]) -> T:
    """Make `shape` from a table, holding every key to the name and type that the dataclass declares."""
    known = {f.name: f for f in fields(shape)}  # type: ignore[arg-type]
    for key, value in entry.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else f"; valid keys: {', '.join(known)}"
            raise SourceError(f"{path}: {where}: unknown key {key!r}{hint}")
        declared = type_name(known[key].type)
        if not has_type(value, declared):
            raise SourceError(f"{path}: {where}: {key} must be {declared}, not {value!r}")
    try:
        return shape(
            **{key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
        )
    except TypeError as error:
        raise SourceError(f"{path}: {where}: {error}".replace("__init__() ", "")) from error


def type_name(annotation: object) -> str:
    """An annotation as it is written: `str`, `str | None`; a mapping as TOML would call it."""
    if annotation == Mapping[str, str]:
        return "a table of strings"
    if annotation == Sequence[str]:
        return "a list of strings"
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


def has_type(value: object, declared: str) -> bool:
    """Whether a TOML value fits an annotation such as `str | None`."""
    if isinstance(value, bool):
        return "bool" in declared
    if declared == "a table of strings":
        return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    if declared == "a list of strings":
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    accepted: dict[str, type | tuple[type, ...]] = {
        "str": str,
        "int": int,
        "float": (int, float),
        "bool": bool,
    }
    names = [part.strip() for part in declared.split("|")]
    return any(isinstance(value, accepted[name]) for name in names if name in accepted)


def check(path: Path, where: str, source: Source) -> Source:
    """Check the values whose type says too little."""
    if (
        not source.slug.replace("-", "").isalnum()
        or not source.slug.isascii()
        or source.slug != source.slug.lower()
    ):
        raise SourceError(f"{path}: {where}: a slug has lower-case letters, digits and hyphens only")
    if source.slug == ADHOC:
        raise SourceError(f"{path}: {where}: {ADHOC} is the slug of files that belong to no source")
    if source.format not in (None, *FORMATS):
        near = difflib.get_close_matches(source.format or "", FORMATS, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"valid are {', '.join(FORMATS)}"
        raise SourceError(f"{path}: {where}: unknown format {source.format!r}; {hint}")
    check_retention(path, where, source.retention_days)
    if source.date_order not in (None, "DMY", "MDY", "YMD"):
        raise SourceError(f"{path}: {where}: date_order must be DMY, MDY or YMD, not {source.date_order!r}")
    if not source.location:
        raise SourceError(f"{path}: {where}: location must not be empty")
    if source.time_zone is not None:
        check_time_zone(path, where, source.time_zone)
    check_fetching(path, where, source)
    check_columns(path, where, source.columns)
    check_people(path, where, source)
    check_values(path, where, source)
    return source


def check_values(path: Path, where: str, stated: Source | Settings) -> None:
    """Raise SourceError for a value that no setting can mean."""
    if fault := find_fault(stated):
        raise SourceError(f"{path}: {where}: {fault}")


def check_fetching(path: Path, where: str, source: Source) -> None:
    """Check the keys that say how a source is fetched."""
    scheme, separator, _ = source.location.partition("://")
    if separator and scheme not in SCHEMES:
        near = difflib.get_close_matches(scheme, SCHEMES, n=1)
        hint = f"did you mean {near[0]}://?" if near else f"valid are {', '.join(SCHEMES)}, or a folder"
        raise SourceError(f"{path}: {where}: location: unknown scheme {scheme!r}; {hint}")
    for name, value, valid in (("schedule", source.schedule, SCHEDULES), ("follow", source.follow, FOLLOWS)):
        if value not in valid:
            raise SourceError(
                f"{path}: {where}: {name} must be {' or '.join(filter(None, valid))}, not {value!r}"
            )
    if source.follow and source.transport is not Transport.HTTP:
        raise SourceError(f"{path}: {where}: follow is for http and https locations only")
    if "@" in source.location.partition("://")[2].partition("/")[0]:
        raise SourceError(
            f"{path}: {where}: location holds a login; name an Airflow connection by `connection` instead"
        )
    if source.watch_seconds is not None and not 0.1 <= source.watch_seconds <= 86_400:
        raise SourceError(f"{path}: {where}: watch_seconds must be from 0.1 to 86400")
    for name in (
        "requests_per_minute",
        "max_file_bytes",
        "max_run_files",
        "max_run_bytes",
        "max_run_minutes",
        "max_listed_files",
        "max_pages",
    ):
        if getattr(source, name) <= 0:
            raise SourceError(f"{path}: {where}: {name} must be more than 0")
    if fault := find_location_fault(source.location):
        raise SourceError(f"{path}: {where}: location: {fault}")


def check_retention(path: Path, where: str, days: int | None) -> None:
    """Raise SourceError for a number of days that can't be meant."""
    if days is not None and not 0 <= days <= 36_500:
        raise SourceError(f"{path}: {where}: retention_days must be from 1 to 36500, or 0 for ever")


def check_columns(path: Path, where: str, columns: Mapping[str, str]) -> None:
    """Raise SourceError for a field that no column can fill, and for a column without a name."""
    for name, column in columns.items():
        if name not in COLUMN_FIELDS:
            near = difflib.get_close_matches(name, COLUMN_FIELDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"valid are {', '.join(COLUMN_FIELDS)}"
            raise SourceError(f"{path}: {where}: columns: unknown field {name!r}; {hint}")
        if not column.strip():
            raise SourceError(f"{path}: {where}: columns: {name} names no column")


def check_people(path: Path, where: str, source: Source) -> None:
    """Check what stands there for people: who looks after the source, and its tags."""
    if source.owner is not None and not 0 < len(source.owner.strip()) <= MAX_OWNER:
        raise SourceError(f"{path}: {where}: owner must have 1 to {MAX_OWNER} characters")
    if len(source.tags) > MAX_TAGS:
        raise SourceError(f"{path}: {where}: tags must not be more than {MAX_TAGS}")
    for tag in source.tags:
        if not 0 < len(tag) <= MAX_TAG or tag != tag.strip() or any(mark in tag for mark in TAG_MARKS):
            raise SourceError(
                f"{path}: {where}: a tag has 1 to {MAX_TAG} characters, none of them {' '.join(TAG_MARKS)}, and no space"
                f" around it: {tag!r} has not"
            )
    if len({tag.casefold() for tag in source.tags}) < len(source.tags):
        raise SourceError(f"{path}: {where}: a tag is there twice")


def check_time_zone(path: Path, where: str, name: str) -> None:
    """Raise SourceError unless `name` is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SourceError(f"{path}: {where}: time_zone {name!r} is no IANA time zone") from error
