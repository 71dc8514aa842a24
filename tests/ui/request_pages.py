"""Run by the tests in a process of its own: asks for every route of the plugin, as Airflow mounts it, as several users.

Prints a JSON object: for each kind of user and way to ask, the status by method and path.
"""

import asyncio
import json
import re
import sys

from airflow.api_fastapi.app import cached_app, get_auth_manager
from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser
from fastapi.testclient import TestClient

PREFIX = "/newsfold"
FORMS = {"POST", "PUT", "PATCH", "DELETE"}
OF_OURS = {"Sec-Fetch-Site": "same-origin"}
# An address of its own for each sort of part; anything else is a number.
PARTS = {"day": "2025-09-26", "slug": "none", "name": "none"}

application = cached_app(apps="core")
(mounted,) = (route.app for route in application.routes if getattr(route, "path", None) == PREFIX)
pages = mounted.make()
routes = sorted(
    (method, PREFIX + re.sub(r"\{(\w+)[^}]*\}", lambda part: PARTS.get(part[1], "1"), route.path))
    for route in pages.routes
    for method in route.methods - {"HEAD"}
)
auth = get_auth_manager()


def token(role: str | None) -> str:
    """What Airflow gives to a user of this role."""
    return auth.generate_jwt(SimpleAuthManagerUser(username="someone", role=role))


def statuses(headers: dict[str, str], client: TestClient) -> dict[str, int]:
    """The status of each route."""
    query = {"dag_id": "news_ingest", "run_id": "none"}
    return {
        f"{method} {path}": client.request(
            method, path, headers=headers, params=query, follow_redirects=False
        ).status_code
        for method, path in routes
    }


def named_host(client: TestClient) -> dict[str, int]:
    """How often each page, or where it leads, names the host that the request names."""
    headers = bearer(token("admin")) | {"Host": "elsewhere.example", "X-Forwarded-Host": "elsewhere.example"}
    asked = [path for method, path in routes if method == "GET"]
    answers = {
        path: client.get(path, headers=headers, follow_redirects=False)
        for path in [*asked, *(f"{path}/" for path in asked)]
    }
    return {
        path: (answer.text + answer.headers.get("location", "")).count("elsewhere.example")
        for path, answer in answers.items()
    }


def bearer(value: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {value}"}


def cookie(role: str) -> dict[str, str]:
    return {"Cookie": f"_token={token(role)}"}


async def main() -> None:
    """Ask as everybody."""
    with TestClient(application) as client:
        found = {
            "nobody": statuses(OF_OURS, client),
            "bad token": statuses(bearer("nonsense") | OF_OURS, client),
            "no role": statuses(bearer(token(None)), client),
            "viewer": statuses(bearer(token("viewer")), client),
            "viewer by cookie": statuses(cookie("viewer") | OF_OURS, client),
            "operator": statuses(bearer(token("op")), client),
            "operator from our pages": statuses(cookie("op") | OF_OURS, client),
            "operator from our pages, old browser": statuses(
                cookie("op") | {"Origin": "http://testserver"}, client
            ),
            "operator from elsewhere": statuses(cookie("op") | {"Sec-Fetch-Site": "cross-site"}, client),
            "operator from a sister site": statuses(cookie("op") | {"Sec-Fetch-Site": "same-site"}, client),
            "operator from elsewhere, old browser": statuses(
                cookie("op") | {"Origin": "https://elsewhere.example"}, client
            ),
            "operator from nowhere": statuses(cookie("op"), client),
            "operator from elsewhere, behind a login of the proxy": statuses(
                cookie("op") | {"Authorization": "Basic eDp5"}, client
            ),
            "operator from elsewhere, behind a proxy that adds tokens": statuses(
                bearer(token("op")) | {"Sec-Fetch-Site": "cross-site"}, client
            ),
            "unknown role": statuses(bearer(token("emperor")) | OF_OURS, client),
            "admin": statuses(bearer(token("admin")), client),
            "elsewhere in links": named_host(client),
            "documents": {
                path: client.get(PREFIX + path).status_code for path in ("/docs", "/redoc", "/openapi.json")
            },
        }
    sys.stdout.write("\n" + json.dumps(found) + "\n")


asyncio.run(main())
