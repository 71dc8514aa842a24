"""Removing articles whose time is over, and what of their files is needed no more."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows, fetch_tuples

#: Files that are looked at by one statement.
PORTION = 5_000


class DueArticle(NamedTuple):
    """An article whose last record came before its source's limit."""

    article_id: int
    source: str
    last_seen_at: datetime


class ReleasedBytes(NamedTuple):
    """Bytes in the raw store that no file needs: SHA-256 in hexadecimal, the files that had them, size."""

    sha256: str
    file_ids: list[int]
    size: int


#: Source -> the time before which its last records must have come for it to be removed.
Limits = Mapping[int, datetime]


def source_ids(connection: Connection) -> dict[str, int]:
    """All sources that ever delivered, by slug."""
    return {row.slug: row.source_id for row in fetch_rows(connection, "retention_sources", {})}


def due(connection: Connection, limits: Limits) -> list[DueArticle]:
    """The articles whose time is over, the oldest first."""
    rows = fetch_tuples(connection, "retention_due", parameters(limits))
    return [DueArticle(*row) for row in rows]


def still_due(connection: Connection, limits: Limits, article_ids: Sequence[int]) -> list[int]:
    """Those that are still due once the lock of loads is held. Part of the caller's transaction."""
    values = {**parameters(limits), "article_ids": list(article_ids)}
    return [row.article_id for row in fetch_rows(connection, "retention_still_due", values)]


def remove(
    connection: Connection, article_ids: Collection[int], *, run_id: int, reason: str, now: datetime
) -> int:
    """Remove articles with all that is theirs alone; how many were held. Part of the caller's transaction, which must see
    to their stories.
    """
    values = {"article_ids": list(article_ids), "run_id": run_id, "reason": reason, "now": now}
    return int(fetch_row(connection, "retention_remove", values).removed)


def inherit_links(
    connection: Connection,
    pairs: Sequence[tuple[int, int, float]],
    *,
    evidence: Mapping[str, object],
    run_id: int,
    now: datetime,
) -> None:
    """Link articles (one, other, score) that a removed one held together. Part of the caller's transaction."""
    values = {
        "one": [pair[0] for pair in pairs],
        "other": [pair[1] for pair in pairs],
        "scores": [pair[2] for pair in pairs],
        "evidence": json.dumps(evidence),
        "run_id": run_id,
        "now": now,
    }
    execute(connection, "retention_inherit_links", values)


def settle_stories(connection: Connection, story_ids: Iterable[int], *, run_id: int, now: datetime) -> int:
    """Another representative where it left, an end where nothing is left; how many ended. Part of the transaction."""
    values = {"story_ids": sorted(story_ids), "run_id": run_id, "now": now}
    execute(connection, "retention_representatives", values)
    return execute(connection, "retention_end_stories", values)


def note_load(connection: Connection, run_id: int, *, now: datetime) -> None:
    """Count this as a load, so that runs deduplicated before it are deduplicated again. Part of the caller's transaction."""
    execute(connection, "load_run", {"run_id": run_id, "now": now})


def release_files(connection: Connection, limits: Limits, *, now: datetime) -> tuple[int, int]:
    """Note which files' bytes nothing needs any more, in short transactions; files and bytes."""
    after, files, size = 0, 0, 0
    while True:
        values = {**parameters(limits), "after": after, "portion": PORTION, "now": now}
        with connection:
            row = fetch_row(connection, "retention_release_files", values)
        if row.last_file_id is None:
            return files, size
        after, files, size = row.last_file_id, files + row.files, size + row.bytes


def release_due(connection: Connection, limits: Limits, *, now: datetime) -> tuple[int, int]:
    """Release files that no load has taken in, so that none will; files and bytes. Part of the caller's transaction."""
    row = fetch_row(connection, "retention_release_due", {**parameters(limits), "now": now})
    return int(row.files), int(row.bytes)


def forget_words(connection: Connection, limits: Limits, *, now: datetime) -> None:
    """Remove a source's text from the quarantine, boilerplate and reports. Part of the caller's transaction."""
    for name in ("retention_resolve_refusals", "retention_forget_boilerplate", "retention_scrub_reports"):
        execute(connection, name, {**parameters(limits), "now": now})


def forget_removals(connection: Connection, slug: str) -> int:
    """Delete the traces of a source's removed articles; how many there were. Part of the caller's transaction."""
    return int(fetch_row(connection, "retention_forget_removals", {"slug": slug}).lifted)


def released(connection: Connection) -> list[ReleasedBytes]:
    """Bytes that wait to leave the raw store."""
    return [ReleasedBytes(*row) for row in fetch_tuples(connection, "released_files", {})]


def note_deleted(connection: Connection, file_ids: Sequence[int], *, now: datetime) -> None:
    """The bytes of certain files are gone. Part of the caller's transaction."""
    execute(connection, "note_bytes_deleted", {"file_ids": list(file_ids), "now": now})


def unknown_hashes(connection: Connection, hashes: Iterable[str]) -> list[str]:
    """Those of some SHA-256 in hexadecimal that no file has."""
    values = {"sha256": [bytes.fromhex(each) for each in hashes]}
    return [row.sha256 for row in fetch_rows(connection, "unknown_hashes", values)]


def parameters(limits: Limits) -> dict[str, Any]:
    """The limits as two columns."""
    return {"source_ids": list(limits), "before": list(limits.values())}
