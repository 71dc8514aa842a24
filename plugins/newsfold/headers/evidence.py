"""Turning candidates into the evidence of a field."""

from collections.abc import Sequence

from newsfold.model import Candidate, Evidence, RawHeader

MAX_RAW = 500
MAX_OTHERS = 30
MAX_LISTED = 10


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


def listed_evidence(
    field: str, stated: Sequence[tuple[str, RawHeader]], confidence: float
) -> Evidence | None:
    """The evidence of a field that holds a list: the first values, each with the header that states it; None for none."""
    if not stated:
        return None
    shown = "; ".join(value for value, _ in stated[:MAX_LISTED])
    rest = len(stated) - MAX_LISTED
    first = stated[0][1]
    raw = "; ".join(header.value for _, header in stated[:MAX_LISTED])
    note = f"and {rest} more" if rest > 0 else ""
    return Evidence(field, shown[:MAX_RAW], raw[:MAX_RAW], first.where, first.name, confidence, (), note)
