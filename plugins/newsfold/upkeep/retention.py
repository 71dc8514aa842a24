"""Removing what may be kept no longer: by a source's `retention_days`, or because a person has its data removed.

Whole articles leave, with their versions and the texts that no other article holds. Counts stay true: the ledger keeps its
rows, and a trace of each article says that it was held, so that the same record delivered again is counted as unchanged and
does not come back. Stories keep together: where only a removed article joined the others, a link takes its place.
"""

import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from newsfold.config.sources import Settings, Source
from newsfold.dedup import placement, versions
from newsfold.model import Plan, StoredStories
from newsfold.pipeline import event_settling, journal, sentence_origins, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store import journal as load_journal
from newsfold.store import loading, novelty, refolds, reports, retention, stories
from newsfold.store.connection import Connection, transaction
from newsfold.store.retention import DueArticle, Limits

#: How many articles one transaction removes; loads wait meanwhile. Each takes longer the more months are stored: foreign keys
#: are looked up in the versions of every month.
ARTICLES_AT_ONCE = 200

#: The evidence of a link that takes the place of removed articles.
KEPT_TOGETHER = {"kept_together_by_removed_articles": True}

Pair = tuple[int, int, float]


@dataclass(frozen=True, slots=True)
class Removed:
    """What left, or would leave: articles by source, stories that ended, files whose bytes are needed no more, their bytes.

    A dry run counts only the articles: the others are None.
    """

    articles: Mapping[str, int]
    stories_ended: int | None = 0
    files: int | None = 0
    bytes: int | None = 0
    run_id: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return {
            "articles": sum(self.articles.values()),
            "by_source": dict(self.articles),
            "stories_ended": self.stories_ended,
            "files": self.files,
            "bytes": self.bytes,
            "run_id": self.run_id,
        }


def limits_of(
    known: Mapping[str, int], sources: Mapping[str, Source], settings: Settings, now: datetime
) -> dict[int, datetime]:
    """The sources that keep nothing for ever, by id, each with the time of which nothing older may stay.

    The default also holds for sources that are no longer in sources.toml.
    """
    days = {
        slug: sources[slug].retention_days
        if slug in sources and sources[slug].retention_days is not None
        else settings.retention_days
        for slug in known
    }
    return {known[slug]: now - timedelta(days=each) for slug, each in days.items() if each}


def enforce(work: Workspace, *, now: datetime, dry_run: bool = False) -> Removed:
    """Remove what is older than the `retention_days` of its source. With `dry_run` only count it."""
    with work.connection:
        known = retention.source_ids(work.connection)
    limits = limits_of(known, work.sources, work.settings, now)
    if not limits:
        return Removed({})
    return remove(work, limits, "retention", now=now, dry_run=dry_run)


def forget(
    work: Workspace, slug: str, *, before: datetime | None = None, now: datetime, dry_run: bool = False
) -> Removed:
    """Remove all that a source has delivered, or what last came before a time. Raises LookupError for an unknown source."""
    with work.connection:
        known = retention.source_ids(work.connection)
    if slug not in known:
        raise LookupError(f"no source {slug!r} has ever delivered; there are {', '.join(sorted(known))}")
    limits = {known[slug]: before or now}
    if dry_run:
        return remove(work, limits, "forgotten", now=now, dry_run=True)
    connection = work.connection
    with transaction(connection, lock=loading.lock_loads):
        # A file that no run could load is forgotten, too, or the next one would take it over.
        files, size = retention.release_due(connection, limits, now=now)
        retention.forget_words(connection, limits, now=now)
    done = remove(work, limits, "forgotten", now=now, dry_run=False)
    with connection:
        # Once more: boilerplate goes with the last article.
        retention.forget_words(connection, limits, now=now)
    return replace(done, files=(done.files or 0) + files, bytes=(done.bytes or 0) + size)


