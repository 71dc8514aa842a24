"""What a rebuild from the journal writes in addition to the steps."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from newsfold.model import Outcome
from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

OUTCOMES = tuple(each.value for each in Outcome)
LOCK = "select pg_try_advisory_lock(hashtext('newsfold.rebuild'))"

#: What identifies a file in any database: source, name, SHA-256 in hexadecimal.
FileKey = tuple[str, str, str]


def file_key(file: Mapping[str, Any]) -> FileKey:
    """The key of a file of the journal."""
    return file["slug"], file["name"], file["sha256"]


def try_lock(connection: Connection) -> bool:
    """Take the lock of rebuilds until the connection closes; False where another rebuild has it."""
    with connection, connection.cursor() as cursor:
        cursor.execute(LOCK)
        row = cursor.fetchone()
    return bool(row and row[0])


def state(connection: Connection) -> Any:
    """Whether the database holds anything, and the first entry where a rebuild was stopped while it replayed that one."""
    with connection:
        return fetch_row(connection, "rebuild_state", {})


def begin_entry(connection: Connection, header: Mapping[str, Any]) -> None:
    """Mark the next load with the time of this entry as its replay."""
    parameters = {"entry_number": header["entry"], "entry_id": header["id"], "at": header["at"]}
    with connection:
        execute(connection, "rebuild_begin_entry", parameters)


def keep_decisions(connection: Connection, entry: int, decisions: Sequence[Mapping[str, Any]]) -> int:
    """Store the decisions of an entry, made and revoked; how many were left out, since what they are on is not held here."""
    left_out = 0
    with connection:
        for decision in decisions:
            if "revoked_at" in decision and not is_taken(decision):
                execute(connection, "rebuild_revoke_decision", {"entry_number": entry, **decision})
        for decision in decisions:
            if is_taken(decision):
                left_out += 1 - insert_decision(connection, entry, decision)
        execute(connection, "rebuild_decision_ids", {})
    return left_out


def is_taken(decision: Mapping[str, Any]) -> bool:
    """Whether an entry records that a decision was taken, and not only that it was taken back.

    In journals of earlier versions, a decision that was both before the entry has no `taken`; the next entry records it again.
    """
    return bool(decision.get("taken", True))


def insert_decision(connection: Connection, entry: int, decision: Mapping[str, Any]) -> int:
    """One decision, unless what it is on is not held; how many rows."""
    article, other = decision.get("article") or {}, decision.get("other") or {}
    refusal = decision.get("refusal") or {}
    optional = (
        "day", "slug", "reason_code", "expires_at", "note", "revoked_at", "revoked_by",
    )  # fmt: skip
    parameters = {
        **dict.fromkeys(optional),
        **decision,
        "entry_number": entry,
        "details": json.dumps(decision.get("details") or {}),
        "source": article.get("source"),
        "uri": article.get("uri"),
        "other_source": other.get("source"),
        "other_uri": other.get("uri"),
        **{f"refused_{name}": refusal.get(name) for name in ("source", "name", "sha256")},
        "refused_position": refusal.get("record_position"),
        "refused_reason": refusal.get("reason_code"),
    }
    return execute(connection, "rebuild_insert_decision", parameters)


def missing_bytes(connection: Connection, run_id: int) -> dict[FileKey, int]:
    """The files of a run whose bytes are gone, with their ids."""
    with connection:
        rows = fetch_rows(connection, "rebuild_missing_bytes", {"run_id": run_id})
    return {(row.slug, row.name, row.sha256): row.file_id for row in rows}


def note_gone(
    connection: Connection, run_id: int, files: Iterable[tuple[int, Mapping[str, Any]]], *, at: datetime
) -> None:
    """Restore the ledger rows of files whose articles were removed: pairs of file id and the file's line in the journal."""
    gone = list(files)
    parameters: dict[str, Any] = {
        "run_id": run_id,
        "at": at,
        "file_ids": [file_id for file_id, _ in gone],
        "formats": [line.get("format") for _, line in gone],
        "found": [line.get("found", 0) for _, line in gone],
        **{outcome: [line.get(outcome, 0) for _, line in gone] for outcome in OUTCOMES},
    }
    with connection:
        execute(connection, "rebuild_gone_files", parameters)


def ledger_of(connection: Connection, run_id: int, *, at: datetime) -> dict[FileKey, dict[str, Any]]:
    """What became of the records of each file of a load."""
    with connection:
        rows = fetch_rows(connection, "journal_files", {"run_id": run_id, "at": at})
    return {
        (row.slug, row.name, row.sha256): {name: getattr(row, name) for name in ("found", *OUTCOMES)}
        for row in rows
    }


def named_articles(connection: Connection, names: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Articles by source and SHA-256 of their uri in hexadecimal. Part of the caller's transaction."""
    wanted = sorted(set(names))
    parameters = {"slugs": [slug for slug, _ in wanted], "uris_sha256": [sha for _, sha in wanted]}
    rows = fetch_rows(connection, "rebuild_named_articles", parameters)
    return {(row.slug, row.uri_sha256): row.article_id for row in rows}


def insert_removed(connection: Connection, run_id: int, removal: Mapping[str, Any], *, at: datetime) -> None:
    """The trace of an article that can't be held any more. Part of the caller's transaction."""
    execute(connection, "rebuild_insert_removed", {**removal, "run_id": run_id, "at": at})


def totals(connection: Connection) -> dict[str, int]:
    """How many articles, stories and files are held."""
    with connection:
        return dict(fetch_row(connection, "rebuild_totals", {})._asdict())
