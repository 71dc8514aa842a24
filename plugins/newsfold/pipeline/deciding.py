"""What people decide about stories and days, and the writing of a fold that no new record asks for.

Nothing is deleted: a link that holds no more is closed, an article that moves keeps the row of where it was.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from newsfold import dedup
from newsfold.dedup import placement, versions
from newsfold.model import Plan, Relation, StoredStories
from newsfold.pipeline import event_settling, journal, sentence_origins
from newsfold.pipeline.workspace import Workspace
from newsfold.store import decisions, ledger, loading, novelty, redating, refolds, reports, stories
from newsfold.store.connection import Connection, transaction
from newsfold.store.refolds import RelatedTexts

TextPair = tuple[bytes, bytes]
#: How many splits and merges a report names.
EXAMPLES = 40


class DecisionError(Exception):
    """A decision can't be taken: it names articles that are not there."""


@dataclass(slots=True)
class Changes:
    """How the relations found now differ from the stored links."""

    kept: int = 0
    found: dict[TextPair, Relation] = field(default_factory=dict)
    closed: list[RelatedTexts] = field(default_factory=list)
    rescored: int = 0
    redated: int = 0
    hidden: int = 0
    decisions: int = 0


def decide(
    work: Workspace,
    verdict: str,
    articles: tuple[int, int],
    *,
    decided_by: str,
    note: str | None,
    now: datetime,
) -> dict[str, Any]:
    """Keep a person's decision that two articles carry the `same` report or `different` ones, or that they are `unsure`, or that
    they tell of one event or of two (`same_event`, `different_event`), and fold by it.

    Raises DecisionError for an article that is not stored, or for one article twice.
    """

    def keep(connection: Connection) -> None:
        held = refolds.stories_of_articles(connection, articles)
        missing = [article for article in articles if article not in held]
        if missing or articles[0] == articles[1]:
            raise DecisionError(
                f"there is no article {missing[0]}" if missing else "a decision takes two different articles"
            )
        decisions.insert_pair(connection, verdict, articles, decided_by=decided_by, note=note, now=now)

    return apply_pending(work, now, keep)


def decide_day(
    work: Workspace, article_id: int, day: date, *, decided_by: str, note: str | None, now: datetime
) -> dict[str, Any]:
    """Keep a person's decision that an article is of a certain day, and give it that day.

    Raises DecisionError for an article that is not stored, and for a day that it can't be of.
    """

    def keep(connection: Connection) -> None:
        problem = redating.day_problem(connection, article_id, day)
        if problem:
            raise DecisionError(problem)
        decisions.insert_act(
            connection, "day", article_id=article_id, day=day, decided_by=decided_by, note=note, now=now
        )

    return apply_pending(work, now, keep)


def hide(
    work: Workspace, article_id: int, *, decided_by: str, note: str | None, now: datetime
) -> dict[str, Any]:
    """Keep a person's decision that analysts do not see an article, and hide it.

    Raises DecisionError for an article that is not stored, or hidden so already.
    """

    def keep(connection: Connection) -> None:
        if article_id not in refolds.stories_of_articles(connection, [article_id]):
            raise DecisionError(f"there is no article {article_id}")
        if (
            decisions.insert_act(
                connection, "hide", article_id=article_id, decided_by=decided_by, note=note, now=now
            )
            is None
        ):
            raise DecisionError(f"article {article_id} is hidden already")

    return apply_pending(work, now, keep)


def revoke(work: Workspace, decision_id: int, *, revoked_by: str, now: datetime) -> dict[str, Any]:
    """Take a decision back, and fold without it. Raises DecisionError where no such decision holds."""

    def take_back(connection: Connection) -> None:
        if decisions.revoke(connection, decision_id, revoked_by=revoked_by, now=now) is None:
            raise DecisionError(f"there is no decision {decision_id} that holds")

    return apply_pending(work, now, take_back)


