"""Turning candidates into the evidence of a field."""

from collections.abc import Sequence

from newsfold.model import Candidate, Evidence

MAX_RAW = 500
MAX_OTHERS = 30


def shortened(candidate: Candidate) -> Candidate:
    """The candidate with its raw text cut to what a row should hold."""
    if len(candidate.raw) <= MAX_RAW and len(candidate.value) <= MAX_RAW:
        return candidate
    return Candidate(
        candidate.value[:MAX_RAW],
        candidate.raw[:MAX_RAW],
        candidate.where,
        candidate.rule,
        candidate.confidence,
    )


def evidence(
    field: str, candidates: Sequence[Candidate], *, value: str | None = None, note: str = ""
) -> Evidence | None:
    """The first candidate as the reading that won, the rest beside it; None where there is nothing to tell."""
    if not candidates:
        return None
    best, others = candidates[0], tuple(shortened(candidate) for candidate in candidates[1 : MAX_OTHERS + 1])
    shown = best.value if value is None else value
    return Evidence(field, shown, best.raw[:MAX_RAW], best.where, best.rule, best.confidence, others, note)


def undecided(field: str, candidates: Sequence[Candidate], note: str) -> Evidence:
    """The evidence of a field that stays empty although there were candidates."""
    return Evidence(
        field,
        None,
        "",
        "",
        "none accepted",
        0.0,
        tuple(shortened(candidate) for candidate in candidates[:MAX_OTHERS]),
        note,
    )
