"""The one Airflow plugin: Newsfold's pages in Airflow's UI. It hands them Airflow's users and connections, nothing else.

Airflow loads this file, and by `.airflowignore` no other below plugins/, into every one of its processes, task
processes included: so the web application is made only when somebody asks the API server for a page. Making it takes seconds of
CPU, a third of what the API server itself takes to start.
"""

import asyncio
import functools
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar
from urllib.parse import quote

from airflow.plugins_manager import AirflowPlugin

PREFIX = "/newsfold"
DAG_ID = "news_ingest"
#: Who may start its runs may act on the pages.
ACTING_DAG_ID = "news_replay"


def database_url() -> str:
    """The news database, with the operator's rights where that connection is defined."""
    from airflow.sdk.exceptions import AirflowNotFoundException

    from newsfold.ui.host import NoConnectionDefined
    from newsfold_airflow import connections

    try:
        return connections.database_url(connections.OPERATOR_DATABASE)
    except AirflowNotFoundException as error:
        raise NoConnectionDefined("Define the Airflow connection newsfold_operator, or newsfold.") from error


def raw_store() -> Any:
    """Where the files' bytes are, on the connection `newsfold_raw_store` where that is needed."""
    from newsfold_airflow import connections

    return connections.raw_store()


async def start_run(request: Any, dag_id: str, params: Mapping[str, Any]) -> str:
    """A run by Airflow's own public API, asked inside this process as the user who asks us: it checks what that user may,
    and writes its audit log.
    """
    import httpx2
    from airflow.api_fastapi.app import cached_app

    from newsfold.ui.host import RunNotStarted

    passed_on = {
        name: value for name, value in request.headers.items() if name in ("authorization", "cookie")
    }
    transport = httpx2.ASGITransport(app=cached_app())
    async with httpx2.AsyncClient(transport=transport, base_url="http://airflow") as client:
        answer = await client.post(
            f"/api/v2/dags/{dag_id}/dagRuns",
            json={"logical_date": None, "conf": dict(params)},
            headers=passed_on,
        )
    if not answer.is_success:
        raise RunNotStarted(f"{dag_id}: {answer.status_code} {answer.text[:500]}")
    return str(answer.json()["dag_run_id"])


def may_configure(user: Any) -> bool:
    """Whether a user is an administrator: may make connections, and, where the auth manager's users have roles, is called one."""
    from airflow.api_fastapi.app import get_auth_manager

    roles = [*(getattr(user, "roles", None) or ()), getattr(user, "role", None)]
    names = {str(getattr(each, "name", each)).lower() for each in roles if each}
    is_called_so = not names or "admin" in names
    return is_called_so and bool(get_auth_manager().is_authorized_connection(method="POST", user=user))


@functools.cache
def application() -> Any:
    """The pages, for those who may read the runs of `news_ingest`; actions, for those who may start runs of `news_replay`."""
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity, DagDetails
    from airflow.api_fastapi.core_api.security import get_user, requires_access_dag
    from airflow.api_fastapi.logging.decorators import action_logging
    from fastapi import Depends, HTTPException

    from newsfold.ui.application import create_application
    from newsfold.ui.host import Actor, Host

    def actor(user: Annotated[Any, Depends(get_user)]) -> Actor:
        may_act = get_auth_manager().is_authorized_dag(
            method="POST", access_entity=DagAccessEntity.RUN, details=DagDetails(id=ACTING_DAG_ID), user=user
        )
        return Actor(user.get_name(), may_act, may_configure(user))

    def known_role(user: Annotated[Any, Depends(get_user)]) -> None:
        """A token may be signed and name a role that Airflow does not have, or no more."""
        details = DagDetails(id=DAG_ID)
        try:
            get_auth_manager().is_authorized_dag(
                method="GET", access_entity=DagAccessEntity.RUN, details=details, user=user
            )
        except (KeyError, ValueError) as error:
            raise HTTPException(403, "Forbidden") from error

    def configuring(user: Annotated[Any, Depends(get_user)]) -> None:
        """Administrators only."""
        if not may_configure(user):
            raise HTTPException(403, "Forbidden")

    may_read = requires_access_dag("GET", DagAccessEntity.RUN, param_dag_id=DAG_ID)
    may_act = requires_access_dag("POST", DagAccessEntity.RUN, param_dag_id=ACTING_DAG_ID)
    return create_application(
        Host(
            database_url=database_url,
            may_see=[Depends(known_role), Depends(may_read)],
            may_act=[Depends(may_act), Depends(action_logging())],
            may_configure=[Depends(configuring)],
            actor=actor,
            start_run=start_run,
            project=Path(__file__).resolve().parents[1],
            raw_store=raw_store,
        )
    )


class Pages:
    """The web application, made by the first request, in a thread: the API server goes on answering."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.application: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""
        made = self.application or await asyncio.to_thread(self.make)
        await made(scope, receive, send)

    @property
    def routes(self) -> list[Any]:
        """Where the pages are: what addresses of theirs are made of."""
        return list(self.application.routes) if self.application is not None else []

    def make(self) -> Any:
        """The application, made once."""
        with self.lock:
            self.application = self.application or application()
        return self.application


def icon() -> str:
    """A folded newspaper as a data URL: dark lines on white paper, to be seen on any ground."""
    drawing = (Path(__file__).parent / "newsfold" / "ui" / "static" / "icon.svg").read_text(encoding="utf-8")
    return f"data:image/svg+xml,{quote(drawing.strip())}"


class NewsfoldPlugin(AirflowPlugin):
    """What Airflow shows of Newsfold: an entry in the navigation, and two tabs on each DAG run."""

    name = "newsfold"
    external_views: ClassVar[list[dict[str, Any]]] = [
        {
            "name": "Newsfold",
            "href": f"{PREFIX}/",
            "destination": "nav",
            "url_route": "newsfold",
            "nav_top_level": True,
            "icon": icon(),
        },
        {
            "name": "Run report",
            "href": f"{PREFIX}/dag-run?dag_id={{DAG_ID}}&run_id={{RUN_ID}}",
            "destination": "dag_run",
            "url_route": "newsfold-run-report",
        },
        {
            "name": "Daily brief",
            "href": f"{PREFIX}/brief",
            "destination": "dag_run",
            "url_route": "newsfold-brief",
        },
    ]

    @property
    def fastapi_apps(self) -> list[dict[str, Any]]:
        """The web application under its prefix."""
        return [{"app": Pages(), "url_prefix": PREFIX, "name": "Newsfold"}]
