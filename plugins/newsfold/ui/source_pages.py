"""The sources: what each is configured to do, how it answers, what it delivers; pause, resume, fetch now, silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Annotated, Any
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import Response

from newsfold.config.sources import Source, SourceError, load_sources
from newsfold.operate.source_standing import STATES, is_refused_whole, state_of
from newsfold.store import decisions, expectations, ledger, reports, source_activity, source_states
from newsfold.ui import runs
from newsfold.ui.clock import utc_now
from newsfold.ui.database import acting, reading
from newsfold.ui.day_bars import DAYS, DayBar, day_bars
from newsfold.ui.host import Actor, Host
from newsfold.ui.templating import back_to, page

MOST_GAPS = 20
LONGEST_REASON = 500
LONGEST_SILENCE_HOURS = 24 * 90
#: What is shown elsewhere on the page, or says nothing to an operator.
SHOWN_ELSEWHERE = {"slug", "name", "location", "connection", "enabled", "schedule"}
#: The kinds of chips, by how bad a state is.
CHIPS = {"watch": "warning"}


@dataclass(frozen=True, slots=True)
class SourceShown:
    """One source as its page shows it. `declared` is None for one that sources.toml has no more."""

    slug: str
    name: str
    declared: Source | None
    location: str
    settings: list[tuple[str, str]]
    state: str
    chip: str
    answered: Any
    expected: Any
    last_fetched_at: datetime | None
    silent_for: timedelta | None
    bars: list[DayBar]
    gaps: list[Any]
    errors: list[Any]
    acts: list[Any]
    silenced_until: datetime | None


def page_routes(host: Host) -> APIRouter:
    router = APIRouter()

    @router.get("/sources", name="sources")
    def sources(request: Request, slug: str = "") -> Response:
        """All sources, or one."""
        declared, problem = declared_sources(host)
        with reading(host) as connection:
            now = utc_now()
            shown = shown_sources(connection, declared, now, reports.refusals(connection, now))
        if slug:
            shown = [each for each in shown if each.slug == slug]
            if not shown:
                raise HTTPException(404, f"There is no source {slug}.")
        return page(request, "sources.html", sources=shown, problem=problem, one=slug, days=DAYS)

    return router


def declared_sources(host: Host) -> tuple[dict[str, Source], str | None]:
    """What sources.toml declares; where it can't be read nothing, and why."""
    try:
        return load_sources(host.project / "dags" / "sources.toml")[1], None
    except SourceError as error:
        return {}, str(error)


def shown_sources(
    connection: Any,
    declared: dict[str, Source],
    now: datetime,
    refusals: Sequence[Mapping[str, Any]],
) -> list[SourceShown]:
    """All sources that are declared or have delivered, the most urgent first. `refusals` as `reports.refusals` gives them."""
    refused = {row["slug"] for row in refusals if is_refused_whole(row)}
    since = now - timedelta(days=DAYS)
    states = source_states.states(connection)
    expected = {row.slug: row for row in expectations.expectations(connection, None)}
    with connection:
        silences = {row.slug: row.expires_at for row in source_activity.silences(connection, now) if row.slug}
        arrived = {row["source"]: row for row in reports.listed(connection, "overview_sources", {})}
        days = source_activity.days(connection, since)
        gaps = source_activity.gaps(connection, MOST_GAPS)
        errors = source_activity.errors(connection, since)
        acts = source_activity.acts(connection)
    shown = []
    for slug in sorted(declared.keys() | arrived.keys() | states.keys()):
        source, came = declared.get(slug), arrived.get(slug, {})
        state = state_of(source, states.get(slug), expected.get(slug), is_refused=slug in refused)
        shown.append(
            SourceShown(
                slug,
                (source.name if source else "") or came.get("name") or slug,
                source,
                without_secrets(source.location) if source else "",
                settings_of(source) if source else [],
                state,
                CHIPS.get(STATES[state], STATES[state]),
                states.get(slug),
                expected.get(slug),
                came.get("last_fetched_at"),
                came.get("silent_for"),
                day_bars(days.get(slug, ()), now.date()),
                gaps.get(slug, []),
                errors.get(slug, []),
                acts.get(slug, []),
                silences.get(slug),
            )
        )
    return sorted(shown, key=lambda each: list(STATES).index(each.state))


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


