"""Whether a run, or one of its sources, is so far outside of what is expected that a person has to look before it is loaded.

A source that is not known yet, or that failed, is no reason to wait: nothing can be said of the one, and the other's files
come with a later run.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from newsfold.config.sources import Settings

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: How many earlier days with files a source needs before its share of refused records counts.
DAYS_OF_QUARANTINE = 3
#: Reasons that lose nothing: an entry that only points to a page.
HARMLESS_REASONS = frozenset({"pointer"})
#: Stored in place of the name of a person where nobody decided in time.
NOBODY = "nobody in time"


@dataclass(frozen=True, slots=True)
class Silence:
    """A source, or a reason of the quarantine, that sends no alerts until a time."""

    slug: str | None
    reason_code: str | None
    expires_at: datetime
    decided_by: str = ""
    note: str | None = None

    def __str__(self) -> str:
        return f"silenced until {self.expires_at:%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True, slots=True)
class Refusals:
    """How many records of a source a run refused for a reason; `decided` of them are in files that were decided on at an earlier
    run's gate.
    """

    slug: str
    reason_code: str
    records: int
    decided: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run is judged by: `expectations` as sql/statements/expectations_in_full.sql gives them, records of this run by
    source, and its refusals.
    """

    expectations: Sequence[Any]
    records: dict[str, int]
    refusals: Sequence[Refusals]
    silences: Sequence[Silence] = ()

    def silence_of(self, slug: str | None = None, reason_code: str | None = None) -> Silence | None:
        """The silence that ends last of those on a source or a reason."""
        found = [
            each
            for each in self.silences
            if (slug is not None and each.slug == slug)
            or (reason_code is not None and each.reason_code == reason_code)
        ]
        return max(found, key=lambda each: each.expires_at, default=None)

    def without(self, slugs: Collection[str]) -> "Evidence":
        """The same run without some of its sources."""
        return Evidence(
            [row for row in self.expectations if row.slug not in slugs],
            {slug: records for slug, records in self.records.items() if slug not in slugs},
            [each for each in self.refusals if each.slug not in slugs],
            self.silences,
        )


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence that says why a person has to look: at one source, or, where `slug` is None, at the run as a whole."""

    text: str
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a run at its gate: sentences that say why it waits, or the sources held back, each with why."""

    waits: Sequence[str] = ()
    held_back: Mapping[str, Sequence[str]] = field(default_factory=dict)


def judge(settings: Settings, evidence: Evidence, delivering: Collection[str]) -> Judgement:
    """Hold back the sources that are far outside by themselves, of those whose files the run is to load (`delivering`). Where the
    run, or what is left of it, is far outside as a whole, it waits with all of them.
    """
    reasons = [
        each for each in reasons_to_wait(settings, evidence) if each.slug is None or each.slug in delivering
    ]
    held_back: dict[str, list[str]] = {}
    for each in reasons:
        if each.slug is not None:
            held_back.setdefault(each.slug, []).append(each.text)
    is_wide = any(
        each.slug is None for each in (*reasons, *reasons_to_wait(settings, evidence.without(held_back)))
    )
    if is_wide:
        return Judgement(waits=[each.text for each in reasons])
    return Judgement(held_back=held_back)


def reasons_to_wait(settings: Settings, evidence: Evidence) -> list[Reason]:
    """Why a person has to look; empty where the run may go on."""
    return volume_reasons(settings, evidence) + quarantine_reasons(settings, evidence)


def volume_reasons(settings: Settings, evidence: Evidence) -> list[Reason]:
    """The run as a whole has brought far too little or too much, or one source far too much."""
    judged = [
        row
        for row in evidence.expectations
        if row.state in ("as_expected", "low", "high", "silent")
        and typical_of(row) is not None
        and not row.holiday
        and evidence.silence_of(row.slug) is None
    ]
    totals = [total(judged, unit) for unit in ("records", "files")]
    reasons = [
        Reason(f"the run has {amount(figure, typical, unit)}")
        for unit, figure, typical in totals
        if figure < settings.gate_low * typical and typical - figure >= settings.gate_least
    ]
    for row in judged:
        usual = typical_of(row) or 0
        if (
            row.state == "high"
            and figure_of(row) > settings.gate_high * usual
            and figure_of(row) - usual >= settings.gate_least
        ):
            reasons.append(Reason(described(row), row.slug))
    if not reasons:
        reasons = [
            Reason(f"the run has {amount(figure, typical, unit)}")
            for unit, figure, typical in totals
            if figure > settings.gate_high * typical > 0 and figure - typical >= settings.gate_least
        ]
    return reasons


