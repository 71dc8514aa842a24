"""What is open, the most urgent first, each with the page where it is put right."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from newsfold.ui.source_pages import SourceShown, is_refused_whole
from newsfold.ui.templating import ENDED, RUNNING
from newsfold.ui.verdicts import are, counted, newest

#: The route of a page with its values, and the address that comes of it; None where there is no such page.
Address = Callable[..., str | None]
MOST_OF_A_KIND = 6
LONGEST_RUN = timedelta(hours=3)
FAILURES_SHOWN = timedelta(days=7)
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
        *held(found["held"], address),
        *last_run(found["runs"], address, now),
        *failures(found["runs"], address, now),
        *unbalanced(found, address),
        *refused(found["refusals"], address),
        *of_sources(sources, address),
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
    if last.state in RUNNING and now - last.started_at > LONGEST_RUN:
        hours = int((now - last.started_at).total_seconds() // 3600)
        yield Problem(
            "bad",
            f"Run {last.run_id} has been under way for {hours:,} hours: its DAG run says where.",
            report,
        )
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


def held(rows: Sequence[Mapping[str, Any]], address: Address) -> Iterator[Problem]:
    """Rejected runs whose files stay out."""
    for run_id in dict.fromkeys(row["run_id"] for row in rows):
        those = [row for row in rows if row["run_id"] == run_id]
        files, slugs = sum(row["files"] for row in those), ", ".join(row["slug"] for row in those[:3])
        text = (
            f"Run {run_id} was rejected by {those[0]['decided_by']}: its {counted(files, 'file')} ({slugs}"
            f"{', …' if len(those) > 3 else ''}) {'stays' if files == 1 else 'stay'} out until"
            f" somebody releases or discards {'it' if files == 1 else 'them'}."
        )
        yield Problem("bad", text, address("run_report", run_id=run_id))


def failures(runs: Sequence[Any], address: Address, now: datetime) -> Iterator[Problem]:
    """Earlier runs that failed: what went wrong once is worth a look, also where the next run took over."""
    for run in runs:
        if run is newest(runs) or run.state != "failed" or now - run.started_at > FAILURES_SHOWN:
            continue
        why = f": the check {run.failed_checks[0]} failed" if run.failed_checks else ""
        text = f"Run {run.run_id} of {run.started_at:%Y-%m-%d %H:%M} UTC has failed{why}. Later runs take its files over."
        yield Problem("warning", text, address("run_report", run_id=run.run_id))


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


def refused(rows: Sequence[Mapping[str, Any]], address: Address) -> Iterator[Problem]:
    """The open quarantine by source: whether all that a source delivers is refused, or some of it."""
    for row in rows[:MOST_OF_A_KIND]:
        name, reason = row["name"] or row["slug"], row["reasons"][0].replace("_", " ")
        more = f" and {counted(len(row['reasons']) - 1, 'more reason')}" if len(row["reasons"]) > 1 else ""
        where = address("quarantine", source=row["slug"])
        if is_refused_whole(row):
            before = "; it was read well before: its format has changed" if row["last_good_at"] else ""
            text = (
                f"{name}: all {counted(row['refused_files'], 'file')} refused since"
                f" {row['refused_since']:%Y-%m-%d %H:%M} UTC ({reason}{more}){before}."
            )
            yield Problem("bad", text, where)
        else:
            text = f"{name}: {counted(row['records'], 'record')} in quarantine ({reason}{more})."
            yield Problem("warning", text, where)
    if len(rows) > MOST_OF_A_KIND:
        more_rows = rows[MOST_OF_A_KIND:]
        records = sum(row["records"] for row in more_rows)
        text = f"{counted(len(more_rows), 'more source')}: {counted(records, 'record')} in quarantine."
        yield Problem(
            "bad" if any(map(is_refused_whole, more_rows)) else "warning", text, address("quarantine")
        )


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
