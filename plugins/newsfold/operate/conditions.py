"""What is wrong now: the one place that knows. Pages, messages, metrics and `newsfold status` speak of it through incidents.

A condition's words are for whoever is on call and has not read the code. They hold names, figures and reason codes, never a word
of an article: messages carry them out of the house.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from newsfold.config.sources import Source
from newsfold.operate.remedies import KINDS, SETTING_OF_KIND, against_reason
from newsfold.operate.source_standing import is_refused_whole, state_of

LONGEST_DETAIL = 200
LONGEST_PAUSE = timedelta(hours=36)  # between the beginnings of two runs
#: Checks whose problems are told by source.
REPORTED_BY_SOURCE = {"sources_were_read", "sources_are_fresh", "sources_deliver_as_expected"}
#: So many headers of one source are named.
MOST_DRIFTS = 3
#: Headers without which an article is of little use to anybody.
NEEDED = ("headline", "published_on")
HEADERS = {
    "headline": "a headline in",
    "published_on": "a date in",
    "published_at": "a time of publication in",
    "byline": "a byline in",
    "dateline": "a dateline in",
    "refused": "refused were",
}
#: What is known only where sources.toml can be read.
OF_SOURCES = ("failing", "silent", "incomplete", "paused", "low", "high", "drifted")


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that is wrong. `key` says what it is about; the rest is as in ops.incident; `owner` is who looks after
    its source, and has the incident until somebody else takes it. `since` is None where unknown."""

    key: str
    kind: str
    level: str
    title: str
    advice: str
    slug: str | None = None
    run_id: int | None = None
    reason_code: str | None = None
    amount: int | None = None
    unit: str | None = None
    setting: str | None = None
    since: datetime | None = None
    owner: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is judged, as the statements of the same names give it; `declared` is None where sources.toml can't be read, and
    `unreadable` says why.
    """

    gates: Sequence[Mapping[str, Any]]
    held: Sequence[Any]
    failed_runs: Sequence[Any]
    newest_run: Any
    unbalanced_files: int
    unbalanced_run_id: int | None
    refusals: Sequence[Mapping[str, Any]]
    drifts: Sequence[Any]
    answers: Mapping[str, Any]
    expected: Mapping[str, Any]
    declared: Mapping[str, Source] | None
    unreadable: str | None = None


def conditions_of(facts: Facts, now: datetime) -> list[Condition]:
    """All that is wrong, the worst first."""
    found = [
        *of_configuration(facts.unreadable),
        *of_gates(facts.gates),
        *of_held(facts.held),
        *of_runs(facts.failed_runs, now),
        *of_newest(facts.newest_run, now),
        *of_ledger(facts),
        *of_refusals(facts),
        *(of_drifts(facts) if facts.declared is not None else ()),
        *(of_sources(facts) if facts.declared is not None else ()),
    ]
    owned = [replace(each, owner=owner_of(facts, each.slug)) for each in found]
    return sorted(owned, key=lambda each: each.level != "bad")


def owner_of(facts: Facts, slug: str | None) -> str | None:
    """Who looks after a source, as sources.toml says."""
    source = (facts.declared or {}).get(slug or "")
    return None if source is None else source.owner


def judged_kinds(facts: Facts) -> list[str]:
    """The kinds of which `conditions_of` knows all there are."""
    return [kind for kind in KINDS if facts.declared is not None or kind not in OF_SOURCES]


def made(kind: str, about: object, title: str, *, level: str | None = None, **more: Any) -> Condition:
    """A condition of a kind, with what usually helps against it."""
    usual, advice = KINDS[kind]
    more.setdefault("setting", SETTING_OF_KIND.get(kind))
    more.setdefault("advice", advice)
    return Condition(f"{kind}:{about}", kind, level or usual, title, **more)


def of_configuration(unreadable: str | None) -> Iterator[Condition]:
    """The sources can't be read."""
    if unreadable is not None:
        yield made("configuration", "all", f"dags/sources.toml can't be read: {unreadable}")


def of_gates(rows: Iterable[Mapping[str, Any]]) -> Iterator[Condition]:
    """Runs that wait for a person."""
    for row in rows:
        why = f": {row['reasons'][0]}" if row["reasons"] else ""
        title = f"Run {row['run_id']} waits for your decision before its load{why}"
        yield made("waiting", row["run_id"], title, run_id=row["run_id"], since=row["asked_at"])


