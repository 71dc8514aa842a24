"""Incidents: what is open and what was, one with its history, and what people do about it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from starlette.responses import Response

from newsfold.operate import incidents as present_incidents
from newsfold.store import incidents
from newsfold.ui.clock import utc_now
from newsfold.ui.database import acting, reading
from newsfold.ui.host import Actor, Host
from newsfold.ui.problems import CHIPS, cause_of
from newsfold.ui.source_pages import declared_sources
from newsfold.ui.templating import address_of, back_to, page

PAST = 50
LONGEST_NOTE = 2_000
LONGEST_SILENCE_HOURS = 24 * 90
#: What the page says that somebody did: keys of NOTICES.
DONE = {
    "owned": "owned",
    "noted": "noted_on_incident",
    "silenced": "silenced",
    "resolved": "resolved",
    "reopened": "reopened",
}


def page_routes(host: Host) -> APIRouter:
    router = APIRouter()

    @router.get("/incidents", name="incidents")
    def listing(request: Request) -> Response:
        """What is open, and what was."""
        now, (declared, unreadable) = utc_now(), declared_sources(host)
        with reading(host) as connection:
            shown = present_incidents.present(connection, unreadable or declared, now)
            with connection:
                past = incidents.past(connection, PAST)
        return page(
            request,
            "incidents.html",
            shown=[(each, address_to(request, each)) for each in shown],
            past=past,
            chips=CHIPS,
        )

    @router.get("/incidents/{incident_id}", name="incident")
    def one(request: Request, incident_id: int) -> Response:
        """One incident."""
        with reading(host) as connection, connection:
            found = incidents.one(connection, incident_id) if 0 < incident_id < 2**62 else None
            if found is None:
                raise HTTPException(404, f"There is no incident {incident_id}.")
            events = incidents.events(connection, incident_id)
        return page(
            request,
            "incident.html",
            incident=found,
            events=events,
            cause=address_to(request, found),
            level="good" if found.ended_at or found.resolved_at else CHIPS[found.level],
            examples=examples_of(found.details),
            now=utc_now(),
        )

    return router


def address_to(request: Request, incident: Any) -> str | None:
    """The page of an incident's cause."""
    return cause_of(incident, lambda route, **values: address_of(request, route, values))


def examples_of(details: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Articles that show what an incident is about: mappings of `article_id` and `label`."""
    found = details.get("examples")
    return found if isinstance(found, list) else []


def action_routes(host: Host) -> APIRouter:
    """What people do about incidents. Each act is a row of ops.incident_event."""
    router = APIRouter()

    @router.post("/incidents/{incident_id}", name="act_on_incident")
    def act(
        request: Request,
        actor: Annotated[Actor, Depends(host.actor)],
        incident_id: int,
        what: Annotated[Literal["owned", "noted", "silenced", "resolved", "reopened"], Form()],
        text: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
        hours: Annotated[int, Form(ge=0, le=LONGEST_SILENCE_HOURS)] = 24,
    ) -> Response:
        """Own it, note something, send no messages for some hours (0: send them again), resolve it, open it again."""
        now = utc_now()
        detail = text.strip() or (actor.name if what == "owned" else None)
        with acting(host) as connection:
            is_done = 0 < incident_id < 2**62 and incidents.act(
                connection,
                incident_id,
                what,
                by=actor.name,
                now=now,
                detail=detail,
                until=now + timedelta(hours=hours) if what == "silenced" else None,
            )
        return back_to(request, "incident", DONE[what] if is_done else "not_open", incident_id=incident_id)

    return router
