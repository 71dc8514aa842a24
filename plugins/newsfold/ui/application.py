"""The web application: the pages, their style sheet, the headers of every answer, and what is said when all is not well."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psycopg2
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException
from starlette.middleware.base import RequestResponseEndpoint
from starlette.responses import Response

from newsfold.store.connection import DatabaseError
from newsfold.ui.pages import DatabaseUrl, NoConnectionDefined, page_routes
from newsfold.ui.templating import page

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
# Nothing runs, nothing comes from outside, and only Airflow's own pages may frame ours.
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none';"
        " form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def create_application(database_url: DatabaseUrl, dependencies: Sequence[Any]) -> FastAPI:
    """The application, to be mounted under any prefix.

    `database_url` gives the URL of the news database; it is asked for each page. `dependencies` are FastAPI's: each route
    runs them all first, and they raise where the user may not see the page.
    """
    application = FastAPI(
        title="Newsfold",
        dependencies=list(dependencies),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    application.middleware("http")(secured)
    application.include_router(page_routes(database_url))
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
    response.headers.update(SECURITY_HEADERS)
    return response


# --- what is said when all is not well ---------------------------------------------------------------------------


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


# The most particular kind wins, whatever the order.
PROBLEMS: dict[type[Exception], Callable[[Request, Exception], Response]] = {
    HTTPException: refused,
    RequestValidationError: misaddressed,
    NoConnectionDefined: no_connection,
    DatabaseError: database_down,
    psycopg2.OperationalError: database_down,
    psycopg2.InterfaceError: database_down,
    psycopg2.ProgrammingError: schema_differs,
}