def of_held(rows: Sequence[Any]) -> Iterator[Condition]:
    """Rejected runs whose files stay out, and sources that the gate held back."""
    for row in rows:
        if row.by_gate:
            why = "; ".join(each.removeprefix(f"{row.slug}: ") for each in row.reasons)
            title = (
                f"{row.slug}: {counted(row.files, 'file')} of run {row.run_id} {'waits' if row.files == 1 else 'wait'} for your"
                f" decision: {why}"
            )
            yield made(
                "held_back", f"{row.run_id}:{row.slug}", title, run_id=row.run_id, slug=row.slug, amount=row.files,
                unit="files", since=row.held_at,
            )  # fmt: skip
    rejected = [row for row in rows if not row.by_gate]
    for run_id in dict.fromkeys(row.run_id for row in rejected):
        those = [row for row in rejected if row.run_id == run_id]
        files, slugs = sum(row.files for row in those), ", ".join(row.slug for row in those[:3])
        title = (
            f"Run {run_id} was rejected by {those[0].decided_by}: its {counted(files, 'file')} ({slugs}"
            f"{', …' if len(those) > 3 else ''}) {'stays' if files == 1 else 'stay'} out until"
            f" somebody releases or discards {'it' if files == 1 else 'them'}."
        )
        yield made("held", run_id, title, run_id=run_id, amount=files, unit="files", since=those[0].held_at)


