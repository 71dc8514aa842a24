"""What the host of the pages (Airflow, or a test) gives them, and which requests may act."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.datastructures import URL

from newsfold.raw_store.contract import AnyRawStore

DatabaseUrl = Callable[[], str]
#: Starts a run of a DAG with these params, with the rights of the user who asks; gives its run id. Raises RunNotStarted.
StartRun = Callable[[Request, str, Mapping[str, Any]], Awaitable[str]]


class NoConnectionDefined(Exception):
    """No connection to the news database is defined. The message says what to define."""


class RunNotStarted(Exception):
    """Airflow did not start the run that an action asked for. The message says why."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: the name that goes into decisions, and whether the pages offer to act, and to configure."""

    name: str
    may_act: bool
    may_configure: bool = False


async def no_run(request: Request, dag_id: str, params: Mapping[str, Any]) -> str:
    """Where there is no Airflow, no run is started."""
    raise RunNotStarted(f"there is no Airflow here to run {dag_id}")


def nobody_configures() -> None:
    """Where the host does not say who may configure, nobody may."""
    raise HTTPException(403)


def nobody(request: Request) -> Actor:
    """Who looks, and may not act."""
    return Actor("nobody", may_act=False)


@dataclass(frozen=True, slots=True)
class Host:
    """`database_url` is asked for each page. `may_see` and `may_act` are FastAPI dependencies: every route runs the first,
    those that change something the second as well, and they raise where the user may not; `may_configure` is what the pages run
    besides that only administrators may see. `actor` is a dependency that gives
    the Actor. `project` is the folder with `dags/sources.toml`; `raw_store` opens where the files' bytes are.
    """

    database_url: DatabaseUrl
    may_see: Sequence[Any] = ()
    may_act: Sequence[Any] = ()
    may_configure: Sequence[Any] = (Depends(nobody_configures),)
    actor: Callable[..., Any] = nobody
    start_run: StartRun = no_run
    project: Path = Path()
    raw_store: Callable[[], AnyRawStore] | None = None


def from_our_own_pages(request: Request) -> None:
    """Refuses an action that another site's page makes a browser send along with the user's cookie (CSRF).

    By what the browser itself says: Fetch Metadata, else the Origin header (OWASP, Cross-Site Request Forgery Prevention). A
    program says neither, and means it where it sends a token as Bearer: that alone a browser adds to no request by itself. Other
    schemes it does (Basic, Negotiate), and a proxy may add any.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is None and origin is None and is_bearer(request.headers.get("authorization", "")):
        return
    if site is None:
        place = urlsplit(origin or "").netloc
        site = "same-origin" if place and place == request.headers.get("host") else "unknown"
    if site != "same-origin":
        raise HTTPException(403, "This action was not asked for by one of Newsfold's own pages.")


def is_bearer(authorization: str) -> bool:
    """Whether an Authorization header holds a token (RFC 6750)."""
    scheme, _, token = authorization.strip().partition(" ")
    return scheme.lower() == "bearer" and bool(token.strip())


def path_of(request: Request, route: str, **path: Any) -> URL:
    """The address of a page, without scheme and host: what the request says of those is whatever its sender likes."""
    return URL(request.url_for(route, **path).path)
