"""`sources.toml` -> `Source`: what is fetched from where, read strictly."""

import difflib
import functools
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from newsfold.config.cron_lines import find_cron_fault
from newsfold.config.locations import find_location_fault
from newsfold.config.stated_values import find_fault

T = TypeVar("T")
#: The slug of files that belong to no source of sources.toml.
ADHOC = "adhoc"
#: A larger file is refused unread, where neither `[ingest]` nor its source says otherwise.
MAX_FILE_BYTES = 64_000_000

# What `[source.x.columns]` can name: the parts of an article that a table or a JSON object may have under a name of its own.
COLUMN_FIELDS = (
    "headline", "body", "url", "id", "published", "modified", "byline", "agency", "publisher", "section", "keywords", "language",
    "place", "summary", "rights", "embargo", "status",
)  # fmt: skip


class SourceError(Exception):
    """A source, or the file that lists the sources, can't be used. Names file, source and key."""


class Transport(StrEnum):
    """How a source's files are reached; the scheme of its location says which."""

    FOLDER = "folder"
    S3 = "s3"
    GOOGLE_CLOUD_STORAGE = "gs"
    AZURE = "az"
    SFTP = "sftp"
    FTP = "ftp"
    HTTP = "http"
    IMAP = "imap"


#: The schemes of locations. What has none is a folder.
SCHEMES = {
    "file": Transport.FOLDER,
    "s3": Transport.S3,
    "gs": Transport.GOOGLE_CLOUD_STORAGE,
    "az": Transport.AZURE,
    "sftp": Transport.SFTP,
    "ftp": Transport.FTP,
    "ftps": Transport.FTP,
    "http": Transport.HTTP,
    "https": Transport.HTTP,
    "imap": Transport.IMAP,
    "imaps": Transport.IMAP,
}
SCHEDULES = ("daily", "hourly", "on_arrival")
FOLLOWS = ("", "links", "items")
GATE_DEFAULTS = ("load", "hold")
ALERT_ON = ("problems", "always")
#: Below this, ordinary files have no room beside the readers and their word lists, which take 430 MB (VmData of a reader).
LEAST_READER_MB = 600
#: Texts in other languages are looked for on each day of the window, so it has an end.
MOST_REWRITE_DAYS = 120
#: What `format` can name: the readers of text.
FORMATS = (
    "text", "html", "feed", "sitemap", "iptc-7901", "anpa-1312", "nitf", "newsml", "newsml-g2", "sgml", "trec", "mediawiki",
    "json", "csv", "xml",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of `sources.toml`.

    `location` is a folder or a glob, or an address whose scheme is one of `SCHEMES`; relative folders start at the folder
    that holds `sources.toml`'s `dags/`. `{day}` in it stands for each day of a run, YYYY-MM-DD; `{day:%Y/%m/%d}` is the same
    in another form. `connection` is the id of the Airflow connection that holds its credentials.
    `schedule` is the group that it is fetched with: daily, hourly, or on_arrival as soon as it has something new, for which it
    is looked at every `watch_seconds` (without it, each second for a folder, each minute for a server), and daily besides.

    For the web: `follow` says what the page at the location is: the file itself (empty), a directory listing or a list of
    URLs whose `links` that fit the glob `match` are the files, or a feed or sitemap whose `items` name them. Only the
    location's host and `hosts` (`cdn.example.org`, `*.example.org`, `cdn.example.org:8080`) are asked. `private_network`
    allows addresses that are not public. Known pages without any date are asked for again after `recheck_hours`.

    `language` is ISO 639-1, `country` ISO 3166-1 alpha-2, `time_zone` an IANA name, `date_order` one of DMY, MDY, YMD.
    `settle_seconds`: a file changed more recently than that is still being written, and left for the next run.
    `names_grow`: new files' names come after all older ones', so that a listing may begin at the last known name.
    `max_run_files`, `max_run_bytes` and `max_run_minutes` end one run's fetch of the source; the rest is for the next run.
    `max_listed_files` is how many files its listing may name, `max_pages` how many pages of a paged feed are followed
    (1: only the first is wanted); the rest is unknown, and noted as such.
    `expected_files` a day and `freshness_hours` are what checks hold it to. `licence` is what its articles may be used for;
    they are hidden until `embargo_minutes` after their publication. `retention_days` after a record of an article last came
    the article is removed, and its text where no other article holds it; 0 keeps it for ever, also where `[ingest]` has a
    default. `format` is one of `FORMATS`, for text whose content does not show it.
    `columns` says for CSV and JSON files which column or property (`headline = "Titel"`, `body = "fields.text"`) holds
    which of `COLUMN_FIELDS`; what it doesn't name is found by its usual names.
    """

    slug: str
    location: str
    name: str = ""
    connection: str | None = None
    schedule: str = "daily"
    watch_seconds: float | None = None
    follow: str = ""
    match: str = "*"
    hosts: Sequence[str] = ()
    private_network: bool = False
    obey_robots: bool = True
    requests_per_minute: float = 60.0
    recheck_hours: float = 24.0
    language: str | None = None
    country: str | None = None
    time_zone: str | None = None
    date_order: str | None = None
    agency: str | None = None
    enabled: bool = True
    settle_seconds: float = 5.0
    names_grow: bool = False
    max_file_bytes: int = MAX_FILE_BYTES
    max_run_files: int = 100_000
    max_run_bytes: int = 20_000_000_000
    max_run_minutes: float = 60.0
    max_listed_files: int = 1_000_000
    max_pages: int = 50
    expected_files: int | None = None
    freshness_hours: float | None = None
    licence: str | None = None
    embargo_minutes: int = 0
    retention_days: int | None = None
    format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def transport(self) -> Transport:
        """How its files are reached."""
        scheme, separator, _ = self.location.partition("://")
        return SCHEMES.get(scheme, Transport.FOLDER) if separator else Transport.FOLDER

    @property
    def is_watched(self) -> bool:
        """Whether its files are taken in as they arrive."""
        return self.enabled and self.schedule == "on_arrival"


@dataclass(frozen=True, slots=True)
class FoldSettings:
    """The `[fold]` table. Up to `rewrite_days` apart may two tellings of one report lie, in other words or another language;
    copies are found at any distance."""

    rewrite_days: int = 45


@dataclass(frozen=True, slots=True)
class Settings:
    """The `[ingest]` table, and as `fold` the `[fold]` table.

    `schedule` and `hourly_schedule` (cron, in `time_zone`) say when the daily and the hourly sources are fetched, `batch_files`
    how many files a batch has. Where a location holds `{day}`, a run also looks for late files of the `look_back_days` before
    its own. Between the beginnings of two runs for what has arrived are at least `arrival_pause_seconds`. `sources_at_once`
    servers are fetched from at the same time; after `fetch_minutes` the rest is left to the next run. Owners of web servers can
    reach the operator at `contact`.

    `max_file_bytes` holds for sources that name none, and for files of no source.

    A process that reads files may take `reader_memory_mb` of memory, and from one record of a file to the next
    `file_seconds`, once more for each 10 MB of the file; a file at which it died twice is quarantined as `reader_died`. The
    default is what a JSON Lines file of 64 MB with characters of four bytes takes, several copies of its text and 430 MB of
    libraries.

    `maintenance_schedule` is when the maintenance runs, `retention_days` what holds for sources that name none (absent or 0:
    kept for ever), `keep_changes_days` how long followers of the feed of changes may stay away.

    A run waits for a person before its load where it delivers less than `gate_low` or more than `gate_high` times what is
    typical of that weekday, or where a share of `gate_quarantine` of its records is refused; never because of fewer than
    `gate_least` records. After `gate_wait_hours` `gate_default` applies: load or hold. A daily run that takes longer than
    `deadline_hours` is reported (0: never). Messages are sent where something is wrong (`alert_on` problems), or always."""

    schedule: str = "0 5 * * *"
    hourly_schedule: str = "20 * * * *"
    arrival_pause_seconds: float = 10.0
    time_zone: str = "UTC"
    batch_files: int = 500
    look_back_days: int = 3
    sources_at_once: int = 8
    reader_memory_mb: int = 2500
    max_file_bytes: int = MAX_FILE_BYTES
    file_seconds: float = 300.0
    fetch_minutes: float = 100.0
    contact: str = ""
    maintenance_schedule: str = "40 6 * * *"
    retention_days: int | None = None
    keep_changes_days: int = 400
    gate_low: float = 0.4
    gate_high: float = 4.0
    gate_quarantine: float = 0.3
    gate_least: int = 50
    gate_wait_hours: float = 6.0
    gate_default: str = "load"
    deadline_hours: float = 4.0
    alert_on: str = "problems"
    fold: FoldSettings = FoldSettings()


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


@functools.lru_cache(maxsize=4)
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


def undeclared(slug: str, settings: Settings | None = None) -> Source:
    """What stands for a source that `sources.toml` doesn't have: `adhoc`, or one that it had."""
    return Source(slug=slug, location="/", max_file_bytes=(settings or Settings()).max_file_bytes)


def check_operations(path: Path, settings: Settings) -> None:
    """Check the settings of schedules, gates, alerts and readers."""
    for name, value, valid in (
        ("gate_default", settings.gate_default, GATE_DEFAULTS),
        ("alert_on", settings.alert_on, ALERT_ON),
    ):
        if value not in valid:
            raise SourceError(f"{path}: [ingest]: {name} must be {' or '.join(valid)}, not {value!r}")
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


def check_time_zone(path: Path, where: str, name: str) -> None:
    """Raise SourceError unless `name` is an IANA time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise SourceError(f"{path}: {where}: time_zone {name!r} is no IANA time zone") from error
