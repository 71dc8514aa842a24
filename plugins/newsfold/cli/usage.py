"""Wrong usage of a command, and what to write instead."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from newsfold.config.sources import Source


class UsageError(Exception):
    """The command was used wrongly. The message says what to write."""


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """The nearest of the known names, else all of them."""
    names = list(known)
    near = difflib.get_close_matches(given, names, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}"


def named(sources: Mapping[str, Source], slugs: Sequence[str]) -> list[Source]:
    """The named sources, or all. Raises UsageError with the nearest slug for one that is not declared."""
    for slug in slugs:
        if slug not in sources:
            hint = did_you_mean(slug, sorted(sources))
            raise UsageError(f"no source {slug!r} in dags/sources.toml; {hint}")
    return [sources[slug] for slug in slugs] or list(sources.values())


def day_of(text: str | None) -> date | None:
    """A day by ISO 8601; None for None. Raises UsageError for what is no day."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no day; write it as 2025-09-27") from error