def total(judged: Sequence[Any], unit: str) -> tuple[str, float, float]:
    """The unit, what the sources brought in it, and what they typically bring: records and files each against their own usual."""
    figure = typical = 0.0
    for row in judged:
        if unit == "records":
            usual = row.typical_records if row.declared_files is None else None
            # Of a source without a file there is nothing left to be read.
            brought = row.records if row.records is not None else 0 if not row.files else None
        else:
            usual, brought = usual_files(row), row.files
        if usual is not None and brought is not None:
            figure, typical = figure + float(brought), typical + float(usual)
    return unit, figure, typical


def usual_files(row: Any) -> float | None:
    """`expected_files` where it is set, else what was learned."""
    found = row.declared_files if row.declared_files is not None else row.typical_files
    return None if found is None else float(found)


def quarantine_reasons(settings: Settings, evidence: Evidence) -> list[Reason]:
    """The run, or one of its sources, has had far too many of its records refused."""
    known = {row.slug for row in evidence.expectations if row.earlier_days >= DAYS_OF_QUARANTINE}
    refused: Counter[str] = Counter()
    for each in evidence.refusals:
        if each.slug in known and counts(evidence, each):
            refused[each.slug] += each.records - each.decided

    def is_too_much(bad: int, of: int) -> bool:
        return bad >= max(settings.gate_least, 1) and bad >= settings.gate_quarantine * of

    total = sum(evidence.records.get(slug, 0) for slug in known)
    reasons = [
        Reason(f"{slug}: {bad:,} of {evidence.records.get(slug, 0):,} records refused", slug)
        for slug, bad in refused.most_common()
        if is_too_much(bad, evidence.records.get(slug, 0))
    ]
    if not reasons and is_too_much(refused.total(), total):
        reasons.append(Reason(f"the run: {refused.total():,} of {total:,} records refused"))
    return reasons


def counts(evidence: Evidence, refusals: Refusals) -> bool:
    """Whether refusals count: neither harmless nor silenced."""
    return (
        refusals.reason_code not in HARMLESS_REASONS
        and evidence.silence_of(refusals.slug, refusals.reason_code) is None
    )


def figure_of(row: Any) -> float:
    """What a source brought: records, where they are known and expected; else files."""
    return float(row.records if by_records(row) else row.files)


def typical_of(row: Any) -> float | None:
    """What it typically brings, in the same unit: `expected_files` where it is set, else what was learned."""
    if by_records(row):
        return float(row.typical_records)
    return usual_files(row)


def by_records(row: Any) -> bool:
    """Whether records are counted, not files."""
    return row.declared_files is None and row.typical_records is not None and row.records is not None


def amount(figure: float, typical: float, unit: str) -> str:
    """For example `120 records; typical: 1,400`."""
    return f"{figure:,.0f} {unit}; typical: {typical:,.0f}"


def described(row: Any) -> str:
    """One source against what is expected of it, in one line."""
    day = WEEKDAYS[row.weekday - 1]
    if row.declared_files is not None:
        rests_on = f"declared: {row.declared_files:,} files a day"
    elif row.typical_files is None:
        rests_on = "nothing known yet"
    else:
        rests_on = f"typical of a {day}: {row.typical_files:,.0f} files"
        if row.typical_records is not None:
            rests_on += f", {row.typical_records:,.0f} records"
        rests_on += f" (from {row.days_known} days)"
    brought = f"{row.files:,} files" + (f", {row.records:,} records" if row.records is not None else "")
    return f"{row.slug}: {brought}; {rests_on}"
