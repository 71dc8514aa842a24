"""How every source stands, and of those that a page shows all that is known."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from newsfold.config.sources import Source
from newsfold.operate.source_standing import STATES, is_refused_whole, state_of
from newsfold.store import expectations, reports, source_activity, source_states
from newsfold.store.connection import Connection
from newsfold.ui.day_bars import DAYS, DayChart, day_chart

MOST_GAPS = 20
#: What is shown elsewhere on the page, or says nothing to an operator.
SHOWN_ELSEWHERE = {"slug", "name", "location", "connection", "enabled", "schedule", "owner", "tags", "note"}
#: The kinds of chips, by how bad a state is.
CHIPS = {"watch": "warning"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one source stands. `declared` is None for one that sources.toml has no more."""

    slug: str
    name: str
    declared: Source | None
    state: str
    chip: str
    answered: Any
    expected: Any
    last_fetched_at: datetime | None
    silent_for: timedelta | None
    urgency: int

    @property
    def owner(self) -> str | None:
        """Who looks after it."""
        return None if self.declared is None else self.declared.owner

    @property
    def tags(self) -> Sequence[str]:
        """The groups that it belongs to."""
        return () if self.declared is None else self.declared.tags


@dataclass(frozen=True, slots=True)
class SourceShown:
    """One source as its page shows it: how it stands, its settings, what it delivered, how it failed, what people did to it."""

    standing: Standing
    location: str
    settings: list[tuple[str, str]]
    chart: DayChart
    gaps: list[Any]
    errors: list[Any]
    acts: list[Any]
    silenced_until: datetime | None


def standings(
    connection: Connection, declared: Mapping[str, Source], refusals: Sequence[Mapping[str, Any]]
) -> list[Standing]:
    """All sources that are declared or have delivered, the most urgent first. `refusals` as `reports.refusals` gives them."""
    refused = {row["slug"] for row in refusals if is_refused_whole(row)}
    states = source_states.states(connection)
    expected = {row.slug: row for row in expectations.present(connection)}
    with connection:
        arrived = {row["source"]: row for row in reports.listed(connection, "overview_sources", {})}
    urgency = {state: place for place, state in enumerate(STATES)}
    found = []
    for slug in sorted(declared.keys() | arrived.keys() | states.keys()):
        source, came = declared.get(slug), arrived.get(slug, {})
        state = state_of(source, states.get(slug), expected.get(slug), is_refused=slug in refused)
        found.append(
            Standing(
                slug,
                (source.name if source else "") or came.get("name") or slug,
                source,
                state,
                CHIPS.get(STATES[state], STATES[state]),
                states.get(slug),
                expected.get(slug),
                came.get("last_fetched_at"),
                came.get("silent_for"),
                urgency[state],
            )
        )
    return sorted(found, key=lambda each: each.urgency)


def fitting(
    found: Iterable[Standing], state: str, words: str, owner: str = "", tag: str = ""
) -> list[Standing]:
    """Those that stand so, whose name, slug or location holds these words, of this owner and with this tag; empty ones do not
    choose.
    """
    wanted, tag = words.casefold().split(), tag.casefold()
    return [
        each
        for each in found
        if state in ("", each.state)
        and owner in ("", each.owner)
        and (not tag or tag in [own.casefold() for own in each.tags])
        and all(
            word in f"{each.slug} {each.name} {each.declared.location if each.declared else ''}".casefold()
            for word in wanted
        )
    ]


def counted_states(found: Iterable[Standing]) -> list[tuple[str, str, int]]:
    """The states that sources are in, the most urgent first: the state, its chip and how many."""
    counts = Counter((each.state, each.chip) for each in found)
    return [
        (state, chip, counts[state, chip])
        for state in STATES
        for chip in ("bad", "warning", "plain", "good")
        if counts[state, chip]
    ]


def shown_sources(connection: Connection, chosen: Sequence[Standing], now: datetime) -> list[SourceShown]:
    """All that is known of some sources."""
    since, slugs = now - timedelta(days=DAYS), [each.slug for each in chosen]
    with connection:
        silences = {row.slug: row.expires_at for row in source_activity.silences(connection, now) if row.slug}
        days = source_activity.days(connection, now.date(), DAYS, slugs)
        gaps = source_activity.gaps(connection, MOST_GAPS, slugs)
        errors = source_activity.errors(connection, since, slugs)
        acts = source_activity.acts(connection, slugs)
    return [
        SourceShown(
            each,
            without_secrets(each.declared.location) if each.declared else "",
            settings_of(each.declared) if each.declared else [],
            day_chart(days.get(each.slug, ()), now.date()),
            gaps.get(each.slug, []),
            errors.get(each.slug, []),
            acts.get(each.slug, []),
            silences.get(each.slug),
        )
        for each in chosen
    ]


def charted(connection: Connection, chosen: Sequence[Standing], now: datetime) -> list[SourceShown]:
    """Some sources with their charts alone, for a page of many."""
    with connection:
        days = source_activity.days(connection, now.date(), DAYS, [each.slug for each in chosen])
    return [
        SourceShown(each, "", [], day_chart(days.get(each.slug, ()), now.date()), [], [], [], None)
        for each in chosen
    ]


def settings_of(source: Source) -> list[tuple[str, str]]:
    """What sources.toml says of a source beyond the defaults; a connection by its name, never what it holds."""
    usual = Source(slug="", location="")
    return [
        (each.name.replace("_", " "), str(getattr(source, each.name)))
        for each in fields(Source)
        if each.name not in SHOWN_ELSEWHERE and getattr(source, each.name) != getattr(usual, each.name)
    ]


def without_secrets(location: str) -> str:
    """A location without user and password, and without the values of its query: keys stand there."""
    if "://" not in location:
        return location
    parts = urlsplit(location)
    host = parts.netloc.rpartition("@")[2]
    query = "&".join(f"{quote(name)}=…" for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit((parts.scheme, host, parts.path, query, ""))
