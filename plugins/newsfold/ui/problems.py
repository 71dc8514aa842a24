"""What is open, the most urgent first, each with the page where it is put right."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from newsfold.ui.source_pages import SourceShown
from newsfold.ui.templating import ENDED
from newsfold.ui.verdicts import are, counted, newest

#: The route of a page with its values, and the address that comes of it; None where there is no such page.
Address = Callable[..., str | None]
MOST_OF_A_KIND = 6
LONGEST_RUN = timedelta(hours=3)
LONGEST_PAUSE = timedelta(hours=36)  # between the beginnings of two runs
#: Checks whose problems are listed by source.
REPORTED_BY_SOURCE = {"sources_were_read", "sources_are_fresh", "sources_deliver_as_expected"}
SAYS = {
    "paused": "is paused, and is not asked any more",
    "failing": "could not be fetched",
    "silent": "is silent",
    "incomplete": "is not seen whole",
    "low": "delivers far less than usual",
    "high": "delivers far more than usual",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """`level` is bad or warning. `address` leads to where it is put right, `outside` says that this is a page of Airflow's."""

    level: str
    text: str
    address: str | None
    outside: bool = False


def open_problems(
    found: Mapping[str, Any],
    sources: Sequence[SourceShown],
    address: Address,
    in_airflow: Address,
    now: datetime,
) -> list[Problem]:
    """All that is open. `found` is `reports.overview`."""
    problems = [
        *gates(found["gates"], in_airflow),
        *last_run(found["runs"], address, now),
        *unbalanced(found, address),
        *of_sources(sources, address),
        *refused(found["reasons"], address),
        *waiting(found, address),
    ]
    return sorted(problems, key=lambda problem: problem.level != "bad")


def gates(rows: Iterable[Mapping[str, Any]], in_airflow: Address) -> Iterator[Problem]:
    """Runs that wait for a person."""
    for row in rows:
        why = f": {row['reasons'][0]}" if row["reasons"] else ""
        text = f"Run {row['run_id']} waits for your decision before its load{why}"
        yield Problem("bad", text, in_airflow(row["run_key"], "/required_actions"), outside=True)


def last_run(runs: Sequence[Any], address: Address, now: datetime) -> Iterator[Problem]:
    """What is wrong with the newest run, or that there is none."""
    if not runs:
        return
    last = newest(runs)
    report = address("run_report", run_id=last.run_id)
    for name in last.failed_checks:
        yield Problem(
            "bad",
            f"The check {name} failed in run {last.run_id}: the data is loaded, and not published.",
            report,
        )
    if last.state == "failed" and not last.failed_checks:
        yield Problem("bad", f"Run {last.run_id} has failed.", report)
    if last.state in ENDED and not last.balanced:
        yield Problem(
            "bad", f"Records of run {last.run_id} are unaccounted for: it does not balance.", report
        )
    if last.state == "held":
        yield Problem(
            "warning", f"Run {last.run_id} was held: nothing was loaded, the next run takes over.", report
        )
    elif last.state not in ENDED and last.state != "waiting":
        late = now - last.started_at > LONGEST_RUN
        text = f"Run {last.run_id} is under way, or one of its tasks has failed: its DAG run says which."
        yield Problem("bad" if late else "warning", text, report)
    silence = now - max(run.started_at for run in runs)
    if silence > LONGEST_PAUSE:
        hours = int(silence.total_seconds() // 3600)
        yield Problem(
            "bad",
            f"No run has begun for {hours:,} hours: is Airflow's scheduler up, and the DAG not paused?",
            None,
        )
    for name in last.warnings:
        if name not in REPORTED_BY_SOURCE:
            yield Problem("warning", f"The check {name} warns.", report)


def unbalanced(found: Mapping[str, Any], address: Address) -> Iterator[Problem]:
    """Files of any run whose records are not all accounted for."""
    if found["unbalanced_files"]:
        files = counted(found["unbalanced_files"], "file")
        where = address("run_report", run_id=found["unbalanced_run_id"])
        yield Problem("bad", f"The ledger does not balance for {files} of all runs.", where)


def of_sources(sources: Iterable[SourceShown], address: Address) -> Iterator[Problem]:
    """Sources that don't answer, or deliver something else than expected. One that is silenced is no problem for now."""
    for state, says in SAYS.items():
        those = [each for each in sources if each.state == state and not each.silenced_until]
        level = "bad" if state in ("failing", "silent") else "warning"
        for each in those[:MOST_OF_A_KIND]:
            yield Problem(level, f"{each.name} {says}{why(each)}.", address("sources", slug=each.slug))
        if len(those) > MOST_OF_A_KIND:
            more = counted(len(those) - MOST_OF_A_KIND, "more source")
            yield Problem(
                level,
                f"{more} {'is' if len(those) == MOST_OF_A_KIND + 1 else 'are'} {state}.",
                address("sources"),
            )


def why(source: SourceShown) -> str:
    """What there is to say about a source's state, in a few words."""
    if source.state == "paused":
        return f" ({source.answered.pause_reason})" if source.answered.pause_reason else ""
    if source.state == "failing":
        return f": {source.answered.failure_class.replace('_', ' ')}"
    if source.state == "incomplete":
        return f" since {source.answered.incomplete_since:%Y-%m-%d %H:%M} UTC: {source.answered.incomplete_detail}"
    if source.expected is None:
        return ""
    return f": {counted(source.expected.files, 'file')}" + (
        f", usual are {round(source.expected.typical_files):,}"
        if source.expected.typical_files is not None
        else ""
    )


def refused(reasons: Sequence[Mapping[str, Any]], address: Address) -> Iterator[Problem]:
    """The open quarantine by reason. An entry that only points to a page is no trouble."""
    those = [row for row in reasons if row["reason_code"] != "pointer"]
    for row in those[:MOST_OF_A_KIND]:
        text = f"{counted(row['records'], 'record')} {are(row['records'])} in quarantine: {row['reason_code'].replace('_', ' ')}."
        yield Problem("warning", text, address("quarantine", reason=row["reason_code"]))
    if len(those) > MOST_OF_A_KIND:
        more = sum(row["records"] for row in those[MOST_OF_A_KIND:])
        text = f"{counted(more, 'more record')} {are(more)} in quarantine, for other reasons."
        yield Problem("warning", text, address("quarantine"))


def waiting(found: Mapping[str, Any], address: Address) -> Iterator[Problem]:
    """Decisions that stories don't obey yet, and files that no run has loaded."""
    pending, due, runs = found["pending_decisions"], found["files_due"], found["runs"]
    if pending:
        those = "it" if pending == 1 else "them"
        text = f"{counted(pending, 'decision')} {are(pending)} not applied yet: news_decisions or the next run applies {those}."
        yield Problem("warning", text, address("review"))
    if due and runs and runs[0].state in ENDED:
        what = f"{counted(due, 'file')} {are(due)} fetched and not loaded"
        yield Problem("warning", f"{what}: the next run takes {'it' if due == 1 else 'them'} over.", None)
