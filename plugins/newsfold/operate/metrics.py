"""The figures of a run as metrics, by name. How they travel (StatsD, OpenTelemetry) is Airflow's setting.

Names are written `newsfold.<name>`, followed by the tags. A gauge is the figure of the last run; a count is added up.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newsfold.model import Outcome
from newsfold.operate.gates import Evidence
from newsfold.operate.incidents import Incident
from newsfold.operate.remedies import KINDS

OUTCOMES = tuple(each.value for each in Outcome)
STATES = ("as_expected", "low", "high", "silent", "unknown")

#: Every metric: its kind, its tags, and what it says.
METRICS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "run.files": ("gauge", ("dag",), "files of the last run"),
    "run.bytes": ("gauge", ("dag",), "bytes that no earlier run had"),
    "run.records": ("gauge", ("dag", "outcome"), "records of the last run by outcome"),
    "run.found": ("gauge", ("dag",), "records found in its files"),
    "run.balanced": ("gauge", ("dag",), "1 where each record has exactly one outcome, else 0"),
    "run.succeeded": ("gauge", ("dag",), "1 where the run was published, else 0"),
    "run.seconds": ("gauge", ("dag",), "from its begin to its end"),
    "run.seconds_to_load": ("gauge", ("dag",), "from its begin to the commit of its load"),
    "run.finished_at": ("gauge", ("dag",), "when it ended, Unix time"),
    "run.stories": ("gauge", ("dag",), "new stories"),
    "records": ("count", ("dag", "source", "outcome"), "records by source and outcome, added up"),
    "source.files": ("gauge", ("source",), "files that the source delivered that day"),
    "source.records": ("gauge", ("source",), "records in them"),
    "source.typical_files": ("gauge", ("source",), "files typical of that weekday, or declared"),
    "source.outside": ("gauge", ("source",), "1 where the source is low, high or silent, else 0"),
    "source.failed": ("gauge", ("source",), "1 where the run could not read it, else 0"),
    "source.freshness_seconds": ("gauge", ("source",), "age of its newest file"),
    "quarantine.open": ("gauge", ("reason",), "open refusals by reason"),
    "quarantine.refused": ("count", ("dag", "reason"), "records refused by the run, added up"),
    "incidents.open": ("gauge", ("kind",), "open incidents by kind, silenced ones too"),
    "incidents.bad": ("gauge", (), "open incidents that are bad and not silenced"),
    "files_due": ("gauge", (), "files that no load has taken in yet"),
    "articles": ("gauge", (), "articles held"),
    "stories": ("gauge", (), "stories held"),
    "checks.broken": ("gauge", ("dag", "severity"), "checks that found something"),
    "gate.waited": ("gauge", ("dag",), "1 where the run waited for a person, else 0"),
    "step.seconds": ("timing", ("dag", "step"), "duration of one step in its task"),
}


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure. `name` is a key of `METRICS`; tags are those that it names there."""

    name: str
    value: float
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """gauge, count or timing."""
        return METRICS[self.name][0]


def run_metrics(
    run: Mapping[str, Any],
    status: Mapping[str, Any],
    evidence: Evidence,
    incidents: Sequence[Incident],
    dag: str,
    *,
    size: int,
    waited: bool,
    now: datetime,
) -> list[Metric]:
    """Every figure of a run and of what is held: `run` is its report with the present state, `status` the state of the whole."""
    totals, of_run = run["totals"], {"dag": dag}
    found = [
        Metric("run.files", totals["files"], of_run),
        Metric("run.bytes", size, of_run),
        Metric("run.found", totals["found"], of_run),
        Metric("run.balanced", int(totals["balanced"]), of_run),
        Metric("run.succeeded", int(run["state"] == "published"), of_run),
        Metric("run.seconds", (now - run["started_at"]).total_seconds(), of_run),
        Metric("run.finished_at", now.timestamp(), of_run),
        Metric("run.stories", run["stories"]["new_stories"], of_run),
        Metric("gate.waited", int(waited), of_run),
        *(Metric("run.records", totals.get(name, 0), of_run | {"outcome": name}) for name in OUTCOMES),
    ]
    if run["loaded_at"] is not None:
        found.append(
            Metric("run.seconds_to_load", (run["loaded_at"] - run["started_at"]).total_seconds(), of_run)
        )
    found += [
        Metric("records", each[name], of_run | {"source": each["source"], "outcome": name})
        for each in run["sources"]
        for name in OUTCOMES
        if each[name]
    ]
    found += source_metrics(run["source_failures"], evidence, now)
    found += quarantine_metrics(status, evidence, of_run)
    found += incident_metrics(incidents)
    broken = Counter(each["severity"] for each in run["checks"] if each["broken_rows"])
    found += [
        Metric("checks.broken", broken[severity], of_run | {"severity": severity})
        for severity in ("fail", "warn")
    ]
    return found + [Metric(name, status[name]) for name in ("files_due", "articles", "stories")]


def source_metrics(failures: Sequence[Mapping[str, Any]], evidence: Evidence, now: datetime) -> list[Metric]:
    """What each source of the run delivered, and how that stands to what is expected."""
    failed = {each["source"] for each in failures}
    found = []
    for row in evidence.expectations:
        of_source = {"source": row.slug}
        typical = row.declared_files if row.declared_files is not None else row.typical_files
        found += [
            Metric("source.files", row.files, of_source),
            Metric("source.outside", int(row.state in ("low", "high", "silent")), of_source),
            Metric("source.failed", int(row.slug in failed), of_source),
        ]
        if row.records is not None:
            found.append(Metric("source.records", row.records, of_source))
        if typical is not None:
            found.append(Metric("source.typical_files", float(typical), of_source))
        if row.last_fetched_at is not None:
            age = (now - row.last_fetched_at).total_seconds()
            found.append(Metric("source.freshness_seconds", age, of_source))
    return found


def incident_metrics(incidents: Sequence[Incident]) -> list[Metric]:
    """How many incidents are open; 0 too, so that an end is seen."""
    kinds = Counter(each.kind for each in incidents)
    bad = sum(each.level == "bad" and each.is_loud for each in incidents)
    return [
        *(Metric("incidents.open", kinds[kind], {"kind": kind}) for kind in KINDS),
        Metric("incidents.bad", bad),
    ]


def quarantine_metrics(
    status: Mapping[str, Any], evidence: Evidence, of_run: Mapping[str, str]
) -> list[Metric]:
    """Open refusals, and those of the run, by reason."""
    refused: Counter[str] = Counter()
    for each in evidence.refusals:
        refused[each.reason_code] += each.records
    return [
        *(
            Metric("quarantine.open", each["records"], {"reason": each["reason_code"]})
            for each in status["reasons"]
        ),
        *(
            Metric("quarantine.refused", count, {**of_run, "reason": reason})
            for reason, count in refused.items()
        ),
    ]
