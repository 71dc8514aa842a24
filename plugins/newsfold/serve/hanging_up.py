"""What stands before the API: a body has a limit whoever sends it, and a question ends when nobody waits for its answer."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newsfold.store.connection import Connection

#: Of a request. The longest statement has 20,000 characters, of four bytes or six letters in JSON each.
MOST_BYTES = 200_000
#: Where a request keeps the connections of its question.
ASKED = "newsfold.asked"


class HangingUp:
    """An ASGI application around another one. The body is read before anything else: who has no token may send one, too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = await read_body(receive)
        if body is None:
            refusal = JSONResponse(
                {"detail": f"more than {MOST_BYTES:,} bytes"}, 413, {"Connection": "close"}
            )
            await refusal(scope, receive, send)
            return
        scope[ASKED] = []
        gone = asyncio.Event()
        messages = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            if messages:
                return messages.pop()
            await gone.wait()
            return {"type": "http.disconnect"}

        async with watching(receive, gone, scope[ASKED]):
            await self.app(scope, replay, send)


async def read_body(receive: Receive) -> bytes | None:
    """The body of a request; None where it is too long, or nobody is there any more."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += bytes(message.get("body", b""))
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body"):
            return body


@contextlib.asynccontextmanager
async def watching(receive: Receive, gone: asyncio.Event, asked: list[Connection]) -> AsyncIterator[None]:
    """Cancel what is asked once the client has gone."""

    async def watch() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        gone.set()
        for connection in list(asked):
            cancel(connection)

    task = asyncio.create_task(watch())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def cancel(connection: Connection) -> None:
    """End the statement that is going on, if one is."""
    with contextlib.suppress(Exception):  # its own thread may be closing it
        connection.cancel()


def note(scope: Any, connection: Connection) -> None:
    """Keep the connection of a question, so that it can be ended."""
    scope.setdefault(ASKED, []).append(connection)
