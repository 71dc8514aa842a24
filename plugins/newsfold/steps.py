"""The steps, in their order. Here, and only here, the rooms meet; a task and the command call the same functions.

    fetch -> normalize -> deduplicate -> load -> check -> publish

Each step can be run again at any time: it replaces what its earlier try left behind, or finds it done. The readers and the
comparison take a second to import, and each task is a process of its own: only the steps that need them import them.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsfold import reading
from newsfold.fetch import folders
from newsfold.fetch.raw_store import RawStore
from newsfold.model import Arrival, Article, Plan, Rejection, SourceFile, StoredArticle
from newsfold.sources import Settings, Source, SourceError
from newsfold.store import boilerplate, checks, comparison, ledger, loading, reports, stories
from newsfold.store.connection import Connection
from newsfold.store.staging import StagedCounts, StagingWriter

if TYPE_CHECKING:
    from newsfold import dedup

log = logging.getLogger(__name__)

FILES_PER_INSERT = 200
MAX_LISTED = 20
Progress = Callable[[int, int], None]


class CheckFailed(Exception):
    """A run broke a rule that its data must keep. Names the checks; their rows are in ops.check_result."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """What the steps work with. `base` is the folder that relative locations of sources start at."""

    connection: Connection
    raw_store: RawStore
    settings: Settings
    sources: dict[str, Source]
    base: Path


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


def begin(work: Workspace, run_key: str, trigger: str, day: date | None, *, dry_run: bool) -> int:
    """Open a run, or find it again by its key, and give its id."""
    return ledger.begin_run(
        work.connection, run_key, trigger=trigger, day=day, dry_run=dry_run, now=utc_now()
    )


# --- fetch -------------------------------------------------------------------------------------------------------


def fetch(
    work: Workspace, run_id: int, slugs: Sequence[str], days: Sequence[date], now: datetime
) -> list[ledger.Batch]:
    """Take in what the sources have, and cut all files that are due into batches.

    A file whose name, size and time are known is not read again. A source that can't be read is noted, and leaves the
    others alone; where none can be read, SourceError is raised that names them all.
    """
    work.raw_store.sweep(now)
    source_ids: list[int] = []
    problems: dict[str, str] = {}
    for source in choose_sources(work, slugs):
        try:
            source_id, unreadable = fetch_source(work, source, days, now)
            source_ids.append(source_id)
            if unreadable:
                problems[source.slug] = "; ".join(unreadable[:MAX_LISTED])
        except SourceError as error:
            log.error("%s", error)
            problems[source.slug] = str(error)
    ledger.note_source_failures(work.connection, run_id, problems, now=now)
    if problems and not source_ids:
        raise SourceError("; ".join(problems.values()))
    # A run of all sources also takes over what is left of sources that are declared no more, or were named by hand.
    ledger.assign_due_files(work.connection, run_id, source_ids if slugs else None, work.settings.batch_files)
    return ledger.due_batches(work.connection, run_id)


def choose_sources(work: Workspace, slugs: Sequence[str]) -> list[Source]:
    """The named sources, or all that are enabled. Raises SourceError for a name that is not in sources.toml."""
    unknown = sorted(set(slugs) - work.sources.keys())
    if unknown:
        raise SourceError(
            f"no such source: {', '.join(unknown)}; there are {', '.join(sorted(work.sources))}"
        )
    return (
        [work.sources[slug] for slug in slugs] if slugs else [s for s in work.sources.values() if s.enabled]
    )


def fetch_source(
    work: Workspace, source: Source, days: Sequence[date], now: datetime
) -> tuple[int, list[str]]:
    """Take in one source's new files; its id, and what was wrong with each file that could not be opened."""
    source_id = ledger.register_source(work.connection, source, now=now)
    known = ledger.known_files(work.connection, source_id)
    pending: list[SourceFile] = []
    unreadable: list[str] = []
    for found in folders.list_files(source, work.base, days, now):
        have = known.get(found.name)
        if have is not None and (have.size, have.modified_at) == (found.size, found.modified_at):
            continue
        try:
            pending.append(store_file(work, source, found, now))
        except SourceError as error:
            unreadable.append(str(error))
        if len(pending) == FILES_PER_INSERT:
            ledger.record_files(work.connection, source_id, pending)
            pending.clear()
    ledger.record_files(work.connection, source_id, pending)
    return source_id, unreadable


