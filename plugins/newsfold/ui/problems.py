"""What the overview leads with: the open incidents, each with the page of its cause, and what waits for the next run."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newsfold.operate.incidents import Incident
from newsfold.ui.templating import ENDED
from newsfold.ui.verdicts import are, counted

#: The route of a page with its values, and the address that comes of it; None where there is no such page.
Address = Callable[..., str | None]
#: So many of one kind are shown one by one; the rest is counted.
MOST_OF_A_KIND = 6
#: Where what came is to be seen beside what came before.
REPAIRED = frozenset({"refused", "refused_in_part", "drifted"})
#: The kinds of chips by level; one that is silenced is on no scale.
CHIPS = {"bad": "bad", "watch": "warning"}


@dataclass(frozen=True, slots=True)
class Problem:
    """`level` is bad, warning or plain. `address` leads to the cause, `more` to the incident's own page; None: there is none."""

    level: str
    text: str
    address: str | None
    more: str | None = None
    owner: str | None = None
    since: datetime | None = None
    silenced_until: datetime | None = None


def open_problems(incidents: Iterable[Incident], found: Mapping[str, Any], address: Address) -> list[Problem]:
    """All that is open, in the order of the incidents; `found` is `reports.overview`."""
    problems: list[Problem] = []
    of_kind: dict[str, list[Incident]] = {}
    for each in incidents:
        those = of_kind.setdefault(each.kind, [])
        those.append(each)
        if len(those) <= MOST_OF_A_KIND:
            problems.append(problem_of(each, address))
    problems += [
        Problem(
            CHIPS[those[-1].level],
            f"{len(those) - MOST_OF_A_KIND:,} more: {kind.replace('_', ' ')}.",
            address("incidents"),
        )
        for kind, those in of_kind.items()
        if len(those) > MOST_OF_A_KIND
    ]
    return [*problems, *waiting(found, address)]


def problem_of(incident: Incident, address: Address) -> Problem:
    """An incident as the overview shows it."""
    return Problem(
        "plain" if incident.silenced_until else CHIPS[incident.level],
        incident.title,
        cause_of(incident, address),
        more=address("incident", incident_id=incident.incident_id) if incident.incident_id else None,
        owner=incident.owner,
        since=incident.since,
        silenced_until=incident.silenced_until,
    )


def cause_of(incident: Any, address: Address) -> str | None:
    """The page where it is put right; None where there is none of ours."""
    if incident.kind in REPAIRED:
        return address("repair", slug=incident.slug)
    if incident.slug is not None and incident.kind != "held_back":
        return address("sources", slug=incident.slug)
    if incident.run_id is not None:
        return address("run_report", run_id=incident.run_id)
    return None


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