def apply_pending(
    work: Workspace, now: datetime, keep: Callable[[Connection], None] | None = None
) -> dict[str, Any]:
    """Make stories and days obey the decisions that wait, in one transaction; `keep` may write one more first.

    Gives the report of what changed, with the number of decisions and of articles that got another day. A decision on an
    article that is held no more changes nothing, and waits no more.
    """
    connection = work.connection
    loading.ensure_partitions(connection, now)
    with transaction(connection, lock=loading.lock_loads):
        if keep is not None:
            keep(connection)
        key = f"decision:{uuid.uuid4()}"
        run_id = ledger.open_run(connection, key, trigger="decision", day=None, dry_run=False, now=now)
        due = decisions.pending(connection)
        dated = {each.article_id for each in due if each.verdict == "day"}
        redated = redating.redate(connection, run_id, dated, now=now, month=loading.month_of(now))
        hidden = [each for each in due if each.verdict == "hide"]
        pairs = [each for each in due if each.verdict not in ("day", "hide")]
        articles = {each.article_id for each in pairs} | {each.other_article_id for each in pairs}
        held = refolds.stories_of_articles(connection, articles)
        stored = stories.stored_stories(connection, set(held.values()))
        plan = placement.plan(versions.NOBODY, {}, {}, stored)
        changes = Changes(kept=len(stored.links), redated=redated, hidden=len(hidden), decisions=len(due))
        report = apply(connection, run_id, plan, stored, changes, now, decided=articles)
        decisions.note_applied(connection, [each.decision_id for each in due], now=now)
    journal.write_due(work, datetime.now(UTC))
    return report


def apply_waiting(work: Workspace, now: datetime) -> dict[str, Any] | None:
    """The same where a decision waits; else None, and nothing is done. Cheap: runs call it at their end."""
    with work.connection:
        waits = bool(decisions.pending(work.connection))
    return apply_pending(work, now) if waits else None


def changes_articles(report: Mapping[str, Any]) -> bool:
    """Whether a report contains a change that analysts see."""
    return any(report[name] for name in ("moved_articles", "splits", "merges", "redated", "hidden"))


def apply(
    connection: Connection,
    run_id: int,
    plan: Plan,
    stored: StoredStories,
    changes: Changes,
    now: datetime,
    details: Mapping[str, Any] | None = None,
    decided: Iterable[int] = (),
) -> dict[str, Any]:
    """Write a plan without arrivals, and say what it changes; `details` are for the journal, `decided` the articles on which
    people have decided. Part of the caller's transaction.
    """
    report = {
        "run_id": run_id,
        "method": dedup.METHOD,
        "links": {
            "kept": changes.kept,
            "new": len(changes.found) - changes.rescored,
            "rescored": changes.rescored,
            "closed": len(changes.closed) - changes.rescored,
            "turned": len(plan.joins),
        },
        "decisions": changes.decisions,
        "redated": changes.redated,
        "hidden": changes.hidden,
        **story_changes(connection, plan, stored),
    }
    loading.stage_plan(connection, run_id, plan, closes=[link.link_id for link in changes.closed])
    loading.load_staged(connection, run_id, now=now, details=details)
    decided = list(decided)
    sentence_origins.settle_run(connection, run_id, now, decided)
    also = refolds.stories_of_articles(connection, decided).values()
    event_settling.settle_run(connection, run_id, now, set(also))
    novelty.note_run(connection, run_id, now)
    kept = {**reports.run_report(connection, run_id), "state": "published", "refold": report}
    reports.keep_report(connection, run_id, kept, state="published", now=now)
    return report


def story_changes(connection: Connection, plan: Plan, stored: StoredStories) -> dict[str, Any]:
    """Which stories split and which merge: how many, and examples with the titles of their articles."""
    before: dict[int, list[int]] = defaultdict(list)
    for member in stored.members:
        before[member.article.story_id].append(member.article.article_id)
    splits: dict[int, list[int]] = defaultdict(list)
    for member in stored.members:
        article = member.article
        if article.article_id in plan.moves and article.story_id not in plan.merges:
            splits[article.story_id].append(article.article_id)
    shown = [
        *(article for story in list(splits)[:EXAMPLES] for article in before[story][:6]),
        *(article for story in list(plan.merges)[:EXAMPLES] for article in before[story][:3]),
        *(article for story in list(plan.merges.values())[:EXAMPLES] for article in before[story][:3]),
    ]
    titles = refolds.article_titles(connection, shown)
    return {
        "stories": len(before),
        "moved_articles": len(plan.moves),
        "splits": len(splits),
        "merges": len(plan.merges),
        "split_stories": [
            {
                "story_id": story,
                "leave": [titles[each] for each in gone if each in titles],
                "stay": [titles[each] for each in before[story] if each not in gone and each in titles],
            }
            for story, gone in list(splits.items())[:EXAMPLES]
        ],
        "merged_stories": [
            {
                "story_id": story,
                "into_story_id": into,
                "articles": [titles[each] for each in before[story][:3] if each in titles],
                "into": [titles[each] for each in before[into][:3] if each in titles],
            }
            for story, into in list(plan.merges.items())[:EXAMPLES]
        ],
    }
