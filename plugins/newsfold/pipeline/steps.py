"""The steps, in their order. The tasks of the DAGs and the command call the same functions.

    fetch -> normalize -> deduplicate -> load -> check -> publish

Each step can be run again at any time: it replaces what its earlier try left behind, or finds it done. The readers and the
comparison take a second to import, and each task is a process of its own: only the steps that need them import them.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from newsfold.config.sources import Source, SourceError
from newsfold.fetch.folders import LocalFile
from newsfold.fetch.transport import FailureClass
from newsfold.model import Plan, StoredArticle
from newsfold.pipeline import dividing, fetching, journal, normalizing, public_holidays
from newsfold.pipeline.days import news_day
from newsfold.pipeline.workspace import Workspace
from newsfold.store import (
    boilerplate,
    checks,
    deduplication,
    expectations,
    ledger,
    loading,
    novelty,
    reports,
    reviews,
    source_states,
    stories,
)
from newsfold.store.connection import Connection, transaction
from newsfold.store.journal import staged_sources

if TYPE_CHECKING:
    from newsfold import dedup
    from newsfold.dedup.versions import Identified
    from newsfold.pipeline.sentence_cutting import CutTexts

log = logging.getLogger(__name__)

#: Failures of sources that may pass within minutes.
PASSING = (FailureClass.SLOW, FailureClass.BROKEN)
Progress = normalizing.Progress
for_a_log = reports.for_a_log
Watch, normalize, normalize_file = normalizing.Watch, normalizing.normalize, normalizing.normalize_file
no_progress, utc_now = normalizing.no_progress, normalizing.utc_now


class CheckFailed(Exception):
    """A run broke a rule that its data must keep. Names the checks; their rows are in ops.check_result."""


class NothingToRead(SourceError):
    """No source could be read, and none of them is one that may answer in a minute."""


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
    return dividing.batches(work, run_id)


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
    return dividing.batches(work, run_id, after)


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
    for unread in ledger.join_ranges(connection, run_id):
        log.error("run %d: %s", run_id, unread)
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
    for file_id, position, body, headline, language in boilerplate.staged_by_other_method(
        connection, run_id, method.name
    ):
        text = dedup.compared_text(body, headline, language)
        found = dedup.fingerprint(dedup.set_aside(text, method.boilerplate), language, with_meaning=True)
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
    from newsfold.pipeline.sentence_cutting import cut_staged

    connection = work.connection
    if rehearse and is_rehearsed(connection, run_id) and not loading.is_staged(connection, run_id):
        return dict(stored_report(connection, run_id)["totals"])
    loading.ensure_partitions(connection, now)
    with connection:
        loading.analyze_staging(connection)
    rehearsed, cut = None, cut_staged(connection, run_id)
    with transaction(connection, lock=loading.lock_loads, undo=rehearse):
        loading.lock_run(connection, run_id)
        if move_staged(work, run_id, now, cut) and rehearse:
            rehearsed = {**reports.run_report(connection, run_id), "state": "rehearsed"}
    if rehearsed is None:
        loading.analyze_grown(connection)
        journal.write_due(work, utc_now())
        return reports.totals(connection, run_id)
    with connection:
        loading.clear_staging(connection, run_id)
        reports.keep_report(connection, run_id, rehearsed, state="rehearsed", now=now)
    return dict(rehearsed["totals"])


def move_staged(work: Workspace, run_id: int, now: datetime, cut: "CutTexts") -> bool:
    """Load what the run has staged, deduplicated against what is held now; False for a run that was loaded before and has
    brought nothing since: to load it again would say so twice. `cut` are texts whose sentences are known. Part of the caller's
    transaction.
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
    sentence_origins.settle_run(connection, run_id, now, known=cut)
    event_settling.settle_run(connection, run_id, now)
    novelty.note_run(connection, run_id, now)
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
