"""The texts of alerts: one message a run, and the messages that a run is late or could not be reported.

They hold figures, slugs and reason codes, never a word of an article: they leave the house. What comes from outside (the detail
of a failure) is one line and cut.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsfold.model import Outcome
from newsfold.operate.conditions import counted, one_line
from newsfold.operate.gates import HARMLESS_REASONS, Evidence, described
from newsfold.operate.incidents import Incident

#: Checks that repeat what the message says of sources.
CHECKS_OF_SOURCES = frozenset({"sources_are_fresh", "sources_deliver_as_expected", "sources_were_read"})
OUTSIDE = ("silent", "low", "high")
FINISHED = ("published", "rehearsed")
#: Failures that a person knows of, or that pass by themselves: part of a message, but no reason for one.
KNOWN_FAILURES = frozenset({"paused", "limited"})
MOST_LISTED = 15


@dataclass(frozen=True, slots=True)
class Links:
    """Where to look: the run report, the DAG run, and the required actions."""

    report: str = ""
    dag_run: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message in plain text."""

    title: str
    body: str
    is_problem: bool
    #: The incidents of which it tells: they are noted as told once it is sent.
    incident_ids: tuple[int, ...] = ()


@dataclass(slots=True)
class Draft:
    """The lines of a message, and whether one of them is a problem."""

    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def section(self, heading: str, lines: Sequence[str]) -> None:
        """Lines under a heading, where there are any."""
        if lines:
            self.lines += ["", f"{heading}:", *(f"- {line}" for line in lines[:MOST_LISTED])]
            if len(lines) > MOST_LISTED:
                self.lines.append(f"- and {len(lines) - MOST_LISTED:,} more")

    def problem(self, words: str) -> None:
        """Add a problem, which makes the message a reason to send one."""
        self.problems.append(words)


@dataclass(frozen=True, slots=True)
class News:
    """The incidents that are open, and those that are over and of whose end nobody was told: rows of ops.incident."""

    open: Sequence[Incident]
    over: Sequence[Any] = ()

    @property
    def untold(self) -> list[Incident]:
        """Those of which no message told yet, and that are not silenced."""
        return [each for each in self.open if each.is_loud and each.told_at is None]


def run_message(
    run: Mapping[str, Any],
    evidence: Evidence,
    failed_tasks: Sequence[str],
    links: Links,
    gate: Any = None,
    news: News | None = None,
) -> Message:
    """What one run did. `run` is its report (`newsfold report --json`), with its state as it is now; `news` the incidents."""
    draft = Draft()
    totals = run["totals"]
    add_state(draft, run, failed_tasks, gate)
    draft.lines.append(
        f"{totals['files']:,} files, {totals['found']:,} records: "
        + ", ".join(f"{totals.get(name, 0):,} {name.replace('_', ' ')}" for name in map(str, Outcome))
    )
    if not totals["balanced"] and run["state"] in ("loaded", "checked", "published", "failed"):
        draft.problem("does not balance")
        draft.lines.append("The ledger does not balance.")
    add_failures(draft, run["source_failures"], evidence)
    add_expectations(draft, evidence)
    add_refusals(draft, evidence)
    add_checks(draft, run["checks"], evidence)
    ids = add_incidents(draft, news) if news is not None else ()
    add_links(draft, links)
    over = f", {counted(len(news.over), 'incident')} over" if news is not None and news.over else ""
    what = ("; ".join(draft.problems) or "fine") + over
    day = f" of {run['day']}" if run["day"] else ""
    title = f"Newsfold run {run['run_id']}{day}: {what}"
    return Message(title, "\n".join(draft.lines), bool(draft.problems), ids)


def add_state(draft: Draft, run: Mapping[str, Any], failed_tasks: Sequence[str], gate: Any) -> None:
    """The run's state, and how it came to it."""
    state = run["state"]
    draft.lines.append(f"State: {state}")
    if state == "held":
        who = gate.decided_by if gate is not None else "a person"
        draft.problem("held, nothing loaded")
        draft.lines.append(
            f"Held by {one_line(who)}: nothing was loaded, and its files stay out until somebody releases or discards them."
        )
    elif failed_tasks or state == "failed":
        draft.problem(f"failed in {', '.join(failed_tasks) or 'check'}")
        draft.lines.append(f"Failed tasks: {', '.join(failed_tasks) or 'check'}")
    elif state not in FINISHED:
        draft.problem(f"did not come to its end: {state}")
    if gate is not None:
        draft.section("It waited for a person", [one_line(each) for each in gate.reasons])
        if gate.choice == "load":
            draft.lines.append(f"Loaded by the choice of {one_line(gate.decided_by)}.")


def add_failures(draft: Draft, failures: Sequence[Mapping[str, Any]], evidence: Evidence) -> None:
    """Sources that could not be read."""
    lines, loud = [], 0
    for each in failures:
        silence = evidence.silence_of(each["source"])
        loud += silence is None and each["failure_class"] not in KNOWN_FAILURES
        lines.append(
            f"{each['source']}: {each['failure_class']}: {one_line(each['detail'])}" + silenced(silence)
        )
    if loud:
        draft.problem(f"{counted(loud, 'source')} failed")
    draft.section("Sources that could not be read", lines)


