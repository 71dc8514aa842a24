"""Learning a source from up to twenty of its files: read as they come, an entry is proposed, and they are read again with it."""

import itertools
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from newsfold.config.credentials import from_environment
from newsfold.config.source_entries import Entry, Value
from newsfold.config.sources import Settings, Source, SourceError
from newsfold.fetch.opening import open_source
from newsfold.fetch.transport import FetchError, FoundFile, Opened, RateLimits
from newsfold.formats.tables.table_peek import first_rows
from newsfold.model import Article, Rejection, SourceFile
from newsfold.pipeline.believing import of_the_source
from newsfold.pipeline.days import looking_back, today
from newsfold.pipeline.reading import read_bytes
from newsfold.upkeep.source_proposals import Counts, Sample, count, propose

MAX_FILES = 20
MAX_LISTED = 1_000
MAX_FILE_BYTES = 20_000_000
MAX_RECORDS = 500
READ_BYTES = 1_048_576
#: All that is asked of a source together; a server that drips would never end.
MAX_SECONDS = 300.0
#: All files together: they are held at once.
MAX_BYTES = 60_000_000


@dataclass(frozen=True, slots=True)
class SampleFile:
    """The bytes of a file that was looked at; `is_cut`: only its beginning."""

    found: FoundFile
    data: bytes
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Learned:
    """The entry that is proposed, what was read without it and with it, and what could not be fetched."""

    entry: Entry
    files: int
    before: Counts
    after: Counts
    problems: Sequence[str]


def learn(
    slug: str,
    location: str,
    given: Mapping[str, Value],
    settings: Settings,
    base: Path,
    rate_limits: RateLimits,
    now: datetime,
) -> Learned:
    """Learn a source. `given` are keys that are known. Raises SourceError where nothing of it can be fetched."""
    # What was dropped a moment ago is news enough to learn from: nothing is taken in.
    source = Source(slug, location, **{"settle_seconds": 0.0, **given})  # type: ignore[arg-type]
    files, problems = sample_files(source, settings, base, rate_limits, now)
    values = dict(given)
    if not source.follow and only_points(files, source, now):
        followed = replace(source, follow="items")
        more, other = sample_files(followed, settings, base, rate_limits, now)
        if more:
            files, source, values = more, followed, {**values, "follow": "items"}
        problems += other
    if not files:
        raise SourceError("; ".join(problems) or f"{location}: no file is there")
    before = [read_sample(each, Source(slug, location), now) for each in files]
    entry = propose(slug, location, before, values)
    proposed = source_of(entry)
    after = [read_sample(each, proposed, now) for each in files]
    if entry.columns:  # with its columns the articles of a table can be looked at, too
        entry = propose(
            slug,
            location,
            [replace(new, rows=old.rows) for new, old in zip(after, before, strict=True)],
            values,
        )
        proposed = source_of(entry)
        after = [read_sample(each, proposed, now) for each in files]
    return Learned(entry, len(files), count(before), count(after), problems)


def source_of(entry: Entry) -> Source:
    """The source that an entry declares."""
    return Source(entry.slug, **dict(entry.values), columns=entry.columns)  # type: ignore[arg-type]


def sample_files(
    source: Source, settings: Settings, base: Path, rate_limits: RateLimits, now: datetime
) -> tuple[list[SampleFile], list[str]]:
    """Up to twenty files from all over the listing, and what could not be had."""
    problems: list[str] = []
    files: list[SampleFile] = []
    try:
        opened = open_source(
            source, from_environment(source.connection), base, rate_limits, settings.contact, now
        )
    except SourceError as error:
        return [], [str(error)]
    timer = threading.Timer(MAX_SECONDS, opened.abort)
    timer.daemon = True
    timer.start()
    try:
        days = looking_back(today(settings, now), settings)
        listed = itertools.islice(opened.list_files(days), MAX_LISTED)
        found = [each for each in listed if isinstance(each, FoundFile)]
        for each in spread(found):
            if sum(len(file.data) for file in files) > MAX_BYTES or not timer.is_alive():
                problems.append(
                    f"{each.name}: not looked at: more than {MAX_BYTES:,} bytes, or {MAX_SECONDS:g} seconds"
                )
                break
            try:
                with of_the_source(source.slug, each):
                    files += fetched(opened, each)
            except (FetchError, OSError) as error:
                problems.append(f"{each.name}: {error}")
    except (SourceError, TimeoutError) as error:
        problems.append(str(error))
    finally:
        timer.cancel()
        opened.close()
    return files, problems


def spread(found: Sequence[FoundFile]) -> list[FoundFile]:
    """Twenty of them, at even distances, the last one among them: the newest are mostly last."""
    if len(found) <= MAX_FILES:
        return list(found)
    return [found[(number + 1) * len(found) // MAX_FILES - 1] for number in range(MAX_FILES)]


def fetched(opened: Opened, found: FoundFile) -> list[SampleFile]:
    """A file's bytes, or as many as are looked at; nothing where the server has none for us."""
    with opened.open(found, None) as delivery:
        if delivery is None:
            return []
        kept: list[bytes] = []
        size = 0
        while size <= MAX_FILE_BYTES and (piece := delivery.stream.read(READ_BYTES)):
            kept.append(piece)
            size += len(piece)
    data = b"".join(kept)[:MAX_FILE_BYTES]
    return [SampleFile(found, data, size > MAX_FILE_BYTES)] if data else []


def only_points(files: Sequence[SampleFile], source: Source, now: datetime) -> bool:
    """Whether the records of a page of the web mostly only name the pages that hold the text."""
    if not source.location.startswith(("http://", "https://")):
        return False
    results = [result for each in files for _, result in read_sample(each, source, now).items]
    pointers = sum(isinstance(each, Rejection) and each.reason_code == "pointer" for each in results)
    return 2 * pointers > len(results)


def read_sample(sample: SampleFile, source: Source, now: datetime) -> Sample:
    """The first records of a file, as a run with this source would read it."""
    found = sample.found
    file = SourceFile(source.slug, found.name, found.uri, "", len(sample.data), found.modified_at, now)
    items = tuple(itertools.islice(read_bytes(sample.data, source, file), MAX_RECORDS))
    is_read = any(isinstance(result, Article) for _, result in items)
    return Sample(found.name, len(sample.data), items, () if is_read else first_rows(sample.data))
