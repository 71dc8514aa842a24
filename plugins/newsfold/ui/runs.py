"""Starting DAG runs from an action."""

from collections.abc import Mapping
from typing import Any

import anyio.from_thread
from fastapi import Request

from newsfold.ui.host import Host


def start(host: Host, request: Request, dag_id: str, params: Mapping[str, Any]) -> str:
    """Start a run from an action that is no coroutine; its run id. Raises RunNotStarted."""

    async def asked() -> str:
        return await host.start_run(request, dag_id, params)

    return str(anyio.from_thread.run(asked))
