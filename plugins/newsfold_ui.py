"""The one Airflow plugin: Newsfold's pages in Airflow's UI. It hands them Airflow's users and connections, nothing else.

Airflow loads this file, and by `.airflowignore` no other below plugins/, into every one of its processes, task
processes included: so the web application is made only when the API server asks for it.
"""

import functools
from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin

PREFIX = "/newsfold"
DAG_ID = "news_ingest"


def database_url() -> str:
    """The news database: the Airflow connection `newsfold_operator` where it is defined, else `newsfold`."""
    from airflow.exceptions import AirflowNotFoundException
    from airflow.sdk import Connection

    from newsfold.ui.pages import NoConnectionDefined

    for name in ("newsfold_operator", "newsfold"):
        try:
            url = Connection.get(name).get_uri()
        except AirflowNotFoundException:
            continue
        return str(url).replace("postgres://", "postgresql://", 1)
    raise NoConnectionDefined("Define the Airflow connection newsfold_operator, or newsfold.")


@functools.cache
def application() -> Any:
    """The pages, for those who may read the runs of `news_ingest`."""
    from airflow.api_fastapi.auth.managers.models.resource_details import DagAccessEntity
    from airflow.api_fastapi.core_api.security import get_user, requires_access_dag
    from fastapi import Depends

    from newsfold.ui.application import create_application

    may_read = requires_access_dag("GET", DagAccessEntity.RUN, param_dag_id=DAG_ID)
    return create_application(database_url, [Depends(get_user), Depends(may_read)])


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
        return [{"app": application(), "url_prefix": PREFIX, "name": "Newsfold"}]
