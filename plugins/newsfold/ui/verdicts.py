"""Whether a run, or the whole system, is fine, in a sentence or two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsfold.ui.templating import ENDED

#: The worst first.
LEVELS = ("bad", "warning", "good")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`level` is good, warning or bad. `points` say what is wrong or open, the worst first; none where all is fine."""

    level: str
    heading: str
    points: tuple[str, ...]


def overview_verdict(runs: Sequence[Any], levels: Sequence[str], now: datetime) -> Verdict:
    """How many things are bad or to be watched, and below it how the last run ended; the worst decides the level. `levels` are
    those of `problems.open_problems`.
    """
    if not runs:
        return Verdict("warning", "Nothing was taken in yet", ("Start the DAG news_ingest.",))
    last = newest(runs)
    found = verdict(last, [] if last.balanced and not last.failed_checks else ["bad"], [], now)
    level = min(*levels, found.level, "good", key=LEVELS.index)
    counts = [
        f"{levels.count(each)} {says}"
        for each, says in (("bad", "bad"), ("warning", "to watch"))
        if levels.count(each)
    ]
    heading = "All is fine" if level == "good" else ", ".join(counts) or found.heading
    return Verdict(
        level, heading[0].upper() + heading[1:], (f"{found.heading}.",) if found.heading != heading else ()
    )


def newest(runs: Sequence[Any]) -> Any:
    """The newest run that took in news; where there is none, the newest of all."""
    return next((run for run in runs if run.trigger != "replay" and not run.dry_run), runs[0])


def run_verdict(run: Any, report: Mapping[str, Any]) -> Verdict:
    """One run. `run` is its row, `report` its report."""
    facts = RunFacts.of(run, report)
    return verdict(facts, *run_points(facts))


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What decides about one run, named as in a row of `reports.overview`."""

    run_id: int
    state: str
    balanced: bool
    quarantined: int
    failed_checks: Sequence[str]
    warnings: Sequence[str]
    sources_failed: Sequence[str]

    @classmethod
    def of(cls, run: Any, report: Mapping[str, Any]) -> "RunFacts":
        """The facts from a run's row and report."""
        broken = [each for each in report["checks"] if each["broken_rows"]]
        return cls(
            run.run_id,
            run.state,
            report["totals"]["balanced"],
            report["totals"]["quarantined"],
            [each["check_name"] for each in broken if each["severity"] == "fail"],
            [each["check_name"] for each in broken if each["severity"] == "warn"],
            [each["source"] for each in report["source_failures"]],
        )


def run_points(run: Any) -> tuple[list[str], list[str]]:
    """What is wrong with a run, and what is open in it."""
    bad = [f"The check {name} failed: the data is loaded, and not published." for name in run.failed_checks]
    if run.state in ENDED and not run.balanced:
        bad.append("Records are unaccounted for: the run does not balance.")
    open_points = []
    if run.sources_failed:
        open_points.append(f"Could not be read: {', '.join(run.sources_failed)}.")
    if run.quarantined:
        open_points.append(f"{counted(run.quarantined, 'record')} went to quarantine.")
    open_points += [f"The check {name} warns." for name in run.warnings if name != "sources_were_read"]
    return bad, open_points


def verdict(run: Any, bad: list[str], open_points: list[str], now: datetime | None = None) -> Verdict:
    """The worst of it decides the level. A run under way is no trouble of itself."""
    says = {
        "published": "is published",
        "rehearsed": "was a dry run: nothing was loaded",
        "failed": "has failed",
        "held": "was rejected: nothing was loaded",
        "waiting": "waits for a person before its load",
    }.get(run.state, under_way(run, now))
    fine = " and balances" if run.state == "published" and not bad else ""
    level = (
        "bad"
        if bad or run.state == "failed"
        else "warning"
        if open_points or run.state in ("held", "waiting")
        else "good"
    )
    return Verdict(level, f"Run {run.run_id} {says}{fine}", tuple(bad + open_points))


def under_way(run: Any, now: datetime | None) -> str:
    """What a run that has not ended does, and since when."""
    step = {
        "started": "is under way",
        "loaded": "is loaded and being checked",
        "checked": "is checked and being published",
    }
    minutes = (
        int((now - run.started_at).total_seconds() // 60) if now and getattr(run, "started_at", None) else 0
    )
    since = f", for {counted(minutes, 'minute')} so far" if minutes else ""
    return step.get(run.state, f"is {run.state}") + since


def counted(count: int, noun: str) -> str:
    """For example `1 record`, `2,000 records`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def are(count: int) -> str:
    """The verb that goes with a count."""
    return "is" if count == 1 else "are"
