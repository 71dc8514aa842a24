"""Folding all that is stored again, with the current method.

Nothing is deleted: a link that holds no more is closed, an article that moves keeps the row of where it was.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from newsfold import dedup
from newsfold.dedup import placement, versions
from newsfold.model import Relation
from newsfold.pipeline import event_settling, journal, matching, sentence_origins, steps
from newsfold.pipeline.deciding import Changes, TextPair, apply
from newsfold.pipeline.workspace import Workspace
from newsfold.store import (
    boilerplate,
    deduplication,
    loading,
    novelty,
    refolds,
    reports,
    stories,
)
from newsfold.store.connection import Connection, transaction
from newsfold.store.refolds import RelatedTexts
from newsfold.upkeep import learning

#: Stored scores are single precision.
SCORE_STEP = 1e-5
#: How many texts are read again at once.
TEXTS_AT_ONCE = 500
#: The mark of a text that has none: it is not read again, and finds nothing.
NO_MARKS = (0,)


def refold(
    work: Workspace,
    *,
    now: datetime,
    dry_run: bool = False,
    learn: bool = False,
    progress: steps.Progress = steps.no_progress,
) -> dict[str, Any]:
    """Compare all stored texts again with the current method, and fold by the result.

    With `learn` the boilerplate of each source is first learned anew from what is stored. Gives a report of the links and
    stories that change. With `dry_run` nothing is changed: it shows what would split and what would merge. Loads wait until
    it is done.
    """
    connection = work.connection
    run_id = steps.begin(work, f"refold:{uuid.uuid4()}", "refold", None, dry_run=dry_run, now=now)
    loading.ensure_partitions(connection, now)
    with transaction(connection, lock=loading.lock_loads, undo=dry_run):
        learned = learning.learn(connection, run_id, now) if learn else None
        method = dedup.method_of(*boilerplate.current(connection))
        complete(connection, method)
        relations = relate_stored(connection, method, progress, work.settings.fold.rewrite_days)
        changes = compare_links(relations, refolds.related_texts(connection))
        touched = set(refolds.stories_of_several(connection))
        holders = deduplication.content_articles(connection, {key for pair in changes.found for key in pair})
        # Two versions of one article are related, and need no link; nor do texts that no article says any more.
        changes.found = {
            pair: each
            for pair, each in changes.found.items()
            if pair[0] in holders and pair[1] in holders and holders[pair[0]] != holders[pair[1]]
        }
        touched.update(holder.story_id for holder in holders.values())
        stored = stories.stored_stories(connection, touched)
        gone = {link.link_id for link in changes.closed}
        kept = replace(stored, links=tuple(link for link in stored.links if link.link_id not in gone))
        plan = placement.plan(versions.NOBODY, changes.found, holders, kept)
        load_number = deduplication.last_load(connection)
        deduplication.note_deduplicated(connection, run_id, load_number=load_number, method=method.name)
        done = apply(connection, run_id, plan, stored, changes, now, {"learn": learn})
        sentence_origins.settle_all(connection, run_id, now)
        event_settling.settle_all(connection, run_id, now)
        novelty.note_run(connection, run_id, now)
        report = {**done, "method": method.name}
        if learned is not None:
            report["boilerplate"] = learned
    if dry_run:
        keep_rehearsal(connection, run_id, report, now)
    else:
        journal.write_due(work, steps.utc_now())
    return {**report, "dry_run": dry_run}


def keep_rehearsal(connection: Connection, run_id: int, report: dict[str, Any], now: datetime) -> None:
    """All was undone but the report."""
    with connection:
        kept = {**reports.run_report(connection, run_id), "refold": report}
        reports.keep_report(connection, run_id, kept, state="rehearsed", now=now)


def complete(connection: Connection, method: dedup.Method) -> None:
    """Make what finds a text from another language or month where an earlier version has loaded the text without it."""
    while texts := deduplication.texts_not_found(connection, TEXTS_AT_ONCE):
        found = {
            content_id: dedup.fingerprint(matching.compared(text, method), text.language, with_meaning=True)
            for content_id, text in texts.items()
        }
        boilerplate.refresh_crossings(connection, {key: each.crossing for key, each in found.items()})
        boilerplate.refresh_marks(connection, {key: each.marks or NO_MARKS for key, each in found.items()})


def relate_stored(
    connection: Connection,
    method: dedup.Method,
    progress: steps.Progress,
    rewrite_days: int = dedup.WINDOW_DAYS,
) -> dict[TextPair, Relation]:
    """The relations of all stored texts, day by day, so that memory holds the texts of a window."""
    related: dict[TextPair, Relation] = {}
    days = refolds.stored_days(connection)
    total, done = sum(texts for _, texts in days), 0
    for day, texts in days:
        pairs = matching.stored_pairs(connection, day, rewrite_days)
        found = matching.relate_pairs(connection, None, pairs, steps.no_progress, method=method)
        for (one, other), relation in found.items():
            key = (one, other) if one < other else (other, one)
            if key not in related or related[key].score < relation.score:
                turned = replace(relation, evidence=placement.turned(relation.evidence))
                related[key] = relation if key == (one, other) else turned
        done += texts
        progress(done, total)
    return related


def compare_links(relations: Mapping[TextPair, Relation], links: Iterable[RelatedTexts]) -> Changes:
    """What is new, what holds no more, and what is related another way than before."""
    changes, confirmed = Changes(), set()
    best: dict[TextPair, list[RelatedTexts]] = defaultdict(list)
    for link in links:
        one, other = link.texts
        best[(one, other) if one < other else (other, one)].append(link)
    for pair, held in best.items():
        relation = relations.get(pair)
        if relation is None:
            changes.closed.extend(held)
            continue
        surest = max(held, key=lambda link: link.score)
        same = relation.kind.value == surest.relation and abs(relation.score - surest.score) < SCORE_STEP
        if same and surest.has_parts:
            changes.kept += len(held)
            confirmed.add(pair)
        else:
            changes.rescored += 1
            changes.closed.extend(held)
    changes.found = {pair: relation for pair, relation in relations.items() if pair not in confirmed}
    return changes
