"""The steps, in their order. The tasks of the DAGs and the command call the same functions.

    fetch -> normalize -> deduplicate -> load -> check -> publish

Each step can be run again at any time: it replaces what its earlier try left behind, or finds it done. The readers and the
comparison take a second to import, and each task is a process of its own: only the steps that need them import them.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from newsfold.config.sources import Source, SourceError, undeclared
from newsfold.fetch.folders import LocalFile
from newsfold.fetch.transport import FailureClass
from newsfold.model import Article, Plan, Rejection, StoredArticle
from newsfold.pipeline import fetching, journal, public_holidays, reading
from newsfold.pipeline.days import news_day
from newsfold.pipeline.workspace import Workspace
from newsfold.store import (
    boilerplate,
    checks,
    deduplication,
    expectations,
    ledger,
    loading,
    reports,
    reviews,
    source_states,
    stories,
)
from newsfold.store.connection import Connection, transaction
from newsfold.store.journal import staged_sources
from newsfold.store.readings import Death
from newsfold.store.staging import StagedCounts, StagingWriter

if TYPE_CHECKING:
    from newsfold import dedup
    from newsfold.dedup.versions import Identified

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
#: Called before each file with the file, its number in the batch and the number of files; after the last one with None.
Begins = Callable[[ledger.DueFile | None, int, int], None]
NO_DEATHS: Mapping[int, Death] = {}
#: After this many dead readers a file is refused unread: the first time, something else may have killed the reader.
MOST_DEATHS = 2
#: Failures of sources that may pass within minutes.
PASSING = (FailureClass.SLOW, FailureClass.BROKEN)
for_a_log = reports.for_a_log


class CheckFailed(Exception):
    """A run broke a rule that its data must keep. Names the checks; their rows are in ops.check_result."""


class NothingToRead(SourceError):
    """No source could be read, and none of them is one that may answer in a minute."""


def no_progress(done: int, total: int) -> None:
    """Report no progress."""


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


def begin(
    work: Workspace,
    run_key: str,
    trigger: str,
    day: date | None,
    *,
    dry_run: bool,
    now: datetime | None = None,
) -> int:
    """Open a run, or find it again by its key, and give its id. `now` is for simulations; the clock is asked without it."""
    started = now or utc_now()
    return ledger.begin_run(
        work.connection,
        run_key,
        trigger=trigger,
        day=day,
        dry_run=dry_run,
        now=started,
        news_day=news_day(work.settings, started),
    )


# --- fetch -------------------------------------------------------------------------------------------------------


def fetch(
    work: Workspace,
    run_id: int,
    slugs: Sequence[str],
    days: Sequence[date],
    now: datetime,
    schedule: str | None = None,
    *,
    exact_days: bool = False,
    by_person: bool = True,
) -> list[ledger.Batch]:
    """Take in what the named sources have, or all of a schedule, and cut all files that are due into batches.

    Sources that a person named are asked also where they are paused; not those that a watch named (`by_person`), of which none
    needs to answer.

    `days` are the run's, and for each source those besides that they are in its own zone; not where a person named them
    (`exact_days`).

    A file that the listing shows to be unchanged is not read again. A source that can't be read is noted, and leaves the
    others alone; where none can be read, SourceError is raised that names them all: NothingToRead where it is no use to ask
    them again soon.
    """
    work.raw_store.sweep(now)
    sources = choose_sources(work, slugs, schedule)
    results = fetching.fetch_sources(
        work, run_id, sources, days, now, ask_paused=bool(slugs) and by_person, exact_days=exact_days
    )
    problems = [result.problem for result in results if result.problem is not None]
    source_states.note_problems(work.connection, run_id, problems, now=now)
    note_asked(work, run_id, sources, results)
    if by_person and results and all(result.failed for result in results):
        why = "; ".join(problem.detail for problem in problems)
        may_recover = any(problem.failure_class in PASSING for problem in problems)
        raise SourceError(why) if may_recover else NothingToRead(why)
    # The daily run also takes over files of sources that left sources.toml or were fetched by name.
    is_partial = bool(slugs) or schedule not in (None, "daily")
    source_ids = [result.source_id for result in results] if is_partial else None
    ledger.assign_due_files(work.connection, run_id, source_ids, work.settings.batch_files)
    expectations.note_deliveries(work.connection, run_id)
    return ledger.due_batches(work.connection, run_id)


def note_asked(
    work: Workspace, run_id: int, sources: Sequence[Source], results: Sequence[fetching.SourceResult]
) -> None:
    """Keep which sources the run asked, and whether its day is a holiday where they are: what is expected rests on both."""
    with work.connection:
        run = reports.run_row(work.connection, run_id)
    found = [(each.source_id, each.problem.failure_class if each.problem else None) for each in results]
    expectations.note_asked(
        work.connection, run_id, [(source_id, why != "paused", why) for source_id, why in found]
    )
    day = run.day or run.started_at.date()
    holidays = public_holidays.public_holidays({source.country for source in sources}, [day])
    expectations.note_holidays(work.connection, holidays)


def choose_sources(work: Workspace, slugs: Sequence[str], schedule: str | None = None) -> list[Source]:
    """The named sources, or all that are enabled, of one schedule where it is given. Raises SourceError for a name that is
    not in sources.toml.
    """
    unknown = sorted(set(slugs) - work.sources.keys())
    if unknown:
        raise SourceError(
            f"no such source: {', '.join(unknown)}; there are {', '.join(sorted(work.sources))}"
        )
    if slugs:
        return [work.sources[slug] for slug in slugs]
    # The daily run also asks the sources that are watched: what their watch has missed comes with it.
    schedules = ("daily", "on_arrival") if schedule == "daily" else (schedule,)
    return [
        each
        for each in work.sources.values()
        if each.enabled and (schedule is None or each.schedule in schedules)
    ]


def fetch_named(
    work: Workspace, run_id: int, source: Source, found: Iterable[LocalFile], now: datetime, *, after: int = 0
) -> list[ledger.Batch]:
    """Take in certain files, known or not, for a run that a person asked for, and give the run's batches `after` a certain
    one. Raises SourceError where a file can't be read.
    """
    file_ids = fetching.fetch_files(work, source, found, now)
    ledger.assign_files(work.connection, run_id, file_ids, work.settings.batch_files)
    return ledger.due_batches(work.connection, run_id, after)


# --- normalize ---------------------------------------------------------------------------------------------------


def normalize(
    work: Workspace,
    run_id: int,
    batch: int,
    progress: Progress = no_progress,
    *,
    now: datetime | None = None,
    deaths: Mapping[int, Death] = NO_DEATHS,
    begins: Begins | None = None,
    goes_on: Callable[[int], None] = lambda records: None,
) -> StagedCounts:
    """Read the files of one batch into staging: articles with their evidence, and rejections with their reason.

    `deaths` are the files at which readers died, by id: they are read before all others, or refused after MOST_DEATHS.
    `goes_on` is told of each record how many its file has given.
    """
    began = time.monotonic()
    files = ledger.batch_files(work.connection, run_id, batch)
    files.sort(key=lambda due: due.file_id not in deaths)
    method = current_method(work.connection)
    with StagingWriter(run_id, batch, method.name) as writer:
        for number, due in enumerate(files, start=1):
            if due.file_id in deaths and deaths[due.file_id].deaths >= MOST_DEATHS:
                refuse_file(writer, due, deaths[due.file_id])
            else:
                if begins is not None:
                    begins(due, number, len(files))
                normalize_file(work, writer, due, method, goes_on)
            progress(number, len(files))
        if begins is not None:
            begins(None, len(files), len(files))
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
    goes_on: Callable[[int], None] = lambda records: None,
) -> None:
    """Read one file. Each of its records becomes an article or a rejection; nothing else can happen to it."""
    found, format_name = 0, None
    source = work.sources.get(due.file.source) or undeclared(due.file.source, work.settings)
    for position, (record, result) in enumerate(reading.read_file(work.raw_store, source, due.file)):
        found += 1
        goes_on(found)
        format_name = format_name or (record.format if record else None)
        refused = result if isinstance(result, Rejection) else stage_article(writer, due, result, method)
        if refused is not None:
            writer.add_rejection(due.file_id, position, refused)
    writer.add_file(due.file_id, format_name, found)


def refuse_file(writer: StagingWriter, due: ledger.DueFile, death: Death) -> None:
    """Refuse a file unread, since its readers died repeatedly."""
    detail = f"{death.detail}; this was tried {death.deaths} times"
    writer.add_rejection(due.file_id, 0, Rejection("reader_died", detail, 0))
    writer.add_file(due.file_id, None, 1)


def stage_article(
    writer: StagingWriter, due: ledger.DueFile, article: Article, method: "dedup.Method | None" = None
) -> Rejection | None:
    """Stage one article with its fingerprint, or refuse it where that fails."""
    from newsfold import dedup

    try:
        method = method or dedup.Method()
        fingerprint = dedup.fingerprint_of(article, method.boilerplate, with_meaning=True)
        publisher = dedup.publisher(article)
        writer.add_article(due.file_id, due.source_id, due.file.fetched_at, article, fingerprint, publisher)
    except MemoryError:
        raise
    except Exception as error:
        return reading.reader_failed(due.file, article.record_position, article.format, error)
    return None


# --- deduplicate -------------------------------------------------------------------------------------------------


def deduplicate(work: Workspace, run_id: int, progress: Progress = no_progress) -> dict[str, int]:
    """Decide what becomes of each staged record of a run; the plan waits in staging for load."""
    with work.connection:
        loading.analyze_staging(work.connection)
    with work.connection:
        plan = stage_plan(work, run_id, progress)
    return count_outcomes(plan)


def stage_plan(work: Workspace, run_id: int, progress: Progress) -> Plan:
    """Compare the run's new texts with those worth it, place each record, and stage what comes out.

    Part of the caller's transaction.
    """
    from newsfold import dedup
    from newsfold.dedup import placement
    from newsfold.pipeline import matching, recognizing

    connection = work.connection
    loading.lock_run(connection, run_id)
    load_number = deduplication.last_load(connection)
    method = dedup.method_of(*boilerplate.current(connection))
    refresh_staged(connection, run_id, method)
    identified = recognizing.recognize(connection, run_id, method)
    again = recognizing.said_again(identified)
    pairs = matching.candidate_pairs(connection, run_id, again, work.settings.fold.rewrite_days)
    near: list[matching.NearMiss] = []
    relations = matching.relate_pairs(connection, run_id, pairs, progress, method=method, near=near)
    texts = {key for pair in relations for key in pair}
    texts |= {identity.state.content_sha256 for identity in identified.changed()}
    superseded = recognizing.superseded(identified)
    holders = deduplication.content_articles(connection, texts, superseded)
    touched = stories.stored_stories(connection, stories_of(identified, holders.values()))
    plan = placement.plan(identified, relations, holders, touched)
    loading.stage_plan(connection, run_id, plan)
    reviews.stage_near_misses(
        connection, run_id, [(pair.one, pair.other, score) for pair, score in near if pair.one != pair.other]
    )
    deduplication.note_deduplicated(connection, run_id, load_number=load_number, method=method.name)
    return plan


def refresh_staged(connection: Connection, run_id: int, method: "dedup.Method") -> None:
    """Read the run's texts again that were staged before the method changed. Part of the caller's transaction."""
    from newsfold import dedup

    fresh = []
    for file_id, position, body, language in boilerplate.staged_by_other_method(
        connection, run_id, method.name
    ):
        found = dedup.fingerprint(dedup.set_aside(body, method.boilerplate), language, with_meaning=True)
        fresh.append((file_id, position, found.packed_terms, found.features or b"", found.crossing))
    boilerplate.refresh_staged(connection, run_id, fresh, method.name)


def stories_of(identified: "Identified", holders: Iterable[StoredArticle]) -> set[int]:
    """The stored stories that a run may change: those of articles that come in another state, and of their likes."""
    touched = [*holders, *(identity.owner for identity in identified.changed())]
    return {article.story_id for article in touched if isinstance(article, StoredArticle)}


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
    rehearsed = None
    with transaction(connection, lock=loading.lock_loads, undo=rehearse):
        loading.lock_run(connection, run_id)
        if move_staged(work, run_id, now) and rehearse:
            rehearsed = {**reports.run_report(connection, run_id), "state": "rehearsed"}
    if rehearsed is None:
        loading.analyze_grown(connection)
        journal.write_due(work, utc_now())
        return reports.totals(connection, run_id)
    with connection:
        loading.clear_staging(connection, run_id)
        reports.keep_report(connection, run_id, rehearsed, state="rehearsed", now=now)
    return dict(rehearsed["totals"])


def move_staged(work: Workspace, run_id: int, now: datetime) -> bool:
    """Load what the run has staged, deduplicated against what is held now; False for a run that was loaded before and has
    brought nothing since: to load it again would say so twice. Part of the caller's transaction.
    """
    from newsfold.pipeline import event_settling, sentence_origins

    connection = work.connection
    state = reports.run_row(connection, run_id)
    if state.loaded_at is not None and not loading.holds_staged(connection, run_id):
        return False
    last_load = deduplication.last_load(connection)
    is_smaller = loading.forget_released(connection, run_id) > 0
    if is_smaller or state.deduplicated_at_load is None or state.deduplicated_at_load != last_load:
        stage_plan(work, run_id, no_progress)
    loading.load_staged(connection, run_id, now=now, details=source_settings(work, run_id))
    sentence_origins.settle_run(connection, run_id, now)
    event_settling.settle_run(connection, run_id, now)
    return True


def source_settings(work: Workspace, run_id: int) -> dict[str, Any]:
    """The settings, now, of the sources of a run's files: a rebuild reads the files with these."""
    slugs = staged_sources(work.connection, run_id)
    return {
        "sources": {
            slug: journal.source_settings(work.sources[slug]) for slug in slugs if slug in work.sources
        }
    }


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
    """Store the run's report and mark the run as published. A rehearsal has its report already."""
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
