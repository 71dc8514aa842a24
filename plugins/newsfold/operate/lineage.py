"""What a run reads and writes, as OpenLineage names it: a namespace and a name.

Source: https://openlineage.io/docs/spec/naming
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from newsfold.config.sources import Source, Transport

#: The tables that a load fills, and the views that analysts read it by.
TABLES = ("news.article", "news.version", "news.content", "news.story", "news.membership", "ops.run_file")
VIEWS = ("analytics.articles", "analytics.stories", "analytics.unique_articles")


class Dataset(NamedTuple):
    """One data set; it holds no login and no query string."""

    namespace: str
    name: str


class Movement(NamedTuple):
    """What was read, and what was written of it."""

    inputs: list[Dataset]
    outputs: list[Dataset]


def fetched(sources: Iterable[Source], base: Path, raw_store: Path | str) -> Movement:
    """A fetch: from the sources' locations into the raw store."""
    return Movement([location_of(source, base) for source in sources], [raw_files(raw_store)])


def loaded(raw_store: Path | str, host: str, port: str, database: str) -> Movement:
    """normalize to load: from the raw store into the tables."""
    namespace = f"postgres://{host}:{port}"
    return Movement(
        [raw_files(raw_store)], [Dataset(namespace, f"{database}.{name}") for name in (*TABLES, *VIEWS)]
    )


def location_of(source: Source, base: Path) -> Dataset:
    """Where a source's files are; `{day}` stays as it is."""
    if source.transport is Transport.FOLDER:
        path = source.location.removeprefix("file://")
        return Dataset("file", path if path.startswith("/") else f"{base}/{path}")
    return address_of(source.location)


def raw_files(raw_store: Path | str) -> Dataset:
    return address_of(raw_store) if isinstance(raw_store, str) else Dataset("file", str(raw_store))


def address_of(url: str) -> Dataset:
    """A URL as a data set."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return Dataset(f"{parts.scheme}://{place}", parts.path.lstrip("/") or "/")
