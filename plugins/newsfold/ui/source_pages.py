"""The sources: what each is configured to do, how it answers, what it delivers; pause, resume, fetch now, silence."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from starlette.responses import Response

from newsfold.config.sources import Source, SourceError
from newsfold.config.sources_file import known_sources
from newsfold.store import decisions, ledger, reports, source_activity, source_states
from newsfold.store.connection import Connection
from newsfold.ui import runs
from newsfold.ui.clock import utc_now
from newsfold.ui.database import acting, reading
from newsfold.ui.day_bars import DAYS
from newsfold.ui.host import Actor, Host
from newsfold.ui.listings import Column, listing
from newsfold.ui.source_listing import (
    Standing,
    charted,
    counted_states,
    fitting,
    shown_sources,
    standings,
)
from newsfold.ui.templating import back_to, page

#: So many sources are on one page.
SHOWN = 50
COLUMNS: tuple[Column, ...] = (
    ("source", "name"),
    ("state", "urgency"),
    ("owner, tags", "owner"),
    ("last new file", "last_fetched_at"),
    ("files", "expected.files", "number"),
    ("expected", "expected.typical_files", "number"),
    ("records", "expected.records", "number"),
    ("expected", "expected.typical_records", "number"),
)
LONGEST_REASON = 500
LONGEST_SILENCE_HOURS = 24 * 90


def page_routes(host: Host) -> APIRouter:
    router = APIRouter()

    @router.get("/sources", name="sources")
    def sources(
        request: Request,
        slug: str = "",
        state: Annotated[str, Query(max_length=40)] = "",
        q: Annotated[str, Query(max_length=200)] = "",
        owner: Annotated[str, Query(max_length=100)] = "",
        tag: Annotated[str, Query(max_length=60)] = "",
    ) -> Response:
        """One source, or all: those in a state, of an owner, with a tag, that words fit, so many a page."""
        declared, problem = declared_sources(host)
        now = utc_now()
        with reading(host) as connection:
            found = standings(connection, declared, reports.refusals(connection, now))
            if slug:
                return one_source(
                    request, connection, [each for each in found if each.slug == slug], slug, now
                )
            chosen = fitting(found, state, q, owner, tag)
            listed = listing(request, "sources", chosen, COLUMNS, page_size=SHOWN, sql={})
            shown = charted(connection, listed.rows, now)
        asked = {"state": state, "q": q, "owner": owner, "tag": tag}
        return page(
            request,
            "sources.html",
            sources=shown,
            listed_sources=replace(listed, has_filter=False),
            problem=problem,
            days=DAYS,
            states=counted_states(fitting(found, "", q, owner, tag)),
            asked={name: value for name, value in asked.items() if value},
            words=q,
            owners=sorted({each.owner for each in found if each.owner}),
            tags=sorted({tag for each in found for tag in each.tags}),
            total=len(found),
        )

    return router


def one_source(
    request: Request, connection: Connection, found: list[Standing], slug: str, now: datetime
) -> Response:
    """All that is known of one source. Raises HTTPException where there is none of that slug."""
    if not found:
        raise HTTPException(404, f"There is no source {slug}.")
    (shown,) = shown_sources(connection, found, now)
    return page(request, "source.html", shown=shown, days=DAYS)


def declared_sources(host: Host) -> tuple[dict[str, Source], str | None]:
    """What sources.toml declares; where it can't be read nothing, and why."""
    try:
        return known_sources(host.project / "dags" / "sources.toml")[1], None
    except SourceError as error:
        return {}, str(error)


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
