"""The web application: the pages, their style sheet, the headers of every response, and the error pages."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import psycopg2
from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.responses import Response

from newsfold.store.connection import DatabaseError
from newsfold.ui import (
    act_pages,
    event_pages,
    found_pages,
    incident_pages,
    learning_pages,
    pages,
    quarantine_pages,
    repair_pages,
    review_pages,
    source_pages,
    trace_pages,
)
from newsfold.ui.host import Actor, Host, NoConnectionDefined, RunNotStarted, from_our_own_pages
from newsfold.ui.templating import TIMES, own_policy, page

log = logging.getLogger(__name__)

#: The routes that show, and those that change something.
PAGES: tuple[Callable[[Host], APIRouter], ...] = (
    pages.page_routes,
    incident_pages.page_routes,
    quarantine_pages.page_routes,
    learning_pages.page_routes,
    repair_pages.page_routes,
    source_pages.page_routes,
    review_pages.page_routes,
    trace_pages.page_routes,
    found_pages.page_routes,
    event_pages.page_routes,
    act_pages.page_routes,
)
ACTIONS: tuple[Callable[[Host], APIRouter], ...] = (
    pages.action_routes,
    incident_pages.action_routes,
    quarantine_pages.action_routes,
    learning_pages.action_routes,
    repair_pages.action_routes,
    source_pages.action_routes,
    review_pages.action_routes,
)

STATIC = Path(__file__).parent / "static"
# Nothing runs but the script of the page itself, nothing comes from outside, only Airflow's own pages may frame ours.
SECURITY_HEADERS = {
    "Content-Security-Policy": own_policy(TIMES),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def create_application(host: Host) -> FastAPI:
    """The application, to be mounted under any prefix. `host` says where the data is, and who may see and act."""

    def known(request: Request, actor: Annotated[Actor, Depends(host.actor)]) -> None:
        """The templates ask whether to offer actions."""
        request.state.actor = actor

    application = FastAPI(
        title="Newsfold",
        dependencies=[*host.may_see, Depends(known)],
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # they would name the host that the request names
    )
    application.middleware("http")(secured)
    for shown in PAGES:
        application.include_router(shown(host))
    for actions in ACTIONS:
        application.include_router(actions(host), dependencies=[Depends(from_our_own_pages), *host.may_act])
    application.add_api_route("/newsfold.css", style_sheet, name="style_sheet")
    application.add_api_route("/brief.css", brief_style_sheet, name="brief_style_sheet")
    for kind, answer in PROBLEMS.items():
        application.add_exception_handler(kind, answer)
    return application


def style_sheet() -> FileResponse:
    """The style sheet of all pages."""
    return FileResponse(STATIC / "newsfold.css", media_type="text/css")


def brief_style_sheet() -> FileResponse:
    """What the daily brief needs beside it."""
    return FileResponse(STATIC / "brief.css", media_type="text/css")


async def secured(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Every answer carries the security headers."""
    response = await call_next(request)
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


# --- error pages -------------------------------------------------------------------------------------------------


def refused(request: Request, error: Exception) -> Response:
    """A page that is not there, or not for this user."""
    assert isinstance(error, HTTPException)
    said = {401: "Log in to Airflow first.", 403: "Your Airflow user may not see this page."}
    text = said.get(error.status_code, str(error.detail))
    response = page(request, "message.html", status=error.status_code, heading="Newsfold", text=text)
    response.headers.update(error.headers or {})
    return response


def misaddressed(request: Request, error: Exception) -> Response:
    """An address whose parts have the wrong form."""
    return page(request, "message.html", status=404, heading="Newsfold", text="There is no such page.")


def database_down(request: Request, error: Exception) -> Response:
    """The database does not answer, or broke off."""
    log.warning("the news database does not answer: %s", error)
    return page(
        request,
        "message.html",
        status=503,
        heading="The news database does not answer",
        text="Nothing is lost: files that were fetched are kept, and a failed run is taken over by the next one."
        " The reason, as the server or the driver gives it:",
        detail=str(error).strip(),
    )


def schema_differs(request: Request, error: Exception) -> Response:
    """The database has an older schema, or none, or hides it from this user."""
    log.warning("the news database does not fit these pages: %s", error)
    return page(
        request,
        "message.html",
        status=503,
        heading="The news database has another schema than these pages expect",
        text="Bring it to this version with `newsfold migrate`. What the server said:",
        detail=str(error).strip(),
    )


def no_connection(request: Request, error: Exception) -> Response:
    """Airflow does not know the connection."""
    return page(
        request, "message.html", status=503, heading="No connection to the news database", text=str(error)
    )


def not_started(request: Request, error: Exception) -> Response:
    """Airflow refused a run, or could not be asked. What was decided before is kept."""
    return page(
        request,
        "message.html",
        status=409,
        heading="Airflow did not start the run",
        text="A decision on articles is kept all the same, and the next run obeys it; anything else has to be asked for again."
        " What Airflow said:",
        detail=str(error),
    )


# The most particular kind wins, whatever the order.
PROBLEMS: dict[type[Exception], Callable[[Request, Exception], Response]] = {
    HTTPException: refused,
    RequestValidationError: misaddressed,
    NoConnectionDefined: no_connection,
    RunNotStarted: not_started,
    DatabaseError: database_down,
    psycopg2.OperationalError: database_down,
    psycopg2.InterfaceError: database_down,
    psycopg2.ProgrammingError: schema_differs,
}
