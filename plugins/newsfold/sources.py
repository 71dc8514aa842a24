"""`sources.toml` -> `Source`: what is fetched from where, read strictly."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

T = TypeVar("T")
#: The slug of files that belong to no declared source.
ADHOC = "adhoc"

# What `[source.x.columns]` can name: the parts of an article that a table or a JSON object may have under a name of its own.
COLUMN_FIELDS = (
    "headline", "body", "url", "id", "published", "modified", "byline", "agency", "publisher", "section", "keywords", "language",
    "place", "summary", "rights", "embargo", "status",
)  # fmt: skip


class SourceError(Exception):
    """A source, or the file that lists the sources, can't be used. Names file, source and key."""


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of `sources.toml`.

    `location` is a folder or a glob; relative ones start at the folder that holds `sources.toml`'s `dags/`.
    `language` is ISO 639-1, `country` ISO 3166-1 alpha-2, `time_zone` an IANA name, `date_order` one of DMY, MDY, YMD.
    `settle_seconds`: a file changed more recently than that is still being written, and left for the next run.
    `columns` says for CSV and JSON files which column or property (`headline = "Titel"`, `body = "fields.text"`) holds
    which of `COLUMN_FIELDS`; what it doesn't name is found by its usual names.
    """

    slug: str
    location: str
    name: str = ""
    language: str | None = None
    country: str | None = None
    time_zone: str | None = None
    date_order: str | None = None
    agency: str | None = None
    enabled: bool = True
    settle_seconds: float = 5.0
    max_file_bytes: int = 64_000_000
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[ingest]` table: schedule (cron, in `time_zone`), files per batch, and how many days before its own a run
    looks into again for late files, where a location holds `{day}`."""

    schedule: str = "0 5 * * *"
    time_zone: str = "UTC"
    batch_files: int = 500
    look_back_days: int = 3


def load_sources(path: Path) -> tuple[Settings, dict[str, Source]]:
    """Read `sources.toml`. Raises SourceError that names the file, the source, the key and the nearest valid key."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SourceError(f"{path}: not found") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: not valid TOML: {error}") from error
    unknown_tables(path, document)
    settings = build(Settings, path, "[ingest]", document.get("ingest", {}))
    if settings.batch_files < 1:
        raise SourceError(f"{path}: [ingest]: batch_files must be 1 or more")
    check_time_zone(path, "[ingest]", settings.time_zone)
    sources = {}
    for slug, entry in document.get("source", {}).items():
        where = f"[source.{slug}]"
        if not isinstance(entry, dict):
            raise SourceError(f"{path}: {where} is not a table")
        sources[slug] = check(path, where, build(Source, path, where, {**entry, "slug": slug}))
    return settings, sources


def unknown_tables(path: Path, document: Mapping[str, Any]) -> None:
    """Raise SourceError for a top-level name other than `ingest` and `source`."""
    for name in document:
        if name not in ("ingest", "source"):
            raise SourceError(f"{path}: unknown table [{name}]; valid are [ingest] and [source.<slug>]")


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
        return shape(**entry)
    except TypeError as error:
        raise SourceError(f"{path}: {where}: {error}".replace("__init__() ", "")) from error


def type_name(annotation: object) -> str:
    """An annotation as it is written: `str`, `str | None`; a mapping as TOML would call it."""
    if annotation == Mapping[str, str]:
        return "a table of strings"
    return annotation.__name__ if isinstance(annotation, type) else str(annotation)


def has_type(value: object, declared: str) -> bool:
    """Whether a TOML value fits an annotation such as `str | None`."""
    if isinstance(value, bool):
        return "bool" in declared
    if declared == "a table of strings":
        return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
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
    if source.date_order not in (None, "DMY", "MDY", "YMD"):
        raise SourceError(f"{path}: {where}: date_order must be DMY, MDY or YMD, not {source.date_order!r}")
    if not source.location:
        raise SourceError(f"{path}: {where}: location must not be empty")
    if source.time_zone is not None:
        check_time_zone(path, where, source.time_zone)
    check_columns(path, where, source.columns)
    return source


def check_columns(path: Path, where: str, columns: Mapping[str, str]) -> None:
    """Raise SourceError for a field that no column can fill, and for a column without a name."""
    for name, column in columns.items():
        if name not in COLUMN_FIELDS:
            near = difflib.get_close_matches(name, COLUMN_FIELDS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"valid are {', '.join(COLUMN_FIELDS)}"
            raise SourceError(f"{path}: {where}: columns: unknown field {name!r}; {hint}")
        if not column.strip():
            raise SourceError(f"{path}: {where}: columns: {name} names no column")


def check_time_zone(path: Path, where: str, name: str) -> None:
    """Raise SourceError unless `name` is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SourceError(f"{path}: {where}: time_zone {name!r} is no IANA time zone") from error
