"""The run report, and the state of the whole, as JSON-ready values."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from newsfold.store.connection import Connection, execute, fetch_row, fetch_rows

LISTED = 200
#: How many days the overview counts.
DAYS = 21
#: The lists of a run report, and the statement that makes each.
LISTS = {
    "sources": "report_sources",
    "formats": "report_flow",
    "batches": "report_batches",
    "source_failures": "report_source_failures",
    "folds": "report_folds",
    "refusals": "report_refusals",
    "quarantine": "report_quarantine",
    "checks": "report_checks",
}

Report = dict[str, Any]


def run_row(connection: Connection, run_id: int) -> Any:
    """The row of `ops.run`. Raises LookupError where there is none. Part of the caller's transaction."""
    run = fetch_row(connection, "run_state", {"run_id": run_id})
    if run is None:
        raise LookupError(f"there is no run {run_id}")
    return run


def run_report(connection: Connection, run_id: int) -> Report:
    """What a run did: totals, per source, folded articles with their evidence, refusals, checks."""
    key = {"run_id": run_id, "limit": LISTED}
    run = run_row(connection, run_id)
    return {
        "run_id": run.run_id,
        "run_key": run.run_key,
        "trigger": run.trigger,
        "day": run.day,
        "dry_run": run.dry_run,
        "state": run.state,
        "started_at": run.started_at,
        "loaded_at": run.loaded_at,
        "method": run.method,
        "totals": fetch_row(connection, "report_totals", key)._asdict(),
        "stories": fetch_row(connection, "report_stories", key)._asdict(),
        **{part: listed(connection, statement, key) for part, statement in LISTS.items()},
        **({"changes": changes(connection, run_id)} if run.trigger == "replay" else {}),
    }


def totals(connection: Connection, run_id: int) -> Report:
    """The sums of a run's ledger."""
    with connection:
        row = fetch_row(connection, "report_totals", {"run_id": run_id, "limit": LISTED})
    return dict(row._asdict())


def changes(connection: Connection, run_id: int) -> Report:
    """What a replay makes of what was read before: refused records and articles, as lists cut at LISTED, with their counts.

    `records` counts refused records by the reason before (empty: none) and what becomes of them; `articles` counts by field
    those that are read otherwise. Part of the caller's transaction.
    """
    key = {"run_id": run_id, "limit": None}
    records, articles, files = (
        listed(connection, name, key) for name in ("changed_records", "changed_articles", "changed_files")
    )
    outcomes = Counter((each["refused_as"], each["becomes"]) for each in records)
    fields = Counter(name for each in articles for name in each["fields"])
    return {
        "records": [
            {"refused_as": before, "becomes": after, "records": count}
            for (before, after), count in sorted(outcomes.items(), key=lambda item: (-item[1], item[0]))
        ],
        "articles": [{"field": name, "articles": count} for name, count in fields.most_common()],
        "found": {"records": len(records), "articles": len(articles), "files": len(files)},
        "listed_records": records[:LISTED],
        "listed_articles": articles[:LISTED],
        "listed_files": files[:LISTED],
    }


def versions(connection: Connection, run_id: int, limit: int) -> list[Report]:
    """The first of the known articles that a run has changed, and what of them. Part of the caller's transaction."""
    return listed(connection, "changed_articles", {"run_id": run_id, "limit": limit})


def for_a_log(report: Mapping[str, Any]) -> Report:
    """The figures and rule names of a report: text of articles must not reach a log."""
    plain = ("run_id", "run_key", "trigger", "day", "dry_run", "state", "started_at", "loaded_at", "method")
    kept = {name: report[name] for name in (*plain, "totals", "stories", "sources") if name in report}
    for name in ("decisions", "links", "moved_articles", "splits", "merges"):  # of a refold
        if name in report:
            kept[name] = report[name]
    if "checks" in report:
        kept["checks"] = {
            each["check_name"]: each["broken_rows"] for each in report["checks"] if each["broken_rows"]
        }
    if "source_failures" in report:
        kept["source_failures"] = [each["source"] for each in report["source_failures"]]
    if "changes" in report:
        kept["changes"] = report["changes"]["found"]
    return kept


def listed(connection: Connection, name: str, parameters: Mapping[str, object]) -> list[Report]:
    """The rows of a statement as dictionaries."""
    return [row._asdict() for row in fetch_rows(connection, name, parameters)]


def keep_report(connection: Connection, run_id: int, report: Report, *, state: str, now: datetime) -> None:
    """Store the report with its run. Part of the caller's transaction."""
    execute(
        connection,
        "note_published",
        {"run_id": run_id, "state": state, "now": now, "report": json.dumps(report, default=str)},
    )


def latest_run(connection: Connection, run_key: str | None = None) -> int | None:
    """The last run that was opened, or the one with a certain key."""
    with connection:
        row = fetch_row(connection, "latest_run", {"run_key": run_key})
    return None if row is None else int(row.run_id)


def status(connection: Connection) -> Report:
    """The state of the whole: counts, what is off, open refusals, freshness of the sources, last runs."""
    with connection:
        return {
            **fetch_row(connection, "status", {})._asdict(),
            "lab_over_quota": sum(each.bytes > each.quota for each in fetch_rows(connection, "lab_use", {})),
            "reasons": listed(connection, "status_quarantine", {}),
            "sources": listed(connection, "status_sources", {}),
            "runs": listed(connection, "status_runs", {}),
        }


def overview(connection: Connection, limit: int, now: datetime) -> Report:
    """The state of the whole, and the last runs as rows with their outcomes and what was wrong, the newest first."""
    with connection:
        reasons = listed(connection, "status_quarantine", {})
        return {
            **fetch_row(connection, "overview_totals", {})._asdict(),
            **fetch_row(connection, "overview_open", {})._asdict(),
            "reasons": reasons,
            "quarantined": sum(row["records"] for row in reasons if row["reason_code"] != "pointer"),
            "gates": listed(connection, "overview_gates", {}),
            "held": listed(connection, "held_files", {}),
            "refusals": listed(connection, "overview_refusals", {"now": now}),
            "hidden": fetch_rows(connection, "hidden_counts", {}),
            "runs": fetch_rows(connection, "overview_runs", {"limit": limit}),
            "days": fetch_rows(connection, "overview_days", {"last_day": now.date(), "days": DAYS}),
        }


def hidden(connection: Connection, limit: int) -> list[Any]:
    """Articles that are not shown to analysts now and why, the newest first."""
    with connection:
        return fetch_rows(connection, "hidden_now", {"limit": limit})


def refusals(connection: Connection, now: datetime) -> list[Report]:
    """The open quarantine by source: rows of sql/statements/overview_refusals.sql."""
    with connection:
        return listed(connection, "overview_refusals", {"now": now})


def find_report(connection: Connection, run_id: int) -> tuple[Any, Report]:
    """A run's row, and its report: the one that was kept, else its state now. Raises LookupError where there is none."""
    with connection:
        run = run_row(connection, run_id)
        if not run.report:
            return run, run_report(connection, run_id)
        # One that an earlier version kept lacks the lists that came later.
        missing = {part: statement for part, statement in LISTS.items() if part not in run.report}
        key = {"run_id": run_id, "limit": LISTED}
        return run, {
            **run.report,
            **{part: listed(connection, statement, key) for part, statement in missing.items()},
        }
