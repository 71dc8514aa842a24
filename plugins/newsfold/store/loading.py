"""From staging to `news.*` and `ops.*`: one transaction, all or nothing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from newsfold.model import Link, Placement, Plan, StoredArticle
from newsfold.store import journal
from newsfold.store.connection import Connection, copy_in, execute
from newsfold.store.staging import json_text, spool, write_row

STATEMENTS = (
    "load_content_keys",
    "load_contents",
    "load_article_ids",
    "load_matched_ids",
    "load_articles",
    "load_known_ids",
    "load_versions",
    "load_amendments",
    "load_current_versions",
    "load_agencies",
    "load_version_agencies",
    "load_date_candidates",
    "load_story_ids",
    "load_stories",
    "load_story_redirects",
    "load_moved_memberships",
    "load_memberships",
    "load_link_changes",
    "load_links",
    "load_content_appearances",
    "load_content_features",
    "load_hidden",
    "load_search_documents",
    "load_search_days",
    "load_search_names",
    "load_search_index",
    "load_seen",
    "load_representatives",
    "load_changes",
    "load_date_doubts",
    "load_near_misses",
    "load_resolved_rejections",
    "load_rejections",
    "load_ledger",
    "load_tallies",
    "note_deliveries",
    "load_files",
    "load_run",
    "clear_staging",
)
OUTCOME_COLUMNS = (
    "run_id, file_id, record_position, arrival, outcome, article_id, version, is_current, matched_article_id,"
    " matched_arrival, score, story_group"
)
LINK_COLUMNS = (
    "run_id, article_id, arrival, matched_article_id, matched_arrival, relation, score, evidence, content_sha256,"
    " matched_sha256, joins"
)
LOCK = "select pg_advisory_xact_lock(hashtext('newsfold.load'))"


def lock_loads(connection: Connection) -> None:
    """Until this transaction ends, no other run loads. The server releases it if we die."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def lock_run(connection: Connection, run_id: int) -> None:
    """Until this transaction ends, nobody else stages anything of the run, plans or loads it."""
    execute(connection, "lock_run", {"run_id": run_id})


def stage_plan(connection: Connection, run_id: int, plan: Plan, closes: Sequence[int] = ()) -> None:
    """Replace what an earlier deduplication of the run has staged. Part of the caller's transaction.

    `closes` are the ids of stored links that hold no more.
    """
    execute(connection, "clear_outcomes", {"run_id": run_id})
    copy_rows(connection, "outcome", OUTCOME_COLUMNS, run_id, map(outcome_row, plan.placements))
    copy_rows(connection, "link", LINK_COLUMNS, run_id, map(link_row, plan.links))
    copy_rows(connection, "story_group", "run_id, story_group, story_id", run_id, plan.groups.items())
    copy_rows(
        connection, "story_merge", "run_id, story_id, merged_into_story_id", run_id, plan.merges.items()
    )
    copy_rows(connection, "story_move", "run_id, article_id, story_group", run_id, plan.moves.items())
    closed = [(link_id, None, True) for link_id in closes]
    changes = [
        *closed,
        *((link_id, joins, False) for link_id, joins in plan.joins.items() if link_id not in set(closes)),
    ]
    copy_rows(connection, "link_change", "run_id, link_id, joins, closes", run_id, changes)


def outcome_row(placement: Placement) -> tuple[object, ...]:
    """The columns of `staging.outcome` from `file_id` on."""
    arrival = placement.arrival
    return (
        arrival.file_id,
        arrival.record_position,
        arrival.number,
        placement.outcome.value,
        arrival.known.article_id if arrival.known else None,
        placement.version,
        placement.is_current,
        *ends(placement.matched),
        placement.score,
        placement.story_group,
    )


def link_row(link: Link) -> tuple[object, ...]:
    """The columns of `staging.link` from `article_id` on."""
    return (
        *ends(link.article),
        *ends(link.matched),
        link.relation.value,
        link.score,
        json_text(link.evidence),
        *link.texts,
        link.joins,
    )


def ends(node: StoredArticle | int | None) -> tuple[int | None, int | None]:
    """An article as (stored id, arrival): one of them is None."""
    return (node.article_id, None) if isinstance(node, StoredArticle) else (None, node)


def is_staged(connection: Connection, run_id: int) -> bool:
    """Whether something of the run waits in staging."""
    with connection:
        return holds_staged(connection, run_id)


def holds_staged(connection: Connection, run_id: int) -> bool:
    """The same as part of the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from staging.file where run_id = %s) as waits", (run_id,))
        row = cursor.fetchone()
    return bool(row and row[0])


def clear_staging(connection: Connection, run_id: int) -> None:
    """Nothing of the run stays in staging. Part of the caller's transaction."""
    execute(connection, "clear_staging", {"run_id": run_id})


def copy_rows(
    connection: Connection, table: str, columns: str, run_id: int, rows: Iterable[Sequence[object]]
) -> None:
    """COPY rows into one staging table."""
    with spool() as buffer:
        for row in rows:
            write_row(buffer, (run_id, *row))
        copy_in(connection, f"staging.{table}", columns, buffer)


def ensure_partitions(connection: Connection, now: datetime) -> None:
    """The partitions of the month, and those for what is staged, in a short transaction of their own: it locks out readers."""
    with connection, connection.cursor() as cursor:
        cursor.execute("select ops.create_month_partitions(%s)", (month_of(now),))
        cursor.execute("select ops.create_search_partitions((select count(*) from staging.article))")


def month_of(now: datetime) -> str:
    """First day of the month, UTC, ISO 8601."""
    return now.astimezone(UTC).strftime("%Y-%m-01")


def load_staged(
    connection: Connection,
    run_id: int,
    *,
    now: datetime,
    details: Mapping[str, Any] | None = None,
    noted: bool = True,
) -> dict[str, int]:
    """Move the run from staging to the tables; rows touched by each statement. Part of the caller's transaction.

    The load is noted for the journal, with its `details`, unless the caller does that.
    """
    month = month_of(now)
    parameters = {"run_id": run_id, "now": now, "month": month}
    touched = journal.touched_stories(connection, run_id) if noted else []
    before = journal.stories_digest(connection, touched)
    done = {name: execute(connection, name, parameters) for name in STATEMENTS}
    if noted:
        touched += journal.new_stories(connection, run_id, at=now)
        stories = journal.minus(journal.stories_digest(connection, touched), before)
        versions = journal.new_versions_digest(connection, run_id, at=now, month=month)
        journal.note_load(connection, run_id, at=now, change=journal.plus(stories, versions), details=details)
    return done


def analyze_staging(connection: Connection) -> None:
    """Staging has just been filled: without fresh statistics the planner takes it for empty.

    In a short transaction of its own: ANALYZE holds a lock that another run's ANALYZE waits for until the end.
    """
    with connection.cursor() as cursor:
        cursor.execute("select ops.analyze_staging()")
