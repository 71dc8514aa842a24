"""What `sources.toml` says: what is fetched from where, and how runs go. `newsfold.config.sources_file` reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

#: The slug of files that belong to no source of sources.toml.
ADHOC = "adhoc"
#: A larger file is refused unread, where neither `[ingest]` nor its source says otherwise.
MAX_FILE_BYTES = 64_000_000

# What `[source.x.columns]` can name: the parts of an article that a table or a JSON object may have under a name of its own.
COLUMN_FIELDS = (
    "headline", "body", "url", "id", "published", "modified", "byline", "agency", "publisher", "section", "keywords", "language",
    "place", "summary", "rights", "embargo", "status",
)  # fmt: skip


#: What parts the tags of a list, and so can't be in one.
TAG_MARKS = ",;|/"
MAX_TAGS = 20
MAX_TAG = 60
MAX_OWNER = 100


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

    For people: `owner` is who looks after it (incidents of the source are theirs from the start), `tags` are groups that it
    belongs to, `note` is what others should know of it.
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
    owner: str | None = None
    tags: Sequence[str] = ()
    note: str = ""

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
    `deadline_hours` is reported (0: never). Messages are sent where something is wrong (`alert_on` problems), or always. From the
    pages, sources are learned in the `learn_folders` only, and at the locations of declared sources."""

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
    learn_folders: Sequence[str] = ("inbox",)
    fold: FoldSettings = FoldSettings()


def undeclared(slug: str, settings: Settings | None = None) -> Source:
    """What stands for a source that `sources.toml` doesn't have: `adhoc`, or one that it had."""
    return Source(slug=slug, location="/", max_file_bytes=(settings or Settings()).max_file_bytes)