def of_runs(rows: Iterable[Any], now: datetime) -> Iterator[Condition]:
    """Runs that failed, also where a later one took over: until they are cleared, or somebody resolves them; and hanging ones."""
    for run in rows:
        if run.state != "failed":
            hours = int((now - run.started_at).total_seconds() // 3600)
            title = f"Run {run.run_id} has been under way for {hours:,} hours: its DAG run says where."
            yield made(
                "run_stuck", run.run_id, title, run_id=run.run_id, amount=hours, unit="hours", since=run.started_at
            )  # fmt: skip
            continue
        why = (
            f": the check {run.failed_checks[0]} failed, so its data is loaded and not published"
            if run.failed_checks
            else ""
        )
        later = " Later runs have taken its files over." if run.is_taken_over else ""
        title = f"Run {run.run_id} of {run.started_at:%Y-%m-%d %H:%M} UTC has failed{why}.{later}"
        level = "watch" if run.is_taken_over else "bad"
        yield made(
            "run_failed", run.run_id, title, level=level, run_id=run.run_id, amount=run.files, unit="files",
            since=run.started_at,
        )  # fmt: skip


def of_newest(run: Any, now: datetime) -> Iterator[Condition]:
    """What the newest run's checks warn of, and that none has begun for long."""
    if run is None:
        return
    silence = now - run.last_started_at if run.last_started_at is not None else timedelta()
    if silence > LONGEST_PAUSE:
        hours = int(silence.total_seconds() // 3600)
        title = f"No run has begun for {hours:,} hours: is Airflow's scheduler up, and the DAG not paused?"
        yield made("no_run", "all", title, amount=hours, unit="hours", since=run.last_started_at)
    for name in run.warnings:
        if name not in REPORTED_BY_SOURCE:
            yield made(
                "check_warns", name, f"The check {name} warns in run {run.run_id}.", run_id=run.run_id,
                since=run.started_at,
            )  # fmt: skip


def of_ledger(facts: Facts) -> Iterator[Condition]:
    """Files of any run whose records are not all accounted for."""
    if facts.unbalanced_files:
        files = counted(facts.unbalanced_files, "file")
        yield made(
            "unbalanced", "all", f"Records of {files} are unaccounted for: the ledger does not balance.",
            run_id=facts.unbalanced_run_id, amount=facts.unbalanced_files, unit="files",
        )  # fmt: skip


def of_refusals(facts: Facts) -> Iterator[Condition]:
    """The open quarantine by source: whether all that a source delivers is refused, or some of it."""
    for row in facts.refusals:
        reason = row["reasons"][0]
        more = f" and {counted(len(row['reasons']) - 1, 'more reason')}" if len(row["reasons"]) > 1 else ""
        name, why = name_of(facts, row["slug"], row["name"]), reason.replace("_", " ") + more
        helps = {
            "slug": row["slug"],
            "reason_code": reason,
            **against_reason(reason, (facts.declared or {}).get(row["slug"])),
        }
        if is_refused_whole(row):
            files = row["refused_files"]
            before = "; it was read well before: its format has changed" if row["last_good_at"] else ""
            title = (
                f"{name}: all {counted(files, 'file')} refused since {row['refused_since']:%Y-%m-%d %H:%M} UTC"
                f" ({why}){before}."
            )
            yield made(
                "refused", row["slug"], title, amount=files, unit="files", since=row["refused_since"], **helps
            )
        else:
            title = f"{name}: {counted(row['records'], 'record')} in quarantine ({why})."
            yield made("refused_in_part", row["slug"], title, amount=row["records"], unit="records", **helps)


def of_drifts(facts: Facts) -> Iterator[Condition]:
    """Sources whose articles have other headers than usual: one condition a source. What people take in by hand, or from a
    source that is not declared any more, has no usual.
    """
    for slug in dict.fromkeys(row.slug for row in facts.drifts if row.slug in (facts.declared or {})):
        those = [row for row in facts.drifts if row.slug == slug]
        told = "; ".join(drift_in_words(row) for row in those[:MOST_DRIFTS])
        more = f"; and {counted(len(those) - MOST_DRIFTS, 'more header')}" if len(those) > MOST_DRIFTS else ""
        is_lost = any(row.header in NEEDED and row.present == 0 for row in those)
        examples = [
            {"article_id": article_id, "label": label}
            for label in ("before", "after")
            for article_id in getattr(those[0], label)
        ]
        yield made(
            "drifted", slug, f"{name_of(facts, slug, those[0].name)}: {told}{more}.", slug=slug,
            level="bad" if is_lost else None, amount=those[0].records, unit="records",
            since=min(row.since for row in those), details={"examples": examples},
        )  # fmt: skip


def drift_in_words(row: Any) -> str:
    """For example `byline in 0 of 40 articles, usual are 92 %`."""
    if row.header == "words":
        return f"half of its articles have at most {counted(row.present, 'word')}, usual are {round(row.usual):,}"
    what = f"{HEADERS.get(row.header, f'{row.header} in')} {row.present:,} of"
    return f"{what} {counted(row.records, 'record')}, usual are {row.usual:.0%}".replace("%", " %")


def of_sources(facts: Facts) -> Iterator[Condition]:
    """Sources that don't answer, or deliver something else than expected."""
    refused = {row["slug"] for row in facts.refusals if is_refused_whole(row)}
    for slug in sorted((facts.declared or {}).keys() | facts.answers.keys()):
        source = (facts.declared or {}).get(slug)
        answered: Any = facts.answers.get(slug)
        expected = facts.expected.get(slug)
        state = state_of(source, answered, expected, is_refused=slug in refused)
        name = name_of(facts, slug)
        if state == "paused":
            why = f" ({answered.pause_reason})" if answered.pause_reason else ""
            title = f"{name} is paused, and is not asked any more{why}."
            yield made("paused", slug, title, slug=slug, since=answered.paused_at)
        elif state == "failing":
            title = f"{name} could not be fetched: {answered.failure_class.replace('_', ' ')}."
            yield made(
                "failing", slug, title, slug=slug, amount=answered.failures, unit="runs",
                since=answered.succeeded_at or answered.failed_at,
            )  # fmt: skip
        elif state == "incomplete":
            title = (
                f"{name} is not seen whole since {answered.incomplete_since:%Y-%m-%d %H:%M} UTC:"
                f" {one_line(answered.incomplete_detail)}"
            )
            yield made("incomplete", slug, title, slug=slug, since=answered.incomplete_since)
        elif state in SAYS:
            title = f"{name} {SAYS[state]}{brought(expected)}."
            files = None if expected is None else expected.files
            yield made(state, slug, title, slug=slug, amount=files, unit="files")


SAYS = {
    "silent": "is silent",
    "low": "delivers far less than usual",
    "high": "delivers far more than usual",
}


def brought(expected: Any) -> str:
    """What a source brought on its newest day, and what is usual."""
    if expected is None:
        return ""
    usual = f", usual are {round(expected.typical_files):,}" if expected.typical_files is not None else ""
    return f": {counted(expected.files, 'file')}{usual}"


def name_of(facts: Facts, slug: str, stored: str | None = None) -> str:
    """What people call a source: as sources.toml names it, else as it was stored."""
    declared = (facts.declared or {}).get(slug)
    return (declared.name if declared is not None else "") or stored or slug


def one_line(text: object) -> str:
    """Words from outside on one line, without control characters, and not too long."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
    return plain if len(plain) <= LONGEST_DETAIL else plain[: LONGEST_DETAIL - 1] + "…"


def counted(number: int, noun: str) -> str:
    """For example `1 source`, `2,000 sources`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