def fetch_named(
    work: Workspace, run_id: int, source: Source, found: Iterable[folders.FoundFile], now: datetime
) -> list[ledger.Batch]:
    """Take in certain files, known or not, for a run that a person asked for."""
    source_id = ledger.register_source(work.connection, source, now=now)
    files = [store_file(work, source, each, now) for each in found]
    file_ids = ledger.record_files(work.connection, source_id, files)
    ledger.assign_files(work.connection, run_id, file_ids, work.settings.batch_files)
    return ledger.due_batches(work.connection, run_id)


def store_file(work: Workspace, source: Source, found: folders.FoundFile, now: datetime) -> SourceFile:
    """Put one file's bytes into the raw store. Raises SourceError where it can't be read."""
    try:
        stream = found.path.open("rb")
    except OSError as error:
        raise SourceError(f"source {source.slug}: {found.path}: {error.strerror or error}") from error
    with stream:
        # What is over the limit is refused unread, and would only fill the store: its hash is enough.
        keep = found.size <= source.max_file_bytes
        stored = work.raw_store.add(stream) if keep else work.raw_store.measure(stream)
    uri = found.path.absolute().as_uri()
    return SourceFile(source.slug, found.name, uri, stored.sha256, stored.size, found.modified_at, now)


# --- normalize ---------------------------------------------------------------------------------------------------


def normalize(work: Workspace, run_id: int, batch: int, progress: Progress = no_progress) -> StagedCounts:
    """Read the files of one batch into staging: articles with their evidence, and rejections with their reason."""
    files = ledger.batch_files(work.connection, run_id, batch)
    method = current_method(work.connection)
    with StagingWriter(run_id, batch, method.name) as writer:
        for number, due in enumerate(files, start=1):
            normalize_file(work, writer, due, method)
            progress(number, len(files))
        return writer.copy(work.connection)


def current_method(connection: Connection) -> "dedup.Method":
    """How texts are compared now."""
    from newsfold import dedup

    with connection:
        return dedup.method_of(*boilerplate.current(connection))


def normalize_file(
    work: Workspace, writer: StagingWriter, due: ledger.DueFile, method: "dedup.Method | None" = None
) -> None:
    """Read one file. Each of its records becomes an article or a rejection; nothing else can happen to it."""
    found, format_name = 0, None
    source = work.sources.get(due.file.source) or Source(slug=due.file.source, location="")
    for position, (record, result) in enumerate(reading.read_file(work.raw_store, source, due.file)):
        found += 1
        format_name = format_name or (record.format if record else None)
        refused = result if isinstance(result, Rejection) else stage_article(writer, due, result, method)
        if refused is not None:
            writer.add_rejection(due.file_id, position, refused)
    writer.add_file(due.file_id, format_name, found)


def stage_article(
    writer: StagingWriter, due: ledger.DueFile, article: Article, method: "dedup.Method | None" = None
) -> Rejection | None:
    """Stage one article with its fingerprint, or refuse it where that fails."""
    from newsfold import dedup

    try:
        fingerprint = dedup.fingerprint_of(article, (method or dedup.Method()).boilerplate)
        publisher = dedup.publisher(article)
        writer.add_article(due.file_id, due.source_id, due.file.fetched_at, article, fingerprint, publisher)
    except Exception as error:
        return reading.reader_failed(due.file, article.record_position, article.format, error)
    return None


# --- deduplicate -------------------------------------------------------------------------------------------------


def deduplicate(work: Workspace, run_id: int, progress: Progress = no_progress) -> dict[str, int]:
    """Decide what becomes of each staged record of a run; the plan waits in staging for load."""
    with work.connection:
        loading.analyze_staging(work.connection)
    with work.connection:
        plan = stage_plan(work.connection, run_id, progress)
    return count_outcomes(plan)


def stage_plan(connection: Connection, run_id: int, progress: Progress) -> Plan:
    """Compare the run's new texts with those worth it, place each record, and stage what comes out.

    Part of the caller's transaction.
    """
    from newsfold import dedup, matching
    from newsfold.dedup import placement

    load_number = comparison.last_load(connection)
    method = dedup.method_of(*boilerplate.current(connection))
    refresh_staged(connection, run_id, method)
    arrivals = comparison.staged_arrivals(connection, run_id)
    pairs = matching.candidate_pairs(connection, run_id)
    relations = matching.relate_pairs(connection, run_id, pairs, progress, method=method)
    holders = comparison.content_articles(connection, {key for pair in relations for key in pair})
    touched = stories.stored_stories(connection, stories_of(arrivals, holders.values()))
    plan = placement.plan(arrivals, relations, holders, touched)
    loading.stage_plan(connection, run_id, plan)
    comparison.note_deduplicated(connection, run_id, load_number=load_number, method=method.name)
    return plan


