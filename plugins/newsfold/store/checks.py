"""The checks of `sql/checks`: each a query that returns the rows that break its rule."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

from newsfold.store.connection import SQL_FOLDER, Connection, execute

SAMPLE_ROWS = 20


@dataclass(frozen=True, slots=True)
class Check:
    """One file of `sql/checks`. Its first line is `-- fail: rule` or `-- warn: rule`."""

    name: str
    severity: str
    rule: str
    query: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How many rows broke a check's rule, and the first of them."""

    check: Check
    broken_rows: int
    sample: tuple[dict[str, object], ...]


def all_checks() -> list[Check]:
    """The checks on disk, by name. Raises ValueError for a file without its first line."""
    checks = []
    for file in sorted((SQL_FOLDER / "checks").glob("*.sql")):
        query = file.read_text(encoding="utf-8")
        opening = re.match(r"-- (fail|warn): (.+)\n", query)
        if opening is None:
            raise ValueError(f"{file}: the first line must be '-- fail: rule' or '-- warn: rule'")
        checks.append(Check(file.stem, opening[1], opening[2], query))
    return checks


def run_checks(connection: Connection, run_id: int, *, now: datetime) -> list[CheckResult]:
    """Run every check on a run, and keep the results, in one transaction."""
    with connection:
        results = [run_check(connection, check, run_id) for check in all_checks()]
        for result in results:
            execute(
                connection,
                "record_check",
                {
                    "run_id": run_id,
                    "check_name": result.check.name,
                    "severity": result.check.severity,
                    "broken_rows": result.broken_rows,
                    "sample": json.dumps(result.sample, default=str),
                    "now": now,
                },
            )
        failed = any(r.broken_rows and r.check.severity == "fail" for r in results)
        execute(connection, "note_checked", {"run_id": run_id, "failed": failed, "now": now})
    return results


def run_check(connection: Connection, check: Check, run_id: int) -> CheckResult:
    """The rows that break one rule."""
    with connection.cursor() as cursor:
        cursor.execute(check.query, {"run_id": run_id})
        columns = [column.name for column in cursor.description or ()]
        sample = tuple(dict(zip(columns, row, strict=True)) for row in cursor.fetchmany(SAMPLE_ROWS))
        return CheckResult(check, cursor.rowcount, sample)