def lift(work: Workspace, slug: str, *, now: datetime) -> int:
    """Delete the traces of a source's removed articles, so that they are taken in as new where they come again; how many."""
    # The journal reads the removals from these traces, so write it first.
    journal.write_due(work, now)
    run_id = steps.begin(work, f"retention:{uuid.uuid4()}", "retention", None, dry_run=False)
    lifted = lift_in(work.connection, run_id, slug, now)
    journal.write_due(work, now)
    return lifted


def lift_in(connection: Connection, run_id: int, slug: str, now: datetime) -> int:
    """The same in a run that is open."""
    with transaction(connection, lock=loading.lock_loads):
        lifted = retention.forget_removals(connection, slug)
        retention.note_load(connection, run_id, now=now)
        nothing = load_journal.NOTHING
        load_journal.note_load(connection, run_id, at=now, change=nothing, details={"lifted": slug})
        report = {**reports.run_report(connection, run_id), "state": "published", "lifted": lifted}
        reports.keep_report(connection, run_id, report, state="published", now=now)
    return lifted


def remove(work: Workspace, limits: Limits, reason: str, *, now: datetime, dry_run: bool) -> Removed:
    """Remove what is due, some articles a transaction. Killed in the middle, it goes on where it stopped when run again."""
    connection, began = work.connection, time.monotonic()
    with connection:
        due = retention.due(connection, limits)
    if dry_run:
        return Removed(Counter(each.source for each in due), None, None, None)
    left: Counter[str] = Counter()
    ended, run_id = 0, None
    if due:
        key = f"retention:{uuid.uuid4()}"
        run_id = steps.begin(work, key, "retention", None, dry_run=False, now=now)
    # Again where something left: an article that hides another one leaves after that one.
    while due and run_id is not None:
        removed: set[int] = set()
        for part in portions(due):
            # Each with its own time: changes of one time are recorded as one change.
            at = now + timedelta(seconds=time.monotonic() - began)
            ids, ended_here = remove_some(connection, run_id, limits, part, reason, at)
            removed.update(ids)
            ended += ended_here
        left.update(each.source for each in due if each.article_id in removed)
        with connection:
            due = retention.due(connection, limits) if removed else []
    journal.write_due(work, now)
    files, size = retention.release_files(connection, limits, now=now)
    done = Removed(left, ended, files, size, run_id)
    if run_id is not None:
        with connection:
            kept = {**reports.run_report(connection, run_id), "state": "published", reason: done.as_dict()}
            reports.keep_report(connection, run_id, kept, state="published", now=now)
    return done


def portions(due: Sequence[DueArticle]) -> Iterable[list[int]]:
    """The ids of the articles that are due, some at a time."""
    ids = [each.article_id for each in due]
    return (ids[start : start + ARTICLES_AT_ONCE] for start in range(0, len(ids), ARTICLES_AT_ONCE))


def remove_some(
    connection: Connection,
    run_id: int,
    limits: Limits,
    article_ids: Sequence[int],
    reason: str,
    now: datetime,
) -> tuple[list[int], int]:
    """One transaction: some articles leave, and their stories are put right. The ids that left, and how many stories ended."""
    with transaction(connection, lock=loading.lock_loads):
        ids = retention.still_due(connection, limits, article_ids)
        if not ids:
            return [], 0
        ended = take_out(connection, run_id, ids, reason, now)
    return ids, ended