def refresh_staged(connection: Connection, run_id: int, method: "dedup.Method") -> None:
    """Read the run's texts again that were staged before the method changed. Part of the caller's transaction."""
    from newsfold import dedup

    fresh = []
    for file_id, position, body, language in boilerplate.staged_by_other_method(
        connection, run_id, method.name
    ):
        found = dedup.fingerprint(dedup.set_aside(body, method.boilerplate), language)
        fresh.append((file_id, position, found.packed_terms, found.features or b""))
    boilerplate.refresh_staged(connection, run_id, fresh, method.name)


def stories_of(arrivals: Iterable[Arrival], holders: Iterable[StoredArticle]) -> set[int]:
    """The stored stories that a run may change: those of articles that come in another state, and of their likes."""
    changed = [each for each in arrivals if each.version_sha256 != each.held_version_sha256]
    touched = [*holders, *(each.known for each in changed), *(each.same_text for each in changed)]
    return {article.story_id for article in touched if article is not None}


def count_outcomes(plan: Plan) -> dict[str, int]:
    """How many records have each outcome."""
    counts: dict[str, int] = {}
    for each in plan.placements:
        counts[each.outcome.value] = counts.get(each.outcome.value, 0) + 1
    return counts


# --- load, check, publish ----------------------------------------------------------------------------------------


def load(work: Workspace, run_id: int, now: datetime, *, rehearse: bool = False) -> dict[str, Any]:
    """Move a run from staging into the tables in one transaction, and give the totals of its ledger.

    Loads exclude each other. Where another run was loaded since this one was deduplicated, it is deduplicated again,
    so that two runs at the same time end as one after the other. With `rehearse` all is undone but the report.
    """
    connection = work.connection
    if rehearse and is_rehearsed(connection, run_id) and not loading.is_staged(connection, run_id):
        return dict(stored_report(connection, run_id)["totals"])
    loading.ensure_partitions(connection, now)
    with connection:
        loading.analyze_staging(connection)
    try:
        loading.lock_loads(connection)
        state = reports.run_row(connection, run_id)
        if (
            state.deduplicated_at_load != comparison.last_load(connection)
            or state.deduplicated_at_load is None
        ):
            stage_plan(connection, run_id, no_progress)
        loading.load_staged(connection, run_id, now=now)
        report = reports.run_report(connection, run_id)
    except BaseException:
        connection.rollback()
        raise
    if not rehearse:
        connection.commit()
        return dict(report["totals"])
    connection.rollback()
    with connection:
        loading.clear_staging(connection, run_id)
        reports.keep_report(connection, run_id, report, state="rehearsed", now=now)
    return dict(report["totals"])


def check(work: Workspace, run_id: int, now: datetime) -> dict[str, int]:
    """Hold the run to the rules of sql/checks; rows that break each. Raises CheckFailed where a rule must hold."""
    if is_rehearsed(work.connection, run_id):
        return {}
    results = checks.run_checks(work.connection, run_id, now=now)
    broken = [f"{r.check.name} ({r.broken_rows} rows: {r.check.rule})" for r in results if fails(r)]
    if broken:
        raise CheckFailed(f"run {run_id}: {'; '.join(broken)}")
    return {result.check.name: result.broken_rows for result in results}


def is_rehearsed(connection: Connection, run_id: int) -> bool:
    """Whether the run is a dry run that has come to its end: there is nothing to check or publish."""
    with connection:
        return bool(reports.run_row(connection, run_id).state == "rehearsed")


def fails(result: checks.CheckResult) -> bool:
    """Whether a result stops the run."""
    return result.broken_rows > 0 and result.check.severity == "fail"


def publish(work: Workspace, run_id: int, now: datetime) -> reports.Report:
    """Keep the run's report and call the run published. A rehearsal has its report already."""
    if is_rehearsed(work.connection, run_id):
        return stored_report(work.connection, run_id)
    with work.connection:
        report = reports.run_report(work.connection, run_id)
        reports.keep_report(
            work.connection, run_id, {**report, "state": "published"}, state="published", now=now
        )
    return {**report, "state": "published"}


def stored_report(connection: Connection, run_id: int) -> reports.Report:
    """The report of a run: the one kept when it was published or rehearsed, else its state now."""
    return reports.find_report(connection, run_id)[1]