def add_expectations(draft: Draft, evidence: Evidence) -> None:
    """Sources outside of what is expected."""
    lines, loud = [], 0
    for row in evidence.expectations:
        if row.state in OUTSIDE:
            silence = evidence.silence_of(row.slug)
            loud += silence is None
            lines.append(f"{row.state}: {described(row)}{silenced(silence)}")
    if loud:
        draft.problem(f"{counted(loud, 'source')} outside of what is expected")
    draft.section("Outside of what is expected", lines)


def add_refusals(draft: Draft, evidence: Evidence) -> None:
    """Records in quarantine, by reason."""
    records: Counter[str] = Counter()
    loud = 0
    for each in evidence.refusals:
        records[each.reason_code] += each.records
        if each.reason_code not in HARMLESS_REASONS:
            loud += each.records if evidence.silence_of(each.slug, each.reason_code) is None else 0
    if loud:
        draft.problem(f"{counted(loud, 'record')} quarantined")
    draft.section(
        "Quarantined",
        [
            f"{reason}: {count:,}{silenced(evidence.silence_of(reason_code=reason))}"
            for reason, count in records.most_common()
        ],
    )


def add_checks(draft: Draft, checks: Sequence[Mapping[str, Any]], evidence: Evidence) -> None:
    broken = [
        each
        for each in checks
        if each["broken_rows"]
        and each["check_name"] not in CHECKS_OF_SOURCES
        and not only_silenced(each, evidence)
    ]
    if broken:
        draft.problem(f"{counted(len(broken), 'check')} broken")
    draft.section(
        "Checks",
        [f"{each['severity']}: {each['check_name']} ({each['broken_rows']:,} rows)" for each in broken],
    )


def only_silenced(check: Mapping[str, Any], evidence: Evidence) -> bool:
    """Whether all rows that break a rule are of silenced sources."""
    rows = check["sample"]
    slugs = [row.get("slug") or row.get("source") for row in rows]
    return len(rows) == check["broken_rows"] and all(
        slug is not None and evidence.silence_of(slug) is not None for slug in slugs
    )


def add_incidents(draft: Draft, news: News) -> tuple[int, ...]:
    """What is open and what is over; the ids of those of which nobody was told."""
    untold = news.untold
    if not draft.problems and any(each.level == "bad" for each in untold):
        draft.problem(counted(len(untold), "new incident"))
    lines = [
        f"{'new, ' if each in untold else ''}{each.level}: {one_line(each.title)}"
        + (f" ({one_line(each.owner)} looks after it)" if each.owner else "")
        + ("" if each.is_loud else f" (silenced until {each.silenced_until:%Y-%m-%d %H:%M} UTC)")
        for each in news.open
    ]
    draft.section("Incidents that are open", lines)
    draft.section("Incidents that are over", [one_line(each.title) for each in news.over])
    told = [each.incident_id for each in (*untold, *news.over) if each.incident_id is not None]
    return tuple(told)


def incidents_message(news: News) -> Message | None:
    """The message of incidents that no run told of; None where there are none."""
    draft = Draft()
    ids = add_incidents(draft, news)
    if not draft.problems:
        return None
    first = next(each for each in news.untold if each.level == "bad")
    more = f" (and {len(news.untold) - 1} more)" if len(news.untold) > 1 else ""
    return Message(f"Newsfold: {one_line(first.title)}{more}", "\n".join(draft.lines[1:]), True, ids)


def add_links(draft: Draft, links: Links) -> None:
    if links.report or links.dag_run:
        draft.lines += ["", f"Run report: {links.report}", f"DAG run: {links.dag_run}"]


def late_message(dag_id: str, run_id: str, hours: float, links: Links) -> Message:
    """The message that a run takes longer than it should."""
    body = f"The run {one_line(run_id)} of {dag_id} was not finished {hours:g} hours after it had begun."
    draft = Draft([body])
    add_links(draft, links)
    return Message(f"Newsfold: {dag_id} is late", "\n".join(draft.lines), True)


def blind_message(
    dag_id: str, run_id: str, failed_tasks: Sequence[str], error: Exception, links: Links
) -> Message:
    """The message that a run could not even be reported: most likely the database is out of reach."""
    draft = Draft(
        [
            f"The run {one_line(run_id)} of {dag_id} could not be reported: {type(error).__name__}: {one_line(error)}",
            f"Failed tasks: {', '.join(failed_tasks) or 'none'}",
        ]
    )
    add_links(draft, links)
    return Message(f"Newsfold: {dag_id} could not be reported", "\n".join(draft.lines), True)


def silenced(silence: object) -> str:
    """The suffix of something that is silenced."""
    return "" if silence is None else f" ({silence})"
