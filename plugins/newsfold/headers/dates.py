"""When an article was published and changed: the choice among the dates that its record states."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from newsfold.headers.date_candidates import Clock, Found

MODIFIED_AS_PUBLISHED = 0.35
AGREEMENT = 0.3  # the weight of a further kind of header that says the same


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidate that won, the instant if any, the day and the rule that gave the day, how sure."""

    best: Found
    day: date
    instant: datetime | None
    confidence: float
    day_rule: str


def day_of(instant: datetime, clock: Clock) -> tuple[date, str]:
    """The day of an instant: in the zone of the place, else of the source, else in the instant's own."""
    if clock.place_zone is not None:
        return instant.astimezone(clock.place_zone).date(), "day in the zone of the place"
    if clock.source_zone is not None:
        return instant.astimezone(clock.source_zone).date(), "day in the zone of the source"
    return instant.date(), "day in the zone that the instant states"


def choose_published(found: Sequence[Found], clock: Clock) -> Choice | None:
    """The publication: by the best of the dates that may be its own, else the day of the change that is stated, which is also
    surer than a date beside the article."""
    choice = choose(found, "published", clock)
    if choice is not None and choice.confidence >= MODIFIED_AS_PUBLISHED:
        return choice
    return only_changed(found, clock) or choice


def only_changed(found: Sequence[Found], clock: Clock) -> Choice | None:
    """A day for a record that states only when it was changed: published then or before. No instant, little confidence."""
    choice = choose(found, "modified", clock)
    if choice is None:
        return None
    best = replace(
        choice.best,
        confidence=MODIFIED_AS_PUBLISHED,
        rule=f"{choice.best.rule}, the only date",
        note="only a change is stated: published then or before",
    )
    return Choice(best, choice.day, None, MODIFIED_AS_PUBLISHED, choice.day_rule)


def choose(found: Sequence[Found], field: str, clock: Clock) -> Choice | None:
    """The best of the candidates for `field`: the surest kind, raised by others that agree, lowered by those that don't."""
    usable = [
        entry for entry in found if entry.field == field and entry.day is not None and not entry.problem
    ]
    if not usable:
        return None
    scores = [support(entry, usable) for entry in usable]
    best_index = max(range(len(usable)), key=lambda index: (scores[index], -index))
    best = usable[best_index]
    same = [entry for entry in usable if agree(entry, best)]
    with_time = [entry for entry in same if entry.instant is not None]
    chosen = best
    if best.instant is None and with_time:
        chosen = max(with_time, key=lambda entry: entry.confidence)
    rivals = [entry.confidence for entry in usable if not agree(entry, best)]
    confidence = min(0.99, scores[best_index]) * (
        1 - 0.25 * min(1.0, max(rivals, default=0.0) / max(best.confidence, 0.01)) ** 2
    )
    if chosen.instant is None:
        return Choice(best, best.day, None, round(confidence, 3), "day as stated")  # type: ignore[arg-type]
    day, rule = day_of(chosen.instant, clock)
    if clock.place_zone is None and clock.source_zone is None and not chosen.instant.utcoffset():
        day, rule = publisher_day(chosen.instant, usable) or (day, rule)
    if best.instant is None:
        day, rule = best.day, "day as stated"  # type: ignore[assignment]
    return Choice(chosen, day, chosen.instant, round(confidence, 3), rule)


def localized(entry: Found, clock: Clock) -> Found:
    """An instant's day in the zone of the place or the source, so that it can be compared with days."""
    if entry.instant is None or (clock.place_zone is None and clock.source_zone is None):
        return entry
    return replace(entry, day=day_of(entry.instant, clock)[0])


def publisher_day(instant: datetime, usable: Sequence[Found]) -> tuple[date, str] | None:
    """The publisher's day of an instant that is given in UTC: as the same instant with an offset, or the days in sight, show it.

    Systems write UTC whatever their readers' zone is; the page shows its own day. None where the page says nothing else.
    """
    for entry in usable:
        if (
            entry.instant is not None
            and entry.instant.utcoffset()
            and abs(entry.instant - instant) < timedelta(minutes=1)
        ):
            return entry.instant.date(), "day in the zone that the page states elsewhere"
    shown = [
        entry.day
        for entry in usable
        if entry.day
        and entry.instant is None
        and entry.confidence >= 0.6
        and entry.rule.startswith(("visible", "time.text", "day in the address"))
    ]
    near = [day for day in shown if abs((day - instant.date()).days) <= 1]
    if near and instant.date() not in near:
        return near[0], "day as the page shows it"
    return None


def support(entry: Found, usable: Sequence[Found]) -> float:
    """A candidate's confidence, raised by each other kind that agrees: odds multiply, at a low weight."""
    own = kind_of(entry.rule)
    kinds: dict[str, float] = {}
    for other in usable:
        # Below one half a confidence supports nothing.
        if other.confidence > 0.5 and other is not entry and agree(entry, other):
            kind = kind_of(other.rule)
            if kind != own:
                kinds[kind] = max(kinds.get(kind, 0.0), other.confidence)
    odds = log_odds(entry.confidence) + AGREEMENT * sum(
        max(0.0, log_odds(confidence)) for confidence in sorted(kinds.values(), reverse=True)[:3]
    )
    return 1 / (1 + math.exp(-odds))


@lru_cache(maxsize=4_096)
def kind_of(rule: str) -> str:
    """The kind of header that a rule reads, without what it says of the form."""
    return rule.split(",")[0].split(":")[-1]


def log_odds(confidence: float) -> float:
    """The logarithm of the odds, for confidences away from 0 and 1."""
    bounded = min(0.99, max(0.01, confidence))
    return math.log(bounded / (1 - bounded))


def agree(first: Found, second: Found) -> bool:
    """Whether two candidates can mean one moment: the same day; instants within a day; a day and an instant next to it."""
    if first.instant is not None and second.instant is not None:
        return abs(first.instant - second.instant) < timedelta(hours=24)
    return first.day == second.day
