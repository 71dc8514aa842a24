"""How a source stands: what it is configured to do, how it answers, what it delivers and what becomes of that."""

from collections.abc import Mapping
from typing import Any

from newsfold.config.sources import Source

#: So many files in a row that were refused whole are no accident.
LEAST_REFUSED_FILES = 3
#: How a source stands, the most urgent first, on the one scale of pages and messages; plain is on no scale.
STATES = {
    "paused": "watch",
    "failing": "bad",
    "silent": "bad",
    "refused": "bad",
    "incomplete": "watch",
    "low": "watch",
    "high": "watch",
    "disabled": "plain",
    "not declared": "plain",
    "unknown": "plain",
    "as expected": "good",
}


def is_refused_whole(refusals: Mapping[str, Any]) -> bool:
    """Whether all that a source delivered lately was refused: every record of its newest files, and of several."""
    return int(refusals["refused_files"] or 0) >= LEAST_REFUSED_FILES


def state_of(source: Source | None, answered: Any, expected: Any, *, is_refused: bool = False) -> str:
    """How a source stands, in one of the words of STATES."""
    if answered is not None and answered.paused_at is not None:
        return "paused"
    if source is None:
        return "not declared"
    if answered is not None and answered.failures:
        return "failing"
    if not source.enabled:
        return "disabled"
    if is_refused:
        return "refused"
    state = expected.state.replace("_", " ") if expected is not None else "unknown"
    if answered is not None and answered.incomplete_since is not None and state != "silent":
        return "incomplete"
    return state if state in STATES else "unknown"
