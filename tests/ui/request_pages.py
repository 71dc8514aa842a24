"""Run by the tests in a process of its own: asks for every page of the plugin, as Airflow mounts it, as several users.

Prints a JSON object: for each kind of user, the status by path.
"""

import asyncio
import json
import sys

from airflow.api_fastapi.app import create_app, get_auth_manager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from fastapi.testclient import TestClient

PREFIX = "/newsfold"
application = create_app(apps="core")
(pages,) = (route.app for route in application.routes if getattr(route, "path", None) == PREFIX)
paths = [
    PREFIX + route.path.replace("{run_id}", "1").replace("{day}", "2025-09-26") for route in pages.routes
]
client = TestClient(application)
auth = get_auth_manager()


async def token(role: str | None) -> str:
    """What Airflow gives to a user of this role."""
    return auth.generate_jwt(SimpleAuthManagerUser(username="someone", role=role))


def statuses(headers: dict[str, str], method: str = "GET") -> dict[str, int]:
    """The status of each page."""
    query = {"dag_id": "news_ingest", "run_id": "none"}
    return {path: client.request(method, path, headers=headers, params=query).status_code for path in paths}


def bearer(value: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {value}"}


found = {
    "nobody": statuses({}),
    "bad token": statuses(bearer("nonsense")),
    "no role": statuses(bearer(asyncio.run(token(None)))),
    "viewer": statuses(bearer(asyncio.run(token("viewer")))),
    "viewer by cookie": statuses({"Cookie": f"_token={asyncio.run(token('viewer'))}"}),
    "admin": statuses(bearer(asyncio.run(token("admin")))),
    "admin posting": statuses(bearer(asyncio.run(token("admin"))), "POST"),
    "documents": {
        path: client.get(PREFIX + path).status_code for path in ("/docs", "/redoc", "/openapi.json")
    },
}
sys.stdout.write("\n" + json.dumps(found) + "\n")
