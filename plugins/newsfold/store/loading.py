"""From staging to `news.*` and `ops.*`: one transaction, all or nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from newsfold.model import HandedLink, Link, Placement, Plan, StoredArticle
from newsfold.store import journal
from newsfold.store.connection import Connection, execute
from newsfold.store.staging import Rows, json_text, sha256

STATEMENTS = (
    "load_content_keys",
    "load_contents",
    "load_article_ids",
    "load_matched_ids",
    "load_articles",
    "load_known_ids",
    "load_returned_decisions",
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
    "load_handed_links",
    "load_content_appearances",
    "load_content_crossings",
    "load_content_marks",
    "load_content_features",
    "load_hidden",
    "leave_search_days",
    "load_search_documents",
    "load_search_days",
    "drop_empty_search_days",
    "load_search_names",
    "load_search_words",
    "load_search_index",
    "load_seen",
    "load_representatives",
    "load_changes",
    "load_date_doubts",
    "load_near_misses",
    "load_identity_doubts",
    "load_resolved_rejections",
    "load_rejections",
    "load_ledger",
    "load_tallies",
    "note_deliveries",
    "load_header_tallies",
    "load_header_drifts",
    "load_reader_deaths",
    "load_files",
    "load_run",
    "clear_staging",
)
LOCK = "select ops.take_lock('load')"
#: Of fewer articles the planner makes no bad plans, whatever it knows.
LEAST_ANALYZED = 500


def lock_loads(connection: Connection) -> None:
    """Take the lock of loads (`ops.lock`) until this transaction ends; Postgres releases it if this process dies."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def lock_run(connection: Connection, run_id: int) -> None:
    """Lock the run until this transaction ends: no other process stages, plans or loads it."""
    execute(connection, "lock_run", {"run_id": run_id})


def stage_plan(connection: Connection, run_id: int, plan: Plan, closes: Sequence[int] = ()) -> None:
    """Replace what an earlier deduplication of the run has staged. Part of the caller's transaction.

    `closes` are the ids of stored links that hold no more.
    """
    execute(connection, "clear_outcomes", {"run_id": run_id})
    copy_rows(connection, "outcome", run_id, map(outcome_row, plan.placements))
    copy_rows(connection, "link", run_id, map(link_row, plan.links))
    copy_rows(connection, "story_group", run_id, pairs(plan.groups, "story_group", "story_id"))
    copy_rows(connection, "story_merge", run_id, pairs(plan.merges, "story_id", "merged_into_story_id"))
    copy_rows(connection, "story_move", run_id, pairs(plan.moves, "article_id", "story_group"))
    copy_rows(connection, "link_change", run_id, link_changes(plan, frozenset({*closes, *plan.closes})))
    copy_rows(connection, "handed_link", run_id, map(handed_row, plan.handed))
    doubted = ({"source_id": source_id, "place_sha256": place} for source_id, place in sorted(plan.doubted))
    copy_rows(connection, "identity_doubt", run_id, doubted)


def link_changes(plan: Plan, closes: frozenset[int]) -> Iterator[Mapping[str, object]]:
    """The stored links that hold no more, and those that join now or join no more."""
    for link_id in closes:
        yield {"link_id": link_id, "joins": None, "closes": True}
    for link_id, joins in plan.joins.items():
        if link_id not in closes:
            yield {"link_id": link_id, "joins": joins, "closes": False}


def pairs(mapping: Mapping[int, int | None], key: str, value: str) -> Iterator[Mapping[str, object]]:
    """Each pair of a mapping as a row of two columns."""
    return ({key: one, value: other} for one, other in mapping.items())


def outcome_row(placement: Placement) -> dict[str, object]:
    """The columns of `staging.outcome` by name, but for the run."""
    arrival = placement.arrival
    matched_article_id, matched_arrival = ends(placement.matched)
    return {
        "file_id": arrival.state.file_id,
        "record_position": arrival.state.record_position,
        "arrival": arrival.number,
        "outcome": placement.outcome.value,
        "article_id": placement.known.article_id if placement.known else None,
        "version": placement.version,
        "is_current": placement.is_current,
        "matched_article_id": matched_article_id,
        "matched_arrival": matched_arrival,
        "score": placement.score,
        "story_group": placement.story_group,
        "uri": placement.uri,
        "uri_sha256": sha256(placement.uri),
    }


def link_row(link: Link) -> dict[str, object]:
    """The columns of `staging.link` by name, but for the run."""
    article_id, arrival = ends(link.article)
    matched_article_id, matched_arrival = ends(link.matched)
    content_sha256, matched_sha256 = link.texts
    return {
        "article_id": article_id,
        "arrival": arrival,
        "matched_article_id": matched_article_id,
        "matched_arrival": matched_arrival,
        "relation": link.relation.value,
        "score": link.score,
        "evidence": json_text(link.evidence),
        "content_sha256": content_sha256,
        "matched_sha256": matched_sha256,
        "joins": link.joins,
    }


def handed_row(handed: HandedLink) -> dict[str, object]:
    """The columns of `staging.handed_link` by name, but for the run."""
    article_id, arrival = ends(handed.article)
    matched_article_id, matched_arrival = ends(handed.matched)
    return {
        "link_id": handed.link.link_id,
        "article_id": article_id,
        "arrival": arrival,
        "matched_article_id": matched_article_id,
        "matched_arrival": matched_arrival,
        "joins": handed.joins,
    }


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


def forget_released(connection: Connection, run_id: int) -> int:
    """Delete what the run has staged of files that somebody had forgotten meanwhile, or that the gate held back; how many.
    Part of the caller's transaction, which holds the lock of loads, as that of who forgets does.
    """
    return execute(connection, "forget_released_files", {"run_id": run_id})


def clear_staging(connection: Connection, run_id: int) -> None:
    """Delete all that the run has staged. Part of the caller's transaction."""
    execute(connection, "clear_staging", {"run_id": run_id})


def copy_rows(connection: Connection, table: str, run_id: int, rows: Iterable[Mapping[str, object]]) -> None:
    """COPY rows of a run into one staging table."""
    with Rows(f"staging.{table}") as staged:
        for row in rows:
            staged.add({"run_id": run_id, **row})
        staged.copy(connection)


def ensure_partitions(connection: Connection, now: datetime) -> None:
    """The partitions of the month, and those for what is staged, in a short transaction of their own: it locks out readers."""
    with connection, connection.cursor() as cursor:
        cursor.execute("select ops.create_month_partitions(%s)", (month_of(now),))
        cursor.execute("select ops.create_sentence_partitions(%s)", (month_of(now),))
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


def analyze_grown(connection: Connection) -> bool:
    """Fresh statistics where the stock has grown by half since the last ones; whether it had. In a transaction of its own."""
    with connection, connection.cursor() as cursor:
        cursor.execute("select ops.analyze_grown(%s) as done", (LEAST_ANALYZED,))
        row = cursor.fetchone()
    return bool(row and row[0])