def take_out(
    connection: Connection,
    run_id: int,
    ids: Sequence[int],
    reason: str,
    now: datetime,
    bonds: Sequence[Pair] = (),
) -> int:
    """Some articles leave, and their stories are put right; how many stories ended. `bonds` are links to put in their place
    besides those that are found. Part of the caller's transaction, which holds off loads.
    """
    touched = set(refolds.stories_of_articles(connection, ids).values())
    touched |= set(
        refolds.stories_of_articles(connection, {each for pair in bonds for each in pair[:2]}).values()
    )
    before = stories.stored_stories(connection, touched)
    held = load_journal.held_by(connection, ids, before)
    sentences = sentence_origins.leaving(connection, ids)
    if ids:
        retention.remove(connection, ids, run_id=run_id, reason=reason, now=now)
    sentence_origins.settle_removal(connection, sentences, run_id, now)
    fold_rest(connection, run_id, before, set(ids), now)
    if bonds:
        retention.inherit_links(connection, bonds, evidence=KEPT_TOGETHER, run_id=run_id, now=now)
        fold(connection, run_id, stories.stored_stories(connection, touched), now)
    ended = retention.settle_stories(connection, touched, run_id=run_id, now=now)
    event_settling.settle_run(connection, run_id, now, touched)
    novelty.note_run(connection, run_id, now)
    retention.note_load(connection, run_id, now=now)
    load_journal.note_removal(connection, run_id, held, before, at=now)
    return ended


def fold_rest(
    connection: Connection, run_id: int, before: StoredStories, gone: set[int], now: datetime
) -> None:
    """Fold what is left of the stories that lost articles. Part of the caller's transaction."""
    story_of = {member.article.article_id: member.article.story_id for member in before.members}
    thinned = {story_of[each] for each in gone if each in story_of}
    rest = {story for each, story in story_of.items() if each not in gone} & thinned
    if not rest:
        return
    after = stories.stored_stories(connection, rest)
    plan = placement.plan(versions.NOBODY, {}, {}, after)
    pairs = broken_bonds(before, after, plan, gone)
    if pairs:
        retention.inherit_links(connection, pairs, evidence=KEPT_TOGETHER, run_id=run_id, now=now)
        after = stories.stored_stories(connection, rest)
        plan = placement.plan(versions.NOBODY, {}, {}, after)
    write(connection, run_id, plan, now)


def fold(connection: Connection, run_id: int, stored: StoredStories, now: datetime) -> None:
    """Fold some stories anew. Part of the caller's transaction."""
    write(connection, run_id, placement.plan(versions.NOBODY, {}, {}, stored), now)


def write(connection: Connection, run_id: int, plan: Plan, now: datetime) -> None:
    """Write a plan that changes something. Part of the caller's transaction, which notes it for the journal."""
    if plan.moves or plan.merges or plan.joins or plan.closes:
        loading.stage_plan(connection, run_id, plan)
        loading.load_staged(connection, run_id, now=now, noted=False)


def broken_bonds(
    before: StoredStories, after: StoredStories, plan: Plan, gone: set[int]
) -> list[tuple[int, int, float]]:
    """The links that keep a story together whose parts only removed articles had joined: each article of a smaller part with the
    first one of the largest, so that the guard against chains lets them be. The score is the least of the links that left.
    """
    parts: dict[int, dict[int | None, list[int]]] = defaultdict(lambda: defaultdict(list))
    for member in after.members:
        article = member.article
        parts[article.story_id][plan.moves.get(article.article_id)].append(article.article_id)
    scores = bond_scores(before, gone)
    pairs: list[Pair] = []
    for story, found in parts.items():
        largest, *others = sorted(found.values(), key=lambda ids: (-len(ids), min(ids)))
        first = min(largest)
        pairs += [
            (each, first, scores.get(story, 1.0))
            for part in others
            for each in sorted(part)
            if (min(each, first), max(each, first)) not in after.different
        ]
    return pairs


def bond_scores(before: StoredStories, gone: set[int]) -> dict[int, float]:
    """Story -> the least score of the joining links of its articles that leave."""
    story_of = {member.article.article_id: member.article.story_id for member in before.members}
    scores: dict[int, float] = {}
    for link in before.links:
        if link.joins and (link.article_id in gone or link.matched_article_id in gone):
            story = story_of[link.article_id]
            scores[story] = min(link.score, scores.get(story, 1.0))
    return scores
