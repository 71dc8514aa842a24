"""Incidents: what is wrong as a thing that opens, is owned, silenced or resolved, ends, and is kept.

`refresh` brings the rows up to what is so; runs do that at their end and `news_watch` every quarter of an hour. `present` only
reads: what is so at this moment, with what is kept of it, so that a page tells the truth also between two refreshes.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from newsfold.config.sources import Source
from newsfold.operate.conditions import Condition, Facts, conditions_of, judged_kinds
from newsfold.store import expectations, incidents, reports, source_states
from newsfold.store.connection import Connection, fetch_row

#: The sources as sources.toml declares them; where it can't be read, why.
Declared = Mapping[str, Source] | str


@dataclass(frozen=True, slots=True)
class Incident:
    """One that is open. `incident_id` is None where it is so new that no row is kept yet; `silenced_until` is the later end of
    its own silence, its source's and its reason's, where that is still to come.
    """

    level: str
    kind: str
    title: str
    advice: str
    since: datetime | None
    incident_id: int | None = None
    slug: str | None = None
    run_id: int | None = None
    reason_code: str | None = None
    amount: int | None = None
    unit: str | None = None
    setting: str | None = None
    owner: str | None = None
    note: str | None = None
    silenced_until: datetime | None = None
    told_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_loud(self) -> bool:
        """Whether somebody has to be told."""
        return self.silenced_until is None


def facts_of(
    connection: Connection, declared: Declared, now: datetime, expected: Mapping[str, Any] | None = None
) -> Facts:
    """What is judged, read from the tables; `expected` of each source, where it was read already: that takes the longest."""
    refusals = reports.refusals(connection, now)
    answers = source_states.states(connection)
    held = expectations.held_files(connection)
    if expected is None:
        expected = {row.slug: row for row in expectations.present(connection)}
    with connection:
        waits = fetch_row(connection, "overview_open", {})
        return Facts(
            reports.listed(connection, "overview_gates", {}),
            held,
            incidents.failed_runs(connection, now),
            incidents.newest_run(connection),
            waits.unbalanced_files,
            waits.unbalanced_run_id,
            refusals,
            incidents.header_drifts(connection),
            answers,
            expected,
            None if isinstance(declared, str) else declared,
            declared if isinstance(declared, str) else None,
        )


def refresh(connection: Connection, declared: Declared, now: datetime) -> list[Any]:
    """Open, change and end the rows of ops.incident by what is so now; rows of incident_id, what, detail for what happened."""
    facts = facts_of(connection, declared, now, {row.slug: row for row in expectations.keep(connection)})
    conditions = [asdict(each) for each in conditions_of(facts, now)]
    with connection:
        return incidents.note(connection, conditions, judged_kinds(facts), now=now)


def present(
    connection: Connection, declared: Declared, now: datetime, expected: Mapping[str, Any] | None = None
) -> list[Incident]:
    """What is open now, the worst and loudest first; without what somebody resolved. Reads only. `expected` as in `facts_of`."""
    facts = facts_of(connection, declared, now, expected)
    with connection:
        kept = {row.key: row for row in incidents.current(connection)}
    silences = {(row.slug, row.reason_code): row.expires_at for row in expectations.silences(connection, now)}
    found = [
        joined(each, kept.get(each.key), silences, now)
        for each in conditions_of(facts, now)
        if not is_resolved(each, kept.get(each.key))
    ]
    judged = set(judged_kinds(facts))
    found += [  # what can't be judged now is as it was seen last
        joined(row, row, silences, now)
        for row in kept.values()
        if row.kind not in judged and row.resolved_at is None
    ]
    return sorted(found, key=lambda each: (not each.is_loud, each.level != "bad"))


def is_resolved(condition: Condition, row: Any) -> bool:
    """Whether somebody resolved it, and it got no worse since."""
    return row is not None and row.resolved_at is not None and not is_worse(condition, row)


def is_worse(condition: Condition, row: Any) -> bool:
    """Whether it was only to be watched before."""
    return bool(condition.level == "bad" and row.level != "bad")


def joined(
    condition: Any, row: Any, silences: Mapping[tuple[str | None, str | None], datetime], now: datetime
) -> Incident:
    """A condition with what is kept of it; `silences` are those of sources and of reasons, with their ends."""
    ends = (
        silences.get((condition.slug, None)) if condition.slug else None,
        silences.get((None, condition.reason_code)) if condition.reason_code else None,
        None if row is None else row.silenced_until,
    )
    until = [each for each in ends if each is not None and each > now]
    told = (
        {"owner": condition.owner}
        if row is None
        else {name: getattr(row, name) for name in ("owner", "note", "told_at")}
    )
    return Incident(
        condition.level,
        condition.kind,
        condition.title,
        condition.advice,
        condition.since or (row.since if row is not None else None),
        incident_id=None if row is None else row.incident_id,
        silenced_until=max(until, default=None),
        details=condition.details,
        **{
            name: getattr(condition, name)
            for name in ("slug", "run_id", "reason_code", "amount", "unit", "setting")
        },
        **told,
    )