def action_routes(host: Host) -> APIRouter:
    """What people do to sources. Each act is a row of ops.decision."""
    router = APIRouter()
    Known = Annotated[Actor, Depends(host.actor)]
    Slug = Annotated[str, Form(max_length=200)]
    Note = Annotated[str, Form(max_length=LONGEST_REASON)]

    def source_id(connection: Any, slug: str) -> int:
        """The id of a source that has been fetched before. Raises HTTPException for one that never was."""
        found = ledger.source_id(connection, slug)
        if found is None:
            raise HTTPException(404, f"Source {slug} has never been fetched: there is nothing to pause.")
        return found

    @router.post("/sources/pause", name="pause_source")
    def pause(request: Request, actor: Known, slug: Slug, reason: Note = "") -> Response:
        """Leave a source alone until it is resumed; its inbox is still taken in."""
        if not reason.strip():
            return back_to(request, "sources", "pause_needs_reason", slug=slug)
        with acting(host) as connection:
            number, now = source_id(connection, slug), utc_now()
            source_states.note_paused(
                connection, number, paused_by=actor.name, reason=reason.strip(), now=now
            )
            decisions.insert_act(
                connection, "pause", decided_by=actor.name, now=now, note=reason.strip(), slug=slug
            )
        return back_to(request, "sources", "paused", slug=slug)

    @router.post("/sources/resume", name="resume_source")
    def resume(request: Request, actor: Known, slug: Slug, reason: Note = "") -> Response:
        """Ask a paused source again."""
        with acting(host) as connection:
            if source_states.note_resumed(connection, source_id(connection, slug)):
                decisions.insert_act(
                    connection,
                    "resume",
                    decided_by=actor.name,
                    now=utc_now(),
                    note=reason.strip() or None,
                    slug=slug,
                )
        return back_to(request, "sources", "resumed", slug=slug)

    @router.post("/sources/fetch", name="fetch_source")
    def fetch(request: Request, actor: Known, slug: Slug) -> Response:
        """Fetch a source now, paused or not."""
        source = declared_sources(host)[0].get(slug)
        if source is None:
            raise HTTPException(404, f"There is no source {slug} in sources.toml.")
        dag_id = "news_ingest_hourly" if source.schedule == "hourly" else "news_ingest"
        with acting(host) as connection:
            started = runs.start(host, request, dag_id, {"sources": [slug]})
            details = {"dag": dag_id, "dag_run": started}
            decisions.insert_act(
                connection, "fetch", decided_by=actor.name, now=utc_now(), slug=slug, details=details
            )
        return back_to(request, "sources", "fetching", slug=slug, started=started, dag=dag_id)

    @router.post("/sources/silence", name="silence_source")
    def silence(
        request: Request,
        actor: Known,
        slug: Slug,
        hours: Annotated[int, Form(ge=1, le=LONGEST_SILENCE_HOURS)],
        reason: Note = "",
    ) -> Response:
        """No alerts about a source for a while."""
        now = utc_now()
        with acting(host) as connection:
            decisions.insert_act(
                connection,
                "silence",
                decided_by=actor.name,
                now=now,
                note=reason.strip() or None,
                slug=slug,
                expires_at=now + timedelta(hours=hours),
            )
        return back_to(request, "sources", "silenced", slug=slug)

    @router.post("/sources/unsilence", name="end_silence")
    def end_silence(request: Request, actor: Known, slug: Slug) -> Response:
        """Alerts about a source again."""
        now = utc_now()
        with acting(host) as connection:
            held = [row for row in source_activity.silences(connection, now) if row.slug == slug]
            for row in held:
                decisions.revoke(connection, row.decision_id, revoked_by=actor.name, now=now)
        return back_to(request, "sources", "heard", slug=slug)

    return router
