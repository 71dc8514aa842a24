"""Reading one batch of a run into staging: its files, or its range of a large one."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from newsfold.config.sources import undeclared
from newsfold.model import Article, Rejection
from newsfold.pipeline import reading
from newsfold.pipeline.workspace import Workspace
from newsfold.store import boilerplate, ledger
from newsfold.store.connection import Connection
from newsfold.store.readings import Death
from newsfold.store.staging import StagedCounts, StagingWriter

if TYPE_CHECKING:
    from newsfold import dedup

#: Told what is done, of how much (0: not known); where these are bytes, how many records, too.
Progress = Callable[..., None]
NO_DEATHS: Mapping[int, Sequence[Death]] = {}
#: After this many dead readers a file is refused unread: the first time, something else may have killed the reader.
MOST_DEATHS = 2
#: A range of a large file, whose readers may die at several of its records. Each of these costs two.
MOST_DEATHS_IN_A_RANGE = 12


@dataclass(frozen=True, slots=True)
class Watch:
    """Who wants to know how far the reading of a batch is.

    `begins` is called before each file with the file, its number in the batch and the number of files; after the last one with
    None. `goes_on` is told of each record how many its file has given, `goes_to` which bytes of a file are read next.
    """

    begins: Callable[[ledger.DueFile | None, int, int], None] = lambda due, number, total: None
    goes_on: Callable[[int], None] = lambda records: None
    goes_to: Callable[[ledger.DueFile, int, int], None] = lambda due, start, end: None


def no_progress(done: int, total: int) -> None:
    """Report no progress."""


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


def normalize(
    work: Workspace,
    run_id: int,
    batch: int,
    progress: Progress = no_progress,
    *,
    now: datetime | None = None,
    deaths: Mapping[int, Sequence[Death]] = NO_DEATHS,
    watch: Watch | None = None,
) -> StagedCounts:
    """Read the files of one batch, or its range of a large one, into staging: articles with their evidence, and rejections with
    their reason.

    `deaths` say where readers died, by the file's id: these files are read before all others, and what killed its readers
    MOST_DEATHS times is refused.
    """
    began = time.monotonic()
    files = ledger.batch_files(work.connection, run_id, batch)
    files.sort(key=lambda due: due.file_id not in deaths)
    method = current_method(work.connection)
    watch = watch or Watch()
    with StagingWriter(run_id, batch, method.name) as writer:
        for number, due in enumerate(files, start=1):
            died = deaths.get(due.file_id, ())
            if refuses(due, died):
                refuse_file(writer, due, died)
            else:
                watch.begins(due, number, len(files))
                normalize_file(work, writer, due, method, watch, died)
            progress(number, len(files))
        watch.begins(None, len(files), len(files))
        counts = writer.copy(work.connection)
    seconds = time.monotonic() - began
    ledger.note_batch(
        work.connection,
        run_id,
        batch,
        files=counts.files,
        records=counts.found,
        seconds=seconds,
        now=now or utc_now(),
    )
    return counts


def current_method(connection: Connection) -> "dedup.Method":
    """How texts are compared now."""
    from newsfold import dedup

    with connection:
        return dedup.method_of(*boilerplate.current(connection))


def normalize_file(
    work: Workspace,
    writer: StagingWriter,
    due: ledger.DueFile,
    method: "dedup.Method | None" = None,
    watch: Watch | None = None,
    died: Sequence[Death] = (),
) -> None:
    """Read one file, or a range of it. Each of its records becomes an article or a rejection; nothing else can happen to it."""
    from newsfold.formats.care import Care, Grave

    watch = watch or Watch()
    found, format_name = 0, None
    source = work.sources.get(due.file.source) or undeclared(due.file.source, work.settings)
    first = due.part.position_from if due.part else 0
    care = None
    if due.part is not None:
        graves = [Grave(each.start, each.end, each.deaths, each.detail) for each in died]
        care = Care(graves, partial(watch.goes_to, due))
    items = reading.read_file(work.raw_store, source, due.file, due.part, care)
    for position, (record, result) in enumerate(items, first):
        found += 1
        watch.goes_on(found)
        format_name = format_name or (record.format if record else None)
        refused = result if isinstance(result, Rejection) else stage_article(writer, due, result, method)
        if refused is not None:
            writer.add_rejection(due.file_id, position, refused)
    if due.part is None:
        writer.add_file(due.file_id, format_name, found)
    else:
        writer.add_range(due.file_id, due.part, format_name, found)


def refuses(due: ledger.DueFile, died: Sequence[Death]) -> bool:
    """Whether a file, or a range of it, is refused unread: its readers died again and again."""
    most = MOST_DEATHS if due.part is None else MOST_DEATHS_IN_A_RANGE
    return sum(each.deaths for each in died) >= most


def refuse_file(writer: StagingWriter, due: ledger.DueFile, died: Sequence[Death]) -> None:
    """Refuse a file, or a range of it, unread."""
    position = due.part.position_from if due.part else 0
    detail = f"{died[-1].detail}; this was tried {sum(each.deaths for each in died)} times"
    if due.part is not None:
        detail = f"bytes {due.part.start:,} to {due.part.end:,}: {detail}"
    offset = due.part.start if due.part and not due.part.packed_at else 0
    writer.add_rejection(due.file_id, position, Rejection("reader_died", detail, position, offset))
    if due.part is None:
        writer.add_file(due.file_id, None, 1)
    else:
        writer.add_range(due.file_id, due.part, None, 1)


def stage_article(
    writer: StagingWriter, due: ledger.DueFile, article: Article, method: "dedup.Method | None" = None
) -> Rejection | None:
    """Stage one article with its fingerprint and its sentences, or refuse it where that fails."""
    from newsfold import dedup
    from newsfold.pipeline.sentence_cutting import cut, pack_cut

    try:
        method = method or dedup.Method()
        fingerprint = dedup.fingerprint_of(article, method.boilerplate, with_meaning=True)
        publisher = dedup.publisher(article)
        sentences = pack_cut(cut(article.body, article.language))
        writer.add_article(
            due.file_id, due.source_id, due.file.fetched_at, article, fingerprint, publisher, sentences
        )
    except MemoryError:
        raise
    except Exception as error:
        return reading.reader_failed(due.file, article.record_position, article.format, error)
    return None
