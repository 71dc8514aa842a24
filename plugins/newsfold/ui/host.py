"""What the pages are given by whoever shows them: Airflow, or a test. And which requests may act."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import HTTPException, Request

from newsfold.raw_store.raw_store import AnyRawStore

DatabaseUrl = Callable[[], str]
#: Starts a run of a DAG with these params, with the rights of the user who asks; gives its run id. Raises RunNotStarted.
StartRun = Callable[[Request, str, Mapping[str, Any]], Awaitable[str]]


class NoConnectionDefined(Exception):
    """Nobody has told where the news database is. The message says what to define."""


class RunNotStarted(Exception):
    """Airflow did not start the run that an action asked for. The message says why."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks: the name that goes into decisions, and whether the pages offer to act."""

    name: str
    may_act: bool


async def no_run(request: Request, dag_id: str, params: Mapping[str, Any]) -> str:
    """Where there is no Airflow, no run is started."""
    raise RunNotStarted(f"there is no Airflow here to run {dag_id}")


def nobody(request: Request) -> Actor:
    """Who looks, and may not act."""
    return Actor("nobody", may_act=False)


@dataclass(frozen=True, slots=True)
class Host:
    """`database_url` is asked for each page. `may_see` and `may_act` are FastAPI dependencies: every route runs the first,
    those that change something the second as well, and they raise where the user may not. `actor` is a dependency that gives
    the Actor. `project` is the folder with `dags/sources.toml`; `raw_store` opens where the files' bytes are.
    """

    database_url: DatabaseUrl
    may_see: Sequence[Any] = ()
    may_act: Sequence[Any] = ()
    actor: Callable[..., Any] = nobody
    start_run: StartRun = no_run
    project: Path = Path()
    raw_store: Callable[[], AnyRawStore] | None = None


def from_our_own_pages(request: Request) -> None:
    """Refuses an action that another site's page makes a browser send along with the user's cookie (CSRF).

    By what the browser itself says: Fetch Metadata, else the Origin header (OWASP, Cross-Site Request Forgery Prevention). A
    program that sends its token in the Authorization header says by that that it means it.
    """
    if request.headers.get("authorization"):
        return
    site = request.headers.get("sec-fetch-site")
    if site is None:
        origin = urlsplit(request.headers.get("origin", ""))
        site = "same-origin" if origin.netloc and origin.netloc == request.headers.get("host") else "unknown"
    if site != "same-origin":
        raise HTTPException(403, "This action was not asked for by one of Newsfold's own pages.")
